"""Mail against a real server: what it takes, what it refuses, and where a broken line leaves a message."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from services.alerts.channels import Timeouts
from services.alerts.channels.build import build
from services.alerts.outbox import Verdict
from services.domain.channels import Kind
from services.domain.modes import Mode
from tests.fixtures.stubs import HOST, SECRET, Bench, certificate, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TO = "liming@panyu.example"
TIMES = Timeouts(2.0, 5.0, 8.0)


class Postmaster:
    """A mail server's mind: what it keeps, and how it answers each step."""

    def __init__(self, rcpt: str = "250 OK", data: str = "250 OK queued as Q1") -> None:
        self.rcpt, self.data = rcpt, data
        self.kept: list[Envelope] = []

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:  # noqa: ANN401, N802 - the library's
        del server, session, options
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library's
        del server, session
        self.kept.append(envelope)
        return self.data


@contextmanager
def serving(mind: Postmaster, **options: Any) -> Iterator[int]:  # noqa: ANN401 - the controller's own options
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mind, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield int(port)
    finally:
        controller.stop()


def mail(idem: str = "m1", **changes: Any) -> Any:  # noqa: ANN401 - any field
    return message(idem, channel="email", **({"target": TO} | changes))


def test_a_mail_is_one_per_recipient_and_says_what_it_is() -> None:
    mind = Postmaster()
    with serving(mind) as port, Bench(port, timeouts=TIMES).opened(Kind.SMTP) as adapter:
        outcomes = adapter.send([mail("m1"), mail("m2", target="wangfang@panyu.example")])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.ACCEPTED, Verdict.ACCEPTED]
    assert outcomes[0].provider_id == "OK queued as Q1"
    assert [envelope.rcpt_tos for envelope in mind.kept] == [[TO], ["wangfang@panyu.example"]]
    got = email.message_from_bytes(mind.kept[0].content, policy=email.policy.default)  # type: ignore[arg-type]
    assert (got["From"], got["To"], got["Subject"]) == ("alarm@panyu.example", TO, "【演练】呼应预警")
    assert got["Message-ID"] == "<m1@panyu.example>"
    assert got.get_content().strip() == "【演练】请转移"
    assert mind.kept[0].mail_from == "alarm@panyu.example"


@pytest.mark.parametrize(
    ("mind", "verdict", "word"),
    [
        (Postmaster(rcpt="550 no such user"), Verdict.REFUSED, "550"),
        (Postmaster(rcpt="451 greylisted"), Verdict.BUSY, "451"),
        (Postmaster(data="554 spam"), Verdict.REFUSED, "554"),
        (Postmaster(data="452 full"), Verdict.BUSY, "452"),
    ],
)
def test_each_recipient_has_an_outcome_of_their_own(mind: Postmaster, verdict: Verdict, word: str) -> None:
    with serving(mind) as port, Bench(port, timeouts=TIMES).opened(Kind.SMTP) as adapter:
        outcomes = adapter.send([mail(), mail("m2")])
    assert {outcome.verdict for outcome in outcomes} == {verdict}
    assert word in outcomes[0].reason


def test_what_is_no_address_or_of_another_mode_never_leaves() -> None:
    mind = Postmaster()
    with serving(mind) as port, Bench(port, timeouts=TIMES).opened(Kind.SMTP) as adapter:
        outcomes = adapter.send([mail("m1", target="13800000001"), mail("m2", mode=Mode.LIVE), mail("m3")])
    assert [outcome.verdict for outcome in outcomes] == [Verdict.REFUSED, Verdict.REFUSED, Verdict.ACCEPTED]
    assert "模式" in outcomes[1].reason
    assert len(mind.kept) == 1


def test_a_line_break_in_an_address_adds_no_header() -> None:
    mind = Postmaster()
    with serving(mind) as port, Bench(port, timeouts=TIMES).opened(Kind.SMTP) as adapter:
        (outcome,) = adapter.send([mail(target=f"{TO}\r\nBcc: all@panyu.example")])
    assert outcome.verdict is Verdict.REFUSED
    assert not mind.kept


def test_the_way_is_encrypted_and_the_name_checked(tmp_path: Path) -> None:
    crt, key = certificate(tmp_path, HOST)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    mind = Postmaster()
    with serving(mind, tls_context=context, require_starttls=True) as port:
        for ca, verdict in ((str(crt), Verdict.ACCEPTED), ("", Verdict.BUSY)):
            with Bench(port, timeouts=TIMES).opened(Kind.SMTP, tls="starttls", ca_file=ca) as adapter:
                (outcome,) = adapter.send([mail()])
            assert outcome.verdict is verdict
        assert outcome.reason == "邮件服务器的证书不可信"
    assert len(mind.kept) == 1


