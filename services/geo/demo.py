"""The demo district's geometry: 番禺 as a place to practise in, with boundaries that nobody has drawn before.

Its outline is drawn around the office points of the real streets (Vonng/adcode, CC BY 4.0) and is not the district's
boundary. Streets, communities and grids divide it exactly. Units without a known centre get one by a fixed seed. All
of it is marked 演示边界. The result is the same on every run; the file that ships is checked against it by a test.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import shapely

from services.domain.tiers import Tier
from services.domain.units import Setting, Unit, UnitKind
from services.geo.divisions import Division, DivisionKind, is_village, short_name
from services.geo.mesh import Plane, divide, relax, shared_rings, unite
from services.geo.shapes import area_set
from services.geo.warp import bend, unbend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.geo.areas import AreaSet

    Point: TypeAlias = tuple[float, float]

NOTICE = "演示边界"
GRIDS = 2019
"""Grids of Panyu by the press of 2021-03."""
AREA_KM2 = 530.0
"""Area of Panyu by the press of 2021-03; the drawn outline is scaled to it."""
_ROUNDS = 2
_BETWEEN: Mapping[str, tuple[tuple[str, float], ...]] = {
    # streets whose office point is not known stand, for the demo, between neighbours that are known
    "440113009": (("440113007", 0.62), ("440113016", 0.38)),
    "440113012": (("440113013", 0.5), ("440113015", 0.5)),
    "440113120": (("440113120207", 0.5), ("440113120216", 0.25), ("440113120201", 0.25)),
}


class _Piece(NamedTuple):
    """An area on the unbent plane, with the division it stands for."""

    division: Division
    shape: shapely.Polygon


def build_demo(divisions: Sequence[Division], points: Mapping[str, Point]) -> AreaSet:
    """Draw the demo district: its district, streets, communities and 2,019 grids as one set of areas.

    Takes the division list of the district and the known centres (degrees, WGS84). Takes about two seconds. Raises
    ValueError when the list holds no district or a street has neither a centre nor neighbours to stand between.
    """
    real = [d for d in divisions if d.kind is DivisionKind.ADMINISTRATIVE]
    district = next((d for d in real if d.tier is Tier.DISTRICT), None)
    if district is None:
        raise ValueError("区划表中没有区级单位")
    streets = [d for d in real if d.tier is Tier.STREET]
    communities = [d for d in real if d.tier is Tier.COMMUNITY]
    known = _centres(streets, points)
    sites = [(d.parent if d.tier is Tier.COMMUNITY else d.code, known[d.code]) for d in real if d.code in known]
    plane = Plane(*np.mean([place for _, place in sites], axis=0))
    flat = {code: _flat(plane, place) for code, place in known.items()}
    outline = _outline([_flat(plane, place) for _, place in sites])
    order = {street.code: number for number, street in enumerate(streets)}
    street_shapes = unite(
        divide(outline, [_flat(plane, place) for _, place in sites]), [order[code] for code, _ in sites], len(streets)
    )
    below = {s.code: [c for c in communities if c.parent == s.code] for s in streets}
    pieces = [
        piece
        for street, shape in zip(streets, street_shapes, strict=True)
        for piece in _communities(street, shape, below[street.code], flat)
    ]
    pieces.sort(key=lambda piece: piece.division.code)
    grids: list[tuple[Division, shapely.Polygon]] = []
    for piece, count in zip(pieces, _grid_counts(pieces), strict=True):
        grids.extend((piece.division, shape) for shape in _grids(piece, count))
    return _assemble(district, streets, grids, shared_rings([shape for _, shape in grids], plane), points)


def _centres(streets: Sequence[Division], points: Mapping[str, Point]) -> dict[str, Point]:
    """Return the known centres of all units and the demo centres of streets without one, degrees."""
    centres = dict(points)
    for street in streets:
        if street.code not in centres:
            parts = _BETWEEN.get(street.code)
            if parts is None:
                raise ValueError(f"街道 {street.name} 没有中心点，也没有可参照的相邻单位")
            lon = math.fsum(points[code][0] * share for code, share in parts)
            lat = math.fsum(points[code][1] * share for code, share in parts)
            centres[street.code] = (lon, lat)
    return centres


def _flat(plane: Plane, place: Point) -> Point:
    x, y = unbend(plane.to_metres(np.array([place])))[0]
    return float(x), float(y)


def _outline(sites: Sequence[Point]) -> shapely.Polygon:
    """Draw a wavy outline around the sites whose area, after bending, is the district's."""
    hull = shapely.convex_hull(shapely.MultiPoint(list(sites)))
    low, high = 1_000.0, 9_000.0
    for _ in range(24):
        middle = (low + high) / 2.0
        ring = _wavy(hull, middle).segmentize(140.0).exterior
        if shapely.Polygon(bend(shapely.get_coordinates(ring))).area < AREA_KM2 * 1e6:
            low = middle
        else:
            high = middle
    return shapely.set_precision(_wavy(hull, high), 0.01)


