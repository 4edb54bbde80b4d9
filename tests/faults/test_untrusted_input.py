"""Whatever comes in: kept as text, or refused with our own sentence; never a fault, never the framework's words."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from services.desk.sources import register_source
from services.domain.actions import Action
from services.hub.programs.site import at_the_machine
from tests.fixtures.desks import PLACE, STREET, WATER
from tests.fixtures.hub import new_id

if TYPE_CHECKING:
    from requests import Response

    from tests.fixtures.hub import RunningHub, Seat

NOW = 1_763_800_000_000
HOUR = 3_600_000
FOREIGN = re.compile("malformed|Expected|truncated|boundary|Invalid|psycopg|sqlite|msgspec|out of range", re.IGNORECASE)
PDF = b"%PDF-1.4\n%%EOF\n"
HOSTILE = (
    "<img src=x onerror=alert(1)><b>粗</b>&amp;",
    '=HYPERLINK("http://x")',
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "\u202e\u2066倒着\u200b的\ufeff字",
    "第一行\n第二行\t之后\r\n",
    "\x01\x1b[31m红\x7f\x85",
    "'; DROP TABLE cases; --",
    "%_%\\",
    "😀🈳𠮷𪚥",
)


def is_ours(answer: Response, *statuses: int) -> dict[str, Any]:
    """Check that an answer is a refusal of our own, and return its problem."""
    assert answer.status_code in statuses, (answer.status_code, answer.text)
    problem: dict[str, Any] = msgspec.json.decode(answer.content)
    assert problem["sentence"]
    assert problem["code"] != "internal"
    told = problem["sentence"] + problem.get("remedy", "")
    assert not FOREIGN.search(told), told
    return problem


def j(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def mark(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def test_hostile_text_is_kept_and_found_as_text(any_hub: RunningHub) -> None:
    for text in HOSTILE:
        seat = any_hub.operator
        case = seat.report(title=f"积水{text}", text=text, place=text).row
        seat.act(case.id, Action.NOTE, 1, text=f"备注{text}")
        found = seat.get(f"/cases/{case.id}")
        assert found["text"] == text
        assert found["row"][4] == f"积水{text}".strip()
        assert found["events"][-1]["text"] == f"备注{text}".strip()
        assert case.id in [row[0] for row in seat.get("/board")["rows"]]
        assert case.id in [row[0] for row in seat.get("/cases", params={"q": "积水"})["rows"]]


def test_wildcards_and_operators_of_a_search_are_only_text(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    seat.report(title="道路积水")
    for query in ("%", "_", "____", "%%", "*", '"', "'", "\\", "积* OR 路", "NEAR(积 水)", "积水 NOT 水", "积%_雪"):
        rows = seat.get("/cases", params={"q": query})["rows"]
        assert rows == [], query
    assert len(seat.get("/cases", params={"q": "积 水"})["rows"]) == 1


ADDRESSES: Any = [
    ("/cases?q=积水&after=" + mark("t", 10**30, "x", 10**30), (422,)),
    ("/cases?after=" + mark("t", 5, "\x00", 0), (422,)),
    ("/cases?after=%00", (422,)),
    ("/cases?after=AAAA", (422,)),
    ("/cases?since=" + "9" * 30, (422,)),
    ("/cases?before=-1", (422,)),
    ("/cases?categories=%00", (422,)),
    ("/cases?q=积%00水", (422,)),
    ("/cases?limit=abc", (422,)),
    ("/cases?mode=live%27", (422,)),
    ("/cases/%00", (404,)),
    ("/cases/..%2f..%2fetc%2fpasswd", (404,)),
    ("/attachments/%00", (404,)),
    ("/attachments/..%2f..%2fmaster.key", (404,)),
    ("/attachments/../../huying.sqlite", (404,)),
    ("/commands/%00", (404,)),
    ("/alerts/%00", (404,)),
    ("/stream?after=x", (422,)),
]


def test_a_wrong_address_is_refused_in_our_words(any_hub: RunningHub) -> None:
    for path, statuses in ADDRESSES:
        is_ours(any_hub.operator.ask("GET", path), *statuses)


BODIES = (
    b"[" * 20_000,
    b'{"a":' * 20_000,
    b'{"title":"\xff\xfe"}',
    '{"title":"x"}'.encode("utf-16"),
    b"",
    b"null",
    b"[]",
    b"{}",
    b"\xef\xbb\xbf{}",
    b"NaN",
    b'{"command_id":"c","title":"x","source":"phone","lon":NaN,"lat":22}',
    b'{"command_id":"c","title":"x","source":"phone","lon":1e999,"lat":22}',
    b'{"command_id":"c","title":"x","source":"phone","lon":1e300,"lat":-1e300}',
    b'{"command_id":"c","title":"x","source":"phone","priority":9}',
    b'{"command_id":"c","title":"a\\u0000b","source":"phone"}',
    b'{"command_id":"c","title":"\\ud800","source":"phone"}',
    b'{"command_id":"\\u202ec","title":"x","source":"phone"}',
    b'{"command_id":"c","title":"x","source":"phone","mode":"live"}',
    b"a=b",
    b"<a/>",
)


def test_a_wrong_body_is_refused_in_our_words(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    for body in BODIES:
        each_kind(seat, body)


def each_kind(seat: Seat, body: bytes) -> None:
    for kind in ("application/json", "application/xml", "application/x-www-form-urlencoded", "text/plain; charset=x"):
        is_ours(seat.ask("POST", "/cases", body, headers={"Content-Type": kind}), 422)
    assert seat.get("/board")["total"] == 0


def test_a_nul_is_found_however_the_body_is_cut(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    body = b'{"command_id":"c","title":"' + b"x" * 70_000 + b'\\u0000","source":"phone"}'
    for cut in range(70_020, 70_040):
        pieces = [body[:cut], body[cut:]]
        answer = seat.http.post(f"{seat.url}/cases", data=iter(pieces), timeout=60)
        assert is_ours(answer, 422)["code"] in ("body_unreadable", "field_too_long")
    literal = seat.report(title="反斜杠", text="\\u0000 写在文字里").row
    assert seat.get(f"/cases/{literal.id}")["text"] == "\\u0000 写在文字里"


def test_numbers_beyond_what_can_be_stored_are_refused_by_field(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    case = seat.report().row
    seat.act(case.id, Action.ACCEPT, 1)
    seat.act(case.id, Action.DISPATCH, 2, unit_id=WATER)
    water = any_hub.department()
    for until in (10**30, 2**62, 10**17, -1):
        body = j(command_id=new_id(), action="extend", version=3, until=until, text="材料未到")
        assert is_ours(water.ask("POST", f"/cases/{case.id}/actions", body), 422)["field"] == "until"
    for version in (10**40, -(10**40)):
        body = j(command_id=new_id(), action="note", version=version, text="甲")
        is_ours(water.ask("POST", f"/cases/{case.id}/actions", body), 409)
    is_ours(seat.ask("PUT", "/views/v", j(id="v", name="甲", filter="", order=10**30)), 422)
    is_ours(seat.ask("PUT", "/views/v", j(id="v", name="甲\x00", filter="")), 422)


WRONG_ALERTS: Any = [
    ({"starts_at": 10**30}, "starts_at"),
    ({"starts_at": 10**17}, "starts_at"),
    ({"expires_at": -5}, "expires_at"),
    ({"warning": "积水\x01"}, "发布内容"),
    ({"measures": "绕行\u202e"}, "发布内容"),
    ({"kind": "<b>"}, "类别"),
    ({"level": "pink"}, "级别"),
    ({"unit_ids": ["\u202e440113"]}, "范围"),
    ({"mode": "live"}, "mode"),
]


def test_an_alert_that_cannot_be_is_refused_by_field(any_hub: RunningHub) -> None:
    for fields, field in WRONG_ALERTS:
        seat = any_hub.operator
        now = seat.get("/board")["now"]
        good: dict[str, Any] = {
            "mode": "exercise",
            "kind": "waterlogging",
            "level": "red",
            "unit_ids": [STREET],
            "warning": "积水",
            "measures": "绕行",
            "starts_at": now,
            "expires_at": now + HOUR,
            "channels": ["phone"],
        }
        for path in ("/alerts", "/alerts/preview"):
            answer = seat.ask("POST", path, j(**(good | fields | {"command_id": new_id()})))
            assert is_ours(answer, 409, 422)["field"] == field
        assert seat.get("/alerts") == []


def test_an_alert_says_hostile_text_as_text(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    now = seat.get("/board")["now"]
    words = '<script>&"\n=1+1'
    body = j(
        command_id=new_id(),
        mode="exercise",
        kind="waterlogging",
        level="red",
        unit_ids=[STREET],
        warning=words,
        measures="绕行",
        starts_at=now,
        expires_at=now + HOUR,
        channels=["phone"],
    )
    alert = seat.post("/alerts", body)["row"]
    text = seat.get(f"/alerts/{alert['id']}")["texts"]["phone"]
    assert "<script>&" in text
    file = seat.ask("GET", f"/alerts/{alert['id']}/cap")
    assert b"<script>" not in file.content
    assert b"&lt;script&gt;&amp;" in file.content


LOGINS = ["\u202e操作😀", "a" * 5000, "' OR 1=1 --", "%", "ａｄｍｉｎ", "admin\n"]


def test_a_name_nobody_has_is_refused_like_any_other(any_hub: RunningHub) -> None:
    for login in LOGINS:
        seat = any_hub.anybody()
        problem = is_ours(seat.ask("POST", "/session", j(login=login, password="x")), 401)  # noqa: S106
        assert problem["code"] == "wrong_password"
        is_ours(seat.ask("POST", "/session", j(login="\x00", password="x")), 422)  # noqa: S106


def test_junk_in_headers_is_no_fault(any_hub: RunningHub) -> None:
    seat = any_hub.anybody()
    for value in (
        b"Bearer \xff\xfe\x80",
        b"Bearer",
        b"Basic eDp5",
        b"bearer   ",
        b"Bearer a b",
        "Bearer 积水".encode(),
    ):
        is_ours(seat.ask("GET", "/board", headers={"Authorization": value}), 401)
    for name in ("X-Source-Key", "X-App-Key"):
        path, method = ("/intake/cases", "POST") if name == "X-Source-Key" else ("/app/cases", "GET")
        body = b"[]" if method == "POST" else None
        for key in (b"", b"\xff\xfe", b"x" * 5000):
            is_ours(seat.ask(method, path, body, headers={name: key}), 401)
    for method in ("TRACE", "DELETE", "PATCH", "PUT"):
        is_ours(seat.ask(method, "/health"), 401, 404, 405)


def send_file(seat: Seat, case_id: str, name: str, data: bytes = PDF) -> Response:
    return seat.http.post(
        f"{seat.url}/cases/{case_id}/attachments",
        files={"file": (name, data)},
        data={"command_id": new_id()},
        timeout=60,
    )


NAMES = ["../../../etc/passwd.pdf", "..\\..\\x.pdf", "/etc/x.pdf", "a\u202efdp.exe", "..", "a\nb.pdf"]


def test_a_files_name_leads_nowhere(any_hub: RunningHub) -> None:
    for name in NAMES:
        seat = any_hub.operator
        case = seat.report().row
        assert send_file(seat, case.id, name).status_code == 200
        shown = seat.get(f"/cases/{case.id}")["attachments"][0]
        assert not set("/\\\n\u202e") & set(shown["name"])
        assert shown["name"] not in ("", "..", ".")
        answer = seat.ask("GET", f"/attachments/{shown['id']}")
        assert answer.content == PDF
        assert answer.headers["content-disposition"] == "attachment"
        folder = any_hub.hub.options.data_dir / "attachments"
        assert [path.name for path in folder.rglob("*") if path.is_file()] == [shown["sha256"]]


def test_forms_that_are_none_are_refused_in_our_words(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    case = seat.report().row
    path = f"/cases/{case.id}/attachments"
    for kind in ("multipart/form-data", "multipart/form-data; boundary=a", "multipart/form-data; boundary=\xff"):
        is_ours(seat.ask("POST", path, b"x", headers={"Content-Type": kind.encode("latin-1")}), 422)
    is_ours(seat.http.post(seat.url + path, files={"file": ("a.pdf", PDF)}, timeout=60), 422)
    is_ours(send_file(seat, case.id, "a.exe", b"MZ\x90\x00"), 422)
    is_ours(send_file(seat, case.id, "a.pdf", b"x" * (20 * 1024 * 1024 + 100_000)), 413, 422)
    assert seat.get(f"/cases/{case.id}")["row"][1] == 1


def test_limits_of_bodies_hold_at_every_door(any_hub: RunningHub) -> None:
    seat = any_hub.operator
    for path in ("/cases", "/session", "/alerts", "/setup", "/views/x"):
        method = "PUT" if path.startswith("/views") else "POST"
        is_ours(seat.ask(method, path, b'{"x":"' + b"x" * 300_000 + b'"}'), 413, 422)


def test_swapped_coordinates_are_suggested_the_right_way_round(any_hub: RunningHub) -> None:
    lon, lat = PLACE
    body = j(command_id=new_id(), title="积水", source="phone", lon=lat, lat=lon)
    problem = is_ours(any_hub.operator.ask("POST", "/cases", body), 422)
    assert problem["code"] == "swapped_lonlat"
    assert str(lon) in problem["remedy"]
    assert str(lat) in problem["remedy"]


def test_the_intakes_bad_cases_keep_no_good_one_out(any_hub: RunningHub) -> None:
    hub = any_hub.hub
    scope = at_the_machine(hub.district)
    hub.database.write(lambda tx: register_source(tx, hub.district, scope, "grid-app", "网格员上报", "secret-key"))
    hub.reload()
    good = {"number": "G1", "title": "积水", "reported_at": "2025-11-22T08:00:00+08:00"}
    bad: list[dict[str, Any]] = [
        {"reported_at": "9999-12-31T23:59:59+00:00"},
        {"reported_at": "0001-01-01T00:00:00+14:00"},
        {"reported_at": "2025-11-22T08:00:00+08:00", "state": "closed", "closed_at": "9999-12-31T23:59:59-10:00"},
        {"lon": PLACE[1], "lat": PLACE[0]},
        {"lon": 1e300, "lat": 0.0},
        {"category": "<b>none</b>"},
        {"title": "\u0001\u0002"},
        {"title": "x" * 100_000},
        {"area_code": "../.."},
    ]
    items = [good] + [good | {"number": f"B{place}"} | fields for place, fields in enumerate(bad)]
    seat = any_hub.anybody(**{"X-Source-Key": "secret-key"})
    report = seat.post("/intake/cases", j_list(items))
    assert [outcome["outcome"] for outcome in report["outcomes"]] == ["accepted"] + ["refused"] * len(bad)
    assert all(outcome["sentence"] for outcome in report["outcomes"][1:])
    assert seat.refused("POST", "/intake/cases", j_list([good | {"number": "a\x00"}]))[0] == 422
    rows = any_hub.operator.get("/board")["rows"]
    assert [row[3] for row in rows] == ["exercise"], "what a demo is given is an exercise, whatever the source says"
    for fields in ({"mode": "live"}, {"demo": False}):
        assert seat.refused("POST", "/intake/cases", j_list([good | {"number": "M"} | fields]))[0] == 422


def j_list(items: list[dict[str, Any]]) -> bytes:
    return json.dumps(items).encode()
