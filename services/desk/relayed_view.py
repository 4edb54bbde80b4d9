"""Warnings of other authorities as shown and passed on: word for word, with source and time (气象法 art. 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.relayed import WarningRow
from services.desk import access
from services.domain.alerts import Relay, refuse_mode
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import relayed as store
from services.store.relayed import CANCELLED, IN_FORCE, NOTICE, UPDATED

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.alerts import AlertRequest
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.relayed import Stored

LIST_MOST = 200
_STATE_ZH = {UPDATED: "已更新", CANCELLED: "已解除", NOTICE: "解除通知", "expired": "已失效"}


def rows(conn: Connection, scope: Scope, now: Instant) -> list[WarningRow]:
    """Return what was relayed, newest first; what is in force now stands there however old. Raises no_right."""
    access.need(scope, Right.ALERT_READ, "查看预警")
    names = {source.code: source.name for source in store.sources(conn)}
    found = {one.id: one for one in (*store.recent(conn, LIST_MOST), *store.in_force(conn, now, LIST_MOST))}
    newest = sorted(found.values(), key=lambda one: (one.received_at, one.id), reverse=True)
    return [row_of(one, names.get(one.source, one.source), now) for one in newest]


def xml(conn: Connection, scope: Scope, warning_id: str) -> bytes:
    """Return the file as it came, with its signature. Raises no_right, not_found."""
    return _look(conn, scope, warning_id).xml


def relay_of(conn: Connection, scope: Scope, request: AlertRequest, now: Instant) -> Relay | None:
    """Return the warning that a request passes on, with its issuer and time; None when it passes none on.

    Raises Refusal not_found, mode_looser, field_bad: it is not in force any more, its words were to be changed, or
    the alert would outlive it.
    """
    if request.relay_id is None:
        return None
    warning = _look(conn, scope, request.relay_id)
    state = _state(warning, now)
    if state != IN_FORCE:
        raise Refusal("field_bad", field="转发的预警", value=_STATE_ZH[state], remedy="请转发仍然有效的预警")
    refuse_mode(request.mode, warning.mode)
    if request.warning.strip() or request.measures.strip():
        raise Refusal("field_bad", field="警示事项", value="转发不能改动原文", remedy="请清空警示事项和措施，原文照登")
    if request.expires_at > warning.expires_at:
        raise Refusal("field_bad", field="有效期至", value="晚于原预警的失效时间", remedy="请改到原预警失效之前")
    return Relay(
        source=warning.sender_name or _source_name(conn, warning), issued_at=warning.sent_at, text=_text(warning)
    )


def _look(conn: Connection, scope: Scope, warning_id: str) -> Stored:
    access.need(scope, Right.ALERT_READ, "查看预警")
    found = store.get(conn, warning_id)
    if found is None:
        raise Refusal("not_found")
    return found


def _source_name(conn: Connection, warning: Stored) -> str:
    found = store.source(conn, warning.source)
    return found.name if found is not None else warning.source


def _state(warning: Stored, now: Instant) -> str:
    return "expired" if warning.state == IN_FORCE and warning.expires_at <= now else warning.state


def _text(warning: Stored) -> str:
    """Return the words that are passed on: description and instruction as they came; without them, the headline."""
    return "\n".join(filter(None, (warning.description, warning.instruction))) or warning.headline or warning.event


def row_of(warning: Stored, source_name: str, now: Instant) -> WarningRow:
    """Return a message as it is shown."""
    return WarningRow(
        id=warning.id,
        mode=warning.mode,
        demo=warning.demo,
        state=_state(warning, now),
        source=source_name,
        issuer=warning.sender_name,
        sender=warning.sender,
        identifier=warning.identifier,
        sent=warning.sent,
        sent_at=warning.sent_at,
        received_at=warning.received_at,
        expires_at=warning.expires_at,
        msg_type=warning.msg_type,
        cap_version=warning.cap_version,
        event=warning.event,
        severity=warning.severity,
        headline=warning.headline,
        text=_text(warning),
        area=warning.area,
        remarks=warning.remarks,
        ended_at=warning.ended_at,
        version=warning.version,
    )
