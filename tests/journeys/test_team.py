"""Two operators at one queue: who looks, who claims, taking over, the next case, many at once, a storm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from console.client import Client
from console.transport import Transport
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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.seats import Console

SECRET = "Correct-horse-9"  # noqa: S105 - of people who exist in this file only


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
        database.write(lambda tx, person=person: people.add(tx, person))
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
