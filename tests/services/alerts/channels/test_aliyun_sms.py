"""Short messages: the published signature, one lost answer that is asked about before anything goes again, receipts."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from services.alerts.channels import GatewayUnreachable
from services.alerts.channels.aliyun_sms import SURE_AFTER_MS, authorization
from services.alerts.outbox import Verdict
from services.domain.channels import Kind
from services.domain.clock import DAY_MS
from tests.fixtures.stubs import HOST, SECRET, Bench, Stub, answering, hang_up, message, reply

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from tests.fixtures.stubs import Seen

OK = {"Code": "OK", "Message": "OK", "BizId": "9006^0", "RequestId": "R"}


def details(*rows: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    listed = {"SmsSendDetailDTO": list(rows)}
    return {"Code": "OK", "Message": "OK", "TotalCount": str(total or len(rows)), "SmsSendDetailDTOs": listed}


def row(out_id: str = "m1", status: int = 3, error: str = "DELIVERED") -> dict[str, Any]:
    return {"OutId": out_id, "SendStatus": status, "ErrCode": error, "PhoneNum": "13800000001"}


def test_the_signature_is_the_one_of_the_published_example() -> None:
    query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-version": "2014-05-26",
    }
    made = authorization("YourAccessKeyId", "YourAccessKeySecret", query, headers)
    assert made.endswith("Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")


def test_a_message_carries_our_key_and_is_signed_as_it_is_sent(stub: Stub, bench: Bench) -> None:
    stub.act = answering(200, OK)
    with bench.opened(Kind.ALIYUN_SMS) as adapter:
        (outcome,) = adapter.send([message(text="【演练】水深 25 cm & 上涨*")])
    assert (outcome.verdict, outcome.provider_id) == (Verdict.ACCEPTED, "9006^0")
    (seen,) = stub.seen
    assert json.loads(seen.query.pop("TemplateParam")) == {"content": "【演练】水深 25 cm & 上涨*"}
    assert seen.query == {
        "PhoneNumbers": "13800000001",
        "SignName": "番禺应急",
        "TemplateCode": "SMS_1",
        "OutId": "m1",
    }
    signed = {name: seen.headers[name] for name in seen.headers if name.startswith("x-acs-")}
    full = seen.query | {"TemplateParam": '{"content":"【演练】水深 25 cm & 上涨*"}'}
    key, secret = SECRET.format("access_key_id"), SECRET.format("access_key_secret")
    expected = authorization(key, secret, full, signed | {"host": f"{HOST}:{stub.port}"})
    assert seen.headers["Authorization"] == expected
    assert (signed["x-acs-action"], signed["x-acs-version"]) == ("SendSms", "2017-05-25")
    assert signed["x-acs-date"] == "2025-11-22T08:26:40Z"


@pytest.mark.parametrize(
    ("status", "code", "verdict"),
    [
        (200, "isv.BUSINESS_LIMIT_CONTROL", Verdict.BUSY),
        (200, "isv.AMOUNT_NOT_ENOUGH", Verdict.BUSY),
        (400, "SignatureDoesNotMatch", Verdict.BUSY),
        (404, "InvalidAccessKeyId.NotFound", Verdict.BUSY),
        (503, "Throttling.User", Verdict.BUSY),
        (200, "isv.SMS_TEMPLATE_ILLEGAL", Verdict.REFUSED),
        (200, "isv.BLACK_KEY_CONTROL_LIMIT", Verdict.REFUSED),
        (200, "isp.SYSTEM_ERROR", Verdict.UNKNOWN),
        (500, "InternalError", Verdict.UNKNOWN),
    ],
)
def test_its_codes(stub: Stub, bench: Bench, status: int, code: str, verdict: Verdict) -> None:
    stub.act = answering(status, {"Code": code, "Message": "x", "RequestId": "R"})
    with bench.opened(Kind.ALIYUN_SMS) as adapter:
        (outcome,) = adapter.send([message()])
    assert outcome.verdict is verdict
    assert code in outcome.reason


def test_after_a_lost_answer_the_service_is_asked_by_our_key(stub: Stub, bench: Bench) -> None:
    sent_at = bench.clock.now()
    with bench.opened(Kind.ALIYUN_SMS) as adapter:
        stub.act = hang_up
        assert adapter.send([message()])[0].verdict is Verdict.UNKNOWN
        stub.act = answering(200, details(row("other"), row("m1", 1, "")))
        there = adapter.ask(message(), sent_at)
        stub.act = answering(200, details(row("m1", 2, "MK:0001")))
        failed = adapter.ask(message(), sent_at)
        stub.act = answering(200, details(row("other")))
        early = adapter.ask(message(), sent_at)
        bench.clock.advance(SURE_AFTER_MS)
        late = adapter.ask(message(), sent_at)
        stub.act = answering(200, {"Code": "isv.ACCOUNT_ABNORMAL", "Message": "x"})
        unclear = adapter.ask(message(), sent_at)
    assert there is not None
    assert failed is not None
    assert early is not None
    assert unclear is not None
    assert (there.verdict, failed.verdict) == (Verdict.ACCEPTED, Verdict.REFUSED)
    assert "MK:0001" in failed.reason
    assert early.verdict is Verdict.UNKNOWN, "a record may come late: it is not sent again yet"
    assert late is None
    assert unclear.verdict is Verdict.UNKNOWN
    asked = stub.seen[1].query
    assert asked == {"PhoneNumber": "13800000001", "SendDate": "20251122", "PageSize": "50", "CurrentPage": "1"}


def test_it_is_asked_on_page_by_page_and_for_the_day_in_china(stub: Stub, bench: Bench) -> None:
    def act(door: BaseHTTPRequestHandler, seen: Seen) -> None:
        found = row("m1") if seen.query["CurrentPage"] == "2" else row("other")
        reply(door, 200, json.dumps(details(found, total=80)).encode())

    stub.act = act
    evening = bench.clock.now() - bench.clock.now() % DAY_MS + DAY_MS * 2 // 3 - 5_000  # 23:59:55 in China
    with bench.opened(Kind.ALIYUN_SMS) as adapter:
        found = adapter.ask(message(), evening)
    assert found is not None
    assert found.verdict is Verdict.ACCEPTED
    assert [(seen.query["SendDate"], seen.query["CurrentPage"]) for seen in stub.seen] == [
        ("20251122", "1"),
        ("20251122", "2"),
    ]


def test_receipts_are_what_asking_yields_and_the_same_news_has_the_same_number(stub: Stub, bench: Bench) -> None:
    sent = [(message("m1"), bench.clock.now()), (message("m2"), bench.clock.now()), (message("m3"), bench.clock.now())]
    stub.act = answering(200, details(row("m1"), row("m2", 2, "UNDELIV"), row("m3", 1, "")))
    with bench.opened(Kind.ALIYUN_SMS) as adapter:
        first, second = adapter.news(sent), adapter.news(sent)
        stub.act = hang_up
        with pytest.raises(GatewayUnreachable, match="中断"):
            adapter.news(sent)
    assert [(receipt.idem, receipt.kind, receipt.text) for receipt in first] == [
        ("m1", "delivered", ""),
        ("m2", "failed", "UNDELIV"),
    ]
    assert [receipt.seq for receipt in first] == [receipt.seq for receipt in second]
    assert all(0 < receipt.seq < 2**63 for receipt in first)


def test_parts_count_the_signature(stub: Stub, bench: Bench) -> None:
    stub.act = answering(200, OK)
    most = 5 * 67 - len("【番禺应急】")
    with bench.opened(Kind.ALIYUN_SMS) as adapter:
        outcomes = adapter.send([message("m1", text="水" * most), message("m2", text="水" * (most + 1))])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED, Verdict.REFUSED]
    assert len(stub.seen) == 1
