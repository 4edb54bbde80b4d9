"""Cases in the store: read one, put one in, save the next version of one, and tell its history."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

import msgspec
from sqlalchemy import Connection, bindparam, select

from services.domain.actions import Action
from services.domain.audit import canonical
from services.domain.cases import Case, Priority, State, changed_columns
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Scope
from services.domain.tiers import Tier
from services.store import tables as t
from services.store.board import BOARD_COLUMNS, board, board_tuple, rows
from services.store.parties import (
    Hop,
    Party,
    add_refusal,
    add_rework,
    close_custody,
    custody,
    feed_back_party,
    open_custody,
    parties,
    set_parties,
    sign_custody,
    sign_party,
    units_of,
)
from services.store.prepared import Prepared, Row, driver, insert_of
from services.store.tx import Tx

__all__ = [
    "BOARD_COLUMNS",
    "Event",
    "Hop",
    "Party",
    "StoredAttachment",
    "add_event",
    "add_refusal",
    "add_rework",
    "attachments",
    "board",
    "board_tuple",
    "by_number",
    "by_source",
    "close_custody",
    "custody",
    "events",
    "feed_back_party",
    "get",
    "insert",
    "insert_words",
    "open_custody",
    "parties",
    "row_values",
    "rows",
    "save",
    "set_parties",
    "sign_custody",
    "sign_party",
    "units_of",
]

_FIELDS = Case.__struct_fields__
_FLAGS = ("demo", "designated", "proactive", "due_confirmed")
_ENUMS: tuple[tuple[str, dict[Any, Any]], ...] = tuple(
    (name, {member.value: member for member in kind})
    for name, kind in (("mode", Mode), ("priority", Priority), ("state", State), ("tier", Tier))
)
_COLUMNS = [t.cases.c[name] for name in _FIELDS]
_GET = Prepared(select(*_COLUMNS).where(t.cases.c.id == bindparam("id")))
_BY_SOURCE = Prepared(
    select(*_COLUMNS).where(t.cases.c.source == bindparam("source"), t.cases.c.source_number == bindparam("number"))
)
_BY_NUMBER = Prepared(select(*_COLUMNS).where(t.cases.c.number == bindparam("number")))
_INSERT = insert_of(t.cases)
_INSERT_WORDS = {
    "sqlite": "INSERT INTO case_search (rowid, case_id, words) VALUES (:rowid, :case_id, :words)",
    "postgresql": "INSERT INTO case_search (case_id, words) VALUES (%(case_id)s, %(words)s)",
}
_SET_WORDS = {
    "sqlite": "UPDATE case_search SET words = :words WHERE rowid BETWEEN :low AND :high AND case_id = :case_id",
    "postgresql": "UPDATE case_search SET words = %(words)s WHERE case_id = %(case_id)s",
}
SLOT_BITS = 20
"""SQLite's search rows are numbered by the time of the report (ms), shifted by this, so that newest come first."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a case's timeline; `behalf`, `before` and `after` are decoded JSON."""

    at: Instant
    version: int
    action: str
    actor_id: str
    actor_name: str
    unit_id: str
    text: str
    behalf: dict[str, Any] | None
    before: dict[str, Any]
    after: dict[str, Any]


class StoredAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a case; its bytes lie under its SHA-256."""

    id: str
    case_id: str
    sha256: str
    name: str
    media_type: str
    size: int
    at: Instant
    actor_id: str


def case_of(row: Row) -> Case:
    """Return the case of a row with the columns of `Case`, in their order."""
    values: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    for name in _FLAGS:
        values[name] = bool(values[name])
    for name, members in _ENUMS:
        values[name] = members[values[name]]
    return Case(**values)


def get(conn: Connection, case_id: str) -> Case | None:
    """Return a case, or None."""
    row = _GET.one(conn, {"id": case_id})
    return case_of(row) if row else None


def by_source(conn: Connection, source: str, source_number: str) -> Case | None:
    """Return the case a source sent under its own number, or None."""
    row = _BY_SOURCE.one(conn, {"source": source, "number": source_number})
    return case_of(row) if row else None


def by_number(conn: Connection, number: str) -> Case | None:
    """Return the case with a public number, or None."""
    row = _BY_NUMBER.one(conn, {"number": number})
    return case_of(row) if row else None


def row_values(case: Case) -> dict[str, Any]:
    """Return every column of a case's row, as both drivers take them."""
    values = {name: getattr(case, name) for name in _FIELDS}
    values["mode"], values["state"] = case.mode.value, case.state.value
    values["priority"], values["tier"] = int(case.priority), int(case.tier)
    values["number_tail"] = case.number.upper()[::-1]
    values["open"] = int(case.is_open)
    return values


def insert(tx: Tx, case: Case, *, search: str) -> None:
    """Put a new case in. `search` are its words (`search_words.words_of`)."""
    _INSERT.run(tx.conn, row_values(case))
    insert_words(tx.conn, case, search)


def search_slot(case: Case) -> tuple[int, int]:
    """Return the first search row number of the report's millisecond, and the case's own place after it."""
    return max(case.reported_at, 0) << SLOT_BITS, crc32(case.id.encode()) & ((1 << SLOT_BITS) - 1)


