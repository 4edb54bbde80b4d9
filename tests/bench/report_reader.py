"""A report that reads every case there is, again and again, in one snapshot each, until its input is closed.

python -m tests.bench.report_reader FOLDER    says "reading", prints how many rows it read at the end
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.store.database import open_database
from services.store.tables import cases

if TYPE_CHECKING:
    from sqlalchemy import Connection

COLUMNS = ("id", "category", "state", "tier", "area_path", "reported_at", "closed_at", "due_at")
BATCH = 5_000


def main(folder: Path) -> None:
    """Count cases by category and state, row by row."""
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    clock, read = SystemClock(), 0
    database = open_database(f"sqlite:///{folder / 'huying.sqlite'}", clock, ids=TimeIds(clock), migrate=False)

    def work(conn: Connection) -> int:
        seen: Counter[tuple[str, str]] = Counter()
        rows = conn.execution_options(yield_per=BATCH).execute(select(*[cases.c[name] for name in COLUMNS]))
        for part in rows.partitions():
            seen.update((row.category, row.state) for row in part)
            if ended.is_set():
                break
        return seen.total()

    print("reading", flush=True)
    while not ended.is_set():
        read += database.read(work)
    database.close()
    print(read, flush=True)


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
