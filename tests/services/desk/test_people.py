from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
import pytest

from services.api.people import NewPassword, NewPerson, PersonRow
from services.api.sessions import FirstAdmin, Session, SignIn
from services.desk import people, sessions
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.problems import Problem, Refusal
from services.domain.profile import Purpose
from services.domain.rights import Right, Role
from services.store import audit_log
from services.store import people as people_store
from services.store.tables import people as people_table
from services.store.tables import sessions as session_table
from tests.fixtures.desks import STREET, WATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.domain.rights import Scope
    from tests.fixtures.desks import Office

GOOD = "Jixian-2025-安全"


def refused(call: Callable[[], object]) -> Problem:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem


@pytest.fixture
def real(office: Office) -> Office:
    """Return the office as a real district without anybody in it."""
    office.database.write(lambda tx: tx.conn.execute(people_table.delete()))
    profile = msgspec.structs.replace(office.district.profile, demo=False)
    district = dataclasses.replace(office.district, profile=profile, idle_lock_ms=15 * MINUTE_MS)
    assert district.purpose is Purpose.DISTRICT
    return dataclasses.replace(office, district=district)


def first(office: Office, login: str = "anquan", password: str = GOOD) -> Session:
    asked = FirstAdmin(login=login, name="安全员", password=password)
    return people.first_admin(office.database, office.district, asked, "here")


def new(office: Office, admin: Session, login: str, *roles: Role, unit: str = "440113") -> PersonRow:
    scope, _ = sessions.of_token(office.database, office.district, admin.token, "here")
    asked = NewPerson(command_id="c", login=login, name="某人", unit_id=unit, roles=roles, password=GOOD)
    hashed = people.hash_password(GOOD, login)
    return office.database.write(lambda tx: people.add(tx, office.district, scope, asked, hashed))


def enter(office: Office, login: str, password: str = GOOD) -> Session:
    return sessions.sign_in(office.database, office.district, SignIn(login=login, password=password), "here")


def test_nobody_can_sign_in_before_the_first_administrator_and_there_is_no_default_password(real: Office) -> None:
    assert refused(lambda: enter(real, "admin", "admin")).code == "setup_needed"
    assert refused(lambda: sessions.demo(real.database, real.district, "here")).code == "not_found"


def test_the_first_administrator_keeps_accounts_and_nothing_else(real: Office) -> None:
    admin = first(real)
    assert admin.rights == (Right.PEOPLE,)
    assert admin.token
    assert refused(lambda: first(real, "other")).code == "setup_done"
    assert refused(lambda: enter(real, "anquan", "wrong")).code == "wrong_password"
    assert enter(real, "anquan").person_id == admin.person_id


@pytest.mark.parametrize(
    "password",
    ["short-1", "abcdefghijkl", "1234567890-", "abcdefg1234", "aaaaaaaaa1-", "anquan-12345", "Anquan_99999"],
)
def test_weak_passwords(real: Office, password: str) -> None:
    assert refused(lambda: first(real, password=password)).code == "weak_password"
    assert real.database.read(people_store.count) == 0


def test_five_failures_lock_for_a_quarter_of_an_hour(real: Office) -> None:
    first(real)
    for _ in range(5):
        assert refused(lambda: enter(real, "anquan", "wrong")).code == "wrong_password"
    locked = refused(lambda: enter(real, "anquan"))
    assert locked.code == "locked_out"
    assert "16:41" in locked.sentence
    real.clock.advance(15 * MINUTE_MS)
    assert enter(real, "anquan").token


def test_a_good_sign_in_begins_the_count_anew(real: Office) -> None:
    first(real)
    for _ in range(3):
        for _ in range(4):
            assert refused(lambda: enter(real, "anquan", "wrong")).code == "wrong_password"
        enter(real, "anquan")


def test_an_unknown_name_gets_the_same_answer(real: Office) -> None:
    first(real)
    assert refused(lambda: enter(real, "nobody", "x")) == refused(lambda: enter(real, "anquan", "x"))


def test_only_the_hash_of_a_token_is_kept(real: Office) -> None:
    admin = first(real)
    assert len(admin.token) >= 43
    rows = real.database.read(lambda conn: conn.execute(session_table.select()).all())
    assert admin.token not in str(rows)
    person = real.database.read(lambda conn: people_store.by_login(conn, "anquan"))
    assert person is not None
    assert str(person.password).startswith("$argon2id$")


