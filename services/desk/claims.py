"""Claiming a case, giving it back, taking it over; and keeping out of the way of who has claimed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.desk.moves import Deed, Desk, Moved, moved
from services.domain import claims, custody
from services.domain.actions import Action
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import people as people_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.cases import Act
    from services.domain.cases import Case

SOMEBODY = "他人"
"""What a person is called whose account is not there (any more)."""


def name_of(conn: Connection, person_id: str) -> str:
    """Return what a person is called at the desks: the seat, else the name."""
    person = people_store.get(conn, person_id)
    return (person.seat or person.name) if person is not None else SOMEBODY


def respect(desk: Desk, case: Case, action: Action) -> None:
    """Raise Refusal claimed when somebody else's claim is in the way of an action."""
    if claims.is_in_the_way(action, case, desk.asked):
        raise Refusal("claimed", who=name_of(desk.tx.conn, case.claimed_by or ""))


def claim(desk: Desk, case: Case, act: Act) -> Moved:
    """认领. One's own claim is begun anew. Raises Refusal claimed, with the person's name."""
    _free(desk, case)
    return moved(desk, case, custody.claim(case, desk.asked), _deed(act, ""))


def take_over(desk: Desk, case: Case, act: Act) -> Moved:
    """接管: another's claim becomes one's own, after the first moments only with the reason.

    Raises Refusal stale where the claim is not the one that was seen, text_required, not_claimed.
    """
    if act.version != case.version:  # whoever takes over names the claim they saw: another may have come in between
        raise Refusal("stale", changed={"claimed_by": case.claimed_by, "version": case.version})
    reason = act.text.strip()
    asked = custody.need(case, Action.TAKE_OVER, desk.asked)
    if not reason and claims.reason_needed(case, asked):
        raise Refusal("text_required", field="接管理由")
    words = f"接管自{name_of(desk.tx.conn, case.claimed_by or '')}" + (f"：{reason}" if reason else "")
    after = msgspec.structs.replace(
        case, claimed_by=asked.person_id, claimed_at=asked.now, version=case.version + 1, updated_at=asked.now
    )
    return moved(desk, case, after, _deed(act, words))


def release(desk: Desk, case: Case, act: Act) -> Moved:
    """取消认领, one's own; another's only with the right to take over. Raises Refusal claimed, with the name."""
    if case.claimed_by not in (None, desk.scope.person_id) and not desk.scope.may(Right.CASE_TAKE_OVER):
        raise Refusal("claimed", who=name_of(desk.tx.conn, case.claimed_by or ""))
    return moved(desk, case, custody.release(case, desk.asked), _deed(act, act.text.strip()))


def _free(desk: Desk, case: Case) -> None:
    if claims.holder(case, desk.asked) not in ("", desk.scope.person_id):
        raise Refusal("claimed", who=name_of(desk.tx.conn, case.claimed_by or ""))


def _deed(act: Act, text: str) -> Deed:
    return Deed(action=act.action.value, text=text, reason_code=act.reason_code, command_id=act.command_id)
