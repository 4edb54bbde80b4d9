"""The one box: keys, sections, choosing, closing; and the sheet of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from widgets.finder import Finder, Hit, Section
from widgets.keysheet import KeyGroup, KeyLine, KeySheet

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

SECTIONS = (
    Section("案件", (Hit("c1", "0187 积水", "市桥街道", "case"), Hit("c2", "10187 路面塌陷"))),
    Section("单位", ()),
    Section("命令", (Hit("x", "正式预警", refusal="尚未开放"), Hit("n", "新建案件", key="Ctrl+N"))),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def finder(window: QWidget, theme: Theme) -> Finder:
    return Finder(theme, window)


def the_input(finder: Finder) -> QLineEdit:
    found = finder.findChild(QLineEdit)
    assert found is not None
    return found


def test_it_opens_with_what_was_typed_and_asks(finder: Finder, qtbot: QtBot) -> None:
    asked: list[str] = []
    finder.query_changed.connect(asked.append)
    finder.open("0")
    QTest.keyClicks(the_input(finder), "187")
    assert asked == ["0", "01", "018", "0187"]
    finder.dismiss()
    finder.open()
    assert asked[-1] == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_the_focus_goes_back_where_it_was(finder: Finder, window: QWidget, key: Qt.Key) -> None:
    first, second = QLineEdit(window), QLineEdit(window)
    for field in (first, second):
        field.show()
    second.setFocus()
    finder.open("0")
    finder.set_sections(SECTIONS)
    finder.open("01")
    finder.set_sections(SECTIONS)
    QTest.keyClick(the_input(finder), key)
    assert not finder.isVisible()
    assert window.focusWidget() is second


def test_arrows_and_enter_choose(finder: Finder, qtbot: QtBot) -> None:
    finder.open("1")
    finder.set_sections(SECTIONS)
    QTest.keyClick(the_input(finder), Qt.Key.Key_Up)
    QTest.keyClick(the_input(finder), Qt.Key.Key_Down)
    assert finder.current is not None
    assert finder.current.target == "c2"
    with qtbot.waitSignal(finder.chosen) as chosen:
        QTest.keyClick(the_input(finder), Qt.Key.Key_Return)
    assert chosen.args == ["c2"]
    assert not finder.isVisible()


def test_what_is_refused_cannot_be_chosen(finder: Finder, qtbot: QtBot) -> None:
    finder.open("1")
    finder.set_sections(SECTIONS)
    chosen: list[object] = []
    finder.chosen.connect(chosen.append)
    for _ in range(2):
        QTest.keyClick(the_input(finder), Qt.Key.Key_Down)
    QTest.keyClick(the_input(finder), Qt.Key.Key_Return)
    assert chosen == []
    assert finder.isVisible()
    QTest.keyClick(the_input(finder), Qt.Key.Key_Down)
    QTest.keyClick(the_input(finder), Qt.Key.Key_Return)
    assert chosen == ["n"]


def test_the_current_answer_stays_while_answers_arrive(finder: Finder, qtbot: QtBot) -> None:
    finder.open("1")
    finder.set_sections(SECTIONS)
    QTest.keyClick(the_input(finder), Qt.Key.Key_Down)
    finder.set_sections((Section("人员", (Hit("p", "陈志明"),)), *SECTIONS))
    assert finder.current is not None
    assert finder.current.target == "c2"


def test_nothing_found_says_so(finder: Finder) -> None:
    finder.open("zzz")
    finder.set_sections((), "没有找到“zzz”")
    assert any(label.text() == "没有找到“zzz”" and label.isVisible() for label in finder.findChildren(QLabel))
    assert finder.current is None


def test_escape_and_a_press_outside_close(finder: Finder, window: QWidget, qtbot: QtBot) -> None:
    closed: list[int] = []
    finder.closed.connect(lambda: closed.append(1))
    finder.open()
    QTest.keyClick(the_input(finder), Qt.Key.Key_Escape)
    finder.open()
    outside = window.childAt(QPoint(5, 690))
    assert outside is not None
    QTest.mouseClick(outside, Qt.MouseButton.LeftButton)
    assert closed == [1, 1]
    assert not finder.isVisible()
    assert window.childAt(QPoint(5, 690)) is None


def test_many_answers_scroll(finder: Finder, qtbot: QtBot) -> None:
    finder.open("1")
    finder.set_sections((Section("案件", tuple(Hit(i, f"案件 {i}") for i in range(40))),))
    for _ in range(30):
        QTest.keyClick(the_input(finder), Qt.Key.Key_Down)
    assert finder.current is not None
    assert finder.current.target == 30
    assert not finder.grab().isNull()


def test_many_keys_fit_a_small_window(qtbot: QtBot, theme: Theme) -> None:
    small = QWidget()
    qtbot.addWidget(small)
    small.resize(1270, 700)
    sizes = (37, 21, 17, 6, 5)
    groups = [KeyGroup(f"组 {size}", tuple(KeyLine("Ctrl+Shift+O", "重开") for _ in range(size))) for size in sizes]
    sheet = KeySheet(tuple(groups), theme, small)
    small.show()
    sheet.open()
    drawn = sheet.grab().toImage()
    surface, veiled = theme.color("surface"), drawn.pixelColor(2, 2)
    assert veiled != surface
    edges = [
        (2, drawn.height() // 2),
        (drawn.width() - 3, drawn.height() // 2),
        (drawn.width() // 2, drawn.height() - 3),
    ]
    assert [drawn.pixelColor(x, y) for x, y in edges] == [veiled] * 3


def test_the_sheet_lists_keys_and_gives_the_focus_back(window: QWidget, any_theme: Theme, qtbot: QtBot) -> None:
    edit = QLineEdit(window)
    edit.show()
    window.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    case_keys = KeyGroup("案件", (KeyLine("A", "受理"), KeyLine("Shift+M", "拆案")))
    groups = (case_keys, KeyGroup("全局", (KeyLine("?", "键"),)))
    sheet = KeySheet(groups, any_theme, window)
    sheet.open()
    assert "Shift+M 拆案" in sheet.accessibleDescription()
    assert not sheet.grab().isNull()
    QTest.keyClick(sheet, Qt.Key.Key_Shift)
    assert sheet.isVisible()
    with qtbot.waitSignal(sheet.closed):
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert edit.hasFocus()
