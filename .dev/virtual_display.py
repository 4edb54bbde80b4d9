"""A display that nobody sees: Xvfb on a free number, reachable only from this machine and only with a key."""

from __future__ import annotations

import ctypes
import os
import secrets
import select
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from say import Stop, say

SCREEN = (1920, 1080)
START_S = 15.0
LEAVE_S = 15.0  # the console's own shutdown takes at most 3 s for its hub; then it is ended
PR_SET_PDEATHSIG = 1
FAMILY_WILD = 0xFFFF  # X11 authority: the key is for every address
COOKIE = b"MIT-MAGIC-COOKIE-1"


def size_for(size: str | None) -> tuple[int, int]:
    """Return a screen (px) that holds a window of `size` ("WxH"), never smaller than 1920x1080."""
    width, _, height = (size or "").lower().partition("x")
    if width.isdecimal() and height.isdecimal():
        return max(SCREEN[0], int(width)), max(SCREEN[1], int(height))
    return SCREEN


def run(command: list[str], screen: tuple[int, int]) -> int:
    """Run the command on a virtual display of its own and return its exit status; nothing is left running."""
    with tempfile.TemporaryDirectory(prefix="huying-display-") as name:
        folder = Path(name)
        program = _Program(command)  # signals that arrive from here on are passed on, never lost
        server, display = _start_server(folder, screen)
        try:
            environment = {**os.environ, "DISPLAY": display, "XAUTHORITY": str(folder / "key")}
            environment["QT_QPA_PLATFORM"] = "xcb"
            environment.setdefault("XDG_RUNTIME_DIR", name)  # Qt warns where a bare system sets none
            return program.run(environment)
        finally:
            server.terminate()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


class _Program:
    """The console in a session of its own, so that one Ctrl+C reaches it once, from here."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._asked: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._pass_on)

    def _pass_on(self, number: int, _frame: object) -> None:
        self._asked.append(number)
        if self._child is not None and self._child.poll() is None:
            # The first time politely as it came; who asks again means it.
            first = len(self._asked) == 1
            self._child.send_signal(number if first else signal.SIGKILL)
            if first:
                say("Ending the console; Ctrl+C once more ends it at once.")

    def run(self, environment: dict[str, str]) -> int:
        if self._asked:
            return 128 + self._asked[0]
        self._child = subprocess.Popen(
            self._command,
            env=environment,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread here
        )
        until = None
        while True:
            try:
                code = self._child.wait(0.2)
            except subprocess.TimeoutExpired:
                if self._asked and until is None:
                    until = time.monotonic() + LEAVE_S
                if until is not None and time.monotonic() > until:
                    say("The console did not end by itself and is ended now.")
                    self._child.kill()
                continue
            if self._asked:
                return 128 + self._asked[0]
            return code if code >= 0 else 128 - code


def _start_server(folder: Path, screen: tuple[int, int]) -> tuple[subprocess.Popen[bytes], str]:
    (folder / "key").touch(mode=0o600)
    (folder / "key").write_bytes(_authority(secrets.token_bytes(16)))
    read, write = os.pipe()
    log = folder / "xvfb.log"
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{screen[0]}x{screen[1]}x24", "-dpi", "96"]
    command += ["-nolisten", "tcp", "-auth", str(folder / "key"), "-noreset"]
    try:
        with log.open("wb") as said:
            server = subprocess.Popen(
                command,
                pass_fds=(write,),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,  # Ctrl+C is for the console; the display goes after it
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread here
            )
    except OSError as error:
        raise Stop(f"Set-up stopped: the virtual display does not start: {error}; install the package xvfb.") from None
    finally:
        os.close(write)
    number = _first_line(read, time.monotonic() + START_S)
    if not number.isdecimal():
        server.kill()
        server.wait()
        last = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise Stop(f"The virtual display (Xvfb) does not start: {last[0]}")
    return server, f":{number}"


def _first_line(read: int, until: float) -> str:
    text = b""
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while b"\n" not in text and select.select([pipe], [], [], max(0.0, until - time.monotonic()))[0]:
            part = pipe.read(64)
            if not part:
                break
            text += part
    return text.decode("ascii", "replace").strip()


def _authority(key: bytes) -> bytes:
    """Return an X authority file with one key for any display: family, then four counted fields."""
    fields = (b"", b"", COOKIE, key)
    return struct.pack(">H", FAMILY_WILD) + b"".join(struct.pack(">H", len(field)) + field for field in fields)


def _end_with_parent() -> None:
    """In the child: end when the launcher ends, also when it is killed outright."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
