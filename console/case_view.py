"""One ordered, filtered look at the board: what the queue shows. Kept up to date as the board and the time move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from console import filters
from console.board import Board, BoardChange
from console.columns import Slots
from console.figures_numpy import Sight, day_start
from console.filters import RowFilter, TextMask
from console.ordering import Ordering
from console.wording import Wording
from services.domain.clock import Instant
from services.domain.figures import All

Now = Callable[[], Instant]


@dataclass(frozen=True, slots=True)
class ViewChange:
    """What changed in the view: ids that look different (None: any), ids that came into it, whether the filter did."""

    changed: tuple[str, ...] | None = None
    arrived: tuple[str, ...] = ()
    refiltered: bool = False


class CaseView(QObject):
    """The cases of one filter in one order. `changed` carries a ViewChange.

    Positions are lookups. `tick` lets cases in and out as time passes (a view of what is nearly due).
    """

    changed = Signal(object)

    def __init__(self, board: Board, wording: Wording, now: Now, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._wording = wording
        self._now = now
        self._filter = RowFilter()
        self._text = TextMask()
        self._ordering = Ordering(
            {
                "number": lambda row: row.number,
                "title": lambda row: row.title,
                "place": lambda row: row.place,
                "source": lambda row: wording.source(row.source),
                "category": lambda row: wording.category(row.category),
                "holder": lambda row: wording.unit(row.holder_id),
            }
        )
        self._slots: Slots = np.zeros(0, np.intp)
        self._places: Slots | None = None
        self._rebuild()
        board.changed.connect(self._on_board)

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def __len__(self) -> int:
        return len(self._slots)

    def slot(self, index: int) -> int:
        """Return the board's slot of the case at a position. Raises IndexError."""
        return int(self._slots[index])

    def key(self, index: int) -> str:
        """Return the id of the case at a position. Raises IndexError."""
        return str(self._board.columns.keys[self._slots[index]])

    def index_of(self, key: object) -> int | None:
        """Return the position of a case, None when it is not shown."""
        slot = self._board.columns.slot(key)
        if slot is None:
            return None
        if self._places is None:
            self._places = np.full(self._board.columns.size, -1, np.intp)
            self._places[self._slots] = np.arange(len(self._slots))
        place = int(self._places[slot])
        return None if place < 0 else place

    @property
    def row_filter(self) -> RowFilter:
        """The filter shown."""
        return self._filter

    @property
    def sort(self) -> tuple[str, bool]:
        """The sort column and whether it descends."""
        return self._ordering.column, self._ordering.descending

    def slots(self) -> Slots:
        """Return the slots shown, in order (not to be written into)."""
        return self._slots

    # ── changing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def set_filter(self, rows: RowFilter) -> None:
        """Show another part of the board."""
        if rows == self._filter:
            return
        self._filter = rows
        self._text.set(rows.text, self._board.columns)
        self._refilter()
        self.changed.emit(ViewChange(refiltered=True))

    def set_sort(self, column: str, *, descending: bool = False) -> None:
        """Order by remaining, number, title, place, source, category, holder, tier, priority or a time column.

        Cases without a value come last either way. Raises KeyError for another name.
        """
        if (column, descending) != self.sort:
            self._ordering.sort(self._board.columns, column, descending=descending)
            self._refilter()
            self.changed.emit(ViewChange())

    def tick(self) -> None:
        """Look again at what depends on the time; cheap when nothing does."""
        before = self._slots
        if self._filter.figure:
            self._refilter()
            if not np.array_equal(before, self._slots):
                self.changed.emit(ViewChange())

    @Slot(object)
    def _on_board(self, change: BoardChange) -> None:
        columns = self._board.columns
        if change.fresh or change.slots is None or change.freed is None:
            self._rebuild()
            self.changed.emit(ViewChange())
            return
        self._ordering.merge(columns, change.slots, change.freed)
        self._text.update(np.concatenate([change.slots, change.freed]), columns)
        self._refilter()
        arrived = tuple(key for key in change.added if self.index_of(key) is not None)
        self.changed.emit(ViewChange(change.changed, arrived))

    def _rebuild(self) -> None:
        self._ordering.rebuild(self._board.columns)
        self._text.set(self._filter.text, self._board.columns)
        self._text.refresh(self._board.columns)
        self._refilter()

    def _refilter(self) -> None:
        columns = self._board.columns
        self._places = None
        order = self._ordering.slots
        if not self._text.words and not self._filter.areas and self._filter.predicate() == All(()):
            self._slots = order
            return
        now = self._now()
        sight = Sight(columns, now, day_start(now, self._wording.zone))
        mask = filters.mask(self._filter, self._text, sight, columns)
        self._slots = order[mask[order]]
