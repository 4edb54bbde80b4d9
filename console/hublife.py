"""The life of the folder's hub beside one console: watched while the console is open, settled when it leaves."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from console.hubwatch import HubWatch
from console.leaving import Leaving
from console.start import Connected, Where
from console.tasks import TaskRunner
from console.window import MainWindow
from services.api.hubfile import KEY_HEADER, HubFile
from services.domain.clock import Clock
from widgets.toast import Message


class HubLife(QObject):
    """Only for a hub of the data folder. `may_end` says that the hub is settled and the console may go."""

    moved = Signal()
    """The hub was started again elsewhere, and the transport leads there."""
    may_end = Signal()

    def __init__(self, window: MainWindow, where: Where, tasks: TaskRunner, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._where = where
        self._connected: Connected | None = None
        self._tasks = tasks
        self._clock = clock
        self._watch: HubWatch | None = None
        self._leaving: Leaving | None = None

    def use(self, connected: Connected) -> None:
        """Take the hub that answers now."""
        self._connected = connected

    def watch(self) -> None:
        """Begin to keep the hub running, unless that is so already."""
        if self._watch is not None:
            return
        self._watch = HubWatch(self._where.data_dir, self._where.hub_options, self._clock, self)
        self._watch.moved.connect(self._on_moved)
        self._watch.failed.connect(self._on_failed)
        self._watch.start()

    def stop(self) -> None:
        """Watch no more."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None

    def settle(self, *, quiet: bool) -> None:
        """Settle what happens to the hub; `may_end` follows unless the person stays. `quiet`: without asking."""
        if self._leaving is not None or self._connected is None:
            return
        self._leaving = Leaving(self._connected.client, self._tasks, self._window)
        self._leaving.decided.connect(self._on_decided)
        self.stop()
        self._leaving.begin(quiet=quiet)

    @Slot(bool)
    def _on_decided(self, may_end: bool) -> None:
        self._leaving = None
        if may_end:
            self.may_end.emit()
        else:
            self.watch()

    @Slot(object)
    def _on_moved(self, hub: HubFile) -> None:
        if self._connected is None:
            return
        self._connected.transport.move_to(hub.url, {KEY_HEADER: hub.key})
        self.moved.emit()
        self._window.say(Message(self.tr("本机服务已重新启动"), "yellow", key="hub"))

    @Slot(str)
    def _on_failed(self, reason: str) -> None:
        words = self.tr("本机服务没有启动：{reason}").format(reason=reason)
        self._window.say(Message(words, "red", key="hub", shown_ms=0))
