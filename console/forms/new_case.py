"""A new case at the phone or the counter (Ctrl+N): what, who calls, where, how urgent; done by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from console.forms.similar_list import SimilarList
from console.forms.unit_picker import UnitPicker
from console.wording import Wording
from services.api.district import ProfileView, UnitRow
from services.api.duplicates import SimilarDraft, SimilarRow
from services.domain.cases import Priority
from widgets.plain import PlainLabel, tooltip

TITLE_LIMIT = 60
ASK_AFTER_MS = 350
"""How long nothing was typed before the hub is asked what may be the same matter."""

PRIORITIES: tuple[tuple[Priority, str], ...] = (
    (Priority.ORDINARY, str(QT_TRANSLATE_NOOP("NewCaseForm", "普"))),
    (Priority.URGENT, str(QT_TRANSLATE_NOOP("NewCaseForm", "急"))),
    (Priority.EXTRA_URGENT, str(QT_TRANSLATE_NOOP("NewCaseForm", "特急"))),
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What was taken down. `lon`, `lat` (WGS84 degrees) only where a point of the map was chosen.

    `joins` is the case that it is to be merged into, None for none; a closed one is to be reopened first.
    """

    title: str
    text: str
    place: str
    area_id: str | None
    category: str
    source: str
    call_kind: str
    request_kind: str
    priority: Priority
    caller: str
    phone: str
    proactive: bool = False
    lon: float | None = None
    lat: float | None = None
    joins: SimilarRow | None = None


