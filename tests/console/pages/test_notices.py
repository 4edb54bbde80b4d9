"""Notices: newest first, what nobody has seen is counted, seeing one tells the hub, Enter goes to the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

import resources
from console.notices import Notices
from console.pages.notices import NoticesPage
from services.api.board import Changes
from services.api.tiers import NoticePage, NoticeRow, SeeNotice
from services.domain.clock import MINUTE_MS
from tests.console.made import NOW
from widgets.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from console.desk import Desk
    from tests.console.stubhub import StubHub


def notice(pos: int, text: str, **fields: object) -> NoticeRow:
    """Return a notice to the district centre."""
    row = NoticeRow(pos=pos, at=NOW - pos * MINUTE_MS, unit_id="440113", kind="escalated", text=text, case_id="c1")
    return msgspec.structs.replace(row, **fields)


def told(stub: StubHub, *notices: NoticeRow) -> None:
    """Let the hub answer with these."""
    stub.answer("GET", "/notices", NoticePage(now=NOW, notices=notices, next=max(one.pos for one in notices)))


@pytest.fixture
def notices(desk: Desk, stub: StubHub) -> Notices:
    told(stub, notice(3, "0001 升级至镇街"), notice(7, "0002 升级至区"))
    return Notices(desk, desk)


@pytest.fixture
def page(desk: Desk, notices: Notices, qtbot: QtBot) -> Iterator[NoticesPage]:
    made = NoticesPage(desk, load_theme(resources.path("themes/dark.toml"), resources.path("icons")), notices)
    qtbot.addWidget(made)
    made.show()
    made.arrive()
    qtbot.waitUntil(lambda: made.list.count() == 2)
    yield made
    made.shutdown()


def lines(page: NoticesPage) -> list[str]:
    return [page.list.item(index).text().split("\n")[0] for index in range(page.list.count())]


def test_the_newest_stands_first_and_the_unseen_are_counted(page: NoticesPage) -> None:
    assert lines(page) == ["0002 升级至区", "0001 升级至镇街"]
    assert page.told.text() == "未阅 2 条"


def test_seeing_one_tells_the_hub_and_takes_it_off_the_list(
    page: NoticesPage, notices: Notices, stub: StubHub, qtbot: QtBot
) -> None:
    asked: list[SeeNotice] = []

    def see(body: bytes) -> tuple[int, bytes]:
        asked.append(msgspec.json.decode(body, type=SeeNotice))
        return 200, msgspec.json.encode(notice(7, "0002 升级至区", seen_by="p1", seen_at=NOW))

    stub.on("POST", "/notices/7/seen", see)
    with qtbot.waitSignal(notices.counted, check_params_cb=lambda count: count == 1):
        QTest.keyClick(page.list, Qt.Key.Key_S)
    assert len(asked) == 1
    assert lines(page) == ["0001 升级至镇街"]
    page.unseen.setChecked(False)
    assert lines(page) == ["0002 升级至区", "0001 升级至镇街"]
    assert "已阅" in page.list.item(0).text()


def test_what_the_stream_tells_of_is_fetched_at_once(page: NoticesPage, stub: StubHub, qtbot: QtBot) -> None:
    told(stub, notice(9, "0003 升级至区"))
    stub.changes(Changes(pos=11, now=NOW, notices=9))
    qtbot.waitUntil(lambda: page.list.count() == 3)
    assert lines(page)[0] == "0003 升级至区"


def test_enter_goes_to_the_case(page: NoticesPage, qtbot: QtBot) -> None:
    page.list.setCurrentRow(0)
    with qtbot.waitSignal(page.opened, check_params_cb=lambda case_id: case_id == "c1"):
        QTest.keyClick(page.list, Qt.Key.Key_Return)


def test_a_notice_of_no_case_says_so(page: NoticesPage, stub: StubHub, qtbot: QtBot) -> None:
    told(stub, notice(9, "YLSH0001 两个单位拒绝", kind="whistle", case_id=None))
    stub.changes(Changes(pos=11, now=NOW, notices=9))
    qtbot.waitUntil(lambda: page.list.count() == 3)
    page.list.setCurrentRow(0)
    with qtbot.waitSignal(page.said, check_params_cb=lambda message: "没有对应的案件" in message.text):
        QTest.keyClick(page.list, Qt.Key.Key_Return)


def test_a_notice_is_copied_as_it_reads(page: NoticesPage) -> None:
    page.list.setCurrentRow(0)
    QTest.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().splitlines()[0] == "0002 升级至区"


def test_a_hub_that_refuses_is_said_with_a_way_to_try_again(desk: Desk, stub: StubHub, qtbot: QtBot) -> None:
    stub.answer("GET", "/notices", {"kind": "busy", "code": "database_busy", "sentence": "x"}, 503)
    notices = Notices(desk, desk)
    page = NoticesPage(desk, load_theme(resources.path("themes/dark.toml"), resources.path("icons")), notices)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page._overlay.state.kind == "error")
    told(stub, notice(3, "0001 升级至镇街"))
    notices.ask()
    qtbot.waitUntil(lambda: page.list.count() == 1)
    page.shutdown()
