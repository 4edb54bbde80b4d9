"""Joins window, start, desk and pages: from the first sentence on an empty window to a live desk, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut

from console.desk import Desk
from console.deskpages import DeskPages, Kit
from console.draft_keeper import DraftKeeper
from console.drafts import Drafts
from console.finding import Finding
from console.forms.sign_in import Credentials, SignInForm
from console.hublife import HubLife
from console.hubtime import HubTime
from console.keys import key_groups
from console.language import DEFAULT
from console.newcase import NewCaseFlow
from console.office import OfficeKit, OfficePages
from console.pages.alert.page import AlertPage
from console.pages.operations.offers import MORE_KEY
from console.pages.operations.page import OperationsPage
from console.pages.whistles.page import WhistlePage
from console.palette import PaletteCommand
from console.seatlock import OfficeSeat, SeatLock
from console.settings import Settings
from console.standing import Standing
from console.start import Connected, Office, Ready, Starter, Where
from console.tasks import TaskRunner
from console.theming import Theming
from console.whistling import Whistling
from console.window import MainWindow
from services.domain.clock import Clock
from services.domain.ids import Ids
from services.domain.modes import Mode
from services.domain.rights import Right
from widgets.plain import sentence
from widgets.state import LIVE, PanelState
from widgets.toast import Message

_OVER_LEGEND = 56
"""The map's legend stays to be read below what is said."""


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
        self._theming = theming
        self._settings = settings
        self._where = where
        self._clock = clock
        self._ids = ids
        self._first_page = page
        self._time = HubTime(clock)
        self._tasks = TaskRunner(self)
        self._tasks.closed.connect(self._on_closed)
        self._starter = Starter(where, self._tasks, self._time, clock, self)
        self._form: SignInForm | None = None
        self._new_case: NewCaseFlow | None = None
        self._lock: SeatLock | None = None
        self._hub: HubLife | None = None
        self.desk: Desk | None = None
        self.operations: OperationsPage | None = None
        self.alerts: AlertPage | None = None
        self.pages: DeskPages | None = None
        self.office: OfficePages | None = None
        self._finding: Finding | None = None
        self._whistling: Whistling | None = None
        self._is_closing = False
        self._connect()

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Begin: find or start the hub, sign in, load."""
        if self._settings.trouble:
            self._window.say(Message(self._settings.trouble, "yellow", shown_ms=0))
        self._starter.begin()

    def is_ready(self, cases: int) -> bool:
        """Tell whether the page shows live data with at least so many cases."""
        desk = self.desk
        return desk is not None and desk.connected and len(desk.board) >= cases and bool(self._window.page_name())

    def _connect(self) -> None:
        window, starter = self._window, self._starter
        starter.doing.connect(self._on_doing)
        starter.failed.connect(self._on_failed)
        starter.sign_in_wanted.connect(self._on_sign_in_wanted)
        starter.sign_in_failed.connect(self._on_sign_in_failed)
        starter.ready.connect(self._on_ready)
        starter.connected.connect(self._on_connected)
        starter.administration.connect(self._on_administration)
        window.retry_wanted.connect(self._on_retry)
        window.closing.connect(self._on_closing)
        window.page_wanted.connect(self._show_page)
        window.new_case_wanted.connect(self._on_new_case)
        window.find_wanted.connect(self._on_find)
        window.alert_wanted.connect(self._on_alert)
        window.finder_wanted.connect(self._on_finder)
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
        self._window.show_state(PanelState("error", words, action=self.tr("再试一次")))

    def _on_retry(self) -> None:
        if self.desk is not None:
            self.desk.hurry()
        else:
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
        if not connected.embedded:
            return
        if self._hub is None:
            self._hub = HubLife(self._window, self._where, self._tasks, self._clock, self)
            self._hub.moved.connect(self._on_hub_moved)
            self._hub.may_end.connect(self.close)
        self._hub.use(connected)

    @Slot(object)
    def _on_administration(self, office: Office) -> None:
        """Show who keeps accounts or settings, and has no desk, the pages of that work."""
        self._drop_form()
        window, session = self._window, office.session
        window.top.set_title(office.profile.title)
        window.setWindowTitle(office.profile.title)
        window.top.set_shift(sentence(session.unit_name, session.person_name))
        window.top.set_alert_refusal(self.tr("您的角色不能起草预警"))
        window.top.set_link("live", None)
        seat = OfficeSeat(office, self._tasks, self)
        self._lock = SeatLock(window, seat, self._settings, self._clock, self)
        self._lock.unlocked.connect(self._show_page)
        language = self._settings.now.language or DEFAULT
        kit = OfficeKit(office, seat, self._theming.theme, self._tasks, self._ids, self._time, language)
        self.office = OfficePages(window, kit, self)
        self.office.signed_out.connect(self._on_office_left)
        self.office.locked.connect(self._lock.ask)
        self.office.said.connect(window.say)
        self.office.show(self.office.first)
        window.show_state(LIVE)
        if self._hub is not None:
            self._hub.watch()

    @Slot(str)
    def _on_office_left(self, words: str) -> None:
        """Ask again who is at the seat, once the session of an office is over."""
        if self._lock is not None:
            self._lock.stop()
            self._lock = None
        if self.office is not None:
            self.office.shutdown()
            self.office.deleteLater()
            self.office = None
        self._window.clear_pages()
        self._on_sign_in_wanted(False)
        self._on_sign_in_failed(words)

    @Slot(object)
    def _on_ready(self, ready: Ready) -> None:
        self._drop_form()
        window, theme = self._window, self._theming.theme
        desk = Desk(ready, self._tasks, self._time, self._clock, self._ids, self)
        self.desk = desk
        drafts = DraftKeeper(Drafts(self._where.data_dir, self._clock), ready.session.person_id, self._tasks, self)
        self.operations = OperationsPage(desk, theme, self._settings, drafts)
        self.alerts = AlertPage(desk, theme, self._monotonic_ms)
        for name, page in (("operations", self.operations), ("alerts", self.alerts)):
            window.add_page(name, page)
        language = self._settings.now.language or DEFAULT
        self.pages = DeskPages(window, Kit(desk, theme, self._settings, self._tasks, self._ids, language), self)
        self.pages.said.connect(window.say)
        self.pages.left.connect(self._on_left_page)
        self.pages.opened.connect(self._on_found)
        self.pages.cases_wanted.connect(self._on_unit)
        self.operations.said.connect(window.say)
        window.toasts.acted.connect(self.operations.on_told)
        self.operations.alert_wanted.connect(self._on_alert_for)
        self.operations.alert_open_wanted.connect(self._on_alert_open)
        self.alerts.said.connect(window.say)
        self.alerts.left.connect(self._on_left_page)
        self._new_case = NewCaseFlow(window, desk, self.operations, self)
        self._new_case.opened.connect(self._on_found)
        self._lock = SeatLock(window, desk, self._settings, self._clock, self, demo=ready.profile.demo)
        self._lock.unlocked.connect(self._show_page)
        standing = Standing(window, desk, self._time, ready.connected.health.version, self)
        standing.went_live.connect(self.went_live)
        standing.signed_out.connect(self._lock.ask)
        self._finding = Finding(window.finder, desk, self._commands(), self)
        self._finding.case_chosen.connect(self._on_found)
        self._finding.unit_chosen.connect(self._on_unit)
        self._finding.place_chosen.connect(self._on_place)
        window.toasts.set_anchor(self.operations.map, _OVER_LEGEND)
        self._dress(ready)
        self._add_case_keys(self.operations)
        whistles = self.pages.page("whistles")
        if isinstance(whistles, WhistlePage):
            self._whistling = Whistling(desk, self.operations, whistles, self)
            self._whistling.page_wanted.connect(self._show_page)
        window.show_state(LIVE)
        self._show_page(self._first_page)
        desk.start()
        if self._hub is not None:
            self._hub.watch()

    def _dress(self, ready: Ready) -> None:
        window, profile, session = self._window, ready.profile, ready.session
        window.top.set_title(profile.title)
        window.setWindowTitle(profile.title)
        window.top.set_seats((), "")
        exercise = profile.mode is not Mode.LIVE
        window.top.set_alert_mode(self.tr("演练") if exercise else "")
        drafting = Right.ALERT_DRAFT in session.rights
        window.top.set_alert_refusal("" if drafting else self.tr("您的角色不能起草预警"))
        words = sentence(
            self.tr("本席位只产生演练对象，数字只统计演练件") if exercise else "",
            profile.rules_label,
            profile.boundary_label,
        )
        window.set_exercise(self.tr("演练") if exercise else "", words)

    def _add_case_keys(self, page: OperationsPage) -> None:
        for key, slot in (("L", page.locate), ("J", page.next_case), ("/", page.phrases), (MORE_KEY, page.more)):
            for part in (page.queue.queue, page.case):
                shortcut = QShortcut(QKeySequence(key), part)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(slot)

    def _monotonic_ms(self) -> float:
        return self._clock.monotonic() * 1000

    # ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _show_page(self, name: str) -> None:
        if self.office is not None:
            self.office.show(name)
            return
        self._window.show_page(name)
        if name == "operations" and self.operations is not None:
            self.operations.queue.focus_queue()
        elif name == "alerts" and self.alerts is not None:
            self.alerts.overview()
        elif self.pages is not None:
            self.pages.arrive(name)

    def _on_help(self) -> None:
        self._show_page("help")

    def _on_find(self) -> None:
        self._show_page("find")

    @Slot(object)
    def _on_found(self, key: object) -> None:
        if self.operations is not None:
            self._window.show_page("operations")
            self.operations.open_case(str(key))

    # ── the one box ─────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _on_finder(self, text: str) -> None:
        if self._finding is not None:
            self._finding.open(text)

    @Slot(str)
    def _on_unit(self, unit_id: str) -> None:
        if self.operations is None or self.desk is None:
            return
        self._window.show_page("operations")
        unit = self.desk.units[unit_id]
        if unit.tier is not None:
            self.operations.show_area(unit_id)
        self.operations.queue.show_unit(unit)

    @Slot(str)
    def _on_place(self, place: str) -> None:
        if self.operations is not None:
            self._window.show_page("operations")
            self.operations.queue.show_text(place)

    def _commands(self) -> tuple[tuple[PaletteCommand, Callable[[], None]], ...]:
        return (
            (PaletteCommand("new", self.tr("新建案件"), "Ctrl+N", "new case xjaj"), self._on_new_case),
            (PaletteCommand("find", self.tr("查找全部案件"), "Ctrl+F", "find search czqbaj"), self._on_find),
            (PaletteCommand("alert", self.tr("一键预警"), "F12", "alert yjyj"), self._on_alert),
            (PaletteCommand("whistle", self.tr("吹哨"), "W", "whistle cs"), self._on_whistle),
            (PaletteCommand("next", self.tr("下一件"), "J", "next xyj"), self._on_next),
            (PaletteCommand("phrases", self.tr("短语"), "/", "macros phrases dy"), self._on_phrases),
            (PaletteCommand("group", self.tr("按街镇和类别分组（再选取消）"), "", "storm group"), self._on_group),
            *self._supervising(),
            (PaletteCommand("theme", self.tr("换主题"), "Ctrl+Shift+T", "theme hzt"), self._on_theme),
            (PaletteCommand("keys", self.tr("快捷键"), "?", "keys kjj"), self._on_keys),
            (PaletteCommand("help", self.tr("帮助"), "F1", "help bz"), self._on_help),
        )

    def _supervising(self) -> tuple[tuple[PaletteCommand, Callable[[], None]], ...]:
        """Return what supervisors have beside the rest."""
        if self.desk is None or Right.CASE_TAKE_OVER not in self.desk.session.rights:
            return ()
        return (
            (PaletteCommand("seats", self.tr("席位"), "", "seats xw"), self._on_seats),
            (PaletteCommand("declare", self.tr("宣布事件"), "", "declare event xbsj"), self._on_declare),
        )

    def _on_next(self) -> None:
        if self.operations is not None:
            self.operations.next_case()

    def _on_phrases(self) -> None:
        if self.operations is not None:
            self.operations.phrases()

    def _on_group(self) -> None:
        if self.operations is not None:
            self.operations.storm.toggle()

    def _on_declare(self) -> None:
        if self.operations is not None:
            self._window.show_page("operations")
            self.operations.storm.declare()

    def _on_seats(self) -> None:
        self._show_page("seats")

    def _on_theme(self) -> None:
        self._theming.use(self._theming.following())
        self._settings.set(theme=self._theming.theme.name)

    # ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_alert(self) -> None:
        if self.operations is not None:
            self._on_alert_for(self.operations.selected_id)

    @Slot(object)
    def _on_alert_for(self, key: object) -> None:
        if self.alerts is not None:
            self._window.show_page("alerts")
            self.alerts.compose(str(key) if key else None)

    @Slot(object)
    def _on_alert_open(self, key: object) -> None:
        if self.alerts is not None:
            self._window.show_page("alerts")
            self.alerts.follow(str(key))

    def _on_whistle(self) -> None:
        if self._whistling is not None:
            self._whistling.blow()

    def _on_left_page(self) -> None:
        self._show_page("operations")

    def _on_new_case(self) -> None:
        if self._new_case is not None:
            self._new_case.begin()

    def _on_keys(self) -> None:
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
        if self._hub is not None:
            self._hub.stop()
        if self._lock is not None:
            self._lock.stop()
        self._window.hide()
        for page in (self.operations, self.alerts):
            if page is not None:
                page.shutdown()
        for pages in (self.pages, self.office):
            if pages is not None:
                pages.shutdown()
        if self.desk is not None:
            self.desk.close()
        else:
            self._tasks.close()

    def _on_closed(self) -> None:
        self.finished.emit()
