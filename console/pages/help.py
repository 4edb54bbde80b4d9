"""In-app help: one document a language, shown as it was shipped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

import resources
from console.pages.base import Page
from console.tasks import Lane, Outcome, TaskRunner
from widgets.plain import PlainLabel

_WIDTH = 900
_MARGIN = 20


class HelpPage(Page):
    """Shows the help; Esc goes back."""

    def __init__(self, language: str, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(self.tr("帮助"))
        self.text.setMaximumWidth(_WIDTH)
        self.text.document().setDocumentMargin(_MARGIN)
        back = QPushButton(self.tr("返回 Esc"), self)
        back.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("帮助"), self, role="title"))
        head.addStretch()
        head.addWidget(back)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(self.text, 10)
        middle.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addLayout(head)
        column.addLayout(middle, 1)
        self.setFocusProxy(self.text)
        tasks.submit(Lane.TILES, _reader(language), self._on_text, slot="help")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_text(self, outcome: Outcome[str]) -> None:
        if outcome.error is None:
            self.text.setMarkdown(outcome.value())
        else:
            self.text.setPlainText(self.tr("帮助文件没有读到，请重新安装"))


def _reader(language: str) -> Callable[[object], str]:
    def read(_cancel: object) -> str:
        return resources.path(f"help/{language}.md").read_text(encoding="utf-8")

    return read
