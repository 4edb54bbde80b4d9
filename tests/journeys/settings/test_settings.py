"""The system administrator's settings at work: a standard comes into use, a day changes, a policy is tried."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from console.client import Client
from console.forms.act import ActForm
from console.pages.norole import NoPage
from console.pages.settings.affected import AffectedForm
from console.pages.settings.asking import ReasonForm
from console.pages.settings.backtest import BacktestForm
from console.pages.settings.page import SettingsPage
from console.pages.settings.standard_forms import MeaningForm
from console.pages.settings.use_form import UseForm
from services.api.people import NewPerson
from services.domain.actions import Action
from services.domain.calendar import Counting, DayKind
from services.domain.policies import PolicyState
from services.domain.rights import Role
from services.domain.standard import StandardState
from tests.console.stubhub import aside
from tests.journeys.settings.kit import (
    HEAD,
    a_case,
    accepted,
    dispatched,
    import_standard,
    reason,
    several_criteria,
)
from tests.journeys.signing import ADMIN, OPERATOR, sign_in, words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.district import HubProcess
    from tests.journeys.seats import Console

AUDITOR = ("sjgly", "审计管理员", "xia-ye-ting-yu-5")


def put_into_use(seat: Console, page: SettingsPage) -> None:
    """Confirm what bare units mean, and take the edition into use."""
    part = page.standards
    assert not part.use.isEnabled()
    part.confirm.click()
    form = seat.dialog()
    assert isinstance(form, MeaningForm)
    form.submit.click()
    assert form.error.text() == "请先选定单位的含义"
    for box in (form.hours, form.days):
        box.setCurrentIndex(0)
    reason(seat, MeaningForm, "标准说明第 3 条")
    seat.until(part.use.isEnabled)
    part.use.click()
    reason(seat, ReasonForm, "市局发文启用")
    seat.until(lambda: part.chosen is not None and part.chosen.state is StandardState.IN_USE)


def test_a_standard_comes_into_use_and_a_case_is_filed_by_one_of_its_criteria(
    seat: Console,
    page: SettingsPage,
    other: Client,
    open_seat: Callable[[], Console],
    shared_data: Path,
) -> None:
    report = import_standard(seat, page, shared_data / "case-standard-sample.csv")
    assert report.list.topLevelItemCount() == 0
    seat.shoot_of(report, "settings-report")
    report.accept()
    seat.no_dialog()
    put_into_use(seat, page)
    standard = aside(other.settings.standards)[0]
    assert (standard.criteria, standard.state) == (519, StandardState.IN_USE)
    criteria = page.standards.criteria
    criteria.words.setText("垃圾")
    seat.until(lambda: 0 < criteria.list.topLevelItemCount() < 100)
    seat.shoot("settings-standards")
    category, rows = several_criteria(other, standard.id)
    desk = open_seat()
    desk.conductor.start()
    sign_in(desk, OPERATOR[0], OPERATOR[2])
    desk.until(lambda: desk.conductor.is_ready(0))
    assert category in {row.code for row in desk.desk.profile.categories}
    case_id = accepted(desk.desk.client, category)
    desk.choose(case_id)
    desk.page.act(Action.FILE)
    form = desk.dialog()
    assert isinstance(form, ActForm)
    box = form.findChildren(QComboBox)[0]
    desk.until(lambda: box.count() == len(rows) + 1)
    limited = next(row for row in rows if row.limit_text)
    box.setCurrentIndex(box.findData(limited.id))
    assert limited.limit_text in box.currentText()
    desk.shoot_of(form, "settings-file")
    form._submit()
    desk.no_dialog()
    client = desk.desk.client
    desk.until(lambda: aside(lambda: client.case(case_id)).criterion_id == limited.id)
    dispatched(client, case_id)
    desk.until(lambda: limited.limit_text in words_of(desk))


SMALL = (
    HEAD + "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,清理干净,5天\n事件,01,市容环境,10,暴露垃圾,大量暴露垃圾,,快一点\n"
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a standard with one good row and one whose limit nobody can read."""
    file = tmp_path / "small.csv"
    file.write_text(SMALL, encoding="utf-8")
    return file


