"""What hangs on a case as its detail tells it: stops, follow-up calls, the cases it was merged with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.cases import FollowUp, JoinedCase, Stop
from services.domain.actions import ACTIONS, Action
from services.domain.looprules import Resolved, Satisfaction
from services.store import cases as case_store
from services.store import loop_rows
from services.store.visibility import sight

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.rights import Scope


def stops(conn: Connection, case_id: str, as_of: Instant | None) -> tuple[Stop, ...]:
    """Return the suspensions; with `as_of`, as they were known then."""
    return tuple(
        Stop(
            at=stop.at,
            planned_until=stop.planned_until,
            until=stop.until if stop.until is None or as_of is None or stop.until < as_of else None,
            reason_code=stop.reason_code,
            reason=stop.reason,
        )
        for stop in loop_rows.stops(conn, case_id)
        if as_of is None or stop.at < as_of
    )


def follow_ups(conn: Connection, case: Case, as_of: Instant | None) -> tuple[FollowUp, ...]:
    """Return the follow-up calls; with `as_of`, those made before."""
    return tuple(
        FollowUp(
            case_id=call.caller_case_id,
            at=call.at,
            reached=call.reached,
            resolved=call.resolved,
            satisfaction=call.satisfaction,
            text=call.text,
        )
        for call in loop_rows.follow_ups(conn, case.id)
        if as_of is None or call.at < as_of
    )


def parent(conn: Connection, scope: Scope, case: Case) -> JoinedCase | None:
    """Return the case this one is merged into, None where there is none or one may not see it."""
    found = case_store.get(conn, case.parent_id) if case.parent_id and case.merged_at is not None else None
    return _link(found) if found is not None and _sees(conn, scope, found) else None


def children(conn: Connection, scope: Scope, case: Case) -> tuple[JoinedCase, ...]:
    """Return the cases merged into this one that one may see; `children` of the row counts all."""
    if not case.children:
        return ()
    return tuple(_link(child) for child in loop_rows.children(conn, case.id) if _sees(conn, scope, child))


def suggested(case: Case) -> str:
    """Return the action that the last follow-up call suggests: rework where the caller is not content, else ""."""
    unhappy = case.resolved == Resolved.UNSOLVED or case.satisfaction == Satisfaction.UNSATISFIED
    return Action.REWORK.value if unhappy and case.state in ACTIONS[Action.REWORK].states else ""


def _sees(conn: Connection, scope: Scope, case: Case) -> bool:
    how = sight(conn, case, scope)
    return how is not None and how.as_of is None


def _link(case: Case) -> JoinedCase:
    return JoinedCase(id=case.id, number=case.number, title=case.title, state=case.state, merged_at=case.merged_at)
