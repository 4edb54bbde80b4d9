"""Live, Exercise and Test: set at an object's birth, never changed, inherited by what it gives rise to."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """Whether an object is meant in earnest. Figures count one mode at a time and say which."""

    LIVE = "live"
    EXERCISE = "exercise"
    TEST = "test"


_STRICTNESS = {Mode.LIVE: 0, Mode.EXERCISE: 1, Mode.TEST: 2}


def may_descend(parent: Mode, child: Mode) -> bool:
    """Tell whether a child of this mode may come from such a parent: it may be stricter, never looser (our rule)."""
    return _STRICTNESS[child] >= _STRICTNESS[parent]
