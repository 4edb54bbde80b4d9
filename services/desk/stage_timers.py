"""Micro-limits of a stage (受理 15 分钟 …) as timers, armed and cancelled with every move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.desk import clocks
from services.domain.clock import Instant
from services.domain.stages import STAGE_FLAG, Stage, stage_clock, stage_of
from services.store import timers

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.cases import Case
    from services.store.database import Tx

STAGE = "stage"
"""The kind of the timer that ends a stage's limit."""


class StageEnd(msgspec.Struct, frozen=True, kw_only=True):
    """What a stage's timer keeps: which stage, since when, and its limit as it is printed."""

    stage: Stage
    start: Instant
    text: str


def marked(before: Case, after: Case) -> Case:
    """Return the case without the mark of a stage that it has left."""
    if STAGE_FLAG not in before.flags or stage_of(before) == stage_of(after):
        return after
    return msgspec.structs.replace(after, flags=" ".join(flag for flag in after.flags.split() if flag != STAGE_FLAG))


def rearm(tx: Tx, district: District, before: Case | None, after: Case) -> None:
    """Cancel the limit of a stage that was left and arm that of the one entered; `before` None: the case is new.

    A limit that cannot be reckoned (no calendar) is not armed.
    """
    limits = district.stage_limits
    if not limits or (before is not None and stage_of(before) == stage_of(after)):
        return
    limited = {limit.stage for limit in limits}
    left = None if before is None else stage_of(before)
    if left is not None and left[0] in limited:
        timers.cancel(tx, after.id, STAGE)
    entered = stage_of(after)
    if entered is None or entered[0] not in limited:
        return
    clock = stage_clock(after, limits, clocks.calendar(tx.conn, district))
    if clock is None or clock.due_at is None:
        return
    ends = StageEnd(stage=clock.stage, start=clock.start, text=clock.text)
    timers.arm(tx, STAGE, after.id, clock.due_at, rule=clock.rule_id, policy=ends)
