"""A new password, one's own (with the old one) or somebody's: its rules, typed twice; the hub decides."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.api.people import NewPassword
from widgets.plain import PlainLabel, one_line


def password_rules() -> str:
    """Return what a password has to be like, in the person's language."""
    return QCoreApplication.translate("PasswordForm", "口令至少 10 个字符，同时含字母、数字和符号，不含用户名。")


class PasswordForm(QDialog):
    """Emits `given` with a `NewPassword`; stays open until it is accepted. `own` asks for the present one as well."""

    given = Signal(object)

    def __init__(self, who: str, parent: QWidget | None = None, *, own: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("修改口令") if own else self.tr("重设口令"))
        self.setMinimumWidth(420)
        self.current = QLineEdit(self) if own else None
        self.password, self.again = QLineEdit(self), QLineEdit(self)
        form = QFormLayout()
        if self.current is not None:
            _add(form, self.tr("原口令"), self.current, self.tr("确认是本人；连续 5 次不对将锁定"))
        _add(form, self.tr("新口令"), self.password, password_rules())
        _add(form, self.tr("再输一次"), self.again, password_rules())
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
        after = self.tr("设好后，您在各处的登录立即失效，须用新口令登录。")
        if not own:
            after = self.tr("设好后，此人在各处的登录立即失效，须用新口令登录。")
        column.addWidget(PlainLabel(after, self, role="secondary", wrap=True))
        column.addLayout(form)
        column.addWidget(self.error)
        column.addLayout(buttons)
        (self.current or self.password).setFocus()

    def show_error(self, sentence: str) -> None:
        """Say why it was not taken, and let another be typed."""
        self._complain(sentence, self.current or self.password)

    def _complain(self, sentence: str, field: QLineEdit) -> None:
        self.error.setText(sentence)
        self.save.setEnabled(True)
        field.selectAll()
        field.setFocus()

    def _on_save(self) -> None:
        if self.current is not None and not self.current.text():
            self._complain(self.tr("请填写原口令"), self.current)
        elif not self.password.text():
            self._complain(self.tr("请填写新口令"), self.password)
        elif self.password.text() != self.again.text():
            self._complain(self.tr("两次输入的口令不一致"), self.password)
        else:
            self.error.setText("")
            self.save.setEnabled(False)
            current = self.current.text() if self.current is not None else ""
            self.given.emit(NewPassword(password=self.password.text(), current=current))


def _add(form: QFormLayout, label: str, field: QLineEdit, about: str) -> None:
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(label)
    field.setAccessibleDescription(about)
    form.addRow(PlainLabel(label, field.parentWidget(), role="secondary"), field)
