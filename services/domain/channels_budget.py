"""How many messages a credential may carry: a pure budget over moving windows, with a reserve for emergencies.

What was taken is kept by seconds, so that in no window, wherever it begins, more leaves than the provider allows. The
state is one small value; who shares it (one row in the database) shares the budget, however many engines there are.
"""

from __future__ import annotations

import msgspec

from services.domain.clock import SECOND_MS, Instant

MARGIN_MS = 2 * SECOND_MS
"""A window is counted this much longer than the provider says (our rule): a call reaches it later than it is taken."""


class Rate(msgspec.Struct, frozen=True):
    """At most so many messages in any stretch of `per_ms`."""

    count: int
    per_ms: int


class Limits(msgspec.Struct, frozen=True):
    """A credential's rates; `reserve_percent` of each is kept for corrections and emergencies. No rates: no limit."""

    rates: tuple[Rate, ...] = ()
    reserve_percent: int = 0

    def room(self, rate: Rate, *, urgent: bool) -> int:
        """Return how many messages a window holds for this urgency: at least one, so that a notice goes some time."""
        return rate.count if urgent else max(1, rate.count - rate.count * self.reserve_percent // 100)


class Spent(msgspec.Struct, frozen=True):
    """What was taken: (second since the epoch, how many), ascending; and until when the provider wants a pause."""

    seconds: tuple[tuple[int, int], ...] = ()
    paused_until: Instant = 0


class Taken(msgspec.Struct, frozen=True):
    """How many messages may leave now, the budget after it, and when the next one may (None: none had to wait)."""

    granted: int
    spent: Spent
    again_at: Instant | None = None


def take(spent: Spent, limits: Limits, now: Instant, want: int, *, urgent: bool) -> Taken:
    """Take up to `want` messages at `now`. A clock that was set back frees nothing: what was taken later counts too."""
    kept = _kept(spent, limits, now)
    if want <= 0:
        return Taken(0, kept)
    if now < spent.paused_until:
        return Taken(0, kept, spent.paused_until)
    granted = min([want, *(_free(kept, limits, rate, now, urgent=urgent) for rate in limits.rates)])
    after = _added(kept, now // SECOND_MS, granted) if limits.rates else kept
    again = None if granted == want else _again(after, limits, now, urgent=urgent)
    return Taken(granted, after, again)


def pause(spent: Spent, until: Instant) -> Spent:
    """Let nothing leave before `until`: the provider said so. A longer pause known already stays."""
    return msgspec.structs.replace(spent, paused_until=max(spent.paused_until, until))


def wait_of(limits: Limits, place: int, *, urgent: bool) -> int:
    """Return how many ms later than the first one waiting the message at `place` (from 0) can go at the earliest."""
    waits = [place // limits.room(rate, urgent=urgent) * (rate.per_ms + MARGIN_MS) for rate in limits.rates]
    return max(waits, default=0)


def _kept(spent: Spent, limits: Limits, now: Instant) -> Spent:
    longest = max((rate.per_ms for rate in limits.rates), default=0)
    alive = tuple((second, count) for second, count in spent.seconds if not _left(second, longest, now))
    return Spent(alive, spent.paused_until)


def _left(second: int, per_ms: int, now: Instant) -> bool:
    """Tell whether everything of a second lies before the window that ends now."""
    return (second + 1) * SECOND_MS + per_ms + MARGIN_MS <= now


def _free(spent: Spent, limits: Limits, rate: Rate, now: Instant, *, urgent: bool) -> int:
    used = sum(count for second, count in spent.seconds if not _left(second, rate.per_ms, now))
    return max(0, limits.room(rate, urgent=urgent) - used)


def _added(spent: Spent, second: int, count: int) -> Spent:
    if not count:
        return spent
    by_second = dict(spent.seconds)
    by_second[second] = by_second.get(second, 0) + count
    return Spent(tuple(sorted(by_second.items())), spent.paused_until)


def _again(spent: Spent, limits: Limits, now: Instant, *, urgent: bool) -> Instant:
    """Return the first instant at which every window holds one more."""
    return max(_one_more(spent, limits, rate, now, urgent=urgent) for rate in limits.rates)


def _one_more(spent: Spent, limits: Limits, rate: Rate, now: Instant, *, urgent: bool) -> Instant:
    alive = [(second, count) for second, count in spent.seconds if not _left(second, rate.per_ms, now)]
    over = sum(count for _, count in alive) + 1 - limits.room(rate, urgent=urgent)
    found = now
    for second, count in alive:
        if over <= 0:
            break
        over -= count
        found = (second + 1) * SECOND_MS + rate.per_ms + MARGIN_MS
    return found
