"""Columns fit together or are refused; a patch changes, adds and removes by key."""

from __future__ import annotations

import numpy as np
import pytest

from services.geo.measure import distance_m
from tests.widgets.map.synthetic import cases
from widgets.map.values import CasePoints, circle, patched


def test_columns_of_different_length_are_refused() -> None:
    good = cases(1, 2)
    with pytest.raises(ValueError, match="length"):
        CasePoints(good.keys, good.lon[:1], good.lat, good.priority, good.light)


@pytest.mark.parametrize(("priority", "light"), [(0, 1), (4, 1), (1, 5), (1, -1)])
def test_unknown_codes_are_refused(priority: int, light: int) -> None:
    with pytest.raises(ValueError, match="unknown"):
        cases(1, 2, priority=priority, light=light)


def test_a_patch_changes_adds_and_removes_by_key() -> None:
    base = cases(1, 2, 3)
    changed = cases(7, 8, light=4).take(np.array([1]))  # k1 moves and is late
    one = np.ones(1, np.int8)
    extra = CasePoints(np.array(["new"], object), np.zeros(1), np.zeros(1), one, one)
    after = patched(base, changed, ["k0", "unknown"])
    assert sorted(after.keys) == ["k1", "k2"]
    assert after.light[list(after.keys).index("k1")] == 4
    assert after.name(0)
    assert len(patched(after, extra)) == 3


def test_a_circle_is_round_on_the_ground() -> None:
    ring = circle(113.36, 22.94, 500)
    assert ring[0] == pytest.approx(ring[-1])
    lengths = [distance_m(113.36, 22.94, lon, lat) for lon, lat in ring.tolist()]
    assert lengths == pytest.approx([500] * len(lengths), rel=0.01)
