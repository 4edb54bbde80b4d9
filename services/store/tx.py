"""One transaction: its moment, its audit links and its change-log rows, drawn in one order after one lock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, and_, bindparam, or_, select, update

from services.domain import audit as chain
from services.domain.clock import Instant
from services.domain.ids import Ids
from services.store import tables as t
from services.store.prepared import Prepared, insert_of, upsert_of


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the change log: what changed, as which version, by which command, and whom it may concern.

    `areas` are the area paths before and after; `parties` the unit ids that may see it before or after.
    """

    pos: int
    at: Instant
    kind: str
    object_id: str
    version: int
    command_id: str | None
    areas: tuple[str, ...]
    parties: tuple[str, ...]


_INSERT_AUDIT = insert_of(t.audit)
_INSERT_CHANGE = insert_of(t.changes)
_HEADS = select(t.heads.c.name, t.heads.c.value, t.heads.c.hash, t.audit.c.at).select_from(
    t.heads.outerjoin(t.audit, and_(t.heads.c.name == "audit", t.audit.c.seq == t.heads.c.value))
)
_READ_HEADS = Prepared(_HEADS.where(or_(t.heads.c.name == "audit", t.heads.c.name == "changes")))
_LOCK_AUDIT = Prepared(select(t.heads.c.name).where(t.heads.c.name == "audit").with_for_update())
_SET_HEAD = Prepared(
    update(t.heads)
    .where(t.heads.c.name == bindparam("head"))
    .values(value=bindparam("new_value"), hash=bindparam("new_hash"))
)
_DRAW = upsert_of(
    t.heads,
    {"name": bindparam("name"), "value": 1, "hash": ""},
    ["name"],
    {"value": t.heads.c.value + 1},
    t.heads.c.value,
)


@dataclass
class Heads:
    """The ends of the audit chain and of the change log while their lock is held; written back once at the end."""

    seq: int
    hash: str
    pos: int
    last_at: Instant
    dirty: bool = False

    def copy(self) -> Heads:
        """Return them as they are now, to go back to."""
        return Heads(self.seq, self.hash, self.pos, self.last_at, self.dirty)


def lock_heads(conn: Connection) -> Heads:
    """Take the audit lock (a row lock on PostgreSQL; on SQLite the write lock is held already) and read both ends."""
    if conn.dialect.name == "postgresql":
        _LOCK_AUDIT.one(conn, {})
    rows = {row[0]: row for row in _READ_HEADS.all(conn, {})}
    _, seq, digest, at = rows["audit"]
    return Heads(seq=seq, hash=digest, pos=rows["changes"][1], last_at=at or 0)


def write_heads(conn: Connection, heads: Heads) -> None:
    """Store both ends, where they have moved."""
    if heads.dirty:
        _SET_HEAD.run(conn, {"head": "audit", "new_value": heads.seq, "new_hash": heads.hash})
        _SET_HEAD.run(conn, {"head": "changes", "new_value": heads.pos, "new_hash": ""})
        heads.dirty = False


@dataclass
class Tx:
    """One transaction as the work sees it. `now` is asked once, so that all its rows agree."""

    conn: Connection
    now: Instant
    ids: Ids
    heads: Heads | None = None
    changes: list[ChangeRow] = field(default_factory=list)

    def lock(self) -> Heads:
        """Take the audit lock, once. Every counter is drawn under it, so that positions commit in their order."""
        if self.heads is None:
            self.heads = lock_heads(self.conn)
        return self.heads

    def audit(self, actor: str, action: str, object_id: str, details: object) -> int:
        """Append a link to the audit chain and return its number. `details` is anything JSON can hold."""
        heads = self.lock()
        made = chain.link(heads.seq + 1, self.now, actor, action, object_id, chain.canonical(details), heads.hash)
        _INSERT_AUDIT.run(self.conn, {name: getattr(made, name) for name in chain.Link.__struct_fields__})
        heads.seq, heads.hash, heads.last_at, heads.dirty = made.seq, made.hash, made.at, True
        return made.seq

    def change(
        self,
        kind: str,
        object_id: str,
        version: int,
        *,
        areas: Iterable[str] = (),
        parties: Iterable[str] = (),
        command_id: str | None = None,
    ) -> int:
        """Append a row to the change log and return its position."""
        heads = self.lock()
        row = ChangeRow(
            pos=heads.pos + 1,
            at=self.now,
            kind=kind,
            object_id=object_id,
            version=version,
            command_id=command_id,
            areas=tuple(dict.fromkeys(areas)),
            parties=tuple(dict.fromkeys(parties)),
        )
        _INSERT_CHANGE.run(
            self.conn,
            {
                "pos": row.pos,
                "at": row.at,
                "kind": kind,
                "object_id": object_id,
                "version": version,
                "command_id": command_id,
                "areas": "\n".join(row.areas),
                "parties": "\n".join(row.parties),
            },
        )
        heads.pos, heads.dirty = row.pos, True
        self.changes.append(row)
        return row.pos

    def draw(self, name: str) -> int:
        """Return the next value of a named counter, from 1; given back when the transaction fails."""
        self.lock()  # first, so that two transactions never wait for each other in opposite order
        row = _DRAW.one(self.conn, {"name": name})
        if row is None:
            raise RuntimeError("the counter gave no value")
        return int(row[0])
