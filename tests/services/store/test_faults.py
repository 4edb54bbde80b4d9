"""A full disk, a read-only one, a file somebody else holds: one sentence, nothing half-written, and on it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from services.domain.ids import Ids
from services.domain.problems import Refusal
from services.store import audit_log, cases, settings, sqlite
from services.store.database import Database, Tx, open_database
from services.store.prepared import driver
from services.store.sqlite import SqliteFile
from services.store.sqlite_database import SqliteDatabase
from services.store.visibility import may_see
from tests.fixtures.cases import DISTRICT_SCOPE, case, put_in, seed_units
from tests.fixtures.databases import CounterIds, ManualClock

ROOT = Path(__file__).resolve().parents[3]


def _count(database: Database) -> int:
    return database.read(lambda conn: cases.board(conn, may_see(DISTRICT_SCOPE), 100_000))[1]


def _sound(database: SqliteDatabase) -> bool:
    raw = database.file.connect(reader=True)
    found = raw.execute("PRAGMA integrity_check").fetchone()
    raw.close()
    return found == ("ok",) and database.read(audit_log.verify).ok


def _fill_up(database: Database, ids: Ids) -> tuple[int, str]:
    """Report cases until one is refused; return how many were kept and why the next was not."""
    kept = 0
    while kept < 5_000:
        try:
            database.write(lambda tx: put_in(tx, case(ids, text="积水" * 2_000)))
        except Refusal as refusal:
            return kept, refusal.problem.code
        kept += 1
    return kept, "never full"


def _allow(database: Database, pages: int) -> None:
    database.write(lambda tx: tx.conn.execute(text(f"PRAGMA max_page_count={pages}")).close())


@pytest.fixture
def small(sqlite_url: str, fake_clock: ManualClock) -> Iterator[SqliteDatabase]:
    """Return a database whose file may not grow much, as on a disk that is nearly full."""
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    assert isinstance(database, SqliteDatabase)
    seed_units(database)
    _allow(database, 300)
    yield database
    database.close()


def test_a_full_file_refuses_keeps_what_it_has_and_goes_on(small: SqliteDatabase) -> None:
    ids = CounterIds()
    kept, code = _fill_up(small, ids)
    assert code == "disk_full"
    assert kept > 3
    assert _count(small) == kept
    assert _sound(small)
    with pytest.raises(Refusal, match="disk_full"):
        small.write(lambda tx: put_in(tx, case(ids, text="积水" * 2_000)))
    _allow(small, 4_000)
    small.write(lambda tx: put_in(tx, case(ids, text="积水" * 2_000)))
    assert _count(small) == kept + 1
    assert _sound(small)


def test_in_a_group_only_the_work_that_did_not_fit_is_refused(small: SqliteDatabase) -> None:
    ids = CounterIds()
    entered, gate = threading.Event(), threading.Event()

    def waiting(tx: Tx) -> str:
        entered.set()
        gate.wait(60)
        settings.put(tx, "first", "1")
        return "first"

    def huge(tx: Tx) -> None:
        for _ in range(400):
            put_in(tx, case(ids, text="积水" * 4_000))

    def little(tx: Tx) -> str:
        settings.put(tx, "last", "1")
        return "last"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(small.write, waiting)
        assert entered.wait(60)
        second, third = pool.submit(small.write, huge), pool.submit(small.write, little)
        gate.set()
        assert (first.result(), third.result()) == ("first", "last")
        with pytest.raises(Refusal, match="disk_full"):
            second.result()
    assert _count(small) == 0
    kept = small.read(settings.every)
    assert (kept["first"], kept["last"]) == ("1", "1")
    assert _sound(small)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a real disk of 3 MB, where the machine lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no right to mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_real_full_disk(tiny_disk: Path, fake_clock: ManualClock) -> None:
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(bytes(600_000))
    ids = CounterIds()
    database = open_database(f"sqlite:///{tiny_disk / 'huying.sqlite'}", fake_clock, ids=ids)
    assert isinstance(database, SqliteDatabase)
    seed_units(database)
    kept, code = _fill_up(database, ids)
    assert code == "disk_full"
    assert kept > 3
    assert _count(database) == kept
    ballast.unlink()
    database.write(lambda tx: put_in(tx, case(ids)))
    assert _count(database) == kept + 1
    assert _sound(database)
    database.close()


def test_a_file_that_turns_read_only(sqlite_url: str, fake_clock: ManualClock) -> None:
    ids = CounterIds()
    database = open_database(sqlite_url, fake_clock, ids=ids)
    assert isinstance(database, SqliteDatabase)
    seed_units(database)

    def turn(to: str) -> None:
        with database._writer.connect() as conn:
            driver(conn).execute(f"PRAGMA query_only={to}")

    turn("ON")
    with pytest.raises(Refusal, match="read_only"):
        database.write(lambda tx: put_in(tx, case(ids)))
    turn("OFF")
    database.write(lambda tx: put_in(tx, case(ids)))
    assert _count(database) == 1
    assert _sound(database)
    database.close()


def test_a_folder_that_cannot_be_written_is_said_at_the_start(fake_clock: ManualClock, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal, match="read_only"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'huying.sqlite'}", fake_clock, ids=CounterIds())


def test_a_file_that_somebody_else_holds_is_busy_and_then_free(
    sqlite_url: str, fake_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_MS", 30)
    ids = CounterIds()
    database = open_database(sqlite_url, fake_clock, ids=ids)
    seed_units(database)
    other = SqliteFile(Path(make_url(sqlite_url).database or "")).connect()
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Refusal, match="database_busy"):
        database.write(lambda tx: put_in(tx, case(ids)))
    assert _count(database) == 0
    other.execute("ROLLBACK")
    other.close()
    database.write(lambda tx: put_in(tx, case(ids)))
    assert _count(database) == 1
    database.close()


_VICTIM = """
import sys
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.store.database import open_database
from tests.fixtures.cases import case, put_in

