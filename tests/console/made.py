"""Board rows, a district and a session, made up and the same on every run."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from console.wording import Wording
from services.api.board import BoardRow
from services.api.district import CategoryRow, NamedCode, ProfileView, UnitRow
from services.api.sessions import Session
from services.domain.cases import Priority, State
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.modes import Mode
from services.domain.rights import ROLE_RIGHTS, Role
from services.domain.tiers import Tier

NOW = 1_764_000_000_000
"""2025-11-24 16:00 UTC: midnight in China."""

STREETS = ("石碁镇", "市桥街道", "沙湾街道", "钟村街道", "大石街道", "洛浦街道", "南村镇", "新造镇", "化龙镇", "石楼镇")
TITLES = (
    "路面积水约二十厘米",
    "树木倒伏占用车道",
    "井盖缺失",
    "占道经营",
    "路灯不亮",
    "垃圾堆放",
    "噪音扰民",
    "电线垂落",
)
PLACES = (
    "清河东路与平康路口",
    "亚运大道北侧",
    "市莲路三号",
    "大北路小学门前",
    "番禺大道中",
    "迎宾路地铁口",
    "德兴路菜市场",
)


class FakeClock:
    """A clock that stands until it is moved. `wall` and monotonic time move apart only when asked."""

    def __init__(self, now: int = NOW) -> None:
        self.wall = now
        self.seconds = 1000.0

    def now(self) -> int:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.wall += round(seconds * 1000)
        self.seconds += seconds


class CountingIds:
    """Identifiers one after the other."""

    def __init__(self) -> None:
        self.last = 0

    def new(self) -> str:
        self.last += 1
        return f"{self.last:032x}"


def row(key: str = "c1", **fields: Any) -> BoardRow:  # noqa: ANN401 - any field
    """Return a row with ordinary values; `fields` differ."""
    values: dict[str, Any] = {
        "id": key,
        "version": 1,
        "number": f"YL2025112400{key.strip('c').zfill(4)}",
        "mode": Mode.EXERCISE,
        "title": "路面积水",
        "place": "清河东路",
        "area_path": "440113/440113001/440113001001",
        "lon": 113.36,
        "lat": 22.95,
        "category": "flood",
        "source": "12345",
        "priority": Priority.ORDINARY,
        "state": State.ACCEPTED,
        "tier": Tier.STREET,
        "answerable_id": "440113001",
        "holder_id": "440113001",
        "signed_at": None,
        "reported_at": NOW - HOUR_MS,
        "due_start": NOW - HOUR_MS,
        "due_at": NOW + HOUR_MS,
        "escalate_at": None,
        "escalated_at": None,
        "suspended_at": None,
        "supervised": "",
        "claimed_by": None,
        "flags": "",
    }
    return BoardRow(**{**values, **fields})


def changed(before: BoardRow, **fields: Any) -> BoardRow:  # noqa: ANN401 - any field
    """Return the next version of a row."""
    return msgspec.structs.replace(before, **{"version": before.version + 1, **fields})


def many(count: int, seed: int = 7, first: int = 0) -> list[BoardRow]:
    """Return plausible open cases of a rainstorm over ten streets."""
    dice = random.Random(seed)
    states = (State.REPORTED, State.ACCEPTED, State.DISPATCHED, State.HANDLING, State.FEEDBACK, State.CHECKED)
    rows = []
    for index in range(first, first + count):
        street = dice.randrange(len(STREETS))
        unit = f"440113{street + 1:03d}"
        reported = NOW - dice.randrange(1, 72 * 60) * MINUTE_MS - index % 997
        due = None if dice.random() < 0.06 else NOW + dice.randrange(-6 * 60, 24 * 60) * MINUTE_MS + index % 991
        rows.append(
            row(
                f"c{index}",
                number=f"YL20251124{index:06d}",
                title=f"{dice.choice(TITLES)}（{STREETS[street]}第{index % 389}处）",
                place=f"{STREETS[street]}{dice.choice(PLACES)}{dice.randrange(1, 400)}号",
                area_path=f"440113/{unit}/{unit}{dice.randrange(1, 20):03d}",
                lon=113.2 + dice.random() * 0.4,
                lat=22.85 + dice.random() * 0.25,
                source=dice.choice(("12345", "grid", "qr", "camera")),
                priority=dice.choice(
                    (Priority.ORDINARY,) * 7 + (Priority.URGENT, Priority.URGENT, Priority.EXTRA_URGENT)
                ),
                state=dice.choice(states),
                tier=dice.choice((Tier.GRID, Tier.COMMUNITY, Tier.STREET, Tier.STREET, Tier.DISTRICT)),
                answerable_id=unit,
                holder_id=dice.choice((unit, "dept-water", "dept-city")),
                reported_at=reported,
                due_start=reported,
                due_at=due,
                escalated_at=NOW - dice.randrange(48 * 60) * MINUTE_MS if dice.random() < 0.2 else None,
                suspended_at=NOW - HOUR_MS if dice.random() < 0.03 else None,
                supervised="district" if dice.random() < 0.04 else "",
            )
        )
    return rows


def units() -> list[UnitRow]:
    """Return a small district: itself, ten streets, two departments."""
    found = [
        UnitRow("440113", "440113", "番禺区", "area", Tier.DISTRICT, None, "440113", 113.38, 22.94, "pyq"),
        UnitRow("dept-water", "W", "区水务局", "department", None, None, "", None, None, "qswj"),
        UnitRow("dept-city", "C", "区城管局", "department", None, None, "", None, None, "qcgj"),
    ]
    initials = ("sqz", "sqjd", "swjd", "zcjd", "dsjd", "lpjd", "ncz", "xzz", "hlz", "slz")
    for index, (name, short) in enumerate(zip(STREETS, initials, strict=True)):
        code = f"440113{index + 1:03d}"
        found.append(UnitRow(code, code, name, "area", Tier.STREET, "440113", f"440113/{code}", 113.3, 22.9, short))
    return found


def profile(**fields: Any) -> ProfileView:  # noqa: ANN401 - any field
    """Return a district's profile."""
    values: dict[str, Any] = {
        "district_id": "440113",
        "name": "番禺区",
        "title": "番禺区指挥中心",
        "mode": Mode.EXERCISE,
        "demo": True,
        "rules_label": "演示规则",
        "boundary_label": "演示边界",
        "time_zone": "Asia/Shanghai",
        "tier_labels": {"grid": "网格", "community": "社区", "street": "街镇", "district": "区"},
        "steps": ("问题采集", "上“呼”上报", "分类派单", "处置落实", "核实结项", "督办考核"),
        "step_of": {"reported": 1, "accepted": 2},
        "categories": (CategoryRow(code="flood", name="积水内涝", group="汛情"),),
        "sources": (NamedCode(code="12345", name="12345 热线"), NamedCode(code="grid", name="网格巡查")),
        "call_kinds": (),
        "request_kinds": (),
        "refusal": "window",
    }
    return ProfileView(**{**values, **fields})


def wording(**fields: Any) -> Wording:  # noqa: ANN401 - any field
    """Return the words of the made-up district."""
    return Wording(profile(**fields), units())


def session(role: Role = Role.OPERATOR, **fields: Any) -> Session:  # noqa: ANN401 - any field
    """Return a signed-in person of the district centre."""
    values: dict[str, Any] = {
        "token": "t",
        "person_id": "p1",
        "person_name": "王敏",
        "unit_id": "440113",
        "unit_name": "番禺区",
        "unit_path": "440113",
        "roles": (role,),
        "rights": tuple(sorted(ROLE_RIGHTS[role])),
        "expires_at": NOW + 8 * HOUR_MS,
        "idle_lock_ms": 15 * MINUTE_MS,
        "now": NOW,
    }
    return Session(**{**values, **fields})
