"""The pages of a desk beside Operations: which there are, for whom, in which order, and how each is made.

A page is made when it is first wanted: the window's names, keys and numbers do without it. What has to be followed from
the first moment (notices) is a model of its own. What a page is made of is loaded on a worker once the desk is live.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, cast

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, QTimer, Signal, Slot

from console.desk import Desk
from console.notices import Notices
from console.pages.base import Page
from console.settings import Settings
from console.tasks import Lane, Outcome, TaskRunner
from console.theming import Theming
from console.window import MainWindow
from services.domain.clock import Clock
from services.domain.ids import Ids
from services.domain.rights import Right
from widgets.figuretable import FigureTable
from widgets.navbar import NavItem

if TYPE_CHECKING:
    from console.pages.alert.page import AlertPage
    from console.pages.whistles.page import WhistlePage

_LOAD_AFTER_MS = 1_000
"""How long a live desk is left to whoever sits down at it (our rule)."""


@dataclass(frozen=True, slots=True)
class Kit:
    """What a page may be made of. The theme is asked for when a page is made: it may have changed by then."""

    desk: Desk
    theming: Theming
    settings: Settings
    tasks: TaskRunner
    clock: Clock
    ids: Ids
    language: str
    notices: Notices


Make: TypeAlias = Callable[[Kit], Page]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its name, what the pages' column calls it and draws, its key, who may open it, and what makes it.

    `load` imports what the page is made of, on any thread, and returns how it is made on the drawing thread.
    """

    name: str
    title: str
    icon: str
    key: str
    load: Callable[[], Make]
    right: Right = Right.CASE_READ


def _alerts() -> Make:
    from console.pages.alert.page import AlertPage  # noqa: PLC0415 - pages are loaded when they are wanted

    return lambda kit: AlertPage(kit.desk, kit.theming.theme, lambda: kit.clock.monotonic() * 1000)


def _find() -> Make:
    from console.pages.find import FindPage  # noqa: PLC0415 - as above

    return lambda kit: FindPage(kit.desk, kit.theming.theme)


def _whistles() -> Make:
    from console.pages.whistles.page import WhistlePage  # noqa: PLC0415 - as above

    return lambda kit: WhistlePage(kit.desk, kit.theming.theme)


def _tiers() -> Make:
    from console.pages.tierboard import TierBoardPage  # noqa: PLC0415 - as above

    return lambda kit: TierBoardPage(kit.desk, kit.theming.theme)


def _notices() -> Make:
    from console.pages.notices import NoticesPage  # noqa: PLC0415 - as above

    return lambda kit: NoticesPage(kit.desk, kit.theming.theme, kit.notices)


def _ledger() -> Make:
    from console.pages.ledger import LedgerPage  # noqa: PLC0415 - as above

    return lambda kit: LedgerPage(kit.desk, kit.theming.theme)


def _seats() -> Make:
    from console.pages.seats import SeatsPage  # noqa: PLC0415 - as above

    return lambda kit: SeatsPage(kit.desk, kit.theming.theme)


def _contacts() -> Make:
    from console.pages.contacts.page import ContactsPage  # noqa: PLC0415 - as above

    return lambda kit: ContactsPage(kit.desk, kit.theming.theme)


def _system() -> Make:
    from console.pages.settings.page import SettingsPage  # noqa: PLC0415 - as above
    from console.pages.settings.part import SettingsKit  # noqa: PLC0415 - as above

    def make(kit: Kit) -> Page:
        desk = kit.desk
        units = desk.wording.units()
        return SettingsPage(SettingsKit(desk, kit.theming.theme, kit.ids, desk.profile, units, desk.now))

    return make


def _help() -> Make:
    from console.pages.help import HelpPage  # noqa: PLC0415 - as above

    return lambda kit: HelpPage(kit.language, kit.tasks)


