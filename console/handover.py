"""Leaving the seat to somebody else: asked when something would be lost, then the session is ended at the hub."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from console.client import Client
from console.tasks import Cancel, Lane, Outcome, TaskRunner
from console.transport import HubUnreachable
from console.window import MainWindow

logger = logging.getLogger(__name__)


class Handover(QObject):
    """One change of person. Ends with `left` or `stayed`."""

    going = Signal()
    """The session is about to be ended."""
    left = Signal(str)
    """The session is over; what went wrong with that in one sentence, or ""."""
    stayed = Signal()

    def __init__(self, client: Client, tasks: TaskRunner, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._tasks = tasks
        self._window = window
        self._box: QMessageBox | None = None

    def begin(self, unsent: int) -> None:
        """Ask first where `unsent` commands or an open dialog would be lost."""
        dialogs = self._window.dialogs
        lost = []
        if unsent:
            lost.append(self.tr("{n} 项操作还没有得到答复").format(n=unsent))
        if dialogs:
            lost.append(self.tr("{n} 个表单还没有提交").format(n=dialogs))
        if lost:
            self._ask(self.tr("{what}，换人后不再保留。").format(what=self.tr("、").join(lost)))
        else:
            self.go()

    def go(self) -> None:
        """End the session at the hub."""
        self.going.emit()
        client = self._client

        def work(_cancel: Cancel) -> None:
            client.sign_out()

        self._tasks.submit(Lane.COMMANDS, work, self._on_signed_out, slot="sign-out")

    def _ask(self, words: str) -> None:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("换人"))
        box.setText(words)
        leave = box.addButton(self.tr("仍要换人"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("返回"), QMessageBox.ButtonRole.RejectRole)
        leave.setObjectName("leave")
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.buttonClicked.connect(self._on_button)
        self._box = box
        box.open()

    def _on_button(self, button: QAbstractButton) -> None:
        self._box = None
        if button.objectName() == "leave":
            self.go()
        else:
            self.stayed.emit()

    def _on_signed_out(self, outcome: Outcome[None]) -> None:
        trouble = ""
        if outcome.error is not None:
            logger.warning("the session was not ended at the hub: %r", outcome.error)
            if isinstance(outcome.error, HubUnreachable):
                trouble = self.tr("服务没有答复，刚才的登录没有注销，到时自行失效")
        self.left.emit(trouble)
