"""The composition root of the console: builds every part once, joins them, and takes them down in order."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_data_path
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

from console import language
from console.conductor import Conductor
from console.settings import Settings
from console.shot import Mirror, Shot
from console.start import Where
from console.theming import Theming
from console.window import MainWindow
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds

logger = logging.getLogger(__name__)

_SHOT_TIMEOUT_MS = 90_000
_LOG_BYTES = 2_000_000
_PULSE_MS = 300


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    hub: str = ""
    profile: str = "panyu"
    demo: bool = False
    lang: str = ""
    theme: str = ""
    data_dir: Path | None = None
    shot: Path | None = None
    page: str = "operations"
    size: str = ""
    wait_cases: int = 0
    mirror: Path | None = None


def data_dir_of(options: Options) -> Path:
    """Return the data folder: the one that was named, else this user's own; a demo has one to itself."""
    if options.data_dir is not None:
        return options.data_dir.absolute()
    base = user_data_path("huying", appauthor=False)
    return base / "demo" if options.demo else base / options.profile


def parse_size(text: str) -> tuple[int, int] | None:
    """Return (width, height) of "1920x1080", None for "". Raises ValueError with one sentence."""
    if not text:
        return None
    width, cross, height = text.lower().partition("x")
    if not cross or not width.isdigit() or not height.isdigit() or not 0 < int(width) * int(height) <= 8192 * 8192:
        raise ValueError(f"窗口大小“{text}”无法识别，请写成 1920x1080 这样")
    return int(width), int(height)


def hub_options(options: Options) -> Sequence[str]:
    """Return what the embedded hub is started with."""
    return ("--profile", options.profile, *(("--demo",) if options.demo else ()))


def run(options: Options) -> int:
    """Run the console until its window closes. Return the exit code; 2 where it cannot start at all."""
    try:
        size = parse_size(options.size)
    except ValueError as error:
        return _refuse(str(error))
    if not _has_display():
        return _refuse("没有可用的显示：请在桌面里打开，或用 make run 在虚拟显示上打开")
    data_dir = data_dir_of(options)
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        _log_to(data_dir)
    except OSError as error:
        return _refuse(f"数据目录 {data_dir} 不能使用：{error.strerror}")
    app = QApplication.instance() or QApplication(["huying"])
    if not isinstance(app, QApplication):
        return _refuse("已有一个不带窗口的 Qt 程序在运行")
    app.setApplicationName("huying")
    settings = Settings(data_dir)
    language.use(app, options.lang or settings.now.language)
    app.setApplicationDisplayName(QCoreApplication.translate("MainWindow", "呼应"))
    theming = Theming(app, options.theme or settings.now.theme)
    if options.lang:
        settings.set(language=options.lang)
    if options.theme:
        settings.set(theme=options.theme)
    clock = SystemClock()
    window = MainWindow(theming, settings)
    conductor = Conductor(
        window,
        theming,
        settings,
        Where(options.hub, data_dir, hub_options(options)),
        clock,
        TimeIds(clock),
        options.page,
    )
    if size is not None:
        window.resize(*size)
        window.setMinimumSize(min(window.minimumWidth(), size[0]), min(window.minimumHeight(), size[1]))
    conductor.finished.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    app.setQuitOnLastWindowClosed(False)
    _leave_on_signals(app, conductor)
    window.show()
    conductor.start()
    code = _Pictures(window, conductor, options)
    app.exec()
    return code.code


class _Pictures:
    """Takes the pictures the command line asked for."""

    def __init__(self, window: MainWindow, conductor: Conductor, options: Options) -> None:
        self.code = 0
        self._conductor = conductor
        if options.mirror is not None:
            Mirror(window, options.mirror.absolute(), window)
        if options.shot is not None:
            wanted = options.wait_cases
            shot = Shot(window, options.shot.absolute(), lambda: conductor.is_ready(wanted), _SHOT_TIMEOUT_MS, window)
            shot.done.connect(self._on_shot)

    def _on_shot(self, trouble: str) -> None:
        if trouble:
            self.code = _refuse(trouble)
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


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"huying: {sentence}\n")
    return 2


def _log_to(data_dir: Path) -> None:
    handler = RotatingFileHandler(data_dir / "console.log", maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
