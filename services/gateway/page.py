"""What the receiver's page shows: counts by channel and unit, the newest messages, the switches."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from services.gateway.mailbox import Switches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.gateway.mailbox import Held, Mailbox

SHOWN = 100


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One message on the page. `state` is refused, accepted, delivered, failed or answered."""

    idem: str
    channel: str
    unit: str
    target: str
    people: tuple[str, ...]
    text: str
    mode: str
    alert: str
    revision: int
    at: int
    state: str
    reason: str
    repeats: int
    answers: tuple[tuple[str, str, int], ...]


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages of a channel or unit there are in each state; states exclude one another."""

    name: str
    all: int
    refused: int
    accepted: int
    delivered: int
    failed: int
    answered: int


class State(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The page's picture; `same` means nothing has changed since the version the page holds."""

    version: int
    now: int
    same: bool = False
    switches: Switches = Switches()
    channels: tuple[Count, ...] = ()
    units: tuple[Count, ...] = ()
    total: int = 0
    matching: int = 0
    repeats: int = 0
    cards: tuple[Card, ...] = ()


class Shown(msgspec.Struct, frozen=True):
    """The page's filters: one channel, one unit (None: all), and only messages that nobody has answered."""

    channel: str | None = None
    unit: str | None = None
    waiting: bool = False


def state_of(mailbox: Mailbox, now: int, version: int, shown: Shown) -> State:
    """Return the page's picture; only a note that nothing changed when the page already holds this version."""
    if version == mailbox.version:
        return State(version=version, now=now, same=True)
    held = list(mailbox.all())
    matching = [one for one in held if _matches(one, shown)]
    return State(
        version=mailbox.version,
        now=now,
        switches=mailbox.switches,
        channels=_counts((one.message.channel, one) for one in held),
        units=_counts((one.message.unit, one) for one in held),
        total=len(held),
        matching=len(matching),
        repeats=mailbox.repeats,
        cards=tuple(_card(one) for one in islice(matching, SHOWN)),
    )


def _matches(one: Held, shown: Shown) -> bool:
    if shown.waiting and (one.answers or one.result.status != "accepted"):
        return False
    return shown.channel in (None, one.message.channel) and shown.unit in (None, one.message.unit)


def _state(one: Held) -> str:
    if one.result.status == "refused":
        return "refused"
    if one.answers:
        return "answered"
    if one.delivered_at is not None:
        return "delivered"
    return "failed" if one.failed_at is not None else "accepted"


def _counts(named: Iterable[tuple[str, Held]]) -> tuple[Count, ...]:
    tally: dict[str, Counter[str]] = {}
    for name, one in named:
        tally.setdefault(name, Counter())[_state(one)] += 1
    return tuple(
        Count(
            name=name,
            all=states.total(),
            refused=states["refused"],
            accepted=states["accepted"],
            delivered=states["delivered"],
            failed=states["failed"],
            answered=states["answered"],
        )
        for name, states in sorted(tally.items())
    )


def _card(one: Held) -> Card:
    message = one.message
    return Card(
        idem=message.idem,
        channel=message.channel,
        unit=message.unit,
        target=message.target,
        people=message.people,
        text=message.text,
        mode=message.mode,
        alert=message.alert,
        revision=message.revision,
        at=one.got_at,
        state=_state(one),
        reason=one.result.reason,
        repeats=one.repeats,
        answers=tuple((answer.by, answer.text, answer.at) for answer in one.answers),
    )
