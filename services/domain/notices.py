"""Whom a step tells: a role, at a place that follows from the case's own way."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from services.domain.rights import Role


class Place(StrEnum):
    """At which unit somebody is told."""

    UP = "up"  # the nearest unit with such a person, from the centre that takes over upwards: where nothing is said
    TO = "to"  # the centre that takes over
    FROM = "from"  # the centre that answered for it
    HOLDER = "holder"  # the unit that held it
    DISTRICT = "district"


class NoticeKind(StrEnum):
    """About what somebody is told."""

    ESCALATED = "escalated"
    REMIND = "remind"
    UNREACHED = "unreached"
    STAGE = "stage"
    WATCH = "watch"
    WHISTLE = "whistle"


class Told(msgspec.Struct, frozen=True):
    """A role at a place, as a rule names it."""

    role: Role
    place: Place = Place.UP


def told(text: str) -> Told:
    """Return what ``supervisor`` or ``street@to`` means. Raises ValueError for an unknown role or place."""
    role, _, place = text.partition("@")
    return Told(Role(role), Place(place) if place else Place.UP)


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """The units of a step: who answered and held before, who takes over; `path` leads to the latter."""

    answered_id: str
    held_id: str
    takes_id: str
    path: str


def places_of(one: Told, way: Way) -> Sequence[str]:
    """Return the units at which to look for the role, in order; the first that has such a person is told."""
    match one.place:
        case Place.TO:
            return (way.takes_id,)
        case Place.FROM:
            return (way.answered_id,)
        case Place.HOLDER:
            return (way.held_id,)
        case Place.DISTRICT:
            return (way.path.split("/", 1)[0],)
        case Place.UP:
            return tuple(reversed(way.path.split("/")))
