"""Several rows chosen at once: a range from where one began, single rows added and taken out, all of a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.queue.rows import GroupKey

if TYPE_CHECKING:
    from widgets.queue.rows import QueueRows


class Several:
    """Keys beside the current one. Empty: the current row alone. Headings of groups are never among them."""

    def __init__(self) -> None:
        self._keys: set[object] = set()
        self._anchor: object = None

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def clear(self, anchor: object = None) -> bool:
        """Choose one row again, from which a range would begin; True when there were several."""
        self._anchor = anchor
        had = bool(self._keys)
        self._keys = set()
        return had

    def reach(self, rows: QueueRows, goal: int) -> None:
        """Choose everything from where one began to a row."""
        start = rows.index_of(self._anchor) if self._anchor is not None else None
        first, last = sorted((goal if start is None else start, goal))
        self._keys = self._cases(rows, range(first, last + 1))

    def toggle(self, key: object, current: object) -> None:
        """Add a row or take it out; the current one counts as chosen before the first."""
        if not self._keys and current is not None and not isinstance(current, GroupKey):
            self._keys = {current}
        if not isinstance(key, GroupKey):
            self._keys ^= {key}
        self._anchor = key

    def every(self, rows: QueueRows) -> None:
        """Choose all rows."""
        self._keys = self._cases(rows, range(len(rows)))

    def in_order(self, rows: QueueRows) -> list[object]:
        """Return the keys that are among the rows, from top to bottom."""
        places = ((rows.index_of(key), key) for key in self._keys)
        return [key for _, key in sorted(((place, key) for place, key in places if place is not None), key=_place)]

    @staticmethod
    def _cases(rows: QueueRows, indexes: range) -> set[object]:
        keys = (rows.key(index) for index in indexes)
        return {key for key in keys if not isinstance(key, GroupKey)}


def _place(found: tuple[int, object]) -> int:
    return found[0]
