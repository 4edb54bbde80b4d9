"""Files of a case: added by whoever may note on it, read by whoever may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from services.api.cases import AttachmentRow
from services.desk import access, rows
from services.desk.moves import Deed, Desk, moved
from services.domain import custody
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import attachments as store

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from services.api.cases import Done
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.attachments import Kept
    from services.store.cases import StoredAttachment
    from services.store.database import Database, Tx
    from services.store.images import Redrawer

_ACTION = "上传附件"


class Upload(NamedTuple):
    """A file as it came: its name on the sender's machine and its bytes."""

    name: str
    data: bytes


def keep(database: Database, data_dir: Path, scope: Scope, case_id: str, upload: Upload, pictures: Redrawer) -> Kept:
    """Check a file and put it on disk, before the transaction that names it; may take seconds.

    Who may not add it leaves nothing behind: right, sight and the rule are looked at before a byte of it is kept, and
    again in the transaction. Raises Refusal no_right, not_found, what a note is refused for, too_large,
    attachment_type, attachment_broken, attachment_failed, disk_full, read_only.
    """
    access.need(scope, Right.CASE_NOTE, _ACTION)
    case = database.read(lambda conn: access.visible_case(conn, scope, case_id), scope=scope)
    custody.note(case, database.now())
    return store.keep(data_dir, upload.name, upload.data, pictures)


def add(tx: Tx, district: District, scope: Scope, case_id: str, command_id: str, kept: Kept) -> Done:
    """Name a kept file as a case's, its hash in the case's event. Raises Refusal no_right, not_found."""
    access.need(scope, Right.CASE_NOTE, _ACTION)
    before = access.visible_case(tx.conn, scope, case_id)
    store.add(tx, kept, case_id, scope.person_id)
    deed = Deed(action="attach", text=f"附件 {kept.name}（SHA-256 {kept.sha256}）", command_id=command_id)
    made = moved(Desk(tx, district, scope), before, custody.note(before, tx.now), deed)
    return rows.done(made, command_id, visible=True)


def get(database: Database, data_dir: Path, scope: Scope, attachment_id: str) -> tuple[AttachmentRow, bytes]:
    """Return a file of a case that one may see. Raises Refusal not_found, also for one added after the hand-over."""

    def work(conn: Connection) -> StoredAttachment:
        found = store.get(conn, attachment_id)
        if found is None:
            raise Refusal("not_found")
        _, how = access.look(conn, scope, found.case_id)
        if how.as_of is not None and found.at >= how.as_of:  # of the very moment: in doubt, hidden
            raise Refusal("not_found")
        return found

    found = database.read(work)
    row = AttachmentRow(
        id=found.id, name=found.name, media_type=found.media_type, size=found.size, sha256=found.sha256, at=found.at
    )
    return row, store.content(data_dir, found)
