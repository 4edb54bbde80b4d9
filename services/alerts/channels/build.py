"""From an account to its adapter: one place, so that no adapter is ever built with another mode's secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.alerts.channels.base import Credential
from services.alerts.channels.gateway import HttpGatewayChannel
from services.domain.channels import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.alerts.channels.base import Account, Adapter, Outgoing, Receipt
    from services.alerts.channels.each import Surroundings
    from services.alerts.outbox import Outcome
    from services.domain.clock import Instant
    from services.domain.modes import Mode


def build(account: Account, around: Surroundings) -> Adapter:
    """Return the adapter of an account. Nothing is connected yet; only the libraries of its kind are loaded.

    Raises ValueError for crossed modes and for an address that cannot be one.
    """
    made = _BY_KIND[Kind(account.kind)](account, around)
    if made.mode is not account.mode:
        raise ValueError("an adapter answers for another mode than its account")
    return made


def _robots(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels import robots  # noqa: PLC0415 - only the kinds that a district has are loaded

    kinds = {
        Kind.WECOM_BOT: robots.WecomBot,
        Kind.DINGTALK_BOT: robots.DingTalkBot,
        Kind.FEISHU_BOT: robots.FeishuBot,
    }
    return kinds[Kind(account.kind)](account, around)


def _wecom_app(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels.wecom_app import WecomApp  # noqa: PLC0415 - as above

    return WecomApp(account, around)


def _aliyun_sms(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels.aliyun_sms import AliyunSms  # noqa: PLC0415 - as above

    return AliyunSms(account, around)


def _smtp(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels.smtp import SmtpAccount  # noqa: PLC0415 - as above

    return SmtpAccount(account, around)


def _mqtt(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels.mqtt import MqttAccount  # noqa: PLC0415 - as above

    return MqttAccount(account, around)


def _cap_push(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels.cap_push import CapPush  # noqa: PLC0415 - as above

    return CapPush(account, around)


def _webhook(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels.webhook import Webhook  # noqa: PLC0415 - as above

    return Webhook(account, around)


def _apprise(account: Account, around: Surroundings) -> Adapter:
    from services.alerts.channels.apprise_extra import AppriseAccount  # noqa: PLC0415 - as above

    del around
    return AppriseAccount(account)


class GatewayAccount:
    """The gateway's protocol with an account's own address and credential: broadcast, screens, calls."""

    pauses = False

    def __init__(self, account: Account, around: Surroundings) -> None:
        """Build it; nothing is connected yet. Raises ValueError as the channel behind it does."""
        account.refuse_crossed()
        credential = Credential(account.secrets.mode, account.secrets.get("key"))
        self._channel = HttpGatewayChannel(
            account.mode,
            around.address(account),
            credential,
            around.clock,
            timeouts=around.timeouts,
            resolver=around.resolver,
        )
        self._after = 0

    @property
    def mode(self) -> Mode:
        """Return the only mode this account carries."""
        return self._channel.mode

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Hand over messages as the gateway's protocol has it."""
        return self._channel.send(batch)

    def ask(self, message: Outgoing, sent_at: Instant) -> Outcome | None:
        """Ask the gateway by the message's key."""
        del sent_at
        return self._channel.ask(message.idem)

    def news(self, sent: Sequence[tuple[Outgoing, Instant]]) -> tuple[Receipt, ...]:
        """Return the next page of the gateway's receipts, after those that have been stored."""
        del sent
        return self._channel.receipts(self._after)

    def heard(self, receipts: Sequence[Receipt]) -> None:
        """Ask on from the last one that was stored; after a restart all are read again, and each is kept once."""
        self._after = max((receipt.seq for receipt in receipts), default=self._after)

    def close(self) -> None:
        """End threads and connections."""
        self._channel.close()


_BY_KIND = {
    Kind.WECOM_BOT: _robots,
    Kind.DINGTALK_BOT: _robots,
    Kind.FEISHU_BOT: _robots,
    Kind.WECOM_APP: _wecom_app,
    Kind.ALIYUN_SMS: _aliyun_sms,
    Kind.SMTP: _smtp,
    Kind.MQTT: _mqtt,
    Kind.CAP_PUSH: _cap_push,
    Kind.WEBHOOK: _webhook,
    Kind.GATEWAY: GatewayAccount,
    Kind.APPRISE: _apprise,
}
