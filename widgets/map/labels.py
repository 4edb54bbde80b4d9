"""Which names are written where: the higher tier first, none over another. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from services.domain.tiers import Tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from widgets.map.geometry import MapGeometry
    from widgets.map.projection import View

_ROOM = {Tier.STREET: 0.55, Tier.COMMUNITY: 1.8, Tier.GRID: 1.6}
"""A tier is named when its typical area is at least this many times as wide as its typical name."""
_GAP = 4.0
_EDGE = 100.0  # a name whose middle is this far outside can still reach in
_MOST = 400  # names at once: more would not fit a screen of this density


@dataclass(frozen=True, slots=True)
class Label:
    """A name to write: its area, and the logical position of its middle."""

    area: int
    tier: Tier
    x: float
    y: float


class LabelPlan:
    """Chooses names by room and rank. What fits depends on the zoom alone, so no name jumps in a pan."""

    def __init__(self, geometry: MapGeometry, measure: Callable[[int], tuple[float, float]]) -> None:
        """Take the size of an area's name in logical pixels from `measure`."""
        self._geometry = geometry
        self._measure = measure
        self._scale = 0.0
        self._chosen = np.empty(0, np.intp)
        box = geometry.boxes
        self._width = {
            tier: float(np.nanmedian((box[:, 2] - box[:, 0])[geometry.tiers == int(tier)]))
            for tier in _ROOM
            if np.isfinite(box[geometry.tiers == int(tier), 0]).any()
        }

    def tiers(self, scale: float) -> tuple[Tier, ...]:
        """Return the tiers whose names have room at this scale, highest first."""
        typical = 52.0
        wide = [tier for tier, width in self._width.items() if width * scale >= _ROOM[tier] * typical]
        return tuple(sorted(wide, reverse=True))

    def place(self, view: View, width: float, height: float) -> list[Label]:
        """Return the names to write on a canvas of this size."""
        if view.scale != self._scale:
            self._scale, self._chosen = view.scale, self._choose(view.scale)
        chosen = self._chosen
        screen = view.to_screen(self._geometry.anchors[chosen], width, height)
        x, y = screen[:, 0], screen[:, 1]
        near = (x > -_EDGE) & (x < width + _EDGE) & (y > -_EDGE) & (y < height + _EDGE)
        tiers = self._geometry.tiers[chosen]
        return [
            Label(int(chosen[k]), Tier(int(tiers[k])), float(x[k]), float(y[k])) for k in np.flatnonzero(near)[:_MOST]
        ]

    def _choose(self, scale: float) -> NDArray[np.intp]:
        """Choose for the whole district at once: what is seen does not change what fits."""
        taken = _Taken()
        chosen: list[int] = []
        for tier in self.tiers(scale):
            rows = np.flatnonzero((self._geometry.tiers == int(tier)) & np.isfinite(self._geometry.boxes[:, 0]))
            for area, (x, y) in zip(rows.tolist(), (self._geometry.anchors[rows] * scale).tolist(), strict=True):
                width, height = self._measure(area)
                if taken.take(x - width / 2 - _GAP, y - height / 2, x + width / 2 + _GAP, y + height / 2):
                    chosen.append(area)
        return np.array(chosen, np.intp)


class _Taken:
    """Rectangles already written on, in buckets so that asking stays cheap."""

    _BUCKET = 128.0

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, int], list[tuple[float, float, float, float]]] = {}

    def take(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Take a rectangle if it is free."""
        size = self._BUCKET
        cells = [
            (column, row)
            for column in range(int(left // size), int(right // size) + 1)
            for row in range(int(top // size), int(bottom // size) + 1)
        ]
        for cell in cells:
            for x1, y1, x2, y2 in self._buckets.get(cell, ()):
                if left < x2 and right > x1 and top < y2 and bottom > y1:
                    return False
        for cell in cells:
            self._buckets.setdefault(cell, []).append((left, top, right, bottom))
        return True
