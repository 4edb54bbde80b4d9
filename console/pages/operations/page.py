"""The Operations page put together: what is chosen in one part shows in the others."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSplitter, QWidget

from console.actions import ActionKeys, ActionState
from console.board import BoardChange
from console.case_view import CaseView
from console.desk import Desk
from console.draft_keeper import DraftKeeper
from console.grouped_rows import GroupedRows
from console.pages.operations.acting import Acting, TakeBack
from console.pages.operations.attachments import CaseFiles
from console.pages.operations.case_menu import CaseMenu
from console.pages.operations.chosen import ChosenCase
from console.pages.operations.explained import RowReasons
from console.pages.operations.map_side import MapSide
from console.pages.operations.offers import MORE
from console.pages.operations.phrases import Phrases
from console.pages.operations.queue_pane import QueuePane
from console.pages.operations.saved_views import SavedViews, ViewBack
from console.pages.operations.several import SeveralCases
from console.pages.operations.similar_window import SimilarWindow
from console.pages.operations.storm_desk import StormDesk
from console.pages.operations.tier_pane import TierPane
from console.pages.operations.torn import MAP_KEY, TIERS_KEY, Tearable, TornOff
from console.pages.operations.working import Working
from console.queue_rows import BoardQueueRows
from console.settings import Settings
from console.sound import Beep
from console.stream import Link, LinkStatus
from console.whereabouts import Whereabouts
from services.api.board import BoardRow
from services.domain.actions import Action
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.tiers import Tier
from widgets.casepanel import CasePanel
from widgets.map.canvas import MapCanvas
from widgets.plain import sentence
from widgets.state import LIVE, PanelState
from widgets.tearbutton import TearButton
from widgets.theme import Theme
from widgets.toast import Message

_LAYOUT = "operations"


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
        self._view = CaseView(desk.board, desk.wording, desk.now, self)
        rows = BoardQueueRows(
            desk.board,
            self._view,
            desk.wording,
            desk.pending,
            desk.team,
            person_id=desk.session.person_id,
            mode=desk.profile.mode,
        )
        self.queue = QueuePane(theme, desk.wording, self._view, rows, desk.session.person_id, self)
        self.queue.queue.set_explainer(RowReasons(desk.board, desk.wording, desk.clock_text))
        self.case = CasePanel(theme, self)
        self.map = MapCanvas(theme, self, helper=map_helper)
        self.tiers = TierPane(theme, desk.wording, desk.clock_text, self)
        self._views = SavedViews(desk, self)
        self._files = CaseFiles(desk, self.case.files, self)
        self._chosen = ChosenCase(desk, self.case, self._files, drafts, self)
        self._working = Working(desk, self._view, self)
        self._whereabouts = Whereabouts(desk, desk.clock, self)
        self._acting = Acting(desk, self._chosen, self._working, self.case, drafts, self)
        self._several = SeveralCases(desk, self.queue.queue, self.queue.several, self)
        self.keys = ActionKeys(partial(_at_hand, self._chosen, self._several), self)
        self._acting.leave_to(self._several.run.owns)
        self._phrases = Phrases(desk, self._chosen, self)
        self._similar = SimilarWindow(desk, self._chosen, self)
        self.storm = StormDesk(desk, self.queue.storm, Beep(), self)
        self._groups = GroupedRows(desk.board, self._view, rows, desk.wording, self.storm.event_name)
        self._menu = CaseMenu(desk, self._chosen, self)
        self._arrange()
        self.torn = self._tearable(theme)
        self._side = MapSide(desk, self.map, settings.value(f"{_LAYOUT}.map"), self)
        self._connect_parts()
        self._connect_windows()
        self._connect_desk()
        self._begin()

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def selected_id(self) -> str:
        """The id of the case that is selected, "" for none."""
        return self._chosen.id

    @property
    def selected_row(self) -> BoardRow | None:
        """The selected case as it stands on the board, None when it is not there."""
        return self._chosen.row

    def open_case(self, case_id: str) -> None:
        """Select a case in the queue, and show it."""
        self._go_to(case_id)
        self.queue.focus_queue()

    def show_area(self, area_id: str) -> None:
        """Bring an area into view."""
        self.map.show_area(area_id)

    def choose_point(self, wanted: bool) -> None:
        """Let the next click on the map name a position."""
        self.map.set_placing(wanted)
        (self.map if wanted else self).window().activateWindow()

    def act(self, action: Action) -> None:
        """Do an action on the selected case, as its key or button does."""
        self._acting.act(action)

    def join(self, report: BoardRow, closed: BoardRow) -> None:
        """Reopen a case that was closed a short while ago, and merge a report that was just taken into it."""
        self._acting.join(report, closed)

    def more(self) -> None:
        """Show everything that can be done with the selected case, under the button for it."""
        if self.selected_id:
            button = self.case.button(MORE)
            self._menu.open(self.selected_id, button.mapToGlobal(button.rect().bottomLeft()))

    @Slot(object)
    def on_told(self, target: object) -> None:
        """Do what the button of a message asks for, where it is this page's business."""
        if isinstance(target, TakeBack):
            self._acting.take_back(target)
        elif isinstance(target, ViewBack):
            self._views.put_back(target)

    def next_case(self) -> None:
        """下一件: open and claim the most urgent case of the view that nobody has."""
        self._working.next_case(self.selected_id)

    def phrases(self) -> None:
        """短语: the macros for the selected case."""
        self._phrases.open()

    def similar(self) -> None:
        """疑似重复: the cases that may be the same matter as the selected one."""
        self._similar.open()

    def attach(self) -> None:
        """添加附件: choose files for the selected case, or say why none can be added."""
        self._files.begin()

    @Slot()
    def tear_map(self) -> None:
        """Give the map a window of its own, or bring it back."""
        self.torn.toggle("map")

    @Slot()
    def tear_tiers(self) -> None:
        """Give the tiers a window of their own, or bring them back."""
        self.torn.toggle("tiers")

    def locate(self) -> None:
        """定位: show the selected case on the map."""
        self._side.locate(self.selected_id)

    def save(self) -> None:
        """Remember how the page is laid out."""
        self._settings.set_layout(_LAYOUT, self.torn.splitter_state())
        self._settings.set_layout(f"{_LAYOUT}.left", bytes(self._left.saveState().data()))
        self._settings.set_layout(f"{_LAYOUT}.queue", self.queue.queue.save_state())
        self._settings.set_value(f"{_LAYOUT}.sort", self.queue.kept_sort())
        self._settings.set_value(f"{_LAYOUT}.map", self.map.save_state())

    def shutdown(self) -> None:
        """End what the map has running, and remember the layout."""
        self._drafts.flush()
        self._files.close()
        self._whereabouts.stop()
        self.save()
        self.torn.close()
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
        self.queue.sort_as(self._settings.value(f"{_LAYOUT}.sort"))

    def _tearable(self, theme: Theme) -> TornOff:
        parts = (
            Tearable("map", self.tr("地图"), MAP_KEY, self.map),
            Tearable("tiers", self.tr("分级响应"), TIERS_KEY, self.tiers, (440, 1000)),
        )
        torn = TornOff(self._across, parts, theme, self._settings, self)
        profile = self._desk.profile
        exercise = self.tr("演练") if profile.mode is not Mode.LIVE else ""
        torn.set_exercise(exercise, sentence(profile.rules_label, profile.boundary_label))
        self._tear_map = TearButton(self.tr("移到另一个窗口（{key}）").format(key=MAP_KEY), theme, self.map)
        self._tear_map.lie_over()
        return torn

    def _connect_parts(self) -> None:
        self.queue.selected.connect(self._on_selected)
        self.queue.activated.connect(self._on_activated)
        self.queue.copy_wanted.connect(self._menu.copy)
        self.queue.menu_wanted.connect(self._menu.open)
        self.queue.state_action.connect(self._desk.hurry)
        self.queue.save_wanted.connect(self._views.save)
        self.queue.rename_wanted.connect(self._views.rename)
        self.queue.move_wanted.connect(self._views.move)
        self.queue.delete_wanted.connect(self._views.delete)
        self.queue.undo_wanted.connect(self._views.undo)
        self._views.changed.connect(self.queue.set_saved)
        self.case.left.connect(self.queue.focus_queue)
        self.map.case_chosen.connect(self._go_to)
        self.map.leave_requested.connect(self._on_left_map)
        self.tiers.figure_wanted.connect(self.queue.show_figure)
        self.tiers.case_wanted.connect(self._go_to)
        self.tiers.escalate_wanted.connect(self._on_escalate)
        self.tiers.alert_wanted.connect(self.alert_open_wanted)
        self.keys.watch(self.queue.queue)
        self.keys.watch(self.case)
        self.keys.triggered.connect(self._on_key)
        self._several.left.connect(self.queue.focus_queue)
        self.case.similar_wanted.connect(self._similar.open)
        self._similar.case_wanted.connect(self.open_case)
        self._similar.merge_wanted.connect(self._acting.merge_into)
        self._similar.left.connect(self.queue.focus_queue)
        self._phrases.action_wanted.connect(self._acting.apply)
        self._phrases.note_wanted.connect(self._on_words)
        self._acting.form_opened.connect(self._on_form)
        self._phrases.watch(self.case.note_input())
        self.storm.grouped.connect(self._on_grouped)
        self.storm.renamed.connect(self._on_renamed)
        self._chosen.chose.connect(self._side.select)
        self._chosen.chose.connect(self._whereabouts.at)
        self._working.opened.connect(self.open_case)
        self._acting.left.connect(self.queue.focus_queue)
        self._acting.more_wanted.connect(self.more)
        self._menu.action_wanted.connect(self._acting.act)
        self._menu.locate_wanted.connect(self.locate)
        self._menu.leave_event_wanted.connect(self.storm.gathering.leave)
        self._menu.alert_wanted.connect(self.alert_wanted)
        self._side.point_chosen.connect(self.point_chosen)
        team = (self._working, self._several, self.storm, self._phrases, self._similar)
        for part in (self._files, self._views, self._acting, *team, self._menu, self._side):
            part.said.connect(self.said)
        for sentences in (self._drafts.said, self.keys.refused):
            sentences.connect(self._say)

    def _connect_windows(self) -> None:
        self.torn.left.connect(self._come_forward)
        self.torn.hurry_wanted.connect(self._desk.hurry)
        self.torn.changed.connect(self._on_torn)
        self._tear_map.clicked.connect(self.tear_map)
        self.tiers.tear_off.connect(self.tear_tiers)

    def _connect_desk(self) -> None:
        desk = self._desk
        desk.board.changed.connect(self._on_board)
        desk.ticked.connect(self._on_tick)
        desk.link_changed.connect(self._on_link)
        desk.alerts_changed.connect(self._on_alerts)
        desk.pending.changed.connect(self._on_pending)
        desk.team.changed.connect(self.queue.queue.rows_changed)

    def _begin(self) -> None:
        self._on_link(self._desk.link)
        self._on_tick(self._desk.now())
        self.queue.show_figure("queue.all")
        self._views.load()

    def showEvent(self, event: QShowEvent) -> None:
        """Open the windows again that were open when the desk was left, once the main window is there."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.torn.restore()
            self._come_forward()

    _was_shown = False

    # ── from part to part ───────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_selected(self, key: object) -> None:
        self._chosen.choose(key if isinstance(key, str) else "")

    @Slot()
    def _on_torn(self) -> None:
        self._tear_map.setVisible(self.torn.window("map") is None)
        self.tiers.set_torn(self.torn.window("tiers") is not None)

    @Slot()
    def _on_left_map(self) -> None:
        if self.torn.window("map") is not None:
            self._come_forward()
        else:
            self.queue.focus_queue()

    @Slot()
    def _come_forward(self) -> None:
        """Give the keys to the queue, from whichever window."""
        self.window().activateWindow()
        self.queue.focus_queue()

    @Slot(object)
    def _on_activated(self, key: object) -> None:
        self._chosen.choose(str(key))
        self._working.claim(self._chosen.row)
        self.map.locate(key)

    @Slot(bool)
    def _on_grouped(self, wanted: bool) -> None:
        self.queue.group(self._groups if wanted else None)

    @Slot(object)
    def _on_form(self, form: QWidget) -> None:
        for edit in form.findChildren(QPlainTextEdit):
            self._phrases.watch(edit)

    @Slot(str)
    def _on_words(self, words: str) -> None:
        self.case.focus_note()
        self.case.note_input().insertPlainText(words)

    @Slot()
    def _on_renamed(self) -> None:
        self._groups.rebuild()
        self.queue.queue.rows_changed()

    @Slot(object)
    def _on_key(self, action: Action) -> None:
        (self._several if self._several.active else self._acting).act(action)

    @Slot(object)
    def _go_to(self, key: object) -> None:
        self.queue.select(key)
        self._chosen.choose(str(key))

    @Slot(object)
    def _on_escalate(self, key: object) -> None:
        self._go_to(key)
        self.act(Action.ESCALATE)

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_board(self, change: BoardChange) -> None:
        whole = change.fresh or change.slots is None
        if whole and not self.selected_id and len(self._view):
            self._go_to(self._view.key(0))

    @Slot(object)
    def _on_tick(self, now: Instant) -> None:
        figures = self._desk.figures()
        self.queue.show_figures(figures, self._views.counts())
        self.queue.tick(now)
        self.tiers.show_figures(figures, [self._desk.units_at(tier) for tier in Tier])
        self.tiers.show_coming_up(self._desk.board, now, {}, self._under_way())
        self._chosen.tick(now)
        self._side.tick(now)

    def _under_way(self) -> frozenset[str]:
        pending = self._desk.pending
        return (
            frozenset(row.id for row in self._desk.board.rows() if pending.mark(row.id))
            if len(pending)
            else frozenset()
        )

    @Slot(str)
    def _on_pending(self, case_id: str) -> None:
        self.queue.queue.rows_changed((case_id,))

    @Slot(object)
    def _on_link(self, status: LinkStatus) -> None:
        state = self._state_of(status)
        self.queue.set_state(state)
        self.tiers.set_state(state)
        self.map.set_state(state)
        self.torn.set_state(state)
        self._chosen.show()

    def _state_of(self, status: LinkStatus) -> PanelState:
        if status.link in (Link.LIVE, Link.CONNECTING):
            return LIVE
        since = self._desk.clock_text.seconds(status.since) if status.since is not None else ""
        # The line under the top bar says it in full and has the button; a panel says since when it is old.
        return PanelState("stale", self.tr("自 {time} 起").format(time=since or "–"))

    @Slot(object)
    def _on_alerts(self, _alerts: object) -> None:
        self.tiers.show_alerts(self._desk.alerts, self._desk.now())

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="say"))


def _at_hand(chosen: ChosenCase, several: SeveralCases) -> tuple[ActionState, ...]:
    return several.states() if several.active else chosen.states
