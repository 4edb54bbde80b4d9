"""Whistles (吹哨报到): who was summoned, and who has reported in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from widgets.panel import LinkButton, SidePanel, card, clear_layout
from widgets.plain import ElidedLabel, PlainLabel, one_line

if TYPE_CHECKING:
    from widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class WhistleUnit:
    """One summoned unit and the words for its state (已报到 15:27, 未报到 · 剩 7 分)."""

    name: str
    words: str
    tone: Literal["ok", "yellow", "red", "quiet"] = "quiet"


@dataclass(frozen=True, slots=True)
class WhistleValue:
    """One whistle: its key, a title (石碁镇 15:20 吹哨 · 30 分钟内报到) and its units."""

    key: object
    title: str
    units: tuple[WhistleUnit, ...]


class WhistlePanel(SidePanel):
    """The whistles in progress, each with its units."""

    opened = Signal(object)
    """Show this whistle (its key)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("吹哨报到"), theme, parent)
        self._values: tuple[WhistleValue, ...] | None = None
        self.set_values(())

    def set_values(self, values: tuple[WhistleValue, ...], note: str = "") -> None:
        """Show these whistles. A single one has its title in the head, as in the picture."""
        self.head.set_note(note or (values[0].title if len(values) == 1 else ""))
        if values == self._values:
            return
        self._values = values
        clear_layout(self.box)
        if not values:
            frame, column = card(self)
            column.addWidget(PlainLabel(self.tr("现在没有吹哨"), role="secondary"))
            self.box.addWidget(frame)
        for value in values:
            self.box.addWidget(self._whistle(value, titled=len(values) > 1))

    def _whistle(self, value: WhistleValue, *, titled: bool) -> QWidget:
        frame, column = card(self)
        frame.setAccessibleName(value.title)
        more = LinkButton(parent=frame)
        more.set_weight("small")
        more.set_target(self.tr("查看吹哨"), value.key)
        more.opened.connect(self.opened)
        if titled:
            head = QHBoxLayout()
            head.addWidget(ElidedLabel(one_line(value.title), role="heading"), 1)
            head.addWidget(more)
            column.addLayout(head)
        for unit in value.units:
            row = QHBoxLayout()
            name = ElidedLabel(one_line(unit.name), role="quiet")
            words = ElidedLabel(one_line(unit.words), tone="" if unit.tone == "quiet" else unit.tone)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            row.addWidget(name, 1)
            row.addWidget(words)
            column.addLayout(row)
        if not titled:
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignRight)
        return frame
