"""A new password for somebody: the rules it has to follow, typed twice; the hub decides whether it does."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.plain import PlainLabel, one_line


def password_rules() -> str:
    """Return what a password has to be like, in the person's language."""
    return QCoreApplication.translate("PasswordForm", "口令至少 10 个字符，同时含字母、数字和符号，不含用户名。")


class PasswordForm(QDialog):
    """Emits `given` with the password; stays open until it is accepted."""

    given = Signal(str)

    def __init__(self, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("重设口令"))
        self.setMinimumWidth(420)
        self.password, self.again = QLineEdit(self), QLineEdit(self)
        form = QFormLayout()
        for label, field in ((self.tr("新口令"), self.password), (self.tr("再输一次"), self.again)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(label)
            field.setAccessibleDescription(password_rules())
            form.addRow(PlainLabel(label, self, role="secondary"), field)
        self.error = PlainLabel("", self, tone="red", wrap=True)
        self.error.setAccessibleName(self.tr("提示"))
        cancel = QPushButton(self.tr("取消"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.save = QPushButton(self.tr("设为新口令"), self)
        self.save.setProperty("kind", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._on_save)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(PlainLabel(one_line(who, 60), self, role="heading"))
        column.addWidget(PlainLabel(password_rules(), self, role="sentence", wrap=True))
        column.addWidget(
            PlainLabel(self.tr("设好后，此人在各处的登录立即失效，须用新口令登录。"), self, role="secondary", wrap=True)
        )
        column.addLayout(form)
        column.addWidget(self.error)
        column.addLayout(buttons)
        self.password.setFocus()

    def show_error(self, sentence: str) -> None:
        """Say why it was not taken, and let another be typed."""
        self.error.setText(sentence)
        self.save.setEnabled(True)
        self.password.selectAll()
        self.password.setFocus()

    def _on_save(self) -> None:
        if not self.password.text():
            self.show_error(self.tr("请填写新口令"))
        elif self.password.text() != self.again.text():
            self.show_error(self.tr("两次输入的口令不一致"))
        else:
            self.error.setText("")
            self.save.setEnabled(False)
            self.given.emit(self.password.text())
