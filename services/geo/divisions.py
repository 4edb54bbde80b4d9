"""The division lists that ship with the program, and the short names that people use."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from typing import NamedTuple

from services.domain.tiers import Tier


class DivisionKind(StrEnum):
    """What a row of a division list stands for."""

    ADMINISTRATIVE = "administrative"
    STATISTICAL = "statistical"
    PARK = "park"


class Division(NamedTuple):
    """One row of a division list; `name` as published, `code` of 6, 9 or 12 digits, `parent` a code or empty."""

    code: str
    name: str
    kind: DivisionKind
    tier: Tier
    parent: str


_TIERS = {"district": Tier.DISTRICT, "street": Tier.STREET, "community": Tier.COMMUNITY}
_COLUMNS = ("code", "name", "kind", "tier", "parent")
_VILLAGE = ("村民委员会", "村委会")
_RESIDENTS = ("居民委员会", "居委会")


def read_divisions(text: str) -> tuple[Division, ...]:
    """Read a division list (CSV with the columns code, name, kind, tier, parent).

    Raises ValueError with one sentence that names the line and the column that is wrong.
    """
    rows = csv.DictReader(io.StringIO(text))
    missing = [column for column in _COLUMNS if column not in (rows.fieldnames or [])]
    if missing:
        raise ValueError(f"区划表缺少列：{'、'.join(missing)}；应有 {','.join(_COLUMNS)}")
    found: dict[str, Division] = {}
    for number, row in enumerate(rows, start=2):
        division = _division(row, number)
        if division.code in found:
            raise ValueError(f"区划表第 {number} 行：代码 {division.code} 重复")
        if division.parent and division.parent not in found:
            raise ValueError(f"区划表第 {number} 行：上级 {division.parent} 应先于下级列出")
        found[division.code] = division
    return tuple(found.values())


def _division(row: dict[str, str], number: int) -> Division:
    code, name = row["code"], row["name"]
    if not (code and code.isascii() and code.isdigit()):
        raise ValueError(f"区划表第 {number} 行：code 应全为数字，现为 {code!r}")
    if not name:
        raise ValueError(f"区划表第 {number} 行：name 为空")
    if row["tier"] not in _TIERS:
        raise ValueError(f"区划表第 {number} 行：tier 应为 {'、'.join(_TIERS)} 之一，现为 {row['tier']!r}")
    if row["kind"] not in list(DivisionKind):
        raise ValueError(f"区划表第 {number} 行：kind 应为 {'、'.join(DivisionKind)} 之一，现为 {row['kind']!r}")
    return Division(code, name, DivisionKind(row["kind"]), _TIERS[row["tier"]], row["parent"] or "")


def read_points(text: str) -> dict[str, tuple[float, float]]:
    """Read known centres (CSV code,name,tier,lon,lat in WGS84 degrees) as code → (lon, lat)."""
    return {row["code"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(io.StringIO(text))}


def short_name(name: str) -> str:
    """Return the everyday name of a committee: 桥东社区居民委员会 → 桥东社区, 东郊村民委员会 → 东郊村; others stay."""
    for ending in _VILLAGE:
        if name.endswith(ending):
            place = name.removesuffix(ending)
            return place if place.endswith("村") else place + "村"
    for ending in _RESIDENTS:
        if name.endswith(ending):
            place = name.removesuffix(ending)
            return place if place.endswith("社区") else place + "社区"
    return name


def is_village(code: str) -> bool:
    """Tell whether a community code is a villagers' committee's (last three digits 200–399, the published scheme)."""
    return len(code) == 12 and code[9] in "23"
