"""Search over all cases ever: by the tail of a number, and by any piece of text, complete for one character too.

First come cases whose number ends in what was typed, then those whose text holds every run of the query; newest report
first in both. SQLite's full-text rows are numbered by the time of the report, so it reads newest first and stops at the
page. PostgreSQL's index has no order: a rare word is looked up and sorted, a common one found by walking newest first.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    true,
    tuple_,
)

from services.domain.cases import Case, State
from services.domain.clock import Moment
from services.domain.modes import Mode
from services.domain.rights import Scope
from services.domain.tiers import Tier, is_within
from services.store import tables as t
from services.store.board import BOARD_COLUMNS, BOARD_SELECT, board_tuple, plain_rows
from services.store.prepared import Row
from services.store.search_words import phrase, runs
from services.store.visibility import handed_over, may_see, may_see_ever, within

RARE = 3_000
"""Up to this many hits PostgreSQL looks them all up and sorts them; above, it walks newest first (by measurement)."""

_LONG_TAIL = 3
"""From this length on, a number's tail is rare enough to be read from its index and sorted."""

_FTS = table("case_search", column("rowid", BigInteger), column("case_id"), column("case_search"))
_ID, _REPORTED = BOARD_COLUMNS.index("id"), BOARD_COLUMNS.index("reported_at")


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What narrows a search; empty means any. `since` ≤ reported < `before`; `area_path` with all below it."""

    states: tuple[State, ...] = ()
    tiers: tuple[Tier, ...] = ()
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    area_path: str = ""
    since: Moment | None = None
    before: Moment | None = None
    open: bool | None = None
    mode: Mode | None = None

    def passes(self, case: Case) -> bool:
        """Tell whether a case one holds passes."""
        listed = (
            (self.states, case.state),
            (self.tiers, case.tier),
            (self.categories, case.category),
            (self.sources, case.source),
            (self.holders, case.holder_id),
        )
        return (
            all(not wanted or value in wanted for wanted, value in listed)
            and (not self.area_path or is_within(case.area_path, self.area_path))
            and (self.since is None or case.reported_at >= self.since)
            and (self.before is None or case.reported_at < self.before)
            and self.open in (None, case.is_open)
            and self.mode in (None, case.mode)
        )

    def predicates(self) -> list[ColumnElement[bool]]:
        """Return the same over the columns of `cases`."""
        c = t.cases.c
        listed = (
            (self.states, c.state),
            (self.tiers, c.tier),
            (self.categories, c.category),
            (self.sources, c.source),
            (self.holders, c.holder_id),
        )
        found: list[ColumnElement[bool]] = [known.in_([*wanted]) for wanted, known in listed if wanted]
        if self.area_path:
            found.append(within(c.area_path, self.area_path))
        if self.since is not None:
            found.append(c.reported_at >= self.since)
        if self.before is not None:
            found.append(c.reported_at < self.before)
        if self.open is not None:
            found.append(c.open == int(self.open))
        if self.mode is not None:
            found.append(c.mode == self.mode.value)
        return found


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of board rows as tuples; `next` continues the search, "" at its end."""

    rows: list[Row]
    next: str = ""


_Stored = Annotated[int, msgspec.Meta(ge=-(2**62), le=2**62)]
"""A number that a column can hold."""


