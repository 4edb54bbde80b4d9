"""The prepared alert: everything that one press commits, made beforehand and without touching anything.

Texts per channel with their hash, the CAP message, the outbox rows; and with them, at the same moment, the correction
and the all-clear, so that releasing either is one action. The caller stores the whole in one transaction.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from services.alerts import texts
from services.alerts.audience import Contact, Target, resolve
from services.alerts.cap_compose import CapHead, CapWords, cap_of, checked
from services.alerts.outbox import EXPAND_CHANNEL, UNTOUCHED, Lane, OutboxRow, RowState, idem_key, rows_for
from services.alerts.prepared import (
    CAP_CHANNEL,
    ChannelText,
    FrozenList,
    Names,
    Prepared,
    Preview,
    Release,
    Revision,
    Tools,
    cap_identifier,
    texts_hash,
)
from services.domain.alerts import EXPIRY_MAX_MS, AlertDraft, RevisionKind, refuse
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.alerts.book import ChannelSpec
    from services.alerts.cap_compose import AreaUnit
    from services.domain.clock import Instant
    from services.domain.modes import Mode

DIRECT_TARGETS = 2_000
"""Up to so many targets the rows are written with the alert; above, a frozen list and one row to expand."""

EXPAND_STEP = 500
_ARMED = (RevisionKind.CORRECTION, RevisionKind.ALL_CLEAR)


def preview(
    tools: Tools, draft: AlertDraft, contacts: Iterable[Contact], now: Instant, words: texts.Words | None = None
) -> Preview:
    """Show the alert as it would go now; `words` keep the spans of a filled template. Raises Refusal for a gap."""
    dated = _dated(draft, now)
    audience = resolve(contacts, dated.units, dated.channels)
    counts = {count.channel: count for count in audience.counts}
    shown: list[ChannelText] = []
    for spec in _specs(tools, dated):
        rendered = texts.message(tools.book, dated, RevisionKind.ALERT, spec.form, tools.zone, words)
        count = counts[spec.code]
        length = texts.measure(spec, rendered.text, tools.book.pace)
        shown.append(
            ChannelText(
                channel=spec.code, rendered=rendered, measure=length, targets=count.targets, people=count.people
            )
        )
    return Preview(
        headline=_headline(tools, dated),
        channels=tuple(shown),
        correction=texts.message(tools.book, dated, RevisionKind.CORRECTION, "full", tools.zone).text,
        all_clear=texts.message(tools.book, dated, RevisionKind.ALL_CLEAR, "full", tools.zone).text,
        audience=audience,
    )


def compose(
    tools: Tools,
    draft: AlertDraft,
    units: Sequence[AreaUnit],
    contacts: Iterable[Contact],
    names: Names,
    now: Instant,
    case_mode: Mode | None = None,
    previous: Revision | None = None,
) -> Prepared:
    """Prepare an alert for release at `now`: refuse what may not go, render, check, resolve, build the rows.

    `case_mode` is the mode of the case it comes from; with a `previous` revision it is an update of that.
    Raises Refusal with one sentence for whatever stands against it:
    Live, a looser mode, an empty field, times, words, a channel's limit, nobody to reach, a CAP error.
    """
    dated = _dated(draft, now)
    kind = tools.book.kind(dated.kind)
    refuse(dated, kind, case_mode)
    for code in dated.channels:
        tools.book.channel(code)
    audience = resolve(contacts, dated.units, dated.channels)
    if not audience.targets:
        raise Refusal("alert_no_audience", field="units")
    revision = RevisionKind.ALERT if previous is None else RevisionKind.UPDATE
    headline = _headline(tools, dated, revision)
    head = CapHead(
        identifier=cap_identifier(names, names.revision),
        sender=names.sender,
        number=names.number,
        references=() if previous is None else (_reference(tools, previous),),
    )
    cap = _cap_bytes(tools, dated, units, head, _alert_words(tools, dated, revision, headline, now))
    said = _texts(tools, dated, revision)
    if CAP_CHANNEL in dated.channels:
        said[CAP_CHANNEL] = cap.decode()
    alert = Revision(
        number=names.revision,
        kind=revision,
        texts=said,
        sha256=texts_hash(said),
        identifier=head.identifier,
        sent_at=now,
        cap=cap,
    )
    correction, all_clear = (
        _armed(tools, dated, armed, names.revision + place) for place, armed in enumerate(_ARMED, 1)
    )
    rows, frozen = _rows(audience.targets, names, dated, now)
    return Prepared(
        names=names,
        draft=dated,
        headline=headline,
        alert=alert,
        correction=correction,
        all_clear=all_clear,
        audience=audience,
        rows=rows,
        frozen=frozen,
    )


def release(
    tools: Tools,
    draft: AlertDraft,
    units: Sequence[AreaUnit],
    names: Names,
    armed: Revision,
    original: Revision,
    rows: Sequence[OutboxRow],
    now: Instant,
) -> Release:
    """Release an armed correction or all-clear: identifier, send time and CAP are set now, the words stay as approved.

    `draft` is the alert as issued, `original` the revision it takes back, `rows` every row of the alert so far with
    its present state. Everybody who is not provably untouched gets it, on the channel that touched them. Raises
    Refusal when the armed words no longer match their hash.
    """
    if texts_hash(armed.texts) != armed.sha256:
        raise Refusal("field_bad", field="备用文本", value="与签发时不一致", remedy="请停用并改用重新起草的更正")
    touched = [row for row in rows if row.state not in UNTOUCHED and row.channel != EXPAND_CHANNEL]
    expires_at = now + EXPIRY_MAX_MS
    head = CapHead(
        identifier=cap_identifier(names, armed.number),
        sender=names.sender,
        number=names.number,
        references=(_reference(tools, original),),
    )
    words = CapWords(
        revision=armed.kind,
        sent_at=now,
        expires_at=expires_at,
        headline=_headline(tools, draft, armed.kind),
        description=armed.texts[CAP_CHANNEL],
    )
    cap = _cap_bytes(tools, draft, units, head, words)
    following = {row.idem: row for row in (_following(row, armed.number, now, expires_at) for row in touched)}
    return Release(
        revision=msgspec.structs.replace(
            armed,
            texts=armed.texts | {CAP_CHANNEL: cap.decode()},
            identifier=head.identifier,
            sent_at=now,
            cap=cap,
        ),
        rows=tuple(following.values()),
        cancelled=tuple(row.idem for row in rows if row.state in (RowState.PENDING, RowState.RETRY)),
        stopped=tuple(row.idem for row in rows if row.state in (RowState.UNKNOWN, RowState.SENDING)),
    )


def expand(
    frozen: FrozenList, offset: int, names: Names, draft: AlertDraft, now: Instant, size: int = EXPAND_STEP
) -> tuple[OutboxRow, ...]:
    """Return the rows of the next `size` targets of a frozen list from `offset`; none when it is used up.

    Raises ValueError when the list no longer matches its hash.
    """
    if hashlib.sha256(frozen.data).hexdigest() != frozen.sha256:
        raise ValueError("the frozen list of targets was changed after release; do not send from it")
    targets = msgspec.json.decode(frozen.data, type=list[Target])
    return _direct(targets[offset : offset + size], names, draft, now)


def _dated(draft: AlertDraft, now: Instant) -> AlertDraft:
    return msgspec.structs.replace(draft, issued_at=now)


def _specs(tools: Tools, draft: AlertDraft) -> tuple[ChannelSpec, ...]:
    """Return the chosen channels that carry words of their own."""
    return tuple(tools.book.channel(code) for code in draft.channels if code != CAP_CHANNEL)


def _texts(tools: Tools, draft: AlertDraft, revision: RevisionKind) -> dict[str, str]:
    """Render every chosen channel. Raises Refusal when one cannot carry its text whole."""
    said: dict[str, str] = {}
    for spec in _specs(tools, draft):
        text = texts.message(tools.book, draft, revision, spec.form, tools.zone).text
        length = texts.measure(spec, text, tools.book.pace)
        if not length.fits:
            value = f"{length.used:,}/{length.limit:,} {_UNITS[length.unit]}"
            raise Refusal("field_bad", field=f"{spec.name}内容", value=value, remedy="请缩短警示事项或措施")
        said[spec.code] = text
    return said


_UNITS = {"bytes": "字节", "parts": "条", "seconds": "秒", "lines": "行"}


def _armed(tools: Tools, draft: AlertDraft, kind: RevisionKind, number: int) -> Revision:
    said = _texts(tools, draft, kind)
    said[CAP_CHANNEL] = texts.message(tools.book, draft, kind, "full", tools.zone).text
    return Revision(number=number, kind=kind, texts=said, sha256=texts_hash(said))


def _headline(tools: Tools, draft: AlertDraft, revision: RevisionKind = RevisionKind.ALERT) -> str:
    """Return 发布单位+发布/更新/更正/解除+事件+颜色+预警, with the mode's prefix."""
    verb = {
        RevisionKind.ALERT: "转发" if draft.relay else "发布",
        RevisionKind.UPDATE: "更新",
        RevisionKind.CORRECTION: "更正",
        RevisionKind.ALL_CLEAR: "解除",
    }[revision]
    colour = draft.level.zh if draft.level else ""
    return f"{_prefix(tools, draft)}{draft.issuer}{verb}{tools.book.kind(draft.kind).name}{colour}预警"


