"""What stands over the map: legend and scale bar, the notice of invented boundaries, the exercise frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from services.domain.cases import Priority
from widgets.map.projection import ground_metres
from widgets.map.sprites import shape
from widgets.map.values import Light

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from widgets.map.layers import Scene

_EDGE = 12.0
_FRAME = 7.0


@dataclass(frozen=True, slots=True)
class Words:
    """Translated words of the furniture; `kilometres` and `metres` hold {n}."""

    priorities: tuple[tuple[Priority, str], ...]
    lights: tuple[tuple[Light, str], ...]
    kilometres: str
    metres: str
    exercise: str


def nice_length(room_m: float) -> float:
    """Return the longest of 1, 2, 5 times a power of ten metres that is not longer than `room_m`."""
    power = 10.0 ** math.floor(math.log10(room_m))
    return next(power * step for step in (5.0, 2.0, 1.0) if power * step <= room_m * (1 + 1e-9))


def scale_bar(scene: Scene, room_px: float) -> tuple[float, float]:
    """Return the ground length in metres of a scale bar and its length in logical pixels (at most `room_px`)."""
    metres_per_px = ground_metres(1 / scene.view.scale, scene.view.cy)
    length = nice_length(room_px * metres_per_px)
    return length, length / metres_per_px


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the legend: its sign (None: a gap or the scale bar), its word and its whole width in pixels."""

    sign: Priority | Light | None
    word: str
    width: float


class Furniture:
    """Draws what stands over the map."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.notice = ""
        self.hint = ""
        self.place = ""
        self.exercise = False
        self.legend_rect = QRectF()
        self.badge_rects: tuple[QRectF, ...] = ()
        self.chips_rect = QRectF()

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw all of it."""
        self._paint_legend(painter, scene)
        bottom = scene.height - _EDGE
        for text, token in ((self.place, "text_2"), (self.hint, "text_2")):
            if text:
                bottom = self._pill(painter, scene, text, token, bottom) - 6
        top = _EDGE
        self.badge_rects = ()
        for text, token in (
            (self.words.exercise if self.exercise else "", "exercise"),
            (self.notice, "text_2"),
        ):
            if text:
                top = self._badge(painter, scene, text, token, top) + 6
        if self.exercise:
            _paint_frame(painter, scene)

    def _paint_legend(self, painter: QPainter, scene: Scene) -> None:
        font = scene.theme.font(12)
        metrics = QFontMetricsF(font)
        length, bar = scale_bar(scene, min(96.0, scene.width / 4))
        text = self._length(length)
        bar_width = bar + metrics.horizontalAdvance(text) + 8
        rows = self._rows(metrics, bar_width, scene.width - 2 * _EDGE - 24)
        width = max(sum(entry.width for entry in row) for row in rows) + 24
        height = 10 + 20.0 * len(rows)
        box = QRectF(
            round(scene.width - _EDGE - width), round(scene.height - _EDGE - height), round(width), round(height)
        )
        self.legend_rect = box
        _panel(painter, scene, box)
        painter.setFont(font)
        for number, row in enumerate(rows):
            x, y = box.x() + 12, box.y() + 5 + 20 * number
            for entry in row:
                if isinstance(entry.sign, Priority):
                    _paint_mark(painter, scene, x, y, entry.sign)
                    _paint_word(painter, scene, x + 15, y, entry)
                elif entry.sign is not None:
                    _paint_dot(painter, scene, x, y, entry.sign)
                    _paint_word(painter, scene, x + 14, y, entry)
                elif entry.width == bar_width:
                    _paint_bar(painter, scene, box.right() - 12 - bar_width, y, bar, text)
                x += entry.width

    def _rows(self, metrics: QFontMetricsF, bar_width: float, room: float) -> list[list[_Entry]]:
        """Return the legend's entries in as many rows as the room (px) asks for; the scale bar comes last."""
        marks = [_Entry(p, word, metrics.horizontalAdvance(word) + 22) for p, word in self.words.priorities]
        dots = [_Entry(light, word, metrics.horizontalAdvance(word) + 20) for light, word in self.words.lights]
        gap, bar = _Entry(None, "", 14.0), _Entry(None, "", bar_width)
        whole = [*marks, gap, *dots, gap, bar]
        if sum(entry.width for entry in whole) <= room:
            return [whole]
        beside = _fits([*marks, gap, bar], room)
        rows: list[list[_Entry]] = [[*marks, gap, bar], []] if beside else [[]]
        for entry in dots if beside else (*marks, *dots, bar):
            if rows[-1] and not _fits([*rows[-1], entry], room):
                rows.append([])
            rows[-1].append(entry)
        return rows

    def _length(self, metres: float) -> str:
        if metres >= 1000:
            return self.words.kilometres.format(n=f"{metres / 1000:g}")
        return self.words.metres.format(n=f"{metres:g}")

    def _badge(self, painter: QPainter, scene: Scene, text: str, token: str, top: float) -> float:
        """Draw a framed word at the top right; return its lower edge."""
        font = scene.theme.font(12, bold=True)
        width = QFontMetricsF(font).horizontalAdvance(text) + 18
        box = QRectF(round(scene.width - _EDGE - width), top, round(width), 24)
        if box.intersects(self.chips_rect.adjusted(0, 0, 6, 0)):
            box.moveTop(self.chips_rect.bottom() + 6)
        self.badge_rects = (*self.badge_rects, box)
        _panel(painter, scene, box, scene.theme.color(token))
        _write(painter, scene, box, text, font, token)
        return box.bottom()

    def _pill(self, painter: QPainter, scene: Scene, text: str, token: str, bottom: float) -> float:
        """Draw a line of text at the bottom left, above the legend where they would meet; return its upper edge."""
        font = scene.theme.font(12)
        width = min(QFontMetricsF(font).horizontalAdvance(text) + 18, scene.width - 2 * _EDGE)
        if _EDGE + width + 8 > self.legend_rect.left():
            bottom = min(bottom, self.legend_rect.top() - 6)
        box = QRectF(_EDGE, bottom - 24, width, 24)
        _panel(painter, scene, box)
        text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width - 16)
        _write(painter, scene, box, text, font, token)
        return box.top()


