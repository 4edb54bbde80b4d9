"""The pages of a desk: made when they are first wanted, and then as if they had been there all along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from console import language
from console.deskpages import ENTRIES, DeskPages, Kit
from console.notices import Notices
from console.pages.seats import SeatsPage
from console.settings import Settings
from console.stream import Link
from console.tasks import TaskRunner
from console.theming import Theming
from console.window import MainWindow
from services.api.alerts import AlertRow
from services.api.board import Changes
from services.api.tiers import NoticePage, NoticeRow
from services.api.whistles import WhistleList
from services.domain.clock import SystemClock
from services.domain.modes import Mode
from services.domain.rights import Right, Role
from tests.console.made import NOW, CountingIds, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from console.desk import Desk
    from tests.console.stubhub import StubHub


def notice(pos: int, **fields: object) -> NoticeRow:
    """Return a notice to the district centre."""
    row = NoticeRow(pos=pos, at=NOW, unit_id="440113", kind="escalated", text=f"{pos:04} 升级至区", case_id="c1")
    return msgspec.structs.replace(row, **fields)


def told(stub: StubHub, *notices: NoticeRow) -> None:
    """Let the hub answer with these."""
    stub.answer("GET", "/notices", NoticePage(now=NOW, notices=notices, next=max(one.pos for one in notices)))


def words(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


class Opened:
    """A window with the pages of a desk, none of them made yet."""

    def __init__(self, app: QApplication, desk: Desk, tasks: TaskRunner, folder: Path) -> None:
        settings, self.theming = Settings(folder), Theming(app, "dark")
        self.window = MainWindow(self.theming, settings)
        self.parent = QObject()
        self.notices = Notices(desk, self.parent)
        kit = Kit(desk, self.theming, settings, tasks, SystemClock(), CountingIds(), "zh", self.notices)
        self.pages = DeskPages(self.window, kit, self.parent)
        self.made: list[str] = []
        self.pages.made.connect(lambda name, _page: self.made.append(name))
        self.window.page_wanted.connect(self.show)
        self.window.show()

    def show(self, name: str) -> None:
        self.pages.page(name)
        self.window.show_page(name)
        self.pages.arrive(name)

    def description(self, name: str) -> str:
        return self.window.nav.button(name).accessibleDescription()


@pytest.fixture
def opened(
    qtbot: QtBot, qapp: QApplication, desk: Desk, stub: StubHub, runner: TaskRunner, tmp_path: Path
) -> Iterator[Opened]:
    style, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    told(stub, notice(3), notice(7))
    desk.session = session(Role.SUPERVISOR)
    made = Opened(qapp, desk, runner, tmp_path)
    qtbot.addWidget(made.window)
    yield made
    made.pages.shutdown()
    made.window.clear_pages()
    made.parent.deleteLater()
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_the_column_names_every_page_before_one_is_made(opened: Opened) -> None:
    assert [opened.window.nav.button(entry.name).isVisible() for entry in ENTRIES] == [True] * len(ENTRIES)
    assert opened.made == []


def test_a_key_and_a_click_make_a_page_once(opened: Opened, qtbot: QtBot) -> None:
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow)
    QTest.keyClick(opened.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert opened.window.page_name() == "tiers"
    QTest.mouseClick(opened.window.nav.button("whistles"), Qt.MouseButton.LeftButton)
    assert opened.window.page_name() == "whistles"
    page = opened.pages.page("tiers")
    opened.show("tiers")
    assert opened.pages.page("tiers") is page
    assert opened.made == ["tiers", "whistles"]


def test_every_page_can_be_made(opened: Opened) -> None:
    for entry in ENTRIES:
        opened.show(entry.name)
        assert opened.window.page_name() == entry.name


def test_unseen_notices_are_counted_before_their_page_is_made(
    opened: Opened, desk: Desk, stub: StubHub, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: opened.description("notices") == "2 件待看")
    told(stub, notice(9))
    stub.changes(Changes(pos=11, now=NOW, notices=9))
    qtbot.waitUntil(lambda: opened.description("notices") == "3 件待看")
    assert opened.made == []
    opened.show("notices")
    page = opened.pages.page("notices")
    assert page is not None
    assert "未阅 3 条" in words(page)
    stub.answer("POST", "/notices/9/seen", notice(9, seen_by="p1", seen_at=NOW))
    opened.notices.see(notice(9))
    qtbot.waitUntil(lambda: opened.description("notices") == "2 件待看")
    assert "未阅 2 条" in words(page)
    assert desk.connected


def test_a_page_made_late_has_the_theme_of_now(opened: Opened) -> None:
    opened.theming.use("light")
    opened.show("whistles")
    assert opened.pages.whistles._theme.name == "light"


def test_a_page_made_late_speaks_the_language_of_the_window(opened: Opened, qapp: QApplication) -> None:
    language.use(qapp, "en")
    try:
        opened.show("seats")
        page = opened.pages.page("seats")
        assert page is not None
        assert "Seats" in words(page)
    finally:
        language.use(qapp, "zh")


def test_a_page_made_late_says_that_the_line_is_down(opened: Opened, desk: Desk, stub: StubHub, qtbot: QtBot) -> None:
    stub.answer("GET", "/whistles", WhistleList(now=NOW, rows=(), figures=()))
    desk.ask_whistles()
    qtbot.waitUntil(lambda: desk.whistles is not None)
    stub.on("GET", "/stream", lambda _body: None)
    stub.cut()
    qtbot.waitUntil(lambda: desk.link.link not in (Link.LIVE, Link.CONNECTING), timeout=30_000)
    opened.show("whistles")
    assert opened.pages.whistles.overlay.state.kind == "stale"


def test_the_alert_centre_made_late_lists_what_was_fetched_before(
    opened: Opened, desk: Desk, stub: StubHub, qtbot: QtBot
) -> None:
    row = AlertRow(
        id="a1",
        number="YLYJ1",
        mode=Mode.EXERCISE,
        demo=True,
        kind="rain",
        level="yellow",
        state="in_force",
        headline="暴雨预警",
        unit_ids=("440113",),
        starts_at=NOW,
        expires_at=NOW,
        issued_at=NOW,
        revision=0,
        version=1,
    )
    stub.answer("GET", "/alerts", [row])
    desk.ask_alerts()
    qtbot.waitUntil(lambda: bool(desk.alerts))
    opened.show("alerts")
    assert opened.pages.alerts.list.count() == 1


def test_who_may_not_open_a_page_has_none_of_its_name(
    qtbot: QtBot, qapp: QApplication, desk: Desk, stub: StubHub, runner: TaskRunner, tmp_path: Path
) -> None:
    style, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    told(stub, notice(3))
    desk.session = session(Role.OPERATOR)
    assert Right.CASE_TAKE_OVER not in desk.session.rights
    made = Opened(qapp, desk, runner, tmp_path)
    qtbot.addWidget(made.window)
    assert not made.pages.offers("seats")
    assert made.pages.page("seats") is None
    made.pages.shutdown()
    made.parent.deleteLater()
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_none_is_made_after_the_desk_was_left(opened: Opened) -> None:
    opened.show("whistles")
    opened.pages.shutdown()
    assert opened.pages.page("find") is None
    assert opened.made == ["whistles"]


def test_a_table_stands_the_next_day_as_it_was_left(
    opened: Opened, qapp: QApplication, desk: Desk, runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened.pages.page("seats")
    assert isinstance(page, SeatsPage)
    page.table.sortItems(1, Qt.SortOrder.AscendingOrder)
    page.table.header().resizeSection(2, 143)
    opened.pages.shutdown()
    again = Opened(qapp, desk, runner, tmp_path)
    qtbot.addWidget(again.window)
    later = again.pages.page("seats")
    assert isinstance(later, SeatsPage)
    assert later.table.header().sectionSize(2) == 143
    assert later.table.headerItem().text(1) == "↑ 单位"
    again.pages.shutdown()
    again.window.clear_pages()
    again.parent.deleteLater()
