"""Suggesting duplicates for a new case among 20,000 open (within a million), beside comparing it with all of them.

On both databases; the copy on PostgreSQL takes about a minute to make, each time.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from sqlalchemy import select

from services.api.duplicates import SimilarDraft
from services.desk import duplicates
from services.desk.history import demo_scope
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.domain.rights import Role, Scope
from services.hub.loading import load
from services.store import tables as t
from services.store.database import Tx, open_database
from tests.bench.filled import filled
from tests.bench.filled_postgres import carried_over
from tests.bench.result import Result

if TYPE_CHECKING:
    from services.desk.district import District
    from services.store.database import Database

CASES = 1_000_000
OPEN = 20_000
ASKED = 120
RIVAL_ASKED = 20
BAR_MS = 30.0


NOT_ASKED = frozenset({"case_events", "custody", "case_search", "audit", "changes", "timers"})
"""Tables that suggesting never looks at: left out on PostgreSQL."""


def benches() -> Iterable[Result]:
    """Yield the 95th of a hundred: with a point of the map, and with a place in words only; on both databases."""
    folder = filled(CASES, OPEN)
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "data"
        shutil.copytree(folder, copy)
        yield from _on("", f"sqlite:///{copy / 'huying.sqlite'}", copy)
        with carried_over(folder, NOT_ASKED) as url:
            yield from _on(".postgresql", url, copy)


def _on(engine: str, url: str, data: Path) -> Iterator[Result]:
    with _opened(url) as database:
        district, _ = load(database, data)
        scope = _operator(database, district)
        drafts = _drafts(database)
        yield _measured(f"point{engine}", database, district, scope, drafts)
        yield _measured(f"words{engine}", database, district, scope, [_without_point(draft) for draft in drafts])


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    clock = SystemClock()
    database = open_database(url, clock, ids=TimeIds(clock), migrate=False)
    try:
        yield database
    finally:
        database.close()


def _operator(database: Database, district: District) -> Scope:
    demo = database.read(lambda conn: demo_scope(Tx(conn, 0, TimeIds(SystemClock())), district))
    return Scope(
        person_id=demo.person_id,
        person_name=demo.person_name,
        unit_id=district.id,
        unit_path=district.id,
        roles=frozenset({Role.OPERATOR}),
    )


def _drafts(database: Database) -> list[SimilarDraft]:
    """Return what callers would say: the words of some open cases, a little shortened, a few metres away."""
    dice = random.Random(11)
    names = ("title", "text", "place", "lon", "lat", "category")
    query = select(*(t.cases.c[name] for name in names)).where(t.cases.c.open == 1).order_by(t.cases.c.id)
    rows = database.read(lambda conn: conn.execute(query).all())
    return [
        SimilarDraft(
            title=row.title[: max(4, len(row.title) - 2)],
            text=row.text,
            place=row.place,
            lon=row.lon + dice.uniform(-1e-4, 1e-4),
            lat=row.lat + dice.uniform(-1e-4, 1e-4),
            category=row.category,
        )
        for row in dice.sample(rows, ASKED)
        if row.lon is not None
    ]


def _without_point(draft: SimilarDraft) -> SimilarDraft:
    return SimilarDraft(title=draft.title, text=draft.text, place=draft.place, category=draft.category)


def _measured(name: str, database: Database, district: District, scope: Scope, drafts: list[SimilarDraft]) -> Result:
    now = SystemClock().now()

    def ours(draft: SimilarDraft) -> object:
        return database.read(lambda conn: duplicates.similar_to_draft(conn, district, scope, draft, now), scope=scope)

    def rival(draft: SimilarDraft) -> object:
        """Compare with the title and text of every open case, as one would without narrowing."""
        query = select(t.cases.c.id, t.cases.c.title, t.cases.c.text).where(t.cases.c.open == 1)
        every = {row.id: f"{row.title}{row.text}" for row in database.read(lambda conn: conn.execute(query).all())}
        return process.extract(f"{draft.title}{draft.text}", every, scorer=fuzz.ratio, limit=20)

    for draft in drafts[:5]:
        ours(draft)
    return Result(
        f"duplicates.suggest.{name}",
        _p95(ours, drafts),
        "ms p95",
        "rapidfuzz over all open cases",
        _p95(rival, drafts[:RIVAL_ASKED]),
        bar=BAR_MS,
        ratio_bar=3,
    )


def _p95(work: Callable[[SimilarDraft], object], drafts: list[SimilarDraft]) -> float:
    taken = []
    for draft in drafts:
        started = time.perf_counter()
        work(draft)
        taken.append((time.perf_counter() - started) * 1_000)
    return sorted(taken)[int(len(taken) * 0.95)]
