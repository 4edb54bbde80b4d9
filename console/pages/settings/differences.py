"""What two editions of the category standard have in common and where they differ; and that as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.api.catalogue import CriterionRow
from widgets.plain import sentence

FIELDS = ("closing", "limit_text", "limit", "handler", "authority")
"""The fields that are held against each other."""


class Kind(StrEnum):
    """Where a criterion stands: in one edition only, in both but said differently, in both and the same."""

    LEFT = "left"
    RIGHT = "right"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry of the comparison; `field` names what differs where the kind is CHANGED, else it is ""."""

    kind: Kind
    category: str
    name: str
    filing: str
    field: str
    left: str
    right: str

    @property
    def searched(self) -> str:
        """What is looked through for words."""
        return "\n".join((self.category, self.name, self.filing, self.left, self.right))


def compared(left: Iterable[CriterionRow], right: Iterable[CriterionRow]) -> tuple[Difference, ...]:
    """Return every criterion of both, in the order of the subclasses, one entry for each field that differs.

    The same criterion is the same words of one subclass; where nothing differs both sides show the limit as printed.
    """
    mine, theirs = _by_key(left), _by_key(right)
    found: list[Difference] = []
    for key in sorted(mine.keys() | theirs.keys()):
        found += _held(key, mine.get(key), theirs.get(key))
    return tuple(found)


def _held(key: tuple[str, str], one: CriterionRow | None, other: CriterionRow | None) -> list[Difference]:
    category, filing = key
    if one is None or other is None:
        some, kind = (one, Kind.LEFT) if other is None else (other, Kind.RIGHT)
        if some is None:
            return []
        sides = (filing, "") if kind is Kind.LEFT else ("", filing)
        return [Difference(kind, category, _name(some), filing, "", *sides)]
    name = _name(one)
    changed = [
        Difference(Kind.CHANGED, category, name, filing, field, getattr(one, field), getattr(other, field))
        for field in FIELDS
        if getattr(one, field) != getattr(other, field)
    ]
    return changed or [Difference(Kind.SAME, category, name, filing, "", one.limit_text, other.limit_text)]


def _name(row: CriterionRow) -> str:
    return sentence(row.main_name, row.sub_name)


def _by_key(rows: Iterable[CriterionRow]) -> dict[tuple[str, str], CriterionRow]:
    return {(row.category.partition("-")[2], row.filing): row for row in rows}


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a CSV file that spreadsheets open as Chinese (UTF-8 with its mark)."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: a standard comes from outside."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
