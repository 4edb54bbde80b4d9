"""The left column's upper part: saved views with their counts, filters, and the queue itself."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QPoint, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.board import Figures
from console.case_view import CaseView, ViewChange
from console.filters import RowFilter, SavedQueue
from console.grouped_rows import GroupedRows
from console.pages.operations.filter_chips import FilterChips
from console.pages.operations.several import SeveralBar
from console.pages.operations.storm_desk import StormBar
from console.pages.operations.view_menu import ViewMenu
from console.queue_rows import BoardQueueRows
from console.wording import Wording
from services.api.district import UnitRow
from services.domain.clock import Instant
from services.domain.figures import QUEUE_FIGURES, figure_named
from services.domain.tiers import Tier
from widgets.plain import one_line
from widgets.queue.rows import GroupKey
from widgets.queue.view import QueueView
from widgets.state import LIVE, PanelState
from widgets.tabs import ViewTab, ViewTabs
from widgets.theme import Theme

_FILTER_AFTER_MS = 0
_ALARMING = frozenset({"queue.to_accept", "queue.supervised"})


@dataclass(frozen=True, slots=True)
class NamedView:
    """A saved view of a person."""

    id: str
    name: str
    saved: SavedQueue


class QueuePane(QWidget):
    """Shows one filter of the board at a time. The page gives figures and time; the pane keeps the filter."""

    selected = Signal(object)
    activated = Signal(object)
    copy_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)
    save_wanted = Signal(object)
    """A SavedQueue the person wants to keep as a view of their own."""
    rename_wanted = Signal(str)
    move_wanted = Signal(str, int)
    delete_wanted = Signal(str)
    undo_wanted = Signal()
    """A view of the person's own: another name, another place, away with it, and that taken back."""
    state_action = Signal()

    def __init__(
        self,
        theme: Theme,
        wording: Wording,
        view: CaseView,
        rows: BoardQueueRows,
        person_id: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self._view = view
        self._rows = rows
        self._saved: tuple[NamedView, ...] = ()
        self._saved_counts: dict[str, int] = {}
        self._base = RowFilter(figure="queue.all")
        self._figures: Figures | None = None
        self.tabs = ViewTabs(theme, self)
        self._view_menu = ViewMenu(self)
        self._connect_tabs()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("筛选：编号、事项、位置、单位"))
        self.field.setAccessibleName(self.tr("筛选队列"))
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(190)
        self.field.textEdited.connect(self._on_text)
        self.field.returnPressed.connect(self.focus_queue)
        self.chips = FilterChips(theme, wording, person_id, self)
        self.chips.wanted.connect(self._set)
        self.several = SeveralBar(theme, self)
        self.storm = StormBar(self)
        self._groups: GroupedRows | None = None
        self.queue = QueueView(theme, self)
        self.queue.set_rows(rows)
        self.queue.selected.connect(self.selected)
        self.queue.activated.connect(self.activated)
        self.queue.copy_requested.connect(self.copy_wanted)
        self.queue.context_requested.connect(self.menu_wanted)
        self.queue.sort_requested.connect(self._on_sort)
        self.queue.group_toggled.connect(self._on_group)
        self.queue.state_action_requested.connect(self._on_state_action)
        self.queue.several_changed.connect(self._on_several)
        self.queue.set_sort("remaining", False)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_FILTER_AFTER_MS)
        self._later.timeout.connect(self._apply_text)
        self._arrange()
        view.changed.connect(self._on_view)
        self.chips.show_filter(self._base)

    def _connect_tabs(self) -> None:
        self.tabs.chosen.connect(self._on_tab)
        self.tabs.context_requested.connect(self._on_tab_menu)
        self._view_menu.save_wanted.connect(self._on_save)
        self._view_menu.rename_wanted.connect(self.rename_wanted)
        self._view_menu.move_wanted.connect(self.move_wanted)
        self._view_menu.delete_wanted.connect(self.delete_wanted)
        self.tabs.rename_requested.connect(self.rename_wanted)
        self.tabs.move_requested.connect(self.move_wanted)
        self.tabs.delete_requested.connect(self.delete_wanted)
        self.tabs.undo_requested.connect(self.undo_wanted)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 12, 0)
        line.addWidget(self.chips, 1)
        line.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addLayout(line)
        column.addWidget(self.storm)
        column.addWidget(self.several)
        column.addWidget(self.queue, 1)

    # ── what is given ───────────────────────────────────────────────────────────────────────────────────────────────
    def show_figures(self, figures: Figures, saved: dict[str, int] | None = None) -> None:
        """Show the counts of the views; `saved` those of the person's own."""
        self._figures = figures
        if saved is not None:
            self._saved_counts = saved
        tabs = [
            ViewTab(figure.name, self._figure_label(figure.name), figures.values[figure.name], figure.name in _ALARMING)
            for figure in QUEUE_FIGURES
        ]
        counts = self._saved_counts
        tabs.extend(ViewTab(view.id, one_line(view.name, 16), counts.get(view.id), own=True) for view in self._saved)
        if self._base.figure and self._base.figure not in {tab.name for tab in tabs}:
            count = figures.values.get(self._base.figure)
            tabs.append(ViewTab(self._base.figure, self._figure_label(self._base.figure), count))
        self.tabs.set_tabs(tuple(tabs))
        self.chips.show_figures(figures)

    def set_saved(self, views: Sequence[NamedView]) -> None:
        """Give the person's own views."""
        gone = {view.id for view in self._saved} - {view.id for view in views}
        self._saved = tuple(views)
        if self.tabs.current in gone:
            self.field.clear()
            self.show_figure("queue.all")
        elif self._figures is not None:
            self.show_figures(self._figures)

    def tick(self, now: Instant) -> None:
        """Bring the hub's time: clocks run on, and views of what is nearly due look again."""
        self._view.tick()
        self.queue.tick(now)

    def set_state(self, state: PanelState) -> None:
        """Show how the data stands; a live but empty view says so by itself."""
        self._state = state
        self.queue.set_state(state if state.kind != "live" or len(self._rows) else self._empty_state())

    def show_figure(self, name: str) -> None:
        """Open the rows behind a number."""
        self._set(RowFilter(figure=name))
        if self._figures is not None:
            self.show_figures(self._figures)
        self.tabs.set_current(name)

    def show_unit(self, unit: UnitRow) -> None:
        """Show what lies in a unit's area, or what a department holds."""
        rows = RowFilter(holders=(unit.id,)) if unit.tier is None else RowFilter(areas=(unit.path,))
        self._set(msgspec.structs.replace(rows, figure="queue.all"))
        self.tabs.set_current("queue.all")

    def show_text(self, text: str) -> None:
        """Show the open cases that hold these words."""
        self.field.setText(text)
        self.show_figure("queue.all")

    def select(self, key: object) -> bool:
        """Select a case; where the filter or a closed group hides it, all open cases are shown, its group opened."""
        if self.queue.select(key) or self._revealed(key):
            return True
        self.show_figure("queue.all")
        return self.queue.select(key) or self._revealed(key)

    def group(self, groups: GroupedRows | None) -> None:
        """Show the cases in groups, or (None) one by one. The selected row keeps its place on the screen."""
        if groups is self._groups:
            return
        self._groups = groups
        if groups is None:
            self.queue.set_rows(self._rows, still=True)
            return
        groups.close_all()
        groups.rebuild()
        groups.reveal(self.queue.current_key)
        self.queue.set_rows(groups, still=True)

    def _revealed(self, key: object) -> bool:
        if self._groups is None or not self._groups.reveal(key):
            return False
        self.queue.set_rows(self._groups, still=True)
        return self.queue.select(key)

    @Slot(object, bool)
    def _on_group(self, key: object, is_open: bool) -> None:
        if self._groups is not None and isinstance(key, GroupKey):
            self._groups.toggle(key, is_open=is_open)
            self.queue.set_rows(self._groups, still=True)

    @Slot(int)
    def _on_several(self, count: int) -> None:
        self.storm.give_way(wanted=count > 0)

    def focus_queue(self) -> None:
        """Give the keys to the queue."""
        self.queue.setFocus()

    _state: PanelState = LIVE

    # ── filters ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _figure_label(self, name: str) -> str:
        labels = {
            "queue.to_accept": self.tr("待受理"),
            "queue.to_dispatch": self.tr("待派单"),
            "queue.handling": self.tr("处置中"),
            "queue.to_check": self.tr("待核查"),
            "queue.supervised": self.tr("督办"),
            "queue.all": self.tr("全部"),
            "queue.no_deadline": self.tr("无时限"),
            "queue.unsigned": self.tr("待签收"),
            "queue.suspended": self.tr("挂账"),
            "queue.proactive": self.tr("主动发现"),
        }
        if name in labels:
            return labels[name]
        group, _, code = name.partition(".")
        kinds = {"call": self._wording.call_kind, "request": self._wording.request_kind, "source": self._wording.source}
        if group in kinds:
            return kinds[group](code)
        tier, _, column = code.partition(".")
        words = {
            "open": self.tr("在办"),
            "near_due": self.tr("30 分内到期"),
            "overdue": self.tr("超时"),
            "escalated_today": self.tr("今日升级"),
        }
        return f"{self._wording.tier(Tier[tier.upper()])} · {words[column]}"

    @Slot(object)
    def _set(self, rows: RowFilter) -> None:
        self._base = rows
        self._view.set_filter(msgspec.structs.replace(rows, text=self.field.text().strip()))
        self.chips.show_filter(self._base)

    def _on_tab(self, name: str) -> None:
        saved = next((view for view in self._saved if view.id == name), None)
        if saved is not None:
            self.field.setText(saved.saved.rows.text)
            self._set(saved.saved.rows)
            self._on_sort(saved.saved.sort, saved.saved.descending)
        elif figure_named(name) is not None:
            self._set(msgspec.structs.replace(self._base, figure=name))

    def _on_tab_menu(self, name: str, at: QPoint) -> None:
        self._view_menu.open(name, at, own=any(view.id == name for view in self._saved))

    def _on_save(self) -> None:
        column, descending = self._view.sort
        self.save_wanted.emit(SavedQueue(rows=self._view.row_filter, sort=column, descending=descending))

    def _on_text(self) -> None:
        self._later.start()

    def _apply_text(self) -> None:
        self._view.set_filter(msgspec.structs.replace(self._base, text=self.field.text().strip()))

    def kept_sort(self) -> str:
        """Return the order shown as a text to remember."""
        column, descending = self._view.sort
        return f"{column} {int(descending)}"

    def sort_as(self, kept: str) -> None:
        """Take up a remembered order; one that is none is left alone."""
        column, _, descending = kept.partition(" ")
        with suppress(KeyError):
            if column:
                self._on_sort(column, descending == "1")

    @Slot(str, bool)
    def _on_sort(self, column: str, descending: bool) -> None:
        self._view.set_sort(column, descending=descending)
        self.queue.set_sort(column, descending)

    # ── the view ────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_view(self, change: ViewChange) -> None:
        if self._groups is not None:
            self._groups.rebuild()
        if change.refiltered:
            rows = self._rows if self._groups is None else self._groups
            self.queue.set_rows(rows, keep_place=False, still=self._groups is not None)
        else:
            self.queue.rows_changed(change.changed, change.arrived)
        self.set_state(self._state)

    def _empty_state(self) -> PanelState:
        narrowed = self._view.row_filter != RowFilter(figure="queue.all")
        words = self.tr("没有符合筛选条件的案件") if narrowed else self.tr("现在没有在办案件")
        return PanelState("empty", words, action=self.tr("显示全部") if narrowed else "")

    def _on_state_action(self) -> None:
        if self._state.kind == "live":
            self.field.clear()
            self.show_figure("queue.all")
        else:
            self.state_action.emit()
