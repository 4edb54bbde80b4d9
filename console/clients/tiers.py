"""The tiers at work: the hub's calls. Blocks: worker threads only. Raises HubUnreachable, HubRefused."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from console.transport import Request, Transport, decode
from services.api.ledger import Ledger
from services.api.tiers import NoticePage, NoticeRow, SeeNotice, TierBoard
from services.domain.clock import Instant


class TierCalls:
    """What a console asks of the tiers, over its client's transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def board(self, unit_id: str) -> TierBoard:
        """Ask for the numbers of a unit ("" is one's own) and of those right below it."""
        return decode(self._transport.send(_get("/tiers/board", unit=unit_id)), TierBoard)

    def ledger(self, since: Instant, before: Instant) -> Ledger:
        """Ask what the units of one's scope did with what they were given, in a period."""
        return decode(self._transport.send(_get("/ledger/units", since=since, before=before)), Ledger)

    def notices(self, after: int, *, unseen: bool) -> NoticePage:
        """Ask for what one's unit was told after a position, oldest first."""
        path = _get("/notices", after=after, unseen="true" if unseen else "false")
        return decode(self._transport.send(path), NoticePage)

    def see(self, pos: int, command_id: str) -> NoticeRow:
        """Say that a notice was seen."""
        body = msgspec.json.encode(SeeNotice(command_id=command_id))
        return decode(self._transport.send(Request("POST", f"/notices/{pos}/seen", body=body)), NoticeRow)


def _get(path: str, **query: object) -> Request:
    given = {name: value for name, value in query.items() if value != ""}
    return Request("GET", f"{path}?{urlencode(given)}" if given else path)
