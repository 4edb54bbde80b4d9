"""The steps of one version: as a table, and where it is a draft, changed step by step."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTreeWidgetItem, QVBoxLayout, QWidget

from console.pages.settings.part import SettingsKit, button, choose_row, table
from console.pages.settings.policy_words import awaits_word, condition, minutes_word, reminders, tier_word, told_word
from console.pages.settings.step_form import StepForm
from console.wording import listed
from services.api.district import ProfileView
from services.domain.policies import STEPS_MOST, StepDraft
from services.domain.tiers import Tier
from widgets.plain import one_line, tooltip

_SIDE_PX = 410
_FIELD = re.compile(r"steps\[(\d+)\]\.(\w+)")


class StepsView(QWidget):
    """Emits `changed` when a step was changed, added, moved or taken out by hand."""

    changed = Signal()

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = kit.profile
        self._steps: tuple[StepDraft, ...] = ()
        self._undo: list[tuple[StepDraft, ...]] = []
        self._editing = False
        columns = (
            (self.tr("规则"), 70),
            (self.tr("案件在"), 110),
            (self.tr("等什么、多久"), 160),
            (self.tr("升到"), 110),
            (self.tr("只限"), 160),
            (self.tr("通知与提醒"), 200),
        )
        self.list = table(self.tr("升级步骤"), columns, self)
        self.add = button(self.tr("添一步"), self._on_add, self, hint="Insert")
        self.drop = button(self.tr("删去"), self._on_drop, self, hint="Delete")
        self.up = button(self.tr("上移"), self._on_up, self, hint="Alt+↑")
        self.down = button(self.tr("下移"), self._on_down, self, hint="Alt+↓")
        self.undo = button(self.tr("撤销"), self._on_undo, self, hint="Ctrl+Z")
        tiers = {unit.tier for unit in kit.units if unit.tier is not None} or set(Tier)
        self._lowest = min(tiers).name.lower()
        self.form = StepForm(kit.profile, tiers, self)
        self._side = QScrollArea(self)
        self._side.setWidgetResizable(True)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFixedWidth(_SIDE_PX)
        self._side.setWidget(self.form)
        self._tools = QWidget(self)
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        for part in (self.add, self.drop, self.up, self.down, self.undo):
            tools.addWidget(part)
        tools.addStretch()
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(self._tools)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(left, 1)
        row.addWidget(self._side)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.list.itemActivated.connect(self.form.rule_id.setFocus)
        self.form.changed.connect(self._on_changed)
        for key, slot in (
            ("Insert", self._on_add),
            ("Delete", self._on_drop),
            ("Alt+Up", self._on_up),
            ("Alt+Down", self._on_down),
        ):
            shortcut = QShortcut(QKeySequence(key), self.list, slot)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setAutoRepeat(False)
        self.setFocusProxy(self.list)
        self._dress()

    @property
    def steps(self) -> tuple[StepDraft, ...]:
        """The steps as they are shown."""
        return self._steps

    def show_steps(self, steps: Sequence[StepDraft], *, editing: bool) -> None:
        """Show the steps of a version; a draft of one's own can be changed."""
        self._steps, self._undo, self._editing = tuple(steps), [], editing
        self.form.clear_errors()
        self._fill(0)

    def know(self, profile: ProfileView) -> None:
        """Name and offer the categories of the district as it is now."""
        self._profile = profile
        self.form.know(profile)

    def show_refusal(self, field: str, words: str) -> bool:
        """Show what the hub refuses at its step and field; return whether it is about a step."""
        found = _FIELD.fullmatch(field)
        if found is None or int(found[1]) >= len(self._steps):
            return False
        choose_row(self.list, int(found[1]))
        return self.form.show_error(found[2], words)

    # ── showing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _fill(self, at: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addTopLevelItems([self._item(step) for step in self._steps])
        choose_row(self.list, min(at, len(self._steps) - 1))
        self.list.blockSignals(False)
        self._show_chosen()

    def _item(self, step: StepDraft) -> QTreeWidgetItem:
        cells = self._cells(step)
        item = QTreeWidgetItem([one_line(cell, 100) for cell in cells])
        for column, cell in enumerate(cells):
            item.setToolTip(column, tooltip(cell))
        return item

    def _cells(self, step: StepDraft) -> tuple[str, ...]:
        profile = self._profile
        waits = self.tr("{what} {t}").format(what=awaits_word(step.awaits), t=minutes_word(step.minutes))
        to = tier_word(profile, step.to) if step.to else self.tr("上一级")
        notices = self.tr("；").join(filter(None, (listed(map(told_word, step.tell)), reminders(step))))
        return (step.rule_id, tier_word(profile, step.tier), waits, to, condition(step, profile), notices)

    def _at(self) -> int:
        item = self.list.currentItem()
        return self.list.indexOfTopLevelItem(item) if item is not None else -1

    @Slot("QTreeWidgetItem*", "QTreeWidgetItem*")
    def _on_chosen(self, _item: object, _before: object) -> None:
        self.form.clear_errors()
        self._show_chosen()

    def _show_chosen(self) -> None:
        at = self._at()
        if at >= 0:
            self.form.show_step(self._steps[at])
        self._dress()

    def _dress(self) -> None:
        at, last = self._at(), len(self._steps) - 1
        self._tools.setVisible(self._editing)
        self._side.setVisible(self._editing and at >= 0)
        self.add.setEnabled(len(self._steps) < STEPS_MOST)
        self.drop.setEnabled(at >= 0)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < last)
        self.undo.setEnabled(bool(self._undo))

    # ── changing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _put(self, steps: Sequence[StepDraft], at: int) -> None:
        self._undo.append(self._steps)
        self._steps = tuple(steps)
        self.form.clear_errors()
        self._fill(at)
        self.changed.emit()

    @Slot(object)
    def _on_changed(self, step: StepDraft) -> None:
        at = self._at()
        if at < 0 or not self._editing:
            return
        self._undo.append(self._steps)
        self._steps = (*self._steps[:at], step, *self._steps[at + 1 :])
        item = self.list.topLevelItem(at)
        if item is not None:
            for column, cell in enumerate(self._cells(step)):
                item.setText(column, one_line(cell, 100))
                item.setToolTip(column, tooltip(cell))
        self._dress()
        self.changed.emit()

    def _on_add(self) -> None:
        if not self._editing or len(self._steps) >= STEPS_MOST:
            return
        taken = {step.rule_id for step in self._steps}
        rule_id = next(name for number in range(1, STEPS_MOST + 2) if (name := f"R{number}") not in taken)
        at = self._at()
        base = self._steps[at] if at >= 0 else StepDraft(rule_id="", tier=self._lowest, awaits="signing", minutes=30)
        made = msgspec.structs.replace(base, rule_id=rule_id)
        self._put((*self._steps[: at + 1], made, *self._steps[at + 1 :]), at + 1)
        self.form.rule_id.setFocus()

    def _on_drop(self) -> None:
        at = self._at()
        if self._editing and at >= 0:
            self._put((*self._steps[:at], *self._steps[at + 1 :]), at)

    def _on_up(self) -> None:
        self._swap(self._at() - 1)

    def _on_down(self) -> None:
        at = self._at()
        self._swap(at, at + 1)

    def _swap(self, at: int, to: int | None = None) -> None:
        if not self._editing or at < 0 or at + 1 >= len(self._steps):
            return
        steps = list(self._steps)
        steps[at], steps[at + 1] = steps[at + 1], steps[at]
        self._put(steps, at if to is None else to)

    @Slot()
    def _on_undo(self) -> None:
        if self._undo:
            at = self._at()
            self._steps = self._undo.pop()
            self._fill(max(at, 0))
            self.changed.emit()
