"""The cases that may be the same matter as the selected one: how many, which, and that one of them is not."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.desk import Desk
from console.pending import Finished
from console.similar import details, headline
from console.tasks import Outcome
from services.api.board import BoardRow
from services.api.duplicates import Similar, SimilarRow
from widgets.plain import sentence

DISTINCT = "distinct"
"""The label of the command that tells two cases apart."""

_ALIKE = ("title", "place", "category", "area_path", "lon", "lat", "state", "merged_at", "children")
"""What of a case decides which others are like it."""

_ASK_AFTER_MS = 200
_SLOT = "similar"


class SimilarCases(QObject):
    """Follows the selection, a moment behind it: who runs down the queue asks nothing. `changed`: it is known anew."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id = ""
        self._asked = ""
        self._told: tuple[object, ...] | None = None
        self._rows: tuple[SimilarRow, ...] = ()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_ASK_AFTER_MS)
        self._soon.timeout.connect(self._ask)
        desk.finished.connect(self._on_finished)

    @property
    def rows(self) -> tuple[SimilarRow, ...]:
        """What the hub suggests for the selected case, the likeliest first."""
        return self._rows

    def follow(self, case_id: str) -> None:
        """Ask for another case ("" for none), or for the same one anew where what makes it alike has changed."""
        row = self._desk.board.row(case_id)
        told = None if row is None else tuple(getattr(row, name) for name in _ALIKE)
        if case_id == self._id and told == self._told:
            return
        if case_id != self._id:
            self._rows = ()
        self._id, self._told = case_id, told
        if case_id:
            self._soon.start()

    def mark(self) -> str:
        """Return how many there are, in words for the head of the case; "" for none."""
        count = len(self._rows)
        return self.tr("疑似重复 {count}").format(count=count) if count else ""

    def to_merge_into(self) -> tuple[tuple[str, str], ...]:
        """Return them as the merge form lists them: id and words; one that is closed is reopened first."""
        return tuple((row.case.id, self._words(row)) for row in self._rows)

    def closed(self, case_id: str) -> BoardRow | None:
        """Return one of them that was closed a short while ago, None for any other case."""
        return next((row.case for row in self._rows if row.case.id == case_id and row.closed_at is not None), None)

    def _words(self, row: SimilarRow) -> str:
        first = self.tr("先重开再并入") if row.closed_at is not None else ""
        return sentence(headline(row), first, details(row, self._desk.wording))

    def dismiss(self, other_id: str) -> None:
        """Tell the hub that a case is not the same matter."""
        case_id = self._id
        self._desk.send(
            case_id, DISTINCT, lambda client, command_id: client.duplicates.dismiss(case_id, other_id, command_id)
        )

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        if finished.command.label == DISTINCT and finished.command.case_id == self._id:
            self._soon.start()

    def _ask(self) -> None:
        case_id = self._asked = self._id
        if case_id:
            self._desk.ask(lambda client: client.duplicates.to_case(case_id), self._on_told, slot=_SLOT)

    def _on_told(self, outcome: Outcome[Similar]) -> None:
        if self._asked != self._id:
            return
        # Where it cannot be asked there is nothing to suggest; the case itself says how the line stands.
        rows = outcome.value().rows if outcome.error is None else ()
        if rows != self._rows:
            self._rows = rows
            self.changed.emit()
