"""What goes up by itself: armed as the case says, once, whoever saves at the same moment, never for a closed case."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.api.cases import Act, Behalf
from services.desk import cases as desk_cases
from services.desk.arming import ESCALATE
from services.domain.actions import Action
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.problems import Refusal
from services.domain.tiers import Tier
from services.engine.due import LEASE_MS, Due
from services.store import audit_log, timers
from services.store import cases as case_store
from services.store.tables import case_events, cases, changes
from services.store.tables import timers as timer_table
from tests.faults.blocking import waits_for_a_lock
from tests.fixtures.desks import URBAN, WATER

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.store.database import Tx
    from tests.fixtures.desks import Office

ACTIONS = (
    Action.ACCEPT,
    Action.DISPATCH,
    Action.SIGN,
    Action.FEEDBACK,
    Action.ESCALATE,
    Action.CHECK,
    Action.CLOSE,
    Action.NOTE,
    Action.RETURN,
    Action.EXTEND,
    Action.CLAIM,
    Action.RELEASE,
)


def armed_as_said(conn: Connection) -> None:
    """Check for every case that what it says of its next step is exactly what is armed."""
    for case_id in conn.execute(select(cases.c.id)).scalars():
        case = case_store.get(conn, case_id)
        assert case is not None
        armed = [(timer.due_at, timer.rule) for timer in timers.armed_for(conn, case_id) if timer.kind == ESCALATE]
        assert armed == ([] if case.escalate_at is None else [(case.escalate_at, case.escalate_rule)])
        if not case.is_open or case.tier is Tier.DISTRICT:
            assert armed == []


def fires(conn: Connection) -> list[tuple[str, int]]:
    """Return for every timer that was done how often its case went up by a rule."""
    query = (
        select(timer_table.c.object_id, func.count())
        .where(timer_table.c.state == "done", timer_table.c.kind == ESCALATE)
        .group_by(timer_table.c.object_id)
    )
    return [(row[0], row[1]) for row in conn.execute(query)]


def try_action(office: Office, case_id: str, action: Action, place: int) -> None:
    case = office.case(case_id)
    behalf = Behalf(unit_id=case.holder_id, channel="电话", words="已收到")
    by_holder = action in (Action.SIGN, Action.FEEDBACK, Action.RETURN, Action.EXTEND)
    until = (case.due_at or office.clock.now()) + HOUR_MS if action is Action.EXTEND else None
    try:
        office.act(
            case_id,
            action,
            unit=(WATER, URBAN)[place % 2] if action is Action.DISPATCH else None,
            text="情况说明",
            behalf=behalf if by_holder else None,
            until=until,
            passed=place % 3 != 0,
        )
    except Refusal:
        return


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.sampled_from(ACTIONS), st.integers(0, 5)),
            st.tuples(st.just("wait"), st.integers(1, 240)),
            st.tuples(st.just("sweep"), st.integers(0, 1)),
        ),
        min_size=8,
        max_size=30,
    )
)
def test_whatever_happens_what_is_armed_is_what_the_case_says_and_the_chain_holds(
    office: Office, steps: list[tuple[Action | str, int]]
) -> None:
    engines = [Due(office.database, office.district, name) for name in ("one", "two")]
    mine = [office.report().id, office.report(priority=3, category="").id]
    for step, number in steps:
        if step == "wait":
            office.clock.advance(number * MINUTE_MS)
        elif step == "sweep":
            while engines[number].work():
                pass
        else:
            try_action(office, mine[number % 2], Action(step), number)
        office.database.read(armed_as_said)
    for case_id in mine:
        for action in (Action.ACCEPT, Action.DISPATCH, Action.SIGN, Action.FEEDBACK, Action.CHECK, Action.CLOSE):
            try_action(office, case_id, action, 1)
    office.clock.advance(1000 * HOUR_MS)
    for engine in engines:
        while engine.work():
            pass
    office.database.read(armed_as_said)
    by_rule = select(func.count()).where(case_events.c.action == "escalate", case_events.c.actor_id == "engine")
    done = sum(count for _, count in office.database.read(fires))
    assert office.database.read(lambda conn: conn.execute(by_rule).scalar_one()) == done
    assert office.database.read(audit_log.verify).ok
    links = office.database.read(
        lambda conn: [link for link in audit_log.walk(conn) if link.action.startswith("case.")]
    )
    events = office.database.read(lambda conn: conn.execute(select(func.count()).select_from(case_events)).scalar_one())
    of_cases = select(func.count()).where(changes.c.kind == "case")
    told = office.database.read(lambda conn: conn.execute(of_cases).scalar_one())
    assert len(links) == events == told, "each move: an event, a link and a change, no more and no less"


@pytest.mark.parametrize("action", [Action.NOTE, Action.CLAIM])
def test_who_saves_at_the_same_moment_does_not_stop_the_clock(office: Office, action: Action) -> None:
    """A note is being committed while the engine takes the case up: the engine tries anew instead of giving up."""
    case = office.report()
    office.clock.advance(2 * HOUR_MS)
    started, go = threading.Event(), threading.Event()

    def slowly() -> None:
        def work(tx: Tx) -> None:
            before = case_store.get(tx.conn, case.id)
            assert before is not None
            act = Act(command_id="same-moment", action=action, version=before.version, text="备注")
            desk_cases.act(tx, office.district, office.operator, case.id, act)
            started.set()
            go.wait(60)

        office.database.write(work)

    noting = threading.Thread(target=slowly)
    noting.start()
    assert started.wait(60)
    engine = threading.Thread(target=Due(office.database, office.district, "one").work)
    engine.start()
    if office.database.engine_name == "postgresql":
        waits_for_a_lock(office.database)
    go.set()
    noting.join(60)
    engine.join(60)
    after = office.case(case.id)
    assert after.tier is Tier.COMMUNITY
    office.database.read(armed_as_said)


def test_downtime_fires_each_due_step_once_and_the_next_not_before_its_time(office: Office) -> None:
    cases_there = [office.report().id for _ in range(3)]
    office.clock.advance(50 * HOUR_MS)
    for name in ("one", "two"):
        engine = Due(office.database, office.district, name)
        while engine.work():
            pass
    for case_id in cases_there:
        case = office.case(case_id)
        assert case.tier is Tier.COMMUNITY
        assert case.escalate_at is not None
        assert case.escalate_at > office.clock.now()
    office.clock.advance(LEASE_MS)
    office.database.read(armed_as_said)
