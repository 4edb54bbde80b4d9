"""Accounts at work: each message through the account of its mode and address, within a budget that engines share."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from services.alerts.channels import Receipt
from services.alerts.outbox import Outcome, Verdict
from services.api.alerts import AlertRequest
from services.api.channels import DisableAccount, PutAccount
from services.desk import alerts, channels
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.modes import Mode
from services.domain.rights import Role
from services.engine.receipts import News
from services.engine.router import Router, Ways
from services.engine.send import Send
from services.store import channels as store
from services.store import outbox
from services.store.channel_tables import channel_accounts
from tests.fixtures.databases import START
from tests.fixtures.desks import KEYS, STREET
from tests.fixtures.stubs import HOST, SECRET, Bench, Stub, answering, hang_up, message, reply, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from http.server import BaseHTTPRequestHandler

    from services.alerts.channels import Outgoing
    from services.api.channels import AccountRow
    from tests.fixtures.desks import Office
    from tests.fixtures.stubs import Seen

TAKEN = {"errcode": 0, "errmsg": "ok"}


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running(Stub()) as server:
        server.act = answering(200, TAKEN)
        yield server


class Line:
    """What an engine was started with, for what no account serves."""

    def __init__(self, mode: Mode = Mode.EXERCISE) -> None:
        self.mode = mode
        self.sent: list[str] = []

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        self.sent.extend(one.idem for one in batch)
        return tuple(Outcome(one.idem, Verdict.ACCEPTED, "G") for one in batch)

    def ask(self, idem: str) -> Outcome | None:
        return Outcome(idem, Verdict.ACCEPTED, "asked")

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        return ()

    def close(self) -> None:
        return


def put(office: Office, port: int, name: str = "qun1", **changes: Any) -> AccountRow:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "command_id": office.command_id(),
        "id": name,
        "version": 0,
        "channel": "wecom",
        "mode": Mode.EXERCISE,
        "kind": "wecom_bot",
        "name": name,
        "settings": {"url": f"http://{HOST}:{port}"},
        "secrets": {"key": SECRET.format(name)},
    }
    given = PutAccount(**(values | changes))
    scope = office.scope("", Role.SYSTEM_ADMIN)
    return office.database.write(lambda tx: channels.put(tx, office.district, scope, given))


def router(office: Office, mode: Mode = Mode.EXERCISE, fallback: Line | None = None) -> Router:
    around = replace(Bench(1).around, clock=Bench(1).clock)
    return Router(mode, office.database, KEYS, around, fallback)


def letters(count: int, start: int = 0, **changes: Any) -> list[Outgoing]:  # noqa: ANN401 - any field
    return [message(f"m{number}", **changes) for number in range(start, start + count)]


def verdicts(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.verdict.value for outcome in outcomes]


def test_each_address_has_its_account_and_the_rest_the_gateway(office: Office, stub: Stub) -> None:
    put(office, stub.port, "qun1", serves=("市桥群",))
    put(office, stub.port, "others")
    line = Line()
    made = router(office, fallback=line)
    batch = [message("m1", target="市桥群"), message("m2", target="别的群"), message("m3", channel="sms")]
    outcomes = made.send(batch)
    made.close()
    assert verdicts(outcomes) == ["accepted"] * 3
    assert sorted(seen.query["key"] for seen in stub.seen) == [SECRET.format("others"), SECRET.format("qun1")]
    assert line.sent == ["m3"]


def test_modes_cannot_be_crossed(office: Office, stub: Stub) -> None:
    put(office, stub.port, "live1", mode=Mode.LIVE)
    exercise, live = router(office), router(office, Mode.LIVE)
    assert verdicts(exercise.send([message("m1")])) == ["busy"], "an exercise finds no live account"
    assert not exercise.ready
    assert live.ready
    (crossed,) = live.send([message("m2", Mode.EXERCISE)])
    assert (crossed.verdict, "模式" in crossed.reason) == (Verdict.REFUSED, True)
    assert verdicts(live.send([message("m3", Mode.LIVE)])) == ["accepted"]
    exercise.close()
    live.close()
    assert len(stub.seen) == 1
    with pytest.raises(ValueError, match="cannot stand in"):
        router(office, Mode.LIVE, Line())


def test_a_row_turned_over_to_another_mode_does_not_open(
    office: Office, stub: Stub, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever can write the table cannot make a live credential of an exercise's, or the reverse."""
    put(office, stub.port)
    office.database.write(lambda tx: tx.conn.execute(update(channel_accounts).values(mode="live")))
    live = router(office, Mode.LIVE)
    with caplog.at_level(logging.WARNING):
        (outcome,) = live.send([message("m1", Mode.LIVE)])
    live.close()
    assert outcome.verdict is Verdict.BUSY
    assert "密钥" in outcome.reason
    assert not stub.seen


def test_a_replaced_credential_counts_for_the_next_batch_and_a_disabled_one_no_more(office: Office, stub: Stub) -> None:
    put(office, stub.port)
    made = router(office)
    made.send([message("m1")])
    put(office, stub.port, version=1, secrets={"key": "another-one"})
    made.send([message("m2")])
    scope = office.scope("", Role.SYSTEM_ADMIN)
    gone = DisableAccount(command_id=office.command_id(), version=2, reason="换群")
    office.database.write(lambda tx: channels.disable(tx, office.district, scope, "qun1", gone))
    (outcome,) = made.send([message("m3")])
    made.close()
    assert [seen.query["key"] for seen in stub.seen] == [SECRET.format("qun1"), "another-one"]
    assert outcome.verdict is Verdict.BUSY


