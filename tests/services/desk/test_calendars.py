"""The working calendar at the desk: seeded, edited, imported; deadlines by it; changes that move only by command."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from services.api.calendar import ApplyCalendar, CalendarDay, CalendarEdit, WorkingTimeEdit
from services.api.catalogue import ConfirmStandard, MoveStandard
from services.desk import calendars, clocks, questions, recount, standards
from services.desk.district import load_district, read_profile
from services.desk.founding import found
from services.domain.actions import Action
from services.domain.calendar import Counting, DayKind, Lack, LackKind
from services.domain.clock import DAY_MS, from_datetime
from services.domain.deadlines import spell_moment
from services.domain.ids import TimeIds
from services.domain.limits import Means
from services.domain.problems import Refusal
from services.domain.profile import Purpose
from services.domain.rights import Role
from services.geo.district_units import district_units
from services.store import audit_log, timers
from services.store import calendar as store
from services.store import cases as case_store
from services.store.database import open_database
from tests.fixtures.databases import ManualClock
from tests.fixtures.desks import KEYS, STREET, WATER, Office, found_demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.api.calendar import CalendarView, CalendarYear
    from services.domain.cases import Case
    from services.domain.rights import Scope

STANDARD = (
    "kind,main_code,main_name,sub_code,sub_name,filing_criterion,limit\n"
    "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,5天\n"
    "事件,01,市容环境,10,暴露垃圾,大量暴露垃圾,2紧急工作时\n"
)


def at(office: Office, text: str) -> int:
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=office.district.zone))


def shown(office: Office, moment: int | None) -> str:
    assert moment is not None
    return spell_moment(moment, office.district.zone)


@pytest.fixture
def keeper(office: Office) -> Scope:
    return office.scope("", Role.SYSTEM_ADMIN, person="keeper")


@pytest.fixture
def autumn(database_url: str) -> Iterator[Office]:
    """Return a demo district that begins on Friday 2019-09-27 at 16:00 (a database's time never goes back)."""
    clock = ManualClock(from_datetime(datetime(2019, 9, 27, 16, tzinfo=ZoneInfo("Asia/Shanghai"))))
    database = open_database(database_url, clock, ids=TimeIds(clock), database_clock=False)
    yield Office(database, found_demo(database), clock)
    database.close()


def year(office: Office, number: int) -> CalendarYear:
    return office.database.read(lambda conn: calendars.year_view(conn, number))


def edit(office: Office, keeper: Scope, number: int, *, confirmed: bool, days: dict[str, str]) -> CalendarYear:
    message = CalendarEdit(
        command_id=office.command_id(),
        version=year(office, number).version,
        confirmed=confirmed,
        days=tuple(CalendarDay(day=day, kind=DayKind(kind)) for day, kind in days.items()),
    )
    return office.database.write(lambda tx: calendars.put_year(tx, office.district, keeper, number, message))


def choose(office: Office, keeper: Scope, counting: Counting, version: int = 0) -> CalendarView:
    message = WorkingTimeEdit(
        command_id=office.command_id(),
        version=version,
        periods=("08:00-12:00", "14:00-18:00"),
        counting=counting,
        reason="区政府办通知",
    )
    return office.database.write(lambda tx: calendars.put_working_time(tx, office.district, keeper, message))


def in_use(office: Office, keeper: Scope) -> str:
    """Take a small standard into use and return its id; the office's district is loaded anew."""
    made = office.database.write(
        lambda tx: standards.import_standard(tx, keeper, STANDARD.encode(), "小标准", "测试", "a.csv")
    ).standard
    message = ConfirmStandard(
        command_id="c", version=1, hours=Means.WORKING, days=Means.WORKING, reason="标准说明第 3 条"
    )
    office.database.write(lambda tx: standards.confirm(tx, keeper, made.id, message))
    move = MoveStandard(command_id="u", version=2, reason="市局发文")
    office.database.write(lambda tx: standards.use(tx, office.district, keeper, made.id, move))
    office.reload()
    return made.id


def filed(office: Office, standard: str, criterion: int = 1) -> Case:
    """Report a case by a criterion of the standard and dispatch it."""
    category = f"{standard}-E0110"
    case = office.report(category=category, criterion_id=f"{category}-{criterion}")
    office.act(case.id, Action.ACCEPT)
    office.act(case.id, Action.DISPATCH, unit=WATER)
    return office.case(case.id)


def test_a_new_district_knows_every_year_that_the_package_knows(office: Office) -> None:
    autumn = year(office, 2019)
    assert autumn.confirmed
    marks = {day.day: day.kind for day in autumn.days}
    assert marks["2019-09-29"] is DayKind.WORK
    assert [marks[f"2019-10-0{day}"] for day in range(1, 8)] == [DayKind.REST] * 7
    assert "chinesecalendar" in autumn.origin
    known = office.database.read(lambda conn: clocks.calendar(conn, office.district))
    assert {2019, 2025, 2026} <= known.years
    assert not {2027, 2028} & known.years


@pytest.mark.parametrize(
    ("counting", "due"), [(Counting.BY_HOURS, "2019-10-10 16:00"), (Counting.BY_DAYS, "2019-10-10 18:00")]
)
def test_five_working_days_over_the_national_day_of_2019_to_the_minute(
    autumn: Office, counting: Counting, due: str
) -> None:
    office, keeper = autumn, autumn.scope("", Role.SYSTEM_ADMIN, person="keeper")
    choose(office, keeper, counting)
    standard = in_use(office, keeper)
    case = filed(office, standard)
    assert (shown(office, case.due_at), case.due_confirmed, case.due_text) == (due, True, "5天")
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, office.operator, case.id))
    assert detail.due_sentence.startswith("自 2019-09-27 16:00 起算，时限“5天”")
    assert counting.zh in detail.due_sentence
    assert detail.due_sentence.endswith(f"{due} 到期")


