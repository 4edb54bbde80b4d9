"""The left column of pages: icon over label, the current one marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout, QWidget

from widgets.plain import tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

WIDTH = 64
_EDGES = 6


@dataclass(frozen=True, slots=True)
class NavItem:
    """One page: ``name`` is emitted, ``icon`` of resources/icons."""

    name: str
    title: str
    icon: str
    key: str = ""


class NavButton(QAbstractButton):
    """One page's button."""

    chosen = Signal(str)
    """The page's name."""

    def __init__(self, item: NavItem, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._theme = theme
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(WIDTH, 60)
        self.setAccessibleName(item.title)
        self.setToolTip(tooltip(" ".join(filter(None, (item.title, item.key)))))
        self.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def set_count(self, count: int) -> None:
        """Mark how many things on the page wait for somebody; 0 takes the mark away."""
        if count != self._count:
            self._count = count
            words = self.tr("%n 件待看", "", count) if count else ""
            self.setAccessibleDescription(words)
            self.setToolTip(tooltip(" ".join(filter(None, (self._item.title, self._item.key, words)))))
            self.update()

    def sizeHint(self) -> QSize:
        """Return the fixed size."""
        return QSize(WIDTH, 60)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Up and Down go to the neighbours."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, label and the mark of the current page."""
        del event
        painter = QPainter(self)
        theme = self._theme
        here = self.isChecked()
        if here:
            painter.fillRect(self.rect(), theme.color("raised"))
            painter.fillRect(QRect(0, 0, 3, self.height()), theme.color("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), theme.color("hover"))
        token = ("text" if here else "text_2") if self.isEnabled() else "bar"
        icon = theme.icon(self._item.icon, token, 22, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - 22) // 2, 9, icon)
        painter.setFont(theme.font(12))
        if painter.fontMetrics().horizontalAdvance(self._item.title) > self.width() - _EDGES:
            painter.setFont(theme.font(11))
        painter.setPen(theme.color(token))
        painter.drawText(QRect(0, 34, self.width(), 20), Qt.AlignmentFlag.AlignCenter, self._item.title)
        if self._count:
            self._paint_count(painter)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 2, -3, -2), 4, 4)

    def _paint_count(self, painter: QPainter) -> None:
        words = str(self._count) if self._count < 100 else "99+"
        painter.setFont(self._theme.font(11))
        wide = max(16, painter.fontMetrics().horizontalAdvance(words) + 8)
        area = QRectF(self.width() - wide - 4, 2, wide, 16)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("primary_fill"))
        painter.drawRoundedRect(area, 8, 8)
        painter.setPen(self._theme.color("on_primary"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._item.name)


class NavBar(QFrame):
    """The column. Empty until somebody is at the seat."""

    chosen = Signal(str)
    """The name of the page wanted."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "navbar")
        self.setFixedWidth(WIDTH + 1)
        self.setAccessibleName(self.tr("页面"))
        self._theme = theme
        self._current = ""
        self._buttons: dict[str, NavButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 1, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Draw buttons of this theme from now on; those that are there hear of it themselves."""
        self._theme = theme

    def set_items(self, items: tuple[NavItem, ...]) -> None:
        """Offer these pages, from the top."""
        for button in self._buttons.values():
            self._column.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self._buttons = {item.name: NavButton(item, self._theme, self) for item in items}
        for index, button in enumerate(self._buttons.values()):
            button.chosen.connect(self._on_chosen)
            self._column.insertWidget(index, button)
        self.set_current(self._current)

    def set_count(self, name: str, count: int) -> None:
        """Mark how many things on a page wait for somebody."""
        if name in self._buttons:
            self._buttons[name].set_count(count)

    def set_current(self, name: str) -> None:
        """Mark the open page."""
        self._current = name
        for known, button in self._buttons.items():
            button.setChecked(known == name)

    def button(self, name: str) -> NavButton:
        """Return the button of a page.

        :raises KeyError: there is no such page.
        """
        return self._buttons[name]

    def _on_chosen(self, name: str) -> None:
        self._buttons[name].setChecked(name == self._current)
        self.chosen.emit(name)
