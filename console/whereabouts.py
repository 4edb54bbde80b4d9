"""Telling the others which case one looks at: once it has been looked at for a moment, and while somebody is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from console.desk import Desk
from console.idle import IdleWatch
from console.tasks import Outcome
from services.domain.clock import Clock

SETTLE_MS = 250
"""A case that one only passes with the arrows is not told of."""

AFFIRM_MS = 10_000
AWAY_AFTER_S = 120.0
"""While nobody touches the seat it tells nothing, and the others see that nobody is there."""


class Whereabouts(QObject):
    """One per desk. Tells at most once in ten seconds of the same case, and once of each that is rested on."""

    def __init__(self, desk: Desk, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._case_id = self._told = ""
        self._watch = IdleWatch(clock, AWAY_AFTER_S, self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._watch.watch(app)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._tell)
        self._affirm = QTimer(self)
        self._affirm.setInterval(AFFIRM_MS)
        self._affirm.timeout.connect(self._on_affirm)
        self._affirm.start()

    @Slot(str)
    def at(self, case_id: str) -> None:
        """Say that another case ("" none) is looked at now."""
        self._case_id = case_id
        self._settle.start()

    def stop(self) -> None:
        """Tell no more: the seat is left."""
        self._watch.stop()
        self._settle.stop()
        self._affirm.stop()

    def _on_affirm(self) -> None:
        if self._case_id and not self._watch.is_idle:
            self._tell()

    def _tell(self) -> None:
        if not self._desk.connected or (not self._case_id and not self._told):
            return
        self._told = case_id = self._case_id
        self._desk.ask(lambda client: client.team.at(case_id), self._on_told, slot="presence")

    def _on_told(self, outcome: Outcome[None]) -> None:
        if outcome.error is not None:
            self._told = ""  # told again with the next beat of the ten seconds
