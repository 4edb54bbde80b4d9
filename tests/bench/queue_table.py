"""The rival of scrolling: a QTableView with the default delegate over dicts, behind a QSortFilterProxyModel."""

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


class Table:
    """The rival in a window of 1920×1080; the owner takes it away with ``close``."""

    def __init__(self, cases: list[Case]) -> None:
        self.model = DictModel(cases)
        self.proxy = QSortFilterProxyModel()
        self.proxy.setSourceModel(self.model)
        self.view = QTableView()
        self.view.setModel(self.proxy)
        self.view.resize(1920, 1080)
        self.view.verticalHeader().setDefaultSectionSize(41)
        self.view.show()

    def close(self) -> None:
        """Take the window away."""
        self.view.close()
        self.view.deleteLater()
