"""Short messages through Aliyun's HTTP API: signed requests, an answer's code, and asking by number and day.

The service has no idempotency: after a lost answer it is asked for the message by our own key (OutId) before anything
goes again. A record may appear late, so that "not there" counts only after a while.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from services.alerts.channels.base import GatewayUnreachable, Receipt, cannot_tell
from services.alerts.channels.each import EachByHttp, Fate, by_status, decoded, too_long, unreadable
from services.alerts.channels.line import Call, CallFailed
from services.alerts.outbox import Outcome, Verdict
from services.domain.channels_text import sms_length
from services.domain.clock import MINUTE_MS, SECOND_MS, to_datetime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.alerts.channels.base import Account, Outgoing
    from services.alerts.channels.each import Surroundings
    from services.alerts.channels.line import Answer
    from services.domain.clock import Instant

VERSION = "2017-05-25"
SURE_AFTER_MS = 2 * MINUTE_MS
"""A message that is not listed so long after its call never arrived (our rule; how late records come is unverified)."""

_PAGE, _PAGES = 50, 4
_CHINA = timezone(timedelta(hours=8))
_BUSY = (
    "isv.BUSINESS_LIMIT_CONTROL",
    "isv.DAY_LIMIT_CONTROL",
    "isv.OUT_OF_SERVICE",
    "isv.AMOUNT_NOT_ENOUGH",
    "isv.ACCOUNT_NOT_EXISTS",
    "isv.ACCOUNT_ABNORMAL",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "SignatureNonceUsed",
    "InvalidTimeStamp",
    "Forbidden",
    "Throttling",
)
"""Codes (or their beginnings) that pass or can be mended before the message expires (our rule)."""

_UNCLEAR = ("isp.SYSTEM_ERROR", "isp.", "ServiceUnavailable", "InternalError")
_WAITING, _FAILED, _DELIVERED = 1, 2, 3


class _Sent(msgspec.Struct, frozen=True, rename="pascal"):
    code: str
    message: str = ""
    biz_id: str = ""


class _Detail(msgspec.Struct, frozen=True, rename="pascal"):
    send_status: int
    out_id: str = ""
    err_code: str = ""


class _Details(msgspec.Struct, frozen=True):
    rows: tuple[_Detail, ...] = msgspec.field(default=(), name="SmsSendDetailDTO")


class _Page(msgspec.Struct, frozen=True, rename="pascal"):
    code: str
    message: str = ""
    total_count: int = 0
    details: _Details = msgspec.field(default=_Details(), name="SmsSendDetailDTOs")


class AliyunSms(EachByHttp):
    """One short message per call, with an approved signature and template of one variable."""

    peer = "阿里云短信"
    pauses = False

    def __init__(self, account: Account, around: Surroundings) -> None:
        """Build it; nothing is connected yet."""
        super().__init__(account, around)
        self._random = around.random

    def _deliver(self, message: Outgoing) -> Fate:
        own = self._account.settings
        parts = sms_length(message.text, own["sign_name"], only_ucs2=own.get("counting") != "auto").parts
        if self._account.limit and parts > self._account.limit:
            return too_long(parts, self._account.limit, "条")
        query = {
            "PhoneNumbers": message.target,
            "SignName": own["sign_name"],
            "TemplateCode": own["template_code"],
            "TemplateParam": msgspec.json.encode({own["variable"]: message.text}).decode(),
            "OutId": message.idem,
        }
        answer = self._signed("SendSms", query)
        found = decoded(answer, _Sent)
        if found is None or (answer.status >= 300 and found.code == "OK"):
            return by_status(answer, self.peer) or unreadable(self.peer)
        return _judged(found, answer)

    def ask(self, message: Outgoing, sent_at: Instant) -> Outcome | None:
        """Return what the service's own list says of the message; None when it is not in it after a while."""
        try:
            row = self._listed(message, sent_at)
        except GatewayUnreachable as error:
            return cannot_tell(message, str(error))
        if row is not None:
            if row.send_status == _FAILED:
                return Outcome(message.idem, Verdict.REFUSED, "", f"未送达：{row.err_code}")
            return Outcome(message.idem, Verdict.ACCEPTED)
        if self._clock.now() - sent_at < SURE_AFTER_MS:
            return cannot_tell(message, "阿里云短信的记录里还没有这条，稍后再查")
        return None

    def news(self, sent: Sequence[tuple[Outgoing, Instant]]) -> tuple[Receipt, ...]:
        """Ask what became of accepted messages; one receipt for each that was delivered or failed."""
        found: list[Receipt] = []
        for message, sent_at in sent:
            row = self._listed(message, sent_at)
            if row is None or row.send_status == _WAITING:
                continue
            kind = "delivered" if row.send_status == _DELIVERED else "failed"
            found.append(
                Receipt(
                    seq=receipt_number(message.idem, kind),
                    idem=message.idem,
                    kind=kind,
                    at=self._clock.now(),
                    text="" if kind == "delivered" else row.err_code[:100],
                )
            )
        return tuple(found)

    def _listed(self, message: Outgoing, sent_at: Instant) -> _Detail | None:
        """Return the service's row of a message, None where there is none. Raises GatewayUnreachable."""
        for day in dict.fromkeys(_day(at) for at in (sent_at, sent_at + 10 * SECOND_MS)):
            for number in range(1, _PAGES + 1):
                page = self._page(message.target, day, number)
                row = next((row for row in page.details.rows if row.out_id == message.idem), None)
                if row is not None:
                    return row
                if number * _PAGE >= page.total_count:
                    break
        return None

    def _page(self, phone: str, day: str, number: int) -> _Page:
        query = {"PhoneNumber": phone, "SendDate": day, "PageSize": str(_PAGE), "CurrentPage": str(number)}
        try:
            answer = self._signed("QuerySendDetails", query)
        except CallFailed as error:
            raise GatewayUnreachable(error.sentence) from error
        page = decoded(answer, _Page)
        if page is None or answer.status != 200 or page.code != "OK":
            code = page.code[:60] if page is not None else answer.status
            raise GatewayUnreachable(f"阿里云短信没有说明去向（{code}）")
        return page

    def _signed(self, action: str, query: Mapping[str, str]) -> Answer:
        headers = {
            "host": self._line.host,
            "x-acs-action": action,
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
            "x-acs-date": f"{to_datetime(self._clock.now(), UTC):%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": self._random(16).hex(),
            "x-acs-version": VERSION,
        }
        key, secret = self._secrets.get("access_key_id"), self._secrets.get("access_key_secret")
        signed = {**headers, "Authorization": authorization(key, secret, query, headers)}
        del signed["host"]
        return self._line.call(Call("POST", f"/?{canonical(query)}", b"", signed))


