"""The rival of the board and the queue: what one would build from Qt's own parts without measuring.

A QAbstractTableModel over rows as dicts, a QSortFilterProxyModel over all columns, a QTableView with the default
delegate. Also the fastest honest proxy: the same, with its filter and comparison in Python over prepared values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtWidgets import QLineEdit, QTableView, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.wording import Wording
    from services.api.board import BoardRow

COLUMNS = ("number", "title", "place", "source", "tier", "holder", "priority", "remaining")
Index = QModelIndex | QPersistentModelIndex


class DictModel(QAbstractTableModel):
    """Rows as dicts; every cell is looked up and worded when it is asked for."""

    def __init__(self, rows: Sequence[BoardRow], wording: Wording, now: int) -> None:
        super().__init__()
        self._wording = wording
        self._now = now
        self.items = [self.made(one) for one in rows]
        self.place = {item["id"]: at for at, item in enumerate(self.items)}

    def made(self, one: BoardRow) -> dict[str, Any]:
        """Return a row as a dict."""
        return {
            "id": one.id,
            "number": one.number,
            "title": one.title,
            "place": one.place,
            "source": self._wording.source(one.source),
            "tier": self._wording.tier(one.tier),
            "holder": self._wording.unit(one.holder_id),
            "priority": int(one.priority),
            "due_at": one.due_at,
        }

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return a cell."""
        item, column = self.items[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return item["due_at"] if column == "remaining" else item[column]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column != "remaining":
            return str(item[column])
        if item["due_at"] is None:
            return "无时限"
        minutes = (item["due_at"] - self._now) // 60_000
        return f"{minutes // 60}:{minutes % 60:02d}"

    def take(self, rows: Sequence[BoardRow]) -> None:
        """Take changed and new rows, a signal for each, as they come."""
        for one in rows:
            at = self.place.get(one.id)
            if at is None:
                at = len(self.items)
                self.beginInsertRows(QModelIndex(), at, at)
                self.items.append(self.made(one))
                self.place[one.id] = at
                self.endInsertRows()
            else:
                self.items[at] = self.made(one)
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))


class FastProxy(QSortFilterProxyModel):
    """A proxy whose filter and order look at prepared texts and numbers instead of asking the model."""

    def __init__(self, model: DictModel) -> None:
        super().__init__()
        self._texts = ["\n".join(str(item[key]) for key in COLUMNS[:6]).casefold() for item in model.items]
        self._due = [item["due_at"] if item["due_at"] is not None else 1 << 62 for item in model.items]
        self._wanted = ""
        self.setSourceModel(model)

    def want(self, text: str) -> None:
        """Show rows with this text."""
        self._wanted = text.casefold()
        self.invalidateFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:  # noqa: N802 - Qt's own name
        """Tell whether a row holds the text."""
        del source_parent
        return self._wanted in self._texts[source_row]

    def lessThan(self, source_left: Index, source_right: Index) -> bool:  # noqa: N802 - Qt's own name
        """Compare by due time."""
        return self._due[source_left.row()] < self._due[source_right.row()]


class RivalWindow(QWidget):
    """A line to type in over the table."""

    def __init__(self, rows: Sequence[BoardRow], wording: Wording, now: int, *, fast: bool = False) -> None:
        super().__init__()
        self.model = DictModel(rows, wording, now)
        self.edit = QLineEdit(self)
        self.table = QTableView(self)
        if fast:
            proxy = FastProxy(self.model)
            self.proxy: QSortFilterProxyModel = proxy
            self.edit.textChanged.connect(proxy.want)
        else:
            self.proxy = QSortFilterProxyModel(self)
            self.proxy.setSourceModel(self.model)
            self.proxy.setFilterKeyColumn(-1)
            self.proxy.setSortRole(Qt.ItemDataRole.UserRole)
            self.edit.textChanged.connect(self.proxy.setFilterFixedString)
        self.table.setModel(self.proxy)
        layout = QVBoxLayout(self)
        layout.addWidget(self.edit)
        layout.addWidget(self.table)

    @property
    def viewport(self) -> QWidget:
        """What is repainted."""
        return self.table.viewport()
