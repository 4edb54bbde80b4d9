from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.alerts.channels import Receipt
from services.alerts.outbox import Outcome, Verdict
from services.api.alerts import AlertDone, AlertRequest, ReleasePrepared
from services.desk import alert_progress, alerts
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.modes import Mode
from services.domain.problems import Problem, Refusal
from services.domain.rights import Role
from services.store import alerts as alert_store
from services.store import audit_log, outbox
from tests.fixtures.databases import START
from tests.fixtures.desks import OTHER_STREET, STREET, WATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fixtures.desks import Office


def request(**fields: object) -> AlertRequest:
    values: dict[str, object] = {
        "command_id": "alert-1",
        "mode": Mode.EXERCISE,
        "kind": "waterlogging",
        "level": "red",
        "unit_ids": (STREET,),
        "warning": "下中路地下通道积水约 40 厘米。",
        "measures": "请绕行，勿涉水。",
        "starts_at": START,
        "expires_at": START + 3 * HOUR_MS,
        "channels": ("wecom", "phone"),
    }
    return AlertRequest(**(values | fields))  # type: ignore[arg-type]


def issue(office: Office, **fields: object) -> AlertDone:
    return office.database.write(lambda tx: alerts.issue(tx, office.district, office.operator, request(**fields)))


def refused(call: Callable[[], object]) -> Problem:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem


def test_the_catalogue_says_why_live_is_not_offered(office: Office) -> None:
    found = alerts.catalogue(office.district, office.operator)
    assert any(kind.templates for kind in found.kinds)
    assert "正式预警" in found.live_refused


def test_a_preview_counts_the_audience_and_stores_nothing(office: Office) -> None:
    shown = office.database.read(lambda conn: alerts.preview(conn, office.district, office.operator, request(), START))
    assert shown.headline.startswith("【演练】")
    assert shown.people > 100
    assert {channel.channel for channel in shown.channels} == {"wecom", "phone"}
    wecom = next(channel for channel in shown.channels if channel.channel == "wecom")
    assert wecom.targets == shown.people == shown.reached
    assert "下中路" in wecom.text
    assert shown.correction.startswith("【演练】")
    assert office.database.read(lambda conn: alerts.rows(conn, office.district, office.operator)) == []


def test_a_preview_counts_apart_whom_no_chosen_channel_reaches(office: Office) -> None:
    asked = request(channels=("sms",))
    shown = office.database.read(lambda conn: alerts.preview(conn, office.district, office.operator, asked, START))
    assert shown.reached == sum(channel.people for channel in shown.channels)
    assert shown.reached < shown.people
    assert shown.people > 100


def test_a_preview_names_what_is_missing(office: Office) -> None:
    asked = request(measures="", warning="{place}积水", level="")
    shown = office.database.read(lambda conn: alerts.preview(conn, office.district, office.operator, asked, START))
    assert "级别" in shown.missing
    assert "应当采取的措施" in shown.missing
    assert shown.people > 100
    assert len(shown.missing) == 3


def test_one_press_commits_alert_revisions_messages_audit_and_change(office: Office) -> None:
    case = office.report()
    done = issue(office, case_id=case.id)
    assert done.row.number == "YLYJ20251122001"
    assert done.row.demo
    assert done.row.targets > done.row.people > 100
    revisions = office.database.read(lambda conn: alert_store.revisions(conn, done.row.id))
    assert [(item.kind, item.sent_at is not None) for item in revisions] == [
        ("alert", True),
        ("correction", False),
        ("all_clear", False),
    ]
    messages = office.database.read(lambda conn: outbox.of_alert(conn, done.row.id))
    assert {message.mode for message in messages} == {Mode.EXERCISE}
    assert {message.state for message in messages} == {"pending"}
    data = office.database.read(lambda conn: alerts.cap(conn, office.district, office.operator, done.row.id))
    assert b"<status>Exercise</status>" in data
    assert office.database.read(audit_log.verify).ok


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"mode": Mode.LIVE}, "live_refused"),
        ({"mode": Mode.TEST}, "demo_exercise_only"),
        ({"measures": " "}, "alert_incomplete"),
        ({"warning": "{place}积水"}, "field_missing"),
        ({"unit_ids": ("none",)}, "unknown_unit"),
        ({"unit_ids": (WATER,)}, "unknown_unit"),
        ({"unit_ids": ()}, "alert_incomplete"),
        ({"level": "purple"}, "field_bad"),
        ({"kind": "none"}, "field_bad"),
        ({"channels": ("none",)}, "field_bad"),
        ({"channels": ("sms",)}, "alert_no_audience"),
        ({"expires_at": START}, "field_bad"),
        ({"case_id": "none"}, "not_found"),
    ],
)
def test_what_may_not_go_is_refused_and_leaves_nothing(office: Office, fields: dict[str, object], code: str) -> None:
    assert refused(lambda: issue(office, **fields)).code == code
    assert office.database.read(lambda conn: alerts.rows(conn, office.district, office.operator)) == []


