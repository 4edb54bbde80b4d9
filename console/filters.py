"""What of the board is shown: a text being typed, a view's figure and chosen values of columns.

A filter is a frozen value that is saved as JSON with the person's views. It becomes a mask over the board's slots;
while a text grows letter by letter, only what matched before is searched again.
"""

from __future__ import annotations

import msgspec
import numpy as np

from console import figures_numpy
from console.columns import Columns, Slots, folded
from console.figures_numpy import Bools, Sight
from services.domain.figures import All, Is, Known, Predicate, figure_named
from services.domain.tiers import is_within


class RowFilter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which open cases to show; empty fields let everything through.

    `figure` names a figure of services.domain.figures; `areas` are area paths whose cases (and those below) are shown;
    `text` holds words that must all occur in number, title, place or units. `claimed_by` is a person id; `proactive`
    asks for what the district found by itself (主动发现).
    """

    text: str = ""
    figure: str = ""
    states: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    priorities: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    call_kinds: tuple[str, ...] = ()
    request_kinds: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    claimed_by: str = ""
    unclaimed: bool = False
    proactive: bool = False

    def predicate(self) -> Predicate:
        """Return the part of the filter that is a predicate (all but text and areas). An unknown figure matches all."""
        parts: list[Predicate] = []
        figure = figure_named(self.figure)
        if figure is not None:
            parts.append(figure.rows)
        chosen: dict[str, tuple[str | int, ...]] = {
            "state": self.states,
            "tier": self.tiers,
            "priority": self.priorities,
            "category": self.categories,
            "source": self.sources,
            "call_kind": self.call_kinds,
            "request_kind": self.request_kinds,
            "proactive": (1,) if self.proactive else (),
            "holder_id": self.holders,
            "claimed_by": (self.claimed_by,) if self.claimed_by else (),
        }
        parts.extend(Is(column, values) for column, values in chosen.items() if values)
        if self.unclaimed:
            parts.append(Known("claimed_by", known=False))
        return All(tuple(parts))


class SavedQueue(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a saved view of the queue keeps: filter, sort column and direction."""

    rows: RowFilter = RowFilter()
    sort: str = "remaining"
    descending: bool = False


def encode(saved: SavedQueue) -> str:
    """Return a saved view as the JSON that `SavedView.filter` holds."""
    return msgspec.json.encode(saved).decode()


def decode(text: str) -> SavedQueue | None:
    """Return a saved view from its JSON, None when it is not one."""
    try:
        return msgspec.json.decode(text, type=SavedQueue)
    except msgspec.DecodeError:
        return None


class TextMask:
    """The slots whose text holds every word of a query."""

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()
        self.mask: Bools = np.zeros(0, np.bool_)

    def set(self, text: str, columns: Columns) -> None:
        """Look for another query; one that only narrows the last searches only what matched."""
        words = tuple(dict.fromkeys(folded(text).split()))
        if words == self.words and len(self.mask) == columns.size:
            return
        narrows = len(self.mask) == columns.size and all(any(old in new for new in words) for old in self.words)
        before, self.words = self.words, words
        if not words:
            self.mask = np.ones(columns.size, np.bool_)
        elif narrows and before:
            self._search(np.flatnonzero(self.mask), columns)
        else:
            self._search_all(columns)

    def refresh(self, columns: Columns) -> None:
        """Look at all rows again (another board)."""
        if self.words:
            self._search_all(columns)
        else:
            self.mask = np.ones(columns.size, np.bool_)

    def update(self, slots: Slots, columns: Columns) -> None:
        """Look at these slots again."""
        if len(self.mask) < columns.size:
            more = columns.size - len(self.mask)
            self.mask = np.concatenate([self.mask, np.full(more, not self.words)])
        if self.words:
            texts, words = columns.texts, self.words
            self.mask[slots] = [all(word in texts[slot] for word in words) for slot in slots.tolist()]

    def _search(self, slots: Slots, columns: Columns) -> None:
        texts = columns.texts
        found = slots.tolist()
        for word in self.words:
            found = [slot for slot in found if word in texts[slot]]
        self.mask = np.zeros(columns.size, np.bool_)
        self.mask[found] = True

    def _search_all(self, columns: Columns) -> None:
        first = self.words[0]
        mask = np.array([first in text for text in columns.texts], np.bool_)
        if len(self.words) > 1:
            self._search(np.flatnonzero(mask), columns)
        else:
            self.mask = mask


def area_mask(areas: tuple[str, ...], columns: Columns) -> Bools:
    """Return which slots lie in one of the areas (area paths); everything for no areas."""
    codes = columns.codes("area_path")
    if not areas or codes is None:
        return np.ones(columns.size, np.bool_)
    paths = columns.values("area_path")
    inside = np.zeros(len(paths), np.bool_)
    inside[[code for path, code in paths.items() if any(is_within(path, area) for area in areas)]] = True
    return np.take(inside, codes)


def mask(rows: RowFilter, text: TextMask, sight: Sight, columns: Columns) -> Bools:
    """Return which slots a filter shows; `text` was set to the filter's text."""
    found: Bools = columns.used & text.mask
    predicate = rows.predicate()
    if predicate != All(()):
        found &= figures_numpy.compile(predicate)(sight)
    if rows.areas:
        found &= area_mask(rows.areas, columns)
    return found
