"""Fetch the pinned pip where none is at hand: from the index pip itself would use, checked by its hash."""

from __future__ import annotations

import base64
import configparser
import hashlib
import os
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from pathlib import Path

from say import Stop

PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
PUBLIC_INDEX = "https://pypi.org/simple"
TIMEOUT_S = 30.0
TRIES = 3
NO_NETWORK = (
    "Set-up stopped: the package index cannot be reached; connect this machine to the network, "
    "or name a mirror with PIP_INDEX_URL, and run the same command again."
)


def fetch(folder: Path) -> Path:
    """Put the pinned pip wheel into `folder` and return it; raise Stop when no source has it."""
    settings = Settings()
    wrong = False
    for source in settings.sources():
        try:
            data = _from(source, settings)
        except (OSError, ValueError):  # unreachable, refused, or no address at all: the next source
            continue
        if data is None:
            continue
        if hashlib.sha256(data).hexdigest() == PIP_SHA256:
            wheel = folder / PIP_WHEEL
            wheel.write_bytes(data)
            return wheel
        wrong = True
    if wrong:
        raise Stop(f"Set-up stopped: {PIP_WHEEL} from the package index is not the one that was pinned.")
    raise Stop(NO_NETWORK)


class Settings:
    """What pip's environment variables and files say about where packages come from."""

    def __init__(self) -> None:
        """Read the files in pip's own order, later ones win."""
        self._file: dict[str, str] = {}
        home = Path.home()
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        files = [Path("/etc/xdg/pip/pip.conf"), Path("/etc/pip.conf"), home / ".pip/pip.conf", config / "pip/pip.conf"]
        if os.environ.get("PIP_CONFIG_FILE"):
            files.append(Path(os.environ["PIP_CONFIG_FILE"]))
        for path in files:
            self._read(path)

    def _read(self, path: Path) -> None:
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            return  # pip itself will complain about it in its own words
        for section in ("global", "install"):
            if parser.has_section(section):
                self._file.update(parser.items(section))

    def get(self, name: str) -> str:
        """Return a setting by its name in the file (`index-url`); the environment wins."""
        return os.environ.get("PIP_" + name.upper().replace("-", "_")) or self._file.get(name, "")

    def sources(self) -> list[str]:
        """Return the pages and folders that may hold pip, the index first."""
        indexes = [] if self.get("no-index") else [self.get("index-url") or PUBLIC_INDEX]
        if indexes:
            indexes += self.get("extra-index-url").split()
        return [index.rstrip("/") + "/pip/" for index in indexes] + self.get("find-links").split()

    def context(self) -> ssl.SSLContext:
        """Trust the authorities that pip would trust."""
        names = (self.get("cert"), os.environ.get("REQUESTS_CA_BUNDLE", ""), os.environ.get("CURL_CA_BUNDLE", ""))
        authorities = next((Path(name) for name in names if name and Path(name).exists()), None)
        context = ssl.create_default_context()  # SSL_CERT_FILE and the system's own
        if authorities is not None:
            if authorities.is_dir():
                context.load_verify_locations(capath=authorities)
            else:
                context.load_verify_locations(cafile=authorities)
        return context


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address and urllib.parse.urlsplit(address).path.rpartition("/")[2] == PIP_WHEEL:
            self.found.append(address)


def _from(source: str, settings: Settings) -> bytes | None:
    """Return the wheel from one page or folder, None where it is not there."""
    folder = _local(source)
    if folder is not None:
        if (folder / PIP_WHEEL).is_file():
            return (folder / PIP_WHEEL).read_bytes()
        page = folder / "index.html" if folder.is_dir() else folder
        if not page.is_file():
            return None
        source, text = page.as_uri(), page.read_bytes()
    else:
        text = _get(source, settings)
    links = _Links()
    links.feed(text.decode("utf-8", "replace"))
    if not links.found:
        return None
    address = urllib.parse.urljoin(source, links.found[0])
    file = _local(address)
    return file.read_bytes() if file is not None else _get(address, settings)


def _local(source: str) -> Path | None:
    parts = urllib.parse.urlsplit(source)
    if parts.scheme == "file":
        return Path(urllib.request.url2pathname(parts.path))
    return None if parts.scheme else Path(source).expanduser()


def _get(address: str, settings: Settings) -> bytes:
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("https", "http"):
        raise ValueError(address)
    headers = {"Accept": "text/html, */*", "User-Agent": "huying-setup"}
    host = parts.netloc.rpartition("@")[2]
    if parts.username is not None:
        secret = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    request = urllib.request.Request(urllib.parse.urlunsplit(parts._replace(netloc=host)), headers=headers)  # noqa: S310 - http(s) only, checked above
    handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPSHandler(context=settings.context())]
    if settings.get("proxy"):
        handlers.append(urllib.request.ProxyHandler({"http": settings.get("proxy"), "https": settings.get("proxy")}))
    opener = urllib.request.build_opener(*handlers)
    for left in reversed(range(TRIES)):
        try:
            with opener.open(request, timeout=TIMEOUT_S) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError:
            raise
        except OSError:
            if not left:
                raise
            time.sleep(1.0)
    raise OSError(address)
