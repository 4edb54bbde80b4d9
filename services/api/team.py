"""Working as a team: who is called what, who looks at which case, the seats, macros, declared events."""

from __future__ import annotations

from typing import Annotated

import msgspec

from services.api.common import Message, Request
from services.domain.clock import Instant
from services.domain.macros import Reach
from services.domain.modes import Mode
from services.domain.problems import Problem

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class PersonName(msgspec.Struct, frozen=True, array_like=True):
    """What a person is called at the desks: the seat, else the name. `works`: may claim cases."""

    id: str
    name: str
    unit_id: str
    works: bool = False


class Glance(msgspec.Struct, frozen=True, array_like=True):
    """A person at a case: last there at `at`; `looking`: there now."""

    person_id: str
    case_id: str
    at: Instant
    looking: bool


class AtCase(Request, frozen=True, kw_only=True):
    """The case one looks at; "" none."""

    case_id: Annotated[str, msgspec.Meta(max_length=64)]


class SeatRow(Message, frozen=True, kw_only=True):
    """A seat of one's own area. `on_since` None: nobody is signed in; `at` is when the person was last at work."""

    person_id: str
    name: str
    unit_id: str
    on_since: Instant | None = None
    at: Instant | None = None
    locked: bool = False
    case_id: str = ""
    claims: int = 0
    oldest_claim: Instant | None = None
    last_action: str = ""
    last_number: str = ""
    last_at: Instant | None = None


class Reassign(Request, frozen=True, kw_only=True):
    """Give all claims of a person back (`to` None) or to somebody else. Each case is a command of its own."""

    command_id: Annotated[str, msgspec.Meta(min_length=1, max_length=48)]
    reason: str
    to: str | None = None


class Reassigned(Message, frozen=True, kw_only=True):
    """What became of one of the claims; `problem` says why it was not done."""

    case_id: str
    number: str
    problem: Problem | None = None


class Macro(Request, frozen=True, kw_only=True):
    """An action with its words. `category`: a code or a group, "" every case; `action` "": words only.

    `version` 0 makes a new one.
    """

    id: Identifier
    name: Name
    reach: Reach = Reach.PERSON
    category: Annotated[str, msgspec.Meta(max_length=64)] = ""
    action: Annotated[str, msgspec.Meta(max_length=32)] = ""
    text: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    to_unit: str | None = None
    version: int = 0


class MacroRow(Message, frozen=True, kw_only=True):
    """A macro that one may use; `own`: that one may change."""

    macro: Macro
    own: bool = False


class Declare(Request, frozen=True, kw_only=True):
    """An event to declare: new cases of the kind (a category's code or group, "" every one) in the area belong."""

    command_id: Identifier
    name: Name
    kind: Annotated[str, msgspec.Meta(max_length=64)] = ""
    area_id: str


class EndEvent(Request, frozen=True, kw_only=True):
    """The end of a declared event, as of the version one saw."""

    command_id: Identifier
    version: int


class TakeIn(Request, frozen=True, kw_only=True):
    """Take open cases that fit into a declared event, at most so many at a time: the rest by another command."""

    command_id: Identifier
    most: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class LeaveEvent(Request, frozen=True, kw_only=True):
    """Take a case out of its declared event, as of the version one saw."""

    command_id: Identifier
    version: int


class Fitting(Message, frozen=True, kw_only=True):
    """How many open cases an event would take in."""

    cases: int


class EventDeclared(Message, frozen=True, kw_only=True):
    """A declared event; `cases` counts the open ones that belong to it, `fitting` those that could be taken in.

    `fitting` is counted for those only who may take cases in.
    """

    id: str
    name: str
    kind: str
    area_path: str
    mode: Mode
    started_at: Instant
    started_by: str
    ended_at: Instant | None = None
    cases: int = 0
    fitting: int = 0
    version: int = 1
