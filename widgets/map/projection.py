"""Web Mercator and the view of the map: pure arithmetic, no Qt.

World coordinates are metres of spherical Web Mercator (EPSG:3857), x to the east, y to the north. Screen
coordinates are logical pixels, x to the right, y down, the origin at the top left of the canvas.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RADIUS_M = 6378137.0  # the sphere of EPSG:3857
MAX_LAT = 85.05112878  # where the square of EPSG:3857 ends
_RAD = math.pi / 180.0


def to_world(lon: Floats, lat: Floats) -> Floats:
    """Project WGS84 degrees to world metres, shape (n, 2). NaN stays NaN; latitudes are clipped to MAX_LAT."""
    lonlat = np.empty((len(lon), 2))
    lonlat[:, 0] = np.asarray(lon) * (_RAD * RADIUS_M)
    half = np.clip(lat, -MAX_LAT, MAX_LAT) * (_RAD / 2) + math.pi / 4
    lonlat[:, 1] = RADIUS_M * np.log(np.tan(half))
    return lonlat


def to_lonlat(world: Floats) -> Floats:
    """Undo `to_world`: world metres (n, 2) to WGS84 degrees (n, 2), lon first."""
    lonlat = np.empty((len(world), 2))
    lonlat[:, 0] = world[:, 0] / (_RAD * RADIUS_M)
    lonlat[:, 1] = (2 * np.arctan(np.exp(world[:, 1] / RADIUS_M)) - math.pi / 2) / _RAD
    return lonlat


def point_to_world(lon: float, lat: float) -> tuple[float, float]:
    """Project one WGS84 position to world metres."""
    x, y = to_world(np.array([lon]), np.array([lat]))[0]
    return float(x), float(y)


def point_to_lonlat(x: float, y: float) -> tuple[float, float]:
    """Turn one world position into WGS84 degrees, lon first."""
    lon, lat = to_lonlat(np.array([[x, y]]))[0]
    return float(lon), float(lat)


def ground_metres(world_metres: float, y: float) -> float:
    """Turn a length on the Mercator plane near world y into metres on the ground (Mercator stretches by 1/cos)."""
    return world_metres / math.cosh(y / RADIUS_M)


@dataclass(frozen=True, slots=True)
class View:
    """What the canvas looks at: the world position of its middle and logical pixels per world metre."""

    cx: float
    cy: float
    scale: float

    def to_screen(self, world: Floats, width: float, height: float) -> Floats:
        """Screen positions (n, 2) of world positions (n, 2) on a canvas of this size."""
        screen = np.empty((len(world), 2))
        screen[:, 0] = (world[:, 0] - self.cx) * self.scale + width / 2
        screen[:, 1] = (self.cy - world[:, 1]) * self.scale + height / 2
        return screen

    def to_world(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        """World position under a screen position."""
        return self.cx + (x - width / 2) / self.scale, self.cy - (y - height / 2) / self.scale

    def panned(self, dx: float, dy: float) -> View:
        """Return the view after the picture was pushed by dx, dy pixels."""
        return View(self.cx - dx / self.scale, self.cy + dy / self.scale, self.scale)

    def zoomed(self, factor: float, dx: float = 0.0, dy: float = 0.0) -> View:
        """Return the view after zooming around the point dx, dy pixels from the middle, which stays where it is."""
        keep = (1 - 1 / factor) / self.scale
        return View(self.cx + dx * keep, self.cy - dy * keep, self.scale * factor)

    def bounds(self, width: float, height: float) -> tuple[float, float, float, float]:
        """World rectangle that is seen: west, south, east, north."""
        half_w, half_h = width / 2 / self.scale, height / 2 / self.scale
        return self.cx - half_w, self.cy - half_h, self.cx + half_w, self.cy + half_h


@dataclass(frozen=True, slots=True)
class Bounds:
    """A rectangle in world metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Extent to the east, in world metres."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Extent to the north, in world metres."""
        return self.north - self.south

    def grown(self, share: float) -> Bounds:
        """Return the rectangle with this share of its size added on every side."""
        dx, dy = self.width * share, self.height * share
        return Bounds(self.west - dx, self.south - dy, self.east + dx, self.north + dy)

    def at_least(self, metres: float) -> Bounds:
        """Return the rectangle, widened around its middle to at least this many world metres each way."""
        dx, dy = max(0.0, metres - self.width) / 2, max(0.0, metres - self.height) / 2
        return Bounds(self.west - dx, self.south - dy, self.east + dx, self.north + dy)

    def inside(self, world: Floats) -> NDArray[np.bool_]:
        """Which of the world positions (n, 2) lie in the rectangle; NaN does not."""
        x, y = world[:, 0], world[:, 1]
        return (x >= self.west) & (x <= self.east) & (y >= self.south) & (y <= self.north)


def bounds_of(world: Floats) -> Bounds | None:
    """Return the rectangle around world positions (n, 2), ignoring NaN; None when nothing is left."""
    good = world[np.isfinite(world).all(axis=1)]
    if not len(good):
        return None
    west, south = good.min(axis=0)
    east, north = good.max(axis=0)
    return Bounds(float(west), float(south), float(east), float(north))


def fit(bounds: Bounds, width: float, height: float, pad: tuple[float, float, float, float]) -> View:
    """Return the view that shows the rectangle in the canvas less its padding (left, top, right, bottom px)."""
    left, top, right, bottom = pad
    room_w, room_h = max(width - left - right, 16.0), max(height - top - bottom, 16.0)
    scale = min(room_w / max(bounds.width, 1e-6), room_h / max(bounds.height, 1e-6))
    cx, cy = (bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2
    # the middle of the free room is not the middle of the canvas
    return View(cx + (right - left) / 2 / scale, cy - (bottom - top) / 2 / scale, scale)
