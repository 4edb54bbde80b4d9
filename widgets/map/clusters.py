"""Cases that would lie on top of each other become one mark with an exact count. No Qt.

The cells that decide are fixed in the world and change with the zoom in steps of half an octave, so nothing flickers
while the map is moved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from widgets.map.values import Light

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CELL_PX = 52.0
MIN_MEMBERS = 10  # fewer are drawn one by one
NEVER_ABOVE = 0.6  # logical pixels per world metre: closer than this nothing is joined


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """How cases are shown at one zoom step.

    `singles` are rows drawn one by one, calm ones first; for m clusters: `middle` (m, 2) world metres, `lights`
    (m, 5) how many cases of each Light, `boxes` (m, 4) west, south, east, north; `member` (n,) the cluster of each
    case or -1.
    """

    singles: NDArray[np.intp]
    middle: Floats
    lights: NDArray[np.int64]
    boxes: Floats
    member: NDArray[np.int64]

    @property
    def counts(self) -> NDArray[np.int64]:
        """Cases in each cluster."""
        counts: NDArray[np.int64] = self.lights.sum(axis=1)
        return counts


def zoom_step(scale: float) -> int:
    """Return the step of half an octave that a scale (logical pixels per world metre) belongs to."""
    return round(2 * math.log2(scale))


def paint_order(light: NDArray[np.int8], priority: NDArray[np.int8], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return rows so that what is late, then what is urgent, is drawn last, on top."""
    return rows[np.lexsort((priority[rows], light[rows]))]


def cluster(world: Floats, light: NDArray[np.int8], priority: NDArray[np.int8], scale: float) -> Clusters:
    """Join cases (n, 2 world metres, NaN left out) at a scale of logical pixels per world metre."""
    placed = np.flatnonzero(np.isfinite(world).all(axis=1))
    member = np.full(len(world), -1, np.int64)
    step = 2 ** (zoom_step(scale) / 2)
    if step >= NEVER_ABOVE or not len(placed):
        return _result(world, light, priority, placed, member)
    cell = CELL_PX / step
    columns = np.floor(world[placed] / cell).astype(np.int64)
    _, which, counts = np.unique(columns[:, 0] * (1 << 32) + columns[:, 1], return_inverse=True, return_counts=True)
    dense = counts >= MIN_MEMBERS
    number = np.full(len(counts), -1, np.int64)
    number[dense] = np.arange(np.count_nonzero(dense))
    member[placed] = number[which]
    return _result(world, light, priority, placed[member[placed] < 0], member)


def _result(
    world: Floats,
    light: NDArray[np.int8],
    priority: NDArray[np.int8],
    singles: NDArray[np.intp],
    member: NDArray[np.int64],
) -> Clusters:
    rows = np.flatnonzero(member >= 0)
    of = member[rows]
    total = int(of.max()) + 1 if len(of) else 0
    sizes = np.maximum(np.bincount(of, minlength=total), 1)
    middle = np.column_stack([np.bincount(of, world[rows, axis], total) / sizes for axis in (0, 1)])
    lights = np.bincount(of * len(Light) + light[rows], minlength=total * len(Light)).reshape(total, len(Light))
    boxes = np.empty((total, 4))
    if total:
        order = np.argsort(of, kind="stable")
        starts = np.searchsorted(of[order], np.arange(total))
        boxes[:, :2] = np.minimum.reduceat(world[rows[order]], starts)
        boxes[:, 2:] = np.maximum.reduceat(world[rows[order]], starts)
    return Clusters(paint_order(light, priority, singles), middle, lights, boxes, member)
