"""The audit chain in the store: walk it, verify it, and write its signed end to a file that the database cannot reach.

The chain finds an edit, a removed link, another order. A cut tail (or a whole other file) it cannot find by itself:
for that the end is signed every five minutes into an anchor file, to be kept elsewhere, and compared with the chain.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
from sqlalchemy import Connection, bindparam, select

from services.domain.audit import GENESIS, Link, first_broken
from services.domain.clock import Instant
from services.store import tables as t
from services.store.prepared import Prepared

BATCH = 5_000
ANCHOR_NAME = "audit-heads.jsonl"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The end of the chain at a moment, sealed with the hub's key (HMAC-SHA-256 over the other fields)."""

    seq: int
    hash: str
    at: Instant
    seal: str = ""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a verification found. `broken` is the number of the first link that does not hold, None when all hold."""

    links: int
    broken: int | None = None
    reason: str = ""
    anchors: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return self.broken is None and not self.reason


_FIELDS = Link.__struct_fields__
_WALK = Prepared(
    select(*[t.audit.c[name] for name in _FIELDS])
    .where(t.audit.c.seq > bindparam("after"))
    .order_by(t.audit.c.seq)
    .limit(bindparam("most"))
)
_AT = Prepared(select(t.audit.c.hash).where(t.audit.c.seq == bindparam("seq")))
_OF_OBJECT = Prepared(
    select(*[t.audit.c[name] for name in _FIELDS])
    .where(t.audit.c.object_id == bindparam("object_id"))
    .order_by(t.audit.c.seq)
)
_HEAD = Prepared(select(t.heads.c.value, t.heads.c.hash).where(t.heads.c.name == "audit"))


def walk(conn: Connection, after: int = 0) -> Iterator[Link]:
    """Yield the links after a number, in order, a batch at a time."""
    while rows := _WALK.all(conn, {"after": after, "most": BATCH}):
        for row in rows:
            yield Link(**dict(zip(_FIELDS, row, strict=True)))
        after = int(rows[-1][0])


def of_object(conn: Connection, object_id: str) -> list[Link]:
    """Return the links about one object, oldest first."""
    return [Link(**dict(zip(_FIELDS, row, strict=True))) for row in _OF_OBJECT.all(conn, {"object_id": object_id})]


def head(conn: Connection) -> tuple[int, str]:
    """Return number and hash of the last link as the counter has it; (0, GENESIS) when there is none."""
    row = _HEAD.one(conn, {})
    return (int(row[0]), str(row[1])) if row else (0, GENESIS)


def signed_head(conn: Connection, key: bytes, at: Instant) -> Head:
    """Return the end of the chain, sealed."""
    seq, digest = head(conn)
    made = Head(seq=seq, hash=digest, at=at)
    return msgspec.structs.replace(made, seal=_seal(made, key))


def write_head(path: Path, made: Head) -> None:
    """Append a sealed end to an anchor file (a JSON object per line, 0600). Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    with path.open("ab") as file:
        file.write(msgspec.json.encode(made) + b"\n")


def read_heads(path: Path) -> list[Head]:
    """Return the ends in an anchor file, in its order. Raises OSError, msgspec.DecodeError."""
    return [msgspec.json.decode(line, type=Head) for line in path.read_bytes().splitlines() if line.strip()]


def verify(
    conn: Connection, from_head: Head | None = None, *, anchors: list[Head] | None = None, key: bytes = b""
) -> Verdict:
    """Walk the chain (from a trusted end on) and compare it with the counter and with the anchors.

    Names the first link that does not hold. With anchors, one whose seal is not the key's, that lies beyond the end
    (the tail was cut) or whose hash differs (another history) is named as well.
    """
    start = (from_head.hash, from_head.seq) if from_head is not None else (GENESIS, 0)
    if from_head is not None and (missing := _check_anchor(conn, from_head)):
        return Verdict(links=0, broken=from_head.seq, reason=missing)
    count = 0

    def counted() -> Iterator[Link]:
        nonlocal count
        for item in walk(conn, start[1]):
            count += 1
            yield item

    broken = first_broken(counted(), prev=start[0], seq=start[1])
    if broken is not None:
        return Verdict(links=count, broken=broken[0], reason=broken[1])
    if reason := _check_counter(conn, start[1] + count):
        return Verdict(links=count, broken=start[1] + count + 1, reason=reason)
    return _check_anchors(conn, anchors or [], key, count)


def _check_counter(conn: Connection, last: int) -> str:
    seq, digest = head(conn)
    found = _AT.one(conn, {"seq": seq}) if seq else (GENESIS,)
    if seq != last:
        return f"账面止于第 {seq} 环，链上只到第 {last} 环"
    return "" if found is not None and found[0] == digest else f"第 {seq} 环与账面所记哈希不符"


def _check_anchors(conn: Connection, anchors: list[Head], key: bytes, count: int) -> Verdict:
    for number, anchor in enumerate(anchors, start=1):
        if not hmac.compare_digest(anchor.seal, _seal(anchor, key)):
            return Verdict(links=count, reason=f"锚文件第 {number} 行的签名不符", anchors=number - 1)
        if reason := _check_anchor(conn, anchor):
            return Verdict(links=count, broken=anchor.seq, reason=reason, anchors=number - 1)
    return Verdict(links=count, anchors=len(anchors))


def _check_anchor(conn: Connection, anchor: Head) -> str:
    if anchor.seq == 0:
        return ""
    found = _AT.one(conn, {"seq": anchor.seq})
    if found is None:
        return f"第 {anchor.seq} 环曾经存在，现已不在：链尾被截断"
    return "" if found[0] == anchor.hash else f"第 {anchor.seq} 环与锚文件所记不同：不是同一份记录"


def _seal(made: Head, key: bytes) -> str:
    body = msgspec.json.encode([made.seq, made.hash, made.at])
    return hmac.new(key, body, sha256).hexdigest()
