"""Cases that may be the same matter: asked for a report that is being taken, or for a case."""

from __future__ import annotations

from services.api.board import BoardRow
from services.api.common import Message, Request
from services.domain.clock import Instant


class SimilarDraft(Request, frozen=True, kw_only=True):
    """What is known so far of a report that is being taken (WGS84 degrees); everything may still be empty."""

    title: str = ""
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area_id: str | None = None
    category: str = ""


class SimilarRow(Message, frozen=True, kw_only=True):
    """A case that may be the same matter, and why.

    `score`, `likeness` and `place_likeness` are per cent; `distance_m` metres, None where one has no point;
    `gap_ms` lies between the two reports, or with `closed_at` between that moment and the other's report: a case that
    was closed so lately is to be opened again, not merged into. `reasons` say the same in Chinese.
    """

    case: BoardRow
    score: int
    strong: bool = False
    likeness: int
    distance_m: int | None = None
    place_likeness: int | None = None
    same_class: bool | None = None
    gap_ms: int
    closed_at: Instant | None = None
    reasons: tuple[str, ...] = ()


class Similar(Message, frozen=True, kw_only=True):
    """The cases that may be the same matter, the likeliest first."""

    rows: tuple[SimilarRow, ...] = ()


class Dismiss(Request, frozen=True, kw_only=True):
    """That two cases are not one matter; they are not suggested to one another again."""

    command_id: str
