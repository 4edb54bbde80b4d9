"""The channels of one mode: each message leaves through the account that serves its address, within its budget.

Accounts are looked up anew for every batch, so that a credential that was replaced or disabled counts at once, in every
engine. Budgets are rows of the database that each engine takes from in a short transaction before it calls: any number
of engines share one. What no account serves goes through the fallback, the gateway that the engine was started with.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

from services.alerts.channels import Account, GatewayUnreachable, Outgoing, Secrets
from services.alerts.channels.build import build
from services.alerts.outbox import Lane, Outcome, Verdict
from services.domain import channels_budget as budget
from services.domain.channels import limits_of, spec_of
from services.domain.clock import DAY_MS
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.store import channels as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.alerts.channels import Adapter, Channel, Receipt
    from services.alerts.channels.each import Surroundings
    from services.domain.channels_budget import Limits
    from services.store.channels import SentMessage, StoredAccount
    from services.store.database import Database, Tx
    from services.store.keys import Keys

logger = logging.getLogger(__name__)

POLL_MOST = 50
RECEIPTS_MOST = 500
LOOK_S = 1.0
"""Messages asked about, and receipts stored, in one round per account; how long a list of accounts counts (ours)."""


class _Way(NamedTuple):
    """An account with its adapter, or why it has none."""

    account: StoredAccount
    adapter: Adapter | None
    why: str = ""


class _Share(NamedTuple):
    """What of a batch may leave now through an account, and when the rest may be tried again, in ms from now."""

    now: list[Outgoing]
    later: list[tuple[Outgoing, int]]


class Router:
    """Every account of one mode, and the gateway for what none of them serves."""

    def __init__(
        self, mode: Mode, database: Database, keys: Keys, around: Surroundings, fallback: Channel | None = None
    ) -> None:
        """Build it; nothing is connected yet. Raises ValueError when the fallback is of another mode."""
        if fallback is not None and fallback.mode is not mode:
            raise ValueError(f"a {fallback.mode.value} gateway cannot stand in for {mode.value} accounts")
        self._mode = mode
        self._database = database
        self._keys = keys
        self._around = around
        self._fallback = fallback
        self._ways: dict[str, _Way] = {}
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._asked_on: dict[str, str] = {}

    @property
    def mode(self) -> Mode:
        """Return the only mode these accounts carry."""
        return self._mode

    @property
    def ready(self) -> bool:
        """Tell whether there is anything to send through. Looks at most once a second."""
        if self._fallback is not None:
            return True
        if self._around.clock.monotonic() - self._looked_at >= LOOK_S:
            self._current()
        return bool(self._ways)

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Hand over messages, each account's on a thread of its own; one outcome each, in order."""
        groups: dict[str, list[Outgoing]] = {}
        ways = self._current()
        for message in batch:
            way = _way_of(ways, message.channel, message.target)
            groups.setdefault(way.account.id if way is not None else "", []).append(message)
        found: dict[str, Outcome] = {}
        if groups:
            with ThreadPoolExecutor(len(groups), thread_name_prefix="account") as pool:
                for outcomes in pool.map(lambda item: self._through(ways.get(item[0]), item[1]), groups.items()):
                    found.update({outcome.idem: outcome for outcome in outcomes})
        return tuple(found[message.idem] for message in batch)

    def ask(self, idem: str) -> Outcome | None:
        """Ask the account that a message went through what became of it."""
        sent = self._database.read(lambda conn: store.sent(conn, idem))
        way = _way_of(self._current(), sent.channel, sent.target) if sent is not None else None
        if sent is not None and way is not None and way.adapter is not None:
            return way.adapter.ask(self._again(sent), sent.sent_at)
        if way is None and self._fallback is not None:
            return self._fallback.ask(idem)
        return Outcome(idem, Verdict.UNKNOWN, "", way.why if way is not None else "没有可以查询的渠道账户")

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        """Return the gateway's receipts; those of accounts come by `news`. Raises GatewayUnreachable."""
        return self._fallback.receipts(after) if self._fallback is not None else ()

    def news(self) -> Iterator[tuple[str, tuple[Receipt, ...]]]:
        """Yield receipts by account; going on after one says that they were stored."""
        for way in self._current().values():
            if way.adapter is None:
                continue
            try:
                got = way.adapter.news(self._open_ones(way.account))[:RECEIPTS_MOST]
            except GatewayUnreachable as error:
                logger.debug("no receipts of account %s for now: %s", way.account.id, error)
                continue
            if got:
                yield way.account.id, got
                way.adapter.heard(got)

    def close(self) -> None:
        """End what the accounts and the gateway keep open."""
        with self._lock:
            ways, self._ways = self._ways, {}
        for way in ways.values():
            if way.adapter is not None:
                way.adapter.close()
        if self._fallback is not None:
            self._fallback.close()

    def _through(self, way: _Way | None, batch: Sequence[Outgoing]) -> list[Outcome]:
        if way is None:
            return self._by_the_gateway(batch)
        if way.adapter is None:
            return [Outcome(message.idem, Verdict.BUSY, "", way.why) for message in batch]
        limits = limits_of(spec_of(way.account.kind), way.account.per_minute, way.account.reserve_percent)
        share = self._database.write(lambda tx: _shared(tx, way.account.id, limits, batch))
        sent = way.adapter.send(share.now)
        self._paused(way, sent)
        late = [
            Outcome(message.idem, Verdict.BUSY, "", "渠道额度已满，等待发送", wait) for message, wait in share.later
        ]
        return [*sent, *late]

    def _by_the_gateway(self, batch: Sequence[Outgoing]) -> list[Outcome]:
        if self._fallback is not None:
            return [*self._fallback.send(batch)]
        return [
            Outcome(message.idem, Verdict.BUSY, "", f"没有可用的{message.channel}渠道账户（{self._mode.value}）")
            for message in batch
        ]

    def _paused(self, way: _Way, sent: Sequence[Outcome]) -> None:
        """Keep a pause that a provider asked for, for every engine."""
        wishes = [outcome.retry_after_ms or 0 for outcome in sent if outcome.verdict is Verdict.BUSY]
        longest = max(wishes, default=0)
        if way.adapter is None or not way.adapter.pauses or not longest:
            return

        def work(tx: Tx) -> None:
            spent = store.spent(tx, way.account.id)
            store.spend(tx, way.account.id, budget.pause(spent, tx.now + longest))

        self._database.write(work)

    def _current(self) -> dict[str, _Way]:
        """Return the accounts in use, with adapters built anew for those that changed."""
        rows = self._database.read(lambda conn: store.of_mode(conn, self._mode))
        with self._lock:
            before = self._ways
            self._ways = {row.id: self._kept(before.get(row.id), row) for row in rows}
            gone = [way for way in before.values() if way not in self._ways.values()]
            self._looked_at = self._around.clock.monotonic()
            found = dict(self._ways)
        for way in gone:
            if way.adapter is not None:
                way.adapter.close()
        return found

    def _kept(self, before: _Way | None, row: StoredAccount) -> _Way:
        if before is not None and before.account.version == row.version:
            return before
        try:
            return _Way(row, build(self._opened(row), self._around))
        except Refusal as refusal:
            why = refusal.problem.sentence
        except ValueError:
            why = "渠道账户的设置不能使用"
        logger.warning("account %s of %s cannot be used", row.id, row.channel)
        return _Way(row, None, f"{row.name}：{why}")

    def _opened(self, row: StoredAccount) -> Account:
        spec = spec_of(row.kind)
        return Account(
            id=row.id,
            mode=row.mode,
            channel=row.channel,
            kind=row.kind,
            name=row.name,
            settings=row.settings,
            secrets=Secrets(self._mode, store.opened(self._keys, row)),
            limit=spec.limit,
        )

    def _open_ones(self, account: StoredAccount) -> list[tuple[Outgoing, int]]:
        """Return accepted messages of an account that no receipt came for, a few at a time, round and round."""
        since = self._database.now() - DAY_MS
        after = self._asked_on.get(account.id, "")
        found = self._database.read(
            lambda conn: store.accepted(conn, self._mode, account.channel, since, after, POLL_MOST)
        )
        self._asked_on[account.id] = found[-1].id if len(found) == POLL_MOST else ""
        ways = self._ways
        mine = [
            sent for sent in found if (way := _way_of(ways, sent.channel, sent.target)) and way.account.id == account.id
        ]
        return [(self._again(sent), sent.sent_at) for sent in mine]

    def _again(self, sent: SentMessage) -> Outgoing:
        return Outgoing(
            idem=sent.idem,
            channel=sent.channel,
            target=sent.target,
            text="",
            alert=sent.alert_id,
            revision=sent.revision,
            mode=self._mode,
            expires=sent.expires_at,
            lane=sent.lane,
        )


