"""The queue's columns: widths that can be changed, remembered and always fill the view."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

STATE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` is what sort requests carry, ``title`` its heading (source text for translation).

    ``width`` and ``least`` in logical pixels; the one column with ``stretch`` takes what is left.
    """

    name: str
    title: str
    width: int
    least: int
    stretch: bool = False

    def heading(self) -> str:
        """Return the heading in the person's language."""
        return QCoreApplication.translate("QueueHeader", self.title)


COLUMNS = (
    Column("number", str(QT_TRANSLATE_NOOP("QueueHeader", "编号")), 58, 50),
    Column("title", str(QT_TRANSLATE_NOOP("QueueHeader", "事项 / 位置")), 300, 140, stretch=True),
    Column("source", str(QT_TRANSLATE_NOOP("QueueHeader", "来源")), 86, 44),
    Column("tier", str(QT_TRANSLATE_NOOP("QueueHeader", "层级")), 84, 40),
    Column("holder", str(QT_TRANSLATE_NOOP("QueueHeader", "承办单位")), 128, 60),
    Column("remaining", str(QT_TRANSLATE_NOOP("QueueHeader", "剩余时限")), 94, 76),
)
"""The columns of console.png. Sort names: number, title, source, tier, holder, remaining."""


class ColumnSet:
    """Widths of the columns for a view of some width; the stretching column gives and takes."""

    def __init__(self, columns: tuple[Column, ...] = COLUMNS) -> None:
        self.columns = columns
        self._wanted = [column.width for column in columns]
        self._stretch = next(i for i, column in enumerate(columns) if column.stretch)

    def lefts(self, total: int) -> list[int]:
        """Return the left edge of every column and the right edge of the last, for ``total`` pixels."""
        fixed = sum(self._wanted) - self._wanted[self._stretch]
        least = self.columns[self._stretch].least
        widths = self._narrowed(fixed + least - total)
        widths[self._stretch] = max(least, total - sum(widths) + widths[self._stretch])
        edges = [0]
        for width in widths:
            edges.append(edges[-1] + width)
        return edges

    def _narrowed(self, over: int) -> list[int]:
        """Return the widths wanted, but for `over` pixels that a narrow view lacks: each gives as far as it can."""
        spare = [
            0 if column.stretch else max(0, wanted - column.least)
            for column, wanted in zip(self.columns, self._wanted, strict=True)
        ]
        share = min(1.0, max(0, over) / (sum(spare) or 1))
        return [wanted - math.ceil(extra * share) for wanted, extra in zip(self._wanted, spare, strict=True)]

    def move_edge(self, edge: int, by: int, total: int) -> bool:
        """Move the edge to the right of column ``edge`` by some pixels; True when something changed.

        Left of the stretching column the column itself grows, right of it the next one shrinks.
        """
        index, sign = (edge, 1) if edge < self._stretch else (edge + 1, -1)
        if not 0 <= index < len(self.columns):
            return False
        return self._set(index, self._wanted[index] + sign * by, total)

    def widen(self, index: int, by: int, total: int) -> bool:
        """Make column ``index`` wider by some pixels; the stretching column cannot be set."""
        return index != self._stretch and self._set(index, self._wanted[index] + by, total)

    def _set(self, index: int, width: int, total: int) -> bool:
        fixed = sum(self._wanted) - self._wanted[self._stretch] - self._wanted[index]
        most = max(self.columns[index].least, total - fixed - self.columns[self._stretch].least)
        width = min(max(width, self.columns[index].least), most)
        changed = width != self._wanted[index]
        self._wanted[index] = width
        return changed

    def save(self) -> bytes:
        """Return the widths as bytes for the layout store."""
        widths = {column.name: width for column, width in zip(self.columns, self._wanted, strict=True)}
        return json.dumps({"v": STATE_VERSION, "widths": widths}).encode()

    def restore(self, state: bytes) -> bool:
        """Take saved widths; False, and nothing changed, when they are not ours or from another version."""
        try:
            found = json.loads(state)
            if found["v"] != STATE_VERSION:
                return False
            widths = {str(name): int(width) for name, width in found["widths"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return False
        for index, column in enumerate(self.columns):
            if not column.stretch and column.name in widths:
                self._wanted[index] = min(max(widths[column.name], column.least), 600)
        return True
