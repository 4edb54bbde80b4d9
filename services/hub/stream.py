"""The event stream of one console: server-sent events from a change-log position onwards.

Changes are gathered for a moment before they leave, so that a storm costs each console a few messages a second
instead of one for every change; a beat every five seconds tells a quiet stream from a dead one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import msgspec

from services.api.board import Beat, Changes
from services.domain.clock import Clock
from services.domain.problems import Kind, Refusal
from services.hub.broadcast import Broadcast

if TYPE_CHECKING:
    from services.api.team import Glance
    from services.domain.rights import Scope
    from services.hub.presence import Presence

BEAT_S = 5.0
GATHER_S = 0.015

Look = Callable[[int], Changes | None]
"""Return what one's view shows of the changes after a position, or None when the position is too old to continue."""


def event(name: str, data: bytes, pos: int | None = None) -> bytes:
    """Return one server-sent event; `data` holds no line break (JSON on one line)."""
    head = f"event: {name}\n" if pos is None else f"event: {name}\nid: {pos}\n"
    return head.encode() + b"data: " + data + b"\n\n"


class Around:
    """What one stream is told of who is at which case: what is new since it was last told."""

    def __init__(self, presence: Presence, scope: Callable[[], Scope]) -> None:
        self._presence = presence
        self._scope = scope
        self._version = -1
        self._told: tuple[Glance, ...] | None = None

    @property
    def moved(self) -> bool:
        """Whether somebody has come or gone since."""
        return self._presence.version != self._version

    def news(self) -> tuple[Glance, ...] | None:
        """Return what there is to tell, None when it is what was told."""
        self._version = self._presence.version
        told = self._presence.told(self._scope())
        if told == self._told:
            return None
        self._told = told
        return told


async def events(broadcast: Broadcast, look: Look, around: Around, pos: int, clock: Clock) -> AsyncIterator[bytes]:
    """Yield events after `pos` until the hub stops, the session ends, or the position can no longer be continued."""

    def beat() -> bytes:
        return event("beat", msgspec.json.encode(Beat(pos=pos, now=clock.now(), glances=around.news())), pos)

    yield beat()
    while not broadcast.stopping:
        ticket = broadcast.ticket
        try:
            changes = await asyncio.to_thread(look, pos)
        except Refusal as refusal:
            if refusal.problem.kind is not Kind.SIGNED_OUT:
                raise
            break
        if changes is None:
            yield event("reset", b"{}")
            return
        if changes.pos > pos:
            pos = changes.pos
            yield event("changes", msgspec.json.encode(changes), pos)
            if around.moved:
                yield beat()
            await asyncio.sleep(GATHER_S)
        elif not await broadcast.wait(ticket, BEAT_S):
            yield beat()
    yield event("stop", b"{}")
