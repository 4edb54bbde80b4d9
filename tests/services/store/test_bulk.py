from __future__ import annotations

import msgspec
import pytest

from services.domain.cases import Case, State
from services.domain.ids import Ids
from services.store import audit_log, bulk, cases, changes
from services.store.database import Database
from services.store.search import search
from services.store.visibility import may_see
from tests.fixtures.cases import DISTRICT_SCOPE, case, put_in, seed_units, words
from tests.fixtures.databases import START


def _items(ids: Ids, count: int) -> list[bulk.Item]:
    made = [
        case(ids, state=State.CLOSED if number % 4 else State.HANDLING, closed_at=START if number % 4 else None)
        for number in range(count)
    ]
    return [bulk.Item(item, words(item)) for item in made]


def test_many_cases_are_loaded_whole_and_sealed_by_the_batch(database: Database, ids: Ids) -> None:
    seed_units(database)
    one_by_one = database.write(lambda tx: put_in(tx, case(ids)))
    items = _items(ids, 100)
    seen: list[int] = []

    def progress(count: int) -> bool:
        seen.append(count)
        return True

    kept = bulk.load(database, items, DISTRICT_SCOPE, origin="2024.csv", batch=30, progress=progress)
    assert kept == 100
    assert seen == [30, 60, 90, 100]
    assert database.read(lambda conn: cases.get(conn, items[7].case.id)) == items[7].case
    assert database.read(lambda conn: cases.board(conn, may_see(DISTRICT_SCOPE), 500))[1] == 26
    assert len(database.read(lambda conn: search(conn, "积水", DISTRICT_SCOPE, limit=500)).rows) == 101
    assert [line.action for line in database.read(lambda conn: cases.events(conn, items[7].case.id))] == ["load"]
    assert len(database.read(lambda conn: cases.parties(conn, items[7].case.id))) == 2
    assert database.read(changes.last) == 26
    verdict = database.read(audit_log.verify)
    assert (verdict.ok, verdict.links) == (True, 5)
    links = database.read(lambda conn: list(audit_log.walk(conn)))
    details = msgspec.json.decode(links[1].payload)
    rows = [cases.row_values(item.case) for item in items[:30]]
    assert details == {"origin": "2024.csv", "count": 30, "sha256": bulk.batch_hash(rows)}
    saved = msgspec.structs.replace(one_by_one, title="另一件", version=2)
    database.write(lambda tx: cases.save(tx, one_by_one, saved, search=words(saved)))
    assert len(database.read(lambda conn: search(conn, "积水", DISTRICT_SCOPE, limit=500)).rows) == 100


def test_a_load_can_be_stopped_and_keeps_what_it_has(database: Database, ids: Ids) -> None:
    seed_units(database)
    items = _items(ids, 50)
    assert bulk.load(database, items, DISTRICT_SCOPE, origin="x", batch=10, progress=lambda n: n < 20) == 20
    again: list[Case] = [item.case for item in items[:20]]
    assert all(database.read(lambda conn, c=item: cases.get(conn, c.id)) == item for item in again)  # type: ignore[misc]
    with pytest.raises(Exception, match=r"(?i)unique"):
        bulk.load(database, items[15:25], DISTRICT_SCOPE, origin="x")
    assert database.read(lambda conn: cases.get(conn, items[22].case.id)) is None
    assert database.read(audit_log.verify).ok
