"""Leaving: whether the folder's hub goes on without a console, asked only when something would be missed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from console.client import Client
from console.tasks import Cancel, Lane, Outcome, TaskRunner
from services.api.hubfile import EmbeddedState


class Leaving(QObject):
    """Settles what happens to the hub before the window goes. `decided` is True when the console may end."""

    decided = Signal(bool)

    def __init__(self, client: Client, tasks: TaskRunner, window: QWidget) -> None:
        super().__init__(window)
        self._client = client
        self._tasks = tasks
        self._quiet = False
        self._box: QMessageBox | None = None

    def begin(self, *, quiet: bool) -> None:
        """Ask the hub how busy it is. `quiet`: nobody is there to answer; the last console stops the hub."""
        self._quiet = quiet
        client = self._client
        self._tasks.submit(Lane.QUERIES, lambda _cancel: client.embedded(), self._on_state, slot="leaving")

    def _on_state(self, outcome: Outcome[EmbeddedState]) -> None:
        if outcome.error is not None:
            self.decided.emit(True)
            return
        state = outcome.value()
        if state.consoles > 1:
            self.decided.emit(True)
        elif self._quiet or state.idle:
            self._stop()
        else:
            self._ask(state)

    def _ask(self, state: EmbeddedState) -> None:
        window = self.parent()  # asked for each time: a kept reference to the parent would be a cycle
        box = QMessageBox(window if isinstance(window, QWidget) else None)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("离开指挥台"))
        box.setText(
            self.tr("还有 {timers} 个计时在走、{unsent} 条消息未发完、{alerts} 条预警生效。").format(
                timers=state.timers, unsent=state.unsent, alerts=state.alerts
            )
        )
        box.setInformativeText(
            self.tr("本机服务可以在后台继续运行，到时照常升级和发送；停止则要到下次打开时才补办，并注明迟办。")
        )
        keep = box.addButton(self.tr("后台继续运行"), QMessageBox.ButtonRole.AcceptRole)
        stop = box.addButton(self.tr("停止服务"), QMessageBox.ButtonRole.DestructiveRole)
        back = box.addButton(self.tr("不离开"), QMessageBox.ButtonRole.RejectRole)
        keep.setObjectName("keep")
        stop.setObjectName("stop")
        back.setObjectName("back")
        box.setDefaultButton(keep)
        box.setEscapeButton(back)
        box.buttonClicked.connect(self._on_button)
        self._box = box
        box.open()

    def _on_button(self, button: QObject) -> None:
        choice = button.objectName()
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if choice == "stop":
            self._stop()
        else:
            self.decided.emit(choice == "keep")

    def _stop(self) -> None:
        client = self._client

        def work(_cancel: Cancel) -> None:
            client.stop_embedded()

        self._tasks.submit(Lane.COMMANDS, work, self._on_stopped, slot="leaving")

    def _on_stopped(self, _outcome: Outcome[None]) -> None:
        self.decided.emit(True)
