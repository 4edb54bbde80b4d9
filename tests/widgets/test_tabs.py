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
