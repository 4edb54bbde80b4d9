"""The robots as their services document them: what is posted, how it is signed, which refusals pass."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

import pytest

from services.alerts.channels.robots import dingtalk_sign, feishu_sign, wecom_body
from services.alerts.outbox import Verdict
from services.domain.channels import Kind
from services.domain.clock import MINUTE_MS
from tests.fixtures.stubs import SECRET, Bench, Stub, answering, message, reply

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.fixtures.stubs import Seen

OK = {"errcode": 0, "errmsg": "ok"}


def test_wecom_posts_text_under_the_robots_key(stub: Stub, bench: Bench) -> None:
    stub.act = answering(200, OK)
    with bench.opened(Kind.WECOM_BOT) as adapter:
        assert adapter.send([message()])[0].verdict is Verdict.ACCEPTED
    (seen,) = stub.seen
    assert (seen.method, seen.path, seen.query) == ("POST", "/cgi-bin/webhook/send", {"key": SECRET.format("key")})
    assert seen.json == {"msgtype": "text", "text": {"content": "【演练】请转移"}}
    assert seen.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(("form", "bytes_most"), [("text", 2048), ("markdown", 4096)])
def test_wecom_counts_bytes_not_characters(stub: Stub, bench: Bench, form: str, bytes_most: int) -> None:
    stub.act = answering(200, OK)
    fits = "水" * (bytes_most // 3)
    with bench.opened(Kind.WECOM_BOT, format=form) as adapter:
        outcomes = adapter.send([message("m1", text=fits), message("m2", text=fits + "水")])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED, Verdict.REFUSED]
    assert f"/{bytes_most:,} 字节" in outcomes[1].reason
    assert len(stub.seen) == 1


def test_a_cases_text_marks_nothing_up_in_markdown() -> None:
    body = wecom_body("<@all> [点我](http://x) **急** `a` # 题", "markdown")
    shown = body["markdown"]["content"]
    assert not set("<>[]*`#") & set(shown)
    assert "急" in shown


@pytest.mark.parametrize(("code", "verdict"), [(45009, Verdict.BUSY), (-1, Verdict.BUSY), (40058, Verdict.REFUSED)])
def test_wecom_codes(stub: Stub, bench: Bench, code: int, verdict: Verdict) -> None:
    stub.act = answering(200, {"errcode": code, "errmsg": "api freq out of limit"})
    with bench.opened(Kind.WECOM_BOT) as adapter:
        (outcome,) = adapter.send([message()])
    assert outcome.verdict is verdict
    assert str(code) in outcome.reason
    assert outcome.retry_after_ms == (MINUTE_MS if verdict is Verdict.BUSY else None)


def test_dingtalk_checks_the_signature_as_it_documents_it(stub: Stub, bench: Bench) -> None:
    secret = SECRET.format("secret")

    def act(door: BaseHTTPRequestHandler, seen: Seen) -> None:
        stamp = seen.query["timestamp"]
        digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
        good = seen.query["sign"] == base64.b64encode(digest).decode() and stamp == str(bench.clock.now())
        reply(door, 200, b'{"errcode":0,"errmsg":"ok"}' if good else b'{"errcode":310000,"errmsg":"sign not match"}')

    stub.act = act
    with bench.opened(Kind.DINGTALK_BOT) as adapter:
        (outcome,) = adapter.send([message(text="+/=&？")])
    assert outcome.verdict is Verdict.ACCEPTED
    (seen,) = stub.seen
    assert (seen.path, seen.query["access_token"]) == ("/robot/send", SECRET.format("access_token"))
    assert seen.json == {"msgtype": "text", "text": {"content": "+/=&？"}}


def test_dingtalk_is_left_alone_for_ten_minutes_once_it_throttles(stub: Stub, bench: Bench) -> None:
    stub.act = answering(200, {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"})
    with bench.opened(Kind.DINGTALK_BOT) as adapter:
        (outcome,) = adapter.send([message()])
    assert (outcome.verdict, outcome.retry_after_ms) == (Verdict.BUSY, 10 * MINUTE_MS)


def test_feishu_checks_the_signature_as_it_documents_it(stub: Stub, bench: Bench) -> None:
    secret = SECRET.format("secret")

    def act(door: BaseHTTPRequestHandler, seen: Seen) -> None:
        stamp = seen.json["timestamp"]
        digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
        good = seen.json["sign"] == base64.b64encode(digest).decode() and stamp == str(bench.clock.now() // 1000)
        reply(door, 200, b'{"code":0,"msg":"success"}' if good else b'{"code":19021,"msg":"sign match fail"}')

    stub.act = act
    with bench.opened(Kind.FEISHU_BOT) as adapter:
        (outcome,) = adapter.send([message()])
    assert outcome.verdict is Verdict.ACCEPTED
    (seen,) = stub.seen
    assert seen.path == f"/open-apis/bot/v2/hook/{SECRET.format('hook')}"
    assert (seen.json["msg_type"], seen.json["content"]) == ("text", {"text": "【演练】请转移"})


@pytest.mark.parametrize(
    ("status", "code", "verdict"),
    [
        (400, 9499, Verdict.BUSY),
        (200, 11232, Verdict.BUSY),
        (200, 19021, Verdict.REFUSED),
        (400, 9500, Verdict.REFUSED),
    ],
)
def test_feishu_codes_come_with_and_without_http_400(
    stub: Stub, bench: Bench, status: int, code: int, verdict: Verdict
) -> None:
    stub.act = answering(status, {"code": code, "msg": "too many request", "data": {}})
    with bench.opened(Kind.FEISHU_BOT) as adapter:
        assert adapter.send([message()])[0].verdict is verdict


def test_robots_cannot_be_asked(stub: Stub, bench: Bench) -> None:
    for kind in (Kind.WECOM_BOT, Kind.DINGTALK_BOT, Kind.FEISHU_BOT):
        with bench.opened(kind) as adapter:
            asked = adapter.ask(message(), 1)
            assert adapter.news([]) == ()
        assert asked is not None
        assert asked.verdict is Verdict.UNKNOWN
    assert not stub.seen


def test_signatures_differ_from_moment_to_moment() -> None:
    assert dingtalk_sign("SECx", 1) != dingtalk_sign("SECx", 2)
    assert feishu_sign("x", 1) != feishu_sign("x", 2)
