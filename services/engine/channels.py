"""The channels an engine sends through: one gateway, in Exercise and Test only, each with that mode's credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.alerts.channels import Credential, HttpGatewayChannel
from services.alerts.hosts import GatewayAddress
from services.domain.modes import Mode

if TYPE_CHECKING:
    from services.domain.clock import Clock

MODES = (Mode.EXERCISE, Mode.TEST)
"""Live has no channel until the alert centre is complete; the desk refuses it as well."""


def make_channels(url: str, key: str, clock: Clock) -> dict[Mode, HttpGatewayChannel]:
    """Return a channel per mode to a gateway. Nothing is connected yet. Raises ValueError for no usable address."""
    plain = GatewayAddress(url=url, hosts=())
    address = GatewayAddress(url=url, hosts=(plain.host,), inner_hosts=(plain.host,))
    return {mode: HttpGatewayChannel(mode, address, Credential(mode, key), clock) for mode in MODES}
