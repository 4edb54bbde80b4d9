"""The receiver's optional journal: one JSON line per message, so that its keys are known after a restart."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from services.gateway.mailbox import KEEP, Mailbox, Message, Result

if TYPE_CHECKING:
    from pathlib import Path

_LOG = logging.getLogger(__name__)


class _Line(msgspec.Struct, frozen=True):
    at: int
    message: Message
    result: Result


class Journal:
    """Appends what was taken to a file and reads it back at start."""

    def __init__(self, path: Path) -> None:
        """Make the folder where it is missing; the file itself comes with the first message."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path

    def restore(self, mailbox: Mailbox) -> int:
        """Put the newest messages of earlier runs back; return how many. A broken line is skipped and logged."""
        if not self._path.exists():
            return 0
        count = 0
        data = self._path.read_bytes()
        if data and not data.endswith(b"\n"):  # the last run died while writing: its half line must not spoil the next
            with self._path.open("ab") as file:
                file.write(b"\n")
        lines = data.splitlines()[-KEEP:]
        for number, line in enumerate(lines, 1):
            try:
                entry = msgspec.json.decode(line, type=_Line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                _LOG.warning("line %d of the last %d in %s cannot be read; skipped", number, len(lines), self._path)
                continue
            mailbox.restore(entry.message, entry.result, entry.at)
            count += 1
        return count

    def write(self, messages: list[Message], results: tuple[Result, ...], at: int) -> None:
        """Append the messages that were taken or refused. Raises OSError when the disk cannot take them."""
        taken = [
            msgspec.json.encode(_Line(at, message, result)) + b"\n"
            for message, result in zip(messages, results, strict=True)
            if result.status != "busy"
        ]
        with self._path.open("ab") as file:
            file.writelines(taken)
