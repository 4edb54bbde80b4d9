"""Drafts as pages use them: in memory at once, on disk a moment later and on a worker, so that typing never waits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from console.drafts import Draft, Drafts
from console.tasks import Cancel, Lane, Outcome, TaskRunner

SAVED_AFTER_MS = 400


class DraftKeeper(QObject):
    """One person's drafts. `loaded` says that those of earlier windows are there; `said` why one was not written."""

    loaded = Signal()
    said = Signal(str)

    def __init__(self, drafts: Drafts, person_id: str, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drafts = drafts
        self._person_id = person_id
        self._tasks = tasks
        self._texts: dict[tuple[str, str], str] = {}
        self._changed: set[tuple[str, str]] = set()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SAVED_AFTER_MS)
        self._later.timeout.connect(self._save)
        tasks.submit(Lane.TILES, self._waiting(), self._on_waiting, slot="drafts")

    def text(self, case_id: str, field: str) -> str:
        """Return what was typed for a case and field, "" when there is nothing."""
        return self._texts.get((case_id, field), "")

    def keep(self, case_id: str, field: str, text: str) -> None:
        """Keep what is typed now; an empty text forgets it."""
        self._texts[case_id, field] = text
        self._changed.add((case_id, field))
        self._later.start()

    def forget(self, case_id: str, field: str) -> None:
        """Let a draft go: it was sent."""
        self.keep(case_id, field, "")

    def flush(self) -> None:
        """Write what is not written yet, here and now: the window is closing."""
        self._later.stop()
        for case_id, field in sorted(self._changed):
            self._drafts.keep(self._person_id, case_id, field, self._texts[case_id, field])
        self._changed.clear()

    def _save(self) -> None:
        wanted = {key: self._texts[key] for key in self._changed}
        self._changed.clear()
        drafts, person_id = self._drafts, self._person_id

        def work(_cancel: Cancel) -> None:
            for (case_id, field), text in wanted.items():
                drafts.keep(person_id, case_id, field, text)

        self._tasks.submit(Lane.TILES, work, self._on_saved)

    def _on_saved(self, outcome: Outcome[None]) -> None:
        if outcome.error is not None:
            self.said.emit(self.tr("草稿没有存下：{reason}").format(reason=str(outcome.error)))

    def _waiting(self) -> Callable[[Cancel], tuple[Draft, ...]]:
        drafts, person_id = self._drafts, self._person_id

        def work(_cancel: Cancel) -> tuple[Draft, ...]:
            return drafts.waiting(person_id)

        return work

    def _on_waiting(self, outcome: Outcome[tuple[Draft, ...]]) -> None:
        if outcome.error is None:
            for draft in outcome.value():
                self._texts.setdefault((draft.case_id, draft.field), draft.text)
            self.loaded.emit()
