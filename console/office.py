"""The pages of an office: what somebody works with who has no desk, by right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from console.hubtime import HubTime
from console.pages.base import Page
from console.pages.help import HelpPage
from console.pages.norole import NoPage
from console.pages.people import PeoplePage
from console.pages.settings.page import SettingsPage
from console.pages.settings.part import SettingsKit
from console.seatlock import Seat
from console.start import Office
from console.tasks import TaskRunner
from console.window import MainWindow
from services.domain.ids import Ids
from services.domain.rights import Right
from widgets.navbar import NavItem
from widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class OfficeKit:
    """What a page of an office may be made of."""

    office: Office
    seat: Seat
    theme: Theme
    tasks: TaskRunner
    ids: Ids
    time: HubTime
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: its name, what the pages' column calls it and draws, its key, whose it is, and how it is made."""

    name: str
    title: str
    icon: str
    key: str
    right: Right | None
    make: Callable[[OfficeKit], QWidget]


def _people(kit: OfficeKit) -> QWidget:
    return PeoplePage(kit.office, kit.tasks, kit.ids)


def _settings(kit: OfficeKit) -> QWidget:
    office = kit.office
    return SettingsPage(SettingsKit(kit.seat, kit.theme, kit.ids, office.profile, office.units, kit.time.now))


def _help(kit: OfficeKit) -> QWidget:
    return HelpPage(kit.language, kit.tasks)


def _none(kit: OfficeKit) -> QWidget:
    return NoPage(kit.office.session.rights)


ENTRIES: tuple[Entry, ...] = (
    Entry("people", str(QT_TRANSLATE_NOOP("Pages", "人员")), "person", "", Right.PEOPLE, _people),
    Entry("settings", str(QT_TRANSLATE_NOOP("Pages", "系统")), "system", "", Right.SETTINGS, _settings),
    Entry("help", str(QT_TRANSLATE_NOOP("Pages", "帮助")), "help", "F1", None, _help),
)
"""In the order of the pages' column; a page without a right is for everybody."""

_NOTHING = Entry("office", str(QT_TRANSLATE_NOOP("Pages", "说明")), "duty", "", None, _none)
"""For whom there is no page of their own."""


class OfficePages(QObject):
    """The pages of one office, in the window. `signed_out` says why the session is over; `locked`: by the hub."""

    signed_out = Signal(str)
    locked = Signal()
    said = Signal(object)

    def __init__(self, window: MainWindow, kit: OfficeKit, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        rights = kit.office.session.rights
        entries = [entry for entry in ENTRIES if entry.right is None or entry.right in rights]
        if not any(entry.right for entry in entries):
            entries.insert(0, _NOTHING)
        self.first = entries[0].name
        self._pages = {entry.name: entry.make(kit) for entry in entries}
        for name, page in self._pages.items():
            window.add_page(name, page)
            if isinstance(page, PeoplePage | SettingsPage):
                page.signed_out.connect(self.signed_out)
                page.locked.connect(self.locked)
            if isinstance(page, Page):
                page.said.connect(self.said)
                page.left.connect(self._on_left)
        translate = QCoreApplication.translate
        window.set_pages(
            tuple(NavItem(one.name, translate("Pages", one.title), one.icon, key=one.key) for one in entries)
        )

    def show(self, name: str) -> None:
        """Show a page and bring it up to date; other names are not its business."""
        page = self._pages.get(name)
        if page is not None:
            self._window.show_page(name)
            if isinstance(page, Page):
                page.arrive()

    def shutdown(self) -> None:
        """Let every page let go."""
        for page in self._pages.values():
            if isinstance(page, Page):
                page.shutdown()

    def _on_left(self) -> None:
        self.show(self.first)
