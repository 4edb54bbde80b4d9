"""The board: the open cases of one's view, as the hub last told them, and the numbers counted from them.

Lives on the drawing thread. A fresh board is prepared on a worker (`prepare`) and taken over whole (`take`); changes
are merged (`apply`). Pages ask the board, never the network. It holds at most the most urgent `MOST` cases and says
when there are more (`partial`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from console import figures_numpy
from console.columns import Columns, RowText, Slots
from console.figures_numpy import NO_TIME, Sight
from console.ordering import running_due
from services.api.board import Board as BoardMessage
from services.api.board import BoardRow, Changes
from services.domain.cases import OPEN_STATES
from services.domain.clock import MINUTE_MS, Instant
from services.domain.figures import FIGURES, NEAR_DUE_MS, Figure
from services.domain.modes import Mode
from widgets.map.values import CasePoints, Light

MOST = 20_000
_THIN = 0.9
PRESSING_MS = 10 * MINUTE_MS
"""Nearer than this the lights of queue and map say so once more (the colours of the screens; no figure counts it)."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A fresh board, ready to be taken over."""

    pos: int
    total: int
    columns: Columns


@dataclass(frozen=True, slots=True)
class BoardChange:
    """What changed, by case id; `fresh`: everything may have. `slots` and `freed` are for those who keep masks."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    fresh: bool = False
    slots: Slots | None = None
    freed: Slots | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Values of figures by name, as of a moment, of one mode; `partial`: counted over the most urgent cases only."""

    values: Mapping[str, int]
    as_of: Instant
    mode: Mode
    partial: bool


def prepare(message: BoardMessage, row_text: RowText) -> Prepared:
    """Turn the hub's board into columns; on a worker thread, for it costs a tenth of a second at 20,000 rows."""
    rows = [row for row in message.rows if row.state in OPEN_STATES]
    return Prepared(message.pos, message.total, Columns.of(rows, row_text))


def light(row: BoardRow, now: Instant) -> Light:
    """Return the class of a case's remaining time; near-due and overdue are those of the figures."""
    if row.due_at is None or row.suspended_at is not None:
        return Light.NO_LIMIT
    left = row.due_at - now
    if left < 0:
        return Light.OVERDUE
    if left < PRESSING_MS:
        return Light.PRESSING
    return Light.DUE if left < NEAR_DUE_MS else Light.IN_TIME


