"""Distances and areas in metres around a place, for everything of a district's size.

The plane used is the local equirectangular one: east and north metres from an origin, with the WGS84 ellipsoid's radii
of curvature at the origin's latitude. Over 50 km its error is below 0.1 %, which is under the accuracy of any fix.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats: TypeAlias = NDArray[np.float64]

_A = 6378137.0
_E2 = 6.69437999014e-3
"""Semi-major axis in metres and squared eccentricity of the WGS84 ellipsoid."""


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Return how many metres one degree of longitude and one of latitude measure at a latitude."""
    phi = math.radians(lat)
    root = 1.0 - _E2 * math.sin(phi) ** 2
    east = math.radians(_A * math.cos(phi) / math.sqrt(root))
    north = math.radians(_A * (1.0 - _E2) / (root * math.sqrt(root)))
    return east, north


def distance_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the metres between two points (degrees, WGS84) no further apart than a district is wide."""
    east, north = metres_per_degree((lat_a + lat_b) / 2.0)
    return math.hypot((lon_b - lon_a) * east, (lat_b - lat_a) * north)


def distances_m(lon: float, lat: float, lons: ArrayLike, lats: ArrayLike) -> Floats:
    """Return the metres from one point to each of many, as an array of their shape. NaN stays NaN."""
    import numpy as np  # noqa: PLC0415 - the hub measures between two points, and starts without arrays

    east, north = metres_per_degree(lat)
    x = (np.asarray(lons, dtype=np.float64) - lon) * east
    y = (np.asarray(lats, dtype=np.float64) - lat) * north
    return np.hypot(x, y)


def ring_area_m2(ring: ArrayLike) -> float:
    """Return the unsigned area in square metres of a ring of shape (n, 2) in degrees, closed or not."""
    import numpy as np  # noqa: PLC0415 - as above

    points = np.asarray(ring, dtype=np.float64)
    east, north = metres_per_degree(float(points[:, 1].mean()))
    x = (points[:, 0] - points[0, 0]) * east
    y = (points[:, 1] - points[0, 1]) * north
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2.0
