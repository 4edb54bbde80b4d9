"""Nothing that can wait runs on the thread that draws.

While a QApplication stands, code of `console/` and `widgets/` on the main thread may not connect a socket,
open a database, sleep, or (inside the event loop) read a large file. A test itself, and a stand-in server that
it calls directly, may: only the frames on the stack decide.
"""

from __future__ import annotations

import builtins
import io
import os
import socket
import sqlite3
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, ParamSpec, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import FrameType

    from PySide6.QtWidgets import QApplication

P = ParamSpec("P")
T = TypeVar("T")

LARGE_FILE_BYTES = 256 * 1024  # our rule: what a cold disk may take more than a frame (16 ms) to bring
LONG_SLEEP_S = 0.005

_ROOT = Path(__file__).resolve().parents[2]
_ROOMS = (f"{_ROOT / 'console'}{os.sep}", f"{_ROOT / 'widgets'}{os.sep}")


class UiThreadBlockedError(RuntimeError):
    """Drawing code did something that can wait."""


class _Guard:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def check(self, what: str) -> None:
        place = _place_in_drawing_code()
        if place is not None:
            self.seen.append(f"{what} from {place}")
            raise UiThreadBlockedError(self.seen[-1])


_GUARD = _Guard()


def _application() -> QApplication | None:
    widgets = sys.modules.get("PySide6.QtWidgets")
    application: QApplication | None = widgets.QApplication.instance() if widgets is not None else None
    return application


def _place_in_drawing_code() -> str | None:
    """Return file:line of the nearest caller in console/ or widgets/, when this is the drawing thread."""
    if threading.current_thread() is not threading.main_thread() or _application() is None:
        return None
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_ROOMS):
            return f"{Path(frame.f_code.co_filename).relative_to(_ROOT)}:{frame.f_lineno}"
        frame = frame.f_back
    return None


def _in_event_loop() -> bool:
    core = sys.modules.get("PySide6.QtCore")
    return core is not None and core.QThread.currentThread().loopLevel() > 0


def _guarded(call: Callable[P, T], what: str) -> Callable[P, T]:
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        _GUARD.check(what)
        return call(*args, **kwargs)

    return guarded


def _guarded_sleep(call: Callable[[float], None]) -> Callable[[float], None]:
    def guarded(seconds: float) -> None:
        if seconds > LONG_SLEEP_S:
            _GUARD.check(f"sleep of {seconds} s")
        call(seconds)

    return guarded


def _guarded_open(call: Callable[..., IO[str]]) -> Callable[..., IO[str]]:
    def guarded(file: str | os.PathLike[str] | int, *args: object, **kwargs: object) -> IO[str]:
        if isinstance(file, str | os.PathLike) and _application() is not None and _in_event_loop():
            path = Path(file)
            if path.is_file() and path.stat().st_size > LARGE_FILE_BYTES:
                _GUARD.check(f"reading {path.name}, {path.stat().st_size // 1024} kB,")
        return call(file, *args, **kwargs)

    return guarded


def pytest_configure(config: pytest.Config) -> None:
    """Stand before the calls that can wait, for the whole run."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect, "socket connect"))
    patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex, "socket connect"))
    patch.setattr(sqlite3, "connect", _guarded(sqlite3.connect, "database connect"))
    try:
        import pysqlite3  # noqa: PLC0415 - exists on Linux only
        import pysqlite3.dbapi2  # noqa: PLC0415 - likewise
    except ImportError:
        pass
    else:
        patch.setattr(pysqlite3, "connect", _guarded(pysqlite3.connect, "database connect"))
        patch.setattr(pysqlite3.dbapi2, "connect", _guarded(pysqlite3.dbapi2.connect, "database connect"))
    patch.setattr(time, "sleep", _guarded_sleep(time.sleep))
    patch.setattr(builtins, "open", _guarded_open(builtins.open))
    patch.setattr(io, "open", _guarded_open(io.open))  # what pathlib calls


@pytest.fixture(autouse=True)
def _ui_thread_not_blocked() -> Generator[None]:
    """Fail also where the program caught the guard's error."""
    _GUARD.seen.clear()
    yield
    if _GUARD.seen:
        found = "\n  ".join(_GUARD.seen)
        _GUARD.seen.clear()
        pytest.fail(f"on the thread that draws:\n  {found}", pytrace=False)
