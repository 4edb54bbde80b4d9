from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text

from services.domain.problems import Refusal
from services.store import audit_log, cases, changes, settings
from services.store.database import ChangeRow, Database, Tx, open_database
from services.store.sqlite import SqliteFile, is_wal_safe, mount_kind
from services.store.sqlite_database import SqliteDatabase, open_sqlite
from tests.fixtures.cases import case, put_in, seed_units
from tests.fixtures.databases import START, CounterIds, ManualClock

T = TypeVar("T")


def _link(tx: Tx, name: str = "note") -> int:
    return tx.audit("p1", name, "c1", {"text": "备注"})


def test_numbers_are_drawn_in_order_and_given_back_by_a_refusal(database: Database) -> None:
    def refused(tx: Tx) -> None:
        tx.draw("numbers:20251122")
        _link(tx)
        tx.change("case", "c1", 1)
        raise Refusal("no_right", action="派单", roles="坐席")

    assert database.write(lambda tx: tx.draw("numbers:20251122")) == 1
    with pytest.raises(Refusal, match="no_right"):
        database.write(refused)
    assert database.write(lambda tx: (tx.draw("numbers:20251122"), _link(tx), tx.change("case", "c1", 1))) == (2, 1, 1)
    assert database.read(changes.last) == 1
    assert database.read(changes.first) == 1
    assert database.read(audit_log.verify).ok


def test_eight_writers_at_once_lose_and_repeat_nothing(database: Database, ids: CounterIds) -> None:
    seed_units(database)
    item = database.write(lambda tx: put_in(tx, case(ids)))

    def work(tx: Tx) -> int:
        _link(tx)
        found = tx.draw("numbers:x")
        tx.change("case", item.id, found)
        if found % 5 == 0:
            raise Refusal("stale")
        return found

    def one(_: int) -> int | None:
        try:
            return database.write(work)
        except Refusal:
            return None

    heard: list[int] = []
    database.on_commit(lambda rows: heard.extend(row.pos for row in rows))
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(one, range(80)))
    drawn = [value for value in got if value is not None]
    assert sorted(drawn) == list(range(1, len(drawn) + 1))
    last = database.read(changes.last)
    assert last == len(drawn) + 1
    assert heard == list(range(2, last + 1))
    verdict = database.read(audit_log.verify)
    assert verdict.ok
    assert verdict.links == len(drawn) + 1


def test_one_refused_work_undoes_nothing_of_its_neighbours(sqlite_url: str, fake_clock: ManualClock) -> None:
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    entered, gate = threading.Event(), threading.Event()

    def slow(tx: Tx) -> str:
        entered.set()
        gate.wait(60)
        settings.put(tx, "a", "1")
        return "a"

    def refused(tx: Tx) -> str:
        settings.put(tx, "b", "1")
        raise Refusal("stale")

    def good(tx: Tx) -> str:
        settings.put(tx, "c", settings.get(tx.conn, "b", "unset"))
        return "c"

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(database.write, slow)
        assert entered.wait(60)
        second, third = pool.submit(database.write, refused), pool.submit(database.write, good)
        gate.set()
        assert first.result() == "a"
        assert third.result() == "c"
        with pytest.raises(Refusal, match="stale"):
            second.result()
    kept = database.read(settings.every)
    assert kept["a"] == "1"
    assert "b" not in kept
    assert kept["c"] == "unset"
    database.close()


def test_a_write_in_a_write_is_a_mistake_said_at_once(sqlite_url: str, fake_clock: ManualClock) -> None:
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    with pytest.raises(RuntimeError, match="pass the transaction on"):
        database.write(lambda _: database.write(_link))
    assert database.write(_link) == 1
    database.close()
    with pytest.raises(Refusal, match="database_busy"):
        database.write(_link)


def test_a_reader_keeps_its_snapshot_and_cannot_write(database: Database) -> None:
    def work(tx: Tx) -> None:
        settings.put(tx, "profile", "panyu")

    def look(conn: object) -> tuple[str, str]:
        before = settings.get(conn, "profile", "none")  # type: ignore[arg-type]
        database.write(work)
        return before, settings.get(conn, "profile", "none")  # type: ignore[arg-type]

    assert database.read(look) == ("none", "none")
    assert database.read(lambda conn: settings.get(conn, "profile")) == "panyu"
    with pytest.raises(Refusal, match="read_only"):
        database.read(lambda conn: conn.execute(text("UPDATE settings SET value = 'x'")))


def test_time_never_goes_back_and_is_remembered(sqlite_url: str, fake_clock: ManualClock) -> None:
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    fake_clock.advance(3_600_000)
    database.write(_link)
    fake_clock.at -= 7_200_000
    assert database.now() == START + 3_600_000
    assert database.write(lambda tx: tx.now) == START + 3_600_000
    database.close()
    again = open_database(sqlite_url, fake_clock, ids=CounterIds())
    assert again.now() == START + 3_600_000
    fake_clock.advance(60_000)
    assert again.now() == START + 3_600_000 + 54_000, "a clock that was set back does not stop the time"
    for _ in range(1000):
        fake_clock.advance(1)
        again.now()
    assert again.now() == START + 3_600_000 + 54_900, "however often it is asked"
    fake_clock.at += 7_300_000
    assert again.now() == fake_clock.now()
    again.close()


