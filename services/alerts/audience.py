"""Who is reached: contacts and chosen areas in, normalised addresses and honest counts out. Pure functions.

A target is one normalised address on one channel. People who share it are recipients of one message. Somebody without
a usable address on any chosen channel is named, not dropped.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import msgspec

from services.domain.tiers import is_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PHONE_CHANNELS = ("sms", "phone")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{9,11}")
_SHORT = re.compile(r"\d{3,8}")
_TOKEN = re.compile(r"[^\s<>\"']{1,128}")


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A responsible person or device of a unit: `slot` is the place in the unit's team, `order` who is called first.

    `path` is the unit's area path; `channels` maps channel code → address as it was entered.
    """

    id: str
    unit: str
    path: str
    slot: str
    person: str
    order: int = 1
    channels: dict[str, str] = {}


class Recipient(msgspec.Struct, frozen=True):
    """One contact behind a target; answers are counted per contact."""

    contact: str
    person: str
    unit: str
    slot: str


class Target(msgspec.Struct, frozen=True):
    """One normalised address on one channel, and everybody who reads there."""

    channel: str
    address: str
    recipients: tuple[Recipient, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Return the ids of the recipients' units, each once, in order."""
        return tuple(dict.fromkeys(recipient.unit for recipient in self.recipients))


class ChannelCount(msgspec.Struct, frozen=True):
    """How far a channel reaches: addresses, contacts behind them, and contacts whose address cannot be used."""

    channel: str
    targets: int
    people: int
    faulty: int


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """The audience of an alert: targets by channel, counts, and who cannot be reached at all (with the reason)."""

    targets: tuple[Target, ...]
    counts: tuple[ChannelCount, ...]
    people: int
    reached: int
    unreachable: tuple[tuple[Contact, str], ...]


def normalise(channel: str, address: str) -> str | None:
    """Return an address in the one form in which it is compared and sent, or None when it cannot be one.

    Phone numbers lose blanks, hyphens, brackets and +86; full-width characters become plain; other addresses only
    lose surrounding blanks (their case may matter). An 11-digit mobile, a landline with area code, or (for calls only)
    a short internal number is a phone number.
    """
    plain = unicodedata.normalize("NFKC", address).strip()
    if channel not in _PHONE_CHANNELS:
        return plain if _TOKEN.fullmatch(plain) else None
    digits = re.sub(r"[\s\-()]", "", plain)
    digits = re.sub(r"^(\+86|0086)", "", digits)
    patterns = (_MOBILE,) if channel == "sms" else (_MOBILE, _LANDLINE, _SHORT)
    return digits if digits.isascii() and any(pattern.fullmatch(digits) for pattern in patterns) else None


def choose(contacts: Iterable[Contact], areas: Sequence[str]) -> tuple[Contact, ...]:
    """Return the contacts whose unit lies in one of the chosen area paths, each once, by unit path, order and id."""
    chosen = {contact.id: contact for contact in contacts if any(is_within(contact.path, area) for area in areas)}
    return tuple(sorted(chosen.values(), key=lambda contact: (contact.path, contact.order, contact.id)))


def resolve(contacts: Iterable[Contact], areas: Sequence[str], channels: Sequence[str]) -> Audience:
    """Resolve who is reached in the chosen areas over the chosen channels: contacts are counted, addresses sent to."""
    people = choose(contacts, areas)
    shared: dict[tuple[str, str], list[Recipient]] = {}
    faulty = dict.fromkeys(channels, 0)
    reached: set[str] = set()
    for contact in people:
        for channel in channels:
            entered = contact.channels.get(channel, "")
            address = normalise(channel, entered) if entered.strip() else None
            if address is not None:
                who = Recipient(contact.id, contact.person, contact.unit, contact.slot)
                shared.setdefault((channel, address), []).append(who)
                reached.add(contact.id)
            elif entered.strip():
                faulty[channel] += 1
    order = {channel: place for place, channel in enumerate(channels)}
    targets = tuple(Target(channel, address, tuple(who)) for (channel, address), who in shared.items())
    return Audience(
        targets=tuple(sorted(targets, key=lambda target: order[target.channel])),
        counts=tuple(_count(channel, targets, faulty[channel]) for channel in order),
        people=len(people),
        reached=len(reached),
        unreachable=tuple((contact, _why(contact, channels)) for contact in people if contact.id not in reached),
    )


def _count(channel: str, targets: Iterable[Target], faulty: int) -> ChannelCount:
    own = [target for target in targets if target.channel == channel]
    return ChannelCount(channel, len(own), sum(len(target.recipients) for target in own), faulty)


def _why(contact: Contact, channels: Sequence[str]) -> str:
    given = {channel for channel, address in contact.channels.items() if address.strip()}
    if given.intersection(channels):
        return "地址格式不对"
    return "所选渠道均无地址" if given else "未登记地址"
