"""The hub that belongs to a data folder: found, started when it is missing, watched, and stopped when asked.

Several consoles on one folder share one hub. Whoever finds none starts one; the hub's own lock on the folder decides
between two that try at once. Everything here blocks (files, processes, HTTP): it runs on a worker thread only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import requests
from PySide6.QtCore import QCoreApplication

from console.hubprocess import Spawn, hub_command, spawn
from services.api import hubfile
from services.domain.clock import Clock

START_TIMEOUT_S = 60.0
"""How long a start may take: the first one makes the demo district and migrates the file."""

WATCH_EVERY_S = 1.0
SILENT_MOST = 10
"""A hub whose process is there but that answers nothing this many times in a row is taken for dead (our rule)."""

_ASK_EVERY_S = 0.05
_AGAIN_S = 1.0
_HTTP_TIMEOUT_S = (1.0, 2.0)


class HubDidNotStart(Exception):
    """The folder's hub could not be started; the text is one sentence for a person, with the hub's last words."""


class EmbeddedHub:
    """The hub of one data folder, as a console sees it."""

    def __init__(
        self,
        data_dir: Path,
        options: Sequence[str],
        clock: Clock,
        pause: Callable[[float], None],
        start: Spawn = spawn,
    ) -> None:
        self._data_dir = data_dir
        self._options = tuple(options)
        self._clock = clock
        self._pause = pause
        self._start = start

    def running(self) -> hubfile.HubFile | None:
        """Return where the folder's hub listens if it answers, else None."""
        found = hubfile.read(self._data_dir)
        if found is None:
            return None
        try:
            answer = requests.get(
                f"{found.url}/health", headers={hubfile.KEY_HEADER: found.key}, timeout=_HTTP_TIMEOUT_S
            )
        except requests.RequestException:
            return None
        return found if answer.ok else None

    def ensure(self, cancelled: Callable[[], bool] = lambda: False) -> hubfile.HubFile:
        """Return where the hub listens, starting it when there is none. Raises HubDidNotStart."""
        found = self.running()
        if found is not None:
            return found
        self._data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        log = self._data_dir / hubfile.START_LOG_NAME
        command = hub_command(self._data_dir, self._options)
        process = self._start(command, log)
        now = self._clock.monotonic()
        deadline, again_at = now + START_TIMEOUT_S, now + _AGAIN_S
        while now < deadline and not cancelled():
            found = self.running()
            if found is not None:
                return found
            code = process.poll()
            if code not in (None, 0):
                raise HubDidNotStart(self._last_words(log))
            if code == 0 and now >= again_at:
                # Another hub had the folder, and answers no more: it was on its way out.
                process, again_at = self._start(command, log), now + _AGAIN_S
            self._pause(_ASK_EVERY_S)
            now = self._clock.monotonic()
        raise HubDidNotStart(self._last_words(log))

    def watch(
        self,
        cancelled: Callable[[], bool],
        moved: Callable[[hubfile.HubFile], None],
        failed: Callable[[str], None],
    ) -> None:
        """Keep the folder's hub running until cancelled: a hub that was killed is started again.

        Runs on a worker of its own. `moved` is told where it listens now (another port, another key), `failed` why it
        could not be started, once for each new reason. A hub that somebody stopped on purpose took its hub file away
        and is left alone until a console asks for it with `ensure`.
        """
        known = hubfile.read(self._data_dir)
        silent = 0
        told = ""
        while not cancelled():
            self._pause(WATCH_EVERY_S)
            found = hubfile.read(self._data_dir)
            if cancelled() or found is None:
                continue
            if self.running() is not None:
                silent, told = 0, ""
                if found != known:
                    known = found
                    moved(found)
                continue
            silent += 1
            if silent < SILENT_MOST and _alive(found.pid):
                continue
            try:
                known = self.ensure(cancelled)
            except HubDidNotStart as error:
                if str(error) != told and not cancelled():
                    told = str(error)
                    failed(told)
            else:
                silent, told = 0, ""
                moved(known)

    def _last_words(self, log: Path) -> str:
        try:
            lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            lines = []
        return lines[-1] if lines else QCoreApplication.translate("Embedded", "服务没有启动，也没有留下日志")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
