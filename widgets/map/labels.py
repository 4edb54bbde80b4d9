"""Which names are written where: the higher tier first, none over another. No Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

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
_CLEAR = 1.0
_MOVED_MOST = 44.0  # about three lines
_MOST = 400  # names at once: more would not fit a screen of this density


def beside(x: float, y: float, half_w: float, half_h: float, discs: NDArray[np.float64]) -> float | None:
    """Return the y nearest to `y` where a name of this half size lies under no disc (m, 3: x, y, radius).

    None where there is none within a few lines: a name far from its area would name another one.
    """

    def is_free(at: float) -> bool:
        off_x = np.maximum(np.abs(discs[:, 0] - x) - half_w, 0)
        off_y = np.maximum(np.abs(discs[:, 1] - at) - half_h, 0)
        return not bool((np.hypot(off_x, off_y) < discs[:, 2]).any())

    if not len(discs) or is_free(y):
        return y
    near = discs[np.abs(discs[:, 0] - x) < half_w + discs[:, 2]]
    room = near[:, 2] + half_h + _CLEAR
    goals = np.concatenate([near[:, 1] - room, near[:, 1] + room])
    goals = goals[np.abs(goals - y) <= _MOVED_MOST]
    return next((float(at) for at in goals[np.argsort(np.abs(goals - y))] if is_free(float(at))), None)


class Label(NamedTuple):
    """A name to write: its area, and the logical position of its middle."""

    area: int
    tier: int
    x: float
    y: float


class LabelPlan:
    """Chooses names by room and rank. What fits depends on the zoom alone, so no name jumps in a pan."""

    def __init__(self, geometry: MapGeometry, measure: Callable[[int], tuple[float, float]]) -> None:
        """Take the size of an area's name in logical pixels from `measure`."""
        self._geometry = geometry
        self._measure = measure
        self._sizes: NDArray[np.float64] | None = None
        self._chosen: dict[int, NDArray[np.intp]] = {}
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
        # chosen for the smallest scale of the step: what fits there fits everywhere in the step
        step = math.floor(2 * math.log2(view.scale))
        chosen = self._chosen.get(step)
        if chosen is None:
            chosen = self._chosen[step] = self._choose(2 ** (step / 2))
        screen = view.to_screen(self._geometry.anchors[chosen], width, height)
        x, y = screen[:, 0], screen[:, 1]
        near = (x > -_EDGE) & (x < width + _EDGE) & (y > -_EDGE) & (y < height + _EDGE)
        rows = np.flatnonzero(near)[:_MOST]
        areas = chosen[rows]
        columns = (areas.tolist(), self._geometry.tiers[areas].tolist(), x[rows].tolist(), y[rows].tolist())
        return [Label(*row) for row in zip(*columns, strict=True)]

    def _choose(self, scale: float) -> NDArray[np.intp]:
        """Choose for the whole district at once: what is seen does not change what fits.

        Space is taken in small cells: a little too careful, and fast enough for thousands of names in a frame.
        """
        geometry = self._geometry
        if self._sizes is None:
            self._sizes = np.array([self._measure(area) for area in range(len(geometry.ids))]).reshape(-1, 2)
        x, y = geometry.anchors[:, 0] * scale, geometry.anchors[:, 1] * scale
        half_w, half_h = self._sizes[:, 0] / 2 + _GAP, self._sizes[:, 1] / 2
        box = geometry.boxes
        fits = (box[:, 2] - box[:, 0]) * scale >= half_w  # NaN (no boundary) does not
        columns = np.floor(np.column_stack([x - half_w, x + half_w]) / _WIDE)
        rows = np.floor(np.column_stack([y - half_h, y + half_h]) / _HIGH)
        spans = np.nan_to_num(np.hstack([columns, rows])).astype(np.int64)
        taken: set[int] = set()
        chosen: list[int] = []
        for tier in self.tiers(scale):
            areas = np.flatnonzero(fits & (geometry.tiers == int(tier)))
            for area, (left, right, top, bottom) in zip(areas.tolist(), spans[areas].tolist(), strict=True):
                cells = [row * _ROW + column for row in range(top, bottom + 1) for column in range(left, right + 1)]
                if taken.isdisjoint(cells):
                    taken.update(cells)
                    chosen.append(area)
        return np.array(chosen, np.intp)


_WIDE, _HIGH = 16.0, 9.0
_ROW = 1 << 32
