"""The inputs an action's form is put together from: each asks for one thing and puts it into what was filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from console.forms.filled import Filled
from console.forms.unit_picker import UnitPicker
from services.api.cases import AttachmentRow, Behalf
from services.api.district import UnitRow
from services.domain.clock import DAY_MS, HOUR_MS, Instant
from services.domain.looprules import Resolved, Satisfaction
from services.domain.tiers import Tier
from widgets.plain import PlainLabel, one_line, tooltip

LATER_HOURS = (2, 4, 8, 24, 72)
PAUSE_DAYS = (1, 3, 7, 15, 30, 90, 180, 365)
BEHALF_CHANNELS: tuple[tuple[str, str], ...] = (
    ("phone", str(QT_TRANSLATE_NOOP("ActForm", "电话"))),
    ("chat", str(QT_TRANSLATE_NOOP("ActForm", "工作群"))),
    ("person", str(QT_TRANSLATE_NOOP("ActForm", "当面"))),
)
_RESOLVED: tuple[tuple[str, str], ...] = (
    (Resolved.SOLVED, str(QT_TRANSLATE_NOOP("ActForm", "已解决"))),
    (Resolved.PARTLY, str(QT_TRANSLATE_NOOP("ActForm", "部分解决"))),
    (Resolved.UNSOLVED, str(QT_TRANSLATE_NOOP("ActForm", "未解决"))),
)
_SATISFACTION: tuple[tuple[str, str], ...] = (
    (Satisfaction.SATISFIED, str(QT_TRANSLATE_NOOP("ActForm", "满意"))),
    (Satisfaction.FAIRLY, str(QT_TRANSLATE_NOOP("ActForm", "基本满意"))),
    (Satisfaction.UNSATISFIED, str(QT_TRANSLATE_NOOP("ActForm", "不满意"))),
)
OTHER_REASON = "other"
"""The code of a reason that has to be written out."""

_LIST_PX = 96


def say(text: str) -> str:
    """Return a text of this form in the person's language."""
    return QCoreApplication.translate("ActForm", text)


class Input(QWidget):
    """One thing that is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first: QWidget | None = None
        """Where one begins; no focus proxy, which would take the input's other parts out of the Tab order."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def begin(self) -> None:
        """Put the cursor where one begins; what stands there already is replaced by typing."""
        if self.first is not None:
            self.first.setFocus()
        if isinstance(self.first, QLineEdit):
            self.first.selectAll()

    def resume(self) -> None:
        """Put the cursor where what is missing belongs."""
        self.begin()

    def missing(self) -> str:
        """Return what is still to be given, in a sentence; "" when nothing is."""
        return ""

    def fill(self, filled: Filled) -> Filled:
        """Return what was filled in with this input's part."""
        raise NotImplementedError

    def _label(self, words: str) -> None:
        self.column.addWidget(PlainLabel(words, self, role="secondary"))


def choice(options: Iterable[tuple[str, str]], name: str, parent: QWidget) -> QComboBox:
    """Return a box of (code, words), named for who cannot see it."""
    box = QComboBox(parent)
    box.setAccessibleName(name)
    for code, label in options:
        box.addItem(label, code)
    return box


class LeadInput(Input):
    """主办: the unit that gets the case; the suggested one is chosen already."""

    def __init__(
        self, units: tuple[UnitRow, ...], lead_id: str | None, parent: QWidget | None = None, *, barred: str = ""
    ) -> None:
        """Take the name of a category that may not go to a grid (事项准入), "" where this one may."""
        super().__init__(parent)
        self._barred = barred
        self.picker = UnitPicker(units, self, name=self.tr("主办单位"))
        self.column.addWidget(self.picker)
        if lead_id is not None:
            self.picker.choose(lead_id)
        self.first = self.picker.field

    def missing(self) -> str:
        """Ask for the unit, one that the case's category may go to."""
        unit = self.picker.unit
        if unit is None:
            return self.tr("请先选定主办单位")
        if self._barred and unit.tier is Tier.GRID:
            words = self.tr("事项准入清单规定“{category}”不得派往网格，请改派社区、街镇或部门")
            return words.format(category=one_line(self._barred, 40))
        return ""

    def fill(self, filled: Filled) -> Filled:
        """Put the unit in; it does not assist itself."""
        unit_id = self.picker.unit.id if self.picker.unit is not None else None
        helpers = tuple(one for one in filled.assisting if one != unit_id)
        return replace(filled, unit_id=unit_id, assisting=helpers)


