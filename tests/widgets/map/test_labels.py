"""Names never lie on each other, the higher tier goes first, and a pan changes none of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from services.domain.tiers import Tier
from tests.widgets.map.synthetic import squares
from widgets.map.geometry import build
from widgets.map.labels import LabelPlan, beside
from widgets.map.projection import View, fit

GEOMETRY = build(squares())
NAME = (60.0, 16.0)
WIDE = (4000.0, 3000.0)


def plan() -> LabelPlan:
    return LabelPlan(GEOMETRY, lambda _area: NAME)


def whole(scale: float) -> View:
    assert GEOMETRY.bounds is not None
    view = fit(GEOMETRY.bounds, *WIDE, (0, 0, 0, 0))
    return View(view.cx, view.cy, scale)


@pytest.mark.parametrize("scale", [0.005, 0.02, 0.05, 0.09, 0.13, 0.2])
def test_no_name_lies_on_another(scale: float) -> None:
    labels = plan().place(whole(scale), *WIDE)
    for one, other in combinations(labels, 2):
        assert abs(one.x - other.x) >= NAME[0] or abs(one.y - other.y) >= NAME[1]


def test_streets_are_named_first_and_grids_only_close_up() -> None:
    far, near = plan().place(whole(0.02), *WIDE), plan().place(whole(0.2), *WIDE)
    assert {label.tier for label in far} == {Tier.STREET}
    assert {Tier.STREET, Tier.COMMUNITY, Tier.GRID} == {Tier(label.tier) for label in near}
    assert sum(label.tier == Tier.STREET for label in near) == 4


def test_a_pan_changes_no_name() -> None:
    plans = plan()
    view = whole(0.09)
    before = {label.area for label in plans.place(view, *WIDE)}
    after = {label.area for label in plans.place(view.panned(3, -2), *WIDE)}
    assert before == after


def test_what_is_out_of_sight_is_not_drawn() -> None:
    assert plan().place(whole(0.2).panned(1e5, 0), 400, 300) == []


def test_a_name_moves_just_clear_of_the_marks_over_it() -> None:
    discs = np.array([[100.0, 100.0, 13.0], [400.0, 400.0, 15.0]])
    assert beside(200.0, 100.0, 26.0, 9.0, discs) == 100.0  # nothing over it
    moved = beside(100.0, 104.0, 26.0, 9.0, discs)
    assert moved == 123.0  # below, which is nearer
    assert beside(100.0, 96.0, 26.0, 9.0, discs) == 77.0


def test_a_name_with_no_room_nearby_is_left_out() -> None:
    column = np.array([[100.0, float(y), 13.0] for y in range(0, 220, 20)])
    assert beside(100.0, 100.0, 26.0, 9.0, column) is None
    assert beside(100.0, 100.0, 26.0, 9.0, np.empty((0, 3))) == 100.0
