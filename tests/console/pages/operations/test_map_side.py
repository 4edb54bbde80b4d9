"""The map beside the desk: what the clock changes is seen on it, also where no case moved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import resources
from console.pages.operations.map_side import MapSide
from services.domain.clock import HOUR_MS, MINUTE_MS
from tests.console.made import NOW
from widgets.map.canvas import MapCanvas
from widgets.theme import load_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.desk import Desk

THEME = load_theme(Path(resources.path("themes/dark.toml")), Path(resources.path("icons")))


def said_of_the_first(canvas: MapCanvas) -> str:
    """Walk to the first case on the map and return what is said of it."""
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    return canvas.accessibleDescription()


def test_a_case_runs_over_on_the_map_and_on_its_card_with_nothing_else_happening(desk: Desk, qtbot: QtBot) -> None:
    canvas = MapCanvas(THEME, helper=False)
    qtbot.addWidget(canvas)
    canvas.resize(800, 600)
    side = MapSide(desk, canvas, "", canvas)
    side.select("c1")
    canvas.show()
    canvas.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    side.tick(NOW + MINUTE_MS)
    before = said_of_the_first(canvas)
    assert "0001" in before
    assert "超时" not in before
    side.tick(NOW + 2 * HOUR_MS)
    assert QApplication.focusWidget() is canvas
    assert "超时" in said_of_the_first(canvas)
