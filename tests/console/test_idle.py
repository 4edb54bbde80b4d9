"""A seat locks itself when nobody works at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from console.idle import ALIVE_EVERY_S, IdleWatch
from tests.fixtures.databases import ManualClock

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def pass_time(clock: ManualClock, watch: IdleWatch, seconds: float) -> None:
    clock.advance(round(seconds * 1000))
    watch.look()


def test_it_says_so_once_when_nobody_touches_anything(qtbot: QtBot, clock: ManualClock) -> None:
    watch = IdleWatch(clock, 900)
    said: list[str] = []
    watch.idle.connect(lambda: said.append("idle"))
    pass_time(clock, watch, 899)
    assert said == []
    pass_time(clock, watch, 2)
    pass_time(clock, watch, 500)
    assert said == ["idle"]


def test_input_starts_the_time_anew_and_tells_the_hub(qtbot: QtBot, clock: ManualClock) -> None:
    watch = IdleWatch(clock, 900)
    said: list[str] = []
    watch.idle.connect(lambda: said.append("idle"))
    watch.alive.connect(lambda: said.append("alive"))
    clock.advance(600_000)
    watch.eventFilter(QObject(), QEvent(QEvent.Type.MouseMove))
    pass_time(clock, watch, 600)
    assert said == ["alive"]
    pass_time(clock, watch, ALIVE_EVERY_S)
    assert said == ["alive"]  # nobody touched anything since


def test_a_wall_never_locks(qtbot: QtBot, clock: ManualClock) -> None:
    watch = IdleWatch(clock, 0)
    watch.idle.connect(lambda: pytest.fail("a wall has nobody to unlock it"))
    pass_time(clock, watch, 10**6)


def test_a_key_in_a_window_one_works_in_is_input(qtbot: QtBot, clock: ManualClock) -> None:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    field = QLineEdit()
    qtbot.addWidget(field)
    watch = IdleWatch(clock, 900)
    watch.watch(app)
    said: list[str] = []
    watch.idle.connect(lambda: said.append("idle"))
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    clock.advance(800_000)
    window = field.windowHandle()
    assert window is not None
    QTest.keyClick(window, Qt.Key.Key_A)
    pass_time(clock, watch, 800)
    assert said == []
    pass_time(clock, watch, 200)
    assert said == ["idle"]
