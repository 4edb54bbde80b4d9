"""The criteria of one edition: found by words and main class, one of them shown whole."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget

from console.client import Client
from console.pages.settings.part import Part, SettingsKit, button, choose_row, table
from console.tasks import Outcome
from services.api.catalogue import CriterionPage, CriterionRow, StandardRow
from widgets.plain import PlainLabel, one_line, sentence
from widgets.state import PanelState, StateOverlay

ASK_AFTER_MS = 200
"""Pause in typing before the hub is asked (our rule)."""

_ROW = Qt.ItemDataRole.UserRole
_WORDS_MOST = 60


class CriteriaView(Part):
    """Shows the criteria of an edition page by page."""

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        self._standard: StandardRow | None = None
        self._rows: list[CriterionRow] = []
        self._next: int | None = None
        self.words = QLineEdit(self)
        self.words.setMaxLength(_WORDS_MOST)
        self.words.setClearButtonEnabled(True)
        self.words.setAccessibleName(self.tr("查找立案条件"))
        self.words.setPlaceholderText(self.tr("查找大类、小类、立案条件、责任主体（/）"))
        self.classes = QComboBox(self)
        self.classes.setAccessibleName(self.tr("大类"))
        self.classes.setMinimumWidth(180)
        self.count = PlainLabel("", self, role="secondary")
        columns = (
            (self.tr("大类"), 110),
            (self.tr("小类"), 130),
            (self.tr("立案条件"), 300),
            (self.tr("时限（原文）"), 120),
            (self.tr("读作"), 170),
            (self.tr("结案条件"), 200),
        )
        self.list = table(self.tr("立案条件"), columns, self)
        self.detail = PlainLabel("", self, wrap=True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.detail.setAccessibleName(self.tr("所选立案条件"))
        self.more = button("", self._on_more, self, kind="outline")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASK_AFTER_MS)
        self._pause.timeout.connect(self.search)
        head = QHBoxLayout()
        head.addWidget(self.words, 2)
        head.addWidget(self.classes, 1)
        head.addWidget(self.count)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.detail)
        self._overlay = StateOverlay(kit.theme, self.list)
        self._overlay.action_requested.connect(self.search)
        self.words.textChanged.connect(self._on_typed)
        self.words.returnPressed.connect(self._on_entered)
        self.classes.currentIndexChanged.connect(self._on_class)
        self.list.currentItemChanged.connect(self._on_chosen)
        shortcut = QShortcut(QKeySequence("/"), self.list, self.words.setFocus)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.more.hide()

    def show_standard(self, standard: StandardRow | None) -> None:
        """Show another edition, or None; the words that were looked for stay."""
        before, self._standard = self._standard, standard
        if standard is None:
            self._rows = []
            self._fill()
            self._overlay.set_state(PanelState("empty", self.tr("还没有标准：请导入一份 CSV")))
            return
        if before is not None and before.id == standard.id and before.version == standard.version:
            return
        if before is None or before.id != standard.id:
            self.classes.blockSignals(True)
            self.classes.clear()
            self.classes.addItem(self.tr("全部大类"), "")
            for one in standard.classes:
                words = sentence(one.name, self.tr("{n} 条").format(n=one.criteria))
                self.classes.addItem(one_line(words, 40), one.name)
            self.classes.blockSignals(False)
            self._rows = []
        self.search()

    @Slot()
    def search(self) -> None:
        """Look from the beginning."""
        self._ask(0)

    def _ask(self, after: int) -> None:
        standard = self._standard
        if standard is None:
            return
        self._pause.stop()
        words = sentence(str(self.classes.currentData() or ""), self.words.text().strip(), separator=" ")
        self.loading(self._overlay, known=bool(self._rows))
        work = partial(_criteria, standard_id=standard.id, words=words[:_WORDS_MOST], after=after)
        self.ask(work, self._on_more_came if after else self._on_page, "criteria")

    @Slot(object)
    def _on_page(self, outcome: Outcome[CriterionPage]) -> None:
        if self.arrived(outcome, self._overlay, known=bool(self._rows)):
            page = outcome.value()
            self._rows, self._next = list(page.rows), page.next
            self._fill()
            if not self._rows:
                self._overlay.set_state(PanelState("empty", self.tr("没有这样的立案条件")))

    @Slot(object)
    def _on_more_came(self, outcome: Outcome[CriterionPage]) -> None:
        if self.arrived(outcome, self._overlay, known=True):
            page = outcome.value()
            self._rows, self._next = [*self._rows, *page.rows], page.next
            self._add(page.rows)
            self._dress()

    def _fill(self) -> None:
        self.list.clear()
        self._add(tuple(self._rows))
        choose_row(self.list, 0)
        self._dress()
        if not self._rows:
            self.detail.setText("")

    def _add(self, rows: tuple[CriterionRow, ...]) -> None:
        for row in rows:
            printed = row.limit_text or self.tr("无时限")
            cells = (row.main_name, row.sub_name, row.filing, printed, row.limit, row.closing)
            item = QTreeWidgetItem([one_line(cell, 120) for cell in cells])
            item.setData(0, _ROW, row)
            self.list.addTopLevelItem(item)

    def _dress(self) -> None:
        shown = len(self._rows)
        words = self.tr("{n} 条") if self._next is None else self.tr("前 {n} 条")
        self.count.setText(words.format(n=shown))
        self.more.setVisible(self._next is not None)
        self.more.setText(self.tr("再取一些"))

    def _on_more(self) -> None:
        if self._next is not None:
            self._ask(self._next)

    def _on_typed(self) -> None:
        self._pause.start()

    def _on_entered(self) -> None:
        self.search()
        self.list.setFocus()

    @Slot(int)
    def _on_class(self, _index: int) -> None:
        self.search()

    @Slot("QTreeWidgetItem*", "QTreeWidgetItem*")
    def _on_chosen(self, item: QTreeWidgetItem | None, _before: object) -> None:
        row = item.data(0, _ROW) if item is not None else None
        if not isinstance(row, CriterionRow):
            return
        lines = (
            self.tr("立案：{words}").format(words=row.filing),
            self.tr("结案：{words}").format(words=row.closing) if row.closing else "",
            sentence(
                self.tr("时限原文：{words}").format(words=row.limit_text or self.tr("无时限")),
                self.tr("读作：{words}").format(words=row.limit),
                self.tr("文件第 {n} 行").format(n=row.line),
            ),
            sentence(
                self.tr("责任主体：{words}").format(words=row.handler) if row.handler else "",
                self.tr("监管主体：{words}").format(words=row.authority) if row.authority else "",
                self.tr("依据：{words}").format(words=row.basis) if row.basis else "",
            ),
        )
        self.detail.setText("\n".join(one_line(line, 300) for line in lines if line))


def _criteria(client: Client, standard_id: str, words: str, after: int) -> CriterionPage:
    return client.settings.criteria(standard_id, words, after=after)
