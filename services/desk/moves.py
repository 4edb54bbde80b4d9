"""One move of a case: the row with its version, event, custody, parties, timers, audit link and change, together.

Custody hops follow from what changed: who answers, who holds, whether the holder has signed. So every way in which a
case moves, by a person, by the engine or by an import, keeps the same ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from services.desk import stage_timers
from services.desk.arming import arm, rearm
from services.desk.stops import StopWords, keep_stop
from services.domain.actions import UNDOABLE, Action
from services.domain.cases import PartyRole, changed_columns
from services.domain.claims import let_go
from services.domain.conditions import Asked
from services.domain.escalation import armed
from services.domain.looprules import UNDO_MS
from services.domain.rights import Right
from services.store import cases as case_store
from services.store import timers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.api.cases import Behalf
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import Tx

_SILENT = frozenset({"version", "updated_at", "undo_until", "undo_by"})
"""Columns that change with every move and say nothing in an event."""

_PROGRESS = frozenset({"sign", "note", "feedback", "attach"})
"""Actions by which something is heard of the handling: a signature that would expire holds on from there."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does something, in which district, within which transaction."""

    tx: Tx
    district: District
    scope: Scope

    @property
    def asked(self) -> Asked:
        """Who asks, when and under which settings, as the table of actions wants it."""
        scope = self.scope
        return Asked(
            now=self.tx.now,
            person_id=scope.person_id,
            unit_id=scope.unit_id,
            may_take_over=scope.may(Right.CASE_TAKE_OVER),
            rules=self.district.loop_rules,
        )


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, in the words that stay: the event's action and text, for whom, and the coded reason.

    `was` and `said` stand in the event's before and after beside the case's own columns.
    """

    action: str
    text: str = ""
    behalf: Behalf | None = None
    reason_code: str = ""
    rule: str = ""
    command_id: str | None = None
    was: Mapping[str, Any] | None = None
    said: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A case after its move, and the change-log position that carries it."""

    case: Case
    pos: int


def born(desk: Desk, case: Case, deed: Deed, *, search: str) -> Moved:
    """Write a new case with its first event, ledger rows, parties and timer. `search` are its words."""
    tx = desk.tx
    policy = desk.district.policies.in_use(tx.conn)
    case, rule = armed(msgspec.structs.replace(case, policy_id=policy.id), policy.steps)
    case_store.insert(tx, case, search=search)
    parties = case_store.set_parties(tx, None, case, ())
    first = {"state": case.state.value, "tier": int(case.tier), "holder_id": case.holder_id}
    _record(desk, case, deed, {}, first)
    _open(desk, case, deed, "tier", None)
    _open(desk, case, deed, "holder", None)
    arm(tx, case, rule)
    stage_timers.rearm(tx, desk.district, None, case)
    return Moved(case, _announce(tx, case, deed, (case.area_path,), parties))


def moved(desk: Desk, before: Case, after: Case, deed: Deed, assisting: Sequence[str] | None = None) -> Moved:
    """Write a case's next version. `assisting` None keeps who assists.

    Raises Refusal stale when somebody else's version came in between.
    """
    tx = desk.tx
    after = stage_timers.marked(before, _marked(before, let_go(before, after), deed, desk))
    after, rule = armed(after, desk.district.policies.of(tx.conn, after.policy_id).steps)
    case_store.save(tx, before, after)
    columns = {name: value for name, value in changed_columns(before, after).items() if name not in _SILENT}
    _record(desk, after, deed, {name: getattr(before, name) for name in columns}, columns)
    _hops(desk, before, after, deed)
    # last of what belongs to the case: whoever hands it over sees no row of it any more (row-level security)
    parties = case_store.set_parties(tx, before, after, None if assisting is None else tuple(assisting))
    if before.is_open and not after.is_open:
        timers.cancel(tx, after.id)
    rearm(tx, before, after, rule)
    stage_timers.rearm(tx, desk.district, before, after)
    keep_stop(tx, before, after, StopWords(deed.reason_code, deed.text, desk.scope.person_id))
    return Moved(after, _announce(tx, after, deed, (after.area_path, before.area_path), parties))


def _marked(before: Case, after: Case, deed: Deed, desk: Desk) -> Case:
    """Return the case with what its clocks go by: the last word on the handling, the end of a suspension, undoing."""
    now = desk.tx.now
    columns: dict[str, Instant | str | None] = {"undo_until": None, "undo_by": None}
    if deed.action in UNDOABLE:
        columns = {"undo_until": now + UNDO_MS, "undo_by": desk.scope.person_id}
    if deed.action in _PROGRESS:
        columns["progress_at"] = now
    stood = before.merged_at is not None and after.merged_at is None and deed.action != Action.UNDO
    if stood or (before.suspended_at is not None and after.suspended_at is None):
        columns["resumed_at"] = now
    return msgspec.structs.replace(after, **columns)


def _record(desk: Desk, case: Case, deed: Deed, before: dict[str, Any], after: dict[str, Any]) -> None:
    before, after = {**before, **(deed.was or {})}, {**after, **(deed.said or {})}
    case_store.add_event(
        desk.tx, case, deed.action, desk.scope, text=deed.text, behalf=deed.behalf, before=before, after=after
    )
    details = {"version": case.version, "from": desk.scope.origin, "unit": desk.scope.unit_id, "text": deed.text}
    if deed.behalf is not None:
        details["behalf"] = deed.behalf
    desk.tx.audit(desk.scope.person_id, f"case.{deed.action}", case.id, details | {"before": before, "after": after})


def _hops(desk: Desk, before: Case, after: Case, deed: Deed) -> None:
    """Write the custody hops that follow from the difference."""
    tx = desk.tx
    if before.answerable_id != after.answerable_id or before.tier is not after.tier:
        case_store.close_custody(tx, after.id, "tier")
        _open(desk, after, deed, "tier", before.answerable_id)
    if before.holder_id != after.holder_id or before.holder_since != after.holder_since:
        case_store.close_custody(tx, after.id, "holder", before.closed_at)  # what was closed was in nobody's hands
        _open(desk, after, deed, "holder", before.holder_id)
        if after.signed_at is not None:  # given back to a holder that had signed: a dispatch was undone
            case_store.sign_custody(tx, after.id, after.signed_at)
    elif before.signed_at is None and after.signed_at is not None:
        case_store.sign_custody(tx, after.id)
        case_store.sign_party(tx, after.id, after.holder_id, PartyRole.HOLDER)
    if after.reworks > before.reworks:
        case_store.add_rework(tx, before, actor_id=desk.scope.person_id, reason_code=deed.reason_code, reason=deed.text)
    if before.feedback_at is None and after.feedback_at is not None:
        case_store.feed_back_party(tx, after.id, after.holder_id, PartyRole.HOLDER)


def _open(desk: Desk, case: Case, deed: Deed, kind: str, came_from: str | None) -> None:
    case_store.open_custody(
        desk.tx,
        case.id,
        kind,
        from_unit=came_from,
        to_unit=case.answerable_id if kind == "tier" else case.holder_id,
        tier=case.tier,
        actor_id=desk.scope.person_id,
        rule=deed.rule,
        reason_code=deed.reason_code,
        reason=deed.text,
    )


def _announce(tx: Tx, case: Case, deed: Deed, areas: Sequence[str], parties: Sequence[str]) -> int:
    return tx.change("case", case.id, case.version, areas=areas, parties=parties, command_id=deed.command_id)
