from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, true

from services.domain import figures as f
from services.domain.cases import Case, State
from services.domain.clock import DAY_MS, HOUR_MS
from services.domain.figures import FIGURES
from services.domain.modes import Mode
from services.domain.tiers import Tier
from services.reports.figures_sql import condition, count, implies_open
from services.store.tables import cases
from tests.fixtures.cases import GRID, case, put_in, seed_units
from tests.fixtures.databases import START, CounterIds

if TYPE_CHECKING:
    from services.store.database import Database

DAY = START - 8 * HOUR_MS
NOW = START

COLUMNS = ("due_at", "escalated_at", "suspended_at", "signed_at", "closed_at")
moment = st.one_of(
    st.none(), st.sampled_from([NOW - 1, NOW, NOW + 1, NOW + f.NEAR_DUE_MS - 1, NOW + f.NEAR_DUE_MS, DAY, DAY - 1])
)
rows = st.fixed_dictionaries(
    {
        "state": st.sampled_from(list(State)),
        "tier": st.sampled_from(list(Tier)),
        "supervised": st.sampled_from(["", "督办"]),
        "mode": st.sampled_from(list(Mode)),
        "category": st.sampled_from(["", "a", "b"]),
        "proactive": st.booleans(),
        "call_kind": st.sampled_from(["", "civic", "town"]),
        "merged_at": st.sampled_from([None, NOW]),
        **dict.fromkeys(COLUMNS, moment),
    }
)
anchors = st.sampled_from(list(f.Anchor))
leaves = st.one_of(
    st.builds(f.Is, st.just("state"), st.lists(st.sampled_from(list(State)), max_size=3).map(tuple)),
    st.builds(f.Is, st.just("tier"), st.lists(st.sampled_from([1, 2, 3, 4]), max_size=3).map(tuple)),
    st.builds(f.Is, st.just("proactive"), st.sampled_from([(0,), (1,), (0, 1), ()])),
    st.builds(f.Is, st.just("call_kind"), st.sampled_from([("civic",), ("civic", "town"), ("none",)])),
    st.builds(f.Is, st.just("open"), st.lists(st.sampled_from([0, 1]), max_size=2).map(tuple)),
    st.builds(f.Known, st.sampled_from([*COLUMNS, "supervised", "category"]), st.booleans()),
    st.builds(
        f.Before,
        st.sampled_from(COLUMNS),
        st.sampled_from(list(f.Anchor)),
        st.sampled_from([0, f.NEAR_DUE_MS, -DAY_MS]),
    ),
    st.builds(f.NotBefore, st.sampled_from(COLUMNS), st.sampled_from(list(f.Anchor)), st.sampled_from([0, HOUR_MS])),
)
predicates = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(f.All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(f.Any, st.lists(inner, max_size=3).map(tuple)),
        st.builds(f.Not, inner),
    ),
    max_leaves=6,
)


def value_of(item: Case, column: str) -> Any:  # noqa: ANN401 - whatever the column holds
    return int(item.is_open) if column == "open" else getattr(item, column)


def holds(predicate: f.Predicate, item: Case) -> bool:
    """Return what the plain reading of a predicate says, to compare with."""
    if isinstance(predicate, f.All):
        return all(holds(part, item) for part in predicate.parts)
    if isinstance(predicate, f.Any):
        return any(holds(part, item) for part in predicate.parts)
    if isinstance(predicate, f.Not):
        return not holds(predicate.part, item)
    value = value_of(item, predicate.column)
    if isinstance(predicate, f.Is):
        return value in predicate.values
    if isinstance(predicate, f.Known):
        return (value not in (None, "")) is predicate.known
    bound = {f.Anchor.NOW: NOW, f.Anchor.DAY_START: DAY}[predicate.anchor] + predicate.offset_ms
    return value is not None and (value < bound) is isinstance(predicate, f.Before)


def fill(database: Database, ids: CounterIds, wanted: list[dict[str, Any]]) -> list[Case]:
    made = [case(ids, **columns) for columns in wanted]
    made = [msgspec.structs.replace(item, number=f"N{place}-{item.id}") for place, item in enumerate(made)]
    database.write(lambda tx: [put_in(tx, item) for item in made])
    return made


@pytest.fixture
def filled(database: Database) -> Database:
    seed_units(database)
    return database


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, min_size=1, max_size=12), st.lists(predicates, min_size=1, max_size=10))
def test_sql_counts_what_the_plain_reading_counts(
    filled: Database, ids: CounterIds, wanted: list[dict[str, Any]], asked: list[f.Predicate]
) -> None:
    made = fill(filled, ids, wanted)
    mine = cases.c.id.in_([item.id for item in made])
    figures = [f.Figure(name=str(n), label="", formula="", rows=predicate) for n, predicate in enumerate(asked)]
    for mode in Mode:
        found = filled.read(lambda conn, mode=mode: count(conn, figures, mine, mode, NOW, DAY))  # type: ignore[misc]
        expected = {
            figure.name: sum(item.mode is mode and holds(figure.rows, item) for item in made) for figure in figures
        }
        assert found == expected
    every = FIGURES | f.kind_figures({"call": {"civic": "民呼", "town": "街镇呼"}, "source": {"12345": "热线"}})
    shipped = filled.read(lambda conn: count(conn, every.values(), mine, Mode.LIVE, NOW, DAY))
    for name, number in shipped.items():
        assert number == sum(item.mode is Mode.LIVE and holds(every[name].rows, item) for item in made)


@given(predicates, rows)
def test_what_is_said_to_imply_open_does(predicate: f.Predicate, columns: dict[str, Any]) -> None:
    item = case(CounterIds(), **columns)
    if implies_open(predicate) and holds(predicate, item):
        assert item.is_open


def test_every_shipped_figure_looks_at_open_cases_only() -> None:
    assert all(implies_open(figure.rows) for figure in FIGURES.values())


def test_a_number_opens_the_rows_behind_it(filled: Database, ids: CounterIds) -> None:
    fill(
        filled,
        ids,
        [{"due_at": NOW - 1, "mode": Mode.LIVE}, {"due_at": NOW + 1, "mode": Mode.LIVE}, {"mode": Mode.LIVE}],
    )
    query = select(cases.c.area_id).where(condition(f.OVERDUE, NOW, DAY))
    assert filled.read(lambda conn: conn.execute(query).scalars().all()) == [GRID]
    empty = filled.read(lambda conn: count(conn, [], true(), Mode.LIVE, NOW, DAY))
    assert empty == {}


def test_an_unknown_column_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        condition(f.Known("no_such_column"), NOW, DAY)
