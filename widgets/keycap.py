"""The action button: its label, its key drawn on it, and why it cannot be used when it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.plain import one_line, tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

_PAD = 12
_GAP = 6


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action as offered: ``name`` is emitted, ``key`` drawn ("" none), ``reason`` why not ("" usable).

    ``primary`` is the one next thing to do; ``busy`` shows that it was sent (提交中); ``outline`` looks quiet, for a
    button in a list row.
    """

    name: str
    label: str
    key: str = ""
    reason: str = ""
    primary: bool = False
    busy: bool = False
    outline: bool = False


class KeycapButton(QAbstractButton):
    """A button with a keycap.

    A button that cannot be used stays reachable by keyboard and says why (tooltip, accessible description, and
    ``refused`` when it is pressed anyway). It has no shortcut of its own: the key belongs to the page's action table.
    """

    chosen = Signal(str)
    """The action's name: pressed and usable."""
    refused = Signal(str)
    """The reason: pressed while it cannot be used."""

    def __init__(self, spec: ActionSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._spec = spec
        self._hint: QSize | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        self.set_spec(spec)

    @property
    def spec(self) -> ActionSpec:
        """What it offers now."""
        return self._spec

    def set_spec(self, spec: ActionSpec) -> None:
        """Offer this action; the same one again changes nothing."""
        if spec == self._spec and self.text():
            return
        self._spec = spec
        self._hint = None
        self.setText(spec.label)
        self.setAccessibleName(f"{spec.label} {spec.key}".strip())
        self.setAccessibleDescription(spec.reason or (self.tr("提交中") if spec.busy else ""))
        self.setToolTip(tooltip(spec.reason))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self._hint = None
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for label and keycap; measured once, as a layout that wraps asks again and again."""
        if self._hint is None:
            self._hint = self._measured()
        return self._hint

    def _measured(self) -> QSize:
        label = QFontMetrics(self._theme.font(14)).horizontalAdvance(one_line(self._spec.label))
        return QSize(
            2 * _PAD + label + (_GAP + self._cap_width() if self._spec.key else 0), 27 if self._spec.outline else 32
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter works as Space does; a held key acts once."""
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press of a double click as no press: an action is asked for once."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, spec = self._theme, self._spec
        usable = not spec.reason and self.isEnabled() and not spec.busy
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if not usable:
            fill, text, edge = "surface", "text_3", "line"
        elif spec.primary:
            fill, text, edge = "primary_fill", "on_primary", "accent"
        elif spec.outline:
            fill, text, edge = "surface", "blue_text", "mark_line"
        else:
            fill, text, edge = "raised", "text", "control_line"
        if usable and not spec.primary and (self.isDown() or self.underMouse()):
            fill, edge = ("selection" if self.isDown() else "hover"), "accent"
        painter.setBrush(theme.color(fill))
        pen = QPen(theme.color(edge))
        if spec.busy:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(area, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("text" if spec.primary and usable else "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)
        painter.setFont(theme.font(14))
        painter.setPen(theme.color(text))
        painter.drawText(self.rect().adjusted(_PAD, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, one_line(spec.label))
        if spec.key:
            self._draw_cap(painter, usable=usable)

    def _draw_cap(self, painter: QPainter, *, usable: bool) -> None:
        theme = self._theme
        width = self._cap_width()
        cap = QRect(self.width() - _PAD - width + 4, (self.height() - 19) // 2, width, 19)
        draw_keycap(painter, cap, self._spec.key, theme, strong=usable)

    def _cap_width(self) -> int:
        return keycap_width(self._spec.key, self._theme)

    def _on_clicked(self) -> None:
        if self._spec.reason:
            self.refused.emit(self._spec.reason)
        elif not self._spec.busy:
            self.chosen.emit(self._spec.name)


def keycap_width(key: str, theme: Theme) -> int:
    """Return how wide the drawn key is."""
    return max(20, QFontMetrics(theme.font(12)).horizontalAdvance(key) + 10)


def draw_keycap(painter: QPainter, cap: QRect, key: str, theme: Theme, *, strong: bool = True) -> None:
    """Draw a key's cap."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("control_line"))
    painter.setBrush(theme.color("background"))
    painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setFont(theme.font(12))
    painter.setPen(theme.color("text_2" if strong else "text_3"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()
