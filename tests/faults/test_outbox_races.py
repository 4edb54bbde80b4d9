"""Two senders, a slow one, a receipt that is faster, a correction in between: nothing goes twice, nothing late."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from services.alerts.channels import Receipt
from services.alerts.outbox import Outcome, Verdict
from services.api.alerts import AlertRequest, ReleasePrepared
from services.desk import alerts
from services.desk.alert_progress import expand, record_outcomes, record_receipts
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.modes import Mode
from services.engine.send import LEASE_MS, Send
from services.store import outbox
from tests.faults.blocking import waits_for_a_lock
from tests.fixtures.desks import STREET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.alerts.channels import Outgoing
    from services.store.database import Tx
    from services.store.outbox import Message
    from tests.fixtures.desks import Office

CHANNEL = "wecom"


def issue(office: Office, *units: str) -> str:
    now = office.clock.now()
    request = AlertRequest(
        command_id=office.command_id(),
        mode=Mode.EXERCISE,
        kind="waterlogging",
        level="red",
        unit_ids=units or (STREET,),
        warning="下中路地下通道积水约 40 厘米。",
        measures="请绕行，勿涉水。",
        starts_at=now,
        expires_at=now + 3 * HOUR_MS,
        channels=(CHANNEL,),
    )
    return office.database.write(lambda tx: alerts.issue(tx, office.district, office.operator, request)).row.id


def release(office: Office, alert_id: str, kind: str = "all_clear") -> None:
    asked = ReleasePrepared(command_id=office.command_id(), kind=kind, version=1)
    office.database.write(lambda tx: alerts.release(tx, office.district, office.operator, alert_id, asked))


def begin(office: Office, worker: str, most: int = 500) -> list[Message]:
    """Claim and begin, as a sender does before it calls."""

    def work(tx: Tx) -> list[Message]:
        return outbox.begin(tx, outbox.claim(tx, worker, LEASE_MS, most))

    return office.database.write(work)


def settle(office: Office, worker: str, begun: Sequence[Message], verdict: Verdict) -> None:
    tried = [(message, Outcome(message.idem, verdict, f"p-{worker}", "")) for message in begun]
    office.database.write(lambda tx: record_outcomes(tx, office.district, worker, tried))


def told(office: Office, idem: str, kind: str, seq: int) -> None:
    got = [Receipt(seq=seq, idem=idem, kind=kind, at=office.clock.now())]
    office.database.write(lambda tx: record_receipts(tx, office.district, "gateway", got))


def one(office: Office, idem: str) -> Message:
    found = office.database.read(lambda conn: outbox.by_idem(conn, idem))
    assert found is not None
    return found


def of_alert(office: Office, alert_id: str, revision: int) -> list[Message]:
    found = office.database.read(lambda conn: outbox.of_alert(conn, alert_id))
    return [message for message in found if message.revision == revision]


class Line:
    """A channel that notes what was sent and accepts it."""

    mode = Mode.EXERCISE

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        self.sent.extend(batch)
        return tuple(Outcome(message.idem, Verdict.ACCEPTED) for message in batch)

    def ask(self, idem: str) -> Outcome | None:
        return None

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        return ()

    def close(self) -> None:
        return


def drain(office: Office, line: Line) -> None:
    """Let a sender do all there is for a quarter of an hour."""
    send = Send(office.database, office.district, {Mode.EXERCISE: line}, "later")
    for _ in range(16):
        office.clock.advance(MINUTE_MS)
        while send.work():
            pass


def test_a_receipt_that_is_faster_than_the_answer_stays(office: Office) -> None:
    issue(office)
    begun = begin(office, "one")
    delivered, failed = begun[0], begun[1]
    told(office, delivered.idem, "delivered", 1)
    told(office, failed.idem, "failed", 2)
    settle(office, "one", begun, Verdict.UNKNOWN)
    assert (one(office, delivered.idem).state, one(office, delivered.idem).next_at) == ("delivered", None)
    assert (one(office, failed.idem).state, one(office, failed.idem).next_at) == ("refused", None)
    line = Line()
    drain(office, line)
    again = {letter.idem for letter in line.sent}
    assert again == {message.idem for message in begun[2:]}


@pytest.mark.parametrize("late", [Verdict.UNKNOWN, Verdict.BUSY, Verdict.REFUSED])
def test_a_slow_sender_takes_nothing_back_from_the_one_that_followed(office: Office, late: Verdict) -> None:
    issue(office)
    slow = begin(office, "slow")
    office.clock.advance(LEASE_MS + 1)
    second = begin(office, "quick")
    assert {message.idem for message in second} == {message.idem for message in slow}
    settle(office, "quick", second, Verdict.ACCEPTED)
    settle(office, "slow", slow, late)
    assert {one(office, message.idem).state for message in slow} == {"accepted"}
    line = Line()
    drain(office, line)
    assert line.sent == []


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.BUSY])
@pytest.mark.parametrize("kind", ["correction", "all_clear"])
def test_nothing_of_an_alert_leaves_after_its_correction(office: Office, kind: str, verdict: Verdict) -> None:
    alert_id = issue(office)
    begun = begin(office, "one", 3)
    first = {message.idem for message in of_alert(office, alert_id, 1)}
    release(office, alert_id, kind)
    settle(office, "one", begun, verdict)
    line = Line()
    drain(office, line)
    assert not first & {letter.idem for letter in line.sent}
    followed = {letter.target for letter in line.sent}
    assert followed == {message.target for message in begun}, "and whoever may have got it gets the correction, once"
    assert len(line.sent) == len(followed)


def test_a_large_list_that_was_taken_back_is_not_written_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.alerts.compose.DIRECT_TARGETS", 5)
    alert_id = issue(office)
    (listed,) = office.database.write(lambda tx: outbox.claim(tx, "one", LEASE_MS, 5))
    release(office, alert_id)
    assert office.database.write(lambda tx: expand(tx, office.district, "one", listed)) == 0
    line = Line()
    drain(office, line)
    assert line.sent == []
    assert {message.state for message in of_alert(office, alert_id, 1)} == {"cancelled"}


def test_receipts_in_any_order_only_lead_forward(office: Office) -> None:
    issue(office)
    (message,) = begin(office, "one", 1)
    settle(office, "one", [message], Verdict.ACCEPTED)
    for seq, (kind, state) in enumerate(
        [
            ("answered", "answered"),
            ("delivered", "answered"),
            ("failed", "answered"),
            ("accepted", "answered"),
            ("nonsense", "answered"),
        ],
        start=1,
    ):
        told(office, message.idem, kind, seq)
        assert one(office, message.idem).state == state


def test_a_release_waits_for_the_claim_under_way_and_corrects_what_it_began(office: Office) -> None:
    """PostgreSQL only: on SQLite one writes after the other anyway."""
    if office.database.engine_name == "sqlite":
        return
    alert_id = issue(office)
    claimed, go = threading.Event(), threading.Event()
    begun: list[Message] = []

    def slow(tx: Tx) -> None:
        begun.extend(outbox.begin(tx, outbox.claim(tx, "one", LEASE_MS, 3)))
        claimed.set()
        go.wait(60)

    sender = threading.Thread(target=lambda: office.database.write(slow))
    sender.start()
    assert claimed.wait(60)
    desk = threading.Thread(target=lambda: release(office, alert_id))
    desk.start()
    waits_for_a_lock(office.database)
    go.set()
    sender.join(60)
    desk.join(60)
    corrected = {message.target for message in of_alert(office, alert_id, 3)}
    assert corrected == {message.target for message in begun}
    assert {one(office, message.idem).state for message in begun} == {"sending"}
