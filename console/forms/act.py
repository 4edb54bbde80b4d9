"""The form of one action on one case, put together from what the table of actions says it asks for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.forms.case_picker import CasePicker
from console.forms.filled import About, Filled
from console.forms.inputs import (
    AssistingInput,
    BehalfInput,
    ChoiceInput,
    DesignatedInput,
    FilesInput,
    Input,
    LaterInput,
    LeadInput,
    OutcomeInput,
    PauseInput,
    ReasonInput,
    TextInput,
    VerdictInput,
    say,
)
from services.api.district import UnitRow
from services.domain.actions import ACTIONS, Action
from services.domain.looprules import SupervisionLevel
from widgets.plain import PlainLabel, one_line

_TITLES: dict[Action, str] = {
    Action.DECLINE: str(QT_TRANSLATE_NOOP("ActForm", "为什么不予受理？")),
    Action.VERIFY: str(QT_TRANSLATE_NOOP("ActForm", "现场核实：问题属实吗？")),
    Action.FILE: str(QT_TRANSLATE_NOOP("ActForm", "按哪条立案条件立案？")),
    Action.DISPATCH: str(QT_TRANSLATE_NOOP("ActForm", "派给哪个单位主办？")),
    Action.SIGN: str(QT_TRANSLATE_NOOP("ActForm", "代为签收")),
    Action.FEEDBACK: str(QT_TRANSLATE_NOOP("ActForm", "处置了什么，结果如何？")),
    Action.ESCALATE: str(QT_TRANSLATE_NOOP("ActForm", "为什么升级？")),
    Action.SUPERVISE: str(QT_TRANSLATE_NOOP("ActForm", "怎样督办，要求是什么？")),
    Action.UNSUPERVISE: str(QT_TRANSLATE_NOOP("ActForm", "为什么解除督办？")),
    Action.URGE: str(QT_TRANSLATE_NOOP("ActForm", "催办承办单位")),
    Action.MERGE: str(QT_TRANSLATE_NOOP("ActForm", "并入哪一件？")),
    Action.SPLIT: str(QT_TRANSLATE_NOOP("ActForm", "拆出哪一件？")),
    Action.CHECK: str(QT_TRANSLATE_NOOP("ActForm", "现场核查的结果")),
    Action.FOLLOW_UP: str(QT_TRANSLATE_NOOP("ActForm", "来电人怎么说？")),
    Action.CLOSE: str(QT_TRANSLATE_NOOP("ActForm", "结案条件如何达到？")),
    Action.REOPEN: str(QT_TRANSLATE_NOOP("ActForm", "为什么重开？时限将重新计算")),
    Action.REWORK: str(QT_TRANSLATE_NOOP("ActForm", "哪里没有做好？")),
    Action.RETURN: str(QT_TRANSLATE_NOOP("ActForm", "为什么退单？")),
    Action.ALLOW_RETURN: str(QT_TRANSLATE_NOOP("ActForm", "准予退单")),
    Action.DENY_RETURN: str(QT_TRANSLATE_NOOP("ActForm", "为什么不准退单？")),
    Action.EXTEND: str(QT_TRANSLATE_NOOP("ActForm", "延到什么时候，为什么？")),
    Action.SUSPEND: str(QT_TRANSLATE_NOOP("ActForm", "挂账多久，为什么？")),
    Action.RESUME: str(QT_TRANSLATE_NOOP("ActForm", "恢复计时")),
    Action.VOID: str(QT_TRANSLATE_NOOP("ActForm", "为什么作废？")),
    Action.NOTE: str(QT_TRANSLATE_NOOP("ActForm", "备注")),
    Action.TAKE_OVER: str(QT_TRANSLATE_NOOP("ActForm", "为什么接管？")),
}

_LEVELS: tuple[tuple[str, str], ...] = (
    (SupervisionLevel.DAILY, str(QT_TRANSLATE_NOOP("ActForm", "日常"))),
    (SupervisionLevel.LISTED, str(QT_TRANSLATE_NOOP("ActForm", "挂牌"))),
    (SupervisionLevel.SUMMONED, str(QT_TRANSLATE_NOOP("ActForm", "约谈"))),
)
_CRITERION = str(QT_TRANSLATE_NOOP("ActForm", "立案条件"))
_LEVEL = str(QT_TRANSLATE_NOOP("ActForm", "督办级别"))
_CALLER = str(QT_TRANSLATE_NOOP("ActForm", "回访谁"))
_CHILD = str(QT_TRANSLATE_NOOP("ActForm", "拆出的案件"))
_PASSED = str(QT_TRANSLATE_NOOP("ActForm", "问题已解决，核查通过"))
_FAILED = str(QT_TRANSLATE_NOOP("ActForm", "没有解决，退回原单位返工"))
_REAL = str(QT_TRANSLATE_NOOP("ActForm", "属实"))
_NOT_REAL = str(QT_TRANSLATE_NOOP("ActForm", "不属实"))


def _inputs(action: Action, about: About) -> dict[str, Callable[[QWidget], Input]]:
    """Return by the table's name of an input how it is made."""
    needed = "text" in ACTIONS[action].needs
    reasons = tuple((reason.code, reason.name) for reason in about.reasons)
    levels = tuple((code, say(words)) for code, words in _LEVELS)
    return {
        "unit": lambda parent: LeadInput(about.units, about.lead_id, parent, barred=about.barred),
        "assisting": lambda parent: AssistingInput(about.units, parent),
        "designated": DesignatedInput,
        "text": lambda parent: TextInput(parent, needed=needed),
        "reason": lambda parent: ReasonInput(reasons, parent),
        "until": lambda parent: (
            PauseInput(about.now, about.suspend_days_most, parent)
            if action is Action.SUSPEND
            else LaterInput(about.due_at, parent)
        ),
        "verdict": lambda parent: (
            VerdictInput(say(_REAL), say(_NOT_REAL), parent)
            if action is Action.VERIFY
            else VerdictInput(say(_PASSED), say(_FAILED), parent)
        ),
        "criterion": lambda parent: ChoiceInput("criterion_id", about.criteria, say(_CRITERION), parent),
        "level": lambda parent: ChoiceInput("level", levels, say(_LEVEL), parent),
        "outcome": OutcomeInput,
        "case": lambda parent: _case_input(action, about, parent),
        "attachments": lambda parent: FilesInput(about.files, parent),
    }


