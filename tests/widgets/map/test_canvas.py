"""What a person does on the map, and what the map says back."""

from __future__ import annotations

import gc
import os
import signal
import weakref
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.domain.tiers import Tier
from tests.widgets.map.synthetic import cases, centre, squares
from widgets.map.canvas import MapCanvas
from widgets.map.projection import point_to_world
from widgets.map.values import AlertArea, CardLine, MapCard, circle
from widgets.state import LIVE, PanelState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

SIZE = (700, 600)


@pytest.fixture
def canvas(qtbot: QtBot, dark: Theme) -> MapCanvas:
    made = MapCanvas(dark, helper=False)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.set_areas(squares())
    made.show()
    qtbot.waitExposed(made)
    return made


def pixel(canvas: MapCanvas, lon: float, lat: float) -> QPoint:
    world = np.array([point_to_world(lon, lat)])
    x, y = canvas.scene().screen(world)[0]
    return QPoint(round(x), round(y))


def wheel(canvas: MapCanvas, at: QPoint, notches: int) -> None:
    where = QPointF(at)
    event = QWheelEvent(
        where,
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def color_at(canvas: MapCanvas, at: QPoint) -> QColor:
    return canvas.grab().toImage().pixelColor(at)


def test_a_click_on_a_case_chooses_it(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_cases(cases(0, 70, 143))
    at = pixel(canvas, *centre(70))
    with qtbot.waitSignal(canvas.case_chosen) as chosen:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at + QPoint(8, 6))
    assert chosen.args == ["k1"]


def test_a_click_beside_cases_names_the_smallest_area(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_cases(cases(0))
    canvas.go_home()
    with qtbot.waitSignal(canvas.area_chosen) as chosen:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, *centre(1)))
    assert chosen.args == ["g1"]


def test_cases_on_one_spot_take_turns(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_cases(cases(70, 70, 70))
    seen = []
    for _ in range(3):
        with qtbot.waitSignal(canvas.case_chosen) as chosen:
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, *centre(70)))
        assert chosen.args is not None
        seen.append(chosen.args[0])
        canvas.select(chosen.args[0])
    assert sorted(seen) == ["k0", "k1", "k2"]


def test_a_dense_spot_shows_its_count_and_opens_on_a_click(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_cases(cases(*range(0, 144, 3), *[70] * 30))
    before = canvas.scene().view.scale
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, *centre(70)))
    assert canvas.scene().view.scale > before * 2
    with qtbot.waitSignal(canvas.case_chosen):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, *centre(70)))


def test_dragging_moves_and_locks_and_home_returns(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_cases(cases(0, 143))
    before = pixel(canvas, *centre(70))
    fitted = canvas.scene().view
    with qtbot.waitSignal(canvas.view_changed):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
        QTest.mouseMove(canvas, QPoint(340, 330))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(340, 330))
    assert pixel(canvas, *centre(70)) == before + QPoint(40, 30)
    assert '"locked": true' in canvas.save_state()
    QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert '"locked": false' in canvas.save_state()
    assert canvas.scene().view == fitted


def test_the_wheel_zooms_at_the_cursor(canvas: MapCanvas) -> None:
    at = pixel(canvas, *centre(30))
    wheel(canvas, at, 3)
    moved = pixel(canvas, *centre(30)) - at
    assert max(abs(moved.x()), abs(moved.y())) <= 1  # the cursor stands on whole pixels
    assert canvas.locked


@pytest.mark.parametrize(
    ("key", "dx", "dy"),
    [(Qt.Key.Key_Left, 1, 0), (Qt.Key.Key_Right, -1, 0), (Qt.Key.Key_Up, 0, 1), (Qt.Key.Key_Down, 0, -1)],
)
def test_arrows_pan(qtbot: QtBot, canvas: MapCanvas, key: Qt.Key, dx: int, dy: int) -> None:
    before = pixel(canvas, *centre(70))
    QTest.keyClick(canvas, key)
    assert pixel(canvas, *centre(70)) == before + QPoint(80 * dx, 80 * dy)


