"""The common form of every message between the hub and its clients, as msgspec values in JSON.

Times are instants (ms since the epoch, UTC); places are lon, lat in WGS84 degrees. A refusal is a `Problem`
(services.domain.problems) with the matching HTTP status. Rows that travel by the thousand are arrays, not objects.

The routes, with their messages, are listed by the hub itself at `GET /schema` (OpenAPI). All but /health, /session,
/session/demo and /setup need `Authorization: Bearer <token>`; /intake needs `X-Source-Key`, /app needs `X-App-Key`,
/feed needs `X-Feed-Key`.

Server-sent events of /stream: `event: changes` (data: Changes), `event: reset` (the position is too old: take the board
anew), `event: beat` every 5 s (data: Beat), `event: stop` (the hub is stopping). `id:` is the change-log position.
"""

from __future__ import annotations

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=False):
    """The common form of an answer: frozen, named, defaults left out, unknown fields of newer peers ignored."""


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The common form of what a client asks: a field the hub does not know is a mistake worth naming."""
