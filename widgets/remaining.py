"""Remaining time as the queue shows it: text, colour, share of the limit used. All times are Instants (UTC ms)."""

from __future__ import annotations

from typing import Literal, NamedTuple

Tone = Literal["red", "orange", "yellow", "calm"]

MINUTE_MS = 60_000
DAY_MS = 86_400_000
ORANGE_MS = 10 * MINUTE_MS
YELLOW_MS = 30 * MINUTE_MS


class Remaining(NamedTuple):
    """What is drawn of a deadline: ``text`` like ``00:09`` (hours:minutes), ``tone``, ``used`` from 0 to 1."""

    text: str
    tone: Tone
    used: float


def remaining(due_at: int, started_at: int, now: int, days_word: str) -> Remaining:
    """Return the remaining time of a deadline.

    Minutes are rounded away from zero, so ``00:01`` stands until the last second and ``-00:01`` from the first one
    late; from 24 hours on whole days are shown (``2天``: ``days_word`` holds ``{n}``). Our rule for colours: late
    red, ≤ 10 minutes orange, ≤ 30 minutes yellow (the tier cards' "due within 30 minutes").
    """
    left = due_at - now
    span = due_at - started_at
    used = 1.0 if left <= 0 or span <= 0 else min(1.0, max(0.0, (now - started_at) / span))
    if abs(left) >= DAY_MS:
        text = days_word.format(n=abs(left) // DAY_MS)
    else:
        minutes = -(-abs(left) // MINUTE_MS)
        text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return Remaining("-" + text if left < 0 else text, tone_of(left), used)


def tone_of(left: int) -> Tone:
    """Return the colour of so many milliseconds left."""
    if left <= 0:
        return "red"
    if left <= ORANGE_MS:
        return "orange"
    return "yellow" if left <= YELLOW_MS else "calm"
