"""Dividing a polygon among seeds, and turning the pieces into rings that share every vertex.

Works in metres on a plane; the last step bends the plane and goes to whole millionths of a degree, so that two areas
that touch have the very same vertices along their common edge: no gap, no overlap, no slivers on a screen.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from services.geo.areas import UNITS_PER_DEGREE
from services.geo.measure import metres_per_degree
from services.geo.warp import bend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Point: TypeAlias = tuple[float, float]

_SNAP_M = 0.02
"""Lines closer than this are one line when the pieces are noded together."""
_STEP_M = 140.0
"""Straight lines are cut into steps of at most this length before bending."""


class Plane:
    """East and north metres from an origin (WGS84 degrees), and back."""

    def __init__(self, lon: float, lat: float) -> None:
        self._origin = np.array([lon, lat])
        self._scale = np.array(metres_per_degree(lat))

    def to_metres(self, degrees: Floats) -> Floats:
        """Convert (n, 2) degrees to metres."""
        flat: Floats = (degrees - self._origin) * self._scale
        return flat

    def to_degrees(self, metres: Floats) -> Floats:
        """Convert (n, 2) metres to degrees, rounded to whole millionths."""
        whole: Floats = np.rint((metres / self._scale + self._origin) * UNITS_PER_DEGREE)
        return whole / UNITS_PER_DEGREE


def divide(area: shapely.Polygon, seeds: Sequence[Point]) -> list[shapely.Polygon]:
    """Divide a polygon among seeds inside it: each piece holds the points nearest to its seed, in the seeds' order.

    Where a bay of the polygon cuts a piece in two, the part without the seed goes to the neighbour that shares the
    longest edge with it, so that every piece is one polygon.
    """
    if len(seeds) == 1:
        return [area]
    cells = shapely.voronoi_polygons(shapely.MultiPoint(list(seeds)), extend_to=area, ordered=True)
    parts = shapely.intersection(shapely.get_parts(cells), area)
    pieces: list[shapely.Polygon] = []
    strays: list[shapely.Polygon] = []
    for seed, part in zip(seeds, parts, strict=True):
        polygons = [p for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
        polygons.sort(key=lambda polygon: float(shapely.distance(polygon, shapely.Point(seed))))
        pieces.append(polygons[0])
        strays.extend(polygons[1:])
    return _give_away(pieces, strays)


def unite(pieces: Sequence[shapely.Polygon], owners: Sequence[int], count: int) -> list[shapely.Polygon]:
    """Unite the pieces of each of `count` owners; a part cut off from its owner's largest goes to a neighbour."""
    united: list[shapely.Polygon] = []
    strays: list[shapely.Polygon] = []
    for owner in range(count):
        own = shapely.union_all([p for p, o in zip(pieces, owners, strict=True) if o == owner])
        parts = sorted(shapely.get_parts(own), key=lambda part: -float(part.area))
        united.append(parts[0])
        strays.extend(parts[1:])
    return _give_away(united, strays)


def _give_away(pieces: list[shapely.Polygon], strays: list[shapely.Polygon]) -> list[shapely.Polygon]:
    for stray in strays:
        shared = [float(shapely.intersection(stray, piece).length) for piece in pieces]
        taker = shared.index(max(shared))
        whole = shapely.union(pieces[taker], stray)
        pieces[taker] = max(shapely.get_parts(whole), key=lambda part: float(part.area))
    return pieces


def relax(area: shapely.Polygon, seeds: Sequence[Point], fixed: int, rounds: int) -> list[Point]:
    """Move seeds towards the middle of their pieces, all but the first `fixed` of them, for an even division."""
    points = list(seeds)
    for _ in range(rounds if len(points) > fixed else 0):
        pieces = divide(area, points)
        for number in range(fixed, len(points)):
            piece = pieces[number]
            middle = piece.centroid if piece.contains(piece.centroid) else piece.point_on_surface()
            points[number] = (float(middle.x), float(middle.y))
    return points


def shared_rings(pieces: Sequence[shapely.Polygon], plane: Plane) -> list[shapely.Polygon]:
    """Bend pieces that divide an area and bring them to degrees, with identical vertices along common edges.

    Raises RuntimeError when the pieces do not divide their area into exactly as many faces.
    """
    lines = shapely.union_all([piece.boundary for piece in pieces], grid_size=_SNAP_M)
    faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(lines))))
    tree = shapely.STRtree(list(pieces))
    at_face, at_piece = tree.query(shapely.point_on_surface(faces), predicate="within")
    if sorted(at_piece.tolist()) != list(range(len(pieces))) or len(at_face) != len(faces):
        raise RuntimeError(f"{len(pieces)} pieces fell into {len(faces)} faces")
    order = np.empty(len(pieces), np.int64)
    order[at_piece] = at_face
    rings = [_stepped(shapely.get_coordinates(faces[k].exterior)) for k in order]
    degrees = plane.to_degrees(bend(np.vstack(rings)))
    cuts = np.cumsum([len(ring) for ring in rings])[:-1]
    return [shapely.Polygon(ring) for ring in np.split(degrees, cuts)]


def _stepped(ring: Floats) -> Floats:
    """Cut the sides of a closed ring into short steps; a side is cut at the same points whichever way it is walked."""
    points: list[Point] = []
    corners = [(float(x), float(y)) for x, y in ring]
    for a, b in pairwise(corners):
        low, high = (a, b) if a <= b else (b, a)
        count = math.ceil(math.dist(low, high) / _STEP_M)
        inner = [
            (low[0] + (high[0] - low[0]) * k / count, low[1] + (high[1] - low[1]) * k / count) for k in range(1, count)
        ]
        points.append(a)
        points.extend(inner if a <= b else reversed(inner))
    points.append(corners[-1])
    return np.array(points)
