"""The top line: whose centre, which seat, the one search box, how live, what time, and 一键预警."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from widgets.keycap import draw_keycap, keycap_width
from widgets.plain import ElidedLabel, PlainLabel, one_line, tooltip
from widgets.qss import set_property

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

LinkState = Literal["live", "slow", "lost"]


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """One side of the seat toggle (区级, 街镇): ``name`` is emitted, ``refusal`` says why it cannot be chosen."""

    name: str
    title: str
    refusal: str = ""


class SearchBox(QWidget):
    """Looks like an input and opens the one box (Ctrl+K); typing happens there."""

    requested = Signal(str)
    """The box is wanted; carries the first typed character ("" by mouse or Enter)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = self.tr("搜索案件、地址、单位、拼音首字母…")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(484)
        self.setAccessibleName(self.tr("搜索"))
        self.setAccessibleDescription(f"{self._words} Ctrl K")

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the picture's size."""
        return QSize(484, 32)

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(140, 32)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the box."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.requested.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the box with what was typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.requested.emit("")
        elif event.text().isprintable() and event.text() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.requested.emit(event.text())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the look of an input."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setBrush(theme.color("background"))
        painter.setPen(QPen(theme.color("accent"), 2) if self.hasFocus() else QPen(theme.color("control_line"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        width = keycap_width("Ctrl K", theme)
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text_3"))
        room = self.rect().adjusted(12, 0, -width - 20, 0)
        fitted = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, fitted)
        draw_keycap(painter, QRect(self.width() - width - 10, 6, width, self.height() - 12), "Ctrl K", theme)


class LiveDot(QWidget):
    """A dot and words: 实时 38 ms, 延迟, 已断开. The word says it, the colour repeats it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state: LinkState = "lost"
        self._words = self.tr("未连接")
        self.setAccessibleName(self.tr("连接"))
        self.setAccessibleDescription(self._words)

    def set_link(self, state: LinkState, latency_ms: int | None, since: str = "") -> None:
        """Show how live the data is; ``since`` says since when the link is lost (a ready text)."""
        live = self.tr("实时 {ms} ms").format(ms=latency_ms) if latency_ms is not None else self.tr("实时")
        slow = self.tr("延迟 {ms} ms").format(ms=latency_ms if latency_ms is not None else "–")
        lost = self.tr("已断开 · {since}").format(since=since) if since else self.tr("已断开")
        self._state, self._words = state, {"live": live, "slow": slow, "lost": lost}[state]
        self.setAccessibleDescription(self._words)
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for dot and words."""
        self.setFont(self._theme.font(13))
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 18, 24)

    def minimumSizeHint(self) -> QSize:
        """Return the same: it is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dot and the words; a lost link has a hollow dot."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color({"live": "ok", "slow": "yellow", "lost": "red"}[self._state])
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._state == "lost" else color)
        painter.drawEllipse(QRectF(2, self.height() / 2 - 3, 6, 6))
        painter.setFont(self._theme.font(13))
        painter.setPen(self._theme.color("red_text" if self._state == "lost" else "text"))
        painter.drawText(self.rect().adjusted(15, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._words)


class SeatToggle(QFrame):
    """Two or more sides, one chosen."""

    chosen = Signal(str)
    """The name of the side the person chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: tuple[SeatChoice, ...] = ()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setProperty("part", "seats")
        self.setFixedHeight(30)
        self.setAccessibleName(self.tr("席位"))

    def set_choices(self, choices: tuple[SeatChoice, ...], current: str) -> None:
        """Show these sides."""
        if [choice.name for choice in choices] != [choice.name for choice in self._choices]:
            self._rebuild(len(choices))
        self._choices = choices
        for index, choice in enumerate(choices):
            button = self._group.button(index)
            button.setText(one_line(choice.title, 20))
            button.setEnabled(not choice.refusal)
            button.setToolTip(tooltip(choice.refusal))
            button.setAccessibleDescription(choice.refusal)
            button.setChecked(choice.name == current)

    def _rebuild(self, count: int) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        for index in range(count):
            button = QPushButton()
            button.setCheckable(True)
            button.setProperty("kind", "seat")
            self._group.addButton(button, index)
            self._row.addWidget(button)

    def _on_clicked(self, index: int) -> None:
        self.chosen.emit(self._choices[index].name)


class _Name(ElidedLabel):
    """Shift and seat; a press on it is told."""

    pressed = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of the press."""
        super().mouseReleaseEvent(event)
        self.pressed.emit()


class TopBar(QFrame):
    """The whole line, 52 px high."""

    search_requested = Signal(str)
    """The one box is wanted, with the first typed character."""
    alert_requested = Signal()
    """一键预警 (F12) was pressed."""
    seat_chosen = Signal(str)
    """The name of the chosen seat side."""
    seat_menu_wanted = Signal(QPoint)
    """The menu of one's own seat is wanted; its top right corner on the screen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "topbar")
        self.setFixedHeight(52)
        self._badge = PlainLabel(self.tr("呼"))
        self._badge.setProperty("part", "badge")
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._badge.setFixedSize(30, 30)
        self._title = PlainLabel(role="title")
        self._seats = SeatToggle()
        self._search = SearchBox(theme)
        self._live = LiveDot(theme)
        self._shift = _Name(role="shift")
        self._shift.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._menu = QToolButton()
        self._menu.setArrowType(Qt.ArrowType.DownArrow)
        self._menu.setAutoRaise(True)
        self._menu.setFixedSize(26, 30)
        self._menu.setAccessibleName(self.tr("席位：锁定、换人、修改口令"))
        self._menu.setToolTip(tooltip(self.tr("席位：锁定、换人、修改口令")))
        self._clock = PlainLabel()
        self._clock.setProperty("part", "clock")
        self._clock.setAccessibleName(self.tr("时间"))
        self._alert = QPushButton(self.tr("一键预警 F12"))
        self._alert.setProperty("kind", "alarm")
        self._alert.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 15, 1)
        row.setSpacing(18)
        for part in (self._badge, self._title, self._seats):
            row.addWidget(part)
        row.addWidget(self._search, 3)
        row.addStretch(1)
        row.addWidget(self._live)
        row.addLayout(self._beside(self._shift, self._menu))
        row.addWidget(self._clock)
        row.addWidget(self._alert)
        self._search.requested.connect(self.search_requested)
        self._alert.clicked.connect(self._on_alert)
        self._shift.pressed.connect(self._on_name)
        self._menu.clicked.connect(self._on_menu)
        self._menu.hide()
        self._seats.hide()  # until there are sides to choose from
        self._seats.chosen.connect(self.seat_chosen)

    def _on_name(self) -> None:
        """Open the seat's menu at a press on the name as well."""
        if self._menu.isVisible():
            self._on_menu()

    @staticmethod
    def _beside(*parts: QWidget) -> QHBoxLayout:
        """Return parts that belong together in one row."""
        row = QHBoxLayout()
        row.setSpacing(2)
        for part in parts:
            row.addWidget(part)
        return row

    def set_desk(self, *, there: bool) -> None:
        """Show what only a desk can use: the one box, how live the data is, the time, 一键预警."""
        for part in (self._search, self._live, self._clock, self._alert):
            part.setVisible(there)

    def set_person(self, *, there: bool) -> None:
        """Show the menu of the seat: somebody is signed in."""
        self._menu.setVisible(there)

    def set_title(self, title: str) -> None:
        """Show whose centre this is."""
        self._title.setText(one_line(title, 40))

    def set_seats(self, choices: tuple[SeatChoice, ...], current: str) -> None:
        """Show the seat toggle; it hides with fewer than two sides."""
        self._seats.set_choices(choices, current)
        self._seats.setVisible(len(choices) > 1)

    def set_link(self, state: LinkState, latency_ms: int | None = None, since: str = "") -> None:
        """Show how live the data is."""
        self._live.set_link(state, latency_ms, since)

    def set_shift(self, text: str) -> None:
        """Show shift and seat (白班 08:00–16:00 · 坐席 07)."""
        self._shift.setText(one_line(text, 80))

    def set_clock(self, text: str) -> None:
        """Show the hub's time, ready as text (15:42:07)."""
        if text != self._clock.text():
            self._clock.setText(text)

    def set_alert_refusal(self, reason: str) -> None:
        """Disable 一键预警 with a reason; "" enables it."""
        self._alert.setEnabled(not reason)
        self._alert.setToolTip(tooltip(reason))
        self._alert.setAccessibleDescription(reason)

    def set_alert_mode(self, word: str) -> None:
        """Say in the button when alerts are not Live (演练); "" for Live."""
        words = self.tr("一键预警 F12")
        self._alert.setText(f"{words} · {word}" if word else words)
        set_property(self._alert, "kind", "exercise" if word else "alarm")

    def _on_alert(self) -> None:
        self.alert_requested.emit()

    def _on_menu(self) -> None:
        self.seat_menu_wanted.emit(self._menu.mapToGlobal(self._menu.rect().bottomRight()))
