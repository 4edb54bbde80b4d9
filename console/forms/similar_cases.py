"""The cases that may be the same matter as the selected one, in a window: look at one, merge into it, tell it apart."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.forms.similar_list import SimilarList
from console.wording import Wording
from services.api.duplicates import SimilarRow
from widgets.plain import PlainLabel, one_line, tooltip


class SimilarCasesForm(QDialog):
    """Each signal carries a SimilarRow; Esc leaves without a trace."""

    look_wanted = Signal(object)
    merge_wanted = Signal(object)
    apart_wanted = Signal(object)

    def __init__(self, title: str, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("疑似重复"))
        self.setMinimumSize(620, 420)
        self._why_not = ""
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(one_line(title, 120), self, role="secondary", wrap=True))
        self.list = SimilarList(wording, self, taking=False)
        self.list.joined.connect(self._on_merge)
        self.list.entered.connect(self.look_wanted)
        column.addWidget(self.list, 1)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self._look = self._button(self.tr("看这一件"), "Enter", self._on_look)
        self._merge = self._button(self.tr("并入这一件"), "M", self._on_merge_button)
        self._apart = self._button(self.tr("不是同一件事"), "Delete", self._on_apart)
        self._apart_key = QShortcut(QKeySequence("Delete"), self, self._on_apart)
        close = QPushButton(self.tr("关闭"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        line = QHBoxLayout()
        for button in (self._look, self._merge, self._apart):
            line.addWidget(button)
        line.addStretch()
        line.addWidget(close)
        column.addLayout(line)
        self.list.rows.setFocus()

    def _button(self, words: str, key: str, slot: object) -> QPushButton:
        button = QPushButton(f"{words}  {key}", self)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def show_rows(self, rows: Iterable[SimilarRow]) -> None:
        """Show these; none left closes the window."""
        rows = tuple(rows)
        if rows:
            self.list.show_rows(rows)
        else:
            self.reject()

    def allow(self, why_no_merge: str, *, may_part: bool) -> None:
        """Say why the case cannot be merged now ("" when it can), and whether one may tell cases apart."""
        self._why_not = why_no_merge
        self._merge.setEnabled(not why_no_merge)
        self._merge.setToolTip(tooltip(why_no_merge))
        self._merge.setAccessibleDescription(why_no_merge)
        self._apart.setVisible(may_part)
        self._apart_key.setEnabled(may_part)

    @Slot()
    def _on_look(self) -> None:
        if self.list.rows.marked is not None:
            self.look_wanted.emit(self.list.rows.marked)

    @Slot()
    def _on_apart(self) -> None:
        if self.list.rows.marked is not None:
            self.apart_wanted.emit(self.list.rows.marked)

    @Slot()
    def _on_merge_button(self) -> None:
        if self.list.rows.marked is not None:
            self._on_merge(self.list.rows.marked)

    @Slot(object)
    def _on_merge(self, row: SimilarRow) -> None:
        self._error.setText(self._why_not)
        self._error.setVisible(bool(self._why_not))
        if not self._why_not:
            self.merge_wanted.emit(row)
