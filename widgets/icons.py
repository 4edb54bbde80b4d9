"""Our own line icons: SVG files drawn with ``currentColor``, tinted when rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from pathlib import Path


class Icons:
    """The icons of one folder as pixmaps of any colour and size; each combination is rendered once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def sheet_url(self, name: str, *, dark: bool) -> str:
        """Return the path a style sheet names for a control's mark (check, dot, up, down), with forward slashes."""
        return (self._folder / "sheet" / f"{name}-{'dark' if dark else 'light'}.svg").as_posix()

    def names(self) -> list[str]:
        """Return the names of all icons, sorted."""
        return sorted(file.stem for file in self._folder.glob("*.svg"))

    def pixmap(self, name: str, color: str, px: int, ratio: float = 1.0) -> QPixmap:
        """Return icon ``name`` in ``color`` (``#rrggbb``), ``px`` logical pixels square at a device ratio.

        :raises OSError: there is no such icon.
        """
        key = (name, color, px, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = self._pixmaps[key] = self._render(name, color, px, ratio)
        return found

    def _render(self, name: str, color: str, px: int, ratio: float) -> QPixmap:
        text = (self._folder / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
        pixmap = QPixmap(round(px * ratio), round(px * ratio))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap
