"""Before a unit has the case: 受理, 不予受理, 核实, 立案."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.desk import catalogue
from services.desk.moves import Desk, Moved, moved
from services.desk.verbs.common import deed, joined, reason_of
from services.desk.verbs.files import named
from services.domain import custody

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.cases import Case


def accept(desk: Desk, case: Case, act: Act) -> Moved:
    """受理."""
    return moved(desk, case, custody.accept(case, desk.asked), deed(act))


def decline(desk: Desk, case: Case, act: Act) -> Moved:
    """不予受理, by a coded reason of the district where it has a list of them."""
    return moved(desk, case, custody.decline(case, desk.asked), deed(act, reason_of(desk, act)))


def verify(desk: Desk, case: Case, act: Act) -> Moved:
    """核实: an inspector's word on whether the matter is as reported."""
    after = custody.verify(case, desk.asked, real=act.passed)
    words = joined("属实" if act.passed else "不属实", act.text)
    return moved(desk, case, after, named(desk, case, act, words))


def file(desk: Desk, case: Case, act: Act) -> Moved:
    """立案, by a filing criterion where one is named: its limit runs from the dispatch.

    A case that has no category yet takes the criterion's. Raises Refusal unknown_criterion.
    """
    after = custody.file(case, desk.asked, criterion_id=act.criterion_id)
    if act.criterion_id:
        category = catalogue.category_for(desk.tx.conn, act.criterion_id, case.category)
        after = msgspec.structs.replace(after, category=category)
    return moved(desk, case, after, deed(act))
