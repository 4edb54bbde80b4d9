"""What can go wrong with every provider that is called over HTTP: each fault ends in one clear outcome, said once."""

from __future__ import annotations

import logging
import ssl
import threading
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from services.alerts.channels import Timeouts
from services.alerts.channels.build import build
from services.alerts.channels.line import Call, CallFailed, Line
from services.alerts.outbox import Outcome, Verdict
from services.domain.channels import KINDS, Kind
from services.domain.modes import Mode
from tests.fixtures.stubs import (
    HOST,
    SECRET,
    Bench,
    Stub,
    answering,
    certificate,
    echo,
    flood,
    hang,
    hang_up,
    message,
    reply,
    secrets_of_kind,
)

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from tests.fixtures.stubs import Seen

HTTP = [kind for kind in Kind if kind not in (Kind.SMTP, Kind.MQTT, Kind.APPRISE)]
TAKEN: dict[Kind, dict[str, Any]] = {
    Kind.WECOM_BOT: {"errcode": 0, "errmsg": "ok"},
    Kind.WECOM_APP: {"errcode": 0, "msgid": "M1", "access_token": "token-of-the-app", "expires_in": 7200},
    Kind.DINGTALK_BOT: {"errcode": 0, "errmsg": "ok"},
    Kind.FEISHU_BOT: {"code": 0, "msg": "success", "data": {}, "StatusCode": 0},
    Kind.ALIYUN_SMS: {"Code": "OK", "Message": "OK", "BizId": "900619746936498440^0", "RequestId": "R"},
    Kind.CAP_PUSH: {"code": 0},
    Kind.WEBHOOK: {"status": "accepted", "id": "W1"},
}


def tried(bench: Bench, kind: Kind) -> Outcome:
    with bench.opened(kind) as adapter:
        (outcome,) = adapter.send([message()])
    return outcome


def taken(stub: Stub, kind: Kind) -> None:
    """Let the stub take messages as the provider does."""
    if kind is Kind.GATEWAY:
        stub.act = lambda door, seen: reply(door, 200, _gateway(seen))
    else:
        stub.act = answering(200, TAKEN[kind])


def _gateway(seen: Seen) -> bytes:
    idem = seen.json[0]["idem"]
    return f'[{{"idem": "{idem}", "status": "accepted", "provider_id": "G1"}}]'.encode()


@pytest.mark.parametrize("kind", HTTP)
def test_what_the_provider_documents_as_taken_is_accepted(stub: Stub, bench: Bench, kind: Kind) -> None:
    taken(stub, kind)
    assert tried(bench, kind).verdict is Verdict.ACCEPTED


REFUSED_AT_200: dict[Kind, Any] = {
    Kind.WECOM_BOT: {"errcode": 93000, "errmsg": "invalid webhook url"},
    Kind.WECOM_APP: TAKEN[Kind.WECOM_APP] | {"invaliduser": "13800000001"},
    Kind.DINGTALK_BOT: {"errcode": 310000, "errmsg": "keywords not in content"},
    Kind.FEISHU_BOT: {"code": 19024, "msg": "Key Words Not Found"},
    Kind.ALIYUN_SMS: {"Code": "isv.MOBILE_NUMBER_ILLEGAL", "Message": "号码不合法"},
    Kind.CAP_PUSH: {"code": 500, "reason": "schema"},
    Kind.WEBHOOK: {"status": "refused", "reason": "unknown target"},
    Kind.GATEWAY: [{"idem": "m1", "status": "refused", "reason": "停机"}],
}


@pytest.mark.parametrize("kind", HTTP)
def test_a_refusal_at_http_200_is_a_refusal(stub: Stub, bench: Bench, kind: Kind) -> None:
    stub.act = answering(200, REFUSED_AT_200[kind])
    outcome = tried(bench, kind)
    assert outcome.verdict is Verdict.REFUSED
    assert outcome.reason


