"""Cases that may be one matter, seen from the queue: how many, merged by M, told apart by the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from console.forms.act import ActForm
from console.forms.case_picker import CasePicker
from console.forms.similar_cases import SimilarCasesForm
from services.api.cases import Behalf
from services.domain.actions import Action
from services.domain.cases import State
from tests.journeys.district import PLACE

if TYPE_CHECKING:
    from services.api.board import BoardRow
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


WATER = "dept-water"

# The offscreen platform says so whenever a menu opens.
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


@pytest.fixture
def pair(colleague: Colleague) -> tuple[BoardRow, BoardRow]:
    """Return two reports of one hole, the older first."""
    lon, lat = PLACE
    first = colleague.report(title="禺山大道排水井盖缺失", place="禺山大道 18 号", lon=lon, lat=lat)
    second = colleague.report(title="禺山大道井盖缺失，有人摔倒", place="禺山大道 18 号", lon=lon, lat=lat)
    return first, second


def marks(console: Console) -> str:
    """Return what the button over the case says: how many cases may be the same matter."""
    case = console.page.case.case
    return case.similar if case is not None else ""


def told(console: Console) -> str:
    case = console.page.case.case
    return " ".join(line.text for line in case.timeline) if case is not None else ""


def test_the_merge_form_offers_first_what_may_be_the_same_matter(
    console: Console, pair: tuple[BoardRow, BoardRow]
) -> None:
    first, second = pair
    console.choose(second.id)
    console.until(lambda: "疑似重复 1" in marks(console))
    rows = console.page.queue.queue
    assert ["疑似重复" in rows.row_as_text(case.id) for case in pair] == [False, True]
    console.shoot("similar-marked")
    console.page.queue.focus_queue()
    console.key(Qt.Key.Key_M)
    form = console.dialog()
    assert isinstance(form, ActForm)
    picker = form.findChild(CasePicker)
    assert picker is not None
    assert picker.list.item(0).text().startswith(first.number[-4:])
    assert "文字相似" in picker.list.item(0).text()
    console.shoot_of(form, "similar-merge")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: getattr(console.desk.board.row(first.id), "children", 0) == 1)


def similar(console: Console) -> SimilarCasesForm:
    """Open the list of cases that may be the same matter, by its key."""
    console.page.queue.focus_queue()
    console.key(Qt.Key.Key_Y)
    form = console.dialog()
    assert isinstance(form, SimilarCasesForm)
    return form


def test_the_button_lists_them_and_m_merges_and_it_can_be_taken_back(
    console: Console, pair: tuple[BoardRow, BoardRow]
) -> None:
    first, second = pair
    console.choose(second.id)
    console.until(lambda: marks(console) == "疑似重复 1")
    button = next(one for one in console.page.case.findChildren(QPushButton) if one.accessibleName() == "疑似重复 1")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    form = console.dialog()
    assert isinstance(form, SimilarCasesForm)
    assert form.list.rows.item(0).text().startswith(first.number[-4:])
    console.shoot("similar-button")
    console.shoot_of(form, "similar-window")
    console.key(Qt.Key.Key_M)
    console.no_dialog()
    console.until(lambda: getattr(console.desk.board.row(first.id), "children", 0) == 1)
    console.until(lambda: "撤销 Ctrl+Z" in [message.action for message in console.window.toasts.messages()])


def test_from_the_list_one_looks_at_another_case_or_tells_it_apart(
    console: Console, pair: tuple[BoardRow, BoardRow]
) -> None:
    first, second = pair
    console.choose(second.id)
    console.until(lambda: marks(console) == "疑似重复 1")
    similar(console)
    console.key(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: console.page.selected_id == first.id)
    console.choose(second.id)
    console.until(lambda: marks(console) == "疑似重复 1")
    similar(console)
    console.key(Qt.Key.Key_Delete)
    console.no_dialog()  # nothing is left to list
    console.until(lambda: marks(console) == "")
    console.page.queue.focus_queue()
    console.key(Qt.Key.Key_Y)
    console.until(lambda: "本件没有疑似重复的案件" in console.said())


def closed(colleague: Colleague, row: BoardRow) -> BoardRow:
    """Take a case round to its close, on the unit's behalf where it has to be."""
    behalf = Behalf(unit_id=WATER, channel="phone", words="已处理")
    row = colleague.act(colleague.act(row, Action.ACCEPT), Action.DISPATCH, unit_id=WATER)
    row = colleague.act(colleague.act(row, Action.SIGN, behalf=behalf), Action.FEEDBACK, text="已补盖", behalf=behalf)
    row = colleague.act(row, Action.CHECK, text="现场已补")
    return colleague.act(row, Action.CLOSE, text="已补盖")


