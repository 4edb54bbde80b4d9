"""A new case at the phone, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from console.forms.new_case import NewCaseForm

if TYPE_CHECKING:
    from tests.journeys.seats import Console


def opened(console: Console) -> NewCaseForm:
    console.ctrl(Qt.Key.Key_N)
    form = console.dialog()
    assert isinstance(form, NewCaseForm)
    return form


def test_a_call_becomes_a_case_with_a_few_keys_and_can_be_opened(console: Console) -> None:
    form = opened(console)
    console.type("清河路口积水没过小腿。请尽快处理")
    for _ in range(2):
        console.key(Qt.Key.Key_Tab)
    console.key(Qt.Key.Key_Tab)
    console.type("清河东路与平康路口")
    console.key(Qt.Key.Key_Tab)
    console.type("sqjd")
    console.key(Qt.Key.Key_Return)
    assert form.area.unit is not None
    assert form.area.unit.name == "市桥街道"
    console.shoot("new-case-behind")
    console.shoot_of(form, "new-case")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: "已新建" in console.said())
    row = next(one for one in console.desk.board.rows() if one.title == "清河路口积水没过小腿")
    assert row.place == "清河东路与平康路口"
    assert "440113007" in row.area_path
    console.shoot("new-case-done")
    button = next(one for one in console.window.toasts.findChildren(QPushButton) if one.text() == "打开")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    console.until(lambda: console.page.selected_id == row.id)


def test_what_the_hub_refuses_is_said_in_the_form_and_nothing_is_lost(console: Console) -> None:
    form = opened(console)
    console.type("井盖缺失")
    form.category.addItem("撤销的类别", "gone-category")
    form.category.setCurrentIndex(form.category.count() - 1)
    console.ctrl(Qt.Key.Key_Return)
    console.until(lambda: "类别" in form._error.text())
    console.shoot_of(form, "new-case-refused")
    assert form.isVisible()
    assert form.text.toPlainText() == "井盖缺失"
    form.category.setCurrentIndex(1)
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: any(one.title == "井盖缺失" for one in console.desk.board.rows()))


def test_a_second_call_about_the_same_thing_joins_the_first_case(console: Console) -> None:
    opened(console)
    console.type("禺山大道排水井盖缺失，很危险。请尽快处理")
    for _ in range(3):
        console.key(Qt.Key.Key_Tab)
    console.type("禺山大道 18 号")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: any(one.title.startswith("禺山大道排水井盖") for one in console.desk.board.rows()))
    first = next(one for one in console.desk.board.rows() if one.title.startswith("禺山大道排水井盖"))

    form = opened(console)
    console.type("禺山大道的排水井盖没了，要出事的")
    for _ in range(3):
        console.key(Qt.Key.Key_Tab)
    console.type("禺山大道 18 号门口")
    rows = form.similar.rows
    console.until(lambda: rows.count() == 1)
    words = rows.item(0).text()
    assert first.number[-4:] in words
    assert "禺山大道 18 号" in words
    assert "文字相似" in words
    console.shoot_of(form, "new-case-similar")
    rows.setFocus()
    console.key(Qt.Key.Key_M)
    console.no_dialog()
    console.until(lambda: "并案" in console.said())

    def joined() -> bool:
        row = console.desk.board.row(first.id)
        return row is not None and row.children == 1

    console.until(joined)
    assert sum(one.title.startswith("禺山大道") for one in console.desk.board.rows()) == 1
    console.shoot("new-case-joined")
