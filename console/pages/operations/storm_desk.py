"""A storm at the queue: when it begins and ends, what is said of it, and the events a supervisor declares."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QWidget

from console.board import BoardChange
from console.desk import Desk
from console.forms.declare import DeclareForm
from console.pages.operations.gathering import Gathering
from console.pending import Finished
from console.sound import Sound
from console.storm import Storm, StormWatch
from console.tasks import Outcome
from console.wording import listed
from services.api.team import Declare, EndEvent, EventDeclared, Fitting
from services.domain.clock import MINUTE_MS, Instant
from services.domain.rights import Right
from services.domain.tiers import is_within
from widgets.plain import ElidedLabel, PlainLabel, sentence
from widgets.toast import Message

_DECLARE, _END = "declare", "end_event"
_EVENTS_EVERY_MS = MINUTE_MS
_WORDS_PX = 200
"""So much room the words on the line need at least."""


class StormBar(QFrame):
    """The line over a grouped queue: why, since when; and the way out. Hidden in calm without events."""

    leave_wanted = Signal()
    declare_wanted = Signal()
    take_in_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(12, 4, 12, 4)
        self._line.setSpacing(8)
        self._word = PlainLabel("", self, role="heading")
        self._words = ElidedLabel("", self, role="secondary")
        self._declare = self._button(self.tr("宣布事件…"))
        self._declare.clicked.connect(self.declare_wanted)
        self._take_in = self._button("")
        self._take_in.clicked.connect(self.take_in_wanted)
        self._end = self._button(self.tr("结束事件"))
        self._end.clicked.connect(self.end_wanted)
        self._leave = self._button(self.tr("退出分组"))
        self._leave.clicked.connect(self.leave_wanted)
        told = QHBoxLayout()
        told.addWidget(self._word)
        told.addWidget(self._words, 1)
        buttons = QHBoxLayout()
        for button in (self._declare, self._take_in, self._end, self._leave):
            buttons.addWidget(button)
        self._line.addLayout(told, 1)
        self._line.addLayout(buttons)
        self._buttons = buttons
        self._gives_way = False
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where both have no room beside each other."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        pane = self.parentWidget()  # as wide as the line will be, also before it shows for the first time
        room = self.width() if pane is None else pane.width()
        beside = self._buttons.minimumSize().width() + self._word.sizeHint().width() + _WORDS_PX <= room
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._line.direction() != direction:
            self._line.setDirection(direction)

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("kind", "quiet")
        return button

    def show_words(self, word: str, words: str, *, storm: bool, declare: bool, end: bool, fitting: int) -> None:
        """Show what is so and what can be done; "" hides the line. `fitting` open cases can be taken in."""
        self._word.setText(word)
        self._words.setText(words)
        self._words.set_tooltip(words)
        self._declare.setVisible(declare)
        self._take_in.setText(self.tr("归入在办 %n 件", "", fitting))
        self._take_in.setVisible(fitting > 0)
        self._end.setVisible(end)
        self._leave.setVisible(storm)
        self.setAccessibleName(word)
        self.setAccessibleDescription(words)
        self._place()
        self.setVisible(bool(word) and not self._gives_way)

    def give_way(self, *, wanted: bool) -> None:
        """Leave the room to another line over the queue, or take it again."""
        self._gives_way = wanted
        self.setVisible(bool(self._word.text()) and not wanted)

    def words(self) -> str:
        """Return what the line says."""
        return sentence(self._word.text(), self._words.text()) if not self.isHidden() else ""


class StormDesk(QObject):
    """Watches the arrivals of one's view. `said` carries a Message; `grouped`: the queue should (not) be grouped."""

    said = Signal(object)
    grouped = Signal(bool)
    renamed = Signal()
    """The names of events are known anew."""

    def __init__(self, desk: Desk, bar: StormBar, sound: Sound, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bar = bar
        self._sound = sound
        self._events: tuple[EventDeclared, ...] = ()
        self._unknown: set[str] = set()
        self._asked_at = 0
        self._form: DeclareForm | None = None
        self._takes_in = False
        self._declared = False
        self.gathering = Gathering(desk, self)
        self.gathering.said.connect(self.said)
        self.gathering.moved.connect(self._ask)
        self.watch = StormWatch(desk.profile.loop, self)
        self.watch.began.connect(self._on_began)
        self.watch.grew.connect(self._on_grew)
        self.watch.changed.connect(self._on_changed)
        desk.board.changed.connect(self._on_board)
        desk.ticked.connect(self._on_tick)
        desk.finished.connect(self._on_finished)
        bar.leave_wanted.connect(self.watch.leave)
        bar.declare_wanted.connect(self.declare)
        bar.take_in_wanted.connect(self.take_in)
        bar.end_wanted.connect(self.end)

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    def toggle(self) -> None:
        """Group the queue by hand, or stop grouping it."""
        if self.watch.storm is None:
            self.watch.begin(self._desk.now())
        else:
            self.watch.leave()

    def event_name(self, event_id: str) -> str:
        """Return what a declared event is called, "" where that is not known."""
        return next((one.name for one in self._events if one.id == event_id), "")

    @Slot()
    def declare(self) -> None:
        """Ask which event to declare."""
        desk, page = self._desk, self.parent()
        if self._form is not None or not isinstance(page, QWidget) or Right.CASE_TAKE_OVER not in desk.session.rights:
            return
        path = desk.session.unit_path
        areas = tuple(
            unit for unit in desk.wording.units() if unit.tier is not None and path and is_within(unit.path, path)
        )
        self._form = DeclareForm(desk.profile, areas, "", desk.session.unit_id, page)
        self._form.declared.connect(self._on_declared)
        self._form.drafted.connect(self._on_drafted)
        self._form.finished.connect(self._on_closed)
        self._form.open()
        self._form.draft()

    @Slot()
    def take_in(self) -> None:
        """Take into the events under way what fits, one event after the other."""
        event = next((one for one in self._events if one.fitting), None)
        if event is not None:
            self.gathering.begin(event)

    @Slot()
    def end(self) -> None:
        """End the event that was declared last."""
        event = next((one for one in self._events if one.ended_at is None), None)
        if event is not None:
            self._desk.send(
                "",
                _END,
                lambda client, key: client.team.end_event(event.id, EndEvent(command_id=key, version=event.version)),
            )

    # ── storms ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_board(self, change: BoardChange) -> None:
        if not change.fresh:
            self.watch.arrive(len(change.added), self._desk.now())
        rows = (self._desk.board.row(key) for key in change.added)
        named = {one.id for one in self._events} | self._unknown
        fresh = {row.event_id for row in rows if row is not None and row.event_id} - named
        if fresh:
            self._unknown |= fresh
            self._ask()

    @Slot(object)
    def _on_tick(self, now: Instant) -> None:
        self.watch.tick(now)
        if now - self._asked_at >= _EVENTS_EVERY_MS:
            self._ask()

    @Slot(object)
    def _on_began(self, storm: Storm) -> None:
        self._sound.storm()
        words = self.tr("{minutes} 分钟内新到 %n 件，队列已按街镇和类别分组", "", storm.recent)
        self.said.emit(Message(words.format(minutes=self.watch.minutes), "yellow", key="storm"))

    @Slot(object)
    def _on_grew(self, storm: Storm) -> None:
        words = self.tr("又有新案件，本轮已到 %n 件", "", storm.arrived)
        self.said.emit(Message(words, "yellow", key="storm"))

    @Slot(object)
    def _on_changed(self, storm: Storm | None) -> None:
        self.grouped.emit(storm is not None)
        self._show()

    def _show(self) -> None:
        storm = self.watch.storm
        open_events = [one for one in self._events if one.ended_at is None]
        boss = Right.CASE_TAKE_OVER in self._desk.session.rights
        events = self.tr("事件：{names}").format(names=listed([one.name for one in open_events])) if open_events else ""
        word = ""
        why = ""
        if storm is not None:
            word = self.tr("分组显示")
            since = self.tr("自 {time} 起").format(time=self._desk.clock_text.time(storm.since))
            rate = self.tr("{minutes} 分钟内新到 %n 件", "", storm.recent).format(minutes=self.watch.minutes)
            why = sentence(since, self.tr("手动分组") if storm.by_hand else rate)
        elif open_events:
            word = self.tr("事件进行中")
        self._bar.show_words(
            word,
            sentence(why, events),
            storm=storm is not None,
            declare=boss,
            end=boss and bool(open_events),
            fitting=0 if self.gathering.running else sum(one.fitting for one in open_events),
        )

    # ── events ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _ask(self) -> None:
        self._asked_at = self._desk.now()
        self._desk.ask(lambda client: client.team.events(), self._on_events, slot="events")

    def _on_events(self, outcome: Outcome[list[EventDeclared]]) -> None:
        if outcome.error is None:
            self._events = tuple(outcome.value())
            self.gathering.follow(self._events)
            if self._declared:
                self._declared = False
                self._take_in_own()
            self._show()
            self.renamed.emit()

    def _take_in_own(self) -> None:
        """Take in what fits into the event that one has just declared."""
        mine = [one for one in self._events if one.started_by == self._desk.session.person_id and one.ended_at is None]
        if mine:
            self.gathering.begin(max(mine, key=_begun))

    @Slot(object)
    def _on_drafted(self, ask: Declare) -> None:
        self._desk.ask(lambda client: client.team.fitting(ask), self._on_fitting, slot="fitting")

    def _on_fitting(self, outcome: Outcome[Fitting]) -> None:
        if self._form is not None and outcome.error is None:
            self._form.show_fitting(outcome.value().cases)

    @Slot(object, bool)
    def _on_declared(self, ask: Declare, takes_in: bool) -> None:
        self._takes_in = takes_in
        self._desk.send(
            "", _DECLARE, lambda client, key: client.team.declare(msgspec.structs.replace(ask, command_id=key))
        )

    def _on_closed(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        label = finished.command.label
        if label not in (_DECLARE, _END):
            return
        if finished.committed:
            words = self.tr("已宣布事件，新案件将归入") if label == _DECLARE else self.tr("事件已结束")
            self.said.emit(Message(words, key="say"))
            self._declared = label == _DECLARE and self._takes_in
        else:
            said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
            self.said.emit(Message(said, "red", key=finished.command.id, shown_ms=0))
        self._ask()


def _begun(event: EventDeclared) -> Instant:
    return event.started_at