class Ways(Mapping[Mode, Router]):
    """The routers by mode, those only that have something to send through now."""

    def __init__(self, routers: Mapping[Mode, Router]) -> None:
        self._routers = dict(routers)

    def __getitem__(self, mode: Mode) -> Router:
        """Return a mode's router. Raises KeyError where it has nothing to send through."""
        router = self._routers[mode]
        if not router.ready:
            raise KeyError(mode)
        return router

    def __iter__(self) -> Iterator[Mode]:
        """Yield the modes that can send."""
        return (mode for mode, router in self._routers.items() if router.ready)

    def __len__(self) -> int:
        """Return how many modes can send."""
        return sum(1 for _ in self)

    def close(self) -> None:
        """End what every router keeps open."""
        for router in self._routers.values():
            router.close()


def _way_of(ways: Mapping[str, _Way], channel: str, target: str) -> _Way | None:
    """Return the account for an address: the one that names it, else the first that names none."""
    own = [way for way in ways.values() if way.account.channel == channel]
    named = next((way for way in own if target in way.account.serves), None)
    return named or next((way for way in own if not way.account.serves), None)


def _shared(tx: Tx, account_id: str, limits: Limits, batch: Sequence[Outgoing]) -> _Share:
    """Take from an account's budget for a batch: what is urgent first, notices from what is not reserved."""
    spent = store.spent(tx, account_id)
    share = _Share([], [])
    for urgent in (True, False):
        mine = [message for message in batch if (message.lane <= Lane.EMERGENCY.number) is urgent]
        mine.sort(key=lambda message: message.lane)
        taken = budget.take(spent, limits, tx.now, len(mine), urgent=urgent)
        spent = taken.spent
        share.now.extend(mine[: taken.granted])
        for place, message in enumerate(mine[taken.granted :]):
            again = (taken.again_at or tx.now) - tx.now + budget.wait_of(limits, place, urgent=urgent)
            share.later.append((message, max(again, 1)))
    if limits.rates:
        store.spend(tx, account_id, spent)
    return share
