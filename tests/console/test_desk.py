"""A desk at work: what a page asks comes back, what it sends ends once, and what happens elsewhere is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtCore import QObject

from console.client import Client
from console.desk import Desk
from console.pending import Finished
from console.tasks import Outcome
from console.transport import HubRefused
from services.api.alerts import AlertDone, AlertRequest, AlertRow
from services.api.board import Changes
from services.api.cases import Act, CommandState, Done
from services.api.district import CategoryRow, ProfileView
from services.domain.actions import Action
from services.domain.clock import HOUR_MS
from services.domain.modes import Mode
from services.domain.tiers import Tier
from tests.console.made import NOW, changed, row, session
from tests.console.stubhub import StubHub

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def alert(alert_id: str = "a1") -> AlertRow:
    """Return an alert in force."""
    return AlertRow(
        id=alert_id,
        number="YLYJ20251124001",
        mode=Mode.EXERCISE,
        demo=True,
        kind="waterlogging",
        level="yellow",
        state="in_force",
        headline="内涝黄色预警",
        unit_ids=("440113001",),
        starts_at=NOW,
        expires_at=NOW + HOUR_MS,
        issued_at=NOW,
        revision=1,
        version=1,
    )


def asked(command_id: str) -> AlertRequest:
    """Return what such an alert is issued with."""
    return AlertRequest(
        command_id=command_id,
        mode=Mode.EXERCISE,
        kind="waterlogging",
        level="yellow",
        unit_ids=("440113001",),
        warning="积水。",
        measures="请绕行。",
        starts_at=NOW,
        expires_at=NOW + HOUR_MS,
        channels=(),
    )


class Listener(QObject):
    """A page that keeps what it was told."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.got: list[Outcome[Any]] = []
        self.ended: list[Finished] = []
        self.touched: list[str] = []
        self.alerts: list[tuple[AlertRow, ...]] = []
        desk.finished.connect(self.ended.append)
        desk.case_touched.connect(self.touched.extend)
        desk.alerts_changed.connect(self.alerts.append)

    def take(self, outcome: Outcome[Any]) -> None:
        self.got.append(outcome)


@pytest.fixture
def page(desk: Desk) -> Listener:
    return Listener(desk)


def test_a_question_is_asked_aside_and_its_answer_comes_to_who_asked(
    stub: StubHub, desk: Desk, page: Listener, qtbot: QtBot
) -> None:
    stub.answer("GET", "/alerts/a1", {"kind": "missing", "code": "not_found", "sentence": "x"}, 404)
    desk.ask(Client.alerts, page.take)
    desk.ask(lambda client: client.alert("a1"), page.take)
    qtbot.waitUntil(lambda: len(page.got) == 2)
    outcomes = sorted(page.got, key=lambda one: one.ticket)
    assert outcomes[0].value() == []
    assert isinstance(outcomes[1].error, HubRefused)


def test_an_action_ends_once_and_the_case_it_moved_is_named(
    stub: StubHub, desk: Desk, page: Listener, qtbot: QtBot
) -> None:
    after = changed(row("c1"))
    done = Done(command_id=f"{1:032x}", pos=11, row=after)
    stub.answer("POST", "/cases/c1/actions", done)
    desk.act("c1", Action.ACCEPT, Act(command_id="", action=Action.ACCEPT, version=1))
    qtbot.waitUntil(lambda: len(page.ended) == 1)
    assert page.ended[0].committed
    assert page.ended[0].command.label == Action.ACCEPT.value
    assert "c1" in page.touched
    assert desk.board.row("c1") == after
    stub.changes(Changes(pos=11, now=NOW + 1, rows=(after,), commands=(done.command_id,)))
    qtbot.waitUntil(lambda: desk.board.pos == 11)
    assert len(page.ended) == 1


def test_the_district_is_asked_for_anew_when_its_catalogue_changed(
    stub: StubHub, desk: Desk, page: Listener, qtbot: QtBot
) -> None:
    kind = CategoryRow(code="s1-E0110", name="暴露垃圾", group="事件·市容环境")
    later = msgspec.structs.replace(desk.profile, categories=(*desk.profile.categories, kind))
    told: list[ProfileView] = []
    desk.profile_changed.connect(told.append)
    stub.answer("GET", "/profile", later)
    stub.changes(Changes(pos=11, now=NOW + 1, district=11))
    qtbot.waitUntil(lambda: len(told) == 1)
    assert desk.profile == later
    assert desk.wording.category("s1-E0110") == "暴露垃圾"
    assert page.ended == []


def test_a_refused_action_leaves_the_case_and_says_why(stub: StubHub, desk: Desk, page: Listener, qtbot: QtBot) -> None:
    problem = {"kind": "forbidden", "code": "not_found", "sentence": "找不到"}
    stub.answer("POST", "/cases/c1/actions", problem, 404)
    desk.act("c1", Action.ACCEPT, Act(command_id="", action=Action.ACCEPT, version=1))
    qtbot.waitUntil(lambda: len(page.ended) == 1)
    assert not page.ended[0].committed
    assert page.ended[0].said is not None
    assert desk.board.row("c1") == row("c1")
    assert not desk.pending.mark("c1")


def test_what_a_command_made_is_asked_for_where_only_the_stream_told_of_it(
    stub: StubHub, desk: Desk, page: Listener, qtbot: QtBot
) -> None:
    """A new alert: the answer is lost, the stream says that it was committed, and the page needs what it is."""
    made = AlertDone(command_id="k", pos=11, row=alert())
    stub.on("POST", "/alerts", lambda _body: None)
    command_id = desk.send("", "issue", lambda client, new: client.issue_alert(asked(new)))
    qtbot.waitUntil(lambda: desk.pending.mark("") == "unconfirmed")
    state = CommandState(command_id=command_id, known=True, status=200, answer=msgspec.to_builtins(made))
    stub.answer("GET", f"/commands/{command_id}", state)
    stub.changes(Changes(pos=11, now=NOW, alerts=("a1",), commands=(command_id,)))
    qtbot.waitUntil(lambda: len(page.ended) == 1)
    assert page.ended[0].answer == made


def test_an_alert_that_changed_is_fetched_and_handed_on(
    stub: StubHub, desk: Desk, page: Listener, qtbot: QtBot
) -> None:
    stub.answer("GET", "/alerts", [alert()])
    stub.changes(Changes(pos=11, now=NOW, alerts=("a1",)))
    qtbot.waitUntil(lambda: bool(page.alerts) and bool(page.alerts[-1]))
    assert desk.alerts == page.alerts[-1] == (alert(),)


def test_a_case_that_leaves_the_view_is_told_of(stub: StubHub, desk: Desk, page: Listener, qtbot: QtBot) -> None:
    stub.changes(Changes(pos=11, now=NOW, gone=("c1",)))
    qtbot.waitUntil(lambda: desk.board.row("c1") is None)
    assert "c1" in page.touched


def test_figures_are_those_of_the_districts_own_mode(desk: Desk) -> None:
    assert desk.figures().mode is Mode.EXERCISE
    assert desk.figures().values["queue.all"] == len(desk.board) == 1
    assert desk.units_at(Tier.STREET) == 10
    assert desk.units_at(Tier.GRID) == 0


def test_a_renewed_session_is_taken_over(desk: Desk) -> None:
    renewed = session(person_name="李强")
    desk.signed_in(renewed)
    assert desk.session.person_name == "李强"