def insert_words(conn: Connection, case: Case, words: str) -> None:
    """Put a new case's search words in."""
    sql, raw = _INSERT_WORDS[conn.dialect.name], driver(conn)
    values: dict[str, Any] = {"case_id": case.id, "words": words}
    if conn.dialect.name == "postgresql":
        raw.execute(sql, values)
        return
    base, place = search_slot(case)
    taken = "SELECT 1 FROM case_search WHERE rowid = ?"
    while raw.execute(taken, (base + place,)).fetchone():
        place = (place + 1) % (1 << SLOT_BITS)
    raw.execute(sql, values | {"rowid": base + place})


@lru_cache(maxsize=512)
def _update_text(dialect: str, names: tuple[str, ...]) -> str:
    mark = ":{0}" if dialect == "sqlite" else "%({0})s"
    sets = ", ".join(f'"{name}" = {mark.format(name)}' for name in names)
    where = f"id = {mark.format('of_id')} AND version = {mark.format('of_version')}"
    return f"UPDATE cases SET {sets} WHERE {where}"  # noqa: S608 - names are columns of our own table


def save(tx: Tx, before: Case, after: Case, *, search: str | None = None) -> None:
    """Save the next version of a case. `search` are its new words, when a searched field changed.

    Raises Refusal stale, with what is different now (column → value), when somebody else saved one in between.
    """
    if after.version != before.version + 1 or after.id != before.id:
        raise ValueError("a save makes the next version of the same case")
    names = tuple(changed_columns(before, after))
    plain: dict[str, Any] = {name: _plain(getattr(after, name)) for name in names}
    if "state" in plain or "merged_at" in plain:
        plain["open"] = int(after.is_open)
    if "number" in plain:
        raise ValueError("a public number never changes")
    sql = _update_text(tx.conn.dialect.name, tuple(plain))
    count = driver(tx.conn).execute(sql, plain | {"of_id": before.id, "of_version": before.version}).rowcount
    if count != 1:
        raise stale(tx.conn, before)
    if search is not None:
        base, _ = search_slot(after)
        values = {"words": search, "case_id": after.id, "low": base, "high": base + (1 << SLOT_BITS) - 1}
        if tx.conn.dialect.name == "postgresql":
            values = {"words": search, "case_id": after.id}
        driver(tx.conn).execute(_SET_WORDS[tx.conn.dialect.name], values)


def _plain(value: object) -> object:
    if isinstance(value, (State, Mode)):
        return value.value
    return int(value) if isinstance(value, (Priority, Tier)) else value


def stale(conn: Connection, seen: Case) -> Refusal:
    """Return the refusal for somebody who saw an older version: it lists what is different now."""
    current = get(conn, seen.id)
    if current is None:
        return Refusal("not_found")
    changed = {name: _plain(value) for name, value in changed_columns(seen, current).items()}
    return Refusal("stale", changed=changed)


_INSERT_EVENT = insert_of(t.case_events, leave=("id",))
_e = t.case_events.c
_EVENTS = Prepared(
    select(
        _e.at,
        _e.version,
        _e.action,
        _e.actor_id,
        _e.actor_name,
        _e.unit_id,
        _e.text,
        _e.behalf,
        _e.before,
        _e.after,
    )
    .where(_e.case_id == bindparam("case_id"), _e.at <= bindparam("until"))
    .order_by(_e.id)
)
_FOREVER = 2**62


def add_event(
    tx: Tx,
    case: Case,
    action: Action | str,
    scope: Scope,
    *,
    text: str = "",
    behalf: object = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write a line of the timeline at the case's (new) version. `before` and `after` are the columns that changed."""
    _INSERT_EVENT.run(
        tx.conn,
        {
            "case_id": case.id,
            "version": case.version,
            "at": tx.now,
            "action": str(action),
            "actor_id": scope.person_id,
            "actor_name": scope.person_name,
            "unit_id": scope.unit_id,
            "behalf": canonical(behalf) if behalf else "",
            "text": text,
            "before": canonical(before or {}),
            "after": canonical(after or {}),
        },
    )


def events(conn: Connection, case_id: str, until: Instant | None = None) -> list[Event]:
    """Return the timeline, oldest first; with `until`, up to that moment."""
    decode = msgspec.json.decode
    return [
        Event(
            at=at,
            version=version,
            action=action,
            actor_id=actor_id,
            actor_name=actor_name,
            unit_id=unit_id,
            text=words,
            behalf=decode(behalf) if behalf else None,
            before=decode(before),
            after=decode(after),
        )
        for at, version, action, actor_id, actor_name, unit_id, words, behalf, before, after in _EVENTS.all(
            conn, {"case_id": case_id, "until": _FOREVER if until is None else until}
        )
    ]


_a = t.attachments.c
_ATTACHMENTS = Prepared(
    select(*[_a[name] for name in StoredAttachment.__struct_fields__])
    .where(_a.case_id == bindparam("case_id"), _a.at <= bindparam("until"))
    .order_by(_a.at, _a.id)
)


def attachments(conn: Connection, case_id: str, until: Instant | None = None) -> list[StoredAttachment]:
    """Return the files of a case, oldest first; with `until`, up to that moment."""
    found = _ATTACHMENTS.all(conn, {"case_id": case_id, "until": _FOREVER if until is None else until})
    return [StoredAttachment(**dict(zip(StoredAttachment.__struct_fields__, row, strict=True))) for row in found]
