"""Several cases chosen at once: what can be done with them, and doing it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from console.actions import ActionState, Seat, action_label
from console.bulk import TOGETHER, BulkRun, Outcome, plan
from console.desk import Desk
from console.forms.bulk import BulkForm
from console.forms.bulk_lead import Suggested
from console.forms.filled import Filled
from console.pages.operations.suggesting import suggestions
from services.api.board import BoardRow
from services.api.cases import Act
from services.domain.actions import ACTIONS, Action
from services.domain.tiers import Tier
from widgets.flow import FlowLayout
from widgets.keycap import ActionSpec, KeycapButton
from widgets.plain import PlainLabel
from widgets.queue.view import QueueView
from widgets.theme import Theme
from widgets.toast import Message


class SeveralBar(QFrame):
    """The line over the queue while several rows are chosen: how many, and the keys that act on all of them."""

    wanted = Signal(str)
    """The name of an action."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        line = FlowLayout(self, spacing=6)
        line.setContentsMargins(12, 4, 12, 4)
        self._words = PlainLabel("", self, role="secondary")
        self._words.setMinimumHeight(27)  # as high as the buttons beside it
        line.addWidget(self._words)
        for action in TOGETHER:
            spec = ActionSpec(action.value, action_label(action), ACTIONS[action].key, outline=True)
            button = KeycapButton(spec, theme, self)
            button.chosen.connect(self.wanted)
            line.addWidget(button)
        self.hide()

    def show_count(self, count: int) -> None:
        """Show how many are chosen; 0 hides the line."""
        self._words.setText(self.tr("已选 %n 件，Esc 取消", "", count))
        self.setVisible(count > 0)


class SeveralCases(QObject):
    """Acts on the rows that are chosen together. `said` carries a Message; `left`: the form has closed."""

    said = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, queue: QueueView, bar: SeveralBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._queue = queue
        self._bar = bar
        self._form: BulkForm | None = None
        self._action = Action.NOTE
        self._filled = Filled()
        self._can: tuple[BoardRow, ...] = ()
        self._suggested: Suggested = {}
        self.run = BulkRun(desk, self)
        self.run.ended.connect(self._on_ended)
        queue.several_changed.connect(self._on_several)
        bar.wanted.connect(self._on_name)

    @property
    def active(self) -> bool:
        """Whether several rows are chosen."""
        return bool(self._queue.several())

    @Slot(object)
    def act(self, action: Action) -> None:
        """Ask for what an action on all of them needs, and say on how many it can be done."""
        page = self.parent()  # asked for each time: a kept reference to the parent would be a cycle
        if self._form is not None or self.run.running or not isinstance(page, QWidget):
            return
        desk, pending = self._desk, self._desk.pending
        seat = Seat(desk.session, desk.wording, desk.connected, desk.team.name)
        behalf = self.tr("由承办单位办理，代办须逐件记下原话")
        found = plan(action, self._rows(), seat, desk.now(), lambda key: bool(pending.mark(key)), behalf)
        self._action = action
        known = desk.wording.units()
        self._suggested = suggestions(found.can, desk.profile, known) if action is Action.DISPATCH else {}
        at_hand = {unit.id for unit in self._suggested.values() if unit is not None}
        units = tuple(u for u in known if u.tier in (None, Tier.STREET, Tier.DISTRICT) or u.id in at_hand)
        self._form = BulkForm(found, units, page, self._suggested)
        self._form.confirmed.connect(self._on_confirmed)
        self._form.cancelled.connect(self.run.cancel)
        self.run.moved.connect(self._form.show_progress)
        self._form.finished.connect(self._on_closed)
        self._can = found.can
        self._form.open()

    def _rows(self) -> list[BoardRow]:
        rows = (self._desk.board.row(key) for key in self._queue.several())
        return [row for row in rows if row is not None]

    @Slot(str)
    def _on_name(self, name: str) -> None:
        self.act(Action(name))

    @Slot(int)
    def _on_several(self, count: int) -> None:
        self._bar.show_count(count)

    def states(self) -> tuple[ActionState, ...]:
        """Return how the actions stand for several cases."""
        why = self.tr("选了多件时不能{action}，请按 Esc 回到一件")
        return tuple(
            ActionState(
                rule.action,
                action_label(rule.action),
                rule.key,
                "" if rule.action in TOGETHER else why.format(action=action_label(rule.action)),
            )
            for rule in ACTIONS.values()
        )

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_confirmed(self, filled: Filled) -> None:
        self._filled = filled
        rows = [row for row in self._can if self._suggested[row.id]] if filled.as_suggested else self._can
        self.run.start(rows, self._make)

    def _make(self, row: BoardRow) -> Act:
        filled = self._filled
        known = self._desk.board.row(row.id) or row
        unit = self._suggested[row.id] if filled.as_suggested else None
        return Act(
            command_id=self._desk.new_id(),
            action=self._action,
            version=known.version,
            unit_id=filled.unit_id if unit is None else unit.id,
            text=filled.text,
        )

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        if self._form is not None:
            self._form.show_outcome(outcome)
        if outcome.refused or outcome.left:
            return
        words = self.tr("{action} %n 件，全部办成", "", outcome.done).format(action=action_label(self._action))
        self.said.emit(Message(words, key="say"))
        self._queue.choose_one()

    def _on_closed(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None
        self.left.emit()
