"""A table that somebody sends as a CSV file: its size before anything else, its encoding, its header, its rows.

Cells stay text, whatever they begin with: what a spreadsheet would take for a formula is never one here.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.domain.problems import Refusal

if TYPE_CHECKING:
    import _csv

BYTES_MOST = 4 * 1024 * 1024
ROWS_MOST = 20_000
COLUMNS_MOST = 60
"""Larger than any standard or calendar known to us (our rule)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: the line it begins on (the header's is 1) and its cells by column, blanks trimmed."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell; "" where the column is absent."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: where, which value, why and what to do, in one sentence."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class TableFile:
    """What was read: the encoding it was in, its rows, and the rows that have not as many cells as the header.

    `unread` are the headers that nobody asked for.
    """

    encoding: str
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]
    unread: tuple[str, ...] = ()


def read_table(data: bytes, columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> TableFile:
    """Read a CSV file. `columns`: our name → the headers it may stand under; `needed` must be there.

    Raises Refusal too_large, field_bad (encoding, header, a quote that never ends).
    """
    if len(data) > BYTES_MOST:
        raise Refusal("too_large", field="文件", limit=f"{BYTES_MOST // 1024 // 1024} MB")
    encoding, text = _decoded(data)
    if "\x00" in text:
        raise Refusal("field_bad", field="文件", value="NUL", remedy="这不是 CSV 文本文件，请另存为 CSV 后再导入")
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        places = _places(header, columns, needed)
        rows, refused = _rows(lines, len(header), places)
    except csv.Error as error:
        reason = {"unexpected end of data": "引号没有结束"}.get(str(error), f"引号或分隔不对（{error}）")
        remedy = "请检查该行的引号与逗号"
        raise Refusal("field_bad", field="文件", value=f"第 {lines.line_num} 行{reason}", remedy=remedy) from error
    known = set(places.values())
    unread = tuple(cell.strip()[:40] for place, cell in enumerate(header) if place not in known and cell.strip())
    return TableFile(encoding, tuple(rows), tuple(refused), unread)


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the encoding and the text: UTF-8 or UTF-16 by their marks, else UTF-8, else GB 18030."""
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return encoding.removesuffix("-sig"), data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("field_bad", field="文件", value="编码不明", remedy="请另存为 UTF-8 或 GB 18030 编码的 CSV")


def _places(header: Sequence[str], columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> dict[str, int]:
    if len(header) > COLUMNS_MOST:
        raise Refusal("field_bad", field="表头", value=f"{len(header)} 列", remedy=f"至多 {COLUMNS_MOST} 列")
    names = [cell.strip().lower() for cell in header]
    places: dict[str, int] = {}
    for name, aliases in columns.items():
        found = [index for index, cell in enumerate(names) if cell == name or cell in aliases]
        if len(found) > 1:
            raise Refusal("field_bad", field="表头", value=header[found[1]][:40], remedy="同一列出现了两次，请删去一列")
        if found:
            places[name] = found[0]
    missing = [(columns[name][0] if columns[name] else name) for name in needed if name not in places]
    if missing:
        value = "、".join(name.strip()[:20] for name in header[:12]) or "空"
        raise Refusal("field_bad", field="表头", value=value, remedy=f"缺少列：{'、'.join(missing)}")
    return places


def _rows(lines: _csv.Reader, width: int, places: Mapping[str, int]) -> tuple[list[Row], list[Refused]]:
    rows: list[Row] = []
    refused: list[Refused] = []
    line = lines.line_num + 1
    for cells in lines:
        if len(rows) + len(refused) >= ROWS_MOST:
            raise Refusal("too_large", field="文件", limit=f"{ROWS_MOST} 行")
        if any(cell.strip() for cell in cells):
            if len(cells) == width:
                rows.append(Row(line, {name: cells[place].strip() for name, place in places.items()}))
            else:
                reason = f"有 {len(cells)} 格，表头有 {width} 格，请检查逗号与引号"
                refused.append(Refused(line, "", "", reason))
        line = lines.line_num + 1
    return rows, refused
