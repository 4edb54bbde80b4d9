"""Leaving a console that brought its own hub: asked when a timer is armed, kept or stopped as one says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from services.api import hubfile
from services.api.cases import NewCase
from tests.console.stubhub import aside
from tests.journeys.district import copied
from tests.journeys.seats import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

OPTIONS = ("--no-engine",)


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Path:
    """Return a data folder with a demo district, its hub not running."""
    return copied(demo_folder, tmp_path / "own")


@pytest.fixture
def opened(folder: Path, qtbot: QtBot) -> Iterator[Callable[[], Console]]:
    """Return how a console is opened on the folder; whatever hub runs there in the end is stopped."""
    made: list[Console] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style, palette, font = app.styleSheet(), app.palette(), app.font()

    def make() -> Console:
        console = Console(qtbot, "", folder, options=OPTIONS)
        made.append(console)
        return console.start()

    yield make
    for console in made:
        if not console.ended:
            console.conductor.leave(quiet=True)
            console.until(lambda console=console: console.ended)  # type: ignore[misc]  # bound now
        console.close()
    app.setStyleSheet(style)
    app.setPalette(palette)
    app.setFont(font)
    qtbot.waitUntil(lambda: hubfile.read(folder) is None)


def with_timer(console: Console) -> None:
    """Report a case: its escalation is armed."""
    desk = console.desk
    new = NewCase(
        command_id=desk.new_id(),
        title="路面积水",
        source=desk.profile.sources[0].code,
        category=desk.profile.categories[0].code,
        lon=113.361423,
        lat=22.950619,
    )
    aside(lambda: desk.client.new_case(new))
    console.until(lambda: len(desk.board) == 1)


def question(console: Console) -> QMessageBox:
    found = console.dialog()
    assert isinstance(found, QMessageBox)
    return found


def press(box: QMessageBox, name: str) -> None:
    button = box.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_with_a_timer_armed_one_is_asked_may_stay_and_may_stop_the_hub(
    opened: Callable[[], Console], folder: Path
) -> None:
    console = opened()
    with_timer(console)
    console.window.close()
    box = question(console)
    assert "2 个计时" in box.text()  # of the tier, and of the stage
    console.shoot_of(box, "leaving")
    press(box, "back")
    console.no_dialog()
    assert console.window.isVisible()
    assert not console.ended
    console.window.close()
    press(question(console), "stop")
    console.until(lambda: console.ended)
    console.until(lambda: hubfile.read(folder) is None)


def test_a_hub_that_is_kept_goes_on_for_the_next_console(opened: Callable[[], Console], folder: Path) -> None:
    first = opened()
    with_timer(first)
    first.window.close()
    press(question(first), "keep")
    first.until(lambda: first.ended)
    before = hubfile.read(folder)
    assert before is not None
    second = opened()
    after = hubfile.read(folder)
    assert after is not None
    assert after.pid == before.pid
    assert len(second.desk.board) == 1


def test_with_nothing_armed_the_console_leaves_without_a_question(opened: Callable[[], Console], folder: Path) -> None:
    console = opened()
    console.window.close()
    console.until(lambda: console.ended)
    console.until(lambda: hubfile.read(folder) is None)
