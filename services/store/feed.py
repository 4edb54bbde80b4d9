"""Telling the same process of every committed change, in order and once, whoever committed it.

A commit of this process is announced at once. Another process's is found by a watcher: on PostgreSQL it is woken by
NOTIFY and polls as well, on SQLite it looks at the file's data version.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from services.store.tx import ChangeRow

_log = logging.getLogger(__name__)

Listener = Callable[[tuple[ChangeRow, ...]], None]


class Feed:
    """Hands change rows to listeners. `since(pos)` reads the committed rows after a position, in order."""

    def __init__(self, since: Callable[[int], list[ChangeRow]], pos: int) -> None:
        self._since = since
        self._seen = pos
        self._listeners: tuple[Listener, ...] = ()
        self._lock = threading.Lock()

    def listen(self, listener: Listener) -> None:
        """Call the listener with each commit's rows from now on. It must be quick: the writer waits for it."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

    def announce(self, rows: tuple[ChangeRow, ...]) -> None:
        """Hand on rows that this process committed; rows of others that came before them are read first."""
        if not rows:
            return
        with self._lock:
            fresh = [row for row in rows if row.pos > self._seen]
            if fresh and fresh[0].pos != self._seen + 1:
                fresh = self._read_anew()
            self._hand_on(fresh)

    def _read_anew(self) -> list[ChangeRow]:
        """Return what follows; nothing where it cannot be read: what is committed stays so, the watcher will tell."""
        try:
            return self._since(self._seen)
        except Exception as error:  # noqa: BLE001 - raised here, it would deny a commit that stands
            _log.info("changes could not be read, they are told later: %s", error)
            return []

    def catch_up(self) -> None:
        """Read and hand on whatever has been committed since."""
        with self._lock:
            self._hand_on(self._since(self._seen))

    def _hand_on(self, rows: list[ChangeRow]) -> None:
        if not rows:
            return
        self._seen = rows[-1].pos
        for listener in self._listeners:
            try:
                listener(tuple(rows))
            except Exception:  # noqa: BLE001 - one listener must not take the news from another
                _log.exception("a listener to changes failed")


class Watcher:
    """A thread that calls `look(stop)` again and again until it is closed; a failure waits a moment and goes on."""

    def __init__(self, look: Callable[[threading.Event], None], wake: Callable[[], None] | None = None) -> None:
        self._look = look
        self._wake = wake
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and wait for it."""
        self._stop.set()
        if self._wake is not None:
            try:
                self._wake()
            except Exception:  # noqa: BLE001 - the watcher ends by its time-out all the same
                _log.info("the watcher could not be woken; it ends by itself")
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._look(self._stop)
            except Exception as error:  # noqa: BLE001 - a server that is away for a while must not end the watch
                _log.info("watching for changes failed, trying again: %s", error)
                self._stop.wait(1.0)
