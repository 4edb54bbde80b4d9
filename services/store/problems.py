"""What a database driver complains about, said as the refusals a person can act on."""

from __future__ import annotations

from services.domain.problems import Refusal

_SQLITE_BY_CODE = {5: "busy", 6: "busy", 8: "read_only", 10: "disk_full", 13: "disk_full", 14: "read_only"}
# SQLITE_BUSY, LOCKED, READONLY, IOERR (a full disk under WAL shows as one), FULL, CANTOPEN
_SQLITE_BY_TEXT = (
    ("disk is full", "disk_full"),
    ("disk i/o error", "disk_full"),
    ("readonly database", "read_only"),
    ("unable to open", "read_only"),
    ("is locked", "busy"),
)
_PG_BY_STATE = {
    "53100": "disk_full",
    "25006": "read_only",
    "55P03": "busy",
    "57014": "busy",
    "53300": "busy",
    "57P03": "busy",
}
_PG_AGAIN = frozenset({"40001", "40P01", "23505"})
# Serialisation failure, deadlock, and a unique key that another transaction took first: run anew, the work sees it.
_PG_GONE = ("08", "57P01", "57P02")


class StoreProblem(Refusal):
    """The database cannot take this now; nothing of it was kept. Its code says why."""


class DiskFull(StoreProblem):
    """There is no room left on the data disk."""

    def __init__(self) -> None:
        super().__init__("disk_full")


class ReadOnly(StoreProblem):
    """The data file or server takes no writes."""

    def __init__(self) -> None:
        super().__init__("read_only")


class Busy(StoreProblem):
    """Another process holds the database, or the server cannot be reached."""

    def __init__(self) -> None:
        super().__init__("database_busy")


class OutcomeUnknown(StoreProblem):
    """The connection broke while committing: whether it was kept must be asked by the command's id."""

    def __init__(self) -> None:
        super().__init__("outcome_unknown")


class Unusable(StoreProblem):
    """The place or the file cannot serve as a database: `code` is network_share, not_a_database or newer_data."""


def driver_error(error: BaseException) -> BaseException:
    """Return the driver's own error behind SQLAlchemy's wrapping."""
    original = getattr(error, "orig", None)
    return original if isinstance(original, BaseException) else error


def problem_of(error: BaseException) -> StoreProblem | None:
    """Return the refusal that an error stands for, or None when it is a mistake of the program."""
    cause = driver_error(error)
    name = type(cause).__module__.partition(".")[0]
    reason = _sqlite_reason(cause) if name in ("sqlite3", "pysqlite3") else _pg_reason(cause)
    makers = {"disk_full": DiskFull, "read_only": ReadOnly, "busy": Busy}
    return makers[reason]() if reason else None


def _sqlite_reason(cause: BaseException) -> str:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE_BY_CODE.get(code & 0xFF, "")
    text = str(cause).lower()
    return next((reason for part, reason in _SQLITE_BY_TEXT if part in text), "")


def _pg_reason(cause: BaseException) -> str:
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return "busy" if is_connection_lost(cause) else ""
    return "busy" if is_connection_lost(cause) else _PG_BY_STATE.get(state, "")


def is_connection_lost(error: BaseException) -> bool:
    """Tell whether the server went away under the statement."""
    cause = driver_error(error)
    if type(cause).__module__.partition(".")[0] != "psycopg":
        return False
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return type(cause).__name__ in ("OperationalError", "InterfaceError", "ConnectionTimeout", "AdminShutdown")
    return str(state).startswith(_PG_GONE)


def may_run_again(error: BaseException) -> bool:
    """Tell whether the same work may succeed when it is run once more from the start."""
    return getattr(driver_error(error), "sqlstate", None) in _PG_AGAIN
