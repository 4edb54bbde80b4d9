"""Marks in a row: two of the case's own at most, the rest counted, and never more than there is room for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from tests.widgets.conftest import NOW, ListRows, a_row
from widgets.queue import QueueView
from widgets.queue.columns import COLUMNS, STATE_VERSION, ColumnSet
from widgets.queue.marks import Mark, in_row, taken
from widgets.queue.rows import row_marks
from widgets.queue.strip import PAD, ROW_HEIGHT, RowPainter

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

OWN = (
    Mark("supervised", "挂牌督办"),
    Mark("hard", "疑难"),
    Mark("suspended", "挂账至 11-25 18:00"),
    Mark("urged", "催办 3"),
)
WHOSE = (Mark("pending", "提交中"), Mark("claimed", "陈志明 在办"), Mark("watched", "李敏 等 3 人 在看"))


def wide(word: str) -> int:
    return 12 * len(word) + 12


def test_two_of_the_cases_own_stand_in_the_row_and_the_rest_is_counted() -> None:
    assert [mark.word for mark in in_row(OWN, wide, 1000)] == ["挂牌督办", "疑难", "+2"]
    assert in_row(OWN[:2], wide, 1000) == list(OWN[:2])


def test_what_matters_least_gives_way_first() -> None:
    marks = (WHOSE[0], *OWN[:2], *WHOSE[1:])
    found = [[mark.word for mark in in_row(marks, wide, room)] for room in range(600, 0, -1)]
    words = [one for one, before in zip(found, [None, *found], strict=False) if one != before]
    assert words == [
        ["提交中", "挂牌督办", "疑难", "陈志明 在办", "李敏 等 3 人 在看"],
        ["提交中", "挂牌督办", "疑难", "陈志明 在办", "+1"],
        ["提交中", "挂牌督办", "陈志明 在办", "+2"],
        ["提交中", "陈志明 在办", "+3"],
        ["提交中", "+4"],
        ["+5"],
        [],
    ]


@given(
    marks=st.lists(st.sampled_from(OWN + WHOSE), unique=True),
    room=st.integers(min_value=0, max_value=700),
)
def test_marks_never_take_more_than_the_room_and_none_is_lost(marks: list[Mark], room: int) -> None:
    found = in_row(marks, wide, room)
    assert taken(found, wide) <= room
    hidden = sum(int(mark.word[1:]) for mark in found if mark.kind == "more")
    shown = [mark for mark in found if mark.kind != "more"]
    assert not found or len(shown) + hidden == len(marks)
    assert [mark for mark in marks if mark in shown] == shown


@pytest.mark.parametrize("title", ["水", "下中路地下通道积水约 40 厘米，车辆滞留，两侧商铺进水" * 2])
@pytest.mark.parametrize("width", [sum(column.least for column in COLUMNS), 620, 800, 1100])
@pytest.mark.usefixtures("qtbot")
def test_marks_touch_neither_the_number_nor_the_next_column(theme: Theme, width: int, title: str) -> None:
    columns = ColumnSet()
    for column in COLUMNS:
        columns.restore(json.dumps({"v": STATE_VERSION, "widths": {column.name: column.least}}).encode())
    edges = columns.lefts(width)
    painter = RowPainter(theme, 1.0)
    bare = replace(a_row("0187"), title=title)
    marked = replace(bare, supervised="挂牌督办", marks=OWN[1:], claimed_by="陈志明", watched_by="李敏 等 3 人")
    before, after = (painter.strip(row, edges, selected=False).toImage() for row in (bare, marked))
    for left, right in ((PAD, edges[1] + PAD - 1), (edges[2] - 3, edges[-1])):
        box = (left, 0, right - left, ROW_HEIGHT)
        assert before.copy(*box) == after.copy(*box)
    first_word = (edges[1] + PAD, 0, 12, 20)
    assert before.copy(*first_word) == after.copy(*first_word)
    place = (edges[1] + PAD, 22, 24, 16)
    assert before.copy(*place) == after.copy(*place)


def test_all_marks_are_said_even_where_none_fits(qtbot: QtBot, theme: Theme) -> None:
    rows = ListRows([0])
    view = QueueView(theme)
    qtbot.addWidget(view)
    view.set_rows(rows)
    rows.change(0, supervised=OWN[0].word, marks=OWN[1:])
    view.rows_changed()
    assert [mark.word for mark in row_marks(rows.row(0))] == [mark.word for mark in OWN]
    assert all(mark.word in view.row_as_text(0) for mark in OWN)


def test_a_row_says_why_it_stands_there_in_tooltip_and_description(qtbot: QtBot, theme: Theme) -> None:
    rows = ListRows([0, 1])
    view = QueueView(theme)
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.tick(NOW)
    view.set_rows(rows)
    view.set_explainer(lambda key, now: f"<b>第 {key} 件</b> {now}")
    view.show()
    view.select(1)
    assert view.accessibleDescription().endswith(f"<b>第 1 件</b> {NOW}")
    at = QPoint(200, 10)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at)))
    assert f"&lt;b&gt;第 0 件&lt;/b&gt; {NOW}" in QToolTip.text()
    assert "下中路地下通道" in QToolTip.text()
    QToolTip.hideText()
