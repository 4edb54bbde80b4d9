"""Devices over MQTT: published with QoS 1, accepted once the broker has it; the device itself sends the receipts.

Topics: ``{prefix}/{mode}/alerts/{device}`` outwards, ``{prefix}/{mode}/receipts/{device}`` back, so that no mode hears
another's. A message is JSON ``{"idem", "text", "expires", "alert", "revision", "mode"}``, never retained. A receipt is
JSON ``{"idem", "kind": "delivered" | "failed" | "answered", "at", "by", "text"}``; the broker's rules must let a device
write its own topic only. Receipts that come while no engine is connected are lost unless the device retains them.

Nothing is published again by itself: the library would repeat what the broker did not acknowledge, so a connection that
fails is thrown away with everything it held, and the message's fate is unknown.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

import msgspec
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode

from services.alerts.channels.aliyun_sms import receipt_number
from services.alerts.channels.base import GatewayUnreachable, Receipt, cannot_tell, crossed
from services.alerts.channels.each import Fate, too_long
from services.alerts.hosts import AddressRefused, GatewayAddress, checked_address
from services.alerts.outbox import Outcome, Verdict
from services.domain.channels_text import utf8_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paho.mqtt.client import MQTTMessageInfo

    from services.alerts.channels.base import Account, Outgoing
    from services.alerts.channels.each import Surroundings
    from services.domain.clock import Instant
    from services.domain.modes import Mode

RECEIPTS_MOST = 10_000
RECEIPT_BYTES = 4_096
_KINDS = frozenset({"delivered", "failed", "answered"})
_KEEPALIVE_S = 30


class _Heard(msgspec.Struct, frozen=True):
    """A receipt as a device writes it."""

    idem: str
    kind: str
    at: int = 0
    by: str = ""
    text: str = ""


class MqttAccount:
    """One broker; the connection stays open, so that receipts come in."""

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
            raise ValueError(f"the broker {host} must be encrypted; only a host of the inner network may do without")
        self._account = account
        self._around = around
        self._clock = around.clock
        self._base = f"{own['prefix']}/{account.mode.value}"
        self._lock = threading.Lock()
        self._client: _Pinned | None = None
        self._receipts: deque[Receipt] = deque(maxlen=RECEIPTS_MOST)

    @property
    def mode(self) -> Mode:
        """Return the only mode this account carries."""
        return self._account.mode

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Publish messages and wait until the broker has each; the whole batch has the time of one call."""
        fates: dict[str, Fate] = {}
        own = [message for message in batch if message.mode is self.mode]
        for message in own:
            refused = self._refused(message)
            if refused is not None:
                fates[message.idem] = refused
        with self._lock:
            fates |= self._published([message for message in own if message.idem not in fates])
        return tuple(fates[m.idem].of(m) if m.mode is self.mode else crossed(m) for m in batch)

    def ask(self, message: Outgoing, sent_at: Instant) -> Outcome | None:
        """Say that it cannot be told: a broker knows no message once it has passed it on."""
        del sent_at
        return cannot_tell(message, "MQTT 代理不能查询消息的去向，等待设备回执")

    def news(self, sent: Sequence[tuple[Outgoing, Instant]]) -> tuple[Receipt, ...]:
        """Return the receipts that devices wrote. Raises GatewayUnreachable when the broker cannot be reached."""
        del sent
        with self._lock:
            made = self._connected()
            if isinstance(made, Fate):
                raise GatewayUnreachable(made.reason)
        return tuple(self._receipts)

    def heard(self, receipts: Sequence[Receipt]) -> None:
        """Forget receipts that have been stored."""
        stored = {receipt.seq for receipt in receipts}
        while self._receipts and self._receipts[0].seq in stored:
            self._receipts.popleft()

    def close(self) -> None:
        """End the connection and its thread."""
        with self._lock:
            self._drop()

    def _refused(self, message: Outgoing) -> Fate | None:
        used, limit = utf8_length(message.text), self._account.limit
        if limit and used > limit:
            return too_long(used, limit, "字节")
        if not message.target or any(char in "+#/" or not char.isprintable() for char in message.target):
            return Fate(Verdict.REFUSED, "不是设备编号，没有送出")
        return None

    def _published(self, batch: Sequence[Outgoing]) -> dict[str, Fate]:
        made = self._connected() if batch else None
        if isinstance(made, Fate) or made is None:
            return {message.idem: made or Fate(Verdict.BUSY) for message in batch}
        deadline = self._clock.monotonic() + self._around.timeouts.read
        sent = [
            (message, made.publish(f"{self._base}/alerts/{message.target}", _body(message), 1)) for message in batch
        ]
        fates = {message.idem: self._waited(info, deadline) for message, info in sent}
        if any(fate.verdict is not Verdict.ACCEPTED for fate in fates.values()):
            self._drop()
        return fates

    def _waited(self, info: MQTTMessageInfo, deadline: float) -> Fate:
        if info.rc not in (MQTTErrorCode.MQTT_ERR_SUCCESS, MQTTErrorCode.MQTT_ERR_NO_CONN):
            return Fate(Verdict.BUSY, "消息没有交给 MQTT 代理")
        try:
            info.wait_for_publish(max(0.01, deadline - self._clock.monotonic()))
            done = info.is_published()
        except (RuntimeError, ValueError):
            done = False
        if done:
            return Fate(Verdict.ACCEPTED, "代理已收，等待设备回执")
        return Fate(Verdict.UNKNOWN, "MQTT 代理没有确认，不知是否收下")

    def _connected(self) -> _Pinned | Fate:
        """Return the open connection, or why there is none: then nothing has left."""
        if self._client is not None and self._client.is_connected():
            return self._client
        self._drop()
        try:
            numeric = checked_address(self._address, self._around.resolver)
        except AddressRefused as error:
            return Fate(Verdict.BUSY, error.sentence)
        client = _Pinned(numeric, self._around.timeouts.connect, f"huying-{self._around.random(8).hex()}")
        try:
            why = self._entered(client)
        except ssl.SSLCertVerificationError:
            why = "MQTT 代理的证书不可信"
        except (OSError, ValueError):
            why = "连不上 MQTT 代理"
        if why:
            client.leave()
            return Fate(Verdict.BUSY, why)
        self._client = client
        return client

    def _entered(self, client: _Pinned) -> str:
        """Connect, log in, subscribe; return why not, "" when all went well. Raises OSError, ValueError."""
        own = self._account.settings
        if own["tls"] == "tls":
            client.tls_set_context(ssl.create_default_context(cafile=own.get("ca_file") or None))
        if own.get("user"):
            client.username_pw_set(own["user"], self._account.secrets.get("password"))
        client.on_message = self._on_message
        client.connect(self._address.host, self._address.port, _KEEPALIVE_S)
        client.loop_start()
        if not client.greeted.wait(self._around.timeouts.read):
            return "MQTT 代理没有按时回答"
        if client.refused:
            return f"MQTT 代理不接受登录：{client.refused}"
        client.subscribe(f"{self._base}/receipts/+", 1)
        return ""

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.leave()

    def _on_message(self, client: Client, userdata: Any, message: MQTTMessage) -> None:  # noqa: ANN401 - the library's
        del client, userdata
        device = message.topic.rpartition("/")[2]
        if len(message.payload) > RECEIPT_BYTES:
            return
        try:
            said = msgspec.json.decode(message.payload, type=_Heard)
        except msgspec.DecodeError:
            return
        if said.kind in _KINDS:
            self._receipts.append(
                Receipt(
                    seq=receipt_number(said.idem, f"{said.kind}|{device}"),
                    idem=said.idem,
                    kind=said.kind,
                    at=said.at if 0 < said.at <= self._clock.now() else self._clock.now(),
                    by=said.by[:100] or device[:100],
                    text=said.text[:200],
                )
            )


