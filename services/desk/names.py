"""What the people are called whom one meets at the cases of one's view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.team import PersonName
from services.desk import access
from services.domain.rights import ROLE_RIGHTS, Right
from services.domain.tiers import is_within
from services.store import people as store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.people import Person


def names(conn: Connection, district: District, scope: Scope) -> list[PersonName]:
    """Return those of one's own unit and area, those above it, and whoever may work on cases. Raises no_right.

    Asked once and again when an unknown person turns up: the board's rows carry ids, not names.
    """
    access.need(scope, Right.CASE_READ, "查看案件")
    return [
        PersonName(person.id, person.seat or person.name, person.unit_id, works=_works(person))
        for person in store.every(conn)
        if person.disabled_at is None and (_works(person) or _is_near(district, scope, person))
    ]


def _works(person: Person) -> bool:
    return any(Right.CASE_WORK in ROLE_RIGHTS[role] for role in person.roles)


def _is_near(district: District, scope: Scope, person: Person) -> bool:
    """Tell whether a person is of one's own unit, or of a unit below or above one's own."""
    if person.unit_id == scope.unit_id:
        return True
    unit = district.units.get(person.unit_id)
    if unit is None or unit.tier is None or not scope.unit_path:
        return False
    return is_within(unit.path, scope.unit_path) or is_within(scope.unit_path, unit.path)
