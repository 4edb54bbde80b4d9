"""Small forms before something is done: a reason that stays, and what a file did."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from console.pages.settings.part import button, table
from services.api.calendar import RefusedRow
from widgets.plain import PlainLabel, one_line, tooltip

REASON_MOST = 500
_WIDTH = 520
_REPORT = (820, 460)


class ReasonForm(QDialog):
    """Says what will happen and asks for the reason. Emits `given` with it; Esc leaves everything as it is."""

    given = Signal(str)

    def __init__(self, title: str, words: str, deed: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(REASON_MOST)
        self.reason.setAccessibleName(self.tr("理由"))
        self.reason.setPlaceholderText(self.tr("理由会留在记录里"))
        self.error = PlainLabel("", self, tone="red", wrap=True)
        self.rows = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(title, self, role="heading"))
        column.addWidget(PlainLabel(words, self, role="sentence", wrap=True))
        column.addLayout(self.rows)
        column.addWidget(self.reason)
        column.addWidget(self.error)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("取消"), self.reject, self))
        self.submit = button(deed, self._on_submit, self, kind="primary", hint="Ctrl+Enter")
        row.addWidget(self.submit)
        column.addLayout(row)
        self.reason.returnPressed.connect(self._on_submit)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_submit)
        self.reason.setFocus()

    def complaint(self) -> str:
        """Return what is missing, "" for nothing."""
        return "" if self.reason.text().strip() else self.tr("请写明理由")

    def _on_submit(self) -> None:
        words = self.complaint()
        self.error.setText(words)
        if not words:
            self.given.emit(self.reason.text().strip())
            self.accept()


class ReportForm(QDialog):
    """What an import did: sentences, and the rows that were not taken."""

    def __init__(
        self, title: str, sentences: Sequence[str], refused: Sequence[RefusedRow], total: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(*_REPORT)
        column = QVBoxLayout(self)
        column.addWidget(PlainLabel(title, self, role="heading"))
        for words in sentences:
            column.addWidget(PlainLabel(words, self, role="sentence", wrap=True))
        columns = ((self.tr("行"), 60), (self.tr("列"), 120), (self.tr("内容"), 200), (self.tr("为什么没有采用"), 300))
        self.list = table(self.tr("没有采用的行"), columns, self)
        for row in refused:
            cells = (str(row.line), row.column, row.value, row.reason)
            item = QTreeWidgetItem([one_line(cell, 120) for cell in cells])
            item.setToolTip(3, tooltip(row.reason))
            self.list.addTopLevelItem(item)
        words = self.tr("没有采用 {n} 行：").format(n=total) if total else self.tr("每一行都采用了。")
        column.addWidget(PlainLabel(words, self, tone="orange" if total else "ok"))
        column.addWidget(self.list, 1)
        if not total:
            self.list.hide()
            column.addStretch()
            self.resize(_WIDTH, 220)
        elif total > len(refused):
            column.addWidget(PlainLabel(self.tr("只列出前 {n} 行").format(n=len(refused)), self, role="secondary"))
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(button(self.tr("关闭"), self.accept, self, kind="primary"))
        column.addLayout(foot)
