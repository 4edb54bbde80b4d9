"""Category standards and the matter admission list on the wire.

| route | message → answer | who |
|---|---|---|
| GET /standards | – → list of StandardRow, the newest first | everybody |
| POST /standards?command_id=&name=&origin=&file= | CSV as the body → StandardImport (a draft) | SETTINGS |
| POST /standards/{id}/confirm | ConfirmStandard → StandardRow | SETTINGS |
| POST /standards/{id}/use | MoveStandard → StandardMoved (the one in use before is retired) | SETTINGS |
| POST /standards/{id}/retire | MoveStandard → StandardMoved | SETTINGS |
| GET /standards/{id}/criteria?q=&category=&after=&limit= | – → CriterionPage | everybody |
| GET /standards/earlier | – → EarlierCases: open cases by a standard that is not in use | SETTINGS, of the district |
| POST /standards/earlier | MoveEarlier → EarlierMoved | likewise |
| GET /admissions | – → AdmissionList: every category that can be chosen now | everybody |
| PUT /admissions | AdmissionEdit → AdmissionList | SETTINGS |

A category of a standard is coded by it: s2-E0110. `needs` names what a person must still confirm before use.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from services.api.calendar import APPLY_MOST, RefusedRow
from services.api.common import Message, Request
from services.domain.clock import Instant
from services.domain.limits import Means
from services.domain.standard import StandardState


class ClassRow(Message, frozen=True, kw_only=True):
    """A main class of a standard with its counts."""

    kind: str
    code: str
    name: str
    subclasses: int
    criteria: int


class StandardRow(Message, frozen=True, kw_only=True):
    """An edition of a category standard. `limits` counts criteria by their unit as printed (紧急工作时, 天)."""

    id: str
    name: str
    origin: str
    file: str
    state: StandardState
    hours_mean: Means
    days_mean: Means
    needs: tuple[str, ...]  # "hours", "days": bare 小时, 天 without a meaning yet
    criteria: int
    subclasses: int
    classes: tuple[ClassRow, ...]
    limits: dict[str, int]
    without_limit: int
    refused: int
    made_at: Instant
    made_by: str
    confirmed_at: Instant | None = None
    confirmed_by: str | None = None
    used_at: Instant | None = None
    used_by: str | None = None
    retired_at: Instant | None = None
    version: int = 1


class StandardImport(Message, frozen=True, kw_only=True):
    """What an import made: the draft, and the rows that were not taken (at most 500 are listed)."""

    standard: StandardRow
    encoding: str
    rows: int
    refused_total: int
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[str, ...] = ()


class ConfirmStandard(Request, frozen=True, kw_only=True):
    """What bare 小时 and 天 mean in a standard, confirmed by a person who read it; `reason` says by which text."""

    command_id: str
    version: int
    hours: Means
    days: Means
    reason: Annotated[str, msgspec.Meta(max_length=500)]


class MoveStandard(Request, frozen=True, kw_only=True):
    """Take a standard into use, or retire it, for a reason that stays."""

    command_id: str
    version: int
    reason: Annotated[str, msgspec.Meta(max_length=500)]


class StandardMoved(Message, frozen=True, kw_only=True):
    """A standard after its move. `carried` lines of the admission list went with it; `dropped` found no subclass."""

    standard: StandardRow
    carried: int = 0
    dropped: tuple[str, ...] = ()  # names of categories


class CriterionRow(Message, frozen=True, kw_only=True):
    """A filing criterion. `limit_text` is as printed ("" : 无时限), `limit` what it was read as, in words."""

    id: str
    line: int
    category: str
    kind: str
    main_name: str
    sub_name: str
    filing: str
    closing: str
    limit_text: str
    limit: str
    handler: str
    authority: str
    basis: str = ""


class CriterionPage(Message, frozen=True, kw_only=True):
    """Criteria in the order of the file; ask on with `after` = `next`, None at the end."""

    rows: tuple[CriterionRow, ...]
    next: int | None = None


class AdmissionRow(Message, frozen=True, kw_only=True):
    """Whether matters of a category may be sent to a grid; `to_grid` None where the list does not name it: it may."""

    category: str
    name: str
    group: str
    to_grid: bool | None = None
    note: str = ""
    version: int = 0


class AdmissionList(Message, frozen=True, kw_only=True):
    """The matter admission list."""

    rows: tuple[AdmissionRow, ...]


class AdmissionChange(Request, frozen=True, kw_only=True):
    """A line of the list as it shall be, over the version that was seen (0: there was none)."""

    category: str
    to_grid: bool
    note: Annotated[str, msgspec.Meta(max_length=200)] = ""
    version: int = 0


class AdmissionEdit(Request, frozen=True, kw_only=True):
    """Changes of the matter admission list, all or none."""

    command_id: str
    rows: Annotated[tuple[AdmissionChange, ...], msgspec.Meta(min_length=1, max_length=2_000)]


class EarlierCase(Message, frozen=True, kw_only=True):
    """An open case by a criterion of an earlier standard, and what the same criterion says in the one in use.

    A limit "" is none; a due time None: none, or the case is not dispatched yet.
    """

    id: str
    number: str
    version: int
    filing: str
    old_limit: str
    new_limit: str
    old_due: Instant | None
    new_due: Instant | None


class EarlierCases(Message, frozen=True, kw_only=True):
    """Those cases, the first due in front, at most APPLY_MOST of `total`.

    `without` more go by a criterion that the standard in use does not have; `extended` have a due time that a person
    set: both stay as they are.
    """

    total: int
    without: int
    extended: int
    cases: tuple[EarlierCase, ...]


class MoveEarlier(Request, frozen=True, kw_only=True):
    """Move these cases (ids) to the standard in use, each at the version that was seen, for a reason that stays."""

    command_id: str
    reason: Annotated[str, msgspec.Meta(max_length=500)]
    cases: Annotated[dict[str, int], msgspec.Meta(min_length=1, max_length=APPLY_MOST)]  # id → version


class EarlierMoved(Message, frozen=True, kw_only=True):
    """What was moved; `moved_on` are ids whose case is another version by now. Ask for the others again."""

    changed: tuple[EarlierCase, ...]
    moved_on: tuple[str, ...] = ()
