"""A list whose rows are two lines: what, and where; at the right the time that is left, which alone is coloured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from widgets.plain import one_line, tooltip
from widgets.theme import BODY_PX

if TYPE_CHECKING:
    from widgets.theme import Theme

_LINE = Qt.ItemDataRole.UserRole
_SMALL_PX = 12
_PAD_X, _PAD_Y, _GAP, _BESIDE = 10, 7, 3, 14
_MOST = 300


@dataclass(frozen=True, slots=True)
class TwoLines:
    """A row: its key (never shown), what, where, what is left of the time in which tone ("" plain); quiet: done with.

    `tone` is the name of a text colour: "red", "orange", "yellow", "ok".
    """

    key: object
    head: str
    tail: str = ""
    note: str = ""
    tone: str = ""
    quiet: bool = False

    def as_text(self) -> str:
        """Return the row as it is read aloud and copied."""
        return "\n".join(filter(None, (one_line(self.head, _MOST), one_line(self.tail, _MOST), one_line(self.note))))


class _Drawing(QStyledItemDelegate):
    """Draws a row; the ground, the selection and the row under the pointer are the style's."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return room for both lines."""
        height = QFontMetrics(self.theme.font(BODY_PX)).height() + QFontMetrics(self.theme.font(_SMALL_PX)).height()
        width: int = option.rect.width()
        return QSize(width, height + 2 * _PAD_Y + _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        drawn: Any = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""
        drawn.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)
        line = index.data(_LINE)
        if not isinstance(line, TwoLines):
            return
        painter.save()
        self._write(painter, drawn.rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y), line)
        painter.restore()

    def _write(self, painter: QPainter, area: QRect, line: TwoLines) -> None:
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextSingleLine
        head = QRect(area)
        if line.note:
            painter.setFont(self.theme.font(BODY_PX, bold=bool(line.tone)))
            painter.setPen(self.theme.color(f"{line.tone}_text" if line.tone else "text_2"))
            note = one_line(line.note)
            painter.drawText(area, right, note)
            head.setRight(area.right() - painter.fontMetrics().horizontalAdvance(note) - _BESIDE)
        painter.setFont(self.theme.font(BODY_PX))
        painter.setPen(self.theme.color("text_2" if line.quiet else "text"))
        painter.drawText(head, left, _cut(painter, line.head, head.width()))
        tail = area.adjusted(0, painter.fontMetrics().height() + _GAP, 0, 0)
        painter.setFont(self.theme.font(_SMALL_PX))
        painter.setPen(self.theme.color("text_2"))
        painter.drawText(tail, left, _cut(painter, line.tail, tail.width()))


def _cut(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(one_line(text, _MOST), Qt.TextElideMode.ElideRight, width)


class TwoLineList(QListWidget):
    """Keeps the current row by its key, and where it was scrolled to, when its rows change. Ctrl+C copies the row."""

    opened = Signal(object)
    """Enter or a double click on a row: its key."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = _Drawing(theme, self)
        self.setItemDelegate(self._drawing)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._on_activated)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._drawing.theme = theme
        self.viewport().update()

    def set_lines(self, lines: Sequence[TwoLines]) -> None:
        """Show these rows. The current one stays current; where it is gone, the one that took its place becomes it."""
        at, key, scrolled = self.currentRow(), self.current_key(), self.verticalScrollBar().value()
        self.blockSignals(True)
        while self.count() > len(lines):
            self.takeItem(self.count() - 1)
        while self.count() < len(lines):
            self.addItem(QListWidgetItem())
        for index, line in enumerate(lines):
            self._dress(self.item(index), line)
        known = [line.key for line in lines]
        self.setCurrentRow(known.index(key) if key in known else min(max(at, 0), len(lines) - 1))
        self.verticalScrollBar().setValue(scrolled)
        self.blockSignals(False)
        if self.current_key() != key:
            self.currentItemChanged.emit(self.currentItem(), None)

    def line(self, row: int) -> TwoLines:
        """Return a row. Raises LookupError where there is none."""
        item = self.item(row)
        if item is None:
            raise LookupError(row)
        found: TwoLines = item.data(_LINE)
        return found

    def current_key(self) -> object:
        """Return the key of the current row, None for none."""
        return self.line(self.currentRow()).key if self.currentRow() >= 0 else None

    def select(self, key: object) -> None:
        """Make a row the current one, where it is listed."""
        for row in range(self.count()):
            if self.line(row).key == key:
                self.setCurrentRow(row)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, or move."""
        if event.matches(QKeySequence.StandardKey.Copy) and self.currentRow() >= 0:
            QGuiApplication.clipboard().setText(self.line(self.currentRow()).as_text())
        else:
            super().keyPressEvent(event)

    def _dress(self, item: QListWidgetItem, line: TwoLines) -> None:
        if item.data(_LINE) != line:
            item.setData(_LINE, line)
            item.setText(line.as_text())
            item.setToolTip(tooltip(line.as_text()))

    def _on_activated(self, item: QListWidgetItem) -> None:
        line: TwoLines = item.data(_LINE)
        self.opened.emit(line.key)
