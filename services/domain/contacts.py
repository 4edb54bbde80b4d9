"""The person to reach at each unit, as the demo makes them up: one per unit, by a pattern of the overlay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from services.domain.profile import ContactPattern
from services.domain.rights import Role
from services.domain.units import Unit, UnitKind


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Who is responsible at a unit and where a message reaches them. `demo`: made up, the name says so as well."""

    unit_id: str
    role: Role
    name: str
    address: str
    demo: bool


def contacts_for(patterns: Sequence[ContactPattern], units: Iterable[Unit]) -> list[Contact]:
    """Return the contacts of units, in their order; a unit whose tier no pattern is for has none."""
    by_tier = {pattern.tier: pattern for pattern in patterns}
    contacts: list[Contact] = []
    for unit in units:
        pattern = by_tier.get(unit.tier)
        if pattern is None or (unit.kind is UnitKind.DEPARTMENT) is not (pattern.tier is None):
            continue
        # replaced, not formatted: a unit's name is data and may hold braces
        name = pattern.name.replace("{unit}", unit.name)
        address = pattern.address.replace("{id}", unit.id)
        contacts.append(Contact(unit_id=unit.id, role=pattern.role, name=name, address=address, demo=True))
    return contacts
