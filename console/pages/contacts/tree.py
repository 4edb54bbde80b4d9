"""The units of one's view as a tree, each with its people and what is vacant at it and below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from services.api.contacts import UnitTeam
from services.api.district import UnitRow
from widgets.plain import one_line, tooltip
from widgets.theme import Theme

_ID = Qt.ItemDataRole.UserRole
_COUNT_PX = 54
_MORE = "…"
"""The id of the row that stands for children which have not been made yet."""


class UnitTree(QTreeWidget):
    """Children are made when their parent is opened: a district has thousands of grids. Emits `chosen`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, units: Mapping[str, UnitRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._units = units
        self._teams: dict[str, UnitTeam] = {}
        self._people: Counter[str] = Counter()
        self._vacant: Counter[str] = Counter()
        self._children: dict[str, list[str]] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self.setAccessibleName(self.tr("单位"))
        self.setHeaderLabels([self.tr("单位"), self.tr("人"), self.tr("缺")])
        self.headerItem().setToolTip(2, tooltip(self.tr("本单位和下级单位还缺的人数")))
        self.setUniformRowHeights(True)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, _COUNT_PX)
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.itemExpanded.connect(self._on_expanded)
        self.currentItemChanged.connect(self._on_current)

    @property
    def unit_id(self) -> str:
        """The unit that is chosen, "" for none."""
        item = self.currentItem()
        return str(item.data(0, _ID)) if item is not None else ""

    @property
    def vacant(self) -> int:
        """How many places are empty in all units."""
        return sum(team.vacant for team in self._teams.values())

    @property
    def people(self) -> int:
        """How many stand in the register of all units."""
        return sum(team.people for team in self._teams.values())

    def set_teams(self, teams: Iterable[UnitTeam]) -> None:
        """Show the units with these counts; what is open and chosen stays so."""
        known = {team.unit_id: team for team in teams if team.unit_id in self._units}
        anew = known.keys() != self._teams.keys()
        self._teams = known
        self._count()
        if anew:
            self._make()
        for item in self._items.values():
            self._dress(item)

    def choose(self, unit_id: str) -> None:
        """Open the way to a unit and choose it; an unknown one changes nothing."""
        for above in self._line(unit_id):
            item = self._items.get(above)
            if item is None:
                return
            if above == unit_id:
                self.setCurrentItem(item)
            else:
                item.setExpanded(True)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        for item in self._items.values():
            self._dress(item)

    # ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _line(self, unit_id: str) -> list[str]:
        """Return the units from the top of the tree to one, itself last."""
        unit = self._units.get(unit_id)
        if unit is None:
            return []
        if unit.tier is None:
            return [self._top_of_departments(), unit_id] if self._top_of_departments() != unit_id else [unit_id]
        return [part for part in unit.path.split("/") if part in self._teams]

    def _top_of_departments(self) -> str:
        """Return under which unit departments stand: the district's, where it is in view."""
        return next(
            (unit_id for unit_id in self._teams if self._units[unit_id].path == unit_id and self._units[unit_id].tier),
            "",
        )

    def _count(self) -> None:
        self._people.clear()
        self._vacant.clear()
        self._children = {}
        district = self._top_of_departments()
        for unit_id, team in self._teams.items():
            unit = self._units[unit_id]
            line = [district, unit_id] if unit.tier is None and district else self._line(unit_id) or [unit_id]
            for above in line:
                self._people[above] += team.people
                self._vacant[above] += team.vacant
            if len(line) > 1:
                self._children.setdefault(line[-2], []).append(unit_id)

    # ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _make(self) -> None:
        chosen = self.unit_id
        self.clear()
        self._items = {}
        below = {child for children in self._children.values() for child in children}
        for unit_id in self._teams:
            if unit_id not in below:
                self.addTopLevelItem(self._row(unit_id))
        first = self.topLevelItem(0)
        if first is not None:
            first.setExpanded(True)
            self.setCurrentItem(first)
        if chosen:
            self.choose(chosen)

    def _row(self, unit_id: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one_line(self._units[unit_id].name, 60), "", ""])
        item.setData(0, _ID, unit_id)
        item.setToolTip(0, tooltip(self._units[unit_id].name))
        for column in (1, 2):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._items[unit_id] = item
        self._dress(item)
        if self._children.get(unit_id):
            stand_in = QTreeWidgetItem([_MORE])
            stand_in.setData(0, _ID, _MORE)
            item.addChild(stand_in)
        return item

    def _dress(self, item: QTreeWidgetItem) -> None:
        unit_id = str(item.data(0, _ID))
        people, vacant = self._people[unit_id], self._vacant[unit_id]
        item.setText(1, str(people))
        item.setText(2, str(vacant) if vacant else "")
        item.setForeground(1, self._theme.color("text_2"))
        item.setForeground(2, self._theme.color("yellow_text"))

    @Slot("QTreeWidgetItem*")
    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        first = item.child(0)
        if first is not None and first.data(0, _ID) == _MORE:
            item.takeChild(0)
            item.addChildren([self._row(child) for child in self._children[str(item.data(0, _ID))]])

    @Slot()
    def _on_current(self) -> None:
        if self.unit_id and self.unit_id != _MORE:
            self.chosen.emit(self.unit_id)
