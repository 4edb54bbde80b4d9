"""Versions of the tier policy: looked at, drafted, tried on past cases, taken into use."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.client import Client
from console.pages.settings.asking import ReasonForm
from console.pages.settings.backtest import BacktestForm
from console.pages.settings.part import Part, SettingsKit, button, open_form
from console.pages.settings.policy_words import policy_state
from console.pages.settings.steps import StepsView
from console.pages.settings.use_form import UseForm
from console.problems import say_error
from console.tasks import Outcome
from console.transport import HubRefused
from services.api.district import ProfileView
from services.api.policies import Adopted, AdoptPolicy, PolicyDraft, PolicyRow, UsePolicy
from services.domain.policies import PolicyState, StepDraft
from widgets.plain import PlainLabel, one_line, sentence, tooltip
from widgets.state import PanelState, StateOverlay

_VERSIONS_PX = 212
_NAME_MOST = 60


class PoliciesPart(Part):
    """The versions at the left, newest first; the steps of the one chosen beside them."""

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._policies: tuple[PolicyRow, ...] | None = None
        self._is_new = False
        self._changed = False
        self.versions = QListWidget(self)
        self.versions.setAccessibleName(self.tr("升级方案的版本"))
        self.versions.setFixedWidth(_VERSIONS_PX)
        self.versions.setWordWrap(True)
        self.versions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.name = QLineEdit(self)
        self.name.setMaxLength(_NAME_MOST)
        self.name.setAccessibleName(self.tr("方案名称"))
        self.name.setPlaceholderText(self.tr("方案名称"))
        self.state = PlainLabel("", self, role="secondary", wrap=True)
        self.steps = StepsView(kit, self)
        self.draft = button(self.tr("以此起草"), self._on_draft, self)
        self.save = button(self.tr("保存草案 Ctrl+S"), self.save_draft, self, kind="primary")
        self.back = button(self.tr("放弃改动"), self._on_discard, self)
        self.test = button(self.tr("回测…"), self._on_test, self)
        self.use = button(self.tr("启用…"), self._on_use, self)
        self.adopt = button(self.tr("在办案件转用…"), self._on_adopt, self)
        tools = QHBoxLayout()
        tools.addWidget(self.name, 1)
        for part in (self.draft, self.back, self.save, self.test, self.use, self.adopt):
            tools.addWidget(part)
        right = QVBoxLayout()
        right.addLayout(tools)
        right.addWidget(self.state)
        right.addWidget(self.steps, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.versions)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.trouble)
        column.addLayout(row, 1)
        self._overlay = StateOverlay(kit.theme, self.steps)
        self._overlay.action_requested.connect(self.arrive)
        self.versions.currentItemChanged.connect(self._on_chosen)
        self.name.textEdited.connect(self._on_changed)
        self.steps.changed.connect(self._on_changed)
        for key, slot in (("Ctrl+S", self.save_draft), ("Ctrl+Z", self.steps.undo.click)):
            QShortcut(QKeySequence(key), self, slot)
        self.setFocusProxy(self.versions)
        self._dress()

    @property
    def pending(self) -> bool:
        """Whether a draft was changed and not saved."""
        return self._changed

    @Slot()
    def arrive(self) -> None:
        """Fetch the versions, unless something unsaved is shown."""
        if not self.pending:
            self.loading(self._overlay, known=self._policies is not None)
            self.ask(_policies, self._on_policies, "policies")

    @Slot(object)
    def _on_policies(self, outcome: Outcome[tuple[tuple[PolicyRow, ...], ProfileView]]) -> None:
        if self.arrived(outcome, self._overlay, known=self._policies is not None) and not self.pending:
            chosen = self.chosen
            policies, profile = outcome.value()
            self.steps.know(profile)
            self._fill(policies, chosen.id if chosen is not None else "")

    def _fill(self, policies: Sequence[PolicyRow], chosen_id: str) -> None:
        self._policies = tuple(policies)
        self._is_new = self._changed = False
        self.versions.blockSignals(True)
        self.versions.clear()
        for row in self._policies:
            item = QListWidgetItem(self._words(row), self.versions)
            item.setToolTip(tooltip(row.name))
        wanted = chosen_id or next((row.id for row in self._policies if row.state is PolicyState.IN_USE), "")
        at = next((index for index, row in enumerate(self._policies) if row.id == wanted), 0)
        self.versions.setCurrentRow(at)
        self.versions.blockSignals(False)
        self._show_chosen()
        if not self._policies:
            self._overlay.set_state(PanelState("empty", self.tr("还没有升级方案：没有任何案件会自动升级")))

    def _words(self, row: PolicyRow) -> str:
        clock = self.kit.clock_text
        when = clock.long(row.used_from) if row.used_from is not None else clock.long(row.made_at)
        head = self.tr("第 {n} 版 {name}").format(n=row.version, name=one_line(row.name, 30))
        cases = self.tr("在办 {n} 件").format(n=row.open_cases) if row.open_cases else ""
        return "\n".join(filter(None, (head, sentence(policy_state(row.state), when), cases)))

    @property
    def chosen(self) -> PolicyRow | None:
        """The version that is chosen."""
        at, rows = self.versions.currentRow(), self._policies or ()
        return rows[at] if 0 <= at < len(rows) else None

    @Slot("QListWidgetItem*", "QListWidgetItem*")
    def _on_chosen(self, _item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        if self._changed and before is not None:
            self.versions.blockSignals(True)
            self.versions.setCurrentItem(before)
            self.versions.blockSignals(False)
            self.show_trouble(self.tr("草案有没保存的改动：请先保存或放弃"))
            return
        self._is_new = False
        self.show_trouble("")
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.chosen
        self.name.setText(row.name if row is not None else "")
        editing = row is not None and row.state is PolicyState.DRAFT and self.kit.editable
        self.steps.show_steps(row.steps if row is not None else (), editing=editing)
        self._dress()

    def _dress(self) -> None:
        row, edit = self.chosen, self.kit.editable
        state = PolicyState.DRAFT if self._is_new else row.state if row is not None else None
        draft = state is PolicyState.DRAFT
        self.name.setReadOnly(not (edit and draft))
        self.draft.setVisible(edit and not draft)
        self.save.setVisible(edit and draft)
        self.back.setVisible(edit and draft and self._changed)
        self.save.setEnabled(self._changed)
        self.test.setVisible(edit)
        self.test.setEnabled(state is not None)
        self.use.setVisible(edit and draft)
        self.use.setEnabled(not self._changed)
        self.use.setToolTip(self.tr("请先保存草案") if self._changed else "")
        older = any(one.open_cases for one in self._policies or () if one.state is PolicyState.RETIRED)
        self.adopt.setVisible(edit and state is PolicyState.IN_USE and older)
        self.state.setText(self._state_words(row, draft=draft))

    def _state_words(self, row: PolicyRow | None, *, draft: bool) -> str:
        if self._is_new:
            return self.tr("新草案，还没有保存；保存和启用之前可以先回测。")
        if row is None:
            return ""
        if draft:
            return self.tr("草案，不影响任何案件。启用后，新的案件按它升级；在办案件保持原来的版本。")
        if row.state is PolicyState.IN_USE:
            words = self.tr("使用中的版本不能改：以此起草，回测后启用。现有 {n} 件在办案件按它升级。")
            return words.format(n=row.open_cases)
        return self.tr("已停用。仍有 {n} 件在办案件按它升级。").format(n=row.open_cases)

    # ── drafting ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_draft(self) -> None:
        row = self.chosen
        if row is not None:
            self._is_new = self._changed = True
            self.name.setText(self.tr("{name}（修订）").format(name=row.name)[:_NAME_MOST])
            self.steps.show_steps(row.steps, editing=True)
            self._dress()
            self.steps.setFocus()

    @Slot()
    def _on_changed(self) -> None:
        self._changed = True
        self._dress()

    def _on_discard(self) -> None:
        self._is_new = self._changed = False
        self.show_trouble("")
        self._show_chosen()

    @Slot()
    def save_draft(self) -> None:
        """Save the draft that is being changed."""
        row = self.chosen
        if not self._changed or not self.kit.editable:
            return
        known = row if row is not None and not self._is_new else None
        work = partial(_save, known=known, name=self.name.text().strip(), steps=self.steps.steps)
        self.do(work, self._on_saved, refused=self._on_refused)

    def _on_saved(self, row: PolicyRow) -> None:
        self.say(self.tr("草案已保存"))
        rest = [one for one in self._policies or () if one.id != row.id]
        self._fill(sorted((row, *rest), key=lambda one: -one.version), row.id)

    def _on_refused(self, error: HubRefused) -> bool:
        problem = error.problem
        if problem.code == "stale":
            self._changed = False
            self.arrive()
            self.show_trouble(self.tr("已被他人改动。现在显示的是最新情况，请看清后再改。"))
            return True
        if problem.field == "name":
            self.name.setFocus()
        said = say_error(error)
        return self.steps.show_refusal(problem.field, said.remedy or said.whole)

    # ── trying and using ────────────────────────────────────────────────────────────────────────────────────────────
    def _on_test(self) -> None:
        form = BacktestForm(self.kit, self.steps.steps, self)
        form.over.connect(self.over)
        form.refused.connect(self._on_refused)
        open_form(form)

    def _on_use(self) -> None:
        row = self.chosen
        if row is not None and not self._changed:
            words = self.tr("第 {n} 版“{name}”，{steps} 步。新的案件从现在起按它升级；在办案件保持原来的版本。")
            text = words.format(n=row.version, name=one_line(row.name, 60), steps=len(row.steps))
            form = UseForm(self.tr("启用升级方案"), text, self)
            form.accepted.connect(self._on_use_sure)
            open_form(form)

    @Slot()
    def _on_use_sure(self) -> None:
        row = self.chosen
        if row is not None:
            self.do(partial(_use, row=row), self._on_used, refused=self._on_refused)

    def _on_used(self, row: PolicyRow) -> None:
        self.say(self.tr("第 {n} 版升级方案已启用").format(n=row.version))
        self.arrive()

    def _on_adopt(self) -> None:
        older = sum(one.open_cases for one in self._policies or () if one.state is PolicyState.RETIRED)
        words = self.tr("{n} 件在办案件还按以前的版本升级。转用后按使用中的版本，每件留一条带理由的记录。")
        form = ReasonForm(self.tr("在办案件转用使用中的版本"), words.format(n=older), self.tr("转用"), self)
        form.given.connect(self._on_adopt_reason)
        open_form(form)

    @Slot(str)
    def _on_adopt_reason(self, reason: str) -> None:
        self.do(partial(_adopt, reason=reason), self._on_adopted)

    def _on_adopted(self, moved: int) -> None:
        self.say(self.tr("已转用 {n} 件").format(n=moved))
        self.arrive()


def _policies(client: Client) -> tuple[tuple[PolicyRow, ...], ProfileView]:
    """Return the versions, and the district as it is by now: a standard may have come into use meanwhile."""
    return client.settings.policies(), client.profile()


def _save(
    client: Client, command_id: str, known: PolicyRow | None, name: str, steps: tuple[StepDraft, ...]
) -> PolicyRow:
    policy_id, edition = (known.id, known.edition) if known is not None else ("", 0)
    draft = PolicyDraft(command_id=command_id, name=name, steps=steps, id=policy_id, edition=edition)
    return client.settings.draft_policy(draft)


def _use(client: Client, command_id: str, row: PolicyRow) -> PolicyRow:
    return client.settings.use_policy(row.id, UsePolicy(command_id=command_id, edition=row.edition))


def _adopt(client: Client, command_id: str, reason: str) -> int:
    """Move them all, a number at a time; each batch is a command of its own."""
    moved, batch, more = 0, 0, True
    while more:
        done: Adopted = client.settings.adopt_policy(AdoptPolicy(command_id=f"{command_id}-{batch}", reason=reason))
        moved, batch, more = moved + done.moved, batch + 1, done.more
    return moved
