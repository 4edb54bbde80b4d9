"""Ctrl+K: one box for case numbers by their tail, units by name or pinyin initials, places, and commands.

Pure and synchronous: an index is made when the box opens, every keystroke ranks anew.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from console.columns import folded
from services.api.board import BoardRow
from services.api.district import UnitRow


class HitKind(StrEnum):
    """What a hit leads to."""

    CASE = "case"
    UNIT = "unit"
    PLACE = "place"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class PaletteCommand:
    """Something the window can do. `words` are further words it is found by (English, initials)."""

    key: str
    label: str
    shortcut: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the box: `key` is a case id, a unit id, a place's text or a command's key."""

    kind: HitKind
    key: str
    label: str
    detail: str = ""


LIMIT = 12
_PER_KIND = 6
_EXACT, _START, _INSIDE = 0, 1, 2
_KIND_ORDER = {HitKind.CASE: 0, HitKind.UNIT: 1, HitKind.PLACE: 2, HitKind.COMMAND: 3}


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit with what it is ranked by: how well it matches, then (for its kind) how near the top it belongs."""

    quality: int
    tie: tuple[int, str]
    hit: Hit


class PaletteIndex:
    """What can be found: the open cases, the units, the commands, as of the moment the box was opened."""

    def __init__(self, rows: Iterable[BoardRow], units: Iterable[UnitRow], commands: Iterable[PaletteCommand]) -> None:
        self._rows = list(rows)
        self._numbers = [row.number.casefold() for row in self._rows]
        self._units = list(units)
        self._unit_texts = [(folded(unit.name), unit.initials.casefold()) for unit in self._units]
        places = Counter(row.place for row in self._rows if row.place)
        self._places = list(places.items())
        self._place_texts = [folded(place) for place, _ in self._places]
        self._commands = [(folded(command.label), folded(command.words), command) for command in commands]

    def rank(self, query: str, limit: int = LIMIT) -> tuple[Hit, ...]:
        """Return the best hits for what was typed; for nothing typed, the commands.

        Better matches come first: whole before beginning before inside; among equals cases, units, places, commands.
        """
        text = folded(query).strip()
        if not text:
            return tuple(_command_hit(command) for _, _, command in self._commands[:limit])
        found = [*self._cases(text), *self._found_units(text), *self._found_places(text), *self._found_commands(text)]
        found.sort(key=lambda one: (one.quality, _KIND_ORDER[one.hit.kind], one.tie))
        return tuple(one.hit for one in found[:limit])

    def _cases(self, text: str) -> list[_Found]:
        """Find cases whose number ends in the text; a digit or letter at least, for a tail of nothing is every case."""
        tail = text.replace(" ", "")
        places = [index for index, number in enumerate(self._numbers) if number.endswith(tail)]
        found = []
        # The newest of equal tails first: numbers grow with time.
        for index in heapq.nlargest(_PER_KIND, places, key=lambda at: self._numbers[at]):
            row = self._rows[index]
            quality = _EXACT if len(tail) >= 4 or self._numbers[index] == tail else _START
            newest_first = -row.reported_at
            hit = Hit(HitKind.CASE, row.id, row.number, row.title)
            found.append(_Found(quality, (newest_first, row.number), hit))
        return found

    def _found_units(self, text: str) -> list[_Found]:
        matches = []
        for index, (name, initials) in enumerate(self._unit_texts):
            if text in name or text in initials:
                matches.append((_quality(text, name, initials), len(name), index))
        found = []
        for quality, length, index in heapq.nsmallest(_PER_KIND, matches):
            unit = self._units[index]
            found.append(_Found(quality, (length, unit.name), Hit(HitKind.UNIT, unit.id, unit.name, unit.code)))
        return found

    def _found_places(self, text: str) -> list[_Found]:
        matches = []
        for index, place in enumerate(self._place_texts):
            if text in place:
                matches.append((_quality(text, place), -self._places[index][1], index))
        found = []
        for quality, most_first, index in heapq.nsmallest(_PER_KIND, matches):
            place, count = self._places[index]
            found.append(_Found(quality, (most_first, place), Hit(HitKind.PLACE, place, place, str(count))))
        return found

    def _found_commands(self, text: str) -> list[_Found]:
        found = []
        for order, (label, words, command) in enumerate(self._commands):
            if text in label or text in words:
                quality = _quality(text, label, *words.split())
                found.append(_Found(quality, (order, command.key), _command_hit(command)))
        return found[:_PER_KIND]


def _quality(text: str, *candidates: str) -> int:
    if text in candidates:
        return _EXACT
    return _START if any(one.startswith(text) for one in candidates) else _INSIDE


def _command_hit(command: PaletteCommand) -> Hit:
    return Hit(HitKind.COMMAND, command.key, command.label, command.shortcut)
