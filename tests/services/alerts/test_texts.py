"""The words: filled places are marked, the prefix cannot be lost, lengths are counted as the channels count."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts import texts
from services.alerts.book import load_book
from services.domain.alerts import AlertDraft, Relay, RevisionKind
from services.domain.modes import Mode
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from services.alerts.book import AlertBook
    from services.alerts.prepared import Tools

FORMS = ("full", "short", "speech", "display")


def test_the_filled_places_are_those_of_the_text(tools: Tools, draft: AlertDraft) -> None:
    template = tools.book.templates["waterlogging_underpass"]
    words = texts.fill(template, {"place": "下中路地下通道", "depth": "41"})
    filled = msgspec.structs.replace(
        draft, warning=words.warning.text, measures=words.measures.text, issued_at=draft.start
    )
    done = texts.message(tools.book, filled, RevisionKind.ALERT, "full", tools.zone, words)
    said = {span.field: done.text[span.start : span.end] for span in done.spans}
    assert said["place"] == "下中路地下通道"
    assert said["depth"] == "41"
    assert said["area"] == "广州市番禺区市桥街道下中路"
    assert said["start"] == "11月22日15:42"
    assert said["expires"] == "17:42"
    assert done.text.startswith("【演练】【内涝黄色预警】广州市番禺区市桥街道下中路：下中路地下通道积水约41厘米。")


def test_words_edited_by_hand_lose_their_marks_and_keep_their_text(tools: Tools, draft: AlertDraft) -> None:
    words = texts.fill(tools.book.templates["waterlogging_underpass"], {"place": "下中路", "depth": "41"})
    dated = msgspec.structs.replace(draft, warning="积水很深，勿近。", issued_at=draft.start)
    done = texts.message(tools.book, dated, RevisionKind.ALERT, "short", tools.zone, words)
    assert "积水很深，勿近。" in done.text
    assert not [span for span in done.spans if span.field == "depth"]


@given(st.dictionaries(st.sampled_from("abc"), st.text(min_size=1).filter(str.strip), min_size=3))
def test_every_span_holds_its_value_whatever_is_filled_in(values: dict[str, str]) -> None:
    done = texts.render("前{a}中{b}{c}后{a}", values)
    assert [done.text[span.start : span.end] for span in done.spans] == [values[name].strip() for name in "abca"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"place": "x"}, "field_missing"),
        ({"place": "x", "depth": " "}, "field_missing"),
        ({"place": "x", "depth": "很深"}, "field_bad"),
        ({"place": "长" * 201, "depth": "4"}, "field_too_long"),
    ],
)
def test_a_template_with_a_gap_names_the_field(book: AlertBook, values: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as caught:
        texts.fill(book.templates["waterlogging_underpass"], values)
    assert caught.value.problem.code == code
    assert caught.value.problem.field in ("积水处", "积水深度（厘米）")


@pytest.mark.parametrize(("mode", "prefix"), [(Mode.EXERCISE, "【演练】"), (Mode.TEST, "【测试】"), (Mode.LIVE, "")])
@pytest.mark.parametrize("revision", list(RevisionKind))
@pytest.mark.parametrize("form", FORMS)
def test_every_message_of_an_exercise_says_so_first(
    tools: Tools, draft: AlertDraft, mode: Mode, prefix: str, revision: RevisionKind, form: str
) -> None:
    dated = msgspec.structs.replace(draft, mode=mode, issued_at=draft.start)
    text = texts.message(tools.book, dated, revision, form, tools.zone).text
    assert text.startswith(prefix)
    assert ("演练" in text) == (mode is Mode.EXERCISE)
    assert "内涝" in text
    assert draft.issuer in text


def test_a_relayed_warning_keeps_its_words_source_and_time(tools: Tools, draft: AlertDraft) -> None:
    original = "预计未来3小时降雨100毫米以上。\n请注意防御。"
    relay = Relay(source="广州市气象台", issued_at=(draft.start or 0) - 600_000, text=original)
    dated = msgspec.structs.replace(draft, kind="rainstorm", relay=relay, issued_at=draft.start)
    for form in FORMS:
        text = texts.message(tools.book, dated, RevisionKind.ALERT, form, tools.zone).text
        assert original in text
        assert "广州市气象台" in text
        assert "15:32" in text or "15时32分" in text


@pytest.mark.parametrize(
    "words", ["这不是演习。", "这 不 是 演 练！", "并非 演习", "非演练", "绝非一次演练", "不是，演习"]
)
def test_an_exercise_may_not_deny_being_one(words: str) -> None:
    with pytest.raises(Refusal):
        texts.refuse_words(words, Mode.EXERCISE)
    texts.refuse_words(words, Mode.LIVE)


@pytest.mark.parametrize("words", ["【演练】请转移", "【测试】请转移"])
def test_a_live_message_may_not_bear_a_drill_mark(words: str) -> None:
    with pytest.raises(Refusal):
        texts.refuse_words(words, Mode.LIVE)


@pytest.mark.parametrize("hidden", ["\u202e", "\u200b", "\x00", "\x1b", "\ufeff"])
def test_hidden_characters_are_refused_by_name(hidden: str) -> None:
    with pytest.raises(Refusal, match=f"U\\+{ord(hidden):04X}"):
        texts.refuse_words(f"请{hidden}转移", Mode.EXERCISE)


@pytest.mark.parametrize(("length", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)])
def test_short_messages_are_counted_at_70_and_67(length: int, parts: int) -> None:
    assert texts.sms_parts("水" * length) == parts


def test_a_character_outside_the_basic_plane_counts_twice_in_a_short_message() -> None:
    assert texts.sms_parts("\U00020000" * 35) == 1
    assert texts.sms_parts("\U00020000" * 36) == 2


def test_wecom_counts_bytes_not_characters(book: AlertBook) -> None:
    spec = book.channels["wecom"]
    assert texts.measure(spec, "水" * 682, book.pace).fits
    assert not texts.measure(spec, "水" * 683, book.pace).fits


def test_lengths_are_said_in_words(book: AlertBook) -> None:
    said = {
        code: texts.describe(book.channels[code], texts.measure(book.channels[code], "水" * 78, book.pace))
        for code in ("wecom", "sms", "broadcast", "led")
    }
    assert said == {
        "wecom": "企业微信 78 字（234/2,048 字节）",
        "sms": "短信 78 字（2 条计费）",
        "broadcast": "应急广播约 20 秒",
        "led": "户外大屏 2 行",
    }


def test_speech_and_displays_are_counted(book: AlertBook) -> None:
    assert texts.speech_seconds("水" * 40, book.pace) == 10
    assert texts.speech_seconds("水" * 40 + "，。", book.pace) == 11
    assert texts.display_lines("水" * 40, 40) == 1
    assert texts.display_lines("水" * 41, 40) == 2
    assert texts.display_lines("a" * 80, 40) == 1
    assert texts.display_lines("上\n\n下", 40) == 3


def test_the_duplicate_mark_stays_behind_the_exercise_mark_and_comes_once() -> None:
    once = texts.mark_duplicate("【演练】请转移", "【演练】")
    assert once == "【演练】【可能重复】请转移"
    assert texts.mark_duplicate(once, "【演练】") == once


def test_moments_of_another_day_carry_their_date(tools: Tools, draft: AlertDraft) -> None:
    late = msgspec.structs.replace(draft, issued_at=draft.start, expires=(draft.start or 0) + 12 * 3_600_000)
    assert "至 11月23日03:42" in texts.message(tools.book, late, RevisionKind.ALERT, "full", tools.zone).text
    assert "11月22日07:42 至 19:42" in texts.message(tools.book, late, RevisionKind.ALERT, "full", UTC).text


def test_every_template_fills_and_fits_every_channel(tools: Tools, draft: AlertDraft) -> None:
    for template in tools.book.templates.values():
        words = texts.fill(
            template, {name: "12" if spec.kind == "number" else "清河东路" for name, spec in template.fields.items()}
        )
        dated = msgspec.structs.replace(
            draft, kind=template.kind, warning=words.warning.text, measures=words.measures.text, issued_at=draft.start
        )
        for spec in tools.book.channels.values():
            if spec.form in FORMS:
                text = texts.message(tools.book, dated, RevisionKind.ALERT, spec.form, tools.zone, words).text
                assert texts.measure(spec, text, tools.book.pace).fits, (template.code, spec.code, text)
                assert "{" not in text


def test_the_shipped_book_marks_what_is_not_verified(book: AlertBook) -> None:
    assert not any(kind.verified for kind in book.kinds.values())
    assert book.kinds["waterlogging"].code_label == "11A02"
    assert book.kinds["gas_leak"].code_label == "本区自编"
    weather = [kind for kind in book.kinds.values() if (kind.event_code or "").startswith("11B")]
    assert weather
    assert all(kind.relay_only for kind in weather)
    assert not [t for t in book.templates.values() if book.kinds[t.kind].relay_only]


def test_a_broken_book_is_refused_by_file(book: AlertBook, tmp_path: Path) -> None:
    import resources  # noqa: PLC0415 - only this test copies the shipped files

    for name in ("kinds.toml", "channels.toml", "templates.toml"):
        (tmp_path / name).write_bytes(resources.path(f"alerts/{name}").read_bytes())
    assert load_book(tmp_path) == book
    kinds = tmp_path / "kinds.toml"
    whole = kinds.read_text(encoding="utf-8")
    kinds.write_text(whole.replace('code = "flood"', 'code = "gas_leak"'), encoding="utf-8")
    with pytest.raises(ValueError, match="twice"):
        load_book(tmp_path)
    kinds.write_text(whole.replace('class = "natural"', 'class = "other"', 1), encoding="utf-8")
    with pytest.raises(ValueError, match=r"kinds\.toml"):
        load_book(tmp_path)
