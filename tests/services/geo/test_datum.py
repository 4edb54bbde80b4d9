"""Datum shift: agrees with an independent implementation, and comes back to where it started."""

from __future__ import annotations

import numpy as np
import prcoords
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.geo.datum import Datum, from_wgs84, point_to_wgs84, to_wgs84
from services.geo.measure import distance_m, distances_m

lons = st.floats(75, 134)
lats = st.floats(4, 53)


@given(lons, lats, st.sampled_from(list(Datum)))
def test_the_way_there_and_back_ends_within_a_centimetre(lon: float, lat: float, datum: Datum) -> None:
    there = from_wgs84(lon, lat, datum)
    back = point_to_wgs84(float(there[0]), float(there[1]), datum)
    assert distance_m(lon, lat, *back) < 0.01


@given(lons, lats)
@settings(max_examples=200)
def test_agrees_with_prcoords_to_a_centimetre(lon: float, lat: float) -> None:
    gcj = prcoords.wgs_gcj((lat, lon))
    bd = prcoords.wgs_bd((lat, lon))
    ours_gcj, ours_bd = from_wgs84(lon, lat, Datum.GCJ02), from_wgs84(lon, lat, Datum.BD09)
    assert distance_m(gcj.lon, gcj.lat, float(ours_gcj[0]), float(ours_gcj[1])) < 0.01
    assert distance_m(bd.lon, bd.lat, float(ours_bd[0]), float(ours_bd[1])) < 0.01


def test_the_shift_in_guangzhou_is_some_hundred_metres() -> None:
    lon, lat = point_to_wgs84(113.366904, 22.948016, Datum.GCJ02)
    assert 400 < distance_m(lon, lat, 113.366904, 22.948016) < 700


def test_cgcs2000_is_taken_as_wgs84_and_nothing_moves_outside_china() -> None:
    assert point_to_wgs84(113.3, 22.9, Datum.CGCS2000) == (113.3, 22.9)
    assert point_to_wgs84(-118.2, 34.0, Datum.GCJ02) == (-118.2, 34.0)


def test_arrays_keep_their_shape_and_their_values_one_by_one() -> None:
    lon = np.linspace(113.2, 113.6, 12).reshape(3, 4)
    lat = np.linspace(22.8, 23.1, 12).reshape(3, 4)
    x, y = to_wgs84(lon, lat, Datum.BD09)
    assert x.shape == y.shape == (3, 4)
    assert (float(x[2, 3]), float(y[2, 3])) == pytest.approx(
        point_to_wgs84(float(lon[2, 3]), float(lat[2, 3]), Datum.BD09), abs=1e-12
    )


def test_longitudes_and_latitudes_must_pair_up() -> None:
    with pytest.raises(ValueError, match="as many"):
        to_wgs84([113.0, 113.1], [23.0], Datum.GCJ02)


def test_distances_are_metres() -> None:
    assert distance_m(113.36, 22.95, 113.36, 22.96) == pytest.approx(1107.5, rel=2e-3)
    assert distance_m(113.36, 22.95, 113.37, 22.95) == pytest.approx(1025.9, rel=2e-3)
    many = distances_m(113.36, 22.95, [113.36, 113.37], [22.96, 22.95])
    assert many.tolist() == pytest.approx([1107.5, 1025.9], rel=2e-3)
