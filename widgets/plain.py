"""Text from outside shown as text: no label, tooltip or message ever reads it as HTML."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

_CONTROL = dict.fromkeys((*range(32), 127, *range(128, 160), 8232, 8233), " ")
_HIDDEN = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x200E, 0x200F, 0xFEFF))


def one_line(text: str, limit: int = 400) -> str:
    """Return ``text`` fit for one drawn line: control characters become spaces, direction overrides vanish.

    A right-to-left override in a case text would turn the words around it; ``limit`` bounds what is measured.
    """
    cleaned = text[: limit + 1].translate(_CONTROL).translate(_HIDDEN)
    return cleaned if len(text) <= limit else cleaned[:limit] + "…"


def tooltip(text: str) -> str:
    """Return ``text`` for ``setToolTip``: Qt guesses rich text in tooltips, so it is escaped and wrapped."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def sentence(*parts: str, separator: str = " · ") -> str:
    """Join the parts that are not empty, as the picture's "市桥街道 · 禺山社区 · 007"."""
    return separator.join(part for part in parts if part)


def parent_of(widget: QWidget) -> QWidget:
    """Return the parent that a part lying over another was made with.

    Parts ask for it each time instead of keeping it: a reference from child to parent makes a cycle, and a tree of
    widgets freed by the cycle collector instead of by its owner is freed in no particular order.
    """
    parent = widget.parentWidget()
    if parent is None:
        raise RuntimeError(f"{type(widget).__name__} lost its parent")
    return parent


class PlainLabel(QLabel):
    """A label that shows plain text only; ``role`` and ``tone`` select its style (see ``widgets.qss``)."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, role: str = "", tone: str = "", wrap: bool = False
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)

    def set_tooltip(self, text: str) -> None:
        """Show ``text`` as a tooltip, escaped."""
        self.setToolTip(tooltip(text))


class ElidedLabel(PlainLabel):
    """A plain one-line label that ends in "…" when there is no room; the whole text is its tooltip then."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, role: str = "", tone: str = "") -> None:
        super().__init__(text, parent, role=role, tone=tone)
        self.setMinimumWidth(24)

    def sizeHint(self) -> QSize:
        """Return the size of the whole text."""
        width = self.fontMetrics().horizontalAdvance(one_line(self.text())) + 2
        return QSize(min(width, 900), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for one character."""
        return QSize(24, super().minimumSizeHint().height())

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Show a text; its tooltip follows."""
        super().setText(text)
        self._hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the whole text in the tooltip when it no longer fits."""
        super().resizeEvent(event)
        self._hint()

    def _hint(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(one_line(self.text())) > self.width()
        self.setToolTip(tooltip(self.text()) if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text = self.fontMetrics().elidedText(one_line(self.text()), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, text)
