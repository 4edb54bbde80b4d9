"""A line of small buttons, one of which is down: which chapter of a case is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from widgets.plain import one_line
from widgets.taborder import tab_through


class ChapterBar(QWidget):
    """Offers chapters by name. Hidden while there is only one."""

    chosen = Signal(str)
    """The name of the chapter wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("案件的各部分"))
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._names: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addStretch()
        self.hide()

    def set_chapters(self, chapters: tuple[tuple[str, str], ...], current: str) -> None:
        """Offer these (name, title); `current` is down."""
        self.setVisible(len(chapters) > 1)
        names = tuple(name for name, _ in chapters)
        if names != self._names:
            self._rebuild(names)
        for index, (name, title) in enumerate(chapters):
            button = self._group.button(index)
            button.setText(one_line(title))
            button.setChecked(name == current)

    def _rebuild(self, names: tuple[str, ...]) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.hide()  # without a parent, a show that is still queued would make it a window that takes the focus
            button.deleteLater()
        self._names = names
        for index in range(len(names)):
            button = QPushButton(self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("kind", "chapter")
            self._group.addButton(button, index)
            self._row.insertWidget(index, button)
        tab_through(self, self._group.buttons())

    @Slot(int)
    def _on_clicked(self, index: int) -> None:
        self.chosen.emit(self._names[index])
