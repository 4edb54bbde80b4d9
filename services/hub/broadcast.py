"""Wakes the event streams: a commit here, or another hub's notice, tells every stream to look for changes."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress


class Broadcast:
    """One per hub. `poke` may be called from any thread; `wait` runs on the hub's event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiters: set[asyncio.Future[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ticket = 0
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether the hub is on its way down and every stream should end itself."""
        return self._stopping

    @property
    def ticket(self) -> int:
        """A number that grows with every poke; taken before looking, so that nothing between is missed."""
        return self._ticket

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say on which loop the streams wait."""
        self._loop = loop

    def poke(self) -> None:
        """Tell every stream that there may be something new."""
        with self._lock:
            self._ticket += 1
            loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and every stream with it
                loop.call_soon_threadsafe(self._wake)

    def nudge(self) -> None:
        """Wake every stream though no change was committed: there is something to say beside the changes."""
        with self._lock:
            loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # as above
                loop.call_soon_threadsafe(self._wake)

    def stop(self) -> None:
        """End every stream."""
        self._stopping = True
        self.poke()

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, ticket: int, timeout_s: float) -> bool:
        """Wait for a poke after `ticket` or a nudge, at most `timeout_s` seconds. Return whether there was a poke."""
        if self._ticket != ticket or self._stopping:
            return True
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await asyncio.wait_for(waiter, timeout_s)
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return self._ticket != ticket or self._stopping