@pytest.mark.parametrize("kind", [kind for kind in HTTP if kind is not Kind.CAP_PUSH])
@pytest.mark.parametrize("body", [b"", b"<html>ok</html>", b"[]", b'{"ok": true}'])
def test_http_200_alone_is_never_an_acceptance(stub: Stub, bench: Bench, kind: Kind, body: bytes) -> None:
    stub.act = answering(200, body)
    assert tried(bench, kind).verdict is not Verdict.ACCEPTED


@pytest.mark.parametrize("kind", HTTP)
def test_an_answer_that_does_not_come_or_is_lost_leaves_the_fate_unknown(stub: Stub, bench: Bench, kind: Kind) -> None:
    taken(stub, kind)
    good = stub.act
    for bad, word in ((hang, "没有按时回答"), (hang_up, "中断"), (flood, "64 KB")):

        def act(door: BaseHTTPRequestHandler, seen: Seen, bad: Any = bad) -> None:  # noqa: ANN401 - an act
            good(door, seen) if seen.path.endswith("gettoken") else bad(door, seen)

        stub.act, before = act, len(stub.seen)
        outcome = tried(bench, kind)
        calls = len([seen for seen in stub.seen[before:] if not seen.path.endswith("gettoken")])
        assert (outcome.verdict, calls) == (Verdict.UNKNOWN, 1), "nothing is sent twice by itself"
        assert word in outcome.reason


@pytest.mark.parametrize("kind", HTTP)
def test_too_many_requests_passes_after_the_wished_pause(stub: Stub, bench: Bench, kind: Kind) -> None:
    stub.act = answering(429, b"", Retry_After="7")
    outcome = tried(bench, kind)
    assert (outcome.verdict, outcome.retry_after_ms) == (Verdict.BUSY, 7_000)


def test_a_pause_until_a_date_counts_from_now(stub: Stub, bench: Bench) -> None:
    stub.act = answering(429, b"", Retry_After="Sat, 22 Nov 2025 08:27:40 GMT")  # a minute after the test's clock
    assert tried(bench, Kind.WEBHOOK).retry_after_ms == 60_000
    stub.act = answering(429, b"", Retry_After="tomorrow")
    assert tried(bench, Kind.WEBHOOK).retry_after_ms is None


@pytest.mark.parametrize("kind", HTTP)
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(stub: Stub, bench: Bench, kind: Kind, status: int) -> None:
    stub.act = answering(status, b"", Location=f"http://127.0.0.1:{stub.port}/elsewhere")
    outcome = tried(bench, kind)
    assert outcome.verdict in (Verdict.REFUSED, Verdict.BUSY)  # a token that is not given leaves nothing refused
    assert [seen.path for seen in stub.seen if "elsewhere" in seen.path] == []
    assert len(stub.seen) == 1


@pytest.mark.parametrize("kind", HTTP)
@pytest.mark.parametrize("found", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_inside_is_refused_before_connecting(stub: Stub, kind: Kind, found: str) -> None:
    bench = Bench(stub.port, inner=(), leads_to=("93.184.216.34", found))
    outcome = tried(bench, kind)
    assert outcome.verdict is Verdict.BUSY
    assert "内网" in outcome.reason
    assert not stub.seen


@pytest.mark.parametrize("kind", HTTP)
@pytest.mark.parametrize(("bears", "trusted"), [(HOST, False), ("other.example", True)])
def test_a_certificate_that_is_not_the_providers_stops_everything(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Kind, bears: str, trusted: bool
) -> None:
    crt, key = certificate(tmp_path, bears)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    stub.socket = context.wrap_socket(stub.socket, server_side=True, do_handshake_on_connect=False)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    bench = Bench(stub.port, scheme="https")
    ca: dict[str, Any] = (
        {"ca_file": str(crt)} if trusted and any(f.name == "ca_file" for f in KINDS[kind].settings) else {}
    )
    with bench.opened(kind, **ca) as adapter:
        (outcome,) = adapter.send([message()])
    assert outcome.verdict is Verdict.BUSY
    assert "证书不可信" in outcome.reason
    assert not stub.seen


@pytest.mark.parametrize("kind", HTTP)
def test_proxies_of_the_environment_are_not_used(
    stub: Stub, bench: Bench, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    taken(stub, kind)
    assert tried(bench, kind).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("kind", list(Kind))
def test_a_message_of_another_mode_never_leaves(stub: Stub, bench: Bench, kind: Kind) -> None:
    if kind in HTTP:
        taken(stub, kind)
    with bench.opened(kind) as adapter:
        outcomes = adapter.send([message("x", Mode.LIVE), message("y", Mode.TEST)])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.REFUSED, Verdict.REFUSED]
    assert all("模式" in outcome.reason for outcome in outcomes)
    assert not stub.seen


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("mode", "other"), [(Mode.LIVE, Mode.EXERCISE), (Mode.EXERCISE, Mode.LIVE)])
def test_secrets_of_another_mode_cannot_be_loaded(bench: Bench, kind: Kind, mode: Mode, other: Mode) -> None:
    with pytest.raises(ValueError, match=r"credential|exercises"):
        build(bench.account(kind, mode, secrets_of=other), bench.around)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_account_does_not_show_its_secrets(bench: Bench, kind: Kind) -> None:
    account = bench.account(kind)
    assert SECRET[:7] not in f"{account} {account!r} {[account.secrets]}"


@pytest.mark.parametrize("kind", HTTP)
@pytest.mark.parametrize("act", ["echo", "hang", "hang_up", "redirect", "closed"])
def test_no_secret_reaches_a_log_an_outcome_or_an_exception(
    stub: Stub, bench: Bench, kind: Kind, act: str, caplog: pytest.LogCaptureFixture
) -> None:
    acts = {"echo": echo, "hang": hang, "hang_up": hang_up, "redirect": answering(302, b"", Location="/x")}
    stub.act = acts.get(act, hang_up)
    if act == "closed":
        bench = Bench(1)
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="urllib3"):
        outcome = tried(bench, kind)
    told = f"{caplog.text} {outcome}"
    for secret in (*secrets_of_kind(kind).values(), "token-of-the-app"):
        assert secret not in told


def test_a_failed_call_carries_no_other_error_behind_it(stub: Stub) -> None:
    secret = SECRET.format("path")
    stub.act = hang_up
    for port in (stub.port, 1):
        bench = Bench(port)
        address = bench.around.address(bench.account(Kind.WEBHOOK))
        line = Line(address, bench.clock, timeouts=bench.timeouts, resolver=bench.around.resolver)
        with pytest.raises(CallFailed) as caught:
            line.call(Call("GET", f"/{secret}"))
        line.close()
        assert (caught.value.__cause__, caught.value.__context__) == (None, None)
        assert secret not in "".join(traceback.format_exception(caught.value))
    assert secret not in repr(Call("GET", f"/{secret}"))


@pytest.mark.parametrize("kind", [kind for kind in HTTP if kind is not Kind.GATEWAY])
def test_a_text_that_does_not_fit_is_refused_whole(stub: Stub, bench: Bench, kind: Kind) -> None:
    taken(stub, kind)
    with bench.opened(kind) as adapter:
        (outcome,) = adapter.send([message(text="水" * 100_000)])
    assert outcome.verdict is Verdict.REFUSED
    assert "没有送出" in outcome.reason
    assert not stub.seen


def test_many_messages_go_side_by_side_and_keep_their_order(stub: Stub, bench: Bench) -> None:
    together = threading.Barrier(8)

    def slow(door: BaseHTTPRequestHandler, _: Seen) -> None:
        together.wait(20)  # only passes when eight calls are open at once
        reply(door, 200, b'{"status": "accepted"}')

    stub.act = slow
    bench.timeouts = Timeouts(5, 25, 30)
    with bench.opened(Kind.WEBHOOK) as adapter:
        outcomes = adapter.send([message(f"m{number}") for number in range(16)])
    assert [outcome.idem for outcome in outcomes] == [f"m{number}" for number in range(16)]
    assert {outcome.verdict for outcome in outcomes} == {Verdict.ACCEPTED}
