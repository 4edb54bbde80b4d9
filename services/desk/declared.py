"""Declaring an event, ending it, which event a new case belongs to, and the open ones it takes in or lets go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.team import EventDeclared, Fitting
from services.desk import access
from services.desk import rows as case_rows
from services.desk.moves import Deed, Desk, Moved, moved
from services.domain import custody
from services.domain.clock import DAY_MS
from services.domain.declared import JOINED, LEFT, DeclaredEvent, event_for
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tiers import is_within
from services.store import cases as case_store
from services.store import declared as store
from services.store import loop_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.cases import Done
    from services.api.team import Declare, EndEvent, LeaveEvent, TakeIn
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import Tx

_DECLARE, _END, _TAKE_IN, _LEAVE = "宣布事件", "结束事件", "把在办案件归入事件", "移出事件"


def rows(conn: Connection, district: District, scope: Scope, now: Instant) -> list[EventDeclared]:
    """Return the events of one's view that are under way or ended within a day. Raises Refusal no_right."""
    access.need(scope, Right.CASE_READ, "查看事件")
    counts = store.open_cases(conn)
    known = [event for event in store.since(conn, now - DAY_MS) if _concerns(scope, event)]
    return [_row(event, counts, _count(conn, district, scope, event)) for event in known]


def declare(tx: Tx, district: District, scope: Scope, ask: Declare) -> EventDeclared:
    """Declare an event: new cases of its kind in its area belong to it from now on.

    Raises Refusal no_right, unknown_unit (or not in one's own area), unknown_category, field_missing.
    """
    event = _meant(tx.ids.new(), district, scope, ask, tx.now)
    if not event.name:
        raise Refusal("field_missing", field="事件名称")
    store.add(tx, event)
    tx.audit(scope.person_id, "event.declare", event.id, {"from": scope.origin, "event": event})
    tx.change("event", event.id, event.version, areas=(event.area_path,), command_id=ask.command_id)
    return _row(event, {}, _count(tx.conn, district, scope, event))


def count_fitting(conn: Connection, district: District, scope: Scope, ask: Declare, now: Instant) -> Fitting:
    """Return how many open cases an event would take in if it were declared so; its name may still be empty.

    Raises Refusal no_right, unknown_unit, unknown_category.
    """
    return Fitting(cases=_count(conn, district, scope, _meant("", district, scope, ask, now)))


def _meant(event_id: str, district: District, scope: Scope, ask: Declare, now: Instant) -> DeclaredEvent:
    access.need(scope, Right.CASE_TAKE_OVER, _DECLARE)
    area = district.units.get(ask.area_id)
    if area is None or area.tier is None or not scope.unit_path or not is_within(area.path, scope.unit_path):
        raise Refusal("unknown_unit", field="area_id", value=ask.area_id)
    groups = {category.group for category in district.profile.categories}
    if ask.kind and ask.kind not in district.categories and ask.kind not in groups:
        raise Refusal("unknown_category", field="kind", value=ask.kind)
    return DeclaredEvent(
        id=event_id,
        name=ask.name.strip(),
        kind=ask.kind,
        area_path=area.path,
        mode=district.mode,
        demo=district.demo,
        started_at=now,
        started_by=scope.person_id,
    )


def end(tx: Tx, scope: Scope, event_id: str, ask: EndEvent) -> EventDeclared:
    """End an event; its cases stay its own. Raises Refusal no_right, not_found, stale."""
    access.need(scope, Right.CASE_TAKE_OVER, _END)
    event = _under_way(tx.conn, scope, event_id)
    if event.version != ask.version or not store.end(tx, event, scope.person_id):
        raise Refusal("stale", changed={"version": event.version})
    tx.audit(scope.person_id, "event.end", event.id, {"from": scope.origin})
    tx.change("event", event.id, event.version + 1, areas=(event.area_path,), command_id=ask.command_id)
    ended = store.get(tx.conn, event_id)
    return _row(ended or event, store.open_cases(tx.conn), 0)


