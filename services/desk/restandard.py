"""After another standard came into use: which open cases still go by an earlier one, and their change by command.

Nothing moves by itself (`services.desk.standards`): a case is moved to the same criterion of the standard in use by an
event of its own that says the old and the new limit and why. A due time that a person set (延期) stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.api.calendar import APPLY_MOST
from services.api.catalogue import EarlierCase, EarlierCases, EarlierMoved
from services.desk import access, clocks
from services.desk.moves import Deed, Desk, moved
from services.domain.deadlines import Starts, Stop, due_of, spell_limit, spell_moment, with_deadline
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import recount
from services.store import restandard as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from services.api.catalogue import MoveEarlier
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.rights import Scope
    from services.store.database import Tx
    from services.store.restandard import Heir

RESTANDARD = "restandard"
"""The event of a case that was moved to the standard in use."""


def earlier(conn: Connection, district: District, scope: Scope) -> EarlierCases:
    """Return the open cases by an earlier standard's criterion, with what the standard in use says of them.

    It looks at every open case of the district and so wants an administrator of the district itself. Raises no_right.
    """
    _need(district, scope)
    if not store.count_in_use(conn):
        return EarlierCases(total=0, without=0, extended=0, cases=())
    cases = store.filed_by_earlier(conn)
    kept = [case for case in cases if not case.extensions]
    heirs = store.heirs(conn, [case.criterion_id for case in kept])
    stops = recount.stops_of(conn, [case.id for case in kept])
    found = [
        _row(case, _after(conn, district, case, heir, stops.get(case.id, ())), heir)
        for case in kept
        if (heir := heirs.get(case.criterion_id)) is not None
    ]
    found.sort(key=lambda row: (row.new_due is None, row.new_due or 0, row.id))
    return EarlierCases(
        total=len(found),
        without=len(kept) - len(found),
        extended=len(cases) - len(kept),
        cases=tuple(found[:APPLY_MOST]),
    )


def move(tx: Tx, district: District, scope: Scope, message: MoveEarlier) -> EarlierMoved:
    """Move the named cases to the same criterion of the standard in use, each by an event with the reason.

    A case that is another version by now is left and named. Raises no_right, text_required.
    """
    _need(district, scope)
    reason = message.reason.strip()
    if not reason:
        raise Refusal("text_required", field="理由")
    known = {case.id: case for case in store.filed_by_earlier(tx.conn) if case.id in message.cases}
    heirs = store.heirs(tx.conn, [case.criterion_id for case in known.values()])
    stops = recount.stops_of(tx.conn, list(message.cases))
    desk = Desk(tx, district, scope)
    changed: list[EarlierCase] = []
    moved_on: list[str] = []
    for case_id, version in message.cases.items():
        case = known.get(case_id)
        heir = None if case is None else heirs.get(case.criterion_id)
        if case is None or heir is None or case.version != version or case.extensions:
            moved_on.append(case_id)
            continue
        after = _after(tx.conn, district, case, heir, stops.get(case_id, ()))
        row = _row(case, after, heir)
        later = msgspec.structs.replace(after, version=case.version + 1, updated_at=tx.now)
        moved(desk, case, later, Deed(action=RESTANDARD, text=_words(district, row, reason), rule=after.due_rule))
        changed.append(row)
    return EarlierMoved(changed=tuple(changed), moved_on=tuple(moved_on))


def _after(conn: Connection, district: District, case: Case, heir: Heir, stops: Sequence[Stop]) -> Case:
    """Return the case by the heir's limit, from where that starts and with the stops it had; its version as it is."""
    after = msgspec.structs.replace(case, criterion_id=heir.criterion_id, category=heir.category)
    limit = clocks.limit_for(conn, district, after)
    by_criterion = case.due_rule == case.criterion_id
    calendar = clocks.calendar(conn, district)
    if limit is None:
        return with_deadline(after, None, case.reported_at, calendar) if by_criterion else after
    dispatched = case.due_start if by_criterion else case.dispatched_at
    start = dispatched if limit.starts is Starts.DISPATCHED else case.reported_at
    if start is None or limit.rule_id == case.due_rule:
        return after  # not dispatched yet: the limit sets its clock when it is; or no criterion's limit before and now
    due = due_of(limit, start, calendar, [stop for stop in stops if stop.start >= start])
    return msgspec.structs.replace(
        after,
        due_start=start,
        due_at=due.at,
        due_rule=limit.rule_id,
        due_text=limit.text,
        due_limit=spell_limit(limit, calendar.counting),
        due_confirmed=due.at is not None and not due.unconfirmed,
    )


def _row(case: Case, after: Case, heir: Heir) -> EarlierCase:
    return EarlierCase(
        id=case.id,
        number=case.number,
        version=case.version,
        filing=heir.filing,
        old_limit=case.due_text,
        new_limit=after.due_text,
        old_due=case.due_at,
        new_due=after.due_at,
    )


def _words(district: District, row: EarlierCase, reason: str) -> str:
    old = "无" if row.old_due is None else spell_moment(row.old_due, district.zone)
    new = "无" if row.new_due is None else spell_moment(row.new_due, district.zone)
    limits = f"时限“{row.old_limit or '无时限'}”改为“{row.new_limit or '无时限'}”，到期 {old} 改为 {new}"
    return f"改按使用中的类别标准：{limits}。理由：{reason}"


def _need(district: District, scope: Scope) -> None:
    action = "按使用中的标准改在办案件"
    access.need(scope, Right.SETTINGS, action)
    if scope.unit_path != district.id:
        raise Refusal("no_right", action=action, roles="区级系统管理员")
