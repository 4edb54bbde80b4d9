"""Settings of the data itself, as named texts: the profile's name, whether it is a demo, whether set-up is done."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select

from services.store import tables as t
from services.store.prepared import Prepared, upsert_of
from services.store.tx import Tx

_GET = Prepared(select(t.settings.c.value).where(t.settings.c.key == bindparam("key")))
_NEW: dict[str, Any] = {"value": bindparam("value"), "updated_at": bindparam("at")}
_PUT = upsert_of(t.settings, {"key": bindparam("key"), **_NEW}, ["key"], _NEW)
_ALL = Prepared(select(t.settings.c.key, t.settings.c.value))


def get(conn: Connection, key: str, default: str = "") -> str:
    """Return a setting's text, or the default."""
    row = _GET.one(conn, {"key": key})
    return str(row[0]) if row else default


def put(tx: Tx, key: str, value: str) -> None:
    """Set a setting."""
    _PUT.run(tx.conn, {"key": key, "value": value, "at": tx.now})


def every(conn: Connection) -> dict[str, str]:
    """Return all settings."""
    return dict(_ALL.all(conn, {}))
