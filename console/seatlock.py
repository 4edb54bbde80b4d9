"""A seat that nobody works at: it is locked at the hub, and the password opens it where it was left."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from console.client import Client
from console.desk import Desk
from console.forms.sign_in import Credentials, SignInForm
from console.idle import IdleWatch
from console.problems import say_error
from console.settings import Settings
from console.tasks import Outcome
from console.transport import HubRefused
from console.window import MainWindow
from services.api.sessions import Session
from services.domain.clock import Clock

_PAGE = "locked"


class SeatLock(QObject):
    """Watches one desk's seat and asks for the password. `unlocked` carries the page that was left."""

    unlocked = Signal(str)

    def __init__(self, window: MainWindow, desk: Desk, settings: Settings, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._desk = desk
        self._settings = settings
        self._form: SignInForm | None = None
        self._page_before = ""
        self._idle = IdleWatch(clock, desk.session.idle_lock_ms / 1000, self)
        self._idle.idle.connect(self._on_idle)
        self._idle.alive.connect(self._on_alive)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            self._idle.watch(app)

    def stop(self) -> None:
        """Watch no more: the seat is left."""
        self._idle.stop()

    def ask(self) -> None:
        """Ask for the password in place of the page, unless that is being asked already."""
        if self._form is not None:
            return
        form = SignInForm(self.tr("席位已锁定"), self.tr("席位因空闲已锁定，请输入口令继续。"))
        form.login.setText(self._settings.now.login or self._desk.session.person_name)
        form.submitted.connect(self._on_password)
        self._form = form
        self._page_before = self._window.page_name()
        self._window.add_page(_PAGE, form)
        self._window.show_page(_PAGE)
        form.password.setFocus()

    def _on_idle(self) -> None:
        self._desk.ask(Client.lock, self._on_locked, slot="lock")

    def _on_locked(self, outcome: Outcome[None]) -> None:
        if outcome.error is None:
            self.ask()

    def _on_alive(self) -> None:
        self._desk.ask(Client.session, self._on_told, slot="alive")

    def _on_told(self, outcome: Outcome[Session]) -> None:
        del outcome  # whether the hub heard it shows in the link

    @Slot(object)
    def _on_password(self, given: Credentials) -> None:
        if self._desk.profile.demo:
            self._desk.ask(lambda client: client.sign_in_demo(), self._on_unlocked, slot="unlock")
        else:
            self._desk.ask(lambda client: _open_again(client, given), self._on_unlocked, slot="unlock")

    def _on_unlocked(self, outcome: Outcome[Session]) -> None:
        if self._form is None:
            return
        if outcome.error is not None:
            self._form.show_error(say_error(outcome.error).whole)
            return
        self._desk.signed_in(outcome.value())
        self._window.remove_page(_PAGE)
        self._form = None
        self.unlocked.emit(self._page_before or "operations")


def _open_again(client: Client, given: Credentials) -> Session:
    """Unlock the session that is there; one that has ended is opened anew."""
    try:
        return client.unlock(given.password)
    except HubRefused as error:
        if error.problem.code != "signed_out":
            raise
    return client.sign_in(given.login, given.password, client="console")
