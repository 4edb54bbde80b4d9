"""Warnings of others: verified, taken once, changed by what refers to them, shown as they came, passed on unchanged."""

from __future__ import annotations

import dataclasses
import itertools
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

import resources
from services.alerts.cap import CapAlert, CapArea, CapInfo, CapTime, build
from services.alerts.cap_parse import MAX_BYTES, CapReader
from services.alerts.signing import KeySigner, fingerprint, new_key, verified
from services.api.alerts import AlertRequest
from services.desk import alerts, relayed, relayed_sources, relayed_view, signing
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.store import alerts as alert_store
from services.store import audit_log, relayed_keys
from services.store import relayed as store
from tests.fixtures.databases import START
from tests.fixtures.desks import KEYS, STREET

if TYPE_CHECKING:
    from services.api.relayed import WarningRow, WarningTaken
    from services.domain.rights import Scope
    from services.store.database import Tx
    from tests.fixtures.desks import Office

WORDS = "广州市番禺区气象台 11 月 22 日 15 时发布暴雨橙色预警信号，预计未来 3 小时有强降水。"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def weather() -> KeySigner:
    """Return what the weather station signs with."""
    return KeySigner(*new_key("区气象局", START))


@pytest.fixture
def bureau(office: Office, weather: KeySigner) -> Bureau:
    return Bureau(office, weather)


class Bureau:
    """A registered source that signs what it sends."""

    def __init__(self, office: Office, signer: KeySigner, code: str = "weather") -> None:
        self.office, self.signer, self.code = office, signer, code
        admin = self.admin
        office.database.write(
            lambda tx: relayed_sources.put_source(
                tx, admin, code, name="区气象局", certificate=signer.certificate, key=f"key-{code}"
            )
        )

    @property
    def admin(self) -> Scope:
        return self.office.scope("", Role.SYSTEM_ADMIN)

    def message(self, **changes: Any) -> CapAlert:  # noqa: ANN401 - any field may be changed
        """Return a warning of now; `expires` and others of the info may be given among the rest."""
        now = self.office.clock.now()
        info: dict[str, Any] = {
            "categories": ("Met",),
            "event": "暴雨",
            "urgency": "Expected",
            "severity": "Severe",
            "certainty": "Likely",
            "language": "zh-CN",
            "headline": "番禺区气象台发布暴雨橙色预警",
            "sender_name": "番禺区气象台",
            "description": WORDS,
            "expires": CapTime(now + 6 * HOUR_MS),
            "areas": (CapArea(description="番禺区"),),
        }
        own = {name: changes.pop(name) for name in list(changes) if name in CapInfo.__struct_fields__}
        values: dict[str, Any] = {
            "identifier": f"W{next(NUMBERS)}",
            "sender": "weather.panyu",
            "sent": CapTime(now),
            "status": "Exercise",
            "msg_type": "Alert",
            "scope": "Public",
            "note": "演练",
            "infos": (CapInfo(**(info | own)),),
        }
        return CapAlert(**(values | changes))

    def bring(self, alert: CapAlert) -> WarningTaken:
        """Deliver a message, signed."""
        return self.deliver(self.signer.sign(build(alert)))

    def deliver(self, data: bytes) -> WarningTaken:
        """Deliver a file as it is."""
        source = relayed.source_of_key(self.office.database, f"key-{self.code}")
        return relayed.deliver(self.office.database, self.office.district, source, data, "test")

    def rows(self) -> dict[str, WarningRow]:
        """Return what an operator sees, by identifier."""
        office = self.office
        now = office.clock.now()
        found = office.database.read(lambda conn: relayed_view.rows(conn, office.operator, now))
        return {row.identifier: row for row in found}

    def states(self) -> dict[str, str]:
        """Return the state of each message, by identifier."""
        return {identifier: row.state for identifier, row in self.rows().items()}


def test_a_warning_is_shown_with_its_source_time_and_words(bureau: Bureau) -> None:
    alert = bureau.message(instruction="请减少外出。")
    taken = bureau.bring(alert)
    row = bureau.rows()[alert.identifier]
    assert taken.row == row
    assert (taken.outcome, row.state, row.mode, row.demo) == ("accepted", "in_force", Mode.EXERCISE, True)
    assert (row.source, row.issuer, row.sent_at) == ("区气象局", "番禺区气象台", alert.sent.at)
    assert row.text == f"{WORDS}\n请减少外出。"
    assert row.remarks == ()


def test_the_same_message_is_taken_once_however_often_it_is_signed_anew(bureau: Bureau) -> None:
    alert = bureau.message()
    first, again = bureau.bring(alert), bureau.bring(alert)
    assert (first.outcome, again.outcome) == ("accepted", "repeated")
    assert first.row.id == again.row.id
    with pytest.raises(Refusal, match="已经收到过"):
        bureau.bring(bureau.message(identifier=alert.identifier, sent=alert.sent, description="别的内容"))
    bureau.office.clock.advance(MINUTE_MS)
    with pytest.raises(Refusal, match="已经收到过"):
        bureau.bring(bureau.message(identifier=alert.identifier))
    assert len(bureau.rows()) == 1


