"""What the demo receiver holds: messages, their fate, answers, and the switches that make it misbehave on purpose.

No clock and no network of its own: every call is given "now" (ms since 1970-01-01 UTC). One thread uses it.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, OrderedDict, deque
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

KEEP = 20_000
"""Messages kept in memory; the oldest go first, and with them the memory of their keys."""

KEEP_RECEIPTS = 100_000
TEXT_LIMIT = 65_536
ANSWER_LIMIT = 200

ReceiptKind = Literal["delivered", "failed", "answered"]
Status = Literal["accepted", "refused", "busy"]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message as it arrives. `mode` is "exercise" or "test"; `expires` is ms since the epoch."""

    idem: str
    channel: str
    target: str
    text: str
    alert: str
    revision: int
    mode: str
    expires: int
    callback: str = ""
    unit: str = ""
    people: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The answer about one message."""

    idem: str
    status: Status
    provider_id: str = ""
    reason: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became known later, in the order of `seq`."""

    seq: int
    idem: str
    kind: ReceiptKind
    at: int
    by: str = ""
    text: str = ""


class Switches(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the receiver misbehaves: shares in percent, delays in milliseconds.

    `refuse`: refused for good. `busy`: refused for now. `lose`: taken, but the call is never answered. `fail`: taken,
    later reported as not delivered. `delay_ms`: before each call is answered. `deliver_ms`: until the device confirms.
    """

    refuse: int = 0
    busy: int = 0
    lose: int = 0
    fail: int = 0
    delay_ms: int = 0
    deliver_ms: int = 800

    def problem(self) -> str:
        """Return why these values cannot be used, or nothing."""
        if any(not 0 <= share <= 100 for share in (self.refuse, self.busy, self.lose, self.fail)):
            return "比例应在 0 到 100 之间"
        if not 0 <= self.delay_ms <= 60_000 or not 0 <= self.deliver_ms <= 600_000:
            return "应答延时应在 0 到 60,000 毫秒，送达用时应在 0 到 600,000 毫秒"
        return ""


class Answer(msgspec.Struct, frozen=True):
    """What a person answered, and when."""

    by: str
    text: str
    at: int


class Held(msgspec.Struct, kw_only=True):
    """A message that was taken or refused, and everything that happened to it since."""

    message: Message
    result: Result
    got_at: int
    repeats: int = 0
    delivered_at: int | None = None
    failed_at: int | None = None
    answers: list[Answer] = []


class Mailbox:
    """Messages by key, bounded; receipts in order; switches. A repeated key gets the first result and is counted."""

    def __init__(self, keep: int = KEEP) -> None:
        self._keep = keep
        self._held: OrderedDict[str, Held] = OrderedDict()
        self._receipts: deque[Receipt] = deque(maxlen=KEEP_RECEIPTS)
        self._due: list[tuple[int, str]] = []
        self._turns: Counter[str] = Counter()
        self._seq = 0
        self.switches = Switches()
        self.version = 0
        self.repeats = 0

    def submit(self, messages: Iterable[Message], now: int) -> tuple[Result, ...]:
        """Take messages and return one result each; a message whose key is known is not taken again."""
        self.version += 1
        return tuple(self._take(message, now) for message in messages)

    def change(self, switches: Switches) -> None:
        """Set the switches; they hold for what comes after."""
        self.switches = switches
        self.version += 1

    def loses(self) -> bool:
        """Tell whether the answer to the call under way is to be lost."""
        return self._turn("lose", self.switches.lose)

    def find(self, idem: str) -> Result | None:
        """Return what became of a message, or None when it never arrived."""
        held = self._held.get(idem)
        return held.result if held else None

    def held(self, idem: str) -> Held | None:
        """Return a message with everything that happened to it."""
        return self._held.get(idem)

    def all(self) -> Iterable[Held]:
        """Return the messages kept, newest first."""
        return reversed(self._held.values())

    def receipts(self, after: int, now: int, limit: int) -> tuple[Receipt, ...]:
        """Return up to `limit` receipts above a sequence number, ascending."""
        self.settle(now)
        found: list[Receipt] = []
        for receipt in reversed(self._receipts):
            if receipt.seq <= after:
                break
            found.append(receipt)
        return tuple(reversed(found))[:limit]

    def settle(self, now: int) -> None:
        """Confirm (or fail) every delivery that has come due."""
        while self._due and self._due[0][0] <= now:
            due, idem = heapq.heappop(self._due)
            held = self._held.get(idem)
            if held is None or held.delivered_at is not None or held.failed_at is not None:
                continue
            if self._turn("fail", self.switches.fail):
                held.failed_at = due
                self._tell(idem, "failed", due, now, text="终端未确认")
            else:
                held.delivered_at = due
                self._tell(idem, "delivered", due, now)

    def answer(self, idem: str, by: str, text: str, now: int) -> str:
        """Record a person's answer; return why it cannot be, or nothing. An answer proves delivery.

        Without a name it is the answer of the only person at the address, or of the address itself.
        """
        held = self._held.get(idem)
        if held is None or held.result.status != "accepted":
            return "没有这条消息，或它没有被接收"
        people = held.message.people
        words, who = text.strip(), by.strip() or (people[0] if len(people) == 1 else held.message.target)
        if not words or len(words) > ANSWER_LIMIT or len(who) > ANSWER_LIMIT:
            return f"答复应为 1 到 {ANSWER_LIMIT} 个字"
        if held.delivered_at is None:
            held.delivered_at = now
            self._tell(idem, "delivered", now, now)
        held.answers.append(Answer(who, words, now))
        self._tell(idem, "answered", now, now, who, words)
        return ""

    def restore(self, message: Message, result: Result, at: int) -> None:
        """Put back a message of an earlier run, so that its key is still known."""
        self._store(message, result, at)

    def _take(self, message: Message, now: int) -> Result:
        known = self._held.get(message.idem)
        if known is not None:
            known.repeats += 1
            self.repeats += 1
            return known.result
        if self._turn("busy", self.switches.busy):
            return Result(idem=message.idem, status="busy", reason="网关繁忙，请稍后再发")
        reason = self._refusal(message, now)
        if reason:
            result = Result(idem=message.idem, status="refused", reason=reason)
        else:
            result = Result(idem=message.idem, status="accepted", provider_id=_provider_id(message.idem))
        self._store(message, result, now)
        return result

    def _refusal(self, message: Message, now: int) -> str:
        if not message.text.strip() or len(message.text) > TEXT_LIMIT:
            return f"内容为空或超过 {TEXT_LIMIT:,} 个字"
        if not message.target.strip():
            return "没有收件地址"
        if message.expires <= now:
            return "消息已经失效"
        return "号码停用（按开关拒收）" if self._turn("refuse", self.switches.refuse) else ""

    def _store(self, message: Message, result: Result, now: int) -> None:
        self._held[message.idem] = Held(message=message, result=result, got_at=now)
        while len(self._held) > self._keep:
            self._held.popitem(last=False)
        if result.status == "accepted":
            heapq.heappush(self._due, (now + self.switches.deliver_ms, message.idem))

    def _turn(self, name: str, share: int) -> bool:
        """Tell whether this turn is one of `share` in a hundred, spread evenly, so that a rehearsal repeats exactly."""
        if not share:
            return False
        self._turns[name] += 1
        turn = self._turns[name]
        return turn * share // 100 != (turn - 1) * share // 100

    def _tell(self, idem: str, kind: ReceiptKind, at: int, now: int, by: str = "", text: str = "") -> None:
        # starts from the clock, so that numbers go on growing over a restart without anything stored
        self._seq = max(self._seq + 1, now)
        self._receipts.append(Receipt(seq=self._seq, idem=idem, kind=kind, at=at, by=by, text=text))
        self.version += 1


def _provider_id(idem: str) -> str:
    return "GW" + hashlib.sha256(idem.encode()).hexdigest()[:12].upper()
