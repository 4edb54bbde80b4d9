"""People: who may sign in, at which unit, as what. Passwords are kept as argon2 hashes only."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from services.domain.clock import Instant
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.store import tables as t
from services.store.prepared import Prepared, Row, insert_of
from services.store.tx import Tx


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person. `password` is an argon2 hash, or None where the person cannot sign in with one."""

    id: str
    login: str
    name: str
    unit_id: str
    roles: frozenset[Role]
    password: str | None = None
    seat: str = ""
    initials: str = ""
    failures: int = 0
    locked_until: Instant | None = None
    disabled_at: Instant | None = None
    password_set_at: Instant | None = None
    version: int = 1


_FIELDS = Person.__struct_fields__
_SELECT = select(*[t.people.c[name] for name in _FIELDS])
_GET = Prepared(_SELECT.where(t.people.c.id == bindparam("id")))
_BY_LOGIN = Prepared(_SELECT.where(t.people.c.login == bindparam("login")))
_ALL = Prepared(_SELECT.order_by(t.people.c.login))
_COUNT = Prepared(select(func.count()).select_from(t.people))
_INSERT = insert_of(t.people)
_UPDATE = Prepared(
    update(t.people)
    .where(t.people.c.id == bindparam("of_id"), t.people.c.version == bindparam("of_version"))
    .values({name: bindparam(f"new_{name}") for name in _FIELDS if name != "id"})
)
_FAILED = Prepared(
    update(t.people)
    .where(t.people.c.id == bindparam("of_id"))
    .values(failures=t.people.c.failures + 1)
    .returning(t.people.c.failures)
)
_LOCK = Prepared(
    update(t.people)
    .where(t.people.c.id == bindparam("of_id"))
    .values(locked_until=bindparam("until"), failures=bindparam("count"))
)


def get(conn: Connection, person_id: str) -> Person | None:
    """Return a person, or None."""
    row = _GET.one(conn, {"id": person_id})
    return _person(row) if row else None


def by_login(conn: Connection, login: str) -> Person | None:
    """Return the person with a login name, or None."""
    row = _BY_LOGIN.one(conn, {"login": login})
    return _person(row) if row else None


def every(conn: Connection) -> list[Person]:
    """Return all people by login name."""
    return [_person(row) for row in _ALL.all(conn, {})]


def count(conn: Connection) -> int:
    """Return how many people there are."""
    row = _COUNT.one(conn, {})
    return int(row[0]) if row else 0


def add(tx: Tx, person: Person) -> None:
    """Add a person. Raises Refusal field_bad when the login name is taken."""
    if by_login(tx.conn, person.login) is not None:
        raise Refusal("field_bad", field="用户名", value=person.login, remedy="该用户名已被使用，请换一个")
    _INSERT.run(tx.conn, _values(person))


def save(tx: Tx, before: Person, after: Person) -> None:
    """Save the next version of a person. Raises Refusal stale."""
    if after.version != before.version + 1 or after.id != before.id:
        raise ValueError("a save makes the next version of the same person")
    values: dict[str, Any] = {f"new_{name}": value for name, value in _values(after).items() if name != "id"}
    if _UPDATE.count(tx.conn, values | {"of_id": before.id, "of_version": before.version}) != 1:
        raise Refusal("stale")


def failed(tx: Tx, person_id: str) -> int:
    """Count one more failed sign-in and return how many there are in a row."""
    row = _FAILED.one(tx.conn, {"of_id": person_id})
    return int(row[0]) if row else 0


def lock_until(tx: Tx, person_id: str, until: Instant | None) -> None:
    """Lock a person out until a moment (None: unlock), and begin to count failures anew."""
    _LOCK.run(tx.conn, {"of_id": person_id, "until": until, "count": 0})


def clear_failures(tx: Tx, person_id: str) -> None:
    """Forget failed sign-ins after a good one."""
    lock_until(tx, person_id, None)


def _values(person: Person) -> dict[str, Any]:
    values = {name: getattr(person, name) for name in _FIELDS}
    values["roles"] = " ".join(sorted(role.value for role in person.roles))
    return values


def _person(row: Row) -> Person:
    values = dict(zip(_FIELDS, row, strict=True))
    values["roles"] = frozenset(Role(name) for name in values["roles"].split())
    return Person(**values)
