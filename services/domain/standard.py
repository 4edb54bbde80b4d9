"""A category standard as a file gives it: rows checked, limits read, contradictions found; and its life from draft on.

Classes are data: the key of a subclass is (standard, 部件 or 事件, main class of 2 digits, subclass of 2 digits),
because editions number the same class differently (domain facts c1, the order trap).
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

import msgspec

from services.domain.limits import Printed, UnknownLimit, read_limit
from services.domain.tablefile import Refused, Row, TableFile, read_table

NAME_MAX = 60
TEXT_MAX = 2_000
"""Longest names and criteria taken, in characters (our rule)."""


class StandardState(StrEnum):
    """Where an edition of a standard stands; one at a time is in use."""

    DRAFT = "draft"
    IN_USE = "in_use"
    RETIRED = "retired"

    @property
    def zh(self) -> str:
        """Return the state in a sentence."""
        return {"draft": "草案", "in_use": "使用中", "retired": "已停用"}[self.value]


COLUMNS: dict[str, tuple[str, ...]] = {
    "kind": ("类型", "部件/事件", "部件事件", "类别"),
    "main_code": ("大类代码", "大类编码", "大类编号"),
    "main_name": ("大类名称", "大类"),
    "sub_code": ("小类代码", "小类编码", "小类编号"),
    "sub_name": ("小类名称", "小类"),
    "filing_criterion": ("立案条件",),
    "closing_criterion": ("结案条件",),
    "limit": ("处置时限", "时限"),
    "handler": ("责任主体", "处置单位", "责任单位"),
    "authority": ("监管主体", "监管单位"),
    "basis": ("法律依据",),
}
NEEDED = ("kind", "main_code", "main_name", "sub_code", "sub_name", "filing_criterion", "limit")
"""The columns of a standard and what they may be called; these must be there."""

_KINDS = {"部件": "P", "事件": "E"}
_LENGTHS = {"main_name": NAME_MAX, "sub_name": NAME_MAX} | dict.fromkeys(
    ("filing_criterion", "closing_criterion", "handler", "authority", "basis"), TEXT_MAX
)


class CriterionDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A row that can stand. `category` is its subclass within the standard: P0101; `limit` None means 无时限."""

    line: int
    category: str
    kind: str
    main_code: str
    main_name: str
    sub_code: str
    sub_name: str
    filing: str
    closing: str
    limit_text: str
    limit: Printed | None
    handler: str
    authority: str
    basis: str


