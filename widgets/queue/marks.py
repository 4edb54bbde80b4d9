"""The marks of a row, as words: which of them there is room for, and how many more there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OWN_MOST = 2
"""So many marks of the case itself stand in its row; the others are counted ("+3") and said in the tooltip."""

GAP = 6
"""Between two marks, in pixels."""

_GOES_FIRST = ("watched", "own", "claimed", "silent", "mine", "test", "exercise", "unconfirmed", "pending")
"""What gives way where a row is narrow, the least important first; "own" are the marks of the case itself."""


class Mark(NamedTuple):
    """One mark: `kind` selects its look, `word` is what it says."""

    kind: str
    word: str

    @property
    def rank(self) -> str:
        """Its place among what gives way."""
        return self.kind if self.kind in _GOES_FIRST else "own"


def in_row(marks: Sequence[Mark], width: Callable[[str], int], room: int) -> list[Mark]:
    """Return the marks that stand in a row of `room` pixels for them, and after them how many do not ("+2").

    `width` returns how wide a word is drawn. The marks come in order, the most important of the case's own first.
    """
    own = [mark for mark in marks if mark.rank == "own"]
    over = own[OWN_MOST:]
    shown = [mark for mark in marks if mark not in over]
    while shown and _taken(shown, len(marks) - len(shown), width) > room:
        shown.remove(_first_to_go(shown))
    hidden = len(marks) - len(shown)
    found = [*shown, _more(hidden)] if hidden else shown
    return found if _taken(shown, hidden, width) <= room else []


def taken(marks: Sequence[Mark], width: Callable[[str], int]) -> int:
    """Return how many pixels marks take, with the gap before each."""
    return sum(width(mark.word) + GAP for mark in marks)


def _taken(shown: list[Mark], hidden: int, width: Callable[[str], int]) -> int:
    return taken([*shown, _more(hidden)] if hidden else shown, width)


def _first_to_go(shown: list[Mark]) -> Mark:
    """Return the least important mark; of several of the case's own the last."""
    return min(reversed(shown), key=lambda mark: _GOES_FIRST.index(mark.rank))


def _more(count: int) -> Mark:
    return Mark("more", f"+{count}")
