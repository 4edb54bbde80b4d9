"""Micro-limits of a stage (受理, 派单, 签收, 核查): which one runs for a case now, and when it ends.

Their numbers are data of the profile with their origin; none is code. A stage does not run while
the case is suspended.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.calendar import Calendar
from services.domain.cases import Case, State
from services.domain.clock import Instant
from services.domain.deadlines import Limit, due_of

STAGE_FLAG = "stage_late"
"""In `Case.flags`: the case is beyond the limit of the stage it is in."""


class Stage(StrEnum):
    """A stretch of the loop that one hand has to finish."""

    ACCEPT = "accept"  # 受理: from the report
    DISPATCH = "dispatch"  # 派单: from acceptance, filing, or a return
    SIGN = "sign"  # 签收: from the moment the holder got it
    CHECK = "check"  # 核查: from the feedback

    @property
    def zh(self) -> str:
        """Return what the stage is called in a sentence."""
        return _STAGE_ZH[self]


_STAGE_ZH = {Stage.ACCEPT: "受理", Stage.DISPATCH: "派单", Stage.SIGN: "签收", Stage.CHECK: "核查"}
_STAGE_OF = {
    State.REPORTED: Stage.ACCEPT,
    State.ACCEPTED: Stage.DISPATCH,
    State.FILED: Stage.DISPATCH,
    State.DISPATCHED: Stage.SIGN,
    State.FEEDBACK: Stage.CHECK,
}


class StageLimit(msgspec.Struct, frozen=True, kw_only=True):
    """A limit for a stage; `limit.starts` plays no part, the stage says from when."""

    stage: Stage
    limit: Limit


class StageClock(msgspec.Struct, frozen=True, kw_only=True):
    """The stage limit that runs for a case: which, from when, until when (None: cannot be reckoned, `why`)."""

    stage: Stage
    rule_id: str
    text: str
    start: Instant
    due_at: Instant | None
    confirmed: bool = True
    why: str = ""


def stage_of(case: Case) -> tuple[Stage, Instant] | None:
    """Return the stage a case is in and since when; None where no one hand has to finish anything by a stage limit."""
    stage = _STAGE_OF.get(case.state)
    if stage is None or not case.is_open or case.suspended_at is not None:
        return None
    if stage is Stage.SIGN and case.is_signed:
        return None
    since = {
        Stage.ACCEPT: (case.reported_at,),
        Stage.DISPATCH: (case.accepted_at, case.filed_at, case.holder_since),
        Stage.SIGN: (case.holder_since, case.dispatched_at),
        Stage.CHECK: (case.feedback_at,),
    }[stage]
    start = max((at for at in since if at is not None), default=case.updated_at)
    return stage, start if case.resumed_at is None else max(start, case.resumed_at)


def stage_clock(case: Case, rules: tuple[StageLimit, ...], calendar: Calendar | None) -> StageClock | None:
    """Return the stage limit that runs for a case now, or None where its stage has none."""
    found = stage_of(case)
    rule = next((rule for rule in rules if found is not None and rule.stage is found[0]), None)
    if found is None or rule is None:
        return None
    due = due_of(rule.limit, found[1], calendar)
    return StageClock(
        stage=rule.stage,
        rule_id=rule.limit.rule_id,
        text=rule.limit.text,
        start=found[1],
        due_at=due.at,
        confirmed=not due.unconfirmed,
        why=due.why,
    )
