"""The engine that runs beside a hub in the same process."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from services.engine.channels import make_channels
from services.engine.compose import EngineParts, make_engine
from services.gateway.serve import key_in

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.clock import Clock
    from services.engine.loops import Engine
    from services.hub.settings import HubSettings
    from services.store.database import Database
    from services.store.keys import Keys

logger = logging.getLogger(__name__)


def start_loops(database: Database, district: District, keys: Keys, clock: Clock, options: HubSettings) -> Engine:
    """Put the engine together and start it. Raises ValueError for a gateway address that cannot be one."""
    channels = make_channels(options.gateway, key_in(options.data_dir), clock) if options.gateway else {}
    parts = EngineParts(
        name=options.engine_name, data_dir=options.data_dir, channels=channels, storm_per_minute=options.storm
    )
    engine = make_engine(database, district, keys, clock, parts)
    engine.start()
    logger.info("loops started for %s; messages go %s", district.profile.name, options.gateway or "nowhere")
    return engine
