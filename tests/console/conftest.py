"""A stand-in hub and a transport to it, per test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.client import Client
from console.tasks import TaskRunner
from console.transport import Transport
from services.domain.clock import SystemClock
from tests.console.stubhub import StubHub

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
    with qtbot.waitSignal(made.closed, timeout=5_000):
        made.close()
