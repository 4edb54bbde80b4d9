"""What an action still asks for: a unit, a text, a reason, a later time; and for whom it is done, when on behalf."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from console.forms.unit_picker import UnitPicker
from services.api.cases import Behalf
from services.api.district import UnitRow
from services.domain.actions import ACTIONS, Action
from services.domain.clock import HOUR_MS, Instant
from widgets.plain import PlainLabel, one_line

RETURN_REASONS: tuple[tuple[str, str], ...] = (
    ("place", str(QT_TRANSLATE_NOOP("ActForm", "属地不符"))),
    ("owner", str(QT_TRANSLATE_NOOP("ActForm", "权属不清"))),
    ("duty", str(QT_TRANSLATE_NOOP("ActForm", "不属本单位职责"))),
    ("overlap", str(QT_TRANSLATE_NOOP("ActForm", "职能交叉"))),
    ("duplicate", str(QT_TRANSLATE_NOOP("ActForm", "重复件"))),
    ("other", str(QT_TRANSLATE_NOOP("ActForm", "其他（请写明）"))),
)
"""Reasons for a return: the three that hotline centres name most (属地、权属、职能交叉), and what they leave open."""

LATER_HOURS = (2, 4, 8, 24, 72)
BEHALF_CHANNELS: tuple[tuple[str, str], ...] = (
    ("phone", str(QT_TRANSLATE_NOOP("ActForm", "电话"))),
    ("chat", str(QT_TRANSLATE_NOOP("ActForm", "工作群"))),
    ("person", str(QT_TRANSLATE_NOOP("ActForm", "当面"))),
)

_TITLES = {
    Action.DISPATCH: str(QT_TRANSLATE_NOOP("ActForm", "派给哪个单位主办？")),
    Action.FEEDBACK: str(QT_TRANSLATE_NOOP("ActForm", "处置了什么，结果如何？")),
    Action.ESCALATE: str(QT_TRANSLATE_NOOP("ActForm", "为什么升级？")),
    Action.CHECK: str(QT_TRANSLATE_NOOP("ActForm", "现场核查的结果")),
    Action.CLOSE: str(QT_TRANSLATE_NOOP("ActForm", "结案说明")),
    Action.NOTE: str(QT_TRANSLATE_NOOP("ActForm", "备注")),
    Action.RETURN: str(QT_TRANSLATE_NOOP("ActForm", "为什么退单？")),
    Action.EXTEND: str(QT_TRANSLATE_NOOP("ActForm", "延到什么时候，为什么？")),
    Action.SIGN: str(QT_TRANSLATE_NOOP("ActForm", "代为签收")),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person filled in for an action."""

    unit_id: str | None = None
    assisting: tuple[str, ...] = ()
    text: str = ""
    reason_code: str = ""
    until: Instant | None = None
    passed: bool = True
    behalf: Behalf | None = None


