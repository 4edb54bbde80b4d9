"""The demo gateway over real HTTP: the hub's channel on one side, a person's page on the other."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest
import requests
import uvicorn

from services.alerts.channels import Credential, HttpGatewayChannel, Outgoing, Timeouts
from services.alerts.hosts import GatewayAddress
from services.alerts.outbox import Verdict
from services.domain.clock import SystemClock
from services.domain.modes import Mode
from services.gateway.app import GatewaySettings, build
from services.gateway.serve import KEY_FILE, key_in, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOW = 1_795_333_325_000
PAGE = {"X-Gateway-Page": "1"}
KEY = {"Authorization": "Bearer schluessel"}


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> int:
        return self.at


class Gateway:
    """A running gateway, its address, and a person at its page."""

    def __init__(self, port: int, hand: Hand) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        self.hand = hand

    def state(self, **query: Any) -> dict[str, Any]:  # noqa: ANN401 - any filter
        found = requests.get(f"{self.url}/page/state", params=query, headers=PAGE, timeout=60)
        assert found.status_code == 200, found.text
        state: dict[str, Any] = found.json()
        return state

    def post(self, path: str, body: object, status: int = 200) -> dict[str, Any]:
        found = requests.post(f"{self.url}/page/{path}", json=body, headers=PAGE, timeout=60)
        assert found.status_code == status, found.text
        answer: dict[str, Any] = found.json()
        return answer

    def channel(self, key: str = "schluessel", mode: Mode = Mode.EXERCISE) -> HttpGatewayChannel:
        address = GatewayAddress(url=self.url, hosts=(), inner_hosts=(f"127.0.0.1:{self.port}",))
        return HttpGatewayChannel(
            mode, address, Credential(mode, key), SystemClock(), timeouts=Timeouts(2, 2, 5), threads=4
        )


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Gateway]]:
    running: list[tuple[uvicorn.Server, threading.Thread, socket.socket]] = []

    def go() -> Gateway:
        hand = Hand()
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)  # calls wait here until the server takes them
        port = listener.getsockname()[1]
        settings = GatewaySettings(
            key="schluessel", hosts=(f"127.0.0.1:{port}",), journal=tmp_path / "data" / "gateway.jsonl"
        )
        app = build(settings, hand.now)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        running.append((server, thread, listener))
        return Gateway(port, hand)

    yield go
    for server, thread, listener in running:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture
def gateway(start: Callable[[], Gateway]) -> Gateway:
    return start()


@pytest.fixture
def channel(gateway: Gateway) -> Iterator[HttpGatewayChannel]:
    channel = gateway.channel()
    yield channel
    channel.close()


def message(number: int = 1, **changes: Any) -> Outgoing:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "idem": f"m{number}",
        "channel": "sms",
        "target": f"1380000{number:04d}",
        "text": "【演练】请转移",
        "alert": "a1",
        "revision": 1,
        "mode": Mode.EXERCISE,
        "expires": NOW + 3_600_000,
        "unit": "市桥街道",
        "people": ("李明",),
    }
    return Outgoing(**(values | changes))


def test_a_message_is_accepted_then_delivered_then_answered(gateway: Gateway, channel: HttpGatewayChannel) -> None:
    outcome = channel.send([message()])[0]
    assert outcome.verdict is Verdict.ACCEPTED
    assert outcome.provider_id.startswith("GW")
    assert gateway.state()["cards"][0]["state"] == "accepted"
    assert channel.receipts(0) == ()

    gateway.hand.at += 900
    delivered = channel.receipts(0)
    assert [(receipt.kind, receipt.idem, receipt.at) for receipt in delivered] == [("delivered", "m1", NOW + 800)]

    gateway.hand.at += 5_000
    assert gateway.post("answer", {"idems": ["m1"], "by": "", "text": " 收到 "}) == {"done": 1, "sentence": ""}
    answered = channel.receipts(delivered[-1].seq)
    assert [(receipt.kind, receipt.by, receipt.text) for receipt in answered] == [("answered", "李明", "收到")]
    card = gateway.state()["cards"][0]
    assert (card["state"], card["answers"]) == ("answered", [["李明", "收到", NOW + 5_900]])


def test_an_answer_proves_delivery(gateway: Gateway, channel: HttpGatewayChannel) -> None:
    channel.send([message()])
    gateway.post("answer", {"idems": ["m1"], "by": "王芳", "text": "需要支援"})
    assert [(one.kind, one.by) for one in channel.receipts(0)] == [("delivered", ""), ("answered", "王芳")]
    gateway.hand.at += 10_000
    assert len(channel.receipts(0)) == 2


def test_a_repeated_message_gets_the_first_result_and_is_shown_once(
    gateway: Gateway, channel: HttpGatewayChannel
) -> None:
    first = channel.send([message()])[0]
    again = channel.send([message(text="【演练】【可能重复】请转移"), message(2)])
    assert again[0] == first
    state = gateway.state()
    assert (state["total"], state["repeats"]) == (2, 1)
    assert {card["idem"]: (card["text"], card["repeats"]) for card in state["cards"]} == {
        "m1": ("【演练】请转移", 1),
        "m2": ("【演练】请转移", 0),
    }


def test_the_switches_refuse_delay_and_lose(gateway: Gateway, channel: HttpGatewayChannel) -> None:
    gateway.post("switches", {"refuse": 50})
    verdicts = [outcome.verdict for outcome in channel.send([message(number) for number in range(10)])]
    assert verdicts.count(Verdict.REFUSED) == 5
    gateway.post("switches", {"busy": 100})
    busy = channel.send([message(20)])[0]
    assert busy.verdict is Verdict.BUSY
    assert channel.ask("m20") is None, "what was refused for now was not taken"
    gateway.post("switches", {"fail": 100, "deliver_ms": 0})
    channel.send([message(30)])
    assert [receipt.kind for receipt in channel.receipts(0) if receipt.idem == "m30"] == ["failed"]
    gateway.post("switches", {})
    assert channel.send([message(20)])[0].verdict is Verdict.ACCEPTED


def test_a_lost_answer_is_unknown_asking_settles_it_and_nobody_gets_it_twice(
    gateway: Gateway, channel: HttpGatewayChannel
) -> None:
    gateway.post("switches", {"lose": 100})
    outcome = channel.send([message()])[0]
    assert (outcome.verdict, outcome.reason) == (Verdict.UNKNOWN, "网关没有按时回答")
    asked = channel.ask("m1")
    assert asked is not None
    assert asked.verdict is Verdict.ACCEPTED
    gateway.post("switches", {})
    assert channel.send([message()])[0].verdict is Verdict.ACCEPTED
    assert gateway.state()["total"] == 1


def test_a_slow_gateway_answers_late_but_answers(gateway: Gateway, channel: HttpGatewayChannel) -> None:
    gateway.post("switches", {"delay_ms": 150})
    assert channel.send([message()])[0].verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"text": " "}, "内容"),
        ({"target": ""}, "收件地址"),
        ({"expires": NOW}, "失效"),
        ({"text": "水" * 65_537}, "65,536"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(
    channel: HttpGatewayChannel, changes: dict[str, Any], word: str
) -> None:
    outcome = channel.send([message(**changes)])[0]
    assert outcome.verdict is Verdict.REFUSED
    assert word in outcome.reason


def test_live_is_refused_even_with_the_right_key(gateway: Gateway) -> None:
    live = gateway.channel(mode=Mode.LIVE)
    outcome = live.send([message(mode=Mode.LIVE)])[0]
    live.close()
    assert outcome.verdict is Verdict.REFUSED
    assert gateway.state().get("total", 0) == 0


def test_a_wrong_key_gets_nothing(gateway: Gateway) -> None:
    stranger = gateway.channel(key="falsch")
    outcome = stranger.send([message()])[0]
    asked = stranger.ask("m1")
    stranger.close()
    assert (outcome.verdict, outcome.reason) == (Verdict.BUSY, "网关不认凭据")
    assert asked is not None
    for path in ("/receipts", "/messages/m1"):
        assert requests.get(gateway.url + path, timeout=60).status_code == 401
    assert gateway.state().get("total", 0) == 0


@pytest.mark.parametrize("path", ["/", "/page/state", "/receipts", "/page.js"])
def test_a_foreign_name_is_refused(gateway: Gateway, path: str) -> None:
    found = requests.get(gateway.url + path, headers=PAGE | KEY | {"Host": "evil.example"}, timeout=60)
    assert found.status_code == 403
    assert "本机" in found.json()["sentence"]


@pytest.mark.parametrize("path", ["answer", "switches"])
def test_a_foreign_site_cannot_press_the_pages_buttons(gateway: Gateway, path: str) -> None:
    found = requests.post(f"{gateway.url}/page/{path}", data="{}", headers={"Content-Type": "text/plain"}, timeout=60)
    assert found.status_code == 403


def test_bad_input_gets_a_sentence_and_changes_nothing(gateway: Gateway, channel: HttpGatewayChannel) -> None:
    for body in (b"", b"[", b"{}", "预警".encode("gb18030"), b'[{"idem": 1}]'):
        found = requests.post(f"{gateway.url}/messages", data=body, headers=KEY, timeout=60)
        assert found.status_code == 422
        assert "无法读取" in found.json()["sentence"]
    assert requests.post(f"{gateway.url}/messages", data=b" " * 1_000_001, headers=KEY, timeout=60).status_code == 413
    assert "0 到 100" in gateway.post("switches", {"refuse": 101}, 422)["sentence"]
    assert "无法读取" in gateway.post("switches", {"explode": 1}, 422)["sentence"]
    channel.send([message()])
    assert gateway.post("answer", {"idems": ["m1"], "by": "", "text": " "})["done"] == 0
    assert gateway.post("answer", {"idems": ["m1"], "by": "", "text": "长" * 201})["done"] == 0
    assert "没有这条消息" in gateway.post("answer", {"idems": ["zz"], "by": "", "text": "收到"})["sentence"]
    assert gateway.state()["cards"][0]["answers"] == []


def test_the_page_counts_and_filters(gateway: Gateway, channel: HttpGatewayChannel) -> None:
    channel.send(
        [message(number, channel=["sms", "led"][number % 2], unit=["甲", "乙", ""][number % 3]) for number in range(12)]
    )
    gateway.post("answer", {"idems": ["m0", "m2"], "by": "", "text": "收到"})
    state = gateway.state()
    assert [(count["name"], count["all"], count["answered"]) for count in state["channels"]] == [
        ("led", 6, 0),
        ("sms", 6, 2),
    ]
    assert [(count["name"], count["all"]) for count in state["units"]] == [("", 4), ("乙", 4), ("甲", 4)]
    assert state["version"] == gateway.state(version=state["version"])["version"]
    assert gateway.state(version=state["version"])["same"]
    assert gateway.state(channel="sms")["matching"] == 6
    assert gateway.state(channel="sms", waiting="true")["matching"] == 4
    assert gateway.state(unit="")["matching"] == 4
    assert gateway.state(channel="led", unit="乙")["matching"] == 2


def test_the_page_is_one_file_set_of_its_own_and_runs_nothing_foreign(gateway: Gateway) -> None:
    page = requests.get(gateway.url, timeout=60)
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    linked = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert sorted(linked) == ["page.css", "page.js"]
    script = requests.get(f"{gateway.url}/page.js", timeout=60).text
    assert "innerHTML" not in script
    assert requests.get(f"{gateway.url}/../serve.py", timeout=60).status_code == 404


def test_receipts_come_in_pages_that_the_hub_is_willing_to_read(gateway: Gateway, channel: HttpGatewayChannel) -> None:
    channel.send([message(number) for number in range(120)])
    gateway.post("answer", {"idems": [f"m{number}" for number in range(120)], "by": "", "text": "长" * 200})
    found: list[int] = []
    pages = 0
    while page := channel.receipts(found[-1] if found else 0):
        found += [receipt.seq for receipt in page]
        pages += 1
    assert len(found) == 240
    assert found == sorted(set(found))
    assert pages > 1


def test_keys_are_known_after_a_restart_and_numbers_go_on(
    start: Callable[[], Gateway], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = start()
    one = first.channel()
    before = one.send([message()])[0]
    first.hand.at += 1_000
    seen = one.receipts(0)[-1].seq
    one.close()
    with (tmp_path / "data" / "gateway.jsonl").open("ab") as journal:
        journal.write(b"half a line")
    with caplog.at_level("WARNING", "services.gateway.journal"):
        second = start()
    assert "line 2" in caplog.text
    second.hand.at += 60_000
    two = second.channel()
    after = two.send([message(), message(2)])
    newer = two.receipts(seen)
    two.close()
    assert after[0] == before
    assert second.state()["repeats"] == 1
    assert newer
    assert all(receipt.seq > seen for receipt in newer)
    with caplog.at_level("WARNING", "services.gateway.journal"):
        third = start().channel()
    assert third.ask("m1") == before
    assert third.ask("m2") == after[1]
    third.close()


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    key = key_in(tmp_path / "new")
    assert key_in(tmp_path / "new") == key
    assert len(key) >= 40
    assert (tmp_path / "new" / KEY_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "8.8.8.8"])  # noqa: S104 - refused, that is the point
def test_it_serves_this_machine_only(host: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        run(host, 0, None)


def test_as_a_program_it_announces_its_address_answers_and_stops(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from services.gateway.serve import run; "
        "run('127.0.0.1', 0, Path(sys.argv[1]), announce=lambda line: print(line, flush=True))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        headers = {"Authorization": f"Bearer {key_in(tmp_path)}"}
        found = requests.get(f"{url}receipts", headers=headers, timeout=60)
        assert json.loads(found.text) == []
        program.terminate()
        assert program.wait(60) in (0, -15)