def test_two_engines_share_one_budget_and_emergencies_have_their_reserve(office: Office, stub: Stub) -> None:
    put(office, stub.port)
    first, second = router(office), router(office)
    notices = first.send(letters(12, lane=2))
    more = second.send(letters(12, 12, lane=2))
    assert verdicts([*notices, *more]).count("accepted") == 15
    late = [outcome for outcome in more if outcome.verdict is Verdict.BUSY]
    assert {outcome.reason for outcome in late} == {"渠道额度已满，等待发送"}
    assert all(outcome.retry_after_ms is not None and outcome.retry_after_ms > 50_000 for outcome in late)
    assert verdicts(second.send(letters(6, 40, lane=0))) == ["accepted"] * 5 + ["busy"]
    assert len(stub.seen) == 20
    office.clock.advance(MINUTE_MS + 5_000)
    assert verdicts(first.send(letters(1, 50, lane=2))) == ["accepted"]
    first.close()
    second.close()


def test_a_throttled_robot_is_left_alone_by_every_engine(office: Office, stub: Stub) -> None:
    put(office, stub.port, channel="wecom")
    stub.act = answering(200, {"errcode": 45009, "errmsg": "api freq out of limit"})
    first, second = router(office), router(office)
    first.send([message("m1")])
    stub.act = answering(200, TAKEN)
    (outcome,) = second.send([message("m2")])
    assert (outcome.verdict, outcome.retry_after_ms) == (Verdict.BUSY, MINUTE_MS)
    assert len(stub.seen) == 1
    office.clock.advance(MINUTE_MS)
    assert verdicts(second.send([message("m3")])) == ["accepted"]
    first.close()
    second.close()


def test_what_left_is_counted_in_the_database(office: Office, stub: Stub) -> None:
    put(office, stub.port)
    made = router(office)
    made.send(letters(3))
    made.close()
    kept = office.database.write(lambda tx: store.spent(tx, "qun1"))
    assert sum(count for _, count in kept.seconds) == 3


def issue(office: Office) -> str:
    request = AlertRequest(
        command_id="alert-1",
        mode=Mode.EXERCISE,
        kind="waterlogging",
        level="red",
        unit_ids=(STREET,),
        warning="下中路地下通道积水约 40 厘米。",
        measures="请绕行，勿涉水。",
        starts_at=START,
        expires_at=START + HOUR_MS,
        channels=("wecom",),
    )
    return office.database.write(lambda tx: alerts.issue(tx, office.district, office.operator, request)).row.id


def test_an_alert_leaves_through_an_account_and_its_receipts_come_back(office: Office, stub: Stub) -> None:
    put(office, stub.port, "gw", kind="gateway", secrets={"key": "the-gateways"})

    def act(door: BaseHTTPRequestHandler, seen: Seen) -> None:
        if seen.method == "POST":
            items = [{"idem": one["idem"], "status": "accepted", "provider_id": "P"} for one in seen.json]
            reply(door, 200, json.dumps(items).encode())
            return
        sent = [one["idem"] for got in stub.seen if got.method == "POST" for one in got.json]
        rows = [
            {"seq": n, "idem": idem, "kind": "delivered", "at": office.clock.now()} for n, idem in enumerate(sent, 1)
        ]
        reply(door, 200, json.dumps([one for one in rows if one["seq"] > int(seen.query["after"])]).encode())

    stub.act = act
    ways = Ways({mode: router(office, mode) for mode in Mode})
    alert = issue(office)
    send = Send(office.database, office.district, ways, "e1")
    while send.work():
        pass
    states = {one.state for one in office.database.read(lambda conn: outbox.of_alert(conn, alert))}
    assert states == {"accepted"}
    News(office.database, office.district, ways).work()
    ways.close()
    states = {one.state for one in office.database.read(lambda conn: outbox.of_alert(conn, alert))}
    assert states == {"delivered"}
    assert {seen.headers["Authorization"] for seen in stub.seen} == {"Bearer the-gateways"}


def test_a_message_whose_fate_is_unknown_is_asked_about_where_it_went(office: Office, stub: Stub) -> None:
    put(office, stub.port, "gw", kind="gateway", secrets={"key": "the-gateways"})
    stub.act = hang_up
    ways = Ways({mode: router(office, mode) for mode in Mode})
    alert = issue(office)
    Send(office.database, office.district, ways, "e1").work()
    found = office.database.read(lambda conn: outbox.of_alert(conn, alert))
    first = next(one for one in found if one.state == "unknown")
    stub.act = lambda door, seen: reply(door, 200, json.dumps({"idem": first.idem, "status": "accepted"}).encode())
    asked = ways[Mode.EXERCISE].ask(first.idem)
    assert asked is not None
    assert asked.verdict is Verdict.ACCEPTED
    assert stub.seen[-1].path == f"/messages/{first.idem}"
    unknown = ways[Mode.EXERCISE].ask("never-heard-of")
    assert unknown is not None
    assert unknown.verdict is Verdict.UNKNOWN
    ways.close()


def test_nothing_is_claimed_where_there_is_nothing_to_send_through(office: Office) -> None:
    ways = Ways({mode: router(office, mode) for mode in Mode})
    alert = issue(office)
    assert len(ways) == 0
    assert Send(office.database, office.district, ways, "e1").work() == 0
    assert {one.state for one in office.database.read(lambda conn: outbox.of_alert(conn, alert))} == {"pending"}
    ways.close()
