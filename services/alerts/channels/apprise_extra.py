"""Apprise as an optional extra: many services by one address each, and never more than "accepted, unverified".

Its plugins take HTTP 200 for success and follow redirects; its calls are not ours to check (no pinned address, no size
limit). So it never carries Live, and what it calls success is shown as accepted, unverified.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from services.alerts.channels.base import cannot_tell, crossed
from services.alerts.channels.webhook import UNVERIFIED
from services.alerts.outbox import Outcome, Verdict
from services.domain.channels_text import utf8_length
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.alerts.channels.base import Account, Outgoing, Receipt
    from services.domain.clock import Instant


class Notifier(Protocol):
    """What is used of Apprise."""

    def add(self, servers: str) -> bool:
        """Take an address; False for one it does not know."""
        ...

    def notify(self, body: str, title: str) -> bool | None:
        """Send; True for what the plugin takes for success."""
        ...


def installed() -> Notifier:
    """Return a new Apprise object. Raises ModuleNotFoundError where the extra is not installed."""
    made: Notifier = import_module("apprise").Apprise()
    return made


class AppriseAccount:
    """One Apprise address, one message at a time."""

    pauses = False

    def __init__(self, account: Account, make: Callable[[], Notifier] = installed) -> None:
        """Build it. Raises ValueError for Live (it cannot be checked) and for crossed modes."""
        account.refuse_crossed()
        if account.mode is Mode.LIVE:
            raise ValueError("Apprise carries exercises and tests only; use an adapter that can tell a refusal")
        self._account = account
        self._make = make

    @property
    def mode(self) -> Mode:
        """Return the only mode this account carries."""
        return self._account.mode

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Hand over messages one after another."""
        return tuple(self._one(message) for message in batch)

    def ask(self, message: Outgoing, sent_at: Instant) -> Outcome | None:
        """Say that it cannot be told."""
        del sent_at
        return cannot_tell(message, "Apprise 不能查询消息的去向")

    def news(self, sent: Sequence[tuple[Outgoing, Instant]]) -> tuple[Receipt, ...]:
        """Return nothing: it knows no receipts."""
        del sent
        return ()

    def heard(self, receipts: Sequence[Receipt]) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        """Nothing is kept open."""

    def _one(self, message: Outgoing) -> Outcome:
        if message.mode is not self._account.mode:
            return crossed(message)
        used, limit = utf8_length(message.text), self._account.limit
        if limit and used > limit:
            return Outcome(message.idem, Verdict.REFUSED, "", f"内容过长：{used:,}/{limit:,} 字节，没有送出")
        verdict, reason = self._notified(message.text)
        return Outcome(message.idem, verdict, "", reason)

    def _notified(self, text: str) -> tuple[Verdict, str]:
        try:
            notifier = self._make()
            if not notifier.add(self._account.secrets.get("url")):
                return Verdict.REFUSED, "Apprise 不认识这个地址"
            done = notifier.notify(body=text, title=self._account.settings.get("title", ""))
        except ModuleNotFoundError:
            return Verdict.BUSY, "没有安装 Apprise（可选组件）"
        except Exception:  # noqa: BLE001 - whatever a plugin raises, its words may hold the address
            return Verdict.UNKNOWN, "Apprise 出错，不知是否送出"
        return (Verdict.ACCEPTED, UNVERIFIED) if done else (Verdict.UNKNOWN, "Apprise 未能送出，原因不明")
