"""What an alert says: its template, the fields that fill it, both texts, how long it holds, and what goes out."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from console.pages.alert import draft as drafting
from console.pages.alert import words
from console.pages.alert.draft import Composed
from services.api.alerts import AlertCatalogue, AlertPreview
from services.domain.clock import HOUR_MS
from widgets.plain import PlainLabel
from widgets.theme import Theme

LENGTHS_H = (1, 2, 3, 6, 12, 24)
_USUAL_H = 2


class WordsPane(QWidget):
    """The lower middle of the composer. It shows a draft; what a person changes it tells by signals."""

    template_chosen = Signal(str)
    field_written = Signal(str, str)
    """A field's name and what it is filled with."""
    words_written = Signal(str, str)
    """The warning and the measures, as they stand."""
    length_chosen = Signal(int)
    """How long the alert holds (ms)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.templates = QComboBox(self)
        self.templates.setAccessibleName(self.tr("模板"))
        self.templates.activated.connect(self._on_template)
        self.fields: dict[str, QLineEdit] = {}
        self._form = QFormLayout()
        self.warning = self._edit(self.tr("警示事项"), 54)
        self.measures = self._edit(self.tr("应当采取的措施"), 54)
        self.length = QComboBox(self)
        self.length.setAccessibleName(self.tr("有效期"))
        for hours in LENGTHS_H:
            self.length.addItem(self.tr("{n} 小时").format(n=hours), hours)
        self.length.setCurrentIndex(LENGTHS_H.index(_USUAL_H))
        self.length.currentIndexChanged.connect(self._on_length)
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName(self.tr("发布内容"))
        self.preview.setMinimumHeight(84)
        self._arrange()

    def set_theme(self, theme: Theme) -> None:
        """Mark the filled spans in this theme from now on."""
        self._theme = theme

    def fill(self, catalogue: AlertCatalogue, draft: Composed) -> None:
        """Offer the templates of the draft's kind and the fields of its template."""
        kind = drafting.kind_of(catalogue, draft)
        self.templates.clear()
        for offered in kind.templates if kind is not None else ():
            self.templates.addItem(offered.name, offered.code)
        self.templates.setCurrentIndex(self.templates.findData(draft.template))
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        for row in drafting.fields_of(catalogue, draft):
            edit = QLineEdit(self)
            edit.setAccessibleName(row.label)
            edit.textEdited.connect(self._on_field)
            self.fields[row.name] = edit
            self._form.addRow(PlainLabel(row.label, self, role="secondary"), edit)
        self.write(catalogue, draft)

    def write(self, catalogue: AlertCatalogue, draft: Composed) -> None:
        """Show both texts as the draft has them, where they differ."""
        fields = drafting.fields_of(catalogue, draft)
        for edit, said in ((self.warning, draft.warning), (self.measures, draft.measures)):
            text, _ = words.with_labels(fields, said)
            if edit.toPlainText().strip() != text:
                with QSignalBlocker(edit):  # nobody wrote this: it is no reason to look at both texts again
                    edit.setPlainText(text)

    def show_preview(self, catalogue: AlertCatalogue, draft: Composed, preview: AlertPreview) -> None:
        """Show what the first channel would carry, with what was filled in marked."""
        shown = preview.channels[0] if preview.channels else None
        fields = drafting.fields_of(catalogue, draft)
        text, spans = words.with_labels(fields, shown.text, shown.spans) if shown is not None else ("", ())
        self.preview.setPlainText(text)
        self._highlight(spans)

    def lead(self, after: tuple[QWidget, ...]) -> None:
        """Let the keys go on as the eye does, also through fields that were made after what stands below them."""
        way = (self.length, *self.fields.values(), self.warning, self.measures, self.preview, *after)
        self.setTabOrder(self.templates, self.length)
        for before, behind in pairwise(way):
            self.setTabOrder(before, behind)

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_template(self) -> None:
        self.template_chosen.emit(self.templates.currentData())

    def _on_field(self) -> None:
        for name, edit in self.fields.items():
            self.field_written.emit(name, edit.text())

    def _on_words(self) -> None:
        self.words_written.emit(self.warning.toPlainText(), self.measures.toPlainText())

    def _on_length(self) -> None:
        self.length_chosen.emit(self.length.currentData() * HOUR_MS)

    def _highlight(self, spans: tuple[tuple[int, int], ...]) -> None:
        look = QTextCharFormat()
        look.setBackground(self._theme.color("selection"))
        look.setForeground(self._theme.color("accent_text"))
        look.setFontWeight(QFont.Weight.DemiBold)
        marks = []
        for begin, end in spans:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.preview.document())
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.preview.setExtraSelections(marks)

    def _edit(self, name: str, height: int) -> QPlainTextEdit:
        edit = QPlainTextEdit(self)
        edit.setAccessibleName(name)
        edit.setPlaceholderText(name)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(height)
        edit.textChanged.connect(self._on_words)
        return edit

    def _arrange(self) -> None:
        choice = QHBoxLayout()
        choice.addWidget(PlainLabel(self.tr("模板"), self, role="secondary"))
        choice.addWidget(self.templates, 1)
        choice.addWidget(PlainLabel(self.tr("有效期"), self, role="secondary"))
        choice.addWidget(self.length)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(choice)
        column.addLayout(self._form)
        column.addWidget(PlainLabel(self.tr("警示事项"), self, role="secondary"))
        column.addWidget(self.warning)
        column.addWidget(PlainLabel(self.tr("应当采取的措施"), self, role="secondary"))
        column.addWidget(self.measures)
        column.addWidget(PlainLabel(self.tr("发布内容 · 着色处为自动填写"), self, role="secondary"))
        column.addWidget(self.preview, 1)
