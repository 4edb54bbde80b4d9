"""The window on the way to a desk: what it says and offers when a step fails, and that it ends from there too."""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from console.conductor import Conductor
from console.settings import Settings
from console.start import Where
from console.theming import Theming
from console.window import MainWindow
from services.api.board import Board
from services.api.sessions import Health
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from tests.console.made import NOW, profile, session, units
from tests.widgets.map.synthetic import squares

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.console.stubhub import StubHub


class Opened:
    """A window with its conductor at a stand-in hub, before there is a desk."""

    def __init__(self, app: QApplication, url: str, folder: Path) -> None:
        clock, settings, theming = SystemClock(), Settings(folder), Theming(app, "dark")
        self.window = MainWindow(theming, settings)
        self.conductor = Conductor(
            self.window, theming, settings, Where(url, folder), clock, TimeIds(clock), "operations"
        )
        self.ended: list[bool] = []
        self.conductor.finished.connect(lambda: self.ended.append(True))
        self.window.show()

    def state(self) -> str:
        return self.window.overlay.state.kind


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, stub: StubHub, tmp_path: Path) -> Iterator[Opened]:
    style, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    made = Opened(qapp, stub.url, tmp_path)
    yield made
    made.conductor.close()
    qtbot.waitUntil(lambda: bool(made.ended))
    made.window.deleteLater()
    made.conductor.deleteLater()
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_a_failed_start_offers_another_try_and_goes_on_from_there(qtbot: QtBot, opened: Opened, stub: StubHub) -> None:
    stub.on("GET", "/health", lambda _body: None)
    window = opened.window
    opened.conductor.start()
    assert opened.state() == "loading"
    qtbot.waitUntil(lambda: opened.state() == "error")
    assert window.overlay.state.action == "再试一次"
    stub.answer("GET", "/health", Health(version="0", now=NOW))
    window.retry_wanted.emit()
    qtbot.waitUntil(lambda: window.page_name() == "sign-in")
    assert opened.state() == "live"


def test_keys_before_there_is_a_desk_do_nothing(qtbot: QtBot, opened: Opened, stub: StubHub) -> None:
    stub.answer("GET", "/health", Health(version="0", now=NOW))
    opened.conductor.start()
    qtbot.waitUntil(lambda: opened.window.page_name() == "sign-in")
    window = opened.window
    for wanted in (window.new_case_wanted, window.alert_wanted):
        wanted.emit()
    window.finder_wanted.emit("")
    assert window.page_name() == "sign-in"
    assert not window.finder.isVisible()


def test_a_district_that_does_not_load_says_why(qtbot: QtBot, opened: Opened, stub: StubHub) -> None:
    stub.answer("GET", "/health", Health(version="0", now=NOW, demo=True))
    stub.answer("POST", "/session/demo", session())
    stub.answer("GET", "/profile", profile())
    stub.answer("GET", "/units", units())
    stub.on("GET", "/areas", lambda _body: None)
    opened.conductor.start()
    qtbot.waitUntil(lambda: opened.state() == "error")
    assert opened.window.overlay.state.sentence == "连接不上服务，请检查网络和地址"
    assert opened.conductor.desk is None


def loadable(stub: StubHub) -> None:
    """Let the stand-in be a district that loads."""
    stub.answer("GET", "/health", Health(version="0", now=NOW, demo=True))
    stub.answer("POST", "/session/demo", session())
    stub.answer("GET", "/profile", profile())
    stub.answer("GET", "/units", units())
    stub.on("GET", "/areas", lambda _body: (200, squares().encode()))
    stub.board = Board(pos=1, now=NOW, total=0, rows=())


def test_a_fault_while_loading_is_an_error_with_another_try_and_is_logged(
    qtbot: QtBot, opened: Opened, stub: StubHub, caplog: pytest.LogCaptureFixture
) -> None:
    loadable(stub)
    stub.on("GET", "/areas", lambda _body: (200, b"no areas at all"))
    with caplog.at_level(logging.ERROR):
        opened.conductor.start()
        qtbot.waitUntil(lambda: opened.state() == "error")
    assert "程序内部出错" in opened.window.overlay.state.sentence
    assert "could not be loaded" in caplog.text
    loadable(stub)
    opened.window.retry_wanted.emit()
    qtbot.waitUntil(lambda: opened.conductor.desk is not None)


def test_a_desk_that_cannot_be_built_is_an_error_with_another_try_and_leaves_nothing(
    qtbot: QtBot, opened: Opened, stub: StubHub, caplog: pytest.LogCaptureFixture
) -> None:
    loadable(stub)
    whole = opened.conductor._room
    opened.conductor._room = dataclasses.replace(whole, clock=None)  # type: ignore[arg-type]  # fails half-way
    with caplog.at_level(logging.ERROR):
        opened.conductor.start()
        qtbot.waitUntil(lambda: opened.state() == "error")
    assert "页面没有打开" in opened.window.overlay.state.sentence
    assert opened.window.overlay.state.action == "再试一次"
    assert "could not be built" in caplog.text
    assert not opened.window._names
    opened.conductor._room = whole
    opened.window.retry_wanted.emit()
    qtbot.waitUntil(lambda: opened.conductor.desk is not None and opened.conductor.desk.connected)


def test_closing_the_window_before_there_is_a_desk_ends_at_once(qtbot: QtBot, opened: Opened) -> None:
    opened.conductor.start()
    opened.window.close()
    qtbot.waitUntil(lambda: bool(opened.ended))
