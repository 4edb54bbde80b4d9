"""Certain combinations are impossible, whoever asks and in whatever order: random sequences at the desk's one door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import event as seen
from hypothesis import strategies as st
from sqlalchemy import select

from services.api.cases import Behalf
from services.desk import questions
from services.desk.stops import RESUME
from services.domain.actions import ACTIONS, Action
from services.domain.cases import OPEN_STATES, Case, PartyRole, State
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.figures import OVERDUE
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.domain.tiers import ancestor_at
from services.engine.due import Due
from services.reports.figures_sql import condition
from services.store import audit_log, loop_rows, timers
from services.store import cases as case_store
from services.store.tables import cases
from tests.fixtures.desks import OTHER_STREET, STREET, URBAN, WATER

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.domain.rights import Scope
    from services.store.cases import Event
    from tests.fixtures.desks import Office

STAYS = ("state", "holder_id", "answerable_id", "tier", "due_at", "closed_at", "signed_at", "returns", "merged_at")
"""What no deed but 重开 changes once a case has ended."""

CHANGES_DUE = {Action.EXTEND.value, Action.RESUME.value, Action.REOPEN.value, Action.SPLIT.value}
"""The demo's limits run from the report, so that filing and dispatching leave the due time alone.

A case that is split off goes on with the time that was left when it was merged.
"""


BOSS, HOLDER = 1, 6
"""Who of the actors may mostly do it; they try more often than the others."""


def actors(office: Office, case: Case) -> tuple[Scope, ...]:
    """Return everybody who tries: the desks, the departments, the case's own holder, and strangers."""
    holder = office.district.units[case.holder_id]
    return (
        office.operator,
        office.scope("", Role.SUPERVISOR, person="boss"),
        office.scope(STREET, Role.STREET),
        office.scope(OTHER_STREET, Role.STREET),
        office.department(WATER),
        office.department(URBAN),
        office.scope(holder.id, Role.DEPARTMENT if holder.tier is None else Role.GRID_HEAD, person="holder"),
        office.scope("", Role.COMMANDER, person="commander"),
    )


def inputs(office: Office, action: Action, case: Case, other: Case, number: int) -> dict[str, Any]:
    """Return what a client could send with an action; sometimes it does not fit."""
    later = (case.due_at or office.clock.now()) + HOUR_MS
    units = (WATER, URBAN, STREET)
    return {
        "unit": units[number % 3] if action is Action.DISPATCH else None,
        "assisting": (units[(number + 1) % 3],) if action is Action.DISPATCH and number % 2 else (),
        "designated": number % 7 == 0,
        "text": "情况说明",
        "until": office.clock.now() + DAY_MS if action is Action.SUSPEND else later,
        "passed": number % 3 != 0,
        "level": "日常",
        "resolved": "unsolved" if number % 2 else "solved",
        "other_id": other.id if action in (Action.MERGE, Action.SPLIT) or number % 3 == 0 else "",
    }


def attempt(office: Office, case: Case, other: Case, action: Action, number: int) -> None:
    """Try an action as one of many; a refusal is as good as a deed, any other exception is not."""
    everybody = actors(office, case)
    values = inputs(office, action, case, other, number)
    by_holder = ACTIONS[action].by_holder
    fit = HOLDER if by_holder else BOSS
    scope = everybody[number if number < len(everybody) else fit]
    if by_holder and number % 4 == 0:
        scope = office.operator
        values["behalf"] = Behalf(unit_id=case.holder_id, channel="phone", words="已收到")
    try:
        office.act(case.id, action, scope, **values)
        seen(f"{action.value} was done")
    except Refusal as refusal:
        assert refusal.problem.sentence  # noqa: PT017 - either outcome is right