def test_live_is_refused_to_everybody(office: Office) -> None:
    for role in (Role.OPERATOR, Role.SUPERVISOR, Role.COMMANDER):
        scope = office.scope("", role)
        asked = request(mode=Mode.LIVE)
        problem = refused(
            lambda scope=scope, asked=asked: office.database.write(  # type: ignore[misc]
                lambda tx: alerts.issue(tx, office.district, scope, asked)
            )
        )
        assert problem.code == "live_refused"


def test_a_street_drafts_only_and_sees_what_concerns_it(office: Office) -> None:
    street, other = office.scope(STREET, Role.STREET), office.scope(OTHER_STREET, Role.STREET)
    assert (
        refused(lambda: office.database.write(lambda tx: alerts.issue(tx, office.district, street, request()))).code
        == "no_right"
    )
    done = issue(office)
    assert office.database.read(lambda conn: alerts.rows(conn, office.district, street))
    assert not office.database.read(lambda conn: alerts.rows(conn, office.district, other))
    hidden = refused(
        lambda: office.database.read(lambda conn: alerts.detail(conn, office.district, other, done.row.id))
    )
    assert hidden.code == "not_found"
    outside = request(unit_ids=(OTHER_STREET,))
    problem = refused(
        lambda: office.database.read(lambda conn: alerts.preview(conn, office.district, street, outside, START))
    )
    assert problem.code == "unknown_unit"


def _attempt(office: Office, verdict: Verdict, count: int = 1000) -> list[outbox.Message]:
    claimed = office.database.write(lambda tx: outbox.claim(tx, "w", MINUTE_MS, count))
    begun = office.database.write(lambda tx: outbox.begin(tx, claimed))
    tried = [(message, Outcome(message.idem, verdict, f"p{n}")) for n, message in enumerate(begun)]
    office.database.write(lambda tx: alert_progress.record_outcomes(tx, office.district, "w", tried))
    return begun


def _receipts(office: Office, *got: Receipt) -> int:
    return office.database.write(lambda tx: alert_progress.record_receipts(tx, office.district, "gateway", got))


def test_accepted_delivered_and_answered_stay_apart_and_only_grow(office: Office) -> None:
    done = issue(office, channels=("wecom",))
    first, second, *_ = _attempt(office, Verdict.ACCEPTED)
    row = office.database.read(lambda conn: alerts.rows(conn, office.district, office.operator))[0]
    assert (row.accepted, row.delivered, row.answered) == (row.targets, 0, 0)
    answered = Receipt(seq=2, idem=first.idem, kind="answered", at=START + 5, by="", text="收到")
    assert _receipts(office, answered, answered) == 1
    assert _receipts(office, Receipt(seq=1, idem=first.idem, kind="delivered", at=START + 9)) == 1
    assert _receipts(office, Receipt(seq=3, idem=second.idem, kind="failed", at=START + 9)) == 1
    assert _receipts(office, Receipt(seq=4, idem="unheard", kind="delivered", at=START)) == 1
    row = office.database.read(lambda conn: alerts.rows(conn, office.district, office.operator))[0]
    assert (row.delivered, row.answered, row.failed) == (1, 1, 1)
    detail = office.database.read(lambda conn: alerts.detail(conn, office.district, office.operator, done.row.id))
    target = next(item for item in detail.targets if item.answer)
    assert (target.state, target.answer) == ("answered", "收到")
    assert target.recipients[0].startswith("演示·")


