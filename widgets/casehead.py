"""The head of the selected case: number and title left, the deadline as a sentence right, marks and place below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.plain import ElidedLabel, PlainLabel, one_line, sentence
from widgets.qss import set_property

if TYPE_CHECKING:
    from widgets.caseview import CaseView


class CaseHead(QWidget):
    """Two lines of words, and among the marks the button for the cases that may be the same matter."""

    similar_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(role="casetitle")
        self._deadline = PlainLabel()
        self._deadline.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._facts = ElidedLabel(role="secondary")
        self._marks = PlainLabel(role="secondary")
        self.similar = QPushButton()
        self.similar.setProperty("kind", "link")
        self.similar.setAutoDefault(False)
        self.similar.setCursor(Qt.CursorShape.PointingHandCursor)
        self.similar.hide()
        self.similar.setToolTip(self.tr("列出可能是同一件事的案件（Y）"))
        self.similar.clicked.connect(self.similar_wanted)
        first = QHBoxLayout()
        first.setSpacing(14)
        first.addWidget(self._title, 1)
        first.addWidget(self._deadline)
        second = QHBoxLayout()
        second.setSpacing(14)
        second.addWidget(self._facts, 1)
        second.addWidget(self.similar)
        second.addWidget(self._marks)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(first)
        column.addLayout(second)

    def set_case(self, case: CaseView) -> None:
        """Show this case's head."""
        title = sentence(one_line(case.number, 40), one_line(case.title))
        if title != self._title.text():
            self._title.setText(title)
        self._facts.setText(one_line(case.facts))
        self._marks.setText(sentence(*(one_line(mark, 20) for mark in case.marks)))
        self._marks.setVisible(bool(case.marks))
        self.similar.setText(f"{case.similar}  Y")
        self.similar.setAccessibleName(case.similar)
        self.similar.setVisible(bool(case.similar))
        set_property(self._marks, "tone", "exercise" if case.exercise else "")
        self.set_deadline(case.deadline, case.deadline_tone)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence(case.deadline, case.facts, *case.marks))

    def set_deadline(self, words: str, tone: str) -> None:
        """Show the deadline's sentence in a tone (red, orange, yellow, calm)."""
        self._deadline.setText(one_line(words, 160))
        set_property(self._deadline, "tone", "" if tone == "calm" else tone)
        self._deadline.setToolTip("")
