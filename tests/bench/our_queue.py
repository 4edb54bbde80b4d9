"""The board in its real queue view, under a line to type in: what the measurements of board and stream look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from console.board import Board
from console.case_view import CaseView, ViewChange
from console.filters import RowFilter
from console.queue_rows import BoardQueueRows
from console.team import Team
from services.domain.looprules import LoopRules
from services.domain.modes import Mode
from widgets.queue.view import QueueView
from widgets.theme import load_theme

if TYPE_CHECKING:
    from console.wording import Wording

RESOURCES = Path(__file__).parents[2] / "resources"
SIZE = (1280, 900)


class NoMarks:
    """Nothing is under way."""

    def mark(self, _case_id: str, /) -> str:
        """Return "" for every case."""
        return ""


class OurWindow(QWidget):
    """A line to type in over the queue, joined as on the operations page."""

    def __init__(self, board: Board, wording: Wording, now: int) -> None:
        super().__init__()
        self.view = CaseView(board, wording, lambda: now, self)
        team = Team(board, "p1", LoopRules(), self)
        self.rows = BoardQueueRows(board, self.view, wording, NoMarks(), team, person_id="p1", mode=Mode.EXERCISE)
        self.edit = QLineEdit(self)
        self.queue = QueueView(load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons"), self)
        self.queue.set_rows(self.rows)
        self.queue.tick(now)
        self.edit.textChanged.connect(self._typed)
        self.view.changed.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit)
        layout.addWidget(self.queue)

    @property
    def viewport(self) -> QWidget:
        """What is repainted."""
        return self.queue.viewport()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.view.set_filter(RowFilter(text=text))

    @Slot(object)
    def _changed(self, change: ViewChange) -> None:
        if change.refiltered:
            self.queue.set_rows(self.rows, keep_place=False)
        else:
            self.queue.rows_changed(change.changed, change.arrived)


def type_key(edit: QLineEdit, text: str) -> None:
    """Press a key in the line: a character, or the backspace character."""
    key = 0x01000003 if text == "\b" else 0  # Qt.Key_Backspace; a composed character has no key of its own
    for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, QApplication.keyboardModifiers(), "" if key else text)
        QApplication.sendEvent(edit, event)
