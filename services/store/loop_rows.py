"""What hangs on a case in the loop: when its clock stood still, the follow-up calls, the cases merged into it."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from services.domain.cases import Case
from services.domain.clock import Instant
from services.store import loop_tables as t
from services.store.cases import case_of
from services.store.prepared import Prepared, insert_of
from services.store.tables import cases, personal
from services.store.tx import Tx


class StopRow(msgspec.Struct, frozen=True, kw_only=True):
    """A suspension (挂账): from, planned and real end (None while it lasts), and why."""

    at: Instant
    planned_until: Instant
    until: Instant | None
    reason_code: str
    reason: str
    actor_id: str


class FollowUpRow(msgspec.Struct, frozen=True, kw_only=True):
    """A follow-up call (回访) to the caller of one case, which may be one merged into the case it is noted on."""

    caller_case_id: str
    at: Instant
    actor_id: str
    reached: bool
    resolved: str
    satisfaction: str
    text: str


_s, _f = t.stops.c, t.follow_ups.c
_INSERT_STOP = insert_of(t.stops, leave=("id",))
_CLOSE_STOP = Prepared(
    update(t.stops).where(_s.case_id == bindparam("of_case"), _s.until.is_(None)).values(until=bindparam("end"))
)
_STOPS = Prepared(
    select(*[_s[name] for name in StopRow.__struct_fields__]).where(_s.case_id == bindparam("case_id")).order_by(_s.id)
)
_INSERT_FOLLOW_UP = insert_of(t.follow_ups, leave=("id",))
_FOLLOW_UPS = Prepared(
    select(*[_f[name] for name in FollowUpRow.__struct_fields__])
    .where(_f.case_id == bindparam("case_id"))
    .order_by(_f.id)
)
_CHILDREN = Prepared(
    select(*[cases.c[name] for name in Case.__struct_fields__])
    .where(cases.c.parent_id == bindparam("parent_id"), cases.c.merged_at.is_not(None))
    .order_by(cases.c.merged_at, cases.c.id)
)


def open_stop(tx: Tx, case: Case, *, reason_code: str, reason: str, actor_id: str) -> None:
    """Write that the case's clock stands still from now. Raises ValueError for a case that is not suspended."""
    if case.suspended_at is None or case.suspended_until is None:
        raise ValueError("a stop belongs to a suspended case")
    values: dict[str, Any] = {
        "case_id": case.id,
        "at": case.suspended_at,
        "planned_until": case.suspended_until,
        "until": None,
        "reason_code": reason_code,
        "reason": reason,
        "actor_id": actor_id,
    }
    _INSERT_STOP.run(tx.conn, values)


def add_stop(tx: Tx, case_id: str, at: Instant, until: Instant, *, reason: str, actor_id: str) -> None:
    """Write that the case's clock stood still from `at` to `until`."""
    values = {"case_id": case_id, "at": at, "planned_until": until, "until": until}
    _INSERT_STOP.run(tx.conn, values | {"reason_code": "", "reason": reason, "actor_id": actor_id})


def close_stop(tx: Tx, case_id: str, end: Instant) -> None:
    """Write when the stop that was open ended."""
    _CLOSE_STOP.run(tx.conn, {"of_case": case_id, "end": end})


def stops(conn: Connection, case_id: str) -> list[StopRow]:
    """Return a case's suspensions, oldest first."""
    return [_row(StopRow, row) for row in _STOPS.all(conn, {"case_id": case_id})]


def add_follow_up(tx: Tx, case_id: str, row: FollowUpRow) -> None:
    """Note a follow-up call on a case."""
    _INSERT_FOLLOW_UP.run(tx.conn, {"case_id": case_id, **msgspec.structs.asdict(row)})


def follow_ups(conn: Connection, case_id: str) -> list[FollowUpRow]:
    """Return the follow-up calls noted on a case, oldest first."""
    found = [_row(FollowUpRow, row) for row in _FOLLOW_UPS.all(conn, {"case_id": case_id})]
    return [msgspec.structs.replace(row, reached=bool(row.reached)) for row in found]


def children(conn: Connection, parent_id: str) -> list[Case]:
    """Return the cases merged into one, in the order in which they came."""
    return [case_of(row) for row in _CHILDREN.all(conn, {"parent_id": parent_id})]


def with_caller(conn: Connection, case_ids: list[str]) -> set[str]:
    """Return those of the cases whose caller is known."""
    query = select(personal.c.case_id).distinct().where(personal.c.case_id.in_(case_ids))
    return set(conn.execute(query).scalars())


def _row(kind: type[Any], row: tuple[Any, ...]) -> Any:  # noqa: ANN401 - the kind that was asked for
    return kind(**dict(zip(kind.__struct_fields__, row, strict=True)))
