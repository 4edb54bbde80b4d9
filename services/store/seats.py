"""The seats: who is signed in, what each person has claimed, and what they did last."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, func, select

from services.domain.clock import DAY_MS, Instant
from services.store import tables as t


class OpenSession(msgspec.Struct, frozen=True):
    """A session that is open: since when, last used, and whether the seat is locked."""

    person_id: str
    opened_at: Instant
    used_at: Instant
    locked: bool


class Claim(msgspec.Struct, frozen=True):
    """A claim in force."""

    case_id: str
    number: str
    version: int
    person_id: str
    claimed_at: Instant


class Deed(msgspec.Struct, frozen=True):
    """Something that somebody did with a case."""

    person_id: str
    action: str
    number: str
    at: Instant


def open_sessions(conn: Connection, now: Instant) -> list[OpenSession]:
    """Return the open sessions, the longest used last of each person."""
    c = t.sessions.c
    query = (
        select(c.person_id, c.opened_at, c.used_at, c.locked_at)
        .where(c.ended_at.is_(None), c.expires_at > now)
        .order_by(c.used_at)
    )
    return [
        OpenSession(row.person_id, row.opened_at, row.used_at, row.locked_at is not None) for row in conn.execute(query)
    ]


def claims(conn: Connection, since: Instant, person_id: str | None = None) -> list[Claim]:
    """Return the claims on open cases that were made since a moment (of one person), oldest first."""
    c = t.cases.c
    query = select(c.id, c.number, c.version, c.claimed_by, c.claimed_at).where(c.open == 1, c.claimed_at > since)
    query = query.where(c.claimed_by.is_not(None) if person_id is None else c.claimed_by == person_id)
    return [
        Claim(row.id, row.number, row.version, row.claimed_by, row.claimed_at)
        for row in conn.execute(query.order_by(c.claimed_at, c.id))
    ]


def last_deeds(conn: Connection, people: Sequence[str], now: Instant) -> dict[str, Deed]:
    """Return the last thing each of these people did with a case within a day."""
    e = t.case_events.c
    newest = (
        select(func.max(e.id).label("id"))
        .where(e.at > now - DAY_MS, e.actor_id.in_(list(people)))
        .group_by(e.actor_id)
        .subquery()
    )
    query = (
        select(e.actor_id, e.action, e.at, t.cases.c.number)
        .join(newest, newest.c.id == e.id)
        .join(t.cases, t.cases.c.id == e.case_id)
    )
    return {row.actor_id: Deed(row.actor_id, row.action, row.number, row.at) for row in conn.execute(query)}
