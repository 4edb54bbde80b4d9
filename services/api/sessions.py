"""Sessions: whether the hub is up, signing in, the first administrator, unlocking a seat."""

from __future__ import annotations

from services.api.common import Message, Request
from services.domain.clock import Instant
from services.domain.rights import Right, Role


class Health(Message, frozen=True, kw_only=True):
    """Whether the hub is up; readable by anyone who can reach it, so it names nothing of the district."""

    name: str = "huying"
    version: str
    now: Instant
    setup_needed: bool = False
    demo: bool = False


class SignIn(Request, frozen=True, kw_only=True):
    """Name and password of a person."""

    login: str
    password: str
    client: str = ""


class FirstAdmin(Request, frozen=True, kw_only=True):
    """The first administrator of a real district, with a password that this person chose."""

    login: str
    name: str
    password: str


class Unlock(Request, frozen=True, kw_only=True):
    """The password again, at a seat that locked itself."""

    password: str


class Session(Message, frozen=True, kw_only=True):
    """A signed-in person; `token` only in the answer that opened the session."""

    token: str = ""
    person_id: str
    person_name: str
    unit_id: str
    unit_name: str
    unit_path: str
    roles: tuple[Role, ...]
    rights: tuple[Right, ...]
    seat: str = ""
    expires_at: Instant
    idle_lock_ms: int
    now: Instant
