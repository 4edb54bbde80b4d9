"""The loops over real databases and a real gateway: each step once, whoever dies in between, and nothing unseen."""

from __future__ import annotations

import logging
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest
import requests
import uvicorn

from services.alerts.outbox import Outcome, Verdict
from services.api.alerts import AlertRequest
from services.desk import alert_rows, alerts
from services.domain.clock import HOUR_MS, MINUTE_MS, SystemClock
from services.domain.modes import Mode
from services.domain.tiers import Tier
from services.engine.channels import make_channels
from services.engine.due import LEASE_MS, Due
from services.engine.heads import SealHead
from services.engine.housekeeping import Housekeeping
from services.engine.loops import Engine, Sweep
from services.engine.receipts import Collect
from services.engine.send import LEASE_MS as SEND_LEASE_MS
from services.engine.send import Send
from services.engine.watch import Watch
from services.gateway.app import GatewaySettings, build
from services.store import audit_log, outbox, timers
from services.store import cases as case_store
from tests.fixtures.databases import START
from tests.fixtures.desks import KEYS, STREET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from services.alerts.channels import Outgoing, Receipt
    from services.store.outbox import Message
    from tests.fixtures.desks import Office

KEY = "exercise-key"
PAGE = {"X-Gateway-Page": "1"}


@dataclass
class Gateway:
    """The demo gateway on a thread, on the office's clock."""

    url: str

    def page(self, path: str, body: object) -> None:
        answer = requests.post(f"{self.url}/page/{path}", json=body, headers=PAGE, timeout=60)
        assert answer.status_code == 200, answer.text

    def cards(self) -> list[dict[str, object]]:
        answer = requests.get(f"{self.url}/page/state", headers=PAGE, timeout=60)
        found: list[dict[str, object]] = answer.json().get("cards", [])
        return found


