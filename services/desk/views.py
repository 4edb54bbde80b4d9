"""Saved views of the queue: each person's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from services.api.cases import SavedView
from services.domain.problems import Refusal
from services.store.tables import views

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.domain.rights import Scope
    from services.store.database import Tx

VIEWS_MOST = 50
FILTER_MAX = 10_000
NAME_MAX = 40
_ID_MAX = 64
_AWAY = -1
"""The order of a view that was put away."""


def rows(conn: Connection, scope: Scope) -> list[SavedView]:
    """Return one's own views, in their order."""
    mine = (views.c.person_id == scope.person_id, views.c.order != _AWAY)
    query = select(views.c.id, views.c.name, views.c.filter, views.c.order).where(*mine)
    return [
        SavedView(id=row.id, name=row.name, filter=row.filter, order=row.order)
        for row in conn.execute(query.order_by(views.c.order, views.c.id))
    ]


def put(tx: Tx, scope: Scope, view: SavedView) -> SavedView:
    """Save a view under its id, new or not. Raises Refusal field_missing, field_too_long, not_found (another's id)."""
    if not view.name.strip() or not view.id or len(view.id) > _ID_MAX:
        raise Refusal("field_missing", field="视图名称")
    for field, value, limit in (("视图名称", view.name, NAME_MAX), ("筛选条件", view.filter, FILTER_MAX)):
        if len(value) > limit:
            raise Refusal("field_too_long", field=field, limit=limit)
    values = {"name": view.name.strip(), "filter": view.filter, "order": max(view.order, 0)}
    owner = tx.conn.execute(select(views.c.person_id).where(views.c.id == view.id)).scalar()
    if owner is None:
        if len(rows(tx.conn, scope)) >= VIEWS_MOST:
            raise Refusal("field_bad", field="视图", value=f"已有 {VIEWS_MOST} 个", remedy="请先删除不用的视图")
        tx.conn.execute(insert(views).values(id=view.id, person_id=scope.person_id, version=1, **values))
    elif owner == scope.person_id:
        tx.conn.execute(update(views).where(views.c.id == view.id).values(version=views.c.version + 1, **values))
    else:
        raise Refusal("not_found")
    tx.audit(scope.person_id, "view.save", view.id, {"name": view.name})
    return view


def remove(tx: Tx, scope: Scope, view_id: str) -> None:
    """Put one's own view away: nothing is deleted, it is only not shown any more. Raises Refusal not_found."""
    mine = (views.c.id == view_id, views.c.person_id == scope.person_id, views.c.order != _AWAY)
    if not tx.conn.execute(update(views).where(*mine).values(order=_AWAY, version=views.c.version + 1)).rowcount:
        raise Refusal("not_found")
    tx.audit(scope.person_id, "view.remove", view_id, {})
