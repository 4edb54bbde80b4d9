"""Opening the personal fields of a case: the form asks for the purpose, the hub logs it and answers."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from console.desk import Desk
from console.forms.personal import PersonalForm
from console.problems import say_error
from console.tasks import Outcome
from services.api.board import BoardRow
from services.api.cases import Personal


class PersonalFields(QWidget):
    """Runs one form at a time over the page it is a part of; draws nothing itself."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case_id = ""
        self._form: PersonalForm | None = None
        self.hide()

    def open(self, row: BoardRow) -> None:
        """Ask for the purpose of opening a case's personal fields."""
        if self._form is not None:
            return
        self._case_id = row.id
        self._form = PersonalForm(f"{row.number} {row.title}", self.parentWidget())
        self._form.purpose_given.connect(self._on_purpose)
        self._form.finished.connect(self._on_closed)
        self._form.open()

    @Slot(str)
    def _on_purpose(self, purpose: str) -> None:
        case_id = self._case_id
        self._desk.ask(lambda client: client.open_personal(case_id, purpose), self._on_opened, slot="personal")

    def _on_opened(self, outcome: Outcome[Personal]) -> None:
        if self._form is None:
            return
        if outcome.error is not None:
            self._form.show_error(say_error(outcome.error).whole)
        else:
            self._form.show_fields(outcome.value().fields)

    def _on_closed(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None
