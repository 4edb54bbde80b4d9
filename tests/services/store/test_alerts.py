from __future__ import annotations

import msgspec
import pytest

from services.domain.contacts import Contact
from services.domain.ids import Ids
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.store import alerts, contacts, outbox
from services.store.database import Database, Tx
from tests.fixtures.cases import DEPARTMENT, DISTRICT, GRID, GRID_PATH, STREET, STREET_PATH, scope, seed_units
from tests.fixtures.databases import START, ManualClock

ALERT = alerts.StoredAlert(
    id="a1",
    number="YL-1",
    mode=Mode.EXERCISE,
    demo=True,
    case_id=None,
    kind="waterlogging",
    level="yellow",
    state="in_force",
    headline="内涝黄色预警",
    area_path=STREET_PATH,
    area_units=(STREET,),
    starts_at=START,
    expires_at=START + 3_600_000,
    issued_at=START,
    issued_by="p1",
    unit_id=DISTRICT,
    revision=1,
    version=1,
    updated_at=START,
)
REVISION = alerts.StoredRevision(
    alert_id="a1",
    revision=1,
    kind="issue",
    identifier="x,1",
    sent_at=START,
    texts={"sms": "请注意"},
    cap=b"<alert/>",
    sha256="0" * 64,
    prepared_at=START,
    prepared_by="p1",
)


def _message(ids: Ids, number: int, **columns: object) -> outbox.Message:
    values: dict[str, object] = {
        "id": ids.new(),
        "idem": f"k{number}",
        "alert_id": "a1",
        "revision": 1,
        "mode": Mode.EXERCISE,
        "channel": "gateway",
        "target": f"1380013800{number}",
        "unit_ids": (GRID, STREET),
        "recipients": ("c1", "c2"),
        "lane": 1,
        "state": "pending",
        "next_at": START,
        "expires_at": START + 3_600_000,
    }
    return outbox.Message(**(values | columns))  # type: ignore[arg-type]


@pytest.fixture
def issued(database: Database, ids: Ids) -> list[outbox.Message]:
    seed_units(database)
    messages = [_message(ids, 0), _message(ids, 1, lane=0), _message(ids, 2, next_at=START + 5_000)]

    def work(tx: Tx) -> None:
        alerts.insert(tx, ALERT)
        alerts.insert_revision(tx, REVISION)
        armed = {"revision": 2, "kind": "correction", "identifier": None, "sent_at": None, "cap": None}
        alerts.insert_revision(tx, msgspec.structs.replace(REVISION, **armed))
        outbox.add(tx, messages)

    database.write(work)
    return messages


@pytest.mark.usefixtures("issued")
def test_an_alert_comes_back_and_is_seen_where_it_concerns(database: Database) -> None:
    assert database.read(lambda conn: alerts.get(conn, "a1")) == ALERT

    def sees(unit: str, path: str = "") -> bool:
        found = database.read(lambda conn: alerts.recent(conn, alerts.may_see(scope(unit, path)), 9))
        return found == [ALERT]

    assert sees(DISTRICT, DISTRICT)
    assert sees(STREET, STREET_PATH)
    assert not sees("440113002", "440113/440113002")
    assert not sees(DEPARTMENT)
    wide = msgspec.structs.replace(ALERT, area_path=DISTRICT, version=2)
    database.write(lambda tx: alerts.save(tx, ALERT, wide))
    assert len(database.read(lambda conn: alerts.recent(conn, alerts.may_see(scope(GRID, GRID_PATH)), 9))) == 1
    with pytest.raises(Refusal, match="stale"):
        database.write(lambda tx: alerts.save(tx, ALERT, wide))
    assert database.read(lambda conn: alerts.count_in_force(conn, START)) == 1
    assert database.read(lambda conn: alerts.count_in_force(conn, START + 3_600_000)) == 0


@pytest.mark.usefixtures("issued")
def test_an_armed_revision_is_released_once(database: Database) -> None:
    first, armed = database.read(lambda conn: alerts.revisions(conn, "a1"))
    assert first == REVISION
    released = msgspec.structs.replace(armed, identifier="x,2", sent_at=START + 1, cap=b"<c/>", texts={"sms": "更正"})
    assert database.write(lambda tx: alerts.release(tx, released))
    assert not database.write(lambda tx: alerts.release(tx, released))
    assert database.read(lambda conn: alerts.revisions(conn, "a1"))[1] == released


