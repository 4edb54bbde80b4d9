"""A back-test that is stopped on its way: nothing is saved of it, and the next one runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate

from console.pages.settings.backtest import BacktestForm
from services.domain.policies import PolicyState
from tests.journeys.roles import STREET
from tests.journeys.settings.kit import settings_of

if TYPE_CHECKING:
    from console.pages.settings.backtest import _Trying
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


def test_a_stopped_back_test_saves_nothing_and_the_next_one_runs(
    admin: Console, keeper: Colleague, clerk: Colleague
) -> None:
    for number in range(3):
        clerk.report(f"路面积水 {number}", lon=None, lat=None, area_id=STREET)
    page = settings_of(admin)
    page.show_part(3)
    part = page.policies
    admin.until(lambda: part.versions.count() == 1)
    before = keeper.ask(lambda client: client.settings.policies())
    part.draft.click()
    part.test.click()
    form = admin.dialog()
    assert isinstance(form, BacktestForm)
    trying = form.part
    trying.run.click()
    admin.until(lambda: trying.running and not trying.stop.isHidden())
    assert not trying.run.isEnabled()
    admin.until(lambda: "1" in trying.state.text())  # it has told how far it is
    admin.shoot_of(form, "settings-backtest-running")
    trying.stop.click()
    admin.until(lambda: not trying.running)
    assert trying.summary.text().startswith("中途停止")
    assert trying.stop.isHidden()
    assert trying.run.isEnabled()
    admin.shoot_of(form, "settings-backtest-stopped")
    trying.since.setDate(QDate(2001, 1, 1))
    trying.before.setDate(QDate(2001, 1, 31))
    trying.run.click()
    admin.until(lambda: not trying.running and trying.summary.text().startswith("0 "))
    form.reject()
    admin.no_dialog()
    assert keeper.ask(lambda client: client.settings.policies()) == before
    assert [row.state for row in before] == [PolicyState.IN_USE]


def test_closing_the_form_ends_the_back_test_so_that_another_can_begin(admin: Console, clerk: Colleague) -> None:
    clerk.report("路面积水", lon=None, lat=None, area_id=STREET)
    page = settings_of(admin)
    page.show_part(3)
    part = page.policies
    admin.until(lambda: part.versions.count() == 1)
    for _ in range(2):
        part.test.click()
        form = admin.dialog()
        assert isinstance(form, BacktestForm)
        trying = form.part
        admin.until(partial(running, trying))
        form.reject()
        admin.no_dialog()


def running(trying: _Trying) -> bool:
    """Tell whether a back-test is under way; press again where the hub was still ending the one before."""
    if trying.run.isEnabled():
        trying.run.click()
    return trying.running
