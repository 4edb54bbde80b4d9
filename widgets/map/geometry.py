"""Area outlines made ready for drawing and picking: world coordinates, edges each once, boxes. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.domain.tiers import Tier
from widgets.map.projection import Bounds, bounds_of, to_world

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from services.geo.areas import AreaSet

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class MapGeometry:
    """The areas of a district in world metres.

    For n areas, r rings and p vertices: `tiers` int64 (n,); `labels` the names without
    that of the area above; `xy` (p, 2) closed rings, ring k owning the rows
    vertex_start[k]:vertex_start[k + 1], area i the rings ring_start[i]:ring_start[i + 1]; `boxes` (n, 4) west, south,
    east, north (NaN for an area without rings); `anchors` (n, 2) where a name is written. `edges` (e, 4) are
    x1, y1, x2, y2, each border once, `edge_tier` int64 (e,) the highest tier it bounds.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    labels: tuple[str, ...]
    tiers: Ints
    xy: Floats
    ring_start: Ints
    vertex_start: Ints
    boxes: Floats
    anchors: Floats
    edges: Floats
    edge_tier: Ints
    bounds: Bounds | None
    notice: str = ""

    @property
    def is_empty(self) -> bool:
        """True when no boundary is known."""
        return self.bounds is None

    def rings(self, area: int) -> list[Floats]:
        """Return the closed rings (k, 2) of one area; the odd-even rule says what is inside."""
        first, last = int(self.ring_start[area]), int(self.ring_start[area + 1])
        return [self.xy[self.vertex_start[k] : self.vertex_start[k + 1]] for k in range(first, last)]

    def area_at(self, x: float, y: float, tier: Tier) -> int | None:
        """Return the area of a tier at a world position, or None. Exact; on a shared border the first one wins."""
        box = self.boxes
        near = (box[:, 0] <= x) & (box[:, 2] >= x) & (box[:, 1] <= y) & (box[:, 3] >= y) & (self.tiers == int(tier))
        return next((int(area) for area in np.flatnonzero(near) if inside(self.rings(int(area)), x, y)), None)

    def smallest_at(self, x: float, y: float) -> int | None:
        """Return the area of the lowest tier that holds the world position, or None."""
        found = (self.area_at(x, y, tier) for tier in Tier)
        return next((area for area in found if area is not None), None)

    def outline(self, areas: Collection[int]) -> Floats:
        """Return the border (m, 4) of some areas of one tier together: borders between two of them fall away."""
        rings = [ring for area in sorted(areas) for ring in self.rings(area)]
        if not rings:
            return np.empty((0, 4))
        edges = np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])
        first, counts = _unique(edges)
        border: Floats = edges[first[counts == 1]]
        return border


def inside(rings: list[Floats], x: float, y: float) -> bool:
    """Odd-even test of one position against closed rings."""
    odd = False
    for ring in rings:
        x1, y1, x2, y2 = ring[:-1, 0], ring[:-1, 1], ring[1:, 0], ring[1:, 1]
        hit = np.flatnonzero((y1 > y) != (y2 > y))
        at = x1[hit] + (y - y1[hit]) / (y2[hit] - y1[hit]) * (x2[hit] - x1[hit])
        odd ^= bool(np.count_nonzero(at > x) & 1)
    return odd


def _unique(edges: Floats) -> tuple[Ints, Ints]:
    """Row of each border's first occurrence and how often it occurs, whichever way it is walked (corners to 1 cm)."""
    cm = np.rint(edges * 100).astype(np.int64)
    swap = (cm[:, 0] > cm[:, 2]) | ((cm[:, 0] == cm[:, 2]) & (cm[:, 1] > cm[:, 3]))
    cm[swap] = cm[swap][:, [2, 3, 0, 1]]
    order = np.lexsort((cm[:, 3], cm[:, 2], cm[:, 1], cm[:, 0]))  # stable: the first of equals stays first
    ranked = cm[order]
    begins = np.ones(len(ranked), bool)
    begins[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    starts = np.flatnonzero(begins)
    return order[starts], np.diff(np.append(starts, len(ranked)))


def _edges(xy: Floats, vertex_start: Ints, tier_of_ring: Ints) -> tuple[Floats, Ints]:
    """Every border once, with the highest tier it bounds."""
    last = np.zeros(len(xy), bool)
    last[vertex_start[1:] - 1] = True
    from_row = np.flatnonzero(~last)
    edges = np.hstack([xy[from_row], xy[from_row + 1]])
    tier = np.repeat(tier_of_ring, np.diff(vertex_start))[from_row]
    highest_first = np.argsort(-tier, kind="stable")
    edges, tier = edges[highest_first], tier[highest_first]
    first, _ = _unique(edges)
    return edges[first], tier[first]


def _boxes(xy: Floats, ring_start: Ints, vertex_start: Ints) -> Floats:
    """West, south, east, north per area; NaN where an area has no ring."""
    boxes = np.full((len(ring_start) - 1, 4), np.nan)
    has = np.flatnonzero(np.diff(ring_start) > 0)
    if len(has):
        begin = vertex_start[ring_start[has]]
        boxes[has, :2] = np.minimum.reduceat(xy, begin)
        boxes[has, 2:] = np.maximum.reduceat(xy, begin)
    return boxes


def _label(areas: AreaSet, row: int) -> str:
    """Return an area's name without that of the area above it: on the map it stands inside of it."""
    name, above = areas.names[row], int(areas.parents[row])
    short = name.removeprefix(areas.names[above]).strip() if above >= 0 else name
    return short or name


def build(areas: AreaSet) -> MapGeometry:
    """Project an area set. An area without rings is kept (its name is not drawn); no area gives an empty geometry."""
    xy = to_world(areas.vertices[:, 0], areas.vertices[:, 1]) if len(areas.vertices) else np.empty((0, 2))
    ring_start, vertex_start = areas.ring_start.astype(np.int64), areas.vertex_start.astype(np.int64)
    tiers = areas.tiers.astype(np.int64)
    if len(xy):
        edges, edge_tier = _edges(xy, vertex_start, np.repeat(tiers, np.diff(ring_start)))
    else:
        edges, edge_tier = np.empty((0, 4)), np.empty(0, np.int64)
    return MapGeometry(
        areas.ids,
        areas.names,
        tuple(_label(areas, row) for row in range(len(areas))),
        tiers,
        xy,
        ring_start,
        vertex_start,
        _boxes(xy, ring_start, vertex_start),
        to_world(areas.centres[:, 0], areas.centres[:, 1]) if len(areas) else np.empty((0, 2)),
        edges,
        edge_tier,
        bounds_of(xy),
        areas.notice,
    )


EMPTY = MapGeometry(
    (),
    (),
    (),
    np.empty(0, np.int64),
    np.empty((0, 2)),
    np.zeros(1, np.int64),
    np.zeros(1, np.int64),
    np.empty((0, 4)),
    np.empty((0, 2)),
    np.empty((0, 4)),
    np.empty(0, np.int64),
    None,
)
"""No boundary at all."""
