"""The words of an alert: templates filled, every filled place marked, each channel's length counted as it counts it."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from services.domain.alerts import AlertDraft, RevisionKind
from services.domain.clock import Instant, to_datetime
from services.domain.modes import Mode
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from services.alerts.book import AlertBook, ChannelSpec, Pace, Template

_FIELD = re.compile(r"\{(\w+)\}")
_NOT_A_DRILL = re.compile(r"(不是|并非|不属|绝非|非)(本次|一次|一场)?(演习|演练|测试)")
_DRILL_MARKS = ("【演练】", "【测试】")
_FIELD_LIMIT = 200
DUPLICATE_MARK = "【可能重复】"
"""Put before a message that is sent again while nobody knows whether the first one arrived."""


class Span(msgspec.Struct, frozen=True):
    """Where a field was filled in: positions in characters (code points) of the text, end exclusive."""

    start: int
    end: int
    field: str


class Rendered(msgspec.Struct, frozen=True):
    """A finished text and the places that were filled in, in order."""

    text: str
    spans: tuple[Span, ...] = ()


class Words(msgspec.Struct, frozen=True):
    """A kind's template filled in: warning (警示事项) and measures (应当采取的措施)."""

    warning: Rendered
    measures: Rendered


class Measure(msgspec.Struct, frozen=True):
    """A text's length on a channel: `used` of `limit` in the channel's `unit`; `characters` as a person counts them.

    Units: bytes of UTF-8, SMS parts, seconds of speech, lines on a display.
    """

    channel: str
    characters: int
    used: int
    limit: int
    unit: str

    @property
    def fits(self) -> bool:
        """Tell whether the channel can carry the text whole. A text is never cut by the program."""
        return self.used <= self.limit


def render(pattern: str, fields: Mapping[str, str | Rendered], labels: Mapping[str, str] | None = None) -> Rendered:
    """Fill the fields of a pattern and tell where they went; a value's own spans are kept instead of its whole.

    Raises Refusal naming the field (by its label where there is one) that is absent or blank. Values are never read
    as patterns.
    """
    parts: list[str] = []
    spans: list[Span] = []
    at = done = 0
    for match in _FIELD.finditer(pattern):
        name = match.group(1)
        value = fields.get(name, "")
        inner = value if isinstance(value, Rendered) else Rendered(value.strip())
        if not inner.text.strip():
            raise Refusal("field_missing", field=(labels or {}).get(name, name))
        literal = pattern[done : match.start()]
        at += len(literal)
        own = inner.spans if isinstance(value, Rendered) else (Span(0, len(inner.text), name),)
        spans.extend(Span(at + span.start, at + span.end, span.field) for span in own)
        parts += (literal, inner.text)
        at += len(inner.text)
        done = match.end()
    parts.append(pattern[done:])
    return Rendered("".join(parts), tuple(spans))


def fill(template: Template, values: Mapping[str, str]) -> Words:
    """Fill a kind's template. Raises Refusal for a missing, overlong or non-numeric field, by its Chinese label."""
    labels = {name: spec.label for name, spec in template.fields.items()}
    for name, spec in template.fields.items():
        value = values.get(name, "").strip()
        if len(value) > _FIELD_LIMIT:
            raise Refusal("field_too_long", field=spec.label, limit=_FIELD_LIMIT)
        if value and spec.kind == "number" and not re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
            raise Refusal("field_bad", field=spec.label, value=value, remedy="请填写数字")
    return Words(render(template.warning, values, labels), render(template.measures, values, labels))


def message(
    book: AlertBook,
    draft: AlertDraft,
    revision: RevisionKind,
    form: str,
    zone: tzinfo,
    words: Words | None = None,
) -> Rendered:
    """Return a revision's whole text in one form ("full", "short", "speech", "display"), with the mode's prefix.

    `words`, when given, are the template's own rendering and keep its spans; the draft's texts are what goes out, so
    words that no longer equal them are put aside. The draft must be complete (kind, level, times, area, issuer).
    Raises Refusal for what is missing or may not be said in this mode.
    """
    relay = draft.relay if revision in (RevisionKind.ALERT, RevisionKind.UPDATE) else None
    pattern = book.messages["relay" if relay else revision.value][form]
    body = render(pattern, _fields(book, draft, zone, form, words), _LABELS)
    prefix = book.prefixes[draft.mode.value]
    spans = tuple(Span(span.start + len(prefix), span.end + len(prefix), span.field) for span in body.spans)
    refuse_words(body.text, draft.mode)
    return Rendered(prefix + body.text, spans)


_LABELS = {
    "hazard": "类别",
    "colour": "级别",
    "area": "可能影响范围",
    "warning": "警示事项",
    "measures": "应当采取的措施",
    "start": "起始时间",
    "expires": "有效期至",
    "issued": "发布时间",
    "issuer": "发布单位",
    "source": "预警来源",
    "source_issued": "原发布时间",
    "original": "预警原文",
}


