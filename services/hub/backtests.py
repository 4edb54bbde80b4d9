"""Back-tests beside the requests: one at a time, on a thread of its own that makes way, and can be ended early."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from services.api.policies import BacktestState
from services.domain.clock import SECOND_MS
from services.domain.problems import Refusal
from services.domain.rights import Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.api.policies import AskBacktest
    from services.desk.district import District
    from services.domain.backtest import Backtest
    from services.domain.clock import Clock
    from services.domain.escalation import TierRule
    from services.domain.rights import Scope
    from services.store.database import Database

logger = logging.getLogger(__name__)

LONGEST_S = 120 * SECOND_MS // 1000
WAY_S = 0.002
"""How long one may take, and how long it stands aside for others after every few cases (our rule)."""


class _Job:
    """One back-test."""

    def __init__(self, test_id: str, person_id: str) -> None:
        self.id = test_id
        self.person_id = person_id
        self.stop = threading.Event()
        self.done = 0
        self.result: Backtest | None = None
        self.refusal: Refusal | None = None
        self.thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def state(self) -> BacktestState:
        result, refusal = self.result, self.refusal
        if refusal is not None:
            return BacktestState(id=self.id, state="failed", done=self.done, problem=refusal.problem)
        if result is None:
            return BacktestState(id=self.id, state="running", done=self.done)
        ended = "cancelled" if result.cancelled else "done"
        return BacktestState(id=self.id, state=ended, done=result.cases, result=result)


class Backtests:
    """The back-tests of a hub. The latest is kept, with what it found."""

    def __init__(self, database: Database, district: Callable[[], District], clock: Clock) -> None:
        self._database = database
        self._district = district
        self._clock = clock
        self._lock = threading.Lock()
        self._job: _Job | None = None

    def begin(self, scope: Scope, asked: AskBacktest) -> BacktestState:
        """Begin one. Raises Refusal no_right, field_bad, backtest_busy; the same command again gives the same one."""
        from services.desk.backtests import rules_of  # noqa: PLC0415 - seldom asked for, and not needed to start

        district = self._district()
        rules = rules_of(district, scope, asked)
        with self._lock:
            job = self._job
            if job is not None and (job.id, job.person_id) == (asked.command_id, scope.person_id):
                return job.state()
            if job is not None and job.running:
                raise Refusal("backtest_busy")
            job = self._job = _Job(asked.command_id, scope.person_id)
            details = {"steps": rules, "since": asked.since, "before": asked.before, "from": scope.origin}
            self._database.write(lambda tx: tx.audit(scope.person_id, "policy.backtest", job.id, details))
            job.thread = threading.Thread(
                target=self._work, args=(job, district, rules, asked), name="backtest", daemon=True
            )
            job.thread.start()
        return job.state()

    def state(self, scope: Scope, test_id: str) -> BacktestState:
        """Return how far one's own is. Raises Refusal not_found for any other."""
        return self._of(scope, test_id).state()

    def cancel(self, scope: Scope, test_id: str) -> BacktestState:
        """End one's own early and return what it found so far. Raises Refusal not_found."""
        job = self._of(scope, test_id)
        job.stop.set()
        if job.thread is not None:
            job.thread.join(5.0)
        return job.state()

    def close(self) -> None:
        """End what is running, before the database is closed."""
        job = self._job
        if job is not None and job.thread is not None:
            job.stop.set()
            job.thread.join(5.0)

    def _of(self, scope: Scope, test_id: str) -> _Job:
        job = self._job
        if job is None or job.id != test_id or job.person_id != scope.person_id or not scope.may(Right.SETTINGS):
            raise Refusal("not_found")
        return job

    def _work(self, job: _Job, district: District, rules: tuple[TierRule, ...], asked: AskBacktest) -> None:
        from services.desk.backtests import backtest  # noqa: PLC0415 - as above

        until = self._clock.monotonic() + LONGEST_S

        def go_on(count: int) -> bool:
            job.done = count
            return not job.stop.wait(WAY_S) and self._clock.monotonic() < until

        try:
            job.result = backtest(self._database, district, rules, asked, go_on)
        except Refusal as refusal:
            job.refusal = refusal
        except Exception:
            logger.exception("a back-test failed")
            job.refusal = Refusal("internal", ref=job.id)
