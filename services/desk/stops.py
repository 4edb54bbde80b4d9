"""Suspensions as rows and as timers: both follow from what a move changed, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from services.store import loop_rows, timers

if TYPE_CHECKING:
    from services.domain.cases import Case
    from services.store.database import Tx

RESUME = "resume"
"""The kind of the timer that ends a suspension (挂账)."""


MERGED = "并案期间"
"""Why the clock of a case stood still that was merged into another."""


class StopWords(NamedTuple):
    """Why a clock stands still, and who said so."""

    reason_code: str
    reason: str
    actor_id: str


def keep_stop(tx: Tx, before: Case, after: Case, words: StopWords) -> None:
    """Write the stop that a move began or ended, and arm or cancel the timer of its end.

    A case that is taken out of its parent has stood still as long as it was merged; that stop is over as it is written.
    An undone suspension ends where it began: it has stopped nothing.
    """
    if before.merged_at is not None and after.merged_at is None and after.stopped_ms > before.stopped_ms:
        end = before.merged_at + after.stopped_ms - before.stopped_ms
        loop_rows.add_stop(tx, after.id, before.merged_at, end, reason=MERGED, actor_id=words.actor_id)
    if before.suspended_at == after.suspended_at and before.suspended_until == after.suspended_until:
        return
    if before.suspended_at is not None:
        loop_rows.close_stop(tx, after.id, before.suspended_at + after.stopped_ms - before.stopped_ms)
        timers.cancel(tx, after.id, RESUME)
    if after.suspended_at is not None and after.suspended_until is not None:
        loop_rows.open_stop(tx, after, reason_code=words.reason_code, reason=words.reason, actor_id=words.actor_id)
        timers.arm(tx, RESUME, after.id, after.suspended_until, rule="挂账到期")
