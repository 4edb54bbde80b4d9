"""The event stream at the console: one thread reads and decodes, the drawing thread gets one batch per frame.

The reader asks for the board first, then follows the stream from its position. A lost connection is taken up again at
the last position after a jittered pause; a position that is too old brings a fresh board. Whatever arrives between two
frames becomes one batch, the newest state of each case only, so that a storm never queues up.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
import requests
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import Shiboken

from console.board import Prepared
from console.client import Client
from console.sse import Event, EventCutter, EventTooLarge
from console.transport import HubRefused, HubUnreachable, Trouble
from services.api.board import Beat, Board, BoardRow, Changes
from services.api.team import Glance
from services.domain.clock import Clock, Instant
from services.domain.problems import Problem

logger = logging.getLogger(__name__)

FRAME_MS = 50
"""Pause between two batches: what comes sooner waits for the next (twice this is the most a change waits)."""

STALE_AFTER_S = 12.0
"""No sign of life for this long (two beats missed): what is shown is old."""

_WATCH_MS = 1_000
_FIRST_PAUSE_S = 0.3
_LONGEST_PAUSE_S = 10.0


class Link(StrEnum):
    """How the console stands to its hub."""

    CONNECTING = "connecting"  # never yet
    LIVE = "live"
    STALE = "stale"  # connected as far as we know, but silent
    GONE = "gone"  # not reachable; being tried again
    SIGNED_OUT = "signed_out"  # reachable, but one has to sign in or unlock first
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """The state of the link, since when (hub time of the last sign of life, None: there was none), and why."""

    link: Link
    since: Instant | None = None
    trouble: Trouble | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What came since the last frame: a fresh board (before anything else) or None, the changes after it, who is where.

    `glances` is None where nothing was said of that.
    """

    fresh: Prepared | None
    changes: Changes | None
    glances: tuple[Glance, ...] | None = None


class Coalescer:
    """Folds many Changes into one that leads to the same state."""

    def __init__(self) -> None:
        self._rows: dict[str, BoardRow] = {}
        self._gone: dict[str, None] = {}
        self._commands: dict[str, None] = {}
        self._alerts: dict[str, None] = {}
        self._whistles: dict[str, None] = {}
        self._notices = self._district = 0
        self._last: Changes | None = None
        self._total: int | None = None

    def add(self, changes: Changes) -> None:
        """Fold in what happened next."""
        for row in changes.rows:
            self._rows[row.id] = row
            self._gone.pop(row.id, None)
        for key in changes.gone:
            self._rows.pop(key, None)
            self._gone[key] = None
        self._commands.update(dict.fromkeys(changes.commands))
        self._alerts.update(dict.fromkeys(changes.alerts))
        self._whistles.update(dict.fromkeys(changes.whistles))
        self._notices = max(self._notices, changes.notices)
        self._district = max(self._district, changes.district)
        # A total of the middle is not one of the end: only a total that came with the last changes stands.
        self._total = changes.total
        self._last = changes

    def folded(self) -> Changes | None:
        """Return everything folded in so far as one, None when there was nothing."""
        if self._last is None:
            return None
        return Changes(
            pos=self._last.pos,
            now=self._last.now,
            rows=tuple(self._rows.values()),
            gone=tuple(self._gone),
            commands=tuple(self._commands),
            alerts=tuple(self._alerts),
            whistles=tuple(self._whistles),
            notices=self._notices,
            district=self._district,
            total=self._total,
        )


