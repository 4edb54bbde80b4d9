"""Loading many cases at once: imports of past years, and benches.

Each batch is one transaction with one audit link, which seals the hash of all its rows. Every case gets its parties,
its search words, its timers and a first line in its timeline; only open cases get a change-log row, as nobody watches
the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import msgspec

from services.domain.cases import Case, PartyRole
from services.domain.clock import Instant
from services.domain.rights import Scope
from services.store import tables as t
from services.store import timers
from services.store.cases import insert_words, row_values
from services.store.database import Database, Tx
from services.store.prepared import driver, insert_of

BATCH = 5_000

_CASES = insert_of(t.cases)
_PARTIES = insert_of(t.case_parties)
_EVENTS = insert_of(t.case_events, leave=("id",))
_PREPARED = {"cases": _CASES, "case_parties": _PARTIES, "case_events": _EVENTS}


class Coming(msgspec.Struct, frozen=True):
    """A timer to arm with a case: its kind, when it is due, the rule's name, and the rule as it is now."""

    kind: str
    due_at: Instant
    rule: str
    policy: Any


class Item(msgspec.Struct, frozen=True):
    """A case to load, with its search words (`search_words.words_of`) and its timers.

    An open case that says when it goes up and comes without its timer is found by the engines' auditor.
    """

    case: Case
    words: str
    coming: tuple[Coming, ...] = ()


def load(
    database: Database,
    items: Iterable[Item],
    scope: Scope,
    *,
    origin: str,
    batch: int = BATCH,
    progress: Callable[[int], bool] | None = None,
) -> int:
    """Load cases that are not in yet and return how many were kept.

    `origin` names where they come from (a file's name) in the audit and the timelines. `progress` gets the count after
    each batch and stops the rest by returning False; what was loaded stays. Raises StoreProblem, and the driver's
    IntegrityError (for the whole batch) when a number or a (source, number) is there already.
    """
    kept = 0
    for part in _batches(items, batch):
        database.write(lambda tx, rows=part: _load(tx, rows, scope, origin), scope=scope)  # type: ignore[misc]
        kept += len(part)
        if progress is not None and not progress(kept):
            break
    return kept


def batch_hash(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the SHA-256, in hexadecimal, over the rows of a batch as canonical JSON, one per line."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(msgspec.json.encode(row, order="sorted"))
        digest.update(b"\n")
    return digest.hexdigest()


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while part := list(islice(source, size)):
        yield part


def _load(tx: Tx, items: list[Item], scope: Scope, origin: str) -> None:
    rows = [row_values(item.case) for item in items]
    _put(tx, "cases", rows)
    _put(tx, "case_parties", [party for item in items for party in _parties(item.case)])
    _put(tx, "case_events", [_event(tx, item.case, scope, origin) for item in items])
    _put_words(tx, items)
    for item in items:
        for timer in item.coming:
            timers.arm(tx, timer.kind, item.case.id, timer.due_at, rule=timer.rule, policy=timer.policy)
    details = {"origin": origin, "count": len(rows), "sha256": batch_hash(rows)}
    tx.audit(scope.person_id, "load", items[0].case.id, details)
    for item in items:
        case = item.case
        if case.is_open:
            units = (case.answerable_id, case.holder_id)
            tx.change("case", case.id, case.version, areas=(case.area_path,), parties=units)


def _parties(case: Case) -> list[dict[str, Any]]:
    blank = {"since": case.holder_since, "until": None, "seen": None, "signed_at": None, "feedback_at": None}
    return [
        {"case_id": case.id, "unit_id": unit, "role": role.value, **blank}
        for unit, role in ((case.answerable_id, PartyRole.ANSWERABLE), (case.holder_id, PartyRole.HOLDER))
    ]


def _event(tx: Tx, case: Case, scope: Scope, origin: str) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "version": case.version,
        "at": tx.now,
        "action": "load",
        "actor_id": scope.person_id,
        "actor_name": scope.person_name,
        "unit_id": scope.unit_id,
        "behalf": "",
        "text": origin,
        "before": "{}",
        "after": "{}",
    }


def _put(tx: Tx, table: str, rows: list[dict[str, Any]]) -> None:
    if tx.conn.dialect.name == "sqlite":
        _PREPARED[table].many(tx.conn, rows)
    else:
        _copy(tx, table, list(rows[0]), [tuple(row.values()) for row in rows])


def _copy(tx: Tx, table: str, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    with driver(tx.conn).cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _put_words(tx: Tx, items: list[Item]) -> None:
    if tx.conn.dialect.name == "sqlite":
        for item in items:
            insert_words(tx.conn, item.case, item.words)
    else:
        _copy(tx, "case_search", ["case_id", "words"], [(item.case.id, item.words) for item in items])
