"""From nothing to a live desk: find or start the hub, sign in, load the district and the board, step by step.

Each step runs on a worker thread; between two of them the window says what is going on, or asks who is at the seat.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from console.board import Prepared, prepare
from console.client import Client
from console.embedded import EmbeddedHub, HubDidNotStart
from console.forms.sign_in import Credentials
from console.hubprocess import Spawn, spawn
from console.hubtime import HubTime
from console.problems import say, say_error
from console.tasks import Cancel, Lane, Outcome, TaskRunner
from console.transport import HubRefused, HubUnreachable, Transport
from console.wording import Wording
from services.api.district import ProfileView, UnitRow
from services.api.hubfile import KEY_HEADER
from services.api.sessions import FirstAdmin, Health, Session
from services.domain.clock import Clock
from services.domain.rights import Right
from services.geo.areas import AreaSet

logger = logging.getLogger(__name__)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Where:
    """Which hub to use: an address, or the embedded hub of a data folder with its options."""

    url: str
    data_dir: Path
    hub_options: Sequence[str] = ()
    spawn: Spawn = spawn


@dataclass(frozen=True, slots=True)
class Connected:
    """A hub that answers."""

    transport: Transport
    client: Client
    health: Health
    embedded: bool


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything a desk is built from. Its board follows: it is the largest answer, and the desk is built meanwhile."""

    connected: Connected
    session: Session
    profile: ProfileView
    units: tuple[UnitRow, ...]
    areas: AreaSet


@dataclass(frozen=True, slots=True)
class Office:
    """What an administrator works with, who sees no cases: the hub, and the units of the district."""

    connected: Connected
    session: Session
    profile: ProfileView
    units: tuple[UnitRow, ...]


class Starter(QObject):
    """Goes through the steps. `ready`, then `board` ends them well; `failed` says why not, and `begin` tries again."""

    doing = Signal(str)
    sign_in_wanted = Signal(bool)
    """True when the district asks for its first administrator."""
    sign_in_failed = Signal(str)
    connected = Signal(object)
    ready = Signal(object)
    """A Ready: a desk can be built."""
    board = Signal(object)
    """The board of that desk (a Prepared): it can begin."""
    administration = Signal(object)
    """An Office: whoever signed in keeps the district's people or settings, and has no desk."""
    failed = Signal(str)

    def __init__(self, where: Where, tasks: TaskRunner, time: HubTime, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._where = where
        self._tasks = tasks
        self._time = time
        self._clock = clock
        self._connected: Connected | None = None
        self._session: Session | None = None

    def begin(self) -> None:
        """Start over from the hub."""
        self.doing.emit(self.tr("正在连接服务…") if self._where.url else self.tr("正在启动本机服务…"))
        self._tasks.submit(Lane.QUERIES, self._connect, self._on_connected, slot="start")

    def sign_in(self, given: Credentials) -> None:
        """Sign in with what was typed, or make the first administrator of it."""
        if self._connected is None:
            return
        client = self._connected.client

        def work(_cancel: Cancel) -> Session:
            if given.name:
                return client.set_up(FirstAdmin(login=given.login, name=given.name, password=given.password))
            return client.sign_in(given.login, given.password, client="console")

        self._tasks.submit(Lane.COMMANDS, work, self._on_session, slot="sign-in")

    def _connect(self, cancel: Cancel) -> Connected:
        headers = {}
        url = self._where.url
        if not url:
            where = self._where
            pause = partial(_pause, cancel)
            hub = EmbeddedHub(where.data_dir, where.hub_options, self._clock, pause, where.spawn)
            found = hub.ensure(cancel)
            url, headers = found.url, {KEY_HEADER: found.key}
        transport = Transport(url, self._clock, headers=headers)
        client = Client(transport, self._time.heard)
        return Connected(transport, client, client.health(), embedded=not self._where.url)

    @Slot(object)
    def _on_connected(self, outcome: Outcome[Connected]) -> None:
        connected = self._value(outcome)
        if connected is None:
            return
        self._connected = connected
        self.connected.emit(connected)
        if connected.health.demo:
            self.doing.emit(self.tr("正在登录演示席位…"))
            client = connected.client
            self._tasks.submit(Lane.COMMANDS, lambda _cancel: client.sign_in_demo(), self._on_session, slot="sign-in")
        else:
            self.sign_in_wanted.emit(connected.health.setup_needed)

    @Slot(object)
    def _on_session(self, outcome: Outcome[Session]) -> None:
        if outcome.error is not None:
            if isinstance(outcome.error, HubRefused):
                self.sign_in_failed.emit(say(outcome.error.problem).whole)
            else:
                self._value(outcome)
            return
        self._session = outcome.value()
        self.doing.emit(self.tr("正在载入区情和在办案件…"))
        connected = self._connected
        session = self._session
        if connected is not None:
            self._tasks.submit(Lane.QUERIES, lambda _cancel: _load(connected, session), self._on_loaded, slot="start")

    @Slot(object)
    def _on_loaded(self, outcome: Outcome[Ready | Office]) -> None:
        loaded = self._value(outcome)
        if isinstance(loaded, Office):
            self.administration.emit(loaded)
        elif loaded is not None:
            self._tasks.submit(Lane.QUERIES, lambda _cancel: _board(loaded), self._on_board, slot="start")
            self.ready.emit(loaded)

    @Slot(object)
    def _on_board(self, outcome: Outcome[Prepared]) -> None:
        board = self._value(outcome)
        if board is not None:
            self.board.emit(board)

    def _value(self, outcome: Outcome[_T]) -> _T | None:
        try:
            return outcome.value()
        except HubDidNotStart as error:
            self.failed.emit(self.tr("本机服务没有启动：{reason}").format(reason=str(error)))
        except HubRefused as error:
            self.failed.emit(say(error.problem).whole)
        except HubUnreachable:
            self.failed.emit(self.tr("连接不上服务，请检查网络和地址"))
        except Exception as error:
            logger.exception("the district could not be loaded")
            self.failed.emit(say_error(error).whole)
        return None


def _load(connected: Connected, session: Session) -> Ready | Office:
    client = connected.client
    profile, units = client.profile(), tuple(client.units())
    if Right.CASE_READ not in session.rights:
        return Office(connected, session, profile, units)
    data, _etag = client.areas()
    areas = AreaSet.decode(data or b"")
    return Ready(connected=connected, session=session, profile=profile, units=units, areas=areas)


def _board(ready: Ready) -> Prepared:
    row_text = Wording(ready.profile, ready.units).row_text
    return prepare(ready.connected.client.board(), row_text)


def _pause(cancel: Cancel, seconds: float) -> None:
    cancel.wait(seconds)
