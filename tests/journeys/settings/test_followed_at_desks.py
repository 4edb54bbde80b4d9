"""A standard comes into use while others are at work: their open desks list its categories without signing in again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from console.forms.new_case import NewCaseForm
from console.pages.settings.categories_form import CategoriesForm
from services.api.catalogue import MoveStandard
from tests.journeys.roles import OPERATOR, SUPERVISOR, at_seat
from tests.journeys.settings.kit import HEAD, new_id, settings_of, standard_in_use

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

ROWS = HEAD + "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,清理干净,4紧急工作时\n"


def offers(desk: Console, code: str) -> bool:
    """Tell whether a desk offers a category for new cases."""
    return any(row.code == code and row.offered for row in desk.desk.profile.categories)


def offers_not(desk: Console, code: str) -> bool:
    """Tell whether it does not."""
    return not offers(desk, code)


def test_two_open_desks_list_a_new_standard_s_categories_at_once_and_drop_them_again(
    open_console: Callable[..., Console], keeper: Colleague
) -> None:
    first = at_seat(open_console("first"), OPERATOR)
    second = at_seat(open_console("second"), SUPERVISOR)
    first.window.new_case_wanted.emit()
    form = next(one for one in first.window.findChildren(NewCaseForm))
    form.text.setPlainText("垃圾成堆")
    form.category.setCurrentIndex(1)
    chosen = form.category.currentData()
    standard = standard_in_use(keeper.client, ROWS.encode())
    code = f"{standard.id}-E0110"
    for desk in (first, second):
        desk.until(partial(offers, desk, code))
        assert desk.desk.wording.category(code) == "暴露垃圾"
    assert form.category.findData(code) > 0
    assert form.category.currentData() == chosen  # what was chosen and typed stays
    assert form.text.toPlainText() == "垃圾成堆"
    form.category.setCurrentIndex(form.category.findData(code))
    first.shoot_of(form, "settings-new-category")
    retire = MoveStandard(command_id=new_id(), version=standard.version, reason="换版")
    keeper.ask(lambda client: client.settings.move_standard(standard.id, "retire", retire))
    for desk in (first, second):
        desk.until(partial(offers_not, desk, code))
        assert desk.desk.wording.category(code) == "暴露垃圾"  # older cases keep their words
    assert form.category.currentData() == ""
    assert form.category.findData(code) < 0
    assert "已停用" in form._error.text()
    form.reject()


def test_the_policy_s_steps_are_narrowed_to_categories_that_came_after_signing_in(
    admin: Console, keeper: Colleague
) -> None:
    standard = standard_in_use(keeper.client, ROWS.encode())
    page = settings_of(admin)
    page.show_part(3)
    part = page.policies
    admin.until(lambda: part.versions.count() == 1)
    part.draft.click()
    part.steps.form.categories.click()
    form = admin.dialog()
    assert isinstance(form, CategoriesForm)
    form.words.setText("暴露垃圾")
    shown = [form.list.item(at) for at in range(form.list.count()) if not form.list.item(at).isHidden()]
    assert f"{standard.id}-E0110" in {item.data(Qt.ItemDataRole.UserRole) for item in shown}
    form.reject()
    admin.no_dialog()
