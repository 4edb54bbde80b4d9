"""A desk at work: the board, the stream that feeds it, and the commands under way. Pages ask it, never the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.board import Board, Figures, prepare
from console.client import Client
from console.clocktext import ClockText
from console.hubtime import HubTime
from console.pending import Command, Finished, Pending
from console.start import Ready
from console.stream import Batch, Link, LinkStatus, StreamFeed
from console.tasks import Cancel, Lane, Outcome, TaskRunner
from console.wording import Wording
from services.api import messages as api
from services.domain.actions import Action
from services.domain.clock import Clock, Instant
from services.domain.ids import Ids
from services.domain.tiers import Tier

_TICK_MS = 1000
T = TypeVar("T")


class Desk(QObject):
    """Everything pages need of a signed-in seat. Lives on the drawing thread, from sign-in to sign-out."""

    ticked = Signal(object)
    """Once a second, and after changes: the hub's time (Instant)."""
    link_changed = Signal(object)
    """A LinkStatus."""
    alerts_changed = Signal(object)
    """The alerts of one's view (tuple of AlertRow)."""
    finished = Signal(object)
    """A command of this console came to its end (a Finished)."""
    case_touched = Signal(object)
    """The ids of cases that changed (frozenset), for whoever shows one of them."""

    def __init__(self, ready: Ready, tasks: TaskRunner, time: HubTime, clock: Clock, ids: Ids, parent: QObject) -> None:
        super().__init__(parent)
        self.session: api.Session = ready.session
        self.profile: api.ProfileView = ready.profile
        self.areas = ready.areas
        self.units = {unit.id: unit for unit in ready.units}
        self.wording = Wording(ready.profile, ready.units)
        self.clock_text = ClockText(ready.profile.time_zone)
        self.client: Client = ready.connected.client
        self.alerts: tuple[api.AlertRow, ...] = ()
        self.link = LinkStatus(Link.CONNECTING)
        self._tasks = tasks
        self._time = time
        self._clock = clock
        self._ids = ids
        self.board = Board(self.wording.row_text, parent=self)
        self.board.take(prepare(ready.board, self.wording.row_text))
        self.pending = Pending(tasks, self.client, self.wording, clock, parent=self)
        self.pending.finished.connect(self._on_finished)
        self._feed = StreamFeed(
            self.client, clock, lambda board: prepare(board, self.wording.row_text), time.heard, parent=self
        )
        self._feed.batch.connect(self._on_batch)
        self._feed.link_changed.connect(self._on_link)
        self._second = QTimer(self)
        self._second.setInterval(_TICK_MS)
        self._second.timeout.connect(self._tick)

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Begin to follow the hub."""
        self._feed.start()
        self._second.start()
        self.ask_alerts()
        self._tick()

    def close(self) -> None:
        """Stop following. Commands that are under way stay with the hub."""
        self._second.stop()
        self._feed.close()
        self.pending.close()

    def hurry(self) -> None:
        """Try to reach the hub again now."""
        self._feed.hurry()

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def now(self) -> Instant:
        """Return the hub's time."""
        return self._time.now()

    @property
    def connected(self) -> bool:
        """Whether what is shown is live."""
        return self.link.link is Link.LIVE

    def figures(self) -> Figures:
        """Return the figures of one's view, of the district's own mode."""
        now = self.now()
        return self.board.figures(self.profile.mode, now, self.clock_text.day_start(now))

    def units_at(self, tier: Tier) -> int:
        """Return how many units of a tier the district has."""
        return sum(unit.tier is tier for unit in self.units.values())

    # ── asking and doing ────────────────────────────────────────────────────────────────────────────────────────────
    def ask(self, question: Callable[[Client], T], deliver: Callable[[Outcome[T]], None], slot: str = "") -> int:
        """Ask the hub something on a worker; the outcome goes to a bound method of a QObject."""
        client = self.client

        def work(_cancel: Cancel) -> T:
            return question(client)

        return self._tasks.submit(Lane.QUERIES, work, deliver, slot=slot)

    def run(self, lane: Lane, work: Callable[[], T], deliver: Callable[[Outcome[T]], None]) -> None:
        """Do something else that takes time, such as writing a file, on a worker."""
        self._tasks.submit(lane, lambda _cancel: work(), deliver)

    def act(self, case_id: str, action: Action, label: str, make: Callable[[str], api.Act]) -> str:
        """Send an action on a case; `make` builds it from its command id. Return that id."""
        command_id = self._ids.new()
        act = make(command_id)
        client = self.client
        self.pending.submit(Command(command_id, case_id, label, lambda: client.act(case_id, act)))
        return command_id

    def send(self, case_id: str, label: str, make: Callable[[Client, str], object]) -> str:
        """Send any other command; `case_id` is "" where it concerns none. Return its id."""
        command_id = self._ids.new()
        client = self.client
        self.pending.submit(Command(command_id, case_id, label, lambda: make(client, command_id)))
        return command_id

    def resend(self, command: Command) -> None:
        """Send a command again that never arrived, under its own id."""
        self.pending.submit(command)

    def new_id(self) -> str:
        """Return a new identifier."""
        return self._ids.new()

    def ask_alerts(self) -> None:
        """Fetch the alerts of one's view anew."""
        self.ask(Client.alerts, self._on_alerts, slot="alerts")

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_batch(self, batch: Batch) -> None:
        touched: set[str] = set()
        if batch.fresh is not None:
            self.board.take(batch.fresh)
        if batch.changes is not None:
            self.board.apply(batch.changes)
            self.pending.seen(batch.changes.commands)
            touched.update(row.id for row in batch.changes.rows)
            touched.update(batch.changes.gone)
            if batch.changes.alerts:
                self.ask_alerts()
        if self.board.thin:
            self._feed.renew()
        self.case_touched.emit(frozenset(touched))
        self._tick()

    @Slot(object)
    def _on_link(self, status: LinkStatus) -> None:
        self.link = status
        self.link_changed.emit(status)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        if finished.committed and isinstance(finished.answer, api.Done):
            done = finished.answer
            self.board.patch(done.row, done.pos, visible=done.visible)
            self.case_touched.emit(frozenset({done.row.id}))
        self.finished.emit(finished)
        self._tick()

    def _on_alerts(self, outcome: Outcome[list[api.AlertRow]]) -> None:
        if outcome.error is None:
            self.alerts = tuple(outcome.value())
            self.alerts_changed.emit(self.alerts)

    def _tick(self) -> None:
        self.ticked.emit(self.now())
