"""What moves nothing: 督办 and its end, 催办, 备注."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.moves import Desk, Moved, moved
from services.desk.verbs.common import deed, joined
from services.desk.verbs.files import named
from services.domain import custody

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.cases import Case


def supervise(desk: Desk, case: Case, act: Act) -> Moved:
    """督办 by a grade."""
    after = custody.supervise(case, desk.asked, act.level)
    return moved(desk, case, after, deed(act, f"{act.level}督办：{act.text.strip()}"))


def unsupervise(desk: Desk, case: Case, act: Act) -> Moved:
    """解除督办."""
    return moved(desk, case, custody.unsupervise(case, desk.asked), deed(act))


def urge(desk: Desk, case: Case, act: Act) -> Moved:
    """催办: the holder is the addressee."""
    after = custody.urge(case, desk.asked)
    head = f"第 {after.urges} 次催办 {desk.district.units[case.holder_id].name}"
    return moved(desk, case, after, deed(act, joined(head, act.text)))


def note(desk: Desk, case: Case, act: Act) -> Moved:
    """备注."""
    return moved(desk, case, custody.note(case, desk.asked), named(desk, case, act))
