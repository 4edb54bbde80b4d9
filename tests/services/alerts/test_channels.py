"""The HTTP gateway channel against a server that misbehaves in every way a gateway can."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.alerts.channels import (
    RESPONSE_CAP,
    Credential,
    GatewayUnreachable,
    HttpGatewayChannel,
    Outgoing,
    Timeouts,
    outgoing,
)
from services.alerts.hosts import GatewayAddress
from services.alerts.outbox import OutboxRow, RowState, Verdict
from services.domain.clock import SystemClock
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECRET = "geheim-1234"  # noqa: S105 - no secret, a word to look for


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 128
    act: Callable[[BaseHTTPRequestHandler, list[dict[str, Any]]], None]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Doors)
        self.seen: list[tuple[str, str, dict[str, str], list[dict[str, Any]]]] = []
        self.stop = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's own signature
        """Say nothing: a client that hangs up is what these tests are about."""


class _Doors(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        messages = json.loads(body) if body else []
        server.seen.append((self.command, self.path, dict(self.headers.items()), messages))
        server.act(self, messages)

    do_GET = do_POST = _any  # noqa: N815 - the library's own names

    def log_message(self, *args: object) -> None:
        pass


def reply(door: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
    door.send_response(status)
    for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
        door.send_header(name, value)
    door.send_header("Content-Length", str(len(body)))
    door.end_headers()
    door.wfile.write(body)


def accept(door: BaseHTTPRequestHandler, messages: list[dict[str, Any]]) -> None:
    items = [
        {"idem": message["idem"], "status": "accepted", "provider_id": "P" + message["idem"]} for message in messages
    ]
    reply(door, 200, json.dumps(items).encode())


def answering(status: int, body: bytes = b"[]", **headers: str) -> Any:  # noqa: ANN401 - an act
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda door, _: reply(door, status, body, named)


@pytest.fixture
def server() -> Iterator[_Server]:
    server = _Server()
    server.act = accept
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


def _address(server: _Server, **changes: Any) -> GatewayAddress:  # noqa: ANN401 - any field
    port = server.server_address[1]
    values: dict[str, Any] = {"url": f"http://127.0.0.1:{port}/v1/", "hosts": (), "inner_hosts": (f"127.0.0.1:{port}",)}
    return GatewayAddress(**(values | changes))


@contextmanager
def opened(address: GatewayAddress, mode: Mode = Mode.EXERCISE, **options: Any) -> Iterator[HttpGatewayChannel]:  # noqa: ANN401
    options.setdefault("timeouts", Timeouts(1.0, 0.3, 0.6))
    channel = HttpGatewayChannel(mode, address, Credential(mode, SECRET), SystemClock(), **options)
    try:
        yield channel
    finally:
        channel.close()


def message(idem: str = "m1", mode: Mode = Mode.EXERCISE) -> Outgoing:
    return Outgoing(
        idem=idem,
        channel="sms",
        target="13800000001",
        text="【演练】请转移",
        alert="a1",
        revision=1,
        mode=mode,
        expires=9_999_999_999_999,
    )


def test_an_accepted_message_carries_the_providers_number(server: _Server) -> None:
    with opened(_address(server)) as channel:
        outcome = channel.send([message()])[0]
    assert (outcome.verdict, outcome.provider_id) == (Verdict.ACCEPTED, "Pm1")
    method, path, headers, sent = server.seen[0]
    assert (method, path) == ("POST", "/v1/messages")
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert sent[0] == {
        "idem": "m1",
        "channel": "sms",
        "target": "13800000001",
        "text": "【演练】请转移",
        "alert": "a1",
        "revision": 1,
        "mode": "exercise",
        "expires": 9_999_999_999_999,
        "callback": "",
        "unit": "",
        "people": [],
    }


def test_a_row_becomes_the_message_it_stands_for() -> None:
    row = OutboxRow(
        idem="i",
        alert_id="a1",
        revision=2,
        mode=Mode.TEST,
        channel="sms",
        target="13800000001",
        unit_ids=("u",),
        recipients=("p1",),
        lane=0,
        state=RowState.PENDING,
        next_at=1,
        expires_at=9,
    )
    made = outgoing(row, "【测试】请转移", "市桥街道", ("李明",))
    assert (made.idem, made.alert, made.revision, made.mode, made.expires) == ("i", "a1", 2, Mode.TEST, 9)
    assert (made.channel, made.target, made.text) == ("sms", "13800000001", "【测试】请转移")
    assert (made.unit, made.people) == ("市桥街道", ("李明",))


def test_outcomes_come_in_the_order_of_the_batch(server: _Server) -> None:
    batch = [message(f"m{number}") for number in range(200)]
    with opened(_address(server), timeouts=Timeouts(5, 10, 20), per_request=7) as channel:
        outcomes = channel.send(batch)
    assert [outcome.idem for outcome in outcomes] == [one.idem for one in batch]
    assert {outcome.verdict for outcome in outcomes} == {Verdict.ACCEPTED}
    assert len(server.seen) == 29


def test_no_thread_outlives_its_batch_and_the_next_one_finds_the_lines_open(server: _Server) -> None:
    batch = [message(f"m{number}") for number in range(100)]
    came_from: set[tuple[str, int]] = set()

    def note(door: BaseHTTPRequestHandler, messages: list[dict[str, Any]]) -> None:
        came_from.add(door.client_address)
        accept(door, messages)

    server.act = note
    with opened(_address(server), timeouts=Timeouts(5, 10, 20), threads=8) as channel:
        for _ in range(3):
            assert {outcome.verdict for outcome in channel.send(batch)} == {Verdict.ACCEPTED}
            assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("gateway")]
    assert len(server.seen) == 60
    assert len(came_from) <= 8


def _hang(door: BaseHTTPRequestHandler, _: object) -> None:
    assert isinstance(door.server, _Server)
    door.server.stop.wait(5)


def _hang_up(door: BaseHTTPRequestHandler, _: object) -> None:
    door.close_connection = True


def _half(door: BaseHTTPRequestHandler, _: object) -> None:
    door.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[{")
    door.close_connection = True


def _drip(door: BaseHTTPRequestHandler, _: object) -> None:
    assert isinstance(door.server, _Server)
    door.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    for _number in range(100):
        if door.server.stop.wait(0.05):
            break
        door.wfile.write(b" ")
        door.wfile.flush()
    door.close_connection = True


def _flood(door: BaseHTTPRequestHandler, _: object) -> None:
    reply(door, 200, b"[" + b" " * RESPONSE_CAP + b"]")


REFUSED = b'[{"idem": "m1", "status": "refused", "reason": "93000 invalid"}]'
BUSY = b'[{"idem": "m1", "status": "busy"}]'


@pytest.mark.parametrize(
    ("act", "verdict", "word"),
    [
        (answering(200, REFUSED), Verdict.REFUSED, "93000"),
        (answering(200, BUSY), Verdict.BUSY, "繁忙"),
        (answering(200), Verdict.UNKNOWN, "没有这条消息"),
        (answering(200, b"<html>ok</html>"), Verdict.UNKNOWN, "无法读取"),
        (answering(200, b'[{"idem": "m2", "status": "accepted"}]'), Verdict.UNKNOWN, "没有这条消息"),
        (answering(302, b"", Location="http://127.0.0.1:9/"), Verdict.REFUSED, "不予跟随"),
        (answering(401), Verdict.BUSY, "凭据"),
        (answering(403), Verdict.REFUSED, "模式"),
        (answering(500), Verdict.UNKNOWN, "500"),
        (_hang, Verdict.UNKNOWN, "没有按时回答"),
        (_hang_up, Verdict.UNKNOWN, "中断"),
        (_half, Verdict.UNKNOWN, "中断"),
        (_drip, Verdict.UNKNOWN, "没有按时回答"),
        (_flood, Verdict.UNKNOWN, "64 KB"),
    ],
)
def test_every_fault_ends_in_a_clear_outcome(server: _Server, act: Any, verdict: Verdict, word: str) -> None:  # noqa: ANN401
    server.act = act
    with opened(_address(server)) as channel:
        outcome = channel.send([message()])[0]
    assert outcome.verdict is verdict
    assert word in outcome.reason
    assert len(server.seen) == 1, "nothing is sent twice by itself, and no redirect is followed"


def test_a_gateways_own_pause_is_kept(server: _Server) -> None:
    server.act = answering(429, b"", Retry_After="7")
    with opened(_address(server)) as channel:
        outcome = channel.send([message()])[0]
    assert (outcome.verdict, outcome.retry_after_ms) == (Verdict.BUSY, 7000)


def test_a_closed_port_means_that_nothing_was_sent() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = GatewayAddress(url=f"http://127.0.0.1:{port}", hosts=(), inner_hosts=("127.0.0.1",))
    with opened(address) as channel:
        outcome = channel.send([message()])[0]
        assert (outcome.verdict, outcome.reason) == (Verdict.BUSY, "连不上网关")
        with pytest.raises(GatewayUnreachable, match="连不上网关"):
            channel.receipts(0)
        asked = channel.ask("m1")
    assert asked is not None
    assert asked.verdict is Verdict.UNKNOWN


def test_a_message_of_another_mode_never_leaves(server: _Server) -> None:
    with opened(_address(server)) as channel:
        outcomes = channel.send([message("x", Mode.LIVE), message("m1"), message("y", Mode.TEST)])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.REFUSED, Verdict.ACCEPTED, Verdict.REFUSED]
    assert [one["idem"] for _, _, _, sent in server.seen for one in sent] == ["m1"]


@pytest.mark.parametrize(("mode", "other"), [(Mode.LIVE, Mode.EXERCISE), (Mode.EXERCISE, Mode.LIVE)])
def test_a_credential_of_another_mode_cannot_be_loaded(mode: Mode, other: Mode) -> None:
    address = GatewayAddress(url="https://gateway.example", hosts=("gateway.example",))
    with pytest.raises(ValueError, match="credential"):
        HttpGatewayChannel(mode, address, Credential(other, SECRET), SystemClock())


def test_a_credential_does_not_show_its_secret() -> None:
    credential = Credential(Mode.LIVE, SECRET)
    assert SECRET not in f"{credential} {credential!r} {[credential]}"


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example",
        "ftp://gateway.example",
        "https://u:p@gateway.example",
        "gateway.example",
        "https://gateway.example:99",
    ],
)
def test_only_listed_plain_addresses_may_be_set(url: str) -> None:
    with pytest.raises(ValueError, match="gateway"), opened(GatewayAddress(url=url, hosts=("gateway.example:443",))):
        pass


@pytest.mark.parametrize(
    "found",
    [
        "127.0.0.1",
        "10.0.0.8",
        "192.168.1.1",
        "169.254.169.254",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.8",
        "0.0.0.0",  # noqa: S104 - what a name server answered, nothing is bound
        "224.0.0.1",
    ],
)
def test_a_listed_name_that_leads_inside_is_refused_before_connecting(server: _Server, found: str) -> None:
    port = server.server_address[1]
    address = GatewayAddress(url=f"http://gateway.example:{port}", hosts=("gateway.example",))
    with opened(address, resolver=lambda _host, _port: ["93.184.216.34", found]) as channel:
        outcome = channel.send([message()])[0]
    assert outcome.verdict is Verdict.BUSY
    assert "内网" in outcome.reason
    assert not server.seen


def test_a_name_that_is_allowed_inside_is_connected_at_the_checked_address_under_its_own_name(server: _Server) -> None:
    port = server.server_address[1]
    address = GatewayAddress(url=f"http://gateway.example:{port}/v1", hosts=(), inner_hosts=("gateway.example",))
    with opened(address, resolver=lambda _host, _port: ["127.0.0.1"]) as channel:
        assert channel.send([message()])[0].verdict is Verdict.ACCEPTED
    assert server.seen[0][2]["Host"] == f"gateway.example:{port}"


def test_a_name_without_an_address_refuses_for_now(server: _Server) -> None:
    def fails(host: str, port: int) -> list[str]:
        raise socket.gaierror(host, port)

    with opened(_address(server), resolver=fails) as channel:
        outcome = channel.send([message()])[0]
        assert channel.ask("m1") is not None
    assert outcome.verdict is Verdict.BUSY
    assert "无法解析" in outcome.reason


def test_asking_tells_known_from_absent(server: _Server) -> None:
    with opened(_address(server)) as channel:
        server.act = answering(200, b'{"idem": "m1", "status": "accepted", "provider_id": "P9"}')
        known = channel.ask("m1")
        server.act = answering(404)
        absent = channel.ask("m2")
        server.act = answering(500)
        unclear = channel.ask("m3")
        server.act = answering(200, b"?")
        garbled = channel.ask("m4")
    assert known is not None
    assert (known.verdict, known.provider_id) == (Verdict.ACCEPTED, "P9")
    assert absent is None
    assert unclear is not None
    assert garbled is not None
    assert unclear.verdict is garbled.verdict is Verdict.UNKNOWN


def test_receipts_come_sorted_and_only_newer_ones(server: _Server) -> None:
    rows = [{"seq": seq, "idem": "m1", "kind": "delivered", "at": 1} for seq in (9, 7, 8, 3)]
    server.act = answering(200, json.dumps(rows).encode())
    with opened(_address(server)) as channel:
        assert [receipt.seq for receipt in channel.receipts(3)] == [7, 8, 9]
        assert server.seen[0][1] == "/v1/receipts?after=3"
        server.act = answering(200, b'[{"seq": "x"}]')
        with pytest.raises(GatewayUnreachable, match="无法读取"):
            channel.receipts(3)
        server.act = answering(401)
        with pytest.raises(GatewayUnreachable, match="401"):
            channel.receipts(3)


def test_proxies_of_the_environment_are_not_used(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with opened(_address(server)) as channel:
        assert channel.send([message()])[0].verdict is Verdict.ACCEPTED


def test_many_messages_go_in_parallel(server: _Server) -> None:
    gate = threading.Barrier(16)

    def together(door: BaseHTTPRequestHandler, messages: list[dict[str, Any]]) -> None:
        gate.wait(20)  # only passes when sixteen calls are open at once
        accept(door, messages)

    server.act = together
    with opened(_address(server), timeouts=Timeouts(5, 25, 30), per_request=1) as channel:
        outcomes = channel.send([message(f"m{number}") for number in range(16)])
    assert {outcome.verdict for outcome in outcomes} == {Verdict.ACCEPTED}


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    day = datetime.fromtimestamp(time.time(), UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.crt", folder / f"{name}.key"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


@pytest.mark.parametrize(
    ("bears", "trusted", "verdict", "reason"),
    [
        ("gateway.example", True, Verdict.ACCEPTED, ""),
        ("gateway.example", False, Verdict.BUSY, "网关的证书不可信"),
        ("other.example", True, Verdict.BUSY, "网关的证书不可信"),
    ],
)
def test_the_certificate_must_bear_the_gateways_name(
    server: _Server, tmp_path: Path, bears: str, trusted: bool, verdict: Verdict, reason: str
) -> None:
    crt, key = _certificate(tmp_path, bears)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    port = server.server_address[1]
    address = GatewayAddress(
        url=f"https://gateway.example:{port}",
        hosts=(),
        inner_hosts=("gateway.example",),
        ca_file=str(crt) if trusted else "",
    )
    with opened(address, resolver=lambda _host, _port: ["127.0.0.1"], timeouts=Timeouts(3, 3, 5)) as channel:
        outcome = channel.send([message()])[0]
    assert (outcome.verdict, outcome.reason) == (verdict, reason)
    assert bool(server.seen) == (verdict is Verdict.ACCEPTED)