def canonical(query: Mapping[str, str]) -> str:
    """Return a query as it is signed and sent: sorted, percent-encoded (RFC 3986)."""
    return "&".join(f"{quote(name, safe='-_.~')}={quote(query[name], safe='-_.~')}" for name in sorted(query))


def authorization(key: str, secret: str, query: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """Return the Authorization header of a POST to "/": signature V3 (ACS3-HMAC-SHA256), as Aliyun documents it."""
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = "\n".join(("POST", "/", canonical(query), lines, names, headers["x-acs-content-sha256"]))
    text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(request.encode()).hexdigest()}"
    signature = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"ACS3-HMAC-SHA256 Credential={key},SignedHeaders={names},Signature={signature}"


def receipt_number(idem: str, kind: str) -> int:
    """Return a receipt's number where the provider gives none: the same for the same news, whoever asked for it."""
    return int.from_bytes(hashlib.sha256(f"{idem}|{kind}".encode()).digest()[:8], "big") >> 2


def _judged(found: _Sent, answer: Answer) -> Fate:
    if found.code == "OK":
        return Fate(Verdict.ACCEPTED, "", found.biz_id)
    sentence = f"阿里云短信拒绝：{found.code} {found.message}"
    if found.code.startswith(_BUSY):
        return Fate(Verdict.BUSY, sentence, retry_after_ms=answer.retry_after_ms or MINUTE_MS)
    if found.code.startswith(_UNCLEAR):
        return Fate(Verdict.UNKNOWN, f"阿里云短信出错，不知是否收下：{found.code}")
    return Fate(Verdict.REFUSED, sentence)


def _day(at: Instant) -> str:
    return f"{to_datetime(at, _CHINA):%Y%m%d}"
