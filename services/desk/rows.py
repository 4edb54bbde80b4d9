"""Cases as they go over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.api.board import BoardRow
from services.api.cases import Done

if TYPE_CHECKING:
    from services.desk.moves import Moved
    from services.domain.cases import Case

_FIELDS = BoardRow.__struct_fields__


def board_row(case: Case) -> BoardRow:
    """Return a case as the queue shows it."""
    values: list[Any] = [getattr(case, name) for name in _FIELDS]
    plain: list[Any] = [int(value) if isinstance(value, bool) else value for value in values]
    return BoardRow(*plain)


def done(moved: Moved, command_id: str, *, visible: bool) -> Done:
    """Return the answer to a committed command."""
    return Done(command_id=command_id, pos=moved.pos, row=board_row(moved.case), visible=visible)
