"""疑似重复 as a button of the case panel and as a key: the window with the cases, and what is decided there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.desk import Desk
from console.forms.similar_cases import SimilarCasesForm
from console.pages.operations.chosen import ChosenCase
from services.api.duplicates import SimilarRow
from services.domain.actions import Action
from services.domain.rights import Right
from widgets.plain import sentence
from widgets.toast import Message

SIMILAR_KEY = "Y"


class SimilarWindow(QObject):
    """One window at a time. `said` carries a Message; `left`: it has closed."""

    said = Signal(object)
    left = Signal()
    case_wanted = Signal(object)
    """The id of a case to look at."""
    merge_wanted = Signal(object)
    """The SimilarRow that the selected case should be merged into."""

    def __init__(self, desk: Desk, chosen: ChosenCase, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen = chosen
        self._form: SimilarCasesForm | None = None
        self._case_id = ""
        chosen.similar.changed.connect(self._on_changed)

    @Slot()
    def open(self) -> None:
        """Show the cases that may be the same matter as the selected one, or say that there are none."""
        page, row = self.parent(), self._chosen.known
        if self._form is not None or not isinstance(page, QWidget):
            return
        if row is None or not self._chosen.similar.rows:
            self.said.emit(Message(self.tr("本件没有疑似重复的案件"), key="say"))
            return
        self._case_id = row.id
        self._form = form = SimilarCasesForm(sentence(row.number[-4:], row.title, row.place), self._desk.wording, page)
        merge = next((one for one in self._chosen.states if one.action is Action.MERGE), None)
        form.allow(merge.why if merge is not None else "", may_part=Right.CASE_WORK in self._desk.session.rights)
        form.show_rows(self._chosen.similar.rows)
        form.look_wanted.connect(self._on_look)
        form.merge_wanted.connect(self._on_merge)
        form.apart_wanted.connect(self._on_apart)
        form.finished.connect(self._on_closed)
        form.open()

    @Slot(object)
    def _on_look(self, row: SimilarRow) -> None:
        self._close()
        self.case_wanted.emit(row.case.id)

    @Slot(object)
    def _on_merge(self, row: SimilarRow) -> None:
        self._close()
        if self._chosen.id == self._case_id:
            self.merge_wanted.emit(row)

    @Slot(object)
    def _on_apart(self, row: SimilarRow) -> None:
        if self._chosen.id == self._case_id:
            self._chosen.similar.dismiss(row.case.id)

    @Slot()
    def _on_changed(self) -> None:
        if self._form is not None and self._chosen.id == self._case_id:
            self._form.show_rows(self._chosen.similar.rows)

    def _close(self) -> None:
        if self._form is not None:
            self._form.accept()

    def _on_closed(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None
        self.left.emit()
