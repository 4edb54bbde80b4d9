"""The district as every desk function needs it: one frozen bundle, built once and passed in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

import resources
from services.alerts.book import load_book
from services.alerts.cap_rules import Bounds
from services.alerts.prepared import Tools
from services.api.district import CategoryRow, NamedCode, ProfileView, UnitRow
from services.desk import contacts_seal, signing
from services.desk.calendars import missing
from services.desk.clocks import calendar
from services.desk.policy_book import PolicyBook, seed_policy
from services.domain.clock import MINUTE_MS, from_datetime, to_datetime
from services.domain.duplicates import rule_for
from services.domain.figures import FIGURES, kind_figures
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.profile import Purpose, overlay
from services.domain.profile_read import load_overlay, load_profile
from services.domain.standard import StandardState
from services.domain.tiers import Tier
from services.store import catalogue as catalogue_store
from services.store import policies as policy_store
from services.store import settings as settings_store
from services.store import units as unit_store
from services.store.tables import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from services.alerts.book import AlertBook
    from services.alerts.signing import Signer
    from services.domain.calendar import Calendar
    from services.domain.cases import Priority
    from services.domain.clock import Instant
    from services.domain.deadlines import Limit
    from services.domain.duplicates import SimilarRule
    from services.domain.figures import Figure
    from services.domain.looprules import LoopRules
    from services.domain.profile import Profile
    from services.domain.stages import StageLimit
    from services.domain.units import Unit
    from services.geo.areas import AreaSet
    from services.geo.locate import Locator
    from services.store.catalogue import Subclass
    from services.store.database import Database
    from services.store.personal import Keys

PROFILE = "profile"
PURPOSE = "purpose"
"""Settings that say which district a data folder serves, and whether it is for demonstration; written once."""

IDLE_LOCK_MS = 15 * MINUTE_MS
"""When a seat locks, where a district has said nothing (our rule)."""

BOUNDARY_LABEL = "演示边界"
_KNOWN_STATES = (StandardState.IN_USE, StandardState.RETIRED)
_REACH_DEGREES = 1.0
"""Where no boundary is known, a point this far (about 100 km) from every known unit cannot be the district's."""


