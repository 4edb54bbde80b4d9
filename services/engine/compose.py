"""The engine put together: which loops there are, how often each looks, and what wakes it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from services.domain.clock import MINUTE_MS
from services.engine.channels import make_ways
from services.engine.due import Due
from services.engine.heads import SealHead
from services.engine.housekeeping import Housekeeping
from services.engine.loops import Engine, Sweep
from services.engine.receipts import Collect, News
from services.engine.send import Send
from services.engine.storm import Storm
from services.engine.watch import Watch
from services.store.audit_log import ANCHOR_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from services.alerts.channels import Channel
    from services.desk.district import District
    from services.domain.clock import Clock
    from services.domain.modes import Mode
    from services.store.database import ChangeRow, Database
    from services.store.keys import Keys

TIMERS_S = 1.0
SEND_S = 1.0
RECEIPTS_S = 1.0
NEWS_S = 5.0
WATCH_S = 10.0
HEADS_S = 300.0
HOUSEKEEPING_S = 600.0
"""How often each loop looks by itself, in seconds (our rule; the anchor every five minutes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineParts:
    """What an engine works with. `name` tells it from others in its leases; `channels` may be empty.

    `storm_per_minute` lets it rain over a demo (0: not).
    """

    name: str
    data_dir: Path
    channels: Mapping[Mode, Channel]
    storm_per_minute: float = 0.0


def make_engine(database: Database, district: District, keys: Keys, clock: Clock, parts: EngineParts) -> Engine:
    """Return the loops over a database, not yet started."""
    gateways = {"gateway": next(iter(parts.channels.values()))} if parts.channels else {}
    ways = make_ways(database, district, keys, clock, parts.channels)

    def silence() -> dict[str, float]:
        return engine.overdue()

    watch = Watch(database, district, parts.name, silence, sends=len(ways) > 0)
    sweeps = [
        Sweep("timers", TIMERS_S, Due(database, district, parts.name).work),
        Sweep("send", SEND_S, Send(database, district, ways, parts.name).work),
        Sweep("receipts", RECEIPTS_S, Collect(database, district, gateways).work),
        Sweep("news", NEWS_S, News(database, district, ways).work),
        Sweep("heads", HEADS_S, SealHead(database, keys.heads, parts.data_dir / ANCHOR_NAME).work),
        Sweep("housekeeping", HOUSEKEEPING_S, Housekeeping(database).work),
        Sweep("watch", WATCH_S, watch.work),
    ]
    if parts.storm_per_minute and district.demo:
        storm = Storm(database, district, clock, Random())  # noqa: S311 - a story, not a secret
        sweeps.append(Sweep("storm", MINUTE_MS / 1000 / parts.storm_per_minute, storm.work))

    def farewell() -> None:
        try:
            watch.farewell()
        finally:
            ways.close()

    engine = Engine(sweeps, clock, farewell)

    def woken(rows: tuple[ChangeRow, ...]) -> None:
        if any(row.kind == "alert" for row in rows):
            engine.poke("send")

    database.on_commit(woken)
    return engine
