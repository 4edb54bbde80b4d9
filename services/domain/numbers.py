"""Public case numbers: made from a district's pattern, with the mode visible in the first letters."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from services.domain.clock import Instant, to_datetime
from services.domain.modes import Mode

EXERCISE_PREFIX = "YL"
"""Exercise numbers start with it (演练), all others never do (our rule)."""

_FIELD = re.compile(r"\{(yyyymmdd|yymmdd|yyyy|seq:0([1-9]))\}")
_DATES = {"yyyymmdd": "%Y%m%d", "yymmdd": "%y%m%d", "yyyy": "%Y"}


def check_pattern(pattern: str, mode: Mode) -> None:
    """Check a pattern for numbers of a mode. Raises ValueError with one Chinese sentence that says what is wrong."""
    plain = _FIELD.sub("", pattern)
    fields = [match[1] for match in _FIELD.finditer(pattern)]
    if "{" in plain or "}" in plain:
        raise ValueError(f"{pattern!r} 含有不认识的花括号；可用 {{yyyymmdd}}、{{yymmdd}}、{{yyyy}}、{{seq:05}}")
    if sum(field.startswith("seq") for field in fields) != 1 or not pattern.endswith("}") or "seq" not in fields[-1]:
        raise ValueError(f"{pattern!r} 应以一个流水号结尾，如 {{seq:05}}")
    if len(fields) != 2:
        raise ValueError(f"{pattern!r} 应含一个日期（如 {{yyyymmdd}}），编号才不会重复")
    if not re.fullmatch(r"[A-Z]{2,6}", plain):
        raise ValueError(f"{pattern!r} 的固定部分应为 2 到 6 个大写字母")
    if plain.startswith(EXERCISE_PREFIX) is not (mode is Mode.EXERCISE):
        raise ValueError(f"{pattern!r}：演练编号以 {EXERCISE_PREFIX} 开头，其他编号不得以它开头")


def series(pattern: str, at: Instant, zone: tzinfo) -> str:
    """Return the fixed part of a number at an instant: within one series the running number must not repeat."""
    moment = to_datetime(at, zone)
    return _FIELD.sub(lambda match: _date(match[1], moment), pattern)


def number(pattern: str, seq: int, at: Instant, zone: tzinfo) -> str:
    """Return the public number of the `seq`-th case (from 1) of its series, as PY2026112200012.

    A running number with more digits than the pattern foresees simply grows; it stays unique in its series.
    """
    if seq < 1:
        raise ValueError(f"running numbers start at 1, not {seq}")
    width = next(int(match[2]) for match in _FIELD.finditer(pattern) if match[2])
    return f"{series(pattern, at, zone)}{seq:0{width}}"


def _date(field: str, moment: datetime) -> str:
    return moment.strftime(_DATES[field]) if field in _DATES else ""
