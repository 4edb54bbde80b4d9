"""What holds for every part: it can be freed, what can be reached by key has a name, it draws at any size."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from tests.widgets.conftest import NOW, ListRows
from widgets.attachments import AttachmentLine, FileItem
from widgets.banner import Banner
from widgets.casepanel import CasePanel
from widgets.chips import Chip, ChipRow
from widgets.held import HeldButton
from widgets.keycap import ActionSpec, KeycapButton
from widgets.livealerts import LiveAlert, LiveAlertsPanel
from widgets.navbar import NavBar, NavItem
from widgets.queue import QueueView
from widgets.state import PanelState
from widgets.statusbar import Feed, StatusLine
from widgets.steps import StepBar
from widgets.tabs import ViewTabs
from widgets.tiers import TierCardValue, TierPanel
from widgets.timeline import Timeline
from widgets.topbar import SeatChoice, TopBar
from widgets.upcoming import ComingUp, ComingUpPanel
from widgets.whistles import WhistlePanel, WhistleUnit, WhistleValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme


def top_bar(theme: Theme) -> QWidget:
    bar = TopBar(theme)
    bar.set_seats((SeatChoice("a", "区级"), SeatChoice("b", "街镇")), "a")
    return bar


def banner(theme: Theme) -> QWidget:
    strip = Banner("exercise", theme)
    strip.show_sentence("演练", "全部案件都是演练", "了解")
    return strip


def chips(theme: Theme) -> QWidget:
    row = ChipRow(theme)
    row.set_chips((Chip("a", "来源"),))
    return row


def tiers(theme: Theme) -> QWidget:
    panel = TierPanel(theme)
    panel.set_values((TierCardValue("a", "区", "", 1, 2, 3, 4), TierCardValue("b", "网格", "", 1, 2, 3)))
    return panel


def upcoming(theme: Theme) -> QWidget:
    panel = ComingUpPanel(theme)
    panel.set_values((ComingUp(1, NOW, "积水", "社区 → 街镇"),))
    return panel


def whistles(theme: Theme) -> QWidget:
    panel = WhistlePanel(theme)
    panel.set_values((WhistleValue(1, "石碁镇吹哨", (WhistleUnit("区水务局", "已报到"),)),))
    return panel


def alerts(theme: Theme) -> QWidget:
    panel = LiveAlertsPanel(theme)
    panel.set_values((LiveAlert(1, "内涝黄色预警", "yellow", "市桥街道", 3, 2, 1, 1),))
    return panel


def feeds(theme: Theme) -> QWidget:
    line = StatusLine(theme)
    line.set_feeds((Feed("a", "12345", "ok"),))
    return line


def queue(theme: Theme) -> QWidget:
    view = QueueView(theme)
    view.set_rows(ListRows([1, 2]))
    view.set_state(PanelState("error", "读不出来", "", "再试"))
    return view


def files(theme: Theme) -> QWidget:
    del theme
    line = AttachmentLine()
    line.set_items(
        (
            FileItem("a", "cover & road.jpg", "1.2 MB"),
            FileItem("b", "tree.png", "40%", "busy", can_stop=True),
            FileItem("c", "report.pdf", "1 KB", "unsent", can_stop=True),
        )
    )
    return line


def navigation(theme: Theme) -> QWidget:
    bar = NavBar(theme)
    bar.set_items((NavItem("a", "指挥", "operations"),))
    return bar


PARTS: dict[str, Callable[[Theme], QWidget]] = {
    "alerts": alerts,
    "banner": banner,
    "case panel": CasePanel,
    "chips": chips,
    "feeds": feeds,
    "files": files,
    "held": lambda theme: HeldButton("发布", theme, lambda: 0.0),
    "keycap": lambda theme: KeycapButton(ActionSpec("a", "签收", "G"), theme),
    "navigation": navigation,
    "queue": queue,
    "steps": StepBar,
    "tabs": ViewTabs,
    "tiers": tiers,
    "timeline": Timeline,
    "top bar": top_bar,
    "upcoming": upcoming,
    "whistles": whistles,
}


@pytest.mark.parametrize("name", PARTS)
def test_it_dies_when_it_is_dropped(qtbot: QtBot, theme: Theme, name: str) -> None:
    part = PARTS[name](theme)
    died = weakref.ref(part)
    gc.collect()
    gc.disable()  # a part in a cycle is freed by the collector, in no particular order: that can crash
    try:
        del part
        assert died() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("name", PARTS)
def test_what_takes_the_focus_has_a_name(qtbot: QtBot, theme: Theme, name: str) -> None:
    part = PARTS[name](theme)
    qtbot.addWidget(part)
    for widget in (part, *part.findChildren(QWidget)):
        internal = widget.objectName().startswith("qt_")
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not internal and widget.isVisibleTo(part):
            shown = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or shown, f"{type(widget).__name__} in {name}"


@pytest.mark.parametrize("name", PARTS)
def test_it_draws_at_any_size_in_every_theme(qtbot: QtBot, any_theme: Theme, name: str) -> None:
    part = PARTS[name](any_theme)
    qtbot.addWidget(part)
    part.show()
    for width, height in ((1, 1), (120, 30), (1920, 1080)):
        part.resize(width, height)
        assert not part.grab().isNull()


def test_a_stale_queue_can_still_be_read_and_chosen(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    view = QueueView(theme, window)
    view.resize(800, 600)
    view.set_rows(ListRows(list(range(50))))
    view.set_state(PanelState("stale", "与中心断开", "自 15:40 起", "重连"))
    window.show()
    at = view.viewport().mapTo(window, view.viewport().rect().center())
    under = window.childAt(at)
    assert under is view.viewport()
    QTest.mouseClick(under, Qt.MouseButton.LeftButton)
    assert view.current_key is not None
    view.set_state(PanelState("empty", "没有案件"))
    assert window.childAt(at) is not view.viewport()
