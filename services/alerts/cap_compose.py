"""From an alert of ours to a CAP 1.2 message: the mapping, and the check by schema and rules before anything goes out.

The mapping of colours to severities is a convention, not a standard's text; the colour itself travels as a parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.alerts.cap import CapAlert, CapArea, CapInfo, CapTime, Named, build, close
from services.alerts.cap_rules import check as check_rules
from services.alerts.cap_rules import errors
from services.domain.alerts import AlertDraft, AlertKind, Reach, RevisionKind, WarningLevel
from services.domain.clock import HOUR_MS, Instant, to_datetime
from services.domain.modes import Mode
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from services.alerts.cap_parse import CapReader
    from services.alerts.cap_rules import Bounds

STATUS = {Mode.LIVE: "Actual", Mode.EXERCISE: "Exercise", Mode.TEST: "Test"}
SEVERITY = {
    WarningLevel.RED: "Extreme",
    WarningLevel.ORANGE: "Severe",
    WarningLevel.YELLOW: "Moderate",
    WarningLevel.BLUE: "Minor",
    WarningLevel.WHITE: "Unknown",
}
MSG_TYPE = {
    RevisionKind.ALERT: "Alert",
    RevisionKind.UPDATE: "Update",
    RevisionKind.CORRECTION: "Cancel",
    RevisionKind.ALL_CLEAR: "Cancel",
}
_NOTE = {RevisionKind.CORRECTION: "更正：原消息有误", RevisionKind.ALL_CLEAR: "解除：险情已经排除"}
_MODE_NOTE = {Mode.EXERCISE: "演练", Mode.TEST: "测试"}
_SCOPE = {Reach.PUBLIC: "Public", Reach.RESTRICTED: "Restricted", Reach.PRIVATE: "Private"}
RESTRICTION = "仅限所选范围的责任人和设备"


class AreaUnit(msgspec.Struct, frozen=True):
    """A chosen unit: its area path, division code and name."""

    path: str
    code: str
    name: str


class CapHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a message is called by: identifier, sender (no blanks or commas), the alert's public number, references."""

    identifier: str
    sender: str
    number: str
    references: tuple[str, ...] = ()


class CapWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words and times of one revision. `expires_at` is the least time until which the message stands."""

    revision: RevisionKind
    sent_at: Instant
    expires_at: Instant
    headline: str
    description: str
    instruction: str = ""


def cap_of(
    draft: AlertDraft, kind: AlertKind, units: Sequence[AreaUnit], head: CapHead, words: CapWords, zone: tzinfo
) -> CapAlert:
    """Return one revision of a complete draft as a message; times are written in the district's zone, whole seconds."""
    sent = words.sent_at

    def moment(at: Instant) -> CapTime:
        offset = to_datetime(at, zone).utcoffset()
        return CapTime(at - at % 1000, round(offset.total_seconds() / 60) if offset else 0)

    info = CapInfo(
        language="zh-CN",
        categories=(kind.cap_category,),
        event=kind.name,
        response_types=("AllClear",) if words.revision is RevisionKind.ALL_CLEAR else (),
        urgency=_urgency(draft.start or sent, sent, words.revision),
        severity=SEVERITY[draft.level] if draft.level else "Unknown",
        certainty=draft.certainty.value,
        event_codes=(Named("eventType", kind.event_code),) if kind.event_code else (),
        effective=moment(sent),
        onset=moment(draft.start) if draft.start is not None else None,
        expires=moment(max(draft.expires or 0, words.expires_at)),
        sender_name=draft.issuer,
        headline=words.headline,
        description=words.description,
        instruction=words.instruction or None,
        parameters=(
            Named("预警颜色", draft.level.zh if draft.level else ""),
            Named("本区类别", kind.code),
            Named("预警编号", head.number),
        ),
        areas=(
            CapArea(
                description=draft.area_text,
                polygons=tuple(close(ring) for ring in draft.polygons),
                geocodes=tuple(Named("区划代码", unit.code) for unit in units),
            ),
        ),
    )
    notes = (
        f"{_MODE_NOTE[draft.mode]} {head.number}" if draft.mode in _MODE_NOTE else "",
        _NOTE.get(words.revision, ""),
    )
    return CapAlert(
        identifier=head.identifier,
        sender=head.sender,
        sent=moment(sent),
        status=STATUS[draft.mode],
        msg_type=MSG_TYPE[words.revision],
        source=f"{draft.relay.source} {moment(draft.relay.issued_at).text()}" if draft.relay is not None else None,
        scope=_SCOPE[draft.reach],
        restriction=RESTRICTION if draft.reach is Reach.RESTRICTED else None,
        addresses=" ".join(unit.code for unit in units) if draft.reach is Reach.PRIVATE else None,
        note="；".join(filter(None, notes)) or None,
        references=head.references,
        infos=(info,),
    )


def checked(alert: CapAlert, reader: CapReader, bounds: Bounds | None = None) -> bytes:
    """Build a message and let the schema and our rules look at what was built. Raises Refusal with the first error."""
    data = build(alert)
    parsed = reader.parse(data)
    found = errors(parsed.findings)
    if not found and parsed.alert is not None:
        found = errors(check_rules(parsed.alert, bounds=bounds))
    if found:
        raise Refusal("field_bad", field="CAP 文件", value=found[0].sentence, remedy="请改正后再发布")
    return data


def _urgency(start: Instant, sent: Instant, revision: RevisionKind) -> str:
    """Return how soon to act by when it starts (CAP 1.2, 3.2.2: Expected is within the next hour)."""
    if revision in (RevisionKind.CORRECTION, RevisionKind.ALL_CLEAR):
        return "Past"
    if start <= sent:
        return "Immediate"
    return "Expected" if start - sent <= HOUR_MS else "Future"