def test_an_answer_is_told_once_though_the_person_got_several_messages(office: Office) -> None:
    done = issue(office)
    _attempt(office, Verdict.ACCEPTED)
    every = office.database.read(lambda conn: outbox.of_alert(conn, done.row.id))
    called = {person: one for one in every if one.channel == "phone" for person in one.recipients}
    first = next(one for one in every if one.channel == "wecom" and called.keys() & one.recipients)
    other = next(called[person] for person in first.recipients if person in called)
    assert _receipts(office, Receipt(seq=1, idem=first.idem, kind="answered", at=START + 5, by="", text="收到")) == 1
    assert _receipts(office, Receipt(seq=2, idem=other.idem, kind="delivered", at=START + 6)) == 1
    asked = ReleasePrepared(command_id="c", kind="all_clear", version=1)
    office.database.write(lambda tx: alerts.release(tx, office.district, office.operator, done.row.id, asked))
    sent = {message.idem: message for message in _attempt(office, Verdict.ACCEPTED)}
    again = next(one for one in sent.values() if one.target == first.target and one.channel == first.channel)
    assert again.revision != first.revision
    assert _receipts(office, Receipt(seq=3, idem=again.idem, kind="answered", at=START + 9, by="", text="知道了")) == 1
    detail = office.database.read(lambda conn: alerts.detail(conn, office.district, office.operator, done.row.id))
    told = [(target.content, target.channel, target.answer) for target in detail.targets if target.answer]
    assert told == [("alert", first.channel, "收到")]


def test_the_all_clear_is_one_action_and_goes_to_whoever_may_have_got_it(office: Office) -> None:
    done = issue(office, channels=("wecom",))
    _attempt(office, Verdict.ACCEPTED, 10)
    asked = ReleasePrepared(command_id="c", kind="all_clear", version=1)
    ended = office.database.write(lambda tx: alerts.release(tx, office.district, office.operator, done.row.id, asked))
    assert (ended.row.state, ended.row.version) == ("ended", 2)
    messages = office.database.read(lambda conn: outbox.of_alert(conn, done.row.id))
    old = [message for message in messages if message.revision == 1]
    new = [message for message in messages if message.revision == ended.row.revision]
    assert len(new) == 10
    assert {message.target for message in new} == {message.target for message in old if message.state == "accepted"}
    assert sum(message.state == "cancelled" for message in old) == len(old) - 10
    data = office.database.read(lambda conn: alerts.cap(conn, office.district, office.operator, done.row.id))
    assert b"<msgType>Cancel</msgType>" in data
    again = ReleasePrepared(command_id="d", kind="correction", version=2)
    problem = refused(
        lambda: office.database.write(
            lambda tx: alerts.release(tx, office.district, office.operator, done.row.id, again)
        )
    )
    assert problem.code == "field_bad"


def test_a_large_audience_is_frozen_and_expanded(office: Office) -> None:
    done = issue(office, unit_ids=("440113",), channels=("wecom",))
    assert done.row.targets == done.row.people > 2_000
    total = 0
    for _ in range(20):
        claimed = office.database.write(lambda tx: outbox.claim(tx, "w", MINUTE_MS, 5000))
        stand_in = [message for message in claimed if message.channel == "*"]
        if not stand_in:
            break
        total += office.database.write(
            lambda tx, row=stand_in[0]: alert_progress.expand(tx, office.district, "w", row)  # type: ignore[misc]
        )
    assert total == done.row.targets
    detail = office.database.read(lambda conn: alerts.detail(conn, office.district, office.operator, done.row.id))
    assert len(detail.targets) == detail.row.targets == total
    assert detail.row.accepted == 0
    messages = office.database.read(lambda conn: outbox.of_alert(conn, done.row.id))
    assert len({message.idem for message in messages}) == total + 1


def test_the_wall_sees_units_and_states_but_no_person(office: Office) -> None:
    done = issue(office)
    wall = office.scope("", Role.WALL)
    found = office.database.read(lambda conn: alerts.detail(conn, office.district, wall, done.row.id))
    assert found.targets
    assert {(target.target, target.recipients, target.answer) for target in found.targets} == {("", (), "")}
    assert all(target.unit_ids for target in found.targets)
    desk = office.database.read(lambda conn: alerts.detail(conn, office.district, office.operator, done.row.id))
    assert all(target.target and target.recipients for target in desk.targets)
