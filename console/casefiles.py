"""Files of a case on this computer: read to be sent, fetched whole and checked, and named so that nothing is run."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from console.client import Client
from console.problems import say_error
from console.transport import HubUnreachable, Trouble
from services.api.cases import AttachmentRow

MOST_BYTES = 20 * 1024 * 1024
"""The hub takes no larger file."""

SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
"""What a kept file may be, and the ending it gets here, whatever its name says: no other program is ever started."""

_STARTS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "application/pdf": b"%PDF-"}
_UNFIT = re.compile(r"[^\w.()+-]+")


class TooLarge(Exception):
    """A file that the hub would not take."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was written, to be opened or only kept."""

    path: Path
    to_open: bool


def size_text(size: int) -> str:
    """Return a size (bytes) as people read it."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} KB"


def safe_name(row: AttachmentRow) -> str:
    """Return a file name without folders or odd characters, with the ending of what the file is."""
    stem = _UNFIT.sub("_", Path(row.name.replace("\\", "/")).stem)[:60].strip("._")
    return f"{stem or 'file'}{SUFFIXES.get(row.media_type, '')}"


def reading(path: Path) -> Callable[[Client], bytes]:
    """Return what reads a file on a worker. It raises OSError, and TooLarge for more than the hub takes."""

    def work(_client: Client) -> bytes:
        if not path.is_file():
            raise OSError(errno.EISDIR if path.is_dir() else errno.ENOENT, path.name)
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLarge
        return data

    return work


def fetching(row: AttachmentRow, path: Path, *, to_open: bool) -> Callable[[Client], Fetched]:
    """Return what fetches a kept file on a worker, checks that it is the one, and writes it whole or not at all.

    It raises HubUnreachable, HubRefused and OSError.
    """

    def work(client: Client) -> Fetched:
        data = client.attachment(row.id)
        if sha256(data).hexdigest() != row.sha256 or not data.startswith(_STARTS.get(row.media_type, data)):
            raise HubUnreachable(Trouble.GARBLED, row.id)
        part = path.with_name(f"{path.name}.part")
        try:
            handle = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)  # never to be run
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return Fetched(path, to_open)

    return work


def unread(error: Exception) -> str:
    """Return why a file was not added, in one sentence."""
    if isinstance(error, TooLarge):
        return QCoreApplication.translate("CaseFiles", "超过 20 MB，没有添加")
    if isinstance(error, OSError):
        words = QCoreApplication.translate("CaseFiles", "读不了，没有添加：{reason}")
        return words.format(reason=reason_of(error))
    return say_error(error).whole


def reason_of(error: OSError) -> str:
    """Return why the disk refused, in the person's language where it is known."""
    translate = QCoreApplication.translate
    known = {
        errno.ENOENT: translate("CaseFiles", "找不到"),
        errno.EISDIR: translate("CaseFiles", "这是文件夹"),
        errno.EACCES: translate("CaseFiles", "没有权限"),
        errno.EPERM: translate("CaseFiles", "没有权限"),
        errno.EROFS: translate("CaseFiles", "只读"),
        errno.ENOSPC: translate("CaseFiles", "磁盘已满"),
    }
    return known.get(error.errno or 0, error.strerror or "")


def kind_of(media_type: str) -> str:
    """Return what a kept file is, in words."""
    translate = QCoreApplication.translate
    names = {
        "image/jpeg": translate("CaseFiles", "JPEG 照片"),
        "image/png": translate("CaseFiles", "PNG 图片"),
        "application/pdf": "PDF",
    }
    return names.get(media_type, translate("CaseFiles", "未知类型"))
