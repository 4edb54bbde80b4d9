"""Deadlines: when a limit starts, what stops its clock, when it is due, said in one sentence.

Only hours that run around the clock (自然时, 紧急工作时) are reckoned here; a limit in working time that no calendar
covers is left without a due time and shown as 无时限 with its reason, never guessed.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.cases import Case
from services.domain.clock import HOUR_MS, MINUTE_MS, Instant


class Starts(StrEnum):
    """The moment a limit runs from."""

    REPORTED = "reported"
    DISPATCHED = "dispatched"


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """A limit for handling a case: `length_ms` of time that runs around the clock, by the rule `rule_id`.

    `text` is the limit as its source prints it ("2紧急工作时", "4小时").
    """

    rule_id: str
    text: str
    length_ms: int
    starts: Starts = Starts.REPORTED


def with_deadline(case: Case, limit: Limit | None, start: Instant) -> Case:
    """Return the case with its deadline set by a limit from `start`, or without one when there is no limit."""
    if limit is None:
        return msgspec.structs.replace(case, due_at=None, due_start=None, due_rule="", due_text="")
    return msgspec.structs.replace(
        case,
        due_start=start,
        due_at=start + limit.length_ms,
        due_rule=limit.rule_id,
        due_text=limit.text,
        due_confirmed=True,
    )


def spell_duration(length_ms: int) -> str:
    """Return a duration in Chinese, in its two largest units: 2天3小时, 35分钟; below a minute, 不到1分钟."""
    minutes = abs(length_ms) // MINUTE_MS
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分钟")]
    first = next((index for index, (count, _) in enumerate(parts) if count), None)
    if first is None:
        return "不到1分钟"
    return "".join(f"{count}{unit}" for count, unit in parts[first : first + 2] if count)


def limit_text(length_ms: int) -> str:
    """Return a limit of natural time as a profile without a printed text shows it: 2小时, 30分钟."""
    return spell_duration(length_ms) if length_ms % HOUR_MS else f"{length_ms // HOUR_MS}小时"