def check(conn: Connection, office: Office, before: dict[str, Case]) -> None:
    """Check every case against how it was before the step, and against its own ledger."""
    scopes = (office.operator, office.scope(STREET, Role.STREET), office.department(WATER))
    boards = [{row.id for row in questions.board(conn, office.district, scope, 0).rows} for scope in scopes]
    now = office.clock.now()
    overdue = set(conn.execute(select(cases.c.id).where(condition(OVERDUE, now, now))).scalars())
    for case_id, was in before.items():
        case = case_store.get(conn, case_id)
        assert case is not None
        events = case_store.events(conn, case_id)
        reopened = any(event.action == Action.REOPEN.value for event in events if event.version > was.version)
        (_is_reopened if reopened else _stays_ended)(case, was, office)
        _stands(case, was, office)
        _waits(conn, case, boards, overdue)
        _is_explained(case, was, events)
        _ledger(conn, case, events)


def _is_reopened(case: Case, was: Case, office: Office) -> None:
    """Check that only what was closed lately comes back: to its centre, or with the case it is merged into."""
    assert was.state is State.CLOSED
    assert was.closed_at is not None
    assert office.clock.now() - was.closed_at <= office.district.loop_rules.reopen_hours * HOUR_MS
    assert case.closed_at is None
    assert (case.tier, case.answerable_id, case.children, case.merged_at) == (
        was.tier,
        was.answerable_id,
        was.children,
        was.merged_at,
    )
    if case.merged_at is None:
        assert (case.state, case.holder_id, case.is_signed) == (State.ACCEPTED, case.answerable_id, False)
        assert case.reworks == was.reworks + 1


def _stays_ended(case: Case, was: Case, _office: Office) -> None:
    if was.state not in OPEN_STATES:
        assert {name: getattr(case, name) for name in STAYS} == {name: getattr(was, name) for name in STAYS}


def _stands(case: Case, was: Case, office: Office) -> None:
    """Check the four words."""
    assert case.answerable_id == (ancestor_at(case.area_path, case.tier) or office.district.id)
    assert case.tier >= was.tier
    assert case.is_open is (case.state in OPEN_STATES and case.merged_at is None)
    if case.state is State.HANDLING:
        assert case.is_signed
    if case.state is State.DISPATCHED:
        assert not case.is_signed
    if case.returns >= 2:
        assert "hard" in case.flags.split()
    assert case.extensions <= office.district.loop_rules.extensions_most
    assert case.suspensions <= office.district.loop_rules.suspensions_most


def _waits(conn: Connection, case: Case, boards: list[set[str]], overdue: set[str]) -> None:
    """Check what stands still: suspended, merged, ended."""
    kinds = [timer.kind for timer in timers.armed_for(conn, case.id)]
    assert kinds.count(RESUME) == int(case.suspended_at is not None)
    if case.suspended_at is not None:
        assert case.escalate_at is None
        assert case.id not in overdue
    if not case.is_open:
        assert kinds == []
        assert not any(case.id in board for board in boards)
    children = loop_rows.children(conn, case.id)
    assert case.children == len(children)
    if case.merged_at is not None:
        assert case.parent_id is not None
        assert case.children == 0


def _is_explained(case: Case, was: Case, events: list[Event]) -> None:
    """Check that each change of this step has an event that may make it."""
    new = [event for event in events if event.version > was.version]
    assert len(new) == case.version - was.version
    for event in new:
        if "due_at" in event.after:
            assert event.action in CHANGES_DUE
            assert event.action != Action.SPLIT.value or _stood_merged(case, was)
        if "tier" in event.after:
            assert event.action == Action.ESCALATE.value
            assert was.suspended_at is None
        if event.after.get("signed_at") is not None and event.action != Action.UNDO.value:
            assert event.action == Action.SIGN.value
            for_whom = event.behalf["unit_id"] if event.behalf else event.unit_id
            assert for_whom == case.holder_id


def _stood_merged(case: Case, was: Case) -> bool:
    """Tell whether a case that is split off is due later than before, having stood still while it was merged."""
    stood = case.due_at is not None and was.due_at is not None and case.due_at > was.due_at
    return was.merged_at is not None and case.merged_at is None and stood


