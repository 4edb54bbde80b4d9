"""Photographs without what they tell beside the picture: place, device, times, thumbnails and comments are taken out.

The files are taken apart by their own structure and put together again from the parts that draw the picture; a file
that cannot be taken apart is refused. Of a JPEG's Exif only the orientation is kept, or phone photographs would lie on
their side.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from zlib import crc32

from services.domain.problems import Refusal

MOST_PIXELS = 64_000_000
"""More pixels than any camera of today makes are meant to exhaust somebody's memory (our rule)."""

_JPEG_KEPT = {0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF} | {
    0xDA,  # start of scan
    0xDB,  # quantisation
    0xDC,  # number of lines
    0xDD,  # restart interval
    0xE0,  # JFIF
    0xEE,  # Adobe: how colours are stored
}
_JPEG_FRAMES = _JPEG_KEPT & set(range(0xC0, 0xD0)) - {0xC4, 0xCC}
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}


def media_type(data: bytes) -> str:
    """Return image/jpeg, image/png or application/pdf by the first bytes; "" for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(_PNG_START):
        return "image/png"
    return "application/pdf" if data.startswith(b"%PDF-") else ""


def without_metadata(data: bytes, kind: str) -> bytes:
    """Return a picture without metadata; other types as they are. Raises Refusal attachment_broken, too_large."""
    try:
        if kind == "image/jpeg":
            return _jpeg(data)
        if kind == "image/png":
            return _png(data)
    except (struct.error, IndexError) as error:
        raise Refusal("attachment_broken") from error
    return data


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Refusal("too_large", limit=f"{MOST_PIXELS // 10_000} 万像素")


def _jpeg(data: bytes) -> bytes:
    kept = [b"\xff\xd8"]
    turned, drawn = 1, False
    for marker, body, whole in _segments(data):
        if marker == 0xE1:
            turned = _orientation(body) or turned
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", body, 1)
            _check_size(width, height)
        if marker in _JPEG_KEPT:
            kept.append(whole)
        drawn = drawn or marker == 0xDA
    if not drawn:
        raise Refusal("attachment_broken")
    if turned != 1:
        kept.insert(1, _exif_of(turned))
    return b"".join([*kept, b"\xff\xd9"])


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each segment up to the end of the image: marker, what it holds, and its bytes with its scan's data."""
    at = 2
    while data[at + 1] != 0xD9:
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise Refusal("attachment_broken")
        if marker == 0xFF:  # padding
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise Refusal("attachment_broken")
        body = data[at + 4 : end]
        if marker == 0xDA:
            end = _scan_end(data, end)
        yield marker, body, data[at:end]
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Return where the entropy-coded data ends: at the next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Refusal("attachment_broken")
        follows = data[at + 1]
        if follows != 0 and not 0xD0 <= follows <= 0xD7 and follows != 0xFF:
            return at
        at += 1 if follows == 0xFF else 2


def _orientation(body: bytes) -> int | None:
    """Return the orientation (1 to 8) that an Exif segment names, or None."""
    if not body.startswith(b"Exif\0\0"):
        return None
    tiff = body[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return None
    (start,) = struct.unpack_from(order + "I", tiff, 4)
    if start + 2 > len(tiff):
        return None
    (count,) = struct.unpack_from(order + "H", tiff, start)
    for number in range(min(count, 200)):
        place = start + 2 + 12 * number
        if place + 12 > len(tiff):
            return None
        tag, _, _, value = struct.unpack_from(order + "HHIH", tiff, place)
        if tag == 0x0112:
            return int(value) if 1 <= value <= 8 else None
    return None


def _exif_of(turned: int) -> bytes:
    """Return an Exif segment that holds the orientation and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    kept, at, name = [_PNG_START], len(_PNG_START), b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or (at == len(_PNG_START)) != (name == b"IHDR"):
            raise Refusal("attachment_broken")
        (check,) = struct.unpack_from(">I", data, end - 4)
        if check != crc32(data[at + 4 : end - 4]):
            raise Refusal("attachment_broken")
        if name == b"IHDR":
            _check_size(*struct.unpack_from(">II", data, at + 8))
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        elif not name[0] & 0x20:  # a part that must be understood, and is not
            raise Refusal("attachment_broken")
        at = end
    return b"".join(kept)
