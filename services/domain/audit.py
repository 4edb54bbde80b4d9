"""The hash chain over everything done: each link seals the one before, so that none can be altered unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from services.domain.clock import Instant

GENESIS = "0" * 64
"""What the first link points back to."""


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One link: what was done by whom, sealed together with the hash of the link before it.

    `payload` is canonical JSON (keys sorted, UTF-8, no blanks) of the details, already serialised.
    """

    seq: int
    at: Instant
    actor: str
    action: str
    object_id: str
    payload: str
    prev: str
    hash: str


def canonical(details: object) -> str:
    """Return details as canonical JSON: the same value always gives the same bytes."""
    return msgspec.json.encode(details, order="sorted").decode()


def seal(seq: int, at: Instant, actor: str, action: str, object_id: str, payload: str, prev: str) -> str:
    """Return the hash of a link: SHA-256, in hexadecimal, over its fields and the previous hash."""
    body = msgspec.json.encode([seq, at, actor, action, object_id, payload, prev])
    return hashlib.sha256(body).hexdigest()


def link(seq: int, at: Instant, actor: str, action: str, object_id: str, payload: str, prev: str) -> Link:
    """Return a new link that follows the one whose hash is `prev`."""
    return Link(
        seq=seq,
        at=at,
        actor=actor,
        action=action,
        object_id=object_id,
        payload=payload,
        prev=prev,
        hash=seal(seq, at, actor, action, object_id, payload, prev),
    )


def first_broken(links: Iterable[Link], prev: str = GENESIS, seq: int = 0) -> tuple[int, str] | None:
    """Walk links from after (`seq`, `prev`); return (seq, reason) of the first that does not hold, or None."""
    for item in links:
        seq += 1
        if item.seq != seq:
            return seq, f"第 {seq} 环缺失（下一环是第 {item.seq} 环）"
        if item.prev != prev:
            return seq, f"第 {seq} 环没有接在前一环上"
        if item.hash != seal(item.seq, item.at, item.actor, item.action, item.object_id, item.payload, item.prev):
            return seq, f"第 {seq} 环的内容与其哈希不符"
        prev = item.hash
    return None
