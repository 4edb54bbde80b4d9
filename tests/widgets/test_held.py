"""The held button: once per full hold, never by a click, a repeat or a loss of focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from widgets.held import HOLD_MS, HeldButton

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme


class Clock:
    def __init__(self) -> None:
        self.ms = 1000.0

    def __call__(self) -> float:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def button(qtbot: QtBot, theme: Theme, clock: Clock) -> HeldButton:
    made = HeldButton("按住 1.2 秒发布", theme, clock)
    qtbot.addWidget(made)
    made.resize(320, 52)
    made.show()
    return made


def counted(button: HeldButton) -> list[str]:
    seen: list[str] = []
    button.confirmed.connect(lambda: seen.append("confirmed"))
    button.cancelled.connect(lambda: seen.append("cancelled"))
    return seen


def test_a_full_hold_by_mouse_confirms_once(button: HeldButton, clock: Clock) -> None:
    seen = counted(button)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    clock.ms += HOLD_MS - 1
    button.advance()
    assert seen == []
    assert button.progress == pytest.approx(1.0, abs=0.01)
    clock.ms += 1
    button.advance()
    clock.ms += 5000
    button.advance()
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert seen == ["confirmed"]


def test_letting_go_cancels(button: HeldButton, clock: Clock) -> None:
    seen = counted(button)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    clock.ms += HOLD_MS - 1
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    clock.ms += 5000
    button.advance()
    assert seen == ["cancelled"]
    assert button.progress == 0.0


def test_repeats_that_come_as_releases_and_presses_do_not_let_go(
    qtbot: QtBot, button: HeldButton, clock: Clock
) -> None:
    seen = counted(button)
    QTest.keyPress(button, Qt.Key.Key_Space)
    for _ in range(3):
        clock.ms += HOLD_MS / 4
        QTest.keyRelease(button, Qt.Key.Key_Space)
        QTest.keyPress(button, Qt.Key.Key_Space)
        button.advance()
    assert seen == []
    clock.ms += HOLD_MS / 4
    button.advance()
    assert seen == ["confirmed"]
    QTest.keyRelease(button, Qt.Key.Key_Space)


def test_a_key_that_is_up_confirms_nothing_while_that_is_being_found_out(
    qtbot: QtBot, button: HeldButton, clock: Clock
) -> None:
    seen = counted(button)
    QTest.keyPress(button, Qt.Key.Key_Space)
    clock.ms += HOLD_MS - 1
    QTest.keyRelease(button, Qt.Key.Key_Space)
    clock.ms += 5
    button.advance()
    qtbot.waitUntil(lambda: seen == ["cancelled"])


def test_leaving_with_the_pointer_cancels(button: HeldButton) -> None:
    seen = counted(button)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QTest.mouseMove(button, QPoint(900, 900))
    assert seen == ["cancelled"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_held_key_confirms_and_its_repeats_count_for_nothing(
    qtbot: QtBot, button: HeldButton, clock: Clock, key: Qt.Key
) -> None:
    seen = counted(button)
    QTest.keyPress(button, key)
    for _ in range(40):
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):  # X11 sends both for a repeat
            QApplication.sendEvent(button, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", True, 1))
        clock.ms += 29
        button.advance()
    assert seen == []
    clock.ms += 50
    button.advance()
    for _ in range(40):
        repeat = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, "", True, 1)
        QApplication.sendEvent(button, repeat)
        clock.ms += 100
        button.advance()
    assert seen == ["confirmed"]
    QTest.keyRelease(button, key)
    qtbot.waitUntil(lambda: button._by_key is None)  # a moment later it is really up
    QTest.keyPress(button, key)
    clock.ms += HOLD_MS
    button.advance()
    assert seen == ["confirmed", "confirmed"]


def test_many_short_presses_never_add_up(button: HeldButton, clock: Clock) -> None:
    seen = counted(button)
    for _ in range(20):
        QTest.keyClick(button, Qt.Key.Key_Space)
        clock.ms += HOLD_MS
        button.advance()
    assert "confirmed" not in seen


def test_losing_the_focus_or_escape_cancels(qtbot: QtBot, theme: Theme, clock: Clock) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    button = HeldButton("发布", theme, clock, window)
    other = QLineEdit(window)
    window.show()
    window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    seen = counted(button)
    QTest.keyPress(button, Qt.Key.Key_Space)
    other.setFocus()
    clock.ms += HOLD_MS
    button.advance()
    QTest.keyPress(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Escape)
    clock.ms += HOLD_MS
    button.advance()
    assert seen == ["cancelled", "cancelled"]


def test_a_refusal_says_why_and_nothing_happens(button: HeldButton, clock: Clock) -> None:
    seen = counted(button)
    button.set_refusal("正式预警尚未开放 <b>")
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    clock.ms += HOLD_MS
    button.advance()
    assert seen == []
    assert button.accessibleDescription() == "正式预警尚未开放 <b>"
    assert "&lt;b&gt;" in button.toolTip()


def test_a_refusal_in_the_middle_cancels(button: HeldButton, clock: Clock) -> None:
    seen = counted(button)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    button.set_refusal("案件已变")
    clock.ms += HOLD_MS
    button.advance()
    assert seen == ["cancelled"]


def test_modes_differ_in_words_and_in_look(button: HeldButton) -> None:
    looks = []
    for mode, word in (("live", ""), ("exercise", "演练"), ("test", "测试")):
        button.set_mode(mode)  # type: ignore[arg-type]  # the three modes
        assert word in button.accessibleName()
        looks.append(button.grab().toImage())
    assert looks[0] != looks[1] != looks[2]


def test_without_motion_it_still_works(button: HeldButton, clock: Clock) -> None:
    button.set_motion(wanted=False)
    seen = counted(button)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    clock.ms += 600
    button.advance()
    first = button.grab().toImage()
    clock.ms += 300
    button.advance()
    assert button.grab().toImage() == first
    clock.ms += 300
    button.advance()
    assert seen == ["confirmed"]
