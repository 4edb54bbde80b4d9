"""Cluster marks: a disc with the count and a ring of arcs, put together from pieces that are drawn once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPixmap

from widgets.map.sprites import stamp
from widgets.map.values import Light

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QColor

    from widgets.map.colors import MapColors

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Number = TypeVar("Number", int, Ints)

STEPS = 16
"""A ring is made of so many arcs; a class with a single case keeps one, so nothing late is hidden. Calm classes share a
grey ring."""
_DIGITS = 10


def diameter(digits: Number) -> Number:
    """Return the width of cluster marks in logical pixels: it grows with the digits, not with the number."""
    return 18 + 4 * digits


def digits_of(counts: Ints) -> Ints:
    """Return how many digits each positive count has."""
    return np.floor(np.log10(np.maximum(counts, 1)) + 1e-9).astype(np.int64) + 1


def ring_shares(lights: Ints) -> Ints:
    """Return the arcs of each class (m, 5) in 16ths for so many cases of each Light (m, 5); rows add up to 16."""
    total = np.maximum(lights.sum(axis=1, keepdims=True), 1)
    steps = np.rint(lights * STEPS / total).astype(np.int64)
    steps = np.where(lights > 0, np.maximum(steps, 1), 0)
    rows = np.arange(len(steps))
    widest = steps.argmax(axis=1)
    steps[rows, widest] += STEPS - steps.sum(axis=1)
    return steps


class RingSprites:
    """Draws cluster marks for one theme and screen."""

    def __init__(self, colors: MapColors, font: QFont, fill: QColor, text: QColor, ratio: float) -> None:
        self._colors = colors
        self._font = font
        self._fill = fill
        self._text = text
        self._ratio = ratio
        metrics = QFontMetricsF(font)
        self._advance = max(metrics.horizontalAdvance(str(digit)) for digit in range(_DIGITS))
        self._atlases: dict[int, QPixmap] = {}

    def stamp(self, painter: QPainter, middles: Floats, lights: Ints, opacity: float) -> None:
        """Draw clusters around logical positions (m, 2) with so many cases of each Light (m, 5)."""
        counts = lights.sum(axis=1)
        digits = digits_of(counts)
        shares = ring_shares(lights)
        for length in np.unique(digits).tolist():
            rows = np.flatnonzero(digits == length)
            fragments = self._fragments(length, middles[rows], shares[rows], counts[rows])
            fragments[:, 9] = opacity
            stamp(painter, fragments, self._atlas(length))

    def _cell(self, length: int) -> int:
        return math.ceil((diameter(length) + 2) * self._ratio)

    def _fragments(self, length: int, middles: Floats, shares: Ints, counts: Ints) -> Floats:
        """Return the pieces of marks with `length` digits, mark by mark: disc, arcs that call for someone, digits."""
        cell = self._cell(length)
        pieces = 1 + STEPS + length
        made = np.zeros((len(middles), pieces, 10))
        snapped = (np.floor(middles * self._ratio) + (cell % 2) / 2) / self._ratio
        made[:, :, :2] = snapped[:, None, :]
        made[:, :, 4:6] = cell
        made[:, :, 6:8] = 1 / self._ratio
        made[:, 0, 2] = STEPS * cell  # the disc stands after the arcs of the first row
        latest_first = shares[:, ::-1]
        ends = latest_first.cumsum(axis=1)
        order = (np.arange(STEPS)[None, :, None] >= ends[:, None, :]).sum(axis=2)
        made[:, 1 : 1 + STEPS, 2] = np.arange(STEPS) * cell
        made[:, 1 : 1 + STEPS, 3] = (len(Light) - 1 - order) * cell
        for place in range(length):
            digit = counts // 10 ** (length - 1 - place) % 10
            made[:, 1 + STEPS + place, 2] = digit * cell
            made[:, 1 + STEPS + place, 3] = len(Light) * cell
            offset = round((place - (length - 1) / 2) * self._advance * self._ratio) / self._ratio
            made[:, 1 + STEPS + place, 0] += offset
        needed = np.ones((len(middles), pieces), bool)
        needed[:, 1 : 1 + STEPS] = order <= len(Light) - 1 - Light.DUE  # the disc brings the calm ring
        return made[needed]

    def _atlas(self, length: int) -> QPixmap:
        found = self._atlases.get(length)
        if found is None:
            found = self._atlases[length] = self._draw(length)
        return found

    def _draw(self, length: int) -> QPixmap:
        """Draw the pieces: a row of arcs per Light, the disc and its calm ring behind the first, a row of digits."""
        cell, size = self._cell(length), diameter(length) * self._ratio
        pixmap = QPixmap(cell * (STEPS + 1), cell * (len(Light) + 1))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = size / 2 - 1.6 * self._ratio
        for light in Light:
            pen = QPen(self._colors.lights[light], 2.8 * self._ratio)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            for step in range(STEPS):
                middle = QPointF((step + 0.5) * cell, (light + 0.5) * cell)
                box = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
                span = 360 * 16 // STEPS
                painter.drawArc(box, 90 * 16 - step * span, -span)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._fill)
        disc = QPointF((STEPS + 0.5) * cell, 0.5 * cell)
        painter.drawEllipse(disc, size / 2, size / 2)
        painter.setPen(QPen(self._colors.lights[Light.IN_TIME], 1.3 * self._ratio))
        painter.drawEllipse(disc, half, half)
        font = QFont(self._font)
        font.setPixelSize(round(self._font.pixelSize() * self._ratio))
        painter.setFont(font)
        painter.setPen(self._text)
        for digit in range(_DIGITS):
            box = QRectF(digit * cell, len(Light) * cell, cell, cell)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(digit))
        painter.end()
        return pixmap
