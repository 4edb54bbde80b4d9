"""Map and tiers in windows of their own: torn off, worked in, marked, brought back, found again at the next start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from widgets.banner import Banner
from widgets.panelwindow import PanelWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.district import Colleague, HubProcess
    from tests.journeys.seats import Console

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def window_of(console: Console, name: str) -> PanelWindow:
    """Return the window of a part, once it has the keys."""
    console.until(lambda: console.page.torn.window(name) is not None)
    found = console.page.torn.window(name)
    assert found is not None
    console.until(found.isVisible)
    return found


def torn_off(console: Console, key: Qt.Key, name: str) -> PanelWindow:
    """Tear a part off by its key."""
    console.page.queue.focus_queue()
    console.key(key, CTRL_SHIFT)
    made = window_of(console, name)
    made.activateWindow()
    console.until(made.isActiveWindow)
    return made


def banners(window: PanelWindow) -> list[str]:
    """Return what the lines of a window say."""
    return [one.accessibleName() for one in window.findChildren(Banner) if one.isVisibleTo(window)]


def test_the_map_works_in_a_window_of_its_own_and_comes_back_where_it_was(
    console: Console, colleague: Colleague
) -> None:
    row = colleague.report("路面积水")
    console.choose(row.id)
    page = console.page
    sizes = page._across.sizes()
    window = torn_off(console, Qt.Key.Key_M, "map")
    assert window.screen() is not console.window.screen()
    assert window.isAncestorOf(page.map)
    assert page._across.count() == 2
    assert "演练" in banners(window)
    page.map.setFocus()
    console.until(lambda: QApplication.focusWidget() is page.map)
    scale = page.map._nav.view.scale
    console.key(Qt.Key.Key_Plus)
    assert page.map._nav.view.scale != scale
    console.shoot("torn-main")
    console.shoot_of(window, "torn-map")
    # the main window's keys work here, and what they open is there
    console.ctrl(Qt.Key.Key_K)
    console.until(lambda: console.window.isActiveWindow() and console.window.finder.isVisible())
    console.key(Qt.Key.Key_Escape)
    window.activateWindow()
    page.map.setFocus()
    console.until(lambda: QApplication.focusWidget() is page.map)
    console.key(Qt.Key.Key_Escape)
    console.until(lambda: QApplication.focusWidget() is page.queue.queue)
    console.key(Qt.Key.Key_M, CTRL_SHIFT)
    console.until(lambda: page.torn.window("map") is None)
    assert page._across.indexOf(page.map) == 1
    console.until(lambda: page._across.sizes() == sizes)
    assert page.map.isVisible()


def test_both_windows_are_remembered_and_go_with_the_desk(open_console: Callable[..., Console]) -> None:
    first = open_console("one").start()
    torn_off(first, Qt.Key.Key_M, "map")
    tiers = torn_off(first, Qt.Key.Key_G, "tiers")
    assert first.page._across.count() == 1
    tiers.resize(500, 700)
    first.shoot_of(tiers, "torn-tiers")
    first.close()
    assert not any(isinstance(one, PanelWindow) and one.isVisible() for one in QApplication.topLevelWidgets())
    again = open_console("one").start()
    assert window_of(again, "map").isAncestorOf(again.page.map)
    kept = window_of(again, "tiers")
    assert (kept.width(), kept.height()) == (500, 700)
    back = next(one for one in kept.findChildren(QPushButton) if one.accessibleName() == "放回主窗口")
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    again.until(lambda: again.page.torn.window("tiers") is None)
    window_of(again, "map").close()  # by the window's own corner
    again.until(lambda: again.page.torn.window("map") is None)
    assert [again.page._across.indexOf(part) for part in (again.page.map, again.page.tiers)] == [1, 2]


def test_a_torn_off_window_greys_when_the_hub_is_gone_and_hides_with_the_seat(
    console: Console, hub: HubProcess
) -> None:
    window = torn_off(console, Qt.Key.Key_G, "tiers")
    console.theming.use("light")
    hub.kill()
    console.until(lambda: "已断开" in banners(window))
    console.shoot_of(window, "torn-stale-light")
    assert "自" in console.page.tiers.tiers.head.findChildren(type(console.page.tiers.tiers.head._note))[0].text()
    hub.start()
    console.until(lambda: "已断开" not in banners(window))
    assert console.conductor.is_ready(0)
    console.window.hold_page("help")
    assert not window.isVisible()
    console.window.release_page()
    console.until(window.isVisible)
