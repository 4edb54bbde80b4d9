"""The demo's rainstorm: plausible cases over the demo district, by category, place and source. Everything is made up.

The same seed gives the same storm. Each case goes in at the door that real sources use, and its text says 演示.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import msgspec

import resources
from services.api.intake import IntakeCase
from services.domain.clock import MINUTE_MS, to_datetime
from services.domain.problems import Refusal
from services.domain.tiers import Tier
from services.intake.cases import take

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from services.desk.district import District
    from services.desk.sources import Database
    from services.domain.clock import Clock, Instant
    from services.domain.units import Unit
    from services.intake.replay import Sleeper

MARK = "【演示】"
"""Stands before the text of every made-up case."""

_JITTER = 0.004
"""How far, in degrees, a case may lie from its grid's centre; it stays inside the grid."""

_TRIES = 4
_HOTLINES = frozenset({"12345", "phone", "counter"})


class Kind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of case of the storm: how often, from which sources, in which words, and what is fed back at the end."""

    category: str
    weight: int
    sources: tuple[str, ...]
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    feedback: tuple[str, ...]


class Voice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who calls through a source (四呼), with which kinds of request in turn, and whether the district found it."""

    call: str = ""
    requests: tuple[str, ...] = ()
    proactive: bool = False


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The storm's words."""

    surnames: tuple[str, ...]
    kind: tuple[Kind, ...]
    voices: dict[str, Voice] = {}


@dataclass(frozen=True, slots=True)
class StormCase:
    """A case of the storm: from which source, as it is sent, of which kind and in which grid."""

    source: str
    case: IntakeCase
    kind: Kind
    grid: Unit


def read_words() -> Words:
    """Return the words that ship with the program."""
    return msgspec.convert(tomllib.loads(resources.path("demo/rainstorm.toml").read_text("utf-8")), Words)


class Rainstorm:
    """Makes the storm's cases, one after another. Raises Refusal not_found for a district that is no demo."""

    def __init__(self, district: District, rng: Random, words: Words | None = None) -> None:
        if not district.demo:
            raise Refusal("not_found")
        self._district = district
        self._rng = rng
        self._words = words or read_words()
        self._kinds = [kind for kind in self._words.kind if kind.category in district.categories]
        self._grids = [unit for unit in district.units.values() if unit.tier is Tier.GRID]

    def next(self, number: str, now: Instant, kind: Kind | None = None) -> StormCase:
        """Return the next case, reported at `now` under the source's own `number`; of a kind, or of any by weight."""
        rng = self._rng
        kind = kind or rng.choices(self._kinds, [kind.weight for kind in self._kinds])[0]
        grid = rng.choice(self._grids)
        source = rng.choice([name for name in kind.sources if name in self._district.sources])
        lon, lat = self._point(grid)
        hotline = source in _HOTLINES
        voice = self._words.voices.get(source, Voice())
        case = IntakeCase(
            number=number,
            title=self.fill(rng.choice(kind.titles)),
            reported_at=to_datetime(now).isoformat(),
            text=MARK + self.fill(rng.choice(kind.texts)),
            place=self.place_of(grid),
            lon=lon,
            lat=lat,
            category=kind.category,
            call_kind=voice.call if voice.call in self._district.call_kinds else "",
            request_kind=self._request(voice, number),
            proactive=voice.proactive,
            caller=rng.choice(self._words.surnames) + rng.choice(("先生", "女士")) if hotline else "",
            phone=f"100{rng.randrange(10**8):08d}" if hotline else "",
        )
        return StormCase(source, case, kind, grid)

    def _request(self, voice: Voice, number: str) -> str:
        """Return a kind of request the district knows; by the number, so that the storm draws no other lot for it."""
        known = [code for code in voice.requests if code in self._district.request_kinds]
        return known[crc32(number.encode()) % len(known)] if known else ""

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of case that the district's catalogue holds."""
        return self._kinds

    def fill(self, pattern: str) -> str:
        """Return a pattern with its numbers filled in."""
        rng = self._rng
        return pattern.format(depth=rng.randrange(8, 60), count=rng.randrange(2, 40), hours=rng.randrange(2, 9))

    def place_of(self, grid: Unit) -> str:
        """Return a place in words: street, community and the grid's number."""
        above = [self._district.units[part].name for part in grid.path.split("/")[1:-1]]
        return " · ".join((*above, grid.code[-3:]))

    def _point(self, grid: Unit) -> tuple[float | None, float | None]:
        """Return a point of the grid: near its centre, and surely inside."""
        if grid.lon is None or grid.lat is None:
            return None, None
        for _ in range(_TRIES):
            lon = round(grid.lon + self._rng.uniform(-_JITTER, _JITTER), 6)
            lat = round(grid.lat + self._rng.uniform(-_JITTER, _JITTER), 6)
            found = self._district.area_at(lon, lat)
            if found is not None and found.id == grid.id:
                return lon, lat
        return grid.lon, grid.lat


def rain(  # noqa: PLR0913 - everything that decides is passed in
    database: Database,
    district: District,
    clock: Clock,
    sleep: Sleeper,
    rng: Random,
    *,
    per_minute: float,
    run: str,
    most: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Let it rain: send cases at about `per_minute`, irregularly, until cancelled or `most` went. Returns how many.

    `run` goes before every number, so that each storm is a new one.
    """
    storm = Rainstorm(district, rng)
    sent = 0
    due = clock.monotonic()
    while not cancelled() and (most is None or sent < most):
        wait = due - clock.monotonic()
        if wait > 0:
            sleep(min(wait, 1.0))
            continue
        made = storm.next(f"{run}-{sent + 1}", clock.now())
        take(database, district, made.source, [made.case], "demo")
        sent += 1
        due += rng.expovariate(1.0) * MINUTE_MS / 1000 / per_minute
    return sent
