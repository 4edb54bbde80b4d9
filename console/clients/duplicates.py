"""Duplicates: the hub's calls. Blocks: worker threads only. Raises HubUnreachable, HubRefused (console.transport)."""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from console.transport import Request, Transport, decode
from services.api.cases import Done
from services.api.duplicates import Dismiss, Similar, SimilarDraft


class DuplicateCalls:
    """What a console asks of cases that may be one matter, over its client's transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def to_draft(self, draft: SimilarDraft) -> Similar:
        """Ask which cases may be the same matter as a report that is being taken."""
        request = Request("POST", "/cases/similar", body=msgspec.json.encode(draft))
        return decode(self._transport.send(request), Similar)

    def to_case(self, case_id: str) -> Similar:
        """Ask which cases may be the same matter as a case."""
        return decode(self._transport.send(Request("GET", f"{_path(case_id)}/similar")), Similar)

    def dismiss(self, case_id: str, other_id: str, command_id: str) -> Done:
        """Say that two cases are not one matter."""
        path = f"{_path(case_id)}/similar/{quote(other_id, safe='')}/dismiss"
        body = msgspec.json.encode(Dismiss(command_id=command_id))
        return decode(self._transport.send(Request("POST", path, body=body)), Done)


def _path(case_id: str) -> str:
    return f"/cases/{quote(case_id, safe='')}"
