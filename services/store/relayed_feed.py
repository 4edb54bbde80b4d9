"""Alerts as the feed tells them: those of one mode that are in force, each with the file that went out last."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, bindparam, func, select

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.store.prepared import Prepared
from services.store.tables import alert_revisions, alerts


class FeedAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert in force with its latest file."""

    id: str
    headline: str
    identifier: str
    issued_at: Instant
    sent_at: Instant
    cap: bytes


_a, _r = alerts.c, alert_revisions.c
_JOINED = select(_a.id, _a.headline, _r.identifier, _a.issued_at, _r.sent_at, _r.cap).join_from(
    alerts, alert_revisions, (_r.alert_id == _a.id) & (_r.revision == _a.revision)
)
_OF_MODE = _JOINED.where(_a.mode == bindparam("mode"), _r.cap.is_not(None))
_CURRENT = Prepared(
    _OF_MODE.where(_a.state == "in_force", _a.expires_at > bindparam("now"))
    .order_by(_r.sent_at.desc(), _a.id.desc())
    .limit(bindparam("most"))
)
_ONE = Prepared(_OF_MODE.where(_a.id == bindparam("id")))
_TOUCHED = Prepared(select(func.max(_a.updated_at)).where(_a.mode == bindparam("mode")))
_LAPSED = Prepared(
    select(func.max(_a.expires_at)).where(
        _a.mode == bindparam("mode"), _a.state == "in_force", _a.expires_at <= bindparam("now")
    )
)


def current(conn: Connection, mode: Mode, now: Instant, most: int) -> list[FeedAlert]:
    """Return what is in force in a mode, the latest first."""
    found = _CURRENT.all(conn, {"mode": mode.value, "now": now, "most": most})
    return [FeedAlert(**dict(zip(FeedAlert.__struct_fields__, row, strict=True))) for row in found]


def latest_file(conn: Connection, mode: Mode, alert_id: str) -> bytes | None:
    """Return the latest file of an alert of a mode: once it has ended, the one that took it back."""
    row = _ONE.one(conn, {"mode": mode.value, "id": alert_id})
    return bytes(row[5]) if row else None


def changed_at(conn: Connection, mode: Mode, now: Instant) -> Instant:
    """Return when what is in force last changed, by an act or by running out; 0 when there was never anything."""
    touched = _TOUCHED.one(conn, {"mode": mode.value})
    lapsed = _LAPSED.one(conn, {"mode": mode.value, "now": now})
    return max((row[0] or 0 for row in (touched, lapsed) if row), default=0)
