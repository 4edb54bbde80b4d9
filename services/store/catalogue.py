"""Category standards with their criteria, and the matter admission list, as stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from services.domain.clock import Instant
from services.store.clock_tables import admissions, criteria, standards
from services.store.prepared import Prepared, insert_of, upsert_of
from services.store.tx import Tx


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """A category standard, one version of it. `report` is JSON; `bare_hours` counts limits in a bare 小时."""

    id: str
    name: str
    origin: str
    file: str
    sha256: str
    state: str
    hours_mean: str
    days_mean: str
    bare_hours: int
    bare_days: int
    criteria: int
    subclasses: int
    report: str
    made_at: Instant
    made_by: str
    confirmed_at: Instant | None = None
    confirmed_by: str | None = None
    used_at: Instant | None = None
    used_by: str | None = None
    retired_at: Instant | None = None
    version: int = 1


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """A filing criterion. `limit_text` is as printed; number, unit, time and suffix as read (`domain.limits`)."""

    id: str
    standard_id: str
    line: int
    category: str
    kind: str
    main_code: str
    main_name: str
    sub_code: str
    sub_name: str
    filing: str
    closing: str
    limit_text: str
    number: int | None
    unit: str
    time: str
    suffix: str
    handler: str
    authority: str
    basis: str


class Subclass(msgspec.Struct, frozen=True, kw_only=True):
    """A subclass of a standard: a category that a case may have. `state` is its standard's."""

    standard_id: str
    state: str
    category: str
    kind: str
    main_name: str
    sub_name: str


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """Whether matters of a category may be sent to a grid."""

    category: str
    to_grid: bool
    note: str
    version: int
    updated_at: Instant
    updated_by: str


_INSERT_STANDARD = insert_of(standards)
_INSERT_CRITERION = insert_of(criteria)
_STANDARD = [standards.c[name] for name in Standard.__struct_fields__]
_CRITERION = [criteria.c[name] for name in Criterion.__struct_fields__]
_ADMISSION = [admissions.c[name] for name in Admission.__struct_fields__]
_ONE = Prepared(
    select(*_CRITERION, standards.c.state, standards.c.hours_mean, standards.c.days_mean)
    .select_from(criteria.join(standards, standards.c.id == criteria.c.standard_id))
    .where(criteria.c.id == bindparam("id"))
)
_ADMITTED = Prepared(select(admissions.c.to_grid, admissions.c.note).where(admissions.c.category == bindparam("code")))
_PUT_ADMISSION: dict[str, Any] = {name: bindparam(name) for name in Admission.__struct_fields__}
_UPSERT_ADMISSION = upsert_of(
    admissions, _PUT_ADMISSION, ["category"], {k: v for k, v in _PUT_ADMISSION.items() if k != "category"}
)


def add(tx: Tx, standard: Standard, rows: Iterable[Criterion]) -> None:
    """Write a standard with its criteria."""
    _INSERT_STANDARD.run(tx.conn, msgspec.structs.asdict(standard))
    _INSERT_CRITERION.many(tx.conn, [msgspec.structs.asdict(row) for row in rows])


def every(conn: Connection) -> list[Standard]:
    """Return all standards, the newest first."""
    found = conn.execute(select(*_STANDARD).order_by(standards.c.made_at.desc(), standards.c.id.desc()))
    return [Standard(**row) for row in found.mappings()]


def get(conn: Connection, standard_id: str) -> Standard | None:
    """Return a standard, or None."""
    row = conn.execute(select(*_STANDARD).where(standards.c.id == standard_id)).mappings().first()
    return Standard(**row) if row is not None else None


def save(tx: Tx, after: Standard) -> None:
    """Write the next version of a standard that the transaction has read."""
    values = {name: value for name, value in msgspec.structs.asdict(after).items() if name != "id"}
    tx.conn.execute(update(standards).where(standards.c.id == after.id).values(**values))


def subclasses(conn: Connection, states: Iterable[str]) -> list[Subclass]:
    """Return the subclasses of the standards in these states, in the order of their files."""
    c = criteria.c
    columns = (c.standard_id, standards.c.state, c.category, c.kind, c.main_name, c.sub_name)
    query = (
        select(*columns)
        .join_from(criteria, standards, standards.c.id == c.standard_id)
        .where(standards.c.state.in_(list(states)))
        .group_by(*columns)
        .order_by(c.standard_id, func.min(c.line))
    )
    return [Subclass(**row) for row in conn.execute(query).mappings()]


def criterion(conn: Connection, criterion_id: str) -> tuple[Criterion, str, str, str] | None:
    """Return a criterion with its standard's state and what bare 小时 and 天 mean there, or None."""
    row = _ONE.one(conn, {"id": criterion_id})
    if row is None:
        return None
    names = Criterion.__struct_fields__
    state, hours, days = row[len(names) :]
    return Criterion(**dict(zip(names, row[: len(names)], strict=True))), state, hours, days


def page(conn: Connection, standard_id: str, words: str, category: str, after: int, limit: int) -> list[Criterion]:
    """Return criteria after a line, in order: those that hold every word in a name, criterion or code."""
    query = select(*_CRITERION).where(criteria.c.standard_id == standard_id, criteria.c.line > after)
    if category:
        query = query.where(criteria.c.category == category)
    for word in words.split():
        like = f"%{_escaped(word)}%"
        texts = (criteria.c.main_name, criteria.c.sub_name, criteria.c.filing, criteria.c.category, criteria.c.handler)
        query = query.where(or_(*[column.ilike(like, escape="\\") for column in texts]))
    found = conn.execute(query.order_by(criteria.c.line).limit(limit)).mappings()
    return [Criterion(**row) for row in found]


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def admitted(conn: Connection, category: str) -> tuple[bool, str] | None:
    """Return whether a category may be sent to a grid, with the note; None where the list does not name it."""
    row = _ADMITTED.one(conn, {"code": category})
    return (bool(row[0]), str(row[1])) if row is not None else None


def admission_list(conn: Connection) -> dict[str, Admission]:
    """Return the matter admission list, by category."""
    return {row["category"]: Admission(**row) for row in conn.execute(select(*_ADMISSION)).mappings()}


def barred(conn: Connection) -> frozenset[str]:
    """Return the categories that the matter admission list bars from grids."""
    return frozenset(row.category for row in admission_list(conn).values() if not row.to_grid)


def put_admission(tx: Tx, row: Admission) -> None:
    """Write a line of the matter admission list."""
    _UPSERT_ADMISSION.run(tx.conn, msgspec.structs.asdict(row))


def same_subclasses(conn: Connection, one: str, other: str) -> Mapping[str, str]:
    """Return category of one standard → of the other, where class and subclass have the same codes and name."""
    a, b = criteria.alias(), criteria.alias()
    same = [a.c[name] == b.c[name] for name in ("kind", "main_code", "sub_code", "sub_name")]
    query = (
        select(a.c.category, b.c.category.label("new"))
        .join_from(a, b, and_(*same))
        .where(a.c.standard_id == one, b.c.standard_id == other)
        .distinct()
    )
    return {row.category: row.new for row in conn.execute(query)}
