"""The view is fitted only when the set of cases changes, any gesture locks it, one key returns."""

from __future__ import annotations

import numpy as np
import pytest

from widgets.map.navigator import MAX_SCALE, Navigator
from widgets.map.projection import Bounds

DISTRICT = Bounds(0.0, 0.0, 40_000.0, 30_000.0)
CORNER = np.array([[1_000.0, 1_000.0], [2_000.0, 1_500.0]])
SPREAD = np.array([[1_000.0, 1_000.0], [39_000.0, 29_000.0]])


@pytest.fixture
def navigator() -> Navigator:
    made = Navigator()
    made.resize(672, 1000)
    made.set_district(DISTRICT)
    return made


def test_cases_all_over_the_district_show_the_district(navigator: Navigator) -> None:
    before = navigator.view
    navigator.set_cases(SPREAD)
    assert navigator.view == before


def test_cases_in_one_corner_are_looked_at_closely(navigator: Navigator) -> None:
    before = navigator.view
    assert navigator.set_cases(CORNER)
    assert navigator.view.scale > 5 * before.scale


def test_a_case_in_the_sea_does_not_pull_the_view_there(navigator: Navigator) -> None:
    navigator.set_cases(CORNER)
    near = navigator.view
    navigator.set_cases(np.vstack([CORNER, [[-1.2e7, 0.0]], [[np.nan, 5.0]]]))
    assert navigator.view == near


def test_a_gesture_locks_and_home_returns(navigator: Navigator) -> None:
    fitted = navigator.view
    navigator.pan(30, 0)
    assert navigator.save()["locked"] is True
    moved = navigator.view
    assert not navigator.set_cases(CORNER)
    assert navigator.view == moved
    navigator.resize(900, 700)
    assert navigator.view == moved
    navigator.home()
    assert navigator.save()["locked"] is False
    navigator.resize(672, 1000)
    navigator.set_cases(SPREAD)
    assert navigator.view == fitted


def test_an_area_that_was_asked_for_stays_in_sight_when_the_canvas_gets_its_size(navigator: Navigator) -> None:
    street = Bounds(30_000.0, 2_000.0, 34_000.0, 6_000.0)
    navigator.resize(672, 60)
    navigator.show(street)
    navigator.resize(900, 300)
    grown = navigator.view
    navigator.show(street)
    assert navigator.view == grown
    navigator.pan(40, 0)
    moved = navigator.view
    navigator.resize(900, 500)
    assert navigator.view == moved


def test_on_a_low_canvas_an_area_still_fills_what_chips_and_legend_leave(navigator: Navigator) -> None:
    navigator.resize(900, 260)
    navigator.show(Bounds(30_000.0, 2_000.0, 34_000.0, 6_000.0))
    assert navigator.view.scale * 4_000.0 > 140


def test_zoom_has_limits(navigator: Navigator) -> None:
    whole = navigator.view.scale
    navigator.zoom(1e9, 336, 500)
    assert navigator.view.scale == pytest.approx(MAX_SCALE)
    navigator.zoom(1e-9, 336, 500)
    assert whole * 0.3 < navigator.view.scale < whole


def test_the_district_cannot_be_lost(navigator: Navigator) -> None:
    navigator.pan(1e7, -1e7)
    assert DISTRICT.grown(0.26).inside(np.array([[navigator.view.cx, navigator.view.cy]])).all()


def test_a_view_is_remembered(navigator: Navigator) -> None:
    navigator.zoom(4, 100, 100)
    saved = navigator.save()
    other = Navigator()
    other.resize(672, 1000)
    other.set_district(DISTRICT)
    assert other.restore(dict(saved))
    assert other.locked
    assert (other.view.cx, other.view.cy) == pytest.approx((navigator.view.cx, navigator.view.cy), abs=1e-3)


@pytest.mark.parametrize(
    "damaged",
    [{}, {"lon": "x", "lat": 1, "scale": 1}, {"lon": 500, "lat": 1, "scale": 1}, {"lon": 1, "lat": 1, "scale": -1}],
)
def test_a_damaged_view_changes_nothing(navigator: Navigator, damaged: dict[str, object]) -> None:
    before = navigator.view
    assert not navigator.restore(damaged)
    assert navigator.view == before
