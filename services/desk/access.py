"""Who may: the right first, then the jurisdiction, then the version, so that a refusal tells an outsider nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.domain.claims import CLAIMING
from services.domain.declared import GATHERING
from services.domain.problems import Refusal
from services.domain.rights import Right, roles_with
from services.domain.tiers import is_within
from services.store import cases as case_store
from services.store.visibility import Sight, sight

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.rights import Scope


_HARMLESS = CLAIMING | GATHERING


def need(scope: Scope, right: Right, action: str) -> None:
    """Raise Refusal no_right when the person may not; `action` is what was tried, in Chinese."""
    if not scope.may(right):
        roles = "、".join(role.zh for role in roles_with(right))
        raise Refusal("no_right", action=action, roles=roles)


def look(conn: Connection, scope: Scope, case_id: str) -> tuple[Case, Sight]:
    """Return a case and how the person sees it: as it is, or as it was when their unit handed it over.

    Raises Refusal not_found, the same for absent and for not theirs.
    """
    found = case_store.get(conn, case_id)
    how = sight(conn, found, scope) if found is not None and scope.may(Right.CASE_READ) else None
    if found is None or how is None:
        raise Refusal("not_found")
    return found, how


def visible_case(conn: Connection, scope: Scope, case_id: str) -> Case:
    """Return a case the person may see as it is now. Raises Refusal not_found."""
    found, how = look(conn, scope, case_id)
    if how.as_of is not None:
        raise Refusal("not_found")
    return found


def fresh(conn: Connection, case: Case, version: int) -> None:
    """Raise Refusal stale, with what changed since, when the case has moved on from `version`.

    Who is at work on it is no such change: whoever opens a form claims the case while filling it in. Nor is it one
    that the case was taken into a declared event.
    """
    if case.version == version:
        return
    newer = [event for event in case_store.events(conn, case.id) if event.version > version]
    if newer and version < case.version and all(event.action in _HARMLESS for event in newer):
        return
    changed: dict[str, Any] = {}
    for event in newer:
        changed.update(event.after)
    changed["version"] = case.version
    raise Refusal("stale", changed=changed)


def in_charge(district: District, scope: Scope, case: Case, action: str) -> None:
    """Raise Refusal not_holder unless the person's centre answers for the case or stands above the one that does.

    A street works the cases of its own tier and below; once a case is answered for by the district, the street reads
    on but no longer decides (our rule, from the four tiers).
    """
    answerable = district.units[case.answerable_id]
    if not scope.unit_path or not is_within(answerable.path, scope.unit_path):
        raise Refusal("not_holder", holder=answerable.name, action=action)