@pytest.fixture
def gateway(office: Office) -> Iterator[Gateway]:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
        app = build(GatewaySettings(key=KEY, hosts=(f"127.0.0.1:{port}",)), office.clock.now)
        config = uvicorn.Config(
            app, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        sock.listen(64)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        yield Gateway(f"http://127.0.0.1:{port}")
        server.should_exit = True
        thread.join(60)


class DeadLine:
    """A channel whose calls are never answered: it records what was sent and is asked in vain."""

    mode = Mode.EXERCISE

    def __init__(self, found: Outcome | None = None) -> None:
        self.sent: list[Outgoing] = []
        self.asked: list[str] = []
        self.found = found

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        self.sent.extend(batch)
        return tuple(Outcome(message.idem, Verdict.UNKNOWN, "", "没有回答") for message in batch)

    def ask(self, idem: str) -> Outcome | None:
        self.asked.append(idem)
        return self.found

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        return ()

    def close(self) -> None:
        return


class Killed(BaseException):
    """What a worker feels of a power cut."""


class KilledLine(DeadLine):
    """A channel under whose call the worker dies."""

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        self.sent.extend(batch)
        raise Killed


def issue(office: Office, channels: tuple[str, ...] = ("phone",)) -> str:
    request = AlertRequest(
        command_id="alert-1",
        mode=Mode.EXERCISE,
        kind="waterlogging",
        level="red",
        unit_ids=(STREET,),
        warning="下中路地下通道积水约 40 厘米。",
        measures="请绕行，勿涉水。",
        starts_at=START,
        expires_at=START + 3 * HOUR_MS,
        channels=channels,
    )
    return office.database.write(lambda tx: alerts.issue(tx, office.district, office.operator, request)).row.id


def messages(office: Office, alert_id: str) -> list[Message]:
    return office.database.read(lambda conn: outbox.of_alert(conn, alert_id))


def test_an_alert_goes_out_and_its_answers_come_back(office: Office, gateway: Gateway) -> None:
    alert_id = issue(office)
    channels = make_channels(gateway.url, KEY, SystemClock())
    send = Send(office.database, office.district, channels, "one")
    collect = Collect(office.database, office.district, {"gateway": channels[Mode.EXERCISE]})
    try:
        while send.work():
            pass
        detail = office.database.read(lambda c: alert_rows.detail(c, office.district, office.operator, alert_id))
        assert detail.row.targets == detail.row.accepted > 0
        assert detail.row.delivered == 0
        assert len(gateway.cards()) == detail.row.targets
        assert all("演练" in str(card["text"]) for card in gateway.cards())
        office.clock.advance(2_000)
        assert collect.work() == 0
        card = gateway.cards()[0]
        gateway.page("answer", {"idems": [card["idem"]], "by": "", "text": "收到"})
        collect.work()
        row = office.database.read(lambda c: alert_rows.detail(c, office.district, office.operator, alert_id)).row
        assert (row.accepted, row.delivered, row.answered) == (row.targets, row.targets, 1)
        assert send.work() == 0
        sending = [thread.name for thread in threading.enumerate() if thread.name.startswith("gateway")]
        assert not sending, "a loop that has nothing to send keeps no thread for it"
    finally:
        for channel in channels.values():
            channel.close()


def test_a_gateway_that_is_away_is_tried_again_until_the_message_expires(office: Office) -> None:
    alert_id = issue(office)
    channels = make_channels("http://127.0.0.1:9", KEY, SystemClock())
    send = Send(office.database, office.district, channels, "one")
    try:
        assert send.work() > 0
        assert {message.state for message in messages(office, alert_id)} == {"retry"}
        assert send.work() == 0, "not before its time"
        office.clock.advance(1_000)
        assert send.work() > 0
        assert {message.attempts for message in messages(office, alert_id)} == {2}
        office.clock.advance(4 * HOUR_MS)
        send.work()
        assert {message.state for message in messages(office, alert_id)} == {"dead"}
    finally:
        for channel in channels.values():
            channel.close()


def test_two_senders_share_the_work_and_send_nothing_twice(office: Office, gateway: Gateway) -> None:
    issue(office)
    channels = make_channels(gateway.url, KEY, SystemClock())
    senders = [Send(office.database, office.district, channels, name) for name in ("one", "two")]

    def run(send: Send) -> int:
        done = 0
        while count := send.work():
            done += count
        return done

    try:
        with ThreadPoolExecutor(2) as pool:
            total = sum(pool.map(run, senders))
        cards = gateway.cards()
        assert total == len(cards)
        assert {card["repeats"] for card in cards} == {0}
    finally:
        for channel in channels.values():
            channel.close()


def test_a_sender_that_dies_in_the_middle_leaves_its_messages_to_another(office: Office) -> None:
    alert_id = issue(office)
    killed = KilledLine()
    with pytest.raises(Killed):
        Send(office.database, office.district, {Mode.EXERCISE: killed}, "one").work()
    assert {message.state for message in messages(office, alert_id)} == {"sending"}
    line = DeadLine()
    other = Send(office.database, office.district, {Mode.EXERCISE: line}, "two")
    assert other.work() == 0, "the lease still stands"
    office.clock.advance(SEND_LEASE_MS + 1)
    assert other.work() == len(killed.sent)
    assert {letter.idem for letter in line.sent} == {letter.idem for letter in killed.sent}
    assert all("可能重复" in letter.text and "演练" in letter.text for letter in line.sent)


def test_what_must_not_go_twice_is_asked_about_first(office: Office) -> None:
    issue(office, ("broadcast",))
    line = DeadLine()
    send = Send(office.database, office.district, {Mode.EXERCISE: line}, "one")
    count = send.work()
    office.clock.advance(MINUTE_MS)
    send.work()
    assert (len(line.sent), len(line.asked)) == (count, count)


def test_without_a_channel_messages_wait_and_the_auditor_says_so(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    alert_id = issue(office)
    assert Send(office.database, office.district, {}, "one").work() == 0
    watch = Watch(office.database, office.district, "one", dict, sends=False)
    watch.work()
    office.clock.advance(2 * MINUTE_MS)
    with caplog.at_level(logging.WARNING):
        watch.work()
        watch.work()
    assert len(caplog.records) == 1
    assert "no channel" in caplog.text
    assert {message.state for message in messages(office, alert_id)} == {"pending"}
    found = office.database.read(lambda conn: audit_log.of_object(conn, "outbox"))
    assert [link.action for link in found] == ["engine.late"]


def test_a_late_step_fires_once_however_many_engines_there_are(office: Office) -> None:
    cases = [office.report().id for _ in range(6)]
    office.clock.advance(HOUR_MS + 10 * MINUTE_MS)
    engines = [Due(office.database, office.district, name) for name in ("one", "two")]
    with ThreadPoolExecutor(2) as pool:
        done = sum(pool.map(lambda engine: engine.work(), engines * 3))
    assert done == 2 * len(cases), "the limit of 受理 and the step up"
    for case_id in cases:
        assert office.case(case_id).tier is Tier.COMMUNITY
        events = office.database.read(partial(case_store.events, case_id=case_id))
        assert sorted(event.action for event in events) == ["escalate", "report", "stage"]
        assert all("迟执行" in event.text for event in events if event.action == "escalate")


def test_a_timer_of_a_dead_worker_is_taken_up_when_its_lease_is_over(office: Office) -> None:
    case = office.report()
    office.clock.advance(HOUR_MS)
    claimed = office.database.write(lambda tx: timers.claim_due(tx, "dead", LEASE_MS, 10))
    assert len(claimed) == 2
    engine = Due(office.database, office.district, "alive")
    assert engine.work() == 0
    office.clock.advance(LEASE_MS + 1)
    assert engine.work() == 2
    assert engine.work() == 0
    assert office.case(case.id).tier is Tier.COMMUNITY


def test_a_clock_that_is_set_back_fires_nothing_twice(office: Office) -> None:
    case = office.report()
    office.clock.advance(HOUR_MS)
    engine = Due(office.database, office.district, "one")
    assert engine.work() == 2
    office.clock.at -= 5 * HOUR_MS
    assert engine.work() == 0
    assert office.case(case.id).tier is Tier.COMMUNITY
    assert office.database.read(audit_log.verify).ok


def test_the_end_of_the_chain_is_sealed_when_it_has_moved(office: Office, tmp_path: Path) -> None:
    office.report()
    path = tmp_path / "audit-heads.jsonl"
    seal = SealHead(office.database, KEYS.heads, path)
    seal.work()
    seal.work()
    office.report()
    seal.work()
    heads = audit_log.read_heads(path)
    assert len(heads) == 2
    assert office.database.read(lambda conn: audit_log.verify(conn, anchors=heads, key=KEYS.heads)).ok


def test_a_silent_loop_is_told_once_and_when_it_is_over(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    silence = {"send": 0.0}
    watch = Watch(office.database, office.district, "one", lambda: silence, sends=True)
    watch.work()
    silence["send"] = 90.0
    with caplog.at_level(logging.WARNING):
        watch.work()
        watch.work()
    assert len(caplog.records) == 1
    silence["send"] = 0.0
    watch.work()
    found = office.database.read(lambda conn: audit_log.of_object(conn, "one send"))
    assert [link.action for link in found] == ["engine.late", "engine.caught_up"]


def test_sessions_that_ran_out_are_closed(office: Office) -> None:
    Housekeeping(office.database).work()


def test_a_loop_that_fails_says_so_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    went_on = threading.Event()
    rounds: list[int] = []

    def work() -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError("once")
        went_on.set()
        return 0

    other = threading.Event()

    def beside() -> int:
        other.set()
        return 0

    engine = Engine([Sweep("a", 0.01, work), Sweep("b", 0.01, beside)], SystemClock())
    with caplog.at_level(logging.ERROR):
        engine.start()
        assert went_on.wait(60)
        assert other.wait(60)
        engine.stop()
    assert "the a loop failed" in caplog.text
