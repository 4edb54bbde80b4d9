"""Joins window, start, desk and pages: from the first sentence on an empty window to a live desk, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut

from console.actions import action_label
from console.client import Client
from console.desk import Desk
from console.draft_keeper import DraftKeeper
from console.drafts import Drafts
from console.finding import Finding
from console.forms.new_case import NewCaseForm, Reported
from console.forms.sign_in import Credentials, SignInForm
from console.hubtime import HubTime
from console.hubwatch import HubWatch
from console.idle import IdleWatch
from console.language import DEFAULT
from console.leaving import Leaving
from console.pages.alert.page import AlertPage
from console.pages.find import FindPage
from console.pages.help import HelpPage
from console.pages.operations.page import OperationsPage
from console.pages.people import PeoplePage
from console.palette import PaletteCommand
from console.pending import Finished
from console.problems import say_error
from console.settings import Settings
from console.shifts import current
from console.start import Connected, Office, Ready, Starter, Where
from console.stream import Link, LinkStatus
from console.tasks import Outcome, TaskRunner
from console.theming import Theming
from console.transport import HubRefused
from console.window import MainWindow
from services.api.hubfile import KEY_HEADER, HubFile
from services.api.messages import Done, NewCase, Session
from services.domain.actions import ACTIONS
from services.domain.clock import Clock, Instant
from services.domain.ids import Ids
from services.domain.modes import Mode
from services.domain.rights import Right
from widgets.keysheet import KeyGroup, KeyLine
from widgets.plain import sentence
from widgets.state import LIVE, PanelState
from widgets.statusbar import Feed
from widgets.toast import Message
from widgets.topbar import LinkState

_NEW_CASE = "new_case"
_OPEN_CASE = "open"


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
        self._new_case: NewCaseForm | None = None
        self.desk: Desk | None = None
        self.operations: OperationsPage | None = None
        self.alerts: AlertPage | None = None
        self.find: FindPage | None = None
        self._finding: Finding | None = None
        self._ready: Ready | None = None
        self._connected: Connected | None = None
        self._page_before = ""
        self._watch: HubWatch | None = None
        self._leaving: Leaving | None = None
        self._idle: IdleWatch | None = None
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
        window.toasts.acted.connect(self._on_acted)
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
        self._connected = connected

    @Slot(object)
    def _on_administration(self, office: Office) -> None:
        """Show who keeps the accounts, and has no desk, the people of the district."""
        self._drop_form()
        window, session = self._window, office.session
        window.top.set_title(office.profile.title)
        window.setWindowTitle(office.profile.title)
        window.top.set_shift(sentence(session.unit_name, session.person_name))
        window.top.set_alert_refusal(self.tr("您的角色不能起草预警"))
        window.top.set_link("live", None)
        window.add_page("people", PeoplePage(office, self._tasks, self._ids))
        window.show_page("people")
        window.show_state(LIVE)

    @Slot(object)
    def _on_ready(self, ready: Ready) -> None:
        self._drop_form()
        self._ready = ready
        window, theme = self._window, self._theming.theme
        desk = Desk(ready, self._tasks, self._time, self._clock, self._ids, self)
        self.desk = desk
        drafts = DraftKeeper(Drafts(self._where.data_dir, self._clock), ready.session.person_id, self._tasks, self)
        self.operations = OperationsPage(desk, theme, self._settings, drafts)
        self.alerts = AlertPage(desk, theme, self._monotonic_ms)
        self.find = FindPage(desk, theme)
        for name, page in (("operations", self.operations), ("alerts", self.alerts), ("find", self.find)):
            window.add_page(name, page)
        help_page = HelpPage(self._settings.now.language or DEFAULT, self._tasks)
        help_page.left.connect(self._on_left_page)
        window.add_page("help", help_page)
        self.operations.said.connect(window.say)
        self.operations.alert_wanted.connect(self._on_alert_for)
        self.operations.alert_open_wanted.connect(self._on_alert_open)
        self.operations.point_chosen.connect(self._on_point)
        self.alerts.said.connect(window.say)
        self.alerts.left.connect(self._on_left_page)
        self.find.opened.connect(self._on_found)
        desk.ticked.connect(self._on_tick)
        desk.link_changed.connect(self._on_link)
        desk.finished.connect(self._on_finished)
        self._finding = Finding(window.finder, desk, self._commands(), self)
        self._finding.case_chosen.connect(self._on_found)
        self._finding.unit_chosen.connect(self._on_unit)
        self._finding.place_chosen.connect(self._on_place)
        self._dress(ready)
        self._add_case_keys(self.operations)
        window.show_state(LIVE)
        self._show_page(self._first_page)
        desk.start()
        if ready.connected.embedded:
            self._start_watch()
        self._watch_seat(ready.session)

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
        for key, slot in (("L", page.locate), ("J", page.next_case)):
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
        self._window.show_page(name)
        if name == "operations" and self.operations is not None:
            self.operations.queue.focus_queue()
        elif name == "find" and self.find is not None:
            self.find.focus_field()
        elif name == "alerts" and self.alerts is not None:
            self.alerts.overview()

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
            (PaletteCommand("theme", self.tr("换主题"), "Ctrl+Shift+T", "theme hzt"), self._on_theme),
            (PaletteCommand("keys", self.tr("快捷键"), "?", "keys kjj"), self._on_keys),
            (PaletteCommand("help", self.tr("帮助"), "F1", "help bz"), self._on_help),
        )

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

    def _on_left_page(self) -> None:
        self._show_page("operations")

    # ── a new case ──────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_new_case(self) -> None:
        if self.desk is None or self._new_case is not None:
            return
        if Right.CASE_REPORT not in self.desk.session.rights:
            self._window.say(Message(self.tr("您的角色不能新建案件"), key="say"))
            return
        form = NewCaseForm(self.desk.profile, self.desk.units.values(), self._window)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.reported.connect(self._on_reported)
        form.point_wanted.connect(self._on_point_wanted)
        form.finished.connect(self._on_new_case_closed)
        self._new_case = form
        form.show()

    def _on_point_wanted(self) -> None:
        if self.operations is not None:
            self._window.show_page("operations")
            self.operations.choose_point(wanted=True)
            self._window.say(Message(self.tr("请在地图上点出位置"), key="say"))

    @Slot(float, float)
    def _on_point(self, lon: float, lat: float) -> None:
        if self._new_case is not None:
            self._new_case.set_point(lon, lat)
            self._new_case.raise_()
            self._new_case.activateWindow()

    @Slot(object)
    def _on_reported(self, given: Reported) -> None:
        if self.desk is None:
            return

        def make(command_id: str) -> NewCase:
            return NewCase(
                command_id=command_id,
                title=given.title,
                text=given.text,
                place=given.place,
                lon=given.lon,
                lat=given.lat,
                area_id=given.area_id,
                category=given.category,
                source=given.source,
                call_kind=given.call_kind,
                request_kind=given.request_kind,
                priority=given.priority,
                caller=given.caller,
                phone=given.phone,
            )

        self.desk.send("", _NEW_CASE, lambda client, command_id: client.new_case(make(command_id)))

    def _on_new_case_closed(self) -> None:
        self._new_case = None
        if self.operations is not None:
            self.operations.choose_point(wanted=False)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        if finished.command.label != _NEW_CASE:
            return
        if finished.committed:
            if self._new_case is not None:
                self._new_case.accept()
            if isinstance(finished.answer, Done):
                row = finished.answer.row
                words = self.tr("已新建 {number}").format(number=row.number)
                self._window.say(Message(words, "ok", self.tr("打开"), (_OPEN_CASE, row.id)))
        elif self._new_case is not None:
            said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
            self._new_case.show_error(said)

    @Slot(object)
    def _on_acted(self, target: object) -> None:
        if isinstance(target, tuple) and target[0] == _OPEN_CASE:
            self._on_found(target[1])

    # ── what is said of the link and the time ───────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_tick(self, now: Instant) -> None:
        if self.desk is None:
            return
        self._window.top.set_clock(self.desk.clock_text.seconds(now))
        session = self.desk.session
        shift = current(self.desk.profile.shifts, now, self.desk.wording.zone)
        self._window.top.set_shift(sentence(shift, session.unit_name, session.person_name, session.seat))
        if self._time.must_warn():
            seconds = round(self._time.difference_ms() / 1000)
            words = self.tr("本机时钟与服务相差 {n} 秒，计时以服务为准").format(n=seconds)
            self._window.notice.show_sentence(self.tr("时钟"), words)
        elif self.desk.board.partial:
            words = self.tr("共 {total} 件在办，只显示最紧急的 {count} 件").format(
                total=self.desk.board.total, count=len(self.desk.board)
            )
            self._window.notice.show_sentence(self.tr("部分"), words)
        else:
            self._window.notice.show_sentence("", "")

    @Slot(object)
    def _on_link(self, status: LinkStatus) -> None:
        if self.desk is None:
            return
        if status.link is Link.SIGNED_OUT:
            self._ask_password()
        states: dict[Link, LinkState] = {Link.LIVE: "live", Link.CONNECTING: "slow", Link.STALE: "slow"}
        since = self.desk.clock_text.seconds(status.since) if status.since is not None else ""
        self._window.top.set_link(states.get(status.link, "lost"), None, since)
        if status.link is Link.LIVE:
            self.went_live.emit()
        live = status.link in (Link.LIVE, Link.CONNECTING)
        words = self.tr("自 {time} 起没有新数据，页面显示的是当时的情况").format(time=since or "–")
        self._window.stale.show_sentence("" if live else self.tr("已断开"), words, self.tr("立即重连"))
        feed = Feed("hub", self.tr("服务"), "ok" if status.link is Link.LIVE else "down", since)
        self._window.status.set_feeds((feed,))
        if self._ready is not None:
            self._window.status.set_right(f"v{self._ready.connected.health.version}")

    # ── a seat that nobody works at ─────────────────────────────────────────────────────────────────────────────────
    def _watch_seat(self, session: Session) -> None:
        app = QCoreApplication.instance()
        if app is None:
            return
        self._idle = IdleWatch(self._clock, session.idle_lock_ms / 1000, self)
        self._idle.idle.connect(self._on_idle)
        self._idle.alive.connect(self._on_alive)
        app.installEventFilter(self._idle)

    def _on_idle(self) -> None:
        if self.desk is not None:
            self.desk.ask(Client.lock, self._on_locked, slot="lock")

    def _on_locked(self, outcome: Outcome[None]) -> None:
        if outcome.error is None:
            self._ask_password()

    def _on_alive(self) -> None:
        if self.desk is not None:
            self.desk.ask(Client.session, self._on_told, slot="alive")

    def _on_told(self, outcome: Outcome[Session]) -> None:
        del outcome  # whether the hub heard it shows in the link

    # ── a seat that locked itself ───────────────────────────────────────────────────────────────────────────────────
    def _ask_password(self) -> None:
        if self.desk is None or self._form is not None or self._ready is None:
            return
        session = self.desk.session
        form = SignInForm(self.tr("席位已锁定"), self.tr("席位因空闲已锁定，请输入口令继续。"))
        form.login.setText(self._settings.now.login or session.person_name)
        form.submitted.connect(self._on_password)
        self._form = form
        self._page_before = self._window.page_name()
        self._window.add_page("locked", form)
        self._window.show_page("locked")
        form.password.setFocus()

    @Slot(object)
    def _on_password(self, given: Credentials) -> None:
        if self.desk is None:
            return
        if self._ready is not None and self._ready.profile.demo:
            self.desk.ask(lambda client: client.sign_in_demo(), self._on_unlocked, slot="unlock")
        else:
            self.desk.ask(lambda client: _open_again(client, given), self._on_unlocked, slot="unlock")

    def _on_unlocked(self, outcome: Outcome[Session]) -> None:
        if self._form is None or self.desk is None:
            return
        if outcome.error is not None:
            self._form.show_error(say_error(outcome.error).whole)
            return
        self.desk.signed_in(outcome.value())
        self._window.remove_page("locked")
        self._form = None
        self._show_page(self._page_before or "operations")

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_keys(self) -> None:
        case = tuple(KeyLine(rule.key, action_label(rule.action)) for rule in ACTIONS.values())
        self._window.open_keys(
            (
                KeyGroup(self.tr("案件"), (*case, KeyLine("L", self.tr("定位")), KeyLine("J", self.tr("下一件")))),
                KeyGroup(
                    self.tr("全局"),
                    (
                        KeyLine("Ctrl+N", self.tr("新建案件")),
                        KeyLine("Ctrl+F", self.tr("查找全部案件")),
                        KeyLine("Ctrl+K", self.tr("一个框找一切")),
                        KeyLine("F12", self.tr("一键预警")),
                        KeyLine("Ctrl+1", self.tr("指挥")),
                        KeyLine("Ctrl+2", self.tr("预警")),
                        KeyLine("Ctrl+Shift+T", self.tr("换主题")),
                        KeyLine("F11", self.tr("全屏")),
                        KeyLine("?", self.tr("快捷键")),
                        KeyLine("F1", self.tr("帮助")),
                    ),
                ),
                KeyGroup(
                    self.tr("地图"),
                    (
                        KeyLine("+ −", self.tr("放大、缩小")),
                        KeyLine("←↑↓→", self.tr("移动")),
                        KeyLine("0", self.tr("回到全图")),
                        KeyLine("Tab", self.tr("下一件看得见的案件")),
                        KeyLine("Esc", self.tr("回到队列")),
                    ),
                ),
            )
        )

    # ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_closing(self, event: QCloseEvent) -> None:
        if self._is_closing or self._connected is None or not self._connected.embedded:
            event.accept()
            self.close()
            return
        event.ignore()
        self.leave(quiet=False)

    def leave(self, *, quiet: bool) -> None:
        """Settle what happens to the folder's hub, then end. `quiet`: without asking (nobody is there to answer)."""
        if self._connected is None or not self._connected.embedded:
            self.close()
        elif self._leaving is None:
            self._leaving = Leaving(self._connected.client, self._tasks, self._window)
            self._leaving.decided.connect(self._on_leaving_decided)
            if self._watch is not None:
                self._watch.stop()
            self._leaving.begin(quiet=quiet)

    @Slot(bool)
    def _on_leaving_decided(self, may_end: bool) -> None:
        self._leaving = None
        if may_end:
            self.close()
        else:
            self._start_watch()

    def _start_watch(self) -> None:
        self._watch = HubWatch(self._where.data_dir, self._where.hub_options, self._clock, self)
        self._watch.moved.connect(self._on_hub_moved)
        self._watch.failed.connect(self._on_hub_failed)
        self._watch.start()

    @Slot(object)
    def _on_hub_moved(self, hub: HubFile) -> None:
        if self._ready is not None and self.desk is not None:
            self._ready.connected.transport.move_to(hub.url, {KEY_HEADER: hub.key})
            self.desk.hurry()
            self._window.say(Message(self.tr("本机服务已重新启动"), "yellow", key="hub"))

    @Slot(str)
    def _on_hub_failed(self, reason: str) -> None:
        words = self.tr("本机服务没有启动：{reason}").format(reason=reason)
        self._window.say(Message(words, "red", key="hub", shown_ms=0))

    def close(self) -> None:
        """Begin the end; `finished` follows."""
        if self._is_closing:
            return
        self._is_closing = True
        if self._watch is not None:
            self._watch.stop()
        if self._idle is not None:
            self._idle.stop()
        self._window.hide()
        for page in (self.operations, self.alerts):
            if page is not None:
                page.shutdown()
        if self.desk is not None:
            self.desk.close()
        else:
            self._tasks.close()

    def _on_closed(self) -> None:
        self.finished.emit()


def _open_again(client: Client, given: Credentials) -> Session:
    """Unlock the session that is there; one that has ended is opened anew."""
    try:
        return client.unlock(given.password)
    except HubRefused as error:
        if error.problem.code != "signed_out":
            raise
    return client.sign_in(given.login, given.password, client="console")
