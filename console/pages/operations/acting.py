"""Acting on the selected case: at once, or by a form; what became of it; and the notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from console.actions import ActionState, action_label
from console.desk import Desk
from console.draft_keeper import DraftKeeper
from console.forms.act import ActForm
from console.forms.filled import Filled
from console.pages.operations.about import about
from console.pages.operations.chosen import ChosenCase
from console.pages.operations.criteria import CaseCriteria
from console.pages.operations.offers import MORE
from console.pages.operations.reopening import Reopening
from console.pages.operations.working import Working
from console.pending import Finished
from console.tasks import Outcome
from console.wording import labelled
from services.api.board import BoardRow
from services.api.cases import Act, CaseDetail
from services.api.duplicates import SimilarRow
from services.api.team import Macro
from services.domain.actions import ACTIONS, Action
from services.domain.claims import RESPECTING, reason_needed
from services.domain.conditions import Asked
from widgets.casepanel import CasePanel
from widgets.plain import sentence
from widgets.toast import Message

_IMMEDIATE = frozenset({Action.ACCEPT, Action.SIGN, Action.CLAIM, Action.RELEASE, Action.UNDO})
"""Done at the press of the key: nothing is asked."""


_WORTH_TELLING = frozenset({Action.DISPATCH, Action.MERGE, Action.SUSPEND})
"""Deeds that move a case out of sight or out of hand: their message offers to take them back."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """What the button of a message means: undo the last deed on a case that is at this version."""

    case_id: str
    version: int


class Acting(QObject):
    """Runs one form at a time over the page it is a part of. `said` carries a Message; `left`: the form has closed."""

    said = Signal(object)
    left = Signal()
    form_opened = Signal(object)
    """An ActForm that one writes in."""
    more_wanted = Signal()
    """The list of everything that can be done is asked for."""

    def __init__(
        self,
        desk: Desk,
        chosen: ChosenCase,
        working: Working,
        panel: CasePanel,
        drafts: DraftKeeper,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._working = working
        self._chosen = chosen
        self._panel = panel
        self._drafts = drafts
        self._told_elsewhere: Callable[[str], bool] = _nowhere
        self._done_last = ""
        self._form: ActForm | None = None
        self._form_row: BoardRow | None = None
        self._reopening = Reopening(desk, self)
        self._reopening.said.connect(self.said)
        self._criteria = CaseCriteria(desk, self)
        self._criteria.came.connect(self._on_criteria)
        self._criteria.failed.connect(self._say)
        chosen.chose.connect(self._on_chose)
        panel.action_requested.connect(self._on_name)
        panel.action_refused.connect(self._say)
        panel.note_submitted.connect(self._on_note)
        desk.finished.connect(self._on_finished)

    def leave_to(self, owns: Callable[[str], bool]) -> None:
        """Say nothing of commands whose end somebody else tells."""
        self._told_elsewhere = owns

    @Slot(object)
    def act(self, action: Action) -> None:
        """Do an action on the selected case, as its key or button does."""
        state = next((one for one in self._chosen.states if one.action is action), None)
        if state is None:
            self._say(self.tr("请先在队列里选一件案件"))
        elif not state.enabled:
            self._say(state.why)
        elif action is Action.NOTE:
            self._panel.focus_note()
        elif self._is_immediate(action) and not state.behalf:
            self._send(action, Filled(), self._chosen.known)
        else:
            self._open_form(state)

    def _is_immediate(self, action: Action) -> bool:
        row = self._chosen.row
        if action is Action.TAKE_OVER and row is not None:  # two who opened it at once sort it out without a word
            return not reason_needed(row, Asked(now=self._desk.now(), rules=self._desk.profile.loop))
        return action in _IMMEDIATE

    @Slot(object, str)
    def apply(self, macro: Macro, words: str) -> None:
        """Do what a macro stands for: at once where it has all that is asked for, else by the form with its words."""
        action = Action(macro.action)
        state = next((one for one in self._chosen.states if one.action is action), None)
        if state is None or not state.enabled:
            self.act(action)
        elif state.behalf or ("unit" in ACTIONS[action].needs and not macro.to_unit):
            self._open_form(state)
            if self._form is not None:
                self._form.set_text(words)
        else:
            self._send(action, Filled(unit_id=macro.to_unit, text=words), self._chosen.known)

    @Slot(str)
    def _on_name(self, name: str) -> None:
        if name == MORE:
            self.more_wanted.emit()
        else:
            self.act(Action(name))

    def take_back(self, what: TakeBack) -> None:
        """撤销, from a message: the case may have left the queue."""
        undo = Act(command_id="", action=Action.UNDO, version=what.version)
        self._desk.act(what.case_id, Action.UNDO, undo)

    def join(self, report: BoardRow, closed: BoardRow, text: str = "") -> None:
        """Reopen a case that was closed a short while ago, and merge a new report into it."""
        self._reopening.join(report, closed, text)

    @Slot(object)
    def merge_into(self, other: SimilarRow) -> None:
        """并案: merge the selected case into one that is the same matter; a closed one is reopened first."""
        state = next((one for one in self._chosen.states if one.action is Action.MERGE), None)
        row = self._chosen.known
        if state is None or row is None or not state.enabled:
            self._say(state.why if state is not None else self.tr("请先在队列里选一件案件"))
        elif other.closed_at is not None:
            self.join(row, other.case)
        else:
            self._send(Action.MERGE, Filled(other_id=other.case.id), row)

    # ── the form ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _open_form(self, state: ActionState) -> None:
        row = self._chosen.known
        page = self.parent()  # asked for each time: a kept reference to the parent would be a cycle
        if row is None or self._form is not None or not isinstance(page, QWidget):
            return
        behalf = self._desk.wording.unit_row(row.holder_id) if state.behalf else None
        told = about(
            state.action,
            row,
            self._chosen.detail_of(row.id),
            self._desk,
            self._chosen.similar.to_merge_into(),
            self._criteria.options(row.category),
        )
        if state.action is Action.FILE:
            self._criteria.follow(row.category)
        self._form = ActForm(state.action, told, behalf, page)
        self._form_row = row  # what the person sees while filling it in: a later version is refused by the hub
        self._form.setProperty("action", state.action.value)
        self._form.set_text(self._drafts.text(row.id, state.action.value))
        self._form.filled.connect(self._on_filled)
        self._form.finished.connect(self._on_form_closed)
        self._form.open()
        self.form_opened.emit(self._form)
        if state.action in RESPECTING:
            self._working.claim(row)

    @Slot(str)
    def _on_chose(self, _case_id: str) -> None:
        row = self._chosen.row
        if row is not None and row.state in ACTIONS[Action.FILE].states:
            self._criteria.follow(row.category)

    @Slot(str)
    def _on_criteria(self, category: str) -> None:
        """Offer what came while the form stood open."""
        if self._form is not None and self._form_row is not None and self._form_row.category == category:
            self._form.offer_criteria(self._criteria.options(category))

    @Slot(object)
    def _on_filled(self, filled: Filled) -> None:
        if self._form is None or self._form_row is None:
            return
        action = Action(self._form.property("action"))
        self._drafts.keep(self._form_row.id, action.value, filled.text)
        closed = self._chosen.similar.closed(filled.other_id) if action is Action.MERGE else None
        if closed is not None:
            self.join(self._form_row, closed, filled.text)
        else:
            self._send(action, filled, self._form_row)

    def _on_form_closed(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = self._form_row = None
        self.left.emit()

    # ── sending, and what became of it ──────────────────────────────────────────────────────────────────────────────
    def _send(self, action: Action, filled: Filled, row: BoardRow | None) -> None:
        if row is None:
            return
        act = Act(
            command_id="",
            action=action,
            version=row.version,
            unit_id=filled.unit_id,
            assisting=filled.assisting,
            designated=filled.designated,
            text=filled.text,
            reason_code=filled.reason_code,
            until=filled.until,
            passed=filled.passed,
            criterion_id=filled.criterion_id,
            level=filled.level,
            reached=filled.reached,
            resolved=filled.resolved,
            satisfaction=filled.satisfaction,
            other_id=filled.other_id,
            attachments=filled.attachments,
            behalf=filled.behalf,
        )
        self._desk.act(row.id, action, act)

    @Slot(object, str)
    def _on_note(self, key: object, words: str) -> None:
        if str(key) == self._chosen.id and words.strip():
            self._send(Action.NOTE, Filled(text=words.strip()), self._chosen.known)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        case_id, label = finished.command.case_id, finished.command.label
        if not case_id or self._told_elsewhere(finished.command.id) or self._reopening.owns(finished.command.id):
            return
        if finished.committed:
            self._drafts.forget(case_id, label)
            if label == Action.NOTE.value:
                self._panel.clear_note(case_id)
            if label in _WORTH_TELLING:
                self._ask_undo(case_id, label)
            return
        changed = self.tr("；").join(labelled(line.label, line.value) for line in finished.changed)
        said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
        self.said.emit(Message(sentence(said, changed), "red", key=finished.command.id, shown_ms=0))
        self._chosen.ask()

    def _ask_undo(self, case_id: str, label: str) -> None:
        """Ask how the case stands now: the stream may have been faster than the answer, and the case off the board."""
        self._done_last = label
        self._desk.ask(lambda client: client.case(case_id), self._offer_undo, slot="undo")

    def _offer_undo(self, outcome: Outcome[CaseDetail]) -> None:
        if outcome.error is not None:
            return  # the line is down, which is said elsewhere; what was done is done
        row = outcome.value().row
        if row.undo_until is None or row.undo_by != self._desk.session.person_id:
            return
        self._chosen.learn(outcome.value())  # so that the key works as soon as it is offered
        done = action_label(Action(self._done_last))
        words = self.tr("{number} 已{action}").format(number=row.number[-4:], action=done)
        back = TakeBack(row.id, row.version)
        self.said.emit(Message(words, action=self.tr("撤销 Ctrl+Z"), target=back, key="undo"))

    @Slot(str)
    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="say"))


def _nowhere(_command_id: str) -> bool:
    return False