def test_a_message_that_comes_by_several_ways_at_once_is_taken_once(bureau: Bureau) -> None:
    signed = bureau.signer.sign(build(bureau.message()))
    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(bureau.deliver, [signed] * 4))
    assert sorted(one.outcome for one in taken) == ["accepted", "repeated", "repeated", "repeated"]
    assert len({one.row.id for one in taken}) == 1


def test_updates_and_cancels_follow_their_references(bureau: Bureau) -> None:
    first = bureau.message()
    bureau.bring(first)
    bureau.office.clock.advance(MINUTE_MS)
    update = bureau.message(msg_type="Update", references=(first.reference(),))
    assert bureau.bring(update).ended == (first.identifier,)
    bureau.office.clock.advance(MINUTE_MS)
    cancel = bureau.message(msg_type="Cancel", references=(first.reference(),))  # national: the first issue only
    assert bureau.bring(cancel).ended == (update.identifier,)
    expected = {first.identifier: "updated", update.identifier: "cancelled", cancel.identifier: "notice"}
    assert bureau.states() == expected


def test_a_cancel_that_comes_first_still_takes_back_what_comes_later(bureau: Bureau) -> None:
    first = bureau.message()
    bureau.office.clock.advance(MINUTE_MS)
    update = bureau.message(msg_type="Update", references=(first.reference(),))
    bureau.office.clock.advance(MINUTE_MS)
    cancel = bureau.message(msg_type="Cancel", references=(first.reference(),))
    taken = bureau.bring(cancel)
    assert "没有收到过" in taken.row.remarks[-1]
    bureau.bring(update)
    bureau.bring(first)
    expected = {first.identifier: "cancelled", update.identifier: "cancelled", cancel.identifier: "notice"}
    assert bureau.states() == expected


def test_nobody_takes_back_anothers_warning(bureau: Bureau) -> None:
    first = bureau.message()
    bureau.bring(first)
    bureau.office.clock.advance(MINUTE_MS)
    other = Bureau(bureau.office, KeySigner(*new_key("别处", START)), "elsewhere")
    other.bring(other.message(msg_type="Cancel", references=(first.reference(),)))
    assert bureau.states()[first.identifier] == "in_force"


def test_a_demo_takes_exercises_only(bureau: Bureau) -> None:
    for status in ("Actual", "Test"):
        with pytest.raises(Refusal, match="演示区"):
            bureau.bring(bureau.message(status=status))


def test_in_a_real_district_an_exercise_takes_nothing_live_back(bureau: Bureau) -> None:
    office = bureau.office
    real = msgspec.structs.replace(office.district.profile, demo=False)
    office.district = dataclasses.replace(office.district, profile=real, mode=Mode.LIVE)
    live = bureau.message(status="Actual", note=None)
    assert bureau.bring(live).row.mode is Mode.LIVE
    office.clock.advance(MINUTE_MS)
    drill = bureau.message(msg_type="Cancel", references=(live.reference(),))
    assert bureau.bring(drill).ended == ()
    assert bureau.states() == {live.identifier: "in_force", drill.identifier: "notice"}
    office.clock.advance(MINUTE_MS)
    earnest = bureau.message(status="Actual", note=None, msg_type="Cancel", references=(live.reference(),))
    assert bureau.bring(earnest).ended == (live.identifier,)


def test_a_warning_runs_out_by_itself(bureau: Bureau) -> None:
    alert = bureau.message()
    endless = bureau.message(expires=None)
    bureau.bring(alert)
    assert "24 小时" in bureau.bring(endless).row.remarks[-1]
    bureau.office.clock.advance(6 * HOUR_MS)
    assert bureau.states() == {alert.identifier: "expired", endless.identifier: "in_force"}
    bureau.office.clock.advance(18 * HOUR_MS)
    assert bureau.states()[endless.identifier] == "expired"


