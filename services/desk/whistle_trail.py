"""What a whistle leaves behind in one transaction: its row, its record, the case's event, the audit link, the timer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from services.desk.moves import Deed, moved
from services.domain import custody
from services.domain.whistle_moves import next_arrival
from services.domain.whistles import LIVE, UnitState
from services.store import cases as case_store
from services.store import parties, timers
from services.store import whistles as store

if TYPE_CHECKING:
    from services.desk.moves import Desk
    from services.domain.whistles import Said, Whistle

TIMER = "whistle"
"""The kind of the timer that looks whether everybody has arrived."""

_PARTS = ("units", "problems", "ratings")


@dataclass(frozen=True, slots=True)
class Told:
    """What was done, in the words that stay: `text` in the whistle's record, `case_text` in its case ("": not told)."""

    action: str
    text: str = ""
    of_unit: str = ""
    said: Said | None = None
    case_text: str = ""
    command_id: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


def born(desk: Desk, whistle: Whistle, told: Told) -> int:
    """Write a new whistle; return the change-log position."""
    store.insert(desk.tx, whistle)
    return _told(desk, None, whistle, told)


def went(desk: Desk, before: Whistle, after: Whistle, told: Told) -> int:
    """Write a whistle's next version; return the change-log position. Raises Refusal whistle_stale."""
    store.save(desk.tx, before, after)
    return _told(desk, before, after, told)


def _told(desk: Desk, before: Whistle | None, after: Whistle, told: Told) -> int:
    tx = desk.tx
    store.add_event(tx, after, told.action, desk.scope, text=told.text, of_unit=told.of_unit, said=told.said)
    details = {
        "version": after.version,
        "from": desk.scope.origin,
        "unit": desk.scope.unit_id,
        "of": told.of_unit,
        "text": told.text,
        "state": after.state.value,
    }
    if told.said is not None:
        details["said"] = msgspec.to_builtins(told.said)
    if before is None or any(getattr(before, name) != getattr(after, name) for name in _PARTS):
        details["parts"] = {name: msgspec.to_builtins(getattr(after, name)) for name in _PARTS}
    tx.audit(desk.scope.person_id, f"whistle.{told.action}", after.id, details | told.more)
    _rearm(desk, before, after)
    if after.case_id is not None:
        _tell_case(desk, before, after, told)
    summoned = [part.unit_id for part in after.units if part.summoned_at is not None]
    return tx.change(
        "whistle",
        after.id,
        after.version,
        areas=(after.area_path,),
        parties=(after.unit_id, *summoned),
        command_id=told.command_id,
    )


def _rearm(desk: Desk, before: Whistle | None, after: Whistle) -> None:
    was = None if before is None else next_arrival(before)
    due = next_arrival(after)
    if was == due:
        return
    if was is not None:
        timers.cancel(desk.tx, after.id, TIMER)
    if due is not None:
        timers.arm(desk.tx, TIMER, after.id, due, rule="arrive_by")


def _tell_case(desk: Desk, before: Whistle | None, whistle: Whistle, told: Told) -> None:
    """Write the case's event and bring its summoned parties in step, others' whistles for it counted."""
    tx = desk.tx
    case = case_store.get(tx.conn, whistle.case_id or "")
    if case is None:
        return
    called = _calls(whistle)
    parties.summon(tx, case.id, called)
    if told.case_text:
        text = f"吹哨 {whistle.number}：{told.case_text}"
        case = moved(desk, case, custody.note(case, tx.now), Deed(action="whistle", text=text)).case
    gone = (_calls(before) if before is not None else set()) - called
    if gone:
        others = [other for other in store.of_case(tx.conn, case.id) if other.id != whistle.id]
        parties.dismiss(tx, case, gone.difference(*(_calls(other) for other in others)))


def _calls(whistle: Whistle) -> set[str]:
    """Return the units that a whistle summons now: gone out, not over, not refused."""
    if whistle.state not in LIVE:
        return set()
    parts = (part for part in whistle.units if part.summoned_at is not None)
    return {part.unit_id for part in parts if part.state is not UnitState.REFUSED}
