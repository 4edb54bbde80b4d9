"""An alert while it is being composed: frozen values, and how each choice changes them. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from console.pages.alert import words
from services.api.alerts import AlertCatalogue, AlertKindRow, AlertRequest, TemplateField, TemplateRow
from services.domain.clock import HOUR_MS, Instant
from services.domain.modes import Mode

DEFAULT_LENGTH_MS = 2 * HOUR_MS
"""How long an alert is in force unless a person says otherwise (our rule: short enough to be renewed on purpose)."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What has been chosen so far.

    `fields` fill the `patterns` of warning and measures, which begin as the template's; `warning` and `measures` are
    what they then say.
    """

    mode: Mode
    case_id: str | None = None
    kind: str = ""
    template: str = ""
    level: str = ""
    unit_ids: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[str, str] = ("", "")
    warning: str = ""
    measures: str = ""
    starts_at: Instant = 0
    length_ms: int = DEFAULT_LENGTH_MS
    channels: tuple[str, ...] = ()


def start(catalogue: AlertCatalogue, now: Instant, mode: Mode, case_id: str | None, unit_id: str | None) -> Composed:
    """Return an empty draft: nothing of what an alert says is chosen before a person chooses it."""
    return Composed(
        mode=mode,
        case_id=case_id,
        unit_ids=(unit_id,) if unit_id else (),
        starts_at=now,
        channels=tuple(channel.code for channel in catalogue.channels),
    )


def kind_of(catalogue: AlertCatalogue, draft: Composed) -> AlertKindRow | None:
    """Return the kind that is chosen, or None."""
    return next((kind for kind in catalogue.kinds if kind.code == draft.kind), None)


def template_of(catalogue: AlertCatalogue, draft: Composed) -> TemplateRow | None:
    """Return the template that is chosen, or None."""
    kind = kind_of(catalogue, draft)
    return next((row for row in kind.templates if row.code == draft.template), None) if kind is not None else None


def with_kind(catalogue: AlertCatalogue, draft: Composed, code: str) -> Composed:
    """Choose a kind, and its first template; a level that this kind does not have falls away."""
    chosen = replace(draft, kind=code, template="", fields={}, patterns=("", ""), warning="", measures="")
    kind = kind_of(catalogue, chosen)
    if kind is None:
        return chosen
    if draft.level not in kind.levels:
        chosen = replace(chosen, level="")
    return with_template(catalogue, chosen, kind.templates[0].code) if kind.templates else chosen


def with_template(catalogue: AlertCatalogue, draft: Composed, code: str) -> Composed:
    """Choose a template of the kind; its fields are empty again."""
    chosen = replace(draft, template=code, fields={})
    template = template_of(catalogue, chosen)
    if template is None:
        return chosen
    return _filled(replace(chosen, patterns=(template.warning, template.measures)))


def with_field(draft: Composed, name: str, value: str) -> Composed:
    """Fill a field of the template."""
    return _filled(replace(draft, fields={**draft.fields, name: value.strip()}))


def with_words(catalogue: AlertCatalogue, draft: Composed, warning: str, measures: str) -> Composed:
    """Take what a person wrote, with open fields by their labels; the fields in it can still be filled."""
    open_fields = fields_of(catalogue, draft)
    written = tuple(words.with_names(open_fields, text.strip()) for text in (warning, measures))
    first, second = (
        words.edited(pattern, draft.fields, text) for pattern, text in zip(draft.patterns, written, strict=True)
    )
    return _filled(replace(draft, patterns=(first, second)))


def fields_of(catalogue: AlertCatalogue, draft: Composed) -> tuple[TemplateField, ...]:
    """Return the fields of the template that is chosen."""
    template = template_of(catalogue, draft)
    return template.fields if template is not None else ()


def unfilled(catalogue: AlertCatalogue, draft: Composed) -> tuple[str, ...]:
    """Return the labels of the template's fields that still stand open in the text."""
    template = template_of(catalogue, draft)
    if template is None:
        return ()
    text = draft.warning + draft.measures
    return tuple(row.label for row in template.fields if "{" + row.name + "}" in text)


def with_unit_toggled(draft: Composed, unit_id: str) -> Composed:
    """Add a unit to the area, or take it away."""
    if unit_id in draft.unit_ids:
        return replace(draft, unit_ids=tuple(one for one in draft.unit_ids if one != unit_id))
    return replace(draft, unit_ids=(*draft.unit_ids, unit_id))


def request(draft: Composed, command_id: str) -> AlertRequest:
    """Return the draft as the hub is asked about it."""
    return AlertRequest(
        command_id=command_id,
        mode=draft.mode,
        case_id=draft.case_id,
        kind=draft.kind,
        level=draft.level,
        unit_ids=draft.unit_ids,
        warning=draft.warning,
        measures=draft.measures,
        starts_at=draft.starts_at,
        expires_at=draft.starts_at + draft.length_ms,
        channels=draft.channels,
    )


def _filled(draft: Composed) -> Composed:
    warning, measures = (words.fill(pattern, draft.fields) for pattern in draft.patterns)
    return replace(draft, warning=warning, measures=measures)
