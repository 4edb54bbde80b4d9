"""The kinds of alert as cards: name left, code right; those that only others may issue stand apart, under a heading."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QWidget
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from services.api.alerts import AlertKindRow
from widgets.plain import one_line
from widgets.theme import Theme

_KIND = Qt.ItemDataRole.UserRole
_CODE = Qt.ItemDataRole.UserRole + 1
_CARD_HEIGHT = 42
_GAP = 6
_HEADING_HEIGHT = 34


class KindList(QListWidget):
    """The kinds. Emits `chosen` with a kind's code: the selection, as a focused list has a current item anyway."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "cards")
        self.setAccessibleName(self.tr("预警类型"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._cards = _Cards(theme, self)
        self.setItemDelegate(self._cards)
        self.itemSelectionChanged.connect(self._on_selected)

    def set_kinds(self, kinds: Iterable[AlertKindRow]) -> None:
        """Show these kinds: those one may compose, then those that are relayed, then those only reported upwards."""
        known = tuple(kinds)
        relayed = [kind for kind in known if kind.relay_only]
        upward = [kind for kind in known if not kind.public and not kind.relay_only]
        self.clear()
        for kind in known:
            if kind not in relayed and kind not in upward:
                self._add(kind)
        for heading, others in (
            (self.tr("气象等预警 · 只可原文转发"), relayed),
            (self.tr("只向上报告，不提供公众预警"), upward),
        ):
            if others:
                QListWidgetItem(heading, self).setFlags(Qt.ItemFlag.NoItemFlags)
            for kind in others:
                self._add(kind).setFlags(Qt.ItemFlag.NoItemFlags)

    def choose_none(self) -> None:
        """Let the choice go, without a signal."""
        self.blockSignals(True)
        self.setCurrentRow(-1)
        self.clearSelection()
        self.blockSignals(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._cards.set_theme(theme)
        self.viewport().update()

    def _add(self, kind: AlertKindRow) -> QListWidgetItem:
        item = QListWidgetItem(one_line(kind.name, 40), self)
        item.setData(_KIND, kind.code)
        item.setData(_CODE, kind.event_code or self.tr("本区自编"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{kind.name} {item.data(_CODE)}")
        return item

    def _on_selected(self) -> None:
        item = next(iter(self.selectedItems()), None)
        if item is not None and item.data(_KIND):
            self.chosen.emit(item.data(_KIND))


class _Cards(QStyledItemDelegate):
    """Draws an item as a card, a heading as a line of small text."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def sizeHint(self, option: Option, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option
        return QSize(120, _CARD_HEIGHT + _GAP if index.data(_KIND) else _HEADING_HEIGHT)

    def paint(self, painter: QPainter, option: Option, index: QModelIndex | QPersistentModelIndex) -> None:
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(_KIND):
            self._card(painter, area.adjusted(0, 0, 0, -_GAP), state, index)
        else:
            painter.setFont(self._theme.font(12))
            painter.setPen(self._theme.color("text_2"))
            painter.drawText(area.adjusted(2, 8, -2, 0), Qt.AlignmentFlag.AlignVCenter, index.data())
        painter.restore()

    def _card(
        self, painter: QPainter, area: QRect, state: QStyle.StateFlag, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        usable = bool(state & QStyle.StateFlag.State_Enabled)
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        hover = usable and bool(state & QStyle.StateFlag.State_MouseOver)
        frame = QRectF(area).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.color("accent" if chosen or current else "line"), 2 if chosen or current else 1))
        painter.setBrush(
            theme.color("selection" if chosen else "hover" if hover else "raised" if usable else "surface")
        )
        painter.drawRoundedRect(frame, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent" if chosen else "control_line" if usable else "line"))
        painter.drawRect(QRectF(frame.left(), frame.top() + 3, 4, frame.height() - 6))
        inside = area.adjusted(16, 0, -12, 0)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text_2" if chosen else "text_3"))
        code = str(index.data(_CODE))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, code)
        room = inside.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(code) - 10, 0)
        painter.setFont(theme.font(14, bold=True))
        painter.setPen(theme.color("text" if usable else "text_3"))
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
