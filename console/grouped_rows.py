"""The queue's rows in groups by area and kind, for a storm: headings with counts, and the cases of open groups."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.board import Board
from console.case_view import CaseView
from console.columns import Slots
from console.queue_rows import BoardQueueRows
from console.wording import Wording
from services.domain.cases import Priority
from services.domain.tiers import Tier
from widgets.plain import sentence
from widgets.queue.rows import GroupKey, Heading, QueueRow

_DEPTH = Tier.DISTRICT - Tier.STREET + 1
"""Units of an area path from the district down to the street."""

EventName = Callable[[str], str]
"""Returns what a declared event is called, by its id, "" where that is not known."""


class GroupedRows:
    """`QueueRows` over the same view. Groups stand in the order of their most urgent case, closed unless opened.

    Positions are made anew by `rebuild` after each change of the view: a few milliseconds at 20,000 cases.
    """

    def __init__(
        self, board: Board, view: CaseView, rows: BoardQueueRows, wording: Wording, event_name: EventName
    ) -> None:
        self._board = board
        self._view = view
        self._rows = rows
        self._wording = wording
        self._event_name = event_name
        self._open: set[GroupKey] = set()
        self._groups: list[tuple[GroupKey, Slots]] = []
        self._entries: Slots = np.zeros(0, np.intp)
        self._headings: dict[GroupKey, int] = {}
        self._places: dict[int, int] = {}
        self._stamp = 0

    # ── QueueRows ───────────────────────────────────────────────────────────────────────────────────────────────────
    def __len__(self) -> int:
        return len(self._entries)

    def key(self, index: int, /) -> object:
        """Return the id of the case at a position, or the key of the group whose heading stands there."""
        entry = int(self._entries[index])
        return self._groups[-entry - 1][0] if entry < 0 else str(self._board.columns.keys[entry])

    def row(self, index: int, /) -> QueueRow:
        """Return what is drawn at a position."""
        entry = int(self._entries[index])
        return self._heading(*self._groups[-entry - 1]) if entry < 0 else self._rows.row(self._at(entry))

    def stamp(self, index: int, /) -> int:
        """Return a number that changes whenever the row's look does."""
        entry = int(self._entries[index])
        return self._stamp if entry < 0 else self._rows.stamp(self._at(entry))

    def index_of(self, key: object, /) -> int | None:
        """Return the position of a case or heading, None when it is not shown."""
        if isinstance(key, GroupKey):
            return self._headings.get(key)
        slot = self._board.columns.slot(key)
        return None if slot is None else self._places.get(slot)

    # ── groups ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def rebuild(self) -> None:
        """Group the view's cases as they are now."""
        slots = self._view.slots()
        self._groups = self._grouped(slots)
        self._lay_out()

    def toggle(self, group: GroupKey, *, is_open: bool) -> None:
        """Show or hide the cases of a group."""
        if is_open:
            self._open.add(group)
        else:
            self._open.discard(group)
        self._lay_out()

    def reveal(self, key: object) -> bool:
        """Open the group of a case; False when the view does not have it."""
        slot = self._board.columns.slot(key)
        group = next((name for name, slots in self._groups if slot is not None and slot in slots), None)
        if group is not None and group not in self._open:
            self.toggle(group, is_open=True)
        return group is not None

    def close_all(self) -> None:
        """Hide the cases of every group."""
        self._open = set()

    def _at(self, slot: int) -> int:
        index = self._view.index_of(self._board.columns.keys[slot])
        if index is None:
            raise LookupError(slot)
        return index

    def _grouped(self, slots: Slots) -> list[tuple[GroupKey, Slots]]:
        columns = self._board.columns
        areas, kinds = columns.codes("area_path"), columns.codes("category")
        if areas is None or kinds is None or not len(slots):
            return []
        streets: dict[str, int] = {}
        street_of = np.zeros(len(columns.values("area_path")), np.int64)
        for path, code in columns.values("area_path").items():
            street_of[code] = streets.setdefault(_street(path), len(streets))
        codes = street_of[areas[slots]] * (len(columns.values("category")) + 1) + kinds[slots]
        _, first, group = np.unique(codes, return_index=True, return_inverse=True)
        by_urgency = np.argsort(first, kind="stable")
        rank = np.empty_like(by_urgency)
        rank[by_urgency] = np.arange(len(by_urgency))
        order = np.argsort(rank[group], kind="stable")
        parts = np.split(slots[order], np.cumsum(np.bincount(rank[group]))[:-1])
        return [(self._key_of(int(part[0])), part) for part in parts]

    def _key_of(self, slot: int) -> GroupKey:
        row = self._board.columns.row(slot)
        return GroupKey(_street(row.area_path), row.category)

    def _lay_out(self) -> None:
        pieces: list[Slots] = []
        self._headings, self._places = {}, {}
        at = 0
        for number, (group, slots) in enumerate(self._groups):
            pieces.append(np.array([-number - 1], np.intp))
            self._headings[group] = at
            at += 1
            if group in self._open:
                pieces.append(slots)
                self._places.update(zip(slots.tolist(), range(at, at + len(slots)), strict=True))
                at += len(slots)
        self._entries = np.concatenate(pieces) if pieces else np.zeros(0, np.intp)
        self._stamp += 1

    def _heading(self, group: GroupKey, slots: Slots) -> QueueRow:
        wording = self._wording
        area = wording.unit(group.area.rsplit("/", 1)[-1])
        return QueueRow(
            number="",
            title=sentence(area, wording.category(group.kind)),
            place="",
            source="",
            tier="",
            holder="",
            heading=Heading(len(slots), group in self._open, self._detail(slots)),
        )

    def _detail(self, slots: Slots) -> str:
        """Return the declared event that all of a group belong to, and how many are most urgent."""
        columns = self._board.columns
        priorities = columns.codes("priority")
        critical = 0 if priorities is None else int((priorities[slots] == Priority.EXTRA_URGENT).sum())
        events = {columns.row(int(slot)).event_id for slot in slots[:200]}
        only = next(iter(events)) if len(events) == 1 else None
        return sentence(self._event_name(only) if only else "", _critical(critical) if critical else "")


def _critical(count: int) -> str:
    return QCoreApplication.translate("GroupedRows", "特急 {n} 件").format(n=count)


def _street(path: str) -> str:
    """Return the street of an area path, or the path itself above one."""
    return "/".join(path.split("/")[:_DEPTH])
