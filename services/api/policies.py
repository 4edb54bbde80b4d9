"""Versions of the tier policy, and the back-test of a changed one over past cases."""

from __future__ import annotations

from services.api.common import Message, Request
from services.domain.backtest import Backtest
from services.domain.clock import Instant
from services.domain.policies import PolicyState, StepDraft
from services.domain.problems import Problem


class PolicyRow(Message, frozen=True, kw_only=True):
    """One version. `steps` are as a person writes them; `open_cases` go by it now."""

    id: str
    version: int
    name: str
    state: PolicyState
    steps: tuple[StepDraft, ...]
    edition: int
    made_by: str
    made_at: Instant
    used_from: Instant | None = None
    retired_at: Instant | None = None
    open_cases: int = 0


class PolicyList(Message, frozen=True, kw_only=True):
    """Every version, newest first."""

    policies: tuple[PolicyRow, ...]


class PolicyDraft(Request, frozen=True, kw_only=True):
    """A draft: a new one without `id`, else the next edition of that draft, as of `edition`."""

    command_id: str
    name: str
    steps: tuple[StepDraft, ...]
    id: str = ""
    edition: int = 0


class UsePolicy(Request, frozen=True, kw_only=True):
    """Put a draft into use, as of an edition: what was looked at is what is used."""

    command_id: str
    edition: int


class AdoptPolicy(Request, frozen=True, kw_only=True):
    """Move open cases of older versions to the one in use, a number at a time; the reason stands in each case."""

    command_id: str
    reason: str


class Adopted(Message, frozen=True, kw_only=True):
    """How many cases were moved, and whether there are more."""

    moved: int
    more: bool


class AskBacktest(Request, frozen=True, kw_only=True):
    """Try steps over the cases reported in a period [since, before). `as_of`: until when open cases are judged.

    Without `as_of` open cases take no part, and the result counts them.
    """

    command_id: str
    steps: tuple[StepDraft, ...]
    since: Instant
    before: Instant
    as_of: Instant | None = None


class BacktestState(Message, frozen=True, kw_only=True):
    """A back-test under way or done. `state`: running, done, cancelled or failed (then `problem` says why).

    `done` counts the cases so far. The result stays until the next back-test begins.
    """

    id: str
    state: str
    done: int = 0
    result: Backtest | None = None
    problem: Problem | None = None
