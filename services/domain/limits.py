"""Limits as standards print them ("2紧急工作时", "4小时", "5天", "1紧急工作时制止"), read into number and unit.

The text is kept as printed beside what was read from it. What a bare 小时 or 天 means differs between standards
(domain facts c1, the unit trap): it is read as bare, and a person decides for the standard. 紧急工作时 and 紧急工作日
run around the clock; 工作时 and 工作日 follow the calendar (domain facts c2).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import msgspec

from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS

NUMBER_MOST = {"minute": 366 * 24 * 60, "hour": 366 * 24, "day": 3_660}
"""No limit is longer (our rule); beyond it is a slip of the pen."""


class Means(StrEnum):
    """What a bare 小时 or 天 of a standard means; a person decides, and is written down."""

    WORKING = "working"
    NATURAL = "natural"
    UNDECIDED = ""


class LimitKind(StrEnum):
    """In which time a limit runs."""

    NATURAL = "natural"
    URGENT = "urgent"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"

    @property
    def by_calendar(self) -> bool:
        """Whether the working calendar decides when it is due."""
        return self in (LimitKind.WORKING_HOURS, LimitKind.WORKING_DAYS)

    @property
    def zh(self) -> str:
        """Return the kind of time in words."""
        return _KIND_ZH[self]


_KIND_ZH = {
    LimitKind.NATURAL: "自然时，昼夜连续计算",
    LimitKind.URGENT: "紧急工作时，昼夜连续计算",
    LimitKind.WORKING_HOURS: "工作时",
    LimitKind.WORKING_DAYS: "工作日",
}


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A limit as it was read. `unit` is minute, hour or day; `time` urgent, working, natural or bare.

    `suffix` is what the text says beyond the time, as 制止 in "1紧急工作时制止".
    """

    text: str
    number: int
    unit: str
    time: str
    suffix: str = ""

    @property
    def unit_text(self) -> str:
        """The unit alone, as a report counts by it: 紧急工作时, 天."""
        return _UNIT_TEXT[self.time, self.unit]


class Length(msgspec.Struct, frozen=True, kw_only=True):
    """How long a limit is, once it is decided what its words mean.

    `length_ms` is time of the kind; for working days it is 0 and `days` counts them.
    """

    kind: LimitKind
    length_ms: int = 0
    days: int = 0


class UnknownLimit(ValueError):
    """A limit's text cannot be read; the text of the error is one Chinese sentence."""


_UNITS = {
    "紧急工作时": ("urgent", "hour"),
    "紧急工作小时": ("urgent", "hour"),
    "紧急工作日": ("urgent", "day"),
    "工作时": ("working", "hour"),
    "工作小时": ("working", "hour"),
    "工作日": ("working", "day"),
    "自然小时": ("natural", "hour"),
    "自然日": ("natural", "day"),
    "日历天": ("natural", "day"),
    "分钟": ("natural", "minute"),
    "分": ("natural", "minute"),
    "小时": ("bare", "hour"),
    "时": ("bare", "hour"),
    "天": ("bare", "day"),
    "日": ("bare", "day"),
}
_UNIT_TEXT = {(time, unit): name for name, (time, unit) in reversed(_UNITS.items())}
_SUFFIXES = ("制止", "处置", "处理", "办结", "完成", "修复", "恢复", "清理", "整改", "到场", "控制")
_FORM = re.compile(
    rf"(?P<number>[0-9]{{1,6}})个?(?P<unit>{'|'.join(_UNITS)})(?:之?内|以内)?(?P<suffix>{'|'.join(_SUFFIXES)})?"
)
_NONE = frozenset({"无", "无时限", "不限"})
"""A standard has to say that there is no limit; an empty cell may as well have been forgotten."""

_BLANK = frozenset({"", "-", "—", "/"})


def read_limit(text: str) -> Printed | None:
    """Read a printed limit; None where there is none (无时限). Raises UnknownLimit with a sentence for the row."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in _NONE:
        return None
    if plain in _BLANK:
        raise UnknownLimit("没有处置时限：请补上；确实没有时限的请写“无时限”")
    found = _FORM.fullmatch(plain)
    if found is None:
        raise UnknownLimit(f"时限“{text[:40]}”不认识，应如 2紧急工作时、4工作时、5工作日、4小时、5天")
    time, unit = _UNITS[found["unit"]]
    number = int(found["number"])
    if not 1 <= number <= NUMBER_MOST[unit]:
        raise UnknownLimit(f"时限“{text[:40]}”的数应在 1 到 {NUMBER_MOST[unit]} 之间")
    return Printed(text=text.strip(), number=number, unit=unit, time=time, suffix=found["suffix"] or "")


_UNIT_MS = {"minute": MINUTE_MS, "hour": HOUR_MS, "day": DAY_MS}


def length_of(printed: Printed, *, hours: Means, days: Means) -> Length | None:
    """Return how long a limit is, given what bare 小时 and 天 mean in its standard; None while that is undecided.

    An urgent working day is 24 hours (domain facts c2).
    """
    time = printed.time
    if time == "bare":
        time = {"hour": hours, "day": days}[printed.unit].value
    if not time:
        return None
    if time == "working" and printed.unit == "day":
        return Length(kind=LimitKind.WORKING_DAYS, days=printed.number)
    kinds = {
        "urgent": LimitKind.URGENT,
        "natural": LimitKind.NATURAL,
        "working": LimitKind.WORKING_HOURS,
    }
    return Length(kind=kinds[time], length_ms=printed.number * _UNIT_MS[printed.unit])
