"""Draws a photograph anew, in a process of its own: `python redraw.py KIND PIXELS MEMORY SECONDS <file >clean file`.

A decoder of pictures meets bytes from outside, and a small file may ask for any amount of memory and time. Here it may
use no more than it was given, and ends alone when it does. Imports nothing of the program, so that it starts quickly.
"""

from __future__ import annotations

import io
import os
import sys

DONE, BROKEN, TOO_LARGE, FAILED = 0, 3, 4, 5
"""How the process ends; any other end is the system's doing."""

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
_ORIENTATION = 0x0112
_QUALITY = 90
_KEPT = {"transparency"}
_TURNED = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What puts a picture upright, by its Exif orientation (1 to 8: TIFF 6.0)."""


def bound(memory: int, seconds: int) -> None:
    """Take no more than this memory (bytes of address space) and processor time, and write no file."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard), hard))
    os.nice(5)  # whoever waits for a case goes first


def redraw(data: bytes, kind: str, most_pixels: int) -> tuple[int, bytes]:
    """Return how it ended, and the picture: upright, of the same type, with nothing but what draws it.

    Colour profiles go as well (they may name a device); of a moving or manifold picture the first is kept.
    """
    from PIL import Image, PngImagePlugin  # noqa: PLC0415 - within the bounds

    Image.MAX_IMAGE_PIXELS = None  # asked below, with an answer of its own
    PngImagePlugin.MAX_TEXT_MEMORY = 1 << 20
    wanted = FORMATS[kind]
    with Image.open(io.BytesIO(data), formats=[wanted]) as picture:
        if picture.width * picture.height > most_pixels:
            return TOO_LARGE, b""
        turned = _orientation(picture)
        picture.load()
        seen: Image.Image = picture
        if wanted == "JPEG" and picture.mode not in ("L", "RGB"):
            seen = picture.convert("RGB")
        if turned in _TURNED:
            seen = seen.transpose(Image.Transpose[_TURNED[turned]])
        seen.info = {name: seen.info[name] for name in _KEPT & set(seen.info)} if wanted == "PNG" else {}
        made = io.BytesIO()
        if wanted == "JPEG":
            seen.save(made, "JPEG", quality=_QUALITY)
        else:
            seen.save(made, "PNG", compress_level=4)
    return DONE, made.getvalue()


def _orientation(picture: object) -> int:
    """Return the orientation that the picture's Exif names, 1 where there is none that can be read."""
    try:
        found = picture.getexif().get(_ORIENTATION, 1)  # type: ignore[attr-defined]  # an Image, imported late
    except Exception:  # noqa: BLE001 - a broken note beside a sound picture
        return 1
    return found if isinstance(found, int) else 1


def main() -> int:
    """Read, draw anew, write."""
    kind, *numbers = sys.argv[1:]
    pixels, memory, seconds = (int(number) for number in numbers)
    bound(memory, seconds)
    try:
        ended, clean = redraw(sys.stdin.buffer.read(), kind, pixels)
    except MemoryError:
        return FAILED
    except Exception:  # noqa: BLE001 - whatever a decoder raises over bytes from outside, they draw no picture
        return BROKEN
    sys.stdout.buffer.write(clean)
    sys.stdout.buffer.flush()
    return ended


if __name__ == "__main__":
    sys.exit(main())
