"""Alerts, their revisions (the armed correction and all-clear too), contacts and answers."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select, update

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Scope
from services.store import tables as t
from services.store.prepared import Prepared, Row, insert_of, upsert_of
from services.store.tx import Tx
from services.store.visibility import within


class StoredAlert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert. `state`: in_force, ended or cancelled; `area_units` are unit ids; `kind`, `level` codes."""

    id: str
    number: str
    mode: Mode
    demo: bool
    case_id: str | None
    kind: str
    level: str
    state: str
    headline: str
    area_path: str
    area_units: tuple[str, ...]
    starts_at: Instant
    expires_at: Instant
    issued_at: Instant
    issued_by: str
    unit_id: str
    revision: int
    version: int
    updated_at: Instant


class StoredRevision(msgspec.Struct, frozen=True, kw_only=True):
    """A revision. `identifier`, `sent_at` and `cap` are None while it is only armed; `texts` channel → words."""

    alert_id: str
    revision: int
    kind: str
    identifier: str | None
    sent_at: Instant | None
    texts: dict[str, str]
    cap: bytes | None
    sha256: str
    prepared_at: Instant
    prepared_by: str
    audience: bytes | None = None


class StoredContact(msgspec.Struct, frozen=True, kw_only=True):
    """Who a message was for: a contact of the register as it is called now, removed ones too."""

    id: str
    unit_id: str
    person: str


class StoredAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A person's answer to an alert."""

    alert_id: str
    person: str
    unit_id: str
    at: Instant
    text: str
    channel: str


_ALERT = StoredAlert.__struct_fields__
_REVISION = StoredRevision.__struct_fields__
_CONTACT = StoredContact.__struct_fields__
_ANSWER = StoredAnswer.__struct_fields__
_JSON = {"area_units", "texts"}
_a, _r = t.alerts.c, t.alert_revisions.c
_INSERT = insert_of(t.alerts)
_SAVE = Prepared(
    update(t.alerts)
    .where(_a.id == bindparam("of_id"), _a.version == bindparam("of_version"))
    .values({name: bindparam(f"new_{name}") for name in _ALERT if name != "id"})
)
_SELECT = select(*[_a[name] for name in _ALERT])
_GET = Prepared(_SELECT.where(_a.id == bindparam("id")))
_IN_FORCE = Prepared(select(func.count()).where(_a.state == "in_force", _a.expires_at > bindparam("moment")))
_INSERT_REVISION = insert_of(t.alert_revisions)
_RELEASE = Prepared(
    update(t.alert_revisions)
    .where(_r.alert_id == bindparam("of_alert"), _r.revision == bindparam("of_revision"), _r.sent_at.is_(None))
    .values({name: bindparam(f"new_{name}") for name in ("identifier", "sent_at", "texts", "cap", "audience")})
)
_REVISIONS = Prepared(
    select(*[_r[name] for name in _REVISION]).where(_r.alert_id == bindparam("alert_id")).order_by(_r.revision)
)
_ALL_CONTACTS = Prepared(select(*[t.contacts.c[name] for name in _CONTACT]))
_w = t.answers.c
_PUT_ANSWER = upsert_of(
    t.answers,
    {name: bindparam(name) for name in _ANSWER},
    ["alert_id", "person"],
    {"alert_id": _w.alert_id},  # the first answer stays
    _w.at,
)
_ANSWERS = Prepared(
    select(*[_w[name] for name in _ANSWER]).where(_w.alert_id == bindparam("alert_id")).order_by(_w.at, _w.person)
)


def insert(tx: Tx, alert: StoredAlert) -> None:
    """Put a new alert in."""
    _INSERT.run(tx.conn, _values(alert))


def save(tx: Tx, before: StoredAlert, after: StoredAlert) -> None:
    """Save the next version of an alert. Raises Refusal stale."""
    if after.version != before.version + 1 or after.id != before.id:
        raise ValueError("a save makes the next version of the same alert")
    values: dict[str, Any] = {f"new_{name}": value for name, value in _values(after).items() if name != "id"}
    if _SAVE.count(tx.conn, values | {"of_id": before.id, "of_version": before.version}) != 1:
        raise Refusal("stale")


