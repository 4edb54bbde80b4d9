"""600 cases, three steps each, two engines at a time, 30 of them killed: each step once, none after a signature."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import func, select, update

from services.api.cases import Act, Behalf
from services.desk import cases as desk_cases
from services.desk.district import District
from services.desk.filing import Draft, file_case
from services.desk.moves import Deed, Desk, moved
from services.domain import custody
from services.domain.actions import Action
from services.domain.clock import SECOND_MS, SystemClock
from services.domain.escalation import Awaits, TierRule
from services.domain.ids import TimeIds
from services.domain.policies import Policy, PolicyState
from services.domain.problems import Refusal
from services.domain.rights import Scope
from services.domain.tiers import Tier
from services.store import audit_log, policies
from services.store.database import open_database
from services.store.escalation_tables import tier_policies
from services.store.tables import case_events, cases, timers
from tests.fixtures.desks import PLACE, WATER, Office, found_demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.store.database import Database, Tx

ROOT = Path(__file__).parents[2]
CASES, KILLS, SIGNED = 600, 30, 120
WAIT_MS = 2 * SECOND_MS
LATEST_S = 240.0
"""Against waiting for ever, not a measure: a step is some thirty statements, and a full machine is slow at each."""
TIERS = (Tier.GRID, Tier.COMMUNITY, Tier.STREET)


@dataclass
class Engines:
    """Two engines at a time; `kill` ends one of them for good and starts another."""

    runner: subprocess.Popen[str]
    rng: random.Random
    pids: list[int]
    count: int = 0

    def start(self) -> None:
        assert self.runner.stdin is not None
        assert self.runner.stdout is not None
        self.count += 1
        self.runner.stdin.write(f"start engine-{self.count}\n")
        self.runner.stdin.flush()
        self.pids.append(int(self.runner.stdout.readline()))

    def kill(self) -> None:
        os.kill(self.pids.pop(self.rng.randrange(len(self.pids))), signal.SIGKILL)
        self.start()


@contextmanager
def engines(url: str, folder: Path, rng: random.Random) -> Iterator[Engines]:
    command = [sys.executable, "-m", "tests.faults.engine_runner", url, str(folder)]
    pipe = subprocess.PIPE
    with (folder / "engines.log").open("ab") as log:
        runner = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=log, text=True)
    with runner:
        both = Engines(runner, rng, [])
        both.start()
        both.start()
        yield both
        assert runner.stdin is not None
        runner.stdin.close()
        runner.wait(60)


def short_policy(tx: Tx) -> str:
    """Put a policy of three short steps into use and return its id."""
    rules = tuple(
        TierRule(rule_id=f"K{tier.value}", tier=tier, awaits=Awaits.SIGNING, wait_ms=WAIT_MS, tell=("supervisor",))
        for tier in TIERS
    )
    tx.conn.execute(update(tier_policies).values(state="retired"))
    made = Policy(
        id=tx.ids.new(), version=2, name="短", state=PolicyState.IN_USE, steps=rules, made_by="", made_at=tx.now
    )
    policies.add(tx, made)
    return made.id


def filed(tx: Tx, district: District, scope: Scope) -> list[str]:
    """File and dispatch the cases, unsigned."""
    desk = Desk(tx, district, scope)
    lon, lat = PLACE
    ids = []
    for number in range(CASES):  # accepted and dispatched with one move
        case = file_case(desk, Draft(title=f"积水 {number}", source="phone", lon=lon, lat=lat)).case
        sent = custody.dispatch(custody.accept(case, tx.now), WATER, tx.now)
        sent = msgspec.structs.replace(sent, version=case.version + 1)
        moved(desk, case, sent, Deed(action="dispatch"))
        ids.append(case.id)
    return ids


def sign(office: Office, case_id: str) -> bool:
    """Sign a case on behalf of its holder as of what is seen now; False where an engine was faster."""
    case = office.case(case_id)
    behalf = Behalf(unit_id=case.holder_id, channel="电话", words="收到")
    act = Act(command_id=f"sign-{case_id}", action=Action.SIGN, version=case.version, behalf=behalf)
    try:
        office.database.write(lambda tx: desk_cases.act(tx, office.district, office.operator, case_id, act))
    except Refusal as refusal:
        if refusal.problem.code != "stale":
            raise
        return False
    return True


def left(database: Database) -> int:
    armed = select(func.count()).where(timers.c.state == "armed")
    return int(database.read(lambda conn: conn.execute(armed).scalar_one()))


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_every_step_once_and_none_after_a_signature(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url: str = request.getfixturevalue("sqlite_url" if engine_name == "sqlite" else "postgres_url")
    clock, rng = SystemClock(), random.Random(600)
    database = open_database(url, clock, ids=TimeIds(clock))
    try:
        district = found_demo(database)
        office = Office(database, district, clock)  # type: ignore[arg-type]  # the real clock: processes share it
        database.write(short_policy)
        ids = database.write(lambda tx: filed(tx, district, office.operator))
        with engines(url, tmp_path, rng) as both:
            worked(office, both, ids, rng)
        check(database, ids)
    finally:
        database.close()


def worked(office: Office, both: Engines, ids: list[str], rng: random.Random) -> None:
    """Kill and sign until all kills are done and nothing is armed any more."""
    started, killed, signed = time.monotonic(), 0, 0
    to_sign = rng.sample(ids, SIGNED)
    while killed < KILLS or left(office.database):
        assert time.monotonic() - started < LATEST_S, f"{left(office.database)} timers are still armed"
        Event().wait(rng.uniform(0.2, 0.7))
        if killed < KILLS:
            both.kill()
            killed += 1
        for _ in range(6):
            if to_sign and sign(office, to_sign[-1]):
                to_sign.pop()
                signed += 1
    assert signed == SIGNED


def check(database: Database, ids: list[str]) -> None:
    steps: dict[str, list[str]] = defaultdict(list)
    query = select(case_events.c.case_id, case_events.c.action, case_events.c.text).order_by(case_events.c.id)
    for case_id, action, text in database.read(lambda conn: conn.execute(query).all()):
        if action in ("escalate", "sign"):
            steps[case_id].append("sign" if action == "sign" else str(text).split("：", 1)[0].split()[-1])
    whole = [f"K{tier.value}" for tier in TIERS]
    for case_id in ids:
        told = steps[case_id]
        if "sign" in told:
            assert told.index("sign") == len(told) - 1, "a step after the signature"
            assert told[:-1] == whole[: len(told) - 1]
        else:
            assert told == whole, "each step once, in order"
    done = select(func.count()).where(timers.c.state == "done", timers.c.kind == "escalate")
    fired = sum(name != "sign" for told in steps.values() for name in told)
    assert database.read(lambda conn: conn.execute(done).scalar_one()) == fired
    top = select(func.count()).where(cases.c.tier == int(Tier.DISTRICT), cases.c.escalate_at.is_(None))
    assert database.read(lambda conn: conn.execute(top).scalar_one()) >= CASES - SIGNED
    assert database.read(audit_log.verify).ok
