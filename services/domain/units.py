"""Units: the areas of the jurisdiction tree (with their centres) and the departments beside it."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.tiers import Tier


class UnitKind(StrEnum):
    """What a unit is. An area unit stands for the centre that answers for it as well (our rule)."""

    AREA = "area"
    DEPARTMENT = "department"
    CENTRE = "centre"


class Setting(StrEnum):
    """The kind of a grid (Haigang 2021: 社区, 农村, and 专属 for enterprises, offices and schools), or none."""

    NONE = ""
    COMMUNITY = "社区"
    RURAL = "农村"
    DEDICATED = "专属单位"


class Unit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One unit.

    `id` is stable text: the division or grid code for areas, ``dept-…`` for departments. `path` joins the ids from the
    district down with "/". `lon`, `lat` are WGS84 degrees or None. `initials` are pinyin initials in lower case, for
    finding. `demo` marks a unit or a boundary that is made up for demonstration.
    """

    id: str
    code: str
    name: str
    kind: UnitKind
    tier: Tier | None = None
    parent_id: str | None = None
    path: str
    lon: float | None = None
    lat: float | None = None
    initials: str = ""
    setting: Setting = Setting.NONE
    demo: bool = False
