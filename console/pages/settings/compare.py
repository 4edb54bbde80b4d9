"""Two editions of the category standard side by side: what came, what went, what is said differently."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.client import Client
from console.pages.settings.differences import Difference, Kind, compared, csv_bytes
from console.pages.settings.part import Part, SettingsKit, button, choose_row, table, write_file
from console.pages.settings.standard_words import state_word
from console.tasks import Outcome
from services.api.catalogue import StandardRow
from widgets.plain import PlainLabel, one_line, sentence, tooltip
from widgets.state import LIVE, PanelState, StateOverlay

_SIZE = (1080, 620)
ROWS_MOST = 3_000
"""Differences listed one by one (our rule); more than a standard has rows."""

_FIELDS: tuple[tuple[str, str], ...] = (
    ("closing", str(QT_TRANSLATE_NOOP("CompareForm", "结案条件"))),
    ("limit_text", str(QT_TRANSLATE_NOOP("CompareForm", "时限"))),
    ("limit", str(QT_TRANSLATE_NOOP("CompareForm", "时限读作"))),
    ("handler", str(QT_TRANSLATE_NOOP("CompareForm", "责任主体"))),
    ("authority", str(QT_TRANSLATE_NOOP("CompareForm", "监管主体"))),
)


class _Comparing(Part):
    """The two pickers and the table; a part, so that it asks as the others do."""

    def __init__(self, kit: SettingsKit, standards: Sequence[StandardRow], parent: QWidget) -> None:
        super().__init__(kit, parent)
        self.left, self.right = self._picker(standards), self._picker(standards)
        self.left.setAccessibleName(self.tr("左边的版本"))
        self.right.setAccessibleName(self.tr("右边的版本"))
        self.words = QLineEdit(self)
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName(self.tr("查找条目"))
        self.words.setPlaceholderText(self.tr("查找小类、立案条件、左右的说法（/）"))
        self.only = QCheckBox(self.tr("只看不同 Alt+D"), self)
        self.only.setChecked(True)
        self.save = button(self.tr("导出 CSV… Ctrl+S"), self.ask_file, self, hint=self.tr("导出列出的条目"))
        self.count = PlainLabel("", self, role="secondary", wrap=True)
        columns = (
            (self.tr("小类"), 190),
            (self.tr("立案条件"), 260),
            (self.tr("哪里不同"), 100),
            (self.tr("左"), 240),
            (self.tr("右"), 240),
        )
        self.list = table(self.tr("不同之处"), columns, self)
        self._written = ("", 0)
        self._found: tuple[Difference, ...] = ()
        self._shown: tuple[Difference, ...] = ()
        self._arrange()
        self._overlay = StateOverlay(kit.theme, self.list)
        self._overlay.action_requested.connect(self.compare)
        for box in (self.left, self.right):
            box.currentIndexChanged.connect(self._on_picked)
        self.words.textChanged.connect(self.show_rows)
        self.words.returnPressed.connect(self.list.setFocus)
        self.only.toggled.connect(self.show_rows)
        slash = QShortcut(QKeySequence("/"), self.list, self.words.setFocus)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        for key, slot in (("Ctrl+S", self.ask_file), ("Alt+D", self.only.toggle)):
            QShortcut(QKeySequence(key), self, slot)
        self.setFocusProxy(self.list)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.left, 1)
        head.addWidget(PlainLabel("↔", self))
        head.addWidget(self.right, 1)
        tools = QHBoxLayout()
        tools.addWidget(self.words, 1)
        tools.addWidget(self.only)
        tools.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(tools)
        column.addWidget(self.trouble)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)

    def _picker(self, standards: Sequence[StandardRow]) -> QComboBox:
        box = QComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for row in standards:
            box.addItem(one_line(sentence(row.name, state_word(row.state), row.id), 60), row.id)
        return box

    def show_two(self, left_id: str, right_id: str) -> None:
        """Compare two editions."""
        for box, standard_id in ((self.left, left_id), (self.right, right_id)):
            box.blockSignals(True)
            box.setCurrentIndex(box.findData(standard_id))
            box.blockSignals(False)
        self.compare()

    @Slot(int)
    def _on_picked(self, _index: int) -> None:
        self.compare()

    @Slot()
    def compare(self) -> None:
        """Fetch both editions and find what differs, on a worker."""
        self._overlay.set_state(PanelState("loading", self.tr("正在比较…")))
        work = partial(_compared, left=str(self.left.currentData()), right=str(self.right.currentData()))
        self.ask(work, self._on_compared, "compare")

    @Slot(object)
    def _on_compared(self, outcome: Outcome[tuple[Difference, ...]]) -> None:
        if not self.arrived(outcome, self._overlay, known=False):
            return
        self._found = outcome.value()
        self.show_rows()

    @Slot()
    def show_rows(self) -> None:
        """List what is wanted: every word must stand in a row, and only what differs unless everything is wanted."""
        words, only = self.words.text().split(), self.only.isChecked()
        differ = [one for one in self._found if one.kind is not Kind.SAME]
        self._shown = tuple(
            one for one in (differ if only else self._found) if all(word in one.searched for word in words)
        )
        self.list.clear()
        self.list.addTopLevelItems([self._item(one) for one in self._shown[:ROWS_MOST]])
        choose_row(self.list, 0)
        counts = {kind: len({(one.category, one.filing) for one in self._found if one.kind is kind}) for kind in Kind}
        said = self.tr("只在左边 {gone} 条，只在右边 {come} 条，说法不同 {changed} 条，相同 {same} 条；列出 {shown} 行")
        self.count.setText(
            said.format(
                gone=counts[Kind.LEFT],
                come=counts[Kind.RIGHT],
                changed=counts[Kind.CHANGED],
                same=counts[Kind.SAME],
                shown=len(self._shown),
            )
        )
        self.save.setEnabled(bool(self._shown))
        self._overlay.set_state(LIVE if self._shown else PanelState("empty", self._nothing(differ)))

    def _nothing(self, differ: Sequence[Difference]) -> str:
        if self.words.text().split():
            return self.tr("没有这样的条目：请换几个字，或取消“只看不同”")
        return self.tr("两个版本没有不同") if not differ else self.tr("没有条目")

    def _item(self, one: Difference) -> QTreeWidgetItem:
        cells = (one.name, one.filing, what(one), one.left or "–", one.right or "–")
        item = QTreeWidgetItem([one_line(cell, 120) for cell in cells])
        for column, cell in enumerate(cells):
            item.setToolTip(column, tooltip(cell))
        return item

    # ── keeping them ────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def ask_file(self) -> None:
        """Ask for the file that takes what is listed."""
        if self._shown:
            dialog = QFileDialog(self, self.tr("导出比较结果"), "", "CSV (*.csv)")
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("csv")
            dialog.fileSelected.connect(self.export_file)
            dialog.open()

    @Slot(str)
    def export_file(self, path: str) -> None:
        """Write what is listed into a file, as it is listed."""
        titles = (
            self.tr("代码"),
            self.tr("小类"),
            self.tr("立案条件"),
            self.tr("哪里不同"),
            self.left.currentText(),
            self.right.currentText(),
        )
        lines = [(one.category, one.name, one.filing, what(one), one.left, one.right) for one in self._shown]
        data = csv_bytes([titles, *lines])
        self._written = (path, len(lines))
        self.show_trouble("")
        self.ask(partial(_written, path=path, data=data), self._on_written, "export")

    @Slot(object)
    def _on_written(self, outcome: Outcome[None]) -> None:
        path, count = self._written
        if outcome.error is None:
            self.count.setText(self.tr("已导出 {n} 行：{path}").format(n=count, path=one_line(path, 120)))
        else:
            self.show_trouble(self.tr("文件写不了：请换一个文件夹，或关闭正在使用它的程序"))


def what(one: Difference) -> str:
    """Return where an entry differs, in the person's language."""
    translate = QCoreApplication.translate
    if one.kind is Kind.LEFT:
        return translate("_Comparing", "只在左边")
    if one.kind is Kind.RIGHT:
        return translate("_Comparing", "只在右边")
    if one.kind is Kind.SAME:
        return translate("_Comparing", "相同")
    return next((translate("CompareForm", words) for field, words in _FIELDS if field == one.field), one.field)


class CompareForm(QDialog):
    """Esc closes it; nothing is changed here."""

    over = Signal(object)

    def __init__(self, kit: SettingsKit, standards: Sequence[StandardRow], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("两个版本并排看"))
        self.resize(*_SIZE)
        self.part = _Comparing(kit, standards, self)
        self.part.over.connect(self.over)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("关闭 Esc"), self.reject, self))
        column = QVBoxLayout(self)
        column.addWidget(self.part, 1)
        column.addLayout(row)
        self.part.list.setFocus()

    def show_two(self, left_id: str, right_id: str) -> None:
        """Compare two editions."""
        self.part.show_two(left_id, right_id)


def _compared(client: Client, left: str, right: str) -> tuple[Difference, ...]:
    return compared(client.settings.all_criteria(left), client.settings.all_criteria(right))


def _written(_client: Client, path: str, data: bytes) -> None:
    write_file(path, data)
