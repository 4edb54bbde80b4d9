"""The panel of the selected case: head, steps, actions, timeline, note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from widgets.actionrow import ActionRow
from widgets.attachments import AttachmentLine
from widgets.bodytext import LINES_MOST, BodyText
from widgets.casehead import CaseHead
from widgets.chapters import ChapterBar
from widgets.keycap import ActionSpec, KeycapButton
from widgets.plain import PlainLabel
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.steps import StepBar
from widgets.timeline import Timeline

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QResizeEvent

    from widgets.caseview import CaseView
    from widgets.theme import Theme

NOTE_MOST = 2000
_NOTE_LINES = 3
_SIDE = 14
_LOW = 400  # px: below this height the case's words get fewer lines
LINES_LOW = 2


class NoteInput(QPlainTextEdit):
    """One growing line for a note. Ctrl+Enter (or the button) submits; Enter is a new line; Esc leaves it."""

    submitted = Signal()
    """Ctrl+Enter."""
    left = Signal()
    """Esc: give the focus back to the queue; the draft stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("写备注… Ctrl+Enter 提交"))
        self.setAccessibleName(self.tr("备注"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().setDocumentMargin(1)
        self.textChanged.connect(self._grow)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Submit, leave, or type."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if not event.isAutoRepeat():
                self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the lines again."""
        super().resizeEvent(event)
        self._grow()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 (Qt's name)
        """Take words; files that are dragged here are the panel's, as attachments."""
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def minimumSizeHint(self) -> QSize:
        """Return one line."""
        return QSize(80, 32)

    def _grow(self) -> None:
        lines = min(max(1, self.document().lineCount()), _NOTE_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 14)


class CasePanel(QFrame):
    """Shows one ``CaseView`` at a time."""

    action_requested = Signal(str)
    """The name of the action the person pressed."""
    action_refused = Signal(str)
    """The reason: a button was pressed that cannot be used."""
    note_submitted = Signal(object, str)
    """(case key, words): save this note. The owner clears the draft when it is committed (``clear_note``)."""
    note_changed = Signal(object, str)
    """(case key, draft): the draft changed; the owner keeps it safe."""
    left = Signal()
    """Esc in the note: the focus goes back to the queue."""
    similar_wanted = Signal()
    """The list of cases that may be the same matter is asked for."""
    state_action_requested = Signal()
    """The button of the panel's state was pressed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._case: CaseView | None = None
        self.setProperty("part", "casepanel")
        self.setAccessibleName(self.tr("所选案件"))
        self._head = CaseHead()
        self._head.similar_wanted.connect(self.similar_wanted)
        self._steps = StepBar(theme)
        self._actions = ActionRow(theme)
        self._actions.chosen.connect(self.action_requested)
        self._actions.refused.connect(self.action_refused)
        self._gone = PlainLabel(tone="yellow", wrap=True)
        self._gone.hide()
        self._body = BodyText()
        self._body.setAccessibleName(self.tr("案件内容"))
        self._chapters = ChapterBar()
        self._chapters.chosen.connect(self._on_chapter)
        self._chapter = ""
        self._timeline = Timeline(theme)
        self._timeline.setMinimumHeight(24)
        self.files = AttachmentLine()
        self._note = NoteInput()
        self._submit = QPushButton(self.tr("提交备注"))
        self._submit.setAutoDefault(False)
        self._arrange()
        self._note.submitted.connect(self._on_submit)
        self._note.left.connect(self.left)
        self._note.textChanged.connect(self._on_note_changed)
        self._submit.clicked.connect(self._on_submit)
        self._overlay = StateOverlay(theme, self)
        self._overlay.action_requested.connect(self.state_action_requested)
        self.files.take_drops(self)
        self.set_case(None)

    def _arrange(self) -> None:
        note = QHBoxLayout()
        note.setSpacing(8)
        note.addWidget(self._note, 1)
        note.addWidget(self.files.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        note.addWidget(self._submit, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 10, _SIDE, 10)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._steps)
        column.addWidget(self._gone)
        column.addWidget(self._actions)
        column.addWidget(self._body)
        column.addWidget(self.files)
        column.addWidget(self._chapters)
        column.addWidget(self._timeline, 1)
        column.addLayout(note)

    # ── values in ──────────────────────────────────────────────────────────────────────────────────────────────

    def set_case(self, case: CaseView | None, draft: str | None = None) -> None:
        """Show this case, None for none. ``draft`` replaces the note; without it the note of the same case stays."""
        other = self._case is None or case is None or case.key != self._case.key
        self._case = case
        if other or draft is not None:
            self._set_note(draft or "")
        if case is None:
            self._overlay.set_state(PanelState("empty", self.tr("在队列里选一件案件")))
            return
        if self._overlay.state.kind == "empty":
            self._overlay.set_state(LIVE)
        self._head.set_case(case)
        self._steps.set_steps(case.steps)
        if self._actions.set_actions(case.actions):
            self._fit()
        self._gone.setText(case.gone)
        self._gone.setVisible(bool(case.gone))
        self._body.set_text(case.body)
        if other:
            self._chapter = ""
        self._show_chapter()
        self._note.setEnabled(not case.gone)
        self._on_note_changed(tell=False)

    @Slot(str)
    def _on_chapter(self, name: str) -> None:
        self._chapter = name
        self._show_chapter()

    def _show_chapter(self) -> None:
        chapters = self._case.chapters if self._case is not None else ()
        shown = next((one for one in chapters if one.name == self._chapter), chapters[0] if chapters else None)
        self._timeline.set_entries(shown.entries if shown is not None else ())
        titles = tuple((one.name, one.title) for one in chapters)
        self._chapters.set_chapters(titles, shown.name if shown is not None else "")

    def set_deadline(self, words: str, tone: str) -> None:
        """Show the running deadline's sentence (each minute)."""
        self._head.set_deadline(words, tone)

    def set_progress(self, marks: tuple[str, ...], actions: tuple[ActionSpec, ...]) -> None:
        """Show at once what is under way with the case: its marks and its actions; everything else stays."""
        if self._case is None:
            return
        self._case = replace(self._case, marks=marks, actions=actions)
        self._head.set_case(self._case)
        if self._actions.set_actions(actions):
            self._fit()

    def set_state(self, state: PanelState) -> None:
        """Show how the case's data stands; ``live`` with no case says to choose one."""
        empty = state.kind == "live" and self._case is None
        self._overlay.set_state(PanelState("empty", self.tr("在队列里选一件案件")) if empty else state)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self._actions.set_theme(theme)

    def clear_note(self, key: object) -> None:
        """Empty the note if this case is still shown: its words are committed."""
        if self._case is not None and self._case.key == key:
            self._set_note("")

    def focus_note(self) -> None:
        """Put the cursor into the note (the action 备注)."""
        self._note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ── values out ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def case(self) -> CaseView | None:
        """The case shown."""
        return self._case

    def note_input(self) -> NoteInput:
        """Return the field of the note, for what may be put into it."""
        return self._note

    def note(self) -> str:
        """Return the draft."""
        return self._note.toPlainText()

    def button(self, name: str) -> KeycapButton:
        """Return the button of an action.

        :raises KeyError: the case offers no such action.
        """
        return self._actions.button(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep every action in sight: in a low panel the case's words and its history scroll instead."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._actions.setMinimumHeight(self._actions.height_for(self.width() - 2 * _SIDE))
        self._body.set_most(LINES_MOST if self.height() >= _LOW else LINES_LOW)
        self._actions.updateGeometry()

    def _set_note(self, text: str) -> None:
        self._note.blockSignals(True)  # a note put here is not typed
        self._note.setPlainText(text)
        self._note.blockSignals(False)
        self._on_note_changed(tell=False)

    def _on_note_changed(self, *, tell: bool = True) -> None:
        words = self.note().strip()
        fits = len(words) <= NOTE_MOST
        self._submit.setEnabled(bool(words) and fits and self._case is not None and not self._case.gone)
        why = "" if fits else self.tr("备注最多 {n} 字，现在 {m} 字").format(n=NOTE_MOST, m=len(words))
        self._submit.setToolTip(why)
        self._submit.setAccessibleDescription(why)
        if tell and self._case is not None:
            self.note_changed.emit(self._case.key, self.note())

    def _on_submit(self) -> None:
        if self._submit.isEnabled() and self._case is not None:
            self.note_submitted.emit(self._case.key, self.note().strip())
