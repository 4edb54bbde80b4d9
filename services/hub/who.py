"""Who speaks: tokens resolved to scopes, remembered for a moment so that a busy console is not looked up each time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from services.desk import sessions
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from services.api.sessions import Session
    from services.desk.district import District
    from services.domain.clock import Clock
    from services.domain.rights import Scope
    from services.store.database import Database

KEEP_S = 1.5
"""How long a resolved token is trusted without looking: a session that was ended elsewhere works this long at most."""

_MOST = 4_096


class Who(NamedTuple):
    """A signed-in person: their scope for the desk, the session for themselves, and the token they came with."""

    scope: Scope
    session: Session
    token: str


class _Known(NamedTuple):
    who: Who
    until: float


class Sessions:
    """Resolves tokens. `resolve` may block; `known` never does."""

    def __init__(self, database: Database, district: Callable[[], District], clock: Clock) -> None:
        self._database = database
        self._district = district
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[tuple[str, bool], _Known] = {}

    def known(self, token: str, *, active: bool) -> Who | None:
        """Return who it is if that was looked up a moment ago."""
        found = self._known.get((token, active))
        return found.who if found is not None and self._clock.monotonic() < found.until else None

    def resolve(self, token: str, origin: str, *, active: bool) -> Who:
        """Return who it is. `active`: somebody is at the seat. Raises Refusal signed_out, session_locked."""
        found = self.known(token, active=active)
        if found is not None:
            return found
        if not token:
            raise Refusal("signed_out")
        scope, session = sessions.of_token(self._database, self._district(), token, origin, active=active)
        who = Who(scope, session, token)
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[token, active] = _Known(who, self._clock.monotonic() + KEEP_S)
        return who

    def forget(self) -> None:
        """Look everybody up again: a session ended or was locked, or a person changed, through this hub."""
        with self._lock:
            self._known.clear()
