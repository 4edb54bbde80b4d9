"""Data of the first release is brought up to date whole: what was in it reads as before, and goes on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from services.desk import contacts_seal
from services.domain.cases import State
from services.domain.tiers import Tier
from services.store import audit_log, cases, contacts, migrate
from services.store.database import open_database
from services.store.sqlite import SqliteFile
from tests.fixtures.databases import START, CounterIds, ManualClock, PostgresServer
from tests.fixtures.desks import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

CASE = {
    "id": "case-1",
    "number": "PY2025112200001",
    "number_tail": "10000221152025YP",
    "mode": "live",
    "demo": False,
    "title": "道路积水",
    "text": "",
    "place": "大北路",
    "area_path": "440113",
    "category": "",
    "source": "phone",
    "call_kind": "",
    "request_kind": "",
    "proactive": False,
    "priority": 1,
    "state": "dispatched",
    "open": 1,
    "tier": 4,
    "answerable_id": "440113",
    "holder_id": "440113",
    "designated": False,
    "holder_since": START,
    "reported_at": START,
    "due_rule": "",
    "due_text": "",
    "due_confirmed": True,
    "supervised": "",
    "escalate_rule": "",
    "returns": 1,
    "extensions": 0,
    "flags": "",
    "version": 4,
    "updated_at": START,
}
"""A row with every column that the first release asked for."""

UNIT = {"id": "440113", "code": "440113", "name": "番禺区", "kind": "district", "path": "440113"}


CONTACT = {
    "id": "demo-440113",
    "unit_id": "440113",
    "slot": "指挥长",
    "person": "演示·番禺区带班领导",
    "order_of": 1,
    "channels": '{"phone": "80000001", "wecom": "demo:440113"}',
    "demo": True,
    "version": 1,
}
"""A contact with its addresses in the clear, in the order of the first release's columns."""


def first_release(folder: Path) -> Path:
    """Return the steps as the first release had them."""
    scripts = folder / "first"
    shutil.copytree(migrate.SCRIPTS, scripts)
    for later in (scripts / "versions").glob("*.py"):
        if later.name not in {"0001_first.py", "__init__.py"}:
            later.unlink()
    return scripts


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a database as the first release left it, with a unit and an open case."""
    scripts = first_release(tmp_path)
    if request.param == "sqlite":
        file = SqliteFile(tmp_path / "huying.sqlite")
        migrate.upgrade_sqlite(file, tmp_path / "none", START, scripts=scripts, head="0001")
        fill(f"sqlite:///{file.path}")
        yield f"sqlite:///{file.path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.admin() as conn:
        conn.execute("CREATE DATABASE huying_first_release")
    url = server.url("huying_first_release")
    migrate.upgrade_postgres(make_url(url), i_have_a_backup=True, scripts=scripts, head="0001")
    fill(url)
    yield url
    with server.admin() as conn:
        conn.execute("DROP DATABASE huying_first_release WITH (FORCE)")


def fill(url: str) -> None:
    """Write as the first release did."""
    address = make_url(url)
    sqlite = address.get_backend_name() == "sqlite"
    engine = SqliteFile(Path(address.database or "")).writer_engine() if sqlite else create_engine(address)
    rows = (("units", UNIT | {"initials": "pyq", "setting": "", "demo": False}), ("cases", CASE))
    with engine.connect() as conn:
        if sqlite:
            conn.exec_driver_sql("BEGIN IMMEDIATE")
        for table, row in rows:
            names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
            conn.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), row)  # noqa: S608 - our own names
        conn.execute(text(f"INSERT INTO contacts VALUES ({', '.join(f':{name}' for name in CONTACT)})"), CONTACT)  # noqa: S608 - our own names
        if sqlite:
            conn.exec_driver_sql("COMMIT")
        else:
            conn.commit()
    engine.dispose()


def test_an_open_case_of_the_first_release_goes_on(old_url: str, tmp_path: Path, fake_clock: ManualClock) -> None:
    database = open_database(old_url, fake_clock, ids=CounterIds(), data_dir=tmp_path, i_have_a_backup=True)
    try:
        case = database.read(lambda conn: cases.get(conn, "case-1"))
        assert case is not None
        assert (case.state, case.tier, case.returns, case.version) == (State.DISPATCHED, Tier.DISTRICT, 1, 4)
        assert case.is_open
        assert (case.children, case.suspensions, case.reworks, case.stopped_ms) == (0, 0, 0, 0)
        assert (case.merged_at, case.criterion_id, case.resolved) == (None, "", "")
    finally:
        database.close()


def test_addresses_that_stood_in_the_clear_are_sealed_at_the_first_loading(
    old_url: str, tmp_path: Path, fake_clock: ManualClock
) -> None:
    database = open_database(old_url, fake_clock, ids=CounterIds(), data_dir=tmp_path, i_have_a_backup=True)
    try:
        for _ in range(2):
            contacts_seal.seal(database, KEYS)
        found = database.read(lambda conn: contacts.get(conn, "demo-440113"))
        assert found is not None
        assert (found.slot, found.initials, found.removed_at) == ("district_leader", "yspyqdbld", None)
        assert database.read(lambda conn: contacts.opened(conn, KEYS, found.id)) == {
            "phone": "80000001",
            "wecom": "demo:440113",
        }
        plain = database.read(lambda conn: conn.execute(text("SELECT channels FROM contacts")).scalar_one())
        assert plain == "{}"
        actions = database.read(lambda conn: [link.action for link in audit_log.walk(conn)])
        assert actions.count("contacts.seal") == 1, "once, however often the district is loaded"
    finally:
        database.close()
