"""How the console starts: what the command line said, checked; the hub's process begun; then the application.

Imports neither Qt nor the pages: the hub loads beside the console, and its process is begun before anything else.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_data_path

from console.hubprocess import HeadStart

_LOG_BYTES = 2_000_000
STORM_PER_MINUTE = "4"
"""How hard it rains over the demo, in cases a minute: enough to see the queue live, not more than a seat can read."""


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
    return ("--profile", options.profile, *(("--demo", "--storm", STORM_PER_MINUTE) if options.demo else ()))


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
    head_start = HeadStart(data_dir, hub_options(options))
    if not options.hub:
        head_start.begin()
    from console.application import show  # noqa: PLC0415 - Qt is loaded while the hub loads itself

    trouble = show(options, data_dir, size, head_start)
    return _refuse(trouble) if trouble else 0


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