class AssistingInput(Input):
    """协办: departments that help, ticked in a list."""

    def __init__(self, units: tuple[UnitRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label(self.tr("协办单位（可不选）"))
        self._list = _ticks(
            [(unit.id, unit.name) for unit in units if unit.tier is None], self.tr("协办单位"), self, ticked=False
        )
        self.column.addWidget(self._list)
        self.first = self._list

    def fill(self, filled: Filled) -> Filled:
        """Put the helpers in, without the lead."""
        return replace(filled, assisting=tuple(one for one in _ticked(self._list) if one != filled.unit_id))


class DesignatedInput(Input):
    """指定承办: who is designated may not return the case."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self.tr("指定承办（承办单位不得退单）"), self)
        self.column.addWidget(self.box)
        self.first = self.box

    def fill(self, filled: Filled) -> Filled:
        """Put the mark in."""
        return replace(filled, designated=self.box.isChecked())


class TextInput(Input):
    """Words. `needed`: not without them. `options` (code, words), called `name`, stand above them: Tab goes down."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        needed: bool,
        options: tuple[tuple[str, str], ...] = (),
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self._needed = needed
        self._box = choice(options, name, self) if options else None
        if self._box is not None:
            self.column.addWidget(self._box)
        self.edit = QPlainTextEdit(self)
        self.edit.setAccessibleName(self.tr("说明"))
        self.edit.setPlaceholderText(
            self.tr("写明情况，Ctrl+Enter 提交") if needed else self.tr("说明（可不填），Ctrl+Enter 提交")
        )
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(_LIST_PX if needed else 64)
        self.column.addWidget(self.edit)
        self.first = self._box or self.edit

    def missing(self) -> str:
        """Ask for the words."""
        return self.tr("请写明情况") if self._needed and not self.edit.toPlainText().strip() else ""

    def fill(self, filled: Filled) -> Filled:
        """Put the words in."""
        return replace(filled, text=self.edit.toPlainText().strip())


class ReasonInput(TextInput):
    """A reason: one of the district's codes, with words; without codes, words alone."""

    def __init__(self, reasons: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(
            parent, needed=not reasons, options=reasons, name=QCoreApplication.translate("ReasonInput", "理由")
        )

    def resume(self) -> None:
        """Begin at the words: a code is always chosen."""
        self.edit.setFocus()

    def missing(self) -> str:
        """Ask for words where the code alone says nothing."""
        if self._box is not None and self._box.currentData() == OTHER_REASON and not self.edit.toPlainText().strip():
            return self.tr("请写明情况")
        return super().missing()

    def fill(self, filled: Filled) -> Filled:
        """Put code and words in."""
        code = str(self._box.currentData()) if self._box is not None else ""
        return replace(super().fill(filled), reason_code=code)


class LaterInput(Input):
    """延期: hours after the old due time."""

    def __init__(self, due_at: Instant | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._due_at = due_at
        words = self.tr("原时限后 {n} 小时")
        self._box = choice([(str(n), words.format(n=n)) for n in LATER_HOURS], self.tr("延期到"), self)
        self.column.addWidget(self._box)
        self.first = self._box

    def fill(self, filled: Filled) -> Filled:
        """Put the new due time in."""
        if self._due_at is None:
            return filled
        return replace(filled, until=self._due_at + int(self._box.currentData()) * HOUR_MS)


class PauseInput(Input):
    """挂账: for how many days the clock stands still, as many as the district allows."""

    def __init__(self, now: Instant, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        words = self.tr("挂账 {n} 天，到期自动恢复计时")
        days = [n for n in PAUSE_DAYS if n <= most]
        self._box = choice([(str(n), words.format(n=n)) for n in days], self.tr("挂账多久"), self)
        self.column.addWidget(self._box)
        self.first = self._box

    def fill(self, filled: Filled) -> Filled:
        """Put the end of the pause in."""
        return replace(filled, until=self._now + int(self._box.currentData()) * DAY_MS)


class VerdictInput(Input):
    """Two answers of which the first is the usual one."""

    def __init__(self, passed: str, failed: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passed = QRadioButton(passed, self)
        self.failed = QRadioButton(failed, self)
        self.passed.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.passed, self.failed):
            group.addButton(button)
            self.column.addWidget(button)
        self.first = self.passed

    def fill(self, filled: Filled) -> Filled:
        """Put the answer in."""
        return replace(filled, passed=self.passed.isChecked())


class ChoiceInput(Input):
    """One of several, put in under a field's name. Where there is nothing to choose it asks nothing."""

    def __init__(
        self, field: str, options: tuple[tuple[str, str], ...], name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._box = choice((), name, self)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._label(name)
        self.column.addWidget(self._box)
        self.first = self._box
        self.offer(options)

    def offer(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer these instead; what was chosen stays where it still can be."""
        chosen = self._box.currentData()
        self._box.clear()
        for index, (code, label) in enumerate(options):
            self._box.addItem(label, code)
            self._box.setItemData(index, tooltip(label), Qt.ItemDataRole.ToolTipRole)
        self._box.setCurrentIndex(max(0, self._box.findData(chosen)))
        self.setVisible(bool(options))

    def fill(self, filled: Filled) -> Filled:
        """Put the choice in."""
        code = self._box.currentData()
        if code is None:
            return filled
        changes: dict[str, Any] = {self.field: code}
        return replace(filled, **changes)


class OutcomeInput(Input):
    """回访: reached or not, solved or not, how content."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reached = QCheckBox(self.tr("已联系上来电人"), self)
        self.reached.setChecked(True)
        self.resolved = choice([(code, say(word)) for code, word in _RESOLVED], self.tr("是否解决"), self)
        self.satisfaction = choice([(code, say(word)) for code, word in _SATISFACTION], self.tr("是否满意"), self)
        self.column.addWidget(self.reached)
        for words, box in ((self.tr("是否解决"), self.resolved), (self.tr("是否满意"), self.satisfaction)):
            self._label(words)
            self.column.addWidget(box)
            self.reached.toggled.connect(box.setEnabled)
        self.first = self.resolved

    def fill(self, filled: Filled) -> Filled:
        """Put the outcome in; who was not reached has said nothing."""
        if not self.reached.isChecked():
            return replace(filled, reached=False, resolved="", satisfaction="")
        return replace(
            filled,
            reached=True,
            resolved=str(self.resolved.currentData()),
            satisfaction=str(self.satisfaction.currentData()),
        )


class FilesInput(Input):
    """Files of the case that belong to what is said; those that are there are ticked."""

    def __init__(self, files: tuple[AttachmentRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = _ticks([(one.id, one.name) for one in files], self.tr("随附的附件"), self, ticked=True)
        self._label(self.tr("随附的附件（先在案件里添加）"))
        self.column.addWidget(self._list)
        self.first = self._list
        self.setVisible(bool(files))

    def fill(self, filled: Filled) -> Filled:
        """Put the files in."""
        return replace(filled, attachments=_ticked(self._list))


class BehalfInput(Input):
    """代办: for which unit, through which channel, in which words."""

    def __init__(self, unit: UnitRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit_id = unit.id
        self._label(self.tr("代 {unit} 办理，请记下渠道和原话").format(unit=one_line(unit.name, 60)))
        self._channel = choice([(code, say(word)) for code, word in BEHALF_CHANNELS], self.tr("渠道"), self)
        self._words = QLineEdit(self)
        self._words.setAccessibleName(self.tr("原话"))
        self._words.setPlaceholderText(self.tr("对方怎么说的"))
        self.column.addWidget(self._channel)
        self.column.addWidget(self._words)
        self.first = self._words

    def missing(self) -> str:
        """Ask for the words of the other side."""
        return "" if self._words.text().strip() else self.tr("代办须记下对方原话")

    def fill(self, filled: Filled) -> Filled:
        """Put in for whom it was done."""
        behalf = Behalf(
            unit_id=self._unit_id, channel=str(self._channel.currentData()), words=self._words.text().strip()
        )
        return replace(filled, behalf=behalf)


def _ticks(items: Iterable[tuple[str, str]], name: str, parent: QWidget, *, ticked: bool) -> QListWidget:
    made = QListWidget(parent)
    made.setAccessibleName(name)
    made.setFixedHeight(_LIST_PX)
    state = Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
    for key, words in items:
        item = QListWidgetItem(one_line(words), made)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setCheckState(state)
    return made


def _ticked(box: QListWidget) -> tuple[str, ...]:
    items = [box.item(row) for row in range(box.count())]
    return tuple(item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked)
