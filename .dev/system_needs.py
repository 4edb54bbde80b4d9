"""What Huying needs from the operating system: Qt's libraries, a Chinese font, a virtual display.

On Debian and its relatives root gets what is missing installed; anyone else gets the one line to run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from say import Stop, say

# soname -> Debian package. What PySide6 6.11's libraries name as needed and its wheels do not bring.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1",
    "libzstd.so.1": "libzstd1",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONT_PACKAGE = "fonts-noto-cjk"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
DPKG_STATUS = Path("/var/lib/dpkg/status")
GLIBC_NEEDED = {"x86_64": (2, 34), "aarch64": (2, 39)}  # what the PySide6 6.11 wheels are built for


def has_display() -> bool:
    """Return whether a desktop is there to open a window on."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def ensure(stamp: Path) -> None:
    """Make sure that the system has what is needed, or raise Stop with the line to run.

    `stamp` remembers the answer for as long as no system package changes.
    """
    if not sys.platform.startswith("linux"):
        return
    state = _state()
    if state and _read(stamp) == state:
        return
    _check_glibc()
    missing = find_missing()
    if missing:
        _install(missing)
        missing = find_missing()
        if missing:
            raise Stop(f"Set-up stopped: still missing after the installation: {', '.join(missing)}.")
    state = _state()
    if state and stamp.parent.is_dir():
        stamp.write_text(state, encoding="ascii")


def find_missing() -> dict[str, str]:
    """Return what is missing, by name, with the Debian package that brings it."""
    wanted = dict(QT_LIBRARIES)
    if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY"):
        wanted.update(WAYLAND_LIBRARIES)
    else:
        wanted.update(X11_LIBRARIES)
    missing = {name: package for name, package in wanted.items() if not _loads(name)}
    if not has_display() and shutil.which("Xvfb") is None:
        missing["Xvfb (no display here, so a virtual one is needed)"] = "xvfb"
    if not has_chinese_font():
        missing["a font with Chinese characters"] = FONT_PACKAGE
    if not _has_certificates():
        missing["the certificates of the public authorities"] = "ca-certificates"
    return missing


def install_line(packages: list[str]) -> str:
    """Return the one line that installs the packages on Debian."""
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def has_chinese_font() -> bool:
    """Ask fontconfig for a font that covers Simplified Chinese; without fontconfig, look at the files."""
    import ctypes

    try:
        fontconfig = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return _has_font_file()
    fontconfig.FcInitReinitialize()  # what it read before an installation in this same process is out of date
    for name in ("FcNameParse", "FcObjectSetCreate", "FcFontList"):
        getattr(fontconfig, name).restype = ctypes.c_void_p
    fontconfig.FcFontList.argtypes = [ctypes.c_void_p] * 3
    pattern = fontconfig.FcNameParse(b":lang=zh-cn:outline=true")
    found = fontconfig.FcFontList(None, pattern, fontconfig.FcObjectSetCreate())
    return bool(found) and ctypes.cast(found, ctypes.POINTER(ctypes.c_int))[0] > 0  # FcFontSet.nfont


def _has_font_file() -> bool:
    names = ("*CJK*", "*SourceHan*", "wqy-*", "*Noto*SC*")
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    return any(next(folder.rglob(name), None) for folder in folders if folder.is_dir() for name in names)


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_certificates() -> bool:
    import ssl

    if any(os.environ.get(name) for name in ("PIP_CERT", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")):
        return True
    paths = ssl.get_default_verify_paths()
    folder = Path(paths.capath) if paths.capath else None
    return bool(paths.cafile) or (folder is not None and any(folder.iterdir()))


def _check_glibc() -> None:
    import platform

    library, version = platform.libc_ver()
    machine = platform.machine()
    if machine not in GLIBC_NEEDED:
        raise Stop(f"Set-up stopped: Qt for Python has no build for {machine}; use an x86-64 or ARM64 machine.")
    have = tuple(int(part) for part in version.split(".")[:2]) if library == "glibc" else (0, 0)
    need = GLIBC_NEEDED[machine]
    if have < need:
        raise Stop(
            f"Set-up stopped: Qt for Python needs glibc {need[0]}.{need[1]} or later on {machine}, "
            f"this system has {library or 'another libc'} {version}; use Debian 12 or later."
        )


def _is_debian() -> bool:
    text = _read(Path("/etc/os-release")).replace('"', "")
    ids = [line.partition("=")[2] for line in text.splitlines() if line.startswith(("ID=", "ID_LIKE="))]
    return "debian" in " ".join(ids).split() and shutil.which("apt-get") is not None


def _install(missing: dict[str, str]) -> None:
    packages = sorted(set(missing.values()))
    if not _is_debian():
        raise Stop(
            f"Set-up stopped: this system lacks {', '.join(missing)}; install them with its package manager "
            "(the Debian packages are " + ", ".join(packages) + ") and run the same command again.",
            3,
        )
    line = install_line(packages)
    if os.geteuid() != 0:
        raise Stop(
            f"Set-up stopped: system packages are missing ({len(packages)}), and only root may install them. "
            f"Run this line, then the same command again:\n\n  {line}\n",
            3,
        )
    say("Reading the list of system packages (apt-get update).")
    _apt(["update"], line)
    say(f"Installing system packages as root: {' '.join(packages)}.")
    _apt(["install", "-y", "--no-install-recommends", *packages], line)


def _apt(arguments: list[str], line: str) -> None:
    done = subprocess.run(
        ["apt-get", "-qq", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        said = "\n".join(done.stdout.strip().splitlines()[-3:])
        raise Stop(
            f"Set-up stopped: apt-get {arguments[0]} failed; check the network and the package sources, "
            f"then run:\n\n  {line}\n\nIt said: {said}",
            3,
        )


def _state() -> str:
    """Describe what the answer depends on; empty where it cannot be known cheaply."""
    try:
        packages = DPKG_STATUS.stat().st_mtime_ns
    except OSError:
        return ""
    return f"{packages} {bool(os.environ.get('DISPLAY'))} {bool(os.environ.get('WAYLAND_DISPLAY'))}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