def _wavy(hull: shapely.Polygon, reach: float) -> shapely.Polygon:
    """Widen a hull by `reach` metres, more in some places and less in others."""
    ring = shapely.buffer(hull, reach, quad_segs=24).exterior
    middle = hull.centroid
    count = 520
    points: list[Point] = []
    for k in range(count):
        point = ring.interpolate(k / count, normalized=True)
        turn = 2.0 * math.pi * k / count
        swell = math.fsum(
            height * math.sin(times * turn + phase)
            for times, height, phase in (
                (3, 620, 0.8),
                (5, 540, 2.9),
                (8, 330, 5.2),
                (13, 190, 1.3),
                (23, 110, 3.7),
                (41, 55, 0.4),
                (67, 30, 2.2),
            )
        )
        away = math.hypot(point.x - middle.x, point.y - middle.y)
        factor = 1.0 + swell / away
        points.append((middle.x + (point.x - middle.x) * factor, middle.y + (point.y - middle.y) * factor))
    return shapely.Polygon(points)


def _communities(
    street: Division, shape: shapely.Polygon, members: Sequence[Division], flat: Mapping[str, Point]
) -> list[_Piece]:
    """Divide a street among its communities: known centres stay, residents' committees lie nearer the street's centre.

    A known centre outside its street (the two sources differ by years) counts as unknown.
    """
    middle = flat[street.code]
    fixed = [d for d in members if d.code in flat and shape.contains(shapely.Point(flat[d.code]))]
    rest = [d for d in members if d not in fixed]
    rest.sort(key=lambda d: (is_village(d.code), d.code))
    chance = random.Random(f"demo {street.code}")  # noqa: S311 - a map, not a secret
    held = [flat[d.code] for d in fixed]
    seeds = relax(shape, _scatter(chance, shape, held, len(members), middle), len(fixed), _ROUNDS)
    free = sorted(seeds[len(fixed) :], key=lambda seed: math.dist(seed, middle))
    placed = list(zip(rest, free, strict=True))
    parts = divide(shape, held + [seed for _, seed in placed])
    return [_Piece(d, part) for d, part in zip([*fixed, *(d for d, _ in placed)], parts, strict=True)]


def _scatter(
    chance: random.Random, shape: shapely.Polygon, held: Sequence[Point], count: int, middle: Point
) -> list[Point]:
    """Add random points to those held until there are `count`: apart from each other, closer together near a middle."""
    west, south, east, north = shape.bounds
    reach = math.hypot(east - west, north - south) / 2.0
    points = list(held)
    while len(points) < count:
        drawn = [(west + (east - west) * chance.random(), south + (north - south) * chance.random()) for _ in range(24)]
        inside = shapely.contains_xy(shape, drawn)
        tries: list[tuple[float, Point]] = []
        for point in (point for point, within in zip(drawn, inside, strict=True) if within):
            room = min((math.dist(point, other) for other in points), default=reach)
            tries.append((room / (0.55 + math.dist(point, middle) / reach), point))
        points.extend(point for _, point in sorted(tries)[-1:])
    return points


