"""The door for programs that read our alerts: an Atom feed per mode, and each alert's signed CAP file."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath, HeaderParameter

from services.alerts.cap import MIME_TYPE
from services.desk import feed as desk
from services.domain.clock import to_datetime
from services.hub.replies import gives
from services.hub.request import HubRequest, hub_of, origin_of, threaded

ATOM_TYPE = "application/atom+xml"

FeedKey = Annotated[str, HeaderParameter(name="X-Feed-Key")]
IfNoneMatch = Annotated[str, HeaderParameter(name="If-None-Match")]
IfModifiedSince = Annotated[str, HeaderParameter(name="If-Modified-Since")]


@get("/feed/{mode:str}/alerts", responses=gives(bytes, ATOM_TYPE))
@threaded
def feed(
    request: HubRequest,
    mode: FromPath[str],
    feed_key: FeedKey = "",
    if_none_match: IfNoneMatch = "",
    if_modified_since: IfModifiedSince = "",
) -> Response[bytes]:
    """List the alerts of one mode that are in force. Answers 304 to who has it already."""
    hub = hub_of(request)
    district, now = hub.district, hub.time.exact()
    scope, own = desk.reader_scope(hub.database, district, mode, feed_key, origin_of(request))
    found = hub.database.read(lambda conn: desk.feed(conn, district, own, now), scope=scope)
    changed = to_datetime(found.changed_at).replace(microsecond=0)
    headers = {
        "ETag": found.etag,
        "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True),
        "Cache-Control": "private, no-cache",
    }
    if _has_it(found.etag, changed, if_none_match, if_modified_since):
        return Response(b"", status_code=304, headers=headers)
    return Response(found.body, media_type=ATOM_TYPE, headers=headers)


@get("/feed/{mode:str}/alerts/{alert_id:str}", responses=gives(bytes, MIME_TYPE))
@threaded
def file(request: HubRequest, mode: FromPath[str], alert_id: FromPath[str], feed_key: FeedKey = "") -> Response[bytes]:
    """Return the signed CAP file of an alert of this mode; after its end, the message that took it back."""
    hub = hub_of(request)
    scope, own = desk.reader_scope(hub.database, hub.district, mode, feed_key, origin_of(request))
    data = hub.database.read(lambda conn: desk.file(conn, own, alert_id), scope=scope)
    return Response(data, media_type=MIME_TYPE)


@get("/feed/{mode:str}/certificate", responses=gives(bytes, "application/x-pem-file"))
@threaded
def certificate(request: HubRequest, mode: FromPath[str], feed_key: FeedKey = "") -> Response[bytes]:
    """Return the certificate (PEM) that vouches for the files. Compare its fingerprint by another way before use."""
    hub = hub_of(request)
    desk.reader_scope(hub.database, hub.district, mode, feed_key, origin_of(request))
    return Response(hub.district.signer.certificate.encode(), media_type="application/x-pem-file")


def _has_it(etag: str, changed: datetime, if_none_match: str, if_modified_since: str) -> bool:
    """Tell whether the asker's copy is the present one; the hash counts before the date (RFC 9110, 13.2.2)."""
    if if_none_match:
        known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
        return etag in known or "*" in known
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False
    return since.tzinfo is not None and changed <= since


ROUTES = (feed, file, certificate)
