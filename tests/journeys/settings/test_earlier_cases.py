"""Open cases after another standard came into use: the administrator moves those that are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from console.pages.settings.affected import EarlierForm
from tests.journeys.roles import OPERATOR, at_seat
from tests.journeys.settings.kit import HEAD, a_case, cells, settings_of, standard_in_use
from tests.journeys.signing import words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

OLD = HEAD + "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,清理干净,4紧急工作时\n"
NEW = HEAD + "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,清理干净,9紧急工作时\n"


def test_chosen_cases_move_to_the_new_standard_and_say_so(
    admin: Console, keeper: Colleague, clerk: Colleague, open_console: Callable[..., Console]
) -> None:
    old = standard_in_use(keeper.client, OLD.encode())
    moving, staying = (a_case(clerk.client, f"{old.id}-E0110", f"{old.id}-E0110-1") for _ in range(2))
    before = clerk.ask(lambda client: client.case(moving)).row
    new = standard_in_use(keeper.client, NEW.encode(), "新标准")
    page = settings_of(admin)
    page.show_part(1)
    part = page.standards
    admin.until(part.earlier.isVisible)
    assert part.earlier.text().startswith("2 ")
    admin.shoot("settings-earlier")
    part.earlier.click()
    form = admin.dialog()
    assert isinstance(form, EarlierForm)
    rows = cells(form.list)
    assert {row[0] for row in rows} == {before.number, clerk.ask(lambda client: client.case(staying)).row.number}
    assert [row[1:4] for row in rows] == [["有暴露垃圾", "4紧急工作时", "9紧急工作时"]] * 2
    form.submit.click()
    assert form.error.text() == "请写明理由"
    left = form.list.findItems(clerk.ask(lambda client: client.case(staying)).row.number, Qt.MatchFlag.MatchExactly)[0]
    left.setCheckState(0, Qt.CheckState.Unchecked)
    form.reason.setText("市局要求在办的一并改")
    admin.shoot_of(form, "settings-earlier-form")
    form.submit.click()
    admin.no_dialog()
    admin.until(lambda: clerk.ask(lambda client: client.case(moving)).criterion_id == f"{new.id}-E0110-1")
    admin.until(lambda: part.earlier.text().startswith("1 "))
    detail = clerk.ask(lambda client: client.case(moving))
    assert before.due_at is not None
    assert detail.row.due_at == before.due_at + 5 * 3_600_000
    assert "市局要求在办的一并改" in detail.events[-1].text
    assert clerk.ask(lambda client: client.case(staying)).criterion_id == f"{old.id}-E0110-1"
    desk = at_seat(open_console("desk"), OPERATOR)
    desk.choose(moving)
    desk.until(lambda: "9紧急工作时" in words_of(desk))
    desk.until(lambda: _told(desk, moving))
    desk.shoot("settings-earlier-case")


def _told(desk: Console, case_id: str) -> bool:
    """Tell whether the panel's history has the event."""
    shown = desk.page.case.case
    return shown is not None and shown.key == case_id and any("市局要求" in line.text for line in shown.timeline)