class _Inbox:
    """What the reader has for the drawing thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fresh: Prepared | None = None
        self._changes = Coalescer()
        self._status: LinkStatus | None = None
        self._glances: tuple[Glance, ...] | None = None
        self._waiting = False

    def put(
        self,
        *,
        fresh: Prepared | None = None,
        changes: Changes | None = None,
        status: LinkStatus | None = None,
        glances: tuple[Glance, ...] | None = None,
    ) -> bool:
        """Leave something; return True when the inbox was empty, so that somebody must be woken."""
        with self._lock:
            if fresh is not None:
                commands = self._changes.folded()  # a fresh board outdates rows, but not who asked for them
                self._fresh, self._changes = fresh, Coalescer()
                if commands is not None:
                    kept = Changes(
                        pos=fresh.pos,
                        now=commands.now,
                        commands=commands.commands,
                        alerts=commands.alerts,
                        whistles=commands.whistles,
                        notices=commands.notices,
                        district=commands.district,
                    )
                    self._changes.add(kept)
            if changes is not None:
                self._changes.add(changes)
            if status is not None:
                self._status = status
            if glances is not None:
                self._glances = glances
            was_empty, self._waiting = not self._waiting, True
            return was_empty

    def take(self) -> tuple[Batch | None, LinkStatus | None]:
        """Take everything out."""
        with self._lock:
            fresh, changes, status, glances = self._fresh, self._changes.folded(), self._status, self._glances
            self._fresh, self._changes, self._status, self._glances = None, Coalescer(), None, None
            self._waiting = False
        nothing = fresh is None and changes is None and glances is None
        batch = None if nothing else Batch(fresh, changes, glances)
        return batch, status


class _Reader:
    """What runs on the reader's thread."""

    def __init__(
        self,
        client: Client,
        clock: Clock,
        prepare: Callable[[Board], Prepared],
        heard: Callable[[Instant, float], None],
        inbox: _Inbox,
        wake: Callable[[], None],
        *,
        jitter: Callable[[], float],
    ) -> None:
        self._client = client
        self._clock = clock
        self._prepare = prepare
        self._heard = heard
        self._inbox = inbox
        self._wake = wake
        self._jitter = jitter
        self._stop = threading.Event()
        self._hurry = threading.Event()
        self._want_board = threading.Event()
        self._response: requests.Response | None = None
        self._pos = -1
        self._failures = 0
        self.last_sign: tuple[float, Instant] | None = None
        self._changes = msgspec.json.Decoder(Changes)
        self._beat = msgspec.json.Decoder(Beat)

    def run(self) -> None:
        """Follow the hub until told to stop."""
        while not self._stop.is_set():
            status = self._follow()
            if self._stop.is_set():
                break
            if status is not None:
                self._leave(status=status)
            self._pause()
        self._leave(status=LinkStatus(Link.STOPPED, self._since()))

    def begin_at(self, pos: int) -> None:
        """Start from a board that somebody else fetched; before `run`."""
        self._pos = pos

    def stop(self) -> None:
        """End; called from another thread."""
        self._stop.set()
        self._hurry.set()
        self._cut()

    def hurry(self) -> None:
        """Try again now (signed in, or the person asked)."""
        self._failures = 0
        self._hurry.set()

    def renew(self) -> None:
        """Fetch the board anew."""
        self._want_board.set()
        self.hurry()
        self._cut()

    def _cut(self) -> None:
        """End a blocked read. Closing a response from outside does not; shutting its socket down does."""
        response = self._response
        connection: Any = getattr(response.raw, "connection", None) if response is not None else None
        sock = getattr(connection, "sock", None)
        if sock is not None:
            try:
                sock.shutdown(2)
            except OSError:
                logger.debug("the stream's socket was closed already")

    def _follow(self) -> LinkStatus | None:
        """Follow until the connection ends; return how things stand then, None when it ended for a fresh board."""
        try:
            if self._pos < 0 or self._want_board.is_set():
                self._fetch_board()
            self._read_stream()
        except HubRefused as error:
            link = Link.SIGNED_OUT if error.signed_out else Link.GONE
            return LinkStatus(link, self._since(), problem=error.problem)
        except HubUnreachable as error:
            if self._want_board.is_set() and error.trouble is Trouble.BROKEN:
                return None
            return LinkStatus(Link.GONE, self._since(), trouble=error.trouble)
        except (EventTooLarge, msgspec.DecodeError, UnicodeDecodeError) as error:
            logger.info("unreadable event: %s", error)
            self._want_board.set()
            return LinkStatus(Link.GONE, self._since(), trouble=Trouble.GARBLED)
        except Exception:  # a fault of ours may end this connection, never the thread: that would look like silence
            logger.exception("following the hub failed")
            self._want_board.set()
            return LinkStatus(Link.GONE, self._since(), trouble=Trouble.GARBLED)
        return None if self._want_board.is_set() else LinkStatus(Link.GONE, self._since(), trouble=Trouble.BROKEN)

    def _fetch_board(self) -> None:
        self._want_board.clear()
        board = self._client.board()
        prepared = self._prepare(board)
        self._pos = board.pos
        self._sign(board.now)
        self._leave(fresh=prepared)

    def _read_stream(self) -> None:
        cutter = EventCutter()
        with self._client.stream(self._pos) as response:
            self._response = response
            try:
                if self._stop.is_set() or self._want_board.is_set():
                    return
                self._leave(status=LinkStatus(Link.LIVE))
                # None: pieces as they were sent; iter_lines(chunk_size=1) costs 41 % of a core at 415 events/s.
                for piece in response.iter_content(None):
                    for event in cutter.feed(piece):
                        if not self._take(event):
                            return
            finally:
                self._response = None

    def _take(self, event: Event) -> bool:
        """Take an event; return False when this connection has nothing more to say."""
        if event.name == "changes":
            changes = self._changes.decode(event.data)
            self._pos = changes.pos
            self._sign(changes.now)
            self._leave(changes=changes)
        elif event.name == "beat":
            beat = self._beat.decode(event.data)
            self._sign(beat.now)
            if beat.glances is not None:
                self._leave(glances=beat.glances)
        elif event.name == "reset":
            self._want_board.set()
            return False
        elif event.name == "stop":
            return False
        self._failures = 0
        return True

    def _sign(self, now: Instant) -> None:
        at = self._clock.monotonic()
        self.last_sign = (at, now)
        self._heard(now, at)

    def _since(self) -> Instant | None:
        return None if self.last_sign is None else self.last_sign[1]

    def _pause(self) -> None:
        longest = min(_FIRST_PAUSE_S * 2.0**self._failures, _LONGEST_PAUSE_S)
        self._failures = min(self._failures + 1, 16)
        # Half to whole: a hundred consoles that lost the same hub do not come back in the same moment.
        self._hurry.wait(longest * (0.5 + 0.5 * self._jitter()))
        self._hurry.clear()

    def _leave(
        self,
        *,
        fresh: Prepared | None = None,
        changes: Changes | None = None,
        status: LinkStatus | None = None,
        glances: tuple[Glance, ...] | None = None,
    ) -> None:
        if self._inbox.put(fresh=fresh, changes=changes, status=status, glances=glances):
            self._wake()