class NewCaseForm(QDialog):
    """The form itself. Emits `reported` with `Reported`, and `point_wanted` when a point of the map is to be chosen.

    `drafted` carries what is known so far (a SimilarDraft), when a moment has passed since it last changed.
    """

    reported = Signal(object)
    point_wanted = Signal()
    drafted = Signal(object)

    def __init__(self, profile: ProfileView, units: Iterable[UnitRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        units = tuple(units)
        self._profile = profile
        self._told = SimilarDraft()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASK_AFTER_MS)
        self._point: tuple[float, float] | None = None
        self.setWindowTitle(self.tr("新建案件"))
        self.setMinimumWidth(1180)
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(120)
        self.text.setPlaceholderText(self.tr("诉求或情况，第一句会成为标题"))
        self.caller = QLineEdit(self)
        self.phone = QLineEdit(self)
        self.place = QLineEdit(self)
        self.place.setPlaceholderText(self.tr("路、门牌、地标"))
        self.point = QPushButton(self.tr("在地图上选点"), self)
        self.area = UnitPicker(
            (unit for unit in units if unit.tier is not None), self, name=self.tr("所在网格、社区或街镇")
        )
        self.category = self._box(self._offered())
        self.source = self._box([(row.code, row.name) for row in profile.sources])
        self.call_kind = self._box([("", self.tr("未定"))] + [(row.code, row.name) for row in profile.call_kinds])
        self.request_kind = self._box([("", self.tr("未定"))] + [(row.code, row.name) for row in profile.request_kinds])
        self.proactive = QCheckBox(self.tr("主动发现"), self)
        self.proactive.setToolTip(tooltip(self.tr("由本区自己发现，不是群众反映")))
        self._priority = QButtonGroup(self)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self.similar = SimilarList(Wording(profile, units), self)
        self._build()
        self.point.clicked.connect(self.point_wanted)
        self.category.currentIndexChanged.connect(self._on_category)
        self.similar.joined.connect(self._on_joined)
        for changed in (
            self.text.textChanged,
            self.place.textChanged,
            self.area.field.textChanged,
            self.category.currentIndexChanged,
        ):
            changed.connect(self._on_changed)
        self._pause.timeout.connect(self._tell_draft)

    def set_point(self, lon: float, lat: float) -> None:
        """Take the point of the map that was chosen (WGS84 degrees); it decides grid, community and street."""
        self._point = (lon, lat)
        self.point.setText(self.tr("已选点 {lon}, {lat}").format(lon=f"{lon:.5f}", lat=f"{lat:.5f}"))
        self._pause.start()

    def know(self, profile: ProfileView) -> None:
        """Offer the categories of the district as it is now; one that is offered no more is 未定 again, and said so."""
        before = self.category.currentData()
        self._profile = profile
        self.category.blockSignals(True)
        self.category.clear()
        for code, label in self._offered():
            self.category.addItem(label, code)
        at = self.category.findData(before)
        self.category.setCurrentIndex(max(at, 0))
        self.category.blockSignals(False)
        if at < 0:
            self.show_error(self.tr("所选类别已停用：请重新选择"))

    def _offered(self) -> list[tuple[str, str]]:
        offered = [(row.code, f"{row.group} · {row.name}") for row in self._profile.categories if row.offered]
        return [("", self.tr("未定")), *offered]

    def show_error(self, sentence: str) -> None:
        """Say what is wrong with what was filled in."""
        self._error.setText(sentence)

    def _box(self, options: Iterable[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        for code, label in options:
            box.addItem(label, code)
        return box

    def _build(self) -> None:
        urgency = QHBoxLayout()
        urgency.setSpacing(22)
        for priority, label in PRIORITIES:
            button = QRadioButton(QCoreApplication.translate("NewCaseForm", label), self)
            button.setChecked(priority is Priority.ORDINARY)
            self._priority.addButton(button, int(priority))
            urgency.addWidget(button)
        urgency.addStretch()
        urgency.addWidget(self.proactive)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        left: list[tuple[str, QWidget]] = [
            (self.tr("来电人"), self.caller),
            (self.tr("电话"), self.phone),
            (self.tr("来源"), self.source),
        ]
        kinds = ((self.tr("呼的种类"), self.call_kind), (self.tr("诉求种类"), self.request_kind))
        for label, box in kinds:
            if box.count() > 1:
                left.append((label, box))
            else:
                box.hide()  # the district has none of its own
        left.append((self.tr("类别"), self.category))
        for row, (label, field) in enumerate(left):
            field.setAccessibleName(label)
            grid.addWidget(PlainLabel(label, self, role="secondary"), row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(field, row, 1)
        grid.addWidget(PlainLabel(self.tr("地点"), self, role="secondary"), 0, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.place, 0, 3)
        grid.addWidget(self.point, 0, 4)
        grid.addWidget(PlainLabel(self.tr("区域"), self, role="secondary"), 1, 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.area, 1, 3, 4, 2)
        grid.addWidget(PlainLabel(self.tr("缓急"), self, role="secondary"), 5, 2, Qt.AlignmentFlag.AlignRight)
        grid.addLayout(urgency, 5, 3, 1, 2)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(3, 3)
        self.text.setAccessibleName(self.tr("诉求或情况"))
        self.place.setAccessibleName(self.tr("地点"))

        beside = QHBoxLayout(self)
        beside.setSpacing(18)
        column = QVBoxLayout()
        column.setSpacing(12)
        beside.addLayout(column, 3)
        beside.addWidget(self.similar, 1)
        column.addWidget(self.text)
        column.addLayout(grid)
        column.addLayout(self._buttons())
        self._order_tabs()

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(self.tr("取消"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        submit = QPushButton(self.tr("提交 Ctrl+Enter"), self)
        submit.setProperty("kind", "primary")
        submit.setAutoDefault(False)
        submit.clicked.connect(self._submit)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._submit)
        buttons = QHBoxLayout()
        buttons.addWidget(self._error, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(submit)
        return buttons

    def _order_tabs(self) -> None:
        order = (
            self.text,
            self.caller,
            self.phone,
            self.place,
            self.area.field,
            self.category,
            self.source,
            self.call_kind,
            self.request_kind,
            self.proactive,
            self.similar.rows,
        )
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)
        self.text.setFocus()

    def _on_category(self) -> None:
        code = self.category.currentData()
        row = next((row for row in self._profile.categories if row.code == code), None)
        if row is not None and row.priority is not None:
            self._priority.button(int(row.priority)).setChecked(True)

    def _on_changed(self) -> None:
        self._pause.start()

    def _tell_draft(self) -> None:
        text = self.text.toPlainText().strip()
        area = self.area.unit
        lon, lat = self._point if self._point is not None else (None, None)
        draft = SimilarDraft(
            title=first_sentence(text),
            text=text,
            place=self.place.text().strip(),
            lon=lon,
            lat=lat,
            area_id=area.id if area is not None else None,
            category=self.category.currentData(),
        )
        if draft != self._told and (draft.title or draft.place):
            self._told = draft
            self.drafted.emit(draft)

    def _on_joined(self, row: SimilarRow) -> None:
        self._report(row)

    def _submit(self) -> None:
        self._report(None)

    def _report(self, joins: SimilarRow | None) -> None:
        text = self.text.toPlainText().strip()
        if not text:
            self.show_error(self.tr("请先写下诉求或情况"))
            self.text.setFocus()
            return
        self._error.setText("")
        area = self.area.unit
        lon, lat = self._point if self._point is not None else (None, None)
        self.reported.emit(
            Reported(
                title=first_sentence(text),
                text=text,
                place=self.place.text().strip(),
                area_id=area.id if area is not None else None,
                category=self.category.currentData(),
                source=self.source.currentData() or "",
                call_kind=self.call_kind.currentData(),
                request_kind=self.request_kind.currentData(),
                priority=Priority(self._priority.checkedId()),
                caller=self.caller.text().strip(),
                phone=self.phone.text().strip(),
                proactive=self.proactive.isChecked(),
                lon=lon,
                lat=lat,
                joins=joins,
            )
        )


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, cut at `TITLE_LIMIT` characters: the title a case gets at intake."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    for mark in "。！？!?；;":
        line = line.split(mark, 1)[0]
    return line.strip()[:TITLE_LIMIT]
