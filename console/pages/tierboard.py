"""The tier board: a unit and the units right below it in numbers, and what goes up next among their cases."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.client import Client
from console.desk import Desk
from console.figure_words import definition, figure_word
from console.pages.base import Page, failed
from console.stream import Link
from console.tasks import Outcome
from services.api.tiers import GoingUp, TierBoard, UnitFigures
from services.domain.clock import Instant
from services.domain.modes import Mode
from widgets.figuretable import FigureCell, FigureColumn, FigureRow, FigureTable
from widgets.plain import PlainLabel, one_line, sentence
from widgets.remaining import remaining
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.theme import Theme
from widgets.twolines import TwoLineList, TwoLines

REFRESH_MS = 10_000
"""How old the numbers get while the page is looked at (our rule)."""

_TONES = {"unit.overdue": "red_text", "unit.near_due": "yellow_text", "unit.unsigned": "orange_text"}


class TierBoardPage(Page):
    """One unit at a time. Enter goes down to a unit, Backspace up again."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._unit_id = ""
        self._board: TierBoard | None = None
        self.setProperty("surface", "background")
        self.title = PlainLabel(self.tr("分级响应"), self, role="title")
        self.path = PlainLabel("", self, role="secondary")
        self.up = QPushButton(self.tr("上一级 Backspace"), self)
        self.cases = QPushButton(self.tr("看这个单位的案件"), self)
        self.table = FigureTable(theme, self.tr("各单位的数字"), self)
        self.next_title = PlainLabel(self.tr("即将升级"), self, role="heading")
        self.next = TwoLineList(theme, self.tr("即将升级"), self)
        self._arrange()
        self._overlay = StateOverlay(theme, self.table)
        self._overlay.set_low()
        self._overlay.action_requested.connect(self.ask)
        self._next_overlay = StateOverlay(theme, self.next)
        self.table.opened.connect(self._on_unit)
        self.up.clicked.connect(self.go_up)
        self.cases.clicked.connect(self._on_cases)
        self.next.opened.connect(self.opened)
        desk.ticked.connect(self._on_tick)
        desk.link_changed.connect(self._on_link)
        self._overlay.set_state(PanelState("loading", self.tr("正在载入…")))

    def arrive(self) -> None:
        """Show how things are now."""
        self.table.setFocus()
        self.ask()

    def show_unit(self, unit_id: str) -> None:
        """Show another unit, "" for one's own."""
        self._unit_id = unit_id
        self.ask()

    @Slot()
    def go_up(self) -> None:
        """Show the unit above, as far as one may look."""
        unit = self._desk.units.get(self._unit_id or self._desk.session.unit_id)
        if unit is not None and unit.parent_id and unit.id != self._desk.session.unit_id:
            self.show_unit(unit.parent_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up, or leave."""
        if event.key() == Qt.Key.Key_Backspace:
            self.go_up()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.path, 1)
        head.addWidget(self.cases)
        head.addWidget(self.up)
        left = QVBoxLayout()
        left.addWidget(self.table, 1)
        right = QVBoxLayout()
        right.addWidget(self.next_title)
        right.addWidget(self.next, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(row, 1)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def ask(self) -> None:
        """Fetch the numbers."""
        self._desk.ask(partial(_board, unit_id=self._unit_id), self._on_board, slot="tier-board")

    @Slot(object)
    def _on_link(self, _status: object) -> None:
        """Ask again by itself when the line is up."""
        if self._desk.link.link is Link.LIVE and self._overlay.state.kind in {"stale", "error"}:
            self.ask()

    @Slot(object)
    def _on_tick(self, now: Instant) -> None:
        if self.isVisible() and self._board is not None and now - self._board.as_of >= REFRESH_MS:
            self.ask()

    @Slot(object)
    def _on_board(self, outcome: Outcome[TierBoard]) -> None:
        if outcome.error is not None:
            self._overlay.set_state(failed(outcome.error, known=self._board is not None, again=self.tr("再试一次")))
            if self.next.count():
                self._next_overlay.set_state(PanelState("stale"))  # why stands beside it
            return
        self._board = board = outcome.value()
        self._unit_id = board.unit_id
        self._overlay.set_state(LIVE)
        self._show(board)

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _show(self, board: TierBoard) -> None:
        desk = self._desk
        unit = desk.units[board.unit_id]
        exercise = self.tr("演练") if desk.profile.mode is not Mode.LIVE else ""
        as_of = self.tr("截至 {time}").format(time=desk.clock_text.seconds(board.as_of))
        self.title.setText(self.tr("分级响应 · {unit}").format(unit=one_line(unit.name)))
        self.path.setText(sentence(*(desk.wording.unit(one) for one in unit.path.split("/")), exercise, as_of))
        self.up.setEnabled(unit.id != desk.session.unit_id)
        columns = tuple(
            FigureColumn(figure_word(one.label), definition(one.label, one.formula, one.exclusions))
            for one in board.definitions
        )
        self.table.set_columns(self.tr("单位"), columns)
        names = [one.name for one in board.definitions]
        self.table.set_rows(tuple(self._row(one, names, board.unit_id) for one in board.units))
        self._show_next(board)

    def _row(self, unit: UnitFigures, names: list[str], own_id: str) -> FigureRow:
        cells = tuple(
            FigureCell(str(unit.values[name]), unit.values[name], _TONES.get(name, "") if unit.values[name] else "")
            for name in names
        )
        tier = self._desk.wording.tier(unit.tier) if unit.tier is not None else ""
        words = self.tr("{name}（本级）").format(name=unit.name) if unit.unit_id == own_id else unit.name
        return FigureRow(unit.unit_id, sentence(words, tier), cells)

    def _show_next(self, board: TierBoard) -> None:
        self.next_title.setText(self.tr("即将升级 {n} 件").format(n=board.next_total))
        self.next.set_lines([self._going_up(one, board.as_of) for one in board.next])
        nothing = PanelState("empty", self.tr("没有案件在等着升级"))
        self._next_overlay.set_state(LIVE if board.next else nothing)

    def _going_up(self, one: GoingUp, now: Instant) -> TwoLines:
        wording, standing = self._desk.wording, one.standing
        head, unit = f"{one.number[-4:]} {one.title}", wording.unit(one.unit_id)
        if standing.at is None or standing.to is None:
            return TwoLines(one.case_id, head, unit)
        way = self.tr("规则 {rule}：升级至{tier}").format(rule=standing.rule, tier=wording.tier(standing.to))
        left = remaining(standing.at, standing.at, now, self.tr("{n}天"))
        return TwoLines(one.case_id, head, sentence(unit, way), left.text, "" if left.tone == "calm" else left.tone)

    # ── going on ────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _on_unit(self, unit_id: str) -> None:
        unit = self._desk.units.get(unit_id)
        has_below = any(one.parent_id == unit_id for one in self._desk.units.values() if one.tier is not None)
        if unit is None or unit_id == self._unit_id or not has_below:
            self.cases_wanted.emit(unit_id)
        else:
            self.show_unit(unit_id)

    @Slot()
    def _on_cases(self) -> None:
        self.cases_wanted.emit(self.table.current_key() or self._unit_id)


def _board(client: Client, unit_id: str) -> TierBoard:
    return client.tiers.board(unit_id)
