"""A desk at work, as pages see it: the board and its figures, the alerts, and the ways to ask and to act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.board import Figures, Prepared
from console.client import Client
from console.clocktext import ClockText
from console.connection import Connection, Parts
from console.hubtime import HubTime
from console.pending import Command, Finished
from console.problems import say_error
from console.start import Ready
from console.stream import Batch, LinkStatus
from console.tasks import Cancel, Lane, Outcome, TaskRunner
from console.team import Team
from services.api.alerts import AlertDone, AlertRow
from services.api.cases import Act, CommandState, Done
from services.api.district import ProfileView
from services.api.sessions import Session
from services.api.team import PersonName
from services.api.whistles import WhistleDone, WhistleList
from services.domain.actions import Action
from services.domain.clock import Clock, Instant
from services.domain.figures import FIGURES, kind_figures
from services.domain.ids import Ids
from services.domain.tiers import Tier

T = TypeVar("T")

_SETTLE_MS = 40
"""So long after a change figures and clocks follow: the rows that changed are painted first."""


class Desk(QObject):
    """Everything pages need of a signed-in seat. Lives on the drawing thread, from sign-in to sign-out."""

    ticked = Signal(object)
    """Once a second, and a moment after changes, once for all of them: the hub's time (Instant)."""
    link_changed = Signal(object)
    """A LinkStatus."""
    alerts_changed = Signal(object)
    """The alerts of one's view (tuple of AlertRow)."""
    whistles_changed = Signal(object)
    """The whistles of one's view (a WhistleList), or why they could not be fetched (a sentence)."""
    notices_changed = Signal()
    """The engine has told one's unit something, or something told was seen."""
    profile_changed = Signal(object)
    """The district is another than it was (a ProfileView): what lists its categories lists them anew."""
    finished = Signal(object)
    """A command of this console came to its end (a Finished)."""
    case_touched = Signal(object)
    """The ids of cases that changed (frozenset), for whoever shows one of them."""

    def __init__(self, ready: Ready, tasks: TaskRunner, time: HubTime, clock: Clock, ids: Ids, parent: QObject) -> None:
        super().__init__(parent)
        self.profile: ProfileView = ready.profile
        self.areas = ready.areas
        self.units = {unit.id: unit for unit in ready.units}
        self._units_at = Counter(unit.tier for unit in ready.units if unit.tier is not None)
        self.clock_text = ClockText(ready.profile.time_zone)
        self.client: Client = ready.connected.client
        self.alerts: tuple[AlertRow, ...] = ()
        self.whistles: WhistleList | None = None
        self.clock = clock
        self._tasks = tasks
        self._ids = ids
        parts = Parts(ready.connected.transport, self.client, tasks, time, clock, ids)
        self._line = line = Connection(parts, ready.session, ready.profile, ready.units, parent=self)
        self.session: Session = ready.session
        self._counted = FIGURES | kind_figures(_kinds(ready.profile))
        self.wording = line.wording
        self.board = line.board
        self.pending = line.pending
        self.team = Team(line.board, ready.session.person_id, ready.profile.loop, self)
        self.team.names_wanted.connect(self._ask_names)
        self._untold: dict[str, Finished] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._tick)
        self.ticked.connect(self.team.tick)
        line.ticked.connect(self.ticked)
        line.applied.connect(self._tick_soon)
        line.link_changed.connect(self.link_changed)
        line.alerts_changed.connect(self._on_alerts_touched)
        line.whistles_changed.connect(self._on_whistles_touched)
        line.district_changed.connect(self._on_district_touched)
        line.feed.batch.connect(self._on_batch)
        line.pending.finished.connect(self._on_finished)

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self, board: Prepared) -> None:
        """Begin to follow the hub, from a board that was just fetched; alerts and whistles are asked for with it."""
        self._line.start(board)
        self._ask_names()
        self.ticked.emit(self.now())

    def close(self) -> None:
        """Stop following and begin the end of the background work. Commands under way stay with the hub."""
        self._line.close()

    def signed_in(self, session: Session) -> None:
        """Take a renewed session (unlocked, signed in again) and go on at once."""
        self.session = session
        self._line.signed_in(session)

    def hurry(self) -> None:
        """Try to reach the hub again now."""
        self._line.feed.hurry()

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def now(self) -> Instant:
        """Return the hub's time."""
        return self._line.now()

    @property
    def link(self) -> LinkStatus:
        """How the console stands to its hub."""
        return self._line.status

    @property
    def connected(self) -> bool:
        """Whether what is shown is live."""
        return self._line.live

    def figures(self) -> Figures:
        """Return the figures of one's view, of the district's own mode."""
        return self.board.figures(self.profile.mode, self.now(), self._line.day_start(), self._counted)

    def units_at(self, tier: Tier) -> int:
        """Return how many units of a tier the district has."""
        return self._units_at[tier]

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

    def act(self, case_id: str, action: Action, act: Act) -> None:
        """Send an action on a case. Its command is labelled with the action's name."""
        self._line.act(case_id, act, action.value)

    def send(self, case_id: str, label: str, make: Callable[[Client, str], object]) -> str:
        """Send any other command; `case_id` is "" where it concerns none. Return its id."""
        command_id = self._ids.new()
        client = self.client
        self._line.submit(command_id, case_id, label, lambda: make(client, command_id))
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

    def _ask_names(self) -> None:
        self.ask(lambda client: client.team.names(), self._on_names, slot="names")

    def _on_names(self, outcome: Outcome[list[PersonName]]) -> None:
        if outcome.error is None:
            self.team.know(outcome.value(), self.now())

    def ask_whistles(self) -> None:
        """Fetch the whistles of one's view anew."""
        self.ask(_whistles, self._on_whistles, slot="whistles")

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_batch(self, batch: Batch) -> None:
        touched: set[str] = set()
        if batch.changes is not None:
            touched.update(row.id for row in batch.changes.rows)
            touched.update(batch.changes.gone)
            if batch.changes.notices:
                self.notices_changed.emit()
        if batch.glances is not None:
            self.team.take(batch.glances, self.now())
        if batch.fresh is not None or touched:
            self.case_touched.emit(frozenset(touched))

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        command = finished.command
        if finished.committed and finished.answer is None and not command.case_id:
            # The stream was faster than the answer, and only the answer names what was made: it is asked for.
            self._untold[command.id] = finished
            self.ask(lambda client: client.command(command.id), self._on_told, slot=f"told-{command.id}")
            return
        self._end(finished)

    def _on_told(self, outcome: Outcome[CommandState]) -> None:
        for command_id in list(self._untold) if outcome.error is not None else [outcome.value().command_id]:
            finished = self._untold.pop(command_id, None)
            if finished is not None:
                answer = None if outcome.error is not None else _made(outcome.value().answer)
                self._end(replace(finished, answer=answer))

    def _end(self, finished: Finished) -> None:
        if finished.committed and isinstance(finished.answer, Done):
            self.case_touched.emit(frozenset({finished.answer.row.id}))
        self.finished.emit(finished)
        self._tick_soon()

    @Slot()
    def _tick_soon(self) -> None:
        if not self._settle.isActive():
            self._settle.start()

    @Slot()
    def _tick(self) -> None:
        self.ticked.emit(self.now())

    @Slot()
    def _on_district_touched(self) -> None:
        self.ask(Client.profile, self._on_profile, slot="profile")

    def _on_profile(self, outcome: Outcome[ProfileView]) -> None:
        if outcome.error is not None or outcome.value() == self.profile:
            return  # without an answer what is known stays; a lost line brings a fresh board, and this question again
        self.profile = outcome.value()
        self._counted = FIGURES | kind_figures(_kinds(self.profile))
        self.wording.know(self.profile)
        self.profile_changed.emit(self.profile)
        self.ticked.emit(self.now())

    @Slot(object)
    def _on_alerts_touched(self, _ids: object) -> None:
        self.ask_alerts()

    def _on_alerts(self, outcome: Outcome[list[AlertRow]]) -> None:
        if outcome.error is None:
            self.alerts = tuple(outcome.value())
            self.alerts_changed.emit(self.alerts)

    @Slot(object)
    def _on_whistles_touched(self, _ids: object) -> None:
        self.ask_whistles()

    def _on_whistles(self, outcome: Outcome[WhistleList]) -> None:
        if outcome.error is not None:
            self.whistles_changed.emit(say_error(outcome.error).whole)
            return
        self.whistles = outcome.value()
        self.whistles_changed.emit(self.whistles)


def _whistles(client: Client) -> WhistleList:
    return client.whistles.listed()


def _made(answer: object) -> Done | AlertDone | WhistleDone | None:
    """Return a kept answer as what it is, None when it is none of them."""
    with suppress(msgspec.ValidationError):
        return msgspec.convert(answer, Done)
    with suppress(msgspec.ValidationError):
        return msgspec.convert(answer, AlertDone)
    with suppress(msgspec.ValidationError):
        return msgspec.convert(answer, WhistleDone)
    return None


def _kinds(profile: ProfileView) -> dict[str, dict[str, str]]:
    """Return the district's own codes by which open cases are counted, as `kind_figures` takes them."""
    codes = {"call": profile.call_kinds, "request": profile.request_kinds, "source": profile.sources}
    return {group: {one.code: one.name for one in named} for group, named in codes.items()}