class ActForm(QDialog):
    """A window-modal form for one action on one case. Emits `filled` with `Filled`; Esc leaves without a trace."""

    filled = Signal(object)

    def __init__(
        self,
        action: Action,
        case_title: str,
        units: Iterable[UnitRow],
        due_at: Instant | None,
        behalf_of: UnitRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._action = action
        self._needs = ACTIONS[action].needs
        self._due_at = due_at
        self._behalf_of = behalf_of
        self.setWindowTitle(self.tr("{action} · {case}").format(action=self._label(), case=one_line(case_title, 40)))
        self.setMinimumWidth(520)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        self._column.addWidget(PlainLabel(self._say(_TITLES.get(action, "")), self, role="heading"))
        self._picker: UnitPicker | None = None
        self._assisting: QListWidget | None = None
        self._reason: QComboBox | None = None
        self._later: QComboBox | None = None
        self._passed: QRadioButton | None = None
        self._failed: QRadioButton | None = None
        self._text: QPlainTextEdit | None = None
        self._behalf_channel: QComboBox | None = None
        self._behalf_words: QLineEdit | None = None
        self._build(tuple(units))

    def _label(self) -> str:
        return QCoreApplication.translate("Action", ACTIONS[self._action].label)

    def _say(self, text: str) -> str:
        return QCoreApplication.translate("ActForm", text)

    def _build(self, units: tuple[UnitRow, ...]) -> None:
        if "unit" in self._needs:
            self._add_units(units)
        if self._action is Action.CHECK:
            self._add_verdict()
        if self._action is Action.RETURN:
            self._reason = self._choice(RETURN_REASONS, self.tr("退单理由"))
        if "until" in self._needs:
            self._add_later()
        if {"text", "reason"} & set(self._needs):
            self._add_text()
        if self._behalf_of is not None:
            self._add_behalf(self._behalf_of)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._column.addWidget(self._error)
        self._add_buttons()

    def _add_units(self, units: tuple[UnitRow, ...]) -> None:
        self._picker = UnitPicker(units, self, name=self.tr("主办单位"))
        self._column.addWidget(self._picker)
        self._column.addWidget(PlainLabel(self.tr("协办单位（可不选）"), self, role="secondary"))
        self._assisting = QListWidget(self)
        self._assisting.setAccessibleName(self.tr("协办单位"))
        self._assisting.setFixedHeight(120)
        for unit in units:
            if unit.tier is None:
                item = QListWidgetItem(one_line(unit.name), self._assisting)
                item.setData(Qt.ItemDataRole.UserRole, unit.id)
                item.setCheckState(Qt.CheckState.Unchecked)
        self._column.addWidget(self._assisting)

    def _add_verdict(self) -> None:
        self._passed = QRadioButton(self.tr("问题已解决，核查通过"), self)
        self._failed = QRadioButton(self.tr("没有解决，退回原单位返工"), self)
        self._passed.setChecked(True)
        group = QButtonGroup(self)
        for button in (self._passed, self._failed):
            group.addButton(button)
            self._column.addWidget(button)

    def _add_later(self) -> None:
        hours = tuple((str(count), self.tr("原时限后 {n} 小时").format(n=count)) for count in LATER_HOURS)
        self._later = self._choice(hours, self.tr("延期到"))

    def _choice(self, options: Iterable[tuple[str, str]], name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        for code, label in options:
            box.addItem(self._say(label), code)
        self._column.addWidget(box)
        return box

    def _add_text(self) -> None:
        self._text = QPlainTextEdit(self)
        self._text.setAccessibleName(self.tr("说明"))
        self._text.setPlaceholderText(self.tr("写明情况，Ctrl+Enter 提交"))
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(96)
        self._column.addWidget(self._text)

    def _add_behalf(self, unit: UnitRow) -> None:
        self._column.addWidget(
            PlainLabel(
                self.tr("代 {unit} 办理，请记下渠道和原话").format(unit=one_line(unit.name, 60)), self, role="secondary"
            )
        )
        self._behalf_channel = self._choice(BEHALF_CHANNELS, self.tr("渠道"))
        self._behalf_words = QLineEdit(self)
        self._behalf_words.setAccessibleName(self.tr("原话"))
        self._behalf_words.setPlaceholderText(self.tr("对方怎么说的"))
        self._column.addWidget(self._behalf_words)

    def _add_buttons(self) -> None:
        cancel = QPushButton(self.tr("取消"), self)
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        submit = QPushButton(self._label(), self)
        submit.setProperty("kind", "primary")
        submit.clicked.connect(self._submit)
        submit.setDefault(self._text is None)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._submit)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(submit)
        self._column.addLayout(row)
        first = self._picker or self._reason or self._later or self._text or self._behalf_words
        if first is not None:
            first.setFocus()

    def set_text(self, text: str) -> None:
        """Begin with a text, such as a draft that was kept."""
        if self._text is not None:
            self._text.setPlainText(text)

    @property
    def draft(self) -> str:
        """What has been written so far."""
        return self._text.toPlainText() if self._text is not None else ""

    def _missing(self) -> str:
        if self._picker is not None and self._picker.unit is None:
            return self.tr("请先选定主办单位")
        if self._text is not None and not self.draft.strip():
            return self.tr("请写明情况")
        if self._behalf_words is not None and not self._behalf_words.text().strip():
            return self.tr("代办须记下对方原话")
        return ""

    def _submit(self) -> None:
        missing = self._missing()
        self._error.setText(missing)
        if missing:
            return
        self.filled.emit(self._collect())
        self.accept()

    def _collect(self) -> Filled:
        unit = self._picker.unit if self._picker is not None else None
        later = int(self._later.currentData()) if self._later is not None else 0
        return Filled(
            unit_id=unit.id if unit is not None else None,
            assisting=self._checked(unit.id if unit is not None else ""),
            text=self.draft.strip(),
            reason_code=self._reason.currentData() if self._reason is not None else "",
            until=self._due_at + later * HOUR_MS if self._due_at is not None and later else None,
            passed=self._passed.isChecked() if self._passed is not None else True,
            behalf=self._behalf(),
        )

    def _checked(self, lead_id: str) -> tuple[str, ...]:
        if self._assisting is None:
            return ()
        items = [self._assisting.item(row) for row in range(self._assisting.count())]
        ids = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]
        return tuple(unit_id for unit_id in ids if unit_id != lead_id)

    def _behalf(self) -> Behalf | None:
        if self._behalf_of is None or self._behalf_channel is None or self._behalf_words is None:
            return None
        return Behalf(
            unit_id=self._behalf_of.id,
            channel=self._behalf_channel.currentData(),
            words=self._behalf_words.text().strip(),
        )
