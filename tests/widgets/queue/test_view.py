"""The queue keeps its place by key, asks only for what it shows, and says its rows in words."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.widgets.conftest import MINUTE, NOW, ListRows
from widgets.queue import QueueView
from widgets.queue.strip import ROW_HEIGHT
from widgets.state import PanelState

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, list_rows: ListRows) -> QueueView:
    made = QueueView(theme)
    qtbot.addWidget(made)
    made.resize(800, 10 * ROW_HEIGHT + 28)
    made.tick(NOW)
    made.set_rows(list_rows)
    made.show()
    return made


def scroll_to(view: QueueView, row: int) -> None:
    view.verticalScrollBar().setValue(row * ROW_HEIGHT)


def test_only_visible_rows_are_asked_for(qtbot: QtBot, view: QueueView, list_rows: ListRows) -> None:
    list_rows.asked.clear()
    scroll_to(view, 50)
    view.viewport().grab()
    assert list_rows.asked <= set(range(50, 61))
    assert view.visible_keys() == list(range(50, 60))


def test_arriving_rows_do_not_move_the_selected_row(view: QueueView, list_rows: ListRows) -> None:
    scroll_to(view, 50)
    view.select(54)
    before = view.row_y(54)
    for number in range(30):
        list_rows.insert(number % 50, f"new {number}")
        view.rows_changed()
    assert view.current_key == 54
    assert view.row_y(54) == before


def test_without_a_selection_the_first_visible_row_stays(view: QueueView, list_rows: ListRows) -> None:
    scroll_to(view, 20)
    before = view.visible_keys()
    list_rows.insert(0, "new")
    list_rows.keys.remove(3)
    list_rows.insert(0, "newer")
    view.rows_changed()
    assert view.visible_keys() == before


def test_a_selected_row_that_changes_places_stays_where_it_is(view: QueueView, list_rows: ListRows) -> None:
    scroll_to(view, 50)
    view.select(52)
    before = view.row_y(52)
    list_rows.keys.remove(52)
    list_rows.keys.insert(120, 52)
    view.rows_changed()
    assert view.row_y(52) == before


def test_a_row_that_leaves_keeps_the_scroll_and_the_key(view: QueueView, list_rows: ListRows) -> None:
    scroll_to(view, 50)
    view.select(54)
    list_rows.keys.remove(54)
    view.rows_changed()
    assert view.verticalScrollBar().value() == 50 * ROW_HEIGHT
    assert view.current_key == 54
    assert view.row_as_text(54) == ""


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(["arrive", "leave", "move"]), st.integers(0, 10_000)), max_size=40))
def test_whatever_happens_the_selected_row_does_not_move(view: QueueView, changes: list[tuple[str, int]]) -> None:
    rows = ListRows(list(range(200)))
    view.set_rows(rows, keep_place=False)
    scroll_to(view, 90)
    view.select(95)
    before = view.row_y(95)
    for number, (kind, place) in enumerate(changes):
        at = place % len(rows)
        if kind == "arrive":
            rows.insert(at, f"new {number}")
        elif rows.keys[at] != 95:
            key = rows.keys.pop(at)
            if kind == "move":
                rows.keys.insert(place % 100, key)
        view.rows_changed()
    assert view.current_key == 95
    assert view.row_y(95) == before


def test_another_view_starts_at_the_top(view: QueueView) -> None:
    scroll_to(view, 90)
    view.set_rows(ListRows(list(range(500, 700))), keep_place=False)
    assert view.visible_keys()[0] == 500


def test_the_keys_begin_at_the_top_of_another_view(view: QueueView) -> None:
    view.select(95)
    view.set_rows(ListRows(list(range(500, 700))), keep_place=False)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current_key == 500


def test_keys_move_the_selection_and_report_it(qtbot: QtBot, view: QueueView) -> None:
    chosen: list[object] = []
    view.selected.connect(chosen.append)
    for key in (
        Qt.Key.Key_Down,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_Home,
        Qt.Key.Key_PageDown,
    ):
        QTest.keyClick(view, key)
    assert chosen == [0, 1, 0, 199, 190, 0, 9]
    assert 9 in view.visible_keys()
    activated: list[object] = []
    view.activated.connect(activated.append)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert activated == [9]


def test_letters_are_left_to_the_window(view: QueueView) -> None:
    view.select(3)
    event_left = not QTest.keyClick(view, Qt.Key.Key_A)
    assert event_left
    assert view.current_key == 3


def test_selecting_by_program_says_nothing_and_reveals(view: QueueView) -> None:
    chosen: list[object] = []
    view.selected.connect(chosen.append)
    assert view.select(150)
    assert not view.select("unknown")
    assert chosen == []
    view.select(150)
    assert 150 in view.visible_keys()


def test_mouse_selects_activates_and_asks_for_a_menu(qtbot: QtBot, view: QueueView) -> None:
    chosen: list[object] = []
    activated: list[object] = []
    view.selected.connect(chosen.append)
    view.activated.connect(activated.append)
    at = QPoint(200, 3 * ROW_HEIGHT + 5)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen == [3]
    assert activated == [3]


def test_copy_is_asked_for_and_the_text_has_no_markup(qtbot: QtBot, view: QueueView, list_rows: ListRows) -> None:
    list_rows.change(5, title="<b>井盖</b>\n缺失\u202e", claimed_by="陈志明", supervised="督办", priority=2)
    view.rows_changed({5})
    view.select(5)
    with qtbot.waitSignal(view.copy_requested) as asked:
        QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [5]
    assert view.row_as_text(5) == (
        "5 · 特急 · <b>井盖</b> 缺失 · 市桥街道 · 禺山社区 · 007 · 传感器 · 街镇 · 市桥街道中心"
        " · 剩余 01:12 · 督办 · 陈志明 在办"
    )


def test_the_current_row_is_said_in_words(view: QueueView) -> None:
    view.select(7)
    assert "下中路地下通道积水约 40 厘米" in view.accessibleDescription()
    assert view.accessibleName() == "案件队列"
    view.set_state(PanelState("error", "案件读不出来", action="再试一次"))
    assert view.accessibleDescription() == "案件读不出来"


def test_a_changed_row_is_drawn_anew_and_only_then(view: QueueView, list_rows: ListRows) -> None:
    before = view.viewport().grab().toImage()
    list_rows.rows[2] = list_rows.rows[3]
    assert view.viewport().grab().toImage() == before
    list_rows.change(2, title="路灯大面积不亮", pending=True)
    view.rows_changed({2})
    after = view.viewport().grab().toImage()
    assert after != before
    assert after.copy(0, 0, 800, 2 * ROW_HEIGHT) == before.copy(0, 0, 800, 2 * ROW_HEIGHT)


def test_the_clock_runs_by_ticks(view: QueueView) -> None:
    before = view.viewport().grab().toImage()
    view.tick(NOW + 2 * MINUTE)
    assert view.viewport().grab().toImage() != before
    view.select(0)
    assert "01:10" in view.accessibleDescription()


def test_new_rows_above_are_counted_and_lead_to_the_top(qtbot: QtBot, view: QueueView, list_rows: ListRows) -> None:
    view.set_motion(wanted=False)
    scroll_to(view, 50)
    for number in range(3):
        list_rows.insert(0, f"new {number}")
        view.rows_changed(arrived=[f"new {number}"])
    button = next(b for b in view.findChildren(QPushButton) if "3" in b.text())
    assert button.isVisible()
    button.click()
    assert view.visible_keys()[0] == "new 2"
    assert not button.isVisible()


def test_a_row_in_sight_fades_in_once(qtbot: QtBot, view: QueueView, list_rows: ListRows) -> None:
    plain = view.viewport().grab().toImage()
    list_rows.insert(0, "new")
    list_rows.rows["new"] = list_rows.rows[0]
    view.select("new")
    view.select(None)
    view.verticalScrollBar().setValue(0)
    view.rows_changed(arrived=["new"])
    qtbot.waitUntil(lambda: view.viewport().grab().toImage().copy(0, 0, 700, 30) == plain.copy(0, 0, 700, 30))


def test_header_sorts_by_click_and_by_key(qtbot: QtBot, view: QueueView) -> None:
    asked: list[tuple[str, bool]] = []
    view.sort_requested.connect(lambda column, descending: asked.append((column, descending)))
    header = view.header()
    QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=QPoint(header.width() - 40, 10))
    view.set_sort("remaining", descending=True)
    QTest.mouseClick(header, Qt.MouseButton.LeftButton, pos=QPoint(header.width() - 40, 10))
    QTest.keyClick(header, Qt.Key.Key_Right)
    QTest.keyClick(header, Qt.Key.Key_Return)
    assert asked == [("remaining", True), ("remaining", False), ("title", False)]


def test_column_widths_are_dragged_and_remembered(qtbot: QtBot, view: QueueView, theme: Theme) -> None:
    header = view.header()
    edge = header.width() - 94
    with qtbot.waitSignal(view.layout_changed):
        QTest.mousePress(header, Qt.MouseButton.LeftButton, pos=QPoint(edge, 10))
        QTest.mouseMove(header, QPoint(edge - 30, 10))
        QTest.mouseRelease(header, Qt.MouseButton.LeftButton, pos=QPoint(edge - 30, 10))
    saved = view.save_state()
    other = QueueView(theme)
    qtbot.addWidget(other)
    assert other.restore_state(saved)
    assert other.save_state() == saved


@pytest.mark.parametrize("state", [b"", b"\xff", b"[]", b'{"v": 99, "widths": {}}', b'{"v": 1, "widths": 3}'])
def test_foreign_layouts_are_refused(view: QueueView, state: bytes) -> None:
    before = view.save_state()
    assert not view.restore_state(state)
    assert view.save_state() == before


def test_states_say_one_sentence_and_offer_one_action(qtbot: QtBot, view: QueueView) -> None:
    view.set_state(PanelState("stale", "与中心断开", "自 15:40 起", "立即重连"))
    button = next(b for b in view.findChildren(QPushButton) if b.text() == "立即重连")
    with qtbot.waitSignal(view.state_action_requested):
        button.click()
    view.select(4)
    assert view.current_key == 4
    view.set_state(PanelState())
    assert not button.isVisible()


def test_it_can_be_freed(qtbot: QtBot, theme: Theme) -> None:
    view = QueueView(theme)
    view.set_rows(ListRows([1, 2, 3]))
    died = weakref.ref(view)
    del view
    gc.collect()
    assert died() is None


def test_every_theme_draws_every_mark(qtbot: QtBot, any_theme: Theme) -> None:
    rows = ListRows(list(range(6)))
    view = QueueView(any_theme)
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.tick(NOW)
    view.set_rows(rows)
    plain = view.viewport().grab().toImage()
    marks: dict[str, object] = {"pending": True, "unconfirmed": True, "supervised": "督办", "mine": True}
    for key, (name, value) in enumerate(marks.items()):
        rows.change(key, **{name: value})
    rows.change(4, mode="exercise", mode_word="演练")
    rows.change(5, due_at=None, clock_text="挂账")
    view.rows_changed()
    marked = view.viewport().grab().toImage()
    for key in range(6):
        area = (0, key * ROW_HEIGHT, 900, ROW_HEIGHT)
        assert marked.copy(*area) != plain.copy(*area), key
