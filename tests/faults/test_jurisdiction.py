"""Who is outside sees nothing: not in a list, a count, a search, a stream, an answer, a file, an alert or an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.api.alerts import AlertRequest
from services.api.cases import Behalf
from services.api.people import NewPerson
from services.desk import alerts as desk_alerts
from services.desk import questions
from services.domain.actions import Action
from services.domain.clock import HOUR_MS
from services.domain.modes import Mode
from services.domain.rights import Role
from tests.fixtures.desks import OTHER_STREET, STREET, URBAN, WATER
from tests.fixtures.hub import RunningHub, Seat, new_id

if TYPE_CHECKING:
    from services.api.board import Changes
    from services.domain.rights import Scope
    from tests.fixtures.databases import ManualClock
    from tests.fixtures.desks import Office

PDF = b"%PDF-1.4\n%%EOF\n"
OF_STREET = f"{STREET}003"


def upload(seat: Seat, case_id: str) -> str:
    answer = seat.http.post(
        f"{seat.url}/cases/{case_id}/attachments",
        files={"file": ("现场.pdf", PDF)},
        data={"command_id": new_id()},
        timeout=60,
    )
    assert answer.status_code == 200, answer.text
    return str(seat.get(f"/cases/{case_id}")["attachments"][-1]["id"])


def nothing_of(seat: Seat, case_id: str, number: str, command_id: str, file_id: str) -> None:
    """Check that somebody cannot tell that a case exists, whatever they ask."""
    board = seat.get("/board")
    assert (board["rows"], board["total"]) == ([], 0)
    assert {figure["value"] for figure in seat.get("/figures")["values"]} == {0}
    for query in ("", number[-4:], number, "积水", "积", "phone"):
        page = seat.get("/cases", params={"q": query})
        assert (page["rows"], page.get("next", "")) == ([], "")
    assert seat.get(f"/commands/{command_id}") == {"command_id": command_id, "known": False}
    absent = seat.refused("GET", "/cases/no-such-case")
    assert absent[0] == 404
    act: dict[str, Any] = {"version": 1, "text": "甲"}
    for method, path, body in (
        ("GET", f"/cases/{case_id}", None),
        ("GET", f"/attachments/{file_id}", None),
        ("POST", f"/cases/{case_id}/actions", act | {"command_id": new_id(), "action": "note"}),
        ("POST", f"/cases/{case_id}/actions", act | {"command_id": new_id(), "action": "note", "version": 999}),
        ("POST", f"/cases/{case_id}/actions", act | {"command_id": new_id(), "action": "sign"}),
    ):
        assert seat.refused(method, path, body) == absent, path


def test_who_is_outside_cannot_tell_that_a_case_exists(any_hub: RunningHub) -> None:
    operator = any_hub.operator
    command_id = new_id()
    case = operator.report(command_id=command_id, caller="李某", phone="13800000001").row
    operator.act(case.id, Action.ACCEPT, 1)
    operator.act(case.id, Action.DISPATCH, 2, unit_id=WATER, assisting=(URBAN,))
    file_id = upload(operator, case.id)
    for seat in (
        any_hub.street(OTHER_STREET),
        any_hub.seat(Role.COMMUNITY, unit=f"{OTHER_STREET}001"),
        any_hub.department("dept-power"),
        any_hub.seat(Role.SUPERVISOR, unit=OTHER_STREET),
    ):
        nothing_of(seat, case.id, case.number, command_id, file_id)
    purpose = {"purpose": "回访"}
    for seat in (any_hub.street(OTHER_STREET), any_hub.seat(Role.SUPERVISOR, unit=OTHER_STREET)):
        assert seat.refused("POST", f"/cases/{case.id}/personal", purpose)[0] == 404
    for seat in (any_hub.department(), any_hub.department(URBAN), any_hub.street()):
        assert [row[0] for row in seat.get("/board")["rows"]] == [case.id]
        assert seat.get("/board")["total"] == 1
        assert seat.ask("GET", f"/attachments/{file_id}").content == PDF


def test_a_page_mark_of_somebody_else_opens_nothing(any_hub: RunningHub) -> None:
    operator = any_hub.operator
    for _ in range(3):
        operator.report()
    for query in ("", "积水", "积"):
        mark = operator.get("/cases", params={"q": query, "limit": 1})["next"]
        for seat in (any_hub.street(OTHER_STREET), any_hub.department()):
            assert seat.get("/cases", params={"q": query, "after": mark}) == {"rows": []}


def test_no_street_acts_for_a_unit_of_another_streets_case(any_hub: RunningHub) -> None:
    """A street that assists sees the case, but whom the case's own centre dispatched to it cannot speak for."""
    operator = any_hub.operator
    case = operator.report().row
    operator.act(case.id, Action.ACCEPT, 1)
    operator.act(case.id, Action.DISPATCH, 2, unit_id=WATER, assisting=(OTHER_STREET, URBAN))
    other = any_hub.street(OTHER_STREET)
    assert other.get("/board")["total"] == 1
    for unit in (WATER, URBAN):
        behalf = Behalf(unit_id=unit, channel="电话", words="已收到")
        body = {"command_id": new_id(), "action": "sign", "version": 3, "behalf": behalf}
        status, problem = other.refused("POST", f"/cases/{case.id}/actions", body)
        assert (status, problem["code"]) == (409, "not_holder")
    own = Behalf(unit_id=OTHER_STREET, channel="电话", words="已收到")
    assert other.act(case.id, Action.SIGN, 3, behalf=own).row.version == 4
    behalf = Behalf(unit_id=WATER, channel="电话", words="已收到")
    assert any_hub.street().refused(
        "POST",
        f"/cases/{case.id}/actions",
        {"command_id": new_id(), "action": "accept", "version": 4, "behalf": behalf},
    )[1]["code"] in ("not_holder", "wrong_step")
    assert operator.act(case.id, Action.SIGN, 4, behalf=behalf).row.state == "handling"


