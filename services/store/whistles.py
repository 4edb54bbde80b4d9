"""Whistles as rows: the whistle with its version, its units, problems, ratings, handling record and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, exists, or_, select, update

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.whistles import (
    LIVE,
    Mark,
    Rating,
    Said,
    Summons,
    UnitRole,
    Whistle,
    WhistleProblem,
    WhistleState,
)
from services.store.prepared import Prepared, insert_of, upsert_of
from services.store.visibility import within
from services.store.whistle_tables import (
    whistle_events,
    whistle_files,
    whistle_problems,
    whistle_ratings,
    whistle_units,
    whistles,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.domain.rights import Scope
    from services.domain.whistles import WhistleAction
    from services.store.tx import Tx


def _put(table: Table, keys: tuple[str, ...]) -> Prepared:
    """Return the statement that writes a whole row, whether it is there or not."""
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in table.columns}
    return upsert_of(table, values, keys, {name: value for name, value in values.items() if name not in keys})


_PARTS = ("units", "problems", "ratings")
_FIELDS = tuple(name for name in Whistle.__struct_fields__ if name not in _PARTS)
_UNIT = Summons.__struct_fields__
_PROBLEM = WhistleProblem.__struct_fields__
_RATING = Rating.__struct_fields__
_INSERT = insert_of(whistles)
_INSERT_RATING = insert_of(whistle_ratings, leave=("id",))
_INSERT_EVENT = insert_of(whistle_events, leave=("id",))
_INSERT_FILE = insert_of(whistle_files)
_PUT_UNIT = _put(whistle_units, ("whistle_id", "unit_id"))
_PUT_PROBLEM = _put(whistle_problems, ("whistle_id", "seq"))
_AWAY = -1
"""The place of a unit that a draft no longer summons."""

_OF_A_CASE = 100


class WhistleEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the handling record. `of_unit` "" : it is about the whistle itself."""

    at: Instant
    version: int
    action: str
    actor_id: str
    actor_name: str
    unit_id: str
    of_unit: str
    said: Said | None
    text: str


class WhistleFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a unit's presence; its bytes lie under its SHA-256."""

    id: str
    whistle_id: str
    unit_id: str
    sha256: str
    name: str
    media_type: str
    size: int
    at: Instant
    actor_id: str


def may_see(scope: Scope) -> ColumnElement[bool]:
    """Return the predicate over `whistles`: in one's area, blown by one's unit, or gone out and summoning it."""
    part = whistle_units.alias()
    summoned = exists().where(
        part.c.whistle_id == whistles.c.id, part.c.unit_id == scope.unit_id, part.c.summoned_at.is_not(None)
    )
    mine = or_(whistles.c.unit_id == scope.unit_id, summoned)
    return or_(within(whistles.c.area_path, scope.unit_path), mine) if scope.unit_path else mine


def of_id(whistle_id: str) -> ColumnElement[bool]:
    """Return the predicate "this whistle"."""
    return whistles.c.id == whistle_id


def insert(tx: Tx, whistle: Whistle) -> None:
    """Put a new whistle in."""
    _INSERT.run(tx.conn, _row(whistle))
    _put_parts(tx, None, whistle)


def save(tx: Tx, before: Whistle, after: Whistle) -> None:
    """Save the next version. Raises Refusal whistle_stale when somebody else saved one in between."""
    if after.version != before.version + 1 or after.id != before.id:
        raise ValueError("a save makes the next version of the same whistle")
    query = update(whistles).where(whistles.c.id == before.id, whistles.c.version == before.version)
    if tx.conn.execute(query.values(_row(after))).rowcount != 1:
        raise Refusal("whistle_stale")
    _put_parts(tx, before, after)


def _row(whistle: Whistle) -> dict[str, Any]:
    values = {name: getattr(whistle, name) for name in _FIELDS}
    values["mode"], values["state"] = whistle.mode.value, whistle.state.value
    values["live"] = int(whistle.state in LIVE)
    return values