def test_a_report_of_what_was_closed_lately_reopens_it_and_is_merged_into_it(
    console: Console, colleague: Colleague
) -> None:
    lon, lat = PLACE
    place = {"place": "禺山大道 18 号", "lon": lon, "lat": lat}
    former = closed(colleague, colleague.report(title="禺山大道排水井盖缺失", **place))
    report = colleague.report(title="禺山大道井盖又缺失，有人摔倒", **place)
    console.choose(report.id)
    console.until(lambda: "疑似重复 1" in marks(console))
    assert console.desk.board.row(former.id) is None
    console.page.queue.focus_queue()
    console.key(Qt.Key.Key_M)
    form = console.dialog()
    picker = form.findChild(CasePicker)
    assert picker is not None
    assert picker.list.item(0).text().startswith(former.number[-4:])
    assert "先重开再并入" in picker.list.item(0).text()
    console.shoot_of(form, "similar-reopen")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: getattr(console.desk.board.row(former.id), "children", 0) == 1)
    again = console.desk.board.row(former.id)
    assert again is not None
    assert (again.state, again.holder_id) == (State.ACCEPTED, again.answerable_id)
    assert console.desk.board.row(report.id) is None
    history = colleague.ask(lambda client: client.case(former.id)).events
    assert f"重开：又有新报 {report.number}" in "\n".join(event.text for event in history)


def test_a_reopening_that_is_refused_merges_nothing_and_says_so(console: Console, colleague: Colleague) -> None:
    lon, lat = PLACE
    place = {"place": "禺山大道 18 号", "lon": lon, "lat": lat}
    former = closed(colleague, colleague.report(title="禺山大道排水井盖缺失", **place))
    report = colleague.report(title="禺山大道井盖又缺失，有人摔倒", **place)
    console.choose(report.id)
    console.until(lambda: "疑似重复 1" in marks(console))
    console.page.queue.focus_queue()
    console.key(Qt.Key.Key_M)
    console.dialog()
    colleague.act(former, Action.NOTE, text="已通知养护单位")  # the closed case has moved on meanwhile
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: "原案没有重开" in console.said())
    console.until(lambda: f"{report.number[-4:]} 没有并入，仍在队列里" in console.said())
    assert console.desk.board.row(report.id) is not None
    assert colleague.ask(lambda client: client.case(former.id)).row.state is State.CLOSED


def test_a_case_that_one_has_just_closed_is_reopened_by_its_key(console: Console, colleague: Colleague) -> None:
    row = closed(colleague, colleague.report("路面积水"))
    console.window.show_page("operations")
    console.page.open_case(row.id)
    console.until(lambda: console.page.selected_id == row.id and "结案" in told(console))
    console.until(lambda: console.desk.board.row(row.id) is None)  # the board, too, knows that it is closed
    console.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    form = console.dialog()
    assert isinstance(form, ActForm)
    console.ctrl(Qt.Key.Key_Return)  # not without a reason
    assert form.isVisible()
    console.type("又积水了")
    console.shoot_of(form, "reopen")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: console.desk.board.row(row.id) is not None)
    console.until(lambda: row.id in console.page.queue.queue.visible_keys())
    console.until(lambda: "自重开起重新计算" in told(console))


def test_what_was_told_apart_is_not_suggested_again(console: Console, pair: tuple[BoardRow, BoardRow]) -> None:
    first, second = pair
    console.choose(second.id)
    console.until(lambda: "疑似重复 1" in marks(console))
    console.page.more()
    console.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(one for one in menu.actions() if "不是同一件事" in one.text())
    assert first.number[-4:] in entry.text()
    entry.trigger()
    menu.close()
    console.until(lambda: marks(console) == "")
    console.until(lambda: "不是同一件事" in told(console))
