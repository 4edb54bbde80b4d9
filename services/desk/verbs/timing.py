"""What changes a case's time: 延期, 挂账 and its end, by hand or by the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.clocks import calendar
from services.desk.escalation import engine_scope
from services.desk.moves import Deed, Desk, Moved, moved
from services.desk.verbs.common import INPUTS, deed, joined, reason_of
from services.domain import custody
from services.domain.actions import Action
from services.domain.deadlines import spell_moment
from services.domain.problems import Refusal
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.store.database import Tx
    from services.store.timers import Timer


def extend(desk: Desk, case: Case, act: Act) -> Moved:
    """延期 to a later due time, with the reason."""
    return moved(desk, case, custody.extend(case, desk.asked, _until(act)), deed(act))


def suspend(desk: Desk, case: Case, act: Act) -> Moved:
    """挂账 until a day, by a coded reason of the district where it has a list of them."""
    until = _until(act)
    after = custody.suspend(case, desk.asked, until)
    words = f"挂账至 {spell_moment(until, desk.district.zone)}：{reason_of(desk, act)}"
    return moved(desk, case, after, deed(act, words))


def resume(desk: Desk, case: Case, act: Act) -> Moved:
    """恢复 before the planned end."""
    after = custody.resume(case, desk.asked, calendar(desk.tx.conn, desk.district))
    return moved(desk, case, after, deed(act, joined("恢复计时", act.text)))


def fire_resume(tx: Tx, district: District, timer: Timer) -> bool:
    """End a suspension whose time has come; False when the case has moved on since."""
    case = case_store.get(tx.conn, timer.object_id)
    if case is None or not case.is_open or case.suspended_until != timer.due_at:
        return False
    desk = Desk(tx, district, engine_scope(district))
    after = custody.resume(case, desk.asked, calendar(tx.conn, district))
    moved(desk, case, after, Deed(action=Action.RESUME.value, text="挂账到期，自动恢复计时", rule=timer.rule))
    return True


def _until(act: Act) -> Instant:
    if act.until is None:
        raise Refusal("text_required", field=INPUTS["until"])
    return act.until
