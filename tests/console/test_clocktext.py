"""Times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from console.clocktext import ClockText
from services.domain.clock import DAY_MS, from_datetime

AT = from_datetime(datetime(2026, 11, 22, 7, 42, 7, tzinfo=UTC))


def test_a_moment_is_shown_in_the_districts_zone() -> None:
    text = ClockText("Asia/Shanghai")
    assert (text.time(AT), text.seconds(AT), text.long(AT)) == ("15:42", "15:42:07", "2026-11-22 15:42")


@pytest.mark.parametrize(("shift", "shown"), [(0, "15:42"), (-DAY_MS, "11-21 15:42"), (DAY_MS, "11-23 15:42")])
def test_another_day_is_named(shift: int, shown: str) -> None:
    assert ClockText("Asia/Shanghai").near(AT + shift, AT) == shown


def test_the_day_begins_at_the_districts_midnight() -> None:
    text = ClockText("Asia/Shanghai")
    assert text.seconds(text.day_start(AT)) == "00:00:00"
    assert 0 <= AT - text.day_start(AT) < DAY_MS
