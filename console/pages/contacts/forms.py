"""Small forms of the register: for what addresses are opened or exported, and how far an import is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QProgressBar, QTreeWidgetItem, QVBoxLayout, QWidget

from console.pages.settings.part import button, table
from console.wording import labelled, listed
from services.api.calendar import RefusedRow
from services.api.contacts import ContactImport
from widgets.plain import PlainLabel, one_line, sentence, tooltip

_WIDTH = 520
_REPORT = (820, 460)
_SHOWN_MOST = 500


class PurposeForm(QDialog):
    """Asks what something is needed for. Emits `given`; where it may be left empty, "" too."""

    given = Signal(str)

    def __init__(self, title: str, words: str, deed: str, parent: QWidget, *, needed: bool = True) -> None:
        super().__init__(parent)
        self._needed = needed
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        self.purpose = QLineEdit(self)
        self.purpose.setMaxLength(200)
        self.purpose.setAccessibleName(self.tr("用途"))
        self.purpose.setPlaceholderText(self.tr("用途，如“核对值班电话”"))
        self.error = PlainLabel("", self, tone="red", wrap=True)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(title, self, role="heading"))
        column.addWidget(PlainLabel(words, self, role="sentence", wrap=True))
        column.addWidget(self.purpose)
        column.addWidget(self.error)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("取消"), self.reject, self))
        row.addWidget(button(deed, self._on_submit, self, kind="primary", hint="Ctrl+Enter"))
        column.addLayout(row)
        self.purpose.returnPressed.connect(self._on_submit)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_submit)
        self.purpose.setFocus()

    def _on_submit(self) -> None:
        text = self.purpose.text().strip()
        if self._needed and not text:
            self.error.setText(self.tr("请写明用途"))
            return
        self.given.emit(text)
        self.accept()


class ImportForm(QDialog):
    """How far a file is, what was done with it, and the rows that were not taken. Closing it stops between slices."""

    def __init__(self, file: str, named: Callable[[str], str], parent: QWidget) -> None:
        """`named` says what a column of the file is called."""
        super().__init__(parent)
        self._named = named
        self.stopped = False
        self._added = self._changed = self._same = self._refused = 0
        self.setWindowTitle(self.tr("导入通讯录"))
        self.resize(*_REPORT)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(self.tr("进度"))
        self.bar.setTextVisible(False)
        self.told = PlainLabel(self.tr("正在导入…"), self, role="sentence", wrap=True)
        self.ignored = PlainLabel("", self, role="secondary", wrap=True)
        self.trouble = PlainLabel("", self, tone="red", wrap=True)
        columns = ((self.tr("行"), 60), (self.tr("列"), 110), (self.tr("内容"), 190), (self.tr("为什么没有采用"), 300))
        self.list = table(self.tr("没有采用的行"), columns, self)
        self.close_button = button(self.tr("停止"), self.reject, self)
        column = QVBoxLayout(self)
        column.addWidget(PlainLabel(one_line(labelled(self.tr("导入"), file), 80), self, role="heading"))
        for part in (self.bar, self.told, self.ignored, self.trouble):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        for part in (self.ignored, self.trouble):
            part.hide()
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        self.finished.connect(self._on_finished)

    def take(self, done: ContactImport) -> None:
        """Show what a slice did."""
        self._added += done.added
        self._changed += done.changed
        self._same += done.same
        self._refused += len(done.refused)
        self.bar.setRange(0, max(done.rows, 1))
        self.bar.setValue(done.done if done.rows else 1)
        self.told.setText(
            sentence(
                self.tr("已处理 {done}/{rows} 行").format(done=done.done, rows=done.rows),
                self.tr("新增 {n}").format(n=self._added),
                self.tr("变更 {n}").format(n=self._changed),
                self.tr("未变 {n}").format(n=self._same),
                self.tr("没有采用 {n}").format(n=self._refused),
            )
        )
        if done.ignored:
            self.ignored.setText(labelled(self.tr("文件里这些列没有读取"), listed(done.ignored)))
            self.ignored.show()
        for row in done.refused[: max(_SHOWN_MOST - self.list.topLevelItemCount(), 0)]:
            self.list.addTopLevelItem(_refused(row, self._named(row.column)))
        if done.next is None:
            self._end()

    def fail(self, words: str) -> None:
        """Say why it does not go on; what was taken before stays."""
        self.trouble.setText(words)
        self.trouble.show()
        self._end()

    def _end(self) -> None:
        self.close_button.setText(self.tr("关闭"))
        self.close_button.setFocus()

    def _on_finished(self) -> None:
        self.stopped = True


def _refused(row: RefusedRow, column: str) -> QTreeWidgetItem:
    item = QTreeWidgetItem([one_line(cell, 120) for cell in (str(row.line), column, row.value, row.reason)])
    item.setToolTip(3, tooltip(row.reason))
    return item
