"""Accounts of the channels on the wire: what an administrator sets up. No answer ever holds a secret.

| route | message → answer | who |
|---|---|---|
| GET /channel-kinds | – → list of KindRow: each adapter, its limits and how far they are trusted | SETTINGS |
| GET /channel-accounts | – → list of AccountRow | SETTINGS |
| POST /channel-accounts | PutAccount → AccountRow (new where version is 0) | SETTINGS |
| POST /channel-accounts/{id}/disable | DisableAccount → AccountRow (its secrets are forgotten) | SETTINGS |

An account belongs to one mode for good; another mode needs an account, an address and a credential of its own.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from services.api.common import Message, Request
from services.domain.channels import Fact
from services.domain.clock import Instant
from services.domain.modes import Mode

_Values = Annotated[dict[str, str], msgspec.Meta(max_length=20)]


class FieldRow(Message, frozen=True, kw_only=True):
    """A value that an account of a kind has."""

    name: str
    label: str
    default: str = ""
    required: bool = True
    secret: bool = False


class RateRow(Message, frozen=True, kw_only=True):
    """At most so many messages in so many seconds."""

    count: int
    per_s: int


class KindRow(Message, frozen=True, kw_only=True):
    """A provider there is an adapter for. `limit` of `unit` is what a message holds; `facts` say what is known."""

    kind: str
    name: str
    channels: tuple[str, ...]
    fields: tuple[FieldRow, ...]
    rates: tuple[RateRow, ...]
    reserve_percent: int
    limit: int
    unit: str
    facts: tuple[Fact, ...] = ()


class AccountRow(Message, frozen=True, kw_only=True):
    """An account. `secrets` names those that are set; `serves` the addresses it is for (none: every other one)."""

    id: str
    channel: str
    mode: Mode
    kind: str
    name: str
    settings: dict[str, str]
    secrets: tuple[str, ...]
    serves: tuple[str, ...] = ()
    per_minute: int | None = None
    reserve_percent: int | None = None
    version: int
    made_at: Instant
    made_by: str
    changed_at: Instant
    changed_by: str
    disabled_at: Instant | None = None


class PutAccount(Request, frozen=True, kw_only=True):
    """An account as it shall be. A secret that is not given stays as it was; `version` 0 makes a new account."""

    command_id: str
    id: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
    version: int
    channel: str
    mode: Mode
    kind: str
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    settings: _Values = msgspec.field(default_factory=dict)
    secrets: _Values = msgspec.field(default_factory=dict)
    serves: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=128)], ...], msgspec.Meta(max_length=500)] = ()
    per_minute: int | None = None
    reserve_percent: int | None = None

    def __repr__(self) -> str:
        """Show which account it is, and none of its secrets."""
        return f"PutAccount({self.id!r}, {self.channel!r}, {self.mode.value!r}, {self.kind!r}, secrets=…)"


class DisableAccount(Request, frozen=True, kw_only=True):
    """Take an account out of use for good, for a reason that stays."""

    command_id: str
    version: int
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
