"""Files of cases: checked by their first bytes, freed of metadata, kept once each under their SHA-256.

The file is on disk before the transaction that names it: a crash in between leaves a file that nobody names, never a
row without its file.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import msgspec
from sqlalchemy import Connection, bindparam, select

from services.domain.problems import Refusal
from services.store import tables as t
from services.store.cases import StoredAttachment
from services.store.images import Redrawer, media_type
from services.store.prepared import Prepared, insert_of
from services.store.problems import DiskFull, ReadOnly
from services.store.tx import Tx

MOST_BYTES = 20 * 1024 * 1024
FOLDER = "attachments"
_NAME_LENGTH = 120
_EACCES = (1, 13, 30)  # EPERM, EACCES, EROFS
_INSERT = insert_of(t.attachments)
_FIELDS = StoredAttachment.__struct_fields__
_GET = Prepared(select(*[t.attachments.c[name] for name in _FIELDS]).where(t.attachments.c.id == bindparam("id")))


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A file that lies in the folder, not yet named by any case."""

    sha256: str
    name: str
    media_type: str
    size: int


def keep(data_dir: Path, name: str, data: bytes, pictures: Redrawer) -> Kept:
    """Check a file, draw a picture anew and write it to the folder (on disk when this returns). May take seconds.

    Raises Refusal too_large (over 20 MB or 64 megapixels), attachment_type, attachment_broken, attachment_failed;
    DiskFull, ReadOnly.
    """
    if len(data) > MOST_BYTES:
        raise Refusal("too_large", limit="20 MB")
    kind = media_type(data)
    if not kind:
        raise Refusal("attachment_type", value=Path(name).suffix or "未知")
    clean = pictures.clean(data, kind)
    if len(clean) > MOST_BYTES:
        raise Refusal("too_large", limit="20 MB")
    digest = sha256(clean).hexdigest()
    _write(path_of(data_dir, digest), clean)
    plain = "".join(char for char in name if char.isprintable())  # no line breaks, NUL or marks that turn the direction
    shown = Path(plain.replace("\\", "/")).name.strip()[:_NAME_LENGTH]
    shown = shown if shown.strip(".") else digest[:8]
    return Kept(sha256=digest, name=shown, media_type=kind, size=len(clean))


def add(tx: Tx, kept: Kept, case_id: str, actor_id: str) -> StoredAttachment:
    """Name a kept file as a case's; the case event and the change are the caller's."""
    made = StoredAttachment(
        id=tx.ids.new(),
        case_id=case_id,
        sha256=kept.sha256,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        at=tx.now,
        actor_id=actor_id,
    )
    _INSERT.run(tx.conn, {field: getattr(made, field) for field in _FIELDS})
    return made


def get(conn: Connection, attachment_id: str) -> StoredAttachment | None:
    """Return an attachment, or None. Whether its case may be seen is the caller's to check."""
    row = _GET.one(conn, {"id": attachment_id})
    return StoredAttachment(**dict(zip(_FIELDS, row, strict=True))) if row else None


def path_of(data_dir: Path, digest: str) -> Path:
    """Return where the file with this SHA-256 lies."""
    return data_dir / FOLDER / digest[:2] / digest


def content(data_dir: Path, attachment: StoredAttachment) -> bytes:
    """Return a file's bytes. Raises Refusal not_found when it is gone or is not what was kept."""
    path = path_of(data_dir, attachment.sha256)
    data = path.read_bytes() if path.exists() else b""
    if sha256(data).hexdigest() != attachment.sha256:
        raise Refusal("not_found")
    return data


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        return
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise (ReadOnly if error.errno in _EACCES else DiskFull) from error