def test_a_session_locks_when_idle_ends_after_twelve_hours_and_by_hand(real: Office) -> None:
    admin = first(real)

    def look(*, active: bool = True) -> Session:
        return sessions.of_token(real.database, real.district, admin.token, "here", active=active)[1]

    for _ in range(3):
        real.clock.advance(10 * MINUTE_MS)
        look()
    real.clock.advance(10 * MINUTE_MS)
    look(active=False)
    real.clock.advance(5 * MINUTE_MS)
    assert refused(look).code == "session_locked"
    assert refused(look).code == "session_locked"
    unlock = sessions.unlock
    assert refused(lambda: unlock(real.database, real.district, admin.token, "wrong", "here")).code == "wrong_password"
    unlock(real.database, real.district, admin.token, GOOD, "here")
    look()
    sessions.lock(real.database, admin.token, "here")
    assert refused(look).code == "session_locked"
    real.clock.advance(12 * HOUR_MS)
    assert refused(look).code == "signed_out"
    again = enter(real, "anquan")
    sessions.sign_out(real.database, again.token, "here")
    assert refused(lambda: sessions.of_token(real.database, real.district, again.token, "here")).code == "signed_out"
    assert refused(lambda: sessions.of_token(real.database, real.district, "none", "here")).code == "signed_out"


def test_the_wall_stays_for_weeks(real: Office) -> None:
    admin = first(real)
    new(real, admin, "wall", Role.WALL)
    wall = enter(real, "wall")
    real.clock.advance(30 * DAY_MS)
    scope, session = sessions.of_token(real.database, real.district, wall.token, "here")
    assert session.idle_lock_ms == 0
    assert not scope.may(Right.PERSONAL_MASKED)


