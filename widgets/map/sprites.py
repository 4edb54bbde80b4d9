"""Marks drawn once and stamped many times: case marks by shape and colour, names with a halo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import numpy as np
import shiboken6
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from services.domain.cases import Priority
from widgets.map.values import Light

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QFont

    from widgets.map.colors import MapColors

    Floats = NDArray[np.float64]

CELL = 20  # logical pixels of one case mark, its halo included
_RADIUS = {Priority.ORDINARY: 4.2, Priority.URGENT: 5.4, Priority.EXTRA_URGENT: 5.0}
_CALM_RADIUS = 3.0  # ordinary cases with time left stay small and quiet


def shape(priority: int, radius: float, middle: QPointF) -> QPainterPath:
    """Return the mark of a priority: 特急 a square, 急 a diamond, 普 a circle."""
    path = QPainterPath()
    if priority == Priority.EXTRA_URGENT:
        path.addRect(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius))
    elif priority == Priority.URGENT:
        r = radius * 1.12
        corners = [QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0)]
        path.addPolygon(QPolygonF([middle + corner for corner in corners]))
        path.closeSubpath()
    else:
        path.addEllipse(middle, radius, radius)
    return path


def mark_radius(priority: int, light: int) -> float:
    """Return the radius of a case mark in logical pixels."""
    if priority == Priority.ORDINARY and light <= Light.IN_TIME:
        return _CALM_RADIUS
    return _RADIUS[Priority(priority)]


def stamp(painter: QPainter, fragments: Floats, atlas: QPixmap) -> None:
    """Draw pieces of an atlas in one call: rows are the ten fields of QPainter::PixmapFragment."""
    if len(fragments):
        array = np.ascontiguousarray(fragments, np.float64)
        smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # the pieces lie on whole pixels
        pointer = shiboken6.wrapInstance(array.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(cast("QPainter.PixmapFragment", pointer), len(array), atlas)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=smooth)


class CaseSprites:
    """One pixmap with every case mark (priority across, light down), stamped in a single call."""

    def __init__(self, colors: MapColors, ratio: float) -> None:
        self._ratio = ratio
        self._cell = math.ceil(CELL * ratio)
        self._atlas = QPixmap(self._cell * (max(Priority) + 1), self._cell * len(Light))
        self._atlas.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._atlas)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for priority in Priority:
            for light in Light:
                middle = QPointF((priority + 0.5) * self._cell, (light + 0.5) * self._cell)
                painter.setPen(QPen(colors.halo, 1.2 * ratio))
                painter.setBrush(colors.lights[light])
                painter.drawPath(shape(priority, mark_radius(priority, light) * ratio, middle))
        painter.end()

    def stamp(
        self,
        painter: QPainter,
        screen: NDArray[np.float64],
        priority: NDArray[np.int8],
        light: NDArray[np.int8],
        opacity: float,
    ) -> None:
        """Draw marks at logical positions (n, 2), whose middles land on whole device pixels."""
        cell = self._cell
        fragments = np.empty((len(screen), 10))  # the fields of QPainter::PixmapFragment
        # an even cell has its middle between two pixels, an odd one on a pixel
        fragments[:, :2] = (np.floor(screen * self._ratio) + (cell % 2) / 2) / self._ratio
        fragments[:, 2] = priority.astype(np.int64) * cell  # eight bits would not hold it
        fragments[:, 3] = light.astype(np.int64) * cell
        fragments[:, 4:6] = cell
        fragments[:, 6:8] = 1 / self._ratio
        fragments[:, 8] = 0
        fragments[:, 9] = opacity
        stamp(painter, fragments, self._atlas)


_HALO = ((-1.1, -1.1), (-1.1, 1.1), (1.1, -1.1), (1.1, 1.1))


def name_pixmap(text: str, font: QFont, color: QColor, halo: QColor, ratio: float) -> QPixmap:
    """Return a name with a halo of the ground's colour, readable over lines.

    The halo is the name itself set around its place: outlines of Chinese characters are slow to stroke.
    """
    metrics = QFontMetricsF(font)
    width, height = math.ceil(metrics.horizontalAdvance(text)) + 6, math.ceil(metrics.height()) + 4
    pixmap = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setFont(font)
    base = QPointF(3, 2 + metrics.ascent())
    painter.setPen(halo)
    for dx, dy in _HALO:
        painter.drawText(base + QPointF(dx, dy), text)
    painter.setPen(color)
    painter.drawText(base, text)
    painter.end()
    return pixmap
