"""Category standards at the desk: imported, confirmed by a person, in use one at a time; what a grid may be sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from services.api.catalogue import AdmissionChange, AdmissionEdit, ConfirmStandard, MoveStandard
from services.desk import catalogue, standards
from services.domain.actions import Action
from services.domain.clock import HOUR_MS
from services.domain.deadlines import Starts
from services.domain.limits import LimitKind, Means
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.domain.standard import StandardState
from services.store import audit_log
from tests.fixtures.desks import STREET, WATER

if TYPE_CHECKING:
    from pathlib import Path

    from services.api.catalogue import StandardImport, StandardMoved, StandardRow
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office

HEAD = "kind,main_code,main_name,sub_code,sub_name,filing_criterion,limit\n"
ROWS = (
    "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,4小时\n"
    "事件,01,市容环境,10,暴露垃圾,大量暴露垃圾,2紧急工作时\n"
    "事件,01,市容环境,07,沿街晾挂,有晾挂,无时限\n"
)


@pytest.fixture
def keeper(office: Office) -> Scope:
    return office.scope("", Role.SYSTEM_ADMIN, person="keeper")


def imported(office: Office, scope: Scope, text: str = HEAD + ROWS, name: str = "小标准") -> StandardImport:
    return office.database.write(lambda tx: standards.import_standard(tx, scope, text.encode(), name, "测试", "a.csv"))


def confirmed(office: Office, scope: Scope, row: StandardRow, means: Means = Means.WORKING) -> StandardRow:
    message = ConfirmStandard(command_id="c", version=row.version, hours=means, days=means, reason="标准说明第 3 条")
    return office.database.write(lambda tx: standards.confirm(tx, scope, row.id, message))


def used(office: Office, scope: Scope, row: StandardRow) -> StandardMoved:
    message = MoveStandard(command_id="u", version=row.version, reason="市局发文")
    moved = office.database.write(lambda tx: standards.use(tx, office.district, scope, row.id, message))
    office.reload()
    return moved


def in_use(office: Office, scope: Scope, text: str = HEAD + ROWS) -> StandardRow:
    return used(office, scope, confirmed(office, scope, imported(office, scope, text).standard)).standard


def admit(office: Office, scope: Scope, category: str, *, to_grid: bool, version: int = 0) -> None:
    change = AdmissionChange(category=category, to_grid=to_grid, note="专业处置", version=version)
    edit = AdmissionEdit(command_id="a", rows=(change,))
    office.database.write(lambda tx: catalogue.put_admissions(tx, office.district, scope, edit))


def a_grid(office: Office) -> str:
    return next(
        unit.id
        for unit in office.district.units.values()
        if unit.path.startswith(f"440113/{STREET}/") and unit.path.count("/") == 3
    )


def test_the_standard_of_a_city_goes_all_the_way(office: Office, keeper: Scope, shared_data: Path) -> None:
    data = (shared_data / "case-standard-sample.csv").read_bytes()
    made = office.database.write(
        lambda tx: standards.import_standard(tx, keeper, data, "某市立案标准", "公开文件", "case-standard-sample.csv")
    )
    row = made.standard
    assert (made.rows, made.refused_total, row.criteria, row.subclasses, row.state) == (519, 0, 519, 190, "draft")
    assert row.limits == {"天": 412, "小时": 61, "紧急工作时": 42, "紧急工作日": 4}
    assert row.needs == ("hours", "days")
    assert made.notes[0].startswith("61 条时限只写“小时”")
    with pytest.raises(Refusal, match="standard_unconfirmed"):
        used(office, keeper, row)
    used(office, keeper, confirmed(office, keeper, row))
    offered = [item for item in office.district.view.categories if item.offered and item.code.startswith(row.id)]
    assert len(offered) == 190
    page = office.database.read(lambda conn: catalogue.criteria(conn, row.id, "井盖 缺失", "", 0, 3))
    assert len(page.rows) == 3
    assert page.next is not None
    assert {item.limit_text for item in page.rows} == {"2紧急工作时"}
    seen, after = 0, 0
    while True:
        more = office.database.read(
            partial(catalogue.criteria, standard_id=row.id, words="", category="", after=after, limit=200)
        )
        seen += len(more.rows)
        if more.next is None:
            break
        after = more.next
    assert seen == 519
    cover = office.database.read(lambda conn: catalogue.criteria(conn, row.id, "", f"{row.id}-P0101", 0, 10))
    assert [(item.limit_text, item.limit) for item in cover.rows] == [
        ("2紧急工作时", "2 小时（紧急工作时）"),
        ("4小时", "4 小时（工作时）"),
        ("2天", "2 天（工作日）"),
        ("5天", "5 天（工作日）"),
    ]


def test_a_criterion_sets_the_limit_from_the_dispatch_on(office: Office, keeper: Scope) -> None:
    standard = in_use(office, keeper)
    category = f"{standard.id}-E0110"
    case = office.report(category=category)
    assert case.due_rule == "L3"  # the priority's, until a criterion is named
    office.act(case.id, Action.ACCEPT)
    with pytest.raises(Refusal, match="unknown_criterion"):
        office.act(case.id, Action.FILE, criterion_id=f"{standard.id}-E0107-1")
    office.act(case.id, Action.FILE, criterion_id=f"{category}-2")
    office.act(case.id, Action.DISPATCH, unit=WATER)
    after = office.case(case.id)
    assert (after.due_rule, after.due_text, after.due_start) == (f"{category}-2", "2紧急工作时", office.clock.now())
    assert after.due_at == office.clock.now() + 2 * HOUR_MS


def test_a_case_without_a_category_takes_its_criterions(office: Office, keeper: Scope) -> None:
    standard = in_use(office, keeper)
    category = f"{standard.id}-E0110"
    reported = office.report(criterion_id=f"{category}-2")
    assert reported.category == category
    case = office.report()
    office.act(case.id, Action.ACCEPT)
    office.act(case.id, Action.FILE, criterion_id=f"{category}-1")
    after = office.case(case.id)
    assert (after.category, after.criterion_id) == (category, f"{category}-1")


def test_limits_as_a_person_confirmed_them(office: Office, keeper: Scope) -> None:
    for means, kind in ((Means.WORKING, LimitKind.WORKING_HOURS), (Means.NATURAL, LimitKind.NATURAL)):
        row = confirmed(office, keeper, imported(office, keeper).standard, means)
        limit = office.database.read(partial(catalogue.limit_of, criterion_id=f"{row.id}-E0110-1"))
        assert limit is not None
        assert (limit.kind, limit.length_ms, limit.text) == (kind, 4 * HOUR_MS, "4小时")
        assert limit.starts is Starts.DISPATCHED
        assert office.database.read(partial(catalogue.limit_of, criterion_id=f"{row.id}-E0107-1")) is None
    with pytest.raises(Refusal, match="unknown_criterion"):
        office.database.read(lambda conn: catalogue.limit_of(conn, "s9-E0101-1"))


def test_one_edition_is_in_use_and_the_admission_list_goes_along(office: Office, keeper: Scope) -> None:
    first = in_use(office, keeper)
    admit(office, keeper, f"{first.id}-E0110", to_grid=False)
    admit(office, keeper, f"{first.id}-E0107", to_grid=True)
    old = office.report(category=f"{first.id}-E0110", criterion_id=f"{first.id}-E0110-1")
    later = HEAD + "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,2小时\n事件,01,市容环境,07,乱晾乱挂,有晾挂,1天\n"
    second = confirmed(office, keeper, imported(office, keeper, later, "新标准").standard)
    moved = used(office, keeper, second)
    assert (moved.carried, moved.dropped) == (1, ("沿街晾挂",))
    states = {row.id: row.state for row in office.database.read(standards.rows)}
    assert states == {first.id: StandardState.RETIRED, second.id: StandardState.IN_USE}
    with pytest.raises(Refusal, match="unknown_category"):
        office.report(category=f"{first.id}-E0110")
    assert office.district.categories[f"{first.id}-E0110"] == "暴露垃圾"  # old cases keep their words
    office.act(old.id, Action.ACCEPT)
    office.act(old.id, Action.DISPATCH, unit=WATER)
    assert office.case(old.id).due_text == "4小时"  # and their limits
    listed = {
        row.category: row.to_grid
        for row in office.database.read(lambda c: catalogue.admissions(c, office.district)).rows
    }
    assert listed[f"{second.id}-E0110"] is False
    assert listed[f"{second.id}-E0107"] is None
    assert f"{first.id}-E0110" not in listed


def test_what_is_not_admitted_never_goes_to_a_grid(office: Office, keeper: Scope) -> None:
    standard = in_use(office, keeper)
    category, grid = f"{standard.id}-E0110", a_grid(office)
    case = office.report(category=category)
    office.act(case.id, Action.ACCEPT)
    admit(office, keeper, category, to_grid=False)
    with pytest.raises(Refusal, match="not_admitted") as caught:
        office.act(case.id, Action.DISPATCH, unit=grid)
    assert "暴露垃圾" in caught.value.problem.sentence
    with pytest.raises(Refusal, match="not_admitted"):
        office.act(case.id, Action.DISPATCH, unit=STREET, assisting=[grid])
    admit(office, keeper, category, to_grid=True, version=1)
    office.act(case.id, Action.DISPATCH, unit=grid)
    assert office.case(case.id).holder_id == grid


def test_versions_states_rights_and_reasons_are_asked(office: Office, keeper: Scope) -> None:
    for scope in (office.operator, office.scope("", Role.SUPERVISOR), office.department()):
        with pytest.raises(Refusal, match="no_right"):
            imported(office, scope)
    row = imported(office, keeper).standard
    with pytest.raises(Refusal, match="no_right"):
        confirmed(office, office.operator, row)
    with pytest.raises(Refusal, match="no_right"):
        admit(office, office.operator, "Y0101", to_grid=False)
    after = confirmed(office, keeper, row)
    with pytest.raises(Refusal, match="record_stale"):
        confirmed(office, keeper, row)
    silent = MoveStandard(command_id="u", version=after.version, reason=" ")
    with pytest.raises(Refusal, match="text_required"):
        office.database.write(lambda tx: standards.use(tx, office.district, keeper, row.id, silent))
    with pytest.raises(Refusal, match="not_found"):
        office.database.write(lambda tx: standards.retire(tx, keeper, "s99", silent))
    now_used = used(office, keeper, after).standard
    with pytest.raises(Refusal, match="standard_state"):
        confirmed(office, keeper, now_used)
    with pytest.raises(Refusal, match="standard_state"):
        used(office, keeper, now_used)
    with pytest.raises(Refusal, match="unknown_category"):
        admit(office, keeper, "nowhere", to_grid=False)
    admit(office, keeper, "Y0101", to_grid=False)
    with pytest.raises(Refusal, match="record_stale"):
        admit(office, keeper, "Y0101", to_grid=True)
    with pytest.raises(Refusal, match="field_missing"):
        imported(office, keeper, name=" ")
    with pytest.raises(Refusal, match="field_bad"):
        imported(office, keeper, HEAD)
    done = [link.action for link in office.database.read(lambda conn: list(audit_log.walk(conn)))]
    assert [action for action in done if action.startswith(("standard", "admissions"))] == [
        "standard.import",
        "standard.confirm",
        "standard.use",
        "admissions.put",
    ]


def test_a_search_takes_signs_as_they_are(office: Office, keeper: Scope) -> None:
    row = imported(office, keeper, HEAD + "事件,01,市容环境,10,暴露垃圾,面积50%以上,4小时\n" + ROWS).standard
    for words, count in (("50%", 1), ("%", 1), ("_", 0), ("暴露 大量", 1), ("没有", 0), ("", 4)):
        page = office.database.read(
            partial(catalogue.criteria, standard_id=row.id, words=words, category="", after=0, limit=100)
        )
        assert len(page.rows) == count, words
