"""What a person can ask: the board, one case, a search, what changed, the figures. All obey one "may see"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from services.api.board import Board, BoardRow, Changes
from services.api.cases import (
    AttachmentRow,
    Behalf,
    CaseDetail,
    CasePage,
    CustodyRow,
    EventRow,
    FigureSet,
    FigureValue,
)
from services.desk import access, clocks, joined_parts
from services.desk.rows import board_row
from services.desk.tierboard import standing_of
from services.domain.cases import PartyRole, State
from services.domain.figures import FIGURES
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tiers import is_within
from services.reports.figures_sql import count
from services.store import cases as case_store
from services.store import changes, personal, search
from services.store.tables import case_parties, cases
from services.store.visibility import may_see

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import ChangeRow
    from services.store.prepared import Row
    from services.store.search import Filters

BOARD_MOST = 20_000
"""Open cases a board holds; beyond them it keeps the most urgent and says how many there are."""

CHANGES_MOST = 5_000
"""Changes told at once; who is further behind takes the board anew."""

FIND_MOST = 200
"""Rows of a page of a search, at most."""

_STEP_COLUMNS = {
    State.REPORTED: "reported_at",
    State.ACCEPTED: "accepted_at",
    State.FILED: "filed_at",
    State.DISPATCHED: "dispatched_at",
    State.HANDLING: "signed_at",
    State.FEEDBACK: "feedback_at",
    State.CHECKED: "checked_at",
    State.CLOSED: "closed_at",
}


def board(conn: Connection, district: District, scope: Scope, now: Instant) -> Board:
    """Return the open cases of one's view, most urgent first, and the position they are as of. Raises no_right."""
    access.need(scope, Right.CASE_READ, "查看案件")
    found, total = case_store.board(conn, may_see(scope), BOARD_MOST)
    return Board(pos=changes.last(conn), now=now, total=total, rows=_typed(found))


def _typed(found: Iterable[Row]) -> tuple[BoardRow, ...]:
    return tuple(msgspec.convert(list(found), list[BoardRow]))


def changes_since(conn: Connection, district: District, scope: Scope, pos: int, now: Instant) -> Changes | None:
    """Return what happened in one's view after `pos`, or None when the board must be taken anew.

    What left the view, and what was closed, is in `gone`; ids of what never was in it are not told.
    """
    last = changes.last(conn)
    if pos > last or pos + 1 < changes.first(conn) or last - pos > CHANGES_MOST:
        return None
    log = changes.since(conn, pos, CHANGES_MOST)
    mine = [row for row in log if _concerns(row, scope)]
    touched = list(dict.fromkeys(row.object_id for row in mine if row.kind == "case"))
    found = _typed(case_store.rows(conn, touched, may_see(scope))) if touched else ()
    there = {row.id for row in found}
    return Changes(
        pos=log[-1].pos if log else pos,
        now=now,
        rows=found,
        gone=tuple(case_id for case_id in touched if case_id not in there),
        commands=tuple(row.command_id for row in mine if row.command_id is not None),
        alerts=tuple(dict.fromkeys(row.object_id for row in mine if row.kind == "alert")),
        whistles=tuple(dict.fromkeys(row.object_id for row in mine if row.kind == "whistle")),
        notices=max((row.pos for row in mine if row.kind == "notice"), default=0),
        district=max((row.pos for row in log if row.kind in changes.OF_THE_DISTRICT), default=0),
        total=_open_total(conn, district, scope, now) if touched else None,
    )


def _concerns(row: ChangeRow, scope: Scope) -> bool:
    if scope.unit_id in row.parties:
        return True
    if not scope.unit_path:
        return False
    if row.kind == "alert" and any(is_within(scope.unit_path, area) for area in row.areas):
        return True  # an alert for an area above is for everybody in it
    return any(is_within(area, scope.unit_path) for area in row.areas)


def _open_total(conn: Connection, district: District, scope: Scope, now: Instant) -> int:
    every = FIGURES["queue.all"]
    return count(conn, [every], may_see(scope), district.mode, now, district.day_start(now))[every.name]


def figures(conn: Connection, district: District, scope: Scope, now: Instant) -> FigureSet:
    """Return every figure of one's view as of now, of the district's own mode. Raises no_right."""
    access.need(scope, Right.CASE_READ, "查看数据")
    known = district.figures
    values = count(conn, known.values(), may_see(scope), district.mode, now, district.day_start(now))
    return FigureSet(
        as_of=now,
        mode=district.mode,
        values=tuple(
            FigureValue(name=name, value=value, of=values.get(known[name].of)) for name, value in values.items()
        ),
    )


def find(
    conn: Connection,
    scope: Scope,
    text: str,
    *,
    after: str = "",
    limit: int = 50,
    filters: Filters | None = None,
) -> CasePage:
    """Return a page of all cases ever that one may see or once held, by number tail, text, place and filters.

    `next` goes on, "" at the end. What one's unit handed over shows as it was then. Raises no_right, and field_bad for
    a mark that is none.
    """
    access.need(scope, Right.CASE_READ, "查找案件")
    try:
        page = search.search(conn, text, scope, after=after, limit=max(1, min(limit, FIND_MOST)), filters=filters)
    except ValueError:
        raise Refusal("field_bad", field="after", value=after[:40], remedy="请从第一页重新查找") from None
    return CasePage(rows=_typed(page.rows), next=page.next)


