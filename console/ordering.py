"""The order of the open cases by one column, kept while rows change: moved rows are merged in, nothing is sorted anew.

A row's key is one complex number: the column's value, then the serial of the row, which decides between equals. numpy
orders complex numbers by the real part first, so that one `searchsorted` places a whole batch and every order is total.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from console.columns import Columns, Slots
from console.figures_numpy import NO_TIME
from services.api.board import BoardRow

TextOf = Callable[[BoardRow], str]
_LAST = np.inf


class TextRanks:
    """Numbers in the order of texts: the commoner characters by pinyin (the order of GB 18030), none last."""

    def __init__(self) -> None:
        self._keys: list[bytes] = []
        self._ranks: list[float] = []
        self._of: dict[str, float] = {"": _LAST}

    def rebuild(self, texts: Iterable[str]) -> None:
        """Forget everything and rank these texts."""
        wanted = sorted((_collated(text), text) for text in set(texts) if text)
        self._keys = [key for key, _ in wanted]
        self._ranks = [float(index + 1) for index in range(len(wanted))]
        self._of = {"": _LAST} | {text: rank for (_, text), rank in zip(wanted, self._ranks, strict=True)}

    def add(self, texts: Iterable[str]) -> bool:
        """Rank further texts between those known. Return False when there is no room: rebuild then."""
        return all(text in self._of or self._add(text) for text in texts)

    def __getitem__(self, text: str) -> float:
        return self._of[text]

    def __len__(self) -> int:
        return len(self._of)

    def _add(self, text: str) -> bool:
        key = _collated(text)
        at = bisect_left(self._keys, key)
        if at < len(self._keys) and self._keys[at] == key:
            self._of[text] = self._ranks[at]
            return True
        low = self._ranks[at - 1] if at else (self._ranks[0] - 2 if self._ranks else 0.0)
        high = self._ranks[at] if at < len(self._ranks) else low + 2
        rank = (low + high) / 2
        if not low < rank < high:
            return False
        self._keys.insert(at, key)
        self._ranks.insert(at, rank)
        self._of[text] = rank
        return True


def _collated(text: str) -> bytes:
    return text.encode("gb18030", "replace")


class Ordering:
    """The slots of the open cases in order of one column; rows without a value come last either way.

    `column` is "remaining" (due time; suspended cases have no running one), the name of a number or time column, or a
    name of `texts`, which tells how to get the text of a row.
    """

    def __init__(self, texts: dict[str, TextOf], column: str = "remaining", *, descending: bool = False) -> None:
        self._texts = texts
        self.column = column
        self.descending = descending
        self._ranks = TextRanks()
        self._keys: NDArray[np.complex128] = np.zeros(0, np.complex128)
        self.slots: Slots = np.zeros(0, np.intp)

    def rebuild(self, columns: Columns) -> None:
        """Order all rows."""
        slots = np.flatnonzero(columns.used)
        if self.column in self._texts:
            self._ranks.rebuild(self._texts[self.column](columns.row(slot)) for slot in slots.tolist())
        self._keys = np.zeros(columns.size, np.complex128)
        self._set_keys(columns, slots)
        self.slots = slots[np.argsort(self._keys[slots])]

    def sort(self, columns: Columns, column: str, *, descending: bool) -> None:
        """Order by another column. Raises KeyError when there is none of that name."""
        known = column == "remaining" or column in self._texts
        if not known and columns.codes(column) is None and columns.times(column) is None:
            raise KeyError(column)
        self.column, self.descending = column, descending
        self.rebuild(columns)

    def merge(self, columns: Columns, changed: Slots, removed: Slots) -> None:
        """Bring the order up to date after these slots changed (or are new) or were freed."""
        if self.column in self._texts:
            text_of = self._texts[self.column]
            texts = [text_of(columns.row(slot)) for slot in changed.tolist()]
            if not self._ranks.add(texts) or len(self._ranks) > 2 * len(columns) + 1000:
                self.rebuild(columns)
                return
        if len(self._keys) < columns.size:
            self._keys = np.concatenate([self._keys, np.zeros(columns.size - len(self._keys), np.complex128)])
        moved = np.zeros(columns.size, np.bool_)
        moved[changed] = True
        moved[removed] = True
        rest = self.slots[~moved[self.slots]]
        self._set_keys(columns, changed)
        arrived = changed[np.argsort(self._keys[changed])]
        places = np.searchsorted(self._keys[rest], self._keys[arrived])
        self.slots = np.insert(rest, places, arrived)

    def _set_keys(self, columns: Columns, slots: Slots) -> None:
        values = self._values(columns, slots)
        if self.descending:
            values = np.where(np.isfinite(values), -values, values)
        keys = np.empty(len(slots), np.complex128)
        keys.real = values
        keys.imag = columns.serials[slots]
        self._keys[slots] = keys

    def _values(self, columns: Columns, slots: Slots) -> NDArray[np.float64]:
        if self.column in self._texts:
            text_of, ranks = self._texts[self.column], self._ranks
            return np.array([ranks[text_of(columns.row(slot))] for slot in slots.tolist()], np.float64)
        if self.column == "remaining":
            return running_due(columns, slots)
        times = columns.times(self.column)
        if times is not None:
            return np.where(times[slots] == NO_TIME, _LAST, times[slots])
        codes = columns.codes(self.column)
        if codes is None:
            raise KeyError(self.column)
        return codes[slots].astype(np.float64)


def running_due(columns: Columns, slots: Slots) -> NDArray[np.float64]:
    """Return when the clocks of these cases run out (ms, UTC); infinity where no clock runs."""
    due, suspended = columns.times("due_at"), columns.times("suspended_at")
    if due is None or suspended is None:
        raise KeyError("due_at")
    return np.where((due[slots] == NO_TIME) | (suspended[slots] != NO_TIME), _LAST, due[slots])
