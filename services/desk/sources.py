"""Sources: the systems that may bring cases in, each with its own key, and what they brought before."""

from __future__ import annotations

from sqlalchemy import insert, select, update

from services.desk import access
from services.desk.district import District
from services.domain.cases import Case
from services.domain.problems import Refusal
from services.domain.rights import Right, Scope
from services.store import cases as case_store
from services.store.database import Database, Tx
from services.store.sessions import hash_of
from services.store.tables import sources

__all__ = ["Database", "Tx", "brought_before", "register_source", "source_of_key", "source_scope"]


def register_source(tx: Tx, district: District, scope: Scope, name: str, label: str, key: str = "") -> None:
    """Register a source of cases, or give it a new key ("": none, it comes as files only). Raises no_right, field_bad.

    A running hub knows a new source once it has loaded the district anew.
    """
    access.need(scope, Right.SETTINGS, "登记来源")
    if not (name.isascii() and name.replace("-", "").replace("_", "").isalnum()) or len(name) > 32:
        raise Refusal("field_bad", field="来源", value=name[:32], remedy="请用 1 到 32 个字母、数字、- 或 _")
    values = {"label": label.strip() or name, "key_hash": hash_of(key) if key else None, "disabled_at": None}
    if not tx.conn.execute(update(sources).where(sources.c.name == name).values(**values)).rowcount:
        tx.conn.execute(insert(sources).values(name=name, mode=district.mode.value, **values))
    tx.audit(scope.person_id, "source.register", name, {"label": label, "with_key": bool(key), "from": scope.origin})


def source_of_key(database: Database, key: str) -> str:
    """Return the source whose intake key this is. Raises Refusal signed_out."""
    query = select(sources.c.name).where(sources.c.key_hash == hash_of(key), sources.c.disabled_at.is_(None))
    found = database.read(lambda conn: conn.execute(query).scalar())
    if found is None:
        raise Refusal("signed_out")
    return str(found)


def source_scope(district: District, source: str, origin: str) -> Scope:
    """Return the scope in which a source's cases are written: no roles; its key opened the one door it has."""
    return Scope(
        person_id=f"source:{source}",
        person_name=district.sources.get(source, source),
        unit_id=district.id,
        unit_path=district.id,
        roles=frozenset(),
        origin=origin,
    )


def brought_before(tx: Tx, source: str, number: str) -> Case | None:
    """Return the case a source brought under this number of its own, or None."""
    return case_store.by_source(tx.conn, source, number)