@pytest.fixture
def huangpu(database_url: str) -> Iterator[Office]:
    """Return the real district of Huangpu, of which the press says "5 working days" and not how they are counted."""
    clock = ManualClock(from_datetime(datetime(2019, 9, 27, 16, tzinfo=ZoneInfo("Asia/Shanghai"))))
    database = open_database(database_url, clock, ids=TimeIds(clock), database_clock=False)
    rules = read_profile("huangpu", Purpose.DISTRICT)
    found(database, "huangpu", Purpose.DISTRICT, district_units(rules))
    yield Office(database, load_district(database, KEYS), clock)
    database.close()


def test_huangpus_five_days_wait_for_the_choice_and_its_24_hours_do_not(huangpu: Office) -> None:
    office, keeper = huangpu, huangpu.scope("", Role.SYSTEM_ADMIN, person="keeper")
    assert any("计法" in sentence for sentence in office.district.view.unknown)
    case = office.report(lon=None, lat=None)
    office.act(case.id, Action.ACCEPT)
    office.act(case.id, Action.DISPATCH, unit=WATER)
    case = office.case(case.id)
    assert (case.due_at, case.due_text, case.due_confirmed) == (None, "5 个工作日", False)
    sentence = office.database.read(lambda conn: clocks.sentence(conn, office.district, case))
    assert "工作时段尚未选定，不计算到期时间" in sentence
    armed = office.database.read(lambda conn: timers.armed_for(conn, case.id))
    assert [(timer.kind, shown(office, timer.due_at)) for timer in armed] == [("stage", "2019-09-28 16:00")]
    choose(office, keeper, Counting.BY_DAYS)
    row = office.database.read(lambda conn: recount.affected(conn, office.district, keeper)).cases[0]
    assert (row.old_due, shown(office, row.new_due)) == (None, "2019-10-10 18:00")
    message = ApplyCalendar(command_id="x", reason="选定计法", cases={case.id: row.version})
    office.database.write(lambda tx: recount.apply(tx, office.district, keeper, message))
    assert shown(office, office.case(case.id).due_at) == "2019-10-10 18:00"


def test_a_suspension_moves_the_due_time_in_working_time(autumn: Office) -> None:
    office, keeper = autumn, autumn.scope("", Role.SYSTEM_ADMIN, person="keeper")
    choose(office, keeper, Counting.BY_HOURS)
    standard = in_use(office, keeper)
    case = filed(office, standard)
    office.clock.at = at(office, "2019-09-29 08:00")
    office.act(case.id, Action.SUSPEND, text="等雨停", until=at(office, "2019-10-20 08:00"))
    office.clock.at = at(office, "2019-09-30 08:00")
    office.act(case.id, Action.RESUME, text="雨停了")
    after = office.case(case.id)
    assert shown(office, after.due_at) == "2019-10-11 16:00"
    found = office.database.read(lambda conn: recount.affected(conn, office.district, keeper))
    assert (found.total, found.cases) == (0, ())  # what was stopped is known to the recount too


