"""A generic webhook: our own contract, signed with HMAC, so that any system of a district can be a channel.

``POST {url}`` with a JSON body ``{"idem", "channel", "target", "text", "alert", "revision", "mode", "expires", "unit",
"people"}`` and the headers

``X-Huying-Timestamp``
    milliseconds since 1970-01-01 UTC; refuse what is more than five minutes old.
``X-Huying-Signature``
    ``sha256=`` and the HMAC-SHA-256, in hexadecimal, of the timestamp, a full stop and the body, keyed with the secret.

The answer is HTTP 2xx with ``{"status": "accepted" | "refused" | "busy", "id": "…", "reason": "…"}``. A repeated
``idem`` is answered as the first one was. An account set to ``answer = any`` takes every 2xx without a refusal in its
body for "accepted, unverified", and is shown so.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from services.alerts.channels.each import EachByHttp, Fate, by_code, by_status, decoded, too_long, unreadable
from services.alerts.channels.line import Answer, Call
from services.alerts.outbox import Verdict
from services.domain.channels_text import utf8_length

if TYPE_CHECKING:
    from services.alerts.channels.base import Outgoing
    from services.domain.clock import Instant

UNVERIFIED = "已受理，未核实"
_REFUSALS = frozenset({"refused", "rejected", "error", "failed", "fail"})


class _Said(msgspec.Struct, frozen=True):
    """What an answer may say, in our words or in those of other systems."""

    status: str | int = ""
    id: str | int = ""
    reason: str = ""
    errcode: int = 0
    code: int | str = 0


class Webhook(EachByHttp):
    """Posts each message, signed."""

    peer = "接口"

    def _deliver(self, message: Outgoing) -> Fate:
        used = utf8_length(message.text)
        if self._account.limit and used > self._account.limit:
            return too_long(used, self._account.limit, "字节")
        fields = ("idem", "channel", "target", "text", "alert", "revision", "mode", "expires", "unit", "people")
        body = msgspec.json.encode({name: getattr(message, name) for name in fields})
        now = self._clock.now()
        headers = {
            "X-Huying-Timestamp": str(now),
            "X-Huying-Signature": f"sha256={signature(self._secrets.get('secret'), now, body)}",
        }
        answer = self._line.call(Call("POST", "", body, headers))
        return said(answer, self.peer, strict=self._account.settings.get("answer") != "any")


def signature(secret: str, at: Instant, body: bytes) -> str:
    """Return the signature of a body at a moment (ms), in hexadecimal."""
    return hmac.new(secret.encode(), str(at).encode() + b"." + body, sha256).hexdigest()


def said(answer: Answer, peer: str, *, strict: bool) -> Fate:
    """Return what a webhook's answer says.

    `strict`: only our own word "accepted" is an acceptance; otherwise every 2xx is that does not refuse.
    """
    by = by_status(answer, peer)
    if by is not None:
        return by
    found = decoded(answer, _Said)
    if found is None:
        return unreadable(peer) if strict else Fate(Verdict.ACCEPTED, UNVERIFIED)
    if found.errcode or str(found.code) not in {"0", "200", "", "OK", "ok"}:
        code = found.errcode or found.code
        return by_code(code, found.reason, (), peer) if isinstance(code, int) else _no(peer, f"{code} {found.reason}")
    return _by_word(found, answer, peer, strict=strict)


def _by_word(found: _Said, answer: Answer, peer: str, *, strict: bool) -> Fate:
    word = str(found.status).lower()
    if word == "accepted":
        return Fate(Verdict.ACCEPTED, "", str(found.id)[:100])
    if word in _REFUSALS:
        return _no(peer, found.reason or "未说明原因")
    if word == "busy":
        return Fate(Verdict.BUSY, f"{peer}繁忙：{found.reason}", retry_after_ms=answer.retry_after_ms)
    return unreadable(peer) if strict else Fate(Verdict.ACCEPTED, UNVERIFIED, str(found.id)[:100])


def _no(peer: str, why: str) -> Fate:
    return Fate(Verdict.REFUSED, f"{peer}拒绝：{why}")
