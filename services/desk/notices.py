"""What the engine told one's unit, or one's role there: asked for, and marked as seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.api.tiers import NoticePage, NoticeRow
from services.domain.problems import Refusal
from services.store import notices as store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import Tx
    from services.store.notices import Notice

PAGE_MOST = 200


def page(conn: Connection, scope: Scope, after: int, now: Instant, *, unseen: bool = False) -> NoticePage:
    """Return what was told to one's unit or to a role one has there, after a position, oldest first."""
    found = store.for_roles(conn, scope.unit_id, scope.roles, after, PAGE_MOST + 1, unseen=unseen)
    shown = found[:PAGE_MOST]
    return NoticePage(
        now=now,
        notices=tuple(_row(one) for one in shown),
        next=shown[-1].pos if shown else after,
        more=len(found) > PAGE_MOST,
    )


def see(tx: Tx, scope: Scope, pos: int) -> NoticeRow:
    """Mark a notice as seen; who was first stays. Raises Refusal not_found for one that is not one's own."""
    found = store.get(tx.conn, pos)
    if found is None or found.unit_id != scope.unit_id or (found.role and found.role not in scope.roles):
        raise Refusal("not_found")
    if found.seen_at is None and store.seen(tx, pos, scope.person_id):
        details = {"notice": pos, "from": scope.origin}
        tx.audit(scope.person_id, "notice.seen", found.case_id or found.unit_id, details)
        tx.change("notice", found.case_id or found.unit_id, 2, parties=(found.unit_id,))
        found = msgspec.structs.replace(found, seen_by=scope.person_id, seen_at=tx.now)
    return _row(found)


def _row(one: Notice) -> NoticeRow:
    return NoticeRow(**{name: getattr(one, name) for name in NoticeRow.__struct_fields__})
