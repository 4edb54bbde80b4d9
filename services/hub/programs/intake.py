"""`huying intake`, `huying replay`, `huying rainstorm`: cases that come from files, from the past, or from a story."""

from __future__ import annotations

import random
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import requests

from services.api.intake import IntakeCase, IntakeReport
from services.domain.problems import Problem
from services.hub.programs.common import FAILED, OK, WrongUse, say
from services.hub.programs.site import at_the_machine, opened
from services.intake.cases import take
from services.intake.csv_import import Job, Progress, import_csv
from services.intake.csv_mapping import read_mapping
from services.intake.rainstorm import rain
from services.intake.replay import past_cases, replay

if TYPE_CHECKING:
    from services.hub.programs.site import Site

TIMEOUT_S = (5.0, 120.0)
POST_BATCH = 500


def from_csv(data_dir: Path, database: str, file: Path, mapping: Path) -> int:
    """Import a CSV file; what was refused goes into a file beside it. Return the exit code."""
    rejects = file.with_name(f"{file.stem}.rejects.csv")
    with opened(data_dir, database) as site:
        district, _ = site.district()
        job = Job(read_mapping(mapping.read_bytes()), file, rejects, at_the_machine(district))
        end = import_csv(site.database, district, job, progress=_tell)
    say(f"收下 {end.accepted}，标记 {end.flagged}，重复 {end.repeated}，拒收 {end.refused}；拒收清单：{rejects}")
    return OK


def _tell(state: Progress) -> None:
    say(f"{state.share:6.1%}  {state.rows:,} 行")


def post(hub: str, key: str, file: Path) -> int:
    """Send a JSON file of cases (one, or a list) to a hub. Return the exit code: 1 when any was refused."""
    try:
        cases = msgspec.json.decode(file.read_bytes(), type=IntakeCase | list[IntakeCase])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WrongUse(f"{file} 无法按接口读取：{error}") from error
    items = cases if isinstance(cases, list) else [cases]
    refused = 0
    for start in range(0, len(items), POST_BATCH):
        report = _posted(hub, key, items[start : start + POST_BATCH])
        for outcome in report.outcomes:
            refused += outcome.outcome == "refused"
            say(" ".join(filter(None, (outcome.number, outcome.outcome, outcome.case_number, outcome.sentence))))
    return FAILED if refused else OK


def _posted(hub: str, key: str, items: list[IntakeCase]) -> IntakeReport:
    url = f"{hub.rstrip('/')}/intake/cases"
    try:
        answer = requests.post(
            url,
            data=msgspec.json.encode(items),
            headers={"X-Source-Key": key},
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise WrongUse(f"连不上 {hub}；请核对地址，并确认服务在运行") from error
    try:
        if answer.status_code == requests.codes.ok:
            return msgspec.json.decode(answer.content, type=IntakeReport)
        problem = msgspec.json.decode(answer.content, type=Problem)
    except msgspec.DecodeError as error:
        raise WrongUse(f"{hub} 的回答不是呼应服务的（{answer.status_code}）") from error
    raise WrongUse(f"{problem.sentence}。{problem.remedy}")


def from_the_past(data_dir: Path, database: str, file: Path, mapping: Path, speed: float) -> int:
    """Send a file's cases as if they happened now. Return the exit code."""
    read = read_mapping(mapping.read_bytes())
    past, unusable = past_cases(file, read)
    say(f"{len(past)} 件按 {speed:g} 倍速重放，{unusable} 行不能用；按 Ctrl+C 停止")
    with opened(data_dir, database) as site:
        district, _ = site.district()

        def send(case: IntakeCase) -> None:
            for outcome in take(site.database, district, read.source, [case], "replay").outcomes:
                if outcome.outcome == "refused":
                    say(f"{outcome.number} {outcome.sentence}")

        sent = replay(past, speed, _run(), site.clock, _sleep, send)
    say(f"已重放 {sent} 件")
    return OK


def storm(data_dir: Path, database: str, per_minute: float, most: int | None) -> int:
    """Let a rainstorm pass over the demo district. Return the exit code."""
    if not per_minute > 0:
        raise WrongUse("每分钟件数应大于 0，如 --per-minute 12")
    with opened(data_dir, database) as site:
        sent = _storm(site, per_minute, most)
    say(f"暴雨演示：共 {sent} 件")
    return OK


def _storm(site: Site, per_minute: float, most: int | None) -> int:
    district, _ = site.district()
    rng = random.Random()  # noqa: S311 - a story, not a secret
    return rain(site.database, district, site.clock, _sleep, rng, per_minute=per_minute, run=_run(), most=most)


def _sleep(seconds: float) -> None:
    time.sleep(seconds)


def _run() -> str:
    """Return a name of this run that no other has, to go before the numbers."""
    return datetime.now().astimezone().strftime("%m%d%H%M%S")
