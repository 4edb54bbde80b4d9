"""The tier engine over 10,000 open cases: a sweep that finds and moves what is due, and how late a live engine is.

Its rival looks at every open case in Python and asks the policy when each goes up, as a program without timers would.
"""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from services.desk.arming import ESCALATE
from services.desk.filing import Draft, file_case, search_words
from services.desk.history import demo_scope
from services.desk.moves import Desk
from services.domain.cases import Case
from services.domain.clock import HOUR_MS, MINUTE_MS, SECOND_MS, SystemClock
from services.domain.escalation import next_escalation
from services.domain.ids import TimeIds
from services.engine.due import Due
from services.engine.loops import Engine, Sweep
from services.store import bulk, timers
from services.store import tables as t
from services.store.cases import case_of
from services.store.database import open_database
from tests.bench.result import Result
from tests.fixtures.desks import PLACE, found_demo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.escalation import TierRule
    from services.store.database import Database, Tx

OPEN, DUE, LIVE = 10_000, 100, 400
SWEEP_BAR_MS, MOVE_BAR_MS = 100.0, 5.0
LATE_BAR_S = 2.0
WINDOW_S = 20
_RULE = "R3"
_COLUMNS = [t.cases.c[name] for name in Case.__struct_fields__]


def benches() -> Iterable[Result]:
    """Yield the measurements."""
    with tempfile.TemporaryDirectory() as folder:
        clock = SystemClock()
        database = open_database(f"sqlite:///{Path(folder) / 'engine.sqlite'}", clock, ids=TimeIds(clock))
        try:
            district = found_demo(database)
            ids = _fill(database, district)
            engine = Due(database, district, "bench")
            yield _idle(engine)
            _due(database, ids[:DUE], [database.now() - SECOND_MS] * DUE)
            yield from _sweep(database, district, engine)
            yield _lateness(database, district, ids[DUE : DUE + LIVE])
        finally:
            database.close()


def _fill(database: Database, district: District) -> list[str]:
    """Load the open cases, each with its armed timer far ahead; return their ids."""
    scope = database.read(lambda conn: demo_scope(_Reading(conn), district))  # type: ignore[arg-type]  # reads only
    lon, lat = PLACE
    draft = Draft(title="积水", source="phone", lon=lon, lat=lat)
    first = database.write(lambda tx: file_case(Desk(tx, district, scope), draft).case)
    words = search_words(district, first)
    far = database.now() + 5 * HOUR_MS
    made = [_again(first, number, far) for number in range(OPEN)]
    bulk.load(database, (bulk.Item(case, words) for case in made), scope, origin="bench")
    rule = _rule(database, district)

    def arm(tx: Tx) -> None:
        for case in made:
            timers.arm(tx, ESCALATE, case.id, far, rule=_RULE, policy=rule)

    database.write(arm)
    return [case.id for case in made]


class _Reading:
    """What `demo_scope` needs of a transaction."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn


def _again(first: Case, number: int, at: Instant) -> Case:
    return msgspec.structs.replace(
        first, id=f"e{number:08d}", number=f"YLE{number:08d}", escalate_at=at, escalate_rule=_RULE
    )


def _rule(database: Database, district: District) -> TierRule:
    policy = database.read(district.policies.in_use)
    return next(rule for rule in policy.steps if rule.rule_id == _RULE)


def _due(database: Database, ids: list[str], moments: list[Instant]) -> None:
    """Let the timers of these cases be due at these moments."""

    def work(tx: Tx) -> None:
        for case_id, moment in zip(ids, moments, strict=True):
            tx.conn.execute(t.cases.update().where(t.cases.c.id == case_id).values(escalate_at=moment))
            of_case = (t.timers.c.object_id == case_id, t.timers.c.state == "armed")
            tx.conn.execute(t.timers.update().where(*of_case).values(due_at=moment))

    database.write(work)


def _idle(engine: Due) -> Result:
    started = time.perf_counter()
    engine.work()
    return Result("engine.sweep_nothing_due", (time.perf_counter() - started) * 1000, "ms", bar=SWEEP_BAR_MS)


def _sweep(database: Database, district: District, engine: Due) -> Iterator[Result]:
    started = time.perf_counter()
    found = database.read(lambda conn: _scan(conn, district, database.now()))
    rival = (time.perf_counter() - started) * 1000
    started = time.perf_counter()
    database.read(timers.next_due)
    claimed = database.write(lambda tx: timers.claim_due(tx, "look", -SECOND_MS, DUE))
    finding = (time.perf_counter() - started) * 1000
    if len(claimed) != DUE or len(found) < DUE:
        raise RuntimeError(f"{len(claimed)} and {len(found)} found")
    yield Result("engine.find_due", finding, "ms", "every open case in Python", rival, bar=SWEEP_BAR_MS, ratio_bar=5.0)
    started = time.perf_counter()
    moved = 0
    while count := engine.work():
        moved += count
    took = (time.perf_counter() - started) * 1000
    if moved != DUE:
        raise RuntimeError(f"{moved} moved")
    yield Result(f"engine.sweep_{DUE}_due", took, "ms", bar=SWEEP_BAR_MS + MOVE_BAR_MS * DUE)


def _scan(conn: Connection, district: District, now: Instant) -> list[str]:
    """Return what goes up within the hour, the plain way: by the policy's clock, the moved timers are not asked."""
    policy = district.policies.in_use(conn).steps
    due = []
    for row in conn.execute(select(*_COLUMNS).where(t.cases.c.open == 1)):
        case = case_of(tuple(row))
        found = next_escalation(policy, case)
        if found is not None and found[0] <= now + HOUR_MS + MINUTE_MS:
            due.append(case.id)
    return due


def _lateness(database: Database, district: District, ids: list[str]) -> Result:
    """Let a live engine work off timers that fall due one after the other among the 10,000 armed."""
    begin = database.now() + 2 * SECOND_MS
    _due(database, ids, [begin + at * WINDOW_S * SECOND_MS // len(ids) for at in range(len(ids))])
    clock = SystemClock()
    engine = Engine([Sweep("timers", 1.0, Due(database, district, "live").work)], clock)
    engine.start()
    try:
        threading.Event().wait(WINDOW_S + 5)
    finally:
        engine.stop()
    query = select(t.timers.c.late_ms).where(t.timers.c.object_id.in_(ids), t.timers.c.state == "done")
    late = sorted(database.read(lambda conn: list(conn.execute(query).scalars())))
    if len(late) != len(ids):
        raise RuntimeError(f"{len(late)} of {len(ids)} were done")
    return Result("engine.lateness_p99", late[len(late) * 99 // 100 - 1] / 1000, "s", bar=LATE_BAR_S)
