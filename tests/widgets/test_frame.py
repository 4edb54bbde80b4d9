"""The window's frame: top line, pages, views, chips, feeds, banners, messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from widgets.banner import Banner, HatchedFrame
from widgets.chips import Chip, ChipRow
from widgets.navbar import NavBar, NavButton, NavItem
from widgets.statusbar import Feed, FeedLight, StatusLine
from widgets.tabs import ViewTab, ViewTabs
from widgets.toast import Message, Toast, ToastStack
from widgets.topbar import LiveDot, SearchBox, SeatChoice, TopBar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> TopBar:
    made = TopBar(theme)
    qtbot.addWidget(made)
    made.resize(1920, 52)
    made.set_title("番禺区城市运行指挥中心")
    made.set_seats((SeatChoice("district", "区级"), SeatChoice("street", "街镇", "你没有街镇席位")), "district")
    made.show()
    return made


def named(parent: QWidget, text: str) -> QPushButton:
    return next(button for button in parent.findChildren(QPushButton) if button.text() == text)


def test_the_search_box_opens_with_what_was_typed(qtbot: QtBot, bar: TopBar) -> None:
    asked: list[str] = []
    bar.search_requested.connect(asked.append)
    box = bar.findChild(SearchBox)
    assert box is not None
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    QTest.keyClicks(box, "0")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert asked == ["", "0", ""]


def test_the_alert_button_asks_or_says_why_not(bar: TopBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.alert_requested):
        named(bar, "一键预警 F12").click()
    bar.set_alert_mode("演练")
    bar.set_alert_refusal("你没有预警权限")
    button = named(bar, "一键预警 F12 · 演练")
    assert not button.isEnabled()
    assert button.accessibleDescription() == "你没有预警权限"


def test_a_seat_that_is_not_yours_says_so(bar: TopBar) -> None:
    chosen: list[str] = []
    bar.seat_chosen.connect(chosen.append)
    assert not named(bar, "街镇").isEnabled()
    assert "你没有街镇席位" in named(bar, "街镇").toolTip()
    bar.set_seats((SeatChoice("district", "区级"), SeatChoice("street", "街镇")), "district")
    named(bar, "街镇").click()
    assert chosen == ["street"]
    bar.set_seats((SeatChoice("district", "区级"),), "district")


@pytest.mark.parametrize(
    ("state", "ms", "since", "words"),
    [
        ("live", 38, "", "实时 38 ms"),
        ("live", None, "", "实时"),
        ("slow", 900, "", "延迟 900 ms"),
        ("lost", None, "15:40", "已断开 · 15:40"),
    ],
)
def test_the_link_is_said_in_words(bar: TopBar, state: str, ms: int | None, since: str, words: str) -> None:
    bar.set_link(state, ms, since)  # type: ignore[arg-type]  # the three states
    dot = bar.findChild(LiveDot)
    assert dot is not None
    assert dot.accessibleDescription() == words


def test_clock_and_shift_are_shown(bar: TopBar) -> None:
    bar.set_clock("15:42:07")
    bar.set_shift("白班 08:00–16:00 · 坐席 07")
    texts = {label.text() for label in bar.findChildren(QLabel)}
    assert {"15:42:07", "白班 08:00–16:00 · 坐席 07", "番禺区城市运行指挥中心"} <= texts


def test_pages_are_chosen_and_follow_who_is_at_the_seat(qtbot: QtBot, any_theme: Theme) -> None:
    bar = NavBar(any_theme)
    qtbot.addWidget(bar)
    bar.set_items((NavItem("ops", "指挥", "operations"), NavItem("find", "查找", "search")))
    bar.set_current("ops")
    chosen: list[str] = []
    bar.chosen.connect(chosen.append)
    QTest.mouseClick(bar.button("find"), Qt.MouseButton.LeftButton)
    QTest.keyClick(bar.button("ops"), Qt.Key.Key_Return)
    assert chosen == ["find", "ops"]
    assert bar.button("ops").isChecked()  # the page itself tells when it shows
    assert not bar.button("find").isChecked()
    bar.set_items((NavItem("people", "人员", "person"),))
    assert [button.accessibleName() for button in bar.findChildren(NavButton) if button.parent() is bar] == ["人员"]


def test_views_are_chosen_by_mouse_and_keys(qtbot: QtBot, any_theme: Theme) -> None:
    tabs = ViewTabs(any_theme)
    qtbot.addWidget(tabs)
    tabs.resize(500, 42)
    tabs.set_tabs((ViewTab("new", "待受理", 37, alarm=True), ViewTab("mine", "我的", 4), ViewTab("all", "全部")))
    tabs.set_current("new")
    chosen: list[str] = []
    tabs.chosen.connect(chosen.append)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tab_rect("all").center())
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    QTest.keyClick(tabs, Qt.Key.Key_Left)
    assert chosen == ["all", "mine", "new"]
    assert tabs.accessibleDescription() == "待受理 37 件"
    assert tabs.tab_rect("none").isEmpty()


def test_a_view_out_of_sight_is_brought_in(qtbot: QtBot, theme: Theme) -> None:
    tabs = ViewTabs(theme)
    qtbot.addWidget(tabs)
    tabs.resize(300, 42)
    tabs.set_tabs(tuple(ViewTab(str(i), f"视图 {i}", i) for i in range(12)))
    tabs.set_current("11")
    assert tabs.rect().contains(tabs.tab_rect("11").center())
    tabs.set_current("0")
    assert tabs.rect().contains(tabs.tab_rect("0").center())


def test_chips_are_chosen_and_taken_away(qtbot: QtBot, theme: Theme) -> None:
    row = ChipRow(theme, ground="raised")
    qtbot.addWidget(row)
    row.set_chips((Chip("source", "来源"), Chip("street", "街镇：市桥", on=True, removable=True)))
    kept = row.button("source")
    chosen: list[str] = []
    removed: list[str] = []
    row.chosen.connect(chosen.append)
    row.remove_requested.connect(removed.append)
    QTest.keyClick(row.button("source"), Qt.Key.Key_Return)
    QTest.keyClick(row.button("street"), Qt.Key.Key_Delete)
    QTest.keyClick(row.button("source"), Qt.Key.Key_Delete)
    assert (chosen, removed) == (["source"], ["street"])
    row.set_chips((Chip("tier", "层级"), Chip("source", "来源", on=True)))
    assert row.button("source") is kept
    assert kept.accessibleDescription() == "已选"
    with pytest.raises(KeyError):
        row.button("street")


def test_feeds_say_their_state_in_words(qtbot: QtBot, any_theme: Theme) -> None:
    line = StatusLine(any_theme)
    qtbot.addWidget(line)
    line.resize(1200, 28)
    line.set_feeds((Feed("a", "12345", "ok"), Feed("b", "气象预警", "down", "自 15:20 起")))
    line.set_right("审计链已校验 15:40")
    lights = line.findChildren(FeedLight)
    assert [light.accessibleDescription() for light in lights] == ["正常", "中断 · 自 15:20 起"]
    with qtbot.waitSignal(line.feed_chosen) as chosen:
        lights[1].click()
    assert chosen.args == ["b"]
    line.set_feeds((Feed("a", "12345", "late", "2 分前"), Feed("b", "气象预警", "off")))
    assert line.findChildren(FeedLight) == lights
    assert not line.grab().isNull()


def test_a_banner_stands_while_it_has_something_to_say(qtbot: QtBot, any_theme: Theme) -> None:
    banner = Banner("exercise", any_theme)
    qtbot.addWidget(banner)
    assert not banner.isVisible()
    banner.show_sentence("演练", "全部案件都是演练", "了解")
    assert banner.isVisible()
    with qtbot.waitSignal(banner.action_requested):
        named(banner, "了解").click()
    banner.show_sentence("", "")
    assert not banner.isVisible()


def test_the_hatched_frame_lets_clicks_through(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    below = QPushButton("下面", window)
    below.resize(300, 200)
    frame = HatchedFrame(theme, window)
    frame.resize(300, 200)
    frame.set_kind("exercise")
    window.show()
    under = window.childAt(QPoint(2, 2))
    assert under is below
    with qtbot.waitSignal(below.clicked):
        QTest.mouseClick(below, Qt.MouseButton.LeftButton)
    frame.set_kind(None)
    assert not frame.isVisible()


def test_the_hatched_frame_is_as_large_as_what_it_frames(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    frame = HatchedFrame(theme, window)
    frame.set_kind("exercise")
    window.show()
    window.resize(640, 480)
    qtbot.waitUntil(lambda: frame.geometry() == window.rect())
    window.resize(320, 200)
    qtbot.waitUntil(lambda: frame.geometry() == window.rect())


@pytest.fixture
def stack(qtbot: QtBot, theme: Theme) -> Iterator[ToastStack]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    QLineEdit(window)
    window.show()
    yield ToastStack(theme, window)
    window.close()


def test_messages_stack_up_to_three_and_join_by_key(stack: ToastStack) -> None:
    for number in range(5):
        stack.say(Message(f"消息 {number}"))
    assert stack.texts() == ["消息 2", "消息 3", "消息 4"]
    stack.say(Message("又有 10 件", key="burst"))
    stack.say(Message("又有 20 件", key="burst"))
    assert stack.texts() == ["消息 3", "消息 4", "又有 20 件"]


def test_a_message_offers_undo_and_never_takes_the_focus(qtbot: QtBot, stack: ToastStack) -> None:
    window = stack.window()
    window.activateWindow()
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setFocus()
    qtbot.waitUntil(window.hasFocus)
    stack.say(Message("已派单 <b>", "ok", "撤销", ("undo", 7)))
    assert window.hasFocus()
    with qtbot.waitSignal(stack.acted) as acted:
        named(stack, "撤销").click()
    assert acted.args == [("undo", 7)]
    assert stack.texts() == []
    assert not stack.isVisible()


def test_a_message_goes_by_itself_or_by_its_cross(qtbot: QtBot, stack: ToastStack) -> None:
    QTest.mouseMove(stack.window(), QPoint(1, 1))
    stack.say(Message("马上走", shown_ms=1))
    qtbot.waitUntil(lambda: stack.texts() == [])
    stack.say(Message("不走", shown_ms=0))
    toast = stack.findChild(Toast)
    assert toast is not None
    named(stack, "×").click()
    assert stack.texts() == []


def test_messages_lie_over_the_part_they_are_given_while_it_shows(stack: ToastStack) -> None:
    part = QWidget(stack.parentWidget())
    part.setGeometry(500, 0, 400, 560)
    part.show()
    stack.set_anchor(part, 60)
    stack.say(Message("案件处于“待受理”，不能派单"))
    assert part.geometry().contains(stack.geometry())
    assert stack.geometry().bottom() <= 500
    part.hide()
    stack.say(Message("在别的页上"))
    assert stack.geometry().left() < 450
    part.show()
    part.deleteLater()
    QApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
    stack.say(Message("那一页已经不在"))
    assert stack.geometry().left() < 450
