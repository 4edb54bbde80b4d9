"""What one does with one's own seat: lock it, leave it to somebody else, change one's password."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from console.client import Client
from console.forms.new_password import PasswordForm
from console.idle import LOCK_KEY
from console.palette import PaletteCommand
from console.problems import say_error
from console.seatlock import Seat, SeatLock
from console.tasks import Outcome
from console.window import MainWindow
from services.api.people import NewPassword
from services.api.sessions import Session
from widgets.plain import one_line, sentence
from widgets.toast import Message


class SeatMenu(QObject):
    """The menu at the person's name, and the same as commands. In a demo nobody signs in, so nobody can change."""

    leave_wanted = Signal(str)
    """The seat is to be left: why in one sentence, or ""."""

    def __init__(self, window: MainWindow, seat: Seat, lock: SeatLock, parent: QObject, *, demo: bool = False) -> None:
        super().__init__(parent)
        self._window = window
        self._seat = seat
        self._lock = lock
        self._demo = demo
        self._form: PasswordForm | None = None
        window.top.seat_menu_wanted.connect(self.open)

    def commands(self) -> tuple[tuple[PaletteCommand, Callable[[], None]], ...]:
        """Return what the one box offers of it."""
        lock = (PaletteCommand("lock", self.tr("锁定席位"), LOCK_KEY, "lock sdxw"), self._lock.lock_now)
        if self._demo:
            return (lock,)
        return (
            lock,
            (PaletteCommand("leave", self.tr("换人 / 退出登录"), "", "sign out hr tcdl"), self._on_leave),
            (PaletteCommand("password", self.tr("修改口令"), "", "password xgkl"), self._on_password),
        )

    def open(self, at: QPoint) -> None:
        """Show the menu, its top right corner at a point of the screen."""
        if self._lock.asks:
            return
        menu = self._made()
        menu.popup(at - QPoint(menu.sizeHint().width(), 0))

    def stop(self) -> None:
        """Let go of the form: the seat is left."""
        self._form = None

    def _made(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(self.tr("席位"))
        lock = menu.addAction(f"{self.tr('锁定席位')}\t{LOCK_KEY}")
        lock.triggered.connect(self._lock.lock_now)
        leave = menu.addAction(self.tr("换人 / 退出登录"))
        leave.triggered.connect(self._on_leave)
        password = menu.addAction(self.tr("修改口令"))
        password.triggered.connect(self._on_password)
        if self._demo:
            for deed in (leave, password):
                deed.setEnabled(False)
            menu.addSeparator()
            menu.addAction(self.tr("演示席位自动登录，没有口令，不能换人")).setEnabled(False)
        return menu

    def _on_leave(self) -> None:
        self.leave_wanted.emit("")

    # ── one's own password ──────────────────────────────────────────────────────────────────────────────────────────
    def _on_password(self) -> None:
        if self._form is not None:
            return
        session: Session = self._seat.session
        form = PasswordForm(sentence(session.person_name, session.unit_name), self._window, own=True)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.given.connect(self._on_given)
        form.finished.connect(self._on_closed)
        self._form = form
        form.open()

    def _on_given(self, new: object) -> None:
        if isinstance(new, NewPassword):
            self._seat.ask(self._setting(new), self._on_set, slot="own-password")

    def _setting(self, new: NewPassword) -> Callable[[Client], None]:
        person_id = self._seat.session.person_id

        def work(client: Client) -> None:
            client.set_password(person_id, new)

        return work

    def _on_closed(self) -> None:
        self._form = None

    def _on_set(self, outcome: Outcome[None]) -> None:
        form = self._form
        if outcome.error is not None:
            words = say_error(outcome.error).whole
            if form is not None:
                form.show_error(words)
            else:
                self._window.say(Message(one_line(words), "red", key="say"))
            return
        if form is not None:
            form.accept()
        self.leave_wanted.emit(self.tr("口令已更改，请用新口令登录"))
