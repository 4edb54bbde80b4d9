"""The row of saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from widgets.tabs import ViewTab, ViewTabs

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme


def test_views_scrolled_away_while_narrow_come_back_when_there_is_room(qtbot: QtBot, theme: Theme) -> None:
    tabs = ViewTabs(theme)
    qtbot.addWidget(tabs)
    names = [f"view {number}" for number in range(6)]
    tabs.resize(120, 42)
    tabs.show()
    tabs.set_tabs(tuple(ViewTab(name, name, 12) for name in names))
    tabs.set_current(names[-1])
    assert tabs.tab_rect(names[0]).right() < 0
    tabs.resize(1200, 42)
    assert tabs.tab_rect(names[0]).left() >= 0


def test_the_open_view_is_in_sight_also_when_the_views_come_later(qtbot: QtBot, theme: Theme) -> None:
    tabs = ViewTabs(theme)
    qtbot.addWidget(tabs)
    names = [f"view {number}" for number in range(6)]
    tabs.resize(300, 42)
    tabs.show()
    tabs.set_current(names[-1])
    tabs.set_tabs(tuple(ViewTab(name, name, 12) for name in names))
    assert tabs.rect().contains(tabs.tab_rect(names[-1]))


CTRL = Qt.KeyboardModifier.ControlModifier


def test_keys_change_views_of_ones_own_and_leave_the_others_alone(qtbot: QtBot, theme: Theme) -> None:
    tabs = ViewTabs(theme)
    qtbot.addWidget(tabs)
    tabs.set_tabs((ViewTab("all", "全部", 3), ViewTab("mine", "我的", 1, own=True)))
    told: list[tuple[object, ...]] = []
    tabs.rename_requested.connect(lambda name: told.append(("rename", name)))
    tabs.move_requested.connect(lambda name, step: told.append(("move", name, step)))
    tabs.delete_requested.connect(lambda name: told.append(("delete", name)))
    tabs.undo_requested.connect(lambda: told.append(("undo",)))
    for name in ("all", "mine"):
        tabs.set_current(name)
        QTest.keyClick(tabs, Qt.Key.Key_F2)
        QTest.keyClick(tabs, Qt.Key.Key_Left, CTRL)
        QTest.keyClick(tabs, Qt.Key.Key_Right, CTRL)
        QTest.keyClick(tabs, Qt.Key.Key_Delete)
        assert tabs.current == name
    QTest.keyClick(tabs, Qt.Key.Key_Z, CTRL)
    assert told == [("rename", "mine"), ("move", "mine", -1), ("move", "mine", 1), ("delete", "mine"), ("undo",)]