def test_who_handed_a_case_over_keeps_what_was_known_and_no_more(any_hub: RunningHub, fake_clock: ManualClock) -> None:
    operator, water = any_hub.operator, any_hub.department()
    case = operator.report(caller="李某", phone="13800000001").row
    operator.act(case.id, Action.ACCEPT, 1)
    operator.act(case.id, Action.DISPATCH, 2, unit_id=WATER)
    early = upload(operator, case.id)
    fake_clock.advance(5)
    assert water.act(case.id, Action.RETURN, 4, text="不属本单位").visible is False
    operator.act(case.id, Action.DISPATCH, 5, unit_id=URBAN, text="机密去向")
    late = upload(operator, case.id)
    operator.act(case.id, Action.NOTE, 7, text="机密备注")
    seen = water.ask("GET", f"/cases/{case.id}")
    assert "机密" not in seen.text
    assert URBAN not in seen.text
    assert [event["action"] for event in water.get(f"/cases/{case.id}")["events"]] == [
        "report",
        "accept",
        "dispatch",
        "attach",
    ]
    assert water.ask("GET", f"/attachments/{early}").status_code == 200
    assert water.refused("GET", f"/attachments/{late}")[0] == 404
    assert [row[1] for row in water.get("/cases", params={"q": "积水"})["rows"]] == [4]
    assert water.get("/cases", params={"q": "积水", "holders": URBAN})["rows"] == []
    board = water.get("/board")
    assert (board["rows"], board["total"]) == ([], 0)
    for action in ("note", "sign", "feedback"):
        body = {"command_id": new_id(), "action": action, "version": 8, "text": "甲"}
        assert water.refused("POST", f"/cases/{case.id}/actions", body)[0] == 404
    assert (
        any_hub.seat(Role.OPERATOR, unit=WATER).refused("POST", f"/cases/{case.id}/personal", {"purpose": "回访"})[0]
        == 404
    )


def test_the_right_is_asked_before_the_case_and_the_case_before_its_version(any_hub: RunningHub) -> None:
    case = any_hub.operator.report().row
    wall = any_hub.seat(Role.WALL, unit=OTHER_STREET)
    other = any_hub.street(OTHER_STREET)
    for case_id in (case.id, "no-such-case"):
        body = {"command_id": new_id(), "action": "accept", "version": 77}
        assert wall.refused("POST", f"/cases/{case_id}/actions", body)[1]["code"] == "no_right"
        body = {"command_id": new_id(), "action": "accept", "version": 77}
        assert other.refused("POST", f"/cases/{case_id}/actions", body)[1]["code"] == "not_found"
    body = {"command_id": new_id(), "action": "accept", "version": 77}
    assert any_hub.street().refused("POST", f"/cases/{case.id}/actions", body)[1]["code"] == "stale"


def test_somebody_elses_command_id_is_unknown(any_hub: RunningHub) -> None:
    operator, street = any_hub.operator, any_hub.street()
    command_id = new_id()
    case = operator.report(command_id=command_id).row
    body = {"command_id": command_id, "action": "note", "version": 1, "text": "甲"}
    assert street.refused("POST", f"/cases/{case.id}/actions", body)[0] == 404
    assert street.get(f"/commands/{command_id}")["known"] is False
    assert operator.get(f"/cases/{case.id}")["row"][1] == 1


