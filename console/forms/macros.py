"""Macros: the list to pick from with one key, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions import action_label
from console.columns import folded
from console.forms.macro_editor import MacroEditor, MacroHome
from services.api.team import Macro, MacroRow
from services.domain.actions import Action
from widgets.plain import PlainLabel, one_line, sentence

_DIGITS = "123456789"


class MacroPicker(QDialog):
    """A list with a box to narrow it. A digit takes the row with that number, Enter the chosen one."""

    picked = Signal(object)
    """The Macro."""
    changed = Signal(object)
    """A Macro to save (version 0: new)."""
    retired = Signal(str)

    def __init__(self, rows: list[MacroRow], home: MacroHome, *, new_id: str, parent: QWidget) -> None:
        """Take `new_id`, what a new one is known by."""
        super().__init__(parent)
        self._all = rows
        self._shown: list[MacroRow] = []
        self._home = home
        self._new_id = new_id
        self.setWindowTitle(self.tr("短语"))
        self.setMinimumSize(560, 420)
        self._box = QLineEdit(self)
        self._box.setAccessibleName(self.tr("筛选短语"))
        self._box.setPlaceholderText(self.tr("筛选；数字键直接选用"))
        self._box.textEdited.connect(self._show)
        self._box.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("短语"))
        self._list.itemActivated.connect(self._on_item)
        self._list.currentRowChanged.connect(self._on_row)
        self._words = PlainLabel("", self, role="secondary", wrap=True)
        self._new = self._button(self.tr("新建…"), self._on_new)
        self._edit = self._button(self.tr("修改…"), self._on_edit)
        self._drop = self._button(self.tr("停用"), self._on_drop)
        line = QHBoxLayout()
        for button in (self._new, self._edit, self._drop):
            line.addWidget(button)
        line.addStretch()
        column = QVBoxLayout(self)
        for part in (self._box, self._list, self._words):
            column.addWidget(part)
        column.addLayout(line)
        self._editor: MacroEditor | None = None
        self._show()
        self._box.setFocus()

    def _button(self, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _show(self) -> None:
        wanted = folded(self._box.text()).split()
        self._shown = [row for row in self._all if all(w in self._searched(row.macro) for w in wanted)]
        self._list.clear()
        for index, row in enumerate(self._shown):
            digit = f"{_DIGITS[index]}  " if index < len(_DIGITS) else ""
            action = action_label(Action(row.macro.action)) if row.macro.action else self.tr("文字")
            unit = one_line(self._home.unit_name(row.macro.to_unit), 30)
            words = sentence(one_line(row.macro.name, 40), action, unit, one_line(row.macro.text, 60))
            QListWidgetItem(digit + words, self._list)
        self._list.setCurrentRow(0 if self._shown else -1)
        if not self._shown:
            self._words.setText(self.tr("没有短语；可以新建"))

    def _searched(self, macro: Macro) -> str:
        return folded(f"{macro.name}{macro.text}{self._home.unit_name(macro.to_unit)}")

    def _row(self) -> MacroRow | None:
        index = self._list.currentRow()
        return self._shown[index] if 0 <= index < len(self._shown) else None

    @Slot(int)
    def _on_row(self, _index: int) -> None:
        row = self._row()
        self._words.setText(row.macro.text if row is not None else "")
        for button in (self._edit, self._drop):
            button.setEnabled(row is not None and row.own)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit, Enter, and the arrows from the box."""
        text, key = event.text(), event.key()
        if text and text in _DIGITS and not self._box.text():
            self._pick(_DIGITS.index(text))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._list.currentRow())
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), len(self._shown) - 1))
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let a digit in the empty box pick, as everywhere in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._box.text():
            text = event.text()
            if text and text in _DIGITS and _DIGITS.index(text) < len(self._shown):
                self._pick(_DIGITS.index(text))
                return True
        return super().eventFilter(watched, event)

    @Slot(QListWidgetItem)
    def _on_item(self, _item: QListWidgetItem) -> None:
        self._pick(self._list.currentRow())

    def _pick(self, index: int) -> None:
        if 0 <= index < len(self._shown):
            self.picked.emit(self._shown[index].macro)
            self.accept()

    # ── keeping them ────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _on_new(self) -> None:
        self.write(Macro(id=self._new_id, name="-"))

    @Slot()
    def _on_edit(self) -> None:
        row = self._row()
        if row is not None and row.own:
            self.write(row.macro)

    @Slot()
    def _on_drop(self) -> None:
        row = self._row()
        if row is not None and row.own:
            self.retired.emit(row.macro.id)
            self.accept()

    def write(self, macro: Macro, field: str = "", trouble: str = "") -> None:
        """Open the editor on a macro; one that the hub refused comes back with why, at its field."""
        self._editor = MacroEditor(macro, self._home, self)
        if trouble:
            self._editor.show_error(field, trouble)
        self._editor.saved.connect(self._on_saved)
        self._editor.finished.connect(self._editor.deleteLater)
        self._editor.open()

    @Slot(object)
    def _on_saved(self, macro: Macro) -> None:
        self.changed.emit(macro)
        self.accept()
