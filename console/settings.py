"""What a workstation remembers: one JSON file in the data folder, written whole or not at all.

A file that cannot be read is set aside under another name, and the program starts with its defaults and one sentence.
Small and read once at start; writing is left to the caller's thread of choice.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication

NAME = "console.json"
BROKEN_NAME = "console.broken.json"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, also after a crash, finds the old one or the new one. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


class Remembered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything remembered. `layouts`: part of a window → its state (base64); `values`: free texts by name."""

    version: int = 1
    language: str = ""
    theme: str = ""
    page: str = ""
    login: str = ""
    motion: bool = True
    layouts: dict[str, str] = {}
    values: dict[str, str] = {}


class Settings:
    """The workstation's memory. `trouble` is "" or one sentence about a file that could not be used."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._broken = folder / BROKEN_NAME
        self.trouble = ""
        self._now = self._read()

    @property
    def now(self) -> Remembered:
        """What is remembered now."""
        return self._now

    def change(self, edit: Callable[[Remembered], Remembered]) -> bool:
        """Remember something else and write it down; False, with `trouble`, when it could not be written."""
        wanted = edit(self._now)
        if wanted == self._now:
            return True
        self._now = wanted
        try:
            write_whole(self._path, msgspec.json.format(msgspec.json.encode(wanted), indent=1))
        except OSError as error:
            self.trouble = QCoreApplication.translate("Settings", "界面设置没有存下：{reason}").format(
                reason=error.strerror or str(error)
            )
            return False
        self.trouble = ""
        return True

    def set(self, **fields: str | bool) -> bool:
        """Remember plain fields of `Remembered`. Raises TypeError for an unknown one."""
        return self.change(lambda now: msgspec.structs.replace(now, **fields))

    def value(self, name: str, default: str = "") -> str:
        """Return a remembered text."""
        return self._now.values.get(name, default)

    def set_value(self, name: str, value: str) -> bool:
        """Remember a text."""
        return self.change(lambda now: msgspec.structs.replace(now, values={**now.values, name: value}))

    def layout(self, name: str) -> bytes:
        """Return the remembered state of a window part, b"" when there is none (or it is not one)."""
        try:
            return base64.b64decode(self._now.layouts.get(name, ""), validate=True)
        except (binascii.Error, ValueError):
            return b""

    def set_layout(self, name: str, state: bytes) -> bool:
        """Remember the state of a window part."""
        text = base64.b64encode(state).decode()
        return self.change(lambda now: msgspec.structs.replace(now, layouts={**now.layouts, name: text}))

    def _read(self) -> Remembered:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return Remembered()
        except OSError as error:
            self.trouble = QCoreApplication.translate("Settings", "界面设置读不出来，已用默认值：{reason}").format(
                reason=error.strerror or str(error)
            )
            return Remembered()
        try:
            return msgspec.json.decode(data, type=Remembered)
        except (msgspec.DecodeError, UnicodeDecodeError):
            self.trouble = self._set_aside()
            return Remembered()

    def _set_aside(self) -> str:
        try:
            self._path.replace(self._broken)
        except OSError:
            return QCoreApplication.translate("Settings", "界面设置文件已损坏，已用默认值")
        return QCoreApplication.translate("Settings", "界面设置文件已损坏，已用默认值；原文件保留为 {name}").format(
            name=self._broken.name
        )
