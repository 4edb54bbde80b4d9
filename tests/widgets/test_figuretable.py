"""Numbers by unit: sorted as numbers, unknown ones last, the row under the cursor stays, the whole copied as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from widgets.figuretable import FigureCell, FigureColumn, FigureRow, FigureTable

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme


def row(key: str, name: str, value: float | None) -> FigureRow:
    return FigureRow(key, name, (FigureCell("–" if value is None else str(value), value),))


ROWS = (row("a", "市桥街道", 9), row("b", "沙湾街道", 10), row("c", "石楼镇", None))


@pytest.fixture
def table(qtbot: QtBot, theme: Theme) -> FigureTable:
    made = FigureTable(theme, "各单位的数字")
    qtbot.addWidget(made)
    made.set_columns("单位", (FigureColumn("在办", "在办案件"),))
    made.set_rows(ROWS)
    made.show()
    return made


def names(table: FigureTable) -> list[str]:
    return [line.split("\t")[0] for line in table.as_text().splitlines()[1:]]


def test_rows_come_as_given_until_a_column_is_chosen(table: FigureTable) -> None:
    assert names(table) == ["市桥街道", "沙湾街道", "石楼镇"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Qt.SortOrder.AscendingOrder, ["市桥街道", "沙湾街道", "石楼镇"]),
        (Qt.SortOrder.DescendingOrder, ["沙湾街道", "市桥街道", "石楼镇"]),
    ],
)
def test_numbers_sort_as_numbers_and_what_is_not_known_comes_last(
    table: FigureTable, order: Qt.SortOrder, expected: list[str]
) -> None:
    table.sortItems(1, order)
    assert names(table) == expected


def test_the_row_under_the_cursor_stays_when_numbers_change(table: FigureTable) -> None:
    table.select("b")
    table.set_rows((row("c", "石楼镇", 3), row("b", "沙湾街道", 1), row("a", "市桥街道", 2), row("d", "化龙镇", 0)))
    assert table.current_key() == "b"
    table.set_rows(ROWS[:2])
    assert table.current_key() == "b"


def test_enter_opens_and_copy_takes_the_whole_table(table: FigureTable, qtbot: QtBot) -> None:
    table.select("a")
    with qtbot.waitSignal(table.opened, check_params_cb=lambda key: key == "a"):
        QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[:2] == ["单位\t在办", "市桥街道\t9"]
