"""Every test leaves nothing behind: no window, no running timer, no thread, no child process.

The guilty test is named, because the next one is only the victim. What a fixture of a wider scope starts
belongs to that fixture and is not blamed on the test that happened to ask for it first.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from PySide6.QtCore import QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

GRACE_S = float(os.environ.get("HUYING_TEST_GRACE_S", "20"))  # what is already ending gets this long to end
_KEPT_BY_PYTHON = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


class _Known:
    """What was there before the test, or belongs to a fixture that outlives it."""

    def __init__(self) -> None:
        self.threads: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        self.children: set[int] = set()
        self.windows: set[int] = set()
        self.timers: weakref.WeakSet[QTimer] = weakref.WeakSet()

    def add_all(self) -> None:
        self.threads.update(threading.enumerate())
        self.children.update(_child_pids())
        self.windows.update(_address(window) for window in _windows())
        for timer in _active_timers():
            self.timers.add(timer)


_KNOWN = pytest.StashKey[_Known]()
_STARTED_TIMERS: weakref.WeakSet[QTimer] = weakref.WeakSet()


def _child_pids() -> set[int]:
    """Return the children of this process; the kernel's own list is 20 times faster than a look at every process."""
    lists = list(Path("/proc/self/task").glob("*/children"))
    if not lists:
        return {child.pid for child in psutil.Process().children()}
    found: set[int] = set()
    for path in lists:
        with contextlib.suppress(OSError):  # a thread that has just ended
            found.update(map(int, path.read_text(encoding="ascii").split()))
    return found


def _address(thing: QObject) -> int:
    from shiboken6 import Shiboken  # noqa: PLC0415 - Qt is loaded only by tests that use it

    return int(Shiboken.getCppPointer(thing)[0])


def _application() -> QApplication | None:
    widgets = sys.modules.get("PySide6.QtWidgets")
    application: QApplication | None = widgets.QApplication.instance() if widgets is not None else None
    return application


def _windows() -> list[QWidget]:
    """Return the top-level widgets that stand, alive."""
    application = _application()
    if application is None or not hasattr(application, "topLevelWidgets"):
        return []
    from shiboken6 import Shiboken  # noqa: PLC0415 - see _address

    return [window for window in application.topLevelWidgets() if Shiboken.isValid(window)]


def _watch_timers() -> None:
    """Remember each QTimer that Python code starts; Qt itself keeps no list of them."""
    core = sys.modules.get("PySide6.QtCore")
    if core is None or getattr(core.QTimer, "_huying_watched", False):
        return
    start = core.QTimer.start

    def remembered(self: QTimer, *interval: object) -> None:
        _STARTED_TIMERS.add(self)
        start(self, *interval)

    core.QTimer.start = remembered
    core.QTimer._huying_watched = True


def _active_timers() -> list[QTimer]:
    if "PySide6.QtCore" not in sys.modules:
        return []
    from shiboken6 import Shiboken  # noqa: PLC0415 - see _address

    return [timer for timer in list(_STARTED_TIMERS) if Shiboken.isValid(timer) and timer.isActive()]


def _sweep_qt() -> None:
    """Let Qt and Python finish what was already asked to go."""
    application = _application()
    if application is None:
        return
    from PySide6.QtCore import QEvent  # noqa: PLC0415 - see _address

    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _ours(known: _Known) -> tuple[list[QWidget], list[QTimer]]:
    windows = [window for window in _windows() if _address(window) not in known.windows]
    timers = [timer for timer in _active_timers() if timer not in known.timers]
    return windows, timers


def _named(thing: QObject) -> str:
    return f"{type(thing).__module__}.{type(thing).__qualname__}({thing.objectName()!r})"


def _owner(timer: QTimer) -> str:
    top: QObject | None = None
    parent: QObject | None = timer.parent()
    while parent is not None:
        top, parent = parent, parent.parent()
    return f"owned by {_named(top)}" if top is not None else "without an owner"


def _left_in_qt(known: _Known) -> Iterable[str]:
    if any(_ours(known)):  # no name may hold them while the garbage is collected
        _sweep_qt()
    windows, timers = _ours(known)
    for window in windows:
        yield f"window {_named(window)}"
    for timer in timers:
        yield f"running timer {_named(timer)}, {timer.interval()} ms, {_owner(timer)}"
        timer.stop()
    for window in windows:
        window.deleteLater()
    if windows:
        _sweep_qt()


def _left_threads(known: _Known, until: float) -> Iterable[str]:
    for thread in threading.enumerate():
        if thread.daemon or thread in known.threads:
            continue
        thread.join(max(0.0, until - time.monotonic()))
        if thread.is_alive():
            known.threads.add(thread)
            yield f"thread {thread.name!r}"


def _left_children(known: _Known, until: float) -> Iterable[str]:
    for pid in _child_pids() - known.children:
        try:
            child = psutil.Process(pid)
            command = " ".join(child.cmdline())
            if any(part in command for part in _KEPT_BY_PYTHON):
                continue
            while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
                if time.monotonic() > until:
                    known.children.add(child.pid)
                    # Read once more: right after its start a process has no command line yet.
                    yield f"child process {child.pid}: {' '.join(child.cmdline())[:200]}"
                    child.kill()
                    break
                time.sleep(0.02)
        except psutil.NoSuchProcess:
            continue


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Note what stands before the test."""
    known = _Known()
    _watch_timers()
    known.add_all()
    item.stash[_KNOWN] = known
    item.session.stash[_KNOWN] = known
    yield
    _watch_timers()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Count what a fixture wider than one test starts as known from then on."""
    result = yield
    _watch_timers()
    if fixturedef.scope != "function" and _KNOWN in request.session.stash:
        request.session.stash[_KNOWN].add_all()
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Name what the test left."""
    yield
    known = item.stash[_KNOWN]
    until = time.monotonic() + GRACE_S
    left = [*_left_in_qt(known), *_left_threads(known, until), *_left_children(known, until)]
    if left:
        pytest.fail(f"{item.nodeid} left behind:\n  " + "\n  ".join(left), pytrace=False)
