"""Who may bring warnings and who may read the feed, kept by the system administrator; of keys only the hash stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.alerts.signing import fingerprint, usable
from services.api.relayed import FeedReaderRow, WarningSourceRow
from services.desk import access
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import relayed as store
from services.store import relayed_readers as readers_store
from services.store.relayed import Source
from services.store.relayed_readers import Reader
from services.store.sessions import hash_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.domain.modes import Mode
    from services.domain.rights import Scope
    from services.store.database import Tx

_SOURCES, _READERS = "管理预警来源", "管理预警订阅方"
NAME_MOST = 60


def sources(conn: Connection, scope: Scope) -> list[WarningSourceRow]:
    """Return every source of warnings. Raises Refusal no_right."""
    access.need(scope, Right.SETTINGS, _SOURCES)
    return [_source_row(one) for one in store.sources(conn)]


def put_source(tx: Tx, scope: Scope, code: str, *, name: str, certificate: str, key: str | None) -> WarningSourceRow:
    """Register a source, or change one; a disabled one is in use again. `key` None keeps the one it has, if any.

    `certificate` is PEM, and the only one that vouches for its files from now on. Raises no_right, field_bad.
    """
    access.need(scope, Right.SETTINGS, _SOURCES)
    before = store.source(tx.conn, code)
    after = Source(
        code=_code(code),
        name=_name(name, code),
        certificate=usable(certificate),
        key_hash=hash_of(key) if key else before.key_hash if before is not None else None,
        version=before.version + 1 if before is not None else 1,
        changed_at=tx.now,
        changed_by=scope.person_id,
    )
    return _written(tx, scope, after, with_key=bool(key))


def disable_source(tx: Tx, scope: Scope, code: str) -> WarningSourceRow:
    """Take nothing more from a source; its key is forgotten, its warnings stay. Raises no_right, not_found."""
    access.need(scope, Right.SETTINGS, _SOURCES)
    before = store.source(tx.conn, code)
    if before is None or before.disabled_at is not None:
        raise Refusal("not_found")
    after = msgspec.structs.replace(
        before,
        key_hash=None,
        version=before.version + 1,
        changed_at=tx.now,
        changed_by=scope.person_id,
        disabled_at=tx.now,
    )
    return _written(tx, scope, after, with_key=False)


def readers(conn: Connection, scope: Scope) -> list[FeedReaderRow]:
    """Return every reader of the feed. Raises Refusal no_right."""
    access.need(scope, Right.SETTINGS, _READERS)
    return [_reader_row(one) for one in readers_store.every(conn)]


def put_reader(tx: Tx, scope: Scope, code: str, *, name: str, mode: Mode, key: str) -> FeedReaderRow:
    """Register a reader of a mode's feed, or give one a new key; its mode never changes. Raises no_right, field_bad."""
    access.need(scope, Right.SETTINGS, _READERS)
    before = readers_store.get(tx.conn, code)
    if before is not None and before.mode is not mode:
        raise Refusal("field_bad", field="模式", value=mode.value, remedy="请另设一个代码，订阅方的模式不能改")
    after = Reader(
        code=_code(code),
        name=_name(name, code),
        mode=mode,
        key_hash=hash_of(key),
        version=before.version + 1 if before is not None else 1,
        changed_at=tx.now,
        changed_by=scope.person_id,
    )
    return _read(tx, scope, after)


def disable_reader(tx: Tx, scope: Scope, code: str) -> FeedReaderRow:
    """Let a reader's key open nothing any more. Raises no_right, not_found."""
    access.need(scope, Right.SETTINGS, _READERS)
    before = readers_store.get(tx.conn, code)
    if before is None or before.disabled_at is not None:
        raise Refusal("not_found")
    after = msgspec.structs.replace(
        before,
        key_hash="",
        version=before.version + 1,
        changed_at=tx.now,
        changed_by=scope.person_id,
        disabled_at=tx.now,
    )
    return _read(tx, scope, after)


def _code(code: str) -> str:
    if not (code.isascii() and code.replace("-", "").replace("_", "").isalnum()) or len(code) > 32:
        raise Refusal("field_bad", field="来源", value=code[:32], remedy="请用 1 到 32 个字母、数字、- 或 _")
    return code


def _name(name: str, code: str) -> str:
    said = name.strip() or code
    if len(said) > NAME_MOST or not said.isprintable():
        raise Refusal("field_bad", field="名称", value="…", remedy="名称至多 60 个字，不能含有控制字符")
    return said


def _written(tx: Tx, scope: Scope, after: Source, *, with_key: bool) -> WarningSourceRow:
    if not store.put_source(tx, after):
        raise Refusal("record_stale")
    row = _source_row(after)
    details = {
        "name": row.name,
        "certificate": row.fingerprint,
        "with_key": with_key,
        "disabled": row.disabled_at is not None,
        "version": row.version,
        "from": scope.origin,
    }
    tx.audit(scope.person_id, "warning.source", row.code, details)
    tx.change("warning_source", row.code, row.version)
    return row


def _read(tx: Tx, scope: Scope, after: Reader) -> FeedReaderRow:
    if not readers_store.put(tx, after):
        raise Refusal("record_stale")
    details = {
        "name": after.name,
        "mode": after.mode.value,
        "disabled": after.disabled_at is not None,
        "version": after.version,
        "from": scope.origin,
    }
    tx.audit(scope.person_id, "feed.reader", after.code, details)
    tx.change("feed_reader", after.code, after.version)
    return _reader_row(after)


def _source_row(source: Source) -> WarningSourceRow:
    return WarningSourceRow(
        code=source.code,
        name=source.name,
        fingerprint=fingerprint(source.certificate),
        keyed=source.key_hash is not None,
        version=source.version,
        changed_at=source.changed_at,
        changed_by=source.changed_by,
        disabled_at=source.disabled_at,
    )


def _reader_row(reader: Reader) -> FeedReaderRow:
    return FeedReaderRow(
        code=reader.code,
        name=reader.name,
        mode=reader.mode,
        version=reader.version,
        changed_at=reader.changed_at,
        changed_by=reader.changed_by,
        disabled_at=reader.disabled_at,
    )
