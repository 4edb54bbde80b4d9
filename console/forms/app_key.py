"""A person's key for the phone app: made by somebody's decision, shown once, copied, and never shown again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.plain import PlainLabel, one_line


class AppKeyForm(QDialog):
    """Emits `wanted` once the person has decided; `show_key` then shows the key that the hub made."""

    wanted = Signal()

    def __init__(self, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("手机端密钥"))
        self.setMinimumWidth(520)
        self._is_waiting = False
        self._words = PlainLabel(
            self.tr("将生成一把新密钥；此人原有的密钥立即失效。"), self, role="sentence", wrap=True
        )
        self.key = QLineEdit(self)
        self.key.setReadOnly(True)
        self.key.setAccessibleName(self.tr("手机端密钥"))
        self.key.hide()
        self._warning = PlainLabel(
            self.tr("密钥只显示这一次，关闭后无法再次查看；请现在复制并当面交给本人。"), self, tone="orange", wrap=True
        )
        self._warning.hide()
        self.error = PlainLabel("", self, tone="red", wrap=True)
        self.error.setAccessibleName(self.tr("提示"))
        self.copy = QPushButton(self.tr("复制"), self)
        self.copy.setAccessibleName(self.tr("复制密钥"))
        self.copy.clicked.connect(self._on_copy)
        self.copy.hide()
        self.close_button = QPushButton(self.tr("取消"), self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self.make = QPushButton(self.tr("生成密钥"), self)
        self.make.setProperty("kind", "primary")
        self.make.setDefault(True)
        self.make.clicked.connect(self._on_make)
        line = QHBoxLayout()
        line.addWidget(self.key, 1)
        line.addWidget(self.copy)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.make)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(one_line(who, 60), self, role="heading"))
        column.addWidget(self._words)
        column.addLayout(line)
        column.addWidget(self._warning)
        column.addWidget(self.error)
        column.addLayout(buttons)
        self.make.setFocus()

    def show_key(self, key: str) -> None:
        """Show the key, this once."""
        self._is_waiting = False
        self._words.setText(self.tr("新密钥已生效，请在手机端填写。"))
        self.key.setText(key)
        self.key.setAccessibleDescription(self._warning.text())
        for part in (self.key, self.copy, self._warning):
            part.show()
        self.make.hide()
        self.close_button.setText(self.tr("关闭"))
        self.copy.setFocus()

    def show_error(self, sentence: str) -> None:
        """Say why there is no key."""
        self._is_waiting = False
        self.error.setText(sentence)
        self.make.setEnabled(True)

    def reject(self) -> None:
        """Close, but not while a key is on its way: it would be lost unseen."""
        if not self._is_waiting:
            super().reject()

    def _on_make(self) -> None:
        self._is_waiting = True
        self.error.setText("")
        self.make.setEnabled(False)
        self.wanted.emit()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.key.text())
        self.copy.setText(self.tr("已复制"))
