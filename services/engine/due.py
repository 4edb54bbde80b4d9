"""Timers that are due: each is claimed with a lease, then its step and its mark are one transaction.

A worker that dies between the two leaves the lease behind; when that is over, any other engine takes the timer up. A
step that was due while nothing ran is done once, and says how late it was.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from services.domain.clock import SECOND_MS
from services.domain.problems import Refusal
from services.engine.steps import STEPS
from services.store import timers
from services.store.problems import StoreProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.desk.district import District
    from services.store.database import Database, Tx
    from services.store.timers import Timer

logger = logging.getLogger(__name__)

LEASE_MS = 5 * SECOND_MS
"""A worker that died is stood in for this soon; a step is done once, whoever holds the lease (our rule)."""

BATCH = 50
TOGETHER = 4
TRIES = 5


class Due:
    """Works off due timers of every kind, the longest due first. `name` stands in the leases."""

    def __init__(self, database: Database, district: District, name: str) -> None:
        self._database = database
        self._district = district
        self._name = name

    def work(self) -> int:
        """Do what is due, a batch at most; return how many steps that were."""
        now = self._database.now()
        due = self._database.read(timers.next_due)
        if due is None or due > now:
            return 0
        claimed = self._database.write(lambda tx: timers.claim_due(tx, self._name, LEASE_MS, BATCH))
        with ThreadPoolExecutor(TOGETHER, "engine-step") as pool:  # their commits share a flush of the disk
            return sum(pool.map(self._one, claimed))

    def _one(self, timer: Timer) -> bool:
        step = STEPS.get(timer.kind)
        if step is None:
            logger.error("timer %s of %s is of no kind that is known: %s", timer.id, timer.object_id, timer.kind)
            self._drop(timer, "unknown_kind")
            return False

        def work(tx: Tx) -> bool:
            if not timers.done(tx, timer.id, max(0, tx.now - timer.due_at)):
                return False
            if step(tx, self._district, timer):
                return True
            tx.audit("engine", "timer.dropped", timer.object_id, {"timer": timer.id, "why": "moved_on"})
            return False

        try:
            return self._tried(work)
        except StoreProblem:
            raise
        except Refusal as refusal:
            logger.warning("timer %s of %s does not apply: %s", timer.id, timer.object_id, refusal.problem.sentence)
            self._drop(timer, refusal.problem.code)
            return False

    def _drop(self, timer: Timer, why: str) -> None:
        def work(tx: Tx) -> None:
            if timers.done(tx, timer.id, max(0, tx.now - timer.due_at)):
                tx.audit("engine", "timer.dropped", timer.object_id, {"timer": timer.id, "why": why})

        self._database.write(work)

    def _tried(self, work: Callable[[Tx], bool]) -> bool:
        """Do a step. Somebody who saved the case at the same moment (a note, a claim) does not stop the clock: anew."""
        for _ in range(TRIES):
            try:
                return self._database.write(work)
            except Refusal as refusal:
                if refusal.problem.code != "stale":
                    raise
        return False  # the lease runs out, and the timer is taken up again
