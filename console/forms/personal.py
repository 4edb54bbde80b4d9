"""Opening personal fields: first the purpose, logged with who and when; then the fields, until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.plain import PlainLabel, one_line

SHOWN_MS = 60_000
"""Opened fields close by themselves after a minute (our rule): a seat is often left for a moment."""


class PersonalForm(QDialog):
    """Emits `purpose_given`; shows what the hub then opened."""

    purpose_given = Signal(str)

    def __init__(self, case_title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("查看个人信息"))
        self.setMinimumWidth(460)
        self.purpose = QLineEdit(self)
        self.purpose.setAccessibleName(self.tr("用途"))
        self.purpose.setPlaceholderText(self.tr("例如：回访、核实地址"))
        self.purpose.returnPressed.connect(self._on_open)
        self._open = QPushButton(self.tr("查看"), self)
        self._open.setProperty("kind", "primary")
        self._open.clicked.connect(self._on_open)
        close = QPushButton(self.tr("关闭"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._fields = QFormLayout()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        buttons.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(one_line(case_title, 60), self, role="heading"))
        column.addWidget(
            PlainLabel(self.tr("请写明用途；谁、何时、为何查看都会记入审计。"), self, role="sentence", wrap=True)
        )
        column.addWidget(self.purpose)
        column.addLayout(self._fields)
        column.addWidget(self._error)
        column.addLayout(buttons)

    def show_fields(self, fields: dict[str, str]) -> None:
        """Show what was opened, for at most a minute."""
        labels = {"caller": self.tr("来电人"), "phone": self.tr("电话")}
        while self._fields.rowCount():
            self._fields.removeRow(0)
        for name, value in fields.items():
            shown = PlainLabel(value, self, role="heading")
            self._fields.addRow(PlainLabel(labels.get(name, name), self, role="secondary"), shown)
        if not fields:
            self._error.setText(self.tr("本件没有登记个人信息"))
        self._open.setEnabled(False)
        self._timer.start(SHOWN_MS)

    def show_error(self, sentence: str) -> None:
        """Say why it could not be opened."""
        self._error.setText(sentence)
        self._open.setEnabled(True)

    def _on_open(self) -> None:
        if self.purpose.text().strip() and self._open.isEnabled():
            self._open.setEnabled(False)
            self.purpose_given.emit(self.purpose.text().strip())