REFUSED = [
    ("没有签名", lambda bureau: build(bureau.message())),
    (
        "签名",
        lambda _: KeySigner(*new_key("区气象局", START)).sign(b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>'),
    ),
    ("签名", lambda bureau: bureau.signer.sign(build(bureau.message())).replace("暴雨".encode(), "晴天".encode())),
    ("DOCTYPE", lambda _: b'<!DOCTYPE alert [<!ENTITY a "x">]><alert>&a;</alert>'),
    ("超过上限", lambda _: b"<alert>" + b" " * MAX_BYTES + b"</alert>"),
    ("不是可读的 XML", lambda _: b"{}"),
    ("不是 CAP", lambda _: b"<html/>"),
    ("必须引用原消息", lambda bureau: bureau.signer.sign(build(bureau.message(msg_type="Cancel")))),
    ("必须引用原消息", lambda bureau: bureau.signer.sign(build(bureau.message(msg_type="Update")))),
    ("Draft", lambda bureau: bureau.signer.sign(build(bureau.message(status="Draft")))),
    ("System", lambda bureau: bureau.signer.sign(build(bureau.message(status="System")))),
    ("没有内容", lambda bureau: bureau.signer.sign(build(bureau.message(infos=())))),
    ("空格", lambda bureau: bureau.signer.sign(build(bureau.message(sender="a b")))),
    (
        "不符合 CAP 1.2",
        lambda bureau: bureau.signer.sign(build(bureau.message()).replace(b"Severe</severity>", b"Bad</severity>")),
    ),
]


@pytest.mark.parametrize(("word", "made"), REFUSED)
def test_what_may_not_be_relayed_is_refused_with_one_sentence(bureau: Bureau, word: str, made: Any) -> None:  # noqa: ANN401
    with pytest.raises(Refusal) as refused:
        bureau.deliver(made(bureau))
    assert word in refused.value.problem.sentence
    assert "\n" not in refused.value.problem.sentence
    assert bureau.rows() == {}
    links = bureau.office.database.read(lambda conn: list(audit_log.walk(conn, 0)))
    assert links[-1].action == "warning.refused"


def test_a_wrong_polygon_is_named_and_the_words_are_kept(bureau: Bureau) -> None:
    turned = ((22.93, 113.36), (22.93, 113.38), (22.95, 113.38), (22.93, 113.36))
    area = CapArea(description="市桥街道", polygons=(turned,))
    taken = bureau.bring(bureau.message(areas=(area,)))
    assert taken.row.state == "in_force"
    assert "写反" in "".join(taken.row.remarks)
    assert taken.row.text == WORDS


@pytest.mark.parametrize(
    ("version", "space"),
    [("1.1", "urn:oasis:names:tc:emergency:cap:1.1"), ("1.0", "http://www.incident.com/cap/1.0")],
)
def test_an_older_version_is_relayed_as_text_and_named(bureau: Bureau, version: str, space: str) -> None:
    alert = bureau.message()
    data = build(alert).replace(b"urn:oasis:names:tc:emergency:cap:1.2", space.encode())
    row = bureau.deliver(bureau.signer.sign(data)).row
    assert (row.cap_version, row.text, row.state) == (version, WORDS, "in_force")
    assert version in row.remarks[0]
    bureau.office.clock.advance(MINUTE_MS)
    bureau.bring(bureau.message(msg_type="Cancel", references=(alert.reference(),)))
    assert bureau.states()[alert.identifier] == "cancelled"


def _request(office: Office, relay_id: str | None, **changes: Any) -> AlertRequest:  # noqa: ANN401 - any field
    now = office.clock.now()
    values: dict[str, Any] = {
        "command_id": office.command_id(),
        "mode": Mode.EXERCISE,
        "kind": "rainstorm",
        "level": "orange",
        "unit_ids": (STREET,),
        "warning": "",
        "measures": "",
        "starts_at": now,
        "expires_at": now + 3 * HOUR_MS,
        "channels": ("wecom",),
        "relay_id": relay_id,
    }
    return AlertRequest(**(values | changes))


def _issue(office: Office, request: AlertRequest) -> str:
    return office.database.write(lambda tx: alerts.issue(tx, office.district, office.operator, request)).row.id


def test_a_weather_warning_goes_out_in_its_own_words_with_source_and_time(bureau: Bureau) -> None:
    office = bureau.office
    taken = bureau.bring(bureau.message())
    with pytest.raises(Refusal) as refused:
        _issue(office, _request(office, None, warning="暴雨", measures="绕行"))
    assert refused.value.problem.code == "relay_only"
    alert_id = _issue(office, _request(office, taken.row.id))
    sent = office.database.read(lambda conn: alert_store.revisions(conn, alert_id))[0]
    assert WORDS in sent.texts["wecom"]
    assert "番禺区气象台" in sent.texts["wecom"]
    assert sent.cap is not None
    signed = verified(sent.cap, office.district.signer.certificate, office.clock.now())
    message = CapReader(resources.path("cap/CAP-v1.2.xsd")).parse(signed).alert
    assert message is not None
    assert message.source is not None
    assert message.source.startswith("番禺区气象台 20")
    assert WORDS in (message.infos[0].description or "")


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("field_bad", {"warning": "改写的话"}),
        ("field_bad", {"measures": "加上的话"}),
        ("field_bad", {"expires_at": START + 23 * HOUR_MS}),
        ("live_refused", {"mode": Mode.LIVE}),
        ("not_found", {"relay_id": "nothing"}),
    ],
)
def test_passing_on_changes_no_word_and_never_outlives_or_outranks_it(
    bureau: Bureau, code: str, changes: dict[str, Any]
) -> None:
    taken = bureau.bring(bureau.message())
    with pytest.raises(Refusal) as refused:
        _issue(bureau.office, _request(bureau.office, **({"relay_id": taken.row.id} | changes)))
    assert refused.value.problem.code == code


