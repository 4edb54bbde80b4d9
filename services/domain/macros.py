"""Macros: words with fields that a case fills, and for which cases a macro is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

FIELDS: tuple[str, ...] = ("编号", "事项", "地点", "单位", "类别", "时限")
"""What may stand in braces in a macro's words: {编号}, {地点} …; `单位` is the unit of the macro, else the holder."""

NAME_OR_TEXT, TEXT, ACTION, REACH, UNIT = "名称和内容", "内容", "操作", "适用范围", "单位"
"""What a refusal calls the fields of a macro."""

_FIELD = re.compile(r"\{([^{}]*)\}")


class Reach(StrEnum):
    """Whose a macro is: one's own, one's unit's, the whole district's."""

    PERSON = "person"
    UNIT = "unit"
    DISTRICT = "district"


def unknown_fields(text: str) -> tuple[str, ...]:
    """Return the fields of a text that no case can fill, in their order."""
    return tuple(name for name in _FIELD.findall(text) if name not in FIELDS)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled; a field without a value stays, so that whoever sends it sees the gap."""
    return _FIELD.sub(lambda found: values.get(found[1]) or found[0], text)


def is_for(category: str, code: str, group: str) -> bool:
    """Tell whether a macro of this category (a code, a group or "") is meant for a case of a code and group."""
    return category in ("", code, group)
