"""The queue's rows, from a view of the board: what widgets.queue asks for while it paints."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from console.board import Board
from console.case_marks import case_marks, supervised_word
from console.case_view import CaseView
from console.team import Team
from console.wording import Wording, mode_word
from services.api.board import BoardRow
from services.domain.modes import Mode
from widgets.queue.rows import QueueRow

_KEPT = 2_000
_TEAM_BITS = 16
_TAIL = 4


class Marks(Protocol):
    """What is under way with a case at this console."""

    def mark(self, case_id: str, /) -> str:
        """Return "" (nothing), "submitting" or "unconfirmed"."""
        ...


_MARK_CODES = {"": 0, "submitting": 1, "unconfirmed": 2}


class BoardQueueRows:
    """`QueueRows` over a CaseView. `mode` is the district's own: rows of another one say so in words."""

    def __init__(
        self,
        board: Board,
        view: CaseView,
        wording: Wording,
        marks: Marks,
        team: Team,
        *,
        person_id: str,
        mode: Mode,
    ) -> None:
        self._board = board
        self._view = view
        self._wording = wording
        self._marks = marks
        self._team = team
        self._person_id = person_id
        self._mode = mode
        self._cache: dict[str, tuple[int, QueueRow]] = {}

    def __len__(self) -> int:
        return len(self._view)

    def key(self, index: int, /) -> str:
        """Return the id of the case at a position."""
        return self._view.key(index)

    def index_of(self, key: object, /) -> int | None:
        """Return the position of a case, None when it is not shown."""
        return self._view.index_of(key)

    def stamp(self, index: int, /) -> int:
        """Return a number that changes whenever the row's look does."""
        slot = self._view.slot(index)
        key = str(self._board.columns.keys[slot])
        look = int(self._board.columns.stamps[slot]) * 4 + _MARK_CODES[self._marks.mark(key)]
        return look << _TEAM_BITS | self._team.revision(key) % (1 << _TEAM_BITS)

    def row(self, index: int, /) -> QueueRow:
        """Return what is drawn at a position."""
        key, stamp = self._view.key(index), self.stamp(index)
        found = self._cache.get(key)
        if found is not None and found[0] == stamp:
            return found[1]
        if len(self._cache) >= _KEPT:
            self._cache.clear()
        drawn = self._drawn(self._board.columns.row(self._view.slot(index)), self._marks.mark(key))
        self._cache[key] = (stamp, drawn)
        return drawn

    def forget(self) -> None:
        """Word every row anew (another language)."""
        self._cache.clear()

    def _drawn(self, row: BoardRow, mark: str) -> QueueRow:
        suspended = row.suspended_at is not None
        company = self._team.company(row.id)
        claimer, mine = company.claimed_by, company.claimed_by == self._person_id
        return QueueRow(
            number=row.number[-_TAIL:],
            title=row.title,
            place=row.place,
            source=self._wording.source(row.source),
            tier=self._wording.tier(row.tier),
            holder=self._wording.unit(row.holder_id),
            priority=int(row.priority) - 1,
            due_at=None if suspended else row.due_at,
            started_at=row.due_start if row.due_start is not None else row.reported_at,
            clock_text=QCoreApplication.translate("QueueRows", "挂账") if suspended else "",
            pending=mark == "submitting",
            unconfirmed=mark == "unconfirmed",
            claimed_by=self._team.name(claimer) if claimer and not mine else "",
            mine=mine,
            silent=company.silent,
            watched_by=self._watchers(company.watchers, claimer),
            supervised=supervised_word(row),
            marks=case_marks(row, self._wording),
            mode=row.mode.value,
            mode_word="" if row.mode is self._mode else mode_word(row.mode),
        )

    def _watchers(self, people: tuple[str, ...], claimer: str) -> str:
        """Return who else looks at the case; whoever has claimed it is named already."""
        others = [self._team.name(one) for one in people if one != claimer]
        if len(others) <= 1:
            return "".join(others)
        return QCoreApplication.translate("QueueRows", "{who} 等 {n} 人").format(who=others[0], n=len(others))
