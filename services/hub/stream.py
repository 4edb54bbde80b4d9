"""The event stream of one console: server-sent events from a change-log position onwards.

Changes are gathered for a moment before they leave, so that a storm costs each console a few messages a second
instead of one for every change; a beat every five seconds tells a quiet stream from a dead one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import msgspec

from services.api.board import Beat, Changes
from services.domain.clock import Clock
from services.domain.problems import Kind, Refusal
from services.hub.broadcast import Broadcast

BEAT_S = 5.0
GATHER_S = 0.015

Look = Callable[[int], Changes | None]
"""Return what one's view shows of the changes after a position, or None when the position is too old to continue."""


def event(name: str, data: bytes, pos: int | None = None) -> bytes:
    """Return one server-sent event; `data` holds no line break (JSON on one line)."""
    head = f"event: {name}\n" if pos is None else f"event: {name}\nid: {pos}\n"
    return head.encode() + b"data: " + data + b"\n\n"


async def events(broadcast: Broadcast, look: Look, pos: int, clock: Clock) -> AsyncIterator[bytes]:
    """Yield events after `pos` until the hub stops, the session ends, or the position can no longer be continued."""
    yield event("beat", msgspec.json.encode(Beat(pos=pos, now=clock.now())), pos)
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
            await asyncio.sleep(GATHER_S)
        elif not await broadcast.wait(ticket, BEAT_S):
            yield event("beat", msgspec.json.encode(Beat(pos=pos, now=clock.now())), pos)
    yield event("stop", b"{}")
