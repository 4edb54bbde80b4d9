"""What can be done to the case at hand, and why not: one answer for buttons, keys and menus.

The table is that of services.domain.actions; the hub decides in the end, by the same rules. Here they only save the
person from asking in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from console.problem_texts import TEXTS
from console.problems import hub_words
from console.wording import Wording, role_word
from services.api.board import BoardRow
from services.api.sessions import Session
from services.domain.actions import ACTIONS, CENTRE_RIGHTS, Action, ActionRule, why_not
from services.domain.claims import is_in_the_way
from services.domain.clock import Instant
from services.domain.conditions import Asked
from services.domain.rights import Right, roles_with
from services.domain.tiers import is_within
from widgets.keycap import ActionSpec

_LABELS: dict[Action, object] = {
    Action.ACCEPT: QT_TRANSLATE_NOOP("Action", "受理"),
    Action.DECLINE: QT_TRANSLATE_NOOP("Action", "不予受理"),
    Action.VERIFY: QT_TRANSLATE_NOOP("Action", "核实"),
    Action.FILE: QT_TRANSLATE_NOOP("Action", "立案"),
    Action.DISPATCH: QT_TRANSLATE_NOOP("Action", "派单"),
    Action.SIGN: QT_TRANSLATE_NOOP("Action", "签收"),
    Action.FEEDBACK: QT_TRANSLATE_NOOP("Action", "反馈"),
    Action.ESCALATE: QT_TRANSLATE_NOOP("Action", "升级"),
    Action.SUPERVISE: QT_TRANSLATE_NOOP("Action", "督办"),
    Action.UNSUPERVISE: QT_TRANSLATE_NOOP("Action", "解除督办"),
    Action.URGE: QT_TRANSLATE_NOOP("Action", "催办"),
    Action.MERGE: QT_TRANSLATE_NOOP("Action", "并案"),
    Action.SPLIT: QT_TRANSLATE_NOOP("Action", "拆案"),
    Action.CHECK: QT_TRANSLATE_NOOP("Action", "核查"),
    Action.FOLLOW_UP: QT_TRANSLATE_NOOP("Action", "回访"),
    Action.CLOSE: QT_TRANSLATE_NOOP("Action", "结案"),
    Action.REOPEN: QT_TRANSLATE_NOOP("Action", "重开"),
    Action.REWORK: QT_TRANSLATE_NOOP("Action", "返工"),
    Action.RETURN: QT_TRANSLATE_NOOP("Action", "退单"),
    Action.ALLOW_RETURN: QT_TRANSLATE_NOOP("Action", "准予退单"),
    Action.DENY_RETURN: QT_TRANSLATE_NOOP("Action", "不准退单"),
    Action.EXTEND: QT_TRANSLATE_NOOP("Action", "延期"),
    Action.SUSPEND: QT_TRANSLATE_NOOP("Action", "挂账"),
    Action.RESUME: QT_TRANSLATE_NOOP("Action", "恢复"),
    Action.VOID: QT_TRANSLATE_NOOP("Action", "作废"),
    Action.NOTE: QT_TRANSLATE_NOOP("Action", "备注"),
    Action.CLAIM: QT_TRANSLATE_NOOP("Action", "认领"),
    Action.TAKE_OVER: QT_TRANSLATE_NOOP("Action", "接管"),
    Action.RELEASE: QT_TRANSLATE_NOOP("Action", "取消认领"),
    Action.UNDO: QT_TRANSLATE_NOOP("Action", "撤销"),
}


@dataclass(frozen=True, slots=True)
class ActionState:
    """One action as it stands for a case. `why` is "" when it can be used; `behalf`: only for another unit (代办)."""

    action: Action
    label: str
    key: str
    why: str = ""
    behalf: bool = False

    @property
    def enabled(self) -> bool:
        """Whether it can be used."""
        return not self.why


@dataclass(frozen=True, slots=True)
class Seat:
    """Who asks: the session, the words of the district, and whether the hub can be reached."""

    session: Session
    wording: Wording
    connected: bool = True
    name: Callable[[str], str] = lambda _person: QCoreApplication.translate("QueueRows", "他人")
    """What a person is called, by id."""


def action_label(action: Action) -> str:
    """Return the action's name in the person's language."""
    return QCoreApplication.translate("Action", str(_LABELS[action]))


def explain(
    row: BoardRow, seat: Seat, now: Instant, *, pending: bool = False, assisting: Collection[str] = ()
) -> tuple[ActionState, ...]:
    """Return every action in the order of the table, with why it cannot be used.

    `assisting` are the units that assist (known from the case's detail); `pending`: something is under way with it.
    """
    return tuple(_state(rule, row, seat, now, pending=pending, assisting=assisting) for rule in ACTIONS.values())


def state_of(action: Action, row: BoardRow, seat: Seat, now: Instant, *, pending: bool = False) -> ActionState:
    """Return how one action stands for a case of which no more is known than its row."""
    return _state(ACTIONS[action], row, seat, now, pending=pending, assisting=())


def specs(states: Collection[ActionState], busy: Collection[Action] = ()) -> tuple[ActionSpec, ...]:
    """Return actions as widgets.keycap draws them; those in `busy` are being submitted."""
    return tuple(
        ActionSpec(state.action.value, state.label, state.key, state.why, busy=state.action in busy) for state in states
    )


def _state(
    rule: ActionRule, row: BoardRow, seat: Seat, now: Instant, *, pending: bool, assisting: Collection[str]
) -> ActionState:
    why = _why_never(rule, seat, pending=pending) or _why_not_here(rule, row, seat, assisting)
    why = why or _why_not_now(rule, row, seat, now)
    behalf = rule.by_holder and not _is_concerned(rule, row, seat, assisting)
    return ActionState(rule.action, action_label(rule.action), rule.key, why, behalf)


def _why_never(rule: ActionRule, seat: Seat, *, pending: bool) -> str:
    translate = QCoreApplication.translate
    if rule.right not in seat.session.rights:
        roles = translate("Problem", "、").join(role_word(role) for role in roles_with(rule.right))
        return _sentence("no_right", action=action_label(rule.action), roles=roles)
    if not seat.connected:
        return translate("ActionWhy", "与服务的连接中断，恢复后可用")
    return translate("ActionWhy", "本件正在提交，请稍候") if pending else ""


def _why_not_here(rule: ActionRule, row: BoardRow, seat: Seat, assisting: Collection[str]) -> str:
    label = action_label(rule.action)
    if rule.by_holder:
        if not _is_concerned(rule, row, seat, assisting) and Right.CASE_BEHALF not in seat.session.rights:
            return _sentence("not_holder", holder=seat.wording.unit(row.holder_id), action=label)
    elif rule.right in CENTRE_RIGHTS:
        answerable = seat.wording.unit_row(row.answerable_id)
        path = row.area_path if answerable is None else answerable.path
        if not seat.session.unit_path or not is_within(path, seat.session.unit_path):
            return _sentence("not_holder", holder=seat.wording.unit(row.answerable_id), action=label)
    return ""


def _is_concerned(rule: ActionRule, row: BoardRow, seat: Seat, assisting: Collection[str]) -> bool:
    """Tell whether one's own unit may act for itself; assisting units sign and feed back, they do not return."""
    if seat.session.unit_id == row.holder_id:
        return True
    return rule.action in (Action.SIGN, Action.FEEDBACK) and seat.session.unit_id in assisting


def _why_not_now(rule: ActionRule, row: BoardRow, seat: Seat, now: Instant) -> str:
    """Return what the table of actions says, in the person's words."""
    session = seat.session
    if rule.action is Action.CLAIM and row.claimed_by == session.person_id:
        return QCoreApplication.translate("ActionWhy", "您已认领本件")
    asked = Asked(
        now=now,
        person_id=session.person_id,
        unit_id=session.unit_id,
        may_take_over=Right.CASE_TAKE_OVER in session.rights,
        rules=seat.wording.profile.loop,
    )
    why = why_not(rule.action, row, asked)
    if why is None:
        held = is_in_the_way(rule.action, row, asked)
        return _sentence("claimed", who=seat.name(row.claimed_by or "")) if held else ""
    words = {name: hub_words(value) for name, value in why.params.items() if name != "action"}
    words["action"] = action_label(rule.action)
    if "who" in words:
        words["who"] = seat.name(words["who"])
    return _sentence(why.code, **words)


def _sentence(code: str, **params: str) -> str:
    return QCoreApplication.translate("Problem", str(TEXTS[code][0])).format_map(params)


_KEYS = frozenset(rule.key for rule in ACTIONS.values() if rule.key)


class ActionKeys(QObject):
    """The keys of the actions, alive only in the widgets it watches (the queue, the case panel) and their children.

    `states` tells how the actions stand for the case at hand, empty for no case; it is asked when a key is pressed, so
    that the answer is that of the moment. A held key acts once. While a text has the focus, or is being composed, no
    key acts.
    """

    triggered = Signal(object)
    """The Action whose key was pressed."""
    refused = Signal(str)
    """Its key was pressed, but it cannot be used: the sentence."""

    def __init__(self, states: Callable[[], Collection[ActionState]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states = states

    def watch(self, widget: QWidget) -> None:
        """Let the keys act in this widget and its children."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of actions; leave every other event alone."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = _portable(event)
        if key not in _KEYS or _is_typing(QApplication.focusWidget()):
            return super().eventFilter(watched, event)
        state = self._of(key)
        if state is None:
            return super().eventFilter(watched, event)
        if not event.isAutoRepeat():
            if state.enabled:
                self.triggered.emit(state.action)
            else:
                self.refused.emit(state.why)
        event.accept()
        return True

    def _of(self, key: str) -> ActionState | None:
        """Return the action of a key; two may share one, of which at most one is possible."""
        found = [state for state in self._states() if state.key == key]
        return next((state for state in found if state.enabled), found[0] if found else None)


def _portable(event: QKeyEvent) -> str:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    combination = QKeyCombination(modifiers, Qt.Key(event.key()))
    return QKeySequence(combination).toString(QKeySequence.SequenceFormat.PortableText)


def _is_typing(focus: QWidget | None) -> bool:
    if focus is None:
        return False
    if isinstance(focus, QComboBox):
        return focus.isEditable()
    typed = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)
    return isinstance(focus, typed) or focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
