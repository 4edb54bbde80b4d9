"""Lengths of time in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from services.domain.clock import MINUTE_MS

translate = QCoreApplication.translate


def minutes_words(length_ms: int) -> str:
    """Return a length of time in words of at most two units: 6 分, 2 小时 5 分, 3 天 4 小时."""
    minutes = max(1, -(-abs(length_ms) // MINUTE_MS))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days:
        return (
            translate("CaseSentences", "{d} 天 {h} 小时").format(d=days, h=hours)
            if hours
            else translate("CaseSentences", "{d} 天").format(d=days)
        )
    if hours:
        return (
            translate("CaseSentences", "{h} 小时 {m} 分").format(h=hours, m=minutes)
            if minutes
            else translate("CaseSentences", "{h} 小时").format(h=hours)
        )
    return translate("CaseSentences", "{m} 分").format(m=minutes)
