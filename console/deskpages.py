"""The pages a desk has beside Operations and alerts: which there are, for whom, in which order, how they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal

from console.desk import Desk
from console.pages.base import Page
from console.pages.find import FindPage
from console.pages.help import HelpPage
from console.pages.ledger import LedgerPage
from console.pages.notices import NoticesPage
from console.pages.seats import SeatsPage
from console.pages.settings.page import SettingsPage
from console.pages.settings.part import SettingsKit
from console.pages.tierboard import TierBoardPage
from console.pages.whistles.page import WhistlePage
from console.settings import Settings
from console.tasks import TaskRunner
from console.window import MainWindow
from services.domain.ids import Ids
from services.domain.rights import Right
from widgets.figuretable import FigureTable
from widgets.navbar import NavItem
from widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class Kit:
    """What a page may be made of."""

    desk: Desk
    theme: Theme
    settings: Settings
    tasks: TaskRunner
    ids: Ids
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its name, what the pages' column calls it and draws, its key, who may open it, and how it is made."""

    name: str
    title: str
    icon: str
    key: str
    make: Callable[[Kit], Page]
    right: Right = Right.CASE_READ


def _find(kit: Kit) -> Page:
    return FindPage(kit.desk, kit.theme)


def _whistles(kit: Kit) -> Page:
    return WhistlePage(kit.desk, kit.theme)


def _tiers(kit: Kit) -> Page:
    return TierBoardPage(kit.desk, kit.theme)


def _notices(kit: Kit) -> Page:
    return NoticesPage(kit.desk, kit.theme)


def _ledger(kit: Kit) -> Page:
    return LedgerPage(kit.desk, kit.theme)


def _seats(kit: Kit) -> Page:
    return SeatsPage(kit.desk, kit.theme)


def _system(kit: Kit) -> Page:
    desk = kit.desk
    units = desk.wording.units()
    return SettingsPage(SettingsKit(desk, kit.theme, kit.ids, desk.profile, units, desk.now))


def _help(kit: Kit) -> Page:
    return HelpPage(kit.language, kit.tasks)


ENTRIES: tuple[Entry, ...] = (
    Entry("whistles", str(QT_TRANSLATE_NOOP("Pages", "吹哨")), "whistle", "Ctrl+3", _whistles),
    Entry("tiers", str(QT_TRANSLATE_NOOP("Pages", "分级")), "up", "Ctrl+4", _tiers),
    Entry("notices", str(QT_TRANSLATE_NOOP("Pages", "通知")), "notice", "Ctrl+5", _notices),
    Entry("find", str(QT_TRANSLATE_NOOP("Pages", "查找")), "search", "Ctrl+F", _find),
    Entry("appraisal", str(QT_TRANSLATE_NOOP("Pages", "考核")), "appraisal", "Ctrl+6", _ledger),
    Entry("seats", str(QT_TRANSLATE_NOOP("Pages", "席位")), "person", "Ctrl+7", _seats, Right.CASE_TAKE_OVER),
    Entry("system", str(QT_TRANSLATE_NOOP("Pages", "系统")), "system", "Ctrl+9", _system),
    Entry("help", str(QT_TRANSLATE_NOOP("Pages", "帮助")), "help", "F1", _help),
)
"""In the order of the pages' column."""


class DeskPages(QObject):
    """The pages of one desk, in the window."""

    said = Signal(object)
    left = Signal()
    opened = Signal(object)
    cases_wanted = Signal(str)

    def __init__(self, window: MainWindow, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        rights = kit.desk.session.rights
        self._entries = [entry for entry in ENTRIES if entry.right in rights]
        self._pages = {entry.name: entry.make(kit) for entry in self._entries}
        for name, page in self._pages.items():
            window.add_page(name, page)
            page.said.connect(self.said)
            page.left.connect(self.left)
            page.opened.connect(self.opened)
            page.cases_wanted.connect(self.cases_wanted)
            page.counted.connect(partial(window.nav.set_count, name))
        self._settings = kit.settings
        for table in self._tables():
            table.arrange(kit.settings.layout(table.objectName()))
        window.set_pages(self._items())

    def _tables(self) -> list[FigureTable]:
        """Return the tables of the pages, each named for what is remembered of it."""
        tables: list[FigureTable] = []
        for name, page in self._pages.items():
            for table in page.findChildren(FigureTable):
                table.setObjectName(f"table.{name}")
                tables.append(table)
        return tables

    def _items(self) -> tuple[NavItem, ...]:
        translate = QCoreApplication.translate
        return (
            NavItem("operations", translate("Pages", "指挥"), "operations", key="Ctrl+1"),
            NavItem("alerts", translate("Pages", "预警"), "alerts", key="Ctrl+2"),
            *(NavItem(one.name, translate("Pages", one.title), one.icon, key=one.key) for one in self._entries),
        )

    def page(self, name: str) -> Page | None:
        """Return a page by its name."""
        return self._pages.get(name)

    def arrive(self, name: str) -> None:
        """Tell a page that it has just been shown; other names are not its business."""
        page = self._pages.get(name)
        if page is not None:
            page.arrive()

    def shutdown(self) -> None:
        """Remember how the tables stood, and let every page let go."""
        for table in self._tables():
            self._settings.set_layout(table.objectName(), table.arrangement())
        for page in self._pages.values():
            page.shutdown()
