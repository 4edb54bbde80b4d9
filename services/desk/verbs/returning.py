"""退单: a unit gives back what was dispatched to it, as far as the district lets it; every refusal is in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.moves import Desk, Moved, moved
from services.desk.verbs.common import deed, joined, reason_of
from services.domain import custody
from services.domain.actions import Action
from services.domain.conditions import RETURN_ASKED_FLAG, flagged
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.cases import Case


def give_back(desk: Desk, case: Case, act: Act) -> Moved:
    """退单; where the district wants it approved (须审批) it is only asked for, and the holder's time runs on."""
    after = custody.give_back(case, desk.asked)
    reason = reason_of(desk, act)
    if flagged(after.flags, RETURN_ASKED_FLAG):
        return moved(desk, case, after, deed(act, f"申请退单：{reason}", said={"reason_code": act.reason_code}))
    _ledger(desk, case, after, act.reason_code, reason)
    return moved(desk, case, after, deed(act, reason), ())


def allow(desk: Desk, case: Case, act: Act) -> Moved:
    """准予退单: the refusal is written with the reason that the holder gave."""
    after = custody.allow_return(case, desk.asked)
    code, reason = _asked_reason(desk, case)
    _ledger(desk, case, after, code, reason)
    name = desk.district.units[case.holder_id].name
    return moved(desk, case, after, deed(act, joined(f"准予{name}退单", act.text)), ())


def deny(desk: Desk, case: Case, act: Act) -> Moved:
    """不准退单: the holder goes on."""
    return moved(desk, case, custody.deny_return(case, desk.asked), deed(act))


def _asked_reason(desk: Desk, case: Case) -> tuple[str, str]:
    """Return the coded reason and the words with which the return was asked for last."""
    asked = [event for event in case_store.events(desk.tx.conn, case.id) if event.action == Action.RETURN.value]
    last = asked[-1] if asked else None
    return (str(last.after.get("reason_code", "")), last.text) if last is not None else ("", "")


def _ledger(desk: Desk, case: Case, after: Case, reason_code: str, reason: str) -> None:
    case_store.add_refusal(
        desk.tx,
        case.id,
        from_unit=case.holder_id,
        to_unit=after.holder_id,
        tier=case.tier,
        actor_id=desk.scope.person_id,
        reason_code=reason_code,
        reason=reason,
    )
