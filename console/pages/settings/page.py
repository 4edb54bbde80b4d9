"""The administration page: calendar, standards, admission, tier policies; read-only for who may only look."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from console.pages.base import Page
from console.pages.settings.admissions import AdmissionsPart
from console.pages.settings.calendar import CalendarPart
from console.pages.settings.part import Part, SettingsKit
from console.pages.settings.policies import PoliciesPart
from console.pages.settings.standards import StandardsPart
from console.problems import say_error
from console.transport import HubRefused
from widgets.plain import PlainLabel

_TABS_PX = 128


class SettingsPage(Page):
    """One part at a time, chosen at the left. In an office `signed_out` and `locked` say that the session is over."""

    signed_out = Signal(str)
    locked = Signal()

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "background")
        self.calendar = CalendarPart(kit, self)
        self.standards = StandardsPart(kit, self)
        self.admissions = AdmissionsPart(kit, self)
        self.policies = PoliciesPart(kit, self)
        named: tuple[tuple[str, Part], ...] = (
            (self.tr("工作日历"), self.calendar),
            (self.tr("类别标准"), self.standards),
            (self.tr("事项准入"), self.admissions),
            (self.tr("升级方案"), self.policies),
        )
        self._parts = tuple(part for _, part in named)
        self.tabs = QListWidget(self)
        self.tabs.setAccessibleName(self.tr("系统设置"))
        self.tabs.setFixedWidth(_TABS_PX)
        self.tabs.setToolTip(self.tr("Alt+1 到 Alt+4"))
        self.stack = QStackedWidget(self)
        for index, (title, part) in enumerate(named):
            self.tabs.addItem(QListWidgetItem(title))
            self.stack.addWidget(part)
            part.said.connect(self.said)
            part.over.connect(self._on_over)
            QShortcut(QKeySequence(f"Alt+{index + 1}"), self, partial(self.tabs.setCurrentRow, index))
        self.standards.criteria.said.connect(self.said)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("系统"), self, role="title"))
        hint = "" if kit.editable else self.tr("只能查看；由系统管理员修改。")
        head.addWidget(PlainLabel(hint, self, role="sentence"), 1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.tabs)
        row.addWidget(self.stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row, 1)
        self.tabs.setCurrentRow(0)
        self.tabs.currentRowChanged.connect(self._on_tab)

    def arrive(self) -> None:
        """Show how things are now."""
        self._parts[self.tabs.currentRow()].arrive()
        self.tabs.setFocus()

    def show_part(self, index: int) -> None:
        """Show a part by its place."""
        self.tabs.setCurrentRow(index)

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self._parts[index].arrive()

    @Slot(object)
    def _on_over(self, error: Exception) -> None:
        if isinstance(error, HubRefused) and error.problem.code == "session_locked":
            self.locked.emit()
        else:
            self.signed_out.emit(say_error(error).whole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc, from a part back to the tabs first."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.tabs.hasFocus():
            self.left.emit()
        else:
            self.tabs.setFocus()
