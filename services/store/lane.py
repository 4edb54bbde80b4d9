"""The one lane through which everything is written to SQLite: a thread that groups waiting works into one commit.

A commit costs a disk flush whatever it holds. Works that wait while one is running share the next commit, each in a
savepoint of its own, so that one refusal undoes nothing of another. Nobody is answered before the commit stands.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from services.domain.clock import Instant
from services.domain.ids import Ids
from services.store.prepared import driver
from services.store.problems import Busy, problem_of
from services.store.tx import ChangeRow, Heads, Tx, lock_heads, write_heads

T = TypeVar("T")

GROUP_MOST = 64
GROUP_S = 0.010
"""A group takes no further work after this long (our rule): the first in it waits for the last."""


@dataclass
class _Job:
    work: Callable[[Tx], Any]
    future: Future[Any]


@dataclass
class _Ran:
    job: _Job
    result: Any = None
    error: BaseException | None = None


class WriterLane:
    """Runs works one after another on the only writing connection.

    `moment(last)` gives the time of a group from the last link's time; `announce` gets the change rows of each commit.
    """

    def __init__(
        self,
        engine: Engine,
        ids: Ids,
        moment: Callable[[Connection, Instant], Instant],
        announce: Callable[[tuple[ChangeRow, ...]], None],
    ) -> None:
        self._conn = engine.connect()  # here, so that whoever opens the database learns why it cannot be written
        self._ids = ids
        self._moment = moment
        self._announce = announce
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run the work in a transaction and return its result once it is on disk. Raises what the work raises."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write would wait for itself; pass the transaction on instead")
        future: Future[T] = Future()
        with self._closing:
            if self._closed:
                raise Busy
            self._jobs.put(_Job(work, future))
        return future.result()

    def close(self) -> None:
        """Finish what waits, then end. Calling it again does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        with self._conn as conn:
            while (job := self._jobs.get()) is not None:
                try:
                    more = self._group(conn, job)
                except BaseException as error:  # noqa: BLE001 - the lane must outlive any work
                    _clear(conn)
                    if not job.future.done():
                        job.future.set_exception(error)
                    continue
                if not more:
                    return

    def _group(self, conn: Connection, first: _Job) -> bool:
        """Run a group; return False when the lane is to end."""
        ran: list[_Ran] = []
        more = True
        changes: list[ChangeRow] = []
        try:
            heads, now = self._begin(conn)
            until = time.monotonic() + GROUP_S
            job: _Job | None = first
            while job is not None:
                ran.append(_Ran(job))
                self._one(conn, ran[-1], heads, now, changes)
                job, more = self._next(len(ran), until)
            write_heads(conn, heads)
            driver(conn).execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - whatever it was, the group is undone as a whole
            _clear(conn)
            self._fail([*(entry.job for entry in ran)] or [first], error, conn)
            return more
        self._announce(tuple(changes))
        for entry in ran:
            _answer(entry)
        return more

    def _begin(self, conn: Connection) -> tuple[Heads, Instant]:
        driver(conn).execute("BEGIN IMMEDIATE")
        heads = lock_heads(conn)
        return heads, self._moment(conn, heads.last_at)

    def _next(self, count: int, until: float) -> tuple[_Job | None, bool]:
        if count >= GROUP_MOST or time.monotonic() > until:
            return None, True
        try:
            job = self._jobs.get_nowait()
        except queue.Empty:
            return None, True
        return job, job is not None

    def _one(self, conn: Connection, ran: _Ran, heads: Heads, now: Instant, changes: list[ChangeRow]) -> None:
        raw = driver(conn)
        raw.execute("SAVEPOINT work")
        tx = Tx(conn, now, self._ids, heads.copy())
        try:
            ran.result = ran.job.work(tx)
        except Exception as error:
            if not raw.in_transaction or problem_of(error) is not None:
                raise
            raw.execute("ROLLBACK TO work")
            raw.execute("RELEASE work")
            ran.error = error
            return
        raw.execute("RELEASE work")
        if tx.heads is not None:
            heads.__dict__.update(tx.heads.__dict__)
        changes.extend(tx.changes)

    def _fail(self, jobs: list[_Job], error: Exception, conn: Connection) -> None:
        """After a group that could not be kept: a lone work gets the reason, several are run again one by one."""
        if len(jobs) == 1:
            jobs[0].future.set_exception(problem_of(error) or error)
            return
        for job in jobs:
            self._alone(conn, job)

    def _alone(self, conn: Connection, job: _Job) -> None:
        ran, changes = _Ran(job), list[ChangeRow]()
        try:
            heads, now = self._begin(conn)
            self._one(conn, ran, heads, now, changes)
            write_heads(conn, heads)
            driver(conn).execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            _clear(conn)
            job.future.set_exception(problem_of(error) or error)
            return
        self._announce(tuple(changes))
        _answer(ran)


def _answer(ran: _Ran) -> None:
    if ran.error is not None:
        ran.job.future.set_exception(ran.error)
    else:
        ran.job.future.set_result(ran.result)


def _clear(conn: Connection) -> None:
    raw = driver(conn)
    if raw.in_transaction:
        raw.execute("ROLLBACK")
