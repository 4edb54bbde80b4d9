"""Cuts server-sent events out of the bytes of a stream, by hand and without copying more than needed.

The format is that of the HTML standard, as far as the hub uses it: `event`, `id` and `data` lines, blank line ends an
event, lines starting with a colon are comments; lines end with LF or CR LF.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 16 * 1024 * 1024
"""An event longer than this is not one of ours."""


class EventTooLarge(ValueError):
    """The stream holds an event that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name ("message" when it has none), its data and its id ("" when it has none)."""

    name: str
    data: bytes
    id: str = ""


class EventCutter:
    """Gets bytes in pieces of any size and gives whole events."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._rest = b""
        self._held = 0
        self._clear()

    def _clear(self) -> None:
        self._name = ""
        self._id = ""
        self._data: list[bytes] = []
        self._held = 0

    def feed(self, piece: bytes) -> list[Event]:
        """Take the next bytes and return the events they complete. Raises EventTooLarge."""
        lines = (self._rest + piece).split(b"\n")
        self._rest = lines.pop()
        events: list[Event] = []
        for line in lines:
            event = self._take(line.removesuffix(b"\r"))
            if event is not None:
                events.append(event)
        if self._held + len(self._rest) > self._most:
            raise EventTooLarge(f"an event of more than {self._most} bytes")
        return events

    def _take(self, line: bytes) -> Event | None:
        if not line:
            event = Event(self._name or "message", b"\n".join(self._data), self._id) if self._data else None
            self._clear()
            return event
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
            self._held += len(value)
        elif field == b"event":
            self._name = value.decode("utf-8", "replace")
        elif field == b"id":
            self._id = value.decode("utf-8", "replace")
        return None
