"""The helper process as seen from the console: start, write without ever blocking, end without leaving anything."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-m", "widgets.map.helper")
_ROOT = Path(__file__).parents[2]


class Child:
    """One running helper. Not a QObject: it can be ended when the Qt side is already gone."""

    def __init__(self, command: tuple[str, ...]) -> None:
        """Start the program. Raises OSError when it cannot be started."""
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            bufsize=0,
            process_group=0,  # Ctrl+C in the terminal ends the console, which then ends the helper
        )
        self._files: set[str] = set()
        self._rest = b""
        for descriptor in (self._in, self.out):
            os.set_blocking(descriptor, False)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def _in(self) -> int:
        stdin = self._process.stdin
        return -1 if stdin is None else stdin.fileno()

    @property
    def out(self) -> int:
        """The descriptor to wait on for answers."""
        stdout = self._process.stdout
        return -1 if stdout is None else stdout.fileno()

    def owes(self, path: str) -> None:
        """Remember a file that the helper is to remove; `end` removes it when the helper did not."""
        self._files.add(path)

    def send(self, line: bytes) -> bool:
        """Write one command; False when the helper is gone or has stopped reading."""
        try:
            return os.write(self._in, line) == len(line)
        except OSError:  # broken pipe, or the pipe is full because nobody reads
            return False

    def lines(self) -> list[str] | None:
        """Return the answers that have come, or None when the helper is gone."""
        try:
            data = os.read(self.out, 65536)
        except BlockingIOError:
            return []
        except OSError:
            return None
        if not data:
            return None
        *whole, self._rest = (self._rest + data).split(b"\n")
        return [line.decode("ascii", "replace") for line in whole]

    def end(self) -> None:
        """End the helper and remove what it left; can be called twice.

        It is killed: it keeps nothing that could be lost, and being polite would mean waiting on the UI thread.
        """
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.kill()
        self._process.wait()
        for path in self._files:
            Path(path).unlink(missing_ok=True)
        self._files.clear()


class Keeper:
    """Holds the one helper of a drawer, so that it can be ended when the drawer itself is gone."""

    def __init__(self) -> None:
        self.child: Child | None = None

    def end(self, _gone: object = None) -> None:
        """End the helper, if there is one. A slot for `QObject.destroyed`, which says who is gone."""
        child, self.child = self.child, None
        if child is not None:
            child.end()
