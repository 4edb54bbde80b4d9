"""Past cases sent again as if they happened now, at a chosen speed: for training and for trying a policy.

The gaps between the reports stay, divided by the speed; all else about a case is as it was, except that it is new:
reported now, under way again, with a number of its own for each run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from services.domain.clock import to_datetime
from services.domain.problems import Refusal
from services.intake.cases import moment
from services.intake.csv_import import cases_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from services.api.intake import IntakeCase
    from services.domain.clock import Clock, Instant
    from services.intake.csv_mapping import CsvMapping

SPEED_MAX = 100_000.0


class Sleeper(Protocol):
    """What waits; it may return early when the replay is to stop."""

    def __call__(self, seconds: float) -> None:
        """Wait for so many seconds."""
        ...


def past_cases(path: Path, mapping: CsvMapping) -> tuple[list[tuple[Instant, IntakeCase]], int]:
    """Return a file's cases by the time they were reported, and how many rows could not be used."""
    found: list[tuple[Instant, IntakeCase]] = []
    unusable = 0
    for _, row in cases_of(path, mapping):
        if isinstance(row, str):
            unusable += 1
            continue
        try:
            case = mapping.case(row)
            found.append((moment(case.reported_at, "reported_at"), case))
        except Refusal:
            unusable += 1
    found.sort(key=lambda pair: (pair[0], pair[1].number))
    return found, unusable


def replay(
    past: Iterable[tuple[Instant, IntakeCase]],
    speed: float,
    run: str,
    clock: Clock,
    sleep: Sleeper,
    send: Callable[[IntakeCase], None],
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Send cases as if now: `speed` 60 makes an hour a minute. `run` goes before every number. Returns how many went.

    Waits on the monotonic clock, so that a clock that is set meanwhile neither floods nor stops. Raises Refusal
    field_bad for a speed that is none.
    """
    if not 0 < speed <= SPEED_MAX:
        raise Refusal("field_bad", field="speed", value=f"{speed:g}", remedy=f"请用大于 0、至多 {SPEED_MAX:g} 的数")
    started, first, sent = clock.monotonic(), None, 0
    for at, case in past:
        first = at if first is None else first
        due = started + (at - first) / 1000 / speed
        while (wait := due - clock.monotonic()) > 0:
            if cancelled():
                return sent
            sleep(min(wait, 1.0))
        if cancelled():
            return sent
        send(as_if_now(case, run, clock.now()))
        sent += 1
    return sent


def as_if_now(case: IntakeCase, run: str, now: Instant) -> IntakeCase:
    """Return a past case as a new one of this moment."""
    return msgspec.structs.replace(
        case,
        number=f"{run}-{case.number}",
        reported_at=to_datetime(now).isoformat(),
        state="",
        closed_at="",
    )
