"""Macros: the list to pick from with one key, and writing one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions import action_label
from console.columns import folded
from services.api.district import ProfileView
from services.api.team import Macro, MacroRow
from services.domain.actions import Action
from services.domain.macros import FIELDS, Reach
from widgets.plain import PlainLabel, one_line, sentence

WORDED: tuple[Action, ...] = (
    Action.ACCEPT,
    Action.DISPATCH,
    Action.SIGN,
    Action.FEEDBACK,
    Action.CHECK,
    Action.CLOSE,
    Action.NOTE,
    Action.URGE,
)
"""Actions that a macro may stand for: those that need no more than words and a unit."""

_DIGITS = "123456789"


class MacroPicker(QDialog):
    """A list with a box to narrow it. A digit takes the row with that number, Enter the chosen one."""

    picked = Signal(object)
    """The Macro."""
    changed = Signal(object)
    """A Macro to save (version 0: new)."""
    retired = Signal(str)

    def __init__(
        self, rows: list[MacroRow], profile: ProfileView, *, may_share: bool, new_id: str, parent: QWidget
    ) -> None:
        """Take `may_share`, whether macros for the unit may be kept, and `new_id`, what a new one is known by."""
        super().__init__(parent)
        self._all = rows
        self._shown: list[MacroRow] = []
        self._profile = profile
        self._may_share = may_share
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
        self._shown = [row for row in self._all if all(w in folded(row.macro.name + row.macro.text) for w in wanted)]
        self._list.clear()
        for index, row in enumerate(self._shown):
            digit = f"{_DIGITS[index]}  " if index < len(_DIGITS) else ""
            action = action_label(Action(row.macro.action)) if row.macro.action else self.tr("文字")
            words = sentence(one_line(row.macro.name, 40), action, one_line(row.macro.text, 60))
            QListWidgetItem(digit + words, self._list)
        self._list.setCurrentRow(0 if self._shown else -1)
        if not self._shown:
            self._words.setText(self.tr("没有短语；可以新建"))

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
        self._open(Macro(id=self._new_id, name="-"))

    @Slot()
    def _on_edit(self) -> None:
        row = self._row()
        if row is not None and row.own:
            self._open(row.macro)

    @Slot()
    def _on_drop(self) -> None:
        row = self._row()
        if row is not None and row.own:
            self.retired.emit(row.macro.id)
            self.accept()

    def _open(self, macro: Macro) -> None:
        self._editor = MacroEditor(macro, self._profile, may_share=self._may_share, parent=self)
        self._editor.saved.connect(self._on_saved)
        self._editor.finished.connect(self._editor.deleteLater)
        self._editor.open()

    @Slot(object)
    def _on_saved(self, macro: Macro) -> None:
        self.changed.emit(macro)
        self.accept()


class MacroEditor(QDialog):
    """Writing a macro. `saved` carries the Macro as it should be."""

    saved = Signal(object)

    def __init__(self, macro: Macro, profile: ProfileView, *, may_share: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._macro = macro
        self.setWindowTitle(self.tr("新建短语") if not macro.version else self.tr("修改短语"))
        self.setMinimumWidth(520)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        self.name = QLineEdit(macro.name if macro.version else "", self)
        self.name.setAccessibleName(self.tr("名称"))
        self.name.setPlaceholderText(self.tr("名称"))
        self.name.setMaxLength(40)
        self.action = self._box(self.tr("操作"))
        self.action.addItem(self.tr("只填文字"), "")
        for action in WORDED:
            self.action.addItem(action_label(action), action.value)
        self.action.setCurrentIndex(max(0, self.action.findData(macro.action)))
        self.category = self._box(self.tr("类别"))
        self.category.addItem(self.tr("全部类别"), "")
        for group in dict.fromkeys(one.group for one in profile.categories):
            self.category.addItem(one_line(group, 40), group)
        for one in profile.categories:
            self.category.addItem(one_line(one.name, 40), one.code)
        self.category.setCurrentIndex(max(0, self.category.findData(macro.category)))
        self.reach = self._box(self.tr("谁可以用"))
        self.reach.addItem(self.tr("只有我"), Reach.PERSON.value)
        if may_share:
            self.reach.addItem(self.tr("本单位"), Reach.UNIT.value)
            self.reach.addItem(self.tr("全区"), Reach.DISTRICT.value)
        self.reach.setCurrentIndex(max(0, self.reach.findData(macro.reach.value)))
        self.text = QPlainTextEdit(macro.text, self)
        self.text.setAccessibleName(self.tr("内容"))
        self.text.setTabChangesFocus(True)
        fields = " ".join(f"{{{name}}}" for name in FIELDS)
        self.text.setPlaceholderText(self.tr("内容，可用字段：{fields}").format(fields=fields))
        for part in (self.name, self.action, self.category, self.reach, self.text):
            column.addWidget(part)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        column.addWidget(self._error)
        save = QPushButton(self.tr("保存"), self)
        save.setProperty("kind", "primary")
        save.setDefault(True)
        save.clicked.connect(self._on_save)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(save)
        column.addLayout(line)
        self.name.setFocus()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        return box

    @Slot()
    def _on_save(self) -> None:
        name, text, action = self.name.text().strip(), self.text.toPlainText().strip(), str(self.action.currentData())
        if not name or not (text or action):
            self._error.setText(self.tr("请写名称和内容"))
            return
        self.saved.emit(
            msgspec.structs.replace(
                self._macro,
                name=name,
                text=text,
                action=action,
                category=str(self.category.currentData()),
                reach=Reach(str(self.reach.currentData())),
                to_unit=self._macro.to_unit if action == Action.DISPATCH else None,
            )
        )
        self.accept()
