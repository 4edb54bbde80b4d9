"""Signing in and staying signed in: argon2 passwords, lock-out, tokens of which only the hash is kept, idle lock.

Passwords are checked outside any transaction: argon2 takes tens of milliseconds by design, and nobody else waits for
that.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select

from services.api.sessions import Session
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS, to_datetime
from services.domain.problems import Refusal
from services.domain.rights import ROLE_RIGHTS, Right, Role, Scope
from services.store import people, sessions
from services.store.sessions import StoredSession, hash_of
from services.store.tables import app_keys

if TYPE_CHECKING:
    from services.api.sessions import SignIn
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.store.database import Database, Tx
    from services.store.people import Person

FAILURES_MOST = 5
LOCK_OUT_MS = 15 * MINUTE_MS
"""Five wrong passwords lock an account for a quarter of an hour (our rule)."""

SESSION_MS = 12 * HOUR_MS
WALL_SESSION_MS = 90 * DAY_MS
"""A session lasts a long shift; the wall, which nobody touches for weeks, a quarter of a year (our rule)."""

TOKEN_BYTES = 32
TOUCH_EVERY_MS = MINUTE_MS
"""How often the use of a session is written down, at most."""

PASSWORD_MAX = 256
DEMO_LOGIN = "demo"
"""The person who sits in front of a demo; has no password and exists nowhere else."""


def sign_in(database: Database, district: District, message: SignIn, origin: str) -> Session:
    """Open a session by name and password; every attempt is audited.

    Raises Refusal setup_needed, wrong_password (the same, and as slow, for a name that does not exist), locked_out.
    """
    person, now = database.read(lambda conn: people.by_login(conn, message.login)), database.now()
    if person is None and database.read(people.count) == 0:
        raise Refusal("setup_needed")
    if person is not None and person.locked_until is not None and now < person.locked_until:
        _note_refused(database, person.id, message.login, origin)
        raise Refusal("locked_out", until=_clock_time(district, person.locked_until))
    if not _is_right(person, message.password):
        _refuse(database, person, message.login, origin)
        raise Refusal("wrong_password")
    if person is None:
        raise Refusal("wrong_password")
    return open_session(database, district, person.id, origin, message.client)


def demo(database: Database, district: District, origin: str) -> Session:
    """Open a session for the person in front of a demo. Raises Refusal not_found in a real district."""
    person = database.read(lambda conn: people.by_login(conn, DEMO_LOGIN)) if district.demo else None
    if person is None:
        raise Refusal("not_found")
    return open_session(database, district, person.id, origin, "")


def open_session(database: Database, district: District, person_id: str, origin: str, client: str) -> Session:
    """Open a session for a person who has been recognised. Raises Refusal wrong_password for a disabled one."""
    token = secrets.token_urlsafe(TOKEN_BYTES)

    def work(tx: Tx) -> Session:
        person = people.get(tx.conn, person_id)
        if person is None or person.disabled_at is not None:
            raise Refusal("wrong_password")
        if person.failures or person.locked_until is not None:
            people.clear_failures(tx, person.id)
        lasting = WALL_SESSION_MS if person.roles == {Role.WALL} else SESSION_MS
        session = StoredSession(
            token_hash=hash_of(token),
            person_id=person.id,
            origin=origin,
            opened_at=tx.now,
            used_at=tx.now,
            expires_at=tx.now + lasting,
        )
        sessions.add(tx, session)
        tx.audit(person.id, "session.open", person.id, {"from": origin, "client": client})
        return _message(district, person, session, tx.now, token)

    return database.write(work)


def of_token(
    database: Database, district: District, token: str, origin: str, *, active: bool = True
) -> tuple[Scope, Session]:
    """Return whose token this is. `active` False (streams, polling) does not count as somebody being there.

    Raises Refusal signed_out (unknown, ended, expired, disabled) and session_locked (idle for too long).
    """
    key = hash_of(token)
    found = database.read(lambda conn: sessions.get(conn, key))
    now = database.now()
    if found is None or found.ended_at is not None or now >= found.expires_at:
        raise Refusal("signed_out")
    person = database.read(lambda conn: people.get(conn, found.person_id))
    if person is None or person.disabled_at is not None:
        raise Refusal("signed_out")
    if found.locked_at is not None:
        raise Refusal("session_locked")
    limit = _idle_limit(district, person)
    if limit and now - found.used_at >= limit:
        database.write(lambda tx: _lock(tx, key, person.id, origin))
        raise Refusal("session_locked")
    if active and now - found.used_at >= TOUCH_EVERY_MS:
        database.write(lambda tx: sessions.touch(tx, key))
    return scope_of(district, person, origin), _message(district, person, found, now)


def lock(database: Database, token: str, origin: str) -> None:
    """Lock one's seat by hand; an unknown token is as locked as can be."""
    key = hash_of(token)
    found = database.read(lambda conn: sessions.get(conn, key))
    if found is not None and found.ended_at is None and found.locked_at is None:
        database.write(lambda tx: _lock(tx, key, found.person_id, origin))


