"""Making a data folder a district's: its profile, units and sources; in a demo also contacts and a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import insert

from services.desk import calendars
from services.desk.district import PROFILE, PURPOSE, read_profile
from services.desk.policy_book import seed_policy
from services.desk.sessions import DEMO_LOGIN
from services.domain.contacts import made_up
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.profile import Purpose
from services.domain.rights import Role
from services.domain.tiers import Tier
from services.store import people, settings, units
from services.store.people import Person
from services.store.tables import contacts, sources

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.domain.contacts import Made
    from services.domain.profile import Profile
    from services.domain.units import Unit
    from services.store.database import Database, Tx

DEMO_SEAT = "坐席 07"

_DESK_PHONES = 80_000_000
"""Demo duty phones are internal numbers from here on, which no public network can dial."""


def found(database: Database, key: str, purpose: Purpose, known: Sequence[Unit]) -> None:
    """Make an empty data folder the district's of a profile. `known` are its units, parents before children.

    Raises Refusal setup_done when it is a district already, field_bad for an unknown profile.
    """
    profile = read_profile(key, purpose)
    database.write(lambda tx: _found(tx, profile, purpose, known))


def _found(tx: Tx, profile: Profile, purpose: Purpose, known: Sequence[Unit]) -> None:
    tx.lock()
    if settings.get(tx.conn, PROFILE):
        raise Refusal("setup_done")
    if not any(unit.id == profile.district_id for unit in known):
        raise Refusal("unknown_unit", field="units", value=profile.district_id)
    units.put(tx, known)
    mode = Mode.EXERCISE if purpose is Purpose.DEMO else Mode.LIVE
    rows = [{"name": source.code, "label": source.name, "mode": mode.value} for source in profile.sources]
    if rows:
        tx.conn.execute(insert(sources), rows)
    if purpose is Purpose.DEMO:
        _demo_contacts(tx, profile, known)
        _demo_person(tx, profile)
    seed_policy(tx, profile.tier_rules)
    calendars.seed(tx, profile.district_id, "")
    settings.put(tx, PROFILE, profile.key)
    settings.put(tx, PURPOSE, purpose.value)
    details = {"profile": profile.key, "purpose": purpose.value, "units": len(known), "rules": profile.rules_label}
    tx.audit("", "district.found", profile.district_id, details)


def _demo_contacts(tx: Tx, profile: Profile, known: Sequence[Unit]) -> None:
    """Write the made-up contacts of every unit by the overlay's patterns; the first loading seals the addresses."""
    places = {unit.id: place for place, unit in enumerate(known)}
    rows: list[dict[str, object]] = [
        {
            "id": f"demo-{made.unit.id}" + ("-2" if made.deputy else ""),
            "unit_id": made.unit.id,
            "slot": made.slot,
            "person": made.person,
            "order": 1,
            "deputy_of": f"demo-{made.unit.id}" if made.deputy else "",
            "channels": msgspec.json.encode(_addresses(made, places[made.unit.id])).decode(),
            "demo": True,
        }
        for made in made_up(profile.contacts, known)
    ]
    if rows:
        tx.conn.execute(insert(contacts), rows)


def _addresses(made: Made, place: int) -> dict[str, str]:
    """Return made-up addresses per channel: everybody by message, centres and departments by desk phone too."""
    address, tier = made.address, made.unit.tier
    channels = {"wecom": address}
    if made.deputy:
        return channels
    if tier is not Tier.GRID:
        channels["phone"] = str(_DESK_PHONES + place)
    if tier is Tier.COMMUNITY:
        channels["broadcast"] = f"{address}:broadcast"
    if tier is Tier.STREET:
        channels["led"] = f"{address}:led"
    return channels


def _demo_person(tx: Tx, profile: Profile) -> None:
    person = Person(
        id=tx.ids.new(),
        login=DEMO_LOGIN,
        name="演示值班长",
        unit_id=profile.district_id,
        roles=frozenset({Role.OPERATOR, Role.SUPERVISOR}),
        seat=DEMO_SEAT,
        initials="yszbc",
    )
    people.add(tx, person)
