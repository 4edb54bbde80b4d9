"""The pages of an office: what somebody works with who has no desk, by right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from console.hubtime import HubTime
from console.pages.base import Page
from console.pages.norole import NoPage
from console.seatlock import Seat
from console.start import Office
from console.tasks import TaskRunner
from console.theming import Theming
from console.window import MainWindow
from services.domain.ids import Ids
from services.domain.rights import Right
from widgets.navbar import NavItem


@dataclass(frozen=True, slots=True)
class OfficeKit:
    """What a page of an office may be made of. The theme is asked for when a page is made."""

    office: Office
    seat: Seat
    theming: Theming
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
    from console.pages.people import PeoplePage  # noqa: PLC0415 - pages are loaded when they are wanted

    return PeoplePage(kit.office, kit.tasks, kit.ids)


def _settings(kit: OfficeKit) -> QWidget:
    from console.pages.settings.page import SettingsPage  # noqa: PLC0415 - as above
    from console.pages.settings.part import SettingsKit  # noqa: PLC0415 - as above

    office = kit.office
    return SettingsPage(SettingsKit(kit.seat, kit.theming.theme, kit.ids, office.profile, office.units, kit.time.now))


def _help(kit: OfficeKit) -> QWidget:
    from console.pages.help import HelpPage  # noqa: PLC0415 - as above

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


@runtime_checkable
class _Ending(Protocol):
    """A page that learns from the hub that the session is over, or that the seat is locked."""

    @property
    def signed_out(self) -> SignalInstance: ...

    @property
    def locked(self) -> SignalInstance: ...


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
        self._kit = kit
        self._entries = {entry.name: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        translate = QCoreApplication.translate
        window.set_pages(
            tuple(NavItem(one.name, translate("Pages", one.title), one.icon, key=one.key) for one in entries)
        )

    def page(self, name: str) -> QWidget | None:
        """Return a page by its name, made now if need be; None where the office has none of this name."""
        found, entry = self._pages.get(name), self._entries.get(name)
        if found is None and entry is not None:
            self._pages[name] = found = entry.make(self._kit)
            self._window.add_page(name, found)
            if isinstance(found, Page):
                found.said.connect(self.said)
                found.left.connect(self._on_left)
            if isinstance(found, _Ending):
                found.signed_out.connect(self.signed_out)
                found.locked.connect(self.locked)
        return found

    def show(self, name: str) -> None:
        """Show a page and bring it up to date; other names are not its business."""
        page = self.page(name)
        if page is not None:
            self._window.show_page(name)
            if isinstance(page, Page):
                page.arrive()

    def shutdown(self) -> None:
        """Let every page let go; none is made any more."""
        self._entries = {}
        for page in self._pages.values():
            if isinstance(page, Page):
                page.shutdown()

    def _on_left(self) -> None:
        self.show(self.first)
