"""Draws one queue row into a pixmap, and the clock cell over it.

A page of rows drawn cell by cell costs about ten times what copying ready strips costs, so everything of a row but
its running clock is drawn once and kept until its stamp, its width or the theme changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen, QPixmap

from widgets.plain import one_line
from widgets.queue.marks import GAP, Mark, in_row, taken
from widgets.queue.rows import PRIORITY_CRITICAL, PRIORITY_NORMAL, priority_word, row_marks

if TYPE_CHECKING:
    from widgets.queue.rows import Heading, QueueRow
    from widgets.remaining import Remaining
    from widgets.theme import Theme

ROW_HEIGHT = 41
PAD = 12
STRIPE_WIDTH = 4
_PLACE_LEAST = 64
_TITLE_LINE = QRect(0, 3, 0, 20)
_PLACE_LINE = QRect(0, 22, 0, 16)
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_MARK_TOKENS = {
    "pending": "text",
    "unconfirmed": "text",
    "supervised": "text",
    "exercise": "exercise",
    "test": "text_2",
    "mine": "text",
    "claimed": "text_2",
    "silent": "yellow_text",
    "watched": "text_2",
    "more": "text_2",
}
_UNFRAMED = frozenset({"claimed", "watched", "more"})


class RowPainter:
    """Draws rows with one theme at one device ratio. Edges are the columns' left edges and the last right edge."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._ratio = ratio
        self._body = theme.font(14)
        self._bold = theme.font(14, bold=True)
        self._small = theme.font(12)
        self._body_metrics = QFontMetrics(self._body)
        self._small_metrics = QFontMetrics(self._small)

    def strip(self, row: QueueRow, edges: list[int], *, selected: bool) -> QPixmap:
        """Return the row without its clock."""
        pixmap = QPixmap(round(edges[-1] * self._ratio), round(ROW_HEIGHT * self._ratio))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(self._theme.color("selection" if selected else "background"))
        painter = QPainter(pixmap)
        if row.heading is not None:
            self._draw_heading(painter, row.title, row.heading, edges, selected=selected)
            painter.end()
            return pixmap
        self._draw_edge(painter, row)
        self._draw_number(painter, row, edges)
        self._draw_title(painter, row, edges)
        painter.setFont(self._body)
        painter.setPen(self._theme.color("text_2"))
        for index, text in enumerate((row.source, row.tier, row.holder), start=2):
            area = QRect(edges[index] + PAD, 0, edges[index + 1] - edges[index] - PAD - 2, ROW_HEIGHT - 1)
            painter.drawText(area, _MIDDLE, self._fit(text, self._body_metrics, area.width()))
        painter.setPen(self._theme.color("selection_line" if selected else "line"))
        painter.drawLine(0, ROW_HEIGHT - 1, edges[-1], ROW_HEIGHT - 1)
        if selected:
            painter.drawRect(QRect(0, 0, edges[-1] - 1, ROW_HEIGHT - 1))
        painter.end()
        return pixmap

    def _draw_heading(
        self, painter: QPainter, title: str, heading: Heading, edges: list[int], *, selected: bool
    ) -> None:
        """Draw the heading of a group: an arrow for open or closed, what it groups, how many."""
        theme = self._theme
        painter.fillRect(QRect(0, 0, edges[-1], ROW_HEIGHT), theme.color("selection" if selected else "raised"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text_2"))
        shown, hidden = ((0, 16), (10, 16), (5, 24)), ((1, 14), (9, 20), (1, 26))
        points = shown if heading.is_open else hidden
        painter.drawPolygon([QPointF(PAD + x, y) for x, y in points])
        painter.setFont(self._bold)
        painter.setPen(theme.color("text"))
        count = QCoreApplication.translate("QueueRow", "{n} 件").format(n=heading.count)
        metrics = QFontMetrics(self._bold)
        wide = metrics.horizontalAdvance(count)
        room = QRect(edges[-1] - wide - PAD, 0, wide + 2, ROW_HEIGHT)
        painter.drawText(room, _MIDDLE, count)
        left = PAD + 22
        name = self._fit(title, metrics, room.left() - left - PAD)
        painter.drawText(QRect(left, 0, room.left() - left, ROW_HEIGHT), _MIDDLE, name)
        painter.setFont(self._small)
        painter.setPen(theme.color("text_2"))
        left += metrics.horizontalAdvance(name) + PAD
        words = self._fit(heading.detail, self._small_metrics, room.left() - left - PAD)
        painter.drawText(QRect(left, 0, max(0, room.left() - left), ROW_HEIGHT), _MIDDLE, words)
        painter.setPen(theme.color("line"))
        painter.drawLine(0, ROW_HEIGHT - 1, edges[-1], ROW_HEIGHT - 1)

    def draw_tick(self, painter: QPainter, right: int, y: int) -> None:
        """Draw the mark of a row that is one of several chosen, at the right end of its number."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.drawPolyline([QPointF(right - 9, y + 10), QPointF(right - 6, y + 13), QPointF(right, y + 6)])
        painter.restore()

    def draw_clock(self, painter: QPainter, left: Remaining, cell: QRect) -> None:
        """Draw the remaining time over its cell: text, and how much of the limit is used."""
        theme = self._theme
        painter.setFont(self._bold)
        calm = left.tone == "calm"
        painter.setPen(theme.color("text_2" if calm else f"{left.tone}_text"))
        text = QRect(cell.x() + PAD, cell.y() + 5, cell.width() - PAD - 2, 18)
        painter.drawText(text, _MIDDLE, self._fit(left.text, self._body_metrics, text.width()))
        track = QRect(cell.x() + PAD, cell.y() + 29, cell.width() - PAD - 10, 3)
        painter.fillRect(track, theme.color("track"))
        used = QRect(track)
        used.setWidth(round(track.width() * left.used))
        painter.fillRect(used, theme.color("bar" if calm else left.tone))

    def _draw_edge(self, painter: QPainter, row: QueueRow) -> None:
        theme = self._theme
        x = 0
        if row.priority != PRIORITY_NORMAL:
            full = ROW_HEIGHT - 1
            height = full if row.priority == PRIORITY_CRITICAL else full // 2
            painter.fillRect(QRect(0, full - height, STRIPE_WIDTH, height), theme.color("stripe"))
        if row.supervised:
            x = STRIPE_WIDTH + 2
            painter.fillRect(QRect(x, 0, 1, ROW_HEIGHT - 1), theme.color("stripe"))
            painter.fillRect(QRect(x + 3, 0, 1, ROW_HEIGHT - 1), theme.color("stripe"))
        if row.mode != "live":
            token = "exercise" if row.mode == "exercise" else "bar"
            brush = QBrush(theme.color(token), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRect(STRIPE_WIDTH, 0, 5, ROW_HEIGHT - 1) if not x else QRect(x + 5, 0, 4, 40), brush)

    def _draw_number(self, painter: QPainter, row: QueueRow, edges: list[int]) -> None:
        left = edges[0] + PAD + 2
        width = edges[1] - left
        painter.setFont(self._body)
        painter.setPen(self._theme.color("text_2"))
        number = self._fit(row.number, self._body_metrics, width)
        if row.priority == PRIORITY_NORMAL:
            painter.drawText(QRect(left, 0, width, ROW_HEIGHT - 1), _MIDDLE, number)
            return
        painter.drawText(_TITLE_LINE.adjusted(left, 0, left + width, 0), _MIDDLE, number)
        painter.setFont(self._theme.font(12, bold=True))
        painter.setPen(self._theme.color("text"))
        painter.drawText(_PLACE_LINE.adjusted(left, 0, left + width, 0), _MIDDLE, priority_word(row.priority))

    def _draw_title(self, painter: QPainter, row: QueueRow, edges: list[int]) -> None:
        left, right = edges[1] + PAD, edges[2] - 4
        painter.setFont(self._body)
        painter.setPen(self._theme.color("text"))
        title = self._fit(row.title, self._body_metrics, right - left)
        painter.drawText(_TITLE_LINE.adjusted(left, 0, right, 0), _MIDDLE, title)
        painter.setFont(self._small)
        marks = in_row(row_marks(row), self._mark_width, right - left - _PLACE_LEAST)
        beside = self._body_metrics.horizontalAdvance(title) + taken(marks, self._mark_width) + GAP <= right - left
        for mark in reversed(marks):
            width = self._mark_width(mark.word)
            top, height = (11.5, 18) if beside else (22.5, 15)
            self._draw_mark(painter, mark, QRectF(right - width + 0.5, top, width - 1, height))
            right -= width + GAP
        painter.setPen(self._theme.color("text_2"))
        place = self._fit(row.place, self._small_metrics, right - left)
        painter.drawText(_PLACE_LINE.adjusted(left, 0, right, 0), _MIDDLE, place)

    def _mark_width(self, word: str) -> int:
        return self._small_metrics.horizontalAdvance(word) + 12

    def _draw_mark(self, painter: QPainter, mark: Mark, box: QRectF) -> None:
        """Draw one mark: beside the title where both fit, else on the line of the place."""
        kind = mark.kind
        color = self._theme.color(_MARK_TOKENS.get(kind, "text_2"))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(color)
        edge.setAlphaF(0.55)
        pen = QPen(edge)
        if kind in ("pending", "unconfirmed"):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        if kind in ("exercise", "test"):
            hatch = QColor(color)
            hatch.setAlphaF(0.28)
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
        if kind in _UNFRAMED:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 3, 3)
        if kind == "supervised":
            painter.drawLine(QPointF(box.left() + 2.5, box.top()), QPointF(box.left() + 2.5, box.bottom()))
            painter.drawLine(QPointF(box.right() - 2.5, box.top()), QPointF(box.right() - 2.5, box.bottom()))
        painter.restore()
        painter.setPen(color)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.word)

    @staticmethod
    def _fit(text: str, metrics: QFontMetrics, width: int) -> str:
        line = one_line(text)
        if metrics.horizontalAdvance(line) <= width:
            return line
        return metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
