"""The Operations page put together: what is chosen in one part shows in the others."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QWidget

from console.actions import ActionKeys, ActionState, Seat, explain, specs
from console.board import BoardChange
from console.case_view import CaseView as QueueView
from console.desk import Desk
from console.draft_keeper import DraftKeeper
from console.forms.act import ActForm, Filled
from console.pages.operations import alert_areas, sentences
from console.pages.operations.attachments import CaseFiles
from console.pages.operations.offers import candidates, offered
from console.pages.operations.personal_fields import PersonalFields
from console.pages.operations.queue_pane import QueuePane
from console.pages.operations.saved_views import SavedViews
from console.pages.operations.tier_pane import TierPane
from console.pending import Finished
from console.queue_rows import BoardQueueRows
from console.settings import Settings
from console.stream import Link, LinkStatus
from console.tasks import Outcome
from console.wording import labelled
from services.api.board import BoardRow
from services.api.cases import Act, CaseDetail
from services.domain.actions import ACTIONS, Action
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.rights import Right
from services.domain.tiers import Tier
from widgets.casepanel import CasePanel
from widgets.caseview import CaseView
from widgets.map.canvas import MapCanvas
from widgets.plain import sentence
from widgets.state import LIVE, PanelState
from widgets.theme import Theme
from widgets.toast import Message

_LAYOUT = "operations"
_IMMEDIATE = frozenset({Action.ACCEPT, Action.SIGN, Action.CLAIM, Action.RELEASE})
_DRAFT_FIELD = "note"


class OperationsPage(QWidget):
    """Emits sentences to say, the wish to alert about a case, and the wish to see the keys."""

    said = Signal(object)
    """A Message."""
    alert_wanted = Signal(object)
    """The id of the case an alert should start from."""
    alert_open_wanted = Signal(object)
    """The id of an alert to show."""
    point_chosen = Signal(float, float)
    """A point of the map was chosen for a new case (lon, lat)."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        settings: Settings,
        drafts: DraftKeeper,
        parent: QWidget | None = None,
        *,
        map_helper: bool = True,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._drafts = drafts
        self._detail: CaseDetail | None = None
        self._selected = ""
        self._states: tuple[ActionState, ...] = ()
        self._form: ActForm | None = None
        self._form_row: BoardRow | None = None
        self._view = QueueView(desk.board, desk.wording, desk.now, self)
        rows = BoardQueueRows(
            desk.board,
            self._view,
            desk.wording,
            desk.pending,
            person_id=desk.session.person_id,
            mode=desk.profile.mode,
        )
        self.queue = QueuePane(theme, desk.wording, self._view, rows, desk.session.person_id, self)
        self.case = CasePanel(theme, self)
        self.map = MapCanvas(theme, self, helper=map_helper)
        self.tiers = TierPane(theme, desk.wording, desk.clock_text, self)
        self.keys = ActionKeys(self)
        self._views = SavedViews(desk, self)
        self._files = CaseFiles(desk, self.case.files, self)
        self._personal = PersonalFields(desk, self)
        # An answer comes as several signals: the case is shown anew once for all of them, after the queue was painted.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_case_soon)
        self._arrange()
        self._connect()
        self._begin()

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def selected_id(self) -> str:
        """The id of the case that is selected, "" for none."""
        return self._selected

    @property
    def selected_row(self) -> BoardRow | None:
        """The selected case as it stands on the board, None when it is not there."""
        return self._desk.board.row(self._selected)

    def open_case(self, case_id: str) -> None:
        """Select a case in the queue, and show it."""
        self.queue.select(case_id)
        self._select(case_id)
        self.queue.focus_queue()

    def show_area(self, area_id: str) -> None:
        """Bring an area into view."""
        self.map.show_area(area_id)

    def choose_point(self, wanted: bool) -> None:
        """Let the next click on the map name a position."""
        self.map.set_placing(wanted)

    def act(self, action: Action) -> None:
        """Do an action on the selected case, as its key or button does."""
        state = next((one for one in self._states if one.action is action), None)
        if state is None:
            self._say(self.tr("请先在队列里选一件案件"))
        elif not state.enabled:
            self._say(state.why)
        elif action is Action.NOTE:
            self.case.focus_note()
        elif action in _IMMEDIATE and not state.behalf:
            self._send(action, Filled(), self.selected_row)
        else:
            self._open_form(state)

    def save(self) -> None:
        """Remember how the page is laid out."""
        self._settings.set_layout(_LAYOUT, bytes(self._across.saveState().data()))
        self._settings.set_layout(f"{_LAYOUT}.left", bytes(self._left.saveState().data()))
        self._settings.set_layout(f"{_LAYOUT}.queue", self.queue.queue.save_state())
        self._settings.set_value(f"{_LAYOUT}.map", self.map.save_state())

    def shutdown(self) -> None:
        """End what the map has running, and remember the layout."""
        self._drafts.flush()
        self._files.close()
        self.save()
        self.map.shutdown()

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self) -> None:
        self._left = QSplitter(Qt.Orientation.Vertical, self)
        self._left.addWidget(self.queue)
        self._left.addWidget(self.case)
        self._left.setStretchFactor(0, 3)
        self._left.setStretchFactor(1, 2)
        self._left.setChildrenCollapsible(False)
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        for part in (self._left, self.map, self.tiers):
            self._across.addWidget(part)
        self._across.setStretchFactor(1, 1)
        self._across.setChildrenCollapsible(False)
        self._across.setSizes([792, 672, 392])
        self._left.setSizes([600, 400])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._across)
        for splitter, name in ((self._across, _LAYOUT), (self._left, f"{_LAYOUT}.left")):
            state = self._settings.layout(name)
            if state:
                splitter.restoreState(QByteArray(state))
        columns = self._settings.layout(f"{_LAYOUT}.queue")
        if columns:
            self.queue.queue.restore_state(columns)

    def _connect(self) -> None:
        desk = self._desk
        self.queue.selected.connect(self._on_selected)
        self.queue.activated.connect(self._on_activated)
        self.queue.copy_wanted.connect(self._copy)
        self.queue.menu_wanted.connect(self._open_menu)
        self.queue.state_action.connect(desk.hurry)
        self.queue.save_wanted.connect(self._views.save)
        self.queue.delete_wanted.connect(self._views.delete)
        self._views.changed.connect(self.queue.set_saved)
        self._views.said.connect(self._say)
        self._files.said.connect(self.said)
        self._drafts.said.connect(self._say)
        self._drafts.loaded.connect(self._on_drafts)
        self.case.action_requested.connect(self._on_action_name)
        self.case.action_refused.connect(self._say)
        self.case.note_submitted.connect(self._on_note)
        self.case.note_changed.connect(self._keep_draft)
        self.case.left.connect(self.queue.focus_queue)
        self.case.state_action_requested.connect(self._ask_detail)
        self.map.case_chosen.connect(self._on_map_case)
        self.map.case_hovered.connect(self._on_hover)
        self.map.area_chosen.connect(self._on_area)
        self.map.position_chosen.connect(self._on_position)
        self.map.leave_requested.connect(self.queue.focus_queue)
        self.map.import_requested.connect(self._on_import_wanted)
        self.tiers.figure_wanted.connect(self.queue.show_figure)
        self.tiers.case_wanted.connect(self._on_map_case)
        self.tiers.escalate_wanted.connect(self._on_escalate)
        self.tiers.alert_wanted.connect(self.alert_open_wanted)
        self.keys.watch(self.queue.queue)
        self.keys.watch(self.case)
        self.keys.triggered.connect(self.act)
        self.keys.refused.connect(self._say)
        desk.board.changed.connect(self._on_board)
        desk.ticked.connect(self._on_tick)
        desk.link_changed.connect(self._on_link)
        desk.alerts_changed.connect(self._on_alerts)
        desk.finished.connect(self._on_finished)
        desk.case_touched.connect(self._on_touched)
        desk.pending.changed.connect(self._on_pending)

    def _begin(self) -> None:
        self.map.set_areas(self._desk.areas)
        self.map.set_exercise(self._desk.profile.mode is not Mode.LIVE)
        self.map.restore_state(self._settings.value(f"{_LAYOUT}.map"))
        self.map.set_cases(self._desk.board.points(self._desk.now()))
        self._on_link(self._desk.link)
        self._on_tick(self._desk.now())
        self.queue.show_figure("queue.all")
        self._views.load()

    # ── the selected case ───────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_selected(self, key: object) -> None:
        self._select(str(key) if key is not None else "")

    @Slot(object)
    def _on_activated(self, key: object) -> None:
        self._select(str(key))
        self.map.locate(key)

    @Slot(object)
    def _on_map_case(self, key: object) -> None:
        self.queue.select(key)
        self._select(str(key))

    def _select(self, case_id: str) -> None:
        if case_id == self._selected:
            return
        self._selected = case_id
        self._detail = None
        row = self.selected_row
        now = self._desk.now()
        card = sentences.card(row, self._desk.wording, now) if row is not None else None
        self.map.select(case_id or None, card)
        draft = self._drafts.text(case_id, _DRAFT_FIELD) if case_id else ""
        self._show_case(draft)
        if case_id:
            self._ask_detail()

    def _ask_detail(self) -> None:
        case_id = self._selected
        if case_id:
            self._desk.ask(lambda client: client.case(case_id), self._on_detail, slot="detail")

    def _on_detail(self, outcome: Outcome[CaseDetail]) -> None:
        if outcome.error is None:
            detail = outcome.value()
            if detail.row.id == self._selected:
                self._detail = detail
                self._show_case()
        elif self._detail is None and self._selected:
            self.case.set_state(PanelState("error", self.tr("案件详情没有取到"), action=self.tr("再试一次")))

    @Slot(object)
    def _on_touched(self, ids: frozenset[str]) -> None:
        if self._selected in ids:
            self._explain()
            self._soon.start()
            self._ask_detail()

    @Slot(object)
    def _on_pending(self, case_id: str) -> None:
        self.queue.queue.rows_changed((case_id,))
        if case_id != self._selected:
            return
        if self._desk.pending.mark(case_id):
            self._show_case()  # 提交中 stands at the next frame
        else:
            self._explain()
            self._soon.start()

    def _explain(self) -> None:
        """Let the keys follow the case at once, also where the panel is drawn a moment later."""
        row = self.selected_row or (self._detail.row if self._detail is not None else None)
        desk = self._desk
        self._states = ()
        if row is not None and not self._is_gone(row):
            assisting = self._detail.assisting if self._detail is not None else ()
            seat = Seat(desk.session, desk.wording, desk.connected)
            pending = bool(desk.pending.mark(row.id))
            self._states = explain(row, seat, desk.now(), pending=pending, assisting=assisting)
        self.keys.set_states(self._states)

    def _is_gone(self, row: BoardRow) -> bool:
        return self.selected_row is None and row.id not in self._closed_rows()

    def _show_case_soon(self) -> None:
        self._show_case()

    def _show_case(self, draft: str | None = None) -> None:
        row = self.selected_row or (self._detail.row if self._detail is not None else None)
        self._explain()
        if row is None:
            self.case.set_case(None)
            self._files.show("", (), self.tr("请先在队列里选一件案件"))
            return
        desk = self._desk
        now = desk.now()
        mark = desk.pending.mark(row.id)
        gone = self._is_gone(row)
        busy = [Action(command.label) for command in desk.pending.commands(row.id) if command.label in ACTIONS]
        words, tone = sentences.deadline(row, desk.wording, now)
        detail = self._detail
        self.case.set_case(
            CaseView(
                key=row.id,
                number=row.number,
                title=row.title,
                deadline=words,
                deadline_tone=tone,
                facts=self._facts(row, detail),
                steps=sentences.steps(
                    row, detail.step_times if detail is not None else {}, desk.wording, desk.clock_text, now
                ),
                actions=offered(specs(self._states, busy), row, desk.session.person_id),
                timeline=sentences.timeline(detail.events, desk.wording, desk.clock_text, now)
                if detail is not None
                else (),
                body=sentence(
                    detail.text, sentences.standing(detail, desk.wording, desk.clock_text, now), separator="\n"
                )
                if detail is not None
                else "",
                marks=self._marks(row, mark),
                exercise=row.mode is not Mode.LIVE,
                gone=self.tr("本件已离开您的视野，仅供查阅") if gone else "",
            ),
            draft,
        )

        self._files.show(row.id, detail.attachments if detail is not None else (), self._why_no_files(gone))

    def _why_no_files(self, gone: bool) -> str:
        if gone:
            return self.tr("本件已离开您的视野，仅供查阅")
        return "" if Right.CASE_NOTE in self._desk.session.rights else self.tr("您的角色不能添加附件")

    def _closed_rows(self) -> frozenset[str]:
        return (
            frozenset({self._detail.row.id}) if self._detail is not None and self._detail.as_of is None else frozenset()
        )

    def _facts(self, row: BoardRow, detail: CaseDetail | None) -> str:
        wording = self._desk.wording
        personal = sentence(*detail.personal.values(), separator=" ") if detail is not None else ""
        return sentence(
            row.place,
            wording.source(row.source),
            wording.category(row.category),
            self.tr("承办 {unit}").format(unit=wording.unit(row.holder_id)),
            personal,
        )

    def _marks(self, row: BoardRow, mark: str) -> tuple[str, ...]:
        words = {"submitting": self.tr("提交中"), "unconfirmed": self.tr("未确认")}
        return tuple(
            word
            for word in (
                words.get(mark, ""),
                self.tr("督办") if row.supervised else "",
                self.tr("挂账") if row.suspended_at is not None else "",
                self.tr("演示") if self._desk.profile.demo else "",
            )
            if word
        )

    # ── acting ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _on_action_name(self, name: str) -> None:
        self.act(Action(name))

    @Slot(object)
    def _on_escalate(self, key: object) -> None:
        self._on_map_case(key)
        self.act(Action.ESCALATE)

    def _open_form(self, state: ActionState) -> None:
        row = self.selected_row
        if row is None or self._form is not None:
            return
        behalf = self._desk.wording.unit_row(row.holder_id) if state.behalf else None
        self._form = ActForm(
            state.action, row.title, candidates(row, self._desk.wording.units()), row.due_at, behalf, self
        )
        self._form_row = row  # what the person sees while filling it in: a later version is refused by the hub
        self._form.setProperty("action", state.action.value)
        self._form.set_text(self._drafts.text(row.id, state.action.value))
        self._form.filled.connect(self._on_filled)
        self._form.finished.connect(self._on_form_closed)
        self._form.open()

    @Slot(object)
    def _on_filled(self, filled: Filled) -> None:
        if self._form is None or self._form_row is None:
            return
        action = Action(self._form.property("action"))
        self._drafts.keep(self._form_row.id, action.value, filled.text)
        self._send(action, filled, self._form_row)

    def _on_form_closed(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = self._form_row = None
        self.queue.focus_queue()

    def _send(self, action: Action, filled: Filled, row: BoardRow | None) -> None:
        if row is None:
            return
        act = Act(
            command_id="",
            action=action,
            version=row.version,
            unit_id=filled.unit_id,
            assisting=filled.assisting,
            text=filled.text,
            reason_code=filled.reason_code,
            until=filled.until,
            passed=filled.passed,
            behalf=filled.behalf,
        )
        self._desk.act(row.id, action, act)

    @Slot(object, str)
    def _on_note(self, key: object, words: str) -> None:
        if str(key) == self._selected and words.strip():
            self._send(Action.NOTE, Filled(text=words.strip()), self.selected_row)

    def _on_drafts(self) -> None:
        draft = self._drafts.text(self._selected, _DRAFT_FIELD) if self._selected else ""
        if draft and not self.case.note():
            self._show_case(draft)

    @Slot(object, str)
    def _keep_draft(self, key: object, words: str) -> None:
        self._drafts.keep(str(key), _DRAFT_FIELD, words)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        case_id = finished.command.case_id
        if not case_id:
            return
        if finished.committed:
            self._drafts.forget(case_id, finished.command.label)
            if finished.command.label == Action.NOTE.value:
                self.case.clear_note(case_id)
            return
        changed = self.tr("；").join(labelled(line.label, line.value) for line in finished.changed)
        said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
        self.said.emit(Message(sentence(said, changed), "red", key=finished.command.id, shown_ms=0))
        self._ask_detail()

    def next_case(self) -> None:
        """下一件: go to the most urgent case below that nobody has claimed."""
        at = self._view.index_of(self._selected)
        start = -1 if at is None else at
        for index in (*range(start + 1, len(self._view)), *range(start + 1)):
            row = self._desk.board.row(self._view.key(index))
            if row is not None and row.claimed_by in (None, self._desk.session.person_id) and row.id != self._selected:
                self.open_case(row.id)
                return
        self._say(self.tr("这个视图里没有下一件"))

    def locate(self) -> None:
        """定位: show the selected case on the map."""
        if self._selected and not self.map.locate(self._selected):
            self._say(self.tr("本件没有位置"))

    # ── map, menu, clipboard ────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_hover(self, key: object) -> None:
        row = self._desk.board.row(key) if key is not None else None
        card = sentences.card(row, self._desk.wording, self._desk.now()) if row is not None else None
        self.map.show_hover(key, card)

    @Slot(str)
    def _on_area(self, area_id: str) -> None:
        unit = self._desk.wording.unit_row(area_id)
        if unit is not None:
            names = [self._desk.wording.unit(one) for one in unit.path.split("/")[1:]]
            self._say(sentence(*names, unit.code))

    def _on_import_wanted(self) -> None:
        self._say(self.tr("边界由系统管理员用 huying district boundaries 导入，导入后请重新打开指挥台"))

    @Slot(float, float)
    def _on_position(self, lon: float, lat: float) -> None:
        self.map.set_placing(on=False)
        self.point_chosen.emit(lon, lat)

    @Slot(object)
    def _copy(self, key: object) -> None:
        row = self._desk.board.row(key)
        if row is None:
            return
        detail = self._detail if self._detail is not None and self._detail.row.id == row.id else None
        desk = self._desk
        text = sentences.as_text(row, detail, desk.wording, desk.clock_text, desk.now())
        QGuiApplication.clipboard().setText(text)
        self._say(self.tr("已复制 {number}").format(number=row.number))

    @Slot(object, QPoint)
    def _open_menu(self, key: object, at: QPoint) -> None:
        self._select(str(key))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state in self._states:
            entry = menu.addAction(f"{state.label}\t{state.key}")
            entry.setEnabled(state.enabled)
            entry.setData(state.action.value)
        menu.addSeparator()
        self._add(menu, self.tr("在地图上看") + "\tL", self.locate)
        self._add(menu, self.tr("复制为文字") + "\tCtrl+C", self._copy_selected)
        if Right.PERSONAL_OPEN in self._desk.session.rights:
            self._add(menu, self.tr("查看个人信息…"), self._open_personal)
        self._add(menu, self.tr("从本件发预警") + "\tF12", self._alert_selected)
        menu.triggered.connect(self._on_menu)
        menu.popup(at)

    def _add(self, menu: QMenu, text: str, slot: Callable[[], None]) -> None:
        menu.addAction(text).triggered.connect(slot)

    @Slot("QAction*")
    def _on_menu(self, entry: object) -> None:
        name = entry.data()  # type: ignore[attr-defined]  # a QAction; the slot's signature needs its name
        if name:
            self.act(Action(name))

    def _open_personal(self) -> None:
        row = self.selected_row
        if row is not None:
            self._personal.open(row)

    def _copy_selected(self) -> None:
        self._copy(self._selected)

    def _alert_selected(self) -> None:
        self.alert_wanted.emit(self._selected)

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_board(self, change: BoardChange) -> None:
        now = self._desk.now()
        if change.fresh or change.slots is None:
            self.map.set_cases(self._desk.board.points(now))
            if not self._selected and len(self._view):
                self.queue.select(self._view.key(0))
                self._select(self._view.key(0))
        elif len(change.slots) or change.removed:
            self.map.patch_cases(self._desk.board.points(now, change.slots), change.removed)

    @Slot(object)
    def _on_tick(self, now: Instant) -> None:
        figures = self._desk.figures()
        self.queue.show_figures(figures, self._views.counts())
        self.queue.tick(now)
        self.tiers.show_figures(figures, [self._desk.units_at(tier) for tier in Tier])
        pending = (
            frozenset(row.id for row in self._desk.board.rows() if self._desk.pending.mark(row.id))
            if len(self._desk.pending)
            else frozenset()
        )
        self.tiers.show_coming_up(self._desk.board, now, {}, pending)
        row = self.selected_row
        if row is not None:
            words, tone = sentences.deadline(row, self._desk.wording, now)
            self.case.set_deadline(words, tone)

    @Slot(object)
    def _on_link(self, status: LinkStatus) -> None:
        state = self._state_of(status)
        self.queue.set_state(state)
        self.tiers.set_state(state)
        self.map.set_state(state)
        self._show_case()

    def _state_of(self, status: LinkStatus) -> PanelState:
        if status.link in (Link.LIVE, Link.CONNECTING):
            return LIVE
        since = self._desk.clock_text.seconds(status.since) if status.since is not None else ""
        # The line under the top bar says it in full and has the button; a panel says since when it is old.
        return PanelState("stale", self.tr("自 {time} 起").format(time=since or "–"))

    @Slot(object)
    def _on_alerts(self, alerts: tuple[object, ...]) -> None:
        del alerts
        desk = self._desk
        self.tiers.show_alerts(desk.alerts, desk.now())
        self.map.set_alert_areas(alert_areas.drawn(desk.alerts, desk.areas))

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="say"))
