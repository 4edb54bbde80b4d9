"""Alerts as they go over the wire: rows with their counts kept apart, one alert with every target, its CAP file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.alerts.audience import Target
from services.alerts.outbox import EXPAND_CHANNEL
from services.alerts.prepared import CAP_CHANNEL
from services.api.alerts import (
    AlertCatalogue,
    AlertDetail,
    AlertKindRow,
    AlertRow,
    AlertTarget,
    TemplateField,
    TemplateRow,
)
from services.api.district import NamedCode
from services.desk import access
from services.domain.alerts import LIVE_REFUSED, AlertClass, RevisionKind, WarningLevel
from services.domain.problems import SENTENCES, Refusal
from services.domain.rights import Right
from services.domain.tiers import is_within
from services.store import alerts as store
from services.store import outbox
from services.store.tables import alerts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from services.alerts.book import Template
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.alerts import StoredAlert, StoredAnswer
    from services.store.outbox import Message, Progress

LIST_MOST = 200
_NO_PROGRESS = outbox.Progress(targets=0, accepted=0, delivered=0, answered=0, failed=0, unknown=0)


def catalogue(district: District, scope: Scope) -> AlertCatalogue:
    """Return what the composer offers: kinds with their templates, channels, and why Live is not. Raises no_right."""
    access.need(scope, Right.ALERT_DRAFT, "编写预警")
    book = district.book
    return AlertCatalogue(
        kinds=tuple(
            AlertKindRow(
                code=kind.code,
                name=kind.name,
                event_code=kind.event_code or "",
                verified="已核对" if kind.verified else "未核对",
                relay_only=kind.relay_only,
                public=kind.klass is not AlertClass.SOCIAL,
                levels=tuple(level.value for level in kind.levels),
                templates=tuple(_template(template) for template in book.templates_of(kind.code)),
            )
            for kind in book.kinds.values()
        ),
        channels=tuple(
            NamedCode(code=spec.code, name=spec.name)
            for spec in book.channels.values()
            if spec.code != CAP_CHANNEL and not spec.extra
        ),
        live_refused=LIVE_REFUSED,
        test_refused=SENTENCES["demo_exercise_only"][1] if district.demo else "",
    )


def _template(template: Template) -> TemplateRow:
    return TemplateRow(
        code=template.code,
        name=template.name,
        warning=template.warning,
        measures=template.measures,
        fields=tuple(
            TemplateField(name=name, label=spec.label, kind=spec.kind) for name, spec in template.fields.items()
        ),
    )


def rows(conn: Connection, district: District, scope: Scope) -> list[AlertRow]:
    """Return the alerts of one's view, newest first. Raises no_right."""
    access.need(scope, Right.ALERT_READ, "查看预警")
    found = store.recent(conn, store.may_see(scope), LIST_MOST)
    progress = outbox.progress(conn, [alert.id for alert in found]) if found else {}
    return [_row(conn, district, alert, progress.get(alert.id, _NO_PROGRESS)) for alert in found]


def one_row(conn: Connection, district: District, alert: StoredAlert) -> AlertRow:
    """Return one alert with its counts."""
    return _row(conn, district, alert, outbox.progress(conn, [alert.id]).get(alert.id, _NO_PROGRESS))


def _row(conn: Connection, district: District, alert: StoredAlert, progress: Progress) -> AlertRow:
    targets, people = _reach(conn, alert, progress)
    kind = district.book.kinds.get(alert.kind)
    return AlertRow(
        id=alert.id,
        number=alert.number,
        mode=alert.mode,
        demo=alert.demo,
        kind=alert.kind,
        level=alert.level,
        state=alert.state,
        title=f"{kind.name if kind is not None else ''}{WarningLevel(alert.level).zh}预警",
        headline=alert.headline,
        unit_ids=alert.area_units,
        starts_at=alert.starts_at,
        expires_at=alert.expires_at,
        issued_at=alert.issued_at,
        revision=alert.revision,
        version=alert.version,
        case_id=alert.case_id,
        targets=targets,
        accepted=progress.accepted,
        delivered=progress.delivered,
        answered=progress.answered,
        failed=progress.failed,
        unknown=progress.unknown,
        people=people,
    )


def _reach(conn: Connection, alert: StoredAlert, progress: Progress) -> tuple[int, int]:
    """Return how many addresses and contacts the latest revision is for; a large audience as it stood at release.

    Of what has ended nobody counts the contacts any more.
    """
    if alert.state != "in_force":
        return progress.targets, 0
    frozen = next((item.audience for item in store.revisions(conn, alert.id) if item.revision == alert.revision), None)
    if frozen is not None:
        targets = msgspec.json.decode(frozen, type=list[Target])
        return len(targets), len({who.contact for target in targets for who in target.recipients})
    messages = [message for message in outbox.of_alert(conn, alert.id) if message.revision == alert.revision]
    return progress.targets, len({person for message in messages for person in message.recipients})


