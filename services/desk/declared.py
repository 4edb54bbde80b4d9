"""Declaring an event, ending it, and which event a new case belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.team import EventDeclared
from services.desk import access
from services.domain.clock import DAY_MS
from services.domain.declared import DeclaredEvent, event_for
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tiers import is_within
from services.store import declared as store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.team import Declare, EndEvent
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import Tx

_DECLARE, _END = "宣布事件", "结束事件"


def rows(conn: Connection, scope: Scope, now: Instant) -> list[EventDeclared]:
    """Return the events of one's view that are under way or ended within a day. Raises Refusal no_right."""
    access.need(scope, Right.CASE_READ, "查看事件")
    counts = store.open_cases(conn)
    return [_row(event, counts) for event in store.since(conn, now - DAY_MS) if _concerns(scope, event)]


def declare(tx: Tx, district: District, scope: Scope, ask: Declare) -> EventDeclared:
    """Declare an event: new cases of its kind in its area belong to it from now on.

    Raises Refusal no_right, unknown_unit (or not in one's own area), unknown_category, field_missing.
    """
    access.need(scope, Right.CASE_TAKE_OVER, _DECLARE)
    area = district.units.get(ask.area_id)
    if area is None or area.tier is None or not scope.unit_path or not is_within(area.path, scope.unit_path):
        raise Refusal("unknown_unit", field="area_id", value=ask.area_id)
    groups = {category.group for category in district.profile.categories}
    if ask.kind and ask.kind not in district.categories and ask.kind not in groups:
        raise Refusal("unknown_category", field="kind", value=ask.kind)
    if not ask.name.strip():
        raise Refusal("field_missing", field="事件名称")
    event = DeclaredEvent(
        id=tx.ids.new(),
        name=ask.name.strip(),
        kind=ask.kind,
        area_path=area.path,
        mode=district.mode,
        demo=district.demo,
        started_at=tx.now,
        started_by=scope.person_id,
    )
    store.add(tx, event)
    tx.audit(scope.person_id, "event.declare", event.id, {"from": scope.origin, "event": event})
    tx.change("event", event.id, event.version, areas=(event.area_path,), command_id=ask.command_id)
    return _row(event, {})


def end(tx: Tx, scope: Scope, event_id: str, ask: EndEvent) -> EventDeclared:
    """End an event; its cases stay its own. Raises Refusal no_right, not_found, stale."""
    access.need(scope, Right.CASE_TAKE_OVER, _END)
    event = store.get(tx.conn, event_id)
    inside = event is not None and bool(scope.unit_path) and is_within(event.area_path, scope.unit_path)
    if event is None or not inside or event.ended_at is not None:
        raise Refusal("not_found")
    if event.version != ask.version or not store.end(tx, event, scope.person_id):
        raise Refusal("stale", changed={"version": event.version})
    tx.audit(scope.person_id, "event.end", event.id, {"from": scope.origin})
    tx.change("event", event.id, event.version + 1, areas=(event.area_path,), command_id=ask.command_id)
    ended = store.get(tx.conn, event_id)
    return _row(ended or event, store.open_cases(tx.conn))


def event_of(conn: Connection, district: District, area_path: str, category: str) -> str | None:
    """Return the id of the declared event that a new case belongs to, None for none."""
    known = district.profile.category(category)
    group = known.group if known is not None else ""
    events = store.under_way(conn)
    found = event_for(events, area_path=area_path, category=category, group=group, mode=district.mode)
    return None if found is None else found.id


def _row(event: DeclaredEvent, counts: dict[str, int]) -> EventDeclared:
    return EventDeclared(
        id=event.id,
        name=event.name,
        kind=event.kind,
        area_path=event.area_path,
        mode=event.mode,
        started_at=event.started_at,
        started_by=event.started_by,
        ended_at=event.ended_at,
        cases=counts.get(event.id, 0),
        version=event.version,
    )


def _concerns(scope: Scope, event: DeclaredEvent) -> bool:
    """Tell whether an event is one's to know of: in one's area, or over it; departments know of all."""
    path = scope.unit_path
    return not path or is_within(event.area_path, path) or is_within(path, event.area_path)