def detail(conn: Connection, district: District, scope: Scope, case_id: str) -> CaseDetail:
    """Return one case with its history, personal fields masked. Raises not_found.

    Who handed it over sees it as it was at that moment, and nothing of what came after.
    """
    case, how = access.look(conn, scope, case_id)
    if how.as_of is None:
        return _detail(conn, district, scope, case, None)
    if how.seen is None:
        raise Refusal("not_found")
    return _detail(conn, district, scope, how.seen, how.as_of)


def app_cases(conn: Connection, district: District, scope: Scope) -> list[CaseDetail]:
    """Return the open cases that one's unit holds or assists in, most urgent first: what a phone shows."""
    access.need(scope, Right.CASE_READ, "查看案件")
    query = (
        select(cases.c.id)
        .distinct()
        .join(case_parties, case_parties.c.case_id == cases.c.id)
        .where(
            case_parties.c.unit_id == scope.unit_id,
            case_parties.c.until.is_(None),
            case_parties.c.role.in_([PartyRole.HOLDER.value, PartyRole.ASSISTING.value]),
            cases.c.open == 1,
        )
    )
    found = [detail(conn, district, scope, case_id) for case_id in conn.execute(query).scalars()]
    return sorted(found, key=lambda item: (item.row.due_at is None, item.row.due_at or 0, item.row.id))


def _detail(conn: Connection, district: District, scope: Scope, case: Case, as_of: Instant | None) -> CaseDetail:
    now = standing_of(conn, district, case) if as_of is None else None
    seen_up = case.tier.above() if case.escalate_at is not None else None
    return CaseDetail(
        row=board_row(case),
        text=case.text,
        category_name=district.categories.get(case.category, ""),
        source_number=case.source_number,
        call_kind=case.call_kind,
        request_kind=case.request_kind,
        proactive=case.proactive,
        former_lead_id=case.former_lead_id,
        assisting=_assisting(conn, case.id, as_of),
        designated=case.designated,
        holder_since=case.holder_since,
        step_times=_step_times(case),
        due_rule=case.due_rule,
        due_text=case.due_text,
        due_confirmed=case.due_confirmed,
        due_limit=case.due_limit,
        due_sentence=clocks.sentence(conn, district, case),
        criterion_id=case.criterion_id,
        escalate_rule=case.escalate_rule,
        escalate_to=now.to if now is not None else seen_up,
        standing=now,
        parent=joined_parts.parent(conn, scope, case) if as_of is None else None,
        children=joined_parts.children(conn, scope, case) if as_of is None else (),
        returns=case.returns,
        extensions=case.extensions,
        first_unit_id=case.first_unit_id,
        stops=joined_parts.stops(conn, case.id, as_of),
        stopped_ms=case.stopped_ms,
        follow_ups=joined_parts.follow_ups(conn, case, as_of),
        reworks=case.reworks,
        urged_at=case.urged_at,
        resolved=case.resolved,
        satisfaction=case.satisfaction,
        suggests=joined_parts.suggested(case),
        personal=personal.masked(conn, case.id) if scope.may(Right.PERSONAL_MASKED) else {},
        events=_events(conn, case, as_of),
        custody=_custody(conn, case.id, as_of),
        attachments=_attachments(conn, case.id, as_of),
        as_of=as_of,
    )


def _step_times(case: Case) -> dict[str, Instant]:
    times = {state.value: getattr(case, column) for state, column in _STEP_COLUMNS.items()}
    return {name: at for name, at in times.items() if at is not None}


def _assisting(conn: Connection, case_id: str, as_of: Instant | None) -> tuple[str, ...]:
    return tuple(
        part.unit_id
        for part in case_store.parties(conn, case_id)
        if part.role is PartyRole.ASSISTING
        and (part.until is None if as_of is None else part.since < as_of <= (part.until or as_of))
    )


def _events(conn: Connection, case: Case, as_of: Instant | None) -> tuple[EventRow, ...]:
    """Return the timeline; for who handed the case over, without the event that did."""
    return tuple(
        EventRow(
            at=event.at,
            action=event.action,
            actor=event.actor_name,
            unit_id=event.unit_id,
            text=event.text,
            behalf=msgspec.convert(event.behalf, Behalf) if event.behalf else None,
            before=event.before,
            after=event.after,
        )
        for event in case_store.events(conn, case.id, as_of)
        if event.version <= case.version
    )


def _custody(conn: Connection, case_id: str, as_of: Instant | None) -> tuple[CustodyRow, ...]:
    return tuple(
        CustodyRow(
            kind=hop.kind,
            at=hop.at,
            until=hop.until,
            from_unit=hop.from_unit,
            to_unit=hop.to_unit,
            tier=hop.tier,
            signed_at=hop.signed_at,
            rule=hop.rule,
            reason_code=hop.reason_code,
            reason=hop.reason,
        )
        for hop in case_store.custody(conn, case_id, as_of)
        if as_of is None or hop.at < as_of
    )


def _attachments(conn: Connection, case_id: str, as_of: Instant | None) -> tuple[AttachmentRow, ...]:
    return tuple(
        AttachmentRow(
            id=item.id,
            name=item.name,
            media_type=item.media_type,
            size=item.size,
            sha256=item.sha256,
            at=item.at,
        )
        for item in case_store.attachments(conn, case_id, as_of)
        if as_of is None or item.at < as_of
    )
