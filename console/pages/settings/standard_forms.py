"""Forms for category standards: which file becomes an edition, and what its bare 小时 and 天 mean."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from console.pages.settings.asking import ReasonForm
from console.pages.settings.part import button
from console.pages.settings.standard_words import BARE, means_word, say
from services.api.catalogue import StandardRow
from services.domain.limits import Means
from widgets.plain import PlainLabel, one_line

_WIDTH = 560
_NAME_MOST = 100


class ImportForm(QDialog):
    """Names an edition before its file is imported. Emits `given` with name and origin."""

    given = Signal(str, str)

    def __init__(self, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("导入类别标准"))
        self.setMinimumWidth(_WIDTH)
        self.name = QLineEdit(Path(path).stem[:_NAME_MOST], self)
        self.origin = QLineEdit(self)
        self.origin.setPlaceholderText(self.tr("发布机关、文号、日期，或从哪里取得"))
        for field, words in ((self.name, self.tr("名称和版本")), (self.origin, self.tr("出处"))):
            field.setAccessibleName(words)
            field.setMaxLength(_NAME_MOST)
            field.returnPressed.connect(self._on_submit)
        self.error = PlainLabel("", self, tone="red", wrap=True)
        form = QFormLayout()
        form.addRow(self.tr("文件"), PlainLabel(one_line(Path(path).name, 80), self))
        form.addRow(self.tr("名称和版本"), self.name)
        form.addRow(self.tr("出处"), self.origin)
        words = self.tr("导入后是草案，不影响正在使用的标准；确认单位含义后才能启用。")
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(button(self.tr("取消"), self.reject, self))
        row.addWidget(button(self.tr("导入"), self._on_submit, self, kind="primary", hint="Ctrl+Enter"))
        column = QVBoxLayout(self)
        column.addWidget(PlainLabel(words, self, role="sentence", wrap=True))
        column.addLayout(form)
        column.addWidget(self.error)
        column.addLayout(row)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_submit)
        self.name.setFocus()
        self.name.selectAll()

    def _on_submit(self) -> None:
        name, origin = self.name.text().strip(), self.origin.text().strip()
        if not name or not origin:
            self.error.setText(self.tr("请写明名称和出处：以后要靠它们辨认版本"))
            (self.origin if name else self.name).setFocus()
            return
        self.given.emit(name, origin)
        self.accept()


class MeaningForm(ReasonForm):
    """A person who read the standard says what its bare units mean. Emits `wanted` with two `Means` and the reason."""

    wanted = Signal(object, object, str)

    def __init__(self, row: StandardRow, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        words = translate(
            "MeaningForm", "标准里只写“小时”或“天”的时限，由读过原文的人确认按哪种时间计；理由里请写依据。"
        )
        super().__init__(
            translate("MeaningForm", "确认单位含义：{name}").format(name=one_line(row.name, 60)),
            words,
            translate("MeaningForm", "确认"),
            parent,
        )
        self._needed: dict[str, QComboBox] = {}
        form = QFormLayout()
        self.hours = self._box("hours", row.hours_mean, row, form)
        self.days = self._box("days", row.days_mean, row, form)
        self.rows.addLayout(form)
        self.hours.setFocus()

    def _box(self, unit: str, means: Means, row: StandardRow, form: QFormLayout) -> QComboBox:
        box = QComboBox(self)
        box.setPlaceholderText(self.tr("请选定"))
        for one in (Means.WORKING, Means.NATURAL):
            box.addItem(means_word(one), one.value)
        box.setCurrentIndex(box.findData(means.value))
        label = self.tr("单写的“{unit}”指").format(unit=say(BARE[unit]))
        box.setAccessibleName(label)
        form.addRow(label, box)
        if unit in row.needs:
            self._needed[unit] = box
        return box

    def complaint(self) -> str:
        """Return what is missing, "" for nothing."""
        if any(box.currentData() is None for box in self._needed.values()):
            return self.tr("请先选定单位的含义")
        return super().complaint()

    def accept(self) -> None:
        """Say what was confirmed."""
        hours, days = (Means(box.currentData() or "") for box in (self.hours, self.days))
        self.wanted.emit(hours, days, self.reason.text().strip())
        super().accept()
