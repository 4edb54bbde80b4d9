"""Files that a deed names: they were added to the case before, and stay part of what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.verbs.common import deed
from services.domain.problems import Refusal
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.desk.moves import Deed, Desk
    from services.domain.cases import Case


def named(desk: Desk, case: Case, act: Act, text: str = "") -> Deed:
    """Return the deed with the files it names. Raises Refusal unknown_attachment for one that is not the case's."""
    if not act.attachments:
        return deed(act, text)
    known = {item.id: item for item in case_store.attachments(desk.tx.conn, case.id)}
    for attachment_id in act.attachments:
        if attachment_id not in known:
            raise Refusal("unknown_attachment", field="attachments", value=attachment_id[:40])
    chosen = tuple(dict.fromkeys(act.attachments))
    names = "、".join(known[attachment_id].name for attachment_id in chosen)
    words = f"{text or act.text.strip()}（附件：{names}）"
    return deed(act, words, said={"attachments": chosen})
