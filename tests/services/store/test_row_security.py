"""The second wall on PostgreSQL, tested as a login that owns nothing: the test server's own is a superuser."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url, text

from services.domain.cases import Case
from services.domain.contacts import Contact
from services.domain.rights import Scope
from services.store import audit_log, cases, contacts, notices
from services.store.database import Database, open_database
from services.store.search import search
from services.store.visibility import may_see, may_see_ever
from tests.fixtures.cases import (
    DEPARTMENT,
    DISTRICT_SCOPE,
    OTHER_GRID,
    OTHER_GRID_PATH,
    STREET,
    STREET_PATH,
    case,
    put_in,
    scope,
    seed_units,
)
from tests.fixtures.databases import CounterIds, ManualClock, PostgresServer
from tests.fixtures.desks import KEYS

LOGIN = "huying_test_hub"
TABLES = ("cases", "case_parties", "case_events", "custody", "case_search", "personal", "attachments")


@pytest.fixture
def hub_url(postgres_server: PostgresServer, postgres_url: str) -> str:
    """Return the database's URL for a login that is only a member of the hub's role."""
    with postgres_server.admin() as conn:
        if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (LOGIN,)).fetchone():
            conn.execute(f"CREATE ROLE {LOGIN} LOGIN IN ROLE huying_hub")
    return make_url(postgres_url).set(username=LOGIN).render_as_string(hide_password=False)


@pytest.fixture
def walled(hub_url: str, fake_clock: ManualClock) -> Iterator[tuple[Database, Case, Case]]:
    """Return the database opened as that login, with a case in one street and one in the other."""
    ids = CounterIds()
    database = open_database(hub_url, fake_clock, ids=ids, database_clock=False)
    seed_units(database)
    elsewhere = {"area_id": OTHER_GRID, "area_path": OTHER_GRID_PATH}
    made = [case(ids), case(ids, **elsewhere, answerable_id=OTHER_GRID, holder_id=DEPARTMENT)]
    first, second = database.write(lambda tx: [put_in(tx, item) for item in made])
    for item in (first, second):
        database.write(lambda tx, c=item: cases.add_event(tx, c, "note", DISTRICT_SCOPE, text="备注"))  # type: ignore[misc]
    yield database, first, second
    database.close()


@pytest.mark.usefixtures("walled")
def test_without_saying_who_there_is_nothing(hub_url: str) -> None:
    with psycopg.connect(make_url(hub_url).set(drivername="postgresql").render_as_string(hide_password=False)) as conn:
        for table in TABLES:
            assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - our own names
        with pytest.raises(psycopg.Error, match="row-level security"):
            conn.execute("INSERT INTO case_parties (case_id, unit_id, role, since) VALUES ('x', 'y', 'holder', 0)")


def test_one_sees_ones_area_and_parts_even_without_the_hubs_predicate(walled: tuple[Database, Case, Case]) -> None:
    database, first, second = walled

    def sees(who: Scope | None) -> set[str]:
        return {row[0] for row in database.read(lambda conn: conn.execute(text("SELECT id FROM cases")), scope=who)}

    def events(who: Scope) -> int:
        count = text("SELECT count(*) FROM case_events")
        return int(database.read(lambda conn: conn.execute(count).scalar_one(), scope=who))

    assert sees(None) == sees(DISTRICT_SCOPE) == {first.id, second.id}
    assert sees(scope(STREET, STREET_PATH)) == {first.id}
    assert sees(scope(DEPARTMENT)) == {second.id}
    assert sees(scope("dept-roads")) == set()
    assert sees(scope("", "")) == set()
    assert (events(DISTRICT_SCOPE), events(scope(STREET, STREET_PATH)), events(scope("dept-roads"))) == (2, 1, 0)


def test_the_hubs_work_goes_on_behind_the_wall(walled: tuple[Database, Case, Case]) -> None:
    database, first, second = walled
    mine = scope(STREET, STREET_PATH)
    board = database.read(lambda conn: cases.board(conn, may_see(mine), 9), scope=mine)
    assert [row[0] for row in board[0]] == [first.id]
    assert len(database.read(lambda conn: search(conn, "积水", mine), scope=mine).rows) == 1
    assert database.read(lambda conn: cases.rows(conn, [second.id], may_see_ever(mine)), scope=mine) == []
    assert database.read(audit_log.verify).ok


def test_the_hubs_login_deletes_nothing_and_alters_no_history(walled: tuple[Database, Case, Case]) -> None:
    database, _, _ = walled
    for statement in (
        "DELETE FROM cases",
        "UPDATE audit SET actor = 'x'",
        "UPDATE case_events SET text = 'x'",
        "TRUNCATE audit",
        "ALTER TABLE cases DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "UPDATE alembic_version SET version_num = '0'",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"):
            database.write(lambda tx, s=statement: tx.conn.execute(text(s)))  # type: ignore[misc]


def test_a_notice_is_its_unit_s_and_the_program_s(walled: tuple[Database, Case, Case]) -> None:
    database, first, _ = walled
    engine = scope(STREET, STREET_PATH)
    told = notices.Notice(
        pos=0, at=0, unit_id=DEPARTMENT, role="", kind="escalated", case_id=first.id, rule="R1", text="升级"
    )
    kept = database.write(lambda tx: notices.add(tx, told), scope=engine)
    for who, there in ((None, True), (scope(DEPARTMENT), True), (engine, False), (DISTRICT_SCOPE, False)):
        found = database.read(lambda conn: notices.get(conn, kept.pos), scope=who)
        assert (found is not None) is there
    assert not database.write(lambda tx: notices.seen(tx, kept.pos, "x"), scope=engine)
    assert database.write(lambda tx: notices.seen(tx, kept.pos, "y"), scope=scope(DEPARTMENT))


def test_addresses_of_contacts_are_seen_with_the_area_of_their_unit(hub_url: str, fake_clock: ManualClock) -> None:
    database = open_database(hub_url, fake_clock, ids=CounterIds(), database_clock=False)
    seed_units(database)
    for number, unit_id in enumerate((STREET, OTHER_GRID, DEPARTMENT)):
        made = Contact(id=f"c{number}", unit_id=unit_id, slot="duty", person="某人")
        database.write(lambda tx, c=made: contacts.insert(tx, c), scope=DISTRICT_SCOPE)  # type: ignore[misc]
        address = {"sms": f"1390000111{number}"}
        database.write(lambda tx, c=made, a=address: contacts.put_addresses(tx, KEYS, c.id, a), scope=DISTRICT_SCOPE)  # type: ignore[misc]

    def sees(who: Scope | None) -> set[str]:
        query = text("SELECT contact_id FROM contact_channels")
        return {row[0] for row in database.read(lambda conn: list(conn.execute(query)), scope=who)}

    assert sees(None) == sees(DISTRICT_SCOPE) == {"c0", "c1", "c2"}
    assert sees(scope(STREET, STREET_PATH)) == {"c0"}
    assert sees(scope(DEPARTMENT)) == {"c2"}
    assert sees(scope("", "")) == set()
    mine = scope(STREET, STREET_PATH)
    assert database.read(lambda conn: contacts.opened(conn, KEYS, "c1"), scope=mine) == {}
    database.write(lambda tx: contacts.put_addresses(tx, KEYS, "c0", {"sms": ""}), scope=mine)
    assert sees(mine) == {"c0"}
    database.close()
