"""The database on a PostgreSQL server: a connection per transaction, retried where that can help."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TypeVar

import psycopg
from sqlalchemy import URL, Connection, create_engine, exc

from services.domain.clock import Clock, Instant
from services.store import changes
from services.store.database import Database
from services.store.feed import Feed, Watcher
from services.store.prepared import driver
from services.store.problems import Busy, OutcomeUnknown, Unusable, is_connection_lost, may_run_again, problem_of
from services.store.tx import Tx, write_heads

if TYPE_CHECKING:
    from services.domain.ids import Ids
    from services.domain.rights import Scope
    from services.store.feed import Listener

T = TypeVar("T")

TRIES = 5
CHANNEL = "huying_changes"
POLL_S = 1.0
_OPTIONS = "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s -c timezone=UTC"
_NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
_SET = "set_config('app.person', %s, true), set_config('app.unit', %s, true), set_config('app.scope', %s, true)"
_WHO = f"{_NOW}, {_SET}"
PROGRAM = "*"
"""The scope of the program itself (the engine, intake, migrations of data): every row."""


def open_postgres(address: URL, clock: Clock | None, *, ids: Ids, migrate: bool, i_have_a_backup: bool) -> Database:
    """Connect to a PostgreSQL database, brought up to date first when `migrate`. `clock` replaces its own, for tests.

    Raises StoreProblem: database_busy (not reachable), newer_data, backup_needed.
    """
    address = address.set(drivername="postgresql+psycopg")
    try:
        if migrate:
            from services.store.migrate import upgrade_postgres  # noqa: PLC0415 - loads Alembic only when there is need

            upgrade_postgres(address, i_have_a_backup=i_have_a_backup)
        return PostgresDatabase(address, clock, ids)
    except exc.OperationalError as error:
        raise problem_of(error) or error from error


class PostgresDatabase(Database):
    """See `Database`."""

    engine_name: Literal["sqlite", "postgresql"] = "postgresql"

    def __init__(self, address: URL, clock: Clock | None, ids: Ids) -> None:
        self._address = address
        self._clock = clock
        self._ids = ids
        self._engine = create_engine(
            address,
            connect_args={"options": _OPTIONS, "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5},
            pool_size=16,
            max_overflow=16,
            pool_timeout=10,
            pool_recycle=1_800,
        )
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._watcher: Watcher | None = None
        self._feed = Feed(lambda after: self.read(lambda conn: changes.since(conn, after)), self.read(changes.last))

    def write(self, work: Callable[[Tx], T], *, scope: Scope | None = None) -> T:
        """See `Database.write`."""
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(work, scope)
            except exc.TimeoutError as error:
                raise Busy from error
            except (exc.DBAPIError, psycopg.Error) as error:
                again = may_run_again(error) or (is_connection_lost(error) and attempt == 1)
                if not again or attempt == TRIES:
                    _give_up(error)
                time.sleep(random.uniform(0.0, 0.005) * 2**attempt)  # noqa: S311 - spreads retries, guards nothing
        raise Busy

    def _once(self, work: Callable[[Tx], T], scope: Scope | None) -> T:
        with self._engine.connect() as conn:
            try:
                conn.begin()
                moment = _say_who(conn, scope)
                tx = Tx(conn, moment if self._clock is None else self._clock.now(), self._ids)
                result = work(tx)
                if tx.heads is not None:
                    write_heads(conn, tx.heads)
                if tx.changes:
                    driver(conn).execute("SELECT pg_notify(%s, '')", (CHANNEL,))
            except BaseException as error:
                self._undo(conn, error)
                raise
            try:
                conn.commit()
            except (exc.DBAPIError, psycopg.Error) as error:
                self._undo(conn, error)
                if is_connection_lost(error):
                    raise OutcomeUnknown from error
                raise
        self._feed.announce(tuple(tx.changes))
        return result

    def read(self, work: Callable[[Connection], T], *, scope: Scope | None = None) -> T:
        """See `Database.read`."""
        for attempt in (1, 2):
            try:
                return self._read_once(work, scope)
            except exc.TimeoutError as error:
                raise Busy from error
            except (exc.DBAPIError, psycopg.Error) as error:
                if not is_connection_lost(error) or attempt == 2:
                    _give_up(error)
        raise Busy

    def _read_once(self, work: Callable[[Connection], T], scope: Scope | None) -> T:
        with self._snapshots.connect() as conn:
            try:
                conn.begin()
                _say_who(conn, scope)
                return work(conn)
            except BaseException as error:
                self._undo(conn, error)
                raise

    def _undo(self, conn: Connection, error: BaseException) -> None:
        """Roll back. Where the server went away, every pooled connection went with it: the next ones are made anew."""
        if is_connection_lost(error):
            conn.invalidate()
            self._engine.dispose()
        elif conn.in_transaction():
            conn.rollback()

    def now(self) -> Instant:
        """See `Database.now`."""
        if self._clock is not None:
            return self._clock.now()
        return self.read(lambda conn: int(driver(conn).execute(_NOW).fetchone()[0]))

    def on_commit(self, listener: Listener) -> None:
        """See `Database.on_commit`."""
        self._feed.listen(listener)
        if self._watcher is None:
            self._watcher = Watcher(self._watch, self._wake)

    def _watch(self, stop: threading.Event) -> None:
        """Listen for NOTIFY, and look by itself every second all the same."""
        url = self._address.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as conn:
            conn.execute(f"LISTEN {CHANNEL}")
            self._feed.catch_up()
            while not stop.is_set():
                for _ in conn.notifies(timeout=POLL_S, stop_after=1):
                    pass
                if not stop.is_set():
                    self._feed.catch_up()

    def _wake(self) -> None:
        with self._engine.begin() as conn:
            driver(conn).execute("SELECT pg_notify(%s, '')", (CHANNEL,))

    def backup(self, target: Path) -> Path:
        """Refuse: a server is backed up with its own tools (pg_dump, base backup). Raises Unusable."""
        raise Unusable("backup_needed", path=target.name)

    def close(self) -> None:
        """See `Database.close`."""
        if self._watcher is not None:
            self._watcher.close()
        self._engine.dispose()


def _say_who(conn: Connection, scope: Scope | None) -> Instant:
    """Tell row-level security for whom this transaction is (forgotten at its end) and return the server's time."""
    who = (scope.person_id, scope.unit_id, scope.unit_path) if scope is not None else (PROGRAM, "", PROGRAM)
    return int(driver(conn).execute(_WHO, who).fetchone()[0])


def _give_up(error: exc.DBAPIError | psycopg.Error) -> NoReturn:
    problem = problem_of(error)
    if problem is None:
        raise error
    raise problem from error
