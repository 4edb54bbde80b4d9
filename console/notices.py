"""What the engine told one's unit or one's role there, for the page of notices and the number beside its name.

It listens from signing in to leaving, whether or not the page was ever opened.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from console.client import Client
from console.desk import Desk
from console.pending import Finished
from console.tasks import Outcome
from services.api.tiers import NoticePage, NoticeRow

_LABEL = "notice.seen"
_MOST = 500


class Notices(QObject):
    """The newest notices, by position. Asks the hub when it is made, and whenever something was told."""

    changed = Signal()
    """There is something new, or something was seen."""
    failed = Signal(object)
    """They could not be fetched (an Exception)."""
    counted = Signal(int)
    """How many nobody has seen."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: dict[int, NoticeRow] = {}
        self._after = 0
        self.is_loaded = False
        """Whether the hub has answered once."""
        self.trouble: Exception | None = None
        """Why the last question had no answer."""
        desk.notices_changed.connect(self.ask)
        desk.finished.connect(self._on_finished)
        self.ask()

    def rows(self) -> list[NoticeRow]:
        """Return what there is, newest first."""
        return sorted(self._rows.values(), key=lambda one: -one.pos)

    def waiting(self) -> list[NoticeRow]:
        """Return what nobody has seen, newest first."""
        return [one for one in self.rows() if one.seen_at is None]

    def at(self, pos: int) -> NoticeRow | None:
        """Return the notice at a position."""
        return self._rows.get(pos)

    def see(self, one: NoticeRow) -> None:
        """Say that a notice was seen; for all who get it."""
        self._desk.send("", _LABEL, partial(_see, pos=one.pos))

    @Slot()
    def ask(self) -> None:
        """Fetch what was told since the last time, and what somebody may have seen meanwhile."""
        waiting = [one.pos for one in self.waiting()]
        after = min(waiting) - 1 if waiting else self._after
        self._desk.ask(partial(_notices, after=after), self._on_page, slot="notices")

    @Slot(object)
    def _on_page(self, outcome: Outcome[NoticePage]) -> None:
        self.trouble = outcome.error
        if outcome.error is not None:
            self.failed.emit(outcome.error)
            return
        page = outcome.value()
        self.is_loaded = True
        self._after = max(self._after, page.next)
        self._rows.update((one.pos, one) for one in page.notices)
        for pos in sorted(self._rows)[:-_MOST]:
            del self._rows[pos]
        if page.more:
            self.ask()
        self._tell()

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        if finished.command.label == _LABEL and isinstance(finished.answer, NoticeRow):
            self._rows[finished.answer.pos] = finished.answer
            self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self.counted.emit(len(self.waiting()))


def _notices(client: Client, after: int) -> NoticePage:
    return client.tiers.notices(after, unseen=False)


def _see(client: Client, command_id: str, pos: int) -> NoticeRow:
    return client.tiers.see(pos, command_id)