def _put_parts(tx: Tx, before: Whistle | None, after: Whistle) -> None:
    """Write what is new or different among the parts; what a draft no longer holds is put away, never deleted."""
    known = {} if before is None else {part.unit_id: (place, part) for place, part in enumerate(before.units)}
    for place, part in enumerate(after.units):
        if known.pop(part.unit_id, None) != (place, part):
            _PUT_UNIT.run(tx.conn, _unit_row(after.id, place, part))
    for _, part in known.values():
        _PUT_UNIT.run(tx.conn, _unit_row(after.id, _AWAY, part))
    listed = {} if before is None else {item.seq: item for item in before.problems}
    for item in after.problems:
        if listed.pop(item.seq, None) != item:
            _PUT_PROBLEM.run(tx.conn, {"whistle_id": after.id, **msgspec.structs.asdict(item)})
    for item in listed.values():
        _PUT_PROBLEM.run(tx.conn, {"whistle_id": after.id, **msgspec.structs.asdict(item), "text": ""})
    for rating in after.ratings[0 if before is None else len(before.ratings) :]:
        _INSERT_RATING.run(
            tx.conn, {"whistle_id": after.id, **msgspec.structs.asdict(rating), "mark": rating.mark.value}
        )


def _unit_row(whistle_id: str, place: int, part: Summons) -> dict[str, Any]:
    values = msgspec.structs.asdict(part)
    values["role"], values["arrived_said"] = part.role.value, _said_text(part.arrived_said)
    return {"whistle_id": whistle_id, "place": place, **values}


def _said_text(said: Said | None) -> str:
    return "" if said is None else msgspec.json.encode(said).decode()


def _said(text: str) -> Said | None:
    return msgspec.json.decode(text, type=Said) if text else None


def get(conn: Connection, whistle_id: str) -> Whistle | None:
    """Return a whistle with its parts, or None."""
    found = _load(conn, whistles.c.id == whistle_id, 1)
    return found[0] if found else None


def listed(conn: Connection, visible: ColumnElement[bool], most: int, *, live_only: bool = False) -> list[Whistle]:
    """Return the visible whistles with their parts: live ones first, the newest of each first."""
    wanted = and_(visible, whistles.c.live == 1) if live_only else visible
    return _load(conn, wanted, most)


def of_case(conn: Connection, case_id: str) -> list[Whistle]:
    """Return the whistles blown for a case, live ones first."""
    return _load(conn, whistles.c.case_id == case_id, _OF_A_CASE)


def _load(conn: Connection, wanted: ColumnElement[bool], most: int) -> list[Whistle]:
    query = select(*[whistles.c[name] for name in _FIELDS]).where(wanted)
    rows = conn.execute(query.order_by(whistles.c.live.desc(), whistles.c.made_at.desc(), whistles.c.id).limit(most))
    heads = [dict(zip(_FIELDS, row, strict=True)) for row in rows]
    ids = [head["id"] for head in heads]
    if not ids:
        return []
    units, problems, ratings = _units(conn, ids), _problems(conn, ids), _ratings(conn, ids)
    return [
        _whistle(head, units.get(head["id"], []), problems.get(head["id"], []), ratings.get(head["id"], []))
        for head in heads
    ]


def _whistle(
    head: dict[str, Any], units: list[Summons], problems: list[WhistleProblem], ratings: list[Rating]
) -> Whistle:
    values = head | {
        "mode": Mode(head["mode"]),
        "state": WhistleState(head["state"]),
        "demo": bool(head["demo"]),
        "needs_approval": bool(head["needs_approval"]),
    }
    return Whistle(**values, units=tuple(units), problems=tuple(problems), ratings=tuple(ratings))


