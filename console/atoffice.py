"""One person at an office: who keeps accounts or settings, and has no desk. From signing in to leaving it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from console.hubtime import HubTime
from console.language import DEFAULT
from console.office import OfficeKit, OfficePages
from console.room import Room
from console.seatlock import OfficeSeat, SeatLock
from console.seatmenu import SeatMenu
from console.start import Office
from console.tasks import TaskRunner
from widgets.plain import sentence


class AtOffice(QObject):
    """Everything such a person has in the window. `shutdown` begins its end; the tasks' `closed` follows."""

    leave_wanted = Signal(str)
    """Somebody else wants the seat, or the session is over: why in one sentence, or ""."""

    def __init__(self, room: Room, office: Office, tasks: TaskRunner, time: HubTime, parent: QObject) -> None:
        super().__init__(parent)
        window, session = room.window, office.session
        self._tasks = tasks
        self._transport = office.connected.transport
        seat = OfficeSeat(office, tasks, self)
        self.lock = SeatLock(window, seat, room.settings, room.clock, self)
        self.menu = SeatMenu(window, seat, self.lock, self)
        language = room.settings.now.language or DEFAULT
        kit = OfficeKit(office, seat, room.theming, tasks, room.ids, time, language)
        self.pages = OfficePages(window, kit, self)
        window.top.set_person(there=True)
        window.top.set_title(office.profile.title)
        window.setWindowTitle(office.profile.title)
        window.top.set_shift(sentence(session.unit_name, session.person_name))
        window.page_wanted.connect(self.show_page)
        self.lock.unlocked.connect(self.show_page)
        for leaving in (self.lock.leave_wanted, self.menu.leave_wanted, self.pages.signed_out):
            leaving.connect(self.leave_wanted)
        self.pages.locked.connect(self.lock.ask)
        self.pages.said.connect(window.say)

    def start(self) -> None:
        """Show the first page of the office."""
        self.pages.show(self.pages.first)

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Show a page and bring it up to date."""
        self.pages.show(name)

    @property
    def unsent(self) -> int:
        """How many commands have no answer yet: an office waits for each."""
        return 0

    def freeze(self) -> None:
        """Neither lock nor ask any more: the session is about to end."""
        self.lock.stop()
        self.menu.stop()

    def shutdown(self) -> None:
        """Let go of everything; the tasks close."""
        self.freeze()
        self.pages.shutdown()
        self._tasks.close(self._transport.close)
