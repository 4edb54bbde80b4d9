"""Every change leaves its link, with who and from where; what was tampered with is found and named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services.api.alerts import AlertRequest, ReleasePrepared
from services.api.cases import SavedView
from services.api.people import PersonRow
from services.api.sessions import SignIn
from services.desk import alerts, people, personal, sessions, views
from services.desk.sources import register_source
from services.domain.actions import Action
from services.domain.clock import HOUR_MS
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.engine.due import Due
from services.engine.housekeeping import Housekeeping
from services.store import audit_log
from services.store import people as person_store
from services.store.people import Person
from tests.fixtures.desks import STREET

if TYPE_CHECKING:
    from tests.fixtures.desks import Office

PASSWORD = "Correct-horse-9"  # noqa: S105 - nobody's


def actions(office: Office) -> list[tuple[str, str]]:
    return [(link.action, link.actor) for link in office.database.read(lambda conn: [*audit_log.walk(conn)])]


def added(office: Office) -> Person:
    person = Person(
        id="p-1",
        login="wang",
        name="王某",
        unit_id=STREET,
        roles=frozenset({Role.OPERATOR}),
        password=people.hash_password(PASSWORD, "wang"),
    )
    office.database.write(lambda tx: person_store.add(tx, person))
    return person


def try_in(office: Office, password: str, login: str = "wang") -> str:
    message = SignIn(login=login, password=password)
    try:
        return sessions.sign_in(office.database, office.district, message, "10.0.0.9").token
    except Refusal as refusal:
        return refusal.problem.code


def test_every_attempt_to_sign_in_is_written_down_also_on_a_locked_account(office: Office) -> None:
    added(office)
    before = len(actions(office))
    codes = [try_in(office, "wrong") for _ in range(5)]
    codes += [try_in(office, PASSWORD), try_in(office, "wrong", "nobody")]
    assert codes == ["wrong_password"] * 5 + ["locked_out", "wrong_password"]
    links = office.database.read(lambda conn: [*audit_log.walk(conn)])[before:]
    assert [link.action for link in links] == ["session.refused"] * 7
    assert all('"10.0.0.9"' in link.payload for link in links)
    office.clock.advance(HOUR_MS)
    assert try_in(office, PASSWORD) not in ("locked_out", "wrong_password")
    assert actions(office)[-1] == ("session.open", "p-1")


def test_each_kind_of_change_leaves_a_link_by_who_did_it(office: Office) -> None:
    person = added(office)
    database, district = office.database, office.district
    security, system = office.scope("", Role.SECURITY_ADMIN), office.scope("", Role.SYSTEM_ADMIN)
    operator = office.scope(person=person.id)
    case = office.report(operator, caller="李某", phone="13800000001")
    database.write(lambda tx: personal.open_personal(tx, district, operator, case.id, "回访"))
    database.write(lambda tx: views.put(tx, operator, SavedView(id="v", name="甲", filter="")))
    database.write(lambda tx: views.remove(tx, operator, "v"))
    database.write(lambda tx: register_source(tx, district, system, "app", "网格员上报", "key"))
    row = people.person_row(person, office.clock.now())
    changed = PersonRow(id=row.id, login=row.login, name="王甲", unit_id=STREET, roles=row.roles, version=1)
    database.write(lambda tx: people.change(tx, district, security, changed))
    database.write(lambda tx: people.give_app_key(tx, security, person.id))
    now = office.clock.now()
    request = AlertRequest(
        command_id="a",
        mode=Mode.EXERCISE,
        kind="waterlogging",
        level="red",
        unit_ids=(STREET,),
        warning="积水",
        measures="绕行",
        starts_at=now,
        expires_at=now + HOUR_MS,
        channels=("phone",),
    )
    alert = database.write(lambda tx: alerts.issue(tx, district, operator, request)).row
    asked = ReleasePrepared(command_id="b", kind="all_clear", version=1)
    database.write(lambda tx: alerts.release(tx, district, operator, alert.id, asked))
    office.act(case.id, Action.NOTE, operator, text="备注")
    assert try_in(office, PASSWORD)
    office.clock.advance(24 * HOUR_MS)
    Due(database, district, "one").work()
    Housekeeping(database).work()
    told = actions(office)
    for expected in (
        ("case.report", operator.person_id),
        ("personal.open", operator.person_id),
        ("view.save", operator.person_id),
        ("view.remove", operator.person_id),
        ("source.register", system.person_id),
        ("person.change", security.person_id),
        ("person.app_key", security.person_id),
        ("alert.issue", operator.person_id),
        ("alert.release", operator.person_id),
        ("case.note", operator.person_id),
        ("session.open", person.id),
        ("case.escalate", "engine"),
        ("session.expired", "engine"),
    ):
        assert expected in told, expected
    assert office.database.read(audit_log.verify).ok
    every = "".join(link.payload for link in office.database.read(lambda conn: [*audit_log.walk(conn)]))
    for secret in ("13800000001", "李某", PASSWORD, "argon2"):
        assert secret not in every


def test_no_hand_made_request_makes_anything_live(office: Office) -> None:
    case = office.report()
    assert (case.mode, case.demo) == (Mode.EXERCISE, True)
    now = office.clock.now()
    fields: dict[str, Any] = {
        "command_id": "a",
        "mode": Mode.LIVE,
        "kind": "waterlogging",
        "level": "red",
        "unit_ids": (STREET,),
        "warning": "积水",
        "measures": "绕行",
        "starts_at": now,
        "expires_at": now + HOUR_MS,
    }
    for case_id, code in ((None, "live_refused"), (case.id, "mode_looser")):
        request = AlertRequest(**fields, case_id=case_id)
        with pytest.raises(Refusal, match=code):
            issue(office, request)


def issue(office: Office, request: AlertRequest) -> None:
    office.database.write(lambda tx: alerts.issue(tx, office.district, office.operator, request))
