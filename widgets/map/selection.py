"""The selected case, the one under the cursor or the keyboard, and their cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from widgets.plain import one_line

if TYPE_CHECKING:
    from widgets.map.cases import CaseLayer, Stop
    from widgets.map.layers import Scene
    from widgets.map.values import MapCard

_PAD = 12.0
_LINE = 20.0
_MIN_WIDTH, _MAX_WIDTH = 150.0, 330.0
_OFFSET = 22.0  # between a case and its card
_MOST_LINES = 6


def card_size(card: MapCard, scene: Scene) -> tuple[float, float]:
    """Return the size of a card in logical pixels."""
    title = QFontMetricsF(scene.theme.font(14, bold=True)).horizontalAdvance(one_line(card.title))
    body = QFontMetricsF(scene.theme.font(13))
    lines = card.lines[:_MOST_LINES]
    widest = max([title, *(body.horizontalAdvance(one_line(line.text)) for line in lines)])
    width = min(max(widest + 2 * _PAD + 2, _MIN_WIDTH), _MAX_WIDTH, scene.width - 16.0)
    return width, _PAD * 2 + _LINE * (1 + len(lines)) - 2


def card_place(size: tuple[float, float], x: float, y: float, scene: Scene) -> QRectF:
    """Return where a card goes: right of and below its case, turned over where the canvas ends."""
    width, height = size
    left = x + _OFFSET if x + _OFFSET + width <= scene.width - 8 else x - _OFFSET - width
    top = y + 8 if y + 8 + height <= scene.height - 8 else y - 8 - height
    left = min(max(left, 8.0), max(8.0, scene.width - width - 8))
    top = min(max(top, 8.0), max(8.0, scene.height - height - 8))
    return QRectF(round(left), round(top), round(width), round(height))


def paint_card(painter: QPainter, scene: Scene, card: MapCard, x: float, y: float, border: QColor) -> QRectF:
    """Draw a card beside a position and return where it lies."""
    place = card_place(card_size(card, scene), x, y, scene)
    painter.setPen(QPen(border, 1.0))
    painter.setBrush(scene.theme.color("raised"))
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    room = place.width() - 2 * _PAD
    line = QRectF(place.x() + _PAD, place.y() + _PAD - 2, room, _LINE)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    for text, token, font in (
        (card.title, "text", scene.theme.font(14, bold=True)),
        *((one.text, one.tone, scene.theme.font(13)) for one in card.lines[:_MOST_LINES]),
    ):
        painter.setFont(font)
        painter.setPen(scene.theme.color(token))
        elided = QFontMetricsF(font).elidedText(one_line(text), Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, flags, elided)
        line.translate(0, _LINE)
    return place


class SelectionLayer:
    """A ring around the selected case and its card; a thinner one where the cursor or the keyboard is."""

    key = "selection"

    def __init__(self, cases: CaseLayer) -> None:
        self.visible = True
        self.opacity = 1.0
        self.selected: object | None = None
        self.card: MapCard | None = None
        self.hovered: object | None = None
        self.hover_card: MapCard | None = None
        self.focus: Stop | None = None
        self.card_rect: QRectF | None = None
        self._cases = cases

    def restyle(self) -> None:
        """Nothing is kept for a theme."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw rings first, then cards, the selected one below."""
        selected = self._position(self.selected, scene)
        hovered = self._position(self.hovered, scene) if self.hovered != self.selected else None
        if selected is not None:
            self._paint_selected(painter, scene, *selected)
        if hovered is not None:
            _ring(painter, QPointF(*hovered), 9.0, scene.colors.accent, 1.4)
        if self.focus is not None:
            self._paint_focus(painter, scene)
        self.card_rect = None
        if selected is not None and self.card is not None:
            self.card_rect = paint_card(painter, scene, self.card, *selected, scene.colors.accent)
        if hovered is not None and self.hover_card is not None:
            paint_card(painter, scene, self.hover_card, *hovered, scene.theme.color("control_line"))

    def _position(self, key: object | None, scene: Scene) -> tuple[float, float] | None:
        """Return where a case lies on the canvas; None when it is unknown, without place, or not in sight."""
        row = None if key is None else self._cases.row(key)
        if row is None:
            return None
        x, y = scene.screen(self._cases.world[row : row + 1])[0].tolist()
        return (x, y) if -20 <= x <= scene.width + 20 and -20 <= y <= scene.height + 20 else None

    def _paint_selected(self, painter: QPainter, scene: Scene, x: float, y: float) -> None:
        row = self._cases.row(self.selected)
        if row is not None:  # on top, also when its cluster hides it
            points, at = self._cases.points, np.array([[x, y]])
            one = slice(row, row + 1)
            self._cases.sprites(scene).stamp(painter, at, points.priority[one], points.light[one], 1.0)
        _ring(painter, QPointF(x, y), 11.0, scene.colors.accent, 2.6)

    def _paint_focus(self, painter: QPainter, scene: Scene) -> None:
        stop = self.focus
        if stop is None:
            return
        if stop.cluster >= 0:
            middle = self._cases.clusters(scene.view.scale).middle
            if stop.cluster >= len(middle):
                return
            x, y = scene.screen(middle[stop.cluster : stop.cluster + 1])[0].tolist()
        elif stop.row < len(self._cases.world):
            x, y = scene.screen(self._cases.world[stop.row : stop.row + 1])[0].tolist()
        else:
            return
        radius = 18.0 if stop.cluster >= 0 else 13.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(scene.colors.accent, 1.6)
        pen.setDashPattern([2.5, 2.0])
        painter.setPen(pen)
        painter.drawEllipse(QPointF(x, y), radius, radius)


def _ring(painter: QPainter, middle: QPointF, radius: float, color: QColor, width: float) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, width))
    painter.drawEllipse(middle, radius, radius)
