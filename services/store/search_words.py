"""Text cut into two-character words, so that any substring of Chinese (or of a number) can be looked up in an index.

Word and trigram indexes fail here: most Chinese words have two characters and nothing stands between them. A run of
letters, digits or ideographs "abc" becomes "ab bc c"; the last, single word lets one character be found by its prefix.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

BREAK = "·"
"""Stands between runs, so that no phrase reaches across: no letter, so never in a run; no ASCII, so FTS5 keeps it."""


def runs(text: str) -> list[str]:
    """Return the runs of letters, digits and ideographs of a text, folded (width, case), in order."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced = "".join(char if char.isalnum() else " " for char in folded)
    return spaced.split()


def bigrams(text: str) -> str:
    """Return the words of a text, blank-separated: those of each run, and a break between two runs."""
    return f" {BREAK} ".join(" ".join(_cut(run)) for run in runs(text))


def words_of(parts: Iterable[str]) -> str:
    """Return the words of several fields; no phrase reaches from one field into the next."""
    return bigrams("\n".join(part for part in parts if part))


def _cut(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]


def phrase(run: str) -> list[str]:
    """Return the words a run of a query must find one after another; one character is a prefix and comes alone."""
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
