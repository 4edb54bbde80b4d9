"""Which units are and were concerned with a case, and the custody ledger: who had it, from when, until when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from services.domain.cases import Case, PartyRole
from services.domain.clock import Instant
from services.domain.tiers import Tier
from services.store import tables as t
from services.store.prepared import Prepared, insert_of, upsert_of
from services.store.tx import Tx


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's part in a case; `until` is None while it lasts."""

    unit_id: str
    role: PartyRole
    since: Instant
    until: Instant | None
    signed_at: Instant | None
    feedback_at: Instant | None


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One hop of the custody ledger. `kind` is tier, holder, refused or rework."""

    kind: str
    at: Instant
    until: Instant | None
    from_unit: str | None
    to_unit: str
    tier: Tier
    signed_at: Instant | None
    rule: str
    reason_code: str
    reason: str


_p = t.case_parties.c
_KEY = (_p.case_id == bindparam("of_case"), _p.unit_id == bindparam("of_unit"), _p.role == bindparam("of_role"))

_ANEW: dict[str, Any] = {
    "since": bindparam("since"),
    "until": None,
    "seen": None,
    "signed_at": bindparam("signed"),
    "feedback_at": None,
}
_OPEN_PARTY = upsert_of(
    t.case_parties,
    {"case_id": bindparam("case_id"), "unit_id": bindparam("unit_id"), "role": bindparam("role"), **_ANEW},
    ["case_id", "unit_id", "role"],
    _ANEW,
)
_END_PARTY = Prepared(update(t.case_parties).where(*_KEY).values(until=bindparam("end"), seen=bindparam("was")))
_CURRENT = Prepared(
    select(_p.unit_id, _p.role).where(_p.case_id == bindparam("case_id"), _p.until.is_(None)).order_by(_p.since)
)
_ALL = Prepared(
    select(_p.unit_id, _p.role, _p.since, _p.until, _p.signed_at, _p.feedback_at)
    .where(_p.case_id == bindparam("case_id"))
    .order_by(_p.since, _p.role)
)
_SIGN_PARTY = Prepared(update(t.case_parties).where(*_KEY, _p.until.is_(None)).values(signed_at=bindparam("moment")))
_FEEDBACK_PARTY = Prepared(
    update(t.case_parties).where(*_KEY, _p.until.is_(None)).values(feedback_at=bindparam("moment"))
)

_h = t.custody.c
_HOP_COLUMNS = (
    _h.kind,
    _h.at,
    _h.until,
    _h.from_unit,
    _h.to_unit,
    _h.tier,
    _h.signed_at,
    _h.rule,
    _h.reason_code,
    _h.reason,
)
_INSERT_HOP = insert_of(t.custody, leave=("id",))
_OPEN_HOPS = (_h.case_id == bindparam("of_case"), _h.kind == bindparam("of_kind"), _h.until.is_(None))
_CLOSE_HOP = Prepared(update(t.custody).where(*_OPEN_HOPS).values(until=bindparam("end")))
_SIGN_HOP = Prepared(update(t.custody).where(*_OPEN_HOPS).values(signed_at=bindparam("moment")))
_HOPS = Prepared(select(*_HOP_COLUMNS).where(_h.case_id == bindparam("case_id")).order_by(_h.id))


def set_parties(
    tx: Tx, before: Case | None, after: Case, assisting: frozenset[str] | tuple[str, ...] | None = None
) -> tuple[str, ...]:
    """Bring the parties in step with the case and return the ids of all units that were or are parties now.

    `assisting` names the assisting units; None leaves them as they are, but for one that is the holder now. A part that
    ends keeps the case as it was `before`, which is what that unit may look back at. Give the returned ids to
    `Tx.change(parties=…)`.
    """
    current: set[tuple[str, str]] = set() if before is None else {*_CURRENT.all(tx.conn, {"case_id": after.id})}
    wanted = {(after.answerable_id, str(PartyRole.ANSWERABLE)), (after.holder_id, str(PartyRole.HOLDER))}
    if assisting is None:
        kept = {pair for pair in current if pair[1] == PartyRole.ASSISTING}
        wanted |= kept - {(after.holder_id, str(PartyRole.ASSISTING))}  # who becomes the holder assists no more
    else:
        wanted |= {(unit, str(PartyRole.ASSISTING)) for unit in assisting}
    wanted |= {pair for pair in current if pair[1] == PartyRole.SUMMONED}
    ended = current - wanted
    if ended and before is not None:
        was = msgspec.json.encode(before).decode()
        for unit, role in ended:
            _END_PARTY.run(tx.conn, {"of_case": after.id, "of_unit": unit, "of_role": role, "end": tx.now, "was": was})
    for unit, role in wanted - current:
        signed = after.signed_at if role == PartyRole.HOLDER else None  # given back to a holder that had signed
        values = {"case_id": after.id, "unit_id": unit, "role": role, "since": tx.now, "signed": signed}
        _OPEN_PARTY.run(tx.conn, values)
    return tuple(dict.fromkeys(unit for unit, _ in sorted(current | wanted)))


def summon(tx: Tx, case_id: str, unit_ids: Iterable[str]) -> None:
    """Give units a part in a case as summoned (吹哨). Before the move that tells of it, so that it reaches them."""
    current = {unit for unit, role in _CURRENT.all(tx.conn, {"case_id": case_id}) if role == PartyRole.SUMMONED}
    for unit in dict.fromkeys(unit_ids):
        if unit not in current:
            values = {"case_id": case_id, "unit_id": unit, "role": str(PartyRole.SUMMONED), "since": tx.now}
            _OPEN_PARTY.run(tx.conn, values | {"signed": None})


def dismiss(tx: Tx, case: Case, unit_ids: Iterable[str]) -> None:
    """End the summoned part of units; each may look back at the case as it is now. After the move that tells of it."""
    current = {unit for unit, role in _CURRENT.all(tx.conn, {"case_id": case.id}) if role == PartyRole.SUMMONED}
    was = msgspec.json.encode(case).decode()
    for unit in current.intersection(unit_ids):
        values = {"of_case": case.id, "of_unit": unit, "of_role": str(PartyRole.SUMMONED), "end": tx.now, "was": was}
        _END_PARTY.run(tx.conn, values)


def units_of(conn: Connection, case_id: str) -> tuple[str, ...]:
    """Return the ids of the units that are parties now."""
    return tuple(dict.fromkeys(unit for unit, _ in _CURRENT.all(conn, {"case_id": case_id})))


def parties(conn: Connection, case_id: str) -> list[Party]:
    """Return every part any unit has had in a case, oldest first."""
    return [
        Party(
            unit_id=unit,
            role=PartyRole(role),
            since=since,
            until=until,
            signed_at=signed_at,
            feedback_at=feedback_at,
        )
        for unit, role, since, until, signed_at, feedback_at in _ALL.all(conn, {"case_id": case_id})
    ]


def sign_party(tx: Tx, case_id: str, unit_id: str, role: PartyRole) -> bool:
    """Note that a unit signed in its part; False when it has no such part now."""
    values = {"of_case": case_id, "of_unit": unit_id, "of_role": str(role), "moment": tx.now}
    return _SIGN_PARTY.count(tx.conn, values) > 0


def feed_back_party(tx: Tx, case_id: str, unit_id: str, role: PartyRole) -> bool:
    """Note that a unit fed back in its part; False when it has no such part now."""
    values = {"of_case": case_id, "of_unit": unit_id, "of_role": str(role), "moment": tx.now}
    return _FEEDBACK_PARTY.count(tx.conn, values) > 0


def open_custody(  # noqa: PLR0913 - the columns of a hop
    tx: Tx,
    case_id: str,
    kind: str,
    *,
    from_unit: str | None,
    to_unit: str,
    tier: Tier,
    actor_id: str,
    rule: str = "",
    reason_code: str = "",
    reason: str = "",
) -> None:
    """Write that a unit has the case from now on (`kind`: tier or holder)."""
    _hop(tx, case_id, kind, from_unit, to_unit, tier, actor_id, (rule, reason_code, reason), until=None)


def close_custody(tx: Tx, case_id: str, kind: str, end: Instant | None = None) -> None:
    """Write that the hop of this kind that is open ended then, or now."""
    _CLOSE_HOP.run(tx.conn, {"of_case": case_id, "of_kind": kind, "end": tx.now if end is None else end})


def sign_custody(tx: Tx, case_id: str, at: Instant | None = None) -> None:
    """Write that the present holder signed now, or at the moment it did."""
    _SIGN_HOP.run(tx.conn, {"of_case": case_id, "of_kind": "holder", "moment": tx.now if at is None else at})


def add_refusal(  # noqa: PLR0913 - the columns of a hop
    tx: Tx,
    case_id: str,
    *,
    from_unit: str,
    to_unit: str,
    tier: Tier,
    actor_id: str,
    rule: str = "",
    reason_code: str = "",
    reason: str = "",
) -> None:
    """Write that `from_unit` gave the case back to `to_unit` (退单), why, and under which rule."""
    _hop(tx, case_id, "refused", from_unit, to_unit, tier, actor_id, (rule, reason_code, reason), until=tx.now)


def add_rework(tx: Tx, case: Case, *, actor_id: str, reason_code: str = "", reason: str = "") -> None:
    """Write that the centre sent the case back to its holder for rework (返工), and why."""
    why = ("", reason_code, reason)
    _hop(tx, case.id, "rework", case.answerable_id, case.holder_id, case.tier, actor_id, why, until=tx.now)


def _hop(  # noqa: PLR0913 - the columns of a hop
    tx: Tx,
    case_id: str,
    kind: str,
    from_unit: str | None,
    to_unit: str,
    tier: Tier,
    actor_id: str,
    why: tuple[str, str, str],
    *,
    until: Instant | None,
) -> None:
    _INSERT_HOP.run(
        tx.conn,
        {
            "case_id": case_id,
            "kind": kind,
            "at": tx.now,
            "until": until,
            "from_unit": from_unit,
            "to_unit": to_unit,
            "tier": int(tier),
            "signed_at": None,
            "rule": why[0],
            "reason_code": why[1],
            "reason": why[2],
            "actor_id": actor_id,
        },
    )


def custody(conn: Connection, case_id: str, until: Instant | None = None) -> list[Hop]:
    """Return the custody ledger, oldest first; with `until`, as it was known then."""
    hops = []
    for kind, at, end, from_unit, to_unit, tier, signed_at, *why in _HOPS.all(conn, {"case_id": case_id}):
        if until is not None and at > until:
            break
        hops.append(
            Hop(
                kind=kind,
                at=at,
                until=_known(end, until),
                from_unit=from_unit,
                to_unit=to_unit,
                tier=Tier(tier),
                signed_at=_known(signed_at, until),
                rule=why[0],
                reason_code=why[1],
                reason=why[2],
            )
        )
    return hops


def _known(moment: Instant | None, until: Instant | None) -> Instant | None:
    return None if moment is not None and until is not None and moment > until else moment
