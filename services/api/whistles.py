"""吹哨报到: blowing a whistle, what is done to it, its list and its whole record."""

from __future__ import annotations

from services.api.common import Message, Request
from services.api.district import NamedCode
from services.domain.clock import Instant, Moment
from services.domain.modes import Mode
from services.domain.whistles import Mark, Said, UnitRole, Whistle, WhistleAction


class CalledUnit(Request, frozen=True, kw_only=True):
    """A unit to summon."""

    unit_id: str
    role: UnitRole = UnitRole.ASSIST


class NewProblem(Request, frozen=True, kw_only=True):
    """Something to solve on the spot; `unit_id` "": whoever leads answers for it."""

    text: str
    unit_id: str = ""


class NewWhistle(Request, frozen=True, kw_only=True):
    """A whistle as it is drawn up; sent again with `version` it replaces the content of a draft.

    `unit_id` None: one's own unit blows it. `mode` None: the case's, else the district's. `needs_approval` must be said
    where the district's rule is not known. `submit` False keeps it as a draft.
    """

    command_id: str
    version: int | None = None
    case_id: str | None = None
    unit_id: str | None = None
    mode: Mode | None = None
    kind: str
    matter: str
    why: str
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    arrive_by: Moment
    needs_approval: bool | None = None
    units: tuple[CalledUnit, ...] = ()
    problems: tuple[NewProblem, ...] = ()
    submit: bool = True


class WhistleAct(Request, frozen=True, kw_only=True):
    """Something done to a whistle. Which fields it needs stands in `services.domain.whistles.WHISTLE_ACTIONS`.

    `version` is needed only where the whole whistle moves: three units that arrive in one minute do not refuse each
    other. `unit_id` "": one's own unit. `said`: on whose behalf, through which channel, in which words.
    """

    command_id: str
    action: WhistleAction
    version: int | None = None
    unit_id: str = ""
    role: UnitRole = UnitRole.ASSIST
    until: Moment | None = None
    person: str = ""
    text: str = ""
    reason_code: str = ""
    problem: int = 0
    mark: Mark | None = None
    said: Said | None = None


class WhistleRow(Message, frozen=True, kw_only=True):
    """A whistle with its parts, and the words that go with it."""

    whistle: Whistle
    kind_name: str
    case_number: str = ""


class WhistleFigure(Message, frozen=True, kw_only=True):
    """A figure with its denominator (`of` None: a plain count) and what it leaves out."""

    name: str
    label: str
    formula: str
    value: int
    of: int | None = None
    exclusions: str = ""


class WhistleList(Message, frozen=True, kw_only=True):
    """The whistles of one's view, live ones first, and the figures over all of them, as of `now`."""

    now: Instant
    rows: tuple[WhistleRow, ...]
    figures: tuple[WhistleFigure, ...]


class WhistleEventRow(Message, frozen=True, kw_only=True):
    """One line of the handling record."""

    at: Instant
    action: str
    actor: str
    unit_id: str
    of_unit: str = ""
    said: Said | None = None
    text: str = ""


class WhistleFileRow(Message, frozen=True, kw_only=True):
    """A file of a unit's presence."""

    id: str
    unit_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: Instant


class WhistleDetail(Message, frozen=True, kw_only=True):
    """A whistle with its handling record and files."""

    row: WhistleRow
    events: tuple[WhistleEventRow, ...]
    files: tuple[WhistleFileRow, ...]


class WhistleDone(Message, frozen=True, kw_only=True):
    """A committed command: the whistle as it now is, and the change-log position that carries it."""

    command_id: str
    pos: int
    row: WhistleRow


class WhistleCatalogue(Message, frozen=True, kw_only=True):
    """What a form offers. `kinds_note` is said where the kinds are not the district's own.

    `approval` is "required", "none" or "" (not known: asked each time); `arrive_minutes` None: not known.
    """

    kinds: tuple[NamedCode, ...]
    kinds_note: str
    approval: str
    arrive_minutes: int | None
    reasons: tuple[NamedCode, ...]
