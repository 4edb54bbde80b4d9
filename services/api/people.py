"""People, as the security administrator keeps them."""

from __future__ import annotations

from services.api.common import Message, Request
from services.domain.rights import Role


class PersonRow(Message, frozen=True, kw_only=True):
    """A person as the security administrator sees them; never a password."""

    id: str
    login: str
    name: str
    unit_id: str
    roles: tuple[Role, ...]
    seat: str = ""
    locked: bool = False
    disabled: bool = False
    version: int = 1


class NewPerson(Request, frozen=True, kw_only=True):
    """A person to add, with a first password to be changed."""

    command_id: str
    login: str
    name: str
    unit_id: str
    roles: tuple[Role, ...]
    password: str
    seat: str = ""


class NewPassword(Request, frozen=True, kw_only=True):
    """A new password, one's own or (security administrator) somebody's; `current` is the old one, for one's own."""

    password: str
    current: str = ""
