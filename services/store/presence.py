"""Who looks at which case, and who has lately: a few rows per person, written over as they go from case to case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from zlib import crc32

import msgspec
from sqlalchemy import Connection, bindparam, select

from services.domain.clock import Instant
from services.store import tables as t
from services.store.board import CHUNK
from services.store.prepared import Prepared, upsert_of
from services.store.team_tables import presence
from services.store.tx import Tx

PLACES = 16
"""Cases remembered per person: the one looked at, and some that were; a later case takes the place of an earlier."""


class Glance(msgspec.Struct, frozen=True):
    """A person at a case: last there and at work at `at`, gone on to another since `left_at` (None: still there)."""

    person_id: str
    case_id: str
    at: Instant
    left_at: Instant | None = None


class Seen(msgspec.Struct, frozen=True):
    """A glance, with what decides who may know of it: where the case lies and which units have a part in it."""

    glance: Glance
    area_path: str
    units: frozenset[str]
    claimed: bool


_c = presence.c
_PUT = upsert_of(
    presence,
    {name: bindparam(name) for name in ("person_id", "place", "case_id", "at", "left_at")},
    ["person_id", "place"],
    {name: bindparam(f"new_{name}") for name in ("case_id", "at", "left_at")},
)
_RECENT = Prepared(
    select(_c.person_id, _c.case_id, _c.at, _c.left_at, t.cases.c.area_path, t.cases.c.claimed_by)
    .join(t.cases, t.cases.c.id == _c.case_id)
    .where(_c.at >= bindparam("since"))
    .order_by(_c.person_id, _c.at)
)


def put(tx: Tx, glances: Iterable[Glance]) -> None:
    """Keep where people are. No audit link: nothing of a case changes, and it is worth nothing a minute later."""
    for one in glances:
        values = {"case_id": one.case_id, "at": one.at, "left_at": one.left_at}
        keys = {"person_id": one.person_id, "place": crc32(one.case_id.encode()) % PLACES}
        _PUT.run(tx.conn, {**keys, **values, **{f"new_{name}": value for name, value in values.items()}})


def recent(conn: Connection, since: Instant) -> list[Seen]:
    """Return the glances since a moment at cases that exist, by person."""
    rows = _RECENT.all(conn, {"since": since})
    units = _units(conn, {row[1] for row in rows})
    return [
        Seen(Glance(person, case_id, at, left_at), path, units[case_id], claimed_by == person)
        for person, case_id, at, left_at, path, claimed_by in rows
    ]


def _units(conn: Connection, case_ids: set[str]) -> dict[str, frozenset[str]]:
    parts = t.case_parties.c
    found: dict[str, set[str]] = defaultdict(set)
    wanted = sorted(case_ids)
    for at in range(0, len(wanted), CHUNK):
        query = select(parts.case_id, parts.unit_id).where(
            parts.case_id.in_(wanted[at : at + CHUNK]), parts.until.is_(None)
        )
        for row in conn.execute(query):
            found[row.case_id].add(row.unit_id)
    return {case_id: frozenset(found[case_id]) for case_id in case_ids}
