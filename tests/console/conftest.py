"""A stand-in hub and a transport to it, per test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject

from console.board import prepare
from console.client import Client
from console.desk import Desk
from console.hubtime import HubTime
from console.start import Connected, Ready
from console.tasks import TaskRunner
from console.transport import Transport
from services.api.board import Board
from services.api.sessions import Health
from services.domain.clock import SystemClock
from tests.console.made import NOW, CountingIds, profile, row, session, units, wording
from tests.console.stubhub import StubHub
from tests.widgets.map.synthetic import squares

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def stub() -> Iterator[StubHub]:
    hub = StubHub()
    yield hub
    hub.close()


@pytest.fixture
def transport(stub: StubHub) -> Iterator[Transport]:
    made = Transport(stub.url, SystemClock())
    yield made
    made.close()


@pytest.fixture
def client(transport: Transport) -> Client:
    return Client(transport)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    with qtbot.waitSignal(made.closed):
        made.close()


@pytest.fixture
def desk(stub: StubHub, qtbot: QtBot) -> Iterator[Desk]:
    """Return a desk that follows a stand-in hub with one case."""
    clock = SystemClock()
    transport = Transport(stub.url, clock)
    time = HubTime(clock)
    tasks = TaskRunner()
    stub.board = Board(pos=10, now=NOW, total=1, rows=(row("c1"),))
    stub.answer("GET", "/alerts", [])
    ready = Ready(
        connected=Connected(transport, Client(transport, time.heard), Health(version="0", now=NOW), embedded=False),
        session=session(),
        profile=profile(),
        units=tuple(units()),
        areas=squares(),
    )
    parent = QObject()
    made = Desk(ready, tasks, time, clock, CountingIds(), parent)
    made.start(prepare(stub.board, wording().row_text))
    qtbot.waitUntil(lambda: made.connected)
    yield made
    with qtbot.waitSignal(tasks.closed):
        made.close()
    made.deleteLater()
    tasks.deleteLater()