def alert_for(now: int, *units: str, **fields: object) -> AlertRequest:
    values: dict[str, object] = {
        "command_id": new_id(),
        "mode": Mode.EXERCISE,
        "kind": "waterlogging",
        "level": "red",
        "unit_ids": units,
        "warning": "下中路地下通道积水约 40 厘米。",
        "measures": "请绕行，勿涉水。",
        "starts_at": now,
        "expires_at": now + 3 * HOUR_MS,
        "channels": ("phone",),
    }
    return AlertRequest(**(values | fields))  # type: ignore[arg-type]


def test_an_alert_is_seen_where_it_applies_and_only_with_ones_own_recipients(any_hub: RunningHub) -> None:
    operator = any_hub.operator
    now = operator.get("/board")["now"]
    district = any_hub.hub.district.id
    alert = operator.post("/alerts", alert_for(now, district))["row"]
    mine = any_hub.street().get(f"/alerts/{alert['id']}")
    units = {unit for target in mine["targets"] for unit in target["unit_ids"]}
    assert units
    assert all(unit.startswith(STREET) for unit in units)
    assert mine["row"]["targets"] == alert["targets"] > len(mine["targets"])
    whole = operator.get(f"/alerts/{alert['id']}")
    assert len(whole["targets"]) == alert["targets"]
    one = operator.post("/alerts", alert_for(now, STREET))["row"]
    for seat in (any_hub.street(OTHER_STREET), any_hub.department()):
        assert one["id"] not in {row["id"] for row in seat.get("/alerts")}
        assert seat.refused("GET", f"/alerts/{one['id']}")[0] == 404
        assert seat.refused("GET", f"/alerts/{one['id']}/cap")[0] == 404


def test_nobody_below_takes_back_what_was_issued_above(any_hub: RunningHub) -> None:
    operator = any_hub.operator
    now = operator.get("/board")["now"]
    alert = operator.post("/alerts", alert_for(now, any_hub.hub.district.id))["row"]
    below = any_hub.seat(Role.OPERATOR, unit=STREET)
    body = {"command_id": new_id(), "kind": "all_clear", "version": alert["version"]}
    status, problem = below.refused("POST", f"/alerts/{alert['id']}/release", body)
    assert (status, problem["code"]) == (403, "no_right")
    own = below.post("/alerts", alert_for(now, STREET))["row"]
    body = {"command_id": new_id(), "kind": "all_clear", "version": own["version"]}
    assert operator.post(f"/alerts/{own['id']}/release", body)["row"]["state"] == "ended"
    with_case = any_hub.operator.report().row
    draft = alert_for(now, OTHER_STREET, case_id=with_case.id)
    other = any_hub.seat(Role.OPERATOR, unit=OTHER_STREET)
    assert other.refused("POST", "/alerts", draft)[0] == 404


def told_of(office: Office, scope: Scope) -> Changes | None:
    now = office.clock.now()
    return office.database.read(lambda conn: questions.changes_since(conn, office.district, scope, 0, now))


def listed(office: Office, scope: Scope) -> set[str]:
    rows = office.database.read(lambda conn: desk_alerts.rows(conn, office.district, scope))
    return {row.id for row in rows}


def test_the_stream_tells_of_an_alert_to_all_who_may_see_it(office: Office) -> None:
    request = alert_for(office.clock.now(), office.district.id)
    issued = office.database.write(lambda tx: desk_alerts.issue(tx, office.district, office.operator, request))
    of_other = alert_for(office.clock.now(), OTHER_STREET)
    hidden = office.database.write(lambda tx: desk_alerts.issue(tx, office.district, office.operator, of_other))
    for scope, told in (
        (office.operator, (issued.row.id, hidden.row.id)),
        (office.scope(STREET, Role.STREET), (issued.row.id,)),
        (office.department(), ()),
    ):
        found = told_of(office, scope)
        assert found is not None
        assert found.alerts == told
        assert listed(office, scope) == set(told)


def test_nobody_but_the_security_administrator_reads_people(any_hub: RunningHub) -> None:
    for role in set(Role) - {Role.SECURITY_ADMIN}:
        seat = any_hub.seat(role)
        assert seat.refused("GET", "/people")[0] == 403
        new = NewPerson(
            command_id=new_id(),
            login="somebody",
            name="某人",
            unit_id=STREET,
            roles=(Role.OPERATOR,),
            password="Correct-horse-9",  # noqa: S106 - nobody's
        )
        assert seat.refused("POST", "/people", new)[0] == 403


def test_three_administrators_see_no_case_by_any_door(any_hub: RunningHub) -> None:
    case = any_hub.operator.report().row
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        seat = any_hub.seat(role)
        for path in ("/board", "/figures", "/cases?q=积水", "/alerts"):
            assert seat.refused("GET", path)[0] == 403
        assert seat.refused("GET", f"/cases/{case.id}")[0] == 404
        assert case.id not in seat.ask("GET", "/stream?after=-5").text
