"""What is proposed in real data, against pairs that a person has read and judged (files of ids and verdicts)."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from services.desk.duplicates import Report, compare
from services.desk.likeness import Words
from services.domain.clock import from_datetime
from services.domain.duplicates import OUR_RULE, Pair, judge
from services.store.duplicates import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.domain.duplicates import Verdict

HERE = Path(__file__).parent
NEW_YORK, SHANGHAI = ZoneInfo("America/New_York"), ZoneInfo("Asia/Shanghai")
OWN_FINDS = {"Employee Generated", "City Worker App"}
"""The channels through which Boston's own workers report what they find: 主动发现."""


def judged(name: str) -> dict[tuple[str, str], str]:
    with (HERE / name).open(encoding="ascii", newline="") as file:
        return {(row["one"], row["other"]): row["verdict"] for row in csv.DictReader(file)}


def boston(path: Path) -> list[Report]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [
        Report(
            at=from_datetime(datetime.strptime(row["opened"], "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=NEW_YORK)),
            title=row["text"] or row["subcategory"],
            text="",
            place=row["address"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            area_path="",
            category=row["subcategory"],
            source="boston",
            proactive=row["channel"] in OWN_FINDS,
            case_id=row["id"],
        )
        for row in rows
        if row["lon"] and row["lat"]
    ]
    return sorted(found, key=lambda report: report.at)


def messages(path: Path) -> list[Report]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Report(
            at=_time(row["留言时间"]),
            title=row["留言主题"],
            text=row["留言详情"],
            place="",
            lon=None,
            lat=None,
            area_path="",
            category="",
            case_id=row["留言编号"],
        )
        for row in rows
    ]


def _time(text: str) -> int:
    form = "%Y/%m/%d %H:%M:%S" if "/" in text else "%Y-%m-%d %H:%M:%S"
    return from_datetime(datetime.strptime(text, form).replace(tzinfo=SHANGHAI))


def candidate(report: Report) -> Candidate:
    return Candidate(
        id=report.case_id,
        title=report.title,
        place=report.place,
        lon=report.lon,
        lat=report.lat,
        category=report.category,
        source=report.source,
        proactive=int(report.proactive),
        reported_at=report.at,
        closed_at=None,
        text=report.text,
    )


def proposed(reports: list[Report]) -> Iterator[tuple[tuple[str, str], Verdict]]:
    """Yield what each report would have been told of those before it, in the order of time."""
    for place, report in enumerate(reports):
        words = Words(report.title, report.text)
        for earlier in reversed(reports[:place]):
            if report.at - earlier.at > OUR_RULE.window_ms:
                break
            if report.category != earlier.category:
                continue
            if report.lat is not None and earlier.lat is not None and abs(report.lat - earlier.lat) > 1e-3:
                continue
            verdict = judge(compare(report, words, candidate(earlier)), OUR_RULE)
            if verdict is not None:
                yield (earlier.case_id, report.case_id), verdict


def precision(verdicts: Counter[str]) -> float:
    """Return the share of true proposals among those that could be judged."""
    return verdicts["same"] / (verdicts["same"] + verdicts["different"])


def test_what_is_proposed_for_boston_is_as_it_was_judged(shared_data: Path) -> None:
    known = judged("judged-boston.csv")
    found = dict(proposed(boston(shared_data / "cases" / "boston-2015.csv.gz")))
    assert set(known) <= set(found)
    every = Counter(known.values())
    strong = Counter(verdict for pair, verdict in known.items() if found[pair].strong)
    assert every.total() == 100
    assert precision(strong) >= 0.85
    # none of what was judged the same is lost among the weak but one that the district's own workers sent twice
    assert strong["same"] >= every["same"] - 1


def test_what_is_proposed_for_the_messages_is_as_it_was_judged(shared_data: Path) -> None:
    known = judged("judged-messages-zh.csv")
    reports = messages(shared_data / "cases" / "citizen-messages-zh.csv")
    in_time = [pair for pair, _ in proposed(sorted(reports, key=lambda report: report.at))]
    assert in_time == [("37042", "37042")]  # one message, filed under two classes, is the only one within a day
    by_id: dict[str, Report] = {report.case_id: report for report in reports}
    alike = Counter(verdict for (one, other), verdict in known.items() if words_alike(by_id[one], by_id[other]) >= 50)
    assert alike["same"] == sum(verdict == "same" for verdict in known.values())
    assert alike["different"] <= 2


def words_alike(one: Report, other: Report) -> int:
    pair: Pair = compare(one, Words(one.title, one.text), candidate(other))
    return pair.likeness
