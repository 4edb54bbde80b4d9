"""The database in a SQLite file: one writer lane, readers on snapshots, a clock that never goes back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from sqlalchemy import Connection, bindparam, exc, func, select

from services.domain.clock import MINUTE_MS, Clock, Instant
from services.store import changes
from services.store import tables as t
from services.store.database import Database
from services.store.feed import Feed, Watcher
from services.store.lane import WriterLane
from services.store.prepared import Prepared, driver, upsert_of
from services.store.problems import Busy, problem_of
from services.store.sqlite import SqliteFile

if TYPE_CHECKING:
    from services.domain.ids import Ids
    from services.domain.rights import Scope
    from services.store.feed import Listener
    from services.store.tx import Tx

T = TypeVar("T")

LAST_NOW = "last_now"
LAST_NOW_EVERY_MS = MINUTE_MS
"""How often the time last seen is written down, at most (our rule); every audit link carries it as well."""

PACE_BEHIND = 0.9
"""While the wall clock is behind the time last seen (it was set back), time goes on at this pace by the monotonic clock
(our rule): timers do not stand still for as long as the clock was set back, and the wall catches up."""

WATCH_S = 0.1
"""How often the file is looked at for another process's commits."""

_READ_LAST_NOW = Prepared(select(t.settings.c.value).where(t.settings.c.key == LAST_NOW))
_LAST_LINK = Prepared(select(func.max(t.audit.c.at)))
_SEEN: dict[str, Any] = {"value": bindparam("value"), "updated_at": bindparam("at")}
_KEEP_LAST_NOW = upsert_of(t.settings, {"key": LAST_NOW, **_SEEN}, ["key"], _SEEN)


def open_sqlite(
    path: Path,
    clock: Clock,
    *,
    ids: Ids,
    data_dir: Path | None = None,
    migrate: bool = True,
    library: ModuleType | None = None,
) -> SqliteDatabase:
    """Open a SQLite file, made and brought up to date when `migrate`. `library` names another driver, for tests.

    Raises StoreProblem: read_only, disk_full, database_busy, network_share, not_a_database, newer_data.
    """
    file = SqliteFile(path, library)
    if migrate:
        from services.store.migrate import upgrade_sqlite  # noqa: PLC0415 - it loads Alembic only when there is need

        upgrade_sqlite(file, (data_dir or path.parent) / "backups", clock.now())
    return SqliteDatabase(file, clock, ids)


class SqliteDatabase(Database):
    """See `Database`."""

    engine_name: Literal["sqlite", "postgresql"] = "sqlite"

    def __init__(self, file: SqliteFile, clock: Clock, ids: Ids) -> None:
        self._file = file
        self._clock = clock
        self._now_lock = threading.Lock()
        self._from, self._since, self._kept = 0, clock.monotonic(), 0
        self._writer = file.writer_engine()
        with self._writer.connect() as conn:  # first of all, because it sets the journal, which no reader may hold
            pos = self._recall(conn)
        self._readers = file.reader_engine()
        self._feed = Feed(lambda after: self.read(lambda conn: changes.since(conn, after)), pos)
        self._watcher: Watcher | None = None
        self._lane = WriterLane(self._writer, ids, self._moment, self._feed.announce)

    @property
    def file(self) -> SqliteFile:
        """The file and the library it is opened with."""
        return self._file

    def _recall(self, conn: Connection) -> int:
        kept = _READ_LAST_NOW.one(conn, {})
        link = _LAST_LINK.one(conn, {})
        self._kept = int(kept[0]) if kept else 0
        self._from = max(self._kept, (link[0] if link else None) or 0)
        return changes.last(conn)

    def write(self, work: Callable[[Tx], T], *, scope: Scope | None = None) -> T:
        """See `Database.write`."""
        return self._lane.write(work)

    def read(self, work: Callable[[Connection], T], *, scope: Scope | None = None) -> T:
        """See `Database.read`. Under the TRUNCATE journal each statement is a snapshot of its own, to be short."""
        try:
            with self._readers.connect() as conn, self._snapshot(conn):
                return work(conn)
        except exc.TimeoutError as error:
            raise Busy from error
        except (exc.DBAPIError, self._file.library.Error) as error:
            problem = problem_of(error)
            if problem is None:
                raise
            raise problem from error

    @contextmanager
    def _snapshot(self, conn: Connection) -> Iterator[None]:
        if not self._file.wal:
            yield
            return
        raw = driver(conn)
        raw.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(self._file.library.Error):
                raw.execute("ROLLBACK")

    def now(self) -> Instant:
        """See `Database.now`."""
        with self._now_lock:
            return self._tick()

    def _tick(self, at_least: Instant = 0) -> Instant:
        """Return the later of the wall clock and the time last seen, carried on at `PACE_BEHIND`; never goes back."""
        since = self._clock.monotonic()
        carried = self._from + int(max(0.0, since - self._since) * 1000 * PACE_BEHIND)
        ahead = max(self._clock.now(), at_least)
        if ahead >= carried:
            self._from, self._since = ahead, since
        return max(ahead, carried)

    def _moment(self, conn: Connection, last_link: Instant) -> Instant:
        """Return the time of a transaction, never before the last link, and write it down now and then."""
        with self._now_lock:
            now = self._tick(last_link)
        if now - self._kept >= LAST_NOW_EVERY_MS:
            _KEEP_LAST_NOW.run(conn, {"value": str(now), "at": now})
            self._kept = now
        return now

    def on_commit(self, listener: Listener) -> None:
        """See `Database.on_commit`."""
        self._feed.listen(listener)
        if self._watcher is None:
            self._watcher = Watcher(self._watch)

    def _watch(self, stop: threading.Event) -> None:
        raw = self._file.connect(reader=True)
        try:
            seen = 0
            while not stop.is_set():
                (version,) = raw.execute("PRAGMA data_version").fetchone()
                if version != seen:
                    seen = version
                    self._feed.catch_up()
                stop.wait(WATCH_S)
        finally:
            raw.close()

    def backup(self, target: Path) -> Path:
        """Write a consistent copy to a new file (VACUUM INTO) and return it. Raises StoreProblem."""
        return self._file.copy_to(target)

    def close(self) -> None:
        """See `Database.close`."""
        if self._watcher is not None:
            self._watcher.close()
        self._lane.close()
        self._readers.dispose()
        self._writer.dispose()
