"""Two editions of the category standard side by side: what came, what went, what is said differently."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QTreeWidgetItem, QVBoxLayout, QWidget

from console.client import Client
from console.pages.settings.part import Part, SettingsKit, button, table
from console.pages.settings.standard_words import state_word
from console.tasks import Outcome
from services.api.catalogue import CriterionRow, StandardRow
from widgets.plain import PlainLabel, one_line, sentence, tooltip
from widgets.state import PanelState, StateOverlay

_SIZE = (1080, 620)
ROWS_MOST = 3_000
"""Differences listed one by one (our rule); more than a standard has rows."""

_FIELDS: tuple[tuple[str, str], ...] = (
    ("closing", str(QT_TRANSLATE_NOOP("CompareForm", "结案条件"))),
    ("limit_text", str(QT_TRANSLATE_NOOP("CompareForm", "时限"))),
    ("limit", str(QT_TRANSLATE_NOOP("CompareForm", "时限读作"))),
    ("handler", str(QT_TRANSLATE_NOOP("CompareForm", "责任主体"))),
    ("authority", str(QT_TRANSLATE_NOOP("CompareForm", "监管主体"))),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two editions differ; `field` "" means that a criterion is in one of them only."""

    category: str
    name: str
    filing: str
    field: str
    left: str
    right: str


def differences(left: Iterable[CriterionRow], right: Iterable[CriterionRow]) -> tuple[Difference, ...]:
    """Return what differs, in the order of the subclasses. The same criterion is the same words of one subclass."""
    mine, theirs = _by_key(left), _by_key(right)
    found: list[Difference] = []
    for key in sorted(mine.keys() | theirs.keys()):
        one, other = mine.get(key), theirs.get(key)
        some = one or other
        if some is None:
            continue
        name = sentence(some.main_name, some.sub_name)
        if one is None or other is None:
            found.append(Difference(key[0], name, key[1], "", key[1] if one else "", key[1] if other else ""))
            continue
        found += [
            Difference(key[0], name, key[1], field, getattr(one, field), getattr(other, field))
            for field, _ in _FIELDS
            if getattr(one, field) != getattr(other, field)
        ]
    return tuple(found)


def _by_key(rows: Iterable[CriterionRow]) -> dict[tuple[str, str], CriterionRow]:
    return {(row.category.partition("-")[2], row.filing): row for row in rows}


class _Comparing(Part):
    """The two pickers and the table; a part, so that it asks as the others do."""

    def __init__(self, kit: SettingsKit, standards: Sequence[StandardRow], parent: QWidget) -> None:
        super().__init__(kit, parent)
        self.left, self.right = self._picker(standards), self._picker(standards)
        self.left.setAccessibleName(self.tr("左边的版本"))
        self.right.setAccessibleName(self.tr("右边的版本"))
        self.count = PlainLabel("", self, role="secondary", wrap=True)
        columns = (
            (self.tr("小类"), 190),
            (self.tr("立案条件"), 260),
            (self.tr("哪里不同"), 100),
            (self.tr("左"), 240),
            (self.tr("右"), 240),
        )
        self.list = table(self.tr("不同之处"), columns, self)
        head = QHBoxLayout()
        head.addWidget(self.left, 1)
        head.addWidget(PlainLabel("↔", self))
        head.addWidget(self.right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        self._overlay = StateOverlay(kit.theme, self.list)
        self._overlay.action_requested.connect(self.compare)
        for box in (self.left, self.right):
            box.currentIndexChanged.connect(self._on_picked)

    def _picker(self, standards: Sequence[StandardRow]) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for row in standards:
            box.addItem(one_line(sentence(row.name, state_word(row.state), row.id), 60), row.id)
        return box

    def show_two(self, left_id: str, right_id: str) -> None:
        """Compare two editions."""
        for box, standard_id in ((self.left, left_id), (self.right, right_id)):
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(standard_id))
            box.blockSignals(False)
        self.compare()

    @Slot(int)
    def _on_picked(self, _index: int) -> None:
        self.compare()

    @Slot()
    def compare(self) -> None:
        """Fetch both editions and find what differs, on a worker."""
        self._overlay.set_state(PanelState("loading", self.tr("正在比较…")))
        work = partial(_compared, left=str(self.left.currentData()), right=str(self.right.currentData()))
        self.ask(work, self._on_compared, "compare")

    @Slot(object)
    def _on_compared(self, outcome: Outcome[tuple[Difference, ...]]) -> None:
        if not self.arrived(outcome, self._overlay, known=False):
            return
        found = outcome.value()
        self.list.clear()
        self.list.addTopLevelItems([self._item(one) for one in found[:ROWS_MOST]])
        gone = sum(not one.field and not one.right for one in found)
        come = sum(not one.field and not one.left for one in found)
        changed = len({(one.category, one.filing) for one in found if one.field})
        words = self.tr("只在左边 {gone} 条，只在右边 {come} 条，说法不同 {changed} 条")
        self.count.setText(words.format(gone=gone, come=come, changed=changed))
        if not found:
            self._overlay.set_state(PanelState("empty", self.tr("两个版本没有不同")))

    def _item(self, one: Difference) -> QTreeWidgetItem:
        translate = QCoreApplication.translate
        what = next((translate("CompareForm", words) for field, words in _FIELDS if field == one.field), "")
        if not what:
            what = self.tr("只在左边") if one.left else self.tr("只在右边")
        cells = (one.name, one.filing, what, one.left or "–", one.right or "–")
        item = QTreeWidgetItem([one_line(cell, 120) for cell in cells])
        for column, cell in enumerate(cells):
            item.setToolTip(column, tooltip(cell))
        return item


class CompareForm(QDialog):
    """Esc closes it; nothing is changed here."""

    over = Signal(object)

    def __init__(self, kit: SettingsKit, standards: Sequence[StandardRow], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("两个版本并排看"))
        self.resize(*_SIZE)
        self.part = _Comparing(kit, standards, self)
        self.part.over.connect(self.over)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("关闭 Esc"), self.reject, self))
        column = QVBoxLayout(self)
        column.addWidget(self.part, 1)
        column.addLayout(row)

    def show_two(self, left_id: str, right_id: str) -> None:
        """Compare two editions."""
        self.part.show_two(left_id, right_id)


def _compared(client: Client, left: str, right: str) -> tuple[Difference, ...]:
    return differences(client.settings.all_criteria(left), client.settings.all_criteria(right))
