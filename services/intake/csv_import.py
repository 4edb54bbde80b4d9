"""Cases from a CSV file: streamed, in batches, with progress; the good rows are kept, the others listed with a reason.

What was committed stays when the import is cancelled, and the same file again adds nothing twice: a row's own number
is the key. The rejects file opens safely in a spreadsheet: no cell of it is ever a formula.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import re
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import msgspec

from services.api.intake import IntakeOutcome
from services.desk import access
from services.desk.sources import source_scope
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.intake.cases import BATCH, Prepared, prepare, refused, write

if TYPE_CHECKING:
    import _csv
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services.desk.district import District
    from services.desk.sources import Database
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.intake.csv_mapping import CsvMapping

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_REJECT_COLUMNS = ("行", "编号", "字段", "原因", "处理办法")


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import is. `share` is of the file's bytes, 0 to 1; the counts are of rows that are settled."""

    share: float = 0.0
    accepted: int = 0
    flagged: int = 0
    repeated: int = 0
    refused: int = 0
    finished: bool = False
    cancelled: bool = False

    @property
    def rows(self) -> int:
        """Rows settled so far."""
        return self.accepted + self.flagged + self.repeated + self.refused


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a file: the number of its first line (from 1), its cells, and why it cannot be read, if so."""

    number: int
    cells: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """An import to be done: the file, how to read it, where what was refused goes, and for whom it is."""

    mapping: CsvMapping
    path: Path
    rejects: Path
    scope: Scope


def import_csv(
    database: Database,
    district: District,
    job: Job,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Progress:
    """Import a file; `progress` is told after every batch, `cancelled` asked before it. Returns how it ended.

    Raises Refusal no_right, unknown_source, field_bad (no header, columns the mapping names are missing).
    """
    mapping = job.mapping
    access.need(job.scope, Right.IMPORT, "导入案件")
    if mapping.source not in district.sources:
        raise Refusal("unknown_source", field="source", value=mapping.source)
    now = database.now()
    total = max(job.path.stat().st_size, 1)
    state = Progress()
    with job.path.open("rb") as raw, job.rejects.open("w", encoding="utf-8-sig", newline="") as out:
        lines = records(_unpacked(raw), mapping.encoding, mapping.delimiter)
        header = _header(lines, mapping)
        rejects = csv.writer(out)
        rejects.writerow([*_REJECT_COLUMNS, *(safe_cell(name) for name in header)])
        for batch in _batches(lines):
            if cancelled():
                state = msgspec.structs.replace(state, cancelled=True)
                break
            outcomes = _write(database, district, job, header, batch, now)
            _list_refused(rejects, batch, outcomes)
            state = _counted(state, outcomes, raw.tell() / total)
            progress(state)
    state = msgspec.structs.replace(state, finished=not state.cancelled, share=state.share if state.cancelled else 1.0)
    database.write(
        lambda tx: tx.audit(
            job.scope.person_id,
            "intake.import",
            mapping.source,
            {"file": job.path.name, "mapping": mapping.name, "from": job.scope.origin, "result": state},
        )
    )
    progress(state)
    return state


def cases_of(path: Path, mapping: CsvMapping) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Return a file's rows as (line, column → text) or (line, why it cannot be read). Raises Refusal for its header."""
    with path.open("rb") as raw:
        lines = records(_unpacked(raw), mapping.encoding, mapping.delimiter)
        header = _header(lines, mapping)
        for line in lines:
            trouble = _trouble(line, header)
            yield line.number, trouble or dict(zip(header, line.cells, strict=True))


def records(stream: IO[bytes], encoding: str, delimiter: str) -> Iterator[Line]:
    """Return the records of a CSV file as they stand in it, one with several lines as one; blank ones are left out.

    A line whose bytes are not of the encoding spoils its own record only, and is named.
    """
    decoder = _Decoder(stream, encoding)
    reader = csv.reader(decoder, delimiter=delimiter)
    while True:
        first = reader.line_num + 1
        decoder.trouble = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Line(first, (), f"第 {first} 行起无法按 CSV 读取：{error}")
            continue
        if cells or decoder.trouble:
            yield Line(first, tuple(cells), decoder.trouble)


