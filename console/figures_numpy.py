"""Figures of the board: the predicates of services.domain.figures compiled to numpy masks.

The same definitions are compiled to SQL at the hub; a property test holds both to one meaning. Parts that several
figures share are reckoned once per sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.domain.clock import Instant, from_datetime, to_datetime
from services.domain.figures import (
    All,
    Anchor,
    Any,
    Before,
    Figure,
    Is,
    Known,
    Not,
    NotBefore,
    Predicate,
)

Bools: TypeAlias = NDArray[np.bool_]
NO_TIME = int(np.iinfo(np.int64).min)
"""Stands in a time column for "none"."""


class CaseColumns(Protocol):
    """Columns of one length, by the names of the case row."""

    size: int

    def times(self, name: str, /) -> NDArray[np.int64] | None:
        """Return a time column (ms, UTC; NO_TIME where there is none), None when it is not a time column."""
        ...

    def codes(self, name: str, /) -> NDArray[np.int32] | None:
        """Return a column of codes, None when there is no such column."""
        ...

    def code(self, name: str, value: str | int, /) -> int:
        """Return the code by which a value stands in that column, -1 when it stands nowhere. No value: `code("")`."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """Columns as of a moment. `day_start` is the start of that day in the district's zone (ms, UTC)."""

    columns: CaseColumns
    now: Instant
    day_start: Instant
    memo: dict[Predicate, Bools] = field(default_factory=dict, compare=False)


Mask: TypeAlias = Callable[[Sight], Bools]


def compile(predicate: Predicate) -> Mask:  # noqa: A001 - it stands beside the hub's compiler of the same name
    """Return a function from a Sight to the mask of the rows that match; do not write into the mask, it is shared.

    The mask raises KeyError for a column that is not on the board, TypeError for a predicate of unknown form.
    """

    def mask(sight: Sight) -> Bools:
        return _mask(predicate, sight)

    return mask


def _mask(predicate: Predicate, sight: Sight) -> Bools:
    found = sight.memo.get(predicate)
    if found is None:
        found = sight.memo[predicate] = _evaluate(predicate, sight)
    return found


def _evaluate(predicate: Predicate, sight: Sight) -> Bools:
    match predicate:
        case Is():
            result = _is(predicate, sight.columns)
        case Known():
            result = _known(predicate, sight.columns)
        case Before() | NotBefore():
            result = _compared(predicate, sight)
        case All():
            result = _joined(predicate.parts, sight, np.logical_and, start=True)
        case Any():
            result = _joined(predicate.parts, sight, np.logical_or, start=False)
        case Not():
            result = np.logical_not(_mask(predicate.part, sight))
        case _:
            raise TypeError(f"not a predicate: {predicate!r}")
    return result


def _compared(predicate: Before | NotBefore, sight: Sight) -> Bools:
    times = _times(predicate.column, sight.columns)
    anchor = _anchor(predicate, sight)
    compared = times < anchor if isinstance(predicate, Before) else times >= anchor
    found: Bools = compared & (times != NO_TIME)
    return found


def _joined(parts: Iterable[Predicate], sight: Sight, join: np.ufunc, *, start: bool) -> Bools:
    result = np.full(sight.columns.size, start)
    for part in parts:
        join(result, _mask(part, sight), out=result)
    return result


def _is(predicate: Is, columns: CaseColumns) -> Bools:
    times = columns.times(predicate.column)
    result = np.zeros(columns.size, np.bool_)
    if times is not None:
        for value in predicate.values:
            result |= times == value
        return result
    codes = _codes(predicate.column, columns)
    for value in predicate.values:
        result |= codes == columns.code(predicate.column, value)
    return result


def _known(predicate: Known, columns: CaseColumns) -> Bools:
    times = columns.times(predicate.column)
    if times is not None:
        known: Bools = times != NO_TIME
    else:
        known = _codes(predicate.column, columns) != columns.code(predicate.column, "")
    return known if predicate.known else ~known


def _times(name: str, columns: CaseColumns) -> NDArray[np.int64]:
    times = columns.times(name)
    if times is None:
        raise KeyError(f"{name} is not a time column of the board")
    return times


def _codes(name: str, columns: CaseColumns) -> NDArray[np.int32]:
    codes = columns.codes(name)
    if codes is None:
        raise KeyError(f"{name} is not a column of the board")
    return codes


def _anchor(predicate: Before | NotBefore, sight: Sight) -> int:
    start = sight.now if predicate.anchor is Anchor.NOW else sight.day_start
    return start + predicate.offset_ms


def day_start(now: Instant, zone: tzinfo) -> Instant:
    """Return the start of the day of `now` in a zone, as an instant."""
    moment = to_datetime(now, zone)
    return from_datetime(moment.replace(hour=0, minute=0, second=0, microsecond=0))


def count(figures: Mapping[str, Figure], sight: Sight, rows: Bools) -> dict[str, int]:
    """Return the value of each figure over the rows of `rows` (a mask: those in use, of one mode)."""
    return {name: int(np.count_nonzero(_mask(figure.rows, sight) & rows)) for name, figure in figures.items()}
