"""Every route once, as a person or a program uses it; and who may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from services.api.board import Board
from services.api.cases import Act, CaseDetail, CasePage, NewCase, OpenPersonal, SavedView
from services.api.district import ProfileView, UnitRow
from services.api.ledger import Ledger
from services.api.people import NewPerson, PersonRow
from services.api.sessions import Health, Session, SignIn
from services.domain.actions import Action
from services.domain.rights import Role
from services.geo.areas import AreaSet
from tests.fixtures.desks import OTHER_STREET, STREET, WATER
from tests.fixtures.hub import RunningHub, new_id

if TYPE_CHECKING:
    from tests.fixtures.hub import Seat

SECRET = "Rain-2026-storm"  # noqa: S105 - of people who exist in this file only


def test_health_names_nothing_of_the_district(hub: RunningHub) -> None:
    answer = hub.anybody().ask("GET", "/health")
    health = msgspec.json.decode(answer.content, type=Health)
    assert (health.demo, health.setup_needed) == (True, False)
    assert "番禺" not in answer.text
    assert answer.headers["X-Huying-Now"].isdigit()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_demo_signs_in_by_itself_and_out_again(hub: RunningHub) -> None:
    seat = hub.anybody()
    session = msgspec.convert(seat.post("/session/demo"), Session)
    seat.http.headers["Authorization"] = f"Bearer {session.token}"
    again = seat.get("/session")
    assert again["person_id"] == session.person_id
    assert "token" not in again
    assert seat.ask("DELETE", "/session").status_code == 200
    assert seat.refused("GET", "/session")[1]["code"] == "signed_out"


@pytest.mark.parametrize("path", ["/profile", "/board", "/cases", "/stream", "/people", "/alerts", "/views", "/units"])
def test_nothing_is_told_to_who_is_not_signed_in(hub: RunningHub, path: str) -> None:
    assert hub.anybody().refused("GET", path)[0] == 401
    assert hub.anybody(Authorization="Bearer made-up").refused("GET", path)[0] == 401


def test_a_locked_seat_opens_nothing(hub: RunningHub) -> None:
    seat = hub.operator
    seat.get("/board")
    seat.post("/session/lock")
    assert seat.refused("GET", "/board")[1]["code"] == "session_locked"


def test_profile_units_and_areas(hub: RunningHub) -> None:
    seat = hub.operator
    profile = msgspec.convert(seat.get("/profile"), ProfileView)
    assert (profile.name, profile.rules_label, profile.mode) == ("番禺区", "演示规则", "exercise")
    units = msgspec.convert(seat.get("/units"), list[UnitRow])
    assert sum(unit.tier == 1 for unit in units) == 2019
    answer = seat.ask("GET", "/areas")
    assert len(AreaSet.decode(answer.content)) == 1 + 16 + 275 + 2019
    etag = answer.headers["ETag"]
    again = seat.ask("GET", "/areas", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_case_goes_through_its_loop(any_hub: RunningHub) -> None:
    operator, water = any_hub.operator, any_hub.department()
    made = operator.report(caller="张三", phone="13800000001")
    case_id = made.row.id
    version = operator.act(case_id, Action.ACCEPT, made.row.version).row.version
    version = operator.act(case_id, Action.DISPATCH, version, unit_id=WATER).row.version
    version = water.act(case_id, Action.SIGN, version).row.version
    version = water.act(case_id, Action.FEEDBACK, version, text="已抽排").row.version
    version = operator.act(case_id, Action.CHECK, version, text="已核").row.version
    version = operator.act(case_id, Action.FOLLOW_UP, version, resolved="solved", satisfaction="satisfied").row.version
    done = operator.act(case_id, Action.CLOSE, version, text="结")
    assert done.row.state == "closed"
    detail = msgspec.convert(operator.get(f"/cases/{case_id}"), CaseDetail)
    assert [event.action for event in detail.events][-3:] == ["check", "follow_up", "close"]
    assert [(call.case_id, call.resolved) for call in detail.follow_ups] == [(case_id, "solved")]
    own = msgspec.convert(water.get("/ledger"), Ledger).units[0]
    assert (own.unit_id, own.values["received"], own.values["signed"]) == (WATER, 1, 1)
    every = msgspec.convert(operator.get("/ledger/units", params={"since": detail.row.reported_at - 1}), Ledger)
    assert {WATER} <= {unit.unit_id for unit in every.units}
    assert "13800000001" not in str(detail.personal)
    opened = operator.post(f"/cases/{case_id}/personal", OpenPersonal(purpose="回访"))
    assert opened["fields"]["phone"] == "13800000001"
    board = msgspec.convert(operator.get("/board"), Board)
    assert (board.total, board.pos) == (0, done.pos)
    found = msgspec.convert(operator.get("/cases", params={"q": made.row.number[-5:]}), CasePage)
    assert [row.id for row in found.rows] == [case_id]
    assert operator.get("/figures")["values"]


def test_a_repeated_command_gets_its_first_answer(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    new = NewCase(command_id=new_id(), title="井盖缺失", source="phone", area_id=STREET)
    first, second = (seat.ask("POST", "/cases", new) for _ in range(2))
    assert first.content == second.content
    assert seat.get("/board")["total"] == 1
    state = seat.get(f"/commands/{new.command_id}")
    assert (state["known"], state["answer"]) == (True, msgspec.json.decode(first.content))
    assert seat.get("/commands/never-sent")["known"] is False
    assert any_hub.street().get(f"/commands/{new.command_id}")["known"] is False


def test_a_stale_save_says_what_changed(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    made = seat.report()
    seat.act(made.row.id, Action.ACCEPT, made.row.version)
    act = Act(command_id=new_id(), action=Action.ACCEPT, version=made.row.version)
    status, problem = seat.refused("POST", f"/cases/{made.row.id}/actions", act)
    assert (status, problem["code"]) == (409, "stale")
    assert problem["changed"]["state"] == "accepted"
    again = seat.ask("POST", f"/cases/{made.row.id}/actions", act)
    assert msgspec.json.decode(again.content) == problem


def test_what_lies_outside_ones_view_is_not_there(any_hub: RunningHub) -> None:
    made = any_hub.operator.report()
    outsider, own = any_hub.street(OTHER_STREET), any_hub.street()
    absent = outsider.refused("GET", "/cases/absent")
    assert outsider.refused("GET", f"/cases/{made.row.id}") == absent
    act = Act(command_id=new_id(), action=Action.NOTE, version=99, text="x")
    status, problem = outsider.refused("POST", f"/cases/{made.row.id}/actions", act)
    assert (status, problem["code"]) == (404, "not_found")
    assert outsider.get("/board")["total"] == 0
    assert outsider.get("/cases", params={"q": made.row.number[-5:]})["rows"] == []
    assert {value["value"] for value in outsider.get("/figures")["values"]} == {0}
    assert own.get("/board")["total"] == 1


def test_what_a_role_may_not_do_says_who_may(hub: RunningHub) -> None:
    made = hub.operator.report()
    act = Act(command_id=new_id(), action=Action.ACCEPT, version=made.row.version)
    status, problem = hub.seat(Role.WALL).refused("POST", f"/cases/{made.row.id}/actions", act)
    assert (status, problem["code"]) == (403, "no_right")
    assert "坐席" in problem["remedy"]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        (b'{"command_id":"a","titel":"x","title":"x","source":"phone"}', "titel", "field_bad"),
        (b'{"command_id":"a","source":"phone"}', "title", "field_missing"),
        (b'{"command_id":"a","title":5,"source":"phone"}', "title", "field_bad"),
        (b'{"command_id":"a","title":"x","source":"phone","priority":9}', "priority", "field_bad"),
        (b'{"command_id":"a","title":"x","source":"phone","lon":NaN,"lat":1}', "", "body_unreadable"),
        (b'{"command_id":"a","title":"\xff\xfe","source":"phone"}', "", "body_unreadable"),
        (b"\xef\xbb\xbf{", "", "body_unreadable"),
        (b'{"command_id":', "", "body_unreadable"),
        (b"[]", "", "body_unreadable"),
        (b"", "", "body_unreadable"),
        (b'{"command_id":"a","title":"x","source":"phone","lon":22.95,"lat":113.36}', "lon", "swapped_lonlat"),
        (b'{"command_id":"b","title":"x","source":"phone","category":"none"}', "category", "unknown_category"),
        (b'{"command_id":"","title":"x","source":"phone"}', "command_id", "field_bad"),
    ],
)
def test_a_wrong_body_is_refused_by_field_with_a_remedy(hub: RunningHub, body: bytes, field: str, code: str) -> None:
    status, problem = hub.operator.refused("POST", "/cases", body)
    assert (status, problem["code"], problem.get("field", "")) == (422, code, field)
    assert problem["sentence"]
    assert problem["remedy"]


def test_a_body_beyond_its_limit_is_refused(hub: RunningHub) -> None:
    status, problem = hub.operator.refused("POST", "/cases", b'{"title":"' + b"x" * 300_000 + b'"}')
    assert (status, problem["code"]) == (422, "too_large")


def test_unknown_paths_and_methods_answer_with_a_problem(hub: RunningHub) -> None:
    seat = hub.operator
    assert seat.refused("GET", "/nothing")[1]["code"] == "not_found"
    assert seat.refused("PATCH", "/cases")[0] == 405


@pytest.mark.parametrize("query", ["states=nowhere", "colour=red", "since=yesterday", "limit=many"])
def test_a_wrong_filter_is_named(hub: RunningHub, query: str) -> None:
    status, problem = hub.operator.refused("GET", f"/cases?{query}")
    assert (status, problem["field"]) == (422, query.partition("=")[0])


def test_filters_narrow_a_search(hub: RunningHub) -> None:
    seat = hub.operator
    made = seat.report()
    assert len(seat.get("/cases?states=reported,accepted&open=true")["rows"]) == 1
    assert seat.get("/cases?states=closed")["rows"] == []
    assert seat.get(f"/cases?since={made.row.reported_at + 1}")["rows"] == []


def test_views_are_ones_own(hub: RunningHub) -> None:
    seat = hub.operator
    view = SavedView(id="v1", name="将超时", filter="{}")
    assert seat.ask("PUT", "/views/v1", view).status_code == 200
    assert [item["name"] for item in seat.get("/views")] == ["将超时"]
    assert hub.street().get("/views") == []
    assert hub.street().refused("DELETE", "/views/v1")[0] == 404
    assert seat.ask("DELETE", "/views/v1").status_code == 200
    assert seat.get("/views") == []


def test_a_file_comes_and_goes_whole(hub: RunningHub) -> None:
    seat = hub.operator
    made = seat.report()
    content = b"%PDF-1.4\n%%EOF\n"
    answer = seat.attach(made.row.id, "现场.pdf", content, "application/pdf")
    assert answer.status_code == 200, answer.text
    (row,) = msgspec.convert(seat.get(f"/cases/{made.row.id}"), CaseDetail).attachments
    assert row.name == "现场.pdf"
    got = seat.ask("GET", f"/attachments/{row.id}")
    assert (got.content, got.headers["Content-Disposition"]) == (content, "attachment")
    assert hub.street(OTHER_STREET).refused("GET", f"/attachments/{row.id}")[0] == 404


def test_a_file_that_is_none_of_the_kinds_is_refused(hub: RunningHub) -> None:
    seat = hub.operator
    made = seat.report()
    answer = seat.attach(made.row.id, "a.exe", b"MZ\x00", "image/png")
    assert answer.status_code == 422
    assert msgspec.json.decode(answer.content)["code"] == "attachment_type"


def test_an_upload_to_a_case_that_is_not_theirs_leaves_no_file(any_hub: RunningHub) -> None:
    made = any_hub.operator.report()
    content = b"%PDF-1.4\n%%EOF\n"
    folder = any_hub.hub.options.data_dir / "attachments"
    for seat, status in ((any_hub.street(OTHER_STREET), 404), (any_hub.seat(Role.WALL), 403)):
        assert seat.attach(made.row.id, "a.pdf", content, "application/pdf").status_code == status
    assert any_hub.operator.attach("none", "a.pdf", content, "application/pdf").status_code == 404
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert any_hub.operator.attach(made.row.id, "a.pdf", content, "application/pdf").status_code == 200


def _source(hub: RunningHub) -> Seat:
    return hub.anybody(**{"X-Source-Key": hub.register_source("patrol")})


def test_a_source_delivers_each_case_once(hub: RunningHub) -> None:
    source = _source(hub)
    item = {"number": "P-1", "title": "垃圾堆积", "reported_at": "2025-11-22T16:00:00+08:00", "area_code": STREET}
    assert [o["outcome"] for o in source.post("/intake/cases", [item, item])["outcomes"]] == ["accepted", "repeated"]
    assert source.post("/intake/cases", item)["outcomes"][0]["outcome"] == "repeated"
    status, problem = source.refused("POST", "/intake/cases", item | {"number": "P-2", "reported_at": "2025-11-22"})
    assert (status, problem["field"]) == (422, "reported_at")
    status, problem = source.refused("POST", "/intake/cases", [item, item | {"lon": "east"}])
    assert (status, problem["code"]) == (422, "field_bad")
    assert hub.anybody(**{"X-Source-Key": "wrong"}).refused("POST", "/intake/cases", item)[0] == 401
    assert hub.anybody().refused("POST", "/intake/cases", item)[0] == 401


def test_the_phone_app_has_its_own_door(hub: RunningHub) -> None:
    operator, admin = hub.operator, hub.seat(Role.SECURITY_ADMIN)
    hub.department()
    key = admin.post(f"/people/department-{WATER}/app-key")["key"]
    phone = hub.anybody(**{"X-App-Key": key})
    assert phone.get("/app/cases") == []
    made = operator.report()
    version = operator.act(made.row.id, Action.ACCEPT, made.row.version).row.version
    version = operator.act(made.row.id, Action.DISPATCH, version, unit_id=WATER).row.version
    (shown,) = phone.get("/app/cases")
    act = Act(command_id=new_id(), action=Action.SIGN, version=version)
    assert phone.refused("POST", f"/app/cases/{made.row.id}/feedback", act)[1]["field"] == "action"
    assert phone.refused("POST", f"/app/cases/{made.row.id}/close", act)[0] == 404
    done = phone.post(f"/app/cases/{shown['row'][0]}/sign", act)
    assert done["row"][12] == "handling"
    assert hub.anybody(**{"X-App-Key": "wrong"}).refused("GET", "/app/cases")[0] == 401


def test_people_are_kept_by_the_security_administrator(hub: RunningHub) -> None:
    admin = hub.seat(Role.SECURITY_ADMIN)
    new = NewPerson(
        command_id=new_id(),
        login="li.si",
        name="李四",
        unit_id=STREET,
        roles=(Role.STREET,),
        password=SECRET,
    )
    row = msgspec.convert(admin.post("/people", new), PersonRow)
    assert row.login in {person["login"] for person in admin.get("/people")}
    seat = hub.anybody()
    signed = seat.post("/session", SignIn(login="li.si", password=SECRET))
    seat.http.headers["Authorization"] = f"Bearer {signed['token']}"
    assert seat.get("/board")["total"] == 0
    changed = admin.ask("PUT", f"/people/{row.id}", msgspec.structs.replace(row, disabled=True))
    assert changed.status_code == 200, changed.text
    assert seat.refused("GET", "/board")[0] == 401
    assert hub.operator.refused("GET", "/people")[0] == 403
    weak = msgspec.structs.replace(new, command_id=new_id(), login="wang", password=SECRET[:5])
    assert admin.refused("POST", "/people", weak)[1]["code"] == "weak_password"


def test_a_wrong_password_says_no_more_than_that(hub: RunningHub) -> None:
    seat = hub.anybody()
    answers = [seat.refused("POST", "/session", SignIn(login=name, password=SECRET)) for name in ("nobody", "demo")]
    assert answers[0] == answers[1]
    assert answers[0][1]["code"] == "wrong_password"


def test_the_document_names_every_route(hub: RunningHub) -> None:
    document = hub.anybody().get("/schema")
    promised = [
        "/board",
        "/stream",
        "/cases/{case_id}/actions",
        "/alerts/{alert_id}/release",
        "/intake/cases",
        "/people",
    ]
    assert set(promised) <= set(document["paths"])
    assert "NewCase" in str(document["paths"]["/cases"]["post"]["requestBody"])


def test_a_hub_for_a_district_has_no_door_of_a_data_folder(hub: RunningHub) -> None:
    assert hub.anybody().refused("GET", "/embedded")[0] == 404
    assert hub.anybody().refused("POST", "/embedded/stop")[0] == 404
