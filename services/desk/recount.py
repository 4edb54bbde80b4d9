"""After a change of the calendar: which open cases would be due at another time, and their change by command.

Nothing moves by itself: each case is changed by the rule it has, with the stops it had, by an event of its own that
says the old and the new time and why. A due time that a person set (延期) stays as that person set it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.api.calendar import APPLY_MOST, Affected, AffectedCase, Applied
from services.desk import access
from services.desk.clocks import calendar
from services.desk.moves import Deed, Desk, moved
from services.domain.deadlines import Stop, due_of, limit_of, spell_limit, spell_moment
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import cases as case_store
from services.store import recount as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from services.api.calendar import ApplyCalendar
    from services.desk.district import District
    from services.domain.calendar import Calendar
    from services.domain.cases import Case
    from services.domain.rights import Scope
    from services.store.database import Tx

RECOUNT = "recount"
"""The event of a case whose due time was changed after a change of the calendar."""


def affected(conn: Connection, district: District, scope: Scope) -> Affected:
    """Return the open cases in working time whose due time would be another by the calendar as it is now.

    It looks at every open case of the district and so wants an administrator of the district itself. Raises no_right.
    """
    _need(district, scope)
    known = calendar(conn, district)
    cases, extended = store.in_working_time(conn)
    stops = store.stops_of(conn, [case.id for case in cases])
    found = [row for case in cases if (row := _changed(case, known, stops.get(case.id, ()))) is not None]
    found.sort(key=lambda row: (min(row.new_due, row.old_due or row.new_due), row.id))
    return Affected(total=len(found), extended=extended, cases=tuple(found[:APPLY_MOST]))


def apply(tx: Tx, district: District, scope: Scope, message: ApplyCalendar) -> Applied:
    """Change the due times of the named cases to what the calendar says now, each by an event with the reason.

    A case that is another version by now is left and named. Raises no_right, text_required.
    """
    _need(district, scope)
    reason = message.reason.strip()
    if not reason:
        raise Refusal("text_required", field="理由")
    known = calendar(tx.conn, district)
    stops = store.stops_of(tx.conn, list(message.cases))
    desk = Desk(tx, district, scope)
    changed: list[AffectedCase] = []
    moved_on: list[str] = []
    for case_id, version in message.cases.items():
        case = case_store.get(tx.conn, case_id)
        row = None if case is None else _changed(case, known, stops.get(case_id, ()))
        if case is None or case.version != version or not case.is_open or case.extensions:
            moved_on.append(case_id)
        elif row is not None:
            _recount(desk, case, row, known, reason)
            changed.append(row)
    return Applied(changed=tuple(changed), moved_on=tuple(moved_on))


def _recount(desk: Desk, case: Case, row: AffectedCase, known: Calendar, reason: str) -> None:
    found = limit_of(case)
    if found is None:
        return
    after = msgspec.structs.replace(
        case,
        due_at=row.new_due,
        due_confirmed=row.new_confirmed,
        due_limit=spell_limit(found[0], known.counting),
        version=case.version + 1,
        updated_at=desk.tx.now,
    )
    old = "无" if case.due_at is None else spell_moment(case.due_at, known.zone)
    new = spell_moment(row.new_due, known.zone)
    words = f"按现行工作日历重算时限“{case.due_text}”：{old} 改为 {new}。理由：{reason}"
    moved(desk, case, after, Deed(action=RECOUNT, text=words, rule=case.due_rule))


def _changed(case: Case, known: Calendar, stops: Sequence[Stop]) -> AffectedCase | None:
    """Return what becomes of a case's due time, or None where it stays as it is or cannot be reckoned."""
    found = limit_of(case)
    if found is None or not found[0].kind.by_calendar or case.due_start is None:
        return None
    start = case.due_start
    due = due_of(found[0], start, known, [stop for stop in stops if stop.start >= start])
    if due.at is None or (due.at, not due.unconfirmed) == (case.due_at, case.due_confirmed):
        return None
    return AffectedCase(
        id=case.id,
        number=case.number,
        version=case.version,
        limit_text=case.due_text,
        start=start,
        old_due=case.due_at,
        new_due=due.at,
        old_confirmed=case.due_confirmed,
        new_confirmed=not due.unconfirmed,
    )


def _need(district: District, scope: Scope) -> None:
    action = "按工作日历重算时限"
    access.need(scope, Right.SETTINGS, action)
    if scope.unit_path != district.id:
        raise Refusal("no_right", action=action, roles="区级系统管理员")
