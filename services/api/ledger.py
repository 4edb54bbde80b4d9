"""The custody ledger by unit: who bounced what how often, in a period."""

from __future__ import annotations

import msgspec

from services.api.common import Message
from services.api.tiers import Definition
from services.domain.clock import Instant
from services.domain.tiers import Tier


class UnitLedger(Message, frozen=True, kw_only=True):
    """The numbers of one unit; `values` go by the names of the definitions. Times are ms, None: nothing to measure.

    `returned_by_reason` has the coded reasons with their counts, "" for a return without a code.
    """

    unit_id: str
    name: str
    tier: Tier | None
    values: dict[str, int]
    unsigned_median_ms: int | None = None
    unsigned_longest_ms: int | None = None
    returned_by_reason: dict[str, int] = msgspec.field(default_factory=dict)


class Ledger(Message, frozen=True, kw_only=True):
    """What units did with what they were given, from `since` until before `before`, as of `now`."""

    now: Instant
    since: Instant
    before: Instant
    definitions: tuple[Definition, ...]
    units: tuple[UnitLedger, ...]
