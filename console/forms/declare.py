"""Declaring an event: what it is called, which kind of case, in which area."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.forms.unit_picker import UnitPicker
from services.api.district import ProfileView, UnitRow
from services.api.team import Declare
from widgets.plain import PlainLabel, one_line


class DeclareForm(QDialog):
    """Emits `declared` with a `Declare` without a command id and whether open cases are taken in; Esc leaves.

    `drafted` carries a `Declare` without a name whenever kind or area is another: how many cases fit is asked for it.
    """

    declared = Signal(object, bool)
    drafted = Signal(object)

    def __init__(
        self, profile: ProfileView, areas: tuple[UnitRow, ...], kind: str, area_id: str, parent: QWidget | None = None
    ) -> None:
        """Choose `kind` and `area_id` already."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("宣布事件"))
        self.setMinimumWidth(520)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(self.tr("宣布什么事件？"), self, role="heading"))
        words = self.tr("宣布后，该地区这一类的新案件归入此事件；案件的缓急、时限不变，由人另定。")
        column.addWidget(PlainLabel(words, self, role="secondary", wrap=True))
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("事件名称"))
        self.name.setPlaceholderText(self.tr("事件名称，如“11·22 暴雨内涝”"))
        self.name.setMaxLength(40)
        column.addWidget(self.name)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(self.tr("类别"))
        self.kind.addItem(self.tr("全部类别"), "")
        for group in dict.fromkeys(one.group for one in profile.categories):
            self.kind.addItem(one_line(group, 40), group)
        for one in profile.categories:
            self.kind.addItem(one_line(one.name, 40), one.code)
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        column.addWidget(self.kind)
        self.area = UnitPicker(areas, self, name=self.tr("地区"))
        if any(unit.id == area_id for unit in areas):
            self.area.choose(area_id)
        column.addWidget(self.area)
        self.take_in = QCheckBox(self)
        self.take_in.setChecked(True)
        column.addWidget(self.take_in)
        self.show_fitting(None)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        column.addWidget(self._error)
        column.addLayout(self._buttons())
        self.kind.currentIndexChanged.connect(self.draft)
        self.area.chosen.connect(self.draft)
        self.name.setFocus()

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(self.tr("取消"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        go = QPushButton(self.tr("宣布"), self)
        go.setProperty("kind", "primary")
        go.setDefault(True)
        go.clicked.connect(self._on_go)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_go)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(cancel)
        line.addWidget(go)
        return line

    @Slot()
    def draft(self) -> None:
        """Ask anew how many open cases fit."""
        self.show_fitting(None)
        unit = self.area.unit
        if unit is not None:
            kind = str(self.kind.currentData())
            self.drafted.emit(Declare(command_id="-", name="-", kind=kind, area_id=unit.id))

    def show_fitting(self, count: int | None) -> None:
        """Show how many open cases would be taken in, None while that is not known."""
        words = self.tr("同时归入已在办的案件")
        self.take_in.setText(words if count is None else self.tr("同时归入已在办的 %n 件", "", count))
        self.take_in.setEnabled(count is None or count > 0)

    def _on_go(self) -> None:
        unit = self.area.unit
        missing = self.tr("请写事件名称") if not self.name.text().strip() else ""
        missing = missing or (self.tr("请先选定地区") if unit is None else "")
        self._error.setText(missing)
        if missing or unit is None:
            return
        kind = str(self.kind.currentData())
        ask = Declare(command_id="-", name=self.name.text().strip(), kind=kind, area_id=unit.id)
        self.declared.emit(ask, self.take_in.isEnabled() and self.take_in.isChecked())
        self.accept()
