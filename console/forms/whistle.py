"""The form of a new whistle (W): kind, matter, why the street cannot solve it, place, units, by when; by keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.clocktext import ClockText
from console.forms.whistle_inputs import ProblemsInput, UnitsInput, WaitInput, box
from services.api.district import UnitRow
from services.api.whistles import NewWhistle, WhistleCatalogue
from services.domain.clock import Instant
from services.domain.whistles import Whistle
from widgets.plain import PlainLabel


@dataclass(frozen=True, slots=True)
class Start:
    """What a form begins with: the case it is for, or the draft that is changed. `blowers` may blow, the first does.

    `kinds` are (code, words), `note` what has to be said of them.
    """

    catalogue: WhistleCatalogue
    kinds: tuple[tuple[str, str], ...]
    note: str
    blowers: tuple[UnitRow, ...]
    units: tuple[UnitRow, ...]
    now: Instant
    case_id: str | None = None
    about: str = ""
    matter: str = ""
    place: str = ""
    draft: Whistle | None = None


class WhistleForm(QDialog):
    """Emits `given` with a NewWhistle that has no command id yet; stays open until it is accepted."""

    given = Signal(object)
    point_wanted = Signal()
    """A point of the map is to be chosen for the place."""

    def __init__(self, start: Start, clock: ClockText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._start = start
        draft = start.draft
        self._point = (draft.lon, draft.lat) if draft is not None else (None, None)
        self.setWindowTitle(self.tr("吹哨") if start.draft is None else self.tr("修改吹哨"))
        self.setMinimumWidth(860)
        self.kind = box(start.kinds, self.tr("种类"), self)
        self.blower = box([(unit.id, unit.name) for unit in start.blowers], self.tr("吹哨单位"), self)
        self.matter = QLineEdit(self)
        self.why = QPlainTextEdit(self)
        self.why.setTabChangesFocus(True)
        self.why.setFixedHeight(64)
        self.why.setPlaceholderText(self.tr("缺什么权限、力量或设备"))
        self.place = QLineEdit(self)
        self.point = QPushButton(self.tr("在地图上选点"), self)
        self.point.setAutoDefault(False)
        self.point.clicked.connect(self.point_wanted)
        self.units = UnitsInput(start.units, self)
        self.wait = WaitInput(start.now, clock, self.tr("报到时间"), start.catalogue.arrive_minutes, self)
        self.problems = ProblemsInput(self)
        self.approval = QCheckBox(self.tr("须经街镇领导批准"), self)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._dress_approval()
        self._build()
        self._begin()

    def show_error(self, words: str) -> None:
        """Say why it was not taken."""
        self._error.setText(words)

    def set_point(self, lon: float, lat: float) -> None:
        """Take the point of the map that was chosen (WGS84 degrees)."""
        self._point = (lon, lat)
        self.point.setText(self.tr("已选点 {lon}, {lat}").format(lon=f"{lon:.5f}", lat=f"{lat:.5f}"))

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _dress_approval(self) -> None:
        rule = self._start.catalogue.approval
        self.approval.setChecked(rule != "none")
        self.approval.setEnabled(not rule)
        if rule:
            self.approval.setToolTip(self.tr("本区的规定"))
        else:
            self.approval.setText(self.tr("须经街镇领导批准（本区规定未知，请选择）"))

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        fields: Sequence[tuple[str, QWidget]] = (
            (self.tr("吹哨单位"), self.blower),
            (self.tr("种类"), self.kind),
            (self.tr("事项"), self.matter),
            (self.tr("街镇为何不能解决"), self.why),
            (self.tr("地点"), self._placing()),
            (self.tr("召集单位"), self.units),
            (self.tr("报到时间"), self.wait),
            (self.tr("要解决的问题"), self.problems),
        )
        for row, (label, field) in enumerate(fields):
            if not field.accessibleName():
                field.setAccessibleName(label)
            grid.addWidget(PlainLabel(label, self, role="secondary"), row, 0)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        if self._start.about:
            column.addWidget(PlainLabel(self._start.about, self, role="heading", wrap=True))
        if self._start.note:
            column.addWidget(PlainLabel(self._start.note, self, role="secondary", wrap=True))
        column.addLayout(grid)
        column.addWidget(self.approval)
        column.addLayout(self._buttons())

    def _placing(self) -> QWidget:
        """Return the line of the place: its words, and the point of the map (a case brings its own)."""
        self.place.setAccessibleName(self.tr("地点"))
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place, 1)
        row.addWidget(self.point)
        self.point.setVisible(self._start.case_id is None)
        return line

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(self.tr("取消"), self)
        cancel.clicked.connect(self.reject)
        draft = QPushButton(self.tr("存为草稿 Ctrl+S"), self)
        draft.clicked.connect(self._on_draft)
        submit = QPushButton(self.tr("吹哨 Ctrl+Enter"), self)
        submit.setProperty("kind", "primary")
        submit.clicked.connect(self._on_submit)
        row = QHBoxLayout()
        row.addWidget(self._error, 1)
        for button in (cancel, draft, submit):
            button.setAutoDefault(False)
            row.addWidget(button)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._on_submit)
        QShortcut(QKeySequence("Ctrl+S"), self, self._on_draft)
        return row

    def _begin(self) -> None:
        start = self._start
        self.matter.setText(start.matter)
        self.place.setText(start.place)
        draft = start.draft
        if draft is not None:
            self.kind.setCurrentIndex(max(0, self.kind.findData(draft.kind)))
            self.blower.setEnabled(False)
            self.why.setPlainText(draft.why)
            self.units.set_units(_rows(start.units, (part.unit_id for part in draft.units)))
            self.problems.set_problems(item.text for item in draft.problems)
            self.approval.setChecked(draft.needs_approval)
        (self.why if start.matter else self.matter).setFocus()

    # ── giving ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_submit(self) -> None:
        self._give(submit=True)

    def _on_draft(self) -> None:
        self._give(submit=False)

    def _give(self, *, submit: bool) -> None:
        complaint = self._complaint(submit=submit)
        self.show_error(complaint)
        if complaint:
            return
        draft = self._start.draft
        self.given.emit(
            NewWhistle(
                command_id="",
                version=draft.version if draft is not None else None,
                case_id=self._start.case_id,
                unit_id=self.blower.currentData(),
                kind=str(self.kind.currentData()),
                matter=self.matter.text().strip(),
                why=self.why.toPlainText().strip(),
                place=self.place.text().strip(),
                lon=self._point[0],
                lat=self._point[1],
                arrive_by=self.wait.until(self._start.now),
                needs_approval=self.approval.isChecked(),
                units=self.units.called,
                problems=self.problems.problems,
                submit=submit,
            )
        )

    def _complaint(self, *, submit: bool) -> str:
        """Return what is still missing, in a sentence."""
        if not self.matter.text().strip():
            return self.tr("请写明事项")
        if not self.why.toPlainText().strip():
            return self.tr("请写明街镇为何不能解决")
        if submit and not self.units.called:
            return self.tr("请至少召集一个单位")
        if submit and not self.problems.problems:
            return self.tr("请写明要解决的问题")
        return ""


def _rows(units: Iterable[UnitRow], wanted: Iterable[str]) -> tuple[UnitRow, ...]:
    known = {unit.id: unit for unit in units}
    return tuple(known[unit_id] for unit_id in wanted if unit_id in known)


def with_id(new: NewWhistle, command_id: str) -> NewWhistle:
    """Return what was given under a command's id."""
    return msgspec.structs.replace(new, command_id=command_id)
