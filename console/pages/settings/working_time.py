"""Working periods of a day and how working days are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QGroupBox, QLineEdit, QVBoxLayout, QWidget

from console.pages.settings.asking import ReasonForm
from console.pages.settings.part import button, open_form
from console.wording import listed
from services.api.calendar import CalendarView, WorkingTimeEdit
from services.domain.calendar import Counting, read_periods
from widgets.plain import PlainLabel, one_line
from widgets.qss import set_property

_RULES: tuple[tuple[Counting, str], ...] = (
    (Counting.BY_HOURS, str(QT_TRANSLATE_NOOP("WorkingTimeBox", "计法 A：按工作时间累计"))),
    (Counting.BY_DAYS, str(QT_TRANSLATE_NOOP("WorkingTimeBox", "计法 B：起算当日不计，末日下班到期"))),
)
_BETWEEN = re.compile(r"[^0-9:-]+")
"""Whatever stands between two periods: a comma of any language, a space."""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Working time as it shall be, over the version that was seen."""

    version: int
    periods: tuple[str, ...]
    counting: Counting

    def message(self, command_id: str, reason: str) -> WorkingTimeEdit:
        """Return it as it is sent."""
        return WorkingTimeEdit(
            command_id=command_id,
            version=self.version,
            periods=self.periods,
            counting=self.counting,
            reason=reason,
        )


class WorkingTimeBox(QGroupBox):
    """Emits `wanted` with a WorkingTime and the reason."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("工作时段与计法"))
        self._version = 0
        self._wanted: WorkingTime | None = None
        self.periods = QLineEdit(self)
        self.periods.setAccessibleName(self.tr("工作时段"))
        self.periods.setPlaceholderText("08:30-12:00  14:00-17:30")
        self.counting = QComboBox(self)
        self.counting.setAccessibleName(self.tr("工作日的计法"))
        for rule, words in _RULES:
            self.counting.addItem(QCoreApplication.translate("WorkingTimeBox", words), rule.value)
        self.counting.setPlaceholderText(self.tr("尚未选定"))
        self.counting.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.counting.currentIndexChanged.connect(self._on_counting)
        self.origin = PlainLabel("", self, role="secondary", wrap=True)
        self.error = PlainLabel("", self, tone="red", wrap=True)
        self.save = button(self.tr("保存时段与计法…"), self._on_save, self)
        column = QVBoxLayout(self)
        for part in (
            PlainLabel(self.tr("工作时段"), self, role="secondary"),
            self.periods,
            PlainLabel(self.tr("工作日的计法"), self, role="secondary"),
            self.counting,
            self.origin,
            self.error,
            self.save,
        ):
            column.addWidget(part)
        self.error.hide()
        self.periods.returnPressed.connect(self._on_save)

    def set_editable(self, editable: bool) -> None:
        """Let working time be changed, or only looked at."""
        self.periods.setReadOnly(not editable)
        self.counting.setEnabled(editable)
        self.save.setVisible(editable)

    def show_time(self, view: CalendarView) -> None:
        """Show working time; what is being typed stays until the version moves on."""
        if view.version == self._version and self.periods.isModified():
            return
        self._version = view.version
        self.periods.setText(listed(view.periods))
        self.periods.setCursorPosition(0)
        self.counting.setCurrentIndex(self.counting.findData(view.counting.value))
        words = self.tr("依据：{origin}").format(origin=one_line(view.origin, 120)) if view.origin else ""
        self.origin.setText(words or self.tr("还没有人选定"))

    def _on_counting(self) -> None:
        self.counting.setToolTip(self.counting.currentText())

    def _on_save(self) -> None:
        if self.periods.isReadOnly():
            return
        periods = tuple(part for part in _BETWEEN.split(self.periods.text()) if part)
        wrong, trouble = self._trouble(periods)
        self.error.setText(trouble)
        self.error.setVisible(bool(trouble))
        for field in (self.periods, self.counting):
            set_property(field, "wrong", "true" if field is wrong else "")
        if wrong is not None:
            wrong.setFocus()
            return
        self._wanted = WorkingTime(self._version, periods, Counting(self.counting.currentData()))
        words = self.tr("新的案件按此计时。在办案件的到期时间不会自己变：保存后会列出受影响的案件。")
        form = ReasonForm(self.tr("保存工作时段与计法"), words, self.tr("保存"), self)
        form.given.connect(self._on_reason)
        open_form(form)

    def _trouble(self, periods: tuple[str, ...]) -> tuple[QWidget | None, str]:
        """Return the field that is wrong and what to do there; None for neither."""
        if not periods:
            return self.periods, self.tr("请写明至少一个工作时段，如 08:30-12:00")
        try:
            read_periods(periods)
        except ValueError:
            return self.periods, self.tr("工作时段应如 08:30-12:00、14:00-17:30：先后有序、互不重叠，至多 6 段")
        if not self.counting.currentData():
            return self.counting, self.tr("请选定计法 A 或 B")
        return None, ""

    def _on_reason(self, reason: str) -> None:
        self.periods.setModified(False)
        self.wanted.emit(self._wanted, reason)