def test_an_unknown_year_marks_the_deadline_until_it_is_confirmed_and_moved_by_command(
    office: Office, keeper: Scope
) -> None:
    choose(office, keeper, Counting.BY_HOURS)
    standard = in_use(office, keeper)
    office.clock.at = at(office, "2027-02-03 10:00")
    case = filed(office, standard)
    assert not case.due_confirmed
    assert shown(office, case.due_at) == "2027-02-10 10:00"
    office.clock.advance(DAY_MS)
    edit(office, keeper, 2027, confirmed=True, days={"2027-02-06": "班", "2027-02-10": "休"})
    assert office.case(case.id).due_at == case.due_at  # nothing moves by itself
    found = office.database.read(lambda conn: recount.affected(conn, office.district, keeper))
    row = found.cases[0]
    assert (found.total, row.id, row.old_confirmed, row.new_confirmed) == (1, case.id, False, True)
    assert (shown(office, row.old_due), shown(office, row.new_due)) == ("2027-02-10 10:00", "2027-02-09 10:00")
    links = office.database.read(audit_log.head)[0]
    message = ApplyCalendar(command_id="x", reason="国办通知", cases={case.id: row.version})
    done = office.database.write(lambda tx: recount.apply(tx, office.district, keeper, message))
    assert (len(done.changed), done.moved_on) == (1, ())
    again = office.database.read(lambda conn: recount.affected(conn, office.district, keeper))
    assert again.total == 0
    after = office.case(case.id)
    assert (after.due_at, after.due_confirmed, after.version) == (row.new_due, True, case.version + 1)
    event = office.database.read(lambda conn: case_store.events(conn, case.id))[-1]
    assert (event.action, event.actor_id) == ("recount", "keeper")
    assert "2027-02-10 10:00 改为 2027-02-09 10:00" in event.text
    assert "国办通知" in event.text
    added = office.database.read(lambda conn: list(audit_log.walk(conn, links)))
    assert [(link.action, link.object_id) for link in added] == [("case.recount", case.id)]


def test_a_case_that_moved_on_or_was_extended_is_not_moved(office: Office, keeper: Scope) -> None:
    choose(office, keeper, Counting.BY_HOURS)
    standard = in_use(office, keeper)
    office.clock.at = at(office, "2027-02-03 10:00")
    one, two = filed(office, standard), filed(office, standard)
    assert two.due_at is not None
    office.act(two.id, Action.SIGN, office.department())
    office.act(two.id, Action.EXTEND, office.department(), text="材料未到", until=two.due_at + DAY_MS)
    edit(office, keeper, 2027, confirmed=True, days={"2027-02-10": "休"})
    found = office.database.read(lambda conn: recount.affected(conn, office.district, keeper))
    assert ([row.id for row in found.cases], found.extended) == ([one.id], 1)
    office.act(one.id, Action.NOTE, text="问过了")
    given = {one.id: one.version, two.id: office.case(two.id).version}
    message = ApplyCalendar(command_id="x", reason="国办通知", cases=given)
    done = office.database.write(lambda tx: recount.apply(tx, office.district, keeper, message))
    assert (done.changed, set(done.moved_on)) == ((), {one.id, two.id})


def test_only_the_districts_own_administrator_moves_due_times(office: Office, keeper: Scope) -> None:
    message = ApplyCalendar(command_id="x", reason="", cases={"a": 1})
    for scope in (office.operator, office.scope("", Role.SUPERVISOR), office.scope(STREET, Role.SYSTEM_ADMIN)):
        with pytest.raises(Refusal, match="no_right"):
            office.database.write(partial(recount.apply, district=office.district, scope=scope, message=message))
        with pytest.raises(Refusal, match="no_right"):
            office.database.read(partial(recount.affected, district=office.district, scope=scope))
    with pytest.raises(Refusal, match="text_required"):
        office.database.write(lambda tx: recount.apply(tx, office.district, keeper, message))


def test_a_year_is_edited_as_of_its_version_and_marks_can_be_taken_back(office: Office, keeper: Scope) -> None:
    first = edit(office, keeper, 2030, confirmed=False, days={"2030-01-01": "休", "2030-01-05": "班"})
    assert (first.version, first.confirmed, len(first.days)) == (1, False, 2)
    second = edit(office, keeper, 2030, confirmed=True, days={"2030-01-01": "休"})
    assert (second.version, second.confirmed, [day.day for day in second.days]) == (2, True, ["2030-01-01"])
    stale = CalendarEdit(command_id="s", version=1, confirmed=True, days=())
    with pytest.raises(Refusal, match="record_stale"):
        office.database.write(lambda tx: calendars.put_year(tx, office.district, keeper, 2030, stale))
    for days, word in (
        (("2031-01-01",), "2030 年"),
        (("2030-02-30",), "日期应如"),
        (("2030-01-01", "2030-01-01"), "重复"),
    ):
        wrong = CalendarEdit(
            command_id="s", version=2, confirmed=True, days=tuple(CalendarDay(day=d, kind=DayKind.REST) for d in days)
        )
        with pytest.raises(Refusal) as caught:
            office.database.write(
                partial(calendars.put_year, district=office.district, scope=keeper, year=2030, edit=wrong)
            )
        assert word in caught.value.problem.remedy
    with pytest.raises(Refusal, match="no_right"):
        edit(office, office.operator, 2030, confirmed=True, days={})


