"""The open cases as columns: numpy arrays for what is compared, Python texts for what is searched and shown.

A case keeps its slot while it is on the board; freed slots are used again. Filling is the same for one row and for
twenty thousand, and may happen on a worker thread as long as nobody else has the columns yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from console.figures_numpy import NO_TIME
from services.api.board import BoardRow
from services.domain.cases import OPEN_STATES

Slots: TypeAlias = NDArray[np.intp]

TIMES = ("signed_at", "reported_at", "due_start", "due_at", "escalate_at", "escalated_at", "suspended_at")
TEXTS = (
    "mode",
    "area_path",
    "category",
    "source",
    "answerable_id",
    "holder_id",
    "supervised",
    "claimed_by",
    "state",
    "call_kind",
    "request_kind",
)
NUMBERS = ("priority", "tier", "proactive")
_FIELDS = BoardRow.__struct_fields__
_LEAST = 1024

RowText = Callable[[BoardRow], str]
"""Returns what a filter text is looked for in: number, title, place, units."""


_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ　]")
_NARROW = {code: code - 0xFEE0 for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)}
_NARROW[0x3000] = ord(" ")
_SEPARATOR = "\0"


def folded(text: str) -> str:
    """Return a text as it is compared while filtering: letter case and full-width letters and digits do not matter."""
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    return text.casefold()


def folded_all(texts: list[str]) -> list[str]:
    """Fold many texts at once: one pass over all of them together is ten times faster than one over each."""
    together = folded(_SEPARATOR.join(texts)).split(_SEPARATOR)
    return together if len(together) == len(texts) else [folded(text) for text in texts]


class Columns:
    """Columns of the open cases. `size` is the number of slots; `used` tells which hold a case."""

    def __init__(self, row_text: RowText, size: int = _LEAST) -> None:
        self._row_text = row_text
        self.size = size
        self.used = np.zeros(size, np.bool_)
        self.stamps = np.zeros(size, np.int64)
        self.serials = np.zeros(size, np.float64)
        self.lon = np.full(size, np.nan)
        self.lat = np.full(size, np.nan)
        self.keys = np.full(size, None, object)
        self.labels = np.full(size, "", object)
        self.rows: list[BoardRow | None] = [None] * size
        self.texts: list[str] = [""] * size
        self._times = {name: np.full(size, NO_TIME, np.int64) for name in TIMES}
        self._codes = {name: np.zeros(size, np.int32) for name in (*TEXTS, *NUMBERS, "open")}
        self._values: dict[str, dict[str, int]] = {name: {"": 0} for name in TEXTS}
        self._slot: dict[str, int] = {}
        self._free: list[int] = list(range(size - 1, -1, -1))
        self._serial = 0

    @classmethod
    def of(cls, rows: Iterable[BoardRow], row_text: RowText, stamp: int = 0) -> Columns:
        """Return columns that hold these rows, the oldest report first in the order of their serials."""
        ordered = sorted(rows, key=lambda row: row.reported_at)
        size = max(_LEAST, len(ordered) + len(ordered) // 8)
        columns = cls(row_text, size)
        columns.put(ordered, stamp)
        return columns

    def __len__(self) -> int:
        return len(self._slot)

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def slot(self, key: object) -> int | None:
        """Return the slot of a case id, None when it is not here."""
        return self._slot.get(key) if isinstance(key, str) else None

    def row(self, slot: int) -> BoardRow:
        """Return the row in a slot. Raises LookupError for a free one."""
        row = self.rows[slot]
        if row is None:
            raise LookupError(slot)
        return row

    def times(self, name: str, /) -> NDArray[np.int64] | None:
        """Return a time column, None when it is none."""
        return self._times.get(name)

    def codes(self, name: str, /) -> NDArray[np.int32] | None:
        """Return a column of codes, None when there is none."""
        return self._codes.get(name)

    def code(self, name: str, value: str | int, /) -> int:
        """Return the code of a value in a column; -1 when no row has it."""
        values = self._values.get(name)
        if values is not None:
            return values.get(str(value), -1)
        return value if isinstance(value, int) else -1

    def values(self, name: str) -> dict[str, int]:
        """Return the values that a text column has ever had here, with their codes."""
        return self._values[name]

    # ── changing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def put(self, rows: Sequence[BoardRow], stamp: int) -> tuple[Slots, list[str]]:
        """Take rows, each id once, new or in place of the case's former row. Return their slots and the new ids."""
        if len(self._free) < len(rows):
            self._grow(len(rows))
        slots = np.empty(len(rows), np.intp)
        new: list[str] = []
        for index, row in enumerate(rows):
            slot = self._slot.get(row.id)
            if slot is None:
                slot = self._slot[row.id] = self._free.pop()
                self._serial += 1
                self.serials[slot] = self._serial
                new.append(row.id)
            slots[index] = slot
        if len(rows):
            self._fill(slots, rows, stamp)
        return slots, new

    def remove(self, keys: Iterable[str]) -> tuple[Slots, list[str]]:
        """Forget cases; return the slots they had and the ids that were here."""
        found = [key for key in dict.fromkeys(keys) if key in self._slot]
        slots = np.array([self._slot.pop(key) for key in found], np.intp)
        self.used[slots] = False
        self.keys[slots] = None
        self.labels[slots] = ""
        for slot in slots.tolist():
            self.rows[slot] = None
            self.texts[slot] = ""
            self._free.append(slot)
        return slots, found

    def _fill(self, slots: Slots, rows: Sequence[BoardRow], stamp: int) -> None:
        by_name = dict(zip(_FIELDS, zip(*map(msgspec.structs.astuple, rows), strict=True), strict=True))
        for name, times in self._times.items():
            times[slots] = [NO_TIME if at is None else at for at in by_name[name]]
        for name, values in self._values.items():
            codes = [values.setdefault(value or "", len(values)) for value in by_name[name]]
            self._codes[name][slots] = codes
        for name in NUMBERS:
            self._codes[name][slots] = by_name[name]
        self._codes["open"][slots] = [
            state in OPEN_STATES and merged is None
            for state, merged in zip(by_name["state"], by_name["merged_at"], strict=True)
        ]
        # None becomes NaN: a case without a place is on no map.
        self.lon[slots] = np.array(by_name["lon"], np.float64)
        self.lat[slots] = np.array(by_name["lat"], np.float64)
        self.used[slots] = True
        self.stamps[slots] = stamp
        self.keys[slots] = by_name["id"]
        self.labels[slots] = [f"{row.number} {row.title}" for row in rows]
        texts = folded_all([self._row_text(row) for row in rows])
        for slot, row, text in zip(slots.tolist(), rows, texts, strict=True):
            self.rows[slot] = row
            self.texts[slot] = text

    def _grow(self, wanted: int) -> None:
        old = self.size
        more = max(old, wanted)
        self.size = old + more
        self.used = np.concatenate([self.used, np.zeros(more, np.bool_)])
        self.stamps = np.concatenate([self.stamps, np.zeros(more, np.int64)])
        self.serials = np.concatenate([self.serials, np.zeros(more)])
        self.lon = np.concatenate([self.lon, np.full(more, np.nan)])
        self.lat = np.concatenate([self.lat, np.full(more, np.nan)])
        self.keys = np.concatenate([self.keys, np.full(more, None, object)])
        self.labels = np.concatenate([self.labels, np.full(more, "", object)])
        self.rows.extend([None] * more)
        self.texts.extend([""] * more)
        self._times = {
            name: np.concatenate([times, np.full(more, NO_TIME, np.int64)]) for name, times in self._times.items()
        }
        self._codes = {name: np.concatenate([codes, np.zeros(more, np.int32)]) for name, codes in self._codes.items()}
        self._free[:0] = range(self.size - 1, old - 1, -1)
