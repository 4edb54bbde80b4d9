"""One day of the calendar: its mark and note; and whether its year was checked against the official list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from services.domain.calendar import DayKind
from services.domain.calendar_file import NOTE_MAX
from widgets.plain import PlainLabel

_KINDS: tuple[DayKind | None, ...] = (None, DayKind.REST, DayKind.WORK)


class DayBox(QGroupBox):
    """Emits `marked` with the mark (None: by the week) and the note, whenever one of them is changed by hand."""

    marked = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("所选日期"))
        self.words = PlainLabel("", self, role="heading", wrap=True)
        self.kinds = QButtonGroup(self)
        row = QHBoxLayout()
        for index, words in enumerate((self.tr("按星期"), self.tr("休"), self.tr("班"))):
            made = QRadioButton(words, self)
            self.kinds.addButton(made, index)
            row.addWidget(made)
        row.addStretch()
        self.note = QLineEdit(self)
        self.note.setMaxLength(NOTE_MAX)
        self.note.setAccessibleName(self.tr("说明"))
        self.note.setPlaceholderText(self.tr("说明，例如：国庆节调休"))
        self.check = QCheckBox(self.tr("本年已与官方放假安排核对"), self)
        self.check.setToolTip(self.tr("没有核对的年份，经过它的到期时间都标“未确认”"))
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addWidget(self.check)
        self.hint = PlainLabel(self.tr("方向键选日期，空格换：按星期、休、班"), self, role="secondary", wrap=True)
        column.addWidget(self.hint)
        self.kinds.idClicked.connect(self._on_changed)
        self.note.editingFinished.connect(self._on_changed)
        self.check.clicked.connect(self._on_changed)

    def set_editable(self, editable: bool) -> None:
        """Let the day be changed, or only looked at."""
        for part in (*self.kinds.buttons(), self.note, self.check):
            part.setEnabled(editable)
        self.hint.setVisible(editable)

    def set_confirmed(self, confirmed: bool) -> None:
        """Show whether the year was checked."""
        self.check.setChecked(confirmed)

    @property
    def confirmed(self) -> bool:
        """Whether the year is said to have been checked."""
        return self.check.isChecked()

    def show_day(self, words: str, kind: DayKind | None, note: str) -> None:
        """Show a day."""
        self.words.setText(words)
        self.kinds.button(_KINDS.index(kind)).setChecked(True)
        self.note.setText(note)

    def _on_changed(self) -> None:
        self.marked.emit(_KINDS[self.kinds.checkedId()], self.note.text().strip())
