"""Cases that may be the same matter: beside a report that is being taken, or in a window over the queue."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.similar import details, headline
from console.wording import Wording
from services.api.duplicates import SimilarRow
from widgets.plain import PlainLabel, one_line

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PADDING = 28
_ROW = Qt.ItemDataRole.UserRole


class _Lines(QStyledItemDelegate):
    """Gives a row the lines it needs: Qt reckons them without the padding that the theme puts around the words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size of the words in a somewhat narrower row."""
        narrower = QStyleOptionViewItem(option)
        narrower.rect = option.rect.adjusted(0, 0, -_PADDING, 0)
        return super().sizeHint(narrower, index)


class _Rows(QListWidget):
    """The rows themselves."""

    joined = Signal(object)
    """The SimilarRow on which M was pressed."""
    entered = Signal(object)
    """The SimilarRow on which Enter was pressed, or which was double-clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setItemDelegate(_Lines(self))
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(self._enter)

    @property
    def marked(self) -> SimilarRow | None:
        """The row that is marked, None for none."""
        row: SimilarRow | None = self.currentItem().data(_ROW) if self.currentRow() >= 0 else None
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Join, enter, or move on."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        wanted = {Qt.Key.Key_M: self.joined, **dict.fromkeys(_ENTER, self.entered)}.get(Qt.Key(event.key()))
        if wanted is None or not plain:
            super().keyPressEvent(event)
        elif self.marked is not None and not event.isAutoRepeat():
            wanted.emit(self.marked)

    def _enter(self, item: QListWidgetItem) -> None:
        self.entered.emit(item.data(_ROW))


class SimilarList(QWidget):
    """Shows what the hub suggests. `joined` carries the SimilarRow that a report belongs to.

    `taking`: the report is only being taken, and Enter joins as M does; else Enter asks to look (`entered`).
    """

    joined = Signal(object)
    entered = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None, *, taking: bool = True) -> None:
        super().__init__(parent)
        self._wording = wording
        self._taking = taking
        self._title = PlainLabel(self.tr("疑似重复"), self, role="heading")
        self._hint = PlainLabel("", self, role="secondary", wrap=True)
        self.rows = _Rows(self)
        self.rows.setAccessibleName(self.tr("疑似重复的案件"))
        self.rows.joined.connect(self.joined)
        self.rows.entered.connect(self.joined if taking else self.entered)
        self.rows.currentItemChanged.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.rows, 1)
        column.addWidget(self._hint)
        self.setMinimumWidth(300)
        self.show_rows(())

    def show_rows(self, rows: Iterable[SimilarRow]) -> None:
        """Show these, the likeliest first; the one that is marked stays marked while it is there."""
        marked = self.rows.marked
        before = marked.case.id if marked is not None else ""
        self.rows.clear()
        for row in rows:
            item = QListWidgetItem(f"{one_line(headline(row), 80)}\n{one_line(details(row, self._wording), 160)}")
            item.setData(_ROW, row)
            self.rows.addItem(item)
            if row.case.id == before:
                self.rows.setCurrentItem(item)
        count = self.rows.count()
        if count and self.rows.currentRow() < 0:
            self.rows.setCurrentRow(0)
        self._title.setText(self.tr("疑似重复 {count} 件").format(count=count) if count else self.tr("疑似重复"))
        self._tell()

    def _tell(self) -> None:
        marked = self.rows.marked
        if marked is None:
            taking = self.tr("写下事由和地点后，这里列出可能是同一件事的案件")
            words = taking if self._taking else self.tr("没有可能是同一件事的案件了")
        elif marked.closed_at is not None:
            taking = self.tr("Enter 或 M：提交，重开所选案件并入，来电人一并回访")
            words = taking if self._taking else self.tr("并案先重开所选案件；来电人一并回访")
        else:
            taking = self.tr("Enter 或 M：提交并入所选案件，来电人一并回访")
            words = taking if self._taking else self.tr("并案后本件随所选案件办理；来电人一并回访")
        self._hint.setText(words)

    def show_error(self, sentence: str) -> None:
        """Say that nothing could be asked; the report can be taken all the same."""
        self.show_rows(())
        self._hint.setText(sentence)
