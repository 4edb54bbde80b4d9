"""The tiers at work: notices of the engine, the board of a tier's units, where a case stands."""

from __future__ import annotations

import msgspec

from services.api.common import Message, Request
from services.domain.clock import Instant
from services.domain.standing import Standing
from services.domain.tiers import Tier


class NoticeRow(Message, frozen=True, kw_only=True):
    """A notice to one's unit, or to a role one has there. `kind` is a `services.domain.notices.NoticeKind`.

    `pos` is the change-log position that carried it, and the mark to go on from. `seen_by` is a person's id.
    """

    pos: int
    at: Instant
    unit_id: str
    kind: str
    text: str
    role: str = ""
    case_id: str | None = None
    rule: str = ""
    seen_by: str | None = None
    seen_at: Instant | None = None


class NoticePage(Message, frozen=True, kw_only=True):
    """Notices after a position, oldest first; ask again from `next` while `more`."""

    now: Instant
    notices: tuple[NoticeRow, ...]
    next: int
    more: bool = False


class SeeNotice(Request, frozen=True, kw_only=True):
    """Say that a notice was seen."""

    command_id: str


class UnitFigures(Message, frozen=True, kw_only=True):
    """The numbers of one unit. `values` go by the names of `TierBoard.definitions`."""

    unit_id: str
    name: str
    tier: Tier | None
    values: dict[str, int]


class Definition(Message, frozen=True, kw_only=True):
    """What a number of the board counts, in words."""

    name: str
    label: str
    formula: str
    exclusions: str = ""


class GoingUp(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A case that goes up next."""

    case_id: str
    number: str
    title: str
    unit_id: str
    standing: Standing


class TierBoard(Message, frozen=True, kw_only=True):
    """A unit and the units right below it, as of `as_of`: their numbers, and what goes up next among their cases.

    `next` is soonest first, at most 50; `next_total` counts them all.
    """

    as_of: Instant
    unit_id: str
    definitions: tuple[Definition, ...]
    units: tuple[UnitFigures, ...]
    next: tuple[GoingUp, ...]
    next_total: int
