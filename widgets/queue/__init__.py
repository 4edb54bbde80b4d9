"""The case queue: its data contract, columns, header and view."""

from widgets.queue.columns import COLUMNS, Column, ColumnSet
from widgets.queue.rows import QueueRow, QueueRows, row_text
from widgets.queue.view import QueueView

__all__ = ["COLUMNS", "Column", "ColumnSet", "QueueRow", "QueueRows", "QueueView", "row_text"]