class Board(QObject):
    """The open cases. `changed` carries a BoardChange after each take or apply that altered something."""

    changed = Signal(object)

    def __init__(self, row_text: RowText, most: int = MOST, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = Columns(row_text)
        self.pos = 0
        self.total = 0
        self.revision = 0
        self._most = most
        self._figures: tuple[object, Figures] | None = None

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def __len__(self) -> int:
        return len(self.columns)

    @property
    def partial(self) -> bool:
        """Whether there are open cases in one's view that the board does not hold."""
        return self.total > len(self.columns)

    @property
    def thin(self) -> bool:
        """Whether so many held cases went that the board should be asked for anew."""
        return self.partial and len(self.columns) < self._most * _THIN

    def row(self, key: object) -> BoardRow | None:
        """Return an open case by its id, None when it is not on the board."""
        slot = self.columns.slot(key)
        return None if slot is None else self.columns.rows[slot]

    def by_number(self, number: str) -> BoardRow | None:
        """Return an open case by its whole public number."""
        return next((row for row in self.columns.rows if row is not None and row.number == number), None)

    def rows(self) -> list[BoardRow]:
        """Return all rows held, in no order."""
        return [row for row in self.columns.rows if row is not None]

    def coming_up(self, most: int) -> tuple[list[BoardRow], int]:
        """Return the cases that go up a tier next, soonest first and at most so many, and how many will in all."""
        columns = self.columns
        due = columns.times("escalate_at")
        if due is None:
            raise LookupError("escalate_at")
        slots = np.flatnonzero(columns.used & (due != NO_TIME))
        soonest = slots[np.argsort(due[slots], kind="stable")[:most]]
        return [columns.row(int(slot)) for slot in soonest], len(slots)

    def figures(self, mode: Mode, now: Instant, day_start: Instant, figures: Mapping[str, Figure] = FIGURES) -> Figures:
        """Count figures over the cases of one mode; within one second and revision they are counted once."""
        tick = (self.revision, mode, now // 1000, day_start, tuple(figures))
        if self._figures is not None and self._figures[0] == tick:
            return self._figures[1]
        sight = Sight(self.columns, now, day_start)
        codes = self.columns.codes("mode")
        rows = self.columns.used if codes is None else self.columns.used & (codes == self.columns.code("mode", mode))
        values = figures_numpy.count(figures, sight, rows)
        result = Figures(values, now, mode, self.partial)
        self._figures = (tick, result)
        return result

    def points(self, now: Instant, slots: Slots | None = None) -> CasePoints:
        """Return all cases (or those of `slots`) for the map."""
        columns = self.columns
        chosen = np.flatnonzero(columns.used) if slots is None else slots[columns.used[slots]]
        priority = columns.codes("priority")
        if priority is None:
            raise KeyError("priority")
        return CasePoints(
            columns.keys[chosen],
            columns.lon[chosen],
            columns.lat[chosen],
            priority[chosen].astype(np.int8),
            self._lights(now, chosen),
            self.revision,
            columns.labels[chosen],
        )

    def lights(self, now: Instant) -> NDArray[np.int8]:
        """Return the Light of every slot at a moment; it means nothing where a slot is empty."""
        return self._lights(now, np.arange(len(self.columns.used)))

    def _lights(self, now: Instant, slots: Slots) -> NDArray[np.int8]:
        due = running_due(self.columns, slots)
        edges = (np.inf, now + NEAR_DUE_MS, now + PRESSING_MS, now)
        lights = np.full(len(slots), Light.NO_LIMIT, np.int8)
        for edge, code in zip(edges, (Light.IN_TIME, Light.DUE, Light.PRESSING, Light.OVERDUE), strict=True):
            lights[due < edge] = code
        return lights

    # ── changing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def take(self, prepared: Prepared) -> None:
        """Take over a fresh board."""
        self.revision += 1
        self.columns = prepared.columns
        self.columns.stamps[:] = self.revision
        self.pos, self.total = prepared.pos, max(prepared.total, len(prepared.columns))
        self._shed()
        self.changed.emit(BoardChange(fresh=True))

    def apply(self, changes: Changes) -> None:
        """Merge what happened since; a position that was already applied changes nothing."""
        if changes.pos > self.pos:
            self.pos = changes.pos
            self._merge(changes.rows, changes.gone, changes.total)

    def patch(self, row: BoardRow, pos: int, *, visible: bool = True) -> None:
        """Take the row of a command's answer, which may come before or after the stream tells of it.

        A case that is not here is added only when the stream has not come so far: else it left in the meantime.
        """
        if not visible:
            self._merge((), (row.id,), None)
        elif self.columns.slot(row.id) is not None or pos > self.pos:
            self._merge((row,), (), None)

    def _merge(self, rows: Iterable[BoardRow], gone: Iterable[str], total: int | None) -> None:
        leaving = {*gone}
        arriving: dict[str, BoardRow] = {}
        for row in rows:
            if row.state not in OPEN_STATES:
                leaving.add(row.id)
            elif row.id not in leaving and self._is_news(row):
                arriving[row.id] = row
        was_partial = self.partial
        freed, removed = self.columns.remove(leaving)
        self.revision += 1
        slots, added = self.columns.put(list(arriving.values()), self.revision)
        if total is None:
            total = self.total - len(removed) + (0 if was_partial else len(added))
        self.total = max(total, len(self.columns))
        more_freed, shed = self._shed()
        if len(shed):
            dropped = set(shed)
            slots = slots[self.columns.used[slots]]
            added = [key for key in added if key not in dropped]
        freed = np.concatenate([freed, more_freed])
        if not len(slots) and not len(freed):
            return
        new = set(added)
        changed = tuple(key for key in arriving if key not in new and self.columns.slot(key) is not None)
        self.changed.emit(BoardChange(tuple(added), changed, (*removed, *shed), fresh=False, slots=slots, freed=freed))

    def _is_news(self, row: BoardRow) -> bool:
        held = self.row(row.id)
        return held is None or row.version > held.version or (row.version == held.version and row != held)

    def _shed(self) -> tuple[Slots, list[str]]:
        """Let go of the least urgent cases above the most that the board holds."""
        over = len(self.columns) - self._most
        if over <= 0:
            return np.zeros(0, np.intp), []
        slots = np.flatnonzero(self.columns.used)
        order = np.lexsort((self.columns.serials[slots], running_due(self.columns, slots)))
        return self.columns.remove([str(key) for key in self.columns.keys[slots[order[-over:]]]])
