"""事项准入: what may not be sent to a grid, from the list to the form of a dispatch at a desk that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from console.forms.act import ActForm
from console.forms.inputs import LeadInput
from services.api.catalogue import AdmissionChange, AdmissionEdit, AdmissionRow
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.tiers import Tier
from tests.journeys.roles import OPERATOR, STREET, at_seat
from tests.journeys.settings.kit import new_id, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.pages.settings.admissions import AdmissionsPart
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

TICK, NOTE = 2, 3


def shown(admin: Console) -> AdmissionsPart:
    """Show the list and wait for it."""
    page = settings_of(admin)
    page.show_part(2)
    admin.until(lambda: page.admissions.list.topLevelItemCount() > 0)
    return page.admissions


def row_of(keeper: Colleague, category: str) -> AdmissionRow:
    """Return a category's line as the hub has it."""
    found: list[AdmissionRow] = list(keeper.ask(lambda client: client.settings.admissions()).rows)
    return next(row for row in found if row.category == category)


def choose(part: AdmissionsPart, name: str) -> None:
    """Choose a matter in the list."""
    item = part.list.findItems(name, Qt.MatchFlag.MatchExactly, 1)[0]
    part.list.setCurrentItem(item)
    part.list.setFocus()


def bar(keeper: Colleague, category: str, *, to_grid: bool = False) -> None:
    """Bar a category from grids, or let it go there again, from another computer."""
    change = AdmissionChange(category=category, to_grid=to_grid, note="", version=row_of(keeper, category).version)
    edit = AdmissionEdit(command_id=new_id(), rows=(change,))
    keeper.ask(lambda client: client.settings.put_admissions(edit))


def test_a_matter_is_barred_noted_found_and_saved_by_keyboard(admin: Console, keeper: Colleague) -> None:
    part = shown(admin)
    first = keeper.profile.categories[0]
    assert row_of(keeper, first.code).to_grid is None
    choose(part, first.name)
    item = part.list.currentItem()
    assert item is not None
    part.list.setCurrentItem(item, TICK)
    QTest.keyClick(part.list, Qt.Key.Key_Space)
    assert item.checkState(TICK) is Qt.CheckState.Unchecked
    QTest.keyClick(part.list, Qt.Key.Key_F2)
    editor = part.list.findChild(QLineEdit)
    assert editor is not None
    editor.setText("由专业队伍处置")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    admin.until(lambda: item.text(NOTE) == "由专业队伍处置")
    assert "1" in part.save.text()
    part.words.setText("专业队伍")
    assert part.count.text().startswith("1 ")
    admin.shoot("settings-admissions")
    QTest.keyClick(part, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    admin.until(lambda: row_of(keeper, first.code).to_grid is False)
    assert row_of(keeper, first.code).note == "由专业队伍处置"
    admin.until(lambda: not part.save.isEnabled())


def test_what_was_changed_elsewhere_meanwhile_is_shown_and_nothing_of_it_overwritten(
    admin: Console, keeper: Colleague
) -> None:
    part = shown(admin)
    first, second = keeper.profile.categories[:2]
    bar(keeper, first.code)
    for kind in (first, second):
        choose(part, kind.name)
        item = part.list.currentItem()
        assert item is not None
        item.setText(NOTE, "改了说明")
    part.save_changes()
    admin.until(lambda: "已被他人改动" in part.trouble.text())
    admin.until(lambda: not part.pending)
    choose(part, first.name)
    admin.until(lambda: (item := part.list.currentItem()) is not None and item.text(NOTE) == "")
    assert row_of(keeper, first.code).to_grid is False
    assert row_of(keeper, second.code).to_grid is None  # all or none
    admin.shoot("settings-admissions-stale")


def test_a_barred_matter_is_not_sent_to_a_grid_and_the_form_says_what_to_do(
    open_console: Callable[..., Console], keeper: Colleague, clerk: Colleague
) -> None:
    desk = at_seat(open_console("desk"), OPERATOR)
    kind = next(row for row in keeper.profile.categories if not row.department_id)
    grid = next(unit for unit in desk.desk.units.values() if unit.tier is Tier.GRID and STREET in unit.path)
    row = clerk.act(clerk.report("楼道杂物", lon=None, lat=None, area_id=grid.id, category=kind.code), Action.ACCEPT)
    bar(keeper, kind.code)
    desk.until(lambda: any(one.code == kind.code and not one.to_grid for one in desk.desk.profile.categories))
    desk.choose(row.id)
    desk.page.act(Action.DISPATCH)
    form = desk.dialog()
    assert isinstance(form, ActForm)
    lead = form.findChild(LeadInput)
    assert lead is not None
    assert lead.picker.unit is None or lead.picker.unit.tier is not Tier.GRID  # not suggested
    lead.picker.choose(grid.id)
    desk.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()
    said = lead.missing()
    assert kind.name in said
    assert "请改派社区、街镇或部门" in said
    assert QApplication.focusWidget() is lead.picker.field
    desk.shoot_of(form, "settings-not-admitted")
    bar(keeper, kind.code, to_grid=True)
    desk.until(lambda: all(one.to_grid for one in desk.desk.profile.categories))
    form.reject()
    desk.no_dialog()
    desk.choose(row.id)
    desk.page.act(Action.DISPATCH)
    again = desk.dialog()
    assert isinstance(again, ActForm)
    lead = again.findChild(LeadInput)
    assert lead is not None
    lead.picker.choose(grid.id)
    desk.ctrl(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(lambda: (found := desk.desk.board.row(row.id)) is not None and found.holder_id == grid.id)


def test_a_desk_that_has_not_heard_yet_is_refused_by_the_hub_in_the_same_words(
    open_console: Callable[..., Console], keeper: Colleague, clerk: Colleague
) -> None:
    desk = at_seat(open_console("desk"), OPERATOR)
    kind = keeper.profile.categories[0]
    grid = next(unit for unit in desk.desk.units.values() if unit.tier is Tier.GRID and STREET in unit.path)
    row = clerk.act(clerk.report("楼道杂物", lon=None, lat=None, area_id=grid.id, category=kind.code), Action.ACCEPT)
    desk.choose(row.id)
    desk.page.act(Action.DISPATCH)
    form = desk.dialog()
    assert isinstance(form, ActForm)
    lead = form.findChild(LeadInput)
    assert lead is not None
    lead.picker.choose(grid.id)
    bar(keeper, kind.code)  # after the form was opened
    desk.ctrl(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(lambda: "不得派往网格" in desk.said())
    after = clerk.ask(lambda client: client.case(row.id)).row
    assert after.state is State.ACCEPTED
