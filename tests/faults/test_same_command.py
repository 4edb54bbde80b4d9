"""The same command eight times at once, over HTTP: done once, and everybody gets the same bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec

from tests.fixtures.desks import PLACE
from tests.fixtures.hub import new_id

if TYPE_CHECKING:
    from tests.fixtures.hub import RunningHub, Seat

AT_ONCE = 8


def at_once(hub: RunningHub, path: str, body: bytes) -> set[tuple[int, bytes]]:
    """Send the same request from eight seats of one person at once; return the different answers."""
    seats = [hub.operator for _ in range(AT_ONCE)]

    def send(seat: Seat) -> tuple[int, bytes]:
        answer = seat.ask("POST", path, body)
        return answer.status_code, answer.content

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return set(pool.map(send, seats))


def test_eight_at_once_are_one(any_hub: RunningHub) -> None:
    lon, lat = PLACE
    body = {"command_id": new_id(), "title": "道路积水", "source": "phone", "lon": lon, "lat": lat}
    (made,) = at_once(any_hub, "/cases", msgspec.json.encode(body))
    assert made[0] == 200
    seat = any_hub.operator
    assert seat.get("/board")["total"] == 1
    case_id = msgspec.json.decode(made[1])["row"][0]
    note = {"command_id": new_id(), "action": "note", "version": 1, "text": "备注"}
    (noted,) = at_once(any_hub, f"/cases/{case_id}/actions", msgspec.json.encode(note))
    assert noted[0] == 200
    assert len(seat.get(f"/cases/{case_id}")["events"]) == 2
    refused = {"command_id": new_id(), "action": "close", "version": 2, "text": "甲"}
    (answer,) = at_once(any_hub, f"/cases/{case_id}/actions", msgspec.json.encode(refused))
    assert answer[0] == 409
    assert seat.get(f"/commands/{refused['command_id']}")["status"] == 409
