"""Open cases after another standard came into use: listed, and moved to it only by a command with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.api.catalogue import ConfirmStandard, MoveEarlier, MoveStandard
from services.desk import clocks, questions, restandard, standards
from services.domain.actions import Action
from services.domain.clock import HOUR_MS
from services.domain.limits import Means
from services.domain.problems import Refusal
from services.domain.rights import Role
from tests.fixtures.desks import STREET, WATER

if TYPE_CHECKING:
    from services.api.catalogue import EarlierCases, EarlierMoved, StandardRow
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office

HEAD = "kind,main_code,main_name,sub_code,sub_name,filing_criterion,limit\n"
OLD = (
    "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,4紧急工作时\n"
    "事件,01,市容环境,10,暴露垃圾,大量暴露垃圾,2紧急工作时\n"
    "事件,01,市容环境,07,沿街晾挂,有晾挂,无时限\n"
)
NEW = (
    "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,1紧急工作时\n"
    "事件,01,市容环境,10,暴露垃圾,成堆暴露垃圾,2紧急工作时\n"
    "事件,01,市容环境,07,沿街晾挂,有晾挂,6紧急工作时\n"
)


@pytest.fixture
def keeper(office: Office) -> Scope:
    return office.scope("", Role.SYSTEM_ADMIN, person="keeper")


def in_use(office: Office, scope: Scope, text: str) -> StandardRow:
    """Import a standard, confirm it and take it into use."""
    data = (HEAD + text).encode()
    row = office.database.write(lambda tx: standards.import_standard(tx, scope, data, "标准", "测试", "a.csv")).standard
    asked = ConfirmStandard(command_id="c", version=row.version, hours=Means.WORKING, days=Means.WORKING, reason="说明")
    row = office.database.write(lambda tx: standards.confirm(tx, scope, row.id, asked))
    use = MoveStandard(command_id="u", version=row.version, reason="市局发文")
    used = office.database.write(lambda tx: standards.use(tx, office.district, scope, row.id, use)).standard
    office.reload()
    return used


def filed(office: Office, criterion: str, *, dispatched: bool = True) -> str:
    """Report a case, file it by a criterion, dispatch it unless told not to; return its id."""
    case = office.report()
    office.act(case.id, Action.ACCEPT)
    office.act(case.id, Action.FILE, criterion_id=criterion)
    if dispatched:
        office.act(case.id, Action.DISPATCH, unit=WATER)
    return case.id


def listed(office: Office, scope: Scope) -> EarlierCases:
    return office.database.read(lambda conn: restandard.earlier(conn, office.district, scope))


def move(office: Office, scope: Scope, cases: dict[str, int], reason: str = "市局要求一并改") -> EarlierMoved:
    message = MoveEarlier(command_id="m", reason=reason, cases=cases)
    return office.database.write(lambda tx: restandard.move(tx, office.district, scope, message))


def explained(office: Office, case_id: str) -> str:
    return office.database.read(lambda conn: clocks.sentence(conn, office.district, office.case(case_id)))


def test_cases_by_the_earlier_standard_are_listed_and_only_the_chosen_ones_move(office: Office, keeper: Scope) -> None:
    old = in_use(office, keeper, OLD)
    first, second = (filed(office, f"{old.id}-E0110-1") for _ in range(2))
    start = office.clock.now()
    assert listed(office, keeper).total == 0  # it is the standard in use
    new = in_use(office, keeper, NEW)
    found = listed(office, keeper)
    assert {row.id for row in found.cases} == {first, second}
    row = found.cases[0]
    assert (row.old_limit, row.new_limit, row.filing) == ("4紧急工作时", "1紧急工作时", "有暴露垃圾")
    assert (row.old_due, row.new_due) == (start + 4 * HOUR_MS, start + HOUR_MS)
    done = move(office, keeper, {first: office.case(first).version})
    assert [one.id for one in done.changed] == [first]
    after, left = office.case(first), office.case(second)
    criterion = f"{new.id}-E0110-1"
    assert (after.criterion_id, after.category, after.due_rule) == (criterion, f"{new.id}-E0110", criterion)
    assert (after.due_at, after.due_text) == (start + HOUR_MS, "1紧急工作时")
    assert (left.due_at, left.due_text) == (start + 4 * HOUR_MS, "4紧急工作时")
    assert "1紧急工作时" in explained(office, first)
    assert criterion in explained(office, first)
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, office.operator, first))
    said = detail.events[-1].text
    assert "4紧急工作时" in said
    assert "市局要求一并改" in said
    assert [one.id for one in listed(office, keeper).cases] == [second]


def test_a_case_whose_clock_has_not_begun_takes_the_criterion_and_the_dispatch_its_limit(
    office: Office, keeper: Scope
) -> None:
    old = in_use(office, keeper, OLD)
    waiting = filed(office, f"{old.id}-E0110-1", dispatched=False)
    unlimited = filed(office, f"{old.id}-E0107-1")
    begun = office.case(unlimited).dispatched_at
    assert begun is not None
    office.clock.advance(HOUR_MS)
    in_use(office, keeper, NEW)
    before = office.case(waiting)
    move(office, keeper, {key: office.case(key).version for key in (waiting, unlimited)})
    after = office.case(waiting)
    assert (after.due_at, after.due_rule) == (before.due_at, before.due_rule)
    office.act(waiting, Action.DISPATCH, unit=WATER)
    assert office.case(waiting).due_at == office.clock.now() + HOUR_MS
    assert office.case(unlimited).due_at == begun + 6 * HOUR_MS  # it had no limit before: from its dispatch


def test_what_a_person_set_and_what_the_new_standard_does_not_have_stays(office: Office, keeper: Scope) -> None:
    old = in_use(office, keeper, OLD)
    gone = filed(office, f"{old.id}-E0110-2")
    extended = filed(office, f"{old.id}-E0110-1")
    due = office.case(extended).due_at
    assert due is not None
    water = office.department()
    office.act(extended, Action.SIGN, scope=water)
    office.act(extended, Action.EXTEND, scope=water, until=due + HOUR_MS, text="等配件")
    in_use(office, keeper, NEW)
    found = listed(office, keeper)
    assert (found.total, found.without, found.extended) == (0, 1, 1)
    cases = {key: office.case(key).version for key in (gone, extended)}
    assert set(move(office, keeper, cases).moved_on) == {gone, extended}
    assert office.case(extended).due_at == due + HOUR_MS


def test_a_case_that_moved_on_is_left_and_rights_and_reasons_are_asked(office: Office, keeper: Scope) -> None:
    old = in_use(office, keeper, OLD)
    case_id = filed(office, f"{old.id}-E0110-1")
    in_use(office, keeper, NEW)
    seen = office.case(case_id).version
    office.act(case_id, Action.NOTE, text="已联系")
    assert move(office, keeper, {case_id: seen}).moved_on == (case_id,)
    with pytest.raises(Refusal, match="text_required"):
        move(office, keeper, {case_id: seen + 1}, reason=" ")
    street = office.scope(STREET, Role.SYSTEM_ADMIN, person="street-keeper")
    for scope in (office.operator, street):
        with pytest.raises(Refusal, match="no_right"):
            listed(office, scope)
        with pytest.raises(Refusal, match="no_right"):
            move(office, scope, {case_id: seen + 1})
