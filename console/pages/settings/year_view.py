"""A year as twelve months: 休 is a ring and a word, 班 a block and a word, so that nothing hangs on colour."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import MAXYEAR, date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from services.domain.calendar import DayKind
from widgets.plain import sentence, tooltip
from widgets.theme import Theme

_ACROSS, _DOWN, _WEEKS, _DAYS = 4, 3, 6, 7
_MARGIN, _TITLE, _NAMES = 8, 20, 16
_SMALL, _MARK, _BODY = 12, 10, 13
_SATURDAY = 5
_WORD_PX = 29
"""A narrower day has room for its number alone; ring and block still tell the marks apart."""


class YearView(QWidget):
    """Arrows walk by day and week, Page Up and Down by month; `toggled` says that a day's mark shall change."""

    walked = Signal(object)
    """The day (date) that is chosen now."""
    toggled = Signal(object)
    """Space or a double click on a day (date)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._year = 2000
        self._marks: Mapping[date, tuple[DayKind, str]] = {}
        self._today: date | None = None
        self.day = date(2000, 1, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(600, 440)
        self.setAccessibleName(self.tr("全年日历"))

    def sizeHint(self) -> QSize:
        """Return room for every month."""
        return QSize(820, 560)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def show_year(self, year: int, marks: Mapping[date, tuple[DayKind, str]], today: date) -> None:
        """Show the marked days of a year (mark, note); the chosen day stays where it can."""
        if year != self._year:
            self.day = today if today.year == year else date(year, 1, 1)
        self._year, self._marks, self._today = year, marks, today
        self._describe()
        self.update()

    def choose(self, day: date) -> None:
        """Go to a day of the year shown; others are out of reach."""
        if day.year == self._year:
            self.day = day
            self._describe()
            self.update()
            self.walked.emit(day)

    def words(self, day: date) -> str:
        """Return a day in words: date, weekday, mark, note."""
        kind, note = self._marks.get(day, (None, ""))
        mark = {DayKind.REST: self.tr("休"), DayKind.WORK: self.tr("班"), None: ""}[kind]
        return sentence(day.isoformat(), self._weekday(day.weekday()), mark, note)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words(self.day))

    def _weekday(self, index: int) -> str:
        names = (
            self.tr("周一"),
            self.tr("周二"),
            self.tr("周三"),
            self.tr("周四"),
            self.tr("周五"),
            self.tr("周六"),
            self.tr("周日"),
        )
        return names[index]

    def _month_name(self, month: int) -> str:
        names = (
            self.tr("1 月"),
            self.tr("2 月"),
            self.tr("3 月"),
            self.tr("4 月"),
            self.tr("5 月"),
            self.tr("6 月"),
            self.tr("7 月"),
            self.tr("8 月"),
            self.tr("9 月"),
            self.tr("10 月"),
            self.tr("11 月"),
            self.tr("12 月"),
        )
        return names[month - 1]

    def _short(self, index: int) -> str:
        names = (
            self.tr("一"),
            self.tr("二"),
            self.tr("三"),
            self.tr("四"),
            self.tr("五"),
            self.tr("六"),
            self.tr("日"),
        )
        return names[index]

    # ── where things are ────────────────────────────────────────────────────────────────────────────────────────────
    def _month(self, month: int) -> QRectF:
        width, height = self.width() / _ACROSS, self.height() / _DOWN
        down, across = divmod(month - 1, _ACROSS)
        box = QRectF(across * width, down * height, width, height)
        return box.adjusted(_MARGIN, _MARGIN / 2, -_MARGIN, -_MARGIN / 2)

    def cell(self, day: date) -> QRectF:
        """Return where a day is drawn."""
        box = self._month(day.month)
        first = date(day.year, day.month, 1).weekday()
        week, weekday = divmod(first + day.day - 1, _DAYS)
        width, height = box.width() / _DAYS, (box.height() - _TITLE - _NAMES) / _WEEKS
        return QRectF(box.x() + weekday * width, box.y() + _TITLE + _NAMES + week * height, width, height)

    def _day_at(self, point: QPointF) -> date | None:
        for month in range(1, 13):
            if self._month(month).contains(point):
                days = calendar.monthrange(self._year, month)[1]
                every = (date(self._year, month, day) for day in range(1, days + 1))
                return next((day for day in every if self.cell(day).contains(point)), None)
        return None

    # ── walking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, or ask for a change of the day's mark."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -_DAYS,
            Qt.Key.Key_Down: _DAYS,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._step_month(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self.choose(date(self._year, 1, 1))
        elif key == Qt.Key.Key_End:
            self.choose(date(self._year, 12, 31))
        elif key == Qt.Key.Key_Space:
            self.toggled.emit(self.day)
        else:
            super().keyPressEvent(event)

    def _step(self, days: int) -> None:
        if not (self.day == date(MAXYEAR, 12, 31) and days > 0):
            self.choose(self.day + timedelta(days=days))

    def _step_month(self, months: int) -> None:
        month = min(12, max(1, self.day.month + months))
        self.choose(date(self._year, month, min(self.day.day, calendar.monthrange(self._year, month)[1])))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the day that was pressed."""
        day = self._day_at(event.position())
        if day is not None:
            self.choose(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for a change of the day's mark."""
        day = self._day_at(event.position())
        if day is not None:
            self.toggled.emit(day)

    def event(self, event: QEvent) -> bool:
        """Say a day in words when it is pointed at."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tooltip(self.words(day)) if day is not None else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: object) -> None:
        """Show the ring round the chosen day."""
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """Show the ring no more."""
        self.update()

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the year."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13):
            self._draw_month(painter, month)

    def _draw_month(self, painter: QPainter, month: int) -> None:
        box, theme = self._month(month), self._theme
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(_BODY, bold=True))
        title = self._month_name(month)
        painter.drawText(QRectF(box.x(), box.y(), box.width(), _TITLE), Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(theme.font(_SMALL))
        painter.setPen(theme.color("text_3"))
        width = box.width() / _DAYS
        for index in range(_DAYS):
            name = QRectF(box.x() + index * width, box.y() + _TITLE, width, _NAMES)
            painter.drawText(name, Qt.AlignmentFlag.AlignCenter, self._short(index))
        for day in range(1, calendar.monthrange(self._year, month)[1] + 1):
            self._draw_day(painter, date(self._year, month, day))

    def _draw_day(self, painter: QPainter, day: date) -> None:
        theme, box = self._theme, self.cell(day).adjusted(1, 1, -1, -1)
        kind = self._marks.get(day, (None, ""))[0]
        if day == self.day:
            painter.setPen(QPen(theme.color("accent"), 2 if self.hasFocus() else 1))
            painter.setBrush(theme.color("selection"))
            painter.drawRect(box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
        if kind is DayKind.REST:
            painter.setPen(QPen(theme.color("ok"), 1.2))
            painter.drawRoundedRect(inner, inner.height() / 2, inner.height() / 2)
        elif kind is DayKind.WORK:
            painter.fillRect(inner, theme.color("raised"))
            painter.setPen(QPen(theme.color("orange"), 1.2))
            painter.drawRect(inner)
        token = {DayKind.REST: "ok_text", DayKind.WORK: "orange_text", None: ""}[kind]
        token = token or ("text_3" if day.weekday() >= _SATURDAY else "text")
        painter.setPen(theme.color(token))
        painter.setFont(theme.font(_SMALL, bold=day == self._today))
        if kind is None or inner.width() < _WORD_PX:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
            return
        half = inner.width() * 0.55
        left = QRectF(inner.x(), inner.y(), half, inner.height())
        painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(day.day))
        painter.setFont(theme.font(_MARK))
        right = QRectF(inner.x() + half + 1, inner.y(), inner.width() - half - 1, inner.height())
        word = self.tr("休") if kind is DayKind.REST else self.tr("班")
        painter.drawText(right, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
