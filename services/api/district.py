"""What a console needs to know of the district it serves."""

from __future__ import annotations

import msgspec

from services.api.common import Message
from services.domain.cases import Priority
from services.domain.looprules import LoopRules
from services.domain.modes import Mode
from services.domain.tiers import Tier


class UnitRow(msgspec.Struct, frozen=True, array_like=True):
    """A unit on the wire. `tier` is None for a department; `path` joins area ids from the district down."""

    id: str
    code: str
    name: str
    kind: str
    tier: Tier | None
    parent_id: str | None
    path: str
    lon: float | None
    lat: float | None
    initials: str = ""


class CategoryRow(Message, frozen=True, kw_only=True):
    """A category a case may have; one that is not `offered` names older cases only (of a retired standard)."""

    code: str
    name: str
    group: str
    priority: Priority | None = None
    limit_text: str = ""
    offered: bool = True
    department_id: str = ""  # the unit that usually handles it, "" none
    to_grid: bool = True  # False: the matter admission list bars it from grids


class NamedCode(Message, frozen=True, kw_only=True):
    """A code with its name, as sources, call kinds and request kinds have."""

    code: str
    name: str


class ProfileView(Message, frozen=True, kw_only=True):
    """What a console needs to know of the district it serves."""

    district_id: str
    name: str
    title: str
    mode: Mode  # the mode of what is made and counted here: a demo is Exercise
    demo: bool
    rules_label: str  # "演示规则" in a demo, else ""
    boundary_label: str  # "演示边界" where the outline is drawn by us, else ""
    time_zone: str
    tier_labels: dict[str, str]  # grid, community, street, district → 网格 …
    steps: tuple[str, ...]  # the labels of the district's steps in order
    step_of: dict[str, int]  # state → index into steps
    categories: tuple[CategoryRow, ...]
    sources: tuple[NamedCode, ...]
    call_kinds: tuple[NamedCode, ...]
    request_kinds: tuple[NamedCode, ...]
    refusal: str  # forbidden | approval | window | "" (unknown)
    loop: LoopRules = LoopRules()  # how often, how long, what first: services.domain.conditions asks it
    reasons: dict[str, tuple[NamedCode, ...]] = msgspec.field(default_factory=dict)  # action → its coded reasons
    shifts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()  # what nobody has told us about this district, one sentence each
