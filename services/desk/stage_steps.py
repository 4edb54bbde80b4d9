"""What happens when the micro-limit of a stage runs out: the case is marked, the supervisors are told.

Nothing moves by it: who is late with 受理 or 派单 loses no case, but everybody sees it. The mark goes with the stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.desk.escalation import engine_scope
from services.desk.moves import Deed, Desk, moved
from services.desk.stage_timers import StageEnd
from services.desk.telling import Teller
from services.domain.notices import NoticeKind
from services.domain.stages import STAGE_FLAG, stage_of
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.desk.district import District
    from services.store.database import Tx
    from services.store.timers import Timer


def fire(tx: Tx, district: District, timer: Timer) -> bool:
    """Mark a case that is beyond its stage's limit and tell the supervisors; False when it has left the stage."""
    case = case_store.get(tx.conn, timer.object_id)
    ends = msgspec.convert(timer.policy, StageEnd)
    if case is None or not case.is_open or stage_of(case) != (ends.stage, ends.start):
        return False
    holder = district.units[case.holder_id]
    text = f"{ends.stage.zh}超过“{ends.text}”（规则 {timer.rule}），现由{holder.name}承办"
    flags = " ".join(sorted({*case.flags.split(), STAGE_FLAG}))
    after = msgspec.structs.replace(case, flags=flags, version=case.version + 1, updated_at=tx.now)
    moved(Desk(tx, district, engine_scope(district)), case, after, Deed(action="stage", text=text, rule=timer.rule))
    path = district.units[case.answerable_id].path
    Teller(tx, district, case.id, timer.rule).supervisors(NoticeKind.STAGE, path, f"{case.number} {text}")
    return True