class _Mark(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended: in which part ("n" numbers, "t" text), and after which row of it ("" the beginning)."""

    part: str
    reported_at: _Stored = 0
    case_id: str = ""
    slot: _Stored = 0


_Fetch = Callable[[_Mark, int], list[Row]]


def search(
    conn: Connection, query: str, scope: Scope, *, after: str = "", limit: int = 50, filters: Filters | None = None
) -> SearchPage:
    """Return a page of what the person may see (or handed over) and the query finds.

    An empty query lists everything newest first; one without a letter, digit or ideograph finds nothing. What one's
    unit handed over is shown, and must match, as it was then. `after` is the `next` of the page before; anything else
    raises ValueError.
    """
    mark = _read_mark(after)
    asked = _Search(conn, query, scope, filters or Filters())
    if query.strip() and not asked.wanted:
        return SearchPage(rows=[])
    page: list[tuple[_Mark, Row]] = []
    for place, row in asked.hits(mark, limit + 1):
        if len(page) == limit:
            return SearchPage(rows=[kept for _, kept in page], next=_write_mark(page[-1][0]))
        page.append((place, row))
    return SearchPage(rows=[kept for _, kept in page])


class _Search:
    """One search: who asks what of which database."""

    def __init__(self, conn: Connection, query: str, scope: Scope, filters: Filters) -> None:
        self.wanted = runs(query)
        self._conn = conn
        self._scope = scope
        self._filters = filters
        self._tail = _tail(query)
        self._now = may_see(scope)
        self._visible = or_(and_(self._now, *filters.predicates()), and_(not_(self._now), may_see_ever(scope)))

    def hits(self, mark: _Mark, batch: int) -> Iterator[tuple[_Mark, Row]]:
        """Yield what is found after a mark: first by number, then by text."""
        if self._tail and mark.part == "n":
            yield from self._walk(partial(self._newest_first, _has_tail(self._tail)), mark, batch)
        start = mark if mark.part == "t" else _Mark("t")
        yield from self._walk(self._by_text(), start, batch)

    def _walk(self, fetch: _Fetch, mark: _Mark, batch: int) -> Iterator[tuple[_Mark, Row]]:
        """Yield batch after batch. The last two columns of what is fetched are "as it is now" and the search slot."""
        while rows := fetch(mark, batch):
            for *row, now, slot in rows:
                mark = _Mark(mark.part, row[_REPORTED], row[_ID], slot)
                shown = tuple(row) if now else self._as_handed_over(row[_ID], by_text=mark.part == "t")
                if shown is not None:
                    yield mark, shown
            if len(rows) < batch:
                return

    def _as_handed_over(self, case_id: str, *, by_text: bool) -> Row | None:
        found = handed_over(self._conn, case_id, self._scope.unit_id)
        if found is None or found.seen is None or not self._filters.passes(found.seen):
            return None
        seen = found.seen
        held = runs("\n".join((seen.title, seen.text, seen.place, seen.category, seen.source_number or "")))
        if by_text and not all(any(want in run for run in held) for want in self.wanted):
            return None
        return board_tuple(seen)

    def _by_text(self) -> _Fetch:
        # What its number found already is not shown again.
        rest = not_(_has_tail(self._tail)) if self._tail else true()
        if not self.wanted:
            return partial(self._newest_first, rest)
        if self._conn.dialect.name == "sqlite":
            return partial(self._sqlite_text, rest)
        if self._is_rare():
            return partial(self._postgresql_rare, rest)
        words = t.case_search.alias()
        # A scalar per case: as a join it would be planned over the whole table, not case by case, newest first.
        holds = select(and_(*_phrases(words.c.words, self.wanted))).where(words.c.case_id == t.cases.c.id)
        held: ColumnElement[bool] = holds.scalar_subquery()
        return partial(self._newest_first, and_(held, rest))

    def _select(self, slot: ColumnElement[int]) -> Select[Any]:
        return select(*BOARD_SELECT, self._now.label("as_now"), slot).where(self._visible)

    def _newest_first(self, wanted: ColumnElement[bool], mark: _Mark, limit: int) -> list[Row]:
        return plain_rows(self._conn, _after(self._select(literal(0)).where(wanted), mark).limit(limit))

    def _sqlite_text(self, rest: ColumnElement[bool], mark: _Mark, limit: int) -> list[Row]:
        query = (
            self._select(_FTS.c.rowid)
            .join(_FTS, _FTS.c.case_id == t.cases.c.id)
            .where(_FTS.c.case_search.op("MATCH")(_match(self.wanted)), rest)
            .order_by(_FTS.c.rowid.desc())
            .limit(limit)
        )
        if mark.slot:
            query = query.where(_FTS.c.rowid < mark.slot)
        return plain_rows(self._conn, query)

    def _is_rare(self) -> bool:
        probe = select(literal(1)).where(_indexed(self.wanted)).limit(RARE + 1).subquery()
        count = self._conn.execute(select(func.count()).select_from(probe)).scalar_one()
        return int(count) <= RARE

    def _postgresql_rare(self, rest: ColumnElement[bool], mark: _Mark, limit: int) -> list[Row]:
        words = t.case_search.c.words
        found = select(t.case_search.c.case_id).where(_indexed(self.wanted), *_phrases(words, self.wanted))
        hits = found.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
        query = self._select(literal(0)).join(hits, hits.c.case_id == t.cases.c.id).where(rest)
        return plain_rows(self._conn, _after(query, mark).limit(limit))


def _after(query: Select[Any], mark: _Mark) -> Select[Any]:
    c = t.cases.c
    if mark.case_id:
        query = query.where(tuple_(c.reported_at, c.id) < tuple_(literal(mark.reported_at), literal(mark.case_id)))
    return query.order_by(c.reported_at.desc(), c.id.desc())


def _tail(query: str) -> str:
    """Return a query reversed, as the tail of a number is stored; "" when it cannot be part of a number."""
    bare = query.strip().upper()
    return bare[::-1] if bare.isascii() and bare.replace("-", "").isalnum() else ""


def _has_tail(tail: str) -> ColumnElement[bool]:
    known = t.cases.c.number_tail
    if len(tail) < _LONG_TAIL:
        return func.substr(known, 1, len(tail)) == tail
    return and_(known >= tail, known < tail[:-1] + chr(ord(tail[-1]) + 1))


def _match(wanted: list[str]) -> str:
    """Return the FTS5 query: every run as a phrase of its words; one character as a prefix. Words hold no quotes."""
    return " AND ".join(f'"{run}"*' if len(run) == 1 else f'"{" ".join(phrase(run))}"' for run in wanted)


def _indexed(wanted: list[str]) -> ColumnElement[bool]:
    """Return what PostgreSQL's index answers: every word is there; their order is for `_phrases`."""
    from sqlalchemy.dialects.postgresql import TSQUERY  # noqa: PLC0415 - only the engine in use is loaded

    lexemes = [f"'{run}':*" if len(run) == 1 else f"'{word}'" for run in wanted for word in phrase(run)]
    vector = func.array_to_tsvector(func.string_to_array(t.case_search.c.words, literal_column("' '")))
    return vector.op("@@", is_comparison=True)(cast(" & ".join(dict.fromkeys(lexemes)), TSQUERY))


def _phrases(words: ColumnElement[str], wanted: list[str]) -> list[ColumnElement[bool]]:
    """Return "the words follow one another" as substrings of the stored words; they hold no wildcards."""
    spaced = literal(" ") + words + literal(" ")
    return [spaced.contains(" " + " ".join(phrase(run)) + ("" if len(run) == 1 else " ")) for run in wanted]


def _read_mark(after: str) -> _Mark:
    if not after:
        return _Mark("n")
    try:
        mark = msgspec.json.decode(base64.urlsafe_b64decode(after.encode()), type=_Mark)
    except (ValueError, msgspec.DecodeError) as error:
        raise ValueError("this is not the end of a page") from error
    if "\x00" in mark.case_id:
        raise ValueError("this is not the end of a page")
    return mark


def _write_mark(mark: _Mark) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(mark)).decode()
