"""After the handling: 核查, 返工, 回访, 结案; and 作废."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.desk.moves import Deed, Desk, Moved, moved
from services.desk.verbs.common import deed, joined
from services.desk.verbs.joining import children_in_sight
from services.domain import custody
from services.domain.looprules import RESOLVED_ZH, SATISFACTION_ZH
from services.domain.merging import closed_with_parent
from services.domain.problems import Refusal
from services.store import loop_rows
from services.store.loop_rows import FollowUpRow

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.cases import Case


def check(desk: Desk, case: Case, act: Act) -> Moved:
    """核查: passed, or back for rework."""
    after = custody.check(case, desk.asked, passed=act.passed)
    return moved(desk, case, after, deed(act, ("核查通过：" if act.passed else "返工：") + act.text.strip()))


def rework(desk: Desk, case: Case, act: Act) -> Moved:
    """返工, also after a check that had passed, as when the caller is not content."""
    return moved(desk, case, custody.rework(case, desk.asked), deed(act))


def follow_up(desk: Desk, case: Case, act: Act) -> Moved:
    """回访 of the case's own caller, or of that of a case merged into it (`other_id`). Raises Refusal not_its_child."""
    merged = loop_rows.children(desk.tx.conn, case.id) if case.children else []
    caller_id = act.other_id or case.id
    if caller_id not in {case.id, *(child.id for child in merged)}:
        raise Refusal("not_its_child")
    row = FollowUpRow(
        caller_case_id=caller_id,
        at=desk.tx.now,
        actor_id=desk.scope.person_id,
        reached=act.reached,
        resolved=act.resolved if act.reached else "",
        satisfaction=act.satisfaction if act.reached else "",
        text=act.text.strip(),
    )
    calls = [*loop_rows.follow_ups(desk.tx.conn, case.id), row]
    after = custody.follow_up(
        case,
        desk.asked,
        resolved=row.resolved,
        satisfaction=row.satisfaction,
        complete=not _to_call(desk, case, merged, calls),
    )
    loop_rows.add_follow_up(desk.tx, case.id, row)
    return moved(desk, case, after, deed(act, _call_words(case, merged, row)))


def _to_call(desk: Desk, case: Case, merged: list[Case], calls: list[FollowUpRow]) -> set[str]:
    """Return the cases whose caller is known and was not called since the last feedback.

    A caller who was not reached has been called after so many tries as the rules say.
    """
    since = case.feedback_at or 0
    left = set()
    for case_id in loop_rows.with_caller(desk.tx.conn, [case.id, *(child.id for child in merged)]):
        mine = [call for call in calls if call.caller_case_id == case_id and call.at >= since]
        if not any(call.reached for call in mine) and len(mine) < desk.district.loop_rules.follow_up_tries:
            left.add(case_id)
    return left


def _call_words(case: Case, merged: list[Case], row: FollowUpRow) -> str:
    whose = next((f"并案 {child.number} 的来电人，" for child in merged if child.id == row.caller_case_id), "")
    if not row.reached:
        return joined(f"{whose}未接通", row.text)
    words = [RESOLVED_ZH[row.resolved]]
    if row.satisfaction:
        words.append(SATISFACTION_ZH[row.satisfaction])
    return joined(whose + "，".join(words), row.text)


def close(desk: Desk, case: Case, act: Act) -> Moved:
    """结案: how the closing criterion is met; the cases merged into it end with it, each with its own event.

    Raises Refusal follow_up_first, merge_out_of_sight.
    """
    merged = children_in_sight(desk, case)
    asked = desk.asked
    if asked.rules.follow_up_first and case.followed_at is None:
        ids = [case.id, *(child.id for child in merged)]
        asked = msgspec.structs.replace(asked, caller_known=bool(loop_rows.with_caller(desk.tx.conn, ids)))
    after = custody.close(case, asked)
    for child in merged:
        words = f"随主案件 {case.number} 结案：{act.text.strip()}"
        moved(desk, child, closed_with_parent(child, desk.tx.now), Deed(action=act.action.value, text=words))
    return moved(desk, case, after, deed(act))


def void(desk: Desk, case: Case, act: Act) -> Moved:
    """作废, with the reason."""
    return moved(desk, case, custody.void(case, desk.asked), deed(act))
