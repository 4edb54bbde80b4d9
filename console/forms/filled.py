"""What a form for an action is told about the case, and what a person filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.api.cases import AttachmentRow, Behalf
from services.api.district import NamedCode, UnitRow
from services.domain.clock import Instant

FindCases = Callable[[str], Iterable[tuple[str, str]]]
"""Returns cases (id, words) that fit what was typed; "" asks for those that come to mind first."""


def no_cases(_typed: str) -> Iterable[tuple[str, str]]:
    """Find none."""
    return ()


@dataclass(frozen=True, slots=True)
class About:
    """What an action's form may need to know. `lead_id`: the unit that the case suggests; times are instants.

    `barred` is the name of the case's category where the matter admission list bars it from grids, else "".

    `reasons` are the coded reasons of the action; `callers` and `children` are cases (id, words); `find_cases` looks
    for the case to merge into.
    """

    title: str
    now: Instant = 0
    due_at: Instant | None = None
    units: tuple[UnitRow, ...] = ()
    lead_id: str | None = None
    barred: str = ""
    reasons: tuple[NamedCode, ...] = ()
    callers: tuple[tuple[str, str], ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    find_cases: FindCases = no_cases
    criteria: tuple[tuple[str, str], ...] = ()
    files: tuple[AttachmentRow, ...] = ()
    suspend_days_most: int = 365


@dataclass(frozen=True, slots=True)
class Filled:
    """What a person filled in for an action. `as_suggested`: each of several cases goes to the unit it suggests."""

    unit_id: str | None = None
    as_suggested: bool = False
    assisting: tuple[str, ...] = ()
    designated: bool = False
    text: str = ""
    reason_code: str = ""
    until: Instant | None = None
    passed: bool = True
    criterion_id: str = ""
    level: str = ""
    reached: bool = True
    resolved: str = ""
    satisfaction: str = ""
    other_id: str = ""
    attachments: tuple[str, ...] = ()
    behalf: Behalf | None = None
