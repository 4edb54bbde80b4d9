"""A case that may be the same matter, in the person's words: what and where; how near, how long ago, how alike."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.wording import Wording, state_word
from services.api.duplicates import SimilarRow
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.duplicates import OTHER_HOUSE
from widgets.plain import sentence


def headline(row: SimilarRow) -> str:
    """Return the case's number, as the queue shows it, and its title."""
    return f"{row.case.number[-4:]} {row.case.title}"


def details(row: SimilarRow, wording: Wording) -> str:
    """Return where the case is, why it may be the same matter, and how it stands."""
    translate = QCoreApplication.translate
    return sentence(
        row.case.place or wording.unit(row.case.area_path.rpartition("/")[2]),
        _how_near(row),
        _how_long(row),
        translate("Similar", "文字相似 {share}%").format(share=row.likeness),
        state_word(row.case.state),
    )


def _how_near(row: SimilarRow) -> str:
    translate = QCoreApplication.translate
    if row.distance_m is None:
        return ""
    metres = translate("Similar", "相距 {metres} 米").format(metres=row.distance_m)
    return sentence(metres, translate("Similar", "门牌不同") if row.place_likeness == OTHER_HOUSE else "")


def _how_long(row: SimilarRow) -> str:
    translate = QCoreApplication.translate
    gap = row.gap_ms
    if gap >= DAY_MS:
        words = translate("Similar", "{count} 天").format(count=gap // DAY_MS)
    elif gap >= HOUR_MS:
        words = translate("Similar", "{count} 小时").format(count=gap // HOUR_MS)
    else:
        words = translate("Similar", "{count} 分钟").format(count=gap // MINUTE_MS)
    form = (
        translate("Similar", "相隔 {time}")
        if row.closed_at is None
        else translate("Similar", "结案后 {time}，可考虑重开")
    )
    return form.format(time=words)