def test_a_message_is_claimed_by_one_worker_and_tried_in_writing(
    database: Database, issued: list[outbox.Message], fake_clock: ManualClock
) -> None:
    first = database.write(lambda tx: outbox.claim(tx, "w1", 30_000, 10))
    assert [message.idem for message in first] == ["k1", "k0"]  # the lane before the order
    assert first[1] == issued[0]
    assert database.write(lambda tx: outbox.claim(tx, "w2", 30_000, 10)) == []
    begun = database.write(lambda tx: outbox.begin(tx, first))
    assert [message.attempts for message in begun] == [1, 1]
    done = {"state": "accepted", "next_at": None, "outcome": "accepted", "provider_id": "p-1"}
    assert database.write(lambda tx: outbox.settle(tx, begun[0], "w1", **done))  # type: ignore[arg-type]
    fake_clock.advance(31_000)
    second = database.write(lambda tx: outbox.claim(tx, "w2", 30_000, 10))
    assert [(message.idem, message.state) for message in second] == [("k0", "sending"), ("k2", "pending")]
    late = {"state": "accepted", "next_at": None, "outcome": "accepted"}
    assert not database.write(lambda tx: outbox.settle(tx, begun[1], "w1", **late))  # type: ignore[arg-type]
    kept = database.read(lambda conn: outbox.by_idem(conn, "k1"))
    assert kept is not None
    assert (kept.state, kept.provider_id, kept.accepted_at) == ("accepted", "p-1", START)
    assert database.read(outbox.count_unsent) == 2
    assert database.read(outbox.next_due) == START


def test_receipts_count_once_and_times_stay(database: Database, issued: list[outbox.Message]) -> None:
    got = outbox.Receipt(channel="gateway", seq=7, idem="k0", kind="delivered", at=START + 10)
    assert database.write(lambda tx: outbox.receipt(tx, got))
    assert not database.write(lambda tx: outbox.receipt(tx, got))
    assert database.read(lambda conn: outbox.last_receipt(conn, "gateway")) == 7
    assert database.read(lambda conn: outbox.last_receipt(conn, "sms")) == 0
    database.write(lambda tx: outbox.advance(tx, "k0", "delivered", START + 10))
    database.write(lambda tx: outbox.advance(tx, "k0", "answered", START + 20))
    database.write(lambda tx: outbox.advance(tx, "k1", "refused", START + 20))
    kept = database.read(lambda conn: outbox.by_idem(conn, "k0"))
    assert kept is not None
    assert (kept.delivered_at, kept.answered_at) == (START + 10, START + 20)
    progress = database.read(lambda conn: outbox.progress(conn, ["a1", "none"]))
    expected = outbox.Progress(targets=3, accepted=1, delivered=1, answered=1, failed=1, unknown=0)
    assert progress == {"a1": expected}
    assert database.write(lambda tx: outbox.cancel_pending(tx, "a1")) == 1
    assert [message.state for message in database.read(lambda conn: outbox.of_alert(conn, "a1"))] == [
        "answered",
        "refused",
        "cancelled",
    ]
    assert len(issued) == 3


def test_contacts_and_first_answers(database: Database, issued: list[outbox.Message]) -> None:
    contact = Contact(id="c1", unit_id=GRID, slot="grid_worker", person="何秀兰")
    database.write(lambda tx: contacts.insert(tx, contact))
    gone = msgspec.structs.replace(contact, person="何秀", version=2, removed_at=START)
    database.write(lambda tx: contacts.save(tx, contact, gone))
    assert database.read(alerts.contacts) == [alerts.StoredContact(id="c1", unit_id=GRID, person="何秀")]
    given = alerts.StoredAnswer(alert_id="a1", person="c1", unit_id=GRID, at=START, text="收到", channel="gateway")
    assert database.write(lambda tx: alerts.answer(tx, given))
    again = msgspec.structs.replace(given, text="又收到", at=START + 9)
    assert not database.write(lambda tx: alerts.answer(tx, again))
    assert database.read(lambda conn: alerts.answers(conn, "a1")) == [given]
    assert issued
