"""The tier policy's versions: listed, drafted, put into use, and open cases moved to the one in use.

Putting a draft into use is one transaction: what was in use is retired, the draft takes its place. Cases under way keep
the version they were born under until somebody moves them, and that is an event of each case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from services.api.policies import Adopted, PolicyDraft, PolicyList, PolicyRow, UsePolicy
from services.desk import access
from services.desk.moves import Deed, Desk, moved
from services.domain.conditions import RETURN_ASKED_FLAG
from services.domain.custody import HARD_FLAG, REAL_FLAG, UNREAL_FLAG
from services.domain.duplicates import SIMILAR_FLAG
from services.domain.looprules import ReturnPolicy
from services.domain.policies import Known, Policy, PolicyState, checked, draft_of
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.stages import STAGE_FLAG
from services.store import cases as case_store
from services.store import policies as store
from services.store.tables import cases

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.escalation import TierRule
    from services.domain.rights import Scope
    from services.store.database import Tx

NAME_MOST = 60
ADOPT_MOST = 200
"""Longest name of a version; cases moved to the version in use at once (our rule)."""


def known(district: District) -> Known:
    """Return what a policy may speak of in this district."""
    return Known(
        tiers=frozenset(unit.tier for unit in district.units.values() if unit.tier is not None),
        categories=frozenset(district.categories),
        flags=frozenset({HARD_FLAG, STAGE_FLAG, SIMILAR_FLAG, RETURN_ASKED_FLAG, REAL_FLAG, UNREAL_FLAG}),
        returns=district.profile.refusal.policy is not ReturnPolicy.FORBIDDEN,
    )


def listed(conn: Connection, scope: Scope) -> PolicyList:
    """Return every version with its steps, newest first, and how many open cases go by each. Raises no_right."""
    _may_read(scope)
    counts = store.open_by_policy(conn)
    found = store.every(conn)
    before = store.first(conn)
    older = counts.get("", 0)
    rows = tuple(
        _row(one, counts.get(one.id, 0) + (older if before is not None and one.id == before.id else 0)) for one in found
    )
    return PolicyList(policies=rows)


def _may_read(scope: Scope) -> None:
    if not scope.may(Right.SETTINGS):
        access.need(scope, Right.CASE_READ, "查看升级方案")


def draft(tx: Tx, district: District, scope: Scope, given: PolicyDraft) -> PolicyRow:
    """Make a draft, or the next edition of one. Raises Refusal no_right, not_found, stale, field_missing, field_bad."""
    access.need(scope, Right.SETTINGS, "起草升级方案")
    name = given.name.strip()
    if not name:
        raise Refusal("field_missing", field="name")
    if len(name) > NAME_MOST:
        raise Refusal("field_too_long", field="name", limit=NAME_MOST)
    steps = checked(given.steps, known(district))
    tx.lock()
    if given.id:
        return _edited(tx, scope, given, name, steps)
    made = Policy(
        id=tx.ids.new(),
        version=store.next_version(tx.conn),
        name=name,
        state=PolicyState.DRAFT,
        steps=steps,
        made_by=scope.person_id,
        made_at=tx.now,
    )
    store.add(tx, made)
    _tell(tx, district, scope, "policy.draft", made)
    return _row(made, 0)


def _edited(tx: Tx, scope: Scope, given: PolicyDraft, name: str, steps: tuple[TierRule, ...]) -> PolicyRow:
    before = _draft_of_edition(tx.conn, given.id, given.edition)
    after = msgspec.structs.replace(before, name=name, steps=steps)
    if not store.save(tx, after):
        raise Refusal("stale")
    after = msgspec.structs.replace(after, edition=before.edition + 1)
    details = {"version": after.version, "edition": after.edition, "from": scope.origin}
    tx.audit(scope.person_id, "policy.edit", after.id, details | {"before": before.steps, "after": after.steps})
    tx.change("policy", after.id, after.edition)
    return _row(after, 0)


def _draft_of_edition(conn: Connection, policy_id: str, edition: int) -> Policy:
    found = store.get(conn, policy_id)
    if found is None:
        raise Refusal("not_found")
    if found.state is not PolicyState.DRAFT:
        raise Refusal("policy_fixed", version=found.version)
    if found.edition != edition:
        raise Refusal("stale", changed={"edition": found.edition})
    return found


def use(tx: Tx, district: District, scope: Scope, policy_id: str, given: UsePolicy) -> PolicyRow:
    """Put a draft into use for the cases that come from now on; the units and classes of today must bear it.

    Raises Refusal no_right, not_found, policy_fixed, stale, field_bad.
    """
    access.need(scope, Right.SETTINGS, "启用升级方案")
    tx.lock()
    found = _draft_of_edition(tx.conn, policy_id, given.edition)
    checked([draft_of(rule) for rule in found.steps], known(district))
    retired = store.in_use_id(tx.conn)
    if not store.use(tx, found, scope.person_id):
        raise Refusal("stale")
    after = msgspec.structs.replace(found, state=PolicyState.IN_USE, used_by=scope.person_id, used_from=tx.now)
    _tell(tx, district, scope, "policy.use", after, retired=retired)
    return _row(after, 0)


def adopt(tx: Tx, district: District, scope: Scope, reason: str) -> Adopted:
    """Move open cases of older versions to the one in use, a number at a time, each with its event.

    Raises Refusal no_right, text_required, setup_needed (no version is in use).
    """
    access.need(scope, Right.SETTINGS, "转用升级方案")
    if not reason.strip():
        raise Refusal("text_required", field="理由")
    used = store.in_use(tx.conn)
    if used is None:
        raise Refusal("setup_needed")
    wanted = (cases.c.open == 1, cases.c.policy_id != used.id)
    query = select(cases.c.id).where(*wanted).order_by(cases.c.reported_at, cases.c.id).limit(ADOPT_MOST + 1)
    found = list(tx.conn.execute(query).scalars())
    desk = Desk(tx, district, scope)
    deed = Deed(action="policy", text=f"改按第 {used.version} 版升级方案“{used.name}”：{reason.strip()}")
    for case_id in found[:ADOPT_MOST]:
        case = case_store.get(tx.conn, case_id)
        if case is not None:
            after = msgspec.structs.replace(case, policy_id=used.id, version=case.version + 1, updated_at=tx.now)
            moved(desk, case, after, deed)
    return Adopted(moved=len(found[:ADOPT_MOST]), more=len(found) > ADOPT_MOST)


def _tell(tx: Tx, district: District, scope: Scope, action: str, policy: Policy, **more: object) -> None:
    details = {"version": policy.version, "name": policy.name, "from": scope.origin, "steps": policy.steps}
    tx.audit(scope.person_id, action, policy.id, details | more)
    tx.change("policy", policy.id, policy.edition, areas=(district.id,))


def _row(policy: Policy, open_cases: int) -> PolicyRow:
    return PolicyRow(
        id=policy.id,
        version=policy.version,
        name=policy.name,
        state=policy.state,
        steps=tuple(draft_of(rule) for rule in policy.steps),
        edition=policy.edition,
        made_by=policy.made_by,
        made_at=policy.made_at,
        used_from=policy.used_from,
        retired_at=policy.retired_at,
        open_cases=open_cases,
    )
