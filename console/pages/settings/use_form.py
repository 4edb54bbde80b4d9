"""One question before something takes effect for everybody."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from console.pages.settings.part import button
from widgets.plain import PlainLabel

_WIDTH = 520


class UseForm(QDialog):
    """Accepted by the button or Ctrl+Enter; Enter alone and Esc change nothing."""

    def __init__(self, title: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        cancel = button(self.tr("取消"), self.reject, self)
        self.submit = button(self.tr("启用 Ctrl+Enter"), self.accept, self, kind="primary")
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.submit)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(title, self, role="heading"))
        column.addWidget(PlainLabel(words, self, role="sentence", wrap=True))
        column.addLayout(row)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        cancel.setFocus()
