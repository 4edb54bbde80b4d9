"""Appraisal, first part: who had what, for how long unsigned, who bounced what how often. From the custody ledger."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.client import Client
from console.desk import Desk
from console.figure_words import definition, figure_word
from console.pages.base import Page, failed
from console.pages.operations.durations import minutes_words
from console.stream import Link
from console.tasks import Outcome
from services.api.ledger import Ledger, UnitLedger
from services.domain.clock import DAY_MS, Instant
from services.domain.modes import Mode
from widgets.figuretable import FigureCell, FigureColumn, FigureRow, FigureTable
from widgets.plain import PlainLabel, sentence
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.theme import Theme

PERIODS: tuple[tuple[int, str], ...] = (
    (1, str(QT_TRANSLATE_NOOP("LedgerPage", "近 24 小时"))),
    (7, str(QT_TRANSLATE_NOOP("LedgerPage", "近 7 天"))),
    (30, str(QT_TRANSLATE_NOOP("LedgerPage", "近 30 天"))),
    (90, str(QT_TRANSLATE_NOOP("LedgerPage", "近 90 天"))),
    (365, str(QT_TRANSLATE_NOOP("LedgerPage", "近一年"))),
)
_UNSIGNED_TIME = "unsigned_time"
_OF_RECEIVED = frozenset({"signed", "unsigned"})
_TONES = {"returned": "yellow_text", "overdue": "red_text", "unsigned": "orange_text"}


class LedgerPage(Page):
    """Units and their numbers in a period that ends now."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._ledger: Ledger | None = None
        self.setProperty("surface", "background")
        self.period = QComboBox(self)
        self.period.setAccessibleName(self.tr("期间"))
        for days, words in PERIODS:
            self.period.addItem(QCoreApplication.translate("LedgerPage", words), days)
        self.period.setCurrentIndex(2)
        self.again = QPushButton(self.tr("刷新 F5"), self)
        self.told = PlainLabel("", self, role="secondary")
        self.table = FigureTable(theme, self.tr("经手台账"), self)
        self._arrange()
        self._overlay = StateOverlay(theme, self.table)
        self._overlay.set_low()
        self._overlay.action_requested.connect(self.ask)
        self.period.currentIndexChanged.connect(self.ask)
        self.again.clicked.connect(self.ask)
        desk.link_changed.connect(self._on_link)
        self.table.opened.connect(self.cases_wanted)

    def arrive(self) -> None:
        """Show how things are now."""
        self.table.setFocus()
        self.ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask again, or leave."""
        if event.key() == Qt.Key.Key_F5:
            self.ask()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def ask(self) -> None:
        """Fetch the ledger of the chosen period."""
        now = self._desk.now()
        since = now - int(self.period.currentData()) * DAY_MS
        if self._ledger is None:
            self._overlay.set_state(PanelState("loading", self.tr("正在载入…")))
        self._desk.ask(partial(_ledger, since=since, before=now), self._on_ledger, slot="ledger")

    @Slot(object)
    def _on_link(self, _status: object) -> None:
        """Ask again by itself when the line is up."""
        if self._desk.link.link is Link.LIVE and self._overlay.state.kind in {"stale", "error"}:
            self.ask()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("考核 · 经手台账"), self, role="title"))
        head.addWidget(self.told, 1)
        head.addWidget(self.period)
        head.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(
            PlainLabel(
                self.tr("谁经手、多久没签收、退了几次：指向列名看定义；Enter 看该单位的在办案件，Ctrl+C 复制全表。"),
                self,
                role="secondary",
            )
        )
        column.addWidget(self.table, 1)

    @Slot(object)
    def _on_ledger(self, outcome: Outcome[Ledger]) -> None:
        if outcome.error is not None:
            self._overlay.set_state(failed(outcome.error, known=self._ledger is not None, again=self.tr("再试一次")))
            return
        self._ledger = found = outcome.value()
        self._show(found)
        nothing = self.tr("期内没有经手记录：派出的案件会记到这里，也可换一个期间")
        self._overlay.set_state(LIVE if found.units else PanelState("empty", nothing))

    def _show(self, found: Ledger) -> None:
        clock, now = self._desk.clock_text, found.now
        exercise = self.tr("演练") if self._desk.profile.mode is not Mode.LIVE else ""
        since = self.tr("自 {time} 起").format(time=clock.near(found.since, now))
        as_of = self.tr("截至 {time}").format(time=clock.seconds(found.before))
        self.told.setText(sentence(since, as_of, exercise, self.tr("{n} 个单位").format(n=len(found.units))))
        columns: list[FigureColumn] = []
        for one in found.definitions:
            words = definition(one.label, one.formula, one.exclusions)
            if one.name == _UNSIGNED_TIME:
                columns.append(FigureColumn(self.tr("未签收中位"), words))
                columns.append(FigureColumn(self.tr("未签收最长"), words))
            else:
                columns.append(FigureColumn(figure_word(one.label), words))
        self.table.set_columns(self.tr("单位"), tuple(columns))
        self.table.set_rows(tuple(self._row(unit, found) for unit in found.units))

    def _row(self, unit: UnitLedger, found: Ledger) -> FigureRow:
        cells: list[FigureCell] = []
        for one in found.definitions:
            if one.name == _UNSIGNED_TIME:
                cells.append(_time(unit.unsigned_median_ms))
                cells.append(_time(unit.unsigned_longest_ms))
            else:
                count = unit.values[one.name]
                note = self._of(unit, found) if one.name in _OF_RECEIVED else ""
                note = self._reasons(unit) if one.name == "returned" else note
                cells.append(FigureCell(str(count), count, _TONES.get(one.name, "") if count else "", note))
        tier = self._desk.wording.tier(unit.tier) if unit.tier is not None else self.tr("部门")
        return FigureRow(unit.unit_id, sentence(unit.name, tier), tuple(cells))

    def _of(self, unit: UnitLedger, found: Ledger) -> str:
        """Return what a number is part of, and as of when."""
        as_of = self.tr("截至 {time}").format(time=self._desk.clock_text.seconds(found.before))
        return sentence(self.tr("期内收到 {n} 次之中").format(n=unit.values["received"]), as_of)

    def _reasons(self, unit: UnitLedger) -> str:
        known = {one.code: one.name for one in self._desk.profile.reasons.get("return", ())}
        without = self.tr("未写代码")
        return "\n".join(f"{known.get(code, code or without)}: {n}" for code, n in unit.returned_by_reason.items())


def _time(length_ms: Instant | None) -> FigureCell:
    return FigureCell("–", None) if length_ms is None else FigureCell(minutes_words(length_ms), length_ms)


def _ledger(client: Client, since: Instant, before: Instant) -> Ledger:
    return client.tiers.ledger(since, before)
