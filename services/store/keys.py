"""The hub's master key and what is derived from it. It never lies in the database or its backup.

It comes from the file that HUYING_KEY_FILE names, else from the systemd credential `huying-key`, else from the system's
keyring; where there is none of these, from a file (0600) in the data folder, and whoever starts the hub must be warned.
"""

from __future__ import annotations

import hmac
import logging
import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.domain.problems import Refusal
from services.store import settings
from services.store.database import Database, Tx

_log = logging.getLogger(__name__)

KEY_BYTES = 32
FILE_NAME = "master.key"
CREDENTIAL = "huying-key"
_SERVICE = "huying"
_CHECK = "key_check"
FILE_WARNING = (
    "主密钥保存在数据目录的文件 {path} 中：能读取该文件的人可以解开个人信息。请改用系统钥匙串或 HUYING_KEY_FILE。"
)


class Keys(msgspec.Struct, frozen=True):
    """The derived keys, 32 bytes one per purpose: personal fields, their blind index, the audit's end, channels.

    `signing` seals the private keys that sign alerts; it signs nothing itself.
    """

    personal: bytes
    blind: bytes
    heads: bytes
    channels: bytes
    signing: bytes

    def __repr__(self) -> str:
        """Show nothing: keys must not reach a log."""
        return "Keys(…)"


class MasterKey(msgspec.Struct, frozen=True):
    """The master key, where it came from, and a warning for whoever starts the hub ("" when all is well)."""

    key: bytes
    origin: str
    warning: str = ""

    def __repr__(self) -> str:
        """Show only where it came from."""
        return f"MasterKey(origin={self.origin!r})"

    def derive(self) -> Keys:
        """Return the keys derived from it (HKDF-SHA-256, one purpose each)."""
        purposes = (b"personal", b"blind index", b"audit heads", b"channel secrets", b"signing keys")
        return Keys(*(_derive(self.key, purpose) for purpose in purposes))


class Keyring:
    """The system's keyring, behind the two calls that are needed. Every failure of it means "there is none"."""

    def get(self, user: str) -> str | None:
        """Return what is kept for a user, or None."""
        try:
            import keyring  # noqa: PLC0415 - slow to load, needed only where no file names the key

            return keyring.get_password(_SERVICE, user)
        except Exception as error:  # noqa: BLE001 - back ends fail in ways of their own
            _log.info("no keyring: %s", error)
            return None

    def put(self, user: str, secret: str) -> bool:
        """Keep something for a user; False when the keyring could not."""
        try:
            import keyring  # noqa: PLC0415 - as above

            keyring.set_password(_SERVICE, user, secret)
        except Exception as error:  # noqa: BLE001 - as above
            _log.info("the keyring takes nothing: %s", error)
            return False
        return self.get(user) == secret


def load_master(
    data_dir: Path,
    environ: Mapping[str, str] = os.environ,
    keyring: Keyring | None = None,
    random: Callable[[int], bytes] = os.urandom,
) -> MasterKey:
    """Return the master key of a data folder, made at the first start. Raises Refusal key_unreadable."""
    if named := environ.get("HUYING_KEY_FILE"):
        return MasterKey(_read(Path(named)), "HUYING_KEY_FILE")
    credential = Path(environ.get("CREDENTIALS_DIRECTORY", "")) / CREDENTIAL
    if environ.get("CREDENTIALS_DIRECTORY") and credential.exists():
        return MasterKey(_read(credential), "systemd")
    path = data_dir / FILE_NAME
    if path.exists():
        return MasterKey(_read(path), "file", FILE_WARNING.format(path=path))
    ring, user = keyring or Keyring(), str(data_dir.resolve())
    if kept := ring.get(user):
        return MasterKey(_decoded(kept.encode(), "keyring"), "keyring")
    key = random(KEY_BYTES)
    if ring.put(user, key.hex()):
        return MasterKey(key, "keyring")
    return MasterKey(_make(path, key), "file", FILE_WARNING.format(path=path))


def check_key(database: Database, keys: Keys) -> None:
    """Raise Refusal key_wrong when the data was sealed with another key; remember the key's print at first use."""
    printed = hmac.new(keys.blind, b"key check", sha256).hexdigest()

    def work(tx: Tx) -> str:
        kept = settings.get(tx.conn, _CHECK)
        if not kept:
            settings.put(tx, _CHECK, printed)
            tx.audit("hub", "key.bound", "", {"print": printed})
        return kept or printed

    kept = database.read(lambda conn: settings.get(conn, _CHECK)) or database.write(work)
    if not hmac.compare_digest(kept, printed):
        raise Refusal("key_wrong")


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"huying 1 " + purpose).derive(key)


def _read(path: Path) -> bytes:
    try:
        return _decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise Refusal("key_unreadable", path=path, reason=error.strerror or "无法打开") from error


def _decoded(content: bytes, path: str) -> bytes:
    """Return the key of a file: 64 hexadecimal digits, or at least 32 bytes as they are."""
    text = content.strip()
    if len(text) == 2 * KEY_BYTES:
        try:
            return bytes.fromhex(text.decode())
        except ValueError:
            return content
    if len(content) < KEY_BYTES:
        raise Refusal("key_unreadable", path=path, reason="少于 32 字节")
    return content


def _make(path: Path, key: bytes) -> bytes:
    """Write a new key file, readable by its owner only; when another process was faster, its key is the key."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise Refusal("key_unreadable", path=path, reason=error.strerror or "无法写入") from error
    with os.fdopen(handle, "wb") as file:
        file.write(key.hex().encode())
        file.flush()
        os.fsync(file.fileno())
    return key
