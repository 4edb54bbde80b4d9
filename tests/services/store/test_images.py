from __future__ import annotations

import io
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING
from zlib import compress

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from services.domain.problems import Refusal
from services.store.images import Bounds, Redrawer, media_type
from tests.fixtures.pictures import BLUE, RED, bomb, chunk, drawing, opened, photo

if TYPE_CHECKING:
    from collections.abc import Callable

BESIDE = (b"GPS", b"PHONE-MAKER", b"ICC-DEVICE", b"Exif", b"http://ns.adobe.com", b"eXIf", b"tEXt", b"iTXt", b"zTXt")


@pytest.fixture(scope="module")
def pictures() -> Redrawer:
    return Redrawer()


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    problem = caught.value.problem
    assert problem.sentence
    assert problem.remedy
    assert "\n" not in problem.sentence
    return problem.code


@pytest.mark.parametrize(
    ("turned", "size", "first", "last"),
    [  # what stands at the upper left and at the lower right once the picture is upright
        (1, (64, 32), RED, BLUE),
        (2, (64, 32), BLUE, RED),
        (3, (64, 32), BLUE, RED),
        (4, (64, 32), RED, BLUE),
        (5, (32, 64), RED, BLUE),
        (6, (32, 64), RED, BLUE),
        (7, (32, 64), BLUE, RED),
        (8, (32, 64), BLUE, RED),
    ],
)
def test_a_photograph_loses_its_place_and_stands_upright(
    pictures: Redrawer, turned: int, size: tuple[int, int], first: tuple[int, ...], last: tuple[int, ...]
) -> None:
    taken = photo(turned)
    assert all(word in taken for word in (b"GPS", b"PHONE-MAKER", b"ICC-DEVICE"))
    clean = pictures.clean(taken, "image/jpeg")
    assert not [word for word in BESIDE if word in clean]
    image = opened(clean)
    assert (image.format, image.size) == ("JPEG", size)
    assert not image.getexif()
    for corner, colour in (((2, 2), first), ((size[0] - 3, size[1] - 3), last)):
        pixel = image.getpixel(corner)
        assert isinstance(pixel, tuple)
        assert all(abs(have - want) < 12 for have, want in zip(pixel, colour, strict=True))


def test_a_broken_exif_does_not_cost_the_photograph(pictures: Redrawer) -> None:
    taken = photo().replace(b"Exif\0\0MM\0*\0\0\0\x08", b"Exif\0\0MM\0*\xff\xff\xff\xff", 1)
    assert taken != photo()
    assert opened(pictures.clean(taken, "image/jpeg")).size == (64, 32)


def test_a_png_loses_texts_and_exif_and_keeps_what_is_transparent(pictures: Redrawer) -> None:
    loaded = drawing(loaded=True)
    assert b"GPS-TEXT" in loaded
    clean = pictures.clean(loaded + b"GPS-TRAILER", "image/png")
    assert not [word for word in BESIDE if word in clean]
    assert clean == pictures.clean(drawing(), "image/png")
    assert opened(clean).getpixel((0, 0)) == (*RED, 128)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_way_of_storing_colours_comes_through(pictures: Redrawer, mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("L", (9, 5), 90)
    made = io.BytesIO()
    (Image.new(mode, (9, 5)) if mode == "I;16" else image.convert("RGB").convert(mode)).save(made, kind)
    clean = pictures.clean(made.getvalue(), f"image/{kind.lower()}")
    assert (opened(clean).format, opened(clean).size) == (kind, (9, 5))


@pytest.mark.parametrize(
    "data",
    [
        photo(size=(400, 300))[:-2000],
        photo()[:300],
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0" + bytes(400),
        drawing((90, 90))[:-30],
        drawing()[:20],
        drawing().replace(b"IDAT", b"IDAU", 1),
        drawing()[:8] + b"<html>",
    ],
)
def test_what_draws_no_picture_is_refused(pictures: Redrawer, data: bytes) -> None:
    assert refused(lambda: pictures.clean(data, media_type(data))) == "attachment_broken"


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    narrow = Redrawer(Bounds(wait_s=2, cpu_s=2))  # were it unpacked, this would be another refusal
    assert refused(lambda: narrow.clean(bomb(), "image/png")) == "too_large"
    assert refused(lambda: narrow.clean(bomb(8_001, 8_000), "image/png")) == "too_large"
    texts = chunk(b"zTXt", b"note\0\0" + compress(bytes(200_000_000), 9))
    assert refused(lambda: narrow.clean(bomb(90, 90, texts), "image/png")) == "attachment_broken"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX bounds")
def test_a_picture_that_costs_too_much_is_refused_and_the_next_is_drawn() -> None:
    large = io.BytesIO()
    Image.new("RGB", (7_000, 7_000)).save(large, "PNG", compress_level=1)
    hasty = Redrawer(Bounds(wait_s=0.01))
    assert refused(lambda: hasty.clean(large.getvalue(), "image/png")) == "attachment_failed"
    narrow = Redrawer(Bounds(memory=140 << 20), at_once=1)
    for _ in range(2):  # its turn is given back
        assert refused(lambda: narrow.clean(large.getvalue(), "image/png")) == "attachment_failed"
    assert opened(narrow.clean(drawing(), "image/png")).size == (3, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_drawer_that_is_killed_is_a_clear_refusal(pictures: Redrawer) -> None:
    large = io.BytesIO()
    Image.effect_noise((2_400, 2_400), 90).save(large, "PNG", compress_level=1)
    told: list[str] = []
    thread = threading.Thread(
        target=lambda: told.append(refused(lambda: pictures.clean(large.getvalue(), "image/png")))
    )
    thread.start()
    while thread.is_alive():
        for child in psutil.Process().children():
            with suppress(psutil.Error, ProcessLookupError):
                if any(part.endswith("redraw.py") for part in child.cmdline()):
                    os.kill(child.pid, signal.SIGKILL)
    thread.join()
    assert told == ["attachment_failed"]


@settings(max_examples=15)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_drawn_or_refused(pictures: Redrawer, tail: bytes, as_png: bool) -> None:
    data = (drawing()[:33] if as_png else photo()[:2] + b"\xff") + tail
    with suppress(Refusal):  # any other exception fails the test
        pictures.clean(data, media_type(data))


def test_a_pdf_is_kept_as_it_is(pictures: Redrawer) -> None:
    assert pictures.clean(b"%PDF-1.7 x", media_type(b"%PDF-1.7 x")) == b"%PDF-1.7 x"
    assert media_type(b"GIF89a") == ""
