"""The generic webhook by our own contract, CAP pushed to an upper platform, the gateway's protocol, Apprise."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest

from services.alerts.channels.apprise_extra import AppriseAccount
from services.alerts.channels.build import build
from services.alerts.channels.webhook import UNVERIFIED
from services.alerts.outbox import Verdict
from services.domain.channels import Kind
from services.domain.modes import Mode
from tests.fixtures.stubs import SECRET, Bench, Stub, answering, message, reply

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.fixtures.stubs import Seen

CAP = '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><msgType>{}</msgType></alert>'


def test_a_webhook_proves_who_sent_it(stub: Stub, bench: Bench) -> None:
    def act(door: BaseHTTPRequestHandler, seen: Seen) -> None:
        text = seen.headers["X-Huying-Timestamp"].encode() + b"." + seen.body
        wanted = "sha256=" + hmac.new(SECRET.format("secret").encode(), text, hashlib.sha256).hexdigest()
        good = hmac.compare_digest(seen.headers["X-Huying-Signature"], wanted)
        reply(door, 200, json.dumps({"status": "accepted" if good else "refused", "id": 7}).encode())

    stub.act = act
    with bench.opened(Kind.WEBHOOK) as adapter:
        (outcome,) = adapter.send([message(unit="市桥街道", people=("李明",))])
    assert (outcome.verdict, outcome.provider_id, outcome.reason) == (Verdict.ACCEPTED, "7", "")
    (seen,) = stub.seen
    assert seen.headers["X-Huying-Timestamp"] == str(bench.clock.now())
    assert seen.json == {
        "idem": "m1",
        "channel": "wecom",
        "target": "13800000001",
        "text": "【演练】请转移",
        "alert": "a1",
        "revision": 1,
        "mode": "exercise",
        "expires": 9_999_999_999_999,
        "unit": "市桥街道",
        "people": ["李明"],
    }


@pytest.mark.parametrize(
    ("body", "strict", "loose"),
    [
        ({"status": "accepted"}, (Verdict.ACCEPTED, ""), (Verdict.ACCEPTED, "")),
        ({"status": "busy"}, (Verdict.BUSY, "繁忙"), (Verdict.BUSY, "繁忙")),
        ({"errcode": 5}, (Verdict.REFUSED, "5"), (Verdict.REFUSED, "5")),
        ({"code": "E17", "reason": "full"}, (Verdict.REFUSED, "E17"), (Verdict.REFUSED, "E17")),
        ({"status": "queued"}, (Verdict.UNKNOWN, "无法读取"), (Verdict.ACCEPTED, UNVERIFIED)),
        (b"OK", (Verdict.UNKNOWN, "无法读取"), (Verdict.ACCEPTED, UNVERIFIED)),
    ],
)
def test_what_a_webhook_may_answer(
    stub: Stub,
    bench: Bench,
    body: Any,  # noqa: ANN401 - whatever is answered
    strict: tuple[Verdict, str],
    loose: tuple[Verdict, str],
) -> None:
    stub.act = answering(200, body)
    for answer, (verdict, word) in (("status", strict), ("any", loose)):
        with bench.opened(Kind.WEBHOOK, answer=answer) as adapter:
            (outcome,) = adapter.send([message()])
        assert outcome.verdict is verdict
        assert word in outcome.reason


@pytest.mark.parametrize(
    ("status", "body", "verdict", "word"),
    [
        (204, b"", Verdict.ACCEPTED, UNVERIFIED),
        (200, CAP.format("Ack").encode(), Verdict.ACCEPTED, ""),
        (200, CAP.format("Error").encode(), Verdict.REFUSED, "CAP Error"),
        (400, CAP.format("Error").encode(), Verdict.REFUSED, "CAP Error"),
        (200, b'{"code": 0}', Verdict.ACCEPTED, UNVERIFIED),
        (200, b'{"errcode": 12, "reason": "schema"}', Verdict.REFUSED, "12"),
        (401, b"", Verdict.BUSY, "凭据"),
        (422, b"", Verdict.REFUSED, "422"),
        (502, b"", Verdict.UNKNOWN, "502"),
    ],
)
def test_what_an_upper_platform_may_answer(
    stub: Stub, bench: Bench, status: int, body: bytes, verdict: Verdict, word: str
) -> None:
    stub.act = lambda door, _: reply(door, status, body)
    with bench.opened(Kind.CAP_PUSH) as adapter:
        (outcome,) = adapter.send([message(text=CAP.format("Alert"))])
    assert (outcome.verdict, word in outcome.reason) == (verdict, True)
    (seen,) = stub.seen
    assert seen.body.decode() == CAP.format("Alert")
    assert seen.headers["Content-Type"] == "application/cap+xml; charset=utf-8"
    assert seen.headers["Authorization"] == f"Bearer {SECRET.format('token')}"
    assert seen.headers["Idempotency-Key"] == "m1"


def test_broadcast_screens_and_calls_go_through_the_gateways_protocol(stub: Stub, bench: Bench) -> None:
    def act(door: BaseHTTPRequestHandler, seen: Seen) -> None:
        if seen.method == "POST":
            items = [{"idem": one["idem"], "status": "accepted", "provider_id": "G1"} for one in seen.json]
            reply(door, 200, json.dumps(items).encode())
        elif seen.path == "/receipts":
            rows = [{"seq": 9, "idem": "m1", "kind": "answered", "at": 1, "by": "李明", "text": "到位"}]
            reply(door, 200, json.dumps(rows if int(seen.query["after"]) < 9 else []).encode())
        else:
            reply(door, 404, b"")

    stub.act = act
    with bench.opened(Kind.GATEWAY) as adapter:
        outcomes = adapter.send([message(code, channel=code) for code in ("broadcast", "led", "phone")])
        got = adapter.news([])
        adapter.heard(got)
        assert adapter.news([]) == ()
        assert adapter.ask(message("never"), 1) is None
    assert {outcome.verdict for outcome in outcomes} == {Verdict.ACCEPTED}
    assert [(receipt.idem, receipt.by) for receipt in got] == [("m1", "李明")]
    assert stub.seen[0].headers["Authorization"] == f"Bearer {SECRET.format('key')}"
    assert "lane" not in stub.seen[0].json[0], "the gateway's protocol stays as it is"


class Notifier:
    """Apprise as it is used, without its network."""

    def __init__(self, known: bool = True, done: bool | None = True, error: Exception | None = None) -> None:
        self.known, self.done, self.error = known, done, error

    def add(self, servers: str) -> bool:
        return self.known and servers == SECRET.format("url")

    def notify(self, body: str, title: str) -> bool | None:
        if self.error is not None:
            raise self.error
        return self.done if body and title else None


@pytest.mark.parametrize(
    ("notifier", "verdict", "word"),
    [
        (Notifier(), Verdict.ACCEPTED, UNVERIFIED),
        (Notifier(done=False), Verdict.UNKNOWN, "未能送出"),
        (Notifier(done=None), Verdict.UNKNOWN, "未能送出"),
        (Notifier(known=False), Verdict.REFUSED, "不认识"),
        (Notifier(error=OSError(SECRET.format("url"))), Verdict.UNKNOWN, "出错"),
        (Notifier(error=ModuleNotFoundError("apprise")), Verdict.BUSY, "没有安装"),
    ],
)
def test_apprise_never_claims_more_than_accepted_unverified(
    bench: Bench, notifier: Notifier, verdict: Verdict, word: str
) -> None:
    account = AppriseAccount(bench.account(Kind.APPRISE), lambda: notifier)
    (outcome,) = account.send([message()])
    assert outcome.verdict is verdict
    assert word in outcome.reason
    assert SECRET.format("url") not in outcome.reason


def test_apprise_is_an_extra_and_never_live(bench: Bench) -> None:
    with bench.opened(Kind.APPRISE) as adapter:
        (outcome,) = adapter.send([message()])
        assert (outcome.verdict, "没有安装" in outcome.reason) == (Verdict.BUSY, True)
    with pytest.raises(ValueError, match="exercises"):
        build(bench.account(Kind.APPRISE, Mode.LIVE), bench.around)
