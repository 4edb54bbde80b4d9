"""A warning in the log of our own programs fails the test, unless the test says that it expects one.

A test expects warnings by `with caplog.at_level(logging.WARNING):` around the call; what is logged inside at
that level or above is then the test's to look at.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from _pytest.logging import LogCaptureHandler

if TYPE_CHECKING:
    from collections.abc import Generator

OURS = ("huying", "services", "console", "widgets", "resources")


class _Watch(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.undeclared: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in OURS and not _declared(record.levelno):
            where = f"{record.name} {record.levelname}: {record.getMessage()}"
            self.undeclared.append(where)


def _declared(level: int) -> bool:
    return any(
        isinstance(handler, LogCaptureHandler) and logging.WARNING <= handler.level <= level
        for handler in logging.getLogger().handlers
    )


@pytest.fixture(autouse=True)
def _no_undeclared_warnings() -> Generator[None]:
    watch = _Watch()
    root = logging.getLogger()
    root.addHandler(watch)
    yield
    root.removeHandler(watch)
    if watch.undeclared:
        lines = "\n  ".join(watch.undeclared)
        pytest.fail(f"logged and not expected (caplog.at_level declares it):\n  {lines}", pytrace=False)
