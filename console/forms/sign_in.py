"""Signing in, choosing the first administrator, and unlocking a seat that locked itself."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.plain import PlainLabel


@dataclass(frozen=True, slots=True)
class Credentials:
    """What was typed. `name` only where a first administrator is made."""

    login: str
    password: str
    name: str = ""


class SignInForm(QWidget):
    """A card in the middle of the window: who is at this seat. Emits `submitted` with `Credentials`."""

    submitted = Signal(object)
    other_wanted = Signal()
    """Somebody else wants to sign in."""

    def __init__(self, title: str, hint: str, parent: QWidget | None = None, *, first: bool = False) -> None:
        super().__init__(parent)
        self._first = first
        self._asks_nothing = False
        self.setProperty("surface", "background")
        card = QWidget(self)
        card.setFixedWidth(380)
        heading = PlainLabel(title, card, role="title", wrap=True)
        explanation = PlainLabel(hint, card, role="sentence", wrap=True)
        self.login = QLineEdit(card)
        self.name = QLineEdit(card)
        self.password = QLineEdit(card)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.again = QLineEdit(card)
        self.again.setEchoMode(QLineEdit.EchoMode.Password)
        self._label = self.tr("设置并登录") if first else self.tr("登录")
        self.button = QPushButton(self._label, card)
        self.button.setProperty("kind", "primary")
        self.other = QPushButton(self.tr("换人登录"), card)
        self.other.setAutoDefault(False)
        self.other.hide()
        self._error = PlainLabel("", card, tone="red", wrap=True)
        self._error.setAccessibleName(self.tr("登录提示"))

        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self._labels: list[PlainLabel] = []
        rows = [(self.tr("用户名"), self.login), (self.tr("口令"), self.password)]
        if first:
            rows.insert(1, (self.tr("姓名"), self.name))
            rows.append((self.tr("再输一次"), self.again))
        self.name.setVisible(first)
        self.again.setVisible(first)
        for label, field in rows:
            field.setAccessibleName(label)
            field.returnPressed.connect(self._submit)
            self._labels.append(PlainLabel(label, card))
            form.addRow(self._labels[-1], field)
        self.button.clicked.connect(self._submit)
        self.other.clicked.connect(self.other_wanted)
        column = QVBoxLayout(card)
        column.setSpacing(12)
        for part in (heading, explanation):
            column.addWidget(part)
        column.addLayout(form)
        for below in (self._error, self.button, self.other):
            column.addWidget(below)
        self._center(card)
        self.setFocusProxy(self.login)

    def _center(self, card: QWidget) -> None:
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(card)
        middle.addStretch()
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(middle)
        outer.addStretch(3)

    def ask_nothing(self) -> None:
        """Go on at a press of the button: a demo seat has no password."""
        self._asks_nothing = True
        self._label = self.tr("继续")
        self.button.setText(self._label)
        for part in (self.login, self.password, *self._labels):
            part.hide()
        self.setFocusProxy(self.button)

    def offer_other(self) -> None:
        """Offer the seat to somebody else as well."""
        self.other.show()

    def set_busy(self, busy: bool) -> None:
        """Take no second answer while the first is on its way."""
        self.button.setEnabled(not busy)
        self.button.setText(self.tr("正在登录…") if busy else self._label)

    def show_error(self, sentence: str) -> None:
        """Say why it did not work, and let the person type the password again."""
        self.set_busy(False)
        self._error.setText(sentence)
        if self._asks_nothing:
            self.button.setFocus()
            return
        self.password.selectAll()
        self.password.setFocus()

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        if self._asks_nothing:
            self.set_busy(True)
            self.submitted.emit(Credentials(login="", password=""))
        elif not self.login.text().strip() or not self.password.text():
            self.show_error(self.tr("请填写用户名和口令"))
        elif self._first and not self.name.text().strip():
            self.show_error(self.tr("请填写姓名"))
        elif self._first and self.password.text() != self.again.text():
            self.show_error(self.tr("两次输入的口令不一致"))
        else:
            self._error.setText("")
            self.set_busy(True)
            self.submitted.emit(
                Credentials(
                    login=self.login.text().strip(), password=self.password.text(), name=self.name.text().strip()
                )
            )