def next_working_day(client: Client, today: date) -> date:
    """Return the first day after today that is worked."""
    day = today
    while True:
        day += timedelta(days=1)
        kinds = {one.day: one.kind for one in aside(partial(client.settings.year, day.year)).days}
        kind = kinds.get(day.isoformat())
        if kind is DayKind.WORK or (kind is None and day.weekday() < 5):
            return day


def choose_working_time(seat: Console, page: SettingsPage, other: Client) -> None:
    """Choose working periods, wrong ones first, and the counting rule."""
    part = page.calendar
    seat.until(lambda: part.time.origin.text() != "")
    part.time.periods.setText("08:30-12:00 8:00")
    part.time.periods.setModified(True)
    part.time.counting.setCurrentIndex(1)
    part.time.save.click()
    assert "08:30-12:00" in part.time.error.text()
    part.time.periods.setText("08:30-12:00、14:00-17:30")
    part.time.save.click()
    reason(seat, ReasonForm, "区政府作息规定")
    seat.until(lambda: aside(other.settings.calendar).counting is Counting.BY_DAYS)


def a_case_by_days(seat: Console, page: SettingsPage, other: Client, operator: Client, small: Path) -> str:
    """Take a standard into use that has a limit in days, file a case by it, and return the case's id."""
    report = import_standard(seat, page, small)
    first = report.list.topLevelItem(0)
    assert first is not None
    assert [first.text(column) for column in (0, 2)] == ["3", "快一点"]
    report.accept()
    seat.no_dialog()
    part_standards = page.standards
    part_standards.confirm.click()
    form = seat.dialog()
    assert isinstance(form, MeaningForm)
    form.days.setCurrentIndex(0)
    reason(seat, MeaningForm, "标准说明")
    seat.until(part_standards.use.isEnabled)
    part_standards.use.click()
    reason(seat, ReasonForm, "启用")
    seat.until(lambda: aside(other.settings.standards)[0].state is StandardState.IN_USE)
    row = aside(lambda: other.settings.all_criteria(aside(other.settings.standards)[0].id))[0]
    return a_case(operator, row.category, row.id)


