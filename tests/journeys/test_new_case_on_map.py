"""The place of a new case pointed out on the map: the form steps aside for it, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from console.forms.new_case import NewCaseForm

if TYPE_CHECKING:
    from tests.journeys.seats import Console


def test_the_form_steps_aside_for_the_map_and_comes_back_with_the_point(console: Console) -> None:
    console.ctrl(Qt.Key.Key_N)
    form = console.dialog()
    assert isinstance(form, NewCaseForm)
    console.type("qiao xia ji shui")
    form.point.click()
    console.until(lambda: not form.isVisible())
    canvas = console.page.map
    QTest.keyClick(canvas, Qt.Key.Key_Escape)  # not now
    console.until(form.isVisible)
    form.point.click()
    console.until(lambda: not form.isVisible())
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(canvas.width() // 2, canvas.height() // 2))
    console.until(form.isVisible)
    assert "已选点" in form.point.text()
    assert form.text.toPlainText() == "qiao xia ji shui"
    form.point.click()
    console.until(lambda: not form.isVisible())
    console.until(console.window.isActiveWindow)
    console.ctrl(Qt.Key.Key_N)  # asked for again by its key
    console.until(form.isVisible)
    form.reject()
    console.no_dialog()
