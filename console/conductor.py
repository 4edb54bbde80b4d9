"""Who is at the window: from the first sentence on an empty window to a desk or office, and back to signing in."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut

from console.board import Prepared
from console.forms.sign_in import Credentials, SignInForm
from console.handover import Handover
from console.hublife import HubLife
from console.hubtime import HubTime
from console.room import Room
from console.settings import Settings
from console.start import Connected, Office, Ready, Starter, Where
from console.tasks import TaskRunner
from console.theming import Theming
from console.window import MainWindow
from services.domain.clock import Clock
from services.domain.ids import Ids
from widgets.state import LIVE, PanelState
from widgets.toast import Message

if TYPE_CHECKING:
    from console.atdesk import AtDesk
    from console.atoffice import AtOffice
    from console.desk import Desk
    from console.deskpages import DeskPages
    from console.pages.alert.page import AlertPage
    from console.pages.operations.page import OperationsPage

logger = logging.getLogger(__name__)


class Conductor(QObject):
    """One per window. `finished` says that everything has ended and the program may."""

    finished = Signal()
    went_live = Signal()
    """The hub is followed, and what is shown is how things are."""

    def __init__(
        self,
        window: MainWindow,
        theming: Theming,
        settings: Settings,
        where: Where,
        clock: Clock,
        ids: Ids,
        page: str,
    ) -> None:
        super().__init__()  # no child of the window: each would keep the other alive
        self._window = window
        self._settings = settings
        self._where = where
        self._clock = clock
        self._room = Room(window, theming, settings, where, clock, ids)
        self._first_page = page
        self._time = HubTime(clock)
        self._form: SignInForm | None = None
        self._hub: HubLife | None = None
        self._at: AtDesk | AtOffice | None = None
        self._seated: AtDesk | None = None
        self._connected: Connected | None = None
        self._handover: Handover | None = None
        self._is_closing = False
        self._is_changing = False
        self._words = ""
        self._trouble = ""
        self._begin_anew()
        self._connect()

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Begin: find or start the hub, sign in, load."""
        if self._settings.trouble:
            self._window.say(Message(self._settings.trouble, "yellow", shown_ms=0))
        self._starter.begin()
        # Half a second of pages, map and widgets: loaded while the hub gets ready to answer, not after it has.
        import console.atdesk  # noqa: F401, PLC0415 - as above

    def is_ready(self, cases: int) -> bool:
        """Tell whether the page shows live data with at least so many cases."""
        desk = self.desk
        return desk is not None and desk.connected and len(desk.board) >= cases and bool(self._window.page_name())

    @property
    def desk(self) -> Desk | None:
        """The desk of who is signed in; None before that, and for who has none."""
        return self._seated.desk if self._seated is not None else None

    @property
    def operations(self) -> OperationsPage | None:
        """The Operations page of the desk."""
        return self._seated.operations if self._seated is not None else None

    @property
    def alerts(self) -> AlertPage | None:
        """The alert centre of the desk."""
        return self._seated.pages.alerts if self._seated is not None else None

    @property
    def pages(self) -> DeskPages | None:
        """The other pages of the desk."""
        return self._seated.pages if self._seated is not None else None

    @property
    def at(self) -> AtDesk | AtOffice | None:
        """Who is signed in, with everything they have in the window."""
        return self._at

    def _begin_anew(self) -> None:
        """Take new threads and a new way to a seat: nothing of the person before goes on."""
        self._tasks = TaskRunner(self)
        self._tasks.closed.connect(self._on_closed)
        self._starter = starter = Starter(self._where, self._tasks, self._time, self._clock, self)
        starter.doing.connect(self._on_doing)
        starter.failed.connect(self._on_failed)
        starter.sign_in_wanted.connect(self._on_sign_in_wanted)
        starter.sign_in_failed.connect(self._on_sign_in_failed)
        starter.ready.connect(self._on_ready)
        starter.board.connect(self._on_board)
        starter.connected.connect(self._on_connected)
        starter.administration.connect(self._on_administration)

    def _connect(self) -> None:
        window = self._window
        window.undress()
        window.retry_wanted.connect(self._on_retry)
        window.closing.connect(self._on_closing)
        for key, slot in (("?", self._on_keys), ("F1", self._on_help)):
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(slot)

    # ── starting ────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _on_doing(self, words: str) -> None:
        self._window.show_state(PanelState("loading", words))

    @Slot(str)
    def _on_failed(self, words: str) -> None:
        if self._at is not None:  # a desk is there already, and its board has not come
            self._trouble = words
            self._leave_seat()
            return
        self._window.show_state(PanelState("error", words, action=self.tr("再试一次")))

    def _on_retry(self) -> None:
        if self.desk is not None:
            self.desk.hurry()
        elif self._at is None and not self._is_changing:
            self._starter.begin()

    @Slot(bool)
    def _on_sign_in_wanted(self, first: bool) -> None:
        self._drop_form()
        if first:
            title = self.tr("设置首位管理员")
            hint = self.tr("本区还没有人员。请设置首位管理员的用户名和口令；口令由您自己定，系统没有预设口令。")
        else:
            title = self.tr("登录")
            hint = self.tr("请用您本人的账号登录，所办事项都会记在您名下。")
        self._form = SignInForm(title, hint, first=first)
        self._form.submitted.connect(self._on_submitted)
        self._form.login.setText(self._settings.now.login)
        self._window.add_page("sign-in", self._form)
        self._window.show_page("sign-in")
        self._window.show_state(LIVE)
        self._form.setFocus()
        if self._words:
            self._form.show_error(self._words)
            self._words = ""

    @Slot(object)
    def _on_submitted(self, given: Credentials) -> None:
        self._settings.set(login=given.login)
        self._starter.sign_in(given)

    @Slot(str)
    def _on_sign_in_failed(self, words: str) -> None:
        if self._form is not None:
            self._form.show_error(words)
        else:
            self._on_failed(words)

    def _drop_form(self) -> None:
        if self._form is not None:
            self._window.clear_pages()
            self._form = None

    @Slot(object)
    def _on_connected(self, connected: Connected) -> None:
        self._connected = connected
        if not connected.embedded:
            return
        if self._hub is None:
            self._hub = HubLife(self._window, self._where, self._tasks, self._clock, self)
            self._hub.moved.connect(self._on_hub_moved)
            self._hub.may_end.connect(self.close)
        self._hub.use(connected)

    # ── a person at the seat ────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_administration(self, office: Office) -> None:
        """Show who keeps accounts or settings, and has no desk, the pages of that work."""
        with self._seating():
            from console.atoffice import AtOffice  # noqa: PLC0415 - few seats are an office

            self._at = at = AtOffice(self._room, office, self._tasks, self._time, self)
            at.leave_wanted.connect(self._on_leave_wanted)
            self._window.show_state(LIVE)
            at.start()
            self._watch_hub()

    @Slot(object)
    def _on_ready(self, ready: Ready) -> None:
        """Build the desk while its board is on the way."""
        with self._seating():
            from console.atdesk import AtDesk  # noqa: PLC0415 - loaded in `start`, while the hub was asked

            self._at = self._seated = at = AtDesk(self._room, ready, self._tasks, self._time, self)
            at.leave_wanted.connect(self._on_leave_wanted)
            at.went_live.connect(self.went_live)

    @Slot(object)
    def _on_board(self, board: Prepared) -> None:
        if self._seated is None:
            return  # the desk could not be built, or somebody closed the window meanwhile
        with self._seating():
            self._window.show_state(LIVE)
            self._seated.start(self._first_page, board)
            self._watch_hub()

    @contextmanager
    def _seating(self) -> Iterator[None]:
        """Build what a person has; what cannot be built is said, and can be tried again."""
        self._drop_form()
        try:
            yield
        except Exception:  # a fault of ours in any page must not leave the window loading for ever
            logger.exception("the seat could not be built")
            self._trouble = self.tr("页面没有打开：程序内部出错，详情已写入日志")
            self._leave_seat()

    def _watch_hub(self) -> None:
        if self._hub is not None:
            self._hub.watch()

    @Slot(str)
    def _on_leave_wanted(self, words: str) -> None:
        """End the session at the hub, then everything of it here; `words` are shown at the next sign-in."""
        at, connected = self._at, self._connected
        if at is None or connected is None or self._is_leaving:
            return
        self._words = words
        self._handover = Handover(connected.client, self._tasks, self._window, self)
        self._handover.left.connect(self._on_left)
        self._handover.stayed.connect(self._on_stayed)
        self._handover.going.connect(at.freeze)
        if words:
            self._handover.go()
        else:
            self._handover.begin(at.unsent)

    @property
    def _is_leaving(self) -> bool:
        return self._handover is not None or self._is_changing or self._is_closing

    @Slot(str)
    def _on_left(self, trouble: str) -> None:
        self._words = self._words or trouble
        self._leave_seat()

    @Slot()
    def _on_stayed(self) -> None:
        self._drop_handover()

    def _drop_handover(self) -> None:
        if self._handover is not None:
            self._handover.deleteLater()
            self._handover = None

    def _leave_seat(self) -> None:
        """Let go of the person's seat; `_on_closed` goes on when the last thread has ended."""
        self._is_changing = True
        self._drop_handover()
        if self._hub is not None:
            self._hub.stop()
            self._hub.deleteLater()
            self._hub = None
        self._window.show_state(PanelState("loading", self.tr("正在退出登录…")))
        if self._at is not None:
            self._at.shutdown()
        self._tasks.close()  # already closing where there was a seat

    def _on_closed(self) -> None:
        if self._is_closing:
            self.finished.emit()
            return
        self._is_changing = False
        self._window.clear_pages()
        self._window.undress()
        for old in (self._at, self._starter, self._tasks):
            if old is not None:
                old.deleteLater()
        self._at = self._seated = self._connected = self._form = None
        self._begin_anew()
        if self._trouble:
            self._on_failed(self._trouble)
            self._trouble = ""
        else:
            self._starter.begin()

    def _on_help(self) -> None:
        if self._at is not None:
            self._at.show_page("help")

    def _on_keys(self) -> None:
        if self.desk is not None:
            from console.keys import key_groups  # noqa: PLC0415 - wanted rarely

            self._window.open_keys(key_groups())

    # ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_closing(self, event: QCloseEvent) -> None:
        if self._is_closing or self._hub is None:
            event.accept()
            self.close()
            return
        event.ignore()
        self.leave(quiet=False)

    def leave(self, *, quiet: bool) -> None:
        """Settle what happens to the folder's hub, then end. `quiet`: without asking (nobody is there to answer)."""
        if self._hub is None:
            self.close()
        else:
            self._hub.settle(quiet=quiet)

    def _on_hub_moved(self) -> None:
        if self.desk is not None:
            self.desk.hurry()

    def close(self) -> None:
        """Begin the end; `finished` follows."""
        if self._is_closing:
            return
        self._is_closing = True
        self._drop_handover()
        if self._hub is not None:
            self._hub.stop()
        self._window.hide()
        if self._at is not None and not self._is_changing:
            self._at.shutdown()
        self._tasks.close()  # already closing where there was a seat