def _grid_counts(pieces: Sequence[_Piece]) -> list[int]:
    """Share the grids among the communities: by a seeded weight and a little by area, at least 3 each."""
    weights: list[float] = []
    for piece in pieces:
        chance = random.Random(f"grids {piece.division.code}")  # noqa: S311 - a map, not a secret
        crowd = 3.2 if is_village(piece.division.code) else 4.6
        weights.append(crowd + 2.5 * chance.random() + 1.6 * math.sqrt(piece.shape.area / 1e6))
    spare = GRIDS - 3 * len(pieces)
    total = math.fsum(weights)  # not sum(): it rounds otherwise from Python 3.12 on
    exact = [spare * weight / total for weight in weights]
    counts = [3 + int(share) for share in exact]
    by_rest = sorted(range(len(pieces)), key=lambda k: (int(exact[k]) - exact[k], k))
    for k in by_rest[: GRIDS - sum(counts)]:
        counts[k] += 1
    return counts


def _grids(piece: _Piece, count: int) -> list[shapely.Polygon]:
    chance = random.Random(f"demo {piece.division.code}")  # noqa: S311 - a map, not a secret
    middle = piece.shape.point_on_surface()
    seeds = _scatter(chance, piece.shape, [], count, (float(middle.x), float(middle.y)))
    return _numbered(divide(piece.shape, relax(piece.shape, seeds, 0, _ROUNDS)))


def _numbered(shapes: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Put the grids of a community in the order of their numbers: rows from north to south, each from west to east.

    The order "west to east, north to south" is that of a city standard on grids (Xi'an 2024); the rows are ours.
    """
    rows = max(1, round(math.sqrt(len(shapes))))
    by_north = sorted(shapes, key=lambda shape: (-shape.centroid.y, shape.centroid.x))
    size = math.ceil(len(shapes) / rows)
    bands = [by_north[start : start + size] for start in range(0, len(shapes), size)]
    return [shape for band in bands for shape in sorted(band, key=lambda shape: (shape.centroid.x, shape.centroid.y))]


def _assemble(
    district: Division,
    streets: Sequence[Division],
    grids: Sequence[tuple[Division, shapely.Polygon]],
    shapes: Sequence[shapely.Polygon],
    points: Mapping[str, Point],
) -> AreaSet:
    """Unite the final grids upwards and put district, streets, communities and grids into one set, in this order."""
    shapes_of: dict[str, list[shapely.Polygon]] = {}
    communities: dict[str, Division] = {}
    grid_units: list[Unit] = []
    for (community, _), shape in zip(grids, shapes, strict=True):
        communities[community.code] = community
        own = shapes_of.setdefault(community.code, [])
        own.append(shape)
        shapes_of.setdefault(community.parent, []).append(shape)
        grid_units.append(_grid_unit(district.code, community, len(own)))
    divisions = [district, *streets, *communities.values()]
    shapes_of[district.code] = list(shapes)
    united = [shapely.coverage_union_all(shapes_of[division.code]) for division in divisions]
    units = [_unit(division, district.code, points) for division in divisions]
    return area_set([*units, *grid_units], [*united, *shapes], NOTICE)


def _unit(division: Division, district: str, points: Mapping[str, Point]) -> Unit:
    lon, lat = points.get(division.code, (None, None))
    above = [district, division.parent] if division.tier is Tier.COMMUNITY else [division.parent]
    return Unit(
        id=division.code,
        code=division.code,
        name=short_name(division.name),
        kind=UnitKind.AREA,
        tier=division.tier,
        parent_id=division.parent or None,
        path="/".join(part for part in [*above, division.code] if part),
        lon=lon,
        lat=lat,
        demo=True,
    )


def _grid_unit(district: str, community: Division, number: int) -> Unit:
    code = f"{community.code}{number:03d}"
    return Unit(
        id=code,
        code=code,
        name=f"{short_name(community.name)} {number:03d} 网格",
        kind=UnitKind.AREA,
        tier=Tier.GRID,
        parent_id=community.code,
        path=f"{district}/{community.parent}/{community.code}/{code}",
        setting=Setting.RURAL if is_village(community.code) else Setting.COMMUNITY,
        demo=True,
    )
