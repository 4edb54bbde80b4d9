"""Positions survive the way to the screen and back; zooming keeps what is under the cursor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.geo.measure import distance_m
from widgets.map.projection import (
    Bounds,
    View,
    bounds_of,
    fit,
    ground_metres,
    point_to_lonlat,
    point_to_world,
    to_world,
)

lons = st.floats(-180, 180)
lats = st.floats(-85, 85)
views = st.builds(View, st.floats(-2e7, 2e7), st.floats(-2e7, 2e7), st.floats(1e-4, 4))


@given(lons, lats)
def test_degrees_survive_the_plane(lon: float, lat: float) -> None:
    back = point_to_lonlat(*point_to_world(lon, lat))
    assert back == pytest.approx((lon, lat), abs=1e-9)


@given(views, st.floats(0, 3840), st.floats(0, 2160))
def test_a_pixel_survives_the_world(view: View, x: float, y: float) -> None:
    world = np.array([view.to_world(x, y, 3840, 2160)])
    assert view.to_screen(world, 3840, 2160)[0] == pytest.approx((x, y), abs=1e-3)


@given(views, st.floats(0.2, 5), st.floats(-900, 900), st.floats(-500, 500))
def test_zooming_keeps_what_is_under_the_cursor(view: View, factor: float, dx: float, dy: float) -> None:
    before = view.to_world(960 + dx, 540 + dy, 1920, 1080)
    after = view.zoomed(factor, dx, dy).to_world(960 + dx, 540 + dy, 1920, 1080)
    assert after == pytest.approx(before, abs=1e-2)


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7), st.floats(1, 1e6), st.floats(1, 1e6))
def test_a_fitted_rectangle_lies_inside_the_padding(west: float, south: float, width: float, height: float) -> None:
    bounds = Bounds(west, south, west + width, south + height)
    view = fit(bounds, 672, 1000, (24, 56, 10, 40))
    corners = np.array([[bounds.west, bounds.north], [bounds.east, bounds.south]])
    (left, top), (right, bottom) = view.to_screen(corners, 672, 1000)
    assert left >= 23.9
    assert top >= 55.9
    assert right <= 662.1
    assert bottom <= 960.1


def test_a_pixel_is_as_long_as_the_ground_says() -> None:
    x, y = point_to_world(113.36, 22.94)
    east = point_to_lonlat(x + 1000, y)
    assert ground_metres(1000, y) == pytest.approx(distance_m(113.36, 22.94, *east), rel=0.005)


def test_positions_that_are_no_numbers_count_for_nothing() -> None:
    world = to_world(np.array([113.3, np.nan]), np.array([22.9, 22.9]))
    bounds = bounds_of(world)
    assert bounds is not None
    assert (bounds.width, bounds.height) == (0, 0)
    assert bounds_of(world[1:]) is None