def test_a_server_without_encryption_gets_nothing() -> None:
    mind = Postmaster()
    with serving(mind) as port, Bench(port, timeouts=TIMES).opened(Kind.SMTP, tls="starttls") as adapter:
        (outcome,) = adapter.send([mail()])
    assert outcome.verdict is Verdict.BUSY
    assert "加密" in outcome.reason
    assert not mind.kept


def test_only_an_inner_host_may_do_without_encryption() -> None:
    bench = Bench(25, inner=())
    with pytest.raises(ValueError, match="encrypted"):
        build(bench.account(Kind.SMTP), bench.around)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the test server has no encryption, on purpose
def test_a_wrong_password_leaves_nothing_and_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[bytes] = []

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401 - the library's
        del server, session, envelope, mechanism
        assert isinstance(data, LoginPassword)
        tried.append(data.password)
        return AuthResult(success=False, handled=False)

    options = {"authenticator": check, "auth_required": True, "auth_require_tls": False}
    with (
        serving(Postmaster(), **options) as port,
        Bench(port, timeouts=TIMES).opened(Kind.SMTP, user="alarm") as adapter,
        caplog.at_level("DEBUG", "services"),
    ):
        (outcome,) = adapter.send([mail()])
    assert tried[0] == SECRET.format("password").encode()
    assert (outcome.verdict, "不认凭据" in outcome.reason) == (Verdict.BUSY, True)
    assert SECRET.format("password") not in f"{outcome}{caplog.text}"


def test_a_name_that_leads_inside_is_refused_before_connecting() -> None:
    bench = Bench(25, inner=(), leads_to=("10.0.0.8",))
    with bench.opened(Kind.SMTP, tls="starttls") as adapter:
        (outcome,) = adapter.send([mail()])
    assert (outcome.verdict, "内网" in outcome.reason) == (Verdict.BUSY, True)


@contextmanager
def scripted(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Serve connections by a script, as a broken server would."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def run() -> None:
            while not stop.is_set():
                try:
                    conn, _ = server.accept()
                except TimeoutError:
                    continue
                with conn:
                    conn.settimeout(20)
                    talk(conn, stop)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            stop.set()
            thread.join()


def _until_the_text(conn: socket.socket) -> None:
    """Play along until the text of the mail has been received."""
    conn.sendall(b"220 here\r\n")
    got = b""
    while b"data\r\n" not in got.lower():
        piece = conn.recv(4096)
        got += piece
        if not piece:
            return
        if b"data\r\n" not in got.lower():
            conn.sendall(b"250 ok\r\n")
    conn.sendall(b"354 go\r\n")
    while not got.endswith(b"\r\n.\r\n"):
        got += conn.recv(65536)


def _silent(conn: socket.socket, stop: threading.Event) -> None:
    stop.wait(20)


def _drips(conn: socket.socket, stop: threading.Event) -> None:
    while not stop.wait(0.05):
        try:
            conn.sendall(b"2")
        except OSError:
            return


def _lost(conn: socket.socket, _: threading.Event) -> None:
    _until_the_text(conn)


def _mute(conn: socket.socket, stop: threading.Event) -> None:
    _until_the_text(conn)
    stop.wait(20)


@pytest.mark.parametrize(
    ("talk", "verdict"),
    [(_silent, Verdict.BUSY), (_drips, Verdict.BUSY), (_lost, Verdict.UNKNOWN), (_mute, Verdict.UNKNOWN)],
)
def test_where_the_line_breaks_decides_what_is_known(
    talk: Callable[[socket.socket, threading.Event], None], verdict: Verdict
) -> None:
    with scripted(talk) as port, Bench(port, timeouts=Timeouts(1.0, 0.5, 1.0)).opened(Kind.SMTP) as adapter:
        (outcome,) = adapter.send([mail()])
    assert outcome.verdict is verdict


def test_a_closed_port_means_that_nothing_was_sent() -> None:
    with Bench(1).opened(Kind.SMTP) as adapter:
        (outcome,) = adapter.send([mail()])
    assert (outcome.verdict, outcome.reason) == (Verdict.BUSY, "连不上邮件服务器")
