"""Changing how it looks while it runs, and starting in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from widgets.plain import PlainLabel

if TYPE_CHECKING:
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


def test_the_theme_changes_everywhere_at_once_and_is_remembered(console: Console, colleague: Colleague) -> None:
    row = colleague.report("路面积水")
    console.choose(row.id)
    dark = console.window.grab().toImage().pixelColor(4, 600).lightness()
    console.key(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    console.until(lambda: console.theming.theme.name == "light")
    image = console.window.grab().toImage()
    corner, queue, panel = image.pixelColor(4, 600), image.pixelColor(300, 560), image.pixelColor(300, 1000)
    assert dark < 60
    assert min(corner.lightness(), queue.lightness(), panel.lightness()) > 180
    assert console.settings.now.theme == "light"
    assert console.page.selected_id == row.id
    assert any(label.text() for label in console.window.findChildren(PlainLabel))
    console.shoot("light")
