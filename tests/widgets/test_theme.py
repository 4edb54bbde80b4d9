"""Every theme defines every token, and every used pair of colours can be read."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtGui import QFontInfo

from widgets.theme import (
    MARK_PAIRS,
    TEXT_PAIRS,
    ThemeError,
    Tokens,
    contrast_ratio,
    font_family,
    load_theme,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESOURCES = Path(__file__).parents[2] / "resources"
THEMES = {"dark": 4.5, "light": 4.5, "contrast": 7.0}


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("text", "under"), TEXT_PAIRS)
def test_words_can_be_read_on_their_surface(name: str, text: str, under: str) -> None:
    tokens = load_theme(RESOURCES / "themes" / f"{name}.toml", RESOURCES / "icons").tokens
    ratio = contrast_ratio(getattr(tokens, text), getattr(tokens, under))
    assert ratio >= THEMES[name], f"{name}: {text} on {under} is {ratio:.2f}:1"


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("mark", "under"), MARK_PAIRS)
def test_marks_can_be_seen_on_their_surface(name: str, mark: str, under: str) -> None:
    tokens = load_theme(RESOURCES / "themes" / f"{name}.toml", RESOURCES / "icons").tokens
    ratio = contrast_ratio(getattr(tokens, mark), getattr(tokens, under))
    assert ratio >= 3.0, f"{name}: {mark} on {under} is {ratio:.2f}:1"


# How a red-blind and a green-blind eye see linear RGB (Machado, Oliveira, Fernandes 2009, severity 1.0).
BLIND_EYES = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.95047, 1.0, 1.08883)


def lab_seen(color: str, eye: str) -> NDArray[np.float64]:
    channels = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(BLIND_EYES[eye]) @ linear, 0, 1)
    x, y, z = np.cbrt(np.array(XYZ) @ seen / np.array(WHITE))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("eye", BLIND_EYES)
def test_warning_colours_stay_apart_for_colour_blind_eyes(name: str, eye: str) -> None:
    tokens = load_theme(RESOURCES / "themes" / f"{name}.toml", RESOURCES / "icons").tokens
    for first, second in combinations(("red", "orange", "yellow", "blue", "ok", "bar"), 2):
        apart = np.linalg.norm(lab_seen(getattr(tokens, first), eye) - lab_seen(getattr(tokens, second), eye))
        assert apart >= 8, f"{name}, {eye}: {first} and {second} are {apart:.0f} apart in Lab"


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast_ratio("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("red = ", "rot = "), "missing token red"),
        (('red = "#e5484d"', 'red = "rot!"'), "red is not a colour"),
        (("[tokens]", '[tokens]\nglow = "#ffffff"'), "unknown token glow"),
        (("[tokens]", "[tokens"), "broken.toml"),
    ],
)
def test_a_broken_theme_file_names_the_token(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    text = (RESOURCES / "themes" / "dark.toml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.toml"
    broken.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ThemeError, match=words):
        load_theme(broken, RESOURCES / "icons")


def test_fonts_are_the_cjk_family_with_tabular_figures(qapp: object) -> None:
    theme = load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons")
    font = theme.font(14)
    assert QFontInfo(font).family() == font_family()
    assert font.featureValue(font.featureTags()[0]) == 1
    assert theme.font(14) is font


def test_every_icon_draws_something_in_its_colour(qapp: object) -> None:
    theme = load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons")
    assert len(theme.icons.names()) >= 20
    for name in theme.icons.names():
        image = theme.icon(name, "accent", 24, 2.0).toImage()
        assert image.width() == 48
        seen = {
            image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 250
        }
        assert theme.tokens.accent in seen, name


def test_tokens_have_no_doubles() -> None:
    assert len({f.name for f in fields(Tokens)}) == len(fields(Tokens))
