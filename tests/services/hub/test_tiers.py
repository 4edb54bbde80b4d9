"""Policies, notices, the tier board and back-tests over HTTP."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import msgspec

from services.desk.escalation import engine_scope
from services.domain.clock import DAY_MS, MINUTE_MS
from services.domain.rights import Role
from services.engine.due import Due
from services.store import bulk
from services.store import cases as case_store
from tests.fixtures.desks import STREET
from tests.fixtures.hub import TIMEOUT_S, new_id

if TYPE_CHECKING:
    from tests.fixtures.databases import ManualClock
    from tests.fixtures.hub import RunningHub, Seat

STEP = {"rule_id": "K1", "tier": "grid", "awaits": "signing", "minutes": 10, "to": "street"}

PAST = 20_000
"""Cases that take a back-test a good while longer than a request to end it."""


def admin(hub: RunningHub) -> Seat:
    return hub.seat(Role.SYSTEM_ADMIN)


def draft(seat: Seat, *steps: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = seat.post("/policies", {"command_id": new_id(), "name": "夜间", "steps": steps})
    return made


def ended(seat: Seat, test_id: str) -> dict[str, Any]:
    until = time.monotonic() + TIMEOUT_S
    while time.monotonic() < until:
        found: dict[str, Any] = seat.get(f"/policies/backtest/{test_id}")
        if found["state"] != "running":
            return found
        threading.Event().wait(0.02)
    raise AssertionError("the back-test does not end")


def test_a_policy_is_drafted_refused_by_field_and_used(any_hub: RunningHub) -> None:
    seat = admin(any_hub)
    body = {"command_id": new_id(), "name": "夜间", "steps": [STEP, STEP | {"rule_id": "K2", "tier": "village"}]}
    status, problem = seat.refused("POST", "/policies", body)
    assert (status, problem["code"], problem["field"]) == (422, "field_bad", "steps[1].tier")
    assert problem["remedy"]
    body = {"command_id": new_id(), "name": "夜间", "steps": [STEP | {"minutes": "ten"}]}
    status, problem = seat.refused("POST", "/policies", body)
    assert (status, problem["field"]) == (422, "steps[0].minutes")
    row = draft(seat, STEP)
    status, _ = any_hub.operator.refused("POST", f"/policies/{row['id']}/use", {"command_id": new_id(), "edition": 1})
    assert status == 403
    command = {"command_id": new_id(), "edition": 1}
    used = seat.post(f"/policies/{row['id']}/use", command)
    assert seat.post(f"/policies/{row['id']}/use", command) == used, "the same command, the same answer"
    listed = seat.get("/policies")["policies"]
    assert [(one["version"], one["state"]) for one in listed] == [(2, "in_use"), (1, "retired")]
    seat.post("/policies/adopt", {"command_id": new_id(), "reason": "统一"})


def test_a_step_reaches_the_street_s_notices_and_its_stream(hub: RunningHub, fake_clock: ManualClock) -> None:
    seat = admin(hub)
    row = draft(seat, STEP)
    seat.post(f"/policies/{row['id']}/use", {"command_id": new_id(), "edition": 1})
    case = hub.operator.report().row
    standing = hub.operator.get(f"/cases/{case.id}")["standing"]
    assert (standing["rule"], standing["to"], standing["stops"][0]) == ("K1", 3, "sign")
    street = hub.street()
    pos = street.get("/board")["pos"]
    fake_clock.advance(10 * MINUTE_MS)
    assert Due(hub.hub.database, hub.hub.district, "one").work() == 1
    with street.ask("GET", f"/stream?after={pos}", stream=True) as answer:
        text = ""
        for piece in answer.iter_content(None):
            text += piece.decode()
            if '"notices":' in text:
                break
    page = street.get("/notices")
    assert [(one["kind"], one["case_id"]) for one in page["notices"]] == [("escalated", case.id)]
    (notice,) = page["notices"]
    seen = street.post(f"/notices/{notice['pos']}/seen", {"command_id": new_id()})
    assert seen["seen_by"]
    assert street.get("/notices?unseen=true")["notices"] == []
    assert street.get(f"/notices?after={page['next']}")["notices"] == []
    status, _ = hub.department().refused("POST", f"/notices/{notice['pos']}/seen", {"command_id": new_id()})
    assert status == 404
    board = hub.operator.get(f"/tiers/board?unit={STREET}")
    assert board["units"][0]["values"]["unit.escalated_in"] == 1
    status, _ = hub.department().refused("GET", "/tiers/board")
    assert status == 404


def test_a_back_test_runs_beside_the_requests_and_is_its_asker_s_own(hub: RunningHub, fake_clock: ManualClock) -> None:
    seat = admin(hub)
    begin = fake_clock.now()
    hub.operator.report()
    fake_clock.advance(30 * MINUTE_MS)
    asked = {
        "command_id": new_id(),
        "steps": [STEP],
        "since": begin,
        "before": begin + DAY_MS,
        "as_of": fake_clock.now(),
    }
    first = seat.post("/policies/backtest", asked)
    found = ended(seat, first["id"])
    assert found["state"] == "done"
    result = found["result"]
    assert (result["cases"], result["steps_total"], result["as_of"]) == (1, 1, fake_clock.now())
    assert result["steps"][0]["unit_id"] == STREET
    status, _ = hub.operator.refused("POST", "/policies/backtest", asked | {"command_id": new_id()})
    assert status == 403
    other = hub.seat(Role.SYSTEM_ADMIN, unit=STREET)
    assert other.refused("GET", f"/policies/backtest/{first['id']}")[0] == 404
    assert seat.ask("DELETE", f"/policies/backtest/{first['id']}").status_code == 200
    status, problem = seat.refused("POST", "/policies/backtest", asked | {"command_id": new_id(), "before": begin})
    assert (status, problem["field"]) == (422, "before")


def test_a_back_test_is_ended_midway_and_keeps_what_it_found(hub: RunningHub, fake_clock: ManualClock) -> None:
    """Many past cases, so that it is under way when it is ended: it stands aside after every few of them."""
    seat, now = admin(hub), fake_clock.now()
    first = hub.operator.report().row
    case = hub.hub.database.read(lambda conn: case_store.get(conn, first.id))
    assert case is not None
    past = [
        bulk.Item(msgspec.structs.replace(case, id=f"past-{number}", number=f"past-{number}", version=1), "")
        for number in range(PAST)
    ]
    bulk.load(hub.hub.database, past, engine_scope(hub.hub.district), origin="past.csv")
    fake_clock.advance(30 * MINUTE_MS)
    begin = {"command_id": new_id(), "steps": [STEP], "since": now, "before": now + DAY_MS, "as_of": fake_clock.now()}
    test_id = seat.post("/policies/backtest", begin)["id"]
    cancelled = seat.ask("DELETE", f"/policies/backtest/{test_id}").json()
    assert cancelled["state"] == "cancelled"
    assert cancelled["result"]["cases"] < PAST
    assert seat.get(f"/policies/backtest/{test_id}") == cancelled
    again = begin | {"command_id": new_id(), "before": now + 1}
    assert ended(seat, seat.post("/policies/backtest", again)["id"])["state"] == "done", "the next one may begin"
