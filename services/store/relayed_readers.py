"""Who may read the feed of alerts in force: each key opens the feed of one mode."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.store.prepared import Prepared, Row, insert_of
from services.store.relayed_tables import feed_readers
from services.store.tx import Tx


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """A reader of the feed of one mode; only the hash of its key is kept."""

    code: str
    name: str
    mode: Mode
    key_hash: str
    version: int
    changed_at: Instant
    changed_by: str
    disabled_at: Instant | None = None


_NAMES = Reader.__struct_fields__
_c = feed_readers.c
_SELECT = select(*[_c[name] for name in _NAMES])
_GET = Prepared(_SELECT.where(_c.code == bindparam("code")))
_ALL = Prepared(_SELECT.order_by(_c.code))
_BY_KEY = Prepared(_SELECT.where(_c.key_hash == bindparam("key_hash"), _c.disabled_at.is_(None)))
_INSERT = insert_of(feed_readers)


def get(conn: Connection, code: str) -> Reader | None:
    """Return a reader, disabled or not."""
    row = _GET.one(conn, {"code": code})
    return _reader(row) if row else None


def by_key(conn: Connection, key_hash: str) -> Reader | None:
    """Return the reader in use whose key this is."""
    row = _BY_KEY.one(conn, {"key_hash": key_hash})
    return _reader(row) if row else None


def every(conn: Connection) -> list[Reader]:
    """Return every reader, disabled ones too."""
    return [_reader(row) for row in _ALL.all(conn, {})]


def put(tx: Tx, after: Reader) -> bool:
    """Write a new reader (version 1) or the next version of one; False when it has moved on meanwhile."""
    values = msgspec.structs.asdict(after) | {"mode": after.mode.value}
    if after.version == 1:
        _INSERT.run(tx.conn, values)
        return True
    code = values.pop("code")
    query = update(feed_readers).where(_c.code == code, _c.version == after.version - 1).values(values)
    return tx.conn.execute(query).rowcount == 1


def _reader(row: Row) -> Reader:
    values = dict(zip(_NAMES, row, strict=True))
    values["mode"] = Mode(values["mode"])
    return Reader(**values)
