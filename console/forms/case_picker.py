"""Choosing another case by the tail of its number or by words; those that come to mind first stand there already."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from console.forms.filled import Filled, FindCases
from console.forms.inputs import Input
from widgets.plain import one_line

MOST_SHOWN = 20
_ID = Qt.ItemDataRole.UserRole


class CasePicker(Input):
    """A field with the cases that fit below it; the marked one counts."""

    def __init__(self, find: FindCases, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("另一件案件"))
        self.field.setPlaceholderText(self.tr("编号尾数、事项或位置"))
        self.field.textEdited.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("候选案件"))
        self.list.setFixedHeight(180)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self.field)
        self.column.addWidget(self.list)
        self.first = self.field
        self._fill("")

    def missing(self) -> str:
        """Ask for the case."""
        return "" if self.list.count() else self.tr("没有可选的案件，请换个说法查找")

    def fill(self, filled: Filled) -> Filled:
        """Put the case in."""
        return replace(filled, other_id=self.list.currentItem().data(_ID)) if self.list.count() else filled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys in the field work the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _fill(self, typed: str) -> None:
        self.list.clear()
        for case_id, words in list(self._find(typed.strip()))[:MOST_SHOWN]:
            item = QListWidgetItem(one_line(words, 120))
            item.setData(_ID, case_id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