def test_postgresql_asks_its_own_clock(postgres_url: str, fake_clock: ManualClock) -> None:
    database = open_database(postgres_url, fake_clock, ids=CounterIds())
    assert database.now() > START + 86_400_000
    assert database.write(lambda tx: tx.now) > START + 86_400_000
    database.close()


def test_another_process_is_heard_in_order_and_once(database_url: str, fake_clock: ManualClock) -> None:
    mine = open_database(database_url, fake_clock, ids=CounterIds(), database_clock=False)
    other = open_database(database_url, fake_clock, ids=CounterIds(), database_clock=False)
    heard: list[ChangeRow] = []
    enough = threading.Event()

    def listen(rows: tuple[ChangeRow, ...]) -> None:
        heard.extend(rows)
        if len(heard) >= 20:
            enough.set()

    mine.on_commit(listen)
    for number in range(10):
        other.write(lambda tx, n=number: tx.change("case", f"o{n}", 1, areas=["a", "a"], parties=["u", "v"]))  # type: ignore[misc]
        mine.write(lambda tx, n=number: tx.change("case", f"m{n}", 1, command_id="k"))  # type: ignore[misc]
    assert enough.wait(60)
    mine.close()
    other.close()
    assert [row.pos for row in heard] == list(range(1, 21))
    assert heard[0].areas == ("a",)
    assert heard[0].parties == ("u", "v")
    assert heard[1].command_id == "k"


def test_a_listener_that_fails_is_logged_and_the_others_hear(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[int] = []

    def bad(_: tuple[ChangeRow, ...]) -> None:
        raise ValueError("no")

    database.on_commit(bad)
    database.on_commit(lambda rows: heard.extend(row.pos for row in rows))
    with caplog.at_level("ERROR"):
        database.write(lambda tx: tx.change("case", "c1", 1))
    assert heard == [1]


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 4), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_wal_only_on_fixed_versions(version: tuple[int, ...], safe: bool) -> None:
    assert is_wal_safe(version) is safe


def test_an_older_library_gets_the_other_journal(tmp_path: Path, fake_clock: ManualClock) -> None:
    path = tmp_path / "old.sqlite"
    database = open_sqlite(path, fake_clock, ids=CounterIds(), library=sqlite3)
    assert database.file.wal is is_wal_safe(sqlite3.sqlite_version_info)
    database.write(_link)
    expected = "wal" if database.file.wal else "truncate"
    raw = database.file.connect()
    assert raw.execute("PRAGMA journal_mode").fetchone()[0] == expected
    raw.close()
    seed_units(database)
    assert database.read(audit_log.verify).ok
    database.close()


def test_the_files_settings_protect_it(sqlite_url: str, fake_clock: ManualClock) -> None:
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    assert isinstance(database, SqliteDatabase)
    raw = database.file.connect()
    found = {
        name: raw.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("synchronous", "foreign_keys", "trusted_schema", "journal_mode")
    }
    raw.close()
    assert found == {
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "journal_mode": "wal" if database.file.wal else "truncate",
    }
    database.close()


def test_network_shares_are_named_and_refused() -> None:
    mounts = [
        "/dev/vda1 / ext4 rw 0 0",
        "server:/data /mnt/nas nfs4 rw 0 0",
        "tmpfs /mnt/nas/local tmpfs rw 0 0",
        "//nas/x /mnt/my\\040disk cifs rw 0 0",
    ]
    assert mount_kind(Path("/home/x.sqlite"), mounts) == "ext4"
    assert mount_kind(Path("/mnt/nas/x.sqlite"), mounts) == "nfs4"
    assert mount_kind(Path("/mnt/nas/local/x.sqlite"), mounts) == "tmpfs"
    assert mount_kind(Path("/mnt/my disk/x.sqlite"), mounts) == "cifs"
    with pytest.raises(Refusal, match="network_share"):
        SqliteFile(Path("//server/share/huying.sqlite"))


def test_a_rerun_after_a_taken_key_sees_it(postgres_url: str, fake_clock: ManualClock) -> None:
    """Two hubs take the same source number at once: the second finds the first one's case."""
    first = open_database(postgres_url, fake_clock, ids=CounterIds(), database_clock=False)
    second = open_database(postgres_url, fake_clock, ids=CounterIds(), database_clock=False)
    seed_units(first)
    entered, gate = threading.Event(), threading.Event()

    def take(pause: bool, case_ids: CounterIds) -> Callable[[Tx], str]:
        def work(tx: Tx) -> str:
            found = cases.by_source(tx.conn, "12345", "A-1")
            if found is not None:
                return found.id
            if pause:
                entered.set()
                gate.wait(60)
            return put_in(tx, case(case_ids, source="12345", source_number="A-1")).id

        return work

    other = CounterIds()
    other.new()
    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(first.write, take(True, CounterIds()))
        assert entered.wait(60)
        taken = second.write(take(False, other))
        gate.set()
        assert late.result() == taken
    assert first.read(audit_log.verify).ok
    first.close()
    second.close()
