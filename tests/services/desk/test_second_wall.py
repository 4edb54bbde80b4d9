"""The desk behind PostgreSQL's row-level security: as a login that owns nothing, everything still works and is kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import make_url

from services.api.cases import Act, Done, NewCase, SavedView
from services.desk import cases, commands, ledger, personal, questions, sessions, views
from services.domain.actions import Action
from services.domain.clock import DAY_MS
from services.domain.ids import TimeIds
from services.domain.rights import Role
from services.engine.due import Due
from services.store import audit_log, people
from services.store import cases as case_store
from services.store.database import open_database
from tests.fixtures.desks import STREET, WATER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.domain.rights import Scope
    from services.store.database import Tx
    from tests.fixtures.databases import PostgresServer
    from tests.fixtures.desks import Office

LOGIN = "huying_test_desk"


@pytest.fixture
def walled(office: Office, postgres_server: PostgresServer) -> Iterator[Office]:
    """Return the office over a login that is only a member of the hub's role."""
    with postgres_server.admin() as conn:
        if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (LOGIN,)).fetchone():
            conn.execute(f"CREATE ROLE {LOGIN} LOGIN IN ROLE huying_hub")
    address = office.database._address.set(username=LOGIN)  # type: ignore[attr-defined]
    url = make_url(address).render_as_string(hide_password=False)
    database = open_database(url, office.clock, ids=TimeIds(office.clock), migrate=False, database_clock=False)
    yield dataclasses.replace(office, database=database)
    database.close()


def send(office: Office, scope: Scope, command_id: str, work: msgspec.Struct, case_id: str = "") -> Done:
    def do(tx: Tx) -> Done:
        if isinstance(work, NewCase):
            return cases.report(tx, office.district, scope, work)
        assert isinstance(work, Act)
        return cases.act(tx, office.district, scope, case_id, work)

    answer = commands.run(office.database, scope, command_id, "do", do)
    assert answer.status == 200, answer.body
    return msgspec.json.decode(answer.body, type=Done)


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_everything_works_as_a_login_that_owns_nothing(walled: Office) -> None:
    office, water, street = walled, walled.department(), walled.scope(STREET, Role.STREET)
    operator = office.operator
    new = NewCase(command_id="n", title="积水", source="phone", lon=113.361423, lat=22.950619, phone="13800001234")
    row = send(office, street, "n", new).row
    step = iter(range(100))

    def act(scope: Scope, action: Action, **fields: object) -> Done:
        version = office.database.read(lambda conn: case_store.get(conn, row.id)).version  # type: ignore[union-attr]
        command_id = f"c{next(step)}"
        asked = Act(command_id=command_id, action=action, version=version, **fields)  # type: ignore[arg-type]
        return send(office, scope, command_id, asked, row.id)

    act(street, Action.ACCEPT)
    act(street, Action.DISPATCH, unit_id=WATER)
    office.clock.advance(1000)
    left = act(water, Action.RETURN, text="不属我局")
    assert not left.visible
    act(street, Action.DISPATCH, unit_id=WATER, assisting=("dept-urban",))
    act(water, Action.SIGN)
    act(water, Action.FEEDBACK, text="好")
    for _ in range(3):
        act(operator, Action.ESCALATE, text="上级处理")
    act(operator, Action.CHECK, text="好")
    act(operator, Action.FOLLOW_UP, resolved="solved")
    act(operator, Action.CLOSE, text="好")
    hops = office.database.read(lambda conn: case_store.custody(conn, row.id))
    assert [hop.kind for hop in hops if hop.until is None] == ["tier", "holder"], "every earlier hop has ended"
    assert [hop.signed_at is not None for hop in hops if hop.to_unit == WATER and hop.kind == "holder"] == [False, True]
    now = office.clock.now()
    shown = office.database.read(lambda conn: questions.detail(conn, office.district, water, row.id), scope=water)
    assert shown.as_of is not None
    assert (
        office.database.read(lambda conn: questions.board(conn, office.district, street, now), scope=street).total == 0
    )
    opened = office.database.write(
        lambda tx: personal.open_personal(tx, office.district, street, row.id, "回访"), scope=street
    )
    assert opened.fields == {"phone": "13800001234"}
    assert office.database.read(audit_log.verify).ok


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_the_rest_of_the_loop_works_as_such_a_login(walled: Office) -> None:
    office, water, street = walled, walled.department(), walled.scope(STREET, Role.STREET)
    step = iter(range(100))

    def report() -> str:
        command_id = f"n{next(step)}"
        new = NewCase(command_id=command_id, title="积水", source="phone", lon=113.361423, lat=22.950619)
        return send(office, street, command_id, new).row.id

    def act(case_id: str, scope: Scope, action: Action, **fields: object) -> Done:
        version = office.database.read(lambda conn: case_store.get(conn, case_id)).version  # type: ignore[union-attr]
        command_id = f"c{next(step)}"
        asked = Act(command_id=command_id, action=action, version=version, **fields)  # type: ignore[arg-type]
        return send(office, scope, command_id, asked, case_id)

    parent, child = report(), report()
    for case_id in (parent, child):
        act(case_id, street, Action.ACCEPT)
        act(case_id, street, Action.DISPATCH, unit_id=WATER)
    act(child, street, Action.UNDO)
    act(child, street, Action.MERGE, other_id=parent)
    act(parent, street, Action.SPLIT, other_id=child)
    act(child, street, Action.MERGE, other_id=parent)
    until = office.clock.now() + DAY_MS
    act(parent, street, Action.SUSPEND, until=until, text="等审批")
    act(parent, street, Action.UNDO)
    act(parent, street, Action.SUSPEND, until=until, text="等审批")
    office.clock.advance(2 * DAY_MS)
    engine = Due(office.database, office.district, "one")
    assert engine.work() == 1
    act(parent, street, Action.URGE)
    act(parent, street, Action.SUPERVISE, level="挂牌", text="限时")
    act(parent, water, Action.SIGN)
    act(parent, water, Action.FEEDBACK, text="好")
    act(parent, street, Action.REWORK, text="仍有积水")
    act(parent, water, Action.FEEDBACK, text="好")
    act(parent, street, Action.CHECK, text="好")
    act(parent, street, Action.CLOSE, text="好")
    closed = office.database.read(lambda conn: case_store.get(conn, child))
    assert closed is not None
    assert closed.state == "closed"
    now = office.clock.now()
    found = office.database.read(lambda conn: ledger.of_unit(conn, office.district, water, "", now), scope=water)
    assert (found.units[0].values["received"], found.units[0].values["reworks"]) == (2, 1)
    assert office.database.read(audit_log.verify).ok


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_a_report_from_another_area_goes_to_that_area(walled: Office) -> None:
    office = walled
    other = office.scope("440113008", Role.STREET)
    new = NewCase(command_id="n", title="积水", source="phone", lon=113.361423, lat=22.950619)
    done = send(office, other, "n", new)
    assert not done.visible
    assert done.row.area_path.startswith(f"440113/{STREET}")


@pytest.mark.parametrize("office", ["postgresql"], indirect=True)
def test_sessions_and_views_need_no_more_either(walled: Office) -> None:
    office = walled
    demo = sessions.demo(office.database, office.district, "x")
    scope, _ = sessions.of_token(office.database, office.district, demo.token, "x")
    office.database.write(lambda tx: views.put(tx, scope, SavedView(id="v", name="我的", filter="{}")), scope=scope)
    office.database.write(lambda tx: views.remove(tx, scope, "v"), scope=scope)
    assert office.database.read(lambda conn: views.rows(conn, scope), scope=scope) == []
    assert office.database.read(people.count) == 1
