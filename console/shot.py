"""Pictures of the window: once and then leave (`--shot`), or again and again for whoever has no screen (`--mirror`)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

_LOOK_MS = 100
_SETTLE_LOOKS = 8
_MIRROR_MS = 2000


class ShotFailed(Exception):
    """The picture could not be written; the text is one sentence."""


def save(window: QWidget, file: Path) -> None:
    """Write what the window shows; a reader sees the old picture or the new one. Raises ShotFailed."""
    temporary = file.with_name(f".{file.name}.{os.getpid()}.png")
    if not window.grab().save(str(temporary), "PNG"):
        temporary.unlink(missing_ok=True)
        raise ShotFailed(QCoreApplication.translate("Shot", "图片没有写成：{file}").format(file=file))
    temporary.replace(file)


class Shot(QObject):
    """Waits until the page is ready and settled, writes the picture and says so. `ready` tells whether it may."""

    done = Signal(str)
    """"" when the picture was written, else why not."""

    def __init__(
        self, window: QWidget, file: Path, ready: Callable[[], bool], timeout_ms: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._file = file
        self._ready = ready
        self._looks_left = timeout_ms // _LOOK_MS
        self._settled = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks_left -= 1
        self._settled = self._settled + 1 if self._ready() else 0
        if self._settled < _SETTLE_LOOKS and self._looks_left > 0:
            return
        self._timer.stop()
        try:
            save(self._window, self._file)
        except ShotFailed as error:
            self.done.emit(str(error))
            return
        self.done.emit("" if self._settled else self.tr("等待超时：案件或页面还没有备齐，图片是当时的样子"))


class Mirror(QObject):
    """Saves the window every two seconds."""

    def __init__(self, window: QWidget, file: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._file = file
        self._timer = QTimer(self)
        self._timer.setInterval(_MIRROR_MS)
        self._timer.timeout.connect(self._save)
        self._timer.start()

    def _save(self) -> None:
        save(self._window, self._file)
