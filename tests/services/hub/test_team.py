"""Presence through the stream, names, and the doors of working as a team, over HTTP on both databases."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec
import requests

from services.api.board import Beat
from services.api.team import AtCase, Declare, EventDeclared, Glance, Macro, MacroRow, PersonName, Reassign, SeatRow
from services.domain.actions import Action
from services.domain.rights import Role
from tests.fixtures.desks import OTHER_STREET, STREET
from tests.fixtures.hub import RunningHub, Seat, new_id

if TYPE_CHECKING:
    from collections.abc import Callable


class Watching:
    """A stream that is read on a thread of its own, for what it tells of others."""

    def __init__(self, seat: Seat) -> None:
        pos = seat.get("/board")["pos"]
        self._response = seat.http.get(f"{seat.url}/stream", params={"after": pos}, stream=True, timeout=60)
        self.glances: tuple[Glance, ...] = ()
        self._told = threading.Condition()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        name = ""
        try:
            for line in self._response.iter_lines(1):
                if line.startswith(b"event: "):
                    name = line[7:].decode()
                elif line.startswith(b"data: ") and name == "beat":
                    beat = msgspec.json.decode(line[6:], type=Beat)
                    if beat.glances is not None:
                        with self._told:
                            self.glances = beat.glances
                            self._told.notify_all()
        except (requests.RequestException, AttributeError, ValueError):
            return  # the test hung up

    def until(self, so: Callable[[tuple[Glance, ...]], bool]) -> bool:
        """Wait until what is told is so."""
        with self._told:
            return self._told.wait_for(lambda: so(self.glances), 60)

    def close(self) -> None:
        """Hang up."""
        connection = getattr(self._response.raw, "connection", None)
        sock = getattr(connection, "sock", None)
        if sock is not None:
            sock.shutdown(2)
        self._thread.join(60)
        self._response.close()


def test_who_looks_at_a_case_shows_at_the_others_who_may_see_it(any_hub: RunningHub) -> None:
    operator, street, elsewhere = any_hub.operator, any_hub.street(STREET), any_hub.street(OTHER_STREET)
    case_id = operator.report().row.id
    with closing(Watching(street)) as near, closing(Watching(elsewhere)) as far:
        assert operator.ask("PUT", "/presence", AtCase(case_id=case_id)).status_code == 200
        assert near.until(lambda told: [(one.case_id, one.looking) for one in told] == [(case_id, True)])
        assert near.glances[0].person_id == "operator-district"
        operator.ask("PUT", "/presence", AtCase(case_id=""))
        assert near.until(lambda told: told == ())
        assert far.glances == ()


def test_a_made_up_case_and_one_s_own_look_are_not_told(hub: RunningHub) -> None:
    operator, street = hub.operator, hub.street(STREET)
    case_id = operator.report().row.id
    with closing(Watching(operator)) as own:
        operator.ask("PUT", "/presence", AtCase(case_id=case_id))
        street.ask("PUT", "/presence", AtCase(case_id="made-up"))
        street.ask("PUT", "/presence", AtCase(case_id=case_id))
        assert own.until(lambda told: len(told) == 1)
        assert own.glances[0].person_id == f"street-{STREET}"


def test_telling_where_one_is_keeps_no_seat_awake_and_leaves_no_link(hub: RunningHub) -> None:
    operator = hub.operator
    case_id = operator.report().row.id
    before = operator.get("/board")["pos"]
    for _ in range(5):
        operator.ask("PUT", "/presence", AtCase(case_id=case_id))
    hub.hub.presence.round()
    assert operator.get("/board")["pos"] == before
    assert hub.anybody().refused("PUT", "/presence", AtCase(case_id=case_id))[0] == 401


def test_the_doors_of_a_team(any_hub: RunningHub) -> None:
    operator, boss = any_hub.operator, any_hub.seat(Role.SUPERVISOR)
    names = msgspec.convert(operator.get("/people/names"), list[PersonName])
    assert {"operator-district", "supervisor-district"} <= {one.id for one in names}
    made = operator.report()
    operator.act(made.row.id, Action.CLAIM, made.row.version)
    rows = msgspec.convert(boss.get("/seats"), list[SeatRow])
    assert {row.person_id: row.claims for row in rows}["operator-district"] == 1
    assert operator.refused("GET", "/seats")[0] == 403
    passed = boss.post("/seats/operator-district/reassign", Reassign(command_id=new_id(), reason="下班"))
    assert [("problem" in one) for one in passed] == [False]
    assert boss.get(f"/cases/{made.row.id}")["row"]
    macro = Macro(id=new_id(), name="到场", text="{单位}已到场")
    answer = operator.ask("PUT", f"/macros/{macro.id}", macro)
    assert msgspec.json.decode(answer.content, type=MacroRow).own
    assert len(operator.get("/macros")) == 1
    assert operator.ask("DELETE", f"/macros/{macro.id}").status_code == 200
    assert operator.get("/macros") == []
    event = msgspec.convert(
        boss.post("/events", Declare(command_id=new_id(), name="暴雨", area_id=STREET)), EventDeclared
    )
    assert operator.report().row.event_id == event.id
    ended = boss.post(f"/events/{event.id}/end", {"command_id": new_id(), "version": event.version})
    assert ended["cases"] == 1
    assert [one["id"] for one in operator.get("/events")] == [event.id]
