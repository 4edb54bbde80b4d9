"""主办 for several cases: the unit they all suggest, or each to its own, or one that a person chooses for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QListWidget, QListWidgetItem, QRadioButton, QWidget

from console.forms.filled import Filled
from console.forms.inputs import Input
from console.forms.unit_picker import UnitPicker
from console.wording import listed
from services.api.board import BoardRow
from services.api.district import UnitRow
from widgets.plain import one_line, sentence

Suggested = Mapping[str, UnitRow | None]
"""By the id of a case the unit it suggests, None where nothing does."""

_NUMBERS_MOST = 8
_LINE_PX = 26
_LINES_MOST = 6


class BulkLeadInput(Input):
    """Where all cases suggest the same unit it is chosen already; where they differ each can go to its own."""

    counted = Signal(int)
    """How many cases the choice made now would dispatch."""

    def __init__(
        self, rows: Collection[BoardRow], units: tuple[UnitRow, ...], suggested: Suggested, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._all = len(rows)
        self._groups, self._without = _grouped(rows, suggested)
        self._each: QRadioButton | None = None
        self.picker = UnitPicker(units, self, name=self.tr("主办单位"))
        self.first = self.picker.field
        if len(self._groups) == 1 and not self._without:
            self.picker.choose(self._groups[0][0].id)
        elif self._groups:
            self._offer_each()
        self.column.addWidget(self.picker)

    @property
    def count(self) -> int:
        """How many cases would be dispatched."""
        return self._all - len(self._without) if self._is_each() else self._all

    def begin(self) -> None:
        """Put the cursor where one begins."""
        if self._each is not None and self._each.isChecked():
            self._each.setFocus()
        else:
            super().begin()

    def missing(self) -> str:
        """Ask for the unit."""
        return "" if self._is_each() or self.picker.unit is not None else self.tr("请先选定主办单位")

    def fill(self, filled: Filled) -> Filled:
        """Put the choice in."""
        if self._is_each():
            return replace(filled, as_suggested=True, unit_id=None)
        return replace(filled, unit_id=self.picker.unit.id if self.picker.unit is not None else None)

    def _is_each(self) -> bool:
        return self._each is not None and self._each.isChecked()

    def _offer_each(self) -> None:
        sent = self._all - len(self._without)
        self._each = QRadioButton(self.tr("各派给建议的单位（%n 件）", "", sent), self)
        self._one = QRadioButton(self.tr("都派给同一个单位"), self)
        self._each.setChecked(True)
        group = QButtonGroup(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("建议的单位"))
        self.list.setWordWrap(True)
        for unit, numbers in self._groups:
            QListWidgetItem(self._line(one_line(unit.name, 40), numbers), self.list)
        if self._without:
            QListWidgetItem(self._line(self.tr("没有建议，先不派"), self._without), self.list)
        self.list.setFixedHeight(12 + _LINE_PX * min(_LINES_MOST, self.list.count()))
        for part in (self._each, self.list, self._one):
            self.column.addWidget(part)
        for button in (self._each, self._one):
            group.addButton(button)
        self._each.toggled.connect(self._on_each)
        self.picker.hide()

    def _line(self, name: str, numbers: list[str]) -> str:
        shown = listed(numbers[:_NUMBERS_MOST])
        if len(numbers) > _NUMBERS_MOST:
            shown = self.tr("{numbers} 等").format(numbers=shown)
        return sentence(name, self.tr("%n 件", "", len(numbers)), shown)

    @Slot(bool)
    def _on_each(self, each: bool) -> None:
        self.list.setEnabled(each)
        self.picker.setVisible(not each)
        if not each:
            self.picker.field.setFocus()
        self.counted.emit(self.count)


def _grouped(rows: Collection[BoardRow], suggested: Suggested) -> tuple[list[tuple[UnitRow, list[str]]], list[str]]:
    """Return the suggested units with the tails of their cases' numbers, most cases first, and the cases without."""
    groups: dict[str, tuple[UnitRow, list[str]]] = {}
    without: list[str] = []
    for row in rows:
        unit = suggested.get(row.id)
        numbers = without if unit is None else groups.setdefault(unit.id, (unit, []))[1]
        numbers.append(row.number[-4:])
    return sorted(groups.values(), key=lambda group: (-len(group[1]), group[0].name)), without
