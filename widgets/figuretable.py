"""A table of numbers or words by unit: sorted by any column, read by keyboard, copied as text, opened by Enter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from widgets.plain import one_line, tooltip

if TYPE_CHECKING:
    from widgets.theme import Theme

_KEY = Qt.ItemDataRole.UserRole
_ARRANGEMENT = re.compile(r"(?P<column>-1|\d{1,2}),(?P<down>[01])(?P<widths>(;\d{1,2}=\d{1,4})*)")
_WIDTH = re.compile(r"(\d+)=(\d+)")
_VALUE = Qt.ItemDataRole.UserRole + 1
_NUMBER_PX, _NUMBER_MOST, _TITLE_PX, _TITLE_PAD = 72, 170, 12, 32
_WORDS_PAD, _WORDS_MOST, _WIDE_MOST = 20, 320, 420
_NAME_PAD, _NAME_LEAST, _NAME_MOST = 12, 140, 380


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column: its title, and the number's definition, shown when pointed at.

    `words`: it holds texts, which stand left and take the room they need; `wide`: it takes what room is left.
    """

    title: str
    definition: str = ""
    words: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A number: as shown, as sorted (None: nothing to measure, last), in which tone ("" plain), with what beside it.

    All cells of a column are sorted by numbers, or all by texts.
    """

    text: str
    value: float | str | None
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
        if mine is None or theirs is None or isinstance(mine, str) is not isinstance(theirs, str):
            descending = tree.header().sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            return (mine is None) is descending if mine != theirs else False
        return bool(mine < theirs)


class FigureTable(QTreeWidget):
    """Rows keep their selection by key when numbers change."""

    opened = Signal(str)
    """Enter or a double click on a row: its key."""
    arranged = Signal()
    """Somebody chose an order or a width: `arrangement` says which."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._first = ""
        self._columns: tuple[FigureColumn, ...] = ()
        self._rows: dict[str, FigureRow] = {}
        self._chosen: dict[int, int] = {}
        self._sorted = (-1, Qt.SortOrder.DescendingOrder)
        self._is_fitting = False
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.header()
        header.setSortIndicator(*self._sorted)
        header.setSortIndicatorClearable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(64)
        self.setSortingEnabled(True)
        header.setSortIndicatorShown(False)  # the titles say it: the arrow would lie over a number's title
        self.itemActivated.connect(self._on_activated)
        header.sectionResized.connect(self._on_resized)
        header.sortIndicatorChanged.connect(self._on_sorted)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        for item in self._items():
            self._fill(item, self._rows[str(item.data(0, _KEY))])

    # ── how it is arranged ──────────────────────────────────────────────────────────────────────────────────────────
    def arrangement(self) -> bytes:
        """Return the order and the widths somebody chose, to be given to `arrange` another day."""
        column, order = self._sorted
        widths = "".join(f";{index}={width}" for index, width in sorted(self._chosen.items()))
        return f"{column},{int(order is Qt.SortOrder.DescendingOrder)}{widths}".encode()

    def arrange(self, state: bytes) -> None:
        """Take up a former `arrangement`; what is none changes nothing."""
        found = _ARRANGEMENT.fullmatch(state.decode("ascii", "replace"))
        if found is None:
            return
        self._chosen = {int(index): int(width) for index, width in _WIDTH.findall(found["widths"])}
        descending = Qt.SortOrder.DescendingOrder if found["down"] == "1" else Qt.SortOrder.AscendingOrder
        self._sorted = (int(found["column"]), descending)
        self.header().setSortIndicator(*self._sorted)
        self._entitle()
        self._fit()

    def set_columns(self, first: str, columns: tuple[FigureColumn, ...]) -> None:
        """Name the columns; the same ones again change nothing."""
        if columns == self._columns:
            return
        self._first, self._columns = first, columns
        column, order = self._sorted
        self.setColumnCount(len(columns) + 1)
        head = self.headerItem()
        for index, one in enumerate(columns, 1):
            head.setToolTip(index, tooltip(one.definition))
            head.setTextAlignment(index, _side(one))
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.header().setSortIndicator(column if column <= len(columns) else -1, order)
        self._entitle()
        self._fit()

    def set_rows(self, rows: tuple[FigureRow, ...]) -> None:
        """Show these rows in the order that was chosen by the header."""
        current = self.current_key()
        self._rows = {row.key: row for row in rows}
        self.setSortingEnabled(False)
        while self.topLevelItemCount() > len(rows):
            self.takeTopLevelItem(self.topLevelItemCount() - 1)
        for index, row in enumerate(rows):
            item = self.topLevelItem(index) if index < self.topLevelItemCount() else None
            if item is None:
                item = _Row(self)
            self._fill(item, row)
        self.setSortingEnabled(True)
        self.header().setSortIndicatorShown(False)
        self.select(current if current in self._rows else rows[0].key if rows else "")
        self._fit()

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
        lines = ["\t".join(self._titles())]
        lines += ["\t".join(item.text(column) for column in columns) for item in self._items()]
        return "\n".join(lines)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(index) for index in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    @Slot(int, int, int)
    def _on_resized(self, index: int, _old: int, new: int) -> None:
        if index and not self._is_fitting:
            self._chosen[index] = new
            self._fit()
            self.arranged.emit()

    @Slot(int, Qt.SortOrder)
    def _on_sorted(self, column: int, order: Qt.SortOrder) -> None:
        if self._columns and (column, order) != self._sorted:
            self._sorted = (column, order)
            self._entitle()
            self.arranged.emit()

    def _entitle(self) -> None:
        """Write the titles; the one that is sorted by has an arrow before it."""
        if not self._columns:
            return
        column, order = self.header().sortIndicatorSection(), self.header().sortIndicatorOrder()
        arrow = "↑" if order is Qt.SortOrder.AscendingOrder else "↓"
        titles = self._titles()
        self.setHeaderLabels([f"{arrow} {title}" if index == column else title for index, title in enumerate(titles)])

    def _titles(self) -> list[str]:
        return [self._first, *(one_line(column.title) for column in self._columns)]

    def _fit(self) -> None:
        """Share the room: what each column needs, what the names need, and the rest where it helps most.

        Where there is too little the names give way first, then the numbers scroll.
        """
        if not self._columns:
            return
        widths = {index: self._chosen.get(index, self._need(index)) for index in range(1, self.columnCount())}
        room = self.viewport().width() - sum(widths.values())
        names = min(self.sizeHintForColumn(0) + _NAME_PAD, _NAME_MOST, max(room, _NAME_LEAST))
        left = room - names
        free = [index for index in widths if index not in self._chosen]
        for index in [index for index in free if self._columns[index - 1].wide][:1]:
            more = min(max(left, 0), max(_WIDE_MOST - widths[index], 0))
            widths[index] += more
            left -= more
        for count, index in enumerate(free):
            most = _NUMBER_MOST if not self._columns[index - 1].words else _WIDE_MOST
            more = min(max(left, 0) // (len(free) - count + self._has_words), max(most - widths[index], 0))
            widths[index] += more
            left -= more
        self._is_fitting = True
        for index, width in widths.items():
            self.header().resizeSection(index, width)
        self.header().resizeSection(0, max(names, self.viewport().width() - sum(widths.values())))
        self._is_fitting = False

    @property
    def _has_words(self) -> bool:
        return any(column.words for column in self._columns)

    def _need(self, index: int) -> int:
        column = self._columns[index - 1]
        title = QFontMetrics(self._theme.font(_TITLE_PX)).horizontalAdvance(one_line(column.title)) + _TITLE_PAD
        if column.words:
            return max(title, min(self.sizeHintForColumn(index) + _WORDS_PAD, _WORDS_MOST))
        return max(title, _NUMBER_PX)

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
        item.setToolTip(0, tooltip(one_line(row.name)))
        for column, cell in enumerate(row.cells, 1):
            item.setText(column, cell.text)
            item.setData(column, _VALUE, cell.value)
            item.setToolTip(column, tooltip(cell.note))
            words = self._columns[column - 1].words
            item.setTextAlignment(column, _side(self._columns[column - 1]))
            plain = "text" if cell.value or words else "text_3"  # a zero is quiet
            item.setForeground(column, self._theme.color(cell.tone or plain))

    @Slot("QTreeWidgetItem*", int)
    def _on_activated(self, item: QTreeWidgetItem, _column: int) -> None:
        self.opened.emit(str(item.data(0, _KEY)))


def _side(column: FigureColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column.words else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