def _case_input(action: Action, about: About, parent: QWidget) -> Input:
    if action is Action.MERGE:
        return CasePicker(about.find_cases, parent)
    if action is Action.FOLLOW_UP:
        return ChoiceInput("other_id", about.callers, say(_CALLER), parent)
    return ChoiceInput("other_id", about.children, say(_CHILD), parent)


class ActForm(QDialog):
    """A window-modal form for one action on one case. Emits `filled` with `Filled`; Esc leaves without a trace."""

    filled = Signal(object)

    def __init__(
        self, action: Action, about: About, behalf_of: UnitRow | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._action = action
        self.setWindowTitle(self.tr("{action} · {case}").format(action=self._label(), case=one_line(about.title, 40)))
        self.setMinimumWidth(520)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        self._column.addWidget(PlainLabel(say(_TITLES.get(action, "")), self, role="heading"))
        self._inputs: list[Input] = []
        self._build(about)
        if behalf_of is not None:
            self._add(BehalfInput(behalf_of, self))
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._column.addWidget(self._error)
        self._add_buttons()
        if self._inputs:
            self._inputs[0].begin()

    def _label(self) -> str:
        return QCoreApplication.translate("Action", ACTIONS[self._action].label)

    def _build(self, about: About) -> None:
        rule = ACTIONS[self._action]
        made = _inputs(self._action, about)
        for name in dict.fromkeys((*rule.needs, *rule.takes)):
            self._add(made[name](self))

    def _add(self, one: Input) -> None:
        self._inputs.append(one)
        self._column.addWidget(one)

    def _add_buttons(self) -> None:
        cancel = QPushButton(self.tr("取消"), self)
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        submit = QPushButton(self._label(), self)
        submit.setProperty("kind", "primary")
        submit.clicked.connect(self._submit)
        submit.setDefault(True)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._submit)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(submit)
        self._column.addLayout(row)

    def _words(self) -> TextInput | None:
        return next((one for one in self._inputs if isinstance(one, TextInput)), None)

    def set_text(self, text: str) -> None:
        """Begin with a text, such as a draft that was kept."""
        words = self._words()
        if words is not None:
            words.edit.setPlainText(text)

    def offer_criteria(self, criteria: tuple[tuple[str, str], ...]) -> None:
        """Offer filing criteria that came after the form had opened."""
        for one in self._inputs:
            if isinstance(one, ChoiceInput) and one.field == "criterion_id":
                one.offer(criteria)

    @property
    def draft(self) -> str:
        """What has been written so far."""
        words = self._words()
        return words.edit.toPlainText() if words is not None else ""

    def _submit(self) -> None:
        lacking = next((one for one in self._inputs if one.missing()), None)
        self._error.setText(lacking.missing() if lacking is not None else "")
        if lacking is not None:
            lacking.resume()
            return
        filled = Filled()
        for one in self._inputs:
            filled = one.fill(filled)
        self.filled.emit(filled)
        self.accept()
