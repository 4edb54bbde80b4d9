"""What the form of an action is told about its case: whom it can go to, which codes there are, which cases lie near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.columns import folded
from console.desk import Desk
from console.forms.filled import About, FindCases
from console.pages.operations.offers import candidates
from console.pages.operations.suggesting import suggested
from services.api.board import BoardRow
from services.api.cases import CaseDetail
from services.domain.actions import Action
from widgets.plain import sentence

_NEAR = 20
_METRES_PER_DEGREE = 111_320.0


def about(
    action: Action,
    row: BoardRow,
    detail: CaseDetail | None,
    desk: Desk,
    similar: Sequence[tuple[str, str]] = (),
    criteria: tuple[tuple[str, str], ...] = (),
) -> About:
    """Return what a form for this action on this case needs.

    `similar` are the cases (id, words) the hub suggests, `criteria` the filing criteria (id, words) of its category.
    """
    profile, wording = desk.profile, desk.wording
    units = tuple(candidates(row, wording.units()))
    lead = suggested(row, profile, units)
    joined = _joined(detail)
    return About(
        title=row.title,
        now=desk.now(),
        due_at=row.due_at,
        units=units,
        lead_id=lead.id if lead is not None else None,
        barred=next((one.name for one in profile.categories if one.code == row.category and not one.to_grid), ""),
        reasons=profile.reasons.get(action.value, ()),
        callers=((row.id, QCoreApplication.translate("ActForm", "本件来电人")), *joined) if joined else (),
        children=joined,
        find_cases=_finder(row, desk, similar),
        criteria=criteria,
        files=detail.attachments if detail is not None else (),
        suspend_days_most=profile.loop.suspension_days_most,
    )


def _joined(detail: CaseDetail | None) -> tuple[tuple[str, str], ...]:
    if detail is None:
        return ()
    return tuple((child.id, f"{child.number[-4:]} {child.title}") for child in detail.children)


def _finder(row: BoardRow, desk: Desk, similar: Sequence[tuple[str, str]]) -> FindCases:
    suggested = {case_id for case_id, _ in similar}

    def find(typed: str) -> Iterable[tuple[str, str]]:
        if not typed:
            yield from similar
        found = _by_words(typed, row, desk) if typed else _nearest(row, desk)
        wording, clock, now = desk.wording, desk.clock_text, desk.now()
        for other in found:
            if not typed and other.id in suggested:
                continue
            when = clock.near(other.reported_at, now)
            yield (
                other.id,
                sentence(f"{other.number[-4:]} {other.title}", other.place, when, wording.unit(other.holder_id)),
            )

    return find


def _by_words(typed: str, row: BoardRow, desk: Desk) -> list[BoardRow]:
    words = folded(typed).split()
    columns = desk.board.columns
    slots = [slot for slot in np.flatnonzero(columns.used).tolist() if all(w in columns.texts[slot] for w in words)]
    found = [columns.row(slot) for slot in slots]
    found.sort(key=lambda other: (not other.number.lower().endswith(words[0]), -other.reported_at))
    return [other for other in found if other.id != row.id]


def _nearest(row: BoardRow, desk: Desk) -> list[BoardRow]:
    """Return open cases of the same place, nearest first; those of the same category before others of the spot."""
    columns = desk.board.columns
    if row.lon is None or row.lat is None:
        return []
    east = (columns.lon - row.lon) * _METRES_PER_DEGREE * np.cos(np.radians(row.lat))
    north = (columns.lat - row.lat) * _METRES_PER_DEGREE
    metres = np.hypot(east, north)
    metres[~columns.used | np.isnan(metres)] = np.inf
    slots = np.argsort(metres, kind="stable")[: _NEAR + 1].tolist()
    found = [columns.row(slot) for slot in slots if np.isfinite(metres[slot])]
    found.sort(key=lambda other: other.category != row.category)
    return [other for other in found if other.id != row.id]
