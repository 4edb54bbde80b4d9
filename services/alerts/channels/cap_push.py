"""CAP pushed over HTTP to an upper platform: the XML as the body, what its answer refuses is a refusal.

No standard says how a platform answers a push. 200, 201, 202 and 204 count as taken unless the body is a CAP message of
msgType Error or JSON with an error code (our rule); our key goes along so that a repeat can be recognised.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.alerts.cap import MIME_TYPE
from services.alerts.channels.each import EachByHttp, Fate, by_status, too_long
from services.alerts.channels.line import Call
from services.alerts.channels.webhook import UNVERIFIED, said
from services.alerts.outbox import Verdict
from services.domain.channels_text import utf8_length

if TYPE_CHECKING:
    from services.alerts.channels.base import Outgoing

_ERROR = re.compile(rb"<(?:\w+:)?msgType>\s*Error\s*</")
_ACK = re.compile(rb"<(?:\w+:)?msgType>\s*Ack\s*</")


class CapPush(EachByHttp):
    """Posts each CAP message."""

    peer = "上级平台"

    def _deliver(self, message: Outgoing) -> Fate:
        used = utf8_length(message.text)
        if self._account.limit and used > self._account.limit:
            return too_long(used, self._account.limit, "字节")
        headers = {
            "Content-Type": f"{MIME_TYPE}; charset=utf-8",
            "Authorization": f"Bearer {self._secrets.get('token')}",
            "Idempotency-Key": message.idem,
        }
        answer = self._line.call(Call("POST", "", message.text.encode(), headers))
        if _ERROR.search(answer.body) and answer.status < 500:
            return Fate(Verdict.REFUSED, "上级平台以 CAP Error 拒绝")
        if by := by_status(answer, self.peer):
            return by
        if _ACK.search(answer.body):
            return Fate(Verdict.ACCEPTED)
        if answer.body.lstrip().startswith(b"{"):
            return said(answer, self.peer, strict=False)
        return Fate(Verdict.ACCEPTED, UNVERIFIED)
