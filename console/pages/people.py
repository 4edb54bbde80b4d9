"""The people of a district, for its security administrator: who there is, adding and changing them, their access."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.client import Client
from console.forms.app_key import AppKeyForm
from console.forms.new_password import PasswordForm
from console.forms.person import PersonForm
from console.problems import say_error
from console.start import Office
from console.tasks import Lane, Outcome, TaskRunner
from console.transport import HubRefused
from console.wording import listed, role_word
from services.api.people import NewPassword, PersonRow
from services.domain.ids import Ids
from services.domain.rights import Right
from widgets.plain import PlainLabel, one_line, sentence

T = TypeVar("T")

_ID = Qt.ItemDataRole.UserRole
_SIDE_WIDTH = 396
_WIDTHS = (110, 110, 150, 220, 80, 60)


class PeoplePage(QWidget):
    """Lists the people; one chosen is changed beside the list. Whose account keeps no people is told what it is for."""

    signed_out = Signal(str)
    """The session is over: why, in one sentence."""
    locked = Signal()
    """The hub has locked the seat."""

    def __init__(self, office: Office, tasks: TaskRunner, ids: Ids, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._client: Client = office.connected.client
        self._tasks = tasks
        self._ids = ids
        self._own_id = office.session.person_id
        self._names = {unit.id: unit.name for unit in office.units}
        self._rows: dict[str, PersonRow] = {}
        self._after: Callable[[object], None] | None = None
        self._asking: PasswordForm | AppKeyForm | None = None
        self._asked: PersonRow | None = None
        self.setProperty("surface", "background")
        self.list = QTreeWidget(self)
        self.new = QPushButton(self.tr("新增人员"), self)
        self.trouble = PlainLabel("", self, tone="red", wrap=True)
        self.retry = QPushButton(self.tr("再试一次"), self)
        self.form = PersonForm(office.units, office.session.unit_id, self._own_id, self)
        self.access = QPushButton(self)
        self.unlock = QPushButton(self.tr("解锁"), self)
        self.reset = QPushButton(self.tr("重设口令"), self)
        self.key = QPushButton(self.tr("手机端密钥"), self)
        self.told = PlainLabel("", self, tone="ok", wrap=True)
        self._allowed = Right.PEOPLE in office.session.rights
        self._arrange()
        self._connect()
        self._on_selected()
        if self._allowed:
            self.trouble.setText(self.tr("正在载入人员…"))
            self.load()

    def load(self) -> None:
        """Fetch the people."""
        client = self._client
        self._tasks.submit(Lane.QUERIES, lambda _cancel: client.people(), self._on_people, slot="people")

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(PlainLabel(self.tr("人员"), self, role="title"))
        hint = self.tr("账号管理员只管账号，不办案件；请为坐席、街镇和部门逐人建立账号。")
        if not self._allowed:
            hint = self.tr("本账号不办案件，也不管账号。")
        column.addWidget(PlainLabel(hint, self, role="sentence", wrap=True))
        self._dress_list()
        top = QHBoxLayout()
        top.addWidget(self.trouble, 1)
        top.addWidget(self.retry)
        top.addWidget(self.new)
        left = QVBoxLayout()
        left.addLayout(top)
        left.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self._side())
        column.addLayout(row, 1)
        self.retry.hide()
        for part in (self.list, self.new, self._beside):
            part.setVisible(self._allowed)
        if not self._allowed:
            column.addStretch()

    def _dress_list(self) -> None:
        self.list.setHeaderLabels(
            [self.tr("用户名"), self.tr("姓名"), self.tr("单位"), self.tr("角色"), self.tr("席位"), self.tr("状态")]
        )
        self.list.setAccessibleName(self.tr("人员"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.list.header()
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)

    def _side(self) -> QWidget:
        inner = QWidget(self)
        self._beside = QScrollArea(self)
        self._beside.setFixedWidth(_SIDE_WIDTH)
        self._beside.setWidgetResizable(True)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._deeds = QWidget(inner)
        grid = QGridLayout(self._deeds)
        grid.setContentsMargins(0, 0, 0, 0)
        for index, button in enumerate((self.access, self.unlock, self.reset, self.key)):
            grid.addWidget(button, index // 2, index % 2)
        self.told.setAccessibleName(self.tr("结果"))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        for part in (self.form, self._deeds, self.told):
            column.addWidget(part)
        column.addStretch()
        self._beside.setWidget(inner)
        return self._beside

    def _connect(self) -> None:
        self.list.itemSelectionChanged.connect(self._on_selected)
        self.list.itemActivated.connect(self._on_activated)
        self.new.clicked.connect(self._on_new)
        self.retry.clicked.connect(self.load)
        self.form.submitted.connect(self._on_submitted)
        self.form.left.connect(self.list.setFocus)
        self.access.clicked.connect(self._on_access)
        self.unlock.clicked.connect(self._on_unlock)
        self.reset.clicked.connect(self._on_reset)
        self.key.clicked.connect(self._on_key)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Insert), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_new)
        self.new.setToolTip("Insert")

    # ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_selected(self) -> None:
        items = self.list.selectedItems()
        person = self._rows.get(items[0].data(0, _ID)) if items else None
        self.form.show_error("")
        self.told.setText("")
        if person is None:
            self.form.show_new()
        else:
            self.form.show_person(person)
        self._dress_deeds()

    def _on_activated(self) -> None:
        self.form.setFocus()

    def _on_new(self) -> None:
        if self._allowed:
            self.list.clearSelection()
            self._on_selected()
            self.form.setFocus()

    def _dress_deeds(self) -> None:
        person, busy = self.form.person, self._after is not None
        self.form.save.setEnabled(not busy)
        self._deeds.setVisible(person is not None)
        if person is None:
            return
        own = person.id == self._own_id
        self.access.setText(self.tr("启用账号") if person.disabled else self.tr("停用账号"))
        self.access.setEnabled(not busy and not own)
        self.unlock.setEnabled(not busy and person.locked)
        self.reset.setEnabled(not busy)
        self.key.setEnabled(not busy and not person.disabled)

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_submitted(self) -> None:
        if self._after is not None:
            return
        complaint = self.form.complaint()
        if complaint:
            self.form.show_error(complaint)
            return
        changed = self.form.changed()
        if changed is not None:
            self._do(lambda client: client.change_person(changed), self._on_changed)
        else:
            new = self.form.new(self._ids.new())
            self._do(lambda client: client.add_person(new), self._on_added)

    def _on_access(self) -> None:
        person = self.form.person
        if person is not None:
            wanted = msgspec.structs.replace(person, disabled=not person.disabled)
            self._do(lambda client: client.change_person(wanted), self._on_access_set)

    def _on_unlock(self) -> None:
        person = self.form.person
        if person is not None:
            self._do(lambda client: client.unlock_person(person.id), self._on_unlocked)

    def _on_reset(self) -> None:
        person = self.form.person
        if person is not None:
            form = PasswordForm(sentence(person.name, person.login), self, own=person.id == self._own_id)
            form.given.connect(self._on_password)
            self._ask(form, person)

    def _on_key(self) -> None:
        person = self.form.person
        if person is not None:
            form = AppKeyForm(sentence(person.name, person.login), self)
            form.wanted.connect(self._on_key_wanted)
            self._ask(form, person)

    def _ask(self, form: PasswordForm | AppKeyForm, person: PersonRow) -> None:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.finished.connect(self._on_asked)
        self._asking, self._asked = form, person
        form.open()

    def _on_asked(self) -> None:
        self._asking = self._asked = None

    def _on_password(self, new: NewPassword) -> None:
        person = self._asked
        if person is not None:
            self._do(lambda client: client.set_password(person.id, new), self._on_password_set)

    def _on_key_wanted(self) -> None:
        person = self._asked
        if person is not None:
            self._do(lambda client: client.make_app_key(person.id), self._on_key_made)

    def _do(self, work: Callable[[Client], object], after: Callable[[object], None]) -> None:
        """Do one thing on a worker, then `after` with what it answered; the list is fetched anew in any case."""
        if self._after is not None:
            return
        client = self._client
        self._after = after
        self.form.show_error("")
        self.told.setText("")
        self._dress_deeds()
        self._tasks.submit(Lane.COMMANDS, lambda _cancel: work(client), self._on_done)

    # ── what came of it ─────────────────────────────────────────────────────────────────────────────────────────────
    def _on_done(self, outcome: Outcome[object]) -> None:
        after, self._after = self._after, None
        self._dress_deeds()
        if outcome.error is not None:
            self._refused(outcome.error)
        elif after is not None:
            after(outcome.value())
        self.load()

    def _refused(self, error: Exception) -> None:
        if self._is_over(error):
            return
        words = say_error(error).whole
        if isinstance(error, HubRefused) and error.problem.code == "stale":
            words = self.tr("该人员已被他人改动。现在显示的是最新情况，请看清后再改。")
            person = self.form.person
            if person is not None:
                self.form.show_person(person)  # what was typed goes, and what the list brings is shown
        (self._asking or self.form).show_error(words)

    def _is_over(self, error: Exception) -> bool:
        if not isinstance(error, HubRefused) or error.problem.code not in ("signed_out", "session_locked"):
            return False
        if self._asking is not None:
            self._asking.close()
        if error.problem.code == "session_locked":
            self.locked.emit()
            return True
        self.signed_out.emit(say_error(error).whole)
        return True

    def _on_added(self, answer: object) -> None:
        if isinstance(answer, PersonRow):
            self.form.show_new()
            self.form.setFocus()
            self.told.setText(self.tr("已新增 {name}").format(name=one_line(answer.name, 20)))

    def _on_changed(self, answer: object) -> None:
        if isinstance(answer, PersonRow):
            self.form.show_person(answer)
            self.told.setText(self.tr("已保存"))

    def _on_access_set(self, answer: object) -> None:
        if isinstance(answer, PersonRow):
            self.form.follow(answer)
            words = self.tr("账号已停用，其登录已失效") if answer.disabled else self.tr("账号已启用")
            self.told.setText(words)

    def _on_unlocked(self, _answer: object) -> None:
        self.told.setText(self.tr("已解锁，可以再次登录"))

    def _on_password_set(self, _answer: object) -> None:
        person, form = self._asked, self._asking
        if form is not None:
            form.accept()
        self.told.setText(self.tr("新口令已生效"))
        if person is not None and person.id == self._own_id:
            self.signed_out.emit(self.tr("口令已更改，请用新口令登录"))

    def _on_key_made(self, answer: object) -> None:
        if isinstance(self._asking, AppKeyForm):
            self._asking.show_key(str(answer))

    def _on_people(self, outcome: Outcome[list[PersonRow]]) -> None:
        self.retry.setVisible(outcome.error is not None)
        if outcome.error is not None:
            if not self._is_over(outcome.error):
                self.trouble.setText(say_error(outcome.error).whole)
            return
        people = outcome.value()
        self._rows = {row.id: row for row in people}
        self.trouble.setText("" if people else self.tr("还没有人员"))
        self._fill(people)
        shown = self.form.person
        if shown is not None and shown.id in self._rows:
            self.form.follow(self._rows[shown.id])
        self._dress_deeds()

    def _fill(self, people: list[PersonRow]) -> None:
        """Show the rows; who was chosen stays chosen, and the form is left alone."""
        shown = self.form.person
        self.list.blockSignals(True)
        self.list.clear()
        for row in people:
            state = self.tr("停用") if row.disabled else self.tr("锁定") if row.locked else self.tr("正常")
            unit = self._names.get(row.unit_id, "")
            roles = listed(role_word(role) for role in row.roles)
            cells = (row.login, row.name, unit, roles, row.seat, state)
            item = QTreeWidgetItem([one_line(cell, 60) for cell in cells])
            item.setData(0, _ID, row.id)
            self.list.addTopLevelItem(item)
            if shown is not None and row.id == shown.id:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
