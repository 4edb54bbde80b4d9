"""Datums met at the door, converted once to WGS84; inside the program there is only WGS84, longitude first.

CGCS2000 differs from WGS84 by centimetres and is taken as equal. GCJ-02 and BD-09 follow the formula that has been
published many times over (the same as in the package prcoords, CC0, against which the tests compare), written here for
whole arrays because a district's boundaries hold tens of thousands of vertices. The inverse is found by iteration and
is good to about a millimetre. Outside the rectangle in which GCJ-02 is applied nothing is moved.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

_A = 6378245.0
"""Semi-major axis in metres of the Krasovsky 1940 ellipsoid, as the formula uses it."""
_EE = 0.00669342162296594323
"""Its squared eccentricity."""
_BD_LON, _BD_LAT = 0.0065, 0.0060
"""Fixed offsets of BD-09 in degrees."""
_CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the rectangle in which GCJ-02 is applied."""
_ROUNDS = 8
"""Steps of the inverse; each shrinks the error about a thousandfold, so this is ample for 1e-12 degrees."""


class Datum(StrEnum):
    """The datum of coordinates that come from outside."""

    WGS84 = "WGS84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Convert degrees of a datum to WGS84: scalars or arrays of one shape to float64 arrays of that shape."""
    x, y = _pair(lon, lat)
    if datum is Datum.BD09:
        return _inverse(x, y, _wgs84_to_bd09)
    if datum is Datum.GCJ02:
        return _inverse(x, y, _wgs84_to_gcj02)
    return x, y


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Convert WGS84 degrees to a datum, as for a map service that wants its own. Shapes as in `to_wgs84`."""
    x, y = _pair(lon, lat)
    if datum is Datum.BD09:
        return _wgs84_to_bd09(x, y)
    if datum is Datum.GCJ02:
        return _wgs84_to_gcj02(x, y)
    return x, y


def point_to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """Convert one point (lon, lat in degrees) of a datum to WGS84."""
    x, y = to_wgs84(lon, lat, datum)
    return float(x), float(y)


def _pair(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    x, y = np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)
    if x.shape != y.shape:
        raise ValueError(f"as many longitudes as latitudes are needed, not {x.shape} and {y.shape}")
    return x, y


def _inverse(x: Floats, y: Floats, forward: _Forward) -> tuple[Floats, Floats]:
    """Find the WGS84 point that `forward` brings to (x, y), by taking off the remaining error again and again."""
    lon, lat = x.copy(), y.copy()
    for _ in range(_ROUNDS):
        there_lon, there_lat = forward(lon, lat)
        lon, lat = lon - (there_lon - x), lat - (there_lat - y)
    return lon, lat


def _wgs84_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    west, south, east, north = _CHINA
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    x, y = lon - 105.0, lat - 35.0
    pi = np.pi
    waves = 20.0 * np.sin(6.0 * x * pi) + 20.0 * np.sin(2.0 * x * pi)
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north_m += (waves + 20.0 * np.sin(y * pi) + 40.0 * np.sin(y / 3.0 * pi)) * 2.0 / 3.0
    north_m += (160.0 * np.sin(y / 12.0 * pi) + 320.0 * np.sin(y * pi / 30.0)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east_m += (waves + 20.0 * np.sin(x * pi) + 40.0 * np.sin(x / 3.0 * pi)) * 2.0 / 3.0
    east_m += (150.0 * np.sin(x / 12.0 * pi) + 300.0 * np.sin(x / 30.0 * pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _EE * np.sin(phi) ** 2
    metres_per_degree_lat = np.radians(_A * (1.0 - _EE) / (magic * np.sqrt(magic)))
    metres_per_degree_lon = np.radians(_A * np.cos(phi) / np.sqrt(magic))
    return (
        np.where(inside, lon + east_m / metres_per_degree_lon, lon),
        np.where(inside, lat + north_m / metres_per_degree_lat, lat),
    )


def _gcj02_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    turn = np.pi * 3000.0 / 180.0
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * turn)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * turn)
    return radius * np.cos(angle) + _BD_LON, radius * np.sin(angle) + _BD_LAT


def _wgs84_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return _gcj02_to_bd09(*_wgs84_to_gcj02(lon, lat))


if TYPE_CHECKING:
    from collections.abc import Callable

    _Forward: TypeAlias = Callable[[Floats, Floats], tuple[Floats, Floats]]
