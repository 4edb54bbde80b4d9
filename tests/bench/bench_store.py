"""The store by itself: transitions per second beside an ORM session per transition; search beside LIKE; the board."""

from __future__ import annotations

import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import create_engine, func, or_, select
from sqlalchemy.orm import Session, registry
from sqlalchemy.pool import QueuePool

from services.domain import audit as chain
from services.domain import custody
from services.domain.cases import Case, State, changed_columns
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.store import bulk, cases, commands, timers
from services.store import tables as t
from services.store.board import BOARD_SELECT
from services.store.database import Database, Tx, open_database
from services.store.search import search
from services.store.sqlite import SqliteFile
from services.store.visibility import may_see, sight
from tests.bench.result import Result
from tests.fixtures.cases import DEPARTMENT, DISTRICT_SCOPE, GRID, case, seed_units, words

THREADS = 8
MOVES = 1_500
ROWS = 100_000
OPEN = 20_000
_WORDS = (
    "道路",
    "积水",
    "井盖",
    "破损",
    "占道",
    "经营",
    "噪音",
    "扰民",
    "路灯",
    "不亮",
    "垃圾",
    "堆放",
    "电梯",
    "停运",
)
_PLACES = ("西丽路", "市桥大道", "沙头村", "清河东路", "大北路", "光明南路")


