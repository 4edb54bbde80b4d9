"""One person of the district: who they are, where they work and what they may; to add them or to change them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.forms.new_password import password_rules
from console.forms.unit_picker import UnitPicker
from console.wording import role_word
from services.api.district import UnitRow
from services.api.people import NewPerson, PersonRow
from services.domain.rights import Role
from widgets.plain import PlainLabel, one_line

_ROLE = Qt.ItemDataRole.UserRole
_ROLE_SIZE = QSize(146, 26)
"""A role's place in a list of two columns, wide enough for its name in English."""

_TYPED = ("name", "unit_id", "roles", "seat")


class PersonForm(QWidget):
    """Empty for somebody new, or filled with a person as of the version that was seen. Emits `submitted`."""

    submitted = Signal()
    left = Signal()
    """Esc: back to the list."""

    def __init__(self, units: Iterable[UnitRow], unit_id: str, own_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit_id = unit_id
        self._own_id = own_id
        self._person: PersonRow | None = None
        self._title = PlainLabel("", self, role="heading")
        self.login = QLineEdit(self)
        self.name = QLineEdit(self)
        self.seat = QLineEdit(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.roles = QListWidget(self)
        self.unit = UnitPicker(units, self, name=self.tr("单位"))
        self.save = QPushButton(self)
        self._rules = PlainLabel(password_rules(), self, role="secondary", wrap=True)
        self._own = PlainLabel(self.tr("本人的角色和停用由另一位安全管理员办理。"), self, role="secondary", wrap=True)
        self.error = PlainLabel("", self, tone="red", wrap=True)
        self.error.setAccessibleName(self.tr("提示"))
        self._form = QFormLayout()
        self._fill_roles()
        self._arrange()
        self.show_new()

    # ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def person(self) -> PersonRow | None:
        """The person who is being changed, as they were when shown; None while somebody is being added."""
        return self._person

    @property
    def edited(self) -> bool:
        """Whether something stands in the fields that is not saved."""
        return self._person is not None and self.changed() != self._person

    def show_new(self) -> None:
        """Be empty, for somebody new."""
        self._person = None
        self._title.setText(self.tr("新增人员"))
        self.save.setText(self.tr("新增"))
        for field in (self.login, self.name, self.seat, self.password):
            field.clear()
        self.unit.choose(self._unit_id)
        self._check({Role.OPERATOR})
        self._switch()

    def show_person(self, person: PersonRow) -> None:
        """Show a person, to be changed."""
        self._person = person
        self._title.setText(self.tr("修改：{name}").format(name=one_line(person.name, 20)))
        self.save.setText(self.tr("保存修改"))
        self.login.setText(person.login)
        self.name.setText(person.name)
        self.seat.setText(person.seat)
        self.password.clear()
        self.unit.choose(person.unit_id)
        self._check(set(person.roles))
        self._switch()

    def follow(self, person: PersonRow) -> None:
        """Take what the hub has now of the person shown; what is being typed stays, and does not undo another's work.

        Where nothing moved that can be typed here (a lock-out, access, a password), the typed values count as of the
        new version. Where somebody else changed such a thing, they keep the old one: the hub refuses them as stale.
        """
        before = self._person
        if before is None or before.id != person.id:
            return
        if not self.edited:
            self.show_person(person)
        elif all(getattr(before, name) == getattr(person, name) for name in _TYPED):
            self._person = person

    # ── what was typed ──────────────────────────────────────────────────────────────────────────────────────────────
    def complaint(self) -> str:
        """Return what is missing, in one sentence, or ""."""
        if not self.login.text().strip():
            return self.tr("请填写用户名")
        if not self.name.text().strip():
            return self.tr("请填写姓名")
        if not self._chosen():
            return self.tr("请至少选定一个角色")
        if self.unit.unit is None:
            return self.tr("请选定单位")
        if self._person is None and not self.password.text():
            return self.tr("请填写初始口令")
        return ""

    def new(self, command_id: str) -> NewPerson:
        """Return the person to add."""
        return NewPerson(
            command_id=command_id,
            login=self.login.text().strip(),
            name=self.name.text().strip(),
            unit_id=self._chosen_unit(),
            roles=self._chosen(),
            password=self.password.text(),
            seat=self.seat.text().strip(),
        )

    def changed(self) -> PersonRow | None:
        """Return the person shown with what was typed, None while somebody is being added."""
        if self._person is None:
            return None
        return msgspec.structs.replace(
            self._person,
            name=self.name.text().strip(),
            unit_id=self._chosen_unit(),
            roles=self._chosen(),
            seat=self.seat.text().strip(),
        )

    def show_error(self, sentence: str) -> None:
        """Say why it was not done."""
        self.error.setText(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self) -> None:
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("用户名"), self.login),
            (self.tr("姓名"), self.name),
            (self.tr("角色"), self.roles),
            (self.tr("单位"), self.unit),
            (self.tr("席位"), self.seat),
            (self.tr("初始口令"), self.password),
        )
        for label, field in rows:
            if field is not self.unit:
                field.setAccessibleName(label)
            self._form.addRow(PlainLabel(label, self, role="secondary"), field)
        for line in (self.login, self.name, self.seat, self.password):
            line.returnPressed.connect(self.submitted)
        self.password.setAccessibleDescription(password_rules())
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self.submitted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._form)
        for part in (self._rules, self._own, self.error, self.save):
            column.addWidget(part)
        self.setFocusProxy(self.name)

    def _fill_roles(self) -> None:
        self.roles.setFlow(QListView.Flow.LeftToRight)
        self.roles.setWrapping(True)
        self.roles.setResizeMode(QListView.ResizeMode.Adjust)
        self.roles.setGridSize(_ROLE_SIZE)
        self.roles.setFixedHeight((len(Role) + 1) // 2 * _ROLE_SIZE.height() + 4)
        self.roles.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for role in Role:
            item = QListWidgetItem(role_word(role), self.roles)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setSizeHint(_ROLE_SIZE)
            item.setData(_ROLE, role.value)

    def _check(self, roles: set[Role]) -> None:
        for item in self._role_items():
            checked = Role(item.data(_ROLE)) in roles
            item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)

    def _chosen(self) -> tuple[Role, ...]:
        return tuple(
            Role(item.data(_ROLE)) for item in self._role_items() if item.checkState() is Qt.CheckState.Checked
        )

    def _role_items(self) -> list[QListWidgetItem]:
        return [self.roles.item(row) for row in range(self.roles.count())]

    def _chosen_unit(self) -> str:
        unit = self.unit.unit
        return "" if unit is None else unit.id

    def _switch(self) -> None:
        """Show what belongs to somebody new, or to somebody who is there."""
        new = self._person is None
        own = self._person is not None and self._person.id == self._own_id
        self.login.setReadOnly(not new)
        self._form.setRowVisible(self.password, new)
        self._rules.setVisible(new)
        self._own.setVisible(own)
        self.roles.setEnabled(not own)
        self.setFocusProxy(self.login if new else self.name)
