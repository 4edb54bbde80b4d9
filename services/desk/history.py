"""Things done at an earlier moment, for a history that was never lived: a demo's first day.

Everything goes through the same functions as live work, in the order of its time, so that custody, timers, audit chain
and change log are what they would have been.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from services.desk.arming import ESCALATE, REMIND
from services.desk.escalation import fire
from services.desk.sessions import DEMO_LOGIN, scope_of
from services.desk.stage_timers import STAGE
from services.domain.problems import Refusal
from services.store import cases as case_store
from services.store import people, timers
from services.store.loop_rows import with_caller

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import Tx


def at(tx: Tx, moment: Instant) -> Tx:
    """Return the same transaction at an earlier moment. Both share the audit lock and the change rows."""
    tx.lock()
    return dataclasses.replace(tx, now=moment)


def case_of(tx: Tx, case_id: str) -> Case:
    """Return a case that is known to be there. Raises KeyError otherwise."""
    found = case_store.get(tx.conn, case_id)
    if found is None:
        raise KeyError(case_id)
    return found


def demo_scope(tx: Tx, district: District) -> Scope:
    """Return the scope of the person in front of a demo. Raises Refusal not_found where there is none."""
    person = people.by_login(tx.conn, DEMO_LOGIN)
    if person is None:
        raise Refusal("not_found")
    return scope_of(district, person, "demo")


def fire_due(tx: Tx, district: District, case_id: str) -> bool:
    """Let the timer of a case that is due at the transaction's moment fire; tell whether it did."""
    for timer in timers.armed_for(tx.conn, case_id):
        if timer.kind == ESCALATE and timer.due_at <= tx.now:
            return timers.done(tx, timer.id, tx.now - timer.due_at) and fire(tx, district, timer)
    return False


def has_caller(tx: Tx, case_id: str) -> bool:
    """Tell whether somebody could be called back about a case."""
    return bool(with_caller(tx.conn, [case_id]))


def forget_past(tx: Tx) -> None:
    """Let reminders and stage limits that ran out in a day that nobody lived tell nobody of it now."""
    for kind in (REMIND, STAGE):
        timers.cancel_past(tx, kind)
