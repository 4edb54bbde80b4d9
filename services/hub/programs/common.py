"""What every program of the command line shares: where the data lies, and how a fault of use is said."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_data_path

from services.domain.problems import Refusal

OK, FAILED, WRONG_USE = 0, 1, 2


class WrongUse(Exception):
    """The command cannot be carried out as it was given; one sentence with the remedy."""


def folder(data_dir: Path | None, profile: str, *, demo: bool) -> Path:
    """Return the data folder: the one that was named, else this user's own for the district; a demo has its own."""
    if data_dir is not None:
        return data_dir.absolute()
    base = user_data_path("huying", appauthor=False)
    return base / "demo" if demo else base / (profile or "panyu")


def say(text: str) -> None:
    """Tell whoever called the program something."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def log_to_stderr() -> None:
    """Send the program's own messages to where a service manager collects them."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)


def attempt(work: Callable[[], int]) -> int:
    """Run a program; a refusal or a fault of the machine becomes one sentence and code 2."""
    try:
        return work()
    except WrongUse as error:
        sentence = str(error)
    except Refusal as refusal:
        problem = refusal.problem
        sentence = f"{problem.sentence}。{problem.remedy}" if problem.remedy else problem.sentence
    except OSError as error:
        name = f"{error.filename}：" if error.filename else ""
        sentence = f"{name}{error.strerror or error}"
    except KeyboardInterrupt:
        return 130
    sys.stderr.write(sentence + "\n")
    return WRONG_USE
