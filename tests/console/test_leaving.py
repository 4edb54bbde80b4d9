"""What happens to the folder's hub when its console leaves: asked only where something would be missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from console.leaving import Leaving
from services.api.hubfile import EmbeddedState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.client import Client
    from console.tasks import TaskRunner
    from tests.console.stubhub import StubHub

STOPPED = ("POST", "/embedded/stop")
BUSY = EmbeddedState(consoles=1, timers=2, unsent=3, alerts=1)
IDLE = EmbeddedState(consoles=1, timers=0, unsent=0, alerts=0)
SHARED = EmbeddedState(consoles=2, timers=2, unsent=0, alerts=0)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def leaving(client: Client, runner: TaskRunner, window: QWidget, stub: StubHub) -> Leaving:
    stub.on(*STOPPED, lambda _body: (200, b"{}"))
    return Leaving(client, runner, window)


def decided(qtbot: QtBot, leaving: Leaving, *, quiet: bool = False) -> bool:
    with qtbot.waitSignal(leaving.decided) as heard:
        leaving.begin(quiet=quiet)
    return bool(heard.args[0])


def pressed(qtbot: QtBot, leaving: Leaving, window: QWidget, name: str) -> bool:
    leaving.begin(quiet=False)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[0]
    assert "2 个计时" in box.text()
    assert "3 条消息" in box.text()
    assert "1 条预警" in box.text()
    button = box.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(leaving.decided) as heard:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return bool(heard.args[0])


@pytest.mark.parametrize(
    ("name", "ends", "stops"), [("keep", True, False), ("stop", True, True), ("back", False, False)]
)
def test_three_answers(
    qtbot: QtBot, leaving: Leaving, window: QWidget, stub: StubHub, name: str, ends: bool, stops: bool
) -> None:
    stub.answer("GET", "/embedded", BUSY)
    assert pressed(qtbot, leaving, window, name) is ends
    assert (STOPPED in stub.seen) is stops


@pytest.mark.parametrize(
    ("state", "quiet", "stops"),
    [(IDLE, False, True), (BUSY, True, True), (SHARED, False, False), (SHARED, True, False)],
)
def test_without_a_question(
    qtbot: QtBot, leaving: Leaving, window: QWidget, stub: StubHub, state: EmbeddedState, quiet: bool, stops: bool
) -> None:
    stub.answer("GET", "/embedded", state)
    assert decided(qtbot, leaving, quiet=quiet)
    assert (STOPPED in stub.seen) is stops
    assert not window.findChildren(QMessageBox)


def test_a_hub_that_is_gone_keeps_nobody(qtbot: QtBot, leaving: Leaving, stub: StubHub) -> None:
    stub.on("GET", "/embedded", lambda _body: None)
    assert decided(qtbot, leaving)


def test_a_hub_that_does_not_stop_keeps_nobody(qtbot: QtBot, leaving: Leaving, stub: StubHub) -> None:
    stub.answer("GET", "/embedded", IDLE)
    stub.on(*STOPPED, lambda _body: None)
    assert decided(qtbot, leaving)
