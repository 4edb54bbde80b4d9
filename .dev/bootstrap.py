"""Make `.venv` with exactly the locked packages; do nothing when that is already so.

    python3 .dev/bootstrap.py          what the programs need (make run)
    python3 .dev/bootstrap.py dev      that and what the tests need (make test)

Standard library only: this runs on the system's own python3, before anything is installed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from say import Stop, say

TYPE_CHECKING = False  # typing itself would cost a third of an idle start
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST, NEWEST = (3, 11), (3, 14)  # wheels of everything locked exist for these
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
UNFINISHED = VENV / ".setting-up"
PLACE = VENV / ".place"
LOG = VENV / "setup.log"
DROPPED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV")
NETWORK_WORDS = (
    "NewConnectionError", "Max retries exceeded", "ConnectTimeout", "ReadTimeout", "timed out", "ProxyError",
    "SSLError", "Could not find a version", "Connection aborted", "Name or service not known", "ConnectionReset",
)  # fmt: skip


def ensure(kind: str) -> Path:
    """Return the Python of a finished `.venv` for `kind` ("run" or "dev"); raise Stop with one sentence."""
    _require_python()
    import system_needs

    system_needs.ensure(VENV / ".system")
    if _is_ready(kind):
        return PYTHON
    with _alone() as held:
        if not _is_ready(kind):  # another start may have finished it meanwhile
            _set_up(kind, held)
            system_needs.ensure(VENV / ".system")
    return PYTHON


@contextlib.contextmanager
def _alone() -> Iterator[int]:
    """Hold the checkout for one set-up at a time, also when two consoles are started together.

    Yields what holds it (a file descriptor), for pip to inherit: a pip that outlives a killed set-up keeps the
    next one waiting instead of writing into its work.
    """
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another set-up of this checkout to end.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(folder)


def _require_python() -> None:
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    if not os.environ.get("HUYING_PYTHON_CHOSEN"):
        for minor in (13, 12, 11, 14):
            other = shutil.which(f"python3.{minor}")
            if other is not None:
                os.environ["HUYING_PYTHON_CHOSEN"] = "1"  # once: what it names may be a wrapper of this one
                os.execv(other, [other, *sys.argv])
    have = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise Stop(f"Set-up stopped: Huying runs on Python 3.11 to 3.14, and python3 here is {have}; install python3.11.")


def _stamp(kind: str) -> Path:
    return VENV / f".ready-{kind}"


def _digest(kind: str) -> str:
    """Describe what a finished set-up depends on: the lock, the project file, the place and the Python."""
    import hashlib

    seen = hashlib.sha256(_place().encode())
    for name in ("pyproject.toml", LOCKS[kind]):
        seen.update((ROOT / name).read_bytes())
    return seen.hexdigest()


def _place() -> str:
    return f"{VENV} {os.path.realpath(PYTHON)}"


def _is_ready(kind: str) -> bool:
    if not PYTHON.exists() or UNFINISHED.exists():
        return False
    kinds = ("run", "dev") if kind == "run" else ("dev",)  # what the tests need includes what the programs need
    return any(_read(_stamp(one)) == _digest(one) for one in kinds)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _reason_to_start_anew() -> str | None:
    """Say why an existing `.venv` cannot be kept, or None."""
    if UNFINISHED.exists():
        return "the last set-up was interrupted"
    if not PYTHON.exists():
        return "its Python is gone"
    place = _read(PLACE)
    if not place and f" {VENV}" not in _read(VENV / "pyvenv.cfg"):
        return "it was made for another place"
    if place and place != _place():
        return "the checkout was moved or its Python was replaced"
    return None


def _set_up(kind: str, held: int) -> None:
    reason = _reason_to_start_anew() if VENV.exists() else None
    if reason is not None:
        say(f"Making .venv anew: {reason}.")
        shutil.rmtree(VENV)
    if not VENV.exists():
        say(f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}.")
        _make_venv()
    UNFINISHED.touch()
    for one in LOCKS:
        _stamp(one).unlink(missing_ok=True)
    LOG.write_text("", encoding="utf-8")
    if not (VENV / "bin" / "pip").exists():
        _install_pip(held)
    say("Installing the locked packages (the first time some 300 MB; a minute or two).")
    lock = ROOT / LOCKS[kind]
    _install_locked(lock, held)
    _pip(["install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT)], held)
    _check_qt()
    PLACE.write_text(_place(), encoding="utf-8")
    UNFINISHED.unlink()
    _stamp(kind).write_text(_digest(kind), encoding="ascii")
    say("Set-up is finished.")


def _make_venv() -> None:
    import venv

    VENV.mkdir()
    UNFINISHED.touch()
    venv.create(VENV, with_pip=False, symlinks=True)


def _install_pip(held: int) -> None:
    import pip_wheel

    wheel = pip_wheel.fetch(VENV)
    _run([str(PYTHON), str(wheel / "pip"), "install", "--no-index", "--no-deps", str(wheel)], held)
    wheel.unlink()


def _install_locked(lock: Path, held: int) -> None:
    """Install by hash. setuptools first: the few packages without a wheel are built with the locked one."""
    entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    builder = VENV / "builder.lock"
    builder.write_text("\n".join(line for line in entries if line.startswith("setuptools==")), encoding="utf-8")
    _pip(["install", "--require-hashes", "--no-deps", "--requirement", str(builder)], held)
    builder.unlink()
    _pip(["install", "--require-hashes", "--no-build-isolation", "--requirement", str(lock)], held)


def _pip(arguments: list[str], held: int) -> None:
    options = ["--no-input", "--disable-pip-version-check", "--quiet"]
    _run([str(PYTHON), "-m", "pip", *arguments, *options, "--root-user-action=ignore"], held)


def _run(command: list[str], held: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in DROPPED}
    with LOG.open("a", encoding="utf-8") as log:
        log.write("$ " + " ".join(command[:6]) + "\n")
        log.flush()
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(held,),
            check=False,
        )
    if done.returncode != 0:
        raise Stop(_explain(LOG.read_text(encoding="utf-8", errors="replace")))


def _explain(said: str) -> str:
    if "DO NOT MATCH THE HASHES" in said:
        return "Set-up stopped: a package from the index is not the one that was locked; nothing of it was installed."
    if "No space left on device" in said:
        return f"Set-up stopped: the disk under {ROOT} is full; free about 1 GB and run the same command again."
    if any(word in said for word in NETWORK_WORDS):
        import pip_wheel

        return f"{pip_wheel.NO_NETWORK} Details: {LOG}"
    last = "\n".join(said.strip().splitlines()[-5:])
    return f"Set-up stopped: a package could not be installed. Details: {LOG}\n{last}"


def _check_qt() -> None:
    done = subprocess.run(
        [str(PYTHON), "-c", "import PySide6.QtWidgets"], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise Stop(f"Set-up stopped: Qt does not start on this system: {last[0]}", 3)


def guard(task: Callable[[], int]) -> int:
    """Run a task, turn Stop and Ctrl+C into one sentence and an exit status."""
    try:
        return task()
    except Stop as stop:
        say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        say("Interrupted." + (" The next start makes .venv anew." if UNFINISHED.exists() else ""))
        return 130


def main() -> int:
    """Set up for the kind named on the command line."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"

    def task() -> int:
        ensure(kind)
        return 0

    return guard(task)


if __name__ == "__main__":
    sys.exit(main())
