"""The form of one contact: empty for somebody new, or filled as of the version that was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.pages.contacts.words import Names, read_time, slot_words
from services.api.contacts import ContactEdit, ContactRow, NewContact
from services.api.district import UnitRow
from services.domain.contacts import ADDRESS_MOST, NAME_MOST, NOTE_MOST, read_hours
from widgets.plain import PlainLabel, one_line, sentence

_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut


class ContactEditor(QWidget):
    """Emits `submitted`, `left` (Esc), `open_wanted`. An address that reads as it was shown is left as it is."""

    submitted = Signal()
    left = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: ContactRow | None = None
        self.unit: UnitRow | None = None
        self._names: Names | None = None
        self._shown: dict[str, str] = {}
        self._title = PlainLabel("", self, role="heading")
        self._where = PlainLabel("", self, role="secondary", wrap=True)
        self.slot = QComboBox(self)
        self.person = QLineEdit(self)
        self.account = QLineEdit(self)
        self.deputy = QComboBox(self)
        self.hours = QLineEdit(self)
        self.on_from = QLineEdit(self)
        self.on_to = QLineEdit(self)
        self.note = QLineEdit(self)
        self.addresses: dict[str, QLineEdit] = {}
        self.opened = PlainLabel("", self, role="sentence", wrap=True)
        self.open = QPushButton(self.tr("查看完整号码… O"), self)
        self.error = PlainLabel("", self, tone="red", wrap=True)
        self.error.setAccessibleName(self.tr("提示"))
        self.save = QPushButton(self.tr("保存 Ctrl+Enter"), self)
        self._fields = QFormLayout()
        self._arrange()

    # ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────
    def show_new(self, unit: UnitRow, names: Names, team: Sequence[ContactRow], slot: str = "") -> None:
        """Be empty, for somebody new at a unit; `team` are those who stand there."""
        self.row = None
        self._title.setText(self.tr("新增联系人"))
        self._fill(unit, names, team, ContactRow(id="", unit_id=unit.id, slot=slot, person=""))

    def show_row(self, row: ContactRow, unit: UnitRow, names: Names, team: Sequence[ContactRow]) -> None:
        """Show a contact, to be looked at or changed."""
        self.row = row
        self._title.setText(self.tr("修改：{name}").format(name=one_line(row.person, 20)))
        self._fill(unit, names, team, row)

    def allow(self, *, edit: bool, look: bool) -> None:
        """Let what is shown be changed and saved, and addresses be opened, or not."""
        fields = (self.slot, self.deputy, self.person, self.account, self.hours, self.on_from, self.on_to, self.note)
        for field in (*fields, *self.addresses.values(), self.save):
            field.setEnabled(edit)
        self.open.setVisible(look and self.row is not None and bool(self._shown))

    def show_opened(self, found: Mapping[str, str]) -> None:
        """Show addresses in the clear, until another contact is shown."""
        names = self._names
        words = [sentence(names.channels.get(code, code), text) for code, text in found.items()] if names else []
        self.opened.setText("\n".join(words))
        self.opened.setVisible(bool(words))

    def show_error(self, words: str) -> None:
        """Say why it was not saved; "" takes it away."""
        self.error.setText(words)
        self.error.setVisible(bool(words))

    # ── what was typed ──────────────────────────────────────────────────────────────────────────────────────────────
    def complaint(self) -> str:
        """Return what is missing or cannot be, in one sentence, or ""."""
        if not self.person.text().strip():
            return self.tr("请填写姓名")
        try:
            read_hours(self.hours.text())
        except ValueError:
            return self.tr("每日时段应如 08:30-17:30；全天在岗请留空")
        try:
            times = [read_time(field.text(), self._zone()) for field in (self.on_from, self.on_to)]
        except ValueError:
            return self.tr("时间应如 2026-10-01 08:00；不限请留空")
        begin, end = times
        return self.tr("止时间应在起时间之后") if begin is not None and end is not None and end <= begin else ""

    def new(self, command_id: str) -> NewContact:
        """Return the contact to add."""
        unit_id = self.unit.id if self.unit is not None else ""
        addresses = {code: text for code, text in self._changed().items() if text}
        return NewContact(
            command_id=command_id,
            unit_id=unit_id,
            person=self.person.text().strip(),
            slot=str(self.slot.currentData()),
            account=self.account.text().strip(),
            deputy_of=str(self.deputy.currentData() or ""),
            hours=self.hours.text().strip(),
            on_from=read_time(self.on_from.text(), self._zone()),
            on_to=read_time(self.on_to.text(), self._zone()),
            note=self.note.text().strip(),
            addresses=addresses,
        )

    def edit(self, command_id: str, version: int) -> ContactEdit:
        """Return the contact as it shall be."""
        return ContactEdit(
            command_id=command_id,
            version=version,
            person=self.person.text().strip(),
            slot=str(self.slot.currentData()),
            account=self.account.text().strip(),
            deputy_of=str(self.deputy.currentData() or ""),
            hours=self.hours.text().strip(),
            on_from=read_time(self.on_from.text(), self._zone()),
            on_to=read_time(self.on_to.text(), self._zone()),
            note=self.note.text().strip(),
            addresses=self._changed(),
        )

    @property
    def typed(self) -> bool:
        """Whether something stands in the fields that is not saved."""
        return self._state() != self._was

    def _changed(self) -> dict[str, str]:
        typed = {code: field.text().strip() for code, field in self.addresses.items()}
        return {code: text for code, text in typed.items() if text != self._shown.get(code, "")}

    def _state(self) -> tuple[str, ...]:
        lines = (self.person, self.account, self.hours, self.on_from, self.on_to, self.note, *self.addresses.values())
        return (*(line.text() for line in lines), str(self.slot.currentData()), str(self.deputy.currentData()))

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self) -> None:
        self._was: tuple[str, ...] = ()
        self.person.setMaxLength(NAME_MOST)
        self.note.setMaxLength(NOTE_MOST)
        self.account.setPlaceholderText(self.tr("用户名，没有可留空"))
        self.hours.setPlaceholderText(self.tr("08:30-17:30，留空为全天"))
        for line in (self.on_from, self.on_to):
            line.setPlaceholderText(self.tr("2026-10-01 08:00，留空为不限"))
        rows: tuple[tuple[str, QWidget], ...] = (
            (self.tr("岗位"), self.slot),
            (self.tr("姓名"), self.person),
            (self.tr("正副"), self.deputy),
            (self.tr("账号"), self.account),
            (self.tr("每日时段"), self.hours),
            (self.tr("到岗起"), self.on_from),
            (self.tr("到岗止"), self.on_to),
            (self.tr("备注"), self.note),
        )
        for label, field in rows:
            field.setAccessibleName(label)
            self._fields.addRow(PlainLabel(label, self, role="secondary"), field)
        self._fixed_rows = len(rows)
        self.save.setProperty("kind", "primary")
        self.save.clicked.connect(self.submitted)
        self.open.clicked.connect(self.open_wanted)
        self.slot.currentIndexChanged.connect(self._on_slot)
        foot = QHBoxLayout()
        foot.addWidget(self.open)
        foot.addStretch()
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for part in (self._title, self._where):
            column.addWidget(part)
        column.addLayout(self._fields)
        for part in (self.opened, self.error):
            column.addWidget(part)
            part.hide()
        column.addLayout(foot)
        column.addStretch()
        for key, signal in (("Ctrl+Return", self.submitted), ("Esc", self.left)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(_WITHIN)
            shortcut.activated.connect(signal)
        self.setFocusProxy(self.person)

    def _fill(self, unit: UnitRow, names: Names, team: Sequence[ContactRow], row: ContactRow) -> None:
        self.unit, self._names, self._team = unit, names, list(team)
        self._where.setText(unit.name)
        self._make_addresses(names)
        self.slot.blockSignals(True)
        self.slot.clear()
        for slot in names.fitting(unit):
            self.slot.addItem(slot_words(slot), slot.code)
        if row.slot and self.slot.findData(row.slot) < 0:
            self.slot.addItem(row.slot, row.slot)
        self.slot.setCurrentIndex(max(self.slot.findData(row.slot), 0))
        self.slot.blockSignals(False)
        self._on_slot()
        self.deputy.setCurrentIndex(max(self.deputy.findData(row.deputy_of), 0))
        for line, text in (
            (self.person, row.person),
            (self.account, row.account),
            (self.hours, row.hours),
            (self.on_from, names.clock.long(row.on_from) if row.on_from is not None else ""),
            (self.on_to, names.clock.long(row.on_to) if row.on_to is not None else ""),
            (self.note, row.note),
        ):
            line.setText(text)
            line.setCursorPosition(0)
        self._shown = dict(row.addresses)
        for code, line in self.addresses.items():
            line.setText(self._shown.get(code, ""))
            there = code in self._shown and not self._shown[code]
            line.setPlaceholderText(self.tr("已登记，您的角色不显示") if there else "")
        self.show_opened({})
        self.show_error("")
        self._was = self._state()

    def _make_addresses(self, names: Names) -> None:
        if list(self.addresses) == list(names.channels):
            return
        while self._fields.rowCount() > self._fixed_rows:
            self._fields.removeRow(self._fixed_rows)
        self.addresses = {}
        for code, name in names.channels.items():
            line = QLineEdit(self)
            line.setMaxLength(ADDRESS_MOST)
            line.setAccessibleName(name)
            self._fields.addRow(PlainLabel(name, self, role="secondary"), line)
            self.addresses[code] = line

    def _on_slot(self) -> None:
        """Offer the principals of the chosen slot to be deputy of."""
        chosen = str(self.deputy.currentData() or "")
        mine = self.row.id if self.row is not None else ""
        self.deputy.clear()
        self.deputy.addItem(self.tr("正职"), "")
        for other in self._team:
            if other.slot == self.slot.currentData() and not other.deputy_of and other.id != mine:
                name = one_line(other.person, 20)
                self.deputy.addItem(self.tr("{name}的副手").format(name=name), other.id)
        self.deputy.setCurrentIndex(max(self.deputy.findData(chosen), 0))

    def _zone(self) -> tzinfo:
        if self._names is None:
            raise RuntimeError("nothing is shown yet")
        return self._names.wording.zone
