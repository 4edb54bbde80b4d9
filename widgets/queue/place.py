"""Where the queue's eye rests: the row that must not move on the screen when rows come, go or change places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.queue.rows import QueueRows


class Place:
    """Remembers one row by key and its distance from the top of the viewport, in pixels."""

    def __init__(self, row_height: int) -> None:
        self._height = row_height
        self._key: object = None
        self._offset = 0
        self._held = False

    def remember(self, rows: QueueRows, selected: int | None, scroll: int, visible: range) -> None:
        """Hold the selected row while it is in sight, else the first whole row in sight."""
        self._held = len(visible) > 0
        if not self._held:
            return
        index = visible[0]
        if selected is not None and selected in visible:
            index = selected
        elif index * self._height < scroll and len(visible) > 1:
            index = visible[1]
        self._key = rows.key(index)
        self._offset = index * self._height - scroll

    def scroll_for(self, rows: QueueRows) -> int | None:
        """Return the scroll value that puts the remembered row back where it was, None when it is gone."""
        index = rows.index_of(self._key) if self._held else None
        return None if index is None else index * self._height - self._offset
