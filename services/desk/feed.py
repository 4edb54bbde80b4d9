"""The feed of alerts in force, for other programs: a key opens the feed of its own mode and no other."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from services.alerts.feed import FeedEntry, FeedHead, atom, path_of
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Scope
from services.store import relayed_feed as store
from services.store import relayed_readers
from services.store.sessions import hash_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.clock import Instant
    from services.store.database import Database
    from services.store.relayed_feed import FeedAlert

FEED_MOST = 200
"""Alerts a feed lists, the latest; more at once in one district is an error or an attack."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed as it is sent: its bytes, their hash, and when it last changed (ms)."""

    body: bytes
    etag: str
    changed_at: Instant


def reader_scope(database: Database, district: District, mode: str, key: str, origin: str) -> tuple[Scope, Mode]:
    """Return the scope of the reader whose key this is, and the mode that it opens.

    Raises Refusal signed_out; not_found for a mode that is none, or not the key's own.
    """
    reader = database.read(lambda conn: relayed_readers.by_key(conn, hash_of(key))) if key else None
    if reader is None:
        raise Refusal("signed_out")
    if reader.mode.value != mode:
        raise Refusal("not_found")
    scope = Scope(
        person_id=f"feed:{reader.code}",
        person_name=reader.name,
        unit_id=district.id,
        unit_path=district.id,
        roles=frozenset(),
        origin=origin,
    )
    return scope, reader.mode


def feed(conn: Connection, district: District, mode: Mode, now: Instant) -> Feed:
    """Return a mode's alerts in force as an Atom feed."""
    found = store.current(conn, mode, now, FEED_MOST + 1)
    changed = store.changed_at(conn, mode, now)
    head = FeedHead(
        district_id=district.id,
        name=district.profile.name,
        mode=mode,
        updated=changed,
        left_out=len(found) > FEED_MOST,
    )
    body = atom(head, [_entry(district, alert, mode) for alert in found[:FEED_MOST]])
    return Feed(body=body, etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"', changed_at=changed)


def file(conn: Connection, mode: Mode, alert_id: str) -> bytes:
    """Return the latest signed file of an alert of a mode; of an ended one, what took it back. Raises not_found."""
    found = store.latest_file(conn, mode, alert_id)
    if found is None:
        raise Refusal("not_found")
    return found


def _entry(district: District, alert: FeedAlert, mode: Mode) -> FeedEntry:
    said = district.alert_tools.reader.parse(alert.cap).readable
    return FeedEntry(
        sender=said.sender,
        identifier=alert.identifier,
        title=alert.headline,
        summary="\n".join(filter(None, (said.area, said.description, said.instruction))),
        published=alert.issued_at,
        updated=alert.sent_at,
        path=f"{path_of(mode)}/{alert.id}",
    )
