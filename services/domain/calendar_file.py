"""The days of a working calendar from a file: date, 休 or 班, note; good days are kept, the others say why not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from services.domain.calendar import DayKind
from services.domain.tablefile import Refused, Row, read_table

COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("日期", "day"),
    "kind": ("休班", "休/班", "类型"),
    "note": ("说明", "备注", "名称"),
}
YEARS = (2000, 2099)
NOTE_MAX = 100
"""Years and notes that can be taken (our rule)."""

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
FIXED = ((1, 1), (5, 1), (10, 1))
"""Days that are off by law in every year (New Year, Labour Day, National Day): a whole year's list holds them."""


class MarkedDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day with its mark."""

    day: date
    kind: DayKind
    note: str = ""


class DaysRead(msgspec.Struct, frozen=True, kw_only=True):
    """What a file gave: the days in order, and the rows that were not taken."""

    days: tuple[MarkedDay, ...]
    refused: tuple[Refused, ...]

    @property
    def whole_years(self) -> tuple[int, ...]:
        """The years of which the file looks like the whole list: every day that is off by law in any year is in it."""
        rest = {marked.day for marked in self.days if marked.kind is DayKind.REST}
        years = sorted({marked.day.year for marked in self.days})
        return tuple(year for year in years if all(date(year, *fixed) in rest for fixed in FIXED))


def read_days(data: bytes) -> DaysRead:
    """Read days from a CSV file; a day that is marked both ways is refused in every row.

    Raises Refusal too_large, field_bad.
    """
    table = read_table(data, COLUMNS, ("date", "kind"))
    refused = list(table.refused)
    found: list[tuple[int, MarkedDay]] = []
    for row in table.rows:
        made = _marked(row)
        if isinstance(made, Refused):
            refused.append(made)
        else:
            found.append((row.line, made))
    days, clashes = _agreed(found)
    return DaysRead(
        days=tuple(sorted(days, key=lambda marked: marked.day)),
        refused=tuple(sorted((*refused, *clashes), key=lambda row: row.line)),
    )


def _marked(row: Row) -> MarkedDay | Refused:
    found = _DATE.fullmatch(row["date"])
    try:
        day = date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        return Refused(row.line, "date", row["date"][:40], "日期应如 2027-01-01")
    if not YEARS[0] <= day.year <= YEARS[1]:
        return Refused(row.line, "date", row["date"][:40], f"年份应在 {YEARS[0]} 到 {YEARS[1]} 之间")
    if row["kind"] not in set(DayKind):
        return Refused(row.line, "kind", row["kind"][:40], "应为 休 或 班")
    if len(row["note"]) > NOTE_MAX:
        return Refused(row.line, "note", row["note"][:40], f"超过 {NOTE_MAX} 个字，请精简")
    return MarkedDay(day=day, kind=DayKind(row["kind"]), note=row["note"])


def _agreed(found: Sequence[tuple[int, MarkedDay]]) -> tuple[list[MarkedDay], list[Refused]]:
    """Return the days that are marked one way, and the rows that repeat or contradict another."""
    by_day: dict[date, list[tuple[int, MarkedDay]]] = {}
    for line, marked in found:
        by_day.setdefault(marked.day, []).append((line, marked))
    days: list[MarkedDay] = []
    refused: list[Refused] = []
    for day, rows in by_day.items():
        kinds: Mapping[DayKind, int] = {marked.kind: line for line, marked in rows}
        if len(kinds) > 1:
            lines = "、".join(str(line) for line, _ in rows)
            refused += [
                Refused(line, "date", f"{day}", f"第 {lines} 行既标休又标班，均未采用，请确定一个") for line, _ in rows
            ]
            continue
        days.append(rows[0][1])
        refused += [Refused(line, "date", f"{day}", f"与第 {rows[0][0]} 行重复，已留前一行") for line, _ in rows[1:]]
    return days, refused
