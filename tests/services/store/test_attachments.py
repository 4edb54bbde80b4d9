from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path
from zlib import compress, crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.ids import Ids
from services.domain.problems import Refusal
from services.store import attachments, cases
from services.store.database import Database
from services.store.images import media_type, without_metadata
from tests.fixtures.cases import case, put_in, seed_units


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc32(name + body))


def png(width: int = 1, height: int = 1, *extra: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = compress((b"\0" + b"\x80" * min(width, 9)) * min(height, 9))
    parts = [_chunk(b"IHDR", header), *extra, _chunk(b"IDAT", pixels), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _exif(turned: int, order: str) -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    gps = b"GPS 22.937 113.384"
    return b"Exif\0\0" + mark + struct.pack(order + "IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0) + gps


def jpeg(*extra: bytes, width: int = 8, height: int = 8) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + b"".join(extra) + _segment(0xDB, bytes(65)) + _segment(0xC0, frame) + scan + b"\xff\xd9"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", [1, 6, 8])
def test_a_photograph_loses_its_place_and_keeps_its_side(turned: int, order: str) -> None:
    extra = [_segment(0xE0, b"JFIF\0" + bytes(9)), _segment(0xE1, _exif(turned, order)), _segment(0xFE, b"GPS comment")]
    clean = without_metadata(jpeg(*extra) + b"GPS trailing thumbnail", "image/jpeg")
    assert b"GPS" not in clean
    assert b"JFIF" in clean
    kept = jpeg(extra[0])
    assert clean.replace(b"\xff\xe1" + clean.split(b"\xff\xe1")[1][:34], b"") == kept if turned != 1 else clean == kept
    assert without_metadata(clean, "image/jpeg") == clean


def test_a_png_loses_texts_and_times() -> None:
    loaded = png(1, 1, _chunk(b"tEXt", b"GPS\0x"), _chunk(b"eXIf", b"MM\0*GPS"), _chunk(b"tIME", bytes(7)))
    assert without_metadata(loaded + b"GPS", "image/png") == png()


@pytest.mark.parametrize(
    "data",
    [
        jpeg()[:-30],
        jpeg()[:40],
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x00" + bytes(20),
        png()[:-3],
        png()[:20],
        png(1, 1, _chunk(b"ABCD", b"unknown and needed")),
        png().replace(b"IDAT", b"IDAU", 1),
    ],
)
def test_what_cannot_be_taken_apart_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="attachment_broken"):
        without_metadata(data, media_type(data))


@pytest.mark.parametrize("data", [png(9_000, 9_000), jpeg(width=65_000, height=65_000)])
def test_pixels_beyond_reason_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="too_large"):
        without_metadata(data, media_type(data))


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_cleaned_or_refused(tail: bytes, as_png: bool) -> None:
    data = (png()[:8] if as_png else b"\xff\xd8\xff") + tail
    with suppress(Refusal):  # any other exception fails the test
        without_metadata(data, media_type(data))


def test_a_file_is_kept_once_and_served_as_it_was_kept(database: Database, ids: Ids, tmp_path: Path) -> None:
    seed_units(database)
    item = database.write(lambda tx: put_in(tx, case(ids)))
    first = attachments.keep(tmp_path, "../../井盖.png", png())
    again = attachments.keep(tmp_path, "C:\\photos\\b.png", png())
    assert (first.name, again.name) == ("井盖.png", "b.png")
    assert first.sha256 == again.sha256
    made = database.write(lambda tx: attachments.add(tx, first, item.id, "p1"))
    assert database.read(lambda conn: attachments.get(conn, made.id)) == made
    assert database.read(lambda conn: cases.attachments(conn, item.id)) == [made]
    assert attachments.content(tmp_path, made) == png()
    path = attachments.path_of(tmp_path, made.sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in path.parent.iterdir()] == [made.sha256]
    path.write_bytes(b"other")
    with pytest.raises(Refusal, match="not_found"):
        attachments.content(tmp_path, made)


def test_wrong_types_and_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="attachment_type"):
        attachments.keep(tmp_path, "a.exe", b"MZ" + bytes(100))
    with pytest.raises(Refusal, match="attachment_type"):
        attachments.keep(tmp_path, "a.svg", b"<svg onload='x'/>")
    with pytest.raises(Refusal, match="too_large"):
        attachments.keep(tmp_path, "a.pdf", b"%PDF-" + bytes(20 * 1024 * 1024))
    assert attachments.keep(tmp_path, "a.pdf", b"%PDF-1.7 x").media_type == "application/pdf"
