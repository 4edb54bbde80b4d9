"""The actions of a case are one stop of the Tab key; the arrows go through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from widgets.actionrow import ActionRow
from widgets.keycap import ActionSpec

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

ACTIONS = (ActionSpec("sign", "签收", "G"), ActionSpec("feedback", "反馈", "B"), ActionSpec("note", "备注", "N"))


class Shown:
    """A row of actions between two fields."""

    def __init__(self, theme: Theme) -> None:
        self.window = QWidget()
        self.before, self.row, self.after = QLineEdit(), ActionRow(theme), QLineEdit()
        column = QVBoxLayout(self.window)
        for part in (self.before, self.row, self.after):
            column.addWidget(part)
        self.row.set_actions(ACTIONS)

    def press(self, key: Qt.Key) -> QWidget | None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        return QApplication.focusWidget()


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme) -> Shown:
    made = Shown(theme)
    qtbot.addWidget(made.window)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    made.before.setFocus()
    return made


def test_tab_passes_the_actions_in_one_step(shown: Shown) -> None:
    assert shown.press(Qt.Key.Key_Tab) is shown.row.button("sign")
    assert shown.press(Qt.Key.Key_Tab) is shown.after


def test_the_arrows_go_through_them_and_tab_comes_back_to_where_it_left(shown: Shown, qtbot: QtBot) -> None:
    shown.press(Qt.Key.Key_Tab)
    assert shown.press(Qt.Key.Key_Left) is shown.row.button("sign")
    assert shown.press(Qt.Key.Key_Right) is shown.row.button("feedback")
    assert shown.press(Qt.Key.Key_Tab) is shown.after
    assert shown.press(Qt.Key.Key_Backtab) is shown.row.button("feedback")
    with qtbot.waitSignal(shown.row.chosen) as chosen:
        shown.press(Qt.Key.Key_Return)
    assert chosen.args == ["feedback"]


def test_the_focus_stays_at_an_action_that_is_still_there(shown: Shown) -> None:
    shown.press(Qt.Key.Key_Tab)
    shown.press(Qt.Key.Key_Right)
    assert shown.row.set_actions((ActionSpec("close", "结案", "C"), ACTIONS[1]))
    assert QApplication.focusWidget() is shown.row.button("feedback")
    assert shown.row.button("close").focusPolicy() is Qt.FocusPolicy.ClickFocus
