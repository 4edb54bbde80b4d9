"""Identifiers: sortable by the moment they were made, and passed in so that tests can foresee them."""

from __future__ import annotations

import secrets
from typing import Protocol

from services.domain.clock import Clock


class Ids(Protocol):
    """A maker of identifiers that never repeat."""

    def new(self) -> str:
        """Return a new identifier: 32 lower-case hexadecimal digits."""
        ...


class TimeIds:
    """Identifiers of 48 bits of time in milliseconds and 80 random bits, so that newer ones sort later."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def new(self) -> str:
        """Return a new identifier: 32 lower-case hexadecimal digits."""
        return f"{self._clock.now():012x}{secrets.token_hex(10)}"