class _Pinned(Client):
    """A client that connects to the checked address under the broker's own name, once, through no proxy."""

    def __init__(self, numeric: str, timeout: float, client_id: str) -> None:
        super().__init__(CallbackAPIVersion.VERSION2, client_id, clean_session=True, reconnect_on_failure=False)
        self.greeted = threading.Event()
        self.refused = ""
        self._numeric = numeric
        self.connect_timeout = timeout
        self.on_connect = self._on_greeting

    def leave(self) -> None:
        """Disconnect and end the thread; what was not acknowledged is gone with it."""
        self.disconnect()
        self.loop_stop()

    def _on_greeting(self, client: Client, userdata: Any, flags: Any, reason: Any, properties: Any) -> None:  # noqa: ANN401 - the library's own signature
        del client, userdata, flags, properties
        if reason.is_failure:
            self.refused = str(reason)
        self.greeted.set()

    def _create_socket_connection(self) -> socket.socket:
        """Connect to the checked address (the library's own hook, which would resolve anew and may take a proxy)."""
        return socket.create_connection((self._numeric, self._port), self.connect_timeout)

    def _ssl_wrap_socket(self, tcp_sock: socket.socket) -> ssl.SSLSocket:
        """Shake hands under the broker's own name; a socket whose peer is not trusted is closed at once."""
        if self._ssl_context is None:
            raise ValueError("there is no context to encrypt with")
        made = self._ssl_context.wrap_socket(tcp_sock, server_hostname=self._host, do_handshake_on_connect=False)
        try:
            made.settimeout(self.connect_timeout)
            made.do_handshake()
        except BaseException:
            made.close()
            raise
        return made


def _body(message: Outgoing) -> bytes:
    fields = ("idem", "text", "expires", "alert", "revision", "mode")
    return msgspec.json.encode({name: getattr(message, name) for name in fields})
