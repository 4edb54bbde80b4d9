"""Duplicates over HTTP: asked for a draft and a case, told apart once per command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.api.duplicates import Similar
from tests.fixtures.desks import OTHER_STREET
from tests.fixtures.hub import RunningHub, new_id

if TYPE_CHECKING:
    from tests.fixtures.hub import Seat

HOLE = {"title": "禺山大道排水井盖缺失", "place": "禺山大道 18 号"}


def similar(seat: Seat, case_id: str) -> Similar:
    return msgspec.convert(seat.get(f"/cases/{case_id}/similar"), Similar)


def test_a_draft_and_a_case_are_told_what_may_be_the_same_and_two_are_told_apart(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    first = seat.report(**HOLE).row
    (found,) = msgspec.convert(seat.post("/cases/similar", HOLE), Similar).rows
    assert found.case.id == first.id
    assert found.distance_m is None
    assert found.likeness == 100
    second = seat.report(**HOLE).row
    assert [row.case.id for row in similar(seat, second.id).rows] == [first.id]
    path, command = f"/cases/{second.id}/similar/{first.id}/dismiss", {"command_id": new_id()}
    answer = seat.post(path, command)
    assert seat.post(path, command) == answer
    assert similar(seat, second.id).rows == ()
    assert similar(seat, first.id).rows == ()


def test_outside_ones_view_there_is_nothing(hub: RunningHub) -> None:
    case = hub.operator.report(**HOLE).row
    street = hub.street(OTHER_STREET)
    assert street.refused("GET", f"/cases/{case.id}/similar")[0] == 404
    assert street.refused("POST", f"/cases/{case.id}/similar/{case.id}/dismiss", {"command_id": new_id()})[0] == 404


def test_an_unknown_field_of_a_draft_is_named(hub: RunningHub) -> None:
    status, problem = hub.operator.refused("POST", "/cases/similar", {"tittle": "井盖"})
    assert status == 422
    assert "tittle" in str(problem)
