"""Rows on the screen: ready strips by key, and over them what changes by itself (clock, focus, pointer, fade)."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

from widgets.queue.rows import row_remaining
from widgets.queue.strip import ROW_HEIGHT, RowPainter

if TYPE_CHECKING:
    from widgets.queue.rows import QueueRow, QueueRows
    from widgets.remaining import Remaining
    from widgets.theme import Theme

_STRIPS_PER_VISIBLE_ROW = 3
_STRIPS_LEAST = 64


class RowLook(NamedTuple):
    """How a row stands on the screen: selected, with the keyboard's focus, under the pointer, just arrived (0 to 1).

    `chosen`: one of several that are acted on together.
    """

    selected: bool = False
    focused: bool = False
    hovered: bool = False
    lit: float = 0.0
    chosen: bool = False


class RowCanvas:
    """Keeps strips for a few screens of rows, at one width, theme and device ratio."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._painter = RowPainter(theme, ratio)
        self._strips: OrderedDict[object, tuple[int, bool, QPixmap]] = OrderedDict()
        self._clocks: dict[object, Remaining] = {}

    def forget(self, key: object) -> None:
        """Draw this row anew next time."""
        self._strips.pop(key, None)

    def trim(self, visible: int) -> None:
        """Let go of strips and clocks that have not been in sight for some screens."""
        most = max(_STRIPS_LEAST, visible * _STRIPS_PER_VISIBLE_ROW)
        while len(self._strips) > most:
            key, _ = self._strips.popitem(last=False)
            self._clocks.pop(key, None)

    def clock_is_old(self, key: object, row: QueueRow, now: int) -> bool:
        """Return whether the clock last drawn for this row would look different now."""
        return row.heading is None and self._clocks.get(key) != row_remaining(row, now)

    def paint(
        self, painter: QPainter, rows: QueueRows, index: int, y: int, edges: list[int], now: int, look: RowLook
    ) -> None:
        """Draw row ``index`` with its top at ``y``; ``edges`` are the columns' left edges and the last right edge."""
        key = rows.key(index)
        painter.drawPixmap(0, y, self._strip(rows, index, key, edges, selected=look.selected or look.chosen))
        row = rows.row(index)
        if row.heading is None:
            left = self._clocks[key] = row_remaining(row, now)
            cell = QRect(edges[-2], y, edges[-1] - edges[-2], ROW_HEIGHT)
            self._painter.draw_clock(painter, left, cell)
        if look.chosen:
            self._painter.draw_tick(painter, edges[1] - 6, y)
        whole = QRect(0, y, edges[-1], ROW_HEIGHT - 1)
        if look.selected:
            painter.setPen(self._theme.color("accent" if look.focused else "selection_line"))
            painter.drawRect(whole.adjusted(0, 0, -1, 0))
        if look.lit:
            self._veil(painter, whole, "accent", 0.30 * look.lit)
        elif look.hovered and not look.selected:
            self._veil(painter, whole, "text", 0.045)

    def _veil(self, painter: QPainter, rect: QRect, token: str, alpha: float) -> None:
        color = QColor(self._theme.color(token))
        color.setAlphaF(alpha)
        painter.fillRect(rect, color)

    def _strip(self, rows: QueueRows, index: int, key: object, edges: list[int], *, selected: bool) -> QPixmap:
        stamp = rows.stamp(index)
        found = self._strips.get(key)
        if found is None or found[0] != stamp or found[1] != selected:
            pixmap = self._painter.strip(rows.row(index), edges, selected=selected)
            found = self._strips[key] = (stamp, selected, pixmap)
        self._strips.move_to_end(key)
        return found[2]
