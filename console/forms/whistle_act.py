"""The form of one action on a whistle, put together from what the table of whistle actions says it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.clocktext import ClockText
from console.forms.unit_picker import UnitPicker
from console.forms.whistle_inputs import SaidInput, WaitInput, box
from services.api.district import UnitRow
from services.api.whistles import WhistleAct
from services.domain.clock import Instant
from services.domain.whistles import WHISTLE_ACTIONS, By, Mark, UnitRole, WhistleAction
from widgets.plain import PlainLabel, one_line

_TITLES: dict[WhistleAction, str] = {
    WhistleAction.APPROVE: str(QT_TRANSLATE_NOOP("WhistleActForm", "谁批准的，怎么说的？")),
    WhistleAction.SEND_BACK: str(QT_TRANSLATE_NOOP("WhistleActForm", "为什么退回？")),
    WhistleAction.SUMMON: str(QT_TRANSLATE_NOOP("WhistleActForm", "再召集哪个单位？")),
    WhistleAction.ASSIGN: str(QT_TRANSLATE_NOOP("WhistleActForm", "指定哪个单位，为什么？")),
    WhistleAction.ARRIVE: str(QT_TRANSLATE_NOOP("WhistleActForm", "哪个单位到了，来的是谁？")),
    WhistleAction.REFUSE: str(QT_TRANSLATE_NOOP("WhistleActForm", "哪个单位拒绝，为什么？")),
    WhistleAction.PROBLEM: str(QT_TRANSLATE_NOOP("WhistleActForm", "还有什么问题要解决？")),
    WhistleAction.SOLVE: str(QT_TRANSLATE_NOOP("WhistleActForm", "哪个问题解决了，怎样解决的？")),
    WhistleAction.LEAVE: str(QT_TRANSLATE_NOOP("WhistleActForm", "哪个单位离场？")),
    WhistleAction.RELEASE: str(QT_TRANSLATE_NOOP("WhistleActForm", "为什么准予离场？")),
    WhistleAction.RATE_UNIT: str(QT_TRANSLATE_NOOP("WhistleActForm", "这个单位办得怎样？")),
    WhistleAction.RATE_WHISTLE: str(QT_TRANSLATE_NOOP("WhistleActForm", "这个哨吹得准不准？")),
    WhistleAction.APPRAISE: str(QT_TRANSLATE_NOOP("WhistleActForm", "一事一考：这件事办得怎样？")),
    WhistleAction.CLOSE: str(QT_TRANSLATE_NOOP("WhistleActForm", "结束这次吹哨")),
    WhistleAction.WITHDRAW: str(QT_TRANSLATE_NOOP("WhistleActForm", "为什么撤回？")),
    WhistleAction.NOTE: str(QT_TRANSLATE_NOOP("WhistleActForm", "记录什么？")),
}
_TEXT_PX = 84


@dataclass(frozen=True, slots=True)
class Offer:
    """What a form is told: choices as (value, words). `units` fit the action; `own` is one's own unit's id.

    `leader`: who asks may approve in their own name. `usual` is the usual number of minutes to arrive.
    """

    title: str
    label: str
    now: Instant
    own: str
    units: tuple[tuple[str, str], ...] = ()
    problems: tuple[tuple[int, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[Mark, str], ...] = ()
    all_units: tuple[UnitRow, ...] = ()
    unit_id: str = ""
    leader: bool = False
    usual: int | None = None
    version: int = 0


class WhistleActForm(QDialog):
    """Emits `given` with a WhistleAct that has no command id yet; stays open until `show_error` or `accept`."""

    given = Signal(object)

    def __init__(self, action: WhistleAction, offer: Offer, clock: ClockText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self._offer = offer
        self._clock = clock
        self._rule = WHISTLE_ACTIONS[action]
        self.setWindowTitle(
            self.tr("{action} · {whistle}").format(action=offer.label, whistle=one_line(offer.title, 60))
        )
        self.setMinimumWidth(560)
        self.unit: QComboBox | None = None
        self.problem: QComboBox | None = None
        self.reason: QComboBox | None = None
        self.mark: QComboBox | None = None
        self.role: QComboBox | None = None
        self.wait: WaitInput | None = None
        self.picker: UnitPicker | None = None
        self.person: QLineEdit | None = None
        self.text: QPlainTextEdit | None = None
        self.said: SaidInput | None = None
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        title = QCoreApplication.translate("WhistleActForm", _TITLES.get(action, ""))
        self._column.addWidget(PlainLabel(title, self, role="heading", wrap=True))
        self._needed = {name.rstrip("?"): not name.endswith("?") for name in self._rule.needs}
        for name in self._needed:
            self._ask(name)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._column.addWidget(self._error)
        self._column.addLayout(self._buttons())
        self._on_unit()
        self._first().setFocus()

    def show_error(self, words: str) -> None:
        """Say why it was not taken."""
        self._error.setText(words)

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _ask(self, name: str) -> None:
        {
            "unit": self._ask_unit,
            "new_unit": self._ask_any_unit,
            "any_unit": self._ask_any_unit,
            "role": self._ask_role,
            "until": self._ask_wait,
            "person": self._ask_person,
            "problem": self._ask_problem,
            "reason": self._ask_reason,
            "mark": self._ask_mark,
            "text": self._ask_text,
            "behalf": self._ask_said,
        }[name]()

    def _add(self, label: str, widget: QWidget) -> None:
        self._column.addWidget(PlainLabel(label, self, role="secondary"))
        self._column.addWidget(widget)

    def _ask_unit(self) -> None:
        options = list(self._offer.units)
        if not self._needed["unit"]:
            options.insert(0, ("", self.tr("由主办单位负责")))
        self.unit = box(options, self.tr("单位"), self)
        self.unit.setCurrentIndex(max(0, self.unit.findData(self._offer.unit_id or self._offer.own)))
        self.unit.currentIndexChanged.connect(self._on_unit)
        self._add(self.tr("单位"), self.unit)

    def _ask_any_unit(self) -> None:
        self.picker = UnitPicker(self._offer.all_units, self, name=self.tr("单位"))
        self._add(self.tr("单位"), self.picker)

    def _ask_role(self) -> None:
        roles = [(UnitRole.ASSIST.value, self.tr("协办")), (UnitRole.LEAD.value, self.tr("主办"))]
        self.role = box(roles, self.tr("主办或协办"), self)
        self._add(self.tr("主办或协办"), self.role)

    def _ask_wait(self) -> None:
        self.wait = WaitInput(self._offer.now, self._clock, self.tr("报到时间"), self._offer.usual, self)
        self._add(self.tr("报到时间"), self.wait)

    def _ask_person(self) -> None:
        self.person = QLineEdit(self)
        self.person.setAccessibleName(self.tr("报到人"))
        self._add(self.tr("报到人"), self.person)

    def _ask_problem(self) -> None:
        self.problem = box(self._offer.problems, self.tr("问题"), self)
        self._add(self.tr("问题"), self.problem)

    def _ask_reason(self) -> None:
        self.reason = box(self._offer.reasons, self.tr("理由"), self)
        self._add(self.tr("理由"), self.reason)

    def _ask_mark(self) -> None:
        self.mark = box([(mark.value, words) for mark, words in self._offer.marks], self.tr("评价"), self)
        self._add(self.tr("评价"), self.mark)

    def _ask_text(self) -> None:
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(_TEXT_PX)
        self.text.setAccessibleName(self.tr("说明"))
        needed = self._needed["text"]
        self.text.setPlaceholderText(
            self.tr("写明情况，Ctrl+Enter 提交") if needed else self.tr("说明（可不填），Ctrl+Enter 提交")
        )
        self._column.addWidget(self.text)

    def _ask_said(self) -> None:
        leader = self._rule.by is By.LEADER
        words = self.tr("代领导办理，请写明是谁、怎么说的") if leader else self.tr("代该单位办理，请记下方式和原话")
        self.said = SaidInput(words, self, named=leader)
        self._column.addWidget(self.said)

    def _buttons(self) -> QHBoxLayout:
        cancel = QPushButton(self.tr("取消"), self)
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        submit = QPushButton(self.tr("{action} Ctrl+Enter").format(action=self._offer.label), self)
        submit.setProperty("kind", "primary")
        submit.setDefault(True)
        submit.clicked.connect(self._submit)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._submit)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(submit)
        return row

    def _first(self) -> QWidget:
        """Return where one begins to type."""
        order = (self.picker, self.person, self.text, self.mark, self.reason, self.said, self.unit)
        return next((part for part in order if part is not None and not part.isHidden()), self)

    # ── giving ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_unit(self) -> None:
        """Ask on whose word only where it is somebody else's."""
        if self.said is not None:
            self.said.setVisible(self._on_behalf())

    def _on_behalf(self) -> bool:
        if self._rule.by is By.LEADER:
            return not self._offer.leader
        return self.unit is not None and self.unit.currentData() != self._offer.own

    def _submit(self) -> None:
        missing = self._missing()
        self.show_error(missing)
        if not missing:
            self.given.emit(self._filled())

    def _missing(self) -> str:
        checks = (
            (self.picker is not None and self.picker.unit is None, self.tr("请先选定单位")),
            (self.unit is not None and self.unit.count() == 0, self.tr("没有可选的单位")),
            (self.problem is not None and self.problem.count() == 0, self.tr("没有未解决的问题")),
            (self.person is not None and not self.person.text().strip(), self.tr("请写明报到人")),
            (self._text_missing(), self.tr("请写明情况")),
        )
        words = next((words for wrong, words in checks if wrong), "")
        if not words and self.said is not None and self._on_behalf():
            words = self.said.missing()
        return words

    def _text_missing(self) -> bool:
        if self.text is None or self.text.toPlainText().strip():
            return False
        return self._needed["text"] or (self.mark is not None and self.mark.currentData() == Mark.POOR.value)

    def _filled(self) -> WhistleAct:
        picked = self.picker.unit.id if self.picker is not None and self.picker.unit is not None else ""
        return WhistleAct(
            command_id="",
            action=self._action,
            version=self._offer.version,
            unit_id=str(self.unit.currentData()) if self.unit is not None else picked,
            role=UnitRole(self.role.currentData()) if self.role is not None else UnitRole.ASSIST,
            until=self.wait.until(self._offer.now) if self.wait is not None else None,
            person=self.person.text().strip() if self.person is not None else "",
            text=self.text.toPlainText().strip() if self.text is not None else "",
            reason_code=str(self.reason.currentData()) if self.reason is not None else "",
            problem=int(self.problem.currentData()) if self.problem is not None else 0,
            mark=Mark(self.mark.currentData()) if self.mark is not None else None,
            said=self.said.said if self.said is not None and self._on_behalf() else None,
        )
