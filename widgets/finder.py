"""The one box (Ctrl+K): type, see sections of answers, choose by arrows and Enter. Ranking is the caller's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from widgets.keycap import draw_keycap, keycap_width
from widgets.plain import PlainLabel, one_line, parent_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

_ROW = 36
_SECTION = 26
_ROWS_MOST = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: ``target`` comes back when it is chosen; ``note`` stands right, ``key`` is a drawn shortcut."""

    target: object
    title: str
    note: str = ""
    icon: str = ""
    key: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Answers of one kind under a heading (案件, 单位, 地点, 命令)."""

    title: str
    hits: tuple[Hit, ...]


class HitList(QWidget):
    """The painted answers; one is current."""

    picked = Signal(int)
    """The index of the answer clicked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: list[Section | Hit] = []
        self._hits: list[Hit] = []
        self._current = -1
        self._top = 0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(0)

    @property
    def current(self) -> Hit | None:
        """The answer Enter would choose."""
        return self._hits[self._current] if 0 <= self._current < len(self._hits) else None

    @property
    def hits(self) -> list[Hit]:
        """All answers in order."""
        return self._hits

    def set_sections(self, sections: tuple[Section, ...]) -> None:
        """Show these answers; the first is current, or the same one as before if it is still there."""
        before = self.current
        self._lines = []
        for section in sections:
            if section.hits:
                self._lines += [section, *section.hits]
        self._hits = [line for line in self._lines if isinstance(line, Hit)]
        same = [i for i, hit in enumerate(self._hits) if before is not None and hit.target == before.target]
        self._current = same[0] if same and same[0] < _ROWS_MOST else 0 if self._hits else -1
        self._top = 0
        self.setFixedHeight(min(self._full_height(), _ROWS_MOST * _ROW))
        self._reveal()
        self.update()

    def move_current(self, by: int) -> None:
        """Make the next or previous answer current; it stops at the ends."""
        if self._hits:
            self._current = min(max(self._current + by, 0), len(self._hits) - 1)
            self._reveal()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        most = max(0, self._full_height() - self.height())
        self._top = min(max(self._top - event.angleDelta().y() * _ROW // 120, 0), most)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Make the answer under the pointer current."""
        index = self._hit_at(event.position().toPoint())
        if index is not None and index != self._current:
            self._current = index
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the answer under the pointer."""
        index = self._hit_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw headings and answers in sight."""
        del event
        painter = QPainter(self)
        index = -1
        for line, rect in self._placed():
            index += isinstance(line, Hit)
            if rect.bottom() < 0 or rect.top() > self.height():
                continue
            if isinstance(line, Section):
                painter.setFont(self._theme.font(12))
                painter.setPen(self._theme.color("text_3"))
                painter.drawText(rect.adjusted(16, 4, 0, 0), Qt.AlignmentFlag.AlignVCenter, one_line(line.title, 40))
            else:
                self._draw_hit(painter, line, rect, current=index == self._current)

    def _draw_hit(self, painter: QPainter, hit: Hit, rect: QRect, *, current: bool) -> None:
        theme = self._theme
        if current:
            painter.fillRect(rect.adjusted(6, 0, -6, 0), theme.color("selection"))
            painter.fillRect(QRect(rect.x() + 6, rect.y(), 3, rect.height()), theme.color("accent"))
        left, right = rect.x() + 18, rect.right() - 16
        if hit.icon:
            icon = theme.icon(hit.icon, "text_2", 18, self.devicePixelRatioF())
            painter.drawPixmap(left, rect.y() + (_ROW - 18) // 2, icon)
        left += 28
        if hit.key:
            width = keycap_width(hit.key, theme)
            draw_keycap(painter, QRect(right - width, rect.y() + 8, width, 20), hit.key, theme)
            right -= width + 10
        note = one_line(hit.refusal or hit.note, 120)
        small = QFontMetrics(theme.font(12))
        note = small.elidedText(note, Qt.TextElideMode.ElideRight, max(0, (right - left) // 2))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("yellow_text" if hit.refusal else "text_2"))
        painter.drawText(QRect(left, rect.y(), right - left, _ROW), Qt.AlignmentFlag(0x0082), note)
        right -= small.horizontalAdvance(note) + 14
        painter.setFont(theme.font(14))
        painter.setPen(theme.color("text" if not hit.refusal else "text_2"))
        title = painter.fontMetrics().elidedText(one_line(hit.title), Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(left, rect.y(), right - left, _ROW), Qt.AlignmentFlag.AlignVCenter, title)

    def _placed(self) -> list[tuple[Section | Hit, QRect]]:
        placed: list[tuple[Section | Hit, QRect]] = []
        y = -self._top
        for line in self._lines:
            height = _SECTION if isinstance(line, Section) else _ROW
            placed.append((line, QRect(0, y, self.width(), height)))
            y += height
        return placed

    def _full_height(self) -> int:
        return sum(_SECTION if isinstance(line, Section) else _ROW for line in self._lines)

    def _hit_at(self, at: QPoint) -> int | None:
        index = -1
        for line, rect in self._placed():
            index += isinstance(line, Hit)
            if isinstance(line, Hit) and rect.contains(at):
                return index
        return None

    def _reveal(self) -> None:
        current = self.current
        rect = next((rect for line, rect in self._placed() if line is current), None)
        if rect is None:
            return
        if rect.top() < _SECTION:
            self._top = max(0, self._top + rect.top() - _SECTION)
        elif rect.bottom() >= self.height():
            self._top += rect.bottom() + 1 - self.height()


class _Shade(QWidget):
    """Lies under the open box over everything else: a press on it closes the box."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.pressed.emit()


class Finder(QFrame):
    """The box and its answers, as a panel over the parent. It closes by Esc, by choosing, or by a click outside."""

    query_changed = Signal(str)
    """What is typed now; the owner answers with ``set_sections`` (a late answer to another query is dropped there)."""
    chosen = Signal(object)
    """The target of the answer chosen."""
    closed = Signal()
    """It went away without a choice."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._before: QWidget | None = None
        self._shade = _Shade(parent)
        self._shade.pressed.connect(self.dismiss)
        parent.installEventFilter(self)
        self.setProperty("part", "finder")
        self._input = QLineEdit()
        self._input.setPlaceholderText(self.tr("案件号、地址、单位、人员、命令；拼音首字母也行"))
        self._input.setAccessibleName(self.tr("搜索"))
        self._input.setProperty("part", "finder")
        self._input.setMaxLength(100)
        self._list = HitList(theme, self)
        self._nothing = PlainLabel(role="secondary")
        self._nothing.setContentsMargins(18, 6, 18, 8)
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 6)
        column.setSpacing(4)
        column.addWidget(self._input)
        column.addWidget(self._list)
        column.addWidget(self._nothing)
        self._input.textChanged.connect(self.query_changed)
        self._input.installEventFilter(self)
        self._list.picked.connect(self._on_picked)
        self.setAccessibleName(self.tr("搜索"))
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the box with ``text`` typed, and take the focus; it goes back where it was when the box closes."""
        if not self.isVisible():
            self._before = parent_of(self).window().focusWidget()
        self._list.set_sections(())
        self._nothing.hide()
        self._input.setText(text)
        self._shade.show()
        self._shade.raise_()
        self._place()
        self.show()
        self.raise_()
        self._input.setFocus(Qt.FocusReason.PopupFocusReason)
        if not text:
            self.query_changed.emit("")

    def set_sections(self, sections: tuple[Section, ...], nothing: str = "") -> None:
        """Show these answers; without any the sentence ``nothing``."""
        self._list.set_sections(sections)
        self._nothing.setText(nothing)
        self._nothing.setVisible(bool(nothing) and not self._list.hits)
        current = self._list.current
        self._input.setAccessibleDescription("" if current is None else f"{current.title} {current.note}")
        self._place()

    def dismiss(self) -> None:
        """Close without a choice."""
        if self.isVisible():
            self._close()
            self.closed.emit()

    @property
    def query(self) -> str:
        """What is typed."""
        return self._input.text()

    @property
    def current(self) -> Hit | None:
        """The answer Enter would choose."""
        return self._list.current

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take arrows, Enter and Esc from the input; follow the parent's size."""
        # The kind first: a window that is being taken down still sends events, when the parts are no longer all there.
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched is self._input:
            return self._on_key(event) or super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize and watched is parent_of(self):
            self._place()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -8,
            Qt.Key.Key_PageDown: 8,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._list.move_current(steps[key])
            current = self._list.current
            self._input.setAccessibleDescription("" if current is None else f"{current.title} {current.note}")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._choose(self._list.current)
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            return False
        return True

    def _on_picked(self, index: int) -> None:
        self._choose(self._list.hits[index])

    def _choose(self, hit: Hit | None) -> None:
        if hit is None or hit.refusal:
            return
        self._close()
        self.chosen.emit(hit.target)

    def _close(self) -> None:
        self._shade.hide()
        self.hide()
        before, self._before = self._before, None
        if before is not None and Shiboken.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        self._shade.setGeometry(parent_of(self).rect())
        width = min(680, parent_of(self).width() - 48)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent_of(self).width() - width) // 2, min(96, parent_of(self).height() // 8))
