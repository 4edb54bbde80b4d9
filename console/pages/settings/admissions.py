"""事项准入: which matters may be sent to a grid, as a list with ticks and notes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from console.client import Client
from console.pages.settings.part import Part, SettingsKit, button, choose_row, table
from console.tasks import Outcome
from console.transport import HubRefused
from services.api.catalogue import AdmissionChange, AdmissionEdit, AdmissionList, AdmissionRow
from widgets.plain import PlainLabel, one_line
from widgets.state import PanelState, StateOverlay

_ROW = Qt.ItemDataRole.UserRole
_TICK, _NOTE = 2, 3
NOTE_MOST = 200
CHANGES_MOST = 2_000


class AdmissionsPart(Part):
    """A tick lets a matter go to a grid; what was changed is saved together."""

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._known = False
        self._changed: dict[str, tuple[bool, str]] = {}
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(self.tr("只看名称含这些字的"))
        self.words.setAccessibleName(self.tr("查找事项"))
        self.count = PlainLabel("", self, role="secondary")
        columns = (
            (self.tr("大类"), 200),
            (self.tr("事项"), 260),
            (self.tr("可派网格"), 150),
            (self.tr("说明"), 300),
        )
        self.list = table(self.tr("事项准入清单"), columns, self)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.save = button(self.tr("保存 Ctrl+S"), self.save_changes, self, kind="primary")
        self.back = button(self.tr("放弃改动"), self._on_discard, self)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.count)
        head.addWidget(self.back)
        head.addWidget(self.save)
        hint = self.tr("不勾选的事项不能派给网格。清单没有写明的，视为可以。空格换勾选，F2 写说明。")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.trouble)
        column.addWidget(PlainLabel(hint, self, role="sentence", wrap=True))
        column.addLayout(head)
        column.addWidget(self.list, 1)
        for part in (self.save, self.back):
            part.setVisible(kit.editable)
        self._overlay = StateOverlay(kit.theme, self.list)
        self._overlay.action_requested.connect(self.arrive)
        self.words.textChanged.connect(self._on_words)
        self.list.itemChanged.connect(self._on_item)
        self.list.itemDoubleClicked.connect(self._on_double)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save_changes)
        shortcut = QShortcut(QKeySequence("F2"), self.list, self._on_note)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.setFocusProxy(self.list)
        self._dress()

    @property
    def pending(self) -> bool:
        """Whether lines were changed and not saved."""
        return bool(self._changed)

    @Slot()
    def arrive(self) -> None:
        """Fetch the list, unless something unsaved is shown."""
        if not self.pending:
            self.loading(self._overlay, known=self._known)
            self.ask(_admissions, self._on_list, "admissions")

    @Slot(object)
    def _on_list(self, outcome: Outcome[AdmissionList]) -> None:
        if self.arrived(outcome, self._overlay, known=self._known):
            self._known = True
            self._fill(outcome.value())

    def _fill(self, found: AdmissionList) -> None:
        self._changed = {}
        self.list.blockSignals(True)
        self.list.clear()
        for row in found.rows:
            tick = self.tr("清单未写") if row.to_grid is None else ""
            item = QTreeWidgetItem([one_line(cell, 80) for cell in (row.group, row.name, tick, row.note)])
            item.setData(0, _ROW, row)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if self.kit.editable:
                flags |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
            item.setFlags(flags)
            item.setCheckState(_TICK, _ticked(row.to_grid is not False))
            self.list.addTopLevelItem(item)
        choose_row(self.list, 0)
        self.list.blockSignals(False)
        if not found.rows:
            words = self.tr("还没有可选的类别：请先启用一份类别标准")
            self._overlay.set_state(PanelState("empty", words))
        self._on_words()
        self._dress()

    @Slot()
    def _on_words(self) -> None:
        words = self.words.text().split()
        shown = 0
        for item in self._items():
            text = f"{item.text(0)} {item.text(1)} {item.text(_NOTE)}"
            hidden = not all(word in text for word in words)
            item.setHidden(hidden)
            shown += not hidden
        self.count.setText(self.tr("{n} 项").format(n=shown))

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.list.topLevelItem(index) for index in range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    @Slot("QTreeWidgetItem*", int)
    def _on_item(self, item: QTreeWidgetItem, _column: int) -> None:
        row = item.data(0, _ROW)
        if not isinstance(row, AdmissionRow):
            return
        ticked = item.checkState(_TICK) is Qt.CheckState.Checked
        note = item.text(_NOTE).strip()[:NOTE_MOST]
        if (ticked, note) == (row.to_grid is not False, row.note):
            self._changed.pop(row.category, None)
        else:
            self._changed[row.category] = (ticked, note)
        self._dress()

    @Slot("QTreeWidgetItem*", int)
    def _on_double(self, item: QTreeWidgetItem, column: int) -> None:
        if column == _NOTE and self.kit.editable:
            self.list.editItem(item, _NOTE)

    def _on_note(self) -> None:
        item = self.list.currentItem()
        if item is not None and self.kit.editable:
            self.list.editItem(item, _NOTE)

    def _dress(self) -> None:
        n = len(self._changed)
        self.save.setEnabled(bool(n))
        self.back.setEnabled(bool(n))
        self.save.setText(self.tr("保存 {n} 项 Ctrl+S").format(n=n) if n else self.tr("保存 Ctrl+S"))

    def _on_discard(self) -> None:
        self._changed = {}
        self.arrive()

    @Slot()
    def save_changes(self) -> None:
        """Save the lines that were changed."""
        if not self._changed or not self.kit.editable:
            return
        rows = {row.category: row for item in self._items() if isinstance(row := item.data(0, _ROW), AdmissionRow)}
        changes = tuple(
            AdmissionChange(category=category, to_grid=ticked, note=note, version=rows[category].version)
            for category, (ticked, note) in list(self._changed.items())[:CHANGES_MOST]
        )
        self.do(partial(_save, rows=changes), self._on_saved, refused=self._on_stale)

    def _on_saved(self, found: AdmissionList) -> None:
        self._fill(found)
        self.say(self.tr("事项准入清单已保存"))

    def _on_stale(self, error: HubRefused) -> bool:
        if error.problem.code != "record_stale":
            return False
        self._changed = {}
        self.arrive()
        self.show_trouble(self.tr("已被他人改动。现在显示的是最新情况，请看清后再改。"))
        return True


def _ticked(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked


def _admissions(client: Client) -> AdmissionList:
    return client.settings.admissions()


def _save(client: Client, command_id: str, rows: tuple[AdmissionChange, ...]) -> AdmissionList:
    return client.settings.put_admissions(AdmissionEdit(command_id=command_id, rows=rows))
