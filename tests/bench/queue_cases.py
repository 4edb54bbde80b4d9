"""20,000 open cases made up for measuring: as dicts for the rival, as rows for the queue view."""

from __future__ import annotations

import random
from typing import TypedDict

from widgets.queue import QueueRow

NOW_MS = 1_790_000_000_000
MINUTE_MS = 60_000
_WHAT = (
    "积水约 40 厘米，车辆滞留",
    "楼道起烟，疑似电动车充电",
    "占道经营堵塞消防通道",
    "路灯大面积不亮",
    "井盖缺失",
    "垃圾清运不及时",
)
_WHERE = ("下中路地下通道", "老旧小区", "沿江路", "市场门口", "学校东侧", "公园北门")
_STREETS = ("市桥街道", "大石街道", "洛浦街道", "石碁镇", "桥南街道", "南村镇", "钟村街道", "新造镇", "化龙镇")
_COMMUNITIES = ("禺山社区", "河村社区", "沿沙社区", "石岗村", "福景社区", "里仁洞村", "钟一村", "山门村")
_SOURCES = ("传感器", "网格员", "12345", "扫码", "视频", "无人机")
_TIERS = ("网格", "社区", "街镇", "区")
_UNITS = (
    "市桥街道中心",
    "消防救援站",
    "社区居委会",
    "生态环境分局",
    "综合行政执法办",
    "区照明中心",
    "区水务局",
    "环卫站",
)


class Case(TypedDict):
    """One made-up case, 14 columns as a table would show them."""

    number: str
    title: str
    place: str
    street: str
    source: str
    tier: str
    holder: str
    priority: int
    category: str
    step: str
    due_at: int
    started_at: int
    claimed_by: str
    reported: str


def make_cases(count: int, seed: int = 7) -> list[Case]:
    """Return ``count`` cases, the same for the same seed."""
    chance = random.Random(seed)
    return [_case(number, chance) for number in range(count)]


def _case(number: int, chance: random.Random) -> Case:
    street = chance.choice(_STREETS)
    started = NOW_MS - chance.randrange(1, 3000) * MINUTE_MS
    return Case(
        number=f"PY20261122{number:05d}",
        title=f"{chance.choice(_WHERE)}{chance.choice(_WHAT)}（{chance.randrange(1, 99)}）",
        place=f"{street} · {chance.choice(_COMMUNITIES)} · {chance.randrange(1, 30):03d}",
        street=street,
        source=chance.choice(_SOURCES),
        tier=chance.choice(_TIERS),
        holder=chance.choice(_UNITS),
        priority=chance.choices((0, 1, 2), (80, 15, 5))[0],
        category=chance.choice(_WHAT)[:4],
        step=chance.choice(("待受理", "待派单", "处置中", "待核实")),
        due_at=started + chance.randrange(30, 4000) * MINUTE_MS,
        started_at=started,
        claimed_by=chance.choice(("", "", "", "陈志明")),
        reported=f"{chance.randrange(24):02d}:{chance.randrange(60):02d}",
    )


class CaseRows:
    """The cases as the queue view wants them; rows are made when they are asked for, as a board would."""

    def __init__(self, cases: list[Case]) -> None:
        self._cases = cases

    def __len__(self) -> int:
        return len(self._cases)

    def key(self, index: int, /) -> object:
        """Return the number."""
        return index

    def row(self, index: int, /) -> QueueRow:
        """Return the row."""
        case = self._cases[index]
        return QueueRow(
            number=case["number"][-4:],
            title=case["title"],
            place=case["place"],
            source=case["source"],
            tier=case["tier"],
            holder=case["holder"],
            priority=case["priority"],
            due_at=case["due_at"],
            started_at=case["started_at"],
            claimed_by=case["claimed_by"],
        )

    def stamp(self, index: int, /) -> int:
        """Nothing changes while it is measured."""
        del index
        return 0

    def index_of(self, key: object, /) -> int | None:
        """Return the place of a number."""
        return key if isinstance(key, int) and 0 <= key < len(self._cases) else None
