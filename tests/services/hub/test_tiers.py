"""Policies, notices, the tier board and back-tests over HTTP."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from services.domain.clock import DAY_MS, MINUTE_MS
from services.domain.rights import Role
from services.engine.due import Due
from tests.fixtures.desks import STREET
from tests.fixtures.hub import TIMEOUT_S, new_id

if TYPE_CHECKING:
    from tests.fixtures.databases import ManualClock
    from tests.fixtures.hub import RunningHub, Seat

STEP = {"rule_id": "K1", "tier": "grid", "awaits": "signing", "minutes": 10, "to": "street"}


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
