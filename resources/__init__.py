"""Data files that ship with the program, found by name from a checkout and from an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return where a shipped file (or folder) lies, by its name below this package, as in ``divisions/panyu.csv``.

    Raises ValueError for a name that leads out of the package, and FileNotFoundError when nothing of that name was
    shipped.
    """
    found = (_ROOT / name).resolve()
    if not name or not found.is_relative_to(_ROOT):
        raise ValueError(f"{name!r} is not a name below the resources folder; give one such as 'divisions/panyu.csv'")
    if not found.exists():
        raise FileNotFoundError(
            f"the resource {name!r} is missing from {_ROOT}; reinstall the program or check the name"
        )
    return found
