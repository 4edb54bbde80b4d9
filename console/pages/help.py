"""In-app help: one document a language, shown as it was shipped."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QBrush,
    QKeyEvent,
    QPalette,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

import resources
from console.pages.base import Page
from console.tasks import Lane, Outcome, TaskRunner
from widgets.plain import PlainLabel

_WIDTH = 900
_MARGIN = 24
_LINE_PERCENT = 140.0
_ABOVE_HEADING, _BELOW_HEADING, _BELOW, _BELOW_ITEM = 22, 8, 10, 5
_CELL_PADDING = 6


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

    def changeEvent(self, event: QEvent) -> None:
        """Draw the tables' lines in the theme's colour."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._line_tables()

    def _line_tables(self) -> None:
        for frame in self.text.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format().toTableFormat()
                form.setBorderCollapse(True)
                form.setBorder(1)
                form.setBorderBrush(QBrush(self.palette().color(QPalette.ColorRole.Mid)))
                form.setCellPadding(_CELL_PADDING)
                frame.setFormat(form)

    def _on_text(self, outcome: Outcome[str]) -> None:
        if outcome.error is None:
            self.text.setMarkdown(outcome.value())
            _space(self.text.document())
            self._line_tables()
        else:
            self.text.setPlainText(self.tr("帮助文件没有读到，请重新安装"))


def _space(document: QTextDocument) -> None:
    """Give headings, paragraphs and list items the room that Markdown's own layout leaves out."""
    block = document.begin()
    while block.isValid():
        if QTextCursor(block).currentTable() is None:
            QTextCursor(block).setBlockFormat(_spaced(block))
        block = block.next()


def _spaced(block: QTextBlock) -> QTextBlockFormat:
    form = block.blockFormat()
    heading = form.headingLevel()
    item = block.textList() is not None
    form.setTopMargin(_ABOVE_HEADING if heading and block.blockNumber() else 0)
    form.setBottomMargin(_BELOW_HEADING if heading else _BELOW_ITEM if item else _BELOW)
    if not heading:
        form.setLineHeight(_LINE_PERCENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return form


def _reader(language: str) -> Callable[[object], str]:
    def read(_cancel: object) -> str:
        return resources.path(f"help/{language}.md").read_text(encoding="utf-8")

    return read
