"""Watches the hub of the data folder from a thread of its own, and tells the drawing thread what it did."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from console.embedded import EmbeddedHub
from services.api.hubfile import HubFile
from services.domain.clock import Clock


class HubWatch(QObject):
    """Keeps the folder's hub running as long as the console is open."""

    moved = Signal(object)
    """The hub was started again and listens elsewhere now (a HubFile)."""
    failed = Signal(str)
    """It could not be started again: why, in one sentence."""

    def __init__(self, data_dir: Path, options: Sequence[str], clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._stopping = threading.Event()
        self._hub = EmbeddedHub(data_dir, options, clock, self._pause)
        self._thread = threading.Thread(target=self._run, name="hub-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; nothing is told any more."""
        self._stopping.set()

    @property
    def running(self) -> bool:
        """Whether the thread is still there."""
        return self._thread.is_alive()

    def _pause(self, seconds: float) -> None:
        self._stopping.wait(seconds)

    def _run(self) -> None:
        self._hub.watch(self._stopping.is_set, self._tell(self.moved.emit), self._tell(self.failed.emit))

    def _tell(self, emit: Callable[..., None]) -> Callable[[HubFile | str], None]:
        def tell(what: HubFile | str) -> None:
            if not self._stopping.is_set():
                emit(what)

        return tell
