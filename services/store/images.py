"""Photographs without what they tell beside the picture: place, device, times, thumbnails and comments are gone.

Every picture is drawn anew from its pixels by a process of its own (services.store.redraw) with bounds on memory, time
and size; nothing else of the file is kept. A PDF is kept as it is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import msgspec

from services.domain.problems import Refusal
from services.store import redraw

MOST_PIXELS = 64_000_000
"""More pixels than any camera of today makes are meant to exhaust somebody's memory (our rule)."""

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PROGRAM = str(Path(redraw.__file__))


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """What one picture may cost: pixels, bytes of address space, seconds of processor and of waiting (our rule).

    A progressive JPEG of 64 megapixels needs some 0.8 GB while it is drawn; nothing that a camera makes needs 15 s.
    """

    pixels: int = MOST_PIXELS
    memory: int = 1 << 30
    cpu_s: int = 15
    wait_s: float = 30.0


class Redrawer:
    """Draws pictures anew, `at_once` of them at a time; others wait for their turn. Any thread."""

    def __init__(self, bounds: Bounds | None = None, at_once: int = 2) -> None:
        self._bounds = bounds or Bounds()
        self._turns = BoundedSemaphore(at_once)

    def clean(self, data: bytes, kind: str) -> bytes:
        """Return a picture upright and without metadata, in the same type; other types as they are. Blocks.

        Raises Refusal attachment_broken, too_large, and attachment_failed when it cost more than it may.
        """
        if kind not in redraw.FORMATS:
            return data
        with self._turns:
            ended, clean = self._run(data, kind)
        if ended == redraw.TOO_LARGE:
            raise Refusal("too_large", limit=f"{self._bounds.pixels // 10_000} 万像素")
        if ended == redraw.BROKEN:
            raise Refusal("attachment_broken")
        if ended != redraw.DONE or media_type(clean) != kind:
            raise Refusal("attachment_failed")
        return clean

    def _run(self, data: bytes, kind: str) -> tuple[int, bytes]:
        bounds = self._bounds
        numbers = (bounds.pixels, bounds.memory, bounds.cpu_s)
        try:
            done = subprocess.run(  # noqa: S603 - our own program, with numbers and a type of our own
                [sys.executable, "-I", "-B", _PROGRAM, kind, *(str(number) for number in numbers)],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
                timeout=bounds.wait_s,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError):
            return redraw.FAILED, b""
        return done.returncode, done.stdout


def media_type(data: bytes) -> str:
    """Return image/jpeg, image/png or application/pdf by the first bytes; "" for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(_PNG_START):
        return "image/png"
    return "application/pdf" if data.startswith(b"%PDF-") else ""
