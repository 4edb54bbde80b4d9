"""Signed-in sessions, known by the SHA-256 of their token: whoever reads the database cannot use one."""

from __future__ import annotations

import hashlib

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from services.domain.clock import Instant
from services.store import tables as t
from services.store.prepared import Prepared, insert_of
from services.store.tx import Tx


class StoredSession(msgspec.Struct, frozen=True, kw_only=True):
    """A session. `locked_at` is set while the seat is locked for idleness; `ended_at` when it was signed out."""

    token_hash: str
    person_id: str
    origin: str
    opened_at: Instant
    used_at: Instant
    expires_at: Instant
    locked_at: Instant | None = None
    ended_at: Instant | None = None


_FIELDS = StoredSession.__struct_fields__
_c = t.sessions.c
_INSERT = insert_of(t.sessions)
_GET = Prepared(select(*[_c[name] for name in _FIELDS]).where(_c.token_hash == bindparam("token_hash")))
_MINE = _c.token_hash == bindparam("of_token")
_TOUCH = Prepared(update(t.sessions).where(_MINE).values(used_at=bindparam("moment")))
_LOCK = Prepared(update(t.sessions).where(_MINE).values(locked_at=bindparam("moment")))
_UNLOCK = Prepared(update(t.sessions).where(_MINE).values(locked_at=None, used_at=bindparam("moment")))
_END = Prepared(update(t.sessions).where(_MINE, _c.ended_at.is_(None)).values(ended_at=bindparam("moment")))
_END_ALL = Prepared(
    update(t.sessions)
    .where(_c.person_id == bindparam("of_person"), _c.ended_at.is_(None))
    .values(ended_at=bindparam("moment"))
)


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(tx: Tx, session: StoredSession) -> None:
    """Keep a new session."""
    _INSERT.run(tx.conn, {name: getattr(session, name) for name in _FIELDS})


def get(conn: Connection, token_hash: str) -> StoredSession | None:
    """Return a session, whatever its state, or None."""
    row = _GET.one(conn, {"token_hash": token_hash})
    return StoredSession(**dict(zip(_FIELDS, row, strict=True))) if row else None


def touch(tx: Tx, token_hash: str) -> None:
    """Note that it was used now. Once a minute is enough: every call is a write."""
    _TOUCH.run(tx.conn, {"of_token": token_hash, "moment": tx.now})


def lock(tx: Tx, token_hash: str) -> None:
    """Lock the seat."""
    _LOCK.run(tx.conn, {"of_token": token_hash, "moment": tx.now})


def unlock(tx: Tx, token_hash: str) -> None:
    """Unlock the seat; its idle time begins anew."""
    _UNLOCK.run(tx.conn, {"of_token": token_hash, "moment": tx.now})


def end(tx: Tx, token_hash: str) -> None:
    """Sign out."""
    _END.run(tx.conn, {"of_token": token_hash, "moment": tx.now})


def end_all(tx: Tx, person_id: str) -> int:
    """Sign a person out everywhere; return of how many sessions."""
    return _END_ALL.count(tx.conn, {"of_person": person_id, "moment": tx.now})
