"""演练 in every window: the main one's frame goes all round, and each dialog that opens is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from console.settings import Settings
from console.theming import Theming
from console.window import MainWindow
from widgets.banner import HatchedFrame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style, palette, font = app.styleSheet(), app.palette(), app.font()
    made = MainWindow(Theming(app, "dark"), Settings(tmp_path))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.set_exercise("", "")
    app.setStyleSheet(style)
    app.setPalette(palette)
    app.setFont(font)


def opened(window: MainWindow, qtbot: QtBot) -> QDialog:
    """Open a dialog of the window."""
    dialog = QDialog(window)
    QVBoxLayout(dialog)
    dialog.setWindowTitle("派单")
    dialog.resize(300, 200)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_the_frame_of_an_exercise_goes_round_the_whole_window(window: MainWindow, qtbot: QtBot) -> None:
    window.set_exercise("演练", "本席位只产生演练对象")
    qtbot.waitUntil(lambda: window.frame.size() == window.size())
    window.resize(window.width() - 100, window.height() - 50)
    qtbot.waitUntil(lambda: window.frame.size() == window.size())
    assert not window.nav.geometry().intersects(window.frame.rect().adjusted(0, 0, 5 - window.frame.width(), 0))


def test_a_dialog_of_an_exercise_says_so(window: MainWindow, qtbot: QtBot) -> None:
    window.set_exercise("演练", "")
    dialog = opened(window, qtbot)
    qtbot.waitUntil(lambda: dialog.windowTitle() == "演练 · 派单")
    frame = dialog.findChild(HatchedFrame)
    assert frame is not None
    assert frame.isVisible()
    assert frame.geometry() == dialog.rect()
    dialog.close()


def test_a_dialog_of_what_is_live_is_not_marked(window: MainWindow, qtbot: QtBot) -> None:
    window.set_exercise("演练", "")
    window.set_exercise("", "")
    dialog = opened(window, qtbot)
    assert dialog.windowTitle() == "派单"
    assert dialog.findChild(HatchedFrame) is None
    dialog.close()