def look(conn: Connection, scope: Scope, alert_id: str) -> StoredAlert:
    """Return an alert one may see. Raises Refusal no_right, not_found."""
    access.need(scope, Right.ALERT_READ, "查看预警")
    found = store.recent(conn, store.may_see(scope) & (alerts.c.id == alert_id), 1)
    if not found:
        raise Refusal("not_found")
    return found[0]


def detail(conn: Connection, district: District, scope: Scope, alert_id: str) -> AlertDetail:
    """Return an alert with its texts, the armed ones too, and every target of every revision. Raises not_found.

    Who does not command the whole area sees the targets of their own units only; the counts are of the whole alert.
    Who only reads (the wall) sees units and states, but neither people nor addresses.
    """
    alert = look(conn, scope, alert_id)
    revisions = store.revisions(conn, alert_id)
    messages = outbox.of_alert(conn, alert_id)
    names = {contact.id: contact.person for contact in store.contacts(conn)}
    answers = _answers(messages, store.answers(conn, alert_id))
    sent = [revision for revision in revisions if revision.sent_at is not None]
    armed = {revision.kind: _armed_text(district, revision.texts) for revision in revisions}
    latest = max(sent, key=lambda revision: (revision.sent_at or 0, revision.revision))
    whole = commands(district, scope, alert)
    contents = {revision.revision: revision.kind for revision in revisions}
    return AlertDetail(
        row=one_row(conn, district, alert),
        texts={code: text for code, text in latest.texts.items() if code != CAP_CHANNEL},
        correction=armed.get(RevisionKind.CORRECTION.value, ""),
        all_clear=armed.get(RevisionKind.ALL_CLEAR.value, ""),
        targets=tuple(
            _target(message, contents.get(message.revision, RevisionKind.ALERT.value), names, answers)
            if scope.may(Right.CASE_NOTE)
            else _unnamed(message, contents.get(message.revision, RevisionKind.ALERT.value))
            for message in messages
            if message.channel != EXPAND_CHANNEL and (whole or _reaches(district, scope, message))
        ),
    )


def commands(district: District, scope: Scope, alert: StoredAlert) -> bool:
    """Tell whether an alert is one's own: issued by one's unit, or by one in one's own area."""
    issuer = district.units[alert.unit_id]
    if alert.unit_id == scope.unit_id:
        return True
    return bool(scope.unit_path) and issuer.tier is not None and is_within(issuer.path, scope.unit_path)


def _reaches(district: District, scope: Scope, message: Message) -> bool:
    """Tell whether a message is for one's own unit, or for one in one's own area."""
    for unit_id in message.unit_ids:
        unit = district.units.get(unit_id)
        if unit_id == scope.unit_id:
            return True
        if unit is not None and unit.tier is not None and scope.unit_path and is_within(unit.path, scope.unit_path):
            return True
    return False


def _armed_text(district: District, said: dict[str, str]) -> str:
    """Return the fullest wording of a revision: the first channel of the book that has one."""
    return next((said[code] for code in district.book.channels if code in said and code != CAP_CHANNEL), "")


def _unnamed(message: Message, content: str) -> AlertTarget:
    """Return a target for a screen that nobody stands in front of: no person, no address, no words of an answer."""
    return AlertTarget(
        content=content,
        channel=message.channel,
        target="",
        unit_ids=message.unit_ids,
        recipients=(),
        state=message.state,
        attempts=message.attempts,
        accepted_at=message.accepted_at,
        delivered_at=message.delivered_at,
        answered_at=message.answered_at,
    )


def _answers(messages: Sequence[Message], given: Sequence[StoredAnswer]) -> dict[str, list[str]]:
    """Return the words of answers by the message they came to: each belongs to (alert, person) and is told once."""
    told: dict[str, list[str]] = {}
    for answer in given:
        heard = [
            message
            for message in messages
            if message.answered_at is not None
            and message.channel == answer.channel
            and answer.person in (*message.recipients, message.target)
        ]
        first = min(heard, key=lambda message: (message.answered_at or 0, message.revision), default=None)
        if first is not None:
            told.setdefault(first.idem, []).append(answer.text)
    return told


def _target(message: Message, content: str, names: dict[str, str], answers: dict[str, list[str]]) -> AlertTarget:
    return AlertTarget(
        content=content,
        channel=message.channel,
        target=message.target,
        unit_ids=message.unit_ids,
        recipients=tuple(names.get(person, person) for person in message.recipients),
        state=message.state,
        attempts=message.attempts,
        reason=message.reason,
        accepted_at=message.accepted_at,
        delivered_at=message.delivered_at,
        answered_at=message.answered_at,
        answer="；".join(dict.fromkeys(answers.get(message.idem, ()))),
    )


def cap(conn: Connection, district: District, scope: Scope, alert_id: str) -> bytes:
    """Return the CAP 1.2 file of the latest revision that went out. Raises not_found."""
    look(conn, scope, alert_id)
    sent = [revision for revision in store.revisions(conn, alert_id) if revision.cap is not None]
    latest = max(sent, key=lambda revision: (revision.sent_at or 0, revision.revision), default=None)
    if latest is None or latest.cap is None:
        raise Refusal("not_found")
    return latest.cap
