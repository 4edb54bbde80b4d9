"""Versions of the tier policy, and the back-test of a changed one over past cases."""

from __future__ import annotations

from services.api.common import Message, Request
from services.domain.clock import Instant
from services.domain.policies import PolicyState, StepDraft


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
