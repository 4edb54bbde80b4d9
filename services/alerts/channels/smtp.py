"""Mail: one message per recipient over one checked, encrypted connection; accepted once the server has taken the text.

What fails before the text was offered has not left. What fails while the text is under way is unknown.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import TYPE_CHECKING

from services.alerts.channels.base import cannot_tell, crossed
from services.alerts.channels.each import Fate, too_long
from services.alerts.hosts import AddressRefused, GatewayAddress, checked_address
from services.alerts.outbox import Outcome, Verdict
from services.domain.channels_text import utf8_length
from services.domain.clock import to_datetime
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.alerts.channels.base import Account, Outgoing, Receipt
    from services.alerts.channels.each import Surroundings
    from services.domain.clock import Instant

_PREFIX = {Mode.LIVE: "", Mode.EXERCISE: "【演练】", Mode.TEST: "【测试】"}
_LINE_MOST = 8192


class SmtpAccount:
    """One mail server and sender."""

    pauses = False

    def __init__(self, account: Account, around: Surroundings) -> None:
        """Build it; nothing is connected yet.

        Raises ValueError for crossed modes, and for a connection without encryption to a host that the district does
        not name as an inner one.
        """
        account.refuse_crossed()
        own = account.settings
        url = f"https://{own['host']}:{own['port']}"
        host = GatewayAddress(url=url, hosts=()).host
        self._address = GatewayAddress(url=url, hosts=(host,), inner_hosts=around.inner_hosts)
        self._address.refuse_unlisted()
        if own["tls"] == "none" and not self._address.allows_inner():
            raise ValueError(f"mail to {host} must be encrypted; only a host of the inner network may do without")
        self._account = account
        self._around = around
        self._clock = around.clock

    @property
    def mode(self) -> Mode:
        """Return the only mode this account carries."""
        return self._account.mode

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Send one mail per message over one connection; a connection that breaks is made anew for the next."""
        found: list[Outcome] = []
        session: _Session | None = None
        for message in batch:
            fate = self._refused(message)
            if fate is None:
                session, fate = self._handed(session, message)
            found.append(crossed(message) if message.mode is not self.mode else fate.of(message))
        if session is not None:
            session.leave()
        return tuple(found)

    def ask(self, message: Outgoing, sent_at: Instant) -> Outcome | None:
        """Say that it cannot be told."""
        del sent_at
        return cannot_tell(message, "邮件服务器不能查询邮件的去向")

    def news(self, sent: Sequence[tuple[Outgoing, Instant]]) -> tuple[Receipt, ...]:
        """Return nothing: what comes back later comes as mail."""
        del sent
        return ()

    def heard(self, receipts: Sequence[Receipt]) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        """Nothing is kept open."""

    def _refused(self, message: Outgoing) -> Fate | None:
        if message.mode is not self.mode:
            return Fate(Verdict.REFUSED)
        used, limit = utf8_length(message.text), self._account.limit
        if limit and used > limit:
            return too_long(used, limit, "字节")
        if message.target.count("@") != 1 or not message.target.isprintable():
            return Fate(Verdict.REFUSED, "不是邮件地址，没有送出")
        return None

    def _handed(self, session: _Session | None, message: Outgoing) -> tuple[_Session | None, Fate]:
        """Send over the connection there is, or a new one; return the connection that is left, and the fate."""
        if session is None:
            made = self._opened()
            if isinstance(made, Fate):
                return None, made
            session = made
        session.begin()
        fate, whole = session.hand_over(self._account.settings["from"], message.target, self._written(message))
        scrubbed = Fate(fate.verdict, self._account.secrets.scrub(fate.reason), fate.provider_id, fate.retry_after_ms)
        if not whole:
            session.close()
            return None, scrubbed
        return session, scrubbed

    def _opened(self) -> _Session | Fate:
        try:
            numeric = checked_address(self._address, self._around.resolver)
        except AddressRefused as error:
            return Fate(Verdict.BUSY, error.sentence)
        session = _Session(numeric, self._address, self._account, self._around)
        session.begin()
        try:
            session.enter()
        except ssl.SSLCertVerificationError:
            why = "邮件服务器的证书不可信"
        except smtplib.SMTPAuthenticationError as error:
            why = f"邮件服务器不认凭据（{error.smtp_code}）"
        except smtplib.SMTPNotSupportedError:
            why = "邮件服务器不提供所要的加密或登录方式，没有送出"
        except (smtplib.SMTPException, OSError, ValueError):
            why = "连不上邮件服务器"
        else:
            return session
        session.close()
        return Fate(Verdict.BUSY, why)

    def _written(self, message: Outgoing) -> bytes:
        own = self._account.settings
        mail = EmailMessage(policy=SMTP_POLICY)
        mail["From"] = own["from"]
        mail["To"] = message.target
        mail["Subject"] = _PREFIX[message.mode] + own["subject"]
        mail["Date"] = format_datetime(to_datetime(self._clock.now()))
        mail["Message-ID"] = f"<{message.idem}@{own['from'].partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text, charset="utf-8", cte="base64")
        return mail.as_bytes()


