"""What a shift supervisor, a street and a department do in a day, by keyboard, each at a console of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton

from console.forms.act import ActForm
from console.pages.notices import NoticesPage
from console.pages.seats import ReassignForm, SeatsPage
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.tiers import Tier
from tests.fixtures.pictures import photo
from tests.journeys.district import Colleague, HubProcess, copied
from tests.journeys.roles import (
    DEPARTMENT,
    DISTRICT,
    OPERATOR,
    SECRET,
    STREET,
    STREET_SEAT,
    SUPERVISOR,
    WATER,
    Hands,
    at_seat,
    ready,
    report_long_ago,
    send,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.api.board import BoardRow
    from tests.journeys.seats import Console

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hub(ruled_folder: Path, tmp_path: Path) -> Iterator[HubProcess]:
    """Return the hub of a real district with rules and people, its engine at work on a case of last night."""
    folder = copied(ruled_folder, tmp_path / "hub")
    report_long_ago(folder)
    process = HubProcess(folder, module="tests.journeys.ruled_hub")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def operator(hub: HubProcess) -> Iterator[Colleague]:
    """Return an operator of the district at another seat."""
    made = Colleague(hub.url, OPERATOR, SECRET)
    yield made
    made.close()


def came_in(operator: Colleague, title: str) -> BoardRow:
    return operator.report(title, lon=None, lat=None, area_id=STREET, category="Y0101")


def handed(operator: Colleague, title: str, unit_id: str = WATER) -> BoardRow:
    """Return a case that was accepted and dispatched."""
    return operator.act(operator.act(came_in(operator, title), Action.ACCEPT), Action.DISPATCH, unit_id=unit_id)


def row_of(console: Console, case_id: str) -> BoardRow:
    found = console.desk.board.row(case_id)
    assert found is not None
    return found


def until_row(console: Console, case_id: str, told: Callable[[BoardRow], bool]) -> None:
    console.until(lambda: (row := console.desk.board.row(case_id)) is not None and told(row))
    ready(console, case_id)


def act_form(console: Console, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> ActForm:
    console.key(key, modifier)
    form = console.dialog()
    assert isinstance(form, ActForm)
    return form


def to_field(console: Console, kind: type) -> None:
    """Go on by Tab until a field of a kind has the focus."""
    for _ in range(12):
        if isinstance(QApplication.focusWidget(), kind):
            return
        console.key(Qt.Key.Key_Tab)
    raise AssertionError(kind)


def page_of(console: Console, name: str, key: Qt.Key) -> object:
    console.ctrl(key)
    console.until(lambda: console.window.page_name() == name)
    assert console.conductor.pages is not None
    return console.conductor.pages.page(name)


def back(console: Console) -> None:
    console.key(Qt.Key.Key_Escape)
    console.until(lambda: console.window.page_name() == "operations")


def test_a_supervisor_takes_over_supervises_suspends_voids_reads_and_passes_on(  # noqa: PLR0915 - one day, key after key
    hub: HubProcess, operator: Colleague, open_console: Callable[..., Console]
) -> None:
    stale, other = came_in(operator, "桥下积水"), came_in(operator, "重复误报的积水")
    operator.act(stale, Action.CLAIM)
    console = at_seat(open_console(), SUPERVISOR)
    assert hub.url
    with Hands() as hands:
        # the claim of somebody who does nothing is taken over, and gets its grade of supervision
        walk(console, stale.id)
        console.until(lambda: "坐席甲" in console.page.queue.queue.row_as_text(stale.id))
        console.key(Qt.Key.Key_Space)
        until_row(console, stale.id, lambda row: row.claimed_by == console.desk.session.person_id)
        act_form(console, Qt.Key.Key_S)
        console.key(Qt.Key.Key_Down)  # 挂牌
        console.key(Qt.Key.Key_Tab)
        send(console, "两小时内到场")
        until_row(console, stale.id, lambda row: row.supervised == "挂牌")

        # suspended with a coded reason, and running again
        console.key(Qt.Key.Key_A)
        until_row(console, stale.id, lambda row: row.state is State.ACCEPTED)
        act_form(console, Qt.Key.Key_H)
        send(console)
        until_row(console, stale.id, lambda row: row.suspended_at is not None)
        act_form(console, Qt.Key.Key_H)
        send(console, "条件已具备")
        until_row(console, stale.id, lambda row: row.suspended_at is None)

        # voided
        walk(console, other.id)
        act_form(console, Qt.Key.Key_X, SHIFT)
        send(console, "误报，现场无积水")
        console.until(lambda: console.desk.board.row(other.id) is None)

        # what the engine told: the case of last night went up
        notices = page_of(console, "notices", Qt.Key.Key_5)
        assert isinstance(notices, NoticesPage)
        console.until(lambda: notices.list.count() > 0)
        console.until(notices.list.hasFocus)
        before = notices.list.count()
        console.key(Qt.Key.Key_S)
        console.until(lambda: notices.list.count() < before)
        back(console)

        # the seats: who holds what; the claims of somebody who has left are given back
        walk(console, stale.id)
        console.key(Qt.Key.Key_Space, SHIFT)
        until_row(console, stale.id, lambda row: row.claimed_by is None)
        operator.act(row_of(console, stale.id), Action.CLAIM)
        seats = page_of(console, "seats", Qt.Key.Key_7)
        assert isinstance(seats, SeatsPage)
        console.until(lambda: any(row.person_id == "p-zuoxi" and row.claims == 1 for row in seats._rows))
        console.until(seats.table.hasFocus)
        console.key(Qt.Key.Key_Home)
        for _ in range(len(seats._rows)):
            if seats.table.current_key() != "p-zuoxi":
                console.key(Qt.Key.Key_Down)
        assert seats.table.current_key() == "p-zuoxi"
        console.key(Qt.Key.Key_R)
        assert isinstance(console.dialog(), ReassignForm)
        console.type("离岗")
        console.key(Qt.Key.Key_Return)
        console.no_dialog()
        console.until(lambda: row_of(console, stale.id).claimed_by is None)
        back(console)
    assert hands.clicks == 0
    console.shoot("supervisor-day")


def test_a_street_gets_an_escalated_case_passes_it_down_and_gives_one_up(
    hub: HubProcess, operator: Colleague, open_console: Callable[..., Console]
) -> None:
    assert hub.url
    console = at_seat(open_console(), STREET_SEAT)
    assert console.desk.session.unit_id == STREET
    community = next(unit for unit in console.desk.wording.units() if unit.parent_id == STREET)
    row = operator.report("村口积水", lon=None, lat=None, area_id=community.id, category="Y0101")
    row = operator.act(row, Action.ESCALATE, text="村里没有泵车")
    assert (row.tier, row.holder_id) == (Tier.STREET, STREET)
    with Hands() as hands:
        walk(console, row.id)
        console.key(Qt.Key.Key_A)
        until_row(console, row.id, lambda now: now.state is State.ACCEPTED)
        # to a community, whatever is suggested: by the initials of its name
        act_form(console, Qt.Key.Key_D)
        console.type(community.initials)
        console.key(Qt.Key.Key_Return)
        console.ctrl(Qt.Key.Key_Return)
        console.no_dialog()
        until_row(console, row.id, lambda now: now.state is State.DISPATCHED)
        assert row_of(console, row.id).holder_id == community.id
        assert row_of(console, row.id).tier is Tier.STREET
        # it cannot be done there: back to the street, on the community's behalf, and up to the district
        act_form(console, Qt.Key.Key_R)
        to_field(console, QComboBox)
        send(console, "", "须区里统筹", "", "我们做不了")
        until_row(console, row.id, lambda now: now.state is State.ACCEPTED)
        assert (row_of(console, row.id).holder_id, row_of(console, row.id).returns) == (STREET, 1)
        act_form(console, Qt.Key.Key_E)
        send(console, "涉及三个部门")
        until_row(console, row.id, lambda now: now.tier is Tier.DISTRICT)
        # the district has it now: the street reads on and decides no more, and is told why
        console.key(Qt.Key.Key_D)
        console.until(lambda: "番禺区" in console.said())
    assert hands.clicks == 0
    assert row_of(console, row.id).holder_id == DISTRICT


def test_a_department_signs_feeds_back_with_a_photo_asks_for_more_time_and_returns(
    hub: HubProcess, operator: Colleague, open_console: Callable[..., Console], tmp_path: Path
) -> None:
    assert hub.url
    mine, foreign = handed(operator, "路口积水"), handed(operator, "小区水管漏水")
    console = at_seat(open_console(), DEPARTMENT)
    with Hands() as hands:
        walk(console, mine.id)
        console.key(Qt.Key.Key_G)
        until_row(console, mine.id, lambda row: row.state is State.HANDLING)
        due_at = row_of(console, mine.id).due_at
        assert due_at is not None
        act_form(console, Qt.Key.Key_X)
        console.key(Qt.Key.Key_Tab)
        send(console, "泵车在路上")
        until_row(console, mine.id, lambda row: row.extensions == 1)
        assert (row_of(console, mine.id).due_at or 0) > due_at

        photograph = tmp_path / "现场.jpg"
        photograph.write_bytes(photo())
        add_file(console, photograph)
        console.page.queue.focus_queue()
        act_form(console, Qt.Key.Key_B)
        send(console, "积水已抽排")
        until_row(console, mine.id, lambda row: row.state is State.FEEDBACK)

        walk(console, foreign.id)
        act_form(console, Qt.Key.Key_R)
        to_field(console, QComboBox)
        send(console, "", "小区内部管线，归物业")
        console.until(lambda: console.desk.board.row(foreign.id) is None)
    assert hands.clicks == 0
    fed_back = operator.ask(lambda client: client.case(mine.id))
    assert [one.name for one in fed_back.attachments] == ["现场.jpg"]
    assert fed_back.events[-1].after.get("attachments") == [fed_back.attachments[0].id]
    returned = operator.ask(lambda client: client.case(foreign.id))
    assert (returned.row.state, returned.row.returns) == (State.ACCEPTED, 1)
    assert any(hop.kind == "refused" and hop.reason_code for hop in returned.custody)


def add_file(console: Console, path: Path) -> None:
    """Go to the case's button for files by Tab, and choose one."""
    for _ in range(60):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and "附件" in (focus.text() + focus.accessibleName()):
            break
        console.key(Qt.Key.Key_Tab)
    console.key(Qt.Key.Key_Space)
    dialog = console.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.filesSelected.emit([str(path)])
    dialog.close()
    console.no_dialog()
    case_id = console.page.selected_id
    console.until(lambda: bool((detail := console.page._chosen.detail_of(case_id)) and detail.attachments))