def _units(conn: Connection, ids: Sequence[str]) -> dict[str, list[Summons]]:
    columns = [whistle_units.c[name] for name in _UNIT]
    query = select(whistle_units.c.whistle_id, *columns).where(
        whistle_units.c.whistle_id.in_(ids), whistle_units.c.place > _AWAY
    )
    found: dict[str, list[Summons]] = {}
    for whistle_id, *row in conn.execute(query.order_by(whistle_units.c.place)):
        values = dict(zip(_UNIT, row, strict=True))
        values |= {"role": UnitRole(values["role"]), "arrived_said": _said(values["arrived_said"])}
        found.setdefault(whistle_id, []).append(Summons(**values))
    return found


def _problems(conn: Connection, ids: Sequence[str]) -> dict[str, list[WhistleProblem]]:
    columns = [whistle_problems.c[name] for name in _PROBLEM]
    query = select(whistle_problems.c.whistle_id, *columns).where(
        whistle_problems.c.whistle_id.in_(ids), whistle_problems.c.text != ""
    )
    found: dict[str, list[WhistleProblem]] = {}
    for whistle_id, *row in conn.execute(query.order_by(whistle_problems.c.seq)):
        found.setdefault(whistle_id, []).append(WhistleProblem(**dict(zip(_PROBLEM, row, strict=True))))
    return found


def _ratings(conn: Connection, ids: Sequence[str]) -> dict[str, list[Rating]]:
    columns = [whistle_ratings.c[name] for name in _RATING]
    query = select(whistle_ratings.c.whistle_id, *columns).where(whistle_ratings.c.whistle_id.in_(ids))
    found: dict[str, list[Rating]] = {}
    for whistle_id, *row in conn.execute(query.order_by(whistle_ratings.c.id)):
        values = dict(zip(_RATING, row, strict=True))
        found.setdefault(whistle_id, []).append(Rating(**values | {"mark": Mark(values["mark"])}))
    return found


def add_event(
    tx: Tx,
    whistle: Whistle,
    action: WhistleAction | str,
    scope: Scope,
    *,
    text: str = "",
    of_unit: str = "",
    said: Said | None = None,
) -> None:
    """Append a line to the handling record."""
    _INSERT_EVENT.run(
        tx.conn,
        {
            "whistle_id": whistle.id,
            "version": whistle.version,
            "at": tx.now,
            "action": str(action),
            "actor_id": scope.person_id,
            "actor_name": scope.person_name,
            "unit_id": scope.unit_id,
            "of_unit": of_unit,
            "said": _said_text(said),
            "text": text,
        },
    )


def events(conn: Connection, whistle_id: str) -> list[WhistleEvent]:
    """Return the handling record, oldest first."""
    columns = [whistle_events.c[name] for name in WhistleEvent.__struct_fields__]
    query = select(*columns).where(whistle_events.c.whistle_id == whistle_id).order_by(whistle_events.c.id)
    found = []
    for row in conn.execute(query):
        values = dict(zip(WhistleEvent.__struct_fields__, row, strict=True))
        found.append(WhistleEvent(**values | {"said": _said(values["said"])}))
    return found


def add_file(tx: Tx, item: WhistleFile) -> None:
    """Name a kept file as a unit's."""
    _INSERT_FILE.run(tx.conn, msgspec.structs.asdict(item))


def files(conn: Connection, whistle_id: str) -> list[WhistleFile]:
    """Return the files of a whistle, oldest first."""
    return _files(conn, whistle_files.c.whistle_id == whistle_id)


def file(conn: Connection, file_id: str) -> WhistleFile | None:
    """Return a file, or None. Whether its whistle may be seen is the caller's to check."""
    found = _files(conn, whistle_files.c.id == file_id)
    return found[0] if found else None


def _files(conn: Connection, wanted: ColumnElement[bool]) -> list[WhistleFile]:
    fields = WhistleFile.__struct_fields__
    query = select(*[whistle_files.c[name] for name in fields]).where(wanted)
    rows = conn.execute(query.order_by(whistle_files.c.at, whistle_files.c.id))
    return [WhistleFile(**dict(zip(fields, row, strict=True))) for row in rows]
