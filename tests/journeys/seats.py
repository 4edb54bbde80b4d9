"""A console as it is run: the real window and conductor, driven by keys and looked at as a person would."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from console.conductor import Conductor
from console.pages.operations.chosen import ChosenCase
from console.pending import Stage
from console.settings import Settings
from console.start import Where
from console.stream import Link
from console.theming import Theming
from console.window import MainWindow
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from tests.console.stubhub import aside

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from console.desk import Desk
    from console.pages.operations.page import OperationsPage

SHOTS = os.environ.get("HUYING_SHOTS", "")
"""A folder to keep pictures of the journeys in, for somebody who wants to look at them."""


class Console:
    """One console: window, conductor, and what a person does and sees at it."""

    def __init__(
        self,
        qtbot: QtBot,
        url: str,
        folder: Path,
        *,
        theme: str = "dark",
        page: str = "operations",
        options: tuple[str, ...] = (),
    ) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.qtbot = qtbot
        folder.mkdir(parents=True, exist_ok=True)
        clock = SystemClock()
        self.settings = Settings(folder)
        self.theming = Theming(app, theme)
        self.window = MainWindow(self.theming, self.settings)
        self.conductor = Conductor(
            self.window, self.theming, self.settings, Where(url, folder, options), clock, TimeIds(clock), page
        )
        self.ended = False
        self._gone = False
        self.conductor.finished.connect(self._on_finished)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    # ── life ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> Console:
        """Start it and wait for the live desk."""
        self.conductor.start()
        self.until(lambda: self.conductor.is_ready(0))
        return self

    def close(self) -> None:
        """End it, and wait until it has ended."""
        if not self._gone:
            self._gone = True
            self.conductor.close()
            self.until(lambda: self.ended)
            self.window.deleteLater()
            self.conductor.deleteLater()

    def _on_finished(self) -> None:
        self.ended = True

    def until(self, told: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(told)

    # ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def desk(self) -> Desk:
        """The desk that is there once it is live."""
        assert self.conductor.desk is not None
        return self.conductor.desk

    @property
    def page(self) -> OperationsPage:
        """The Operations page."""
        assert self.conductor.operations is not None
        return self.conductor.operations

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, once the last command on the selected case has been answered."""
        self.until(lambda: not self._is_sending())
        QTest.keyClick(self.target(), key, modifier)

    def _is_sending(self) -> bool:
        """Tell whether the selected case waits for an answer: the board may show what was done a moment before it."""
        desk, page = self.conductor.desk, self.conductor.operations
        if desk is None or page is None or desk.link.link is not Link.LIVE:
            return False
        return desk.pending.mark(page.selected_id) == Stage.SUBMITTING

    def ctrl(self, key: Qt.Key) -> None:
        """Press a key with Ctrl."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def type(self, text: str) -> None:
        """Type a text where the focus is; what is not on a keyboard comes as from an input method."""
        target = self.target()
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            from PySide6.QtGui import QInputMethodEvent  # noqa: PLC0415 - only here

            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(target, event)

    def target(self) -> QWidget:
        """Return the widget that has the focus."""
        widget = QApplication.focusWidget()
        return widget if widget is not None else QApplication.activeWindow() or self.window

    def dialog(self) -> QDialog:
        """Return the dialog that opened, and wait for it and its focus."""
        found: list[QDialog] = []

        def opened() -> bool:
            found[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
            return bool(found) and QApplication.activeWindow() is found[0] and found[0].focusWidget() is not None

        self.until(opened)
        return found[0]

    def no_dialog(self) -> None:
        """Wait until no dialog is open, and give the window its place back, as a window manager would."""
        self.until(
            lambda: not any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets())
        )
        self.window.activateWindow()
        self.until(lambda: QApplication.activeWindow() is self.window)

    def choose(self, case_id: str) -> None:
        """Click a case in the queue, once the board and the panel have it as it is at the hub."""
        version = aside(lambda: self.desk.client.case(case_id)).row.version
        queue = self.page.queue.queue
        self.until(lambda: self.has(case_id, version))
        self.until(lambda: self._scrolled_to(case_id))
        y = queue.row_y(case_id)
        assert y is not None
        QTest.mouseClick(queue.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(120, y + 10))
        self.until(lambda: self.page.selected_id == case_id)
        self.until(lambda: self._shows(case_id, version))

    def _scrolled_to(self, case_id: str) -> bool:
        """Scroll to a case; False where the queue does not have it yet."""
        queue, bar = self.page.queue.queue, self.page.queue.queue.verticalScrollBar()
        bar.setValue(0)
        while case_id not in queue.visible_keys() and bar.value() < bar.maximum():
            bar.setValue(bar.value() + bar.pageStep() // 2)
        return queue.row_y(case_id) is not None

    def _shows(self, case_id: str, version: int) -> bool:
        chosen = self.page.findChild(ChosenCase)
        detail = chosen.detail_of(case_id) if chosen is not None else None
        return detail is not None and detail.row.version >= version

    def has(self, case_id: str, version: int) -> bool:
        """Tell whether the board has a case in this version or a later one."""
        row = self.desk.board.row(case_id)
        return row is not None and row.version >= version

    # ── seeing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def said(self) -> str:
        """Return what the sentences over the window say."""
        return "\n".join(self.window.toasts.texts())

    def shoot(self, name: str) -> None:
        """Keep a picture, when somebody asked for them."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            QApplication.processEvents()
            self.window.grab().save(str(Path(SHOTS) / f"{name}.png"))

    def shoot_of(self, widget: QWidget, name: str) -> None:
        """Keep a picture of one part."""
        if SHOTS:
            widget.grab().save(str(Path(SHOTS) / f"{name}.png"))

    def state(self) -> str:
        """Return how the pages stand as a whole: loading, error, live."""
        return self.window.overlay.state.kind

    def queue_state(self) -> str:
        """Return how the queue stands: live, stale, empty."""
        return self.page.queue.queue.state.kind
