from __future__ import annotations

import unicodedata

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.cases import Case, State
from services.domain.ids import Ids
from services.domain.tiers import Tier
from services.store import cases
from services.store.database import Database, Tx, open_database
from services.store.search import Filters, search
from services.store.search_words import bigrams, runs
from tests.fixtures.cases import (
    DEPARTMENT,
    DISTRICT_SCOPE,
    GRID,
    OTHER_GRID,
    OTHER_GRID_PATH,
    STREET,
    STREET_PATH,
    case,
    put_in,
    scope,
    seed_units,
    words,
)
from tests.fixtures.databases import START, CounterIds, ManualClock

TEXTS = (
    "道路积水约 30 厘米，行人绕行",
    "市桥西丽路 12 号井盖破损",
    "西丽南路 3-2 号 A 座电梯停运",
    "积水点已排干；请 12345 回访",
    "ＡＢＣ大厦（全角）噪音 café",
    "𠮷野家门前占道",
    "排水管水浸",
    "",
)


def _found(database: Database, query: str, **options: object) -> list[str]:
    page = database.read(lambda conn: search(conn, query, DISTRICT_SCOPE, **options))  # type: ignore[arg-type]
    return [row[0] for row in page.rows]


def _holds(item: Case, query: str) -> bool:
    """Tell what LIKE would, over the same text, folded the same way."""
    text = " ".join(runs(f"{item.title}\n{item.text}\n{item.place}"))
    tail = query.strip().upper()
    return all(run in text for run in runs(query)) or bool(tail and item.number.endswith(tail))


def _store(database: Database, ids: Ids) -> list[Case]:
    seed_units(database)
    items = [
        case(ids, number=f"YL20251122-{number:04d}", title=title, text=TEXTS[-number], reported_at=START + number // 2)
        for number, title in enumerate(TEXTS)
    ]
    database.write(lambda tx: [put_in(tx, item) for item in items])
    return items


def test_words_are_cut_so_that_any_piece_is_found() -> None:
    assert bigrams("积水点") == "积水 水点 点"
    assert bigrams("A座 12") == "a座 座 · 12 2"
    assert bigrams("，。") == ""
    assert runs("ＡＢＣ　㎡") == ["abc", "m2"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("积水", 2),
        ("积", 2),
        ("水", 3),
        ("道路积水约", 1),
        ("丽路", 1),
        ("路 12", 1),
        ("abc", 1),
        ("𠮷", 1),
        ("CAFÉ", 1),
        ("不存在", 0),
        ("%", 0),
        ("'\"*()", 0),
        ("水积", 0),
    ],
)
def test_titles_are_found_by_any_piece(database: Database, ids: Ids, query: str, count: int) -> None:
    seed_units(database)
    items = [case(ids, title=title) for title in TEXTS if title]
    database.write(lambda tx: [put_in(tx, item) for item in items])
    assert len(_found(database, query)) == count


def test_nothing_that_like_finds_is_missing_or_added(database_url: str) -> None:
    database = open_database(database_url, ManualClock(), ids=CounterIds(), database_clock=False)
    items = _store(database, CounterIds())
    alphabet = sorted(set("".join(TEXTS)) | set("0129YL"))
    pieces = st.sampled_from([text for text in TEXTS if text]).flatmap(
        lambda text: st.tuples(st.integers(0, len(text) - 1), st.integers(1, 4)).map(
            lambda cut: text[cut[0] : cut[0] + cut[1]]
        )
    )

    @given(pieces | st.text(st.sampled_from(alphabet), min_size=1, max_size=3))
    @settings(max_examples=120)
    def check(query: str) -> None:
        if not runs(query):
            return
        wanted = {item.id for item in items if _holds(item, query)}
        assert set(_found(database, query)) == wanted, unicodedata.normalize("NFC", query)

    check()
    database.close()


def test_a_numbers_tail_comes_first_then_the_text_newest_first(database: Database, ids: Ids) -> None:
    seed_units(database)
    items = [
        case(ids, number="YL20251122-0012", reported_at=START + 1),
        case(ids, number="YL20251122-0001", title="12 号楼", reported_at=START + 9),
        case(ids, number="YL20251122-0112", reported_at=START + 2),
        case(ids, number="YL20251122-0002", title="第 12 栋", reported_at=START + 3),
    ]
    database.write(lambda tx: [put_in(tx, item) for item in items])
    order = [items[2].id, items[0].id, items[1].id, items[3].id]
    assert _found(database, "12") == order
    assert _found(database, "0012") == [items[0].id]
    assert _found(database, "yl20251122-0012") == [items[0].id]
    assert _found(database, "") == [items[1].id, items[3].id, items[2].id, items[0].id]
    for query, wanted in (("12", order), ("", [items[1].id, items[3].id, items[2].id, items[0].id])):
        got, mark = [], ""
        for _ in range(9):
            page = database.read(lambda conn, q=query, m=mark: search(conn, q, DISTRICT_SCOPE, after=m, limit=1))  # type: ignore[misc]
            got += [row[0] for row in page.rows]
            mark = page.next
            if not mark:
                break
        assert got == wanted
    with pytest.raises(ValueError, match="not the end of a page"):
        _found(database, "", after="nonsense")


