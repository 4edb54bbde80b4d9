"""One press: what is stored, what is refused, and that the correction is ready before anybody needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from services.alerts.audience import Contact
from services.alerts.cap_rules import check, errors
from services.alerts.compose import compose, expand, preview, release
from services.alerts.outbox import EXPAND_CHANNEL, RowState
from services.alerts.prepared import texts_hash
from services.alerts.texts import fill
from services.domain.alerts import Reach, Relay, RevisionKind, WarningLevel
from services.domain.modes import Mode
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.alerts.cap_compose import AreaUnit
    from services.alerts.prepared import Names, Prepared, Tools
    from services.domain.alerts import AlertDraft
    from services.domain.clock import Instant


@pytest.fixture
def composed(
    tools: Tools,
    draft: AlertDraft,
    units: Sequence[AreaUnit],
    contacts: Sequence[Contact],
    names: Names,
    now: Instant,
) -> Callable[..., Prepared]:
    def make(case_mode: Mode | None = Mode.EXERCISE, people: Sequence[Contact] = contacts, **changes: Any) -> Prepared:  # noqa: ANN401 - any field
        return compose(tools, msgspec.structs.replace(draft, **changes), units, people, names, now, case_mode)

    return make


def test_a_prepared_alert_holds_everything_one_press_commits(
    tools: Tools, composed: Callable[..., Prepared], now: Instant
) -> None:
    done = composed()
    assert done.draft.issued_at == now
    assert done.headline == "【演练】番禺区城市运行指挥中心发布内涝黄色预警"
    assert set(done.alert.texts) == {"wecom", "sms", "led", "cap"}
    assert all(text.startswith("【演练】") for code, text in done.alert.texts.items() if code != "cap")
    assert done.alert.sha256 == texts_hash(done.alert.texts)
    assert [(row.channel, row.target) for row in done.rows] == [
        ("wecom", "liming"),
        ("wecom", "wangfang"),
        ("sms", "13800000001"),
        ("sms", "13800000002"),
        ("led", "LED-07"),
        ("cap", "city-platform"),
    ]
    shared = done.rows[3]
    assert shared.recipients == ("p2", "p3")
    assert {row.state for row in done.rows} == {RowState.PENDING}
    assert {row.next_at for row in done.rows} == {now}
    assert {row.mode for row in done.rows} == {Mode.EXERCISE}
    assert len({row.idem for row in done.rows}) == len(done.rows)
    assert done.frozen is None
    assert tools.reader.parse(done.alert.cap or b"").valid


def test_the_cap_message_says_exercise_restricted_and_the_colour(
    tools: Tools, composed: Callable[..., Prepared], now: Instant
) -> None:
    alert = tools.reader.parse(composed().alert.cap or b"").alert
    assert alert is not None
    info = alert.infos[0]
    assert (alert.status, alert.msg_type, alert.scope) == ("Exercise", "Alert", "Restricted")
    assert alert.note == "演练 YL440113-20261122-0009"
    assert alert.sent.text() == "2026-11-22T15:42:05+08:00"
    assert (info.event, info.severity, info.urgency, info.certainty) == ("内涝", "Moderate", "Immediate", "Unknown")
    assert [(code.name, code.value) for code in info.event_codes] == [("eventType", "11A02")]
    assert ("预警颜色", "黄色") in [(pair.name, pair.value) for pair in info.parameters]
    assert info.headline == "【演练】番禺区城市运行指挥中心发布内涝黄色预警"
    assert (info.description or "").startswith("【演练】")
    assert [code.value for code in info.areas[0].geocodes] == ["440113007"]
    assert info.areas[0].polygons[0][0] == info.areas[0].polygons[0][-1] == (113.36, 22.93)
    assert check(alert, now=now) == ()


def test_the_correction_and_the_all_clear_are_ready_with_their_hash(composed: Callable[..., Prepared]) -> None:
    done = composed()
    for armed, word, number in ((done.correction, "更正", 2), (done.all_clear, "解除", 3)):
        assert (armed.number, armed.identifier, armed.sent_at, armed.cap) == (number, None, None, None)
        assert set(armed.texts) == {"wecom", "sms", "led", "cap"}
        assert all(text.startswith("【演练】") and word in text for text in armed.texts.values())
        assert armed.sha256 == texts_hash(armed.texts)


def test_the_preview_shows_the_same_words_with_their_filled_places(
    tools: Tools, draft: AlertDraft, contacts: Sequence[Contact], now: Instant, composed: Callable[..., Prepared]
) -> None:
    words = fill(tools.book.templates["waterlogging_underpass"], {"place": "下中路地下通道", "depth": "41"})
    filled = msgspec.structs.replace(draft, warning=words.warning.text, measures=words.measures.text)
    shown = preview(tools, filled, contacts, now, words)
    done = composed(warning=words.warning.text, measures=words.measures.text)
    for channel in shown.channels:
        assert channel.rendered.text == done.alert.texts[channel.channel]
        assert "depth" in {span.field for span in channel.rendered.spans}
    assert {channel.channel: (channel.targets, channel.people) for channel in shown.channels} == {
        "wecom": (2, 2),
        "sms": (2, 3),
        "led": (1, 1),
    }
    assert "有误" in shown.correction
    assert "解除" in shown.all_clear
    assert {contact.person for contact, _ in shown.audience.unreachable} == {"陈静", "孙丽"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mode": Mode.LIVE, "case_mode": Mode.LIVE}, "live_refused"),
        ({"mode": Mode.LIVE}, "mode_looser"),
        ({"case_mode": Mode.TEST}, "mode_looser"),
        ({"measures": ""}, "alert_incomplete"),
        ({"kind": "social_incident"}, "no_public_alert"),
        ({"kind": "rainstorm"}, "relay_only"),
        ({"kind": "nothing"}, "field_bad"),
        ({"level": WarningLevel.WHITE}, "field_bad"),
        ({"channels": ("pigeon",)}, "field_bad"),
        ({"channels": ()}, "alert_no_audience"),
        ({"units": ("d/440113999",)}, "alert_no_audience"),
        ({"reach": Reach.PUBLIC}, "field_bad"),
        ({"warning": "这不是演习！"}, "field_bad"),
        ({"warning": "水" * 700}, "field_bad"),
        ({"expires": 1}, "field_bad"),
        ({"polygons": (((22.93, 113.36), (22.93, 113.38), (22.95, 113.38)),)}, "field_bad"),
    ],
)
def test_what_may_not_go_is_refused_with_one_sentence(
    composed: Callable[..., Prepared], changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        composed(**changes)
    assert caught.value.problem.code == code
    assert caught.value.problem.sentence


def test_a_relayed_warning_goes_out_word_for_word(
    tools: Tools, composed: Callable[..., Prepared], now: Instant
) -> None:
    original = "暴雨橙色预警信号生效，预计3小时内雨量将达50毫米以上。"
    relay = Relay(source="广州市气象台", issued_at=now - 600_000, text=original)
    done = composed(kind="rainstorm", level=WarningLevel.ORANGE, relay=relay, warning="", measures="")
    assert all(original in text for text in done.alert.texts.values())
    assert "转发广州市气象台" in done.alert.texts["led"]
    alert = tools.reader.parse(done.alert.cap or b"").alert
    assert alert is not None
    assert alert.infos[0].description == "【演练】" + original
    assert alert.infos[0].instruction is None
    assert done.headline == "【演练】番禺区城市运行指挥中心转发暴雨橙色预警"


def test_a_private_test_names_its_addressees(tools: Tools, composed: Callable[..., Prepared]) -> None:
    done = composed(mode=Mode.TEST, reach=Reach.PRIVATE)
    alert = tools.reader.parse(done.alert.cap or b"").alert
    assert alert is not None
    assert (alert.status, alert.scope, alert.addresses, alert.restriction) == ("Test", "Private", "440113007", None)
    assert all(text.startswith("【测试】") for code, text in done.alert.texts.items() if code != "cap")


@pytest.mark.parametrize(
    ("ahead", "urgency"), [(0, "Immediate"), (1, "Expected"), (3_600_000, "Expected"), (3_600_001, "Future")]
)
def test_urgency_is_told_by_the_start(
    tools: Tools, composed: Callable[..., Prepared], now: Instant, ahead: int, urgency: str
) -> None:
    alert = tools.reader.parse(composed(start=now + ahead).alert.cap or b"").alert
    assert alert is not None
    assert alert.infos[0].urgency == urgency


def test_the_area_may_be_told_by_codes_alone(tools: Tools, composed: Callable[..., Prepared]) -> None:
    alert = tools.reader.parse(composed(polygons=()).alert.cap or b"").alert
    assert alert is not None
    assert not alert.infos[0].areas[0].polygons


def _many(count: int) -> list[Contact]:
    return [
        Contact(
            id=f"p{n}",
            unit="440113007",
            path="d/440113007",
            slot="网格员",
            person=f"第{n}人",
            channels={"sms": str(13_800_000_000 + n)},
        )
        for n in range(count)
    ]


def test_up_to_2000_targets_are_rows_and_more_are_a_frozen_list(
    composed: Callable[..., Prepared], now: Instant
) -> None:
    assert len(composed(people=_many(2000)).rows) == 2000
    large = composed(people=_many(2001))
    assert [row.channel for row in large.rows] == [EXPAND_CHANNEL]
    assert large.frozen is not None
    assert large.frozen.count == 2001
    pages = [expand(large.frozen, offset, large.names, large.draft, now) for offset in range(0, 2501, 500)]
    assert [len(page) for page in pages] == [500, 500, 500, 500, 1, 0]
    rows = [row for page in pages for row in page]
    assert len({row.idem for row in rows}) == 2001
    assert {who for row in rows for who in row.recipients} == {f"p{number}" for number in range(2001)}
    with pytest.raises(ValueError, match="changed"):
        expand(msgspec.structs.replace(large.frozen, data=b"[]"), 0, large.names, large.draft, now)


@pytest.mark.parametrize("which", ["correction", "all_clear"])
def test_a_release_reaches_everybody_touched_and_cancels_the_rest(
    tools: Tools, composed: Callable[..., Prepared], units: Sequence[AreaUnit], now: Instant, which: str
) -> None:
    done = composed()
    states = [
        RowState.PENDING,
        RowState.RETRY,
        RowState.UNKNOWN,
        RowState.DELIVERED,
        RowState.REFUSED,
        RowState.ACCEPTED,
    ]
    rows = [msgspec.structs.replace(row, state=state) for row, state in zip(done.rows, states, strict=True)]
    armed = getattr(done, which)
    out = release(tools, done.draft, units, done.names, armed, done.alert, rows, now + 60_000)
    assert out.cancelled == (rows[0].idem, rows[1].idem)
    assert out.stopped == (rows[2].idem,)
    assert [row.target for row in out.rows] == [row.target for row in rows[1:]]
    assert {row.idem for row in out.rows}.isdisjoint(row.idem for row in rows)
    assert all(row.lane < rows[0].lane and row.state is RowState.PENDING for row in out.rows)
    assert {code: text for code, text in out.revision.texts.items() if code != "cap"} == {
        code: text for code, text in armed.texts.items() if code != "cap"
    }
    parsed = tools.reader.parse(out.revision.cap or b"").alert
    original = tools.reader.parse(done.alert.cap or b"").alert
    assert parsed is not None
    assert original is not None
    assert (parsed.msg_type, parsed.references) == ("Cancel", (original.reference(),))
    assert parsed.identifier == f"{done.names.number}.{armed.number}" == out.revision.identifier
    assert parsed.infos[0].description == armed.texts["cap"]
    assert not errors(check(parsed, now=now + 60_000))


def test_armed_words_that_were_changed_are_not_released(
    tools: Tools, composed: Callable[..., Prepared], units: Sequence[AreaUnit], now: Instant
) -> None:
    done = composed()
    changed = msgspec.structs.replace(done.correction, texts=done.correction.texts | {"sms": "【演练】请大家放心"})
    with pytest.raises(Refusal, match="不一致"):
        release(tools, done.draft, units, done.names, changed, done.alert, done.rows, now)


def test_an_update_refers_to_the_revision_before(
    tools: Tools,
    composed: Callable[..., Prepared],
    units: Sequence[AreaUnit],
    contacts: Sequence[Contact],
    now: Instant,
) -> None:
    first = composed()
    names = msgspec.structs.replace(first.names, revision=4)
    later = msgspec.structs.replace(first.draft, level=WarningLevel.ORANGE)
    second = compose(tools, later, units, contacts, names, now + 60_000, Mode.EXERCISE, first.alert)
    assert second.alert.kind is RevisionKind.UPDATE
    assert (second.correction.number, second.all_clear.number) == (5, 6)
    parsed = tools.reader.parse(second.alert.cap or b"").alert
    assert parsed is not None
    assert parsed.msg_type == "Update"
    assert parsed.references == (f"440113.huying,{first.alert.identifier},2026-11-22T15:42:05+08:00",)
    assert {row.idem for row in second.rows}.isdisjoint(row.idem for row in first.rows)
