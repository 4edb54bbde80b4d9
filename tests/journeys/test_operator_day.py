"""An operator's shift by keyboard: fifty cases from intake to close; how few keys a dispatch takes; taking back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from console.forms.act import ActForm
from console.forms.bulk import BulkForm
from console.forms.new_case import NewCaseForm
from services.domain.actions import Action
from services.domain.cases import State
from tests.journeys.district import Colleague, HubProcess, copied
from tests.journeys.roles import (
    DEPARTMENT,
    OPERATOR,
    SECRET,
    STREET,
    WATER,
    Hands,
    at_seat,
    ready,
    send,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.api.board import BoardRow
    from tests.journeys.seats import Console

CASES, BY_HAND, TAKEN = 50, 10, 5
"""Cases of the shift; of them those done one by one from the first key to the last, and those taken at the phone."""

SHIFT_S = 240.0
"""How long it may take, offscreen: against a shift that never ends, not a measure."""


@pytest.fixture
def hub(ruled_folder: Path, tmp_path: Path) -> Iterator[HubProcess]:
    """Return the hub of a real district with rules and people, without its engine."""
    process = HubProcess(copied(ruled_folder, tmp_path / "hub"), "--no-engine", module="tests.journeys.ruled_hub")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def operator(hub: HubProcess, open_console: Callable[..., Console]) -> Console:
    """Return an operator of the district at a console."""
    assert hub.url
    return at_seat(open_console(), OPERATOR)


@pytest.fixture
def other(hub: HubProcess) -> Iterator[Colleague]:
    """Return another operator, by whom cases come in."""
    made = Colleague(hub.url, "zuoxi2", SECRET)
    yield made
    made.close()


@pytest.fixture
def water(hub: HubProcess) -> Iterator[Colleague]:
    """Return the water authority's duty desk."""
    made = Colleague(hub.url, DEPARTMENT, SECRET)
    yield made
    made.close()


def came_in(other: Colleague, title: str) -> BoardRow:
    return other.report(title, lon=None, lat=None, area_id=STREET, category="Y0101")


def row_of(console: Console, case_id: str) -> BoardRow:
    found = console.desk.board.row(case_id)
    assert found is not None
    return found


def in_state(console: Console, case_id: str, state: State) -> None:
    console.until(lambda: (row := console.desk.board.row(case_id)) is not None and row.state is state)
    ready(console, case_id)


def take_call(console: Console, number: int) -> None:
    """Take a case at the phone: words, caller, phone, place, area, category."""
    console.ctrl(Qt.Key.Key_N)
    form = console.dialog()
    assert isinstance(form, NewCaseForm)
    console.type(f"第{number}个来电，小区门口积水。请尽快处理")
    for text in ("李女士", "13800000000", f"平康路 {number * 20} 号", "sqjd"):
        console.key(Qt.Key.Key_Tab)
        console.type(text)
    console.key(Qt.Key.Key_Return)
    console.key(Qt.Key.Key_Tab)
    console.key(Qt.Key.Key_Down)  # the first category
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()


def press_to(console: Console, case_id: str, key: Qt.Key, state: State, *texts: str) -> None:
    """Do one action by its form and wait for where it leads."""
    console.key(key)
    form = console.dialog()
    assert isinstance(form, ActForm)
    send(console, *texts)
    in_state(console, case_id, state)


def whole_way(console: Console) -> None:
    """Take the next case from its acceptance to its close."""
    last = console.page.selected_id
    console.key(Qt.Key.Key_J)
    console.until(lambda: console.page.selected_id not in ("", last))
    case_id = console.page.selected_id
    ready(console, case_id)
    console.key(Qt.Key.Key_A)
    in_state(console, case_id, State.ACCEPTED)
    press_to(console, case_id, Qt.Key.Key_D, State.DISPATCHED)  # to the unit that is suggested
    assert row_of(console, case_id).holder_id == WATER
    press_to(console, case_id, Qt.Key.Key_G, State.HANDLING, "收到，马上去")
    press_to(console, case_id, Qt.Key.Key_B, State.FEEDBACK, "积水已抽排", "", "已抽完")
    check_and_close(console, case_id)


def check_and_close(console: Console, case_id: str) -> None:
    press_to(console, case_id, Qt.Key.Key_V, State.CHECKED, "现场无积水")
    if "李" in console.page.case.case.facts if console.page.case.case is not None else False:
        console.key(Qt.Key.Key_K)
        console.dialog()
        send(console)
        console.until(lambda: row_of(console, case_id).followed_at is not None)
        ready(console, case_id)
    console.key(Qt.Key.Key_C)
    console.dialog()
    send(console, "已办结")
    console.until(lambda: case_id not in console.page.queue.queue.visible_keys())


def together(console: Console, key: Qt.Key, *texts: str) -> None:
    """Do an action on everything that is in the queue."""
    console.page.queue.focus_queue()
    console.ctrl(Qt.Key.Key_A)
    console.key(key)
    form = console.dialog()
    assert isinstance(form, BulkForm)
    if texts:
        console.type(texts[0])
        console.key(Qt.Key.Key_Return)
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()


