"""The system administrator's settings at work: a standard comes into use, a day changes, a policy is tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from console.client import Client
from console.forms.act import ActForm
from console.pages.settings.asking import ReasonForm, ReportForm
from console.pages.settings.page import SettingsPage
from console.pages.settings.standard_forms import ImportForm, MeaningForm
from console.transport import Transport
from services.api.cases import Act, NewCase
from services.api.people import NewPerson
from services.domain.actions import Action
from services.domain.clock import SystemClock
from services.domain.rights import Role
from services.domain.standard import StandardState
from services.domain.tiers import Tier
from tests.console.stubhub import aside
from tests.journeys.signing import ADMIN, OPERATOR, sign_in, with_operator, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.api.catalogue import CriterionRow
    from tests.journeys.district import HubProcess
    from tests.journeys.seats import Console

KEEPER = ("xtgly", "系统管理员", "chun-jiang-shui-3")


@pytest.fixture
def other(real_hub: HubProcess) -> Iterator[Client]:
    """Return the system administrator at another computer."""
    with_operator(real_hub.url)
    transport = Transport(real_hub.url, SystemClock())
    client = Client(transport)
    aside(lambda: client.sign_in(ADMIN[0], ADMIN[2]))
    district = aside(client.profile).district_id
    login, name, password = KEEPER
    aside(
        lambda: client.add_person(
            NewPerson(
                command_id="keeper",
                login=login,
                name=name,
                unit_id=district,
                roles=(Role.SYSTEM_ADMIN,),
                password=password,
            )
        )
    )
    aside(lambda: client.sign_in(login, password))
    yield client
    transport.close()


@pytest.fixture
def page(seat: Console, other: Client) -> SettingsPage:
    """Return the administration page with the calendar on it."""
    assert other is not None
    seat.conductor.start()
    sign_in(seat, KEEPER[0], KEEPER[2])
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), SettingsPage))
    found = seat.window.pages.currentWidget()
    assert isinstance(found, SettingsPage)
    return found


def reason(seat: Console, kind: type[ReasonForm], words: str) -> None:
    """Give the reason in the form that is open."""
    form = seat.dialog()
    assert isinstance(form, kind)
    form.reason.setText(words)
    seat.shoot_of(form, f"settings-{kind.__name__}")
    form.submit.click()
    seat.no_dialog()


def import_standard(seat: Console, page: SettingsPage, file: Path) -> ReportForm:
    """Import a standard and return what the report says."""
    page.show_part(1)
    seat.until(lambda: not page.standards.load.isHidden())
    page.standards.import_file(str(file))
    named = seat.dialog()
    assert isinstance(named, ImportForm)
    named.name.setText("立案标准 2024")
    named.origin.setText("市局发文")
    QTest.keyClick(named.origin, Qt.Key.Key_Return)
    seat.until(lambda: isinstance(seat.dialog(), ReportForm))
    report = seat.dialog()
    assert isinstance(report, ReportForm)
    return report


def several_criteria(client: Client, standard_id: str) -> tuple[str, tuple[CriterionRow, ...]]:
    """Return the first category with several criteria of which one has a limit, and its criteria."""
    rows = aside(lambda: client.settings.all_criteria(standard_id))
    for category in dict.fromkeys(row.category for row in rows):
        of_it = tuple(row for row in rows if row.category == category)
        if len(of_it) > 1 and any(row.limit_text for row in of_it):
            return category, of_it
    raise AssertionError(standard_id)


def accepted(desk: Console, category: str) -> str:
    """Report a case of a category at a desk, accept it, and return its id."""
    client, profile = desk.desk.client, desk.desk.profile
    units = desk.desk.units.values()
    area = next(unit.id for unit in units if unit.tier is Tier.STREET)
    new = NewCase(
        command_id="journey-case",
        title="垃圾成堆",
        text="垃圾成堆",
        place="市桥",
        source=profile.sources[0].code,
        category=category,
        area_id=area,
    )
    row = aside(lambda: client.new_case(new)).row
    accept = Act(command_id="journey-accept", action=Action.ACCEPT, version=row.version)
    return aside(lambda: client.act(row.id, accept)).row.id


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
    case_id = accepted(desk, category)
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
    desk.until(lambda: "已立案" in words_of(desk) or limited.limit_text in words_of(desk))
    detail = aside(lambda: desk.desk.client.case(case_id))
    assert limited.limit_text in detail.due_text
