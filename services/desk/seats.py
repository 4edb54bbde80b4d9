"""The seats of a supervisor's area: who is on, what each holds, and passing on the claims of somebody who is away."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec

from services.api.cases import Act
from services.api.team import Reassigned, SeatRow
from services.desk import access, claims, commands, moves
from services.desk.moves import Desk
from services.desk.presence import LOOKING_MS
from services.desk.rows import done
from services.desk.sessions import scope_of
from services.domain.actions import ACTIONS, Action
from services.domain.problems import Problem, Refusal
from services.domain.rights import ROLE_RIGHTS, Right
from services.domain.tiers import is_within
from services.store import people as people_store
from services.store import presence
from services.store import seats as store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.cases import Done
    from services.api.team import Reassign
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import Database, Tx
    from services.store.people import Person
    from services.store.presence import Glance
    from services.store.seats import Claim, Deed, OpenSession

_TASK = "查看席位"


def seats(conn: Connection, district: District, scope: Scope, now: Instant) -> list[SeatRow]:
    """Return the seats that may work on cases, of one's own area: those with somebody there first, then by name.

    Raises Refusal no_right.
    """
    access.need(scope, Right.CASE_TAKE_OVER, _TASK)
    mine = [person for person in people_store.every(conn) if _is_mine(district, scope, person)]
    sessions = {one.person_id: one for one in store.open_sessions(conn, now)}
    deeds = store.last_deeds(conn, [person.id for person in mine], now)
    held: dict[str, list[Claim]] = {}
    for claim in store.claims(conn, now - district.loop_rules.claim_ms):
        held.setdefault(claim.person_id, []).append(claim)
    there = {
        one.glance.person_id: one.glance
        for one in presence.recent(conn, now - LOOKING_MS)
        if one.glance.left_at is None
    }
    rows = [
        _row(person, held.get(person.id, []), sessions.get(person.id), there.get(person.id), deeds.get(person.id))
        for person in mine
    ]
    return sorted(rows, key=lambda row: (row.on_since is None, row.name, row.person_id))


def _row(
    person: Person, own: list[Claim], session: OpenSession | None, glance: Glance | None, deed: Deed | None
) -> SeatRow:
    row = SeatRow(
        person_id=person.id,
        name=person.seat or person.name,
        unit_id=person.unit_id,
        claims=len(own),
        oldest_claim=own[0].claimed_at if own else None,
        case_id=glance.case_id if glance is not None else "",
    )
    if session is not None:
        at = max(session.used_at, glance.at if glance is not None else 0)
        row = msgspec.structs.replace(row, on_since=session.opened_at, at=at, locked=session.locked)
    if deed is not None:
        row = msgspec.structs.replace(row, last_action=deed.action, last_number=deed.number, last_at=deed.at)
    return row


def reassign(database: Database, district: District, scope: Scope, person_id: str, ask: Reassign) -> list[Reassigned]:
    """Give every claim of a person back, or to somebody else; one recorded command per case, the rest go on.

    Repeated under the same command id it does what was left undone, and nothing twice. Raises Refusal no_right,
    not_found (not a person of one's area), text_required, unknown_person.
    """
    access.need(scope, Right.CASE_TAKE_OVER, "转交认领")
    if not ask.reason.strip():
        raise Refusal("text_required", field="转交理由")
    person, heir = database.read(lambda conn: (_person(conn, person_id), _person(conn, ask.to)), scope=scope)
    if person is None or not _is_mine(district, scope, person):
        raise Refusal("not_found")
    if ask.to is not None and (heir is None or not _works(heir) or heir.id == person.id):
        raise Refusal("unknown_person", field="to", value=ask.to)
    since = database.now() - district.loop_rules.claim_ms
    held = database.read(lambda conn: store.claims(conn, since, person_id), scope=scope)
    return [_pass_on(database, district, scope, claim, ask, heir) for claim in held]


def _pass_on(
    database: Database, district: District, scope: Scope, claim: Claim, ask: Reassign, heir: Person | None
) -> Reassigned:
    """Pass one claim on, as a command of its own."""
    command_id = f"{ask.command_id}-{claim.case_id[-12:]}"
    answer = commands.run(
        database, scope, command_id, "reassign", lambda tx: _give(tx, district, scope, claim, ask, heir, command_id)
    )
    problem = msgspec.json.decode(answer.body, type=Problem) if answer.status != HTTPStatus.OK else None
    return Reassigned(case_id=claim.case_id, number=claim.number, problem=problem)


def _give(
    tx: Tx, district: District, scope: Scope, claim: Claim, ask: Reassign, heir: Person | None, command_id: str
) -> Done:
    case = access.visible_case(tx.conn, scope, claim.case_id)
    desk = Desk(tx, district, scope)
    reason = ask.reason.strip()
    if heir is None:
        act = Act(command_id=command_id, action=Action.RELEASE, version=case.version, text=reason)
        return done(claims.release(desk, case, act), command_id, visible=True)
    if case.claimed_by != claim.person_id:
        raise Refusal("stale", changed={"claimed_by": case.claimed_by, "version": case.version})
    access.in_charge(district, scope_of(district, heir, scope.origin), case, ACTIONS[Action.CLAIM].label)
    words = f"由{claims.name_of(tx.conn, claim.person_id)}转交{heir.seat or heir.name}：{reason}"
    after = msgspec.structs.replace(
        case, claimed_by=heir.id, claimed_at=tx.now, version=case.version + 1, updated_at=tx.now
    )
    deed = moves.Deed(action=Action.TAKE_OVER.value, text=words, command_id=command_id)
    return done(moves.moved(desk, case, after, deed), command_id, visible=True)


def _person(conn: Connection, person_id: str | None) -> Person | None:
    return people_store.get(conn, person_id) if person_id else None


def _works(person: Person) -> bool:
    return person.disabled_at is None and any(Right.CASE_WORK in ROLE_RIGHTS[role] for role in person.roles)


def _is_mine(district: District, scope: Scope, person: Person) -> bool:
    unit = district.units.get(person.unit_id)
    inside = unit is not None and bool(scope.unit_path) and is_within(unit.path, scope.unit_path)
    return inside and _works(person)
