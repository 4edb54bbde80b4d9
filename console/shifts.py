"""Which shift is on now, from the district's shift texts (白班 08:00–16:00); a shift may run past midnight."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import tzinfo

from services.domain.clock import Instant, to_datetime

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[–—~-]\s*(\d{1,2}):(\d{2})")


def current(shifts: Iterable[str], now: Instant, zone: tzinfo) -> str:
    """Return the text of the shift that is on at `now`, "" when none says so."""
    moment = to_datetime(now, zone)
    minute = moment.hour * 60 + moment.minute
    for text in shifts:
        found = _SPAN.search(text)
        if found is None:
            continue
        begin_hour, begin_minute, end_hour, end_minute = (int(part) for part in found.groups())
        begin, end = begin_hour * 60 + begin_minute, end_hour * 60 + end_minute
        on = begin <= minute < end if begin < end else minute >= begin or minute < end
        if on:
            return text
    return ""
