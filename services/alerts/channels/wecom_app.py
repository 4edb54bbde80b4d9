"""A WeCom application: one token for all calls, fetched anew once when it is refused; people it does not know."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from services.alerts.channels.each import EachByHttp, Fate, by_code, by_status, decoded, too_long, unreadable
from services.alerts.channels.line import Answer, Call, CallFailed
from services.alerts.outbox import Verdict, Wire
from services.domain.channels_text import utf8_length
from services.domain.clock import MINUTE_MS

if TYPE_CHECKING:
    from services.alerts.channels.base import Account, Outgoing
    from services.alerts.channels.each import Surroundings

_LIMIT = 2048
_EXPIRED = frozenset({40014, 42001, 42009})
_BUSY = frozenset({-1, 45009, 45033})
_TOKEN_BUSY = frozenset({-1, 40001, 40013, 40091, 45009, 60020})
_EARLY_S = 120
"""A token is fetched anew so many seconds before it ends (our rule)."""


class _Token(msgspec.Struct, frozen=True):
    errcode: int = 0
    errmsg: str = ""
    access_token: str = ""
    expires_in: int = 0


class _Sent(msgspec.Struct, frozen=True):
    errcode: int
    errmsg: str = ""
    msgid: str = ""
    invaliduser: str = ""
    unlicenseduser: str = ""


class _NoToken(Exception):
    """There is no token to call with: nothing was sent."""

    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self.fate = fate


class WecomApp(EachByHttp):
    """Sends to one member at a time, so that each has an outcome of their own."""

    peer = "企业微信"

    def __init__(self, account: Account, around: Surroundings) -> None:
        """Build it; the token is fetched with the first message."""
        super().__init__(account, around)
        self._token = ""
        self._token_until = 0.0
        self._token_lock = threading.Lock()

    def _deliver(self, message: Outgoing) -> Fate:
        limit = self._account.limit or _LIMIT
        used = utf8_length(message.text)
        if used > limit:
            return too_long(used, limit, "字节")
        try:
            token = self._fresh("")
            answer, found = self._post(message, token)
            if found is not None and found.errcode in _EXPIRED:
                answer, found = self._post(message, self._fresh(token))
        except _NoToken as error:
            return error.fate
        if found is None:
            return by_status(answer, self.peer) or unreadable(self.peer)
        return _judged(found, message.target, answer)

    def _hidden(self) -> tuple[str, ...]:
        return (self._token,)

    def _post(self, message: Outgoing, token: str) -> tuple[Answer, _Sent | None]:
        path = f"/cgi-bin/message/send?access_token={quote(token, safe='')}"
        body = {
            "touser": message.target,
            "msgtype": "text",
            "agentid": int(self._account.settings["agent_id"]),
            "text": {"content": message.text},
            "enable_duplicate_check": 1,
        }
        answer = self._line.call(Call("POST", path, msgspec.json.encode(body)))
        found = decoded(answer, _Sent)
        return answer, None if found is not None and answer.status >= 300 and found.errcode == 0 else found

    def _fresh(self, refused: str) -> str:
        """Return a token that is not `refused`; one thread fetches it, the others wait for that one."""
        with self._token_lock:
            if self._token and self._token != refused and self._clock.monotonic() < self._token_until:
                return self._token
            found = self._fetched()
            self._token = found.access_token
            self._token_until = self._clock.monotonic() + max(0, found.expires_in - _EARLY_S)
            return self._token

    def _fetched(self) -> _Token:
        corp = quote(self._account.settings["corp_id"], safe="")
        secret = quote(self._secrets.get("secret"), safe="")
        try:
            answer = self._line.call(Call("GET", f"/cgi-bin/gettoken?corpid={corp}&corpsecret={secret}"))
        except CallFailed as error:
            failure = CallFailed(Wire.NOT_SENT, f"没有取得令牌：{error.sentence}")
        else:
            found = decoded(answer, _Token)
            if found is not None and found.errcode == 0 and found.access_token and answer.status == 200:
                return found
            raise _NoToken(_token_refused(answer, found))
        raise failure


def _token_refused(answer: Answer, found: _Token | None) -> Fate:
    """Return what a refused token means for the message: it never left, and a credential can be mended in time."""
    if found is None or found.errcode == 0:
        return Fate(Verdict.BUSY, f"没有取得令牌：企业微信返回 {answer.status}", retry_after_ms=answer.retry_after_ms)
    fate = by_code(found.errcode, found.errmsg, _TOKEN_BUSY, "企业微信", MINUTE_MS)
    return msgspec.structs.replace(fate, reason=f"没有取得令牌，{fate.reason}")


def _judged(found: _Sent, target: str, answer: Answer) -> Fate:
    if found.errcode in _EXPIRED:
        return Fate(Verdict.REFUSED, f"企业微信两次不认令牌：{found.errcode} {found.errmsg}")
    if found.errcode:
        return by_code(found.errcode, found.errmsg, _BUSY, "企业微信", answer.retry_after_ms or MINUTE_MS)
    unknown = {name.lower() for name in (found.invaliduser + "|" + found.unlicenseduser).split("|") if name}
    if target.lower() in unknown:
        return Fate(Verdict.REFUSED, "企业微信没有这个成员，或成员没有使用权限", found.msgid)
    return Fate(Verdict.ACCEPTED, "", found.msgid)
