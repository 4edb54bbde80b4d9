"""A real console in this process: the window and the conductor, live at the hub of a data folder.

python -m tests.bench.seat FOLDER    is such a console in a process of its own: it says "live", and then a line of JSON
for every paint that showed changed cases: [seconds of the monotonic clock after the paint, {case id: version}].
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={Path(__file__).parents[1] / 'screens.json'}")

import msgspec
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from console.conductor import Conductor
from console.desk import Desk
from console.pages.operations.page import OperationsPage
from console.settings import Settings
from console.start import Where
from console.theming import Theming
from console.window import MainWindow
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds

LIVE_MOST_MS = 60_000


class Shown(QObject):
    """Tells after each paint of the queue which of its visible cases it showed for the first time in a version.

    A case with a command under way still shows how it was.
    """

    painted = Signal(float, object)
    """Seconds of the monotonic clock, and {case id: version}."""
    _flushed = Signal()
    """Comes by when the paint under way has reached the screen, before any timer."""

    def __init__(self, desk: Desk, page: OperationsPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._queue = page.queue.queue
        self._known = self._visible()
        self._new: dict[str, int] = {}
        self._flushed.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._queue.viewport().installEventFilter(self)

    def _visible(self) -> dict[str, int]:
        board, pending = self._desk.board, self._desk.pending
        rows = (board.row(str(key)) for key in self._queue.visible_keys())
        return {row.id: row.version for row in rows if row is not None and not pending.mark(row.id)}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look what is about to be painted; it is on the screen when the event loop comes by again."""
        if event.type() is QEvent.Type.Paint:
            now = self._visible()
            self._new |= {key: version for key, version in now.items() if self._known.get(key) != version}
            self._known |= now
            if self._new:
                self._flushed.emit()
        return super().eventFilter(watched, event)

    @Slot()
    def _tell(self) -> None:
        if self._new:
            new, self._new = self._new, {}
            self.painted.emit(time.monotonic(), new)


class Seat(QObject):
    """A console. Raises RuntimeError when it does not become live."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        app = QApplication.instance() or QApplication(["huying"])
        if not isinstance(app, QApplication):
            raise TypeError("a console needs a QApplication")
        clock = SystemClock()
        settings = Settings(folder)
        theming = Theming(app, "dark")
        self.window = MainWindow(theming, settings)
        where = Where("", folder, ("--demo",))
        self.conductor = Conductor(self.window, theming, settings, where, clock, TimeIds(clock), "operations")
        self.window.show()
        self.window.activateWindow()
        loop = QEventLoop()
        self.conductor.went_live.connect(loop.quit)
        QTimer.singleShot(LIVE_MOST_MS, loop.quit)
        self.conductor.start()
        loop.exec()
        if self.conductor.desk is None or self.conductor.operations is None:
            raise RuntimeError("the console did not become live")
        self.desk = self.conductor.desk
        self.page = self.conductor.operations
        self.shown = Shown(self.desk, self.page)
        self.wait(1.0)

    def wait(self, seconds: float) -> None:
        """Let the event loop run."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def close(self) -> None:
        """End it; the hub goes on."""
        loop = QEventLoop()
        self.conductor.finished.connect(loop.quit)
        self.conductor.close()
        loop.exec()
        self.window.close()


class _Teller(QObject):
    """Prints what was painted."""

    ended = Signal()

    @Slot(float, object)
    def tell(self, at: float, versions: dict[str, int]) -> None:
        sys.stdout.write(msgspec.json.encode((at, versions)).decode() + "\n")
        sys.stdout.flush()

    def wait_for_end(self) -> None:
        """Block until standard input is closed."""
        sys.stdin.read()
        self.ended.emit()


def main(folder: Path) -> None:
    """Be the other console."""
    seat, teller = Seat(folder), _Teller()
    seat.shown.painted.connect(teller.tell)
    loop = QEventLoop()
    teller.ended.connect(loop.quit)
    threading.Thread(target=teller.wait_for_end, daemon=True).start()
    sys.stdout.write("live\n")
    sys.stdout.flush()
    loop.exec()
    seat.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