def get(conn: Connection, alert_id: str) -> StoredAlert | None:
    """Return an alert, or None. Whether it may be seen is `may_see`'s to say."""
    row = _GET.one(conn, {"id": alert_id})
    return _alert(row) if row else None


def may_see(scope: Scope) -> ColumnElement[bool]:
    """Return the predicate over `alerts`: of one's own area or unit, of an area above, or of a case one's unit has.

    An alert for the district concerns every unit in it, so those above are seen from below.
    """
    parts = scope.unit_path.split("/") if scope.unit_path else []
    above = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    party = t.case_parties.alias()
    mine = exists().where(party.c.case_id == _a.case_id, party.c.unit_id == scope.unit_id, party.c.until.is_(None))
    seen: list[ColumnElement[bool]] = [_a.unit_id == scope.unit_id, mine]
    if above:
        seen += [within(_a.area_path, scope.unit_path), _a.area_path.in_(above)]
    return or_(*seen)


def recent(conn: Connection, visible: ColumnElement[bool], limit: int) -> list[StoredAlert]:
    """Return visible alerts, newest first."""
    query = _SELECT.where(visible).order_by(_a.issued_at.desc(), _a.id.desc()).limit(limit)
    return [_alert(tuple(row)) for row in conn.execute(query)]


def count_in_force(conn: Connection, now: Instant) -> int:
    """Return how many alerts are in force."""
    row = _IN_FORCE.one(conn, {"moment": now})
    return int(row[0]) if row else 0


def insert_revision(tx: Tx, revision: StoredRevision) -> None:
    """Put a revision in, sent or armed."""
    _INSERT_REVISION.run(tx.conn, _values(revision))


def release(tx: Tx, revision: StoredRevision) -> bool:
    """Fill in what is set at release of an armed revision; False when it was released already."""
    values = {
        f"new_{name}": value
        for name, value in _values(revision).items()
        if name in ("identifier", "sent_at", "texts", "cap", "audience")
    }
    keys = {"of_alert": revision.alert_id, "of_revision": revision.revision}
    return _RELEASE.count(tx.conn, values | keys) == 1


def revisions(conn: Connection, alert_id: str) -> list[StoredRevision]:
    """Return the revisions of an alert, in their order."""
    return [_revision(row) for row in _REVISIONS.all(conn, {"alert_id": alert_id})]


def contacts(conn: Connection) -> list[StoredContact]:
    """Return everybody who stands or ever stood in the register, to name them."""
    return [StoredContact(**dict(zip(_CONTACT, row, strict=True))) for row in _ALL_CONTACTS.all(conn, {})]


def answer(tx: Tx, given: StoredAnswer) -> bool:
    """Keep an answer; False when the person had answered before: the first answer counts."""
    known = {found.person for found in answers(tx.conn, given.alert_id)}
    if given.person not in known:
        _PUT_ANSWER.run(tx.conn, _values(given))
    return given.person not in known


def answers(conn: Connection, alert_id: str) -> list[StoredAnswer]:
    """Return the answers to an alert, first come first."""
    return [StoredAnswer(**dict(zip(_ANSWER, row, strict=True))) for row in _ANSWERS.all(conn, {"alert_id": alert_id})]


def _values(thing: msgspec.Struct) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in thing.__struct_fields__:
        value = getattr(thing, name)
        if name in _JSON:
            value = msgspec.json.encode(value, order="sorted").decode()
        values[name] = value.value if isinstance(value, Mode) else value
    return values


def _alert(row: Row) -> StoredAlert:
    values = dict(zip(_ALERT, row, strict=True))
    values["mode"], values["demo"] = Mode(values["mode"]), bool(values["demo"])
    values["area_units"] = tuple(msgspec.json.decode(values["area_units"]))
    return StoredAlert(**values)


def _revision(row: Row) -> StoredRevision:
    values = dict(zip(_REVISION, row, strict=True))
    values["texts"] = msgspec.json.decode(values["texts"])
    for name in ("cap", "audience"):
        values[name] = bytes(values[name]) if values[name] is not None else None
    return StoredRevision(**values)
