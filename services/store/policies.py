"""Versions of the tier policy in the store. A version that was in use keeps its steps for ever."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, update

from services.domain.audit import canonical
from services.domain.escalation import TierRule
from services.domain.policies import Policy, PolicyState
from services.store.escalation_tables import tier_policies
from services.store.prepared import Prepared, insert_of
from services.store.tables import cases
from services.store.tx import Tx

_c = tier_policies.c
_FIELDS = Policy.__struct_fields__
_COLUMNS = [_c[name] for name in _FIELDS]
_INSERT = insert_of(tier_policies)
_GET = Prepared(select(*_COLUMNS).where(_c.id == bindparam("id")))
_USED = Prepared(select(*_COLUMNS).where(_c.state == "in_use"))
_USED_ID = Prepared(select(_c.id).where(_c.state == "in_use"))
_FIRST = Prepared(select(*_COLUMNS).where(_c.state != "draft").order_by(_c.version).limit(1))
_EVERY = Prepared(select(*_COLUMNS).order_by(_c.version.desc()))
_LAST = Prepared(select(func.max(_c.version)))
_OPEN_BY = Prepared(select(cases.c.policy_id, func.count()).where(cases.c.open == 1).group_by(cases.c.policy_id))
_SAVE = Prepared(
    update(tier_policies)
    .where(_c.id == bindparam("of_id"), _c.state == "draft", _c.edition == bindparam("of_edition"))
    .values(name=bindparam("new_name"), steps=bindparam("new_steps"), edition=_c.edition + 1)
)
_RETIRE = Prepared(
    update(tier_policies).where(_c.state == "in_use").values(state="retired", retired_at=bindparam("moment"))
)
_USE = Prepared(
    update(tier_policies)
    .where(_c.id == bindparam("of_id"), _c.state == "draft", _c.edition == bindparam("of_edition"))
    .values(state="in_use", used_by=bindparam("who"), used_from=bindparam("moment"))
)


def add(tx: Tx, policy: Policy) -> None:
    """Put a version in, as it is given."""
    values: dict[str, Any] = {name: getattr(policy, name) for name in _FIELDS}
    _INSERT.run(tx.conn, values | {"state": policy.state.value, "steps": canonical(policy.steps)})


def save(tx: Tx, policy: Policy) -> bool:
    """Save a draft's next edition, `policy.edition` being the one it was read at; False when it is none any more."""
    values = {
        "of_id": policy.id,
        "of_edition": policy.edition,
        "new_name": policy.name,
        "new_steps": canonical(policy.steps),
    }
    return _SAVE.count(tx.conn, values) == 1


def use(tx: Tx, policy: Policy, who: str) -> bool:
    """Put a draft into use in place of what is; False when it is no draft of that edition any more."""
    _RETIRE.run(tx.conn, {"moment": tx.now})
    values = {"of_id": policy.id, "of_edition": policy.edition, "who": who, "moment": tx.now}
    return _USE.count(tx.conn, values) == 1


def get(conn: Connection, policy_id: str) -> Policy | None:
    """Return a version, or None."""
    row = _GET.one(conn, {"id": policy_id})
    return _policy(row) if row else None


def in_use(conn: Connection) -> Policy | None:
    """Return the version in use; None before the first."""
    row = _USED.one(conn, {})
    return _policy(row) if row else None


def in_use_id(conn: Connection) -> str:
    """Return the id of the version in use, "" before the first."""
    row = _USED_ID.one(conn, {})
    return str(row[0]) if row else ""


def first(conn: Connection) -> Policy | None:
    """Return the oldest version that was ever in use: the one of cases from before there were versions."""
    row = _FIRST.one(conn, {})
    return _policy(row) if row else None


def every(conn: Connection) -> list[Policy]:
    """Return all versions, newest first."""
    return [_policy(row) for row in _EVERY.all(conn, {})]


def next_version(conn: Connection) -> int:
    """Return the number that the next version gets."""
    row = _LAST.one(conn, {})
    return int(row[0] or 0) + 1 if row else 1


def open_by_policy(conn: Connection) -> dict[str, int]:
    """Return how many open cases there are by policy id; "" are those from before there were versions."""
    return {str(row[0]): int(row[1]) for row in _OPEN_BY.all(conn, {})}


def _policy(row: tuple[Any, ...]) -> Policy:
    values = dict(zip(_FIELDS, row, strict=True))
    values["state"] = PolicyState(values["state"])
    values["steps"] = tuple(msgspec.json.decode(values["steps"], type=list[TierRule]))
    return Policy(**values)
