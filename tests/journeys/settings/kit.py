"""What a person does at the administration page, and what somebody elsewhere does meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.pages.settings.asking import ReasonForm, ReportForm
from console.pages.settings.page import SettingsPage
from console.pages.settings.standard_forms import ImportForm
from services.api.cases import Act, NewCase
from services.api.catalogue import ConfirmStandard, MoveStandard
from services.domain.actions import Action
from services.domain.limits import Means
from services.domain.tiers import Tier
from tests.console.stubhub import aside

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QTreeWidget

    from console.client import Client
    from services.api.catalogue import CriterionRow, StandardRow
    from tests.journeys.seats import Console

KEEPER = ("xtgly", "系统管理员", "chun-jiang-shui-3")

HEAD = "kind,main_code,main_name,sub_code,sub_name,filing_criterion,closing_criterion,limit\n"


def reason(seat: Console, kind: type[ReasonForm], words: str) -> None:
    """Give the reason in the form that is open."""
    form = seat.dialog()
    assert isinstance(form, kind)
    form.reason.setText(words)
    seat.shoot_of(form, f"settings-{kind.__name__}")
    form.submit.click()
    seat.no_dialog()


def import_standard(seat: Console, page: SettingsPage, file: Path) -> ReportForm:
    """Import a standard by hand and return what the report says."""
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


def standard_in_use(keeper: Client, data: bytes, name: str = "立案标准") -> StandardRow:
    """Import a standard from elsewhere, confirm what its bare units mean and take it into use."""
    calls = keeper.settings
    row = aside(lambda: calls.import_standard(new_id(), name, "市局", "标准.csv", data)).standard
    asked = ConfirmStandard(
        command_id=new_id(), version=row.version, hours=Means.WORKING, days=Means.WORKING, reason="标准说明"
    )
    confirmed = aside(lambda: calls.confirm_standard(row.id, asked))
    use = MoveStandard(command_id=new_id(), version=confirmed.version, reason="市局发文")
    return aside(lambda: calls.move_standard(row.id, "use", use)).standard


def several_criteria(client: Client, standard_id: str) -> tuple[str, tuple[CriterionRow, ...]]:
    """Return the first category with several criteria of which one has a limit, and its criteria."""
    rows = aside(lambda: client.settings.all_criteria(standard_id))
    for category in dict.fromkeys(row.category for row in rows):
        of_it = tuple(row for row in rows if row.category == category)
        if len(of_it) > 1 and any(row.limit_text for row in of_it):
            return category, of_it
    raise AssertionError(standard_id)


def accepted(client: Client, category: str) -> str:
    """Report a case of a category, accept it, and return its id."""
    profile, units = aside(client.profile), aside(client.units)
    new = NewCase(
        command_id=new_id(),
        title="垃圾成堆",
        place="市桥",
        source=profile.sources[0].code,
        category=category,
        area_id=next(unit.id for unit in units if unit.tier is Tier.STREET),
    )
    row = aside(lambda: client.new_case(new)).row
    accept = Act(command_id=new_id(), action=Action.ACCEPT, version=row.version)
    return aside(lambda: client.act(row.id, accept)).row.id


def a_case(client: Client, category: str, criterion_id: str) -> str:
    """Report, accept, file by a criterion and dispatch a case; return its id."""
    case_id = accepted(client, category)
    version = aside(lambda: client.case(case_id)).row.version
    act = Act(command_id=new_id(), action=Action.FILE, version=version, criterion_id=criterion_id)
    aside(lambda: client.act(case_id, act))
    dispatched(client, case_id)
    return case_id


def dispatched(client: Client, case_id: str) -> None:
    """Dispatch a filed case: from then on its limit runs."""
    unit = next(unit.id for unit in aside(client.units) if unit.tier is Tier.STREET)
    version = aside(lambda: client.case(case_id)).row.version
    act = Act(command_id=new_id(), action=Action.DISPATCH, version=version, unit_id=unit)
    aside(lambda: client.act(case_id, act))


def settings_of(console: Console) -> SettingsPage:
    """Return the administration page that a console shows."""
    found = console.window.pages.currentWidget()
    assert isinstance(found, SettingsPage)
    return found


def chosen_row(tree: QTreeWidget) -> int:
    """Return the place of the chosen row of a table, -1 for none."""
    item = tree.currentItem()
    return -1 if item is None else tree.indexOfTopLevelItem(item)


def cells(tree: QTreeWidget) -> list[list[str]]:
    """Return what a table shows."""
    items = (tree.topLevelItem(index) for index in range(tree.topLevelItemCount()))
    return [[item.text(column) for column in range(tree.columnCount())] for item in items if item is not None]


def new_id() -> str:
    """Return an id for a command."""
    return uuid4().hex