def test_a_day_changes_and_the_affected_case_gets_its_new_due_time_for_a_reason(
    seat: Console, page: SettingsPage, other: Client, operator: Client, small: Path
) -> None:
    choose_working_time(seat, page, other)
    case_id = a_case_by_days(seat, page, other, operator, small)
    before = aside(lambda: operator.case(case_id)).row.due_at
    assert before is not None
    page.show_part(0)
    part = page.calendar
    day = next_working_day(other, part.year.day)
    part.picker.setValue(day.year)
    seat.until(lambda: part.year.day.year == day.year)
    part.year.choose(day)
    part.year.setFocus()
    QTest.keyClick(part.year, Qt.Key.Key_Space)
    assert part.day.kinds.checkedId() == 1
    part.day.note.setText("停电")
    part.day.note.editingFinished.emit()
    QTest.keyClick(part.year, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    seat.until(part.affected.isVisible)
    assert part.affected.text().startswith("1 ")
    seat.shoot("settings-calendar")
    part.affected.click()
    reason(seat, AffectedForm, "全市停电一天")
    seat.until(lambda: not part.affected.isVisible())
    detail = aside(lambda: operator.case(case_id))
    assert detail.row.due_at is not None
    assert detail.row.due_at > before
    assert any("全市停电一天" in event.text for event in detail.events)


def test_changes_of_a_year_are_taken_back_and_are_not_lost_by_turning_the_page(
    seat: Console, page: SettingsPage
) -> None:
    part = page.calendar
    seat.until(lambda: part.state.text() != "")
    year = part.picker.value()
    first, second = date(year, 3, 3), date(year, 3, 4)
    for day in (first, second):
        part.year.choose(day)
        part.year.toggled.emit(day)
    part.picker.setValue(year + 1)
    assert part.picker.value() == year
    assert "没保存" in part.trouble.text()
    part.undo()
    part.undo()
    assert not part.save.isEnabled()
    part.picker.setValue(2031)
    seat.until(lambda: "没有录入" in part.state.text())


def test_a_draft_is_refused_at_its_field_tried_on_past_cases_and_taken_into_use(
    seat: Console, page: SettingsPage, other: Client
) -> None:
    page.show_part(3)
    part = page.policies
    seat.until(lambda: part.versions.count() == 1)
    seat.shoot("settings-policies")
    part.draft.click()
    assert not part.use.isEnabled()
    part.steps.add.click()
    form = part.steps.form
    form.rule_id.setText("")
    form.rule_id.textEdited.emit("")
    part.save_draft()
    seat.until(lambda: "规则编号" in form._errors["rule_id"].text())
    assert form.rule_id.hasFocus()
    seat.shoot("settings-refused")
    form.rule_id.setText("R1")
    form.rule_id.textEdited.emit("R1")
    form.minutes.setValue(form.minutes.value() + 5)
    part.test.click()
    trying = seat.dialog()
    assert isinstance(trying, BacktestForm)
    trying.part.run.click()
    seat.until(lambda: "件案件" in trying.part.summary.text())
    seat.shoot_of(trying, "settings-backtest")
    trying.reject()
    seat.no_dialog()
    part.save_draft()
    seat.until(lambda: not part.pending)
    part.use.click()
    sure = seat.dialog()
    assert isinstance(sure, UseForm)
    QTest.keyClick(sure, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    seat.no_dialog()
    seat.until(lambda: aside(other.settings.policies)[0].state is PolicyState.IN_USE)
    seat.until(lambda: part.steps.list.topLevelItemCount() > 0 and not part.use.isVisible())


def test_who_works_at_a_desk_looks_at_settings_and_changes_none(
    seat: Console, other: Client, page: SettingsPage, open_seat: Callable[[], Console]
) -> None:
    assert page.calendar.save.isVisible()
    desk = open_seat()
    desk.conductor.start()
    sign_in(desk, OPERATOR[0], OPERATOR[2])
    desk.until(lambda: desk.conductor.is_ready(0))
    desk.window.page_wanted.emit("system")
    found = desk.window.pages.currentWidget()
    assert isinstance(found, SettingsPage)
    desk.until(lambda: found.calendar.state.text() != "")
    for index, parts in enumerate(
        (
            (found.calendar.save, found.calendar.load, found.calendar.time.save),
            (found.standards.load, found.standards.use),
            (found.admissions.save,),
            (found.policies.draft, found.policies.use, found.policies.test),
        )
    ):
        found.show_part(index)
        assert not any(part.isVisible() for part in parts)
    desk.until(lambda: found.policies.versions.count() == 1)
    found.calendar.year.toggled.emit(found.calendar.year.day)
    assert not found.calendar.pending


def test_the_audit_administrator_is_told_what_this_role_works_with(
    seat: Console, real_hub: HubProcess, other: Client
) -> None:
    aside(lambda: other.sign_in(ADMIN[0], ADMIN[2]))
    district = aside(other.profile).district_id
    person = NewPerson(
        command_id="auditor",
        login=AUDITOR[0],
        name=AUDITOR[1],
        unit_id=district,
        roles=(Role.AUDIT_ADMIN,),
        password=AUDITOR[2],
    )
    aside(lambda: other.add_person(person))
    seat.conductor.start()
    sign_in(seat, AUDITOR[0], AUDITOR[2])
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), NoPage))
    assert "huying verify" in words_of(seat)
