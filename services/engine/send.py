"""Messages that are due: claimed with a lease, the attempt written before the call, the outcome written per batch.

A message found in the middle of an attempt (its worker died) counts as one whose fate nobody knows: its channel's
policy says whether it goes again marked 可能重复, or the gateway is asked first.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from services.alerts.channels import Outgoing
from services.alerts.outbox import EXPAND_CHANNEL, UNTOUCHED, Outcome, RowState, Verdict, due_action
from services.alerts.texts import mark_duplicate
from services.desk import alert_trail
from services.desk.alert_asked import record_absent, record_expired, record_overtaken
from services.desk.alert_progress import expand, record_outcomes
from services.domain.clock import SECOND_MS
from services.store import alerts as store
from services.store import outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from services.alerts.channels import Channel
    from services.desk.district import District
    from services.domain.modes import Mode
    from services.store.alerts import StoredContact
    from services.store.database import Database, Tx
    from services.store.outbox import Message

logger = logging.getLogger(__name__)

LEASE_MS = 60 * SECOND_MS
"""Longer than any call may take (20 s), so that nobody else takes a message up while its call is under way."""

BATCH = 200


class _Sorted(NamedTuple):
    """Claimed messages by what they call for."""

    lists: list[Message]
    expired: list[Message]
    overtaken: list[Message]
    asked: list[Message]
    begun: list[tuple[Message, bool]]


class Send:
    """Works off the outbox through one channel per mode; a message of a mode without a channel waits."""

    def __init__(self, database: Database, district: District, channels: Mapping[Mode, Channel], name: str) -> None:
        self._database = database
        self._district = district
        self._channels = channels
        self._name = name

    def work(self) -> int:
        """Send a batch of what is due; return how many messages that were."""
        if not self._channels:
            return 0
        due = self._database.read(outbox.next_due)
        if due is None or due > self._database.now():
            return 0
        found = self._database.write(self._claim)
        for message in found.lists:
            self._expand(message)
        if found.expired:
            self._database.write(lambda tx: record_expired(tx, self._district, self._name, found.expired))
        if found.overtaken:
            self._database.write(lambda tx: record_overtaken(tx, self._district, self._name, found.overtaken))
        self._ask(found.asked)
        self._send(found.begun)
        return sum(len(part) for part in found)

    def _claim(self, tx: Tx) -> _Sorted:
        """Claim a batch and write the attempts of those that will be sent, in one transaction."""
        found = _Sorted([], [], [], [], [])
        claimed = outbox.claim(tx, self._name, LEASE_MS, BATCH)
        alerts = {name: store.get(tx.conn, name) for name in dict.fromkeys(message.alert_id for message in claimed)}
        for message in claimed:
            alert = alerts[message.alert_id]
            if alert is None or alert.revision != message.revision:  # its correction or all-clear went out meanwhile
                found.overtaken.append(message)
            elif message.channel == EXPAND_CHANNEL:
                found.lists.append(message)
            elif message.expires_at <= tx.now and RowState(message.state) in UNTOUCHED | {RowState.RETRY}:
                found.expired.append(message)
            else:
                policy = self._district.book.channel(message.channel).unknown
                action = due_action(RowState(message.state), policy)
                if action == "ask":
                    found.asked.append(message)
                else:
                    (begun,) = outbox.begin(tx, [message])
                    found.begun.append((begun, action == "send_marked"))
        alert_trail.began(tx, self._name, found.begun)
        return found

    def _expand(self, message: Message) -> None:
        try:
            self._database.write(lambda tx: expand(tx, self._district, self._name, message))
        except ValueError:
            logger.exception("the frozen list of alert %s cannot be expanded", message.alert_id)

    def _send(self, begun: Sequence[tuple[Message, bool]]) -> None:
        if not begun:
            return
        letters = self._database.read(lambda conn: self._letters(conn, begun))
        outcomes: dict[str, Outcome] = {}
        for mode, channel in self._channels.items():
            batch = [letter for letter in letters if letter.mode is mode]
            if batch:
                outcomes.update({outcome.idem: outcome for outcome in channel.send(batch)})
        tried = [(message, outcomes.get(message.idem) or _no_way(message)) for message, _ in begun]
        self._database.write(lambda tx: record_outcomes(tx, self._district, self._name, tried))

    def _ask(self, asked: Iterable[Message]) -> None:
        told: list[tuple[Message, Outcome]] = []
        absent: list[Message] = []
        for message in asked:
            channel = self._channels.get(message.mode)
            outcome = channel.ask(message.idem) if channel is not None else _no_way(message)
            if outcome is None:
                absent.append(message)
            else:
                told.append((message, outcome))
        if told:
            self._database.write(lambda tx: record_outcomes(tx, self._district, self._name, told))
        if absent:
            self._database.write(lambda tx: record_absent(tx, self._district, self._name, absent))

    def _letters(self, conn: Connection, begun: Sequence[tuple[Message, bool]]) -> list[Outgoing]:
        """Return the messages with their final words, as their revision has them for the channel."""
        people = {contact.id: contact for contact in store.contacts(conn)}
        texts: dict[str, dict[int, dict[str, str]]] = {}
        letters: list[Outgoing] = []
        for message, again in begun:
            if message.alert_id not in texts:
                found = store.revisions(conn, message.alert_id)
                texts[message.alert_id] = {revision.revision: revision.texts for revision in found}
            text = texts[message.alert_id].get(message.revision, {}).get(message.channel, "")
            prefix = self._district.book.prefixes[message.mode.value]
            letters.append(self._letter(message, mark_duplicate(text, prefix) if again else text, people))
        return letters

    def _letter(self, message: Message, text: str, people: Mapping[str, StoredContact]) -> Outgoing:
        unit = self._district.units.get(next(iter(message.unit_ids), ""))
        return Outgoing(
            idem=message.idem,
            channel=message.channel,
            target=message.target,
            text=text,
            alert=message.alert_id,
            revision=message.revision,
            mode=message.mode,
            expires=message.expires_at,
            unit=unit.name if unit is not None else "",
            people=tuple(people[contact].person for contact in message.recipients if contact in people),
            lane=message.lane,
        )


def _no_way(message: Message) -> Outcome:
    return Outcome(message.idem, Verdict.BUSY, "", f"没有{message.mode.value}模式的发送通道")
