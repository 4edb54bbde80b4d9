"""Whom a step tells besides the units concerned: roles, each at a place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.pages.settings.part import button
from console.pages.settings.policy_words import PLACES, say, told_word
from console.wording import role_word
from services.domain.notices import Place
from services.domain.rights import Right, Role, roles_with
from widgets.plain import one_line

_TEXT = Qt.ItemDataRole.UserRole
_HEIGHT = 62


class ToldBox(QWidget):
    """A short list with a line to add to it; Delete takes one out."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "none")
        self.list = QListWidget(self)
        self.list.setFixedHeight(_HEIGHT)
        self.list.setAccessibleName(self.tr("另外通知"))
        self.list.setToolTip(self.tr("Delete 去掉所选"))
        self.role = QComboBox(self)
        self.role.setAccessibleName(self.tr("通知什么角色"))
        for role in (role for role in Role if role in roles_with(Right.CASE_READ)):
            self.role.addItem(role_word(role), role.value)
        self.place = QComboBox(self)
        self.place.setAccessibleName(self.tr("在哪个单位"))
        self.place.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for place, words in PLACES:
            self.place.addItem(say(words), place.value)
        row = QHBoxLayout()
        row.addWidget(self.role, 1)
        row.addWidget(button(self.tr("添加"), self._on_add, self))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addWidget(self.place)
        column.addLayout(row)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self._on_delete)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def told(self) -> tuple[str, ...]:
        """Whom the step tells, as the policy writes it."""
        return tuple(self.list.item(index).data(_TEXT) for index in range(self.list.count()))

    def show_told(self, told: tuple[str, ...]) -> None:
        """Show whom a step tells."""
        if told == self.told:
            return
        self.list.clear()
        for text in told:
            self._put(text)

    def _put(self, text: str) -> None:
        item = QListWidgetItem(one_line(told_word(text), 80), self.list)
        item.setData(_TEXT, text)

    def _on_add(self) -> None:
        role, place = self.role.currentData(), self.place.currentData()
        text = role if place == Place.UP.value else f"{role}@{place}"
        if text not in self.told:
            self._put(text)
            self.changed.emit()

    def _on_delete(self) -> None:
        at = self.list.currentRow()
        if at >= 0:
            self.list.takeItem(at)
            self.changed.emit()
