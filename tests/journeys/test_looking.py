"""Looking for something: filters, chips, views of one's own, sorting, the one box, the key sheet, drafts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from console.client import Client
from console.forms.new_case import NewCaseForm
from console.pages.find import FindPage
from services.domain.cases import Priority
from widgets.keysheet import KeySheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
"""The offscreen platform says so of every menu."""


def menu(console: Console) -> QMenu:
    console.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def pick(console: Console, words: str) -> None:
    shown = menu(console)
    entry = next(one for one in shown.actions() if words in one.text())
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.actionGeometry(entry).center())
    console.until(lambda: QApplication.activePopupWidget() is None)


def keys(console: Console) -> list[object]:
    return console.page.queue.queue.visible_keys()


def tabs(console: Console) -> dict[str, tuple[str, int | None]]:
    return {tab.title: (tab.name, tab.count) for tab in console.page.queue.tabs._tabs}


def tab_menu(console: Console, name: str) -> None:
    bar = console.page.queue.tabs
    centre = bar.tab_rect(name).center()
    bar.context_requested.emit(name, bar.mapToGlobal(centre))


def test_filters_chips_and_a_view_of_ones_own(console: Console, colleague: Colleague) -> None:
    flood = colleague.report("地下车库积水", priority=Priority.URGENT)
    colleague.report("占道经营")
    other = colleague.report("河涌积水倒灌")
    console.until(lambda: len(keys(console)) == 3)

    console.page.queue.field.setFocus()
    console.page.queue.field.selectAll()
    console.type("积水")
    console.until(lambda: set(keys(console)) == {flood.id, other.id})
    button = console.page.queue.chips.button("priority")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    pick(console, "急")
    pick_is_urgent = console.page.queue.chips.button("priority").text()
    assert "急" in pick_is_urgent
    console.until(lambda: len(keys(console)) <= 1)

    tab_menu(console, "queue.all")
    pick(console, "存为视图")
    assert isinstance(console.dialog(), QInputDialog)
    console.type("紧急积水")
    console.key(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: "紧急积水" in tabs(console))
    shown = set(keys(console))
    console.until(lambda: tabs(console)["紧急积水"][1] == len(shown))

    bar = console.page.queue.tabs
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tab_rect("queue.all").center())
    console.page.queue.field.clear()
    console.page.queue.show_figure("queue.all")
    console.until(lambda: len(keys(console)) == 3)
    name = tabs(console)["紧急积水"][0]
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tab_rect(name).center())
    console.until(lambda: set(keys(console)) == shown)
    console.shoot("own-view")

    tab_menu(console, name)
    pick(console, "删除这个视图")
    console.until(lambda: "紧急积水" not in tabs(console))


def own(console: Console) -> list[str]:
    """Return the names of the person's own views as they stand."""
    return [tab.title for tab in console.page.queue.tabs._tabs if tab.own]


def is_own(console: Console, name: str) -> bool:
    """Tell whether there is a view of this name."""
    return name in own(console)


def stored(colleague: Colleague) -> list[str]:
    """Return the same as the hub keeps them (the demo's seats are one person)."""
    return [view.name for view in colleague.ask(Client.views)]


def test_own_views_are_named_anew_moved_deleted_and_put_back_by_keys(console: Console, colleague: Colleague) -> None:
    for words in ("积水", "井盖", "占道"):
        console.page.queue.field.setText(words)
        console.page.queue.show_figure("queue.all")
        tab_menu(console, "queue.all")
        pick(console, "存为视图")
        console.dialog()
        console.type(words)
        console.key(Qt.Key.Key_Return)
        console.no_dialog()
        console.until(partial(is_own, console, words))
    bar = console.page.queue.tabs
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tab_rect(tabs(console)["占道"][0]).center())
    bar.setFocus()
    console.ctrl(Qt.Key.Key_Left)
    console.ctrl(Qt.Key.Key_Left)
    console.ctrl(Qt.Key.Key_Left)  # no further than the first place
    assert own(console) == ["占道", "积水", "井盖"]
    console.until(lambda: stored(colleague) == ["占道", "积水", "井盖"])

    console.key(Qt.Key.Key_F2)
    assert isinstance(console.dialog(), QInputDialog)
    console.type("占道经营")
    console.key(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: own(console) == ["占道经营", "积水", "井盖"])

    bar.setFocus()
    console.key(Qt.Key.Key_Delete)
    console.until(lambda: own(console) == ["积水", "井盖"])
    console.until(lambda: bar.current == "queue.all")
    assert "已删除视图“占道经营”" in console.said()
    console.shoot("own-view-deleted")
    console.ctrl(Qt.Key.Key_Z)
    console.until(lambda: own(console) == ["占道经营", "积水", "井盖"])
    assert stored(colleague) == ["占道经营", "积水", "井盖"]


def test_a_click_on_a_column_sorts_by_it(console: Console, colleague: Colleague) -> None:
    rows = [colleague.report(f"案件 {n}") for n in range(4)]
    console.until(lambda: len(keys(console)) == 4)
    header = console.page.queue.queue.header()
    at = QPoint(20, header.height() // 2)
    QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=at)
    numbers = [row.id for row in rows]
    console.until(lambda: keys(console) == numbers)
    QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=at)
    console.until(lambda: keys(console) == numbers[::-1])


