"""The numbers of the custody ledger by unit, each with its definition: received, signed, returned, escalated away.

They say how a unit treats what it is given, not how much it is given: a unit that signs at once and feeds back in time
has nothing here but receipts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median_low
from typing import Protocol

import msgspec

from services.domain.clock import Instant


class LedgerTerm(msgspec.Struct, frozen=True, kw_only=True):
    """A number of the ledger: name, label, formula in words, and what is left out."""

    name: str
    label: str
    formula: str
    exclusions: str = ""


TERMS: tuple[LedgerTerm, ...] = (
    LedgerTerm(
        name="received",
        label="收到",
        formula="期内转到该单位手中的次数：派单、退回、升级",
        exclusions="上报时落到该单位的不计",
    ),
    LedgerTerm(name="signed", label="签收", formula="期内收到的之中，该单位已签收的次数"),
    LedgerTerm(
        name="unsigned",
        label="未签收",
        formula="期内收到的之中，该单位尚未签收、案件仍在其手中的次数",
        exclusions="已反馈或已结案的不计",
    ),
    LedgerTerm(
        name="unsigned_time",
        label="未签收时长",
        formula="期内收到的，自到手至签收、转走或现在的时长；列中位数与最长",
        exclusions="挂账时间未扣除",
    ),
    LedgerTerm(name="returned", label="退单", formula="期内该单位退回的次数，按理由分列"),
    LedgerTerm(name="reworks", label="返工", formula="期内该单位办理后被退回返工的次数"),
    LedgerTerm(name="escalated_away", label="被升级", formula="期内在该单位手中、因升级转走的次数"),
    LedgerTerm(
        name="overdue",
        label="手中超时",
        formula="期内到期、到期时在该单位手中且未反馈的件数；按现行的办理时限",
        exclusions="正在挂账的不计",
    ),
)


class Hop(Protocol):
    """A hop as the ledger counts it."""

    @property
    def kind(self) -> str:
        """Which hop: holder, refused or rework."""

    @property
    def at(self) -> Instant:
        """When it came to the unit."""

    @property
    def end(self) -> Instant | None:
        """When it went on, or the handling ended."""

    @property
    def from_unit(self) -> str | None:
        """From whom it came."""

    @property
    def to_unit(self) -> str:
        """To whom it came."""

    @property
    def signed_at(self) -> Instant | None:
        """When that unit signed."""

    @property
    def reason_code(self) -> str:
        """Why, as a code."""

    @property
    def raised(self) -> bool:
        """Whether the case went up a tier by it."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger says of one unit. Durations in ms, None where nothing was received."""

    values: dict[str, int]
    unsigned_median_ms: int | None
    unsigned_longest_ms: int | None
    returned_by_reason: dict[str, int]


def tally(unit_id: str, hops: Iterable[Hop], overdue: int, now: Instant) -> Tally:
    """Return the ledger of one unit from the hops of a period that came to it or went from it."""
    mine = list(hops)
    got = [hop for hop in mine if hop.kind == "holder" and hop.to_unit == unit_id and hop.from_unit is not None]
    unsigned = [_unsigned_ms(hop, now) for hop in got]
    lost = [hop for hop in mine if hop.kind == "holder" and hop.from_unit == unit_id and hop.to_unit != unit_id]
    reasons = Counter(hop.reason_code for hop in mine if hop.kind == "refused" and hop.from_unit == unit_id)
    return Tally(
        values={
            "received": len(got),
            "signed": sum(hop.signed_at is not None for hop in got),
            "unsigned": sum(hop.signed_at is None and hop.end is None for hop in got),
            "returned": sum(reasons.values()),
            "reworks": sum(hop.kind == "rework" and hop.to_unit == unit_id for hop in mine),
            "escalated_away": sum(hop.raised for hop in lost),
            "overdue": overdue,
        },
        unsigned_median_ms=median_low(unsigned) if unsigned else None,
        unsigned_longest_ms=max(unsigned, default=None),
        returned_by_reason=dict(sorted(reasons.items())),
    )


def _unsigned_ms(hop: Hop, now: Instant) -> int:
    ends = [moment for moment in (hop.signed_at, hop.end) if moment is not None]
    return max(0, min(ends, default=now) - hop.at)
