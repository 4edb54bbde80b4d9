"""The composition root of the console: builds every part once, joins them, and takes them down in order.

The window stands on the screen before the pages and the HTTP library are loaded; the log says when it was painted.
"""

from __future__ import annotations

import gc
import signal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from console import language
from console.milestones import QUEUE, WINDOW, FirstPaint
from console.settings import Settings
from console.theming import Theming
from console.window import MainWindow
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from widgets.state import PanelState

if TYPE_CHECKING:
    from console.app import Options
    from console.conductor import Conductor
    from console.hubprocess import HeadStart

_SHOT_TIMEOUT_MS = 90_000
_PULSE_MS = 300
_PAINT_MOST_MS = 1_000


def show(options: Options, data_dir: Path, size: tuple[int, int] | None, hub: HeadStart) -> str:
    """Show the window and run until it is closed. Return "" or, in one sentence, what went wrong."""
    app = QApplication.instance() or QApplication(["huying"])
    if not isinstance(app, QApplication):
        return "已有一个不带窗口的 Qt 程序在运行"
    app.setApplicationName("huying")
    settings = Settings(data_dir)
    language.use(app, options.lang or settings.now.language)
    app.setApplicationDisplayName(QCoreApplication.translate("MainWindow", "呼应"))
    theming = Theming(app, options.theme or settings.now.theme)
    if options.lang:
        settings.set(language=options.lang)
    if options.theme:
        settings.set(theme=options.theme)
    window = MainWindow(theming, settings)
    if size is not None:
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*size)
        window.setMinimumSize(min(window.minimumWidth(), size[0]), min(window.minimumHeight(), size[1]))
    app.setQuitOnLastWindowClosed(False)
    _show_first(window, options)
    conductor = _conducted(window, theming, settings, options, data_dir, hub)
    conductor.finished.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    _leave_on_signals(app, conductor)
    conductor.went_live.connect(_QueueWatch(conductor).look)
    conductor.start()
    # Everything is loaded, and stays: it is set aside, and garbage is looked for among the rest from here on.
    gc.freeze()
    gc.enable()
    pictures = _Pictures(window, conductor, options)
    app.exec()
    return pictures.trouble


def _show_first(window: MainWindow, options: Options) -> None:
    """Put the window on the screen with the first sentence, and wait for that paint alone."""
    words = "正在连接服务…" if options.hub else "正在启动本机服务…"
    window.show_state(PanelState("loading", QCoreApplication.translate("Starter", words)))
    paint = FirstPaint(window, WINDOW)
    window.show()
    loop = QEventLoop()
    paint.painted.connect(loop.quit)
    QTimer.singleShot(_PAINT_MOST_MS, loop.quit)  # a window that is never shown (minimised) is not waited for
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def _conducted(
    window: MainWindow, theming: Theming, settings: Settings, options: Options, data_dir: Path, hub: HeadStart
) -> Conductor:
    """Load and build the rest."""
    # Pages, boards, map and the HTTP library: half a second that nobody should look at an empty screen for.
    from console.conductor import Conductor  # noqa: PLC0415 - as above
    from console.start import Where  # noqa: PLC0415 - as above

    clock = SystemClock()
    where = Where(options.hub, data_dir, hub.options, hub)
    return Conductor(window, theming, settings, where, clock, TimeIds(clock), options.page)


class _QueueWatch(QObject):
    """Writes down when the queue was first painted while it was live."""

    def __init__(self, conductor: Conductor) -> None:
        super().__init__(conductor)
        self._conductor = conductor

    @Slot()
    def look(self) -> None:
        """Look out for the next paint of the queue: it is a live one."""
        self._conductor.went_live.disconnect(self.look)
        if self._conductor.operations is not None:
            viewport = self._conductor.operations.queue.queue.viewport()
            FirstPaint(viewport, QUEUE)
            viewport.update()


class _Pictures:
    """Takes the pictures the command line asked for."""

    def __init__(self, window: MainWindow, conductor: Conductor, options: Options) -> None:
        self.trouble = ""
        self._conductor = conductor
        if options.mirror is None and options.shot is None:
            return
        from console.shot import Mirror, Shot  # noqa: PLC0415 - few starts take a picture

        if options.mirror is not None:
            Mirror(window, options.mirror.absolute(), window)
        if options.shot is not None:
            wanted = options.wait_cases
            shot = Shot(window, options.shot.absolute(), lambda: conductor.is_ready(wanted), _SHOT_TIMEOUT_MS, window)
            shot.done.connect(self._on_shot)

    def _on_shot(self, trouble: str) -> None:
        self.trouble = trouble
        self._conductor.leave(quiet=True)


def _leave_on_signals(app: QApplication, conductor: Conductor) -> None:
    """End as when the window closes, without asking, on Ctrl+C and on a stop from outside."""

    def leave(_number: int, _frame: object) -> None:
        conductor.leave(quiet=True)

    signal.signal(signal.SIGINT, leave)
    signal.signal(signal.SIGTERM, leave)
    # Python looks at signals only between its own instructions: a quiet event loop has to come by now and then.
    pulse = QTimer(app)
    pulse.timeout.connect(_nothing)
    pulse.start(_PULSE_MS)


def _nothing() -> None:
    """Let Python run for a moment."""
