"""How far an alert got, as its page tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import resources
from console.clocktext import ClockText
from console.pages.alert.reach import ReachPanel
from services.api.alerts import AlertDetail, AlertRow, AlertTarget
from services.api.district import NamedCode
from services.domain.modes import Mode
from widgets.theme import load_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

STATES = ("answered", "accepted", "dead", "delivered", "retry", "unknown")


@pytest.fixture
def panel(qtbot: QtBot) -> ReachPanel:
    theme = load_theme(resources.path("themes/dark.toml"), resources.path("icons"))
    made = ReachPanel(theme, ClockText("Asia/Shanghai"))
    qtbot.addWidget(made)
    made.set_channels((NamedCode(code="wecom", name="企业微信"),))
    made.set_detail(
        AlertDetail(
            row=AlertRow(
                id="a1",
                number="YLYJ1",
                mode=Mode.EXERCISE,
                demo=True,
                kind="waterlogging",
                level="yellow",
                state="in_force",
                headline="内涝黄色预警",
                unit_ids=(),
                starts_at=0,
                expires_at=1,
                issued_at=0,
                revision=1,
                version=1,
                targets=6,
                accepted=3,
                delivered=2,
                answered=1,
                failed=1,
                unknown=1,
            ),
            texts={},
            targets=tuple(
                AlertTarget(channel="wecom", target=state, unit_ids=(), recipients=(state,), state=state)
                for state in STATES
            ),
        )
    )
    return made


def test_who_needs_a_person_comes_first_and_who_answered_last(panel: ReachPanel) -> None:
    order = [panel.table.topLevelItem(at) for at in range(panel.table.topLevelItemCount())]
    assert [item.text(1) for item in order if item is not None] == [
        "dead",
        "unknown",
        "retry",
        "accepted",
        "delivered",
        "answered",
    ]


def test_channels_are_named(panel: ReachPanel) -> None:
    first = panel.table.topLevelItem(0)
    assert first is not None
    assert first.text(2) == "企业微信"
