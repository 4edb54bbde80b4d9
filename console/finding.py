"""The one box (Ctrl+K) joined to what it finds: open cases, units, places, and everything the window can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal, Slot

from console.desk import Desk
from console.palette import Hit as Found
from console.palette import HitKind, PaletteCommand, PaletteIndex
from widgets.finder import Finder, Hit, Section

_ICONS = {HitKind.CASE: "case", HitKind.UNIT: "unit", HitKind.PLACE: "place", HitKind.COMMAND: "command"}
_ORDER = (HitKind.CASE, HitKind.UNIT, HitKind.PLACE, HitKind.COMMAND)


class Finding(QObject):
    """Answers the box from what the console holds. Emits what was chosen by its kind."""

    case_chosen = Signal(str)
    unit_chosen = Signal(str)
    place_chosen = Signal(str)

    def __init__(
        self, finder: Finder, desk: Desk, commands: Iterable[tuple[PaletteCommand, Callable[[], None]]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._finder = finder
        self._desk = desk
        self._commands = {command.key: (command, deed) for command, deed in commands}
        self._index: PaletteIndex | None = None
        finder.query_changed.connect(self._on_query)
        finder.chosen.connect(self._on_chosen)
        finder.closed.connect(self._on_closed)

    def open(self, text: str = "") -> None:
        """Open the box over what there is now."""
        commands = [command for command, _deed in self._commands.values()]
        self._index = PaletteIndex(self._desk.board.rows(), self._desk.units.values(), commands)
        self._finder.open(text)

    @Slot(str)
    def _on_query(self, query: str) -> None:
        if self._index is None:
            return
        found = self._index.rank(query)
        titles = {
            HitKind.CASE: self.tr("在办案件"),
            HitKind.UNIT: self.tr("单位"),
            HitKind.PLACE: self.tr("位置"),
            HitKind.COMMAND: self.tr("命令"),
        }
        sections = []
        for kind in _ORDER:
            hits = tuple(self._hit(one) for one in found if one.kind is kind)
            if hits:
                sections.append(Section(titles[kind], hits))
        nothing = self.tr("没有找到“{query}”；已结案件请用 Ctrl+F").format(query=query) if query else ""
        self._finder.set_sections(tuple(sections), nothing)

    def _hit(self, found: Found) -> Hit:
        shortcut = ""
        if found.kind is HitKind.COMMAND and found.key in self._commands:
            shortcut = self._commands[found.key][0].shortcut
        note = "" if found.detail == shortcut else found.detail
        return Hit((found.kind, found.key), found.label, note, _ICONS[found.kind], shortcut)

    @Slot(object)
    def _on_chosen(self, target: tuple[HitKind, str]) -> None:
        kind, key = target
        self._index = None
        if kind is HitKind.CASE:
            self.case_chosen.emit(key)
        elif kind is HitKind.UNIT:
            self.unit_chosen.emit(key)
        elif kind is HitKind.PLACE:
            self.place_chosen.emit(key)
        elif key in self._commands:
            self._commands[key][1]()

    @Slot()
    def _on_closed(self) -> None:
        self._index = None
