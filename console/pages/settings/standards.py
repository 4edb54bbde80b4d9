"""Editions of the category standard: imported, confirmed, taken into use, retired, looked into and compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QTreeWidgetItem, QVBoxLayout, QWidget

from console.client import Client
from console.pages.settings.affected import EarlierForm
from console.pages.settings.asking import ReasonForm, ReportForm
from console.pages.settings.compare import CompareForm
from console.pages.settings.criteria import CriteriaView
from console.pages.settings.part import Part, SettingsKit, button, choose_row, open_form, read_file, table
from console.pages.settings.standard_forms import ImportForm, MeaningForm
from console.pages.settings.standard_words import meaning, state_word
from console.tasks import Outcome
from console.transport import HubRefused
from services.api.catalogue import (
    ConfirmStandard,
    EarlierCases,
    EarlierMoved,
    MoveEarlier,
    MoveStandard,
    StandardImport,
    StandardMoved,
    StandardRow,
)
from services.domain.limits import Means
from services.domain.standard import StandardState
from widgets.plain import one_line, sentence, tooltip
from widgets.state import StateOverlay

_ID = Qt.ItemDataRole.UserRole
_LIST_PX = 150


class StandardsPart(Part):
    """The editions above, the criteria of the one chosen below."""

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._standards: list[StandardRow] | None = None
        self._path = ""
        columns = (
            (self.tr("标准"), 260),
            (self.tr("状态"), 80),
            (self.tr("条数"), 70),
            (self.tr("小类"), 70),
            (self.tr("导入时间"), 140),
            (self.tr("单位含义"), 280),
        )
        self.list = table(self.tr("类别标准"), columns, self)
        self.list.setFixedHeight(_LIST_PX)
        self.load = button(self.tr("导入 CSV…"), self._on_load, self, kind="primary")
        self.confirm = button(self.tr("确认单位含义…"), self._on_confirm, self)
        self.use = button(self.tr("启用…"), self._on_use, self)
        self.retire = button(self.tr("停用…"), self._on_retire, self)
        self.compare = button(self.tr("与使用中的比较…"), self._on_compare, self)
        self.earlier = button("", self.show_earlier, self, kind="outline")
        self._earlier: EarlierCases | None = None
        self.criteria = CriteriaView(kit, self)
        self.criteria.over.connect(self.over)
        row = QHBoxLayout()
        for part in (self.load, self.confirm, self.use, self.retire, self.compare):
            row.addWidget(part)
        row.addStretch()
        row.addWidget(self.earlier)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.trouble)
        column.addLayout(row)
        column.addWidget(self.list)
        column.addWidget(self.criteria, 1)
        for part in (self.load, self.confirm, self.use, self.retire):
            part.setVisible(kit.editable)
        self._overlay = StateOverlay(kit.theme, self.list)
        self._overlay.action_requested.connect(self.arrive)
        self.list.currentItemChanged.connect(self._on_chosen)
        self.setFocusProxy(self.list)
        self._dress()

    @Slot()
    def arrive(self) -> None:
        """Fetch the editions."""
        self.loading(self._overlay, known=self._standards is not None)
        self.ask(_standards, self._on_standards, "standards")
        if self.kit.editable:
            self.ask(_earlier, self._on_earlier, "earlier")

    @Slot(object)
    def _on_standards(self, outcome: Outcome[list[StandardRow]]) -> None:
        if self.arrived(outcome, self._overlay, known=self._standards is not None):
            chosen = self.chosen
            self._fill(outcome.value(), chosen.id if chosen is not None else "")

    def _fill(self, standards: Sequence[StandardRow], chosen_id: str) -> None:
        self._standards = list(standards)
        self.list.blockSignals(True)
        self.list.clear()
        for row in self._standards:
            cells = (
                row.name,
                state_word(row.state),
                str(row.criteria),
                str(row.subclasses),
                self.kit.clock_text.long(row.made_at),
                meaning(row),
            )
            item = QTreeWidgetItem([one_line(cell, 80) for cell in cells])
            item.setData(0, _ID, row.id)
            item.setToolTip(0, tooltip("\n".join((row.name, row.origin, row.file))))
            self.list.addTopLevelItem(item)
            if row.id == chosen_id:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None:
            choose_row(self.list, 0)
        self.list.blockSignals(False)
        self._show_chosen()

    @property
    def chosen(self) -> StandardRow | None:
        """The edition that is chosen."""
        item = self.list.currentItem()
        key = item.data(0, _ID) if item is not None else ""
        return next((row for row in self._standards or () if row.id == key), None)

    @Slot("QTreeWidgetItem*", "QTreeWidgetItem*")
    def _on_chosen(self, _item: object, _before: object) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.criteria.show_standard(self.chosen)
        self._dress()

    def _dress(self) -> None:
        row = self.chosen
        state = row.state if row is not None else None
        self.confirm.setEnabled(state is StandardState.DRAFT)
        self.use.setEnabled(row is not None and state is not StandardState.IN_USE and not row.needs)
        self.use.setToolTip(self.tr("请先确认单位含义") if row is not None and row.needs else "")
        self.retire.setEnabled(state is StandardState.IN_USE)
        self.compare.setEnabled(len(self._standards or ()) > 1)
        count = self._earlier.total if self._earlier is not None else 0
        self.earlier.setVisible(count > 0)
        self.earlier.setText(self.tr("%n 件在办案件还按以前的标准…", "", count))

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_load(self) -> None:
        self.pick_csv(self.tr("导入类别标准"), self.import_file)

    @Slot(str)
    def import_file(self, path: str) -> None:
        """Name the edition of a file, then import it."""
        self._path = path
        form = ImportForm(path, self)
        form.given.connect(self._on_named)
        open_form(form)

    @Slot(str, str)
    def _on_named(self, name: str, origin: str) -> None:
        self.do(partial(_import, path=self._path, name=name, origin=origin), self._on_imported)

    def _on_imported(self, done: StandardImport) -> None:
        row = done.standard
        words = self.tr("共 {rows} 行，采用 {criteria} 条立案条件、{subclasses} 个小类；编码 {encoding}。")
        lines = [
            words.format(
                rows=done.rows,
                criteria=row.criteria,
                subclasses=row.subclasses,
                encoding=done.encoding,
            ),
            self.tr("时限的单位：{units}；无时限 {n} 条。").format(
                units=self.tr("，").join(f"{unit} {count}" for unit, count in row.limits.items()) or "–",
                n=row.without_limit,
            ),
            meaning(row),
            *done.notes,
        ]
        self._fill([row, *(self._standards or ())], row.id)
        open_form(ReportForm(self.tr("类别标准导入结果"), lines, done.refused, done.refused_total, self))

    def _on_confirm(self) -> None:
        row = self.chosen
        if row is not None:
            form = MeaningForm(row, self)
            form.wanted.connect(self._on_meaning)
            open_form(form)

    @Slot(object, object, str)
    def _on_meaning(self, hours: Means, days: Means, reason: str) -> None:
        row = self.chosen
        if row is not None:
            work = partial(_confirm, row=row, hours=hours, days=days, reason=reason)
            self.do(work, self._on_changed, refused=self._on_stale)

    def _on_use(self) -> None:
        row = self.chosen
        if row is not None:
            words = self.tr(
                "启用后，新案件按它选类别和立案条件，原来使用的一份停用；在办案件保持原来的立案条件和时限。"
            )
            self._ask_reason(self.tr("启用 {name}").format(name=one_line(row.name, 60)), words, self.tr("启用"), "use")

    def _on_retire(self) -> None:
        row = self.chosen
        if row is not None:
            words = self.tr("停用后，新案件不能再选它的类别；在办案件保持原来的立案条件和时限。")
            title = self.tr("停用 {name}").format(name=one_line(row.name, 60))
            self._ask_reason(title, words, self.tr("停用"), "retire")

    def _ask_reason(self, title: str, words: str, deed: str, move: str) -> None:
        form = ReasonForm(title, words, deed, self)
        form.given.connect(self._on_use_reason if move == "use" else self._on_retire_reason)
        open_form(form)

    @Slot(str)
    def _on_use_reason(self, reason: str) -> None:
        self._move("use", reason)

    @Slot(str)
    def _on_retire_reason(self, reason: str) -> None:
        self._move("retire", reason)

    def _move(self, move: str, reason: str) -> None:
        row = self.chosen
        if row is not None:
            self.do(partial(_move, row=row, move=move, reason=reason), self._on_moved, refused=self._on_stale)

    def _on_changed(self, row: StandardRow) -> None:
        self.say(self.tr("{name}：{meaning}").format(name=one_line(row.name, 60), meaning=meaning(row)))
        self.arrive()

    def _on_moved(self, done: StandardMoved) -> None:
        row = done.standard
        words = self.tr("{name} 已启用") if row.state is StandardState.IN_USE else self.tr("{name} 已停用")
        self.say(words.format(name=one_line(row.name, 60)))
        if done.dropped:
            names = self.tr("、").join(one_line(name, 30) for name in done.dropped[:10])
            more = self.tr("事项准入清单有 {n} 行在新标准里没有对应小类，没有带过来：{names}")
            self.show_trouble(more.format(n=len(done.dropped), names=names))
        self.arrive()

    def _on_stale(self, error: HubRefused) -> bool:
        if error.problem.code != "record_stale":
            return False
        self.show_trouble(self.tr("已被他人改动。现在显示的是最新情况，请看清后再改。"))
        self.arrive()
        return True

    # ── the cases concerned ─────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_earlier(self, outcome: Outcome[EarlierCases]) -> None:
        if outcome.error is not None:
            self._earlier = None  # a street's administrator may not: the cases are the district's
            self.is_over(outcome.error)
        else:
            self._earlier = outcome.value()
        self._dress()

    @Slot()
    def show_earlier(self) -> None:
        """Show the open cases that go by a standard that is not in use any more."""
        if self._earlier is not None and self._earlier.total:
            form = EarlierForm(self._earlier, self.kit.clock_text, self)
            form.wanted.connect(self._on_move_cases)
            open_form(form)

    @Slot(object, str)
    def _on_move_cases(self, cases: dict[str, int], reason: str) -> None:
        self.do(partial(_move_cases, cases=cases, reason=reason), self._on_cases_moved)

    def _on_cases_moved(self, done: EarlierMoved) -> None:
        moved = self.tr("{n} 件已被他人改动，没有改").format(n=len(done.moved_on)) if done.moved_on else ""
        self.say(sentence(self.tr("已把 %n 件案件改按使用中的标准", "", len(done.changed)), moved))
        self.arrive()

    def _on_compare(self) -> None:
        row, standards = self.chosen, self._standards or []
        if row is None or len(standards) < 2:
            return
        others = [other for other in standards if other.id != row.id]
        other = next((one for one in others if one.state is StandardState.IN_USE), others[0])
        form = CompareForm(self.kit, standards, self)
        form.over.connect(self.over)
        form.show_two(other.id, row.id)
        open_form(form)


def _standards(client: Client) -> list[StandardRow]:
    return client.settings.standards()


def _earlier(client: Client) -> EarlierCases:
    return client.settings.earlier_cases()


def _move_cases(client: Client, command_id: str, cases: dict[str, int], reason: str) -> EarlierMoved:
    return client.settings.move_earlier(MoveEarlier(command_id=command_id, reason=reason, cases=cases))


def _import(client: Client, command_id: str, path: str, name: str, origin: str) -> StandardImport:
    return client.settings.import_standard(command_id, name, origin, Path(path).name, read_file(path))


def _confirm(client: Client, command_id: str, row: StandardRow, hours: Means, days: Means, reason: str) -> StandardRow:
    message = ConfirmStandard(command_id=command_id, version=row.version, hours=hours, days=days, reason=reason)
    return client.settings.confirm_standard(row.id, message)


def _move(client: Client, command_id: str, row: StandardRow, move: str, reason: str) -> StandardMoved:
    message = MoveStandard(command_id=command_id, version=row.version, reason=reason)
    return client.settings.move_standard(row.id, move, message)