class _Decoder:
    """Decodes a file line by line, so that one broken line is one broken line."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._encoding = encoding
        self._line = 0
        self.trouble = ""

    def __iter__(self) -> _Decoder:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline()
        if not raw:
            raise StopIteration
        self._line += 1
        if self._line == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        try:
            return raw.decode(self._encoding)
        except UnicodeDecodeError as error:
            self.trouble = self.trouble or f"第 {self._line} 行第 {error.start + 1} 字节不是 {self._encoding} 编码"
            return raw.decode(self._encoding, errors="replace")


def _unpacked(raw: IO[bytes]) -> IO[bytes]:
    magic = raw.read(2)
    raw.seek(0)
    return gzip.open(raw, "rb") if magic == b"\x1f\x8b" else raw  # type: ignore[return-value]  # a reader of bytes


def _header(lines: Iterator[Line], mapping: CsvMapping) -> tuple[str, ...]:
    first = next(lines, None)
    if first is None:
        raise Refusal("field_bad", field="文件", value="没有内容", remedy="请选择有表头的 CSV 文件")
    if first.trouble:
        raise Refusal("field_bad", field="表头", value=first.trouble, remedy="请在映射文件中写明正确的编码")
    header = tuple(name.strip() for name in first.cells)
    missing = mapping.missing(header)
    if missing:
        found = "、".join(header[:20])
        raise Refusal("field_bad", field="表头", value="缺少列 " + "、".join(missing), remedy=f"文件中的列有：{found}")
    return header


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _trouble(line: Line, header: tuple[str, ...]) -> str:
    if line.trouble:
        return line.trouble
    if len(line.cells) != len(header):
        return f"第 {line.number} 行有 {len(line.cells)} 列，表头有 {len(header)} 列"
    return ""


def _write(
    database: Database, district: District, job: Job, header: tuple[str, ...], batch: list[Line], now: Instant
) -> list[IntakeOutcome]:
    ready = [_ready(district, job.mapping, header, line, now) for line in batch]
    scope = source_scope(district, job.mapping.source, job.scope.origin)
    return database.write(lambda tx: write(tx, district, scope, ready))


def _ready(
    district: District, mapping: CsvMapping, header: tuple[str, ...], line: Line, now: Instant
) -> Prepared | IntakeOutcome:
    trouble = _trouble(line, header)
    if trouble:
        return IntakeOutcome(number="", outcome="refused", sentence=trouble, remedy="请改正该行后重新导入")
    row = dict(zip(header, line.cells, strict=True))
    try:
        return prepare(district, mapping.source, mapping.case(row), now)
    except Refusal as refusal:
        return refused("", refusal.problem)


def _list_refused(rejects: _csv.Writer, batch: list[Line], outcomes: list[IntakeOutcome]) -> None:
    for line, outcome in zip(batch, outcomes, strict=True):
        if outcome.outcome == "refused":
            about = (str(line.number), outcome.number, outcome.field, outcome.sentence, outcome.remedy)
            rejects.writerow([safe_cell(cell) for cell in (*about, *line.cells)])


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection): such a beginning is quoted.

    A plain number stays one: -118.24 computes nothing.
    """
    risky = text.startswith(_FORMULA) or text.lstrip(" ").startswith(_FORMULA)
    return f"'{text}" if risky and not _NUMBER.fullmatch(text) else text


def _counted(state: Progress, outcomes: list[IntakeOutcome], share: float) -> Progress:
    counts = {name: getattr(state, name) for name in ("accepted", "flagged", "repeated", "refused")}
    for outcome in outcomes:
        counts[outcome.outcome] += 1
    return msgspec.structs.replace(state, share=min(share, 1.0), **counts)
