"""Two operators at one queue: who looks, who claims, taking over, the next case, many at once, a storm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from console.client import Client
from console.forms.bulk import BulkForm
from console.forms.declare import DeclareForm
from console.pages.seats import SeatsPage
from console.transport import Transport
from services.api.board import Changes
from services.api.team import Macro
from services.desk.people import hash_password
from services.domain.actions import Action
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.domain.rights import Role
from services.hub.settings import HubSettings
from services.store import people
from services.store.database import open_database
from services.store.people import Person
from tests.console.stubhub import aside
from tests.journeys.district import Colleague, HubProcess, copied
from widgets.plain import PlainLabel
from widgets.queue.rows import GroupKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.api.board import BoardRow
    from services.store.database import Tx
    from tests.journeys.seats import Console

SECRET = "Correct-horse-9"  # noqa: S105 - of people who exist in this file only


# The offscreen platform says so whenever a menu opens.
pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)


class Named(Colleague):
    """A colleague with an account of their own."""

    def __init__(self, url: str, login: str) -> None:
        super().__init__(url)
        self._transport.close()
        self._transport = Transport(url, SystemClock())
        self.client = Client(self._transport)
        self.session = aside(lambda: self.client.sign_in(login, SECRET))

    def at(self, case_id: str) -> None:
        """Look at a case."""
        aside(lambda: self.client.team.at(case_id))


def _adding(person: Person) -> Callable[[Tx], None]:
    return lambda tx: people.add(tx, person)


@pytest.fixture
def hub(demo_folder: Path, tmp_path: Path) -> Iterator[HubProcess]:
    """Return a hub with two more operators and a supervisor."""
    folder = copied(demo_folder, tmp_path / "hub")
    clock = SystemClock()
    database = open_database(HubSettings(data_dir=folder).database_url, clock, ids=TimeIds(clock), data_dir=folder)
    for login, name, role in (("wang", "王芳", Role.OPERATOR), ("chen", "陈值班长", Role.SUPERVISOR)):
        person = Person(
            id=f"p-{login}",
            login=login,
            name=name,
            unit_id="440113",
            roles=frozenset({role}),
            password=hash_password(SECRET, login),
        )
        database.write(_adding(person))
    database.close()
    process = HubProcess(folder, "--no-engine")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def wang(hub: HubProcess) -> Iterator[Named]:
    """Return the other operator."""
    made = Named(hub.url, "wang")
    yield made
    made.close()


def drawn(console: Console, case_id: str) -> str:
    """Return a row of the queue as it reads."""
    return console.page.queue.queue.row_as_text(case_id)


def test_two_operators_meet_at_a_case(console: Console, wang: Named) -> None:
    row = wang.report("路面积水")
    console.choose(row.id)
    wang.at(row.id)
    console.until(lambda: "王芳 在看" in drawn(console, row.id))
    wang.act(row, Action.CLAIM)
    console.until(lambda: "王芳 在办" in drawn(console, row.id))
    console.shoot("team-claimed")
    console.key(Qt.Key.Key_A)
    console.until(lambda: "案件已由王芳认领" in console.said())
    # in the first moments the claim is taken over without a word
    console.key(Qt.Key.Key_Space)
    console.until(lambda: "我在办" in drawn(console, row.id))
    console.key(Qt.Key.Key_A)
    console.until(lambda: (found := console.desk.board.row(row.id)) is not None and found.state == "accepted")


def test_opening_claims_what_is_free_and_passing_does_not(console: Console, wang: Named) -> None:
    first, second = wang.report("井盖缺失"), wang.report("路灯不亮")
    console.choose(first.id)
    console.choose(second.id)
    console.key(Qt.Key.Key_Return)
    console.until(lambda: "我在办" in drawn(console, second.id))
    assert "在办" not in drawn(console, first.id)


def test_the_next_case_is_the_most_urgent_that_nobody_has(console: Console, wang: Named) -> None:
    urgent, calm = wang.report("路面塌陷", priority=3), wang.report("路灯不亮", priority=1)
    console.choose(calm.id)
    console.key(Qt.Key.Key_J)
    console.until(lambda: console.page.selected_id == urgent.id)
    console.until(lambda: "我在办" in drawn(console, urgent.id))
    console.key(Qt.Key.Key_J)
    console.until(lambda: console.page.selected_id == calm.id)
    console.until(lambda: "我在办" in drawn(console, calm.id))
    console.key(Qt.Key.Key_J)
    console.until(lambda: "没有可以接着办的案件" in console.said())


def test_a_claim_that_is_taken_is_told(console: Console, wang: Named) -> None:
    row = wang.report("路面积水")
    console.choose(row.id)
    console.key(Qt.Key.Key_Space)
    console.until(lambda: "我在办" in drawn(console, row.id))
    taken = console.desk.board.row(row.id)
    assert taken is not None
    wang.act(taken, Action.TAKE_OVER)
    console.until(lambda: "王芳 接管了您认领的" in console.said())


SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_many_at_once_by_keys_and_others_claims_are_left_alone(console: Console, wang: Named) -> None:
    rows = [wang.report(f"路灯不亮 {number}") for number in range(6)]
    wang.act(rows[2], Action.CLAIM)
    console.until(lambda: "王芳 在办" in drawn(console, rows[2].id))
    console.choose(rows[0].id)
    console.ctrl(Qt.Key.Key_A)
    assert len(console.page.queue.queue.several()) == 6
    console.shoot("team-several")
    console.key(Qt.Key.Key_A)
    form = console.dialog()
    assert isinstance(form, BulkForm)
    words = [label.text() for label in form.findChildren(PlainLabel)]
    assert "可以受理 5 件，不能办 1 件" in words
    console.shoot_of(form, "team-bulk")
    console.key(Qt.Key.Key_Return)
    console.no_dialog()
    board = console.desk.board
    console.until(lambda: sum(found.state == "accepted" for found in board.rows()) == 5)
    console.until(lambda: "受理 5 件，全部办成" in console.said())
    assert console.page.queue.queue.several() == []


def test_several_go_each_to_the_unit_it_suggests_but_for_what_another_has(console: Console, wang: Named) -> None:
    handled = {one.department_id: one.code for one in wang.profile.categories if one.department_id}
    (first, first_code), (second, second_code) = list(handled.items())[:2]
    rows = [
        wang.act(wang.report(f"{code} {number}", category=code), Action.ACCEPT)
        for number, code in enumerate((first_code, first_code, second_code, second_code))
    ]
    taken = wang.act(rows[3], Action.CLAIM)
    console.until(lambda: console.has(taken.id, taken.version))
    console.choose(rows[0].id)
    console.ctrl(Qt.Key.Key_A)
    console.key(Qt.Key.Key_D)
    form = console.dialog()
    assert isinstance(form, BulkForm)
    console.shoot_of(form, "team-bulk-dispatch")
    assert "可以派单 3 件，不能办 1 件" in [label.text() for label in form.findChildren(PlainLabel)]
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()

    def holders() -> list[str]:
        found = [console.desk.board.row(one.id) for one in rows]
        return [one.holder_id for one in found if one is not None and one.state == "dispatched"]

    console.until(lambda: holders() == [first, first, second])
    left = console.desk.board.row(taken.id)
    assert left is not None
    assert left.state == "accepted"


def test_a_range_of_rows_is_noted_with_one_form(console: Console, wang: Named) -> None:
    for number in range(4):
        wang.report(f"井盖缺失 {number}")
    queue = console.page.queue.queue
    console.until(lambda: len(queue.visible_keys()) == 4)
    console.choose(str(queue.visible_keys()[0]))
    console.key(Qt.Key.Key_Down, SHIFT)
    console.key(Qt.Key.Key_Down, SHIFT)
    assert len(queue.several()) == 3
    console.key(Qt.Key.Key_N)
    console.dialog()
    console.type("已电话核实")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: sum(found.version == 2 for found in console.desk.board.rows()) == 3)


def test_keys_that_need_a_look_at_each_case_say_so(console: Console, wang: Named) -> None:
    wang.report("井盖缺失")
    first = wang.report("路灯不亮")
    console.choose(first.id)
    console.ctrl(Qt.Key.Key_A)
    console.key(Qt.Key.Key_C)
    console.until(lambda: "选了多件时不能结案" in console.said())
    console.key(Qt.Key.Key_Escape)
    assert console.page.queue.queue.several() == []


def is_heading(key: object) -> bool:
    """Tell whether the heading of a group is current."""
    return isinstance(key, GroupKey)


def pour(console: Console, like: BoardRow, count: int, start: int = 0) -> None:
    """Let so many cases arrive at the board at once, older and more urgent ones among them."""
    board = console.desk.board
    rows = tuple(
        msgspec.structs.replace(
            like,
            id=f"{like.id[:-6]}{start + number:06d}",
            number=f"YL{start + number:013d}",
            category=console.desk.profile.categories[number % 3].code,
            due_at=(like.due_at or 0) + (number - count // 2) * 60_000,
        )
        for number in range(count)
    )
    board.apply(Changes(pos=board.pos + 1, now=console.desk.now(), rows=rows))


def test_in_a_storm_the_queue_is_grouped_and_one_s_row_stays_still(console: Console, wang: Named) -> None:
    row = wang.report("路面积水")
    console.until(lambda: console.desk.board.row(row.id) is not None)
    shown = console.desk.board.row(row.id)
    assert shown is not None
    pour(console, shown, 20)
    console.choose(row.id)
    queue = console.page.queue.queue
    at = queue.row_y(row.id)
    for part in range(10):  # 200 rows arrive
        pour(console, shown, 20, start=100 + 20 * part)
        assert queue.row_y(row.id) == at
    assert console.page.storm.watch.storm is not None
    assert "分组显示" in console.page.queue.storm.words()
    assert "队列已按街镇和类别分组" in console.said() or "本轮已到" in console.said()
    assert queue.current_key == row.id
    console.shoot("team-storm")
    # the keyboard: to the heading of the group, close it, open it
    console.key(Qt.Key.Key_Left)
    assert is_heading(queue.current_key)
    console.key(Qt.Key.Key_Left)
    assert queue.row_y(row.id) is None
    console.key(Qt.Key.Key_Right)
    assert queue.row_y(row.id) is not None
    console.page.storm.watch.leave()
    assert console.page.queue.storm.words() == ""
    assert len(queue.several()) == 0
    assert queue.row_y(row.id) is not None


def events_of(console: Console, rows: list[BoardRow]) -> list[str | None]:
    """Return to which event the cases belong, as the board has them."""
    found = [console.desk.board.row(row.id) for row in rows]
    return [row.event_id for row in found if row is not None]


def history(console: Console) -> str:
    """Return what the panel tells of the selected case."""
    case = console.page.case.case
    return " ".join(line.text for line in case.timeline) if case is not None else ""


def test_an_event_takes_in_what_is_open_and_a_case_leaves_it(console: Console, wang: Named) -> None:
    rows = [wang.report(f"路面积水 {number}") for number in range(3)]
    console.until(lambda: all(console.has(row.id, row.version) for row in rows))
    console.page.storm.declare()
    form = console.dialog()
    assert isinstance(form, DeclareForm)
    console.until(lambda: form.take_in.text() == "同时归入已在办的 3 件")
    console.shoot_of(form, "event-declare")
    console.type("暴雨")
    console.key(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: "已把 3 件在办案件归入“暴雨”" in console.said())
    console.until(lambda: all(events_of(console, rows)))
    console.choose(rows[0].id)
    console.until(lambda: "归入事件“暴雨”" in history(console))
    console.shoot("event-taken-in")
    console.page.more()
    console.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(one for one in menu.actions() if "移出所属事件" in one.text()).trigger()
    menu.close()
    console.until(lambda: events_of(console, rows)[0] is None)
    assert all(events_of(console, rows[1:]))


def test_a_macro_is_written_and_done_with_one_key(console: Console, wang: Named) -> None:
    row = wang.report("路面积水")
    macro = Macro(id="m-drained", name="已排水", action="note", text="{地点}已排水")
    boss = console.desk.client
    aside(lambda: boss.team.save_macro(macro))
    console.choose(row.id)
    console.key(Qt.Key.Key_Slash)
    picker = console.dialog()
    console.shoot_of(picker, "team-macros")
    console.key(Qt.Key.Key_1)
    console.no_dialog()
    console.until(lambda: (found := console.desk.board.row(row.id)) is not None and found.version == row.version + 1)
    detail = wang.ask(lambda client: client.case(row.id))
    assert detail.events[-1].text == "清河东路与平康路口已排水"


def test_the_seats_show_who_holds_what_and_claims_are_passed_on(console: Console, wang: Named) -> None:
    row = wang.report("路面积水")
    wang.act(row, Action.CLAIM)
    console.until(lambda: "王芳 在办" in drawn(console, row.id))
    console.key(Qt.Key.Key_7, Qt.KeyboardModifier.ControlModifier)
    assert console.conductor.pages is not None
    page = console.conductor.pages.page("seats")
    assert isinstance(page, SeatsPage)
    table = page.table
    console.until(lambda: "王芳" in table.as_text())
    table.select("p-wang")
    assert "1 件" in next(line for line in table.as_text().splitlines() if line.startswith("王芳"))
    console.shoot("team-seats")
    console.key(Qt.Key.Key_R)
    console.dialog()
    console.type("离岗")
    console.key(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: (found := console.desk.board.row(row.id)) is not None and found.claimed_by is None)
