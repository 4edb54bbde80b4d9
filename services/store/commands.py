"""Commands that were carried out, with their first answer: a repeated id gets it again."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, select

from services.domain.clock import Instant
from services.store import tables as t
from services.store.prepared import Prepared, insert_of
from services.store.tx import Tx


class StoredCommand(msgspec.Struct, frozen=True, kw_only=True):
    """A command by the id its client made. `status` is the HTTP status and `answer` the body of the first answer."""

    id: str
    person_id: str
    at: Instant
    kind: str
    status: int
    answer: bytes


_INSERT = insert_of(t.commands)
_GET = Prepared(
    select(*[t.commands.c[name] for name in StoredCommand.__struct_fields__]).where(t.commands.c.id == bindparam("id"))
)


def get(conn: Connection, command_id: str) -> StoredCommand | None:
    """Return a command that was carried out, or None."""
    row = _GET.one(conn, {"id": command_id})
    if row is None:
        return None
    found_id, person_id, at, kind, status, answer = row
    return StoredCommand(id=found_id, person_id=person_id, at=at, kind=kind, status=status, answer=bytes(answer))


def add(tx: Tx, command_id: str, person_id: str, kind: str, status: int, answer: bytes) -> None:
    """Keep the first answer, in the transaction that did the work."""
    _INSERT.run(
        tx.conn,
        {"id": command_id, "person_id": person_id, "at": tx.now, "kind": kind, "status": status, "answer": answer},
    )
