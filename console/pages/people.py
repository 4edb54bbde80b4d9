"""The people of a district, for its security administrator: who there is, and adding one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.client import Client
from console.forms.unit_picker import UnitPicker
from console.problems import say_error
from console.start import Office
from console.tasks import Cancel, Lane, Outcome, TaskRunner
from console.wording import listed, role_word
from services.api.messages import NewPerson, PersonRow
from services.domain.ids import Ids
from services.domain.rights import Right, Role
from widgets.plain import PlainLabel, one_line


class PeoplePage(QWidget):
    """Lists the people and adds one at a time. Whose account keeps no people is told what it is for."""

    def __init__(self, office: Office, tasks: TaskRunner, ids: Ids, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client: Client = office.connected.client
        self._tasks = tasks
        self._ids = ids
        self._names = {unit.id: unit.name for unit in office.units}
        self.setProperty("surface", "background")
        self.list = QTreeWidget(self)
        self.login = QLineEdit(self)
        self.name = QLineEdit(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.seat = QLineEdit(self)
        self.role = QComboBox(self)
        for role in Role:
            self.role.addItem(role_word(role), role)
        self.unit = UnitPicker(office.units, self, name=self.tr("单位"))
        self.unit.choose(office.session.unit_id)
        self.add = QPushButton(self.tr("新增人员"), self)
        self.error = PlainLabel("", self, tone="red", wrap=True)
        self._allowed = Right.PEOPLE in office.session.rights
        self._arrange()
        if self._allowed:
            self.load()

    def load(self) -> None:
        """Fetch the people."""
        client = self._client
        self._tasks.submit(Lane.QUERIES, lambda _cancel: client.people(), self._on_people, slot="people")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel(self.tr("人员"), self, role="title"))
        hint = self.tr("账号管理员只管账号，不办案件；请为坐席、街镇和部门逐人建立账号。")
        if not self._allowed:
            hint = self.tr("本账号不办案件，也不管账号。")
        column.addWidget(PlainLabel(hint, self, role="sentence", wrap=True))
        self.list.setHeaderLabels(
            [self.tr("用户名"), self.tr("姓名"), self.tr("单位"), self.tr("角色"), self.tr("席位"), self.tr("状态")]
        )
        self.list.setAccessibleName(self.tr("人员"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list, 1)
        row.addWidget(self._form())
        column.addLayout(row, 1)
        for part in (self.list, self._side):
            part.setVisible(self._allowed)
        if not self._allowed:
            column.addStretch()

    def _form(self) -> QWidget:
        self._side = QWidget(self)
        self._side.setFixedWidth(380)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for label, field in (
            (self.tr("用户名"), self.login),
            (self.tr("姓名"), self.name),
            (self.tr("角色"), self.role),
            (self.tr("单位"), self.unit),
            (self.tr("席位"), self.seat),
            (self.tr("初始口令"), self.password),
        ):
            if not isinstance(field, UnitPicker):
                field.setAccessibleName(label)
            form.addRow(PlainLabel(label, self._side, role="secondary"), field)
        self.add.setProperty("kind", "primary")
        self.add.clicked.connect(self._on_add)
        self.password.returnPressed.connect(self._on_add)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.error)
        column.addWidget(self.add)
        column.addStretch()
        return self._side

    def _on_add(self) -> None:
        unit = self.unit.unit
        if unit is None or not self.add.isEnabled():
            self.error.setText(self.tr("请选定单位"))
            return
        person = NewPerson(
            command_id=self._ids.new(),
            login=self.login.text().strip(),
            name=self.name.text().strip(),
            unit_id=unit.id,
            roles=(self.role.currentData(),),
            password=self.password.text(),
            seat=self.seat.text().strip(),
        )
        client = self._client
        self.add.setEnabled(False)

        def work(_cancel: Cancel) -> PersonRow:
            return client.add_person(person)

        self._tasks.submit(Lane.COMMANDS, work, self._on_added, slot="add-person")

    def _on_added(self, outcome: Outcome[PersonRow]) -> None:
        self.add.setEnabled(True)
        if outcome.error is not None:
            self.error.setText(say_error(outcome.error).whole)
            return
        self.error.setText("")
        for field in (self.login, self.name, self.password, self.seat):
            field.clear()
        self.login.setFocus()
        self.load()

    def _on_people(self, outcome: Outcome[list[PersonRow]]) -> None:
        if outcome.error is not None:
            self.error.setText(say_error(outcome.error).whole)
            return
        self.list.clear()
        for row in outcome.value():
            state = self.tr("停用") if row.disabled else self.tr("锁定") if row.locked else self.tr("正常")
            unit = self._names.get(row.unit_id, "")
            roles = listed(role_word(role) for role in row.roles)
            cells = (row.login, row.name, unit, roles, row.seat, state)
            self.list.addTopLevelItem(QTreeWidgetItem([one_line(cell, 60) for cell in cells]))
