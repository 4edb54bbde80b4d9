"""吹哨报到: the hub's calls. Blocks: worker threads only. Raises HubUnreachable, HubRefused (console.transport)."""

from __future__ import annotations

from urllib.parse import quote

import msgspec
from urllib3.filepost import encode_multipart_formdata

from console.transport import Request, Transport, decode
from console.upload import Body, Progress
from services.api.whistles import NewWhistle, WhistleAct, WhistleCatalogue, WhistleDetail, WhistleDone, WhistleList

_UPLOAD_TIMEOUT_S = 60.0


class WhistleCalls:
    """What a console asks of whistles, over its client's transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def listed(self) -> WhistleList:
        """Ask for the whistles of one's view, live ones first, with the figures."""
        return decode(self._transport.send(Request("GET", "/whistles")), WhistleList)

    def one(self, whistle_id: str) -> WhistleDetail:
        """Ask for a whistle with its record and files."""
        return decode(self._transport.send(Request("GET", _path(whistle_id))), WhistleDetail)

    def catalogue(self) -> WhistleCatalogue:
        """Ask what a form offers."""
        return decode(self._transport.send(Request("GET", "/whistles/catalogue")), WhistleCatalogue)

    def blow(self, new: NewWhistle) -> WhistleDone:
        """Draw up a whistle."""
        return self._sent("POST", "/whistles", new)

    def redraw(self, whistle_id: str, new: NewWhistle) -> WhistleDone:
        """Replace the content of a draft."""
        return self._sent("PUT", _path(whistle_id), new)

    def act(self, whistle_id: str, act: WhistleAct) -> WhistleDone:
        """Do something with a whistle."""
        return self._sent("POST", f"{_path(whistle_id)}/actions", act)

    def add_photo(self, whistle_id: str, command_id: str, unit_id: str, name: str, data: bytes) -> WhistleDone:
        """Add a photograph of a unit that has reported in."""
        form, media_type = encode_multipart_formdata(
            {"command_id": command_id, "unit_id": unit_id, "file": (name, data, "application/octet-stream")}
        )
        body = Body(form, Progress())
        request = Request(
            "POST", f"{_path(whistle_id)}/photos", body=body, media_type=media_type, read_timeout_s=_UPLOAD_TIMEOUT_S
        )
        return decode(self._transport.send(request), WhistleDone)

    def photo(self, file_id: str) -> bytes:
        """Fetch a photograph."""
        request = Request("GET", f"/whistle-photos/{quote(file_id, safe='')}", read_timeout_s=_UPLOAD_TIMEOUT_S)
        return self._transport.send(request).body

    def _sent(self, method: str, path: str, body: msgspec.Struct) -> WhistleDone:
        return decode(self._transport.send(Request(method, path, body=msgspec.json.encode(body))), WhistleDone)


def _path(whistle_id: str) -> str:
    return f"/whistles/{quote(whistle_id, safe='')}"