@dataclass(frozen=True)
class District:
    """One district in one data folder. `units` by id, `sources` name by code.

    `areas` reads the boundaries, and is None where there are none. `keys` seal personal fields. `subclasses` are those
    of the standards in use and retired, `barred` the categories that may not go to a grid; `missing` says what the
    clocks lack. Everything else follows from the profile.
    """

    profile: Profile
    mode: Mode
    units: Mapping[str, Unit]
    sources: Mapping[str, str]
    keys: Keys
    areas: Callable[[], AreaSet] | None
    book: AlertBook
    signer: Signer
    idle_lock_ms: int = IDLE_LOCK_MS
    subclasses: tuple[Subclass, ...] = ()
    barred: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    policies: PolicyBook = field(default_factory=PolicyBook)

    @property
    def id(self) -> str:
        """The id of the district's own unit, at which every area path begins."""
        return self.profile.district_id

    @property
    def demo(self) -> bool:
        """Whether what is made here is marked 演示."""
        return self.profile.demo

    @property
    def purpose(self) -> Purpose:
        """What the data folder was made for."""
        return Purpose.DEMO if self.demo else Purpose.DISTRICT

    @cached_property
    def locator(self) -> Locator | None:
        """What finds the area around a point, None without any boundary. Made at the first question: no start waits."""
        if self.areas is None:
            return None
        from services.geo.locate import Locator  # noqa: PLC0415 - geometry takes long to load

        return Locator(self.areas())

    @cached_property
    def zone(self) -> ZoneInfo:
        """The district's time zone."""
        return ZoneInfo(self.profile.time_zone)

    @cached_property
    def loop_rules(self) -> LoopRules:
        """The district's settings of the closed loop."""
        return self.profile.loop_rules

    @cached_property
    def categories(self) -> dict[str, str]:
        """Category code → name, also those that only older cases have."""
        standard = {row.category: row.sub_name for row in self.subclasses}
        return {category.code: category.name for category in self.profile.categories} | standard

    @cached_property
    def offered(self) -> frozenset[str]:
        """The categories that a new case may have: the profile's and those of the standard in use."""
        profile = {category.code for category in self.profile.categories}
        return frozenset(profile | {row.category for row in self.subclasses if row.state == StandardState.IN_USE})

    @cached_property
    def calendars(self) -> dict[str, Calendar]:
        """The working calendar as last built, by its stamp (services.desk.clocks keeps it)."""
        return {}

    @cached_property
    def units_by_code(self) -> dict[str, Unit]:
        """Area units by their division or grid code."""
        return {unit.code: unit for unit in self.units.values() if unit.tier is not None}

    @cached_property
    def call_kinds(self) -> frozenset[str]:
        """The codes of the kinds of call (四呼), empty where the district has none."""
        return frozenset(kind.code for kind in self.profile.call_kinds)

    @cached_property
    def request_kinds(self) -> frozenset[str]:
        """The codes of the kinds of request."""
        return frozenset(kind.code for kind in self.profile.request_kinds)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure by name: those of every district, and those of its own kinds of call, of request and sources."""
        labels = {
            "call": {kind.code: kind.name for kind in self.profile.call_kinds},
            "request": {kind.code: kind.name for kind in self.profile.request_kinds},
            "source": self.sources,
        }
        return FIGURES | kind_figures(labels)

    @cached_property
    def stage_limits(self) -> tuple[StageLimit, ...]:
        """The limits of the stages, in order."""
        return self.profile.stage_limits

    @cached_property
    def _similar_rules(self) -> dict[str, SimilarRule]:
        return {}

    def similar_rule(self, category: str) -> SimilarRule:
        """Return how near two reports of a category must be to be suggested as one matter."""
        found = self._similar_rules.get(category)
        if found is None:
            kind = self.profile.category(category) if category else None
            found = rule_for(self.profile.similar_rules, category, kind.group if kind is not None else "")
            self._similar_rules[category] = found
        return found

    @cached_property
    def _limits(self) -> dict[tuple[str, Priority], Limit | None]:
        return {}

    def limit_for(self, category: str, priority: Priority) -> Limit | None:
        """Return the limit of a case of this category and priority, or None (无时限)."""
        key = (category, priority)
        if key not in self._limits:
            self._limits[key] = self.profile.limit_for(category, priority)
        return self._limits[key]

    def tier_label(self, tier: Tier) -> str:
        """Return what the district calls a tier."""
        return self.profile.tier_label(tier)

    def area_at(self, lon: float, lat: float) -> Unit | None:
        """Return the smallest area around a point (WGS84 degrees), None where no boundary of this district is known."""
        place = self.locator.locate(lon, lat) if self.locator is not None else None
        return self.units.get(place.smallest) if place is not None else None

    def holds(self, lon: float, lat: float) -> bool:
        """Tell whether a point can be this district's: inside its boundary, or near its units where none is known."""
        if self.locator is not None:
            return self.locator.locate(lon, lat) is not None
        if abs(lon) > 180 or abs(lat) > 90:
            return False
        box = self._box
        return box is None or (box[0] <= lon <= box[2] and box[1] <= lat <= box[3])

    @cached_property
    def _box(self) -> tuple[float, float, float, float] | None:
        points = [(u.lon, u.lat) for u in self.units.values() if u.lon is not None and u.lat is not None]
        if not points:
            return None
        lons, lats = [point[0] for point in points], [point[1] for point in points]
        reach = _REACH_DEGREES
        return min(lons) - reach, min(lats) - reach, max(lons) + reach, max(lats) + reach

    @cached_property
    def alert_tools(self) -> Tools:
        """What composing an alert needs: the book, the CAP schema, the zone and where positions are plausible."""
        box = self._box
        from services.alerts.cap_parse import CapReader  # noqa: PLC0415 - most hubs issue no alert for hours

        reader = CapReader(resources.path("cap/CAP-v1.2.xsd"))
        return Tools(self.book, reader, self.zone, Bounds(*box) if box is not None else None, self.signer)

    def day_start(self, now: Instant) -> Instant:
        """Return the first instant of the day of `now` in the district's zone."""
        moment = to_datetime(now, self.zone)
        return from_datetime(moment.replace(hour=0, minute=0, second=0, microsecond=0))

    @cached_property
    def unit_rows(self) -> tuple[UnitRow, ...]:
        """Every unit as a console lists it."""
        return tuple(
            UnitRow(
                id=unit.id,
                code=unit.code,
                name=unit.name,
                kind=unit.kind.value,
                tier=unit.tier,
                parent_id=unit.parent_id,
                path=unit.path,
                lon=unit.lon,
                lat=unit.lat,
                initials=unit.initials,
            )
            for unit in self.units.values()
        )

    @cached_property
    def view(self) -> ProfileView:
        """What a console needs to know of the district."""
        profile = self.profile
        return ProfileView(
            district_id=self.id,
            name=profile.name,
            title=profile.title,
            mode=self.mode,
            demo=self.demo,
            rules_label=profile.rules_label,
            boundary_label=BOUNDARY_LABEL if self.demo else "",
            time_zone=profile.time_zone,
            tier_labels={tier.name.lower(): profile.tier_label(tier) for tier in Tier},
            steps=profile.step_labels,
            step_of=profile.step_of,
            categories=(
                *(self._category_row(category.code) for category in profile.categories),
                *self._standard_rows(),
            ),
            sources=_named(self.sources),
            call_kinds=_named({kind.code: kind.name for kind in profile.call_kinds}),
            request_kinds=_named({kind.code: kind.name for kind in profile.request_kinds}),
            refusal=profile.refusal.policy.value,
            loop=profile.loop_rules,
            reasons={action: _reasons(profile, action) for action in ("decline", "return", "suspend")},
            shifts=tuple(shift.text for shift in profile.shifts),
            unknown=profile.unknown + self.missing,
        )

    def _standard_rows(self) -> list[CategoryRow]:
        return [
            CategoryRow(
                code=row.category,
                name=row.sub_name,
                group=f"{row.kind}·{row.main_name}",
                offered=row.category in self.offered,
                to_grid=row.category not in self.barred,
            )
            for row in self.subclasses
        ]

    def _category_row(self, code: str) -> CategoryRow:
        category = self.profile.category(code)
        if category is None:
            raise KeyError(code)
        limit = None if category.priority is None else self.limit_for(code, category.priority)
        return CategoryRow(
            code=code,
            name=category.name,
            group=category.group,
            priority=category.priority,
            limit_text="" if limit is None else limit.text,
            department_id=f"dept-{category.department}" if category.department else "",
            to_grid=code not in self.barred,
        )


