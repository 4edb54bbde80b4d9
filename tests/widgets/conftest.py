"""The themes and a small queue for the widgets' tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from widgets.queue import QueueRow
from widgets.theme import Theme, load_theme

RESOURCES = Path(__file__).parents[2] / "resources"
NOW = 1_790_000_000_000
MINUTE = 60_000


@pytest.fixture(params=["dark", "light", "contrast"])
def any_theme(request: pytest.FixtureRequest) -> Theme:
    """Return each theme in turn."""
    return load_theme(RESOURCES / "themes" / f"{request.param}.toml", RESOURCES / "icons")


@pytest.fixture
def theme() -> Theme:
    """Return the dark theme."""
    return load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons")


class ListRows:
    """A queue in a list: rows are (key, row, stamp); counts what is asked for."""

    def __init__(self, keys: list[object]) -> None:
        self.keys = list(keys)
        self.rows = {key: a_row(str(key)) for key in keys}
        self.stamps = dict.fromkeys(keys, 0)
        self.asked: set[int] = set()

    def __len__(self) -> int:
        return len(self.keys)

    def key(self, index: int, /) -> object:
        return self.keys[index]

    def row(self, index: int, /) -> QueueRow:
        self.asked.add(index)
        return self.rows[self.keys[index]]

    def stamp(self, index: int, /) -> int:
        return self.stamps[self.keys[index]]

    def index_of(self, key: object, /) -> int | None:
        try:
            return self.keys.index(key)
        except ValueError:
            return None

    def insert(self, index: int, key: object) -> None:
        """Let a new case arrive."""
        self.keys.insert(index, key)
        self.rows[key] = a_row(str(key))
        self.stamps[key] = 0

    def change(self, key: object, **changes: object) -> None:
        """Change a case's row."""
        self.rows[key] = replace(self.rows[key], **changes)  # type: ignore[arg-type]  # fields by name
        self.stamps[key] += 1


def a_row(number: str) -> QueueRow:
    """Return an ordinary row."""
    return QueueRow(
        number=number,
        title="下中路地下通道积水约 40 厘米",
        place="市桥街道 · 禺山社区 · 007",
        source="传感器",
        tier="街镇",
        holder="市桥街道中心",
        due_at=NOW + 72 * MINUTE,
        started_at=NOW - 60 * MINUTE,
    )


@pytest.fixture
def list_rows() -> ListRows:
    """Return 200 rows, keys 0 to 199."""
    return ListRows(list(range(200)))
