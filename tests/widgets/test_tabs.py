"""The row of saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