def test_a_live_change_moves_no_view_and_a_new_set_does(canvas: MapCanvas) -> None:
    canvas.set_cases(cases(0, 1))
    near = canvas.scene().view
    canvas.patch_cases(cases(1, 2, light=4).take(np.array([0])))
    assert canvas.scene().view == near
    canvas.set_cases(cases(0, 1))
    assert canvas.scene().view == near
    canvas.set_cases(cases(0, 1, 143))
    assert canvas.scene().view.scale < near.scale


def test_tab_goes_through_what_is_visible_and_says_it(qtbot: QtBot, dark: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    canvas = MapCanvas(dark, helper=False)
    after = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(canvas)
    layout.addWidget(after)
    window.resize(*SIZE)
    canvas.set_areas(squares())
    points = cases(10, 70, 130)
    points.light[1] = 4
    canvas.set_cases(points)
    window.show()
    window.activateWindow()
    canvas.setFocus()
    qtbot.waitUntil(canvas.hasFocus)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert "0001 井盖缺失" in canvas.accessibleDescription()
    assert "超时" in canvas.accessibleDescription()
    with qtbot.waitSignal(canvas.case_chosen) as chosen:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert chosen.args == ["k1"]
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()


def test_esc_leaves(qtbot: QtBot, canvas: MapCanvas) -> None:
    with qtbot.waitSignal(canvas.leave_requested):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)


def test_the_cursor_names_a_case_and_gets_its_card(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_cases(cases(0, 70, 143))
    at = pixel(canvas, *centre(70))
    before = canvas.grab().toImage()
    with qtbot.waitSignal(canvas.case_hovered) as hovered:
        QTest.mouseMove(canvas, at)
    assert hovered.args == ["k1"]
    canvas.show_hover("k0", MapCard("another case"))
    canvas.show_hover("k1", MapCard("0001 井盖缺失", (CardLine("<b>不是 HTML</b>"),)))
    assert canvas.grab().toImage() != before
    with qtbot.waitSignal(canvas.case_hovered) as left:
        QTest.mouseMove(canvas, QPoint(5, 300))
    assert left.args == [None]


def test_choose_mode_toggles_units_of_one_tier(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_choosing(Tier.COMMUNITY)
    at = pixel(canvas, *centre(0))
    before = color_at(canvas, at)
    with qtbot.waitSignal(canvas.area_toggled) as toggled:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=at)
    assert toggled.args == ["c0"]
    canvas.set_selected_areas(["c0", "unknown"])
    assert color_at(canvas, at) != before


def test_place_mode_names_the_position(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_placing(True)
    with qtbot.waitSignal(canvas.position_chosen) as placed:
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=pixel(canvas, *centre(70)))
    assert placed.args == pytest.approx(list(centre(70)), abs=2e-4)


def test_layers_are_switched_and_remembered(qtbot: QtBot, canvas: MapCanvas, dark: Theme) -> None:
    canvas.set_cases(cases(0, 70, 143))
    chip = canvas.findChild(QPushButton, "cases")
    assert chip is not None
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert not canvas.layer_visible("cases")
    wheel(canvas, QPoint(100, 100), 4)
    other = MapCanvas(dark, helper=False)
    qtbot.addWidget(other)
    other.resize(*SIZE)
    other.set_areas(squares())
    other.show()
    assert other.restore_state(canvas.save_state())
    assert not other.layer_visible("cases")
    assert other.scene().view.scale == pytest.approx(canvas.scene().view.scale)
    assert pixel(other, *centre(30)) == pixel(canvas, *centre(30))


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"view": 1, "layers": {}}', '{"view": {"lon": 1e999}}'])
def test_damaged_memory_changes_nothing(canvas: MapCanvas, damaged: str) -> None:
    before = canvas.scene().view
    assert not canvas.restore_state(damaged)
    assert canvas.scene().view == before


