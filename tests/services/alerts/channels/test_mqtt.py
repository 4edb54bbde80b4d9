"""Devices over a real broker: PUBACK is the broker's word only, the device's receipt is its own."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from amqtt.broker import Broker
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from services.alerts.channels import GatewayUnreachable, Timeouts
from services.alerts.channels.build import build
from services.alerts.outbox import Verdict
from services.domain.channels import Kind
from services.domain.modes import Mode
from tests.fixtures.stubs import HOST, SECRET, Bench, certificate, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.alerts.channels import Adapter, Receipt

TIMES = Timeouts(3.0, 10.0, 15.0)
PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def broker(anonymous: bool = True, **listener: Any) -> Iterator[int]:  # noqa: ANN401 - the broker's own options
    """Run a broker on a loop of its own."""
    port = free_port()
    config: dict[str, Any] = {
        "listeners": {"default": {"type": "tcp", "bind": f"127.0.0.1:{port}", **listener}},
        "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": anonymous}},
    }
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    made = asyncio.run_coroutine_threadsafe(_started(config), loop).result(30)
    try:
        yield port
    finally:
        asyncio.run_coroutine_threadsafe(made.shutdown(), loop).result(30)
        asyncio.run_coroutine_threadsafe(_rest(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _started(config: dict[str, Any]) -> Broker:
    made = Broker(config)
    await made.start()
    return made


async def _rest() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class Device:
    """A siren that hears its topic and answers on its own."""

    def __init__(self, port: int, name: str, mode: str = "exercise", kinds: tuple[str, ...] = ("delivered",)) -> None:
        self.heard: list[dict[str, Any]] = []
        self._kinds = kinds
        self._receipts = f"huying/{mode}/receipts/{name}"
        self._ready = threading.Event()
        self.client = Client(CallbackAPIVersion.VERSION2, f"device-{name}-{mode}")
        self.client.on_message = self._on_message
        self.client.on_subscribe = lambda *_: self._ready.set()
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        self.client.subscribe(f"huying/{mode}/alerts/{name}", 1)
        assert self._ready.wait(PATIENCE_S)

    def _on_message(self, client: Client, userdata: Any, got: MQTTMessage) -> None:  # noqa: ANN401 - the library's
        del userdata
        said = json.loads(got.payload)
        self.heard.append(said)
        for kind in self._kinds:
            client.publish(self._receipts, json.dumps({"idem": said["idem"], "kind": kind, "by": "塔山喇叭"}), 1)

    def say(self, payload: bytes) -> None:
        self.client.publish(self._receipts, payload, 1).wait_for_publish(PATIENCE_S)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


@contextmanager
def device(port: int, name: str, **options: Any) -> Iterator[Device]:  # noqa: ANN401 - a device's options
    made = Device(port, name, **options)
    try:
        yield made
    finally:
        made.close()


def until(true: Callable[[], bool]) -> None:
    """Wait for what another thread does, against waiting for ever."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        threading.Event().wait(0.02)


def receipts(adapter: Adapter, count: int) -> tuple[Receipt, ...]:
    until(lambda: len(adapter.news([])) >= count)
    return adapter.news([])


def to(name: str, idem: str = "m1", mode: Mode = Mode.EXERCISE) -> Any:  # noqa: ANN401 - an Outgoing
    return message(idem, mode, channel="device", target=name)


def test_the_broker_accepts_and_the_device_delivers() -> None:
    with (
        broker() as port,
        device(port, "siren-7", kinds=("delivered", "answered")) as siren,
        Bench(port, timeouts=TIMES).opened(Kind.MQTT) as adapter,
    ):
        (outcome,) = adapter.send([to("siren-7")])
        assert (outcome.verdict, outcome.reason) == (Verdict.ACCEPTED, "代理已收，等待设备回执")
        got = receipts(adapter, 2)
        assert [(receipt.idem, receipt.kind, receipt.by) for receipt in got] == [
            ("m1", "delivered", "塔山喇叭"),
            ("m1", "answered", "塔山喇叭"),
        ]
        assert [one.seq for one in adapter.news([])] == [one.seq for one in got], "kept until they are stored"
        adapter.heard(got)
        assert adapter.news([]) == ()
        assert siren.heard[0] == {
            "idem": "m1",
            "text": "【演练】请转移",
            "expires": 9_999_999_999_999,
            "alert": "a1",
            "revision": 1,
            "mode": "exercise",
        }
        asked = adapter.ask(to("siren-7"), 1)
        assert asked is not None
        assert asked.verdict is Verdict.UNKNOWN


def test_devices_of_another_mode_hear_nothing() -> None:
    with (
        broker() as port,
        device(port, "siren-7", mode="live") as live,
        device(port, "siren-7") as own,
        Bench(port, timeouts=TIMES).opened(Kind.MQTT) as adapter,
    ):
        outcomes = adapter.send([to("siren-7", "x", Mode.LIVE), to("siren-7", "m1")])
        receipts(adapter, 1)
        assert [outcome.verdict for outcome in outcomes] == [Verdict.REFUSED, Verdict.ACCEPTED]
        assert [said["idem"] for said in own.heard] == ["m1"]
        assert live.heard == []


