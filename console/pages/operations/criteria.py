"""The filing criteria of a case's category with their limits, asked for ahead: 立案 has them at hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from console.client import Client
from console.desk import Desk
from console.problems import say_error
from console.tasks import Outcome
from services.api.catalogue import CriterionRow
from widgets.plain import one_line, sentence

CATEGORIES_KEPT = 100
"""Categories whose criteria are remembered (our rule). An edition's criteria never change once it was in use."""

Found = tuple[str, tuple[CriterionRow, ...]]


class CaseCriteria(QObject):
    """`came` carries a category whose criteria are known now; `failed` why they did not come, in words."""

    came = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[str, tuple[CriterionRow, ...]] = {}

    def follow(self, category: str) -> None:
        """Ask for the criteria of a category of a standard, unless they are known."""
        if category in self._known or not _standard_of(category):
            return
        self._desk.ask(lambda client: _criteria(client, category), self._on_criteria, slot="criteria")

    def options(self, category: str) -> tuple[tuple[str, str], ...]:
        """Return what can be chosen (id, words), without a criterion first; () where there is none or none yet."""
        rows = self._known.get(category, ())
        if not rows:
            return ()
        return (("", self.tr("不选立案条件（按类别的时限）")), *((row.id, self._words(row)) for row in rows))

    def _words(self, row: CriterionRow) -> str:
        printed = row.limit_text or self.tr("无时限")
        read = row.limit if row.limit_text and row.limit != row.limit_text else ""
        return one_line(sentence(printed, read, row.filing), 160)

    def _on_criteria(self, outcome: Outcome[Found]) -> None:
        if outcome.error is not None:
            self.failed.emit(self.tr("立案条件没有取到。{why}").format(why=say_error(outcome.error).whole))
            return
        category, rows = outcome.value()
        self._known[category] = rows
        if len(self._known) > CATEGORIES_KEPT:
            self._known.pop(next(iter(self._known)))
        self.came.emit(category)


def _standard_of(category: str) -> str:
    """Return the edition that codes a category (s2 of s2-E0110), "" for one of the profile's own."""
    edition, dash, _ = category.partition("-")
    return edition if dash and edition[:1] == "s" and edition[1:].isdigit() else ""


def _criteria(client: Client, category: str) -> Found:
    return category, client.settings.all_criteria(_standard_of(category), category)