ids = TimeIds(SystemClock())
database = open_database(sys.argv[1], SystemClock(), ids=ids)
for number in range(100_000):
    made = case(ids, number=f"{sys.argv[2]}-{number}", text="积水" * 50)
    database.write(lambda tx: put_in(tx, made))
    print(made.id, flush=True)
"""


@pytest.mark.parametrize("journal", ["best", "truncate"])
def test_what_was_acknowledged_survives_a_kill(sqlite_url: str, fake_clock: ManualClock, journal: str) -> None:
    """Killed three times while it writes: each acknowledged case is there, the file and the chain are whole."""
    before = open_database(sqlite_url, fake_clock, ids=CounterIds())
    seed_units(before)
    before.close()
    script = _VICTIM if journal == "best" else "import sys\nsys.modules['pysqlite3'] = None\n" + _VICTIM
    acknowledged: list[str] = []
    for round_ in range(3):
        command = [sys.executable, "-c", script, sqlite_url, f"K{round_}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as victim:
            assert victim.stdout is not None
            acknowledged += [victim.stdout.readline().strip() for _ in range(17 + 5 * round_)]
            victim.kill()
            acknowledged += [line.strip() for line in victim.stdout if len(line) == 33]
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    assert isinstance(database, SqliteDatabase)
    missing = [item for item in acknowledged if database.read(lambda conn, i=item: cases.get(conn, i)) is None]  # type: ignore[misc]
    assert missing == []
    assert _count(database) - len(acknowledged) in range(4)  # at most the one under way at each kill
    assert _sound(database)
    database.close()


def test_a_server_that_drops_the_connection_is_found_again(
    postgres_url: str, fake_clock: ManualClock, ids: Ids
) -> None:
    database = open_database(postgres_url, fake_clock, ids=ids, database_clock=False)
    seed_units(database)
    other = open_database(postgres_url, fake_clock, ids=ids, database_clock=False)
    kill = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database()")  # fmt: skip
    other.write(lambda tx: tx.conn.execute(kill).fetchall())
    database.write(lambda tx: put_in(tx, case(ids)))
    other.write(lambda tx: tx.conn.execute(kill).fetchall())
    assert _count(database) == 1
    database.close()
    other.close()
