"""What all verbs share: the deed as it stays in the history, the inputs of an action, its coded reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.desk.filing import TEXT_MAX
from services.desk.moves import Deed, Desk
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.actions import ActionRule

INPUTS = {
    "unit": "承办单位",
    "text": "情况说明",
    "reason": "理由",
    "until": "截止时间",
    "level": "督办级别",
    "case": "另一案件",
    "outcome": "是否解决",
}
"""What each needed input is called in a refusal."""

OTHER = "other"
"""The coded reason that says nothing by itself."""


def deed(
    act: Act, text: str = "", *, was: Mapping[str, Any] | None = None, said: Mapping[str, Any] | None = None
) -> Deed:
    """Return what was done in the words that stay: `text`, or the person's own."""
    return Deed(
        action=act.action.value,
        text=text or act.text.strip(),
        behalf=act.behalf,
        reason_code=act.reason_code,
        command_id=act.command_id,
        was=was,
        said=said,
    )


def complete(act: Act, rule: ActionRule) -> None:
    """Raise Refusal text_required, field_too_long when an input the action needs is missing or too long."""
    given = {
        "unit": act.unit_id,
        "text": act.text.strip(),
        "reason": act.text.strip() or act.reason_code,
        "until": act.until,
        "level": act.level,
        "case": act.other_id,
        "outcome": act.resolved or not act.reached,
        "verdict": True,
    }
    for name in rule.needs:
        if not given[name]:
            raise Refusal("text_required", field=INPUTS[name])
    if len(act.text) > TEXT_MAX:
        raise Refusal("field_too_long", field=INPUTS["text"], limit=TEXT_MAX)


def reason_of(desk: Desk, act: Act) -> str:
    """Return a coded reason and the person's words as one text. Raises Refusal unknown_reason, text_required."""
    known = {reason.code: reason.name for reason in desk.district.profile.reasons.of(act.action.value)}
    text = act.text.strip()
    if not act.reason_code or not known:
        return text or act.reason_code
    if act.reason_code not in known:
        raise Refusal("unknown_reason", field="reason_code", value=act.reason_code)
    if act.reason_code == OTHER:
        if not text:
            raise Refusal("text_required", field=INPUTS["reason"])
        return text
    return f"{known[act.reason_code]}：{text}" if text else known[act.reason_code]


def joined(head: str, text: str) -> str:
    """Return what was done, and after it the person's words where there are any."""
    return f"{head}：{text.strip()}" if text.strip() else head