def test_fifty_cases_from_intake_to_close_without_a_mouse(
    operator: Console, other: Colleague, water: Colleague
) -> None:
    console, board = operator, operator.desk.board
    for number in range(CASES - TAKEN):
        came_in(other, f"{number + 1} 号路口积水")
    console.until(lambda: len(board) == CASES - TAKEN)
    begun = time.monotonic()
    with Hands() as hands:
        for number in range(TAKEN):
            take_call(console, number + 1)
        console.until(lambda: len(board) == CASES)
        console.page.queue.focus_queue()
        taken = time.monotonic()
        for _ in range(BY_HAND):
            whole_way(console)
        assert len(board) == CASES - BY_HAND
        by_hand = time.monotonic()
        together(console, Qt.Key.Key_A)
        console.until(lambda: all(row.state is State.ACCEPTED for row in board.rows()))
        together(console, Qt.Key.Key_D, "qswj")
        console.until(lambda: all(row.state is State.DISPATCHED for row in board.rows()))
        for row in list(board.rows()):  # meanwhile, at the water authority
            signed = water.act(row, Action.SIGN)
            water.act(signed, Action.FEEDBACK, text="积水已抽排")
        console.until(lambda: all(row.state is State.FEEDBACK for row in board.rows()))
        handled = time.monotonic()
        while len(board):
            console.page.queue.focus_queue()
            console.key(Qt.Key.Key_Home)
            if not console.page.selected_id:  # so many at once are a storm: a group's heading stands first
                console.key(Qt.Key.Key_Down)
            case_id = console.page.selected_id
            ready(console, case_id)
            check_and_close(console, case_id)
    ended = time.monotonic()
    parts = (taken - begun, by_hand - taken, handled - by_hand, ended - handled)
    words = "taken {:.1f} s, by hand {:.1f} s, together {:.1f} s, checked and closed {:.1f} s".format(*parts)
    assert hands.clicks == 0
    assert other.figures()["queue.all"] == 0
    assert ended - begun <= SHIFT_S, words


def test_three_keys_dispatch_a_case_to_the_unit_that_is_suggested(operator: Console, other: Colleague) -> None:
    row = came_in(other, "路口积水")
    walk(operator, row.id)
    with Hands() as hands:
        operator.key(Qt.Key.Key_A)
        in_state(operator, row.id, State.ACCEPTED)
        assert hands.keys == 1
        operator.key(Qt.Key.Key_D)
        operator.dialog()
        operator.ctrl(Qt.Key.Key_Return)
        operator.no_dialog()
        in_state(operator, row.id, State.DISPATCHED)
    assert row_of(operator, row.id).holder_id == WATER
    assert (hands.keys, hands.clicks) == (3, 0)


def offered(console: Console) -> str:
    """Return what the buttons of the sentences over the window offer."""
    return " ".join(one.text() for one in console.window.toasts.findChildren(QPushButton) if one.isVisible())


def place_of(console: Console, case_id: str) -> int:
    return list(console.page.queue.queue.visible_keys()).index(case_id)


def test_a_merge_that_is_taken_back_brings_the_case_back_to_its_old_place(operator: Console, other: Colleague) -> None:
    rows = [came_in(other, f"{number} 号路口积水") for number in range(6)]
    operator.until(lambda: len(operator.desk.board) == 6)
    child = rows[2].id
    walk(operator, child)
    place = place_of(operator, child)
    operator.key(Qt.Key.Key_M)
    operator.dialog()
    operator.type(rows[4].number[-4:])
    operator.ctrl(Qt.Key.Key_Return)
    operator.no_dialog()
    operator.until(lambda: operator.desk.board.row(child) is None)
    operator.until(lambda: row_of(operator, rows[4].id).children == 1)
    operator.until(lambda: "撤销 Ctrl+Z" in offered(operator))
    operator.ctrl(Qt.Key.Key_Z)
    operator.until(lambda: operator.desk.board.row(child) is not None)
    operator.until(lambda: child in operator.page.queue.queue.visible_keys())
    assert place_of(operator, child) == place
    assert operator.page.selected_id == child
    operator.until(lambda: row_of(operator, rows[4].id).children == 0)


def test_a_dispatch_is_taken_back_until_somebody_has_acted(
    operator: Console, other: Colleague, water: Colleague
) -> None:
    row = came_in(other, "路口积水")
    walk(operator, row.id)
    operator.key(Qt.Key.Key_A)
    in_state(operator, row.id, State.ACCEPTED)
    press_to(operator, row.id, Qt.Key.Key_D, State.DISPATCHED)
    operator.until(lambda: "撤销 Ctrl+Z" in offered(operator))
    operator.ctrl(Qt.Key.Key_Z)
    in_state(operator, row.id, State.ACCEPTED)
    back = row_of(operator, row.id)
    assert back.holder_id == row.holder_id

    press_to(operator, row.id, Qt.Key.Key_D, State.DISPATCHED)
    water.act(row_of(operator, row.id), Action.SIGN)
    in_state(operator, row.id, State.HANDLING)
    operator.ctrl(Qt.Key.Key_Z)
    operator.until(lambda: "没有可以撤销的操作" in operator.said())
    assert row_of(operator, row.id).state is State.HANDLING
