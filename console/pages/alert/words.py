"""The words of an alert while its fields are being filled: as a pattern, as a person reads it, as the hub does.

A pattern holds its fields as names in braces, as templates do: `{place}积水。`. What a person writes around the fields
goes into the pattern, so that a field that is filled later takes nothing of it away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import takewhile

from PySide6.QtCore import QCoreApplication

from services.api.alerts import TemplateField

Spans = tuple[tuple[int, int], ...]
_FIELD = re.compile(r"(\{\w+\})")


def fill(pattern: str, fields: Mapping[str, str]) -> str:
    """Return the text of a pattern; a field that is not filled stays in its braces."""
    return "".join(_value(piece, fields) for piece in _FIELD.split(pattern))


def with_labels(fields: Iterable[TemplateField], text: str, spans: Spans = ()) -> tuple[str, Spans]:
    """Return a text as a person reads it, open fields by their labels: 〔地点〕; and where its spans then lie."""
    labels = {"{" + row.name + "}": _open_field(row) for row in fields}
    pieces = _FIELD.split(text)
    shown = [labels.get(piece, piece) for piece in pieces]
    ends = [(sum(map(len, pieces[: at + 1])), len(shown[at]) - len(piece)) for at, piece in enumerate(pieces)]

    def moved(position: int) -> int:
        return position + sum(by for end, by in ends if end <= position)

    return "".join(shown), tuple((moved(first), moved(last)) for first, last in spans)


def _open_field(row: TemplateField) -> str:
    return QCoreApplication.translate("AlertWords", "〔{label}〕").format(label=row.label)


def with_names(fields: Iterable[TemplateField], text: str) -> str:
    """Return a text as the hub reads it, open fields by their names in braces: the other way of `with_labels`."""
    for row in fields:
        text = text.replace(_open_field(row), "{" + row.name + "}")
    return text


def edited(pattern: str, fields: Mapping[str, str], text: str) -> str:
    """Return the pattern after a person changed its text: a field whose value was written over becomes plain words."""
    pieces = _FIELD.split(pattern)
    values = [_value(piece, fields) for piece in pieces]
    old = "".join(values)
    if text == old:
        return pattern
    first = _common(old, text)
    rest = min(_common(old[::-1], text[::-1]), len(old) - first, len(text) - first)
    last = len(old) - rest
    before, after, start = "", "", 0
    for piece, value in zip(pieces, values, strict=True):
        end = start + len(value)
        whole = _FIELD.fullmatch(piece) is not None
        if end <= first:
            before += piece
        elif start >= last:
            after += piece
        elif not whole or (start < last and end > first):
            before += value[: max(0, first - start)]
            after += value[last - start :] if end > last else ""
        start = end
    return before + text[first : len(text) - rest] + after


def _common(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _value(piece: str, fields: Mapping[str, str]) -> str:
    return fields.get(piece[1:-1], "") or piece if _FIELD.fullmatch(piece) else piece
