"""Writing a macro: what it is called, for which cases, what it does and says, and the unit that it dispatches to."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions import action_label
from console.forms.unit_picker import UnitPicker
from services.api.district import ProfileView, UnitRow
from services.api.team import Macro
from services.domain.actions import Action
from services.domain.macros import ACTION, FIELDS, NAME_OR_TEXT, REACH, TEXT, UNIT, Reach
from widgets.plain import PlainLabel, one_line

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

_WIDTH = 560
_TEXT_PX = 96
_AT = {
    NAME_OR_TEXT: "name",
    "name": "name",
    ACTION: "action",
    "category": "category",
    REACH: "reach",
    TEXT: "text",
    UNIT: "unit",
    "to_unit": "unit",
}
"""What the hub calls a field → where it is written here."""


@dataclass(frozen=True, slots=True)
class MacroHome:
    """Where macros are kept: the district, its units, one's own unit, and whether macros for others may be kept."""

    profile: ProfileView
    units: tuple[UnitRow, ...]
    unit_id: str
    may_share: bool

    def unit_name(self, unit_id: str | None) -> str:
        """Return a unit's name, "" for none."""
        return next((unit.name for unit in self.units if unit.id == unit_id), "") if unit_id else ""


class MacroEditor(QDialog):
    """`saved` carries the Macro as it should be. Esc leaves everything as it was."""

    saved = Signal(object)

    def __init__(self, macro: Macro, home: MacroHome, parent: QWidget) -> None:
        super().__init__(parent)
        self._macro = macro
        self.setWindowTitle(self.tr("新建短语") if not macro.version else self.tr("修改短语"))
        self.setMinimumWidth(_WIDTH)
        self.name = QLineEdit("" if macro.name == "-" else macro.name, self)
        self.name.setMaxLength(40)
        self.action = QComboBox(self)
        self.action.addItem(self.tr("只填文字"), "")
        for action in WORDED:
            self.action.addItem(action_label(action), action.value)
        self.action.setCurrentIndex(max(0, self.action.findData(macro.action)))
        self.unit = UnitPicker(home.units, self, name=self.tr("派给单位"))
        if macro.to_unit is not None:
            self.unit.choose(macro.to_unit)
        self.category = self._categories(home.profile)
        self.reach = self._reaches(home)
        self.text = QPlainTextEdit(macro.text, self)
        self.text.setFixedHeight(_TEXT_PX)
        self.text.setTabChangesFocus(True)
        fields = " ".join(f"{{{name}}}" for name in FIELDS)
        self.text.setPlaceholderText(self.tr("内容，可用字段：{fields}").format(fields=fields))
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._fields = {
            "name": self.name,
            "action": self.action,
            "unit": self.unit,
            "category": self.category,
            "reach": self.reach,
            "text": self.text,
        }
        self._arrange()
        self.action.currentIndexChanged.connect(self._on_action)
        self._on_action()
        self.name.setFocus()

    def _categories(self, profile: ProfileView) -> QComboBox:
        box = QComboBox(self)
        box.addItem(self.tr("全部类别"), "")
        for group in dict.fromkeys(one.group for one in profile.categories if one.offered):
            box.addItem(self.tr("{group}（整个大类）").format(group=one_line(group, 40)), group)
        for one in profile.categories:
            if one.offered or one.code == self._macro.category:
                box.addItem(one_line(one.name, 40), one.code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setCurrentIndex(max(0, box.findData(self._macro.category)))
        return box

    def _reaches(self, home: MacroHome) -> QComboBox:
        box = QComboBox(self)
        box.addItem(self.tr("只有我"), Reach.PERSON.value)
        if home.may_share:
            unit = one_line(home.unit_name(home.unit_id), 30)
            box.addItem(self.tr("本单位：{unit}").format(unit=unit), Reach.UNIT.value)
            box.addItem(self.tr("全区"), Reach.DISTRICT.value)
        box.setCurrentIndex(max(0, box.findData(self._macro.reach.value)))
        return box

    def _arrange(self) -> None:
        self._form = QFormLayout()
        for words, part in (
            (self.tr("名称"), self.name),
            (self.tr("操作"), self.action),
            (self.tr("派给单位"), self.unit),
            (self.tr("类别"), self.category),
            (self.tr("谁可以用"), self.reach),
            (self.tr("内容"), self.text),
        ):
            part.setAccessibleName(words)
            self._form.addRow(PlainLabel(words, self, role="secondary"), part)
        cancel = QPushButton(self.tr("取消"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        save = QPushButton(self.tr("保存"), self)
        save.setProperty("kind", "primary")
        save.setDefault(True)
        save.setToolTip("Ctrl+Enter")
        save.clicked.connect(self._on_save)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(cancel)
        line.addWidget(save)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(self._form)
        column.addWidget(self._error)
        column.addLayout(line)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_save)

    @Slot()
    def _on_action(self) -> None:
        self._form.setRowVisible(self.unit, self.action.currentData() == Action.DISPATCH)
        self.adjustSize()

    def show_error(self, field: str, words: str) -> None:
        """Say what is wrong, and put the keyboard where it is written; `field` as the hub calls it."""
        self._error.setText(words)
        part = self._fields.get(_AT.get(field, ""))
        if part is not None:
            part.setFocus()

    def _complaint(self) -> tuple[str, str]:
        """Return the field and what is missing there; "" for nothing."""
        name, action = self.name.text().strip(), self.action.currentData()
        if not name:
            return "name", self.tr("请写名称")
        if not action and not self.text.toPlainText().strip():
            return TEXT, self.tr("请写内容，或选一个操作")
        if action == Action.DISPATCH and self.unit.unit is None and self.unit.field.text().strip():
            return UNIT, self.tr("没有选定单位：请从候选单位中选一个，或清空由派单时再选")
        return "", ""

    @Slot()
    def _on_save(self) -> None:
        field, words = self._complaint()
        if words:
            self.show_error(field, words)
            return
        action = str(self.action.currentData())
        unit = self.unit.unit if action == Action.DISPATCH else None
        self.saved.emit(
            msgspec.structs.replace(
                self._macro,
                name=self.name.text().strip(),
                text=self.text.toPlainText().strip(),
                action=action,
                category=str(self.category.currentData()),
                reach=Reach(str(self.reach.currentData())),
                to_unit=unit.id if unit is not None else None,
            )
        )
        self.accept()
