"""A table of numbers by unit: sorted by any column, read by keyboard, copied as text, opened by Enter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from widgets.plain import one_line, tooltip

if TYPE_CHECKING:
    from widgets.theme import Theme

_KEY = Qt.ItemDataRole.UserRole
_VALUE = Qt.ItemDataRole.UserRole + 1
_NUMBER_PX, _TITLE_PAD = 110, 28
_NAME_PAD, _NAME_MOST = 12, 220


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column: its title, and the number's definition, shown when pointed at."""

    title: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A number: as shown, as sorted (None: nothing to measure, last), in which tone ("" plain), with what beside it."""

    text: str
    value: float | None
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row: its key (never shown), its name, its numbers."""

    key: str
    name: str
    cells: tuple[FigureCell, ...]


class _Row(QTreeWidgetItem):
    """A row that sorts by its numbers, not by their words; what is not known comes last either way."""

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        tree = self.treeWidget()
        column = tree.sortColumn()
        if column == 0:
            return self.text(0) < other.text(0)
        mine, theirs = self.data(column, _VALUE), other.data(column, _VALUE)
        if mine is None or theirs is None:
            descending = tree.header().sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            return (mine is None) is descending if mine != theirs else False
        return bool(mine < theirs)


class FigureTable(QTreeWidget):
    """Rows keep their selection by key when numbers change."""

    opened = Signal(str)
    """Enter or a double click on a row: its key."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[FigureColumn, ...] = ()
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        self.header().setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.itemActivated.connect(self._on_activated)
        self.header().sectionResized.connect(self._on_resized)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme

    def set_columns(self, first: str, columns: tuple[FigureColumn, ...]) -> None:
        """Name the columns; the same ones again change nothing."""
        if columns == self._columns:
            return
        self._columns = columns
        self.setColumnCount(len(columns) + 1)
        self.setHeaderLabels([first, *(one_line(column.title) for column in columns)])
        head = self.headerItem()
        for index, column in enumerate(columns, 1):
            head.setToolTip(index, tooltip(column.definition))
            head.setTextAlignment(index, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(64)
        for index, column in enumerate(columns, 1):
            title = header.fontMetrics().horizontalAdvance(one_line(column.title)) + _TITLE_PAD
            header.resizeSection(index, max(_NUMBER_PX, title))
        self._fit_names()

    def set_rows(self, rows: tuple[FigureRow, ...]) -> None:
        """Show these rows in the order that was chosen by the header."""
        current = self.current_key()
        self.setSortingEnabled(False)
        while self.topLevelItemCount() > len(rows):
            self.takeTopLevelItem(self.topLevelItemCount() - 1)
        for index, row in enumerate(rows):
            item = self.topLevelItem(index) if index < self.topLevelItemCount() else None
            if item is None:
                item = _Row(self)
            self._fill(item, row)
        self.setSortingEnabled(True)
        self.select(current or (rows[0].key if rows else ""))
        self._fit_names()

    def current_key(self) -> str:
        """Return the key of the current row, "" for none."""
        item: Any = self.currentItem()
        return str(item.data(0, _KEY)) if item is not None else ""

    def select(self, key: str) -> None:
        """Make a row the current one."""
        found = next((item for item in self._items() if item.data(0, _KEY) == key), None)
        if found is not None:
            self.setCurrentItem(found)

    def as_text(self) -> str:
        """Return the table as shown: tab-separated lines under their head."""
        columns = range(self.columnCount())
        lines = ["\t".join(self.headerItem().text(column) for column in columns)]
        lines += ["\t".join(item.text(column) for column in columns) for item in self._items()]
        return "\n".join(lines)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(index) for index in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what the numbers leave."""
        super().resizeEvent(event)
        self._fit_names()

    @Slot(int, int, int)
    def _on_resized(self, index: int, _old: int, _new: int) -> None:
        if index:
            self._fit_names()

    def _fit_names(self) -> None:
        """Let the first column take what is left, but never less than its names need: then the numbers scroll."""
        numbers = sum(self.header().sectionSize(index) for index in range(1, self.columnCount()))
        least = min(self.sizeHintForColumn(0) + _NAME_PAD, _NAME_MOST)
        self.header().resizeSection(0, max(least, self.viewport().width() - numbers))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open, or move."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current_key():
                self.opened.emit(self.current_key())
        else:
            super().keyPressEvent(event)

    def _fill(self, item: QTreeWidgetItem, row: FigureRow) -> None:
        item.setData(0, _KEY, row.key)
        item.setText(0, one_line(row.name))
        for column, cell in enumerate(row.cells, 1):
            item.setText(column, cell.text)
            item.setData(column, _VALUE, cell.value)
            item.setToolTip(column, tooltip(cell.note))
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            plain = "text" if cell.value else "text_3"  # a zero is quiet
            item.setForeground(column, self._theme.color(cell.tone or plain))

    @Slot("QTreeWidgetItem*", int)
    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        self.opened.emit(str(item.data(0, _KEY)))