def test_the_one_box_finds_a_case_by_its_tail_a_unit_by_initials_and_a_command(
    console: Console, colleague: Colleague
) -> None:
    rows = [colleague.report(f"案件 {n}") for n in range(3)]
    console.until(lambda: len(keys(console)) == 3)
    console.ctrl(Qt.Key.Key_K)
    console.until(console.window.finder.isVisible)
    console.type(rows[1].number[-4:])
    console.shoot("finder")
    console.key(Qt.Key.Key_Return)
    console.until(lambda: console.page.selected_id == rows[1].id)
    assert not console.window.finder.isVisible()

    console.ctrl(Qt.Key.Key_K)
    console.type("dsjd")  # 大石街道: none of the cases lies there
    console.key(Qt.Key.Key_Return)
    console.until(lambda: keys(console) == [])
    console.until(lambda: "大石街道" in console.page.queue.chips.button("street").text())
    console.shoot("empty-filtered")
    console.page.queue.queue.state_action_requested.emit()
    console.until(lambda: len(keys(console)) == 3)

    console.ctrl(Qt.Key.Key_K)
    console.type("xjaj")
    console.key(Qt.Key.Key_Return)
    assert isinstance(console.dialog(), NewCaseForm)
    console.key(Qt.Key.Key_Escape)
    console.no_dialog()


def test_the_question_mark_shows_the_keys(console: Console) -> None:
    console.page.queue.focus_queue()
    console.key(Qt.Key.Key_Question)  # as a keyboard's own map tells it: the sign, without the Shift that made it
    console.until(lambda: any(sheet.isVisible() for sheet in console.window.findChildren(KeySheet)))
    console.shoot("keys")
    console.key(Qt.Key.Key_Escape)
    console.until(lambda: not any(sheet.isVisible() for sheet in console.window.findChildren(KeySheet)))


def test_keys_of_the_queue_are_letters_while_one_types(console: Console, colleague: Colleague) -> None:
    row = colleague.report("路面积水")
    console.choose(row.id)
    console.page.queue.field.setFocus()
    console.page.queue.field.selectAll()
    console.type("a")
    assert console.page.queue.field.text() == "a"
    assert not console.desk.pending.mark(row.id)


def test_a_note_half_written_is_there_in_the_next_window(
    open_console: Callable[..., Console], colleague: Colleague
) -> None:
    row = colleague.report("路面积水")
    first = open_console().start()
    first.choose(row.id)
    first.key(Qt.Key.Key_N)
    first.type("现场已到，水深二十厘米")
    first.close()
    second = open_console().start()
    second.choose(row.id)
    assert second.page.case.note() == "现场已到，水深二十厘米"
    second.key(Qt.Key.Key_N)
    second.ctrl(Qt.Key.Key_Return)
    second.until(lambda: second.page.case.note() == "")
    shown = second.page.case
    second.until(lambda: shown.case is not None and any("现场已到" in entry.text for entry in shown.case.timeline))


def test_a_case_is_copied_as_text(console: Console, colleague: Colleague) -> None:
    row = colleague.report("路面积水")
    console.choose(row.id)
    console.ctrl(Qt.Key.Key_C)
    text = QApplication.clipboard().text()
    assert row.number in text
    assert "路面积水" in text
    assert "已复制" in console.said()


def test_the_found_are_walked_from_the_field(console: Console, colleague: Colleague) -> None:
    rows = [colleague.report(f"河涌倒灌 {number}") for number in range(3)]
    console.until(lambda: console.desk.board.row(rows[-1].id) is not None)
    console.ctrl(Qt.Key.Key_F)
    page = console.window.pages.currentWidget()
    assert isinstance(page, FindPage)
    console.type("河涌倒灌")
    console.until(lambda: len(page.view.visible_keys()) == 3)
    console.key(Qt.Key.Key_Down)  # still in the field
    console.until(page.view.hasFocus)
    console.key(Qt.Key.Key_Down)
    assert page.view.current_key == rows[1].id  # the newest stands first
    console.key(Qt.Key.Key_Return)
    console.until(lambda: console.window.page_name() == "operations")
    assert console.page.selected_id == rows[1].id


def test_the_order_of_the_queue_is_remembered_at_the_seat(open_console: Callable[..., Console]) -> None:
    first = open_console("seat").start()
    first.page.queue.queue.sort_requested.emit("source", True)
    first.close()
    again = open_console("seat").start()
    assert again.page.queue.kept_sort() == "source 1"
    again.settings.set_value("operations.sort", "no-such-column 0")
    again.page.queue.sort_as(again.settings.value("operations.sort"))
    assert again.page.queue.kept_sort() == "source 1"


def test_a_page_that_does_not_exist_is_said(open_console: Callable[..., Console]) -> None:
    console = open_console(page="nowhere").start()
    assert console.window.page_name() == "operations"
    assert "没有“nowhere”这一页" in console.said()
