"""What the engine does when a unit's time to report in has passed: write it down, tell everyone concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.escalation import engine_scope
from services.desk.moves import Desk
from services.desk.whistle_trail import Told, went
from services.desk.whistle_words import tell_centre
from services.domain import whistle_moves as moves
from services.store import whistles as store

if TYPE_CHECKING:
    from services.desk.district import District
    from services.store.database import Tx
    from services.store.timers import Timer


def remind(tx: Tx, district: District, timer: Timer) -> bool:
    """Mark who has not reported in by their time; tell whether there was anybody. The next time is armed with it."""
    tx.lock()
    before = store.get(tx.conn, timer.object_id)
    if before is None:
        return False
    after, late = moves.missed(before, tx.now)
    if not late:
        return False
    names = "、".join(district.units[unit_id].name for unit_id in late)
    text = f"到时未报到：{names}"
    desk = Desk(tx, district, engine_scope(district))
    went(desk, before, after, Told("missed", text=text, case_text=text))
    tell_centre(desk, after, text, (*late, after.unit_id, district.id))
    return True
