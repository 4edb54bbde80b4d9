"""Commands on their way: 提交中 until the hub answers or the stream tells of it, 未确认 when neither does in time.

Nothing is shown as done that the hub did not commit: the case keeps its old state and clock, with a mark of its own. A
command without an answer is asked after by its id; the hub's first answer to that id is the only truth. A command that
never arrived may be sent again under the same id, and does its work once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.client import Client
from console.problems import ChangedLine, Said, explain_changes, say, say_error
from console.tasks import Cancel, Lane, Outcome, TaskRunner
from console.transport import HubRefused, HubUnreachable
from console.wording import Wording
from services.api.cases import CommandState, Done
from services.domain.clock import Clock
from services.domain.problems import Problem

UNCONFIRMED_AFTER_S = 5.0
_ASK_EVERY_S = 2.0
_WATCH_MS = 250
_OK = range(200, 300)


class Stage(StrEnum):
    """How far a command has come, as this console knows."""

    SUBMITTING = "submitting"  # 提交中
    UNCONFIRMED = "unconfirmed"  # 未确认


@dataclass(frozen=True, slots=True)
class Command:
    """What was asked for. `send` runs on a worker and may run again, under the same id, when it never arrived."""

    id: str
    case_id: str
    label: str
    send: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a command. `committed`: the hub did it; else `said` tells why not, and `changed` what is different.

    `answer` is the hub's own (Done, AlertDone, …), None where only the stream told of it. `may_retry`: it never
    arrived, so that it may be sent again.
    """

    command: Command
    committed: bool
    answer: Any = None
    problem: Problem | None = None
    said: Said | None = None
    changed: tuple[ChangedLine, ...] = ()
    may_retry: bool = False


@dataclass(slots=True)
class _Way:
    command: Command
    began: float
    ticket: int = 0
    stage: Stage = Stage.SUBMITTING
    on_the_wire: bool = True
    lost: HubUnreachable | None = None
    asked: float = 0.0
    asking: bool = False


class Pending(QObject):
    """The commands under way at this console. On the drawing thread; knows no widget."""

    changed = Signal(object)
    """The id of the case whose mark changed (str)."""
    finished = Signal(object)
    """A Finished."""

    def __init__(
        self, runner: TaskRunner, client: Client, wording: Wording, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._client = client
        self._wording = wording
        self._clock = clock
        self._ways: dict[str, _Way] = {}
        self._tickets: dict[int, str] = {}
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self.look)

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def mark(self, case_id: str, /) -> str:
        """Return "", "submitting" or "unconfirmed" for a case; the worse when several commands are under way."""
        stages = {way.stage for way in self._ways.values() if way.command.case_id == case_id}
        if Stage.UNCONFIRMED in stages:
            return Stage.UNCONFIRMED.value
        return Stage.SUBMITTING.value if stages else ""

    def commands(self, case_id: str) -> tuple[Command, ...]:
        """Return the commands under way with a case."""
        return tuple(way.command for way in self._ways.values() if way.command.case_id == case_id)

    def __len__(self) -> int:
        return len(self._ways)

    # ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def submit(self, command: Command) -> None:
        """Send a command, also one that `may_retry`. An id that is already under way is not sent twice."""
        if command.id in self._ways:
            return
        way = self._ways[command.id] = _Way(command, self._clock.monotonic())
        send = command.send

        def work(_cancel: Cancel) -> Any:  # noqa: ANN401 - whatever the command's route answers
            return send()

        way.ticket = self._runner.submit(Lane.COMMANDS, work, self._answered)
        self._tickets[way.ticket] = command.id
        if not self._watch.isActive():
            self._watch.start()
        self.changed.emit(command.case_id)

    def seen(self, command_ids: tuple[str, ...]) -> None:
        """Take it from the stream that these commands were committed."""
        for command_id in command_ids:
            way = self._ways.get(command_id)
            if way is not None:
                self._end(way, Finished(way.command, committed=True))

    @Slot()
    def look(self) -> None:
        """See whose answer is overdue, and ask after it."""
        now = self._clock.monotonic()
        for way in list(self._ways.values()):
            late = now - way.began >= UNCONFIRMED_AFTER_S
            if way.stage is Stage.SUBMITTING and (late or way.lost is not None):
                way.stage = Stage.UNCONFIRMED
                self.changed.emit(way.command.case_id)
            if way.stage is Stage.UNCONFIRMED and not way.asking and now - way.asked >= _ASK_EVERY_S:
                self._ask(way, now)
        if not self._ways:
            self._watch.stop()

    def close(self) -> None:
        """Stop asking; what is under way stays with the hub."""
        self._watch.stop()

    # ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _answered(self, outcome: Outcome[Any]) -> None:
        way = self._ways.get(self._tickets.pop(outcome.ticket, ""))
        if way is None or way.ticket != outcome.ticket:
            return
        way.on_the_wire = False
        error = outcome.error
        if error is None:
            self._end(way, Finished(way.command, committed=True, answer=outcome.result))
        elif isinstance(error, HubRefused) and error.problem.code != "outcome_unknown":
            self._refuse(way, error.problem)
        elif isinstance(error, HubUnreachable) and not error.sent:
            self._end(way, Finished(way.command, committed=False, said=say_error(error), may_retry=True))
        elif isinstance(error, HubUnreachable | HubRefused):
            way.lost = error if isinstance(error, HubUnreachable) else None
            way.stage = Stage.UNCONFIRMED
            self.changed.emit(way.command.case_id)
            self._ask(way, self._clock.monotonic())
        else:
            self._end(way, Finished(way.command, committed=False, said=say_error(error)))

    def _ask(self, way: _Way, now: float) -> None:
        way.asked, way.asking = now, True
        client, command_id = self._client, way.command.id

        def work(_cancel: Cancel) -> CommandState:
            return client.command(command_id)

        ticket = self._runner.submit(Lane.QUERIES, work, self._told)
        self._tickets[ticket] = command_id

    def _told(self, outcome: Outcome[CommandState]) -> None:
        way = self._ways.get(self._tickets.pop(outcome.ticket, ""))
        if way is None:
            return
        way.asking = False
        if outcome.error is not None:
            return  # asked again at the next look
        state = outcome.value()
        if state.known:
            self._end_as_told(way, state)
        elif not way.on_the_wire:
            # The request has ended and the hub knows nothing of it: it was never committed.
            error = way.lost
            said = None if error is None else say_error(error)
            self._end(way, Finished(way.command, committed=False, said=said, may_retry=True))

    def _end_as_told(self, way: _Way, state: CommandState) -> None:
        if state.status == 0 or state.status in _OK:
            self._end(way, Finished(way.command, committed=True, answer=_done(state.answer)))
            return
        try:
            problem = msgspec.convert(state.answer, Problem)
        except msgspec.ValidationError:
            self._end(way, Finished(way.command, committed=False, may_retry=True))
            return
        self._refuse(way, problem)

    def _refuse(self, way: _Way, problem: Problem) -> None:
        changed = explain_changes(problem.changed, self._wording)
        self._end(way, Finished(way.command, committed=False, problem=problem, said=say(problem), changed=changed))

    def _end(self, way: _Way, finished: Finished) -> None:
        del self._ways[way.command.id]
        self.changed.emit(way.command.case_id)
        self.finished.emit(finished)


def _done(answer: Any) -> Done | None:  # noqa: ANN401 - an answer as the hub keeps it
    try:
        return msgspec.convert(answer, Done)
    except msgspec.ValidationError:
        return None
