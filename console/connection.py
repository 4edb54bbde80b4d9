"""What one signed-in console stands on: client, tasks, hub time, event stream, board, commands under way; wired up.

Made on the drawing thread once the session, the district and its units are there. Closing has the runner's stages: the
stream and the questions stop first, commands on their way get a moment to be answered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.board import MOST, Board, Prepared, prepare
from console.client import Client
from console.figures_numpy import day_start
from console.hubtime import HubTime
from console.pending import Command, Finished, Pending
from console.stream import Batch, Link, LinkStatus, StreamFeed
from console.tasks import TaskRunner
from console.transport import Transport
from console.wording import Wording
from services.api.board import Board as BoardMessage
from services.api.cases import Act, Done
from services.api.district import ProfileView, UnitRow
from services.api.sessions import Session
from services.domain.clock import Clock, Instant
from services.domain.ids import Ids

TICK_MS = 1_000


@dataclass(frozen=True, slots=True)
class Parts:
    """What a connection is made of; everything that decides is passed in."""

    transport: Transport
    client: Client
    runner: TaskRunner
    hub_time: HubTime
    clock: Clock
    ids: Ids


class Connection(QObject):
    """The console's line to its hub, and what it knows through it."""

    ticked = Signal(object)
    """Hub time (Instant), once a second: clocks, figures and lights look at it."""
    link_changed = Signal(object)
    """A LinkStatus."""
    alerts_changed = Signal(object)
    """Ids of alerts that changed (tuple of str); empty after a fresh board: any may have."""
    whistles_changed = Signal(object)
    """Ids of whistles that changed, likewise."""
    district_changed = Signal()
    """The district's catalogue or calendar may be another: its profile should be asked for anew."""
    applied = Signal(object)
    """Hub time as of which the board now is (Instant), after each batch."""

    def __init__(
        self,
        parts: Parts,
        session: Session,
        profile: ProfileView,
        units: tuple[UnitRow, ...],
        *,
        most: int = MOST,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.parts = parts
        self.session = session
        self.wording = Wording(profile, units)
        self.board = Board(self.wording.row_text, most, self)
        self.pending = Pending(parts.runner, parts.client, self.wording, parts.clock, self)
        self.as_of: Instant | None = None
        row_text = self.wording.row_text

        def prepared(message: BoardMessage) -> Prepared:
            return prepare(message, row_text)

        self.feed = StreamFeed(parts.client, parts.clock, prepared, parts.hub_time.heard, parent=self)
        self.feed.batch.connect(self._on_batch)
        self.feed.link_changed.connect(self._on_link)
        self.pending.finished.connect(self._on_finished)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    @property
    def status(self) -> LinkStatus:
        """How the console stands to its hub."""
        return self.feed.reported

    @property
    def live(self) -> bool:
        """Whether what is shown is live."""
        return self.status.link is Link.LIVE

    def start(self, board: Prepared | None = None) -> None:
        """Follow the hub, from a board that was already fetched and prepared, or from a fresh one."""
        self._timer.start(TICK_MS)
        self.feed.start(board)

    def now(self) -> Instant:
        """Return the hub's time."""
        return self.parts.hub_time.now()

    def day_start(self) -> Instant:
        """Return the start of the district's day."""
        return day_start(self.now(), self.wording.zone)

    def act(self, case_id: str, act: Act, label: str) -> None:
        """Send an action; `pending` tells how it fares. `act.command_id` may be empty: then it gets one."""
        full = act if act.command_id else msgspec.structs.replace(act, command_id=self.parts.ids.new())
        client = self.parts.client
        self.pending.submit(Command(full.command_id, case_id, label, lambda: client.act(case_id, full)))

    def submit(self, command_id: str, case_id: str, label: str, send: Callable[[], object]) -> None:
        """Send any other command (a new case, an alert): `send` runs on a worker and returns the hub's answer."""
        self.pending.submit(Command(command_id, case_id, label, send))

    def signed_in(self, session: Session) -> None:
        """Take a renewed session (unlocked, signed in again) and go on at once."""
        self.session = session
        self.feed.hurry()

    def close(self) -> None:
        """Stop following and begin the runner's end; `parts.runner.closed` follows."""
        self._timer.stop()
        self.feed.close()
        self.pending.close()
        self.parts.runner.close(self.parts.transport.close)

    @Slot()
    def _tick(self) -> None:
        self.ticked.emit(self.now())
        if self.board.thin and self.live:
            self.feed.renew()

    @Slot(object)
    def _on_batch(self, batch: Batch) -> None:
        if batch.fresh is not None:
            self.board.take(batch.fresh)
            self.alerts_changed.emit(())
            self.whistles_changed.emit(())
            self.district_changed.emit()
        if batch.changes is not None:
            self.board.apply(batch.changes)
            self.pending.seen(batch.changes.commands)
            if batch.changes.alerts:
                self.alerts_changed.emit(batch.changes.alerts)
            if batch.changes.whistles:
                self.whistles_changed.emit(batch.changes.whistles)
            if batch.changes.district:
                self.district_changed.emit()
        self.as_of = self.now()
        self.applied.emit(self.as_of)

    @Slot(object)
    def _on_link(self, status: LinkStatus) -> None:
        self.link_changed.emit(status)
        if status.link is Link.LIVE:
            self.pending.look()

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        answer = finished.answer
        if finished.committed and isinstance(answer, Done):
            self.board.patch(answer.row, answer.pos, visible=answer.visible)
