"""Who else is here: what people are called, who looks at which case, whose claim stands and which has gone silent.

Claims are in the board's rows and run out by the clock, so that they are looked at again once a second; who looks at a
case comes with the stream's beats. A row is drawn anew only where something of this changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Signal

from console.board import Board
from services.api.board import BoardRow
from services.api.team import Glance, PersonName
from services.domain.claims import holder, is_silent
from services.domain.clock import Instant
from services.domain.conditions import Asked
from services.domain.looprules import LoopRules


class Company(NamedTuple):
    """Who is at a case beside oneself. `claimed_by` is the id of whoever has claimed it, "" nobody any more."""

    claimed_by: str = ""
    silent: bool = False
    watchers: tuple[str, ...] = ()


_ALONE = Company()


class Team(QObject):
    """What is known of the others. On the drawing thread."""

    changed = Signal(object)
    """The ids of cases at which somebody came, went, claimed or fell silent (tuple of str)."""
    names_wanted = Signal()
    """A person turned up whose name is not known."""
    lost = Signal(str, str)
    """One's claim was taken over: the case's id, the other's."""

    def __init__(self, board: Board, person_id: str, rules: LoopRules, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._person_id = person_id
        self._rules = rules
        self._names: dict[str, PersonName] = {}
        self._asked_for: set[str] = set()
        self._watchers: dict[str, tuple[str, ...]] = {}
        self._last: dict[tuple[str, str], Instant] = {}
        self._standing: dict[str, Company] = {}
        self._mine: frozenset[str] = frozenset()
        self._revisions: defaultdict[str, int] = defaultdict(int)

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def name(self, person_id: str) -> str:
        """Return what a person is called, 他人 until that is known."""
        known = self._names.get(person_id)
        return known.name if known is not None else QCoreApplication.translate("QueueRows", "他人")

    def people(self) -> list[PersonName]:
        """Return everybody whose name is known, by name."""
        return sorted(self._names.values(), key=lambda one: (one.name, one.id))

    def company(self, case_id: str) -> Company:
        """Return who is at a case beside oneself, as of the last look."""
        return self._standing.get(case_id, _ALONE)

    def claimer(self, row: BoardRow, now: Instant) -> str:
        """Return the id of the person whose claim on a case is in force, "" for nobody."""
        return holder(row, Asked(now=now, rules=self._rules))

    def revision(self, case_id: str) -> int:
        """Return a number that changes whenever the company at a case does."""
        return self._revisions.get(case_id, 0)

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    def know(self, names: Iterable[PersonName], now: Instant) -> None:
        """Take in what people are called."""
        self._names = {one.id: one for one in names}
        self._tell([*self._standing])
        self.tick(now)

    def take(self, glances: Sequence[Glance], now: Instant) -> None:
        """Take in who is where; it stands for all that was told before."""
        watchers: defaultdict[str, list[str]] = defaultdict(list)
        for one in glances:
            self._last[one.person_id, one.case_id] = one.at
            if one.looking:
                watchers[one.case_id].append(one.person_id)
        self._watchers = {case_id: tuple(sorted(people)) for case_id, people in watchers.items()}
        self._ask_for(one.person_id for one in glances)
        self.tick(now)

    def tick(self, now: Instant) -> None:
        """Look again at every claim: some have run out, some have gone silent."""
        standing = {case_id: Company(watchers=people) for case_id, people in self._watchers.items()}
        mine = set()
        asked = Asked(now=now, rules=self._rules)
        for row in self._claimed():
            person = holder(row, asked)
            if not person:
                continue
            if person == self._person_id:
                mine.add(row.id)
            seen = self._last.get((person, row.id))
            silent = person != self._person_id and is_silent(row.claimed_at, seen, now, self._rules.claim_silent_ms)
            standing[row.id] = Company(person, silent, self._watchers.get(row.id, ()))
        self._ask_for(one.claimed_by for one in standing.values() if one.claimed_by)
        before, self._standing = self._standing, standing
        self._tell_of_lost(mine)
        self._tell([key for key in {*before, *standing} if before.get(key) != standing.get(key)])

    def _claimed(self) -> list[BoardRow]:
        columns = self._board.columns
        codes = columns.codes("claimed_by")
        if codes is None:
            return []
        return [columns.row(int(slot)) for slot in np.flatnonzero(columns.used & (codes != 0))]

    def _tell_of_lost(self, mine: set[str]) -> None:
        before, self._mine = self._mine, frozenset(mine)
        for case_id in before - mine:
            other = self._standing.get(case_id, _ALONE).claimed_by
            if other:
                self.lost.emit(case_id, other)

    def _ask_for(self, people: Iterable[str]) -> None:
        unknown = {one for one in people if one not in self._names} - self._asked_for - {self._person_id}
        if unknown:  # once for each: an id that stays unknown is somebody who is not there any more
            self._asked_for |= unknown
            self.names_wanted.emit()

    def _tell(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._revisions[key] += 1
        if keys:
            self.changed.emit(tuple(keys))