def _reasons(profile: Profile, action: str) -> tuple[NamedCode, ...]:
    return tuple(NamedCode(code=reason.code, name=reason.name) for reason in profile.reasons.of(action))


def _named(codes: Mapping[str, str]) -> tuple[NamedCode, ...]:
    return tuple(NamedCode(code=code, name=name) for code, name in codes.items())


def read_profile(key: str, purpose: Purpose) -> Profile:
    """Return a shipped profile, with the demo's rules laid over it in a demo. Raises ProfileError, Refusal."""
    try:
        path = resources.path(f"profiles/{key if key.isalnum() else ''}.toml")
    except FileNotFoundError:
        raise Refusal("field_bad", field="profile", value=key, remedy="请从随附的区情配置中选择") from None
    profile = load_profile(path.read_bytes())
    if purpose is Purpose.DEMO:
        rules = load_overlay(resources.path("profiles/demo-rules.toml").read_bytes())
        return overlay(profile, rules, purpose)
    return profile


def source_names(conn: Connection) -> dict[str, str]:
    """Return the registered sources that are in use, code → name."""
    query = select(sources.c.name, sources.c.label).where(sources.c.disabled_at.is_(None))
    return {row.name: row.label for row in conn.execute(query.order_by(sources.c.name))}


def load_district(database: Database, keys: Keys, *, areas: AreaSet | None = None) -> District:
    """Build the district that a data folder serves. `areas` are its boundaries; a demo brings its own.

    Raises Refusal setup_needed when the folder has not been made a district yet.
    """
    key = database.read(lambda conn: settings_store.get(conn, PROFILE))
    if not key:
        raise Refusal("setup_needed")
    purpose = Purpose(database.read(lambda conn: settings_store.get(conn, PURPOSE)))
    units = {unit.id: unit for unit in database.read(unit_store.every)}
    registered = database.read(source_names)
    profile = read_profile(key, purpose)
    if not database.read(policy_store.in_use_id):  # data of a release before policies had versions
        database.write(lambda tx: seed_policy(tx, profile.tier_rules))
    contacts_seal.seal(database, keys)
    district = District(
        profile=profile,
        mode=Mode.EXERCISE if purpose is Purpose.DEMO else Mode.LIVE,
        units=units,
        sources=registered,
        keys=keys,
        idle_lock_ms=0 if purpose is Purpose.DEMO else IDLE_LOCK_MS,
        areas=_boundaries(areas, purpose),
        book=load_book(resources.path("alerts")),
        signer=signing.signer(database, keys, profile.name),
        subclasses=tuple(database.read(lambda conn: catalogue_store.subclasses(conn, _KNOWN_STATES))),
        barred=database.read(catalogue_store.barred),
    )
    now = database.now()
    clocks_lack = database.read(lambda conn: missing(calendar(conn, district), now))
    return replace(district, missing=tuple(lack.zh for lack in clocks_lack))


def _boundaries(drawn: AreaSet | None, purpose: Purpose) -> Callable[[], AreaSet] | None:
    if drawn is not None:
        return lambda: drawn
    return _demo_areas if purpose is Purpose.DEMO else None


def _demo_areas() -> AreaSet:
    from services.geo.demo_units import demo_areas  # noqa: PLC0415 - as above

    return demo_areas()
