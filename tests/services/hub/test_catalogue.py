"""Calendar and catalogue over HTTP, as the administration page and another program use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from services.api.calendar import (
    Affected,
    Applied,
    ApplyCalendar,
    CalendarDay,
    CalendarEdit,
    CalendarImport,
    CalendarView,
    CalendarYear,
    WorkingTimeEdit,
)
from services.api.cases import CaseDetail
from services.api.catalogue import (
    AdmissionChange,
    AdmissionEdit,
    ConfirmStandard,
    CriterionPage,
    EarlierCases,
    EarlierMoved,
    MoveStandard,
    StandardImport,
    StandardMoved,
    StandardRow,
)
from services.api.district import ProfileView
from services.domain.actions import Action
from services.domain.calendar import Counting, DayKind
from services.domain.limits import Means
from services.domain.rights import Role
from services.domain.tablefile import BYTES_MOST
from tests.fixtures.desks import WATER
from tests.fixtures.hub import RunningHub, new_id

if TYPE_CHECKING:
    from services.api.board import BoardRow
    from tests.fixtures.hub import Seat

ROWS = (
    "类型,大类代码,大类,小类代码,小类,立案条件,时限\n"
    "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,5天\n"
    "事件,01,市容环境,10,暴露垃圾,看不懂的,尽快\n"
)


@pytest.fixture
def keeper(any_hub: RunningHub) -> Seat:
    return any_hub.seat(Role.SYSTEM_ADMIN)


def _import(keeper: Seat) -> StandardImport:
    query = {"command_id": new_id(), "name": "立案标准", "origin": "市局", "file": "标准.csv"}
    return msgspec.convert(keeper.post("/standards", ROWS.encode("gb18030"), params=query), StandardImport)


def _use(keeper: Seat, row: StandardRow) -> StandardMoved:
    confirm = ConfirmStandard(
        command_id=new_id(), version=row.version, hours=Means.WORKING, days=Means.WORKING, reason="说明"
    )
    after = msgspec.convert(keeper.post(f"/standards/{row.id}/confirm", confirm), StandardRow)
    move = MoveStandard(command_id=new_id(), version=after.version, reason="发文")
    return msgspec.convert(keeper.post(f"/standards/{row.id}/use", move), StandardMoved)


def _categories(seat: Seat) -> dict[str, bool]:
    profile = msgspec.convert(seat.get("/profile"), ProfileView)
    return {row.code: row.offered for row in profile.categories}


def _dispatched(operator: Seat, category: str) -> BoardRow:
    """Report a case by the first criterion of a category and dispatch it."""
    case = operator.report(category=category, criterion_id=f"{category}-1").row
    case = operator.act(case.id, Action.ACCEPT, case.version).row
    return operator.act(case.id, Action.DISPATCH, case.version, unit_id=WATER).row


def test_a_standard_from_the_file_to_a_case_and_out_again(any_hub: RunningHub, keeper: Seat) -> None:
    made = _import(keeper)
    row = made.standard
    assert (made.encoding, made.rows, made.refused_total) == ("gb18030", 2, 1)
    assert (made.refused[0].line, made.refused[0].column, made.refused[0].value) == (3, "limit", "尽快")
    operator = any_hub.operator
    code = f"{row.id}-E0110"
    assert code not in _categories(operator)
    assert _use(keeper, row).standard.state == "in_use"
    assert _categories(operator)[code]  # at once, without a restart
    page = msgspec.convert(operator.get(f"/standards/{row.id}/criteria", params={"q": "垃圾"}), CriterionPage)
    assert [(item.limit_text, item.limit) for item in page.rows] == [("5天", "5 天（工作日）")]
    case = _dispatched(operator, code)
    detail = operator.get(f"/cases/{case.id}")
    assert detail["due_text"] == "5天"
    assert "计法 A" in detail["due_sentence"]
    rows = msgspec.convert(operator.get("/standards"), list[StandardRow])
    move = MoveStandard(command_id=new_id(), version=rows[0].version, reason="换版")
    keeper.post(f"/standards/{row.id}/retire", move)
    assert _categories(operator)[code] is False
    assert operator.get(f"/cases/{case.id}")["category_name"] == "暴露垃圾"


def test_a_calendar_from_the_file_to_the_cases_it_moves(any_hub: RunningHub, keeper: Seat) -> None:
    view = msgspec.convert(keeper.get("/calendar"), CalendarView)
    assert view.periods == ("08:00-12:00", "14:00-18:00")
    days = "date,kind,note\n2027-01-01,休,元旦\n2027-05-01,休,\n2027-10-01,休,\n2027-10-01,班,\n".encode()
    query = {"command_id": new_id(), "file": "2027.csv"}
    done = msgspec.convert(keeper.post("/calendar/import", days, params=query), CalendarImport)
    assert (done.taken, done.confirmed, [row.line for row in done.refused]) == (2, (), [4, 5])
    again = msgspec.convert(keeper.post("/calendar/import", days, params=query), CalendarImport)
    assert again == done  # the same command gets the first answer
    year = msgspec.convert(keeper.get("/calendar/2027"), CalendarYear)
    assert (year.version, year.confirmed, len(year.days)) == (1, False, 2)
    edit = CalendarEdit(
        command_id=new_id(), version=1, confirmed=True, days=(CalendarDay(day="2027-01-01", kind=DayKind.REST),)
    )
    assert msgspec.convert(keeper.ask("PUT", "/calendar/2027", edit).json(), CalendarYear).confirmed
    row = _use(keeper, _import(keeper).standard).standard
    operator = any_hub.operator
    code = f"{row.id}-E0110"
    case = _dispatched(operator, code)
    rules = WorkingTimeEdit(
        command_id=new_id(), version=0, periods=("09:00-17:00",), counting=Counting.BY_DAYS, reason="区政府办通知"
    )
    assert keeper.ask("PUT", "/calendar/rules", rules).json()["counting"] == "B"
    found = msgspec.convert(keeper.get("/calendar/affected"), Affected)
    assert [(item.id, item.version) for item in found.cases] == [(case.id, case.version)]
    message = ApplyCalendar(command_id=new_id(), reason="改为计法 B", cases={case.id: case.version})
    applied = msgspec.convert(keeper.post("/calendar/apply", message), Applied)
    assert len(applied.changed) == 1
    detail = operator.get(f"/cases/{case.id}")
    assert msgspec.convert(detail, CaseDetail).row.due_at == found.cases[0].new_due
    assert "计法 B" in detail["due_sentence"]
    assert detail["events"][-1]["action"] == "recount"


def test_the_admission_list_and_who_may_not(any_hub: RunningHub, keeper: Seat) -> None:
    rows = keeper.get("/admissions")["rows"]
    first = rows[0]["category"]
    edit = AdmissionEdit(command_id=new_id(), rows=(AdmissionChange(category=first, to_grid=False, note="专业处置"),))
    after = keeper.ask("PUT", "/admissions", edit).json()["rows"]
    assert (after[0]["to_grid"], after[0]["note"]) == (False, "专业处置")
    operator = any_hub.operator
    assert operator.get("/admissions")["rows"][0]["to_grid"] is False
    again = msgspec.structs.replace(edit, command_id=new_id())
    for method, path, body in (
        ("PUT", "/admissions", again),
        ("POST", "/calendar/import?command_id=x1", b"date,kind\n2027-01-01,\xe4\xbc\x91\n"),
        ("POST", "/standards?command_id=x2&name=a&origin=b", ROWS.encode()),
    ):
        assert operator.refused(method, path, body)[0] == 403, path
    assert operator.refused("GET", "/calendar/affected")[0] == 403
    assert (
        keeper.refused("PUT", "/admissions", msgspec.structs.replace(edit, command_id=new_id()))[1]["code"]
        == "record_stale"
    )
    assert any_hub.anybody().refused("GET", "/standards")[0] == 401


def test_cases_by_an_earlier_standard_are_asked_for_and_moved_by_the_district_s_administrator_only(
    any_hub: RunningHub, keeper: Seat
) -> None:
    assert msgspec.convert(keeper.get("/standards/earlier"), EarlierCases).total == 0
    asked = {"command_id": new_id(), "reason": "发文", "cases": {"nobody": 1}}
    assert msgspec.convert(keeper.post("/standards/earlier", asked), EarlierMoved).moved_on == ("nobody",)
    operator = any_hub.operator
    assert operator.refused("POST", "/standards/earlier", asked | {"command_id": new_id()})[0] == 403
    assert operator.refused("GET", "/standards/earlier")[0] == 403


def test_bodies_that_cannot_be_are_refused_with_their_place(any_hub: RunningHub, keeper: Seat) -> None:
    big = b"x" * (BYTES_MOST + 1)
    assert keeper.ask("POST", "/standards?command_id=y1&name=a&origin=b", big).status_code in {413, 422}
    status, problem = keeper.refused("POST", "/standards?command_id=y2&name=a&origin=b", b"")
    assert (status, problem["code"]) == (422, "field_bad")
    assert keeper.refused("POST", "/standards?name=a&origin=b", b"x")[0] == 422
    assert keeper.refused("GET", "/calendar/9999")[1]["field"] == "year"
    assert keeper.refused("GET", "/standards/s99/criteria")[0] == 404
    move = MoveStandard(command_id=new_id(), version=1, reason="x")
    assert keeper.refused("POST", "/standards/s99/use", move)[0] == 404
    assert keeper.refused("POST", "/standards/s99/burn", move)[0] == 404
    wrong = {"command_id": new_id(), "version": 0, "confirmed": True, "days": [{"day": "昨天", "kind": "休"}]}
    assert keeper.refused("PUT", "/calendar/2027", wrong)[0] == 422