def _ledger(conn: Connection, case: Case, events: list[Event]) -> None:
    """Check that the custody ledger has a hop for each change of holder and of tier, and no other."""
    hops = case_store.custody(conn, case.id)
    for kind, names in (("holder", {"holder_id", "holder_since"}), ("tier", {"tier", "answerable_id"})):
        moves = sum(1 for event in events if event.action != "report" and names & set(event.after))
        assert sum(hop.kind == kind for hop in hops) == 1 + moves
        last = [hop for hop in hops if hop.kind == kind and hop.until is None]
        assert [hop.to_unit for hop in last] == [case.holder_id if kind == "holder" else case.answerable_id]
    assert sum(hop.kind == "refused" for hop in hops) == case.returns
    parts = case_store.parties(conn, case.id)
    helpers = {part.unit_id for part in parts if part.role is PartyRole.ASSISTING and part.until is None}
    assert case.holder_id not in helpers


step = st.one_of(
    st.tuples(st.sampled_from(list(Action)), st.integers(0, 40)),
    st.tuples(st.sampled_from(["wait", "sweep"]), st.integers(1, 300)),
)
onward = st.tuples(st.just("on"), st.integers(0, 5))
"""The next step of the loop by who may do it, so that the sequences come far."""

NEXT = {
    State.REPORTED: Action.ACCEPT,
    State.ACCEPTED: Action.DISPATCH,
    State.FILED: Action.DISPATCH,
    State.DISPATCHED: Action.SIGN,
    State.HANDLING: Action.FEEDBACK,
    State.FEEDBACK: Action.CHECK,
    State.CHECKED: Action.CLOSE,
}


def take_a_step(office: Office, engine: Due, pair: tuple[Case, Case], what: Action | str, number: int) -> None:
    """Do one thing of a sequence."""
    case, other = pair
    if what == "wait":
        office.clock.advance(number * MINUTE_MS)
    elif what == "sweep":
        engine.work()
    elif what == "on":
        follow = {Action.CHECK: 8, Action.DISPATCH: 8 * number + 1}
        action = NEXT.get(case.state, Action.NOTE)
        if action is Action.CLOSE and case.followed_at is None:
            attempt(office, case, other, Action.FOLLOW_UP, 8)
            case = office.case(case.id)
        attempt(office, case, other, action, follow.get(action, 0))
    else:
        attempt(office, case, other, Action(what), number)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.integers(0, 1), st.one_of(step, step, onward)), min_size=15, max_size=40))
@example(steps=[(0, (Action.ACCEPT, 0)), (0, (Action.DISPATCH, 1)), *[(0, (Action.ESCALATE, 0))] * 2])
@example(
    steps=[
        (0, (Action.ACCEPT, 0)),
        (0, ("on", 0)),
        (0, (Action.MERGE, 0)),
        (0, ("wait", 1)),
        (0, (Action.SPLIT, 0)),
    ]
)
@example(
    steps=[
        (1, (Action.ACCEPT, 0)),
        (1, (Action.MERGE, 0)),
        *[(0, ("on", 0))] * 6,
        (1, (Action.REOPEN, 0)),
        (0, ("wait", 90)),
        (0, (Action.REOPEN, 0)),
        (0, ("sweep", 1)),
        *[(0, ("on", 0))] * 5,
        *[(0, ("wait", 300))] * 5,
        (0, (Action.REOPEN, 0)),
    ]
)
def test_what_is_impossible_stays_so(office: Office, steps: list[tuple[int, tuple[Action | str, int]]]) -> None:
    mine = [office.report().id, office.report(priority=3, caller="李四", phone="13800000000").id]
    engine = Due(office.database, office.district, "one")
    for which, (what, number) in steps:
        before = {case_id: office.case(case_id) for case_id in mine}
        take_a_step(office, engine, (before[mine[which]], before[mine[1 - which]]), what, number)
        office.database.read(lambda conn, before=before: check(conn, office, before))  # type: ignore[misc]
    assert office.database.read(audit_log.verify).ok


@pytest.mark.parametrize("action", list(Action))
def test_nobody_acts_on_what_one_may_not_see(office: Office, action: Action) -> None:
    case, other = office.report(), office.report()
    abroad = office.scope(OTHER_STREET, Role.STREET, Role.SUPERVISOR, person="abroad")
    values = inputs(office, action, case, other, 1)
    with pytest.raises(Refusal) as caught:
        office.act(case.id, action, abroad, **values)
    assert caught.value.problem.code == "not_found"
    assert office.case(case.id) == case
