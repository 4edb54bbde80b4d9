"""Alerts: kinds, warning levels, the eight fields without which nothing may go out, and what is refused at once.

The eight fields are those of art. 64 of the Emergency Response Law (突发事件应对法, in force 2024-11-01): 类别、级别、
起始时间、可能影响范围、警示事项、应当采取的措施、发布单位、发布时间.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.clock import Instant
from services.domain.modes import Mode, may_descend
from services.domain.problems import SENTENCES, Refusal

LonLat = tuple[float, float]
"""Longitude, latitude in degrees, WGS84."""

Ring = tuple[LonLat, ...]
"""The outline of an area; closed (first point = last point) once it is stored."""


class AlertClass(StrEnum):
    """The four classes of emergency incidents (the law's art. 2). Class 14, social, is only reported upwards."""

    NATURAL = "natural"
    ACCIDENT = "accident"
    HEALTH = "health"
    SOCIAL = "social"

    @property
    def zh(self) -> str:
        """Return the class in Chinese."""
        return _CLASS_ZH[self]


_CLASS_ZH = {
    AlertClass.NATURAL: "自然灾害",
    AlertClass.ACCIDENT: "事故灾难",
    AlertClass.HEALTH: "公共卫生",
    AlertClass.SOCIAL: "社会安全",
}


class WarningLevel(StrEnum):
    """A warning's colour, mildest first. Chosen by a person, never derived from a priority, grade or response.

    Four levels by the law's art. 63 (一级红 二级橙 三级黄 四级蓝); white exists for typhoons in Guangdong only.
    """

    WHITE = "white"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def zh(self) -> str:
        """Return the colour in Chinese, as it stands in a headline."""
        return _LEVEL_ZH[self][0]

    @property
    def rank_zh(self) -> str:
        """Return the numbered level in Chinese; empty for white, which has no number in the law."""
        return _LEVEL_ZH[self][1]


_LEVEL_ZH = {
    WarningLevel.WHITE: ("白色", ""),
    WarningLevel.BLUE: ("蓝色", "四级"),
    WarningLevel.YELLOW: ("黄色", "三级"),
    WarningLevel.ORANGE: ("橙色", "二级"),
    WarningLevel.RED: ("红色", "一级"),
}

FOUR_LEVELS = (WarningLevel.BLUE, WarningLevel.YELLOW, WarningLevel.ORANGE, WarningLevel.RED)


class AlertKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of alert a district can issue or relay.

    `event_code` is the national event type (as in 11A02) or None for a kind of the district's own (本区自编);
    `verified` tells whether it was checked against the standard's own text. `relay_only`: not ours to write, as weather
    signals are not (气象法 art. 22, 25). `cap_category` is the CAP 1.2 category.
    """

    code: str
    name: str
    klass: AlertClass
    event_code: str | None = None
    verified: bool = False
    relay_only: bool = False
    cap_category: str = "Other"
    levels: tuple[WarningLevel, ...] = FOUR_LEVELS

    @property
    def code_label(self) -> str:
        """Return what stands beside the name: the event code, or that the district made the kind itself."""
        return self.event_code or "本区自编"


class RevisionKind(StrEnum):
    """What a revision of an alert does to the ones before it."""

    ALERT = "alert"
    UPDATE = "update"
    CORRECTION = "correction"  # what was sent was wrong: do not act on it
    ALL_CLEAR = "all_clear"  # the danger is over


class Reach(StrEnum):
    """Whom a message is meant for (CAP scope). Public needs an authority that a street does not have."""

    PUBLIC = "public"
    RESTRICTED = "restricted"
    PRIVATE = "private"


class Certainty(StrEnum):
    """How sure the issuer is, in the words of CAP 1.2; said by a person, never guessed."""

    OBSERVED = "Observed"
    LIKELY = "Likely"
    POSSIBLE = "Possible"
    UNLIKELY = "Unlikely"
    UNKNOWN = "Unknown"


class Relay(msgspec.Struct, frozen=True, kw_only=True):
    """A warning of another authority, passed on word for word with its source and time (气象法 art. 25)."""

    source: str
    issued_at: Instant
    text: str


class AlertDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An alert as it is being prepared. Empty texts, empty tuples and None mean "not given yet".

    `units` are area paths (unit ids from the district down, joined by "/"); `polygons` are rings of lon, lat in WGS84.
    `warning` (警示事项) and `measures` (应当采取的措施) are the words as they will go out. `template` and `fields` tell
    where the words came from. `issued_at` stays None until release. `channels` are channel codes.
    """

    mode: Mode
    kind: str = ""
    level: WarningLevel | None = None
    start: Instant | None = None
    expires: Instant | None = None
    area_text: str = ""
    units: tuple[str, ...] = ()
    polygons: tuple[Ring, ...] = ()
    warning: str = ""
    measures: str = ""
    issuer: str = ""
    issued_at: Instant | None = None
    channels: tuple[str, ...] = ()
    case: str | None = None
    reach: Reach = Reach.RESTRICTED
    certainty: Certainty = Certainty.UNKNOWN
    template: str = ""
    fields: dict[str, str] = {}
    relay: Relay | None = None


MANDATORY: dict[str, str] = {
    "kind": "类别",
    "level": "级别",
    "start": "起始时间",
    "area": "可能影响范围",
    "warning": "警示事项",
    "measures": "应当采取的措施",
    "issuer": "发布单位",
    "issued_at": "发布时间",
}
"""The eight mandatory fields in the law's order: name → the law's word."""

EXPIRY_MAX_MS = 24 * 3_600_000
"""An alert runs at most 24 hours before it is looked at again (our rule)."""


LIVE_REFUSED = SENTENCES["live_refused"][1]
"""The sentence with which Live is refused for every alert, for screens that say it before anybody tries."""


def missing_fields(draft: AlertDraft) -> tuple[str, ...]:
    """Return the names (keys of `MANDATORY`) of the mandatory fields that are still empty, in the law's order.

    The area needs both its words and its extent (units or polygons): words alone reach nobody, an extent alone tells
    nobody. A relayed warning's own text stands for warning and measures: it may not be edited.
    """
    relayed = draft.relay is not None and bool(draft.relay.text.strip())
    given = {
        "kind": draft.kind.strip(),
        "level": draft.level,
        "start": draft.start is not None,
        "area": draft.area_text.strip() and (draft.units or draft.polygons),
        "warning": draft.warning.strip() or relayed,
        "measures": draft.measures.strip() or relayed,
        "issuer": draft.issuer.strip(),
        "issued_at": draft.issued_at is not None,
    }
    return tuple(name for name in MANDATORY if not given[name])


def refuse_mode(mode: Mode, case_mode: Mode | None, *, live_open: bool = False) -> None:
    """Raise Refusal when an alert of this mode may not be made, for a case of that mode (None: from no case).

    Live is refused for every alert while `live_open` is false, which it is until the alert centre is complete
    (the signing matrix, second signatures and real channels). An alert may be stricter than its case, never looser.
    """
    if case_mode is not None and not may_descend(case_mode, mode):
        raise Refusal("mode_looser", field="mode")
    if mode is Mode.LIVE and not live_open:
        raise Refusal("live_refused", field="mode")


def refuse_kind(kind: AlertKind, draft: AlertDraft) -> None:
    """Raise Refusal where the kind forbids the draft: class 14, weather without its source, a colour it lacks."""
    if kind.klass is AlertClass.SOCIAL:
        raise Refusal("no_public_alert", field="kind")
    if kind.relay_only and draft.relay is None:
        raise Refusal("relay_only", field="kind")
    if draft.level is not None and draft.level not in kind.levels:
        names = "、".join(level.zh for level in kind.levels)
        raise Refusal("field_bad", field="级别", value=draft.level.zh, remedy=f"{kind.name}只有{names}")


def refuse_reach(draft: AlertDraft) -> None:
    """Raise Refusal when an exercise or a test is meant for the public (our rule: those only reach named units)."""
    if draft.reach is Reach.PUBLIC and draft.mode is not Mode.LIVE:
        raise Refusal("field_bad", field="范围", value="公众", remedy="演练和测试只发给责任人和设备")


def refuse_times(draft: AlertDraft) -> None:
    """Raise Refusal when the times cannot be: no end, an end before the start or the issue, longer than 24 hours."""
    if draft.expires is None:
        raise Refusal("field_missing", field="有效期至")
    begin = max(draft.start or 0, draft.issued_at or 0)
    if draft.expires <= begin:
        raise Refusal("field_bad", field="有效期至", value="早于起始或发布时间", remedy="请把有效期改到发布之后")
    if draft.expires - begin > EXPIRY_MAX_MS:
        raise Refusal("field_bad", field="有效期至", value="超过 24 小时", remedy="请缩短有效期，到期前可以更新")


def refuse_incomplete(draft: AlertDraft) -> None:
    """Raise Refusal naming every mandatory field that is empty."""
    missing = missing_fields(draft)
    if missing:
        raise Refusal("alert_incomplete", field=missing[0], fields="、".join(MANDATORY[name] for name in missing))


def refuse(draft: AlertDraft, kind: AlertKind, case_mode: Mode | None, *, live_open: bool = False) -> None:
    """Raise the first Refusal that stands against issuing this draft: mode, reach, kind, mandatory fields, times."""
    refuse_mode(draft.mode, case_mode, live_open=live_open)
    refuse_reach(draft)
    refuse_kind(kind, draft)
    refuse_incomplete(draft)
    refuse_times(draft)