def _panel(painter: QPainter, scene: Scene, box: QRectF, border: QColor | None = None) -> None:
    painter.setPen(QPen(border or scene.theme.color("line"), 1.0))
    painter.setBrush(scene.theme.color("surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


def _fits(entries: list[_Entry], room: float) -> bool:
    return sum(entry.width for entry in entries) <= room


def _paint_mark(painter: QPainter, scene: Scene, x: float, y: float, priority: Priority) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(scene.theme.color("text_2"))
    painter.drawPath(shape(priority, 4.4, QPointF(x + 6, y + 10)))


def _paint_dot(painter: QPainter, scene: Scene, x: float, y: float, light: Light) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(scene.colors.lights[light])
    painter.drawRoundedRect(QRectF(x + 1, y + 7, 9, 6), 2, 2)


def _paint_word(painter: QPainter, scene: Scene, x: float, y: float, entry: _Entry) -> None:
    painter.setPen(scene.theme.color("text_2"))
    painter.drawText(QRectF(x, y, entry.width, 20), Qt.AlignmentFlag.AlignVCenter, entry.word)


def _write(painter: QPainter, scene: Scene, box: QRectF, text: str, font: QFont, token: str) -> None:
    painter.setFont(font)
    painter.setPen(scene.theme.color(token))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)


def _paint_bar(painter: QPainter, scene: Scene, x: float, y: float, length: float, text: str) -> None:
    painter.setPen(QPen(scene.theme.color("text_2"), 1.2))
    painter.drawPolyline(
        [QPointF(x, y + 8), QPointF(x, y + 13), QPointF(x + length, y + 13), QPointF(x + length, y + 8)]
    )
    painter.drawText(QRectF(x + length + 8, y, 80, 20), Qt.AlignmentFlag.AlignVCenter, text)


def _paint_frame(painter: QPainter, scene: Scene) -> None:
    """Hatch the edge of the canvas: an exercise is told by shape, not by colour alone."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(scene.theme.color("exercise"), Qt.BrushStyle.BDiagPattern))
    width, height = float(scene.width), float(scene.height)
    for box in (
        QRectF(0, 0, width, _FRAME),
        QRectF(0, height - _FRAME, width, _FRAME),
        QRectF(0, _FRAME, _FRAME, height - 2 * _FRAME),
        QRectF(width - _FRAME, _FRAME, _FRAME, height - 2 * _FRAME),
    ):
        painter.drawRect(box)
