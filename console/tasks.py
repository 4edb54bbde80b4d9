"""Work in the background: lanes of threads, and results that come back to living objects on the drawing thread.

A task is a function that runs on a lane's thread and gets a `Cancel` to look at. Its outcome comes back as one queued
signal that the runner owns, and is handed to a bound method of a QObject that is still alive. A task with a `slot`
supersedes the earlier one of that name: the earlier result is dropped, however late it arrives.

The end has three stages, each begun from the bare event loop: no more work is taken and what waits is cancelled; the
transport is closed and the threads are given time to finish; whatever still comes is dropped and `closed` is emitted.
"""

from __future__ import annotations

import logging
import queue
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import Shiboken

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Lane(StrEnum):
    """Where a task waits: what a person did never waits behind what a page wants to show."""

    COMMANDS = "commands"
    QUERIES = "queries"
    TILES = "tiles"


THREADS: dict[Lane, int] = {Lane.COMMANDS: 2, Lane.QUERIES: 3, Lane.TILES: 2}
CLOSE_TIMEOUT_S = 3.0
_POLL_MS = 10


class Cancelled(Exception):
    """The task was cancelled or superseded before it was done."""


class Cancel:
    """Tells a running task that nobody wants its result any more."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> bool:
        """Tell whether the task was cancelled."""
        return self._event.is_set()

    def set(self) -> None:
        """Cancel."""
        self._event.set()

    def wait(self, seconds: float) -> bool:
        """Wait on the task's own thread; return True as soon as the task is cancelled."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raise Cancelled when the task was cancelled."""
        if self._event.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a task came to: its result, or the error that ended it."""

    ticket: int
    result: T | None = None
    error: Exception | None = None

    def value(self) -> T:
        """Return the result. Raises the task's error."""
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]  # a task of T has a T unless it failed


@dataclass(frozen=True, slots=True)
class _Task:
    ticket: int
    lane: Lane
    slot: str
    work: Callable[[Cancel], Any]
    cancel: Cancel
    deliver: weakref.WeakMethod[Callable[[Outcome[Any]], None]] | None


class TaskRunner(QObject):
    """Runs tasks on lanes of daemon threads. Made, used and closed on the drawing thread; `submit` only from there."""

    closed = Signal()
    """Every thread has ended, or the time for it is over; nothing is delivered after this."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None, threads: Mapping[Lane, int] | None = None) -> None:
        super().__init__(parent)
        self._queues: dict[Lane, queue.SimpleQueue[_Task | None]] = {lane: queue.SimpleQueue() for lane in Lane}
        self._counts = dict(THREADS if threads is None else threads)
        self._threads: dict[Lane, list[threading.Thread]] = {lane: [] for lane in Lane}
        self._live: dict[int, _Task] = {}
        self._generation: dict[str, int] = {}
        self._last = 0
        self._closing = False
        self._finished = False
        self._polls_left = 0
        self._before_join: tuple[Callable[[], None], ...] = ()
        self._done.connect(self._deliver)

    def submit(
        self,
        lane: Lane,
        work: Callable[[Cancel], T],
        deliver: Callable[[Outcome[T]], None] | None = None,
        *,
        slot: str = "",
    ) -> int:
        """Run `work` on a lane and hand its Outcome to `deliver`, a bound method of a QObject. Return a ticket.

        The object is held weakly: when it is gone, the result is dropped. `slot` names a place that only the newest
        task may fill. A cancelled task delivers nothing. While closing, nothing is taken (the ticket stays silent).
        Raises TypeError when `deliver` is not a bound method of a QObject.
        """
        if deliver is not None and not isinstance(getattr(deliver, "__self__", None), QObject):
            raise TypeError("a result goes to a bound method of a QObject, so that it is dropped with the object")
        self._last += 1
        ticket = self._last
        if self._closing:
            return ticket
        if slot:
            self.cancel(self._generation.get(slot, 0))
            self._generation[slot] = ticket
        task = _Task(ticket, lane, slot, work, Cancel(), None if deliver is None else weakref.WeakMethod(deliver))
        self._live[ticket] = task
        self._start_threads(lane)
        self._queues[lane].put(task)
        return ticket

    def cancel(self, ticket: int) -> None:
        """Drop a task: it is not begun, or its result is not delivered."""
        task = self._live.pop(ticket, None)
        if task is not None:
            task.cancel.set()
            if self._generation.get(task.slot) == ticket:
                del self._generation[task.slot]

    def cancel_slot(self, slot: str) -> None:
        """Drop the task that would fill a place, if there is one."""
        self.cancel(self._generation.get(slot, 0))

    @property
    def busy(self) -> int:
        """How many tasks wait or run."""
        return len(self._live)

    def close(self, *before_join: Callable[[], None]) -> None:
        """Begin the end; `closed` follows within `CLOSE_TIMEOUT_S`. `before_join` is called in stage two."""
        if self._closing:
            return
        self._closing = True
        for task in self._live.values():
            if task.lane is not Lane.COMMANDS:
                task.cancel.set()
        for lane, threads in self._threads.items():
            for _ in threads:
                self._queues[lane].put(None)
        self._before_join = before_join
        QTimer.singleShot(0, self, self._stage_two)

    def _stage_two(self) -> None:
        for call in self._before_join:
            call()
        self._polls_left = round(CLOSE_TIMEOUT_S * 1000 / _POLL_MS)
        self._poll()

    def _poll(self) -> None:
        self._polls_left -= 1
        if any(thread.is_alive() for thread in self._all_threads()) and self._polls_left > 0:
            QTimer.singleShot(_POLL_MS, self, self._poll)
        else:
            QTimer.singleShot(0, self, self._stage_three)

    def _stage_three(self) -> None:
        for thread in self._all_threads():
            if thread.is_alive():
                logger.info("%s did not end in time; it ends with the process", thread.name)
        for task in self._live.values():
            task.cancel.set()
        self._live.clear()
        self._finished = True
        self.closed.emit()

    def _all_threads(self) -> list[threading.Thread]:
        return [thread for threads in self._threads.values() for thread in threads]

    def _start_threads(self, lane: Lane) -> None:
        threads = self._threads[lane]
        if len(threads) < self._counts.get(lane, 1) and len(threads) < len(self._live):
            name = f"lane-{lane}-{len(threads) + 1}"
            # Daemons: a call that does not come back within its time-out may not keep the process alive.
            thread = threading.Thread(target=self._run, args=(self._queues[lane],), name=name, daemon=True)
            threads.append(thread)
            thread.start()

    def _run(self, tasks: queue.SimpleQueue[_Task | None]) -> None:
        while (task := tasks.get()) is not None:
            outcome: Outcome[Any]
            try:
                task.cancel.check()
                outcome = Outcome(task.ticket, task.work(task.cancel))
            except Cancelled:
                continue
            except Exception as error:  # noqa: BLE001 - every fault of a task belongs to whoever asked for it
                outcome = Outcome(task.ticket, error=error)
            if self._finished or not Shiboken.isValid(self):
                return
            self._done.emit(task, outcome)

    @Slot(object, object)
    def _deliver(self, task: _Task, outcome: Outcome[Any]) -> None:
        if self._finished or self._live.pop(task.ticket, None) is None:
            return
        if task.slot and self._generation.get(task.slot) == task.ticket:
            del self._generation[task.slot]
        method = None if task.deliver is None else task.deliver()
        if method is None:
            if outcome.error is not None:
                logger.info("a task nobody waits for any more failed: %r", outcome.error)
            return
        if Shiboken.isValid(method.__self__):  # type: ignore[attr-defined]  # checked to be a bound method in submit
            method(outcome)
