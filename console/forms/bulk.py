"""The form of one action on several cases: how many can, how many cannot and why; then how far it is; then the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions import action_label
from console.bulk import Outcome, Plan
from console.forms.bulk_lead import BulkLeadInput, Suggested
from console.forms.filled import Filled
from console.forms.inputs import Input, TextInput
from console.wording import listed
from services.api.district import UnitRow
from services.domain.actions import ACTIONS
from widgets.plain import PlainLabel, one_line, sentence

_NUMBERS_MOST = 8
_LIST_PX = 180


class BulkForm(QDialog):
    """One dialog from the question to the result. `confirmed` carries `Filled`; `cancelled`: send nothing more."""

    confirmed = Signal(object)
    cancelled = Signal()

    def __init__(
        self, plan: Plan, units: tuple[UnitRow, ...], parent: QWidget | None = None, suggested: Suggested | None = None
    ) -> None:
        """Offer `units`; `suggested` says for each case which one it suggests."""
        super().__init__(parent)
        self._plan = plan
        self._suggested = suggested or {}
        self._label = action_label(plan.action)
        self.setWindowTitle(self.tr("{action} · 多件").format(action=self._label))
        self.setMinimumWidth(560)
        self._heading = PlainLabel("", self, role="heading")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        self._column.addWidget(self._heading)
        self._inputs: list[Input] = []
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("不能办的案件和原因"))
        self._list.setMaximumHeight(_LIST_PX)
        self._list.setWordWrap(True)
        self._column.addWidget(self._list)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(self.tr("进度"))
        self._bar.hide()
        self._build_inputs(units)
        self._column.addWidget(self._bar)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._column.addWidget(self._error)
        self._cancel = QPushButton(self.tr("取消"), self)
        self._cancel.setAutoDefault(False)
        self._cancel.clicked.connect(self.reject)
        self._go = QPushButton(self)
        self._go.setProperty("kind", "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self._on_go)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_go)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(self._cancel)
        line.addWidget(self._go)
        self._column.addLayout(line)
        self._running = False
        self._count = 0
        self._show_plan()

    def _build_inputs(self, units: tuple[UnitRow, ...]) -> None:
        rule = ACTIONS[self._plan.action]
        if "unit" in rule.needs:
            lead = BulkLeadInput(self._plan.can, units, self._suggested, self)
            lead.counted.connect(self._show_go)
            self._inputs.append(lead)
        if {"text", "reason"} & {*rule.needs, *rule.takes}:
            self._inputs.append(TextInput(self, needed="text" in rule.needs))
        for one in self._inputs:
            self._column.addWidget(one)

    def _show_plan(self) -> None:
        plan = self._plan
        can, cannot = len(plan.can), len(plan.cannot)
        words = self.tr("可以{action} %n 件", "", can).format(action=self._label)
        cannot_words = self.tr("不能办 %n 件", "", cannot) if cannot else ""
        self._heading.setText(sentence(words, cannot_words, separator=self.tr("，")))
        for why, numbers in plan.reasons():
            shown = listed(numbers[:_NUMBERS_MOST])
            if len(numbers) > _NUMBERS_MOST:
                shown = self.tr("{numbers} 等").format(numbers=shown)
            count = self.tr("%n 件", "", len(numbers))
            QListWidgetItem(sentence(count, one_line(why, 200), shown), self._list)
        self._list.setVisible(bool(cannot))
        self._list.setMaximumHeight(min(_LIST_PX, 12 + 26 * max(1, self._list.count())))
        counts = [one.count for one in self._inputs if isinstance(one, BulkLeadInput)]
        self._show_go(min([can, *counts]))
        for one in self._inputs:
            one.setVisible(bool(can))

    @Slot(int)
    def _show_go(self, count: int) -> None:
        self._count = count
        self._go.setText(self.tr("{action} %n 件", "", count).format(action=self._label))
        self._go.setEnabled(bool(count))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with what is asked for, else with the answer."""
        super().showEvent(event)
        if self._inputs and self._plan.can:
            self._inputs[0].begin()
        else:
            (self._go if self._plan.can else self._cancel).setFocus()

    @Slot()
    def _on_go(self) -> None:
        if self._running or not self._count:
            return
        missing = next(filter(None, (one.missing() for one in self._inputs)), "")
        self._error.setText(missing)
        if missing:
            return
        filled = Filled()
        for one in self._inputs:
            filled = one.fill(filled)
        self._running = True
        for part in (*self._inputs, self._list, self._go):
            part.hide()
        self._bar.setRange(0, self._count)
        self._bar.show()
        self._heading.setText(self.tr("正在{action}…").format(action=self._label))
        self._cancel.setText(self.tr("停止"))
        self._cancel.setFocus()
        self.confirmed.emit(filled)

    @Slot(int, int)
    def show_progress(self, ended: int, count: int) -> None:
        """Show how far it is."""
        self._bar.setRange(0, count)
        self._bar.setValue(ended)

    @Slot(object)
    def show_outcome(self, outcome: Outcome) -> None:
        """Show what was done, and what was refused with the hub's sentences; all done closes the form."""
        self._running = False
        if not outcome.refused and not outcome.left:
            self.accept()
            return
        done = self.tr("办成 %n 件", "", outcome.done)
        refused = self.tr("没有办成 %n 件", "", len(outcome.refused)) if outcome.refused else ""
        left = self.tr("没有再办 %n 件", "", outcome.left) if outcome.left else ""
        self._heading.setText(sentence(done, refused, left, separator=self.tr("，")))
        self._bar.hide()
        self._list.clear()
        for row, why in outcome.refused:
            QListWidgetItem(sentence(row.number[-4:], one_line(row.title, 40), one_line(why, 200)), self._list)
        self._list.setAccessibleName(self.tr("没有办成的案件和原因"))
        self._list.setVisible(bool(outcome.refused))
        self._cancel.setText(self.tr("关闭"))
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Leave; while it runs, send nothing more and wait for what is under way."""
        if self._running:
            self._cancel.setEnabled(False)
            self.cancelled.emit()
            self._cancel.setEnabled(True)
        else:
            super().reject()