def _fields(
    book: AlertBook, draft: AlertDraft, zone: tzinfo, form: str, words: Words | None
) -> dict[str, str | Rendered]:
    spoken = form == "speech"
    fields: dict[str, str | Rendered] = {
        "hazard": Rendered(book.kind(draft.kind).name),
        "colour": Rendered(draft.level.zh if draft.level else ""),
        "area": draft.area_text,
        "warning": _kept(draft.warning, words.warning if words else None),
        "measures": _kept(draft.measures, words.measures if words else None),
        "start": _moment(draft.start, zone, spoken),
        "expires": _moment(draft.expires, zone, spoken, beside=draft.start),
        "issued": _moment(draft.issued_at, zone, spoken),
        "issuer": draft.issuer,
    }
    if draft.relay is not None:
        fields["source"] = draft.relay.source
        fields["source_issued"] = _moment(draft.relay.issued_at, zone, spoken)
        fields["original"] = Rendered(draft.relay.text)
    return fields


def _kept(text: str, filled: Rendered | None) -> Rendered:
    return filled if filled is not None and filled.text == text.strip() else Rendered(text.strip())


def _moment(at: Instant | None, zone: tzinfo, spoken: bool, beside: Instant | None = None) -> str:
    """Return a moment as people write it; the date is left out where it equals that of the moment beside it."""
    if at is None:
        return ""
    moment = to_datetime(at, zone)
    clock = f"{moment.hour}时{moment.minute}分" if spoken else f"{moment:%H:%M}"
    if beside is not None and to_datetime(beside, zone).date() == moment.date():
        return clock
    return f"{moment.month}月{moment.day}日{clock}"


def refuse_words(text: str, mode: Mode) -> None:
    """Raise Refusal for words that may not go out: hidden characters, a drill that denies being one, a wrong mark.

    The 2018 Hawaii drill said "this is not a drill": an exercise may not (our rule).
    """
    hidden = [char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") and char != "\n"]
    if hidden:
        raise Refusal("field_bad", field="发布内容", value=f"U+{ord(hidden[0]):04X}", remedy="请删去看不见的控制字符")
    if mode is Mode.LIVE:
        if any(mark in text for mark in _DRILL_MARKS):
            raise Refusal("field_bad", field="发布内容", value="演练字样", remedy="正式预警不能带演练或测试标记")
        return
    squeezed = re.sub(r"[\s\W_]+", "", text)
    denied = _NOT_A_DRILL.search(squeezed)
    if denied:
        raise Refusal("field_bad", field="发布内容", value=denied.group(0), remedy="演练内容不得否认是演练，请删去")


def mark_duplicate(text: str, prefix: str) -> str:
    """Return a text marked as possibly sent before; the mode's prefix stays in front."""
    body = text.removeprefix(prefix)
    return text if body.startswith(DUPLICATE_MARK) else prefix + DUPLICATE_MARK + body


def measure(spec: ChannelSpec, text: str, pace: Pace) -> Measure:
    """Count a text as its channel counts it."""
    counters = {
        "bytes": lambda: len(text.encode()),
        "parts": lambda: sms_parts(text),
        "seconds": lambda: speech_seconds(text, pace),
        "lines": lambda: display_lines(text, pace.line_characters),
    }
    return Measure(spec.code, len(text), counters[spec.unit](), spec.limit, spec.unit)


def describe(spec: ChannelSpec, length: Measure) -> str:
    """Return a length in words, with the channel's name: 短信 78 字（2 条计费）."""
    return {
        "bytes": f"{spec.name} {length.characters:,} 字（{length.used:,}/{length.limit:,} 字节）",
        "parts": f"{spec.name} {length.characters:,} 字（{length.used} 条计费）",
        "seconds": f"{spec.name}约 {length.used} 秒",
        "lines": f"{spec.name} {length.used} 行",
    }[spec.unit]


def sms_parts(text: str) -> int:
    """Return how many short messages a Chinese text takes: 70 UTF-16 units in one, 67 in each of several."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= 70 else math.ceil(units / 67)


def speech_seconds(text: str, pace: Pace) -> int:
    """Return how long a text takes to speak, in whole seconds rounded up, at the book's pace."""
    spoken = sum(1 for char in text if char.isalnum())
    pauses = sum(1 for char in text if unicodedata.category(char) == "Po")
    return math.ceil(spoken / pace.speech_per_second + pauses * pace.speech_pause)


def display_lines(text: str, characters: int) -> int:
    """Return how many lines a display of so many full-width characters needs; half-width ones count half."""
    lines = 0
    for line in text.splitlines():
        width = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in line)
        lines += max(1, math.ceil(width / characters))
    return lines
