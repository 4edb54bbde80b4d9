"""A gentle bending of the plane that turns straight dividing lines into natural-looking ones.

Each point is moved by a sum of sine waves. The waves are so flat that their steepest slopes add up to less than one,
so the map is one-to-one: lines that do not cross before do not cross after, and a shared edge stays shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

# Wave length and height in metres, direction and phase in radians. The slopes (height × 2π / length) add up to 0.67 and
# 0.66, so the shift changes by at most 0.94 m per metre in any direction: less than one.
_EAST = ((9100.0, 380.0, 1.1, 0.3), (4700.0, 130.0, 2.7, 1.9), (2300.0, 48.0, 0.4, 4.0), (900.0, 14.0, 1.9, 2.2))
_NORTH = ((8300.0, 350.0, 0.2, 2.1), (5300.0, 140.0, 1.6, 0.7), (1900.0, 40.0, 2.9, 5.1), (1100.0, 16.0, 0.9, 3.3))

_ROUNDS = 400
_CLOSE_M = 1e-7
"""The search for the unbent point ends when it moves by less than this many metres."""


def bend(points: Floats) -> Floats:
    """Move points (n, 2) in metres."""
    return points + _shift(points)


def unbend(points: Floats) -> Floats:
    """Find the points (n, 2) in metres that `bend` brings to these; a contraction, so the repetition settles."""
    found = points.copy()
    for _ in range(_ROUNDS):
        before, found = found, points - _shift(found)
        if np.abs(found - before).max(initial=0.0) < _CLOSE_M:
            break
    return found


def _shift(points: Floats) -> Floats:
    return np.column_stack((_wave(points, _EAST), _wave(points, _NORTH)))


def _wave(points: Floats, waves: tuple[tuple[float, float, float, float], ...]) -> Floats:
    total = np.zeros(len(points))
    for length, height, direction, phase in waves:
        along = points[:, 0] * np.cos(direction) + points[:, 1] * np.sin(direction)
        total += height * np.sin(2.0 * np.pi * along / length + phase)
    return total
