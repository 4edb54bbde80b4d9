"""People and their roles: kept by the security administrator, and never by somebody for themselves.

The three administrators are three people (三员分立): nobody holds two of those roles, nor one of them beside a working
role. The first administrator of a district is the security administrator, who can do nothing but keep accounts, and
who makes the system and the audit administrator and everybody else (our rule).
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

import msgspec
from argon2 import PasswordHasher
from sqlalchemy import insert, update

from services.api.people import PersonRow
from services.desk import access
from services.desk.sessions import DEMO_LOGIN, PASSWORD_MAX, is_proven, open_session
from services.domain.problems import Refusal
from services.domain.rights import Right, Role
from services.geo.names import initials
from services.store import people as store
from services.store import sessions
from services.store.people import Person
from services.store.sessions import hash_of
from services.store.tables import app_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from services.api.people import NewPassword, NewPerson
    from services.api.sessions import FirstAdmin, Session
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.database import Database, Tx

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
PASSWORD_MIN = 10
_LOGIN = re.compile(r"[0-9a-z][0-9a-z._-]{1,31}")
_LOGIN_RULE = "请用 2 到 32 个小写字母、数字或 . _ -"


def first_admin(database: Database, district: District, message: FirstAdmin, origin: str) -> Session:
    """Make the first person of a real district, its security administrator, and sign them in.

    Raises Refusal setup_done when there is anybody already (or in a demo), weak_password, field_bad.
    """
    if district.demo:
        raise Refusal("setup_done")
    check_password(message.password, message.login)
    _check_login(message.login, message.name)
    hashed = PasswordHasher().hash(message.password)

    def work(tx: Tx) -> str:
        tx.lock()  # two at once: the second sees the first
        if store.count(tx.conn):
            raise Refusal("setup_done")
        person = Person(
            id=tx.ids.new(),
            login=message.login,
            name=message.name.strip(),
            unit_id=district.id,
            roles=frozenset({Role.SECURITY_ADMIN}),
            password=hashed,
            initials=initials(message.name),
            password_set_at=tx.now,
        )
        store.add(tx, person)
        tx.audit(person.id, "person.first", person.id, {"login": person.login, "from": origin})
        return person.id

    return open_session(database, district, database.write(work), origin, "")


def rows(conn: Connection, scope: Scope, now: int) -> list[PersonRow]:
    """Return all people for the security administrator. Raises Refusal no_right."""
    access.need(scope, Right.PEOPLE, "查看人员")
    return [person_row(person, now) for person in store.every(conn)]


def person_row(person: Person, now: int) -> PersonRow:
    """Return a person as the security administrator sees them."""
    return PersonRow(
        id=person.id,
        login=person.login,
        name=person.name,
        unit_id=person.unit_id,
        roles=tuple(role for role in Role if role in person.roles),
        seat=person.seat,
        locked=person.locked_until is not None and now < person.locked_until,
        disabled=person.disabled_at is not None,
        version=person.version,
    )


def add(tx: Tx, district: District, scope: Scope, new: NewPerson, hashed: str) -> PersonRow:
    """Add a person; `hashed` is `hash_password` of theirs, made before the transaction.

    Raises Refusal no_right, unknown_unit, field_bad (roles, login).
    """
    access.need(scope, Right.PEOPLE, "添加人员")
    _check_login(new.login, new.name)
    _check_roles(frozenset(new.roles))
    _check_unit(district, new.unit_id)
    person = Person(
        id=tx.ids.new(),
        login=new.login,
        name=new.name.strip(),
        unit_id=new.unit_id,
        roles=frozenset(new.roles),
        password=hashed,
        seat=new.seat.strip(),
        initials=initials(new.name),
        password_set_at=tx.now,
    )
    store.add(tx, person)
    _audit(tx, scope, "person.add", person, {"roles": sorted(person.roles), "unit": person.unit_id})
    return person_row(person, tx.now)


def change(tx: Tx, district: District, scope: Scope, row: PersonRow) -> PersonRow:
    """Change a person's name, unit, roles, seat, or whether they may sign in, as of `row.version`.

    Taking roles or access away ends their sessions. Raises Refusal no_right, not_found, stale, field_bad; nobody
    changes their own roles.
    """
    before = _of_version(tx, scope, row.id, row.version, "修改人员")
    roles = frozenset(row.roles)
    if before.id == scope.person_id and (roles != before.roles or row.disabled):
        raise Refusal("field_bad", field="角色", value="本人", remedy="不能修改自己的角色，请由另一位安全管理员办理")
    _check_roles(roles)
    _check_unit(district, row.unit_id)
    _check_login(before.login, row.name)
    disabled_at = None if not row.disabled else before.disabled_at or tx.now
    after = msgspec.structs.replace(
        before,
        name=row.name.strip(),
        unit_id=row.unit_id,
        roles=roles,
        seat=row.seat.strip(),
        initials=initials(row.name),
        disabled_at=disabled_at,
        version=before.version + 1,
    )
    store.save(tx, before, after)
    if disabled_at is not None or roles != before.roles or after.unit_id != before.unit_id:
        sessions.end_all(tx, after.id)
    details = {"before": _visible(before), "after": _visible(after)}
    _audit(tx, scope, "person.change", after, details)
    return person_row(after, tx.now)


def set_password(database: Database, district: District, scope: Scope, person_id: str, new: NewPassword) -> None:
    """Give a person a new password and end their sessions: one's own, or anybody's by the security administrator.

    One's own is changed by whoever knows the old one only, so that a seat left open is not taken over; a wrong one
    counts like a failed sign-in. Raises Refusal no_right, not_found, weak_password, field_missing (the old one),
    locked_out, old_password_wrong, stale. Takes tens of milliseconds, outside any transaction.
    """
    own = person_id == scope.person_id
    if not own:
        access.need(scope, Right.PEOPLE, "重设口令")
    before = database.read(lambda conn: store.get(conn, person_id))
    if before is None or before.login == DEMO_LOGIN:
        raise Refusal("not_found")
    check_password(new.password, before.login)
    if own:
        _prove(database, district, scope, before, new.current)
    hashed = PasswordHasher().hash(new.password)
    database.write(lambda tx: _put_password(tx, scope, before, hashed, own=own), scope=scope)


def _prove(database: Database, district: District, scope: Scope, person: Person, current: str) -> None:
    if not current:
        raise Refusal("field_missing", field="原口令")
    if not is_proven(database, district, person, current, scope.origin):
        raise Refusal("old_password_wrong", field="current")


def _put_password(tx: Tx, scope: Scope, known: Person, hashed: str, *, own: bool) -> None:
    """Write a password for the person as they were `known` when the old one was looked at. Raises Refusal stale."""
    before = store.get(tx.conn, known.id)
    if before is None or before.version != known.version:
        raise Refusal("stale")
    failures = 0 if own else before.failures
    after = msgspec.structs.replace(
        before, password=hashed, password_set_at=tx.now, failures=failures, version=before.version + 1
    )
    store.save(tx, before, after)
    sessions.end_all(tx, after.id)
    _audit(tx, scope, "person.password", after, {"own": own})


def unlock(tx: Tx, scope: Scope, person_id: str) -> None:
    """Lift a lock-out before its time. Raises Refusal no_right, not_found."""
    access.need(scope, Right.PEOPLE, "解锁账号")
    person = store.get(tx.conn, person_id)
    if person is None:
        raise Refusal("not_found")
    store.clear_failures(tx, person_id)
    _audit(tx, scope, "person.unlock", person, {})


def give_app_key(tx: Tx, scope: Scope, person_id: str) -> str:
    """Make a person's key for the phone app and return it, this once; an earlier one ends.

    Raises Refusal no_right, not_found.
    """
    access.need(scope, Right.PEOPLE, "发放手机端密钥")
    person = store.get(tx.conn, person_id)
    if person is None or person.disabled_at is not None:
        raise Refusal("not_found")
    key = secrets.token_urlsafe(32)
    mine = (app_keys.c.person_id == person_id, app_keys.c.ended_at.is_(None))
    tx.conn.execute(update(app_keys).where(*mine).values(ended_at=tx.now))
    tx.conn.execute(insert(app_keys).values(key_hash=hash_of(key), person_id=person_id, made_at=tx.now))
    _audit(tx, scope, "person.app_key", person, {})
    return key


def hash_password(password: str, login: str) -> str:
    """Check a password and return its argon2 hash; takes tens of milliseconds. Raises Refusal weak_password."""
    check_password(password, login)
    return PasswordHasher().hash(password)


def check_password(password: str, login: str) -> None:
    """Raise Refusal weak_password unless it is long, of three kinds of characters, and does not hold the name."""
    kinds = (
        any(char.isalpha() for char in password),
        any(char.isdigit() for char in password),
        any(not char.isalnum() for char in password),
    )
    if len(password) < PASSWORD_MIN:
        raise Refusal("weak_password", field="password", reason=f"不足 {PASSWORD_MIN} 个字符")
    if len(password) > PASSWORD_MAX:
        raise Refusal("field_too_long", field="password", limit=PASSWORD_MAX)
    if not all(kinds):
        raise Refusal("weak_password", field="password", reason="应同时含字母、数字和符号")
    if login and login.casefold() in password.casefold():
        raise Refusal("weak_password", field="password", reason="不能包含用户名")
    if len(set(password)) < PASSWORD_MIN // 2:
        raise Refusal("weak_password", field="password", reason="重复的字符太多")


def _of_version(tx: Tx, scope: Scope, person_id: str, version: int, action: str) -> Person:
    access.need(scope, Right.PEOPLE, action)
    found = store.get(tx.conn, person_id)
    if found is None:
        raise Refusal("not_found")
    if found.version != version:
        raise Refusal("stale")
    return found


def _visible(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "unit": person.unit_id,
        "roles": sorted(person.roles),
        "disabled": person.disabled_at is not None,
    }


def _check_login(login: str, name: str) -> None:
    if not _LOGIN.fullmatch(login) or login == DEMO_LOGIN:
        raise Refusal("field_bad", field="用户名", value=login[:32], remedy=_LOGIN_RULE)
    if not name.strip() or len(name) > 40:
        raise Refusal("field_missing", field="姓名")


def _check_roles(roles: frozenset[Role]) -> None:
    if not roles:
        raise Refusal("field_missing", field="角色")
    if roles & ADMINISTRATORS and len(roles) > 1:
        names = "、".join(role.zh for role in Role if role in roles)
        raise Refusal("field_bad", field="角色", value=names, remedy="三员分立：管理员不得兼任其他角色")


def _check_unit(district: District, unit_id: str) -> None:
    if unit_id not in district.units:
        raise Refusal("unknown_unit", field="unit_id", value=unit_id)


def _audit(tx: Tx, scope: Scope, action: str, person: Person, details: Mapping[str, object]) -> None:
    tx.audit(scope.person_id, action, person.id, {"from": scope.origin, "login": person.login, **details})
