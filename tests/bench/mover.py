"""One of the clients that move cases: a process with one kept `requests` connection, as fast as the hub answers.

python -m tests.bench.mover FOLDER SECONDS ID…    says "ready", waits for a line, prints its latencies (ms) as JSON
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import requests

from services.api import hubfile
from services.api.cases import Act, Behalf, CaseDetail, Done
from services.api.sessions import Session
from services.domain.actions import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.api.board import BoardRow

LEAD = "dept-water"
OK, CONFLICT = 200, 409
STEPS = (Action.ACCEPT, Action.DISPATCH, Action.SIGN, Action.FEEDBACK, Action.CHECK, Action.CLOSE)


class Mover:
    """Takes cases through the closed loop."""

    def __init__(self, folder: Path) -> None:
        found = hubfile.read(folder)
        if found is None:
            raise RuntimeError("no hub in this folder")
        self._base = found.url
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.headers[hubfile.KEY_HEADER] = found.key
        session = msgspec.json.decode(self._asked("POST", "/session/demo", b""), type=Session)
        self._http.headers["Authorization"] = f"Bearer {session.token}"
        self._http.headers["Content-Type"] = "application/json"
        self._prefix = session.token[:12]
        self._serial = itertools.count()
        self._done = msgspec.json.Decoder(Done)

    def loop(self, case_id: str) -> Iterator[float]:
        """Take one case from its report to its close; yield how long each move took, in ms.

        A case that the engine took up a tier meanwhile is left there: the refused move counts as none.
        """
        row = msgspec.json.decode(self._asked("GET", f"/cases/{case_id}", b""), type=CaseDetail).row
        for action in STEPS:
            body = msgspec.json.encode(self._act(action, row))
            before = time.perf_counter()
            answer = self._asked("POST", f"/cases/{case_id}/actions", body)
            if not answer:
                return
            yield (time.perf_counter() - before) * 1000
            row = self._done.decode(answer).row

    def _act(self, action: Action, row: BoardRow) -> Act:
        held = action in (Action.SIGN, Action.FEEDBACK)
        return Act(
            command_id=f"{self._prefix}-{next(self._serial)}",
            action=action,
            version=row.version,
            unit_id=LEAD if action is Action.DISPATCH else None,
            text="" if action is Action.ACCEPT else "现场积水已排除，路面恢复通行",
            behalf=Behalf(unit_id=row.holder_id, channel="电话", words="已到场处理") if held else None,
        )

    def _asked(self, method: str, path: str, body: bytes) -> bytes:
        answer = self._http.request(method, self._base + path, data=body, timeout=30)
        if answer.status_code == CONFLICT:
            return b""
        if answer.status_code != OK:
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
        return answer.content


def main(folder: Path, seconds: float, ids: list[str]) -> None:
    """Move the cases, one after another, until the time is over."""
    mover = Mover(folder)
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.perf_counter() + seconds
    took = list(itertools.takewhile(lambda _: time.perf_counter() < until, _moves(mover, ids)))
    print(msgspec.json.encode(took).decode(), flush=True)


def _moves(mover: Mover, ids: list[str]) -> Iterator[float]:
    for case_id in ids:
        yield from mover.loop(case_id)
    raise RuntimeError("too few cases for so much time")


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
