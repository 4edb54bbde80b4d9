"""How alike two reports are in words.

Chinese puts nothing between its words, so scorers that go by tokens see one single word and are of no use. Compared are
characters: folded, without punctuation, and without the words with which every letter to an office begins and ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from operator import add

from rapidfuzz import fuzz

from services.domain.duplicates import OTHER_HOUSE

COMPARED_MOST = 600
"""Characters of a text that are compared: what a report is about stands at its beginning (our rule)."""

_MARKS = re.compile(r"【[^】]{0,8}】|\[(?:演示|演练|测试)\]")
_COURTESY = re.compile(
    "尊敬的|各位|领导们?|[书记市长局区县]{2,3}[，,：:！!]?您?你?好|您好|你好|请问|"
    "希望(?:有关|相关)?部门(?:尽快)?(?:处理|解决)?|(?:有关|相关)部门|给予答复|予以答复|尽快处理|尽快解决|请求?处理|谢谢|感谢|望回复|百忙之中"
)
_NO_WORD = re.compile(r"[\W_]+")
_EDGE = 0.95
_UNITS = re.compile(r"[a-z0-9]+|[^a-z0-9]")
_TELLS_APART = 12
"""From so many characters on, two reports can be told apart by their words alone; a run of Latin letters is one."""
_SAYS_SOMETHING = 6
_HELD = 0.6
_NAMES_A_PLACE = 4
_HOUSE = re.compile(r"^\s*\d+(?=[\s-])|\d+(?=\s*号(?![线楼门]))")
"""A house's number as it is written: 12 号, or first of all, as in English."""


def normalised(text: str) -> str:
    """Return a text as it is compared: width and case folded, marks, courtesies and all but letters and digits gone."""
    return _bare(_COURTESY.sub("", _MARKS.sub("", unicodedata.normalize("NFKC", text).casefold())))


def _bare(text: str) -> str:
    return _NO_WORD.sub("", text)


def _pieces(text: str) -> frozenset[str]:
    """Return the overlapping pairs of characters of a normalised text."""
    return frozenset(map(add, text, text[1:])) or frozenset((text,) if text else ())


class Words:
    """A report's words, made ready once to be compared with many."""

    def __init__(self, title: str, text: str = "") -> None:
        self.title = normalised(title)
        body = normalised(text[:COMPARED_MOST])
        # the form makes the first sentence the title: it must not count twice
        self.whole = body if self.title and body.startswith(self.title) else self.title + body
        self.wordy = len(_UNITS.findall(self.whole)) >= _TELLS_APART
        self._title_pieces = _pieces(self.title)
        self._pieces = self._title_pieces if self.whole == self.title else _pieces(self.whole)

    def likeness(self, other: Words) -> int:
        """Return 0–100: how alike two reports are; the best of title by title, whole by whole, one within the other."""
        if not self.whole or not other.whole:
            return 0
        shared = len(self._pieces & other._pieces)
        wholes = 200 * shared / (len(self._pieces) + len(other._pieces))
        return round(max(self._titles(other), wholes, self._within(other, shared)))

    def _titles(self, other: Words) -> float:
        """Return how alike the titles are: in their order, and by the pairs they share."""
        if not self.title or not other.title:
            return 0.0
        shared = len(self._title_pieces & other._title_pieces)
        pairs = 200 * shared / (len(self._title_pieces) + len(other._title_pieces))
        return 0.5 * fuzz.ratio(self.title, other.title) + 0.5 * pairs

    def _within(self, other: Words, shared: int) -> float:
        """Return how much of the shorter report stands in the longer one, where one says much less than the other."""
        short, long = sorted((self.whole, other.whole), key=len)
        if len(short) < _SAYS_SOMETHING or len(long) < 2 * len(short):
            return 0.0
        if shared < _HELD * min(len(self._pieces), len(other._pieces)):
            return 0.0  # the slow search for the best place would find nothing either
        return _EDGE * fuzz.partial_ratio(short, long)


@lru_cache(maxsize=256)
def words_of(title: str, text: str) -> Words:
    """Return a report's words as `Words`, kept for a while: what lies at one place is compared again and again."""
    return Words(title, text)


def shared_pieces(words: Words, place: str) -> Callable[[str], int]:
    """Return what counts, of a raw text, the pairs of characters it shares with a report's words and place."""
    wanted = {*_pieces(words.whole), *_pieces(_bare(place))}
    return lambda text: len(wanted.intersection(map(add, text, text[1:])))


def places_alike(one: str, other: str) -> int | None:
    """Return 0–100: how alike two places are in words; None where one is not named.

    Numbers decide: 12 号 and 21 号 are two houses, whatever stands around them (`OTHER_HOUSE`).
    """
    one, other = (unicodedata.normalize("NFKC", place).casefold() for place in (one, other))
    first, second = _bare(one), _bare(other)
    if not first or not second:
        return None
    house, other_house = _HOUSE.search(one), _HOUSE.search(other)
    if house and other_house and house[0] != other_house[0]:
        return OTHER_HOUSE
    short, long = sorted((first, second), key=len)
    if len(short) >= _NAMES_A_PLACE and short in long:
        return round(100 * _EDGE)
    return max(1, round(fuzz.ratio(first, second)))
