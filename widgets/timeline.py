"""What happened with a case, newest first: time, who, words. Wraps, scrolls, can be selected and copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from widgets.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event: ``time`` as shown (15:36), ``who`` acted, ``text`` what. ``quiet`` for machine records.

    ``mark`` is a word before the text (提交中, 未确认), drawn in the accent.
    """

    time: str
    who: str
    text: str
    quiet: bool = False
    mark: str = ""


class Timeline(QPlainTextEdit):
    """A read-only plain text of entries. Unchanged entries are not set again, so a selection survives."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: tuple[TimelineEntry, ...] = ()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("办理记录"))
        self._restyle()

    def set_entries(self, entries: Iterable[TimelineEntry]) -> None:
        """Show these entries in this order."""
        wanted = tuple(entries)
        if wanted != self._entries:
            self._entries = wanted
            self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self._restyle()
        self._fill()

    def _restyle(self) -> None:
        line = self._theme.tokens
        self.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:read-only { background: transparent; border: none; padding: 0; }"
            f"QPlainTextEdit:focus {{ border: none; border-left: 2px solid {line.accent}; padding: 0; }}"
        )
        self.setFont(self._theme.font(13))
        self.document().setDocumentMargin(1)

    def _fill(self) -> None:
        at = self.verticalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = QTextBlockFormat()
        block.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        block.setTextIndent(-42)
        block.setLeftMargin(42)
        for index, entry in enumerate(self._entries):
            if index:
                cursor.insertBlock()
            cursor.setBlockFormat(block)
            cursor.insertText(f"{one_line(entry.time)}  ", self._look("text_3"))
            cursor.insertText(one_line(entry.who), self._look("text_2" if entry.quiet else "text", medium=True))
            if entry.mark:
                cursor.insertText(f" {entry.mark}", self._look("accent_text"))
            cursor.insertText(f" {one_line(entry.text, 4000)}", self._look("text_3" if entry.quiet else "text_2"))
        cursor.endEditBlock()
        self.verticalScrollBar().setValue(at)

    def _look(self, token: str, *, medium: bool = False) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(self._theme.color(token))
        if medium:
            look.setFontWeight(QFont.Weight.Medium)
        return look
