"""One person at a desk, from the loaded district to leaving it: the desk, its pages, and the ways between them."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from console.board import Prepared
from console.desk import Desk
from console.deskpages import DeskPages, Kit
from console.draft_keeper import DraftKeeper
from console.drafts import Drafts
from console.finding import Finding
from console.hubtime import HubTime
from console.keys import key_groups
from console.language import DEFAULT
from console.newcase import NewCaseFlow
from console.notices import Notices
from console.pages.operations.attachments import ATTACH_KEY
from console.pages.operations.offers import MORE_KEY
from console.pages.operations.page import OperationsPage
from console.pages.operations.similar_window import SIMILAR_KEY
from console.pages.operations.torn import MAP_KEY, TIERS_KEY
from console.palette import PaletteCommand
from console.room import Room
from console.seatlock import SeatLock
from console.seatmenu import SeatMenu
from console.standing import Standing
from console.start import Ready
from console.tasks import TaskRunner
from console.whistling import Whistling
from services.domain.modes import Mode
from services.domain.rights import Right
from widgets.plain import sentence
from widgets.toast import Message

logger = logging.getLogger(__name__)

_OVER_LEGEND = 56
"""The map's legend stays to be read below what is said."""


class AtDesk(QObject):
    """Everything one person has in the window. `shutdown` begins its end; the tasks' `closed` follows."""

    went_live = Signal()
    """The hub is followed, and what is shown is how things are."""
    leave_wanted = Signal(str)
    """Somebody else wants the seat, or the session is over: why in one sentence, or ""."""

    def __init__(self, room: Room, ready: Ready, tasks: TaskRunner, time: HubTime, parent: QObject) -> None:
        super().__init__(parent)
        self._ends: list[Callable[[], None]] = []
        try:
            self._build(room, ready, tasks, time)
        except Exception:
            self.shutdown()  # half a desk leaves nothing running
            raise

    def _build(self, room: Room, ready: Ready, tasks: TaskRunner, time: HubTime) -> None:
        self._window = window = room.window
        self._theming = room.theming
        self._settings = room.settings
        theme = room.theming.theme
        self.desk = desk = Desk(ready, tasks, time, room.clock, room.ids, self)
        self._ends.append(desk.close)
        drafts = DraftKeeper(Drafts(room.where.data_dir, room.clock), ready.session.person_id, tasks, self)
        self.operations = OperationsPage(desk, theme, room.settings, drafts)
        self._ends.append(self.operations.shutdown)
        window.add_page("operations", self.operations)
        language = room.settings.now.language or DEFAULT
        kit = Kit(desk, room.theming, room.settings, tasks, room.clock, room.ids, language, Notices(desk, self))
        self.pages = DeskPages(window, kit, self)
        self._ends.append(self.pages.shutdown)
        self._new_case = NewCaseFlow(window, desk, self.operations, self)
        self.lock = SeatLock(window, desk, room.settings, room.clock, self, demo=ready.profile.demo)
        self.menu = SeatMenu(window, desk, self.lock, self, demo=ready.profile.demo)
        self._ends.append(self.freeze)
        self._standing = Standing(window, desk, time, ready.connected.health.version, self)
        self._finding = Finding(window.finder, desk, self._commands(), self)
        self._whistling = Whistling(desk, self.operations, self.pages, self)
        self._connect()
        window.toasts.set_anchor(self.operations.map, _OVER_LEGEND)
        self._dress(ready)
        self._add_case_keys(self.operations)

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self, page: str, board: Prepared) -> None:
        """Show a page and begin to follow the hub from a board."""
        known = page == "operations" or self.pages.offers(page)
        self.show_page(page if known else "operations")
        if not known:
            words = self.tr("没有“{page}”这一页，或您的角色不能打开").format(page=page)
            self._window.say(Message(words, "yellow"))
        self.desk.start(board)

    @property
    def unsent(self) -> int:
        """How many commands have no answer yet."""
        return len(self.desk.pending)

    def freeze(self) -> None:
        """Neither lock nor ask any more: the session is about to end."""
        self.lock.stop()
        self.menu.stop()

    def shutdown(self) -> None:
        """Let go of everything: drafts are written, threads and streams end, and the tasks close."""
        while self._ends:
            self._ends.pop()()

    def _connect(self) -> None:
        window, pages, operations = self._window, self.pages, self.operations
        window.page_wanted.connect(self.show_page)
        window.new_case_wanted.connect(self._on_new_case)
        window.find_wanted.connect(self._on_find)
        window.alert_wanted.connect(self._on_alert)
        window.finder_wanted.connect(self._finding.open)
        window.toasts.acted.connect(operations.on_told)
        pages.said.connect(window.say)
        pages.left.connect(self._on_left_page)
        pages.opened.connect(self._on_found)
        pages.cases_wanted.connect(self._on_unit)
        operations.said.connect(window.say)
        operations.alert_wanted.connect(self._on_alert_for)
        operations.alert_open_wanted.connect(self._on_alert_open)
        self._new_case.opened.connect(self._on_found)
        self.lock.unlocked.connect(self.show_page)
        self.lock.leave_wanted.connect(self.leave_wanted)
        self.menu.leave_wanted.connect(self.leave_wanted)
        self._standing.went_live.connect(self.went_live)
        self._standing.went_live.connect(pages.went_live)
        self._whistling.page_wanted.connect(self.show_page)
        self._standing.signed_out.connect(self.lock.ask)
        self._finding.case_chosen.connect(self._on_found)
        self._finding.unit_chosen.connect(self._on_unit)
        self._finding.place_chosen.connect(self._on_place)

    def _dress(self, ready: Ready) -> None:
        window, profile, session = self._window, ready.profile, ready.session
        window.top.set_desk(there=True)
        window.top.set_person(there=True)
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
        keys = (("L", page.locate), ("J", page.next_case), ("/", page.phrases), (MORE_KEY, page.more))
        for key, slot in ((MAP_KEY, page.tear_map), (TIERS_KEY, page.tear_tiers)):
            self._key(key, page, slot, Qt.ShortcutContext.WindowShortcut)
        for key, slot in (*keys, (SIMILAR_KEY, page.similar), (ATTACH_KEY, page.attach)):
            for part in (page.queue.queue, page.case):
                self._key(key, part, slot, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _key(self, key: str, part: QWidget, slot: Callable[[], None], context: Qt.ShortcutContext) -> None:
        shortcut = QShortcut(QKeySequence(key), part)
        shortcut.setContext(context)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)

    # ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def show_page(self, name: str) -> None:
        """Show a page and put the keyboard where one begins on it."""
        if not self._bring(name):
            return
        if name == "operations":
            self.operations.queue.focus_queue()
        else:
            self.pages.arrive(name)

    def _bring(self, name: str) -> bool:
        """Show a page as it was left, made now if need be. Tell whether it shows: another one may be held."""
        try:
            self.pages.page(name)
        except Exception:  # a fault of ours in one page must not take the others away
            logger.exception("the page %s could not be made", name)
            self._window.say(Message(self.tr("页面没有打开：程序内部出错，详情已写入日志"), "red", shown_ms=0))
            return False
        self._window.show_page(name)
        return self._window.page_name() == name

    def _on_left_page(self) -> None:
        self.show_page("operations")

    def _on_find(self) -> None:
        self.show_page("find")

    def _on_help(self) -> None:
        self.show_page("help")

    def _on_seats(self) -> None:
        self.show_page("seats")

    def _on_keys(self) -> None:
        self._window.open_keys(key_groups())

    @Slot(object)
    def _on_found(self, key: object) -> None:
        self._window.show_page("operations")
        self.operations.open_case(str(key))

    @Slot(str)
    def _on_unit(self, unit_id: str) -> None:
        self._window.show_page("operations")
        unit = self.desk.units[unit_id]
        if unit.tier is not None:
            self.operations.show_area(unit_id)
        self.operations.queue.show_unit(unit)

    @Slot(str)
    def _on_place(self, place: str) -> None:
        self._window.show_page("operations")
        self.operations.queue.show_text(place)

    # ── the one box ─────────────────────────────────────────────────────────────────────────────────────────────────
    def _commands(self) -> tuple[tuple[PaletteCommand, Callable[[], None]], ...]:
        return (
            (PaletteCommand("new", self.tr("新建案件"), "Ctrl+N", "new case xjaj"), self._on_new_case),
            (PaletteCommand("find", self.tr("查找全部案件"), "Ctrl+F", "find search czqbaj"), self._on_find),
            (PaletteCommand("alert", self.tr("一键预警"), "F12", "alert yjyj"), self._on_alert),
            (PaletteCommand("whistle", self.tr("吹哨"), "W", "whistle cs"), self._on_whistle),
            (PaletteCommand("next", self.tr("下一件"), "J", "next xyj"), self.operations.next_case),
            (PaletteCommand("phrases", self.tr("短语"), "/", "macros phrases dy"), self.operations.phrases),
            (PaletteCommand("group", self.tr("按街镇和类别分组（再选取消）"), "", "storm group"), self._on_group),
            *self._supervising(),
            (
                PaletteCommand("tear-map", self.tr("地图移到另一个窗口（再选放回）"), MAP_KEY, "map window dt"),
                self.operations.tear_map,
            ),
            (
                PaletteCommand(
                    "tear-tiers", self.tr("分级响应移到另一个窗口（再选放回）"), TIERS_KEY, "tiers window fj"
                ),
                self.operations.tear_tiers,
            ),
            (PaletteCommand("theme", self.tr("换主题"), "Ctrl+Shift+T", "theme hzt"), self._on_theme),
            (PaletteCommand("keys", self.tr("快捷键"), "?", "keys kjj"), self._on_keys),
            (PaletteCommand("help", self.tr("帮助"), "F1", "help bz"), self._on_help),
            *self.menu.commands(),
        )

    def _supervising(self) -> tuple[tuple[PaletteCommand, Callable[[], None]], ...]:
        """Return what supervisors have beside the rest."""
        if Right.CASE_TAKE_OVER not in self.desk.session.rights:
            return ()
        return (
            (PaletteCommand("seats", self.tr("席位"), "", "seats xw"), self._on_seats),
            (PaletteCommand("declare", self.tr("宣布事件"), "", "declare event xbsj"), self._on_declare),
        )

    def _on_group(self) -> None:
        self.operations.storm.toggle()

    def _on_declare(self) -> None:
        self._window.show_page("operations")
        self.operations.storm.declare()

    def _on_theme(self) -> None:
        self._theming.use(self._theming.following())
        self._settings.set(theme=self._theming.theme.name)

    def _on_new_case(self) -> None:
        self._new_case.begin()

    def _on_whistle(self) -> None:
        self._whistling.blow()

    # ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_alert(self) -> None:
        self._on_alert_for(self.operations.selected_id)

    @Slot(object)
    def _on_alert_for(self, key: object) -> None:
        if self._bring("alerts"):
            self.pages.alerts.compose(str(key) if key else None)

    @Slot(object)
    def _on_alert_open(self, key: object) -> None:
        if self._bring("alerts"):
            self.pages.alerts.follow(str(key))
