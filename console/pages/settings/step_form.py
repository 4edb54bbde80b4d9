"""One step of a draft, field by field; a refusal is shown at the field it is about."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from console.pages.settings.categories_form import CategoriesForm
from console.pages.settings.part import button, open_form
from console.pages.settings.policy_words import AWAITS, FLAGS, PRIORITIES, say, tier_word
from console.pages.settings.told_box import ToldBox
from services.api.district import CategoryRow, ProfileView
from services.domain.policies import MINUTES_MOST, REMINDERS_MOST, StepDraft
from services.domain.tiers import Tier
from widgets.plain import PlainLabel
from widgets.qss import set_property

_RULE_MOST = 32
_RETURNS_MOST = 99


class StepForm(QWidget):
    """Emits `changed` with the step (a StepDraft) whenever a field is changed by hand."""

    changed = Signal(object)

    def __init__(self, profile: ProfileView, tiers: Iterable[Tier], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile = profile
        self._step = StepDraft(rule_id="", tier="", awaits="", minutes=1)
        self._filling = False
        self.setProperty("surface", "none")
        self._fields: dict[str, QWidget] = {}
        self._errors: dict[str, PlainLabel] = {}
        column = QVBoxLayout(self)
        self._form = QFormLayout()
        column.addLayout(self._form)
        column.addStretch()
        tiers = sorted(tiers)
        names = [tier.name.lower() for tier in tiers]
        self.rule_id = QLineEdit(self)
        self.rule_id.setMaxLength(_RULE_MOST)
        self.tier = self._box([(name, tier_word(profile, name)) for name in names[:-1]])
        self.awaits = self._box([(awaits.value, say(words)) for awaits, words in AWAITS])
        self.minutes = self._number(1, MINUTES_MOST, self.tr(" 分钟"))
        self.to = self._box([("", self.tr("上一级"))] + [(name, tier_word(profile, name)) for name in names[1:]])
        self.priorities = {int(one): QCheckBox(say(words), self) for one, words in PRIORITIES}
        self.flags = {flag: QCheckBox(say(words), self) for flag, words in FLAGS}
        self.categories = button("", self._on_categories, self)
        self.returns = self._number(0, _RETURNS_MOST, self.tr(" 次"))
        self.tell = ToldBox(self)
        self.percent = self._number(0, 99, "%")
        self.every = self._number(0, MINUTES_MOST, self.tr(" 分钟"))
        self.most = self._number(1, REMINDERS_MOST, self.tr(" 次"))
        self._arrange()
        self._connect()

    def _box(self, options: list[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for code, words in options:
            box.addItem(words, code)
        return box

    def _number(self, least: int, most: int, suffix: str) -> QSpinBox:
        made = QSpinBox(self)
        made.setRange(least, most)
        made.setSuffix(suffix)
        return made

    def _arrange(self) -> None:
        self._row("rule_id", self.tr("规则编号"), self.rule_id)
        self._row("tier", self.tr("案件在"), self.tier)
        self._row("awaits", self.tr("等的是"), self.awaits)
        self._row("minutes", self.tr("至多等"), self.minutes)
        self._row("to", self.tr("等不到就升到"), self.to)
        self._row("priorities", self.tr("只限缓急"), self._line(self.priorities.values()))
        self._row("categories", self.tr("只限类别"), self.categories)
        self._row("flags", self.tr("只限标记"), self._line(self.flags.values()))
        self._row("returns", self.tr("退单至少"), self.returns)
        self._row("tell", self.tr("另外通知"), self.tell)
        self._row("remind_percent", self.tr("等到多少提醒"), self.percent)
        self._row("remind_every_minutes", self.tr("以后每隔"), self.every)
        self._row("remind_most", self.tr("至多提醒"), self.most)
        self.percent.setToolTip(self.tr("占等待时间的百分之几；0 为不提醒"))
        self.returns.setToolTip(self.tr("0 为不论退过几次"))

    def _row(self, name: str, label: str, field: QWidget) -> None:
        field.setAccessibleName(label)
        holder = QWidget(self)
        holder.setProperty("surface", "none")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        error = PlainLabel("", holder, tone="red", wrap=True)
        error.hide()
        column.addWidget(field)
        column.addWidget(error)
        self._form.addRow(PlainLabel(label, self, role="secondary"), holder)
        self._fields[name], self._errors[name] = field, error

    def _line(self, parts: Iterable[QWidget]) -> QWidget:
        holder = QWidget(self)
        holder.setProperty("surface", "none")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            row.addWidget(part)
        row.addStretch()
        return holder

    def _connect(self) -> None:
        self.rule_id.textEdited.connect(self._on_changed)
        for box in (self.tier, self.awaits, self.to):
            box.currentIndexChanged.connect(self._on_changed)
        for number in (self.minutes, self.returns, self.percent, self.every, self.most):
            number.valueChanged.connect(self._on_changed)
        for check in (*self.priorities.values(), *self.flags.values()):
            check.toggled.connect(self._on_changed)
        self.tell.changed.connect(self._on_changed)

    def know(self, profile: ProfileView) -> None:
        """Offer the categories of the district as it is now."""
        self._profile = profile
        self._show_categories()

    # ── showing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def show_step(self, step: StepDraft) -> None:
        """Show a step; nothing is said of it."""
        self._filling = True
        self._step = step
        if self.rule_id.text() != step.rule_id:
            self.rule_id.setText(step.rule_id)
        for box, value in ((self.tier, step.tier), (self.awaits, step.awaits), (self.to, step.to)):
            box.setCurrentIndex(box.findData(value))
        for number, amount in (
            (self.minutes, step.minutes),
            (self.returns, step.returns),
            (self.percent, step.remind_percent),
            (self.every, step.remind_every_minutes),
            (self.most, step.remind_most),
        ):
            number.setValue(amount)
        for one, check in self.priorities.items():
            check.setChecked(one in step.priorities)
        for flag, check in self.flags.items():
            check.setChecked(flag in step.flags)
        self.tell.show_told(step.tell)
        self._show_categories()
        self._filling = False

    def _show_categories(self) -> None:
        names = {row.code: row.name for row in self._profile.categories}
        chosen = self._step.categories
        words = self.tr("全部类别…")
        if chosen:
            words = self.tr("{n} 类：{first}…").format(n=len(chosen), first=names.get(chosen[0], chosen[0])[:10])
        self.categories.setText(words)

    def show_error(self, field: str, words: str) -> bool:
        """Say what is wrong at a field; return whether there is such a field."""
        self.clear_errors()
        if field not in self._fields:
            return False
        error = self._errors[field]
        error.setText(words)
        error.show()
        set_property(self._fields[field], "wrong", "true")
        self._fields[field].setFocus()
        return True

    def clear_errors(self) -> None:
        """Say of no field that it is wrong."""
        for name, error in self._errors.items():
            error.hide()
            set_property(self._fields[name], "wrong", "")

    # ── changing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_changed(self) -> None:
        if self._filling:
            return
        self._step = msgspec.structs.replace(
            self._step,
            rule_id=self.rule_id.text(),
            tier=self.tier.currentData() or "",
            awaits=self.awaits.currentData() or "",
            minutes=self.minutes.value(),
            to=self.to.currentData() or "",
            priorities=tuple(one for one, check in self.priorities.items() if check.isChecked()),
            flags=tuple(flag for flag, check in self.flags.items() if check.isChecked()),
            returns=self.returns.value(),
            tell=self.tell.told,
            remind_percent=self.percent.value(),
            remind_every_minutes=self.every.value(),
            remind_most=self.most.value(),
        )
        self.changed.emit(self._step)

    def _on_categories(self) -> None:
        form = CategoriesForm(self._offered(), self._step.categories, self)
        form.chosen.connect(self._on_chosen)
        open_form(form)

    def _offered(self) -> list[CategoryRow]:
        """Return what a new case may have, and what the step names already."""
        chosen = self._step.categories
        return [row for row in self._profile.categories if row.offered or row.code in chosen]

    def _on_chosen(self, codes: tuple[str, ...]) -> None:
        self._step = msgspec.structs.replace(self._step, categories=codes)
        self._show_categories()
        self.changed.emit(self._step)