def test_without_boundaries_the_map_says_so_and_offers_the_import(qtbot: QtBot, dark: Theme) -> None:
    canvas = MapCanvas(dark, helper=False)
    qtbot.addWidget(canvas)
    canvas.resize(*SIZE)
    canvas.show()
    button = next(one for one in canvas.findChildren(QPushButton) if one.text() == "导入边界")
    assert button.isVisible()
    with qtbot.waitSignal(canvas.import_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    canvas.set_cases(cases(0, 143))
    assert not button.isVisible()
    canvas.grab()


def test_a_stale_map_is_greyed_but_can_be_moved(qtbot: QtBot, canvas: MapCanvas) -> None:
    canvas.set_cases(cases(0, 70, 143))
    at = pixel(canvas, *centre(70))
    before = color_at(canvas, at)
    canvas.set_state(PanelState("stale", "与中枢失去联系", "自 15:42"))
    assert color_at(canvas, at) != before
    canvas.set_state(LIVE)
    assert color_at(canvas, at) == before
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.locked


def test_cases_without_a_place_are_counted_in_words(canvas: MapCanvas) -> None:
    points = cases(0, 70, 143)
    points.lon[0] = np.nan
    points.lat[2] = np.inf
    before = canvas.grab().toImage()
    canvas.set_cases(points)
    assert canvas.grab().toImage() != before
    assert canvas.accessibleDescription().startswith("1")
    assert not canvas.locate("k0")
    assert canvas.locate("k1")


def test_every_theme_and_an_alert_area_are_drawn(canvas: MapCanvas, light: Theme) -> None:
    canvas.set_cases(cases(0, 70, 143))
    at = pixel(canvas, *centre(70)) + QPoint(14, 0)
    plain = color_at(canvas, at)
    canvas.set_alert_areas([AlertArea("a", "内涝红色预警", "red", (circle(*centre(70), 2500),))])
    warned = color_at(canvas, at)
    assert warned.red() > plain.red()
    canvas.set_exercise(True)
    canvas.set_theme(light)
    assert color_at(canvas, at).lightness() > warned.lightness()


def test_a_layer_can_be_made_fainter(canvas: MapCanvas) -> None:
    canvas.set_cases(cases(0, 70, 143, light=4))
    at = pixel(canvas, *centre(70))
    strong = color_at(canvas, at)
    canvas.set_layer_opacity("cases", 0.4)
    assert color_at(canvas, at).red() < strong.red()
    canvas.set_layer_visible("cases", False)
    canvas.set_layer_opacity("areas", 0.0)
    assert color_at(canvas, at) == QColor.fromRgba(canvas.scene().colors.base.outside)


def test_zooming_never_shows_a_blank_where_the_district_is(qtbot: QtBot, canvas: MapCanvas) -> None:
    """While no sharper picture has come, the stale one (and the overview under it) is stretched."""
    canvas.grab()
    land = canvas.scene().colors.base.outside
    for notches, at in ((8, QPoint(350, 300)), (-6, QPoint(350, 300))):
        wheel(canvas, at, notches)
        image = canvas.grab().toImage()
        seen = [
            image.pixel(x, y)
            for x in range(60, 640, 29)
            for y in range(120, 540, 29)
            if canvas.place_text(x + 0.5, y + 0.5)
        ]
        assert seen
        assert seen.count(land) <= len(seen) // 20


def test_a_killed_helper_is_not_seen(qtbot: QtBot, dark: Theme) -> None:
    canvas = MapCanvas(dark)
    qtbot.addWidget(canvas)
    canvas.resize(*SIZE)
    canvas.set_areas(squares())
    canvas.show()
    qtbot.waitUntil(lambda: canvas.drawer.helper_pid is not None)
    pid = canvas.drawer.helper_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wheel(canvas, QPoint(350, 300), 5)
    with qtbot.waitSignal(canvas.drawer.drawn):
        canvas.repaint()
    assert color_at(canvas, QPoint(350, 300)) != QColor.fromRgba(canvas.scene().colors.base.outside)
    canvas.shutdown()


def test_a_closed_map_is_freed(qtbot: QtBot, dark: Theme) -> None:
    canvas = MapCanvas(dark, helper=False)
    canvas.set_areas(squares())
    canvas.set_cases(cases(0, 70))
    canvas.resize(*SIZE)
    canvas.show()
    gone = weakref.ref(canvas)
    canvas.close()
    canvas.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del canvas
    gc.collect()
    assert gone() is None
    assert qtbot is not None
