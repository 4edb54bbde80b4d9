"""From what the composer sends to a draft: the area in words and paths, the issuer, and whom it reaches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.alerts.audience import Contact
from services.alerts.cap_compose import AreaUnit
from services.alerts.prepared import CAP_CHANNEL
from services.alerts.texts import refuse_words
from services.domain.alerts import AlertDraft, WarningLevel
from services.domain.contacts import standing
from services.domain.problems import Refusal
from services.domain.tiers import Tier, is_within
from services.store import contacts as register

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from services.api.alerts import AlertRequest
    from services.desk.district import District
    from services.domain.alerts import Relay
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.domain.units import Unit
    from services.store.alerts import StoredAlert, StoredRevision

NAMED_AREAS = 6
"""So many areas are named one by one; more are summed up with their number (our rule: a text stays readable)."""

UNITS_MOST = 300
WORDS_MOST = 2_000
"""Units an alert can name one by one, and characters of its words; beyond them choose the area above, or a file."""


_FIELD = re.compile(r"\{(\w+)\}")


def draft_of(district: District, scope: Scope, request: AlertRequest, relay: Relay | None = None) -> AlertDraft:
    """Return the draft of a request; with a `relay` its words are the relayed warning's own.

    Raises Refusal for a kind, level, channel or unit that is none, and for a unit outside one's own area.
    """
    district.book.kind(request.kind)
    for channel in request.channels:
        if channel != CAP_CHANNEL:
            district.book.channel(channel)
    units = units_of(district, scope, request.unit_ids)
    if max(len(request.warning), len(request.measures)) > WORDS_MOST:
        raise Refusal("field_too_long", field="警示事项或措施", limit=WORDS_MOST)
    refuse_words(request.warning + request.measures, request.mode)  # before anything is made of them
    return AlertDraft(
        mode=request.mode,
        kind=request.kind,
        level=_level(request.level),
        start=request.starts_at,
        expires=request.expires_at,
        area_text=area_text(district, units),
        units=tuple(unit.path for unit in units),
        warning=request.warning,
        measures=request.measures,
        issuer=issuer_of(district, scope.unit_id),
        channels=request.channels or _usual(district),
        case=request.case_id,
        relay=relay,
    )


def _usual(district: District) -> tuple[str, ...]:
    """Return the channels of an alert that names none."""
    return tuple(spec.code for spec in district.book.channels.values() if spec.code != CAP_CHANNEL and not spec.extra)


def unfilled(district: District, request: AlertRequest) -> tuple[str, ...]:
    """Return the fields of a template that are still names in braces, by their labels."""
    names = dict.fromkeys(_FIELD.findall(request.warning + request.measures))
    labels = {
        name: spec.label
        for template in district.book.templates_of(request.kind)
        for name, spec in template.fields.items()
    }
    return tuple(labels.get(name, name) for name in names)


def _level(code: str) -> WarningLevel | None:
    if not code:
        return None
    try:
        return WarningLevel(code)
    except ValueError:
        names = "、".join(level.value for level in WarningLevel)
        raise Refusal("field_bad", field="级别", value=code[:20], remedy=f"请用 {names}") from None


def units_of(district: District, scope: Scope, unit_ids: Sequence[str]) -> list[Unit]:
    """Return the chosen areas, without those that lie in another chosen one. Raises Refusal unknown_unit, field_bad."""
    if len(unit_ids) > UNITS_MOST:
        raise Refusal("field_bad", field="范围", value=f"{len(unit_ids)} 个单位", remedy="请改选上一级单位")
    chosen: list[Unit] = []
    for unit_id in dict.fromkeys(unit_ids):
        unit = district.units.get(unit_id)
        if unit is None or unit.tier is None or not scope.unit_path or not is_within(unit.path, scope.unit_path):
            raise Refusal("unknown_unit", field="范围", value=unit_id)
        chosen.append(unit)
    return [
        unit for unit in chosen if not any(other is not unit and is_within(unit.path, other.path) for other in chosen)
    ]


def area_text(district: District, units: Sequence[Unit]) -> str:
    """Return an area in words: 番禺区市桥街道、沙湾街道; many units are summed up."""
    if not units:
        return ""
    names = [_full_name(district, unit) for unit in units[:NAMED_AREAS]]
    more = f"等{len(units)}处" if len(units) > NAMED_AREAS else ""
    own = district.units[district.id].name
    place = district.profile.city
    if units[0].tier is Tier.DISTRICT:
        return place + own
    return place + own + "、".join(names) + more


def _full_name(district: District, unit: Unit) -> str:
    """Return a unit's name with the street before it, where it is below one."""
    line = unit.path.split("/")
    return "".join(district.units[part].name for part in line[1:]) if len(line) > 1 else unit.name


def issuer_of(district: District, unit_id: str) -> str:
    """Return the issuing unit as it is signed: the district's centre by its name, a street's as its centre."""
    unit = district.units[unit_id]
    if unit_id != district.id:
        return unit.name if unit.tier is None else f"{district.profile.name}{unit.name}指挥中心"
    centre = district.profile.centre or "区城市运行指挥中心"
    return district.profile.name + centre.removeprefix("区")


def contacts_of(conn: Connection, district: District, areas: Sequence[str], now: Instant) -> list[Contact]:
    """Return who is to be reached in some areas at this moment, from the register: on duty, or their deputy.

    Departments lie in no area, so that none chooses them. Raises Refusal key_wrong.
    """
    names = {slot.code: slot.name for slot in district.profile.team}
    there = standing(register.within_areas(conn, areas), now, district.zone)
    addresses = register.opened_all(conn, district.keys, [contact.id for contact in there])
    return [
        Contact(
            id=contact.id,
            unit=contact.unit_id,
            path=district.units[contact.unit_id].path,
            slot=names.get(contact.slot, contact.slot),
            person=contact.person,
            order=contact.order,
            channels=addresses.get(contact.id, {}),
        )
        for contact in there
        if contact.unit_id in district.units
    ]


def area_units(district: District, unit_ids: Iterable[str]) -> list[AreaUnit]:
    """Return units as the CAP message names them."""
    return [AreaUnit(unit.path, unit.code, unit.name) for unit in (district.units[name] for name in unit_ids)]


def draft_again(district: District, alert: StoredAlert, issued: StoredRevision) -> AlertDraft:
    """Return the draft of an alert as it was issued, without the words of warning and measures.

    Enough for its correction and all-clear, whose words were armed at issue.
    """
    units = [district.units[unit_id] for unit_id in alert.area_units]
    return AlertDraft(
        mode=alert.mode,
        kind=alert.kind,
        level=WarningLevel(alert.level),
        start=alert.starts_at,
        expires=alert.expires_at,
        area_text=area_text(district, units),
        units=tuple(unit.path for unit in units),
        issuer=issuer_of(district, alert.unit_id),
        issued_at=alert.issued_at,
        channels=tuple(issued.texts),
        case=alert.case_id,
    )
