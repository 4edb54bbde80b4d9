"""Whistles on both databases: rights, jurisdiction, the case that goes with one, stream, engine and figures."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import make_url, text

from services.api.whistles import CalledUnit, NewProblem, NewWhistle, WhistleAct, WhistleDone
from services.desk import questions, whistle_calls, whistle_rows
from services.desk import whistles as verbs
from services.domain.clock import MINUTE_MS
from services.domain.ids import TimeIds
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.domain.whistles import Mark, Said, UnitRole, UnitState, Whistle, WhistleAction, WhistleState
from services.engine.due import Due
from services.store import audit_log, changes, timers
from services.store import cases as case_store
from services.store import whistles as store
from services.store.database import open_database
from tests.fixtures.desks import OTHER_STREET, STREET, URBAN, WATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.domain.rights import Scope
    from tests.fixtures.databases import PostgresServer
    from tests.fixtures.desks import Office

LOGIN = "huying_test_whistles"
PHONE = Said(person="李书记", channel="电话", words="同意")


class Whistles:
    """Short ways to blow and to act."""

    def __init__(self, office: Office) -> None:
        self.office = office
        departments = [unit.id for unit in office.district.units.values() if unit.id.startswith("dept-")]
        self.units = [WATER, URBAN, *(unit for unit in departments if unit not in (WATER, URBAN))][:5]

    @property
    def street(self) -> Scope:
        return self.office.scope(STREET, Role.STREET)

    @property
    def supervisor(self) -> Scope:
        return self.office.scope("", Role.SUPERVISOR)

    def blow(self, scope: Scope | None = None, units: int = 3, **fields: Any) -> Whistle:  # noqa: ANN401 - fields of a new one
        office = self.office
        values: dict[str, Any] = {
            "command_id": office.command_id(),
            "kind": "appeal",
            "matter": "河涌旁违建排污",
            "why": "街道没有执法权",
            "place": "北丽路 1 号",
            "arrive_by": office.clock.now() + 30 * MINUTE_MS,
            "units": tuple(
                CalledUnit(unit_id=unit, role=UnitRole.ASSIST if place else UnitRole.LEAD)
                for place, unit in enumerate(self.units[:units])
            ),
            "problems": (  # the first is given to nobody, and so the lead unit's
                NewProblem(text="封堵排污口"),
                NewProblem(text="拆除违建", unit_id=URBAN if units > 1 else ""),
            ),
        }
        new = NewWhistle(**(values | fields))
        who = scope or self.street
        return self.now(office.database.write(lambda tx: whistle_calls.blow(tx, office.district, who, new), scope=who))

    def act(self, whistle: Whistle, action: WhistleAction, scope: Scope, **fields: Any) -> Whistle:  # noqa: ANN401 - as above
        version = self.get(whistle.id).version
        values: dict[str, Any] = {"command_id": self.office.command_id(), "action": action, "version": version}
        asked = WhistleAct(**(values | fields))
        done = self.office.database.write(
            lambda tx: verbs.act(tx, self.office.district, scope, whistle.id, asked), scope=scope
        )
        return self.now(done)

    def blown(self, **fields: Any) -> Whistle:  # noqa: ANN401 - as above
        return self.act(self.blow(**fields), WhistleAction.APPROVE, self.street, said=PHONE)

    def get(self, whistle_id: str) -> Whistle:
        found = self.office.database.read(lambda conn: store.get(conn, whistle_id))
        assert found is not None
        return found

    def now(self, done: WhistleDone) -> Whistle:
        stored = self.get(done.row.whistle.id)
        assert stored == done.row.whistle or stored.version > done.row.whistle.version
        return stored

    def arrive(self, whistle: Whistle, unit: str) -> Whistle:
        return self.act(whistle, WhistleAction.ARRIVE, self.office.department(unit), person="张三", version=None)

    def refuse(self, whistle: Whistle, unit: str) -> Whistle:
        who = self.office.department(unit)
        return self.act(whistle, WhistleAction.REFUSE, who, reason_code="not_duty", text="不归我们管", version=None)


@pytest.fixture
def blower(office: Office) -> Whistles:
    return Whistles(office)


def code(work: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.problem.code


def test_a_whistle_waits_for_the_leader_and_the_units_know_nothing_of_it(blower: Whistles) -> None:
    office = blower.office
    whistle = blower.blow()
    assert (whistle.state, whistle.mode, whistle.unit_id) == (WhistleState.WAITING, Mode.EXERCISE, STREET)
    assert whistle.number.startswith("YLSH")
    water = office.department()
    assert not _listed(office, water)
    assert code(lambda: blower.act(whistle, WhistleAction.ARRIVE, water, person="张三")) == "not_found"
    assert code(lambda: blower.act(whistle, WhistleAction.APPROVE, water)) == "no_right"
    assert code(lambda: blower.act(whistle, WhistleAction.APPROVE, blower.street)) == "text_required"  # by whose word?
    leader = office.scope(STREET, Role.COMMANDER)
    out = blower.act(whistle, WhistleAction.APPROVE, leader)
    assert (out.state, out.approved_by) == (WhistleState.BLOWN, leader.person_name)
    assert _listed(office, water) == [whistle.id]
    assert not _listed(office, office.scope(OTHER_STREET, Role.STREET))
    assert not _listed(office, office.department("dept-housing"))


def _listed(office: Office, scope: Scope) -> list[str]:
    found = office.database.read(
        lambda conn: whistle_rows.rows(conn, office.district, scope, office.clock.now()), scope=scope
    )
    return [row.whistle.id for row in found.rows]


def test_who_may_blow_and_as_what(blower: Whistles) -> None:
    office = blower.office
    assert code(lambda: blower.blow(office.department())) == "no_right"
    assert code(lambda: blower.blow(unit_id=OTHER_STREET)) == "whistle_no_blower"
    assert code(lambda: blower.blow(unit_id=WATER)) == "whistle_no_blower"
    assert blower.blow(office.operator, unit_id=STREET).unit_id == STREET  # the district for the street
    assert code(lambda: blower.blow(mode=Mode.TEST)) == "demo_exercise_only"
    assert code(lambda: blower.blow(mode=Mode.LIVE)) == "whistle_mode"
    assert code(lambda: blower.blow(kind="party")) == "field_bad"
    assert code(lambda: blower.blow(why=" ")) == "field_missing"
    assert code(lambda: blower.blow(lon=10.0, lat=10.0)) == "outside_district"
    assert code(lambda: blower.blow(units=0, problems=())) == "whistle_no_unit"
    assert code(lambda: blower.blow(problems=(NewProblem(text="清场", unit_id="dept-x"),))) == "whistle_not_summoned"


def test_a_draft_is_sent_back_redrawn_and_withdrawn(blower: Whistles) -> None:
    office = blower.office
    whistle = blower.act(
        blower.blow(), WhistleAction.SEND_BACK, office.scope(STREET, Role.COMMANDER), text="先问清权属"
    )
    assert whistle.state is WhistleState.DRAFT
    again = NewWhistle(
        command_id=office.command_id(),
        version=whistle.version,
        kind="emergency",
        matter="排污口冒水",
        why="没有设备",
        arrive_by=office.clock.now() + 60 * MINUTE_MS,
        units=(CalledUnit(unit_id=URBAN, role=UnitRole.LEAD),),
        problems=(NewProblem(text="抽水"),),
    )
    stale = NewWhistle(
        command_id="x", version=1, kind="appeal", matter="m", why="w", arrive_by=again.arrive_by, units=again.units
    )
    assert code(lambda: _redraw(blower, whistle, stale)) == "whistle_stale"
    redrawn = _redraw(blower, whistle, again)
    assert (redrawn.number, redrawn.state) == (whistle.number, WhistleState.WAITING)
    assert [part.unit_id for part in redrawn.units] == [URBAN]
    assert [item.text for item in redrawn.problems] == ["抽水"]
    gone = blower.act(redrawn, WhistleAction.WITHDRAW, blower.street, text="已自行解决")
    assert gone.state is WhistleState.WITHDRAWN


def _redraw(blower: Whistles, whistle: Whistle, new: NewWhistle) -> Whistle:
    office = blower.office
    return blower.now(
        office.database.write(
            lambda tx: whistle_calls.redraw(tx, office.district, blower.street, whistle.id, new), scope=blower.street
        )
    )


def test_two_refuse_the_district_names_one_and_all_rate(blower: Whistles) -> None:
    go_round(blower)


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_the_same_as_a_login_that_owns_nothing(office: Office, postgres_server: PostgresServer) -> None:
    """The second wall: a department, a street and the district see their rows, and need no more."""
    with postgres_server.admin() as conn:
        if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (LOGIN,)).fetchone():
            conn.execute(f"CREATE ROLE {LOGIN} LOGIN IN ROLE huying_hub")
    address = office.database._address.set(username=LOGIN)  # type: ignore[attr-defined]
    url = make_url(address).render_as_string(hide_password=False)
    database = open_database(url, office.clock, ids=TimeIds(office.clock), migrate=False, database_clock=False)
    try:
        blower = Whistles(dataclasses.replace(office, database=database))
        whistle = go_round(blower)

        def counted(scope: Scope) -> int:
            query = text("SELECT count(*) FROM whistles w JOIN whistle_events e ON e.whistle_id = w.id")
            return int(database.read(lambda conn: conn.execute(query).scalar_one(), scope=scope))

        assert counted(blower.street) == counted(office.department()) == whistle.version
        assert counted(office.scope(OTHER_STREET, Role.STREET)) == counted(office.department("dept-telecom")) == 0
    finally:
        database.close()


def go_round(blower: Whistles) -> Whistle:
    """Blow, approve, arrive, refuse, assign, solve, rate, close."""
    office = blower.office
    case = office.report()
    whistle = blower.blown(case_id=case.id)
    office.clock.advance(10 * MINUTE_MS)
    whistle = blower.arrive(whistle, WATER)
    whistle = blower.refuse(whistle, URBAN)
    assert code(lambda: blower.act(whistle, WhistleAction.ASSIGN, blower.supervisor, unit_id=URBAN)) == "text_required"
    third = blower.units[2]
    whistle = blower.refuse(whistle, third)
    assert whistle.to_assign
    named = {"unit_id": URBAN, "until": office.clock.now() + 20 * MINUTE_MS, "text": "由城管负责"}
    assert code(lambda: blower.act(whistle, WhistleAction.ASSIGN, blower.street, **named)) == "no_right"
    whistle = blower.act(whistle, WhistleAction.ASSIGN, blower.supervisor, **named)
    assert code(lambda: blower.refuse(whistle, URBAN)) == "whistle_designated"
    office.clock.advance(25 * MINUTE_MS)
    urban = office.department(URBAN)
    told = Said(person="王队", channel="对讲机", words="到了")
    whistle = blower.act(whistle, WhistleAction.ARRIVE, blower.street, unit_id=URBAN, person="王队", said=told)
    part = whistle.summons(URBAN)
    assert part is not None
    assert (part.on_time, part.arrived_said) == (False, told)
    assert code(lambda: blower.act(whistle, WhistleAction.LEAVE, urban)) == "whistle_not_done"
    assert code(lambda: blower.act(whistle, WhistleAction.SOLVE, urban, problem=1, text="好了", unit_id=WATER)) == (
        "whistle_not_yours"
    )
    whistle = blower.act(whistle, WhistleAction.SOLVE, office.department(), problem=1, text="已封堵")
    whistle = blower.act(whistle, WhistleAction.SOLVE, urban, problem=2, text="已拆除")
    assert whistle.state is WhistleState.SOLVED
    assert code(lambda: blower.act(whistle, WhistleAction.CLOSE, blower.street)) == "whistle_unrated"
    for unit in (WATER, URBAN):
        who = office.department(unit)
        blower.act(whistle, WhistleAction.RATE_UNIT, blower.street, unit_id=unit, mark=Mark.GOOD)
        blower.act(whistle, WhistleAction.RATE_WHISTLE, who, mark=Mark.FAIR)
    assert code(lambda: blower.act(whistle, WhistleAction.APPRAISE, blower.street, mark=Mark.GOOD)) == "no_right"
    whistle = blower.act(whistle, WhistleAction.APPRAISE, blower.supervisor, mark=Mark.POOR, text="两单位推诿")
    assert whistle.state is WhistleState.RATED
    whistle = blower.act(whistle, WhistleAction.CLOSE, blower.street)
    assert whistle.state is WhistleState.CLOSED
    assert _figures(office) == {
        "whistle.count": 1,
        "whistle.live": 0,
        "whistle.expected": 2,
        "whistle.on_time": 1,
        "whistle.refused": 1,
        "whistle.problems": 2,
        "whistle.solved": 2,
    }
    _case_tells(office, case.id, whistle)
    links = [
        link
        for link in office.database.read(lambda conn: list(audit_log.walk(conn, 0)))
        if link.object_id == whistle.id
    ]
    assert [link.action for link in links][:2] == ["whistle.blow", "whistle.approve"]
    assert len(links) == whistle.version
    return whistle


def _figures(office: Office) -> dict[str, int]:
    found = office.database.read(
        lambda conn: whistle_rows.rows(conn, office.district, office.operator, office.clock.now())
    )
    return {figure.name: figure.value for figure in found.figures}


def _case_tells(office: Office, case_id: str, whistle: Whistle) -> None:
    events = office.database.read(lambda conn: case_store.events(conn, case_id))
    said = [event.text for event in events if event.action == "whistle"]
    assert said
    assert all(whistle.number in text for text in said)
    assert "召集区水务局" in said[0]
    assert said[-1].endswith("结束，解决问题 2 个")


def test_the_summoned_see_the_case_while_they_are_summoned(blower: Whistles) -> None:
    office = blower.office
    case = office.report()
    urban = office.department(URBAN)

    def sees() -> bool:
        try:
            found = office.database.read(
                lambda conn: questions.detail(conn, office.district, urban, case.id), scope=urban
            )
        except Refusal:
            return False
        return found.as_of is None

    whistle = blower.blow(case_id=case.id)
    assert not sees()
    whistle = blower.act(whistle, WhistleAction.APPROVE, blower.street, said=PHONE)
    assert sees()
    start = office.database.read(changes.last)
    blower.refuse(whistle, URBAN)
    assert not sees()
    told = office.database.read(
        lambda conn: questions.changes_since(conn, office.district, urban, start, office.clock.now()), scope=urban
    )
    assert told is not None
    assert told.whistles == (whistle.id,)
    assert told.gone == (case.id,)


def test_a_street_that_blows_twice_for_a_case_keeps_the_unit_in_it(blower: Whistles) -> None:
    office = blower.office
    case = office.report()
    first, second = blower.blown(case_id=case.id, units=1), blower.blown(case_id=case.id, units=1)
    blower.act(first, WhistleAction.WITHDRAW, blower.street, text="重了")
    assert WATER in office.database.read(lambda conn: case_store.units_of(conn, case.id))
    blower.act(second, WhistleAction.WITHDRAW, blower.street, text="不用了")
    assert WATER not in office.database.read(lambda conn: case_store.units_of(conn, case.id))


def test_three_units_arrive_on_the_version_that_each_of_them_saw(blower: Whistles) -> None:
    whistle = blower.blown()
    for unit in blower.units[:3]:
        who = blower.office.department(unit)
        after = blower.act(whistle, WhistleAction.ARRIVE, who, person="张三", version=whistle.version)
    assert after.state is WhistleState.ON_SITE
    version = whistle.version
    assert (
        code(lambda: blower.act(whistle, WhistleAction.PROBLEM, blower.street, text="再清", version=version))
        == "whistle_stale"
    )


def test_who_has_not_come_by_the_time_is_written_down_once_by_the_engine(blower: Whistles) -> None:
    office = blower.office
    case = office.report()
    whistle = blower.blown(case_id=case.id)
    blower.arrive(whistle, WATER)
    engine = Due(office.database, office.district, "engine-1")
    office.clock.advance(30 * MINUTE_MS)
    while engine.work():
        pass
    after = blower.get(whistle.id)
    marks = {part.unit_id: part.missed_at is not None for part in after.units}
    assert marks == {WATER: False, URBAN: True, blower.units[2]: True}
    assert not [
        timer
        for timer in office.database.read(lambda conn: timers.armed_for(conn, whistle.id))
        if timer.kind == "whistle"
    ]
    events = office.database.read(lambda conn: store.events(conn, whistle.id))
    assert [event.action for event in events].count("missed") == 1
    late = blower.arrive(after, URBAN).summons(URBAN)
    assert late is not None
    assert late.state is UnitState.ARRIVED
    assert late.on_time is True  # at the very minute


def test_the_wall_sees_no_person(blower: Whistles) -> None:
    office = blower.office
    whistle = blower.arrive(blower.blown(), WATER)
    wall = office.scope("", Role.WALL)
    found = office.database.read(lambda conn: whistle_rows.detail(conn, office.district, wall, whistle.id), scope=wall)
    text = str(found)
    assert "张三" not in text
    assert "李书记" not in text


def test_units_that_arrive_at_the_same_moment_do_not_refuse_each_other(blower: Whistles) -> None:
    office = blower.office
    whistle = blower.blown()
    units = blower.units[:3]
    with ThreadPoolExecutor(len(units)) as pool:
        answers = [pool.submit(blower.arrive, whistle, unit) for unit in units]
    assert [answer.exception() for answer in answers] == [None, None, None]
    after = blower.get(whistle.id)
    assert (after.state, after.version) == (WhistleState.ON_SITE, whistle.version + 3)
    events = office.database.read(lambda conn: store.events(conn, whistle.id))
    assert [event.action for event in events].count("arrive") == 3


def test_the_number_of_the_case_is_told_to_who_may_see_it(blower: Whistles) -> None:
    office = blower.office
    case = office.report()
    whistle = blower.refuse(blower.blown(case_id=case.id), URBAN)

    def number(scope: Scope) -> str:
        row = office.database.read(lambda conn: whistle_rows.row(conn, office.district, scope, whistle), scope=scope)
        return row.case_number

    assert number(blower.street) == case.number
    assert number(office.department()) == case.number
    assert number(office.department("dept-telecom")) == ""
