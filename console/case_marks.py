"""What is to be known of a case at a glance, in words: how it is supervised, and what else marks it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.wording import Wording
from services.api.board import BoardRow
from services.domain.conditions import RETURN_ASKED_FLAG, flagged
from services.domain.custody import HARD_FLAG
from services.domain.duplicates import SIMILAR_FLAG
from services.domain.looprules import SupervisionLevel
from services.domain.stages import STAGE_FLAG
from widgets.queue.marks import Mark

translate = QCoreApplication.translate


def supervised_word(row: BoardRow) -> str:
    """Return how a case is supervised (挂牌督办), "" when it is not."""
    if not row.supervised:
        return ""
    return {
        SupervisionLevel.DAILY.value: translate("CaseMarks", "日常督办"),
        SupervisionLevel.LISTED.value: translate("CaseMarks", "挂牌督办"),
        SupervisionLevel.SUMMONED.value: translate("CaseMarks", "约谈督办"),
    }.get(row.supervised, translate("CaseMarks", "督办"))


def case_marks(row: BoardRow, wording: Wording) -> tuple[Mark, ...]:
    """Return the other marks of a case, the most important first."""
    found = (
        ("hard", translate("CaseMarks", "疑难") if flagged(row.flags, HARD_FLAG) else ""),
        ("return_asked", translate("CaseMarks", "退单审批") if flagged(row.flags, RETURN_ASKED_FLAG) else ""),
        ("stage_late", translate("CaseMarks", "环节超时") if flagged(row.flags, STAGE_FLAG) else ""),
        ("suspended", _suspended(row, wording)),
        ("urged", translate("CaseMarks", "催办 {n}").format(n=row.urges) if row.urges else ""),
        ("rework", translate("CaseMarks", "返工 {n}").format(n=row.reworks) if row.reworks else ""),
        ("merged", translate("CaseMarks", "并案 {n}").format(n=row.children) if row.children else ""),
        ("similar", translate("CaseMarks", "疑似重复") if flagged(row.flags, SIMILAR_FLAG) else ""),
    )
    return tuple(Mark(kind, word) for kind, word in found if word)


def _suspended(row: BoardRow, wording: Wording) -> str:
    if row.suspended_at is None:
        return ""
    if row.suspended_until is None:
        return translate("CaseMarks", "挂账")
    return translate("CaseMarks", "挂账至 {time}").format(time=wording.time(row.suspended_until))