def test_days_are_imported_the_good_ones_kept_and_every_other_row_named(office: Office, keeper: Scope) -> None:
    text = (
        "日期,类型,说明\n2027-01-01,休,元旦\n2027/5/1,休,劳动节\n2027-10-01,休,国庆节\n2027-10-09,班,调休\n"
        "2027-13-01,休,\n2027-02-11,放假,\n2027-03-01,休,\n2027-03-01,班,\n2027-10-09,班,又一次\n多一格,休,,\n"
        "2028-01-01,休,\n1980-01-01,休,\n"
    )
    done = office.database.write(
        lambda tx: calendars.import_days(tx, office.district, keeper, text.encode("gb18030"), "2027.csv")
    )
    assert (done.rows, done.taken, done.years, done.confirmed) == (12, 5, (2027, 2028), (2027,))
    assert [(row.line, row.column) for row in done.refused] == [
        (6, "date"),
        (7, "kind"),
        (8, "date"),
        (9, "date"),
        (10, "date"),
        (11, ""),
        (13, "date"),
    ]
    assert all(row.reason for row in done.refused)
    assert (year(office, 2027).confirmed, year(office, 2028).confirmed) == (True, False)
    assert [day.day for day in year(office, 2027).days] == ["2027-01-01", "2027-05-01", "2027-10-01", "2027-10-09"]
    again = office.database.write(
        lambda tx: calendars.import_days(tx, office.district, keeper, "date,kind\n2027-02-06,班\n".encode(), "b.csv")
    )
    assert again.confirmed == (2027,)  # it was confirmed and stays so
    assert len(year(office, 2027).days) == 5


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "缺少列"),
        ("日期,说明\n2027-01-01,元旦\n".encode(), "缺少列"),
        ("日期,休班\n昨天,休\n".encode(), "第一处"),
        (b"\xff\xfe\x00\xd8", "另存为"),
        ('日期,休班\n"2027-01-01,休\n'.encode(), "引号"),
        ("日期,休班\n2027-01-01,休\x00\n".encode(), "CSV"),
        ("日期,日期,休班\n".encode(), "两次"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_what_to_do(
    office: Office, keeper: Scope, data: bytes, word: str
) -> None:
    with pytest.raises(Refusal, match="field_bad") as caught:
        office.database.write(lambda tx: calendars.import_days(tx, office.district, keeper, data, "x"))
    assert word in caught.value.problem.remedy + caught.value.problem.sentence


def test_what_the_clocks_lack_is_said(office: Office, keeper: Scope) -> None:
    now = at(office, "2026-11-22 10:00")
    known = office.database.read(lambda conn: calendars.view(conn, office.district, now))
    assert known.missing == (Lack(LackKind.YEAR, 2027),)
    assert known.missing[0].zh == "2027 年的工作日历未录入或未确认：经过该年的到期时间均标为未确认。"
    assert known.counting is Counting.BY_HOURS  # the demo chose, and says from where
    assert "未核对" in known.origin
    early = office.database.read(lambda conn: calendars.view(conn, office.district, at(office, "2026-03-01 10:00")))
    assert early.missing == ()
    after = choose(office, keeper, Counting.BY_DAYS)
    assert (after.counting, after.version) == (Counting.BY_DAYS, 1)
    assert "区政府办通知" in after.origin
    with pytest.raises(Refusal, match="record_stale"):
        choose(office, keeper, Counting.BY_HOURS)
    with pytest.raises(Refusal, match="field_bad"):
        choose(office, keeper, Counting.UNDECIDED, version=1)


def test_a_change_by_another_program_counts_at_once(office: Office, keeper: Scope) -> None:
    before = office.database.read(lambda conn: clocks.calendar(conn, office.district))
    assert office.database.read(lambda conn: clocks.calendar(conn, office.district)) is before
    edit(office, keeper, 2031, confirmed=True, days={})
    assert 2031 in office.database.read(lambda conn: clocks.calendar(conn, office.district)).years


def test_the_package_never_writes_over_what_a_person_entered(office: Office, keeper: Scope) -> None:
    edit(office, keeper, 2026, confirmed=False, days={"2026-01-01": "休"})
    assert office.database.write(lambda tx: calendars.seed(tx, office.district.id, "x")) == ()
    assert len(year(office, 2026).days) == 1
    assert office.database.read(store.stamp) != "0"