class ClassCount(msgspec.Struct, frozen=True, kw_only=True):
    """A main class with how many subclasses and criteria it has."""

    kind: str
    code: str
    name: str
    subclasses: int
    criteria: int


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A standard that was read: the good rows, the others with their reasons, and what the report counts.

    `limits` counts criteria by the unit as printed (紧急工作时, 天); `padded` are rows whose codes had lost their zero.
    """

    encoding: str
    rows: int
    criteria: tuple[CriterionDraft, ...]
    refused: tuple[Refused, ...]
    padded: int

    @property
    def limits(self) -> dict[str, int]:
        """How many criteria there are of each unit as printed."""
        return dict(Counter(row.limit.unit_text for row in self.criteria if row.limit is not None))

    @property
    def without_limit(self) -> int:
        """How many criteria have no limit."""
        return sum(row.limit is None for row in self.criteria)

    @property
    def classes(self) -> tuple[ClassCount, ...]:
        """The main classes in order."""
        found: dict[tuple[str, str], list[CriterionDraft]] = {}
        for row in self.criteria:
            found.setdefault((row.kind, row.main_code), []).append(row)
        return tuple(
            ClassCount(
                kind=kind,
                code=code,
                name=rows[0].main_name,
                subclasses=len({row.category for row in rows}),
                criteria=len(rows),
            )
            for (kind, code), rows in sorted(found.items())
        )

    def bare(self, unit: str) -> int:
        """Return how many limits are in a bare hour or day, which a person has to give a meaning."""
        limits = (row.limit for row in self.criteria if row.limit is not None)
        return sum((limit.time, limit.unit) == ("bare", unit) for limit in limits)


def read_standard(data: bytes) -> Parsed:
    """Read a standard from a CSV file; every good row is kept. Raises Refusal too_large, field_bad."""
    table = read_table(data, COLUMNS, NEEDED)
    return _Reading(table).parsed()


class _Reading:
    """The rows of one file, each held against those before it."""

    def __init__(self, table: TableFile) -> None:
        self._table = table
        self._refused = list(table.refused)
        self._good: list[CriterionDraft] = []
        self._mains: dict[tuple[str, str], CriterionDraft] = {}
        self._subs: dict[str, CriterionDraft] = {}
        self._filings: dict[tuple[str, str], CriterionDraft] = {}
        self._padded = 0

    def parsed(self) -> Parsed:
        for row in self._table.rows:
            made = _criterion(row)
            trouble = made if isinstance(made, Refused) else self._contradiction(made)
            if trouble is not None:
                self._refused.append(trouble)
            elif isinstance(made, CriterionDraft):
                self._keep(row, made)
        return Parsed(
            encoding=self._table.encoding,
            rows=len(self._table.rows) + len(self._table.refused),
            criteria=tuple(self._good),
            refused=tuple(sorted(self._refused, key=lambda refused: refused.line)),
            padded=self._padded,
        )

    def _keep(self, row: Row, made: CriterionDraft) -> None:
        self._good.append(made)
        self._mains.setdefault((made.kind, made.main_code), made)
        self._subs.setdefault(made.category, made)
        self._filings[made.category, made.filing] = made
        self._padded += len(row["main_code"]) == 1 or len(row["sub_code"]) == 1

    def _contradiction(self, made: CriterionDraft) -> Refused | None:
        """Return why a row cannot stand beside an earlier one, or None."""
        main = self._mains.get((made.kind, made.main_code))
        if main is not None and main.main_name != made.main_name:
            reason = f"大类 {made.main_code} 在第 {main.line} 行叫“{main.main_name}”，请改为一致"
            return Refused(made.line, "main_name", made.main_name, reason)
        sub = self._subs.get(made.category)
        if sub is not None and sub.sub_name != made.sub_name:
            reason = f"小类 {made.main_code}{made.sub_code} 在第 {sub.line} 行叫“{sub.sub_name}”，请改为一致"
            return Refused(made.line, "sub_name", made.sub_name, reason)
        same = self._filings.get((made.category, made.filing))
        if same is None:
            return None
        if same.limit_text == made.limit_text:
            return Refused(made.line, "filing_criterion", made.filing[:40], f"与第 {same.line} 行重复，已留前一行")
        reason = f"立案条件与第 {same.line} 行相同而时限不同（{same.limit_text}），请确定一个"
        return Refused(made.line, "limit", made.limit_text, reason)


def _criterion(row: Row) -> CriterionDraft | Refused:
    kind = row["kind"]
    if kind not in _KINDS:
        return Refused(row.line, "kind", kind[:40], "应为 部件 或 事件")
    codes = {}
    for name in ("main_code", "sub_code"):
        code = row[name].zfill(2) if row[name] else ""
        if len(code) != 2 or not (code.isascii() and code.isdigit()):
            return Refused(row.line, name, row[name][:40], "代码应为两位数字，如 01")
        codes[name] = code
    for name in ("main_name", "sub_name", "filing_criterion"):
        if not row[name]:
            return Refused(row.line, name, "", f"缺少{COLUMNS[name][0]}，请补充")
    for name, most in _LENGTHS.items():
        if len(row[name]) > most:
            return Refused(row.line, name, row[name][:40], f"超过 {most} 个字，请精简")
    try:
        limit = read_limit(row["limit"])
    except UnknownLimit as error:
        return Refused(row.line, "limit", row["limit"][:40], str(error))
    return CriterionDraft(
        line=row.line,
        category=f"{_KINDS[kind]}{codes['main_code']}{codes['sub_code']}",
        kind=kind,
        main_code=codes["main_code"],
        main_name=row["main_name"],
        sub_code=codes["sub_code"],
        sub_name=row["sub_name"],
        filing=row["filing_criterion"],
        closing=row["closing_criterion"],
        limit_text=row["limit"],
        limit=limit,
        handler=row["handler"],
        authority=row["authority"],
        basis=row["basis"],
    )
