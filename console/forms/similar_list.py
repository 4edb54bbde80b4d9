"""Cases that may be the same matter, beside a report that is being taken: arrows choose, Enter or M joins."""

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

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_M)
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
    """The SimilarRow on which Enter or M was pressed, or which was double-clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setItemDelegate(_Lines(self))
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(self._join)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Join, or move on."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in _KEYS and plain:
            if not event.isAutoRepeat():
                self._join(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _join(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.joined.emit(item.data(_ROW))


class SimilarList(QWidget):
    """Shows what the hub suggests. `joined` carries the SimilarRow that the report belongs to."""

    joined = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._title = PlainLabel(self.tr("疑似重复"), self, role="heading")
        self._hint = PlainLabel("", self, role="secondary", wrap=True)
        self.rows = _Rows(self)
        self.rows.setAccessibleName(self.tr("疑似重复的案件"))
        self.rows.joined.connect(self.joined)
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
        before = self.rows.currentItem().data(_ROW).case.id if self.rows.currentRow() >= 0 else ""
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
        if self.rows.currentRow() < 0:
            words = self.tr("写下事由和地点后，这里列出可能是同一件事的案件")
        elif self.rows.currentItem().data(_ROW).closed_at is not None:
            words = self.tr("Enter 或 M：提交，重开所选案件并入，来电人一并回访")
        else:
            words = self.tr("Enter 或 M：提交并入所选案件，来电人一并回访")
        self._hint.setText(words)

    def show_error(self, sentence: str) -> None:
        """Say that nothing could be asked; the report can be taken all the same."""
        self.show_rows(())
        self._hint.setText(sentence)
