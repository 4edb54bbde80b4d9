"""Open cases taken into a declared event, and out of it: a few at a time, so that nobody else waits for it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from console.desk import Desk
from console.pending import Finished
from services.api.board import BoardRow
from services.api.team import EventDeclared, LeaveEvent, TakeIn
from widgets.plain import one_line
from widgets.toast import Message

_TAKE_IN, _LEAVE = "take_in", "leave_event"


class Gathering(QObject):
    """Follows one event at a time. `said` carries a Message; `moved`: how the events stand should be asked anew."""

    said = Signal(object)
    moved = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._event_id = ""
        self._before = -1
        self._waiting = False
        desk.finished.connect(self._on_finished)

    @property
    def running(self) -> bool:
        """Whether cases are still being taken in."""
        return bool(self._event_id)

    def begin(self, event: EventDeclared) -> None:
        """Take in what fits into an event, unless that is under way."""
        if not self._event_id and event.fitting:
            self._event_id, self._before = event.id, event.cases
            self._send()

    def follow(self, events: Iterable[EventDeclared]) -> None:
        """Go on from how the events stand now: the rest is sent, or what came of it is told."""
        event = next((one for one in events if one.id == self._event_id), None)
        if event is None or self._waiting:
            return
        if event.fitting and event.ended_at is None:
            self._send()
            return
        self._event_id = ""
        words = self.tr("已把 %n 件在办案件归入“{name}”", "", max(0, event.cases - self._before))
        self.said.emit(Message(words.format(name=one_line(event.name, 40)), key="gathering"))

    def leave(self, row: BoardRow) -> None:
        """Take a case out of its event."""
        self._desk.send(
            row.id,
            _LEAVE,
            lambda client, key: client.team.leave_event(row.id, LeaveEvent(command_id=key, version=row.version)),
        )

    def _send(self) -> None:
        event_id = self._event_id
        self._waiting = True
        self._desk.send("", _TAKE_IN, lambda client, key: client.team.take_in(event_id, TakeIn(command_id=key)))

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        label = finished.command.label
        if label not in (_TAKE_IN, _LEAVE):
            return
        if label == _TAKE_IN:
            self._waiting = False
        if not finished.committed:
            self._event_id = self._event_id if label == _LEAVE else ""
            said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
            self.said.emit(Message(said, "red", key=finished.command.id, shown_ms=0))
        elif label == _LEAVE:
            self.said.emit(Message(self.tr("已移出事件"), key="gathering"))
        self.moved.emit()
