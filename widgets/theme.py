"""Colour tokens, fonts and icons of one theme, loaded from a TOML file.

A theme file holds the three keys ``name``, ``dark`` and ``[tokens]``; every theme defines the same tokens, so a
widget asks for a meaning (``red_text``) and never for a colour. Which token may be written on which is the table
``TEXT_PAIRS``; a test computes the contrast of every pair in every theme.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtGui import QColor, QFont, QFontDatabase

from widgets.icons import Icons

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPixmap

CJK_FAMILIES = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
)
"""Families that hold simplified Chinese, best first."""

BODY_PX = 14
SMALL_PX = 12
TITLE_PX = 18


class ThemeError(ValueError):
    """A theme file lacks a token, has one too many, or holds something that is no colour."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of a theme as ``#rrggbb``, by meaning.

    The four warning colours (red, orange, yellow, blue) and ``ok`` are for bars, stripes and marks; the same name
    with ``_text`` is for words. ``*_fill`` are surfaces with their own ``on_*`` text.
    """

    background: str
    surface: str
    raised: str
    hover: str
    line: str
    control_line: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_text: str
    selection: str
    selection_line: str
    primary_fill: str
    on_primary: str
    red: str
    orange: str
    yellow: str
    blue: str
    ok: str
    red_text: str
    orange_text: str
    yellow_text: str
    blue_text: str
    ok_text: str
    red_fill: str
    red_fill_dim: str
    on_red: str
    exercise: str
    exercise_fill: str
    exercise_fill_dim: str
    on_exercise: str
    test_fill: str
    test_fill_dim: str
    on_test: str
    stripe: str
    bar: str
    track: str
    mark_line: str


_SURFACES = ("background", "surface", "raised", "hover", "selection")
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, under) for under in _SURFACES for text in ("text", "text_2")),
    *((text, under) for under in ("background", "surface", "raised", "hover") for text in ("text_3", "accent_text")),
    *(
        (text, under)
        for under in _SURFACES
        for text in ("red_text", "orange_text", "yellow_text", "blue_text", "ok_text")
    ),
    *(("exercise", under) for under in _SURFACES),
    ("accent_text", "selection"),
    ("on_primary", "primary_fill"),
    ("on_red", "red_fill"),
    ("on_red", "red_fill_dim"),
    ("on_exercise", "exercise_fill"),
    ("on_exercise", "exercise_fill_dim"),
    ("on_test", "test_fill"),
    ("on_test", "test_fill_dim"),
)
"""(text token, surface token) that are drawn on one another anywhere: at least 4.5:1 (WCAG 2.2, 1.4.3)."""

MARK_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (mark, under)
    for under in ("background", "surface", "raised", "selection")
    for mark in ("accent", "red", "orange", "yellow", "blue", "ok", "stripe", "bar")
)
"""(mark token, surface token) of bars, stripes and the focus ring: at least 3:1 (WCAG 2.2, 1.4.11)."""


def contrast_ratio(first: str, second: str) -> float:
    """Contrast of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One theme: tokens, and what is made of them on first use. Belongs to the GUI thread."""

    name: str
    dark: bool
    tokens: Tokens
    icons: Icons
    _colors: dict[str, QColor] = field(default_factory=dict, repr=False)
    _fonts: dict[tuple[int, bool], QFont] = field(default_factory=dict, repr=False)

    def color(self, token: str) -> QColor:
        """Return the colour of a token; the same object every time: copy before changing it.

        :raises AttributeError: no such token.
        """
        found = self._colors.get(token)
        if found is None:
            found = self._colors[token] = QColor(getattr(self.tokens, token))
        return found

    def font(self, px: int = BODY_PX, *, bold: bool = False) -> QFont:
        """Return the one CJK sans family at ``px`` logical pixels, with tabular figures."""
        found = self._fonts.get((px, bold))
        if found is None:
            found = QFont(font_family())
            found.setPixelSize(px)
            found.setBold(bold)
            found.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[px, bold] = found
        return found

    def icon(self, name: str, token: str, px: int, ratio: float = 1.0) -> QPixmap:
        """Return an icon of ``resources/icons`` tinted with a token, ``px`` logical pixels square."""
        return self.icons.pixmap(name, getattr(self.tokens, token), px, ratio)


@runtime_checkable
class Themed(Protocol):
    """A widget that paints with tokens itself and is told when the theme changes."""

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""


def font_family() -> str:
    """Return the first family of ``CJK_FAMILIES`` this machine has, else the system's general font."""
    for family in CJK_FAMILIES:
        if QFontDatabase.hasFamily(family):
            return family
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def load_theme(file: Path, icons: Path) -> Theme:
    """Read a theme file; ``icons`` is the folder of the SVG icons.

    :raises ThemeError: the file names the token that is missing, unknown or no colour.
    :raises OSError: the file cannot be read.
    """
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{file.name}: {error}") from error
    given = found.get("tokens", {})
    wanted = {f.name for f in fields(Tokens)}
    if missing := sorted(wanted - given.keys()):
        raise ThemeError(f"{file.name}: missing token {missing[0]}")
    if unknown := sorted(given.keys() - wanted):
        raise ThemeError(f"{file.name}: unknown token {unknown[0]}")
    for token, value in given.items():
        if not (isinstance(value, str) and len(value) == 7 and QColor.isValidColorName(value)):
            raise ThemeError(f"{file.name}: {token} is not a colour like #1a2b3c")
    return Theme(str(found.get("name", file.stem)), bool(found.get("dark", False)), Tokens(**given), Icons(icons))
