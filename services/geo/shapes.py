"""Between area sets and shapely geometries; shapely stays out of `areas`, which screens load."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from services.geo.areas import AreaSet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.domain.units import Unit

_ROUND_ENOUGH = 0.88
"""Share of its convex hull above which a shape's centre of gravity is a good place for its name."""


def geometry(areas: AreaSet, index: int) -> shapely.MultiPolygon:
    """Return the geometry of one area in WGS84 degrees; empty when the area has no rings."""
    first, last = int(areas.ring_start[index]), int(areas.ring_start[index + 1])
    polygons: list[tuple[Any, list[Any]]] = []
    for number, ring in zip(range(first, last), areas.rings(index), strict=True):
        if areas.holes[number] and polygons:
            polygons[-1][1].append(ring)
        else:
            polygons.append((ring, []))
    return shapely.MultiPolygon([shapely.Polygon(shell, holes) for shell, holes in polygons])


def area_set(units: Sequence[Unit], geometries: Sequence[shapely.Geometry | None], notice: str = "") -> AreaSet:
    """Build a set from area units and as many polygons, multipolygons or None (no boundary known), WGS84 degrees.

    The set's centres are points for labels; where an office stands is the unit's own. Raises ValueError
    for a unit that has no tier.
    """
    place = {unit.id: position for position, unit in enumerate(units)}
    rings: list[Any] = []
    holes: list[bool] = []
    rings_of: list[int] = []
    for shape in geometries:
        before = len(rings)
        for part in [] if shape is None else shapely.get_parts(shape):
            rings.append(shapely.get_coordinates(part.exterior))
            rings.extend(shapely.get_coordinates(hole) for hole in part.interiors)
            holes.extend([False] + [True] * len(part.interiors))
        rings_of.append(len(rings) - before)
    lengths = [len(ring) for ring in rings]
    return AreaSet(
        ids=tuple(unit.id for unit in units),
        codes=tuple(unit.code for unit in units),
        names=tuple(unit.name for unit in units),
        tiers=np.array([_tier_of(unit) for unit in units], np.int64),
        parents=np.array([place.get(unit.parent_id or "", -1) for unit in units], np.int64),
        centres=np.array([_middle(shape) for shape in geometries], np.float64).reshape(-1, 2),
        ring_start=np.concatenate(([0], np.cumsum(rings_of))).astype(np.int64),
        vertex_start=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        holes=np.array(holes, np.bool_),
        vertices=np.vstack(rings) if rings else np.zeros((0, 2)),
        notice=notice,
    )


def _tier_of(unit: Unit) -> int:
    if unit.tier is None:
        raise ValueError(f"unit {unit.id} is no area: it has no tier")
    return int(unit.tier)


def _middle(shape: shapely.Geometry | None) -> tuple[float, float]:
    """Return a point for the label: the centre of gravity, or of the widest place where the shape is bent."""
    if shape is None or shape.is_empty:
        return float("nan"), float("nan")
    hull_area = shapely.convex_hull(shape).area
    if shape.area > _ROUND_ENOUGH * hull_area:
        middle = shape.centroid
    else:
        middle = shapely.get_point(shapely.maximum_inscribed_circle(shape, tolerance=math.sqrt(hull_area) / 100), 0)
    return float(middle.x), float(middle.y)
