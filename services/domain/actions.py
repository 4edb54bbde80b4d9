"""One table of what can be done to a case: action → key, states it is open in, the right it asks.

Buttons, the key sheet, the phone's doors and the rules all read this table, so that they cannot disagree.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.cases import OPEN_STATES, State
from services.domain.rights import Right


class Action(StrEnum):
    """A verb of the closed loop."""

    ACCEPT = "accept"  # 受理
    DISPATCH = "dispatch"  # 派单
    SIGN = "sign"  # 签收
    FEEDBACK = "feedback"  # 反馈
    ESCALATE = "escalate"  # 升级
    CHECK = "check"  # 核查
    CLOSE = "close"  # 结案
    NOTE = "note"  # 备注
    RETURN = "return"  # 退单
    EXTEND = "extend"  # 延期
    CLAIM = "claim"  # 认领
    RELEASE = "release"  # 取消认领


class ActionRule(msgspec.Struct, frozen=True):
    """When an action may be taken. `key` is Qt's portable text of the key; `states` are those it may start from.

    `by_holder`: it belongs to the unit that holds the case (or is done on its behalf). `needs`: input it asks for
    ("unit", "text", "reason", "until"), in the order a person is asked.
    """

    action: Action
    label: str
    key: str
    states: frozenset[State]
    right: Right
    by_holder: bool = False
    needs: tuple[str, ...] = ()


_DISPATCHABLE = frozenset({State.ACCEPTED, State.FILED, State.DISPATCHED, State.HANDLING})

ACTIONS: dict[Action, ActionRule] = {
    rule.action: rule
    for rule in (
        ActionRule(Action.ACCEPT, "受理", "A", frozenset({State.REPORTED}), Right.CASE_WORK),
        ActionRule(Action.DISPATCH, "派单", "D", _DISPATCHABLE, Right.CASE_WORK, needs=("unit",)),
        ActionRule(Action.SIGN, "签收", "G", frozenset({State.DISPATCHED}), Right.CASE_HANDLE, by_holder=True),
        ActionRule(
            Action.FEEDBACK,
            "反馈",
            "B",
            frozenset({State.HANDLING}),
            Right.CASE_HANDLE,
            by_holder=True,
            needs=("text",),
        ),
        ActionRule(Action.ESCALATE, "升级", "E", OPEN_STATES, Right.CASE_WORK, needs=("reason",)),
        ActionRule(Action.CHECK, "核查", "V", frozenset({State.FEEDBACK}), Right.CASE_WORK, needs=("text",)),
        ActionRule(Action.CLOSE, "结案", "C", frozenset({State.CHECKED}), Right.CASE_WORK, needs=("text",)),
        ActionRule(Action.NOTE, "备注", "N", frozenset(State), Right.CASE_NOTE, needs=("text",)),
        ActionRule(
            Action.RETURN,
            "退单",
            "R",
            frozenset({State.DISPATCHED}),
            Right.CASE_HANDLE,
            by_holder=True,
            needs=("reason",),
        ),
        ActionRule(
            Action.EXTEND,
            "延期",
            "X",
            frozenset({State.DISPATCHED, State.HANDLING}),
            Right.CASE_HANDLE,
            by_holder=True,
            needs=("until", "reason"),
        ),
        ActionRule(Action.CLAIM, "认领", "Space", OPEN_STATES, Right.CASE_WORK),
        ActionRule(Action.RELEASE, "取消认领", "Shift+Space", OPEN_STATES, Right.CASE_WORK),
    )
}
