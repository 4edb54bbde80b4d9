"""Warnings of others as rows, with what they change, and the sources that may bring them."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.store.prepared import Prepared, Row, insert_of
from services.store.relayed_tables import relayed_references, relayed_warnings, warning_sources
from services.store.tx import Tx

IN_FORCE, UPDATED, CANCELLED, NOTICE = "in_force", "updated", "cancelled", "notice"
"""States of a message. A notice (Cancel) takes others back and is never in force itself."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Who may bring warnings: the certificate (PEM) that vouches for them; `key_hash` None: as files only."""

    code: str
    name: str
    certificate: str
    key_hash: str | None
    version: int
    changed_at: Instant
    changed_by: str
    disabled_at: Instant | None = None


class Reference(msgspec.Struct, frozen=True):
    """A message as others refer to it; `sent_at` in ms."""

    sender: str
    identifier: str
    sent_at: Instant


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A relayed message. `xml` is the file as it came, `sha256` of its signed part; `remarks` are sentences."""

    id: str
    source: str
    sender: str
    identifier: str
    sent: str
    sent_at: Instant
    mode: Mode
    demo: bool
    cap_version: str
    msg_type: str
    state: str
    event: str
    severity: str
    sender_name: str
    headline: str
    description: str
    instruction: str
    area: str
    expires_at: Instant
    remarks: tuple[str, ...]
    received_at: Instant
    sha256: str
    xml: bytes
    ended_by: str | None = None
    ended_at: Instant | None = None
    version: int = 1

    @property
    def reference(self) -> Reference:
        """How others refer to it."""
        return Reference(self.sender, self.identifier, self.sent_at)


_SOURCE, _STORED = Source.__struct_fields__, Stored.__struct_fields__
_s, _w, _r = warning_sources.c, relayed_warnings.c, relayed_references.c
_SELECT_SOURCE = select(*[_s[name] for name in _SOURCE])
_SOURCE_OF = Prepared(_SELECT_SOURCE.where(_s.code == bindparam("code")))
_SOURCE_BY_KEY = Prepared(_SELECT_SOURCE.where(_s.key_hash == bindparam("key_hash"), _s.disabled_at.is_(None)))
_SOURCES = Prepared(_SELECT_SOURCE.order_by(_s.code))
_ADD_SOURCE = insert_of(warning_sources)
_INSERT = insert_of(relayed_warnings)
_REFER = insert_of(relayed_references)
_SELECT = select(*[_w[name] for name in _STORED])
_GET = Prepared(_SELECT.where(_w.id == bindparam("id")))
_RECENT = Prepared(_SELECT.order_by(_w.received_at.desc(), _w.id.desc()).limit(bindparam("most")))
_NAMED = Prepared(
    _SELECT.where(
        _w.source == bindparam("source"), _w.sender == bindparam("sender"), _w.identifier == bindparam("identifier")
    )
)
_REFERRING = Prepared(
    _SELECT.join_from(relayed_references, relayed_warnings, _w.id == _r.warning_id).where(
        _w.source == bindparam("source"),
        _w.mode == bindparam("mode"),
        _r.sender == bindparam("sender"),
        _r.identifier == bindparam("identifier"),
        _r.sent_at == bindparam("sent_at"),
    )
)
_END = Prepared(
    update(relayed_warnings)
    .where(_w.id == bindparam("of_id"), _w.version == bindparam("of_version"))
    .values(
        state=bindparam("new_state"),
        ended_by=bindparam("new_by"),
        ended_at=bindparam("new_at"),
        version=_w.version + 1,
    )
)


def source(conn: Connection, code: str) -> Source | None:
    """Return a source, disabled or not."""
    row = _SOURCE_OF.one(conn, {"code": code})
    return _source(row) if row else None


def source_by_key(conn: Connection, key_hash: str) -> Source | None:
    """Return the source in use whose key this is."""
    row = _SOURCE_BY_KEY.one(conn, {"key_hash": key_hash})
    return _source(row) if row else None


def sources(conn: Connection) -> list[Source]:
    """Return every source, disabled ones too."""
    return [_source(row) for row in _SOURCES.all(conn, {})]


def put_source(tx: Tx, after: Source) -> bool:
    """Write a new source (version 1) or the next version of one; False when it has moved on meanwhile."""
    values = msgspec.structs.asdict(after)
    if after.version == 1:
        _ADD_SOURCE.run(tx.conn, values)
        return True
    code = values.pop("code")
    query = update(warning_sources).where(_s.code == code, _s.version == after.version - 1).values(values)
    return tx.conn.execute(query).rowcount == 1


def add(tx: Tx, warning: Stored, references: tuple[Reference, ...]) -> None:
    """Keep a message and what it refers to."""
    values = msgspec.structs.asdict(warning)
    values |= {"mode": warning.mode.value, "remarks": "\n".join(warning.remarks)}
    _INSERT.run(tx.conn, values)
    _REFER.many(
        tx.conn, [{"warning_id": warning.id, **msgspec.structs.asdict(one)} for one in dict.fromkeys(references)]
    )


def end(tx: Tx, warning: Stored, state: str, by: str) -> None:
    """Write that another message, `by`, changed this one."""
    values = {"new_state": state, "new_by": by, "new_at": tx.now, "of_id": warning.id, "of_version": warning.version}
    _END.run(tx.conn, values)


def get(conn: Connection, warning_id: str) -> Stored | None:
    """Return a message."""
    row = _GET.one(conn, {"id": warning_id})
    return _stored(row) if row else None


def recent(conn: Connection, most: int) -> list[Stored]:
    """Return the messages received last, newest first."""
    return [_stored(row) for row in _RECENT.all(conn, {"most": most})]


def in_force(conn: Connection, now: Instant, most: int) -> list[Stored]:
    """Return what is in force now, whenever it came, newest first."""
    query = _SELECT.where(_w.state == IN_FORCE, _w.expires_at > now).order_by(_w.received_at.desc(), _w.id.desc())
    return [_stored(tuple(row)) for row in conn.execute(query.limit(most))]


def named(conn: Connection, source_code: str, sender: str, identifier: str) -> list[Stored]:
    """Return what a source brought under a sender's identifier."""
    return [
        _stored(row) for row in _NAMED.all(conn, {"source": source_code, "sender": sender, "identifier": identifier})
    ]


def referring(conn: Connection, source_code: str, mode: Mode, to: Reference) -> list[Stored]:
    """Return the messages of a source and mode that refer to a message, whether that has come or not."""
    values = {"source": source_code, "mode": mode.value, **msgspec.structs.asdict(to)}
    return [_stored(row) for row in _REFERRING.all(conn, values)]


def _source(row: Row) -> Source:
    return Source(**dict(zip(_SOURCE, row, strict=True)))


def _stored(row: Row) -> Stored:
    values: dict[str, Any] = dict(zip(_STORED, row, strict=True))
    values["mode"], values["demo"], values["xml"] = Mode(values["mode"]), bool(values["demo"]), bytes(values["xml"])
    values["remarks"] = tuple(line for line in values["remarks"].split("\n") if line)
    return Stored(**values)
