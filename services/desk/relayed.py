"""Warnings of other authorities taken in: each once, verified, and kept as it came.

A file counts when the certificate pinned for its source vouches for it; only its signed part is read. A later message
of the same source and mode changes what it refers to, whichever of them comes first.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from services.alerts.cap_parse import CapRefused, cap_time
from services.alerts.cap_rules import Severity, check, errors
from services.alerts.signing import verified
from services.api.relayed import WarningTaken
from services.desk.relayed_view import row_of
from services.domain.alerts import EXPIRY_MAX_MS
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Scope
from services.store import relayed as store
from services.store.relayed import CANCELLED, IN_FORCE, NOTICE, UPDATED, Reference, Stored
from services.store.sessions import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from services.alerts.cap import CapAlert
    from services.alerts.cap_parse import ParsedCap, Readable
    from services.alerts.cap_rules import Finding
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.store.database import Database, Tx
    from services.store.relayed import Source

WORDS_MOST = 20_000
"""Characters of one part of a warning's words; no warning of any sample comes near."""

_MODES = {"Actual": Mode.LIVE, "Exercise": Mode.EXERCISE, "Test": Mode.TEST}
_TYPES = ("Alert", "Update", "Cancel")
_AFTER = {"Update": UPDATED, "Cancel": CANCELLED}
_FIELD = "CAP 文件"
_WORDS_STAND = frozenset(
    {
        "polygon_unreadable",
        "polygon_open",
        "polygon_short",
        "polygon_flat",
        "circle_unreadable",
        "circle_radius",
        "coordinate_bad",
        "coordinate_range",
        "swapped",
        "onset_late",
        "expires_early",
        "restriction_missing",
        "addresses_missing",
    }
)
"""Errors after which the words can still be passed on; they stand beside it as remarks. Every other one refuses it."""


def source_of_key(database: Database, key: str) -> Source:
    """Return the source whose key this is. Raises Refusal signed_out."""
    found = database.read(lambda conn: store.source_by_key(conn, hash_of(key))) if key else None
    if found is None:
        raise Refusal("signed_out")
    return found


def source_named(conn: Connection, code: str) -> Source:
    """Return a source in use. Raises Refusal unknown_source."""
    found = store.source(conn, code)
    if found is None or found.disabled_at is not None:
        raise Refusal("unknown_source", field="来源", value=code[:32])
    return found


def deliver(database: Database, district: District, source: Source, data: bytes, origin: str) -> WarningTaken:
    """Take one file of a source. The same message again is `repeated`, and nothing changes.

    Raises Refusal field_bad or field_too_long with one sentence; that it was refused is sealed all the same.
    """
    scope = Scope(
        person_id=f"source:{source.code}",
        person_name=source.name,
        unit_id=district.id,
        unit_path=district.id,
        roles=frozenset(),
        origin=origin,
    )
    try:
        ready, references = read(district, source, data, database.now())
        return database.write(lambda tx: _keep(tx, district, scope, source, ready, references))
    except Refusal as refusal:
        details = {"field": refusal.problem.field, "sha256": hashlib.sha256(data).hexdigest(), "from": origin}
        database.write(lambda tx: tx.audit(scope.person_id, "warning.refused", source.code, details))
        raise


def read(district: District, source: Source, data: bytes, now: Instant) -> tuple[Stored, tuple[Reference, ...]]:
    """Return a file as a message to be kept, with what it refers to. Raises Refusal: see `deliver`."""
    try:
        district.alert_tools.reader.parse(data)  # size, DOCTYPE and root, before anything costs time
        covered = verified(data, source.certificate, now)
        parsed = district.alert_tools.reader.parse(covered)
    except CapRefused as error:
        raise _refused(error.sentence) from error
    remarks = _remarks(district, parsed, now)
    said = parsed.readable
    sent, expires = cap_time(said.sent), cap_time(said.expires)
    if sent is None or not said.identifier or not said.sender:
        raise _refused("编号、发送者或发送时间缺失或无法读取，无从标明来源和时间")
    if expires is None:
        remarks = (*remarks, "没有可读的失效时间，按发布后 24 小时处理")
    for label, text in _words(said):
        if len(text) > WORDS_MOST:
            raise Refusal("field_too_long", field=label, limit=WORDS_MOST)
    references = tuple(_reference(token) for token in said.references)
    stored = Stored(
        id="",
        source=source.code,
        sender=said.sender,
        identifier=said.identifier,
        sent=said.sent,
        sent_at=sent.at,
        mode=_mode(district, said.status),
        demo=district.demo,
        cap_version=parsed.version,
        msg_type=_type(said.msg_type),
        state=NOTICE if said.msg_type == "Cancel" else IN_FORCE,
        event=said.event,
        severity=said.severity,
        sender_name=said.sender_name,
        headline=said.headline,
        description=said.description,
        instruction=said.instruction,
        area=said.area,
        expires_at=expires.at if expires is not None else sent.at + EXPIRY_MAX_MS,
        remarks=tuple(remark.replace("\n", " ") for remark in remarks),
        received_at=now,
        sha256=hashlib.sha256(covered).hexdigest(),
        xml=data,
    )
    return stored, tuple(found for found in references if found is not None)


