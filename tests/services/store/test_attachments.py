from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.domain.problems import Refusal
from services.store import attachments, cases
from services.store.images import Redrawer
from tests.fixtures.cases import case, put_in, seed_units
from tests.fixtures.pictures import drawing, photo

if TYPE_CHECKING:
    from pathlib import Path

    from services.domain.ids import Ids
    from services.store.database import Database


def test_a_file_is_kept_once_and_served_as_it_was_kept(database: Database, ids: Ids, tmp_path: Path) -> None:
    seed_units(database)
    pictures = Redrawer()
    item = database.write(lambda tx: put_in(tx, case(ids)))
    first = attachments.keep(tmp_path, "../../井盖.png", drawing(loaded=True), pictures)
    again = attachments.keep(tmp_path, "C:\\photos\\b.png", drawing(), pictures)
    assert (first.name, again.name) == ("井盖.png", "b.png")
    assert first.sha256 == again.sha256
    made = database.write(lambda tx: attachments.add(tx, first, item.id, "p1"))
    assert database.read(lambda conn: attachments.get(conn, made.id)) == made
    assert database.read(lambda conn: cases.attachments(conn, item.id)) == [made]
    assert attachments.content(tmp_path, made) == pictures.clean(drawing(), "image/png")
    path = attachments.path_of(tmp_path, made.sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in path.parent.iterdir()] == [made.sha256]
    path.write_bytes(b"other")
    with pytest.raises(Refusal, match="not_found"):
        attachments.content(tmp_path, made)


def test_wrong_types_and_sizes_are_refused_and_leave_no_file(tmp_path: Path) -> None:
    pictures = Redrawer()
    with pytest.raises(Refusal, match="attachment_type"):
        attachments.keep(tmp_path, "a.exe", b"MZ" + bytes(100), pictures)
    with pytest.raises(Refusal, match="attachment_type"):
        attachments.keep(tmp_path, "a.svg", b"<svg onload='x'/>", pictures)
    with pytest.raises(Refusal, match="too_large"):
        attachments.keep(tmp_path, "a.pdf", b"%PDF-" + bytes(20 * 1024 * 1024), pictures)
    with pytest.raises(Refusal, match="attachment_broken"):
        attachments.keep(tmp_path, "a.jpg", photo()[:200], pictures)
    assert not list(tmp_path.iterdir())
    assert attachments.keep(tmp_path, "a.pdf", b"%PDF-1.7 x", pictures).media_type == "application/pdf"