class _Session(smtplib.SMTP):
    """A connection to the checked address under the server's own name; every answer has a deadline."""

    def __init__(self, numeric: str, address: GatewayAddress, account: Account, around: Surroundings) -> None:
        self._numeric = numeric
        self._account = account
        self._port = address.port
        self._clock = around.clock
        self._times = around.timeouts
        self._deadline = 0.0
        self._context = ssl.create_default_context(cafile=account.settings.get("ca_file") or None)
        super().__init__(local_hostname="huying", timeout=around.timeouts.read)
        self._host = address.host  # the name that the certificate must bear

    def begin(self) -> None:
        """Start the time that the next conversation may take as a whole."""
        self._deadline = self._clock.monotonic() + self._times.whole

    def enter(self) -> None:
        """Connect, encrypt, log in. Raises SMTPException, OSError, ValueError; nothing of a message was sent."""
        own = self._account.settings
        code, _ = self.connect(self._host, self._port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, b"")
        self.ehlo_or_helo_if_needed()
        if own["tls"] == "starttls":
            self.starttls(context=self._context)
            self.ehlo_or_helo_if_needed()  # what was said before the encryption does not count
        if own.get("user"):
            self.login(own["user"], self._account.secrets.get("password"))

    def hand_over(self, sender: str, to: str, content: bytes) -> tuple[Fate, bool]:
        """Hand a mail over; return its fate, and whether the connection can carry another one."""
        try:
            refused = self._named(sender, to)
        except (smtplib.SMTPException, OSError):
            return Fate(Verdict.BUSY, "与邮件服务器的连接中断，正文没有送出"), False
        if refused is not None:
            return refused, True
        try:
            code, words = self.data(content)
        except smtplib.SMTPDataError as error:
            return _refusal(error.smtp_code, _bytes(error.smtp_error)), True
        except (smtplib.SMTPException, OSError):
            return Fate(Verdict.UNKNOWN, "与邮件服务器的连接中断，不知是否收下"), False
        if code != 250:
            return _refusal(code, words), True
        return Fate(Verdict.ACCEPTED, "", words.decode("ascii", "replace")[:100]), True

    def leave(self) -> None:
        """Say goodbye; whatever goes wrong then does not matter."""
        self.begin()
        try:
            self.quit()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _named(self, sender: str, to: str) -> Fate | None:
        """Name sender and recipient; return the refusal of either."""
        for code, words in (self.mail(sender), self.rcpt(to)):
            if code not in (250, 251):
                self.rset()
                return _refusal(code, words)
        return None

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect to the checked address, not to whatever the name leads to now (the library's own hook)."""
        made = socket.create_connection((self._numeric, port), self._times.connect)
        if self._account.settings["tls"] == "ssl":
            try:
                made = self._context.wrap_socket(made, server_hostname=host)
            except BaseException:
                made.close()
                raise
        made.settimeout(timeout)
        return made

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer, but not beyond the deadline, however slowly it comes."""
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock, self._left)
        return super().getreply()

    def _left(self) -> float:
        return min(self._times.read, self._deadline - self._clock.monotonic())


class _Lines:
    """Reads lines of a socket, each piece within the time that is left."""

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock = sock
        self._left = left
        self._got = b""

    def readline(self, limit: int) -> bytes:
        """Return the next line with its end; what there is where the connection ends. Raises OSError."""
        while b"\n" not in self._got and len(self._got) < min(limit, _LINE_MOST):
            left = self._left()
            if left <= 0:
                raise TimeoutError
            self._sock.settimeout(left)
            piece = self._sock.recv(1024)
            if not piece:
                break
            self._got += piece
        end = self._got.find(b"\n") + 1 or len(self._got)
        line, self._got = self._got[:end], self._got[end:]
        return line

    def close(self) -> None:
        """Nothing of its own to close."""


def _refusal(code: int, words: bytes) -> Fate:
    """Return what a server's code means: 4xx passes, 5xx does not (RFC 5321, 4.2.1)."""
    sentence = f"邮件服务器拒绝：{code} {words.decode('utf-8', 'replace')}"
    return Fate(Verdict.BUSY if 400 <= code < 500 else Verdict.REFUSED, sentence)


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
