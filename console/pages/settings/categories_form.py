"""Choosing the categories that a step is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.pages.settings.part import button
from services.api.district import CategoryRow
from widgets.plain import PlainLabel, one_line, sentence

_CODE = Qt.ItemDataRole.UserRole
_SIZE = (520, 560)


class CategoriesForm(QDialog):
    """Emits `chosen` with the codes that are ticked; none means every category."""

    chosen = Signal(object)

    def __init__(self, categories: Sequence[CategoryRow], ticked: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("只限哪些类别"))
        self.resize(*_SIZE)
        self.words = QLineEdit(self)
        self.words.setAccessibleName(self.tr("查找类别"))
        self.words.setPlaceholderText(self.tr("查找类别"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("类别"))
        known = {row.code: sentence(row.group, row.name) for row in categories}
        for code, name in (known | {code: known.get(code, code) for code in ticked}).items():
            item = QListWidgetItem(one_line(name, 80), self.list)
            item.setData(_CODE, code)
            item.setCheckState(Qt.CheckState.Checked if code in ticked else Qt.CheckState.Unchecked)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("取消"), self.reject, self))
        row.addWidget(button(self.tr("确定"), self._on_submit, self, kind="primary", hint="Ctrl+Enter"))
        column = QVBoxLayout(self)
        column.addWidget(PlainLabel(self.tr("一个都不勾选，就是全部类别。"), self, role="sentence"))
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        self.words.textChanged.connect(self._on_words)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_submit)
        self.words.setFocus()

    def _on_words(self, text: str) -> None:
        words = text.split()
        for index in range(self.list.count()):
            item = self.list.item(index)
            item.setHidden(not all(word in item.text() for word in words))

    def _on_submit(self) -> None:
        items = (self.list.item(index) for index in range(self.list.count()))
        self.chosen.emit(tuple(item.data(_CODE) for item in items if item.checkState() is Qt.CheckState.Checked))
        self.accept()
