"""Channels: what carries messages out. Each provider is a small adapter in a module of its own."""

from __future__ import annotations

from services.alerts.channels.base import (
    Account,
    Adapter,
    Channel,
    Credential,
    GatewayUnreachable,
    Outgoing,
    Receipt,
    Secrets,
    Timeouts,
    outgoing,
)
from services.alerts.channels.gateway import HttpGatewayChannel
from services.alerts.channels.line import RESPONSE_CAP

__all__ = [
    "RESPONSE_CAP",
    "Account",
    "Adapter",
    "Channel",
    "Credential",
    "GatewayUnreachable",
    "HttpGatewayChannel",
    "Outgoing",
    "Receipt",
    "Secrets",
    "Timeouts",
    "outgoing",
]
