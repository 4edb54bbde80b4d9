"""吹哨 from anywhere: W on a case, the tier panel's whistles, the one box; and a whistle's place on the map."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from console.desk import Desk
from console.deskpages import DeskPages
from console.pages.operations.page import OperationsPage
from console.pages.whistles.words import urgency
from services.domain.whistles import Whistle

KEY = "W"


class Whistling(QObject):
    """Joins the whistle page to the Operations page, from the moment it is made."""

    page_wanted = Signal(str)
    """The name of the page that is to be shown."""

    def __init__(self, desk: Desk, operations: OperationsPage, pages: DeskPages, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._operations = operations
        self._pages = pages
        for part in (operations.queue.queue, operations.case):
            shortcut = QShortcut(QKeySequence(KEY), part)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.blow_for_case)
        operations.tiers.whistle_wanted.connect(self._on_open)
        pages.made.connect(self._on_made)
        desk.whistles_changed.connect(self._on_whistles)
        desk.ticked.connect(self._on_tick)

    @Slot(str, object)
    def _on_made(self, name: str, _page: object) -> None:
        if name == "whistles":
            page = self._pages.whistles
            page.map_wanted.connect(self._on_place)
            page.acting.point_wanted.connect(self._on_point_wanted)
            self._operations.point_chosen.connect(page.acting.take_point)
            page.blown.connect(self._on_open)

    def blow_for_case(self) -> None:
        """Open the form for the case that is selected, or for none."""
        self._pages.whistles.blow(self._operations.selected_row)

    def blow(self) -> None:
        """Open the form for no case."""
        self._pages.whistles.blow(None)

    @Slot(object)
    def _on_open(self, key: object) -> None:
        self.page_wanted.emit("whistles")
        self._pages.whistles.show_whistle(str(key))

    @Slot(object)
    def _on_place(self, whistle: Whistle) -> None:
        """Show its case on the map, else the smallest area that is known of its place."""
        self.page_wanted.emit("operations")
        if whistle.case_id is not None and self._desk.board.row(whistle.case_id) is not None:
            self._operations.open_case(whistle.case_id)
            self._operations.locate()
        else:
            self._operations.show_area(whistle.area_path.split("/")[-1])

    @Slot(object)
    def _on_point_wanted(self, wanted: object) -> None:
        """Let the next click on the map name the place of a whistle that is being drawn up."""
        if wanted:
            self.page_wanted.emit("operations")
        self._operations.choose_point(bool(wanted))

    @Slot(object)
    def _on_whistles(self, _found: object) -> None:
        self._on_tick(self._desk.now())

    @Slot(object)
    def _on_tick(self, now: object) -> None:
        found = self._desk.whistles
        if found is not None and isinstance(now, int):
            soonest = sorted(found.rows, key=lambda row: urgency(row.whistle))
            self._operations.tiers.show_whistles(soonest, now)
