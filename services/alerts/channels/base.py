"""What every channel shares: a message as it leaves, a receipt as it comes back, a secret that is never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

import msgspec

from services.alerts.outbox import Outcome, Verdict
from services.domain.clock import Instant
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.alerts.outbox import OutboxRow

REASON_MOST = 200
_SECRET_LEAST = 4
"""A value shorter than this is no secret worth hiding, and blanking it would garble every sentence."""


class Credential(msgspec.Struct, frozen=True):
    """A channel's secret and the one mode it may be used in. Its text form never shows the secret."""

    mode: Mode
    secret: str

    def __repr__(self) -> str:
        return f"Credential(mode={self.mode.value!r}, secret=…)"


class Secrets(msgspec.Struct, frozen=True):
    """An account's secrets by field and the one mode they may be used in. Its text form never shows one."""

    mode: Mode
    values: dict[str, str]

    def __repr__(self) -> str:
        return f"Secrets(mode={self.mode.value!r}, {', '.join(sorted(self.values))}=…)"

    def get(self, field: str) -> str:
        """Return a secret, "" where the account has none of that name."""
        return self.values.get(field, "")

    def scrub(self, text: str, *more: str) -> str:
        """Return a provider's words without any of the secrets (and `more`), cut to a length that fits a table."""
        for value in (*self.values.values(), *more):
            for form in (value, quote(value, safe="")):
                if len(value) >= _SECRET_LEAST:
                    text = text.replace(form, "…")
        return text[:REASON_MOST]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A provider's account as an adapter is given it: for one channel, in one mode. `settings` may be shown."""

    id: str
    mode: Mode
    channel: str
    kind: str
    name: str
    settings: dict[str, str]
    secrets: Secrets
    limit: int = 0

    def refuse_crossed(self) -> None:
        """Raise ValueError when the secrets are of another mode than the account."""
        if self.secrets.mode is not self.mode:
            raise ValueError(
                f"a {self.secrets.mode.value} credential cannot be loaded into a {self.mode.value} channel"
            )


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message as a channel gets it, with its final words. `expires` is an instant, `lane` that of the outbox."""

    idem: str
    channel: str
    target: str
    text: str
    alert: str
    revision: int
    mode: Mode
    expires: Instant
    callback: str = ""
    unit: str = ""
    people: tuple[str, ...] = ()
    lane: int = 1


def outgoing(row: OutboxRow, text: str, unit: str = "", people: tuple[str, ...] = ()) -> Outgoing:
    """Return the message of an outbox row with its final words (see `texts.mark_duplicate` for a resend in doubt)."""
    return Outgoing(
        idem=row.idem,
        channel=row.channel,
        target=row.target,
        text=text,
        alert=row.alert_id,
        revision=row.revision,
        mode=row.mode,
        expires=row.expires_at,
        unit=unit,
        people=people,
        lane=row.lane,
    )


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider learnt later: `kind` is "delivered", "failed" or "answered"; `by` and `text` are an answer's."""

    seq: int
    idem: str
    kind: str
    at: Instant
    by: str = ""
    text: str = ""


class Channel(Protocol):
    """Something that takes messages, in one mode only, and says honestly what became of each."""

    @property
    def mode(self) -> Mode:
        """Return the only mode this channel carries."""
        ...

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Hand over messages; return one outcome per message in the same order. Never raises for a bad gateway."""
        ...

    def ask(self, idem: str) -> Outcome | None:
        """Return what became of a message, None when it never arrived, an unknown outcome when that cannot be told."""
        ...

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        """Return the next page of receipts after a sequence number. Raises GatewayUnreachable."""
        ...

    def close(self) -> None:
        """End threads and connections."""
        ...


class Adapter(Protocol):
    """One account of one provider. Like a channel, but asked about a message as it was sent, and when."""

    @property
    def pauses(self) -> bool:
        """Tell whether a pause that it asks for is meant for the whole account, not for one address."""
        ...

    @property
    def mode(self) -> Mode:
        """Return the only mode this account carries."""
        ...

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Hand over messages; return one outcome per message in the same order. Never raises for a bad provider."""
        ...

    def ask(self, message: Outgoing, sent_at: Instant) -> Outcome | None:
        """Return what became of a message handed over at `sent_at`; None when it provably never arrived."""
        ...

    def news(self, sent: Sequence[tuple[Outgoing, Instant]]) -> tuple[Receipt, ...]:
        """Return receipts: pushed ones that came in, and what asking about `sent` (accepted earlier) yields.

        A receipt repeated has the same `seq`. Raises GatewayUnreachable.
        """
        ...

    def heard(self, receipts: Sequence[Receipt]) -> None:
        """Forget receipts that were given by `news` and have been stored."""
        ...

    def close(self) -> None:
        """End threads and connections."""
        ...


class GatewayUnreachable(Exception):
    """Receipts could not be fetched; one Chinese sentence."""


class Timeouts(msgspec.Struct, frozen=True):
    """Seconds to connect, to wait for each piece of an answer, and for the whole call."""

    connect: float = 3.0
    read: float = 10.0
    whole: float = 20.0


def crossed(message: Outgoing) -> Outcome:
    """Return the outcome of a message that met a channel of another mode: it never left."""
    return Outcome(message.idem, Verdict.REFUSED, "", "消息与渠道的模式不符，没有送出")


def cannot_tell(message: Outgoing, why: str) -> Outcome:
    """Return the outcome of asking a provider that cannot be asked."""
    return Outcome(message.idem, Verdict.UNKNOWN, "", why)
