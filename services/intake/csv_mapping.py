"""Mapping files: how the columns of somebody's CSV become the fields of a case. TOML, checked before anything is read.

name = "..."                    what the file is called in messages
source = "boston"               the registered source its cases belong to
zone = "America/New_York"       required: times without a zone mean nothing
times = ["%m/%d/%Y %H:%M"]      formats tried in order (strptime)
encoding = "utf-8"              or gb18030
datum = "wgs84"                 wgs84, cgcs2000, gcj02, bd09
unmapped_category = "text"      text: kept in the case's text; refuse: the row is refused
[columns]                       field = "column", or ["first with a value wins"]; text = ["a", "b"] joins
[status]                        "word in the file" = open | closed | not_accepted | void
[categories]                    "word in the file" = "code of the district's catalogue"
[priorities]                    "word in the file" = 特急 | 急 | 普
[request_kinds], [areas]        likewise
"""

from __future__ import annotations

import codecs
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from services.api.intake import IntakeCase
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Columns = str | tuple[str, ...]
_Short = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]

CLOSED_STATES = ("closed", "not_accepted", "void")


class _Columns(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which columns give which field; several: the first with a value, for `text` all of them joined."""

    number: Columns
    title: Columns
    reported_at: Columns
    text: Columns = ()
    place: Columns = ()
    lon: Columns = ()
    lat: Columns = ()
    area: Columns = ()
    category: Columns = ()
    priority: Columns = ()
    request_kind: Columns = ()
    caller: Columns = ()
    phone: Columns = ()
    status: Columns = ()
    closed_at: Columns = ()


class CsvMapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping file, checked."""

    name: _Short
    source: _Short
    zone: _Short
    times: tuple[str, ...]
    columns: _Columns
    encoding: str = "utf-8"
    delimiter: Annotated[str, msgspec.Meta(min_length=1, max_length=1)] = ","
    datum: str = "wgs84"
    unmapped_category: Literal["text", "refuse"] = "text"
    status: dict[str, Literal["open", "closed", "not_accepted", "void"]] = {}
    categories: dict[str, str] = {}
    priorities: dict[str, str] = {}
    request_kinds: dict[str, str] = {}
    areas: dict[str, str] = {}

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the file's local times."""
        return ZoneInfo(self.zone)

    @property
    def used(self) -> tuple[str, ...]:
        """Every column the mapping names, once, in order."""
        names: list[str] = []
        for field in _Columns.__struct_fields__:
            names += _several(getattr(self.columns, field))
        return tuple(dict.fromkeys(names))

    def missing(self, header: Sequence[str]) -> tuple[str, ...]:
        """Return the columns the mapping names and the file does not have."""
        return tuple(name for name in self.used if name not in header)

    def case(self, row: Mapping[str, str]) -> IntakeCase:
        """Return a row (column → text) as a case. Raises Refusal naming the column that cannot stand."""
        category, text = self._category(row), self._text(row)
        if category is None:
            text = "\n".join(part for part in (f"类别：{self._first(row, 'category')}", text) if part)
        return IntakeCase(
            number=self._first(row, "number"),
            title=self._first(row, "title"),
            reported_at=self._moment(row, "reported_at"),
            text=text,
            place=self._first(row, "place"),
            lon=self._number(row, "lon"),
            lat=self._number(row, "lat"),
            datum=self.datum,
            area_code=self.areas.get(self._first(row, "area"), "") if self.areas else "",
            category=category or "",
            priority=self._word(row, "priority", self.priorities),
            request_kind=self._word(row, "request_kind", self.request_kinds),
            caller=self._first(row, "caller"),
            phone=self._first(row, "phone"),
            state=self._state(row),
            closed_at=self._moment(row, "closed_at"),
        )

    def _first(self, row: Mapping[str, str], field: str) -> str:
        for name in _several(getattr(self.columns, field)):
            if value := row[name].strip():
                return value
        return ""

    def _text(self, row: Mapping[str, str]) -> str:
        values = (row[name].strip() for name in _several(self.columns.text))
        return "\n".join(dict.fromkeys(value for value in values if value))

    def _category(self, row: Mapping[str, str]) -> str | None:
        """Return the code of the district's category, "" without any, None where it has none for this word."""
        word = self._first(row, "category")
        if not word or word in self.categories:
            return self.categories.get(word, "")
        if self.unmapped_category == "refuse":
            raise Refusal("unknown_category", field=_label(self.columns.category), value=word)
        return None

    def _word(self, row: Mapping[str, str], field: str, words: Mapping[str, str]) -> str:
        value = self._first(row, field)
        if not value:
            return ""
        if value not in words:
            raise Refusal("field_bad", field=_label(getattr(self.columns, field)), value=value, remedy=_TO_MAP)
        return words[value]

    def _state(self, row: Mapping[str, str]) -> str:
        """Return what the status word means; without one, a row with an end is closed."""
        word = self._first(row, "status")
        if word:
            if word not in self.status:
                raise Refusal("field_bad", field=_label(self.columns.status), value=word, remedy=_TO_MAP)
            return self.status[word]
        return "closed" if self._first(row, "closed_at") else "open"

    def _number(self, row: Mapping[str, str], field: str) -> float | None:
        value = self._first(row, field)
        if not value:
            return None
        try:
            return float(value)
        except ValueError:
            raise Refusal("bad_coordinate", field=_label(getattr(self.columns, field)), value=value[:40]) from None

    def _moment(self, row: Mapping[str, str], field: str) -> str:
        """Return a local time as ISO 8601 with its zone; "" without one. The earlier of an hour that came twice."""
        value = self._first(row, field)
        if not value:
            return ""
        for pattern in self.times:
            try:
                naive = datetime.strptime(value, pattern)  # noqa: DTZ007 - the zone is the mapping's, set next
            except ValueError:
                continue
            local = naive.replace(tzinfo=self.tz)
            if local.astimezone(UTC).astimezone(self.tz).replace(tzinfo=None) != naive:
                remedy = f"{self.zone} 在该日跳过了这一小时，请核对时区"
                raise Refusal("field_bad", field=_label(getattr(self.columns, field)), value=value, remedy=remedy)
            return local.isoformat()
        remedy = f"应形如 {datetime(2026, 1, 31, 8, 5, 0, tzinfo=UTC).strftime(self.times[0])}"
        raise Refusal("field_bad", field=_label(getattr(self.columns, field)), value=value[:40], remedy=remedy)


_TO_MAP = "请在映射文件中写明该词的含义"


def _several(columns: Columns) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else columns


def _label(columns: Columns) -> str:
    return "/".join(_several(columns))


def read_mapping(data: bytes) -> CsvMapping:
    """Read a mapping file. Raises Refusal field_bad naming the place and what belongs there."""
    try:
        found = msgspec.convert(tomllib.loads(data.decode("utf-8")), CsvMapping)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _bad("", f"不是 UTF-8 的 TOML 文件：{error}") from None
    except msgspec.ValidationError as error:
        if "`zone`" in str(error):
            raise _bad("zone", "须写明文件中时间的时区，如 Asia/Shanghai") from None
        raise _bad("", str(error)) from None
    try:
        ZoneInfo(found.zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise _bad("zone", f"没有时区 {found.zone!r}，应如 Asia/Shanghai") from None
    try:
        codecs.lookup(found.encoding)
    except LookupError:
        raise _bad("encoding", f"没有编码 {found.encoding!r}，应如 utf-8 或 gb18030") from None
    if not found.times:
        raise _bad("times", "须至少写一种时间格式，如 %Y-%m-%d %H:%M:%S")
    return found


def _bad(place: str, remedy: str) -> Refusal:
    return Refusal("field_bad", field=f"映射文件 {place}".strip(), value=place or "全文", remedy=remedy)
