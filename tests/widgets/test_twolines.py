"""Rows of two lines: read aloud and copied as text, the current one stays by its key, nothing is drawn over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest

from widgets.twolines import TwoLineList, TwoLines

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

LINES = (
    TwoLines("a", "0001 · 河涌排污", "市桥街道", "已超 2 分", "red"),
    TwoLines("b", "0002 · 占道经营", "桥南街道", "剩 30 分"),
    TwoLines("c", "0003 · 隧道积水", quiet=True),
)


@pytest.fixture
def listed(qtbot: QtBot, theme: Theme) -> TwoLineList:
    made = TwoLineList(theme, "吹哨")
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.set_lines(LINES)
    made.show()
    return made


def test_a_row_is_read_aloud_whole(listed: TwoLineList) -> None:
    assert [listed.item(row).text() for row in range(listed.count())] == [
        "0001 · 河涌排污\n市桥街道\n已超 2 分",
        "0002 · 占道经营\n桥南街道\n剩 30 分",
        "0003 · 隧道积水",
    ]


def test_the_current_row_stays_by_its_key(listed: TwoLineList) -> None:
    listed.select("b")
    listed.set_lines(LINES[::-1])
    assert listed.current_key() == "b"


def test_where_the_current_row_is_gone_the_next_one_becomes_it(listed: TwoLineList, qtbot: QtBot) -> None:
    listed.select("b")
    with qtbot.waitSignal(listed.currentItemChanged):
        listed.set_lines((LINES[0], LINES[2]))
    assert listed.current_key() == "c"
    listed.set_lines(())
    assert listed.current_key() is None


def test_enter_opens_and_ctrl_c_copies_the_row(listed: TwoLineList, qtbot: QtBot) -> None:
    listed.select("a")
    listed.setFocus()
    with qtbot.waitSignal(listed.opened, check_params_cb=lambda key: key == "a"):
        QTest.keyClick(listed, Qt.Key.Key_Return)
    QTest.keyClick(listed, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == LINES[0].as_text()


def test_only_what_is_left_of_the_time_is_coloured(listed: TwoLineList, theme: Theme) -> None:
    red = theme.color("red_text")
    image = listed.viewport().grab().toImage()
    coloured = {x for x in range(image.width()) for y in range(60) if _near(image.pixelColor(x, y), red)}
    assert coloured
    assert min(coloured) > image.width() // 2


def _near(one: QColor, other: QColor) -> bool:
    apart = (one.red() - other.red(), one.green() - other.green(), one.blue() - other.blue())
    return all(abs(each) < 12 for each in apart)
