"""A body that is sent bit by bit: how much of it went can be seen, and it can be stopped until all of it did."""

from __future__ import annotations

import threading
from collections.abc import Iterator

_PIECE = 64 * 1024


class Stopped(Exception):
    """Whoever sent it does not want it sent any more; the other side got a part that counts for nothing."""


class Progress:
    """Shared by the thread that sends a body and the one that draws how far it is."""

    def __init__(self) -> None:
        self.sent = 0
        self.total = 0
        self._stop = threading.Event()

    @property
    def share(self) -> float:
        """How much went, 0 to 1."""
        return self.sent / self.total if self.total else 0.0

    @property
    def stopped(self) -> bool:
        """Whether it was stopped."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Send no more of it. What went as a whole has gone: it may be committed nevertheless."""
        self._stop.set()


class Body:
    """Bytes as an open file, as requests wants a body that it sends bit by bit."""

    def __init__(self, data: bytes, progress: Progress) -> None:
        self._data = memoryview(data)
        self._progress = progress
        self.rewind()

    def rewind(self) -> None:
        """Begin anew: it is sent once more."""
        self._progress.sent, self._progress.total = 0, len(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._progress.sent

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end. Raises Stopped."""
        if self._progress.stopped:
            raise Stopped
        start = self._progress.sent
        end = len(self._data) if size < 0 else min(start + size, len(self._data))
        self._progress.sent = end
        return bytes(self._data[start:end])

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(_PIECE):
            yield piece
