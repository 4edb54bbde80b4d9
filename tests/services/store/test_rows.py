from __future__ import annotations

import msgspec
import pytest

from services.domain.problems import Refusal
from services.domain.rights import Role
from services.domain.tiers import Tier
from services.store import commands, people, sessions, settings, timers, units
from services.store.database import Database
from services.store.people import Person
from services.store.sessions import StoredSession
from tests.fixtures.cases import DEPARTMENT, DISTRICT, GRID, UNITS, seed_units
from tests.fixtures.databases import START, ManualClock

PERSON = Person(
    id="p1", login="wangmin", name="王敏", unit_id=DISTRICT, roles=frozenset({Role.OPERATOR, Role.SUPERVISOR})
)


def test_timers_are_claimed_once_and_done_once(database: Database, fake_clock: ManualClock) -> None:
    first = database.write(lambda tx: timers.arm(tx, "escalate", "c1", START + 10, rule="r1", policy={"wait_ms": 10}))
    database.write(lambda tx: timers.arm(tx, "escalate", "c2", START + 99_000, rule="r1"))
    assert database.write(lambda tx: timers.claim_due(tx, "w1", 1_000, 9)) == []
    assert database.read(timers.next_due) == START + 10
    fake_clock.advance(15)
    (timer,) = database.write(lambda tx: timers.claim_due(tx, "w1", 1_000, 9))
    assert (timer.id, timer.object_id, timer.policy) == (first, "c1", {"wait_ms": 10})
    assert database.write(lambda tx: timers.claim_due(tx, "w2", 1_000, 9)) == []
    fake_clock.advance(1_000)
    assert len(database.write(lambda tx: timers.claim_due(tx, "w2", 1_000, 9))) == 1  # w1 is gone
    assert database.write(lambda tx: timers.done(tx, first, 1_005))
    assert not database.write(lambda tx: timers.done(tx, first, 1_005))
    assert database.read(timers.count_armed) == 1


def test_a_cancelled_timer_does_nothing(database: Database, fake_clock: ManualClock) -> None:
    escalate = database.write(lambda tx: timers.arm(tx, "escalate", "c1", START, rule="r1"))
    database.write(lambda tx: timers.arm(tx, "remind", "c1", START, rule="r2"))
    assert [timer.kind for timer in database.read(lambda conn: timers.armed_for(conn, "c1"))] != []
    assert database.write(lambda tx: timers.cancel(tx, "c1", "escalate")) == 1
    assert not database.write(lambda tx: timers.done(tx, escalate, 0))
    assert database.write(lambda tx: timers.cancel(tx, "c1")) == 1
    assert database.read(lambda conn: timers.armed_for(conn, "c1")) == []
    fake_clock.advance(5)
    assert database.write(lambda tx: timers.claim_due(tx, "w", 1, 9)) == []


def test_people_are_kept_with_their_roles_and_versions(database: Database) -> None:
    seed_units(database)
    database.write(lambda tx: people.add(tx, PERSON))
    assert database.read(lambda conn: people.get(conn, "p1")) == PERSON
    assert database.read(lambda conn: people.by_login(conn, "wangmin")) == PERSON
    with pytest.raises(Refusal, match="field_bad"):
        database.write(lambda tx: people.add(tx, msgspec.structs.replace(PERSON, id="p2")))
    moved = msgspec.structs.replace(PERSON, roles=frozenset({Role.COMMANDER}), version=2)
    database.write(lambda tx: people.save(tx, PERSON, moved))
    with pytest.raises(Refusal, match="stale"):
        database.write(lambda tx: people.save(tx, PERSON, moved))
    assert database.read(people.every) == [moved]
    assert database.read(people.count) == 1
    assert [database.write(lambda tx: people.failed(tx, "p1")) for _ in range(3)] == [1, 2, 3]
    database.write(lambda tx: people.lock_until(tx, "p1", START + 1))
    locked = database.read(lambda conn: people.get(conn, "p1"))
    assert locked is not None
    assert (locked.failures, locked.locked_until) == (0, START + 1)
    database.write(lambda tx: people.clear_failures(tx, "p1"))
    assert database.read(lambda conn: people.get(conn, "p1")) == moved


def test_a_session_is_known_by_the_hash_of_its_token(database: Database, fake_clock: ManualClock) -> None:
    seed_units(database)
    database.write(lambda tx: people.add(tx, PERSON))
    token = sessions.hash_of("secret")
    opened = StoredSession(
        token_hash=token, person_id="p1", origin="seat 5", opened_at=START, used_at=START, expires_at=START + 9
    )
    database.write(lambda tx: sessions.add(tx, opened))
    assert database.read(lambda conn: sessions.get(conn, token)) == opened
    assert database.read(lambda conn: sessions.get(conn, "secret")) is None
    fake_clock.advance(5)
    database.write(lambda tx: sessions.touch(tx, token))
    database.write(lambda tx: sessions.lock(tx, token))
    locked = database.read(lambda conn: sessions.get(conn, token))
    assert locked is not None
    assert (locked.used_at, locked.locked_at) == (START + 5, START + 5)
    database.write(lambda tx: sessions.unlock(tx, token))
    assert database.write(lambda tx: sessions.end_all(tx, "p1")) == 1
    database.write(lambda tx: sessions.end(tx, token))
    ended = database.read(lambda conn: sessions.get(conn, token))
    assert ended is not None
    assert (ended.locked_at, ended.ended_at) == (None, START + 5)


def test_a_command_keeps_its_first_answer(database: Database) -> None:
    database.write(lambda tx: commands.add(tx, "k1", "p1", "accept", 200, b'{"a":1}'))
    kept = database.read(lambda conn: commands.get(conn, "k1"))
    assert kept is not None
    assert (kept.status, kept.answer, kept.at) == (200, b'{"a":1}', START)
    assert database.read(lambda conn: commands.get(conn, "k2")) is None


def test_units_and_outlines(database: Database) -> None:
    seed_units(database)
    assert set(database.read(units.every)) == set(UNITS)
    renamed = msgspec.structs.replace(UNITS[0], name="番禺", lon=113.38, lat=22.94)
    database.write(lambda tx: units.put(tx, [renamed]))
    assert database.read(lambda conn: units.get(conn, DISTRICT)) == renamed
    found = database.read(lambda conn: units.get(conn, DEPARTMENT))
    assert found is not None
    assert found.tier is None
    grid = database.read(lambda conn: units.get(conn, GRID))
    assert grid is not None
    assert grid.tier is Tier.GRID
    assert database.read(lambda conn: units.get(conn, "none")) is None
    database.write(lambda tx: units.put_boundaries(tx, [(DISTRICT, b"\x01wkb"), (GRID, b"\x02")], "drawn"))
    database.write(lambda tx: units.put_boundaries(tx, [(DISTRICT, b"\x03")], "a.geojson wgs84"))
    outlines = {outline.unit_id: outline for outline in database.read(units.boundaries)}
    assert outlines[DISTRICT].geometry == b"\x03"
    assert outlines[DISTRICT].origin == "a.geojson wgs84"
    assert outlines[GRID].origin == "drawn"


def test_settings(database: Database) -> None:
    assert database.read(lambda conn: settings.get(conn, "demo", "no")) == "no"
    database.write(lambda tx: settings.put(tx, "demo", "yes"))
    database.write(lambda tx: settings.put(tx, "demo", "1"))
    assert database.read(lambda conn: settings.get(conn, "demo")) == "1"
    assert database.read(settings.every)["demo"] == "1"
