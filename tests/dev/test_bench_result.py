"""The line that a measurement prints."""

from __future__ import annotations

import json

import pytest

from tests.bench.result import Result, middle


def test_lower_is_better() -> None:
    result = Result("filter", 20.0, "ms", "proxy", 400.0, bar=30.0, ratio_bar=10.0)
    line = json.loads(result.line())
    assert line["ok"] is True
    assert line["ratio"] == 20.0
    assert line["bar"] == {"value": 30.0, "ratio": 10.0}
    assert set(line) == {"name", "value", "unit", "rival", "rival_value", "ratio", "bar", "ok"}


def test_more_is_better() -> None:
    result = Result("moves", 349.0, "1/s", "single", 100.0, bar=300.0, at_least=True)
    assert result.ok
    assert result.ratio == pytest.approx(3.49)
    assert not Result("moves", 200.0, "1/s", bar=300.0, at_least=True).ok


@pytest.mark.parametrize(("value", "rival"), [(31.0, 4000.0), (20.0, 100.0), (20.0, None)])
def test_a_missed_bar_is_said(value: float, rival: float | None) -> None:
    assert not Result("filter", value, "ms", "proxy", rival, bar=30.0, ratio_bar=10.0).ok


def test_medians() -> None:
    runs = [Result("a", value, "ms", "b", value * 10, bar=2.0) for value in (1.0, 9.0, 2.0)]
    assert middle(runs) == Result("a", 2.0, "ms", "b", 20.0, bar=2.0)
