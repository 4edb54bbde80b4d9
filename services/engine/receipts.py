"""What gateways learnt later: fetched from where the last receipt left off, kept once, never taken back."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import select

from services.alerts.channels import GatewayUnreachable
from services.desk.alert_progress import record_receipts
from services.domain.clock import DAY_MS
from services.store import outbox
from services.store.tables import outbox as messages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from services.alerts.channels import Channel, Receipt
    from services.desk.district import District
    from services.domain.modes import Mode
    from services.engine.router import Router
    from services.store.database import Database

logger = logging.getLogger(__name__)

PAGES_MOST = 20
AFTERWARDS_MS = DAY_MS
"""Receipts are asked for until a day after a message expired (our rule): people answer late."""

_WAITING = ("sending", "unknown", "accepted", "delivered", "dead")


class News:
    """Stores what the accounts of every mode learnt: receipts that came in, and what asking providers yields."""

    def __init__(self, database: Database, district: District, routers: Mapping[Mode, Router]) -> None:
        self._database = database
        self._district = district
        self._routers = routers

    def work(self) -> int:
        """Store what is new; return 0, for the providers are asked again after the period only."""
        for router in self._routers.values():
            for account_id, page in router.news():
                self._store(f"account:{account_id}", page)
        return 0

    def _store(self, name: str, page: tuple[Receipt, ...]) -> None:
        self._database.write(lambda tx: record_receipts(tx, self._district, name, page))


class Collect:
    """Fetches receipts of gateways by their names, while there is a message that one may still come for."""

    def __init__(self, database: Database, district: District, gateways: Mapping[str, Channel]) -> None:
        self._database = database
        self._district = district
        self._gateways = gateways
        self._silent = False

    def work(self) -> int:
        """Fetch what is new; return 0, for the gateway is asked again after the period only."""
        if not self._gateways or not self._database.read(self._waiting):
            return 0
        try:
            for name, channel in self._gateways.items():
                self._pages(name, channel)
        except GatewayUnreachable as error:
            if not self._silent:
                logger.info("no receipts for now: %s", error)
            self._silent = True
        else:
            self._silent = False
        return 0

    def _waiting(self, conn: Connection) -> bool:
        since = self._database.now() - AFTERWARDS_MS
        query = select(messages.c.id).where(messages.c.state.in_(_WAITING), messages.c.expires_at > since).limit(1)
        return conn.execute(query).first() is not None

    def _pages(self, name: str, channel: Channel) -> None:
        for _ in range(PAGES_MOST):
            after = self._database.read(lambda conn: outbox.last_receipt(conn, name))
            page = channel.receipts(after)
            if not page:
                return
            self._database.write(lambda tx, page=page: record_receipts(tx, self._district, name, page))  # type: ignore[misc]