def _refused(sentence: str) -> Refusal:
    return Refusal("field_bad", field=_FIELD, value=sentence, remedy="请来源方改正后重发")


def _remarks(district: District, parsed: ParsedCap, now: Instant) -> tuple[str, ...]:
    """Return what stands beside the words. Raises Refusal for what cannot be passed on at all."""
    found = parsed.findings
    if parsed.alert is not None:
        found = (*found, *_judged(district, parsed.alert, now))
    if parsed.valid is False or (parsed.version == "1.2" and parsed.alert is None):
        raise _refused(found[0].sentence)
    for finding in errors(found):
        if finding.code not in _WORDS_STAND:
            raise _refused(finding.sentence)
    return tuple(dict.fromkeys(finding.sentence for finding in found))


def _judged(district: District, alert: CapAlert, now: Instant) -> Iterable[Finding]:
    found = check(alert, now=now, bounds=district.alert_tools.bounds)
    return (one for one in found if one.severity is Severity.ERROR or one.code in ("sent_ahead", "far_away"))


def _words(said: Readable) -> Iterable[tuple[str, str]]:
    return (
        ("标题", said.headline),
        ("正文", said.description),
        ("应当采取的措施", said.instruction),
        ("可能影响范围", said.area),
        ("类别", said.event),
        ("发布单位", said.sender_name),
    )


def _mode(district: District, status: str) -> Mode:
    mode = _MODES.get(status)
    if mode is None:
        raise _refused(f"状态 {status[:20]} 不是预警，只收 Actual、Exercise、Test")
    if district.demo and mode is not Mode.EXERCISE:
        raise _refused(f"演示区只收演练（Exercise）消息，这是 {status}")
    return mode


def _type(msg_type: str) -> str:
    if msg_type not in _TYPES:
        raise _refused(f"类型 {msg_type[:20]} 不是预警，只收 {'、'.join(_TYPES)}")
    return msg_type


def _reference(token: str) -> Reference | None:
    pieces = token.split(",")
    sent = cap_time(pieces[2]) if len(pieces) == 3 else None
    return Reference(pieces[0], pieces[1], sent.at) if sent is not None else None


def _keep(
    tx: Tx, district: District, scope: Scope, source: Source, ready: Stored, references: tuple[Reference, ...]
) -> WarningTaken:
    tx.lock()  # two deliveries at once: the second finds the first
    for known in store.named(tx.conn, source.code, ready.sender, ready.identifier):
        if known.sent_at == ready.sent_at and known.sha256 == ready.sha256:
            return WarningTaken(outcome="repeated", row=row_of(known, source.name, tx.now))
        raise _refused(f"消息 {ready.identifier} 已经收到过，这一份的时间或内容不同，不予接收")
    before = _changed_by(tx.conn, ready, references)
    if references and not before and ready.msg_type != "Alert":
        ready = msgspec.structs.replace(ready, remarks=(*ready.remarks, "它引用的原消息没有收到过"))
    warning = msgspec.structs.replace(ready, id=tx.ids.new())
    later = _latest(tx.conn, ready, references)
    if later is not None and warning.state == IN_FORCE:
        warning = msgspec.structs.replace(warning, state=_AFTER[later.msg_type], ended_by=later.id, ended_at=tx.now)
    store.add(tx, warning, references)
    for earlier in before:
        store.end(tx, earlier, _AFTER.get(warning.msg_type, UPDATED), warning.id)
        tx.change("warning", earlier.id, earlier.version + 1, areas=(district.id,))
    tx.change("warning", warning.id, 1, areas=(district.id,))
    details = {
        "sender": warning.sender,
        "identifier": warning.identifier,
        "sent": warning.sent,
        "type": warning.msg_type,
        "sha256": warning.sha256,
        "ended": [earlier.id for earlier in before],
        "from": scope.origin,
    }
    tx.audit(scope.person_id, "warning.take", warning.id, details)
    row = row_of(warning, source.name, tx.now)
    return WarningTaken(outcome="accepted", row=row, ended=tuple(earlier.identifier for earlier in before))


def _changed_by(conn: Connection, ready: Stored, references: tuple[Reference, ...]) -> list[Stored]:
    """Return what is in force and is changed by a message: what it refers to, and what has followed that meanwhile.

    National messages refer to the first issue only (GB/T 35965.1), so that a later one ends the updates in between.
    """
    found: dict[str, Stored] = {}
    for reference in references:
        family = store.named(conn, ready.source, reference.sender, reference.identifier)
        family = [one for one in family if one.sent_at == reference.sent_at and one.mode is ready.mode]
        family += store.referring(conn, ready.source, ready.mode, reference)
        found |= {one.id: one for one in family if one.state == IN_FORCE and one.sent_at <= ready.sent_at}
    return list(found.values())


def _latest(conn: Connection, ready: Stored, references: tuple[Reference, ...]) -> Stored | None:
    """Return the message that has already changed one that comes only now: it, or the first issue that both name."""
    known = [
        one
        for reference in (ready.reference, *references)
        for one in store.referring(conn, ready.source, ready.mode, reference)
        if one.sent_at > ready.sent_at and one.msg_type in _AFTER
    ]
    return max(known, key=lambda one: (one.msg_type == "Cancel", one.sent_at), default=None)