ENTRIES: tuple[Entry, ...] = (
    Entry("alerts", str(QT_TRANSLATE_NOOP("Pages", "预警")), "alerts", "Ctrl+2", _alerts),
    Entry("whistles", str(QT_TRANSLATE_NOOP("Pages", "吹哨")), "whistle", "Ctrl+3", _whistles),
    Entry("tiers", str(QT_TRANSLATE_NOOP("Pages", "分级")), "up", "Ctrl+4", _tiers),
    Entry("notices", str(QT_TRANSLATE_NOOP("Pages", "通知")), "notice", "Ctrl+5", _notices),
    Entry("find", str(QT_TRANSLATE_NOOP("Pages", "查找")), "search", "Ctrl+F", _find),
    Entry("appraisal", str(QT_TRANSLATE_NOOP("Pages", "考核")), "appraisal", "Ctrl+6", _ledger),
    Entry("seats", str(QT_TRANSLATE_NOOP("Pages", "席位")), "person", "Ctrl+7", _seats, Right.CASE_TAKE_OVER),
    Entry("contacts", str(QT_TRANSLATE_NOOP("Pages", "通讯录")), "unit", "Ctrl+8", _contacts, Right.CONTACT_READ),
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
    made = Signal(str, object)
    """A page was just made: its name, and the page."""

    def __init__(self, window: MainWindow, kit: Kit, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._kit = kit
        rights = kit.desk.session.rights
        self._entries = {entry.name: entry for entry in ENTRIES if entry.right in rights}
        self._pages: dict[str, Page] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LOAD_AFTER_MS)
        self._later.timeout.connect(self._load)
        window.set_pages(self._items())
        kit.notices.counted.connect(partial(window.nav.set_count, "notices"))

    def _items(self) -> tuple[NavItem, ...]:
        translate = QCoreApplication.translate
        entries = self._entries.values()
        return (
            NavItem("operations", translate("Pages", "指挥"), "operations", key="Ctrl+1"),
            *(NavItem(one.name, translate("Pages", one.title), one.icon, key=one.key) for one in entries),
        )

    def offers(self, name: str) -> bool:
        """Tell whether there is such a page for who is at the desk."""
        return name in self._entries

    def page(self, name: str) -> Page | None:
        """Return a page by its name, made now if need be; None where who is at the desk has none of this name."""
        found, entry = self._pages.get(name), self._entries.get(name)
        if found is None and entry is not None:
            self._pages[name] = found = entry.load()(self._kit)
            for table in _tables(name, found):
                table.arrange(self._kit.settings.layout(table.objectName()))
            self._window.add_page(name, found)
            found.said.connect(self.said)
            found.left.connect(self.left)
            found.opened.connect(self.opened)
            found.cases_wanted.connect(self.cases_wanted)
            self.made.emit(name, found)
        return found

    @property
    def alerts(self) -> AlertPage:
        """The alert centre, which every desk has."""
        return cast("AlertPage", self.page("alerts"))

    @property
    def whistles(self) -> WhistlePage:
        """The whistle page, which every desk has."""
        return cast("WhistlePage", self.page("whistles"))

    def arrive(self, name: str) -> None:
        """Tell a page that it has just been shown; other names are not its business."""
        page = self._pages.get(name)
        if page is not None:
            page.arrive()

    @Slot()
    def went_live(self) -> None:
        """Load soon what the pages are made of, so that the first key for one of them finds it there."""
        self._later.start()

    @Slot()
    def _load(self) -> None:
        loads = [entry.load for entry in self._entries.values()]
        self._kit.desk.run(Lane.TILES, lambda: [load() for load in loads], self._on_loaded)

    def _on_loaded(self, outcome: Outcome[list[Make]]) -> None:
        outcome.value()  # a page that cannot be imported is a fault of ours

    def shutdown(self) -> None:
        """Remember how the tables stood, and let every page let go; none is made any more."""
        self._later.stop()
        self._entries = {}
        for name, page in self._pages.items():
            for table in _tables(name, page):
                self._kit.settings.set_layout(table.objectName(), table.arrangement())
        for page in self._pages.values():
            page.shutdown()


def _tables(name: str, page: Page) -> list[FigureTable]:
    """Return the tables of a page, each named for what is remembered of it."""
    tables = page.findChildren(FigureTable)
    for table in tables:
        table.setObjectName(f"table.{name}")
    return tables
