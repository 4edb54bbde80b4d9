"""What goes up next: countdown, what, from which tier to which, and the button that does it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.keycap import ActionSpec, KeycapButton
from widgets.panel import SidePanel
from widgets.plain import ElidedLabel, PlainLabel, one_line, sentence, tooltip
from widgets.qss import set_property
from widgets.remaining import remaining

if TYPE_CHECKING:
    from widgets.theme import Theme

_ARROW = "↑"
_NARROW_PX = 300
_TONES = {"red": "red", "orange": "orange", "yellow": "yellow", "calm": ""}


@dataclass(frozen=True, slots=True)
class ComingUp:
    """One case that will be escalated at ``due_at`` (Instant); ``refusal`` says why the button cannot be used.

    ``why`` says in one sentence where it stands, by which rule it goes up, and what stops that.
    """

    key: object
    due_at: int
    title: str
    way: str
    refusal: str = ""
    pending: bool = False
    why: str = ""


class ComingUpRow(QFrame):
    """One case that goes up next."""

    opened = Signal(object)
    """Show this case (its key)."""
    escalate = Signal(object)
    """Escalate this case (its key)."""
    refused = Signal(str)
    """Why it cannot be escalated."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._value: ComingUp | None = None
        self.setProperty("surface", "row")
        self._clock = PlainLabel(role="heading")
        self._clock.setFixedWidth(54)
        self._title = ElidedLabel()
        self._way = ElidedLabel(role="tertiary")
        for label in (self._title, self._way):  # the row says both in full, and why
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._button = KeycapButton(ActionSpec("escalate", self.tr("升级"), outline=True), theme)
        self._button.chosen.connect(self._on_escalate)
        self._button.refused.connect(self.refused)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._way)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(self._clock)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_value(self, value: ComingUp, now: int) -> None:
        """Show this case at this time (Instant)."""
        self._value = value
        self._title.setText(one_line(value.title))
        self._way.setText(one_line(value.way))
        self._offer(value)
        whole = sentence(one_line(value.title), one_line(value.way), one_line(value.why), separator="\n")
        self.setToolTip(tooltip(whole))
        self.setAccessibleDescription(one_line(value.why))
        self.tick(now)

    def _offer(self, value: ComingUp) -> None:
        """Offer the button; in a narrow row it is an arrow, so that what the case is about can be read."""
        words = self.tr("提交中") if value.pending else self.tr("升级")
        label = _ARROW if self.width() < _NARROW_PX else words
        self._button.set_spec(ActionSpec("escalate", label, reason=value.refusal, busy=value.pending, outline=True))
        named = self.tr("升级 {title}").format(title=one_line(value.title, 60))
        self._button.setAccessibleName(named)
        self._button.setToolTip(tooltip(value.refusal or named))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the button in words where there is room."""
        super().resizeEvent(event)
        if self._value is not None:
            self._offer(self._value)

    def tick(self, now: int) -> None:
        """Count down."""
        if self._value is None:
            return
        left = remaining(self._value.due_at, self._value.due_at, now, self.tr("{n}天"))
        if left.text != self._clock.text():
            self._clock.setText(left.text)
            set_property(self._clock, "tone", _TONES[left.tone])
            self.setAccessibleName(f"{left.text} {one_line(self._value.title)} {one_line(self._value.way)}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the case."""
        if event.button() == Qt.MouseButton.LeftButton and self._value is not None:
            self.opened.emit(self._value.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the case by Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.isAutoRepeat() and self._value is not None:
            self.opened.emit(self._value.key)
        else:
            super().keyPressEvent(event)

    def _on_escalate(self, _name: str) -> None:
        if self._value is not None:
            self.escalate.emit(self._value.key)


class ComingUpPanel(SidePanel):
    """The list of what goes up next, soonest first. Rows are reused; the caller bounds how many."""

    opened = Signal(object)
    """Show this case (its key)."""
    escalate_requested = Signal(object)
    """Escalate this case now (its key)."""
    refused = Signal(str)
    """Why a case cannot be escalated: the button was pressed anyway."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("即将升级"), theme, parent)
        self._now = 0
        self._values: tuple[ComingUp, ...] = ()
        self._rows: list[ComingUpRow] = []
        self._frame = QFrame()
        self._frame.setProperty("surface", "card")
        self._list = QVBoxLayout(self._frame)
        self._list.setContentsMargins(0, 2, 0, 2)
        self._list.setSpacing(0)
        self._empty = PlainLabel(self.tr("没有即将升级的案件"), role="secondary")
        self._empty.setContentsMargins(12, 8, 12, 8)
        self._list.addWidget(self._empty)
        self.box.addWidget(self._frame)

    def set_values(self, values: tuple[ComingUp, ...], note: str = "") -> None:
        """Show these cases."""
        self.head.set_note(note)
        if values == self._values and self._rows:
            return
        self._values = values
        while len(self._rows) < len(values):
            row = ComingUpRow(self._theme, self._frame)
            row.opened.connect(self.opened)
            row.escalate.connect(self.escalate_requested)
            row.refused.connect(self.refused)
            self._rows.append(row)
            self._list.addWidget(row)
        for index, row in enumerate(self._rows):
            if index < len(values):
                row.set_value(values[index], self._now)
                set_property(row, "surface", "row" if index < len(values) - 1 else "lastrow")
            row.setVisible(index < len(values))
        self._empty.setVisible(not values)

    def tick(self, now: int) -> None:
        """Bring the time (Instant)."""
        self._now = now
        for row in self._rows[: len(self._values)]:
            row.tick(now)
