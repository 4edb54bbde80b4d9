"""The channels an engine sends through: the district's accounts in every mode, and a gateway in Exercise and Test."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from services.alerts.channels import Credential, HttpGatewayChannel
from services.alerts.channels.each import Surroundings
from services.alerts.hosts import GatewayAddress
from services.domain.modes import Mode
from services.engine.router import Router, Ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.alerts.channels import Channel
    from services.desk.district import District
    from services.domain.clock import Clock
    from services.store.database import Database
    from services.store.keys import Keys

MODES = (Mode.EXERCISE, Mode.TEST)
"""What the gateway of the command line carries; Live goes through accounts of its own only."""


def make_ways(
    database: Database, district: District, keys: Keys, clock: Clock, gateways: Mapping[Mode, Channel]
) -> Ways:
    """Return the routers of every mode; `gateways` carry what no account serves. Nothing is connected yet."""
    around = Surroundings(clock=clock, random=os.urandom, inner_hosts=district.profile.inner_hosts)
    return Ways({mode: Router(mode, database, keys, around, gateways.get(mode)) for mode in Mode})


def make_channels(url: str, key: str, clock: Clock) -> dict[Mode, HttpGatewayChannel]:
    """Return a channel per mode to a gateway. Nothing is connected yet. Raises ValueError for no usable address."""
    plain = GatewayAddress(url=url, hosts=())
    address = GatewayAddress(url=url, hosts=(plain.host,), inner_hosts=(plain.host,))
    return {mode: HttpGatewayChannel(mode, address, Credential(mode, key), clock) for mode in MODES}
