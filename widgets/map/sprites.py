"""Marks drawn once and stamped many times: case marks by shape and colour, clusters, names with a halo."""

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
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QFont

    from widgets.map.colors import MapColors

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
        if not len(screen):
            return
        cell = self._cell
        fragments = np.empty((len(screen), 10))  # the fields of QPainter::PixmapFragment
        # an even cell has its middle between two pixels, an odd one on a pixel
        fragments[:, :2] = (np.floor(screen * self._ratio) + (cell % 2) / 2) / self._ratio
        fragments[:, 2] = priority * cell
        fragments[:, 3] = light * cell
        fragments[:, 4:6] = cell
        fragments[:, 6:8] = 1 / self._ratio
        fragments[:, 8] = 0
        fragments[:, 9] = opacity
        first = cast("QPainter.PixmapFragment", shiboken6.wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment))
        painter.drawPixmapFragments(first, len(fragments), self._atlas)


def cluster_size(count: int) -> int:
    """Return the diameter of a cluster in logical pixels: grows with the digits, not with the number."""
    return 22 + 4 * (len(str(count)) - 1)


class ClusterSprites:
    """Pixmaps of clusters: the count, and a ring whose arcs are the shares of remaining-time classes."""

    def __init__(self, colors: MapColors, font: QFont, fill: QColor, text: QColor, ratio: float) -> None:
        self._colors = colors
        self._font = font
        self._fill = fill
        self._text = text
        self._ratio = ratio
        self._made: dict[tuple[int, tuple[int, ...]], QPixmap] = {}

    def pixmap(self, lights: Sequence[int]) -> QPixmap:
        """Return the mark of a cluster with so many cases of each Light."""
        count = sum(lights)
        shares = ring_shares(lights)
        key = (count, shares)
        found = self._made.get(key)
        if found is None:
            if len(self._made) > 4000:
                self._made.clear()
            found = self._made[key] = self._draw(count, shares)
        return found

    def _draw(self, count: int, shares: tuple[int, ...]) -> QPixmap:
        size = cluster_size(count)
        pixmap = QPixmap(math.ceil(size * self._ratio), math.ceil(size * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._fill)
        painter.drawEllipse(QRectF(0.5, 0.5, size - 1, size - 1))
        ring = QRectF(2, 2, size - 4, size - 4)
        start = 90 * 16
        for light in reversed(Light):  # the latest first, clockwise from the top
            span = shares[light] * 360 * 16 // _RING_STEPS
            if span:
                pen = QPen(self._colors.lights[light], 2.4 if light >= Light.DUE else 1.4)
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawArc(ring, start, -span)
                start -= span
        painter.setFont(self._font)
        painter.setPen(self._text)
        painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, str(count))
        painter.end()
        return pixmap


_RING_STEPS = 24


def ring_shares(lights: Sequence[int]) -> tuple[int, ...]:
    """Return the arcs of a cluster in 24ths; a class with a single case keeps one step, so it is never hidden."""
    count = sum(lights)
    steps = [max(1, round(one * _RING_STEPS / count)) if one else 0 for one in lights]
    steps[steps.index(max(steps))] += _RING_STEPS - sum(steps)
    return tuple(steps)


def name_pixmap(text: str, font: QFont, color: QColor, halo: QColor, ratio: float) -> QPixmap:
    """Return a name with a halo of the ground's colour, readable over lines."""
    metrics = QFontMetricsF(font)
    width, height = math.ceil(metrics.horizontalAdvance(text)) + 6, math.ceil(metrics.height()) + 4
    pixmap = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addText(3, 2 + metrics.ascent(), font, text)
    painter.strokePath(path, QPen(halo, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(QPointF(3, 2 + metrics.ascent()), text)
    painter.end()
    return pixmap
