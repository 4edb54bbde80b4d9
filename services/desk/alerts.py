"""Alerts: seen before they go, issued in one transaction with their correction and all-clear, taken back in one act.

Until the alert centre is complete, Live is refused here for every alert, whoever asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import update

from services.alerts import compose
from services.alerts.audience import resolve
from services.alerts.outbox import OutboxRow, RowState
from services.alerts.prepared import Names, Revision
from services.api.alerts import AlertDone, AlertPreview, ChannelPreview
from services.desk import access
from services.desk.alert_drafts import area_units, contacts_of, draft_again, draft_of, unfilled
from services.desk.alert_rows import cap, catalogue, commands, detail, look, one_row, rows
from services.desk.alert_trail import sealed
from services.desk.relayed_view import relay_of
from services.domain import numbers
from services.domain.alerts import MANDATORY, RevisionKind, missing_fields, refuse_mode
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import alerts as store
from services.store import outbox, parties
from services.store.alerts import StoredAlert, StoredRevision
from services.store.outbox import Message
from services.store.tables import outbox as outbox_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from services.alerts.audience import Audience
    from services.alerts.prepared import Preview
    from services.alerts.texts import Measure
    from services.api.alerts import AlertRequest, ReleasePrepared
    from services.desk.district import District
    from services.domain.alerts import AlertDraft
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.database import Tx

__all__ = ["cap", "catalogue", "detail", "issue", "preview", "release", "rows"]

_NUMBERS = {
    Mode.LIVE: "YJ{yyyymmdd}{seq:03}",
    Mode.EXERCISE: "YLYJ{yyyymmdd}{seq:03}",
    Mode.TEST: "CSYJ{yyyymmdd}{seq:03}",
}
_UNITS = {"bytes": "字节", "parts": "条", "seconds": "秒", "lines": "行"}
_STATE_AFTER = {RevisionKind.CORRECTION.value: "cancelled", RevisionKind.ALL_CLEAR.value: "ended"}
_STATE_ZH = {"in_force": "生效中", "cancelled": "已更正", "ended": "已解除"}
_SLICE = 400
UNREACHABLE_MOST = 200


def preview(conn: Connection, district: District, scope: Scope, request: AlertRequest, now: Instant) -> AlertPreview:
    """Return the alert as it would go now, its audience counted; what is still missing is named, nothing is stored.

    Raises Refusal no_right, not_found (the case), live_refused, mode_looser, and for what cannot be said at all.
    """
    access.need(scope, Right.ALERT_DRAFT, "编写预警")
    refuse_mode(request.mode, _case_mode(conn, scope, request))
    draft = draft_of(district, scope, request, relay_of(conn, scope, request, now))
    contacts = contacts_of(conn, district, draft.units, now)
    empty = missing_fields(msgspec.structs.replace(draft, issued_at=now))
    missing = (*(MANDATORY[name] for name in empty), *unfilled(district, request))
    if missing:
        audience = resolve(contacts, draft.units, draft.channels)
        return AlertPreview(
            headline="",
            channels=(),
            units=len(draft.units),
            people=audience.people,
            reached=audience.reached,
            unreachable=_unreachable(district, audience),
            missing=missing,
        )
    district.signer.get_ready()  # who looks at an alert issues it next
    return _shown(district, draft, compose.preview(district.alert_tools, draft, contacts, now))


def _shown(district: District, draft: AlertDraft, made: Preview) -> AlertPreview:
    return AlertPreview(
        headline=made.headline,
        channels=tuple(
            ChannelPreview(
                channel=shown.channel,
                text=shown.rendered.text,
                spans=tuple((span.start, span.end) for span in shown.rendered.spans),
                measure=_measure(shown.measure),
                targets=shown.targets,
                people=shown.people,
            )
            for shown in made.channels
        ),
        units=len(draft.units),
        people=made.audience.people,
        reached=made.audience.reached,
        unreachable=_unreachable(district, made.audience),
        correction=made.correction,
        all_clear=made.all_clear,
    )


def _measure(measure: Measure) -> str:
    text = f"{measure.characters} 字 · {measure.used:,}/{measure.limit:,} {_UNITS[measure.unit]}"
    return text if measure.fits else f"{text}，超出"


def _unreachable(district: District, audience: Audience) -> tuple[str, ...]:
    return tuple(
        f"{district.units[contact.unit].name} {contact.person}：{why}"
        for contact, why in audience.unreachable[:UNREACHABLE_MOST]
    )


def _case_mode(conn: Connection, scope: Scope, request: AlertRequest) -> Mode | None:
    return access.visible_case(conn, scope, request.case_id).mode if request.case_id else None


def issue(tx: Tx, district: District, scope: Scope, request: AlertRequest) -> AlertDone:
    """Issue an alert: the alert, its revision, the armed correction and all-clear, and every message, in one go.

    Raises Refusal no_right, not_found, live_refused, mode_looser, alert_incomplete, alert_no_audience and others that
    name the field.
    """
    access.need(scope, Right.ALERT_ISSUE, "发布预警")
    case_mode = _case_mode(tx.conn, scope, request)
    refuse_mode(request.mode, case_mode)
    if district.demo and request.mode is not Mode.EXERCISE:
        raise Refusal("demo_exercise_only", field="mode")
    draft = draft_of(district, scope, request, relay_of(tx.conn, scope, request, tx.now))
    for label in unfilled(district, request):
        raise Refusal("field_missing", field=label)
    names = _names(tx, district, request.mode)
    units = [path.rsplit("/", 1)[-1] for path in draft.units]
    made = compose.compose(
        district.alert_tools,
        draft,
        area_units(district, units),
        contacts_of(tx.conn, district, draft.units, tx.now),
        names,
        tx.now,
        case_mode,
    )
    alert = StoredAlert(
        id=names.alert_id,
        number=names.number,
        mode=request.mode,
        demo=district.demo,
        case_id=request.case_id,
        kind=request.kind,
        level=request.level,
        state="in_force",
        headline=made.headline,
        area_path=_common_path(draft.units),
        area_units=tuple(units),
        starts_at=request.starts_at,
        expires_at=request.expires_at,
        issued_at=tx.now,
        issued_by=scope.person_id,
        unit_id=scope.unit_id,
        revision=made.alert.number,
        version=1,
        updated_at=tx.now,
    )
    store.insert(tx, alert)
    for revision in (made.alert, made.correction, made.all_clear):
        audience = made.frozen.data if made.frozen is not None and revision is made.alert else None
        store.insert_revision(tx, _stored(tx, scope, alert.id, revision, audience))
    outbox.add(tx, messages_of(tx, made.rows))
    tx.audit(
        scope.person_id,
        "alert.issue",
        alert.id,
        {
            "number": alert.number,
            "mode": alert.mode,
            "kind": alert.kind,
            "level": alert.level,
            "units": alert.area_units,
            "texts": made.alert.sha256,
            "correction": made.correction.sha256,
            "all_clear": made.all_clear.sha256,
            "targets": made.frozen.count if made.frozen is not None else len(made.rows),
            "messages": sealed([row.idem for row in made.rows]),
            "case": alert.case_id,
            "relay": request.relay_id,
            "from": scope.origin,
        },
    )
    return AlertDone(
        command_id=request.command_id,
        pos=announce(tx, district, alert, request.command_id),
        row=one_row(tx.conn, district, alert),
    )


def _names(tx: Tx, district: District, mode: Mode) -> Names:
    pattern = _NUMBERS[mode]
    serial = tx.draw(f"alerts:{numbers.series(pattern, tx.now, district.zone)}")
    return Names(
        alert_id=tx.ids.new(),
        number=numbers.number(pattern, serial, tx.now, district.zone),
        sender=f"huying-{district.id}",
    )


def _common_path(paths: Sequence[str]) -> str:
    """Return the path of the smallest area that holds all of them."""
    parts = [path.split("/") for path in paths]
    common: list[str] = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        common.append(level[0])
    return "/".join(common)


def _stored(tx: Tx, scope: Scope, alert_id: str, revision: Revision, audience: bytes | None = None) -> StoredRevision:
    return StoredRevision(
        alert_id=alert_id,
        revision=revision.number,
        kind=revision.kind.value,
        identifier=revision.identifier,
        sent_at=revision.sent_at,
        texts=revision.texts,
        cap=revision.cap,
        sha256=revision.sha256,
        prepared_at=tx.now,
        prepared_by=scope.person_id,
        audience=audience,
    )


def messages_of(tx: Tx, made: Iterable[OutboxRow]) -> list[Message]:
    """Return rows as messages to be stored, each with an id."""
    return [
        Message(
            id=tx.ids.new(),
            idem=row.idem,
            alert_id=row.alert_id,
            revision=row.revision,
            mode=row.mode,
            channel=row.channel,
            target=row.target,
            unit_ids=row.unit_ids,
            recipients=row.recipients,
            lane=row.lane,
            state=row.state.value,
            next_at=row.next_at,
            expires_at=row.expires_at,
            replaces=row.replaces,
        )
        for row in made
    ]


def announce(tx: Tx, district: District, alert: StoredAlert, command_id: str | None = None) -> int:
    """Write the change that tells every screen concerned; returns its position."""
    areas = [district.units[unit_id].path for unit_id in alert.area_units]
    concerned = parties.units_of(tx.conn, alert.case_id) if alert.case_id is not None else ()
    return tx.change(
        "alert",
        alert.id,
        alert.version,
        areas=areas,
        parties=(alert.unit_id, *concerned),
        command_id=command_id,
    )


def release(tx: Tx, district: District, scope: Scope, alert_id: str, asked: ReleasePrepared) -> AlertDone:
    """Release the armed correction or all-clear: to everybody the alert may have reached, words as approved at issue.

    What never left is cancelled, what nobody knows about is not tried again. Raises Refusal no_right, not_found, stale,
    field_bad (no such kind, or the alert is not in force any more).
    """
    access.need(scope, Right.ALERT_ISSUE, "更正或解除预警")
    alert = look(tx.conn, scope, alert_id)
    if not commands(district, scope, alert):  # seen from below, but issued above: not theirs to take back
        raise Refusal("no_right", action="更正或解除预警", roles=district.units[alert.unit_id].name)
    if asked.kind not in _STATE_AFTER:
        raise Refusal("field_bad", field="kind", value=asked.kind[:20], remedy="请用 correction 或 all_clear")
    if alert.state != "in_force":
        raise Refusal("field_bad", field="预警状态", value=_STATE_ZH[alert.state], remedy="已结束的预警请另行发布")
    if alert.version != asked.version:
        raise Refusal("stale", changed={"version": alert.version, "state": alert.state})
    outbox.hold(tx, alert_id)  # whatever a sender has just begun is seen as begun, and gets the correction
    revisions = store.revisions(tx.conn, alert_id)
    armed = next(item for item in revisions if item.kind == asked.kind and item.sent_at is None)
    original = next(item for item in revisions if item.revision == alert.revision)
    made = compose.release(
        district.alert_tools,
        draft_again(district, alert, original),
        area_units(district, alert.area_units),
        Names(alert_id=alert.id, number=alert.number, sender=f"huying-{district.id}", revision=armed.revision),
        _revision(armed),
        _revision(original),
        [_row(message) for message in outbox.of_alert(tx.conn, alert_id)],
        tx.now,
    )
    store.release(tx, _stored(tx, scope, alert_id, made.revision))
    _stop(tx, made.cancelled, RowState.CANCELLED)
    _stop(tx, made.stopped, None)
    outbox.add(tx, messages_of(tx, made.rows))
    after = msgspec.structs.replace(
        alert,
        state=_STATE_AFTER[asked.kind],
        revision=armed.revision,
        version=alert.version + 1,
        updated_at=tx.now,
    )
    store.save(tx, alert, after)
    tx.audit(
        scope.person_id,
        "alert.release",
        alert_id,
        {
            "kind": asked.kind,
            "texts": armed.sha256,
            "targets": len(made.rows),
            "messages": sealed([row.idem for row in made.rows]),
            "cancelled": sealed(made.cancelled),
            "stopped": sealed(made.stopped),
            "from": scope.origin,
        },
    )
    return AlertDone(
        command_id=asked.command_id,
        pos=announce(tx, district, after, asked.command_id),
        row=one_row(tx.conn, district, after),
    )


def _stop(tx: Tx, idems: Sequence[str], state: RowState | None) -> None:
    """Take rows out of sending; with a state, they get it."""
    values: dict[str, object] = {"next_at": None, "updated_at": tx.now}
    if state is not None:
        values["state"] = state.value
    for at in range(0, len(idems), _SLICE):
        some = outbox_table.c.idem.in_(idems[at : at + _SLICE])
        tx.conn.execute(update(outbox_table).where(some).values(**values))


def _revision(stored: StoredRevision) -> Revision:
    return Revision(
        number=stored.revision,
        kind=RevisionKind(stored.kind),
        texts=stored.texts,
        sha256=stored.sha256,
        identifier=stored.identifier,
        sent_at=stored.sent_at,
        cap=stored.cap,
    )


def _row(message: Message) -> OutboxRow:
    return OutboxRow(
        idem=message.idem,
        alert_id=message.alert_id,
        revision=message.revision,
        mode=message.mode,
        channel=message.channel,
        target=message.target,
        unit_ids=message.unit_ids,
        recipients=message.recipients,
        lane=message.lane,
        state=RowState(message.state),
        next_at=message.next_at,
        expires_at=message.expires_at,
        replaces=message.replaces,
    )
