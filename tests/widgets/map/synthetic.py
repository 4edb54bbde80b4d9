"""A district of squares: 12 x 12 grids, 16 communities of 3 x 3, 4 streets of 6 x 6, exactly divided."""

from __future__ import annotations

import numpy as np

from services.geo.areas import AreaSet
from widgets.map.values import CasePoints

WEST, SOUTH, STEP = 113.30, 22.90, 0.01
SIDE = 12


def _square(column: int, row: int, size: int) -> np.ndarray:
    """Walk the border of a square grid by grid, so that neighbours of every tier share their corners."""
    steps = np.arange(size)
    x = np.concatenate([steps, np.full(size, size), size - steps, np.zeros(size)]) + column
    y = np.concatenate([np.zeros(size), steps, np.full(size, size), size - steps]) + row
    ring = np.round(np.column_stack([WEST + x * STEP, SOUTH + y * STEP]), 6)
    return np.vstack([ring, ring[:1]])


def squares(notice: str = "演示边界") -> AreaSet:
    """Return the district; ids are d, s<street>, c<community>, g<grid>, counted row by row from the south-west."""
    ids: list[str] = ["d"]
    names = ["演示区"]
    tiers, parents, rings = [4], [-1], [_square(0, 0, SIDE)]
    first = {4: 0}
    for tier, letter, size, word in ((3, "s", 6, "街道"), (2, "c", 3, "社区"), (1, "g", 1, "网格")):
        first[tier] = len(ids)
        count = SIDE // size
        above_size = {3: 12, 2: 6, 1: 3}[tier]
        for number in range(count * count):
            column, row = number % count * size, number // count * size
            above = column // above_size + row // above_size * (SIDE // above_size)
            ids.append(f"{letter}{number}")
            names.append(f"{number:03d} {word}")
            tiers.append(tier)
            parents.append(first[tier + 1] + above)
            rings.append(_square(column, row, size))
    lengths = [len(ring) for ring in rings]
    return AreaSet(
        ids=tuple(ids),
        codes=tuple(ids),
        names=tuple(names),
        tiers=np.array(tiers),
        parents=np.array(parents),
        centres=np.array([(ring.min(axis=0) + ring.max(axis=0)) / 2 for ring in rings]),
        ring_start=np.arange(len(rings) + 1),
        vertex_start=np.concatenate([[0], np.cumsum(lengths)]),
        holes=np.zeros(len(rings), bool),
        vertices=np.concatenate(rings),
        notice=notice,
    )


def centre(grid: int) -> tuple[float, float]:
    """Return lon, lat of the middle of a grid."""
    return WEST + (grid % SIDE + 0.5) * STEP, SOUTH + (grid // SIDE + 0.5) * STEP


def cases(*grids: int, light: int = 1, priority: int = 1) -> CasePoints:
    """Return one case k<n> in the middle of each grid."""
    places = np.array([centre(grid) for grid in grids]).reshape(-1, 2)
    count = len(grids)
    return CasePoints(
        np.array([f"k{n}" for n in range(count)], object),
        places[:, 0].copy(),
        places[:, 1].copy(),
        np.full(count, priority, np.int8),
        np.full(count, light, np.int8),
        1,
        np.array([f"{n:04d} 井盖缺失" for n in range(count)], object),
    )