def test_what_a_device_may_not_write_is_dropped() -> None:
    with (
        broker() as port,
        device(port, "siren-7") as siren,
        Bench(port, timeouts=TIMES).opened(Kind.MQTT) as adapter,
    ):
        assert adapter.news([]) == ()
        for payload in (b"?", b'{"idem":"m1"}', b'{"idem":"m1","kind":"accepted"}', b"[" * 5_000):
            siren.say(payload)
        siren.say(json.dumps({"idem": "m1", "kind": "failed", "at": 10**15, "text": "长" * 300}).encode())
        (got,) = receipts(adapter, 1)
        assert (got.kind, got.by, len(got.text)) == ("failed", "siren-7", 200)
        assert got.at == Bench(port).clock.now(), "no device may name a moment that has not come"


@pytest.mark.parametrize("name", ["+", "#", "a/b", "", "a\nb"])
def test_an_address_cannot_reach_other_devices(name: str) -> None:
    with Bench(1).opened(Kind.MQTT) as adapter:
        (outcome,) = adapter.send([to(name)])
    assert (outcome.verdict, outcome.reason) == (Verdict.REFUSED, "不是设备编号，没有送出")


def test_a_refused_login_leaves_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with broker(anonymous=False) as port, Bench(port, timeouts=TIMES).opened(Kind.MQTT) as adapter:
        (outcome,) = adapter.send([to("siren-7")])
    assert outcome.verdict is Verdict.BUSY
    assert SECRET.format("password") not in f"{outcome}{caplog.text}"


def test_a_closed_port_means_that_nothing_was_sent_and_no_receipts() -> None:
    with Bench(1).opened(Kind.MQTT) as adapter:
        (outcome,) = adapter.send([to("siren-7")])
        assert (outcome.verdict, outcome.reason) == (Verdict.BUSY, "连不上 MQTT 代理")
        with pytest.raises(GatewayUnreachable, match="连不上"):
            adapter.news([])


def test_a_name_that_leads_inside_is_refused_before_connecting() -> None:
    with Bench(1, inner=(), leads_to=("10.0.0.8",)).opened(Kind.MQTT, tls="tls") as adapter:
        (outcome,) = adapter.send([to("siren-7")])
    assert (outcome.verdict, "内网" in outcome.reason) == (Verdict.BUSY, True)


def test_only_an_inner_broker_may_do_without_encryption() -> None:
    bench = Bench(1883, inner=())
    with pytest.raises(ValueError, match="encrypted"):
        build(bench.account(Kind.MQTT), bench.around)


def test_the_way_is_encrypted_and_the_name_checked(tmp_path: Path) -> None:
    crt, key = certificate(tmp_path, HOST)
    with broker(ssl=True, certfile=str(crt), keyfile=str(key)) as port:
        for ca, verdict in ((str(crt), Verdict.ACCEPTED), ("", Verdict.BUSY)):
            with Bench(port, timeouts=TIMES).opened(Kind.MQTT, tls="tls", ca_file=ca) as adapter:
                (outcome,) = adapter.send([to("siren-7")])
            assert outcome.verdict is verdict, outcome.reason
    assert outcome.reason == "MQTT 代理的证书不可信"
    assert ssl.HAS_TLSv1_2


CONNACK = b"\x20\x02\x00\x00"


def _listens(conn: socket.socket, stop: threading.Event, got: list[bytes], *, greets: bool) -> None:
    with conn:
        conn.settimeout(0.1)
        while not stop.is_set():
            try:
                piece = conn.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                return
            if not piece:
                return
            if greets and b"MQTT" in piece:
                conn.sendall(CONNACK)
            got.append(piece)


@contextmanager
def mute(greets: bool) -> Iterator[tuple[int, list[bytes]]]:
    """Run what takes everything and confirms nothing, after a greeting or without one."""
    stop = threading.Event()
    got: list[bytes] = []
    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def run() -> None:
            while not stop.is_set():
                try:
                    conn, _ = server.accept()
                except TimeoutError:
                    continue
                threads.append(threading.Thread(target=_listens, args=(conn, stop, got), kwargs={"greets": greets}))
                threads[-1].start()

        main = threading.Thread(target=run)
        main.start()
        try:
            yield int(server.getsockname()[1]), got
        finally:
            stop.set()
            main.join()
            for thread in threads:
                thread.join()


@pytest.mark.parametrize(("greets", "verdict"), [(False, Verdict.BUSY), (True, Verdict.UNKNOWN)])
def test_a_broker_that_confirms_nothing_gets_the_message_once(greets: bool, verdict: Verdict) -> None:
    with mute(greets) as (port, got), Bench(port, timeouts=Timeouts(1.0, 0.5, 1.0)).opened(Kind.MQTT) as adapter:
        (outcome,) = adapter.send([to("siren-7", "only-once")])
        assert outcome.verdict is verdict
        with nullcontext() if greets else pytest.raises(GatewayUnreachable):
            adapter.news([])  # connects anew: what was not confirmed is not published again by itself
    assert b"".join(got).count(b"only-once") == (1 if greets else 0)
