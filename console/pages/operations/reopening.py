"""A new report of a matter that was closed a short while ago: its case is reopened, then the report merged into it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from console.desk import Desk
from console.pending import Finished
from services.api.board import BoardRow
from services.api.cases import Act
from services.domain.actions import Action
from widgets.plain import sentence
from widgets.toast import Message


class Reopening(QObject):
    """Two commands, the second only after the first is done. `said` carries a Message where the first was refused."""

    said = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: dict[str, tuple[BoardRow, Act]] = {}
        self._owned: set[str] = set()
        desk.finished.connect(self._on_finished)

    def join(self, report: BoardRow, closed: BoardRow, text: str = "") -> None:
        """Reopen a closed case and merge a report into it; `text` is said of both."""
        command_id = self._desk.new_id()
        merge = Act(command_id="", action=Action.MERGE, version=report.version, other_id=closed.id, text=text)
        self._waiting[command_id] = (report, merge)
        self._owned.add(command_id)
        why = text or self.tr("又有新报 {number}：{title}").format(number=report.number, title=report.title)
        reopen = Act(command_id=command_id, action=Action.REOPEN, version=closed.version, text=why)
        self._desk.act(closed.id, Action.REOPEN, reopen)

    def owns(self, command_id: str) -> bool:
        """Tell whether what becomes of a command is said here."""
        return command_id in self._owned

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        waiting = self._waiting.pop(finished.command.id, None)
        if waiting is None:
            return
        report, merge = waiting
        if finished.committed:
            self._desk.act(report.id, Action.MERGE, merge)
        else:
            why = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
            kept = self.tr("原案没有重开，{number} 没有并入，仍在队列里").format(number=report.number[-4:])
            self.said.emit(Message(sentence(why, kept), "red", key=finished.command.id, shown_ms=0))
