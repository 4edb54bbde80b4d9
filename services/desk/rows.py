"""Cases as they go over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.board import BoardRow
from services.api.cases import Done

if TYPE_CHECKING:
    from services.desk.moves import Moved
    from services.domain.cases import Case

_FIELDS = BoardRow.__struct_fields__


def board_row(case: Case) -> BoardRow:
    """Return a case as the queue shows it."""
    return BoardRow(*(getattr(case, name) for name in _FIELDS))


def done(moved: Moved, command_id: str, *, visible: bool) -> Done:
    """Return the answer to a committed command."""
    return Done(command_id=command_id, pos=moved.pos, row=board_row(moved.case), visible=visible)
