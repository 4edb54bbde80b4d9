"""Macros at the selected case: `/` opens the list; words go into the note, an action opens its form filled in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from console.desk import Desk
from console.forms.macro_editor import MacroHome
from console.forms.macros import MacroPicker
from console.pages.operations.chosen import ChosenCase
from console.problems import say_error
from console.tasks import Outcome
from console.transport import HubRefused
from services.api.board import BoardRow
from services.api.team import Macro, MacroRow
from services.domain.macros import FIELDS, filled, is_for
from services.domain.rights import Right
from widgets.toast import Message


class Phrases(QObject):
    """`said` carries a Message."""

    said = Signal(object)
    note_wanted = Signal(str)
    """Words for the note."""
    action_wanted = Signal(object, str)
    """(Macro, its words filled in)."""

    def __init__(self, desk: Desk, chosen: ChosenCase, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen = chosen
        self._picker: MacroPicker | None = None
        self._edit: QPlainTextEdit | None = None
        self._saving: Macro | None = None
        self._refused: tuple[Macro, str, str] | None = None

    def watch(self, edit: QPlainTextEdit) -> None:
        """Let `/` at the beginning of this text, or after a blank, open the list; the words go where the cursor is."""
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take `/` where a word may begin; an address or a fraction keeps its own."""
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text() == "/"
        if pressed and isinstance(watched, QPlainTextEdit) and _word_begins(watched):
            self._edit = watched
            self._fetch()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def open(self) -> None:
        """Fetch the macros and show those for the selected case."""
        self._edit = None
        self._fetch()

    def _fetch(self) -> None:
        if self._chosen.row is not None and self._picker is None:
            self._desk.ask(lambda client: client.team.macros(), self._on_rows, slot="macros")

    def _on_rows(self, outcome: Outcome[list[MacroRow]]) -> None:
        row, page = self._chosen.row, self.parent()
        if outcome.error is not None:
            self.said.emit(Message(say_error(outcome.error).whole, "red", key="macros"))
        elif row is not None and self._picker is None and isinstance(page, QWidget):
            group = next((one.group for one in self._desk.profile.categories if one.code == row.category), "")
            rows = [one for one in outcome.value() if is_for(one.macro.category, row.category, group)]
            over = self._edit.window() if self._edit is not None else page
            self._picker = MacroPicker(rows, self._home(), new_id=self._desk.new_id(), parent=over)
            self._picker.picked.connect(self._on_picked)
            self._picker.changed.connect(self._on_changed)
            self._picker.retired.connect(self._on_retired)
            self._picker.finished.connect(self._on_closed)
            self._picker.open()
            if self._refused is not None:
                (macro, field, words), self._refused = self._refused, None
                self._picker.write(macro, field, words)

    def _home(self) -> MacroHome:
        desk = self._desk
        may_share = Right.CASE_TAKE_OVER in desk.session.rights
        return MacroHome(desk.profile, tuple(desk.units.values()), desk.session.unit_id, may_share)

    @Slot(object)
    def _on_picked(self, macro: Macro) -> None:
        row = self._chosen.row
        if row is None:
            return
        words = filled(macro.text, self._values(row, macro))
        if self._edit is not None:
            self._edit.insertPlainText(words)
        elif macro.action:
            self.action_wanted.emit(macro, words)
        else:
            self.note_wanted.emit(words)

    def _values(self, row: BoardRow, macro: Macro) -> dict[str, str]:
        wording, clock = self._desk.wording, self._desk.clock_text
        values = (
            row.number,
            row.title,
            row.place,
            wording.unit(macro.to_unit or row.holder_id),
            wording.category(row.category),
            clock.long(row.due_at) if row.due_at is not None else "",
        )
        return dict(zip(FIELDS, values, strict=True))

    @Slot(object)
    def _on_changed(self, macro: Macro) -> None:
        self._saving = macro
        self._desk.ask(lambda client: client.team.save_macro(macro), self._on_saved)

    def _on_saved(self, outcome: Outcome[object]) -> None:
        error, macro = outcome.error, self._saving
        if isinstance(error, HubRefused) and macro is not None and self._picker is None:
            self._refused = (macro, error.problem.field, say_error(error).whole)  # what was written comes back
            self._fetch()
        else:
            self._on_kept(outcome)

    @Slot(str)
    def _on_retired(self, macro_id: str) -> None:
        self._desk.ask(lambda client: client.team.retire_macro(macro_id), self._on_kept)

    def _on_kept(self, outcome: Outcome[object]) -> None:
        if outcome.error is not None:
            self.said.emit(Message(say_error(outcome.error).whole, "red", key="macros", shown_ms=0))
        else:
            self.said.emit(Message(self.tr("短语已保存"), key="say"))
            self.open()

    def _on_closed(self) -> None:
        if self._picker is not None:
            self._picker.deleteLater()
            self._picker = None
        if self._edit is not None:
            self._edit.setFocus()


def _word_begins(edit: QPlainTextEdit) -> bool:
    cursor = edit.textCursor()
    before = cursor.block().text()[: cursor.positionInBlock()]
    return not before or before[-1].isspace()
