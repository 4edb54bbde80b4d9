"""Pinyin initials of names, for finding a unit by a few keys; computed once and stored, never while someone types."""

from __future__ import annotations

import unicodedata


def initials(name: str) -> str:
    """Return the pinyin initials of a name in lower case: 市桥街道 → sqjd. Letters and digits stay, the rest goes.

    Characters with several readings take the reading of the phrase they stand in, as far as it is known.
    """
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - its dictionaries take 0.2 s, and few starts need them

    plain = unicodedata.normalize("NFKC", name)
    parts = lazy_pinyin(plain, style=Style.FIRST_LETTER)
    return "".join(letter for letter in "".join(parts).lower() if letter.isascii() and letter.isalnum())
