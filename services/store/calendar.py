"""The working calendar as stored: years with their version, marked days, and a stamp that moves with every change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from services.domain.clock import Instant
from services.store import settings
from services.store.clock_tables import work_days, work_years
from services.store.prepared import Prepared, upsert_of
from services.store.tx import Tx

STAMP = "calendar_stamp"
"""A setting that counts every change of the calendar or of the working hours, so that caches know they are stale."""


class YearRow(msgspec.Struct, frozen=True, kw_only=True):
    """A year of the calendar. `origin` says where its days come from."""

    year: int
    confirmed: bool
    origin: str
    version: int
    updated_at: Instant
    updated_by: str


class DayRow(msgspec.Struct, frozen=True, kw_only=True):
    """A marked day (YYYY-MM-DD): 休, 班, or "" where the mark was taken back."""

    day: str
    year: int
    kind: str
    note: str
    origin: str


_YEARS = Prepared(select(*[work_years.c[name] for name in YearRow.__struct_fields__]).order_by(work_years.c.year))
_DAYS = select(*[work_days.c[name] for name in DayRow.__struct_fields__]).order_by(work_days.c.day)
_ALL_DAYS = Prepared(_DAYS.where(work_days.c.kind != ""))
_DAYS_OF = Prepared(_DAYS.where(work_days.c.year == bindparam("year"), work_days.c.kind != ""))


def _upsert(table: Any, fields: tuple[str, ...], key: str) -> Prepared:  # noqa: ANN401 - a table
    values: dict[str, Any] = {name: bindparam(name) for name in fields}
    return upsert_of(table, values, [key], {name: value for name, value in values.items() if name != key})


_PUT_YEAR = _upsert(work_years, YearRow.__struct_fields__, "year")
_PUT_DAY = _upsert(work_days, DayRow.__struct_fields__, "day")


def years(conn: Connection) -> dict[int, YearRow]:
    """Return every year there is, by its number."""
    found = [YearRow(**dict(zip(YearRow.__struct_fields__, row, strict=True))) for row in _YEARS.all(conn, {})]
    return {row.year: msgspec.structs.replace(row, confirmed=bool(row.confirmed)) for row in found}


def days(conn: Connection, year: int | None = None) -> list[DayRow]:
    """Return the marked days in order, of one year or of all."""
    rows = _ALL_DAYS.all(conn, {}) if year is None else _DAYS_OF.all(conn, {"year": year})
    return [DayRow(**dict(zip(DayRow.__struct_fields__, row, strict=True))) for row in rows]


def put_year(tx: Tx, row: YearRow) -> None:
    """Write a year."""
    _PUT_YEAR.run(tx.conn, msgspec.structs.asdict(row))


def put_days(tx: Tx, rows: Iterable[DayRow]) -> None:
    """Write days over what was there."""
    for row in rows:
        _PUT_DAY.run(tx.conn, msgspec.structs.asdict(row))


def stamp(conn: Connection) -> str:
    """Return the stamp of the calendar as it is now."""
    return settings.get(conn, STAMP, "0")


def touch(tx: Tx) -> int:
    """Move the stamp on and return it."""
    after = int(stamp(tx.conn)) + 1
    settings.put(tx, STAMP, str(after))
    return after
