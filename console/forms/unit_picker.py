"""Choosing a unit by typing: any part of its name, its code, or the initials of its pinyin."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from services.api.district import UnitRow
from widgets.plain import one_line, sentence

MOST_SHOWN = 30
_UNIT = Qt.ItemDataRole.UserRole


def rank(unit: UnitRow, query: str) -> int | None:
    """Return how well a unit fits what was typed (0 best), or None when it does not. `query` is lower case."""
    if not query:
        return 3
    name, initials = unit.name.lower(), unit.initials.lower()
    if name.startswith(query) or initials.startswith(query):
        return 0
    if query in name:
        return 1
    if query in initials or unit.code.endswith(query):
        return 2
    return None


class UnitPicker(QWidget):
    """A field with the units that fit below it. Emits `chosen` with the unit's id, or None while none is chosen."""

    chosen = Signal(object)

    def __init__(self, units: Iterable[UnitRow], parent: QWidget | None = None, *, name: str) -> None:
        super().__init__(parent)
        self._units = tuple(units)
        self._names = {unit.id: unit.name for unit in self._units}
        self._chosen: UnitRow | None = None
        self.field = QLineEdit(self)
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText(self.tr("名称、编码或拼音首字母"))
        self.field.textEdited.connect(self._on_typed)
        self.field.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("{name}：候选单位").format(name=name))
        self._list.setUniformItemSizes(True)
        self._list.itemClicked.connect(self._on_item)
        self._list.setFixedHeight(150)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self._list)
        self.setFocusProxy(self.field)
        self._fill("")

    @property
    def unit(self) -> UnitRow | None:
        """The unit that is chosen, or None."""
        return self._chosen

    def choose(self, unit_id: str) -> None:
        """Choose a unit by its id; an unknown id chooses none."""
        self._set(next((unit for unit in self._units if unit.id == unit_id), None))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys and Return in the field work the list."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._list.count():
                row = min(max(self._list.currentRow() + step, 0), self._list.count() - 1)
                self._list.setCurrentRow(row)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is None:
                item = self._list.currentItem()
                if item is not None:
                    self._on_item(item)
                    return True
        return super().eventFilter(watched, event)

    def _on_typed(self, text: str) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.chosen.emit(None)
        self._fill(text.strip().lower())

    def _on_item(self, item: QListWidgetItem) -> None:
        self._set(item.data(_UNIT))

    def _set(self, unit: UnitRow | None) -> None:
        self._chosen = unit
        self.field.setText(unit.name if unit is not None else "")
        self._fill(unit.name.lower() if unit is not None else "")
        self.chosen.emit(unit.id if unit is not None else None)

    def _fill(self, query: str) -> None:
        found = [(score, len(unit.name), unit) for unit in self._units if (score := rank(unit, query)) is not None]
        if query:
            found.sort(key=lambda entry: entry[:2])
        self._list.clear()
        for _score, _length, unit in found[:MOST_SHOWN]:
            item = QListWidgetItem(one_line(sentence(unit.name, self._names.get(unit.parent_id or "", ""))))
            item.setData(_UNIT, unit)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