def unlock(database: Database, district: District, token: str, password: str, origin: str) -> Session:
    """Unlock a seat with the password again; wrong ones count towards the lock-out.

    Raises Refusal signed_out, wrong_password, locked_out.
    """
    key = hash_of(token)
    found = database.read(lambda conn: sessions.get(conn, key))
    now = database.now()
    person = database.read(lambda conn: people.get(conn, found.person_id)) if found is not None else None
    if found is None or person is None or found.ended_at is not None or now >= found.expires_at:
        raise Refusal("signed_out")
    if not is_proven(database, district, person, password, origin):
        raise Refusal("wrong_password")

    def work(tx: Tx) -> Session:
        sessions.unlock(tx, key)
        people.clear_failures(tx, person.id)
        tx.audit(person.id, "session.unlock", person.id, {"from": origin})
        return _message(district, person, found, tx.now)

    return database.write(work)


def is_proven(database: Database, district: District, person: Person, password: str, origin: str) -> bool:
    """Tell whether this is a person's password; a wrong one is audited and counts towards the lock-out.

    Raises Refusal locked_out.
    """
    if person.locked_until is not None and database.now() < person.locked_until:
        _note_refused(database, person.id, person.login, origin)
        raise Refusal("locked_out", until=_clock_time(district, person.locked_until))
    if _is_right(person, password):
        return True
    _refuse(database, person, person.login, origin)
    return False


def sign_out(database: Database, token: str, origin: str) -> None:
    """End a session; one that has ended already stays so."""
    key = hash_of(token)
    found = database.read(lambda conn: sessions.get(conn, key))
    if found is None or found.ended_at is not None:
        return

    def work(tx: Tx) -> None:
        sessions.end(tx, key)
        tx.audit(found.person_id, "session.close", found.person_id, {"from": origin})

    database.write(work)


def app_scope(database: Database, district: District, key: str, origin: str) -> Scope:
    """Return whose phone-app key this is. Raises Refusal signed_out."""
    query = select(app_keys.c.person_id).where(app_keys.c.key_hash == hash_of(key), app_keys.c.ended_at.is_(None))
    person_id = database.read(lambda conn: conn.execute(query).scalar())
    person = database.read(lambda conn: people.get(conn, person_id)) if person_id is not None else None
    if person is None or person.disabled_at is not None:
        raise Refusal("signed_out")
    return scope_of(district, person, origin)


def scope_of(district: District, person: Person, origin: str) -> Scope:
    """Return the scope a person works in; a department has no area, so its `unit_path` is empty."""
    unit = district.units[person.unit_id]
    return Scope(
        person_id=person.id,
        person_name=person.seat or person.name,
        unit_id=unit.id,
        unit_path=unit.path if unit.tier is not None else "",
        roles=person.roles,
        origin=origin,
    )


def rights_of(roles: frozenset[Role]) -> tuple[Right, ...]:
    """Return all rights of some roles, in the order of the table."""
    mine = frozenset[Right]().union(*(ROLE_RIGHTS[role] for role in roles))
    return tuple(right for right in Right if right in mine)


def _message(district: District, person: Person, session: StoredSession, now: Instant, token: str = "") -> Session:
    unit = district.units[person.unit_id]
    return Session(
        token=token,
        person_id=person.id,
        person_name=person.name,
        unit_id=unit.id,
        unit_name=unit.name,
        unit_path=unit.path if unit.tier is not None else "",
        roles=tuple(role for role in Role if role in person.roles),
        rights=rights_of(person.roles),
        seat=person.seat,
        expires_at=session.expires_at,
        idle_lock_ms=_idle_limit(district, person),
        now=now,
    )


def _idle_limit(district: District, person: Person) -> int:
    """Return after how long without use a seat locks; 0 never: the wall, and the demo, whose person has no password."""
    return 0 if person.password is None or person.roles == {Role.WALL} else district.idle_lock_ms


def _is_right(person: Person | None, password: str) -> bool:
    """Check a password; where there is none to check against, take as long all the same."""
    hasher = PasswordHasher()
    if len(password) > PASSWORD_MAX:
        return False
    if person is None or person.password is None or person.disabled_at is not None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(person.password, password)
    except (VerificationError, InvalidHashError):
        return False


def _refuse(database: Database, person: Person | None, login: str, origin: str) -> None:
    """Audit a failed attempt, count it, and lock the account at the fifth in a row."""

    def work(tx: Tx) -> None:
        locked = False
        if person is not None:
            failures = people.failed(tx, person.id)
            locked = failures >= FAILURES_MOST
            if locked:
                people.lock_until(tx, person.id, tx.now + LOCK_OUT_MS)
        object_id = person.id if person is not None else ""
        tx.audit("", "session.refused", object_id, {"login": login[:64], "from": origin, "locked_out": locked})

    database.write(work)


def _note_refused(database: Database, person_id: str, login: str, origin: str) -> None:
    """Audit an attempt on an account that is locked out: its password is not even looked at."""
    details = {"login": login[:64], "from": origin, "locked_out": True}
    database.write(lambda tx: tx.audit("", "session.refused", person_id, details))


def _lock(tx: Tx, key: str, person_id: str, origin: str) -> None:
    sessions.lock(tx, key)
    tx.audit(person_id, "session.lock", person_id, {"from": origin})


def _clock_time(district: District, at: Instant) -> str:
    return to_datetime(at, district.zone).strftime("%H:%M")