def take_in(tx: Tx, district: District, scope: Scope, event_id: str, ask: TakeIn) -> EventDeclared:
    """Take open cases of the event's kind and area into it, with what is merged into them; the oldest come first.

    Each is told in its own history. What had left an event stays out. Raises Refusal no_right, not_found (ended too).
    """
    access.need(scope, Right.CASE_TAKE_OVER, _TAKE_IN)
    event = _under_way(tx.conn, scope, event_id)
    desk = Desk(tx, district, scope)
    found = store.fitting(tx.conn, event, _categories(district, event), scope.unit_path, ask.most)
    for case_id in found:
        case = case_store.get(tx.conn, case_id)
        if case is not None:
            _change(desk, case, event.id, Deed(action=JOINED, text=f"归入事件“{event.name}”"))
    if found:
        tx.audit(scope.person_id, "event.take_in", event.id, {"from": scope.origin, "cases": len(found)})
    tx.change("event", event.id, event.version, areas=(event.area_path,), command_id=ask.command_id)
    return _row(event, store.open_cases(tx.conn), _count(tx.conn, district, scope, event))


def leave(tx: Tx, district: District, scope: Scope, case_id: str, ask: LeaveEvent) -> Done:
    """Take a case, with what is merged into it, out of its event, also after that has ended.

    Raises Refusal no_right, not_found (belongs to none, too), not_holder, stale.
    """
    access.need(scope, Right.CASE_WORK, _LEAVE)
    case = access.visible_case(tx.conn, scope, case_id)
    access.in_charge(district, scope, case, _LEAVE)
    access.fresh(tx.conn, case, ask.version)
    event = store.get(tx.conn, case.event_id) if case.event_id else None
    if event is None:
        raise Refusal("not_found")
    deed = Deed(action=LEFT, text=f"移出事件“{event.name}”", command_id=ask.command_id)
    made = _change(Desk(tx, district, scope), case, None, deed)
    return case_rows.done(made, ask.command_id, visible=True)


def _change(desk: Desk, case: Case, event_id: str | None, deed: Deed) -> Moved:
    """Let a case and what is merged into it belong to an event (None: to none)."""
    made = moved(desk, case, custody.step(case, None, desk.asked, event_id=event_id), deed)
    for child in loop_rows.children(desk.tx.conn, case.id) if case.children else ():
        if child.event_id != event_id:
            after = custody.step(child, None, desk.asked, event_id=event_id)
            moved(desk, child, after, Deed(action=deed.action, text=f"随 {case.number} {deed.text}"))
    return made


def _under_way(conn: Connection, scope: Scope, event_id: str) -> DeclaredEvent:
    """Return an event of one's own area that has not ended. Raises Refusal not_found."""
    event = store.get(conn, event_id)
    inside = event is not None and bool(scope.unit_path) and is_within(event.area_path, scope.unit_path)
    if event is None or not inside or event.ended_at is not None:
        raise Refusal("not_found")
    return event


def _count(conn: Connection, district: District, scope: Scope, event: DeclaredEvent) -> int:
    """Return how many open cases an event could take in, 0 for who may not."""
    inside = bool(scope.unit_path) and is_within(event.area_path, scope.unit_path)
    if event.ended_at is not None or not inside or not scope.may(Right.CASE_TAKE_OVER):
        return 0
    return store.count_fitting(conn, event, _categories(district, event), scope.unit_path)


def _categories(district: District, event: DeclaredEvent) -> frozenset[str]:
    """Return the codes of an event's kind, empty for every one."""
    if not event.kind:
        return frozenset()
    return frozenset({event.kind, *(one.code for one in district.profile.categories if one.group == event.kind)})


def event_of(conn: Connection, district: District, area_path: str, category: str) -> str | None:
    """Return the id of the declared event that a new case belongs to, None for none."""
    known = district.profile.category(category)
    group = known.group if known is not None else ""
    events = store.under_way(conn)
    found = event_for(events, area_path=area_path, category=category, group=group, mode=district.mode)
    return None if found is None else found.id


def _row(event: DeclaredEvent, counts: dict[str, int], fitting: int) -> EventDeclared:
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
        fitting=fitting,
        version=event.version,
    )


def _concerns(scope: Scope, event: DeclaredEvent) -> bool:
    """Tell whether an event is one's to know of: in one's area, or over it; departments know of all."""
    path = scope.unit_path
    return not path or is_within(event.area_path, path) or is_within(path, event.area_path)
