"""The inputs the whistle forms are put together from: units with their role, problems, a time ahead, on whose word."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.clocktext import ClockText
from console.forms.unit_picker import UnitPicker
from services.api.district import UnitRow
from services.api.whistles import CalledUnit, NewProblem
from services.domain.clock import MINUTE_MS, Instant
from services.domain.whistles import Said, UnitRole
from widgets.plain import PlainLabel, one_line, sentence

WAIT_MINUTES = (15, 30, 45, 60, 90, 120, 240, 480, 1440)
_CHANNELS: tuple[str, ...] = (
    str(QT_TRANSLATE_NOOP("WhistleForm", "电话")),
    str(QT_TRANSLATE_NOOP("WhistleForm", "工作群")),
    str(QT_TRANSLATE_NOOP("WhistleForm", "对讲机")),
    str(QT_TRANSLATE_NOOP("WhistleForm", "当面")),
)
"""How it was said: the Chinese word stays in the record, whatever language it is offered in."""

_ID = Qt.ItemDataRole.UserRole


def box(options: Iterable[tuple[object, str]], name: str, parent: QWidget) -> QComboBox:
    """Return a choice among (value, words) with an accessible name."""
    made = QComboBox(parent)
    for value, words in options:
        made.addItem(one_line(words, 80), value)
    made.setAccessibleName(name)
    return made


class WaitInput(QComboBox):
    """By when: so many minutes from now, each with the hour it means."""

    def __init__(self, now: Instant, clock: ClockText, name: str, usual: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now
        self.setAccessibleName(name)
        for minutes in sorted({*WAIT_MINUTES, *((usual,) if usual else ())}):
            at = clock.near(now + minutes * MINUTE_MS, now)
            words = QCoreApplication.translate("WhistleForm", "{n} 分钟内（{time} 前）").format(n=minutes, time=at)
            self.addItem(words, minutes)
        self.setCurrentIndex(max(0, self.findData(usual or 30)))

    def until(self, now: Instant) -> Instant:
        """Return the moment, counted from `now`."""
        return now + int(self.currentData()) * MINUTE_MS


class UnitsInput(QWidget):
    """The units to summon, the first added leads: Enter adds the one that is found, Delete takes the marked one out."""

    def __init__(self, units: Iterable[UnitRow], parent: QWidget) -> None:
        super().__init__(parent)
        self.picker = UnitPicker(units, self, name=self.tr("要召集的单位"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("已选单位，第一个主办"))
        self.list.setMinimumHeight(150)
        self._called: list[UnitRow] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.picker, 1)
        row.addWidget(self.list, 1)
        self.picker.chosen.connect(self._on_chosen)
        for key, slot in (("Del", self._on_delete), ("Ctrl+Up", self._on_first)):
            shortcut = QShortcut(QKeySequence(key), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        self.list.itemDoubleClicked.connect(self._on_delete)
        self.list.setToolTip(self.tr("Del 删去，Ctrl+↑ 改为主办"))
        self.setFocusProxy(self.picker)

    @property
    def called(self) -> tuple[CalledUnit, ...]:
        """The units, the first as the lead."""
        return tuple(
            CalledUnit(unit_id=unit.id, role=UnitRole.ASSIST if place else UnitRole.LEAD)
            for place, unit in enumerate(self._called)
        )

    @property
    def units(self) -> tuple[UnitRow, ...]:
        """The units as rows, in their order."""
        return tuple(self._called)

    def set_units(self, units: Iterable[UnitRow]) -> None:
        """Begin with these."""
        self._called = list(units)
        self._fill()

    def _on_chosen(self, unit_id: object) -> None:
        unit = self.picker.unit
        if unit_id is None or unit is None:
            return
        if unit not in self._called:
            self._called.append(unit)
            self._fill()
        self.picker.choose("")
        self.picker.field.setFocus()

    def _on_delete(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._called):
            del self._called[row]
            self._fill()

    def _on_first(self) -> None:
        row = self.list.currentRow()
        if 0 < row < len(self._called):
            self._called.insert(0, self._called.pop(row))
            self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for place, unit in enumerate(self._called):
            role = self.tr("协办") if place else self.tr("主办")
            self.list.addItem(QListWidgetItem(sentence(one_line(unit.name, 60), role)))
        self.list.setCurrentRow(0)


class ProblemsInput(QWidget):
    """The problems to solve, one after the other: Enter adds, Delete takes the marked one out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("要解决的问题"))
        self.field.setPlaceholderText(self.tr("一个问题一条，回车添加"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("问题清单"))
        self.list.setFixedHeight(72)
        self.list.setToolTip(self.tr("Del 删去"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.returnPressed.connect(self._on_return)
        shortcut = QShortcut(QKeySequence("Del"), self.list)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_delete)
        self.setFocusProxy(self.field)

    @property
    def problems(self) -> tuple[NewProblem, ...]:
        """The problems; what still stands in the field is one as well."""
        texts = [str(self.list.item(row).data(_ID)) for row in range(self.list.count())]
        typed = self.field.text().strip()
        return tuple(NewProblem(text=text) for text in (*texts, *((typed,) if typed else ())))

    def set_problems(self, texts: Iterable[str]) -> None:
        """Begin with these."""
        self.list.clear()
        for text in texts:
            self._add(text)

    def _add(self, text: str) -> None:
        item = QListWidgetItem(one_line(text, 120), self.list)
        item.setData(_ID, text)

    def _on_return(self) -> None:
        typed = self.field.text().strip()
        if typed:
            self._add(typed)
            self.field.clear()

    def _on_delete(self) -> None:
        self.list.takeItem(self.list.currentRow())


class SaidInput(QWidget):
    """On whose word: the person, through which channel, in which words."""

    def __init__(self, who: str, parent: QWidget, *, named: bool) -> None:
        super().__init__(parent)
        self._named = named
        self.person = QLineEdit(self)
        self.person.setAccessibleName(self.tr("批准人") if named else self.tr("对方姓名"))
        self.person.setPlaceholderText(self.person.accessibleName())
        self.channel = box(
            [(words, QCoreApplication.translate("WhistleForm", words)) for words in _CHANNELS],
            self.tr("代办方式"),
            self,
        )
        self.words = QLineEdit(self)
        self.words.setAccessibleName(self.tr("对方原话"))
        self.words.setPlaceholderText(self.tr("对方原话"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(PlainLabel(who, self, role="secondary", wrap=True), 0, 0, 1, 2)
        if named:
            grid.addWidget(self.person, 1, 0, 1, 2)
        self.person.setVisible(named)
        grid.addWidget(self.channel, 2, 0)
        grid.addWidget(self.words, 2, 1)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.person if named else self.words)

    def missing(self) -> str:
        """Return what still has to be said, "" when nothing does."""
        if self._named and not self.person.text().strip():
            return self.tr("请写明是谁批准的")
        return "" if self.words.text().strip() else self.tr("请记下对方的原话")

    @property
    def said(self) -> Said:
        """What was said, by whom and how."""
        return Said(
            person=self.person.text().strip() if self._named else "",
            channel=str(self.channel.currentData()),
            words=self.words.text().strip(),
        )
