"""The alert book: kinds, channels, templates and message patterns as data, read once from the resources folder."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from services.domain.alerts import FOUR_LEVELS, AlertClass, AlertKind, WarningLevel
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from pathlib import Path

Unit = Literal["bytes", "parts", "seconds", "lines"]
UnknownPolicy = Literal["resend_marked", "ask_first", "operator"]


class ChannelSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A channel's name, wording (`form`), limit in its own unit, and what is done when a message's fate is unknown.

    `extra`: not chosen where nobody names it.
    """

    code: str
    name: str
    form: str
    limit: int
    unit: Unit
    unknown: UnknownPolicy
    extra: bool = False


class FieldSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A field of a template: its Chinese label and whether it takes text or a number."""

    label: str
    kind: Literal["text", "number"] = "text"


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a kind: warning (警示事项) and measures (措施), with named fields in braces."""

    code: str
    kind: str
    name: str
    warning: str
    measures: str
    fields: dict[str, FieldSpec] = {}


class Pace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How spoken and displayed text is counted: characters a second, seconds a pause, characters a line."""

    speech_per_second: float
    speech_pause: float
    line_characters: int


class _KindRow(msgspec.Struct, frozen=True, rename={"klass": "class"}, forbid_unknown_fields=True):
    code: str
    name: str
    klass: AlertClass
    cap_category: str
    event_code: str | None = None
    verified: bool = False
    relay_only: bool = False
    levels: tuple[WarningLevel, ...] = FOUR_LEVELS


class _KindFile(msgspec.Struct, frozen=True):
    kind: tuple[_KindRow, ...]


class _ChannelFile(msgspec.Struct, frozen=True):
    channel: tuple[ChannelSpec, ...]
    measure: Pace


class _TextFile(msgspec.Struct, frozen=True):
    prefix: dict[str, str]
    message: dict[str, dict[str, str]]
    template: tuple[Template, ...]


class AlertBook(msgspec.Struct, frozen=True):
    """Everything an alert is written from. `messages`: revision kind (or "relay") → form → pattern."""

    kinds: dict[str, AlertKind]
    channels: dict[str, ChannelSpec]
    templates: dict[str, Template]
    messages: dict[str, dict[str, str]]
    prefixes: dict[str, str]
    pace: Pace

    def kind(self, code: str) -> AlertKind:
        """Return a kind by its code. Raises Refusal for one that is not in the book."""
        found = self.kinds.get(code)
        if found is None:
            raise Refusal("field_bad", field="类别", value=code, remedy="请从预警类型中选择")
        return found

    def channel(self, code: str) -> ChannelSpec:
        """Return a channel by its code. Raises Refusal for one that is not in the book."""
        found = self.channels.get(code)
        if found is None:
            raise Refusal("field_bad", field="渠道", value=code, remedy="请从渠道列表中选择")
        return found

    def templates_of(self, kind: str) -> tuple[Template, ...]:
        """Return the templates of a kind, in the order of the file."""
        return tuple(template for template in self.templates.values() if template.kind == kind)


def load_book(folder: Path) -> AlertBook:
    """Read kinds.toml, channels.toml and templates.toml from a folder.

    Raises ValueError naming the file and the place when one does not fit (unknown key, wrong type, a template of a kind
    that is not there, the same code twice).
    """
    kinds = _read(folder / "kinds.toml", _KindFile)
    channels = _read(folder / "channels.toml", _ChannelFile)
    texts = _read(folder / "templates.toml", _TextFile)
    book = AlertBook(
        kinds={row.code: AlertKind(**msgspec.structs.asdict(row)) for row in kinds.kind},
        channels={row.code: row for row in channels.channel},
        templates={row.code: row for row in texts.template},
        messages=texts.message,
        prefixes=texts.prefix,
        pace=channels.measure,
    )
    sizes = ((book.kinds, kinds.kind), (book.channels, channels.channel), (book.templates, texts.template))
    if any(len(table) != len(rows) for table, rows in sizes):
        raise ValueError(f"a code stands twice in one of the alert files in {folder}; every code must be there once")
    homeless = [row.code for row in texts.template if row.kind not in book.kinds]
    if homeless:
        raise ValueError(f"{folder / 'templates.toml'}: templates of kinds that kinds.toml does not hold: {homeless}")
    return book


def _read(path: Path, shape: type[Any]) -> Any:  # noqa: ANN401 - one reader for three shapes, checked by msgspec
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), shape)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path} cannot be used: {error}") from error
