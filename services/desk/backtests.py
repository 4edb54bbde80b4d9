"""Past cases of this district for a back-test, as the timeline tells them, and the back-test of a policy over them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, select

from services.desk import access
from services.desk.policies import known
from services.domain.actions import Action
from services.domain.backtest import CASES_MOST, Backtest, Happened, PastCase, PastEvent, run
from services.domain.cases import OPEN_STATES, Priority
from services.domain.policies import checked
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tiers import Tier
from services.store.tables import case_events, cases, custody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from services.api.policies import AskBacktest
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.escalation import TierRule
    from services.domain.rights import Scope
    from services.store.database import Database

_OPEN = frozenset(state.value for state in OPEN_STATES)
_HEARD = frozenset({"note", "attach"})


def rules_of(district: District, scope: Scope, asked: AskBacktest) -> tuple[TierRule, ...]:
    """Return the rules that are to be tried. Raises Refusal no_right and what is wrong in the request, by field."""
    access.need(scope, Right.SETTINGS, "回测升级方案")
    if asked.before <= asked.since:
        raise Refusal("field_bad", field="before", value=str(asked.before), remedy="结束时间应晚于开始时间")
    return checked(asked.steps, known(district))


def backtest(
    database: Database,
    district: District,
    rules: tuple[TierRule, ...],
    asked: AskBacktest,
    go_on: Callable[[int], bool] = lambda _count: True,
) -> Backtest:
    """Run rules over the district's own cases reported in a period. Cases are named by their public numbers.

    Open cases are judged as of `asked.as_of`. The cases are read first, so that no snapshot is held while reckoning.
    Raises Refusal too_large beyond `CASES_MOST` cases.
    """
    past = database.read(
        lambda conn: list(islice(past_cases(conn, district, asked.since, asked.before), CASES_MOST + 1))
    )
    if len(past) > CASES_MOST:
        raise Refusal("too_large", limit=f"{CASES_MOST} 件")
    return run(past, rules, asked.as_of, go_on=go_on)


def past_cases(conn: Connection, district: District, since: Instant, before: Instant) -> Iterator[PastCase]:
    """Yield the cases of the district's mode reported in a period; what was merged counts with its parent only."""
    period = and_(
        cases.c.reported_at >= since,
        cases.c.reported_at < before,
        cases.c.mode == district.mode.value,
        cases.c.merged_at.is_(None),
    )
    events = _events(conn, period)
    begun = _first_tiers(conn, period)
    columns = ("id", "number", "reported_at", "area_path", "tier", "priority", "category", "due_at", "closed_at")
    query = select(*[cases.c[name] for name in columns]).where(period).order_by(cases.c.reported_at, cases.c.id)
    for row in conn.execute(query):
        found = events.get(row.id, [])
        if row.closed_at is not None and not any(event.what is Happened.CLOSED for event in found):
            found = sorted([*found, PastEvent(row.closed_at, Happened.CLOSED)], key=lambda event: event.at)
        yield PastCase(
            case_id=row.number,
            reported_at=row.reported_at,
            area_path=row.area_path,
            tier=begun.get(row.id, Tier(row.tier)),
            priority=Priority(row.priority),
            category=row.category,
            due_at=row.due_at,
            events=tuple(found),
        )


def _first_tiers(conn: Connection, period: Any) -> dict[str, Tier]:  # noqa: ANN401 - a condition
    """Return the tier at which each case began."""
    joined = custody.join(cases, cases.c.id == custody.c.case_id)
    query = select(custody.c.case_id, custody.c.tier).select_from(joined).where(period, custody.c.kind == "tier")
    found: dict[str, Tier] = {}
    for case_id, tier in conn.execute(query.order_by(custody.c.id)):
        found.setdefault(case_id, Tier(tier))
    return found


def _events(conn: Connection, period: Any) -> dict[str, list[PastEvent]]:  # noqa: ANN401 - a condition
    """Return what happened to each case, oldest first; what went up is left out, the back-test finds that itself."""
    joined = case_events.join(cases, cases.c.id == case_events.c.case_id)
    query = (
        select(case_events.c.case_id, case_events.c.at, case_events.c.action, case_events.c.after)
        .select_from(joined)
        .where(period, case_events.c.action.not_in(["escalate", "report", "load"]))
        .order_by(case_events.c.id)
    )
    found: dict[str, list[PastEvent]] = {}
    for case_id, at, action, after in conn.execute(query):
        what = _happened(action, msgspec.json.decode(after))
        if what is not None:
            due_at = msgspec.json.decode(after)["due_at"] if what is Happened.EXTENDED else None
            found.setdefault(case_id, []).append(PastEvent(at, what, due_at))
    return found


def _happened(action: str, after: dict[str, Any]) -> Happened | None:
    """Return what an event was, by the columns that it changed; None for what the rules do not look at."""
    if "state" in after and after["state"] not in _OPEN:
        return Happened.CLOSED
    if action == Action.REOPEN.value:
        return Happened.REOPENED
    for column, there, gone in _CHANGES:
        if column in after:
            return there if after[column] is not None else gone
    if "extensions" in after and after.get("due_at") is not None:
        return Happened.EXTENDED
    if action == "dispatch":
        return Happened.DISPATCHED
    return Happened.PROGRESS if action in _HEARD else None


_CHANGES = (
    ("suspended_at", Happened.SUSPENDED, Happened.RESUMED),
    ("returns", Happened.RETURNED, Happened.RETURNED),
    ("feedback_at", Happened.FED_BACK, Happened.REWORK),
    ("signed_at", Happened.SIGNED, Happened.DISPATCHED),
)
"""Column → what it means that it has a value now, or none any more. The first that changed counts."""