@pytest.mark.parametrize(
    "roles",
    [
        (),
        (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
        (Role.AUDIT_ADMIN, Role.SECURITY_ADMIN),
        (Role.SYSTEM_ADMIN, Role.OPERATOR),
    ],
)
def test_the_three_administrators_are_three_people(real: Office, roles: tuple[Role, ...]) -> None:
    admin = first(real)
    assert refused(lambda: new(real, admin, "both", *roles)).code in ("field_bad", "field_missing")


def test_accounts_are_added_changed_and_disabled_by_the_security_administrator_only(real: Office) -> None:
    admin = first(real)
    row = new(real, admin, "ann", Role.OPERATOR)
    ann = enter(real, "ann")
    scope, _ = sessions.of_token(real.database, real.district, admin.token, "here")
    own, _ = sessions.of_token(real.database, real.district, ann.token, "here")
    assert refused(lambda: real.database.read(lambda conn: people.rows(conn, own, 0))).code == "no_right"
    assert refused(lambda: new(real, ann, "bob", Role.OPERATOR)).code == "no_right"
    assert refused(lambda: new(real, admin, "ann", Role.OPERATOR)).code == "field_bad"
    assert refused(lambda: new(real, admin, "No Name", Role.OPERATOR)).code == "field_bad"
    assert refused(lambda: new(real, admin, "x1", Role.OPERATOR, unit="none")).code == "unknown_unit"

    def change(**columns: object) -> PersonRow:
        wanted = msgspec.structs.replace(row, **columns)
        return real.database.write(lambda tx: people.change(tx, real.district, scope, wanted))

    moved = change(unit_id=STREET, roles=(Role.STREET,), name="安")
    assert (moved.version, moved.unit_id) == (2, STREET)
    signed_out = refused(lambda: sessions.of_token(real.database, real.district, ann.token, "here"))
    assert signed_out.code == "signed_out"
    assert refused(change).code == "stale"
    change(version=2, disabled=True)
    assert refused(lambda: enter(real, "ann")).code == "wrong_password"
    rows = real.database.read(lambda conn: people.rows(conn, scope, real.clock.now()))
    assert {item.login: item.disabled for item in rows} == {"anquan": False, "ann": True}
    me = next(item for item in rows if item.login == "anquan")
    mine = msgspec.structs.replace(me, roles=(Role.AUDIT_ADMIN,))
    assert (
        refused(lambda: real.database.write(lambda tx: people.change(tx, real.district, scope, mine))).code
        == "field_bad"
    )
    actions = {link.action for link in real.database.read(lambda conn: list(audit_log.walk(conn)))}
    assert {"person.first", "person.add", "person.change", "session.open", "session.refused"} <= actions
    assert real.database.read(audit_log.verify).ok


def give(office: Office, scope: Scope, person_id: str, password: str, current: str = "") -> None:
    new_one = NewPassword(password=password, current=current)
    people.set_password(office.database, office.district, scope, person_id, new_one)


def test_ones_own_password_is_changed_by_who_knows_the_old_one(real: Office) -> None:
    admin = first(real)
    row = new(real, admin, "ann", Role.OPERATOR)
    ann = enter(real, "ann")
    scope, _ = sessions.of_token(real.database, real.district, ann.token, "here")
    assert refused(lambda: give(real, scope, row.id, "Other-pass-77")).code == "field_missing"
    assert refused(lambda: give(real, scope, row.id, "short", GOOD)).code == "weak_password"
    assert refused(lambda: give(real, scope, admin.person_id, "Other-pass-77", GOOD)).code == "no_right"
    for _ in range(5):
        wrong = refused(lambda: give(real, scope, row.id, "Other-pass-77", "wrong"))
        assert (wrong.code, wrong.field) == ("old_password_wrong", "current")
    assert refused(lambda: give(real, scope, row.id, "Other-pass-77", GOOD)).code == "locked_out"
    assert refused(lambda: enter(real, "ann")).code == "locked_out"
    links = real.database.read(lambda conn: audit_log.of_object(conn, row.id))
    assert [link.action for link in links[-7:]] == ["session.refused"] * 7
    real.clock.advance(15 * MINUTE_MS)
    give(real, scope, row.id, "Other-pass-77", GOOD)
    assert refused(lambda: sessions.of_token(real.database, real.district, ann.token, "here")).code == "signed_out"
    assert refused(lambda: enter(real, "ann")).code == "wrong_password"
    assert enter(real, "ann", "Other-pass-77").token


def test_an_administrator_of_accounts_gives_the_old_password_for_their_own_too(real: Office) -> None:
    admin = first(real)
    scope, _ = sessions.of_token(real.database, real.district, admin.token, "here")
    assert refused(lambda: give(real, scope, admin.person_id, "Other-pass-77")).code == "field_missing"
    give(real, scope, admin.person_id, "Other-pass-77", GOOD)
    assert enter(real, "anquan", "Other-pass-77").token


def test_a_password_is_changed_and_a_lock_lifted(real: Office) -> None:
    admin = first(real)
    row = new(real, admin, "ann", Role.OPERATOR)
    scope, _ = sessions.of_token(real.database, real.district, admin.token, "here")
    for _ in range(5):
        refused(lambda: enter(real, "ann", "wrong"))
    real.database.write(lambda tx: people.unlock(tx, scope, row.id))
    ann = enter(real, "ann")
    named = refused(lambda: give(real, scope, row.id, "Xx-ANN-4711-x"))
    assert (named.code, "用户名" in named.sentence) == ("weak_password", True)
    give(real, scope, row.id, "Other-pass-77")
    assert refused(lambda: sessions.of_token(real.database, real.district, ann.token, "here")).code == "signed_out"
    assert refused(lambda: enter(real, "ann")).code == "wrong_password"
    assert enter(real, "ann", "Other-pass-77").token


def test_the_phone_has_a_key_of_its_own(real: Office) -> None:
    admin = first(real)
    row = new(real, admin, "water", Role.DEPARTMENT, unit=WATER)
    scope, _ = sessions.of_token(real.database, real.district, admin.token, "here")
    key = real.database.write(lambda tx: people.give_app_key(tx, scope, row.id))
    phone = sessions.app_scope(real.database, real.district, key, "phone")
    assert (phone.unit_id, phone.unit_path, phone.roles) == (WATER, "", frozenset({Role.DEPARTMENT}))
    second = real.database.write(lambda tx: people.give_app_key(tx, scope, row.id))
    assert refused(lambda: sessions.app_scope(real.database, real.district, key, "phone")).code == "signed_out"
    assert sessions.app_scope(real.database, real.district, second, "phone").person_id == row.id


def test_a_demo_signs_in_by_itself_and_never_locks(office: Office) -> None:
    session = sessions.demo(office.database, office.district, "here")
    assert session.seat == "坐席 07"
    assert session.idle_lock_ms == 0
    assert Right.ALERT_ISSUE in session.rights
    office.clock.advance(11 * HOUR_MS)
    assert sessions.of_token(office.database, office.district, session.token, "here")
    assert refused(lambda: first(office)).code == "setup_done"
    assert refused(lambda: enter(office, "demo", "")).code == "wrong_password"
