from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from console.actions import ActionKeys, ActionState, Seat, action_label, explain, specs
from services.domain.actions import ACTIONS, Action
from services.domain.cases import State
from services.domain.clock import HOUR_MS
from services.domain.looprules import LoopRules, ReturnPolicy
from services.domain.rights import Role
from services.domain.tiers import Tier
from tests.console.made import NOW, row, session, wording

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from services.api.board import BoardRow

OPERATOR = Seat(session(), wording())
STREET = Seat(session(Role.STREET, unit_id="440113001", unit_path="440113/440113001"), wording())
WATER = Seat(session(Role.DEPARTMENT, unit_id="dept-water", unit_path=""), wording())


def states(one: BoardRow, seat: Seat = OPERATOR, *, pending: bool = False) -> dict[Action, ActionState]:
    return {state.action: state for state in explain(one, seat, NOW, pending=pending)}


def test_every_action_has_its_own_label_of_the_table() -> None:
    assert {action: action_label(action) for action in Action} == {one: rule.label for one, rule in ACTIONS.items()}


def test_steps_open_and_close_actions_and_say_why() -> None:
    found = states(row(state=State.REPORTED))
    assert found[Action.ACCEPT].enabled
    assert found[Action.DISPATCH].why == "案件处于“待受理”，不能派单"
    assert found[Action.NOTE].enabled


def test_rights_come_first_and_name_who_may() -> None:
    why = states(row(state=State.REPORTED), WATER)[Action.ACCEPT].why
    assert why.startswith("您的角色不能受理")


@pytest.mark.parametrize(
    ("one", "seat", "action", "why"),
    [
        (row(tier=Tier.DISTRICT), OPERATOR, Action.ESCALATE, "案件已在区级，不能再升级"),
        (row(answerable_id="440113"), STREET, Action.ESCALATE, "案件现由番禺区负责，不能代为升级"),
        (row(), STREET, Action.ESCALATE, ""),
        (row(state=State.DISPATCHED, holder_id="dept-water"), WATER, Action.SIGN, ""),
        (row(state=State.DISPATCHED), WATER, Action.SIGN, "案件现由石碁镇负责，不能代为签收"),
        (row(state=State.HANDLING, due_at=NOW), OPERATOR, Action.EXTEND, "案件已超时，不能再申请延期"),
        (row(state=State.HANDLING, due_at=None), OPERATOR, Action.EXTEND, "本件没有办理时限，无需延期"),
        (row(state=State.HANDLING, due_at=NOW + HOUR_MS), OPERATOR, Action.EXTEND, ""),
        (row(claimed_by="p1"), OPERATOR, Action.CLAIM, "您已认领本件"),
        (row(claimed_by="p1"), OPERATOR, Action.RELEASE, ""),
        (row(claimed_by="p2"), OPERATOR, Action.RELEASE, "案件已由他人认领"),
        (row(), OPERATOR, Action.RELEASE, "本件没有人认领"),
        (
            row(state=State.DISPATCHED, holder_id="dept-water"),
            Seat(session(), wording(loop=LoopRules(returns=ReturnPolicy.FORBIDDEN))),
            Action.RETURN,
            "本区规定接单后不得退单",
        ),
        (
            row(state=State.DISPATCHED, holder_id="dept-water"),
            Seat(session(), wording(loop=LoopRules())),
            Action.RETURN,
            "本区的退单规定尚未录入，不能退单",
        ),
        (row(), Seat(session(), wording(), connected=False), Action.NOTE, "与服务的连接中断，恢复后可用"),
    ],
)
def test_why_not(one: BoardRow, seat: Seat, action: Action, why: str) -> None:
    assert states(one, seat)[action].why == why


def test_an_operator_acts_for_the_holder_on_its_behalf_and_an_assisting_unit_for_itself() -> None:
    one = row(state=State.DISPATCHED, holder_id="440113001")
    assert states(one)[Action.SIGN].behalf
    assert not states(one, STREET)[Action.SIGN].behalf
    helped = {state.action: state for state in explain(one, WATER, NOW, assisting=("dept-water",))}
    assert helped[Action.SIGN].enabled
    assert not helped[Action.RETURN].enabled


def test_while_something_is_under_way_nothing_else_is_begun() -> None:
    found = states(row(), Seat(session(Role.SUPERVISOR), wording()), pending=True)
    assert {state.why for state in found.values()} == {"本件正在提交，请稍候"}
    assert all(spec.reason for spec in specs(tuple(found.values())))


class Pane(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line = QLineEdit(self)
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)


def press(target: QWidget, key: Qt.Key, text: str = "", *, repeated: bool = False, shift: bool = False) -> None:
    modifiers = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text, repeated))


def test_keys_act_once_in_their_own_widgets_and_never_while_typing(qtbot: QtBot) -> None:
    pane = Pane()
    qtbot.addWidget(pane)
    keys = ActionKeys(lambda: explain(row(claimed_by="p1"), OPERATOR, NOW), pane)
    keys.watch(pane)
    taken: list[Action] = []
    refused: list[str] = []
    keys.triggered.connect(taken.append)
    keys.refused.connect(refused.append)
    pane.show()
    qtbot.waitExposed(pane)
    pane.activateWindow()
    pane.setFocus()
    press(pane, Qt.Key.Key_D, "d")
    press(pane, Qt.Key.Key_D, "d", repeated=True)
    press(pane, Qt.Key.Key_Space, " ", shift=True)
    press(pane, Qt.Key.Key_Space, " ")
    press(pane, Qt.Key.Key_Z, "z")
    assert taken == [Action.DISPATCH, Action.RELEASE]
    assert refused == ["您已认领本件"]
    pane.line.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is pane.line)
    press(pane.line, Qt.Key.Key_D, "d")
    press(pane, Qt.Key.Key_D, "d")
    assert pane.line.text() == "d"
    assert len(taken) == 2
