"""Every theme defines every token, and every used pair of colours can be read."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

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
