"""The back-test of a draft over past cases: a period, how far it is, and what would have gone up, when and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.client import Client
from console.pages.settings.backtest_words import excluded_words, summary
from console.pages.settings.part import Part, SettingsKit, button, table
from console.pages.settings.policy_words import tier_word, told_word
from console.problems import say, say_error
from console.tasks import Outcome
from console.transport import HubRefused
from console.wording import listed
from services.api.policies import AskBacktest, BacktestState
from services.domain.backtest import Backtest
from services.domain.clock import Instant, from_datetime
from services.domain.policies import StepDraft
from widgets.plain import PlainLabel, one_line, tooltip

POLL_MS = 300
"""How often a running back-test is asked how far it is (our rule)."""

_SIZE = (1040, 640)
_BACK_DAYS = 90
_ROWS_MOST = 2_000


class _Trying(Part):
    """The form itself; a part, so that it asks as the others do."""

    refused = Signal(object)

    def __init__(self, kit: SettingsKit, steps: Sequence[StepDraft], parent: QWidget) -> None:
        super().__init__(kit, parent)
        self._steps = tuple(steps)
        self._id = ""
        self._names = {unit.id: unit.name for unit in kit.units}
        today = date.fromisoformat(kit.clock_text.long(kit.now())[:10])
        self.since = self._date(today - timedelta(days=_BACK_DAYS), self.tr("从"))
        self.before = self._date(today, self.tr("到"))
        self.now = QCheckBox(self.tr("在办案件按此刻算"), self)
        self.now.setChecked(True)
        self.now.setToolTip(self.tr("不勾选：在办案件不参加，只计数"))
        self.run = button(self.tr("回测"), self.begin, self, kind="primary")
        self.stop = button(self.tr("停止"), self._on_stop, self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("回测进度"))
        self.state = PlainLabel("", self, role="secondary", wrap=True)
        self.summary = PlainLabel("", self, wrap=True)
        self.excluded = PlainLabel("", self, role="secondary", wrap=True)
        columns = (
            (self.tr("时间"), 140),
            (self.tr("案件"), 190),
            (self.tr("规则"), 80),
            (self.tr("从"), 80),
            (self.tr("升到"), 80),
            (self.tr("接管单位"), 160),
            (self.tr("另外通知"), 200),
        )
        self.list = table(self.tr("会升级的案件"), columns, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        head = QHBoxLayout()
        for words, part in ((self.tr("上报时间从"), self.since), (self.tr("到"), self.before)):
            head.addWidget(PlainLabel(words, self, role="secondary"))
            head.addWidget(part)
        for beside in (self.now, self.run, self.stop):
            head.addWidget(beside)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        words = self.tr("按这些步骤把过去的案件再走一遍，不改动任何案件。人会不会因此改变做法，谁也不知道。")
        column.addWidget(PlainLabel(words, self, role="sentence", wrap=True))
        column.addLayout(head)
        for below in (self.trouble, self.bar, self.state, self.summary, self.excluded):
            column.addWidget(below)
        column.addWidget(self.list, 1)
        self._show_running(running=False)

    def _date(self, day: date, words: str) -> QDateEdit:
        made = QDateEdit(QDate(day.year, day.month, day.day), self)
        made.setDisplayFormat("yyyy-MM-dd")
        made.setAccessibleName(words)
        return made

    @property
    def running(self) -> bool:
        """Whether a back-test is under way."""
        return bool(self._id)

    def _instant(self, field: QDateEdit, *, after: int = 0) -> Instant:
        day = field.date()
        zone = ZoneInfo(self.kit.profile.time_zone)
        moment = datetime(day.year(), day.month(), day.day(), tzinfo=zone) + timedelta(days=after)
        return from_datetime(moment.astimezone(UTC))

    @Slot()
    def begin(self) -> None:
        """Begin; the last day counts whole."""
        if self.running:
            return
        asked = AskBacktest(
            command_id="",
            steps=self._steps,
            since=self._instant(self.since),
            before=self._instant(self.before, after=1),
            as_of=self.kit.now() if self.now.isChecked() else None,
        )
        if self.do(partial(_begin, asked=asked), self._on_state, refused=self._on_refused):
            self._show_running(running=True)

    def _on_refused(self, error: HubRefused) -> bool:
        self._show_running(running=False)
        self.show_trouble(say_error(error).whole)
        self.refused.emit(error)
        return True

    def _show_running(self, *, running: bool) -> None:
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.run.setEnabled(not running)
        self.state.setText(self.tr("正在回测…") if running else "")

    def _on_state(self, state: BacktestState) -> None:
        if state.state == "running":
            self._id = state.id
            self._show_running(running=True)
            self.state.setText(self.tr("已走 {n} 件…").format(n=state.done))
            self._timer.start()
            return
        self._id = ""
        self._show_running(running=False)
        if state.problem is not None:
            self.show_trouble(say(state.problem).whole)
        if state.result is not None:
            self._show(state.result)

    def _poll(self) -> None:
        self.ask(partial(_state, test_id=self._id), self._on_polled, "backtest")

    @Slot(object)
    def _on_polled(self, outcome: Outcome[BacktestState]) -> None:
        if outcome.error is None:
            self._on_state(outcome.value())
        elif not self.is_over(outcome.error):
            self._id = ""
            self._show_running(running=False)
            self.show_trouble(say_error(outcome.error).whole)

    def _on_stop(self) -> None:
        if self.running:
            self._timer.stop()
            self.ask(partial(_cancel, test_id=self._id), self._on_polled, "backtest")

    def give_up(self) -> None:
        """End what is under way, because nobody looks any more."""
        self._timer.stop()
        if self.running:
            self.kit.seat.ask(partial(_cancel, test_id=self._id), self._on_given_up)
            self._id = ""

    @Slot(object)
    def _on_given_up(self, _outcome: object) -> None:
        """Nobody looks any more."""

    def _show(self, found: Backtest) -> None:
        kit = self.kit
        as_of = kit.clock_text.long(found.as_of) if found.as_of is not None else ""
        self.summary.setText(summary(found, kit.profile, self._names, as_of))
        self.excluded.setText(excluded_words(found))
        self.list.clear()
        for step in found.steps[:_ROWS_MOST]:
            cells = (
                kit.clock_text.long(step.at),
                step.case_id,
                step.rule,
                tier_word(kit.profile, step.tier.name.lower()),
                tier_word(kit.profile, step.to.name.lower()),
                self._names.get(step.unit_id, step.unit_id),
                listed(map(told_word, step.tell)),
            )
            item = QTreeWidgetItem([one_line(cell, 80) for cell in cells])
            item.setToolTip(6, tooltip(cells[6]))
            self.list.addTopLevelItem(item)
        if found.steps_total > len(found.steps):
            words = self.tr("共 {total} 步，列出最早的 {n} 步；上面的计数是全部的")
            self.state.setText(words.format(total=found.steps_total, n=len(found.steps)))


class BacktestForm(QDialog):
    """Closing it ends a back-test that is under way. `refused` carries what the hub says against the steps."""

    over = Signal(object)
    refused = Signal(object)

    def __init__(self, kit: SettingsKit, steps: Sequence[StepDraft], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("回测"))
        self.resize(*_SIZE)
        self.part = _Trying(kit, steps, self)
        self.part.over.connect(self.over)
        self.part.refused.connect(self._on_refused)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("关闭 Esc"), self.reject, self))
        column = QVBoxLayout(self)
        column.addWidget(self.part, 1)
        column.addLayout(row)

    def done(self, result: int) -> None:
        """End what is under way and close."""
        self.part.give_up()
        super().done(result)

    @Slot(object)
    def _on_refused(self, error: HubRefused) -> None:
        if error.problem.field.startswith("steps["):
            self.refused.emit(error)
            self.reject()


def _begin(client: Client, command_id: str, asked: AskBacktest) -> BacktestState:
    return client.settings.begin_backtest(_with_id(asked, command_id))


def _with_id(asked: AskBacktest, command_id: str) -> AskBacktest:
    return AskBacktest(
        command_id=command_id,
        steps=asked.steps,
        since=asked.since,
        before=asked.before,
        as_of=asked.as_of,
    )


def _state(client: Client, test_id: str) -> BacktestState:
    return client.settings.backtest(test_id)


def _cancel(client: Client, test_id: str) -> BacktestState:
    return client.settings.cancel_backtest(test_id)
