"""Group robots of three chat services: each refuses at HTTP 200, with a code in the body.

Facts and how far they are trusted: `services.domain.channels`. The robot's key stands in the path of its address.
"""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

import msgspec

from services.alerts.channels.each import EachByHttp, Fate, by_code, by_status, decoded, too_long, unreadable
from services.alerts.channels.line import Call
from services.alerts.outbox import Verdict
from services.domain.channels_text import utf8_length
from services.domain.clock import MINUTE_MS

if TYPE_CHECKING:
    from services.alerts.channels.base import Outgoing
    from services.alerts.channels.line import Answer
    from services.domain.clock import Instant

WECOM_MARKDOWN_BYTES = 4096


class ErrCode(msgspec.Struct, frozen=True):
    """How WeCom and DingTalk answer."""

    errcode: int
    errmsg: str = ""


class _Code(msgspec.Struct, frozen=True):
    """How Feishu answers."""

    code: int
    msg: str = ""


class _Robot(EachByHttp):
    """A robot: what is posted where, and which of its codes pass."""

    busy: ClassVar[frozenset[int]]
    pause_ms: ClassVar[int] = MINUTE_MS
    limit: ClassVar[int]

    def _deliver(self, message: Outgoing) -> Fate:
        limit = self._limit()
        used = utf8_length(message.text)
        if used > limit:
            return too_long(used, limit, "字节")
        path, body = self._call(message)
        return self._read(self._line.call(Call("POST", path, msgspec.json.encode(body))))

    def _limit(self) -> int:
        return self._account.limit or self.limit

    def _call(self, message: Outgoing) -> tuple[str, dict[str, Any]]:
        raise NotImplementedError

    def _read(self, answer: Answer) -> Fate:
        found = decoded(answer, ErrCode)
        if found is None or (answer.status >= 300 and found.errcode == 0):
            return by_status(answer, self.peer) or unreadable(self.peer)
        return self._judged(found.errcode, found.errmsg, answer)

    def _judged(self, code: int, words: str, answer: Answer) -> Fate:
        if code == 0:
            return Fate(Verdict.ACCEPTED)
        return by_code(code, words, self.busy, self.peer, answer.retry_after_ms or self.pause_ms)


class WecomBot(_Robot):
    """A robot of a WeCom group: text of 2,048 bytes, or markdown of 4,096."""

    peer = "企业微信"
    busy = frozenset({-1, 45009, 45033})
    limit = 2048

    def _limit(self) -> int:
        return WECOM_MARKDOWN_BYTES if self._account.settings.get("format") == "markdown" else super()._limit()

    def _call(self, message: Outgoing) -> tuple[str, dict[str, Any]]:
        body = wecom_body(message.text, self._account.settings.get("format", "text"))
        return f"/cgi-bin/webhook/send?key={quote(self._secrets.get('key'), safe='')}", body


class DingTalkBot(_Robot):
    """A robot of a DingTalk group, signed. Over its rate it is shut for ten minutes."""

    peer = "钉钉"
    busy = frozenset({-1, 130101, 410100})
    pause_ms = 10 * MINUTE_MS
    limit = 20_000

    def _call(self, message: Outgoing) -> tuple[str, dict[str, Any]]:
        now = self._clock.now()
        token = quote(self._secrets.get("access_token"), safe="")
        sign = quote(dingtalk_sign(self._secrets.get("secret"), now), safe="")
        body = {"msgtype": "text", "text": {"content": message.text}}
        return f"/robot/send?access_token={token}&timestamp={now}&sign={sign}", body


class FeishuBot(_Robot):
    """A robot of a Feishu group, signed. It says 9499 with HTTP 400 when it is too much."""

    peer = "飞书"
    busy = frozenset({9499, 11232, 11233})
    limit = 20_480

    def _call(self, message: Outgoing) -> tuple[str, dict[str, Any]]:
        second = self._clock.now() // 1000
        body = {
            "timestamp": str(second),
            "sign": feishu_sign(self._secrets.get("secret"), second),
            "msg_type": "text",
            "content": {"text": message.text},
        }
        return f"/open-apis/bot/v2/hook/{quote(self._secrets.get('hook'), safe='')}", body

    def _read(self, answer: Answer) -> Fate:
        found = decoded(answer, _Code)
        if found is None or (answer.status >= 300 and found.code == 0):
            return by_status(answer, self.peer) or unreadable(self.peer)
        return self._judged(found.code, found.msg, answer)


def wecom_body(text: str, form: str) -> dict[str, Any]:
    """Return the body of a WeCom message. In markdown, what would mark up is shown as it was written."""
    if form == "markdown":
        return {"msgtype": "markdown", "markdown": {"content": wecom_plain(text)}}
    return {"msgtype": "text", "text": {"content": text}}


def wecom_plain(text: str) -> str:
    """Return a text as markdown that shows it: signs that begin a mark-up become their full-width twins.

    WeCom documents no escape; "<@userid>" would call somebody and "[a](b)" would make a link of a case's text.
    """
    return text.translate(str.maketrans("<>[]*`#", "＜＞［］＊｀＃"))


def dingtalk_sign(secret: str, now: Instant) -> str:
    """Return DingTalk's signature of a moment (ms): HMAC-SHA256 keyed with the secret, in base64."""
    return base64.b64encode(hmac.new(secret.encode(), f"{now}\n{secret}".encode(), sha256).digest()).decode()


def feishu_sign(secret: str, second: int) -> str:
    """Return Feishu's signature of a moment (seconds): moment and secret are the key, the text is empty."""
    return base64.b64encode(hmac.new(f"{second}\n{secret}".encode(), b"", sha256).digest()).decode()
