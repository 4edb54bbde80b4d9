"""The rivals of the queue: the tables one would write first with Qt's own model and proxy classes.

``DictTable`` is the bar's rival: a QAbstractTableModel over dicts behind a QSortFilterProxyModel that filters over all
columns, shown by a QTableView with the default delegate. ``HonestTable`` is the fastest proxy we could write without
leaving the class: one column of ready text to filter, one of numbers to sort.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QTableView

if TYPE_CHECKING:
    from tests.bench.queue_cases import Case

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (
    "number",
    "title",
    "place",
    "street",
    "source",
    "tier",
    "holder",
    "priority",
    "category",
    "step",
    "due_at",
    "started_at",
    "claimed_by",
    "reported",
)
_NOWHERE = QModelIndex()


class DictModel(QAbstractTableModel):
    """A table over dicts, as tutorials write it."""

    def __init__(self, cases: list[Case]) -> None:
        super().__init__()
        self.cases = cases

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of cases."""
        return 0 if parent.isValid() else len(self.cases)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return one cell."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cases[index.row()][COLUMNS[index.column()]]  # type: ignore[literal-required]  # by name
        return None


class HonestModel(DictModel):
    """The same with the searched text joined once in column 0."""

    def __init__(self, cases: list[Case]) -> None:
        super().__init__(cases)
        self._texts = [" ".join((c["number"], c["title"], c["place"], c["holder"])) for c in cases]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's signature
        """Return one cell; the joined text for the filter's role."""
        if role == Qt.ItemDataRole.UserRole:
            return self._texts[index.row()]
        return super().data(index, role)


class Table:
    """One rival with its window; the owner deletes it with ``close``."""

    def __init__(self, cases: list[Case], *, honest: bool = False) -> None:
        self.model = HonestModel(cases) if honest else DictModel(cases)
        self.proxy = QSortFilterProxyModel()
        self.proxy.setSourceModel(self.model)
        self.proxy.setFilterKeyColumn(0 if honest else -1)
        if honest:
            self.proxy.setFilterRole(Qt.ItemDataRole.UserRole)
        self.view = QTableView()
        self.view.setModel(self.proxy)
        self.view.resize(1920, 1080)
        self.view.verticalHeader().setDefaultSectionSize(41)
        self.view.show()

    def filter(self, text: str) -> int:
        """Filter by a text and repaint; return how many rows are left."""
        self.proxy.setFilterFixedString(text)
        self.view.viewport().repaint()
        return self.proxy.rowCount()

    def sort(self) -> None:
        """Sort by the deadline and repaint."""
        self.proxy.sort(COLUMNS.index("due_at"))
        self.view.viewport().repaint()

    def unsort(self) -> None:
        """Give the first order back."""
        self.proxy.sort(-1)

    def close(self) -> None:
        """Take the window away."""
        self.view.close()
        self.view.deleteLater()