def test_a_common_word_is_paged_through_completely(
    database: Database, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.store.search.RARE", 10)  # so that PostgreSQL takes the way for common words
    seed_units(database)
    items = [case(ids, title="道路积水", reported_at=START + number // 7) for number in range(60)]
    database.write(lambda tx: [put_in(tx, item) for item in items])
    for query in ("积水", "水", "路积水"):
        got: list[str] = []
        mark = ""
        while True:
            page = database.read(lambda conn, q=query, m=mark: search(conn, q, DISTRICT_SCOPE, after=m, limit=13))  # type: ignore[misc]
            got += [row[0] for row in page.rows]
            mark = page.next
            if not mark:
                break
        assert sorted(got) == sorted(item.id for item in items)
    assert _found(database, "水积") == []


def test_only_ones_own_area_is_searched(database: Database, ids: Ids) -> None:
    seed_units(database)
    mine = case(ids, title="占道经营")
    other = case(
        ids,
        title="占道经营",
        area_id=OTHER_GRID,
        area_path=OTHER_GRID_PATH,
        answerable_id=OTHER_GRID,
        holder_id=OTHER_GRID,
    )
    database.write(lambda tx: [put_in(tx, item) for item in (mine, other)])
    street = scope(STREET, STREET_PATH)
    for query in ("占道", "", mine.number[-3:]):
        rows = database.read(lambda conn, q=query: search(conn, q, street)).rows  # type: ignore[misc]
        assert [row[0] for row in rows] == [mine.id]
    assert database.read(lambda conn: search(conn, other.number, street)).rows == []


def test_what_was_handed_over_is_found_and_shown_as_it_was(database: Database, ids: Ids) -> None:
    seed_units(database)
    first = case(ids, title="井盖破损", state=State.DISPATCHED, holder_id=DEPARTMENT)
    back = msgspec.structs.replace(first, state=State.ACCEPTED, holder_id=GRID, version=2)
    renamed = msgspec.structs.replace(back, title="井盖丢失", state=State.CLOSED, version=3)

    def work(tx: Tx) -> None:
        put_in(tx, first)
        cases.save(tx, first, back)
        cases.set_parties(tx, first, back)
        cases.save(tx, back, renamed, search=words(renamed))

    database.write(work)
    former = scope(DEPARTMENT)
    page = database.read(lambda conn: search(conn, "井盖", former))
    assert page.rows == [cases.board_tuple(first)]
    assert database.read(lambda conn: search(conn, "丢失", former)).rows == []
    now = Filters(states=(State.DISPATCHED,))
    assert len(database.read(lambda conn: search(conn, "井盖", former, filters=now)).rows) == 1
    closed = Filters(states=(State.CLOSED,))
    assert database.read(lambda conn: search(conn, "井盖", former, filters=closed)).rows == []
    assert _found(database, "丢失", filters=closed) == [first.id]
    assert _found(database, "破损") == []


def test_filters_narrow(database: Database, ids: Ids) -> None:
    seed_units(database)
    items = [
        case(ids, category="0201", source="12345", tier=Tier.STREET, reported_at=START),
        case(ids, category="0202", source="grid", reported_at=START + 10),
    ]
    database.write(lambda tx: [put_in(tx, item) for item in items])
    first, second = (item.id for item in items)
    for filters, wanted in (
        (Filters(categories=("0201",)), [first]),
        (Filters(sources=("grid",)), [second]),
        (Filters(tiers=(Tier.STREET,)), [first]),
        (Filters(holders=(GRID,)), [second, first]),
        (Filters(since=START + 1), [second]),
        (Filters(before=START + 1), [first]),
        (Filters(open=False), []),
        (Filters(area_path=STREET_PATH), [second, first]),
        (Filters(area_path="440113/440113002"), []),
        (Filters(states=(State.REPORTED, State.CLOSED)), [second, first]),
    ):
        assert _found(database, "积水", filters=filters) == wanted
        assert _found(database, "", filters=filters) == wanted


def test_many_reports_of_one_millisecond(sqlite_url: str) -> None:
    """Imports know the day only: a thousand cases share a moment, and each keeps a search row of its own."""
    database = open_database(sqlite_url, ManualClock(), ids=CounterIds())
    ids = CounterIds()
    seed_units(database)
    database.write(lambda tx: [put_in(tx, case(ids)) for _ in range(1_500)])
    assert len(_found(database, "积水", limit=2_000)) == 1_500
    database.close()