def _prefix(tools: Tools, draft: AlertDraft) -> str:
    return tools.book.prefixes[draft.mode.value]


def _alert_words(tools: Tools, draft: AlertDraft, revision: RevisionKind, headline: str, now: Instant) -> CapWords:
    return CapWords(
        revision=revision,
        sent_at=now,
        expires_at=draft.expires or now,
        headline=headline,
        description=_prefix(tools, draft) + (draft.relay.text if draft.relay else draft.warning.strip()),
        instruction="" if draft.relay else draft.measures.strip(),
    )


def _cap_bytes(tools: Tools, draft: AlertDraft, units: Sequence[AreaUnit], head: CapHead, words: CapWords) -> bytes:
    message = cap_of(draft, tools.book.kind(draft.kind), units, head, words, tools.zone)
    data = checked(message, tools.reader, tools.bounds)
    return data if tools.signer is None else tools.signer.sign(data)


def _reference(tools: Tools, revision: Revision) -> str:
    """Return how a sent revision is referred to, read from the very file that went out."""
    sent = tools.reader.parse(revision.cap or b"").alert
    if sent is None:
        raise ValueError(f"revision {revision.number} holds no readable CAP message to refer to")
    return sent.reference()


def _rows(
    targets: tuple[Target, ...], names: Names, draft: AlertDraft, now: Instant
) -> tuple[tuple[OutboxRow, ...], FrozenList | None]:
    if len(targets) <= DIRECT_TARGETS:
        return _direct(targets, names, draft, now), None
    data = msgspec.json.encode(targets)
    frozen = FrozenList(hashlib.sha256(data).hexdigest(), len(targets), data)
    row = OutboxRow(
        idem=idem_key(names.alert_id, names.revision, EXPAND_CHANNEL, frozen.sha256),
        alert_id=names.alert_id,
        revision=names.revision,
        mode=draft.mode,
        channel=EXPAND_CHANNEL,
        target=frozen.sha256,
        unit_ids=(),
        recipients=(),
        lane=Lane.EMERGENCY.number,
        state=RowState.PENDING,
        next_at=now,
        expires_at=draft.expires or now,
    )
    return (row,), frozen


def _direct(targets: Iterable[Target], names: Names, draft: AlertDraft, now: Instant) -> tuple[OutboxRow, ...]:
    return rows_for(
        targets,
        alert_id=names.alert_id,
        revision=names.revision,
        mode=draft.mode,
        now=now,
        expires_at=draft.expires or now,
    )


def _following(row: OutboxRow, revision: int, now: Instant, expires_at: Instant) -> OutboxRow:
    """Return the row that takes a message back from whoever got it, in the lane before all others."""
    return msgspec.structs.replace(
        row,
        idem=idem_key(row.alert_id, revision, row.channel, row.target),
        revision=revision,
        lane=Lane.CORRECTION.number,
        state=RowState.PENDING,
        next_at=now,
        expires_at=expires_at,
        replaces=None,
    )
