"""Numbers by unit: sorted as numbers, unknown ones last, the row under the cursor stays, the whole copied as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
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
    arrow = "↑" if order is Qt.SortOrder.AscendingOrder else "↓"
    assert table.headerItem().text(1) == f"{arrow} 在办"
    assert table.as_text().splitlines()[0] == "单位\t在办"


def test_a_press_on_a_title_sorts_and_another_turns_it_round(table: FigureTable) -> None:
    header = table.header()
    at = QPoint(header.sectionViewportPosition(1) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    first = names(table)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert sorted(first[:2]) == ["市桥街道", "沙湾街道"]
    assert names(table) == [*first[1::-1], "石楼镇"]


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


WORDS = (
    FigureColumn("单位", words=True),
    FigureColumn("在看", words=True, wide=True),
    FigureColumn("最近", words=True),
)


def words(key: str, name: str, *texts: str) -> FigureRow:
    return FigureRow(key, name, tuple(FigureCell(text, text or None) for text in texts))


@pytest.fixture
def people(qtbot: QtBot, theme: Theme) -> FigureTable:
    made = FigureTable(theme, "席位")
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.set_columns("席位", WORDS)
    made.set_rows((words("a", "坐席 03", "市桥街道", "", "2"), words("b", "坐席 07", "番禺区", "0187", "1")))
    made.show()
    return made


def test_texts_sort_as_texts_and_empty_ones_come_last(people: FigureTable) -> None:
    people.sortItems(2, Qt.SortOrder.AscendingOrder)
    assert names(people) == ["坐席 07", "坐席 03"]
    people.sortItems(2, Qt.SortOrder.DescendingOrder)
    assert names(people) == ["坐席 07", "坐席 03"]


def test_the_columns_fill_the_table_and_no_more(people: FigureTable, qtbot: QtBot) -> None:
    def filled() -> bool:
        whole = sum(people.header().sectionSize(index) for index in range(people.columnCount()))
        return whole == people.viewport().width()

    qtbot.waitUntil(filled)
    people.resize(1300, 300)
    qtbot.waitUntil(filled)


def test_the_order_and_widths_somebody_chose_are_those_of_the_next_day(
    people: FigureTable, qtbot: QtBot, theme: Theme
) -> None:
    with qtbot.waitSignal(people.arranged):
        people.header().resizeSection(1, 155)
    with qtbot.waitSignal(people.arranged):
        people.header().setSortIndicator(3, Qt.SortOrder.AscendingOrder)
    tomorrow = FigureTable(theme, "席位")
    qtbot.addWidget(tomorrow)
    tomorrow.resize(900, 300)
    tomorrow.arrange(people.arrangement())
    tomorrow.set_columns("席位", WORDS)
    tomorrow.set_rows((words("a", "坐席 03", "市桥街道", "", "2"), words("b", "坐席 07", "番禺区", "0187", "1")))
    assert tomorrow.header().sectionSize(1) == 155
    assert names(tomorrow) == ["坐席 07", "坐席 03"]


@pytest.mark.parametrize("state", [b"", b"rubbish", b"1,7", b"9,1;99=20000", b"\xff\xfe"])
def test_a_remembered_arrangement_that_is_none_changes_nothing(table: FigureTable, state: bytes) -> None:
    before = table.arrangement()
    table.arrange(state)
    assert table.arrangement() == before
    assert names(table) == ["市桥街道", "沙湾街道", "石楼镇"]


def test_an_order_by_a_column_that_is_gone_is_no_order(qtbot: QtBot, theme: Theme) -> None:
    table = FigureTable(theme, "各单位的数字")
    qtbot.addWidget(table)
    table.arrange(b"7,1;9=120")
    table.set_columns("单位", (FigureColumn("在办", "在办案件"),))
    table.set_rows(ROWS)
    assert names(table) == ["市桥街道", "沙湾街道", "石楼镇"]


def test_what_is_shown_takes_the_colours_of_another_theme(table: FigureTable, any_theme: Theme) -> None:
    table.set_theme(any_theme)
    item = table.topLevelItem(0)
    assert item is not None
    assert item.foreground(1).color() == any_theme.color("text")
