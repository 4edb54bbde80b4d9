"""The state machine of a case as one table: from where, which action, to where, by whom, if what holds, with what.

Buttons, the key sheet, the phone's doors, the form of an action and the rules all read this table, so that they cannot
disagree. What a condition means stands in services.domain.conditions, what an action changes in services.domain.custody
and services.domain.merging.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import msgspec

from services.domain.cases import OPEN_STATES, State
from services.domain.conditions import Asked, Broken, Condition, Facts, broken
from services.domain.rights import Right


class Action(StrEnum):
    """A verb of the closed loop."""

    ACCEPT = "accept"  # 受理
    DECLINE = "decline"  # 不予受理
    VERIFY = "verify"  # 核实: before filing
    FILE = "file"  # 立案
    DISPATCH = "dispatch"  # 派单
    SIGN = "sign"  # 签收
    FEEDBACK = "feedback"  # 反馈
    ESCALATE = "escalate"  # 升级
    SUPERVISE = "supervise"  # 督办
    UNSUPERVISE = "unsupervise"  # 解除督办
    URGE = "urge"  # 催办
    MERGE = "merge"  # 并案
    SPLIT = "split"  # 拆案
    CHECK = "check"  # 核查: after handling
    FOLLOW_UP = "follow_up"  # 回访
    CLOSE = "close"  # 结案
    REOPEN = "reopen"  # 重开
    REWORK = "rework"  # 返工
    RETURN = "return"  # 退单
    ALLOW_RETURN = "allow_return"  # 准予退单
    DENY_RETURN = "deny_return"  # 不准退单
    EXTEND = "extend"  # 延期
    SUSPEND = "suspend"  # 挂账
    RESUME = "resume"  # 恢复
    VOID = "void"  # 作废
    NOTE = "note"  # 备注
    CLAIM = "claim"  # 认领
    TAKE_OVER = "take_over"  # 接管
    RELEASE = "release"  # 取消认领
    UNDO = "undo"  # 撤销


class ActionRule(msgspec.Struct, frozen=True, kw_only=True):
    """When an action may be taken, and where it leads.

    `key` is Qt's portable text of the key; two actions share one only where their conditions exclude each other.
    `states` are those it may start from, `to` those it may lead to (empty: the state stays). `by_holder`: it belongs to
    the unit that holds the case (or is done on its behalf); otherwise an action of Right.CASE_WORK, CASE_SUPERVISE or
    CASE_VOID belongs to the centre that answers for the case and to those above it.
    `conditions` are asked in their order. `needs` are the inputs without which it is refused, `takes` those that may be
    left out, in the order a person is asked: "unit", "assisting", "designated", "text", "reason" (a text or a coded
    reason), "until", "verdict" (passed or not), "criterion", "level", "outcome" (reached, resolved, satisfaction),
    "case" (the other case), "attachments".
    """

    action: Action
    label: str
    key: str
    states: frozenset[State]
    to: frozenset[State] = frozenset()
    right: Right
    by_holder: bool = False
    conditions: tuple[Condition, ...] = ()
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


_RUNNING = (Condition.NOT_MERGED, Condition.NOT_SUSPENDED)
_IN_HAND = frozenset({State.ACCEPTED, State.FILED, State.DISPATCHED, State.HANDLING})
_WITH_UNIT = frozenset({State.DISPATCHED, State.HANDLING})
_HANDLED = frozenset({State.FEEDBACK, State.CHECKED})
_BEFORE_FEEDBACK = _IN_HAND | {State.REPORTED}


def _to(*states: State) -> frozenset[State]:
    return frozenset(states)


ACTIONS: dict[Action, ActionRule] = {
    rule.action: rule
    for rule in (
        ActionRule(
            action=Action.ACCEPT,
            label="受理",
            key="A",
            states=_to(State.REPORTED),
            to=_to(State.ACCEPTED),
            right=Right.CASE_WORK,
            conditions=_RUNNING,
        ),
        ActionRule(
            action=Action.DECLINE,
            label="不予受理",
            key="Shift+A",
            states=_to(State.REPORTED),
            to=_to(State.NOT_ACCEPTED),
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.CHILDLESS),
            needs=("reason",),
        ),
        ActionRule(
            action=Action.VERIFY,
            label="核实",
            key="Shift+V",
            states=_to(State.REPORTED, State.ACCEPTED),
            right=Right.CASE_HANDLE,
            by_holder=True,
            conditions=_RUNNING,
            needs=("verdict",),
            takes=("text", "attachments"),
        ),
        ActionRule(
            action=Action.FILE,
            label="立案",
            key="F",
            states=_to(State.ACCEPTED),
            to=_to(State.FILED),
            right=Right.CASE_WORK,
            conditions=_RUNNING,
            takes=("criterion", "text"),
        ),
        ActionRule(
            action=Action.DISPATCH,
            label="派单",
            key="D",
            states=_IN_HAND,
            to=_to(State.DISPATCHED),
            right=Right.CASE_WORK,
            conditions=_RUNNING,
            needs=("unit",),
            takes=("assisting", "designated", "text"),
        ),
        ActionRule(
            action=Action.SIGN,
            label="签收",
            key="G",
            states=_to(State.DISPATCHED),
            to=_to(State.HANDLING),
            right=Right.CASE_HANDLE,
            by_holder=True,
            conditions=_RUNNING,
        ),
        ActionRule(
            action=Action.FEEDBACK,
            label="反馈",
            key="B",
            states=_to(State.HANDLING),
            to=_to(State.FEEDBACK),
            right=Right.CASE_HANDLE,
            by_holder=True,
            conditions=_RUNNING,
            needs=("text",),
            takes=("attachments",),
        ),
        ActionRule(
            action=Action.ESCALATE,
            label="升级",
            key="E",
            states=OPEN_STATES,
            to=OPEN_STATES - {State.HANDLING},
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.BELOW_TOP),
            needs=("reason",),
        ),
        ActionRule(
            action=Action.SUPERVISE,
            label="督办",
            key="S",
            states=OPEN_STATES,
            right=Right.CASE_SUPERVISE,
            conditions=(Condition.NOT_MERGED,),
            needs=("level", "text"),
        ),
        ActionRule(
            action=Action.UNSUPERVISE,
            label="解除督办",
            key="Shift+S",
            states=OPEN_STATES,
            right=Right.CASE_SUPERVISE,
            conditions=(Condition.NOT_MERGED, Condition.SUPERVISED),
            needs=("text",),
        ),
        ActionRule(
            action=Action.URGE,
            label="催办",
            key="U",
            states=OPEN_STATES,
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.HELD_BY_OTHERS),
            takes=("text",),
        ),
        ActionRule(
            action=Action.MERGE,
            label="并案",
            key="M",
            states=_BEFORE_FEEDBACK,
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.CHILDLESS),
            needs=("case",),
            takes=("text",),
        ),
        ActionRule(
            action=Action.SPLIT,
            label="拆案",
            key="Shift+M",
            states=OPEN_STATES,
            right=Right.CASE_WORK,
            conditions=(Condition.JOINED,),
            takes=("case", "text"),
        ),
        ActionRule(
            action=Action.CHECK,
            label="核查",
            key="V",
            states=_to(State.FEEDBACK),
            to=_to(State.CHECKED, State.HANDLING, State.DISPATCHED),
            right=Right.CASE_WORK,
            conditions=_RUNNING,
            needs=("text",),
            takes=("verdict",),
        ),
        ActionRule(
            action=Action.FOLLOW_UP,
            label="回访",
            key="K",
            states=_HANDLED,
            right=Right.CASE_WORK,
            conditions=_RUNNING,
            needs=("outcome",),
            takes=("case", "text"),
        ),
        ActionRule(
            action=Action.CLOSE,
            label="结案",
            key="C",
            states=_to(State.CHECKED),
            to=_to(State.CLOSED),
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.FOLLOWED_UP),
            needs=("text",),
        ),
        ActionRule(
            action=Action.REOPEN,
            label="重开",
            key="Ctrl+Shift+O",
            states=_to(State.CLOSED),
            to=_to(State.ACCEPTED),
            right=Right.CASE_WORK,
            conditions=(Condition.NOT_MERGED, Condition.CLOSED_LATELY),
            needs=("reason",),
        ),
        ActionRule(
            action=Action.REWORK,
            label="返工",
            key="Shift+B",
            states=_HANDLED,
            to=_to(State.HANDLING, State.DISPATCHED),
            right=Right.CASE_WORK,
            conditions=_RUNNING,
            needs=("reason",),
        ),
        ActionRule(
            action=Action.RETURN,
            label="退单",
            key="R",
            states=_to(State.DISPATCHED),
            to=_to(State.ACCEPTED),
            right=Right.CASE_HANDLE,
            by_holder=True,
            conditions=(
                *_RUNNING,
                Condition.DISPATCHED_AWAY,
                Condition.RETURNS_ALLOWED,
                Condition.NOT_DESIGNATED,
                Condition.IN_RETURN_WINDOW,
                Condition.RETURN_NOT_ASKED,
            ),
            needs=("reason",),
        ),
        ActionRule(
            action=Action.ALLOW_RETURN,
            label="准予退单",
            key="Shift+R",
            states=_to(State.DISPATCHED),
            to=_to(State.ACCEPTED),
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.RETURN_ASKED),
            takes=("text",),
        ),
        ActionRule(
            action=Action.DENY_RETURN,
            label="不准退单",
            key="Ctrl+R",
            states=_to(State.DISPATCHED),
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.RETURN_ASKED),
            needs=("reason",),
        ),
        ActionRule(
            action=Action.EXTEND,
            label="延期",
            key="X",
            states=_WITH_UNIT,
            right=Right.CASE_HANDLE,
            by_holder=True,
            conditions=(
                *_RUNNING,
                Condition.HAS_DEADLINE,
                Condition.NOT_OVERDUE,
                Condition.EXTENSIONS_LEFT,
            ),
            needs=("until", "reason"),
        ),
        ActionRule(
            action=Action.SUSPEND,
            label="挂账",
            key="H",
            states=_IN_HAND,
            right=Right.CASE_WORK,
            conditions=(*_RUNNING, Condition.SUSPENSIONS_LEFT),
            needs=("until", "reason"),
        ),
        ActionRule(
            action=Action.RESUME,
            label="恢复",
            key="H",
            states=_IN_HAND,
            right=Right.CASE_WORK,
            conditions=(Condition.NOT_MERGED, Condition.SUSPENDED),
            takes=("text",),
        ),
        ActionRule(
            action=Action.VOID,
            label="作废",
            key="Shift+X",
            states=OPEN_STATES,
            to=_to(State.VOID),
            right=Right.CASE_VOID,
            conditions=(Condition.NOT_MERGED, Condition.CHILDLESS),
            needs=("reason",),
        ),
        ActionRule(
            action=Action.NOTE,
            label="备注",
            key="N",
            states=frozenset(State),
            right=Right.CASE_NOTE,
            needs=("text",),
            takes=("attachments",),
        ),
        ActionRule(
            action=Action.CLAIM,
            label="认领",
            key="Space",
            states=OPEN_STATES,
            right=Right.CASE_WORK,
            conditions=(Condition.NOT_MERGED, Condition.CLAIMABLE),
        ),
        ActionRule(
            action=Action.TAKE_OVER,
            label="接管",
            key="Space",
            states=OPEN_STATES,
            right=Right.CASE_WORK,
            conditions=(Condition.NOT_MERGED, Condition.CLAIMED_BY_ANOTHER),
            takes=("reason",),
        ),
        ActionRule(
            action=Action.RELEASE,
            label="取消认领",
            key="Shift+Space",
            states=OPEN_STATES,
            right=Right.CASE_WORK,
            conditions=(Condition.CLAIMED, Condition.CLAIM_RELEASABLE),
        ),
        ActionRule(
            action=Action.UNDO,
            label="撤销",
            key="Ctrl+Z",
            states=OPEN_STATES,
            to=_to(State.ACCEPTED, State.FILED, State.DISPATCHED, State.HANDLING),
            right=Right.CASE_NOTE,
            conditions=(Condition.UNDOABLE,),
        ),
    )
}

CENTRE_RIGHTS = frozenset({Right.CASE_WORK, Right.CASE_SUPERVISE, Right.CASE_VOID})
"""Rights whose actions belong to the centre that answers for the case and to the centres above it."""


class Standing(Facts, Protocol):
    """A case as the table looks at it."""

    @property
    def state(self) -> State:
        """Where it stands in the loop."""


UNDOABLE: frozenset[str] = frozenset(
    {Action.CLAIM.value, Action.NOTE.value, Action.MERGE.value, Action.SUSPEND.value, Action.DISPATCH.value}
)
"""Deeds that can be taken back for a while (product rule 17); a dispatch until it is signed for."""


def failing(rule: ActionRule, case: Facts, asked: Asked) -> Broken | None:
    """Return the first condition of an action that does not hold, None when all do; the state is not looked at."""
    for condition in rule.conditions:
        found = broken(condition, case, asked)
        if found is not None:
            return Broken(found.code, {"action": rule.label, **found.params})
    return None


def why_not(action: Action, case: Standing, asked: Asked) -> Broken | None:
    """Return why an action cannot be taken on a case, None when it can; rights and jurisdiction are asked elsewhere."""
    rule = ACTIONS[action]
    if case.state not in rule.states:
        return Broken("wrong_step", {"state": case.state.zh, "action": rule.label})
    return failing(rule, case, asked)
