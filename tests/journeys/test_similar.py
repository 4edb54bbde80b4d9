"""Cases that may be one matter, seen from the queue: how many, merged by M, told apart by the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from console.forms.act import ActForm
from console.forms.case_picker import CasePicker
from tests.journeys.district import PLACE

if TYPE_CHECKING:
    from services.api.board import BoardRow
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


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
    case = console.page.case.case
    return " ".join(case.marks) if case is not None else ""


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
    console.until(lambda: "疑似重复" not in marks(console))
    console.until(lambda: "不是同一件事" in told(console))
