"""Working beside others: what one opens one claims, the next case nobody has, and what is told of it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from console.actions import Seat, state_of
from console.case_view import CaseView
from console.desk import Desk
from console.ordering import running_due
from services.api.board import BoardRow
from services.api.cases import Act
from services.domain.actions import Action
from services.domain.rights import Right
from widgets.plain import one_line
from widgets.toast import Message


class Working(QObject):
    """Claims for who is at the seat, as quietly as it can. `said` carries a Message."""

    said = Signal(object)
    opened = Signal(str)
    """The next case: its id."""

    def __init__(self, desk: Desk, view: CaseView, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = view
        desk.team.lost.connect(self._on_lost)

    def is_free(self, row: BoardRow) -> bool:
        """Tell whether nobody has claimed a case, and one may."""
        desk = self._desk
        if desk.team.claimer(row, desk.now()):
            return False
        busy = any(command.label == Action.CLAIM for command in desk.pending.commands(row.id))
        return not busy and self._may(row, Action.CLAIM)

    def claim(self, row: BoardRow | None) -> None:
        """Claim a case that was opened to work on it, where nobody has; one that only reads claims nothing."""
        if row is not None and self.is_free(row):
            act = Act(command_id="", action=Action.CLAIM, version=row.version)
            self._desk.act(row.id, Action.CLAIM, act)

    def next_case(self, at: str) -> None:
        """下一件: open and claim the most urgent case of the view that nobody has and one may work on."""
        works = Right.CASE_WORK in self._desk.session.rights
        for row in self._by_urgency():
            if row.id != at and not works and self._handles(row):
                self.opened.emit(row.id)
                return
            if works and self.is_free(row):
                self.opened.emit(row.id)
                self.claim(row)
                return
        self._say(self.tr("这个视图里没有可以接着办的案件：都有人在办，或不归您办"))

    def _by_urgency(self) -> list[BoardRow]:
        """Return the view's cases, the one whose time runs out first at the top, whatever the view is sorted by."""
        columns, slots = self._desk.board.columns, self._view.slots()
        priority = columns.codes("priority")
        if priority is None:
            raise LookupError("priority")
        order = np.lexsort((columns.serials[slots], -priority[slots], running_due(columns, slots)))
        return [columns.row(int(slot)) for slot in slots[order]]

    def _handles(self, row: BoardRow) -> bool:
        return row.holder_id == self._desk.session.unit_id

    def _may(self, row: BoardRow, action: Action) -> bool:
        desk = self._desk
        seat = Seat(desk.session, desk.wording, desk.connected, desk.team.name)
        return state_of(action, row, seat, desk.now()).enabled

    @Slot(str, str)
    def _on_lost(self, case_id: str, person_id: str) -> None:
        row = self._desk.board.row(case_id)
        if row is not None:
            who = one_line(self._desk.team.name(person_id), 20)
            words = self.tr("{who} 接管了您认领的 {number} {title}")
            said = words.format(who=who, number=row.number[-4:], title=one_line(row.title, 30))
            self.said.emit(Message(said, "yellow", key=f"lost-{case_id}", shown_ms=0))

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="say"))