def test_an_exercise_is_never_passed_on_as_live(bureau: Bureau) -> None:
    office = bureau.office
    live = _request(office, bureau.bring(bureau.message()).row.id, mode=Mode.LIVE)
    with pytest.raises(Refusal) as refused:
        office.database.read(lambda conn: relayed_view.relay_of(conn, office.operator, live, office.clock.now()))
    assert refused.value.problem.code == "mode_looser"


def test_what_is_over_is_not_passed_on(bureau: Bureau) -> None:
    first = bureau.message()
    taken = bureau.bring(first)
    bureau.office.clock.advance(MINUTE_MS)
    bureau.bring(bureau.message(msg_type="Cancel", references=(first.reference(),)))
    with pytest.raises(Refusal, match="已解除"):
        _issue(bureau.office, _request(bureau.office, taken.row.id))


def _as(put: Any, scope: Scope, tx: Tx) -> Any:  # noqa: ANN401 - whatever is to be written
    return put(tx, scope)


def test_sources_are_the_system_administrators(bureau: Bureau) -> None:
    office, certificate = bureau.office, bureau.signer.certificate
    rows = office.database.read(lambda conn: relayed_sources.sources(conn, bureau.admin))
    assert [(row.code, row.fingerprint, row.keyed) for row in rows] == [("weather", fingerprint(certificate), True)]
    for scope in (office.operator, office.scope("", Role.SECURITY_ADMIN)):
        put = partial(relayed_sources.put_source, code="weather", name="", certificate=certificate, key=None)
        with pytest.raises(Refusal, match="不能"):
            office.database.write(partial(_as, put, scope))
    alert = bureau.message()
    bureau.bring(alert)
    office.database.write(lambda tx: relayed_sources.disable_source(tx, bureau.admin, "weather"))
    with pytest.raises(Refusal) as refused:
        bureau.bring(bureau.message())
    assert refused.value.problem.code == "signed_out"
    with pytest.raises(Refusal) as unknown:
        office.database.read(lambda conn: relayed.source_named(conn, "weather"))
    assert unknown.value.problem.code == "unknown_source"
    assert alert.identifier in bureau.rows()


def test_another_certificate_counts_from_the_moment_it_is_registered(bureau: Bureau) -> None:
    fresh = KeySigner(*new_key("区气象局", START))
    bureau.office.database.write(
        lambda tx: relayed_sources.put_source(
            tx, bureau.admin, "weather", name="区气象局", certificate=fresh.certificate, key=None
        )
    )
    with pytest.raises(Refusal, match="签名"):
        bureau.bring(bureau.message())
    bureau.signer = fresh
    assert bureau.bring(bureau.message()).outcome == "accepted"


def test_the_hubs_own_key_is_sealed_and_replaced_by_an_act(office: Office) -> None:
    office.reload()
    before = office.database.read(relayed_keys.in_use)
    assert before is not None
    assert before.certificate == office.district.signer.certificate
    plain = relayed_keys.opened(KEYS, before)
    assert plain not in before.sealed
    with pytest.raises(Refusal) as wrong:
        relayed_keys.opened(KEYS, msgspec.structs.replace(before, id="another"))
    assert wrong.value.problem.code == "key_wrong"
    with pytest.raises(Refusal) as refused:
        office.database.write(lambda tx: signing.renew(tx, office.district, office.operator))
    assert refused.value.problem.code == "no_right"
    admin = office.scope("", Role.SYSTEM_ADMIN)
    office.database.write(lambda tx: signing.renew(tx, office.district, admin))
    known = office.database.read(relayed_keys.every)
    assert [key.retired_at is None for key in known] == [True, False]
    assert known[1].sealed == b""
    office.reload()
    assert office.district.signer.certificate == known[0].certificate


def test_of_many_warnings_those_in_force_are_always_listed(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relayed_view, "LIST_MOST", 1)
    old = bureau.message(expires=CapTime(bureau.office.clock.now() + 20 * HOUR_MS))
    bureau.bring(old)
    bureau.office.clock.advance(MINUTE_MS)
    last = bureau.message(msg_type="Cancel", references=("a,b,2026-11-22T15:00:00+08:00",))
    bureau.bring(last)
    assert list(bureau.rows()) == [last.identifier, old.identifier]
    assert bureau.office.database.read(lambda conn: len(store.recent(conn, 10))) == 2
