"""The WeCom application: one token for all, one refresh when it is refused, people it does not know."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from services.alerts.channels import Timeouts
from services.alerts.outbox import Verdict
from services.domain.channels import Kind
from tests.fixtures.stubs import SECRET, Bench, Stub, hang, message, reply

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.fixtures.stubs import Seen

TOKEN = b'{"errcode":0,"errmsg":"ok","access_token":"%s","expires_in":7200}'


class Wecom:
    """The service: tokens it gives out in turn, and those it takes."""

    def __init__(self, sent: bytes = b'{"errcode":0,"errmsg":"ok","msgid":"M1"}') -> None:
        self.given = 0
        self.good = {f"T{number}" for number in range(1, 99)}
        self.sent = sent
        self._lock = threading.Lock()

    def __call__(self, door: BaseHTTPRequestHandler, seen: Seen) -> None:
        if seen.path == "/cgi-bin/gettoken":
            with self._lock:
                self.given += 1
                token = f"T{self.given}"
            reply(door, 200, TOKEN % token.encode())
        elif seen.query["access_token"] in self.good:
            reply(door, 200, self.sent)
        else:
            reply(door, 200, b'{"errcode":42001,"errmsg":"access_token expired"}')


def sends(stub: Stub) -> list[Any]:
    return [seen for seen in stub.seen if seen.path == "/cgi-bin/message/send"]


def test_one_token_serves_many_messages(stub: Stub, bench: Bench) -> None:
    stub.act = wecom = Wecom()
    bench.timeouts = Timeouts(5, 10, 20)
    with bench.opened(Kind.WECOM_APP) as adapter:
        outcomes = [*adapter.send([message(f"m{n}", target=f"u{n}") for n in range(20)]), *adapter.send([message()])]
    assert {(outcome.verdict, outcome.provider_id) for outcome in outcomes} == {(Verdict.ACCEPTED, "M1")}
    assert wecom.given == 1
    assert stub.seen[0].query == {"corpid": "ww1", "corpsecret": SECRET.format("secret")}
    assert sends(stub)[-1].json == {
        "touser": "13800000001",
        "msgtype": "text",
        "agentid": 1000002,
        "text": {"content": "【演练】请转移"},
        "enable_duplicate_check": 1,
    }


def test_an_expired_token_is_fetched_anew_once(stub: Stub, bench: Bench) -> None:
    stub.act = wecom = Wecom()
    with bench.opened(Kind.WECOM_APP) as adapter:
        adapter.send([message()])
        wecom.good = {"T2"}
        (outcome,) = adapter.send([message("m2")])
    assert outcome.verdict is Verdict.ACCEPTED
    assert wecom.given == 2


def test_a_token_that_is_refused_twice_is_a_refusal(stub: Stub, bench: Bench) -> None:
    stub.act = wecom = Wecom()
    wecom.good = set()
    with bench.opened(Kind.WECOM_APP) as adapter:
        (outcome,) = adapter.send([message()])
    assert outcome.verdict is Verdict.REFUSED
    assert "42001" in outcome.reason
    assert (wecom.given, len(sends(stub))) == (2, 2)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (b'{"errcode":0,"errmsg":"ok","invaliduser":"zhangsan|LiSi"}', Verdict.REFUSED),
        (b'{"errcode":0,"errmsg":"ok","unlicenseduser":"lisi"}', Verdict.REFUSED),
        (b'{"errcode":0,"errmsg":"ok","invaliduser":"zhangsan"}', Verdict.ACCEPTED),
        (b'{"errcode":81013,"errmsg":"user & party & tag all invalid"}', Verdict.REFUSED),
        (b'{"errcode":45009,"errmsg":"api freq out of limit"}', Verdict.BUSY),
    ],
)
def test_whom_it_does_not_know_is_not_reached(stub: Stub, bench: Bench, body: bytes, verdict: Verdict) -> None:
    stub.act = Wecom(body)
    with bench.opened(Kind.WECOM_APP) as adapter:
        (outcome,) = adapter.send([message(target="LiSi")])
    assert outcome.verdict is verdict


@pytest.mark.parametrize("body", [b'{"errcode":40001,"errmsg":"invalid credential"}', b"?", b'{"errcode":0}'])
def test_without_a_token_nothing_leaves_and_it_is_tried_again(stub: Stub, bench: Bench, body: bytes) -> None:
    stub.act = lambda door, _: reply(door, 200, body)
    with bench.opened(Kind.WECOM_APP) as adapter:
        (outcome,) = adapter.send([message()])
    assert outcome.verdict is Verdict.BUSY
    assert "没有取得令牌" in outcome.reason
    assert not sends(stub)


def test_a_token_that_does_not_come_means_that_nothing_left(stub: Stub, bench: Bench) -> None:
    stub.act = hang
    with bench.opened(Kind.WECOM_APP) as adapter:
        (outcome,) = adapter.send([message()])
    assert outcome.verdict is Verdict.BUSY
    assert not sends(stub)


def test_a_token_near_its_end_is_fetched_anew(stub: Stub, bench: Bench) -> None:
    stub.act = wecom = Wecom()
    hour = 3600.0
    real, passed = bench.clock.monotonic, [0.0]
    bench.clock.monotonic = lambda: real() + passed[0]  # type: ignore[method-assign]  # time passes
    with bench.opened(Kind.WECOM_APP) as adapter:
        adapter.send([message()])
        passed[0] = 1.9 * hour
        adapter.send([message("m2")])
        assert wecom.given == 1
        passed[0] = 2 * hour - 60
        adapter.send([message("m3")])
    assert wecom.given == 2
