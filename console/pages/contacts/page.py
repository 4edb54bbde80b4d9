"""通讯录: who is to be reached, unit by unit, and who is missing; found, put in order and changed from the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from console.client import Client
from console.desk import Desk
from console.pages.base import Page, failed
from console.pages.contacts.acting import ContactActing
from console.pages.contacts.editor import ContactEditor
from console.pages.contacts.files import ContactFiles
from console.pages.contacts.tree import UnitTree
from console.pages.contacts.words import Names, columns, names_of, row_of, vacancy_row
from console.pages.settings.part import button
from console.tasks import Outcome
from services.api.contacts import ContactPage, ContactRow, Register, VacancyPage, VacancyRow
from services.domain.rights import Right
from widgets.figuretable import FigureRow, FigureTable
from widgets.flow import FlowLayout
from widgets.plain import PlainLabel, one_line, sentence
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.tabs import ViewTab, ViewTabs
from widgets.theme import Theme

PEOPLE, VACANT, REMOVED = "people", "vacant", "removed"
_TREE_PX, _EDITOR_PX, _FIND_PX = 280, 316, 250
_ASK_EVERY_MS = 30_000
_TYPING_MS = 250
_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut


class ContactsPage(Page):
    """The tree of units left, their people in the middle, the form of the chosen one right."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._names: Names | None = None
        self._rows: dict[str, ContactRow] = {}
        self._vacant: dict[str, VacancyRow] = {}
        self._total = 0
        self._view = PEOPLE
        self._wanted = ""
        self._team_of = self._wanted_slot = ""
        self._shown = ("", 0)
        self.tree = UnitTree(theme, desk.units, self)
        self.table = FigureTable(theme, self.tr("联系人"), self)
        self.table.set_columns(self.tr("姓名"), columns())
        self.tabs = ViewTabs(theme, self)
        self.search = QLineEdit(self)
        self.told = PlainLabel("", self, role="secondary")
        self.more = PlainLabel("", self, role="secondary", wrap=True)
        self.editor = ContactEditor(self)
        self.acting = ContactActing(desk, self)
        self.files = ContactFiles(desk, self)
        self._again = QTimer(self)
        self._again.setInterval(_ASK_EVERY_MS)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._make_buttons()
        self._arrange()
        self._overlay = StateOverlay(theme, self.body)
        self._connect()
        self._overlay.set_state(PanelState("loading", self.tr("正在读取通讯录")))
        self._offer()

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def arrive(self) -> None:
        """Begin in the tree."""
        self.tree.setFocus()
        self.ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again and again while somebody sees it."""
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._again.stop()

    def shutdown(self) -> None:
        """Look no more."""
        self._again.stop()
        self._typing.stop()

    @property
    def row(self) -> ContactRow | None:
        """The contact that is chosen."""
        return self._rows.get(self.table.current_key())

    @property
    def rows(self) -> tuple[ContactRow, ...]:
        """The contacts that are listed, in the hub's order."""
        return tuple(self._rows.values())

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _make_buttons(self) -> None:
        self.new = button(self.tr("新增 Insert"), self.begin_new, self, kind="primary")
        self.importing = button(self.tr("导入…"), self._on_import, self)
        self.exporting = button(self.tr("导出…"), self._on_export, self)
        self.up = button(self.tr("上移 Alt+↑"), self._on_up, self)
        self.down = button(self.tr("下移 Alt+↓"), self._on_down, self)
        self.deputy = button(self.tr("正副 D"), self._on_deputy, self)
        self.remove = button(self.tr("移出 Del"), self._on_remove, self)
        self.undo = button(self.tr("恢复 Ctrl+Z"), self._on_undo, self)

    def _arrange(self) -> None:
        self.search.setFixedWidth(_FIND_PX)
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("查找联系人"))
        self.search.setPlaceholderText(self.tr("姓名、拼音、单位、岗位、整个号码  /"))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("通讯录"), self, role="title"))
        head.addWidget(self.told, 1)
        for part in (self.search, self.importing, self.exporting, self.new):
            head.addWidget(part)
        self.body = QWidget(self)
        across = QHBoxLayout(self.body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(16)
        self.tree.setFixedWidth(_TREE_PX)
        across.addWidget(self.tree)
        middle = QVBoxLayout()
        middle.setSpacing(6)
        middle.addWidget(self.tabs)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.more)
        deeds = QWidget(self.body)
        flow = FlowLayout(deeds)
        for part in (self.up, self.down, self.deputy, self.remove, self.undo):
            flow.addWidget(part)
        middle.addWidget(deeds)
        across.addLayout(middle, 1)
        side = QScrollArea(self)
        side.setFixedWidth(_EDITOR_PX)
        side.setWidgetResizable(True)
        side.setFrameShape(QFrame.Shape.NoFrame)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setWidget(self.editor)
        across.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.body, 1)
        self.more.hide()

    def _connect(self) -> None:
        self.tree.chosen.connect(self._on_unit)
        self.tabs.chosen.connect(self._on_view)
        self.table.currentItemChanged.connect(self._on_current)
        self.table.opened.connect(self._on_opened)
        self.search.textChanged.connect(self._on_typed)
        self._typing.timeout.connect(self._ask_rows)
        self._again.timeout.connect(self.ask)
        self._overlay.action_requested.connect(self.ask)
        self.editor.submitted.connect(self._on_submitted)
        self.editor.left.connect(self._on_left)
        self.editor.open_wanted.connect(self._on_open)
        self.acting.said.connect(self.said)
        self.acting.done.connect(self._on_done)
        self.acting.refused.connect(self.editor.show_error)
        self.acting.opened.connect(self._on_addresses)
        self.files.said.connect(self.said)
        self.files.changed.connect(self.ask)
        for key, slot in (
            ("Insert", self.begin_new),
            ("Ctrl+Z", self._on_undo),
            ("F5", self.ask),
            ("/", self.search.setFocus),
            ("Esc", self._on_escape),
        ):
            self._key(key, slot, self, _WITHIN)
        for key, slot in (
            ("Alt+Up", self._on_up),
            ("Alt+Down", self._on_down),
            ("D", self._on_deputy),
            ("Delete", self._on_remove),
            ("O", self._on_open),
        ):
            self._key(key, slot, self.table, Qt.ShortcutContext.WidgetShortcut)

    def _key(self, key: str, slot: Callable[[], object], on: QWidget, context: Qt.ShortcutContext) -> None:
        shortcut = QShortcut(QKeySequence(key), on)
        shortcut.setContext(context)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def ask(self) -> None:
        """Look at the register as it is now."""
        self._desk.ask(lambda client: client.contacts.register(), self._on_register, slot="contacts-register")

    def _on_register(self, outcome: Outcome[Register]) -> None:
        if outcome.error is not None:
            state = failed(outcome.error, known=self._names is not None, again=self.tr("再试一次"))
            self._overlay.set_state(state)
            return
        found = outcome.value()
        self._names = names_of(found, self._desk.wording, self._desk.clock_text)
        self.files.named = self._names.column
        self._overlay.set_state(LIVE)
        self.tree.set_teams(found.units)
        self.told.setText(
            sentence(
                self.tr("{n} 人").format(n=f"{self.tree.people:,}"),
                self.tr("缺 {n} 人").format(n=f"{self.tree.vacant:,}"),
                self.tr("截至 {time}").format(time=self._desk.clock_text.seconds(found.as_of)),
            )
        )
        self._ask_rows()

    @Slot()
    def _ask_rows(self) -> None:
        if self._names is None:
            return
        words = self.search.text().strip()
        unit_id = "" if words else self.tree.unit_id
        if self._view == VACANT:
            self._desk.ask(lambda client: client.contacts.vacancies(unit_id), self._on_vacancies, slot="contacts-rows")
            return
        removed = self._view == REMOVED

        def question(client: Client) -> ContactPage:
            return client.contacts.listed(unit_id, words, removed=removed)

        self._desk.ask(question, self._on_rows, slot="contacts-rows")

    def _on_rows(self, outcome: Outcome[ContactPage]) -> None:
        if self._names is None or self._missed(outcome.error):
            return
        page = outcome.value()
        self._vacant = {}
        self._rows = {row.id: row for row in page.rows}
        called = {row.id: row.person for row in page.rows}
        names = self._names
        self._fill(tuple(row_of(row, names, called, page.as_of) for row in page.rows), page.total)

    def _on_vacancies(self, outcome: Outcome[VacancyPage]) -> None:
        if self._names is None or self._missed(outcome.error):
            return
        page = outcome.value()
        self._rows = {}
        self._vacant = {f"{row.unit_id}|{row.slot}": row for row in page.rows}
        names = self._names
        self._fill(tuple(vacancy_row(row, names) for row in page.rows), page.total)

    def _missed(self, error: Exception | None) -> bool:
        if error is not None:
            self._overlay.set_state(failed(error, known=True, again=self.tr("再试一次")))
        return error is not None

    def _fill(self, rows: tuple[FigureRow, ...], total: int) -> None:
        self._total = total
        self.table.set_rows(rows)
        if self._wanted:
            self.table.select(self._wanted)
            self._wanted = ""
        self._tell(len(rows))
        self._show_tabs()
        self._on_current()

    def _tell(self, shown: int) -> None:
        """Say what is not shown, or why there is nothing."""
        words = ""
        if self._total > shown:
            words = self.tr("共 {total}，只列前 {shown}：请选下级单位，或查找").format(
                total=f"{self._total:,}", shown=shown
            )
        elif not shown:
            words = self._nothing()
        self.more.setText(words)
        self.more.setVisible(bool(words))

    def _nothing(self) -> str:
        if self._view == VACANT:
            return self.tr("该单位及下级没有缺岗")
        if self._view == REMOVED:
            return self.tr("没有移出的联系人")
        if self.search.text().strip():
            return self.tr("没有找到；按 Esc 清除查找")
        return self.tr("还没有登记联系人：按 Insert 新增，或导入文件")

    def _show_tabs(self) -> None:
        vacant = self.tree.vacant
        self.tabs.set_tabs(
            (
                ViewTab(PEOPLE, self.tr("人员"), self._total if self._view == PEOPLE else None),
                ViewTab(VACANT, self.tr("缺岗"), vacant, alarm=True),
                ViewTab(REMOVED, self.tr("已移出"), self._total if self._view == REMOVED else None),
            )
        )
        self.tabs.set_current(self._view)

    # ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _on_unit(self, _unit_id: str) -> None:
        if self.search.text():
            self.search.clear()
        self._ask_rows()

    @Slot(str)
    def _on_view(self, name: str) -> None:
        self._view = name
        self._show_tabs()
        self._ask_rows()

    @Slot()
    def _on_typed(self) -> None:
        if self._view == VACANT and self.search.text().strip():
            self._view = PEOPLE
        self._typing.start()

    @Slot()
    def _on_current(self) -> None:
        """Show the chosen contact in the form, unless something is being typed there."""
        self._offer()
        row, vacancy = self.row, self._vacant.get(self.table.current_key())
        wanted = (row.id, row.version) if row is not None else (self.table.current_key(), 0)
        if wanted == self._shown or self._names is None:
            return
        if self.editor.typed and self._shown[0]:
            if wanted[0] != self._shown[0]:
                self.editor.show_error(self.tr("有未保存的内容：按 Ctrl+Enter 保存，或按 Esc 放弃"))
            return
        self._shown = wanted
        if row is not None:
            self._ask_team(row.unit_id, "")
        elif vacancy is not None:
            self._ask_team(vacancy.unit_id, vacancy.slot)
        elif self.tree.unit_id:
            self._ask_team(self.tree.unit_id, "")

    def _ask_team(self, unit_id: str, slot: str) -> None:
        self._wanted_slot = slot
        self._team_of = unit_id
        self._desk.ask(lambda client: client.contacts.listed(unit_id), self._on_team, slot="contacts-team")

    def _on_team(self, outcome: Outcome[ContactPage]) -> None:
        unit = self._desk.units.get(self._team_of)
        if outcome.error is not None or self._names is None or unit is None:
            return
        team = [one for one in outcome.value().rows if one.unit_id == unit.id]
        row = self.row
        if row is not None and (row.id, row.version) == self._shown:
            self.editor.show_row(row, unit, self._names, team)
        else:
            self.editor.show_new(unit, self._names, team, self._wanted_slot)
        self._offer()

    @Slot(str)
    def _on_opened(self, _key: str) -> None:
        self.editor.person.setFocus()

    @Slot()
    def begin_new(self) -> None:
        """Open the form for somebody new at the unit that is chosen."""
        if not self._may_edit:
            return
        row, vacancy = self.row, self._vacant.get(self.table.current_key())
        unit_id = vacancy.unit_id if vacancy is not None else row.unit_id if row is not None else self.tree.unit_id
        self._shown = ("new", 0)
        self._ask_team(unit_id, vacancy.slot if vacancy is not None else row.slot if row is not None else "")
        self.editor.person.setFocus()

    @Slot()
    def _on_left(self) -> None:
        """Give up what was typed, and go back to the list."""
        self._shown = ("", 0)
        self._on_current()
        self.table.setFocus()

    @Slot()
    def _on_escape(self) -> None:
        if self.search.text():
            self.search.clear()
            self.table.setFocus()
        else:
            self.left.emit()

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def _may_edit(self) -> bool:
        return Right.CONTACT_EDIT in self._desk.session.rights

    def _offer(self) -> None:
        rights, row = self._desk.session.rights, self.row
        there = row is not None and row.removed_at is None and self._may_edit
        for part in (self.up, self.down, self.deputy, self.remove):
            part.setEnabled(there)
        self.undo.setEnabled(self._may_edit and self._to_restore() is not None)
        self.new.setEnabled(self._may_edit)
        self.importing.setEnabled(self._may_edit and Right.IMPORT in rights)
        self.exporting.setEnabled(Right.EXPORT in rights)
        editable = self._may_edit and (row is None or row.removed_at is None)
        self.editor.allow(edit=editable, look=Right.PERSONAL_OPEN in rights)

    def _to_restore(self) -> ContactRow | None:
        """Return who would come back: the removed one that is chosen, else the one removed here last."""
        row = self.row
        return row if row is not None and row.removed_at is not None else self.acting.removed

    @Slot()
    def _on_submitted(self) -> None:
        words = self.editor.complaint()
        self.editor.show_error(words)
        if words or not self._may_edit:
            return
        row = self.editor.row
        if row is None:
            self.acting.add(self.editor.new(self._desk.new_id()))
        else:
            self.acting.change(row, self.editor.edit(self._desk.new_id(), row.version))

    @Slot()
    def _on_up(self) -> None:
        if self.up.isEnabled() and self.row is not None:
            self.acting.move(self.row, -1)

    @Slot()
    def _on_down(self) -> None:
        if self.down.isEnabled() and self.row is not None:
            self.acting.move(self.row, 1)

    @Slot()
    def _on_deputy(self) -> None:
        """Make a principal the deputy of the one before in the slot, and a deputy a principal."""
        row = self.row
        if not self.deputy.isEnabled() or row is None:
            return
        before = ""
        for other in self._rows.values():
            if other.id == row.id:
                break
            if (other.unit_id, other.slot, other.deputy_of) == (row.unit_id, row.slot, ""):
                before = other.id
        if not row.deputy_of and not before:
            self.acting.tell(self.tr("{name}前面没有正职").format(name=one_line(row.person, 20)))
            return
        self.acting.stand_in(row, "" if row.deputy_of else before)

    @Slot()
    def _on_remove(self) -> None:
        if self.remove.isEnabled() and self.row is not None:
            self.acting.remove(self.row)

    @Slot()
    def _on_undo(self) -> None:
        row = self._to_restore()
        if row is not None and self._may_edit:
            self.acting.restore(row)

    @Slot()
    def _on_open(self) -> None:
        row = self.editor.row
        if row is not None and self.editor.open.isVisibleTo(self.editor):
            self.acting.open(row)

    @Slot(object)
    def _on_addresses(self, found: object) -> None:
        if isinstance(found, dict):
            self.editor.show_opened(found)

    @Slot(object)
    def _on_done(self, row: ContactRow) -> None:
        """Look again, with the contact that was dealt with chosen."""
        self._wanted = row.id
        self._shown = ("", 0)
        if self._view == VACANT:
            self._view = PEOPLE
        self.ask()

    @Slot()
    def _on_import(self) -> None:
        self.files.choose_import(self.tree.unit_id)

    @Slot()
    def _on_export(self) -> None:
        unit_id = self.tree.unit_id
        self.files.choose_export(unit_id, self._desk.wording.unit(unit_id))