def benches() -> Iterable[Result]:
    """Yield the measurements, each beside its rival in the same run."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/bench.sqlite", SystemClock(), ids=TimeIds(SystemClock()))
        try:
            seed_units(database)
            loaded = _load(database)
            yield loaded
            yield from _transitions(database, Path(folder) / "bench.sqlite")
            yield from _searches(database)
            yield _board(database)
        finally:
            database.close()


def _made(seed: int, count: int) -> Iterator[bulk.Item]:
    dice = random.Random(seed)
    ids, now = TimeIds(SystemClock()), SystemClock().now()
    for number in range(count):
        is_open = number < OPEN
        title = "".join(dice.choices(_WORDS, k=4)) + ("罕见" if number % 2_500 == 0 else "")
        made = case(
            ids,
            number=f"YL20251122-{number:06d}",
            title=title,
            place=f"{dice.choice(_PLACES)} {dice.randrange(1, 400)} 号",
            state=State.HANDLING if is_open else State.CLOSED,
            closed_at=None if is_open else now,
            due_at=now + dice.randrange(-(10**6), 10**8),
            reported_at=now - dice.randrange(10**9),
        )
        yield bulk.Item(made, words(made))


def _load(database: Database) -> Result:
    items = list(_made(1, ROWS))
    started = time.perf_counter()
    bulk.load(database, items, DISTRICT_SCOPE, origin="bench")
    return Result("store.bulk", ROWS / (time.perf_counter() - started), "cases/s", at_least=True)


def _rate(work: Callable[[int], None]) -> float:
    numbers = itertools.count()
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: work(next(numbers)), range(MOVES)))
    return MOVES / (time.perf_counter() - started)


def _move(tx: Tx, case_id: str, command: str) -> None:
    """One transition with everything that belongs to it."""
    before = cases.get(tx.conn, case_id)
    if before is None or sight(tx.conn, before, DISTRICT_SCOPE) is None:
        raise LookupError(case_id)
    holder = DEPARTMENT if before.version % 2 else GRID
    after = msgspec.structs.replace(custody.note(before, tx.now), holder_id=holder, holder_since=tx.now)
    changed = changed_columns(before, after)
    was = {name: getattr(before, name) for name in changed}
    cases.save(tx, before, after)
    cases.add_event(tx, after, "dispatch", DISTRICT_SCOPE, text="派单", before=was, after=changed)
    cases.close_custody(tx, case_id, "holder")
    cases.open_custody(
        tx, case_id, "holder", from_unit=before.holder_id, to_unit=holder, tier=after.tier, actor_id="p1"
    )
    units = cases.set_parties(tx, before, after)
    timers.cancel(tx, case_id, "escalate")
    timers.arm(tx, "escalate", case_id, tx.now + 600_000, rule="r1", policy={"wait_ms": 600_000})
    tx.audit("p1", "dispatch", case_id, {"before": was, "after": changed})
    tx.change("case", case_id, after.version, areas=(after.area_path,), parties=units, command_id=command)
    commands.add(tx, command, "p1", "dispatch", 200, b"{}")


def _mapped() -> dict[str, Any]:
    mapper = registry(metadata=t.metadata)
    made: dict[str, Any] = {}
    for name in ("cases", "case_events", "custody", "timers", "audit", "changes", "heads", "commands", "case_parties"):
        made[name] = type(name, (), {})
        mapper.map_imperatively(made[name], t.metadata.tables[name])
    return made


def _transitions(database: Database, path: Path) -> Iterable[Result]:
    ids = [str(row[0]) for row in database.read(lambda conn: cases.board(conn, may_see(DISTRICT_SCOPE), 400))[0]]
    ours = _rate(lambda n: database.write(lambda tx: _move(tx, ids[n % len(ids)], f"ours-{n}")))
    rival = _rate(_orm_mover(path, ids))
    yield Result(
        "store.transitions",
        ours,
        "per second",
        "an ORM session and a commit for each",
        rival,
        bar=600,
        at_least=True,
        ratio_bar=4,
    )


def _orm_mover(path: Path, ids: list[str]) -> Callable[[int], None]:
    """Return the way most programs do it: a session per request and a commit, BEGIN IMMEDIATE, the same nine rows."""
    file = SqliteFile(path)
    engine = create_engine(
        "sqlite://", module=file.library, creator=file.connect, poolclass=QueuePool, pool_size=THREADS
    )
    orm = _mapped()

    def add(session: Session, name: str, **columns: object) -> None:
        row = orm[name]()
        for key, value in columns.items():
            setattr(row, key, value)
        session.add(row)

    def move(number: int) -> None:
        with Session(engine) as session:
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            item = session.get_one(orm["cases"], ids[number % len(ids)])
            party = session.scalars(select(orm["case_parties"]).filter_by(case_id=item.id)).all()[0]
            now = SystemClock().now()
            holder, item.holder_id = item.holder_id, DEPARTMENT if item.version % 2 else GRID
            item.version, item.updated_at, item.holder_since = item.version + 1, now, now
            changed = chain.canonical({"holder_id": item.holder_id})
            add(
                session,
                "case_events",
                case_id=item.id,
                version=item.version,
                at=now,
                action="dispatch",
                actor_id="p1",
                actor_name="王敏",
                unit_id=GRID,
                text="派单",
                after=changed,
            )
            party.signed_at = now
            add(
                session,
                "custody",
                case_id=item.id,
                kind="orm",
                at=now,
                from_unit=holder,
                to_unit=item.holder_id,
                tier=item.tier,
                actor_id="p1",
            )
            timer = {"due_at": now, "rule": "r1", "policy": "{}", "state": "armed"}
            add(session, "timers", id=f"orm-{number}", kind="orm", object_id=item.id, **timer)
            heads = {head.name: head for head in session.scalars(select(orm["heads"]))}
            audit, pos = heads["audit"], heads["changes"]
            made = chain.link(audit.value + 1, now, "p1", "dispatch", item.id, changed, audit.hash)
            add(session, "audit", **{name: getattr(made, name) for name in chain.Link.__struct_fields__})
            audit.value, audit.hash, pos.value = made.seq, made.hash, pos.value + 1
            row = {"at": now, "kind": "case", "object_id": item.id, "version": item.version}
            add(session, "changes", pos=pos.value, **row)
            add(
                session,
                "commands",
                id=f"orm-{number}",
                person_id="p1",
                at=now,
                kind="dispatch",
                status=200,
                answer=b"{}",
            )
            session.commit()

    return move


def _median_ms(work: Callable[[], object], times: int = 9) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1_000)
    return sorted(taken)[times // 2]


def _like(database: Database, query: str) -> list[Any]:
    """Search without an index: LIKE over the text columns, newest first."""
    c = t.cases.c
    hit = or_(*[column.contains(query) for column in (c.title, c.text, c.place, c.number)])
    wanted = BOARD_SELECT
    newest = select(*wanted).where(hit, may_see(DISTRICT_SCOPE)).order_by(c.reported_at.desc(), c.id.desc())
    return list(database.read(lambda conn: conn.execute(newest.limit(50)).all()))


def _searches(database: Database) -> Iterable[Result]:
    for name, query, ratio in (
        ("rare", "罕见", 20),
        ("common", "积水", None),
        ("absent", "潮汐", 20),
        ("one", "罕", 20),
    ):
        found = database.read(lambda conn, q=query: search(conn, q, DISTRICT_SCOPE))  # type: ignore[misc]
        if len(found.rows) != len(_like(database, query)):
            raise AssertionError(f"search and LIKE differ for {query}")
        ours = _median_ms(lambda q=query: database.read(lambda conn: search(conn, q, DISTRICT_SCOPE)))  # type: ignore[misc]
        rival = _median_ms(lambda q=query: _like(database, q), 5)  # type: ignore[misc]
        yield Result(f"store.search.{name}", ours, "ms", "LIKE newest first", rival, bar=60, ratio_bar=ratio)


def _board(database: Database) -> Result:
    visible = may_see(DISTRICT_SCOPE)

    def ours() -> bytes:
        rows, total = database.read(lambda conn: cases.board(conn, visible, OPEN))
        return msgspec.json.encode({"total": total, "rows": rows})

    def rival() -> bytes:
        query = select(t.cases).where(t.cases.c.open == 1, visible).order_by(t.cases.c.due_at).limit(OPEN)
        rows = database.read(lambda conn: [dict(row._mapping) for row in conn.execute(query)])
        total = database.read(lambda conn: conn.execute(select(func.count()).where(t.cases.c.open == 1)).scalar_one())
        return msgspec.json.encode({"total": total, "rows": rows})

    found = Case.__struct_fields__
    name = f"a dict of all {len(found)} columns per row"
    return Result("store.board", _median_ms(ours, 5), "ms", name, _median_ms(rival, 5), bar=250, ratio_bar=2)
