from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.drafts import KEPT_MS, Drafts
from console.settings import BROKEN_NAME, NAME, Settings
from tests.console.made import FakeClock

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = Settings(tmp_path)
    assert first.set(language="en", motion=False)
    assert first.set_layout("queue", b"\x00\xffstate")
    assert first.set_value("queue.sort", "title")
    second = Settings(tmp_path)
    assert (second.now.language, second.now.motion) == ("en", False)
    assert second.layout("queue") == b"\x00\xffstate"
    assert second.value("queue.sort") == "title"
    assert second.layout("other") == b""
    assert second.trouble == ""
    assert (tmp_path / NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("broken", [b"{", b"\xff\xfe\x00", b'{"language": 7}', b""])
def test_a_broken_file_is_kept_aside_and_said_in_one_sentence(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / NAME).write_bytes(broken)
    settings = Settings(tmp_path)
    assert settings.now.language == ""
    assert BROKEN_NAME in settings.trouble
    assert (tmp_path / BROKEN_NAME).read_bytes() == broken
    assert settings.set(language="en")
    assert settings.trouble == ""


def test_a_folder_that_cannot_be_written_is_one_sentence_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(tmp_path / "file")
    assert not settings.set(language="en")
    assert settings.trouble
    assert settings.now.language == "en"


def test_a_draft_survives_and_belongs_to_person_case_and_field(tmp_path: Path) -> None:
    clock = FakeClock()
    Drafts(tmp_path, clock).keep("p1", "c1", "note", "现场已到，水深 20 cm\n继续抽排")
    again = Drafts(tmp_path, clock)
    assert again.text("p1", "c1", "note").endswith("继续抽排")
    assert again.text("p1", "c1", "feedback") == ""
    assert again.text("p2", "c1", "note") == ""
    assert [draft.case_id for draft in again.waiting("p1")] == ["c1"]
    again.keep("p1", "c1", "note", "  ")
    assert again.text("p1", "c1", "note") == ""


def test_broken_and_forgotten_drafts_do_no_harm(tmp_path: Path) -> None:
    clock = FakeClock()
    drafts = Drafts(tmp_path, clock)
    drafts.keep("p1", "c1", "note", "旧")
    (tmp_path / "drafts" / "x.json").write_bytes(b"{")
    assert len(drafts.waiting("p1")) == 1
    clock.wall += KEPT_MS + 1
    assert drafts.waiting("p1") == ()
    assert drafts.text("p1", "c1", "note") == ""
    drafts.forget("p1", "c1", "note")