class StreamFeed(QObject):
    """Follows the hub. Made and used on the drawing thread; `heard` is called on the reader's."""

    batch = Signal(object)
    """A Batch, at most one per frame."""
    link_changed = Signal(object)
    """A LinkStatus."""

    _wake = Signal()

    def __init__(
        self,
        client: Client,
        clock: Clock,
        prepare: Callable[[Board], Prepared],
        heard: Callable[[Instant, float], None],
        *,
        jitter: Callable[[], float] = random.random,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._inbox = _Inbox()
        self._reader = _Reader(client, clock, prepare, heard, self._inbox, self._ring, jitter=jitter)
        self._thread: threading.Thread | None = None
        self._closing = False
        self._status = LinkStatus(Link.CONNECTING)
        self.reported = self._status
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.timeout.connect(self._drain)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._look)
        self._wake.connect(self._woken)

    def start(self, board: Prepared | None = None) -> None:
        """Begin to follow, from a board that is already there or from a fresh one."""
        if self._thread is None:
            if board is not None:
                self._reader.begin_at(board.pos)
                self._inbox.put(fresh=board)
                self._drain()
            self._thread = threading.Thread(target=self._reader.run, name="event-stream", daemon=True)
            self._thread.start()
            self._watch.start(_WATCH_MS)

    def hurry(self) -> None:
        """Try again now."""
        self._reader.hurry()

    def renew(self) -> None:
        """Fetch the board anew and follow from there."""
        self._reader.renew()

    def close(self) -> None:
        """Stop following; nothing is delivered any more. The thread ends within a moment."""
        self._closing = True
        self._watch.stop()
        self._frame.stop()
        self._reader.stop()

    @property
    def running(self) -> bool:
        """Whether the reader's thread is still there."""
        return self._thread is not None and self._thread.is_alive()

    def _ring(self) -> None:
        if not self._closing and Shiboken.isValid(self):
            self._wake.emit()

    @Slot()
    def _woken(self) -> None:
        # The first after a quiet moment is shown at once; what follows waits for the frame.
        if not self._frame.isActive() and not self._closing:
            self._drain()

    @Slot()
    def _drain(self) -> None:
        if self._closing:
            return
        batch, status = self._inbox.take()
        if batch is not None:
            self._frame.start(FRAME_MS)
            self.batch.emit(batch)
        if status is not None:
            self._status = status
            self._tell(status)

    @Slot()
    def _look(self) -> None:
        sign = self._reader.last_sign
        if self._status.link is not Link.LIVE or sign is None:
            return
        silent = self._clock.monotonic() - sign[0] > STALE_AFTER_S
        self._tell(LinkStatus(Link.STALE, sign[1]) if silent else self._status)

    def _tell(self, status: LinkStatus) -> None:
        if status != self.reported:
            self.reported = status
            self.link_changed.emit(status)
