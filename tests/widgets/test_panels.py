"""The side panels: each number opens what is behind it; empty and stale are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.widgets.conftest import MINUTE, NOW
from widgets.keycap import KeycapButton
from widgets.livealerts import LiveAlert, LiveAlertsPanel
from widgets.panel import LinkButton
from widgets.state import PanelState
from widgets.tiers import EscalationArrow, NumberButton, TierCardValue, TierPanel
from widgets.upcoming import ComingUp, ComingUpPanel
from widgets.whistles import WhistlePanel, WhistleUnit, WhistleValue

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

TIERS = (
    TierCardValue("district", "区", "区城市运行指挥中心", 21, 3, 1, 7),
    TierCardValue("street", "街镇", "16 个指挥分中心", 97, 12, 4, 23),
    TierCardValue("grid", "网格", "2019 个网格", 292, None, 0),
)


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def test_each_tier_number_opens_its_rows(qtbot: QtBot, theme: Theme) -> None:
    panel = TierPanel(theme)
    qtbot.addWidget(panel)
    panel.set_values(TIERS, "截至 15:42")
    asked: list[tuple[str, str]] = []
    panel.rows_requested.connect(lambda tier, which: asked.append((tier, which)))
    for button in panel.findChildren(NumberButton):
        QTest.keyClick(button, Qt.Key.Key_Return)
    assert asked == [
        (tier, which) for tier in ("district", "street", "grid") for which in ("open", "due_soon", "overdue")
    ]
    arrows = panel.findChildren(EscalationArrow)
    assert [arrow.accessibleName() for arrow in arrows] == ["今日升级 +7", "今日升级 +23"]
    arrows[0].click()
    assert asked[-1] == ("district", "escalated_today")
    names = [button.accessibleName() for button in panel.findChildren(NumberButton)]
    assert "街镇 超时 4" in names
    assert "网格 30 分内到期 未知" in names


def test_tier_widgets_stay_while_numbers_change(qtbot: QtBot, theme: Theme) -> None:
    panel = TierPanel(theme)
    qtbot.addWidget(panel)
    panel.set_values(TIERS)
    before = panel.findChildren(NumberButton)
    panel.set_values((TierCardValue("district", "区", "", 22, 3, 1, 8), *TIERS[1:]))
    assert panel.findChildren(NumberButton) == before
    assert before[0].accessibleName() == "区 在办 22"


def test_coming_up_counts_down_and_escalates(qtbot: QtBot, theme: Theme) -> None:
    panel = ComingUpPanel(theme)
    qtbot.addWidget(panel)
    assert "没有即将升级的案件" in words(panel)
    panel.tick(NOW)
    panel.set_values(
        (
            ComingUp("a", NOW + 4 * MINUTE, "楼道起烟", "社区 → 街镇"),
            ComingUp("b", NOW + 18 * MINUTE, "水质超标", "街镇 → 区", refusal="只有区级可以接收"),
        )
    )
    assert "没有即将升级的案件" not in words(panel)
    assert "00:04" in words(panel)
    panel.tick(NOW + 2 * MINUTE)
    assert "00:02" in words(panel)
    asked: list[object] = []
    reasons: list[str] = []
    panel.escalate_requested.connect(asked.append)
    panel.refused.connect(reasons.append)
    for button in panel.findChildren(KeycapButton):
        button.click()
    assert asked == ["a"]
    assert reasons == ["只有区级可以接收"]
    opened: list[object] = []
    panel.opened.connect(opened.append)
    for row in (button.parentWidget() for button in panel.findChildren(KeycapButton)):
        assert row is not None
        QTest.keyClick(row, Qt.Key.Key_Return)
    assert opened == ["a", "b"]


def test_a_whistle_shows_who_reported_in(qtbot: QtBot, theme: Theme) -> None:
    panel = WhistlePanel(theme)
    qtbot.addWidget(panel)
    assert "现在没有吹哨" in words(panel)
    units = (WhistleUnit("区水务局", "已报到 15:33", "ok"), WhistleUnit("执法局 <b>", "未报到 · 剩 7 分", "yellow"))
    panel.set_values((WhistleValue(9, "石碁镇 15:20 吹哨", units),))
    assert {"区水务局", "已报到 15:33", "执法局 <b>", "石碁镇 15:20 吹哨"} <= set(words(panel))
    with qtbot.waitSignal(panel.opened) as opened:
        next(b for b in panel.findChildren(LinkButton) if b.isVisibleTo(panel)).click()
    assert opened.args == [9]


def test_alert_numbers_stay_apart_and_open(qtbot: QtBot, theme: Theme) -> None:
    panel = LiveAlertsPanel(theme)
    qtbot.addWidget(panel)
    assert "没有生效的预警" in words(panel)
    alert = LiveAlert(3, "内涝黄色预警", "yellow", "市桥街道", 1100, 1096, 1084, 267, mode_word="演练")
    panel.set_values((alert, LiveAlert(4, "暴雨橙色预警", "orange", "番禺区", relayed=True)))
    assert {"演练", "转发", "番禺区"} <= set(words(panel))
    opened: list[tuple[object, str]] = []
    panel.opened.connect(lambda key, which: opened.append((key, which)))
    buttons = [b for b in panel.findChildren(LinkButton) if b.isVisibleTo(panel)]
    assert [b.text() for b in buttons[1:4]] == ["接受 1,096 / 1,100", "送达 1,084 / 1,100", "回执 267 / 1,100"]
    for button in buttons:
        button.click()
    assert opened == [(3, "alert"), (3, "accepted"), (3, "delivered"), (3, "answered"), (4, "alert")]


@pytest.mark.parametrize("kind", [TierPanel, ComingUpPanel, WhistlePanel, LiveAlertsPanel])
def test_every_panel_greys_and_offers_one_action(qtbot: QtBot, any_theme: Theme, kind: type) -> None:
    panel = kind(any_theme)
    qtbot.addWidget(panel)
    panel.resize(380, 300)
    panel.set_state(PanelState("stale", "与中心断开", "自 15:40 起", "重连"))
    button = next(b for b in panel.findChildren(QPushButton) if b.text() == "重连")
    assert button.isVisibleTo(panel)
    with qtbot.waitSignal(panel.state_action_requested):
        button.click()
    panel.set_state(PanelState())
    assert not button.isVisibleTo(panel)
    assert panel.accessibleName()
