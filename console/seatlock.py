"""A seat that nobody works at: it is locked at the hub, and the password opens it where it was left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from console.client import Client
from console.forms.sign_in import Credentials, SignInForm
from console.idle import IdleWatch
from console.problems import say_error
from console.settings import Settings
from console.start import Office
from console.tasks import Lane, Outcome, TaskRunner
from console.transport import HubRefused
from console.window import MainWindow
from services.api.sessions import Session
from services.domain.clock import Clock

T = TypeVar("T")

_PAGE = "locked"


class Seat(Protocol):
    """Whoever is signed in here: a desk, or the keeper of the accounts, who has none."""

    session: Session

    def ask(self, question: Callable[[Client], T], deliver: Callable[[Outcome[T]], None], slot: str = "") -> int:
        """Ask the hub something on a worker."""

    def signed_in(self, session: Session) -> None:
        """Go on with a renewed session."""


class OfficeSeat(QObject):
    """The seat of somebody who has no desk."""

    def __init__(self, office: Office, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self.session = office.session
        self._client = office.connected.client
        self._tasks = tasks

    def ask(self, question: Callable[[Client], T], deliver: Callable[[Outcome[T]], None], slot: str = "") -> int:
        """Ask the hub something on a worker."""
        client = self._client
        return self._tasks.submit(Lane.QUERIES, lambda _cancel: question(client), deliver, slot=slot)

    def signed_in(self, session: Session) -> None:
        """Go on with a renewed session."""
        self.session = session


class SeatLock(QObject):
    """Watches one seat and asks for the password. `unlocked` carries the page that was left."""

    unlocked = Signal(str)
    leave_wanted = Signal(str)
    """Somebody else wants the seat (the words are empty)."""

    def __init__(
        self,
        window: MainWindow,
        seat: Seat,
        settings: Settings,
        clock: Clock,
        parent: QObject,
        *,
        demo: bool = False,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._seat = seat
        self._demo = demo
        self._settings = settings
        self._form: SignInForm | None = None
        self._page_before = ""
        self._idle = IdleWatch(clock, seat.session.idle_lock_ms / 1000, self)
        self._is_over = False
        self._idle.idle.connect(self._on_idle)
        self._idle.lock_wanted.connect(self.lock_now)
        self._idle.alive.connect(self._on_alive)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            self._idle.watch(app)

    def stop(self) -> None:
        """Watch no more: the seat is left."""
        self._idle.stop()
        self._is_over = True
        self._form = None

    @property
    def asks(self) -> bool:
        """Whether the seat is locked."""
        return self._form is not None

    def lock_now(self) -> None:
        """Lock because the person says so: at once here, and then at the hub."""
        if self._form is None and not self._is_over:
            self._cover(self.tr("席位已锁定，请输入口令继续。"))
            self._seat.ask(Client.lock, self._on_told, slot="lock")

    def ask(self) -> None:
        """Ask for the password in place of the page, unless that is being asked already."""
        if self._form is None and not self._is_over:
            self._cover(self.tr("席位因空闲已锁定，请输入口令继续。"))

    def _cover(self, words: str) -> None:
        form = SignInForm(self.tr("席位已锁定"), self.tr("演示席位没有口令，可直接继续。") if self._demo else words)
        form.login.setText(self._settings.now.login or self._seat.session.person_name)
        form.login.setReadOnly(True)  # what is open here is this person's: nobody else's password opens it
        form.submitted.connect(self._on_password)
        if self._demo:
            form.ask_nothing()
        else:
            form.offer_other()
            form.other_wanted.connect(self._on_other)
        self._form = form
        self._page_before = self._window.page_name()
        self._window.add_page(_PAGE, form)
        self._window.hold_page(_PAGE)
        (form.button if self._demo else form.password).setFocus()

    def _on_idle(self) -> None:
        # Covered first: a hub that cannot be reached leaves no seat open.
        self.ask()
        self._seat.ask(Client.lock, self._on_told, slot="lock")

    def _on_other(self) -> None:
        self.leave_wanted.emit("")

    def _on_alive(self) -> None:
        self._seat.ask(Client.session, self._on_told, slot="alive")

    def _on_told(self, outcome: Outcome[Session] | Outcome[None]) -> None:
        del outcome  # whether the hub heard it shows in the link

    @Slot(object)
    def _on_password(self, given: Credentials) -> None:
        if self._demo:
            self._seat.ask(lambda client: client.sign_in_demo(), self._on_unlocked, slot="unlock")
        else:
            self._seat.ask(lambda client: _open_again(client, given), self._on_unlocked, slot="unlock")

    def _on_unlocked(self, outcome: Outcome[Session]) -> None:
        if self._form is None:
            return
        if outcome.error is not None:
            self._form.show_error(say_error(outcome.error).whole)
            return
        self._seat.signed_in(outcome.value())
        self._window.release_page()
        self._window.remove_page(_PAGE)
        self._form = None
        self.unlocked.emit(self._page_before)


def _open_again(client: Client, given: Credentials) -> Session:
    """Unlock the session that is there; one that has ended is opened anew."""
    try:
        return client.unlock(given.password)
    except HubRefused as error:
        if error.problem.code != "signed_out":
            raise
    return client.sign_in(given.login, given.password, client="console")
