"""Whistles over HTTP: blown, approved, reported in to from the phone with a photograph, and seen by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from urllib3.filepost import encode_multipart_formdata

from services.api.whistles import (
    CalledUnit,
    NewProblem,
    NewWhistle,
    WhistleAct,
    WhistleCatalogue,
    WhistleDetail,
    WhistleDone,
    WhistleList,
    WhistleRow,
)
from services.domain.clock import MINUTE_MS
from services.domain.rights import Role
from services.domain.whistles import UnitRole, Whistle, WhistleAction, WhistleState
from tests.fixtures.databases import START
from tests.fixtures.desks import OTHER_STREET, STREET, URBAN, WATER
from tests.fixtures.hub import RunningHub, Seat, new_id
from tests.fixtures.pictures import photo

if TYPE_CHECKING:
    import requests


def new(**fields: object) -> NewWhistle:
    values: dict[str, object] = {
        "command_id": new_id(),
        "kind": "enforcement",
        "matter": "占道经营",
        "why": "街道没有执法权",
        "place": "北丽路口",
        "arrive_by": START + 30 * MINUTE_MS,
        "units": (CalledUnit(unit_id=WATER, role=UnitRole.LEAD), CalledUnit(unit_id=URBAN)),
        "problems": (NewProblem(text="清场"),),
    }
    return NewWhistle(**(values | fields))  # type: ignore[arg-type]  # fields by name


def blown(hub: RunningHub, **fields: object) -> Whistle:
    asked = new(arrive_by=hub.hub.database.now() + 30 * MINUTE_MS, **fields)
    made = msgspec.convert(hub.street().post("/whistles", asked), WhistleDone).row.whistle
    act = WhistleAct(command_id=new_id(), action=WhistleAction.APPROVE, version=made.version)
    leader = hub.seat(Role.COMMANDER, unit=STREET)
    return msgspec.convert(leader.post(f"/whistles/{made.id}/actions", act), WhistleDone).row.whistle


def phone_of(hub: RunningHub, unit: str) -> Seat:
    hub.department(unit)
    key = hub.seat(Role.SECURITY_ADMIN).post(f"/people/department-{unit}/app-key")["key"]
    return hub.anybody(**{"X-App-Key": key})


def arrival() -> WhistleAct:
    return WhistleAct(command_id=new_id(), action=WhistleAction.ARRIVE, person="张三")


def send_photo(seat: Seat, path: str, content: bytes, **fields: str) -> requests.Response:
    form = {"command_id": new_id(), "file": ("现场.jpg", content, "image/jpeg"), **fields}
    body, kind = encode_multipart_formdata(form)  # type: ignore[arg-type]  # texts and one file
    return seat.ask("POST", path, body, headers={"Content-Type": kind})


def test_a_whistle_goes_out_and_units_report_in_from_their_phones(any_hub: RunningHub) -> None:
    hub = any_hub
    water, urban = phone_of(hub, WATER), phone_of(hub, URBAN)
    assert water.get("/app/whistles") == []
    whistle = blown(hub)
    (shown,) = msgspec.convert(water.get("/app/whistles"), list[WhistleRow])
    assert (shown.whistle.id, shown.kind_name) == (whistle.id, "综合执法")
    path = f"/app/whistles/{whistle.id}"
    act = arrival()
    first, again = (water.ask("POST", f"{path}/arrive", act) for _ in range(2))
    assert first.status_code == 200, first.text
    assert first.content == again.content  # a phone that sends twice has arrived once
    assert water.refused("POST", f"{path}/refuse", arrival())[1]["field"] == "action"
    assert water.refused("POST", f"{path}/close", arrival())[0] == 404
    done = msgspec.convert(urban.post(f"{path}/arrive", arrival()), WhistleDone)
    assert done.row.whistle.state is WhistleState.ON_SITE
    assert hub.anybody(**{"X-App-Key": "wrong"}).refused("POST", f"{path}/arrive", arrival())[0] == 401
    assert phone_of(hub, "dept-fire").refused("POST", f"{path}/arrive", arrival())[0] == 404


def test_a_photograph_shows_who_came_without_where_it_was_taken(hub: RunningHub) -> None:
    whistle = blown(hub)
    water = phone_of(hub, WATER)
    path = f"/app/whistles/{whistle.id}"
    assert send_photo(water, f"{path}/photos", photo()).status_code == 409  # not there yet
    water.post(f"{path}/arrive", arrival())
    assert send_photo(water, f"{path}/photos", photo()).status_code == 200
    assert send_photo(water, f"{path}/photos", photo(), unit_id=URBAN).status_code == 409
    assert send_photo(water, f"{path}/photos", b"not a picture").status_code == 422
    street = hub.street()
    detail = msgspec.convert(street.get(f"/whistles/{whistle.id}"), WhistleDetail)
    (kept,) = detail.files
    assert (kept.unit_id, kept.media_type) == (WATER, "image/jpeg")
    answer = street.ask("GET", f"/whistle-photos/{kept.id}")
    assert answer.status_code == 200
    assert b"GPS" not in answer.content
    assert hub.street(OTHER_STREET).refused("GET", f"/whistle-photos/{kept.id}")[0] == 404
    assert hub.seat(Role.WALL).refused("GET", f"/whistle-photos/{kept.id}")[0] == 403
    assert send_photo(street, f"/whistles/{whistle.id}/photos", photo(), unit_id=WATER).status_code == 200


def test_who_has_no_part_in_it_knows_nothing_of_it(hub: RunningHub) -> None:
    whistle = blown(hub)
    for stranger in (hub.street(OTHER_STREET), hub.department("dept-fire")):
        assert msgspec.convert(stranger.get("/whistles"), WhistleList).rows == ()
        assert stranger.refused("GET", f"/whistles/{whistle.id}")[0] == 404
        act = WhistleAct(command_id=new_id(), action=WhistleAction.NOTE, text="看看")
        assert stranger.refused("POST", f"/whistles/{whistle.id}/actions", act)[0] == 404
    listed = msgspec.convert(hub.operator.get("/whistles"), WhistleList)
    assert [row.whistle.id for row in listed.rows] == [whistle.id]
    assert hub.anybody().refused("GET", "/whistles")[0] == 401


def test_what_a_form_offers_says_where_it_comes_from(hub: RunningHub) -> None:
    found = msgspec.convert(hub.street().get("/whistles/catalogue"), WhistleCatalogue)
    assert [kind.name for kind in found.kinds] == ["群众诉求", "重点工作", "综合执法", "应急处置"]
    assert (found.kinds_note, found.approval, found.arrive_minutes) == ("演示规则", "required", 30)


@pytest.mark.parametrize(
    ("fields", "status", "code", "field"),
    [
        ({"kind": "party"}, 422, "field_bad", "kind"),
        ({"matter": " "}, 422, "field_missing", "matter"),
        ({"why": "长" * 2001}, 422, "field_too_long", "why"),
        ({"units": (CalledUnit(unit_id="dept-none"),)}, 422, "unknown_unit", "units"),
        ({"units": ()}, 422, "whistle_no_unit", ""),
        ({"problems": ()}, 422, "text_required", "要解决的问题"),
        ({"arrive_by": START - 1}, 422, "field_bad", "arrive_by"),
        ({"lon": 113.0, "lat": None}, 422, "bad_coordinate", "lon"),
        ({"unit_id": OTHER_STREET}, 409, "whistle_no_blower", ""),
        ({"mode": "live"}, 409, "whistle_mode", ""),
        ({"case_id": "none"}, 404, "not_found", ""),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(
    hub: RunningHub, fields: dict[str, object], status: int, code: str, field: str
) -> None:
    found, problem = hub.street().refused("POST", "/whistles", new(**fields))
    assert (found, problem["code"], problem.get("field", "")) == (status, code, field)
    assert problem["sentence"]
    assert problem["remedy"]
