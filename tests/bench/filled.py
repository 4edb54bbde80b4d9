"""A demo hub's data folder with very many cases, made once and kept under build/bench for the measurements.

The cases are the demo's rainstorm: some thousand are filed through the desk itself, the others are these again at other
moments, loaded in bulk with their search words, parties and first events.
"""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import msgspec

from services.desk.arming import ESCALATE
from services.desk.district import read_profile
from services.desk.filing import Draft, file_case, search_words
from services.desk.founding import found
from services.desk.history import demo_scope
from services.desk.moves import Desk
from services.domain.cases import State
from services.domain.clock import DAY_MS, HOUR_MS, SystemClock
from services.domain.escalation import armed
from services.domain.ids import TimeIds
from services.domain.profile import Purpose
from services.geo.demo_units import demo_units
from services.hub.loading import load
from services.intake.rainstorm import Rainstorm
from services.store import bulk
from services.store import tables as t
from services.store.database import Tx, open_database
from services.store.migrations import HEAD
from tests.bench.hubs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.policies import Policy


CACHE = ROOT / "build" / "bench"
FORM = 3
"""Raised whenever the making changes, so that older folders are made anew."""

KEEP_DAYS = 7
"""A folder older than this is made anew: the clocks of its open cases would all have run out."""

_FILED = 1_000
_SPREAD_DAYS = 1_000
_OPEN_DAYS = 8
_AHEAD_MS = 60 * DAY_MS


def filled(cases: int, open_cases: int) -> Path:
    """Return the folder with so many cases, `open_cases` of them open; a million takes some minutes to make, once."""
    clock = SystemClock()
    folder = CACHE / f"filled-{cases}-{open_cases}-{HEAD}-{FORM}"
    made_at = folder / "made-at"
    if made_at.exists() and clock.now() - int(made_at.read_text("ascii")) < KEEP_DAYS * DAY_MS:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    _make(folder, cases, open_cases, clock)
    made_at.write_text(str(clock.now()), "ascii")
    return folder


def _make(folder: Path, cases: int, open_cases: int, clock: SystemClock) -> None:
    database = open_database(f"sqlite:///{folder / 'huying.sqlite'}", clock, ids=TimeIds(clock))
    try:
        rules = read_profile("panyu", Purpose.DEMO)
        found(database, "panyu", Purpose.DEMO, demo_units(rules.departments))
        district, _ = load(database, folder)
        scope = database.read(lambda conn: demo_scope(Tx(conn, 0, TimeIds(clock)), district))
        filed = database.write(lambda tx: _filed(Desk(tx, district, scope), min(_FILED, cases)))
        policy = database.read(district.policies.in_use)
        rest = _again(district, policy, filed, cases - len(filed), open_cases - len(filed))
        bulk.load(database, rest, scope, origin="bench")
    finally:
        database.close()


def _filed(desk: Desk, count: int) -> list[Case]:
    """File cases as the phone would; their escalations are put far ahead, so that no timer fires while measuring."""
    storm = Rainstorm(desk.district, random.Random(7))
    made = []
    for at in range(count):
        sent = storm.next(str(at), desk.tx.now)
        told = {name: getattr(sent.case, name) for name in ("title", "text", "place", "lon", "lat", "category")}
        made.append(file_case(desk, Draft(**told, source=sent.source)).case)
    for table, column in ((t.timers, "due_at"), (t.cases, "escalate_at")):
        desk.tx.conn.execute(table.update().values({column: table.c[column] + _AHEAD_MS}))
    return made


def _again(district: District, policy: Policy, filed: list[Case], count: int, open_count: int) -> Iterator[bulk.Item]:
    """Yield so many cases again, oldest report first: the last `open_count` are open, the others closed."""
    words = [search_words(district, case) for case in filed]
    now = filed[0].reported_at
    for at in range(count):
        place = at * 7 % len(filed)
        left = count - at
        if left > open_count:
            moment = now - _OPEN_DAYS * DAY_MS - left * _SPREAD_DAYS * DAY_MS // count
            case = _moved(filed[place], at, moment, state=State.CLOSED, closed_at=moment + 20 * HOUR_MS)
            yield bulk.Item(case, words[place])
        else:
            moment = now - left * _OPEN_DAYS * DAY_MS // open_count
            due = None if filed[place].due_at is None else now + (at * 7919 % 240 - 48) * HOUR_MS
            case = _moved(filed[place], at, moment, due_at=due, policy_id=policy.id)
            yield _timed(case, policy, words[place])


def _timed(case: Case, policy: Policy, words: str) -> bulk.Item:
    """Return an open case with the timer of its next step, as far ahead as those of the filed ones."""
    case, rule = armed(case, policy.steps)
    if rule is None or case.escalate_at is None:
        return bulk.Item(case, words)
    at = case.escalate_at + _AHEAD_MS
    coming = bulk.Coming(kind=ESCALATE, due_at=at, rule=rule.rule_id, policy=rule)
    return bulk.Item(msgspec.structs.replace(case, escalate_at=at), words, (coming,))


def _moved(case: Case, at: int, moment: Instant, **columns: object) -> Case:
    return msgspec.structs.replace(
        case,
        id=f"b{at:08d}",
        number=f"YLB{at:08d}",
        reported_at=moment,
        holder_since=moment,
        updated_at=moment,
        escalate_at=None,
        escalate_rule="",
        **columns,
    )
