"""Photographs of who reported in: added by the unit itself or by who blew the whistle, read by whoever may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from services.desk import access
from services.desk.moves import Desk
from services.desk.whistle_calls import in_charge
from services.desk.whistle_rows import done, look
from services.desk.whistle_trail import Told, went
from services.domain import whistle_moves as moves
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import attachments as content_store
from services.store import whistles as store
from services.store.cases import StoredAttachment

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from services.api.whistles import WhistleDone
    from services.desk.attachments import Upload
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.domain.whistles import Whistle
    from services.store.attachments import Kept
    from services.store.database import Database, Tx
    from services.store.images import Redrawer

_ACTION = "上传照片"


def check(conn: Connection, district: District, scope: Scope, whistle_id: str, unit_id: str) -> None:
    """Look whether one may add a file of a unit, before a byte of it is kept.

    Raises Refusal no_right, not_found, whistle_not_summoned, whistle_not_yours, whistle_not_there.
    """
    access.need(scope, Right.WHISTLE_ANSWER, _ACTION)
    whistle = look(conn, scope, whistle_id)
    _allowed(district, scope, whistle, unit_id)


def _allowed(district: District, scope: Scope, whistle: Whistle, unit_id: str) -> None:
    part = whistle.summons(unit_id)
    if part is None:
        raise Refusal("whistle_not_summoned", field="unit_id")
    if unit_id != scope.unit_id and not in_charge(district, scope, whistle):
        raise Refusal("whistle_not_yours", unit=district.units[whistle.unit_id].name, action=_ACTION)
    if part.arrived_at is None:
        raise Refusal("whistle_not_there")


def keep(data_dir: Path, upload: Upload, pictures: Redrawer) -> Kept:
    """Put a file on disk; may take seconds.

    Raises Refusal too_large, attachment_type, attachment_broken, attachment_failed, disk_full, read_only.
    """
    return content_store.keep(data_dir, upload.name, upload.data, pictures)


class Named(NamedTuple):
    """A kept file, the unit whose presence it shows, and the command that brought it."""

    unit_id: str
    command_id: str
    kept: Kept


def add(tx: Tx, district: District, scope: Scope, whistle_id: str, named: Named) -> WhistleDone:
    """Name a kept file as a unit's presence, its hash in the record. Raises Refusal as `check` does."""
    access.need(scope, Right.WHISTLE_ANSWER, _ACTION)
    unit_id, command_id, kept = named
    tx.lock()
    desk = Desk(tx, district, scope)
    before = look(tx.conn, scope, whistle_id)
    _allowed(district, scope, before, unit_id)
    store.add_file(
        tx,
        store.WhistleFile(
            id=tx.ids.new(),
            whistle_id=whistle_id,
            unit_id=unit_id,
            sha256=kept.sha256,
            name=kept.name,
            media_type=kept.media_type,
            size=kept.size,
            at=tx.now,
            actor_id=scope.person_id,
        ),
    )
    after = moves.note(before, tx.now)
    text = f"{district.units[unit_id].name}的照片 {kept.name}（SHA-256 {kept.sha256}）"
    pos = went(desk, before, after, Told("photo", text=text, of_unit=unit_id, command_id=command_id))
    return done(desk, after, pos, command_id)


def get(database: Database, data_dir: Path, scope: Scope, file_id: str) -> tuple[str, bytes]:
    """Return a file's media type and bytes. Raises Refusal no_right, not_found; the wall is shown no photographs."""
    access.need(scope, Right.CASE_NOTE, "查看照片")

    def work(conn: Connection) -> store.WhistleFile:
        found = store.file(conn, file_id)
        if found is None:
            raise Refusal("not_found")
        look(conn, scope, found.whistle_id)
        return found

    found = database.read(work, scope=scope)
    kept = StoredAttachment(
        id=found.id,
        case_id="",
        sha256=found.sha256,
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        at=found.at,
        actor_id=found.actor_id,
    )
    return found.media_type, content_store.content(data_dir, kept)
