"""CAP 1.2 (OASIS Common Alerting Protocol, 2010): the message as frozen values, and its XML.

Inside the program positions are lon, lat (WGS84 degrees); the XML says lat,lon and is written and read only here and in
`cap_parse`. Times carry their offset, because a reference to a message must repeat its `sent` letter by letter.
"""

from __future__ import annotations

from datetime import timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec
from lxml import etree

from services.domain.alerts import LonLat, Ring
from services.domain.clock import Instant, to_datetime

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MIME_TYPE = "application/cap+xml"

Node: TypeAlias = Any
"""An lxml element or parser; lxml ships no types."""


class CapTime(msgspec.Struct, frozen=True):
    """An instant (ms, UTC; whole seconds in CAP) with the zone it is written in, in minutes east of Greenwich.

    `plus_zero`: UTC was written +00:00. A reference repeats `sent` letter by letter, so that it has to be kept.
    """

    at: Instant
    offset: int = 480
    plus_zero: bool = False

    def text(self) -> str:
        """Return the form CAP asks for: seconds, and ±hh:mm always; our own UTC is -00:00 (CAP 1.2, 3.3.2)."""
        moment = to_datetime(self.at, timezone(timedelta(minutes=self.offset)))
        sign = "+" if self.offset > 0 or self.plus_zero else "-"
        hours, minutes = divmod(abs(self.offset), 60)
        return f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{hours:02d}:{minutes:02d}"


class Named(msgspec.Struct, frozen=True):
    """A valueName and its value: event codes, parameters, geocodes."""

    name: str
    value: str


class Circle(msgspec.Struct, frozen=True):
    """A circle: centre lon, lat (WGS84 degrees) and radius in kilometres."""

    centre: LonLat
    radius_km: float


class CapArea(msgspec.Struct, frozen=True, kw_only=True):
    """Where an info applies. Polygons are closed rings of lon, lat; altitude and ceiling are feet, as CAP has them."""

    description: str
    polygons: tuple[Ring, ...] = ()
    circles: tuple[Circle, ...] = ()
    geocodes: tuple[Named, ...] = ()
    altitude: str | None = None
    ceiling: str | None = None


class CapResource(msgspec.Struct, frozen=True, kw_only=True):
    """A file that comes with an info; its size is in bytes. It is named, never fetched by the parser."""

    description: str
    mime_type: str
    size: str | None = None
    uri: str | None = None
    embedded: str | None = None
    digest: str | None = None


class CapInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What an alert says, in one language."""

    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    language: str | None = None
    response_types: tuple[str, ...] = ()
    audience: str | None = None
    event_codes: tuple[Named, ...] = ()
    effective: CapTime | None = None
    onset: CapTime | None = None
    expires: CapTime | None = None
    sender_name: str | None = None
    headline: str | None = None
    description: str | None = None
    instruction: str | None = None
    web: str | None = None
    contact: str | None = None
    parameters: tuple[Named, ...] = ()
    resources: tuple[CapResource, ...] = ()
    areas: tuple[CapArea, ...] = ()


class CapAlert(msgspec.Struct, frozen=True, kw_only=True):
    """A CAP 1.2 message. `references` are the tokens "sender,identifier,sent" of the messages it changes."""

    identifier: str
    sender: str
    sent: CapTime
    status: str
    msg_type: str
    scope: str
    source: str | None = None
    restriction: str | None = None
    addresses: str | None = None
    codes: tuple[str, ...] = ()
    note: str | None = None
    references: tuple[str, ...] = ()
    incidents: str | None = None
    infos: tuple[CapInfo, ...] = ()

    def reference(self) -> str:
        """Return the token with which another message refers to this one."""
        return f"{self.sender},{self.identifier},{self.sent.text()}"


def number(value: float) -> str:
    """Return a number in plain digits (never 1e-05), as short as it can be while meaning the same float."""
    return format(Decimal(repr(value)), "f")


def close(ring: Ring) -> Ring:
    """Return a ring with its first point repeated at the end, as CAP asks."""
    return ring if ring and ring[0] == ring[-1] else (*ring, *ring[:1])


def build(alert: CapAlert) -> bytes:
    """Return the message as UTF-8 XML in the order of the schema; rings are closed, points become lat,lon.

    Raises ValueError for text that XML cannot carry (control characters). Whether the message makes sense is the
    business of the schema and of `cap_rules`, which a caller asks before using it.
    """
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    _put(root, "identifier", alert.identifier)
    _put(root, "sender", alert.sender)
    _put(root, "sent", alert.sent.text())
    _put(root, "status", alert.status)
    _put(root, "msgType", alert.msg_type)
    _maybe(root, "source", alert.source)
    _put(root, "scope", alert.scope)
    _maybe(root, "restriction", alert.restriction)
    _maybe(root, "addresses", alert.addresses)
    _each(root, "code", alert.codes)
    _maybe(root, "note", alert.note)
    _maybe(root, "references", " ".join(alert.references) or None)
    _maybe(root, "incidents", alert.incidents)
    for info in alert.infos:
        _info(etree.SubElement(root, _tag("info")), info)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _put(parent: Node, name: str, text: str) -> None:
    etree.SubElement(parent, _tag(name)).text = text


def _maybe(parent: Node, name: str, text: str | None) -> None:
    if text is not None:
        _put(parent, name, text)


def _time(parent: Node, name: str, time: CapTime | None) -> None:
    if time is not None:
        _put(parent, name, time.text())


def _each(parent: Node, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _put(parent, name, text)


def _named(parent: Node, name: str, pairs: Iterable[Named]) -> None:
    for pair in pairs:
        element = etree.SubElement(parent, _tag(name))
        _put(element, "valueName", pair.name)
        _put(element, "value", pair.value)


def _info(element: Node, info: CapInfo) -> None:
    _maybe(element, "language", info.language)
    _each(element, "category", info.categories)
    _put(element, "event", info.event)
    _each(element, "responseType", info.response_types)
    _put(element, "urgency", info.urgency)
    _put(element, "severity", info.severity)
    _put(element, "certainty", info.certainty)
    _maybe(element, "audience", info.audience)
    _named(element, "eventCode", info.event_codes)
    _time(element, "effective", info.effective)
    _time(element, "onset", info.onset)
    _time(element, "expires", info.expires)
    _maybe(element, "senderName", info.sender_name)
    _maybe(element, "headline", info.headline)
    _maybe(element, "description", info.description)
    _maybe(element, "instruction", info.instruction)
    _maybe(element, "web", info.web)
    _maybe(element, "contact", info.contact)
    _named(element, "parameter", info.parameters)
    for resource in info.resources:
        _resource(etree.SubElement(element, _tag("resource")), resource)
    for area in info.areas:
        _area(etree.SubElement(element, _tag("area")), area)


def _resource(element: Node, resource: CapResource) -> None:
    _put(element, "resourceDesc", resource.description)
    _put(element, "mimeType", resource.mime_type)
    _maybe(element, "size", resource.size)
    _maybe(element, "uri", resource.uri)
    _maybe(element, "derefUri", resource.embedded)
    _maybe(element, "digest", resource.digest)


def _area(element: Node, area: CapArea) -> None:
    _put(element, "areaDesc", area.description)
    for ring in area.polygons:
        _put(element, "polygon", " ".join(f"{number(lat)},{number(lon)}" for lon, lat in close(ring)))
    for circle in area.circles:
        lon, lat = circle.centre
        _put(element, "circle", f"{number(lat)},{number(lon)} {number(circle.radius_km)}")
    _named(element, "geocode", area.geocodes)
    _maybe(element, "altitude", area.altitude)
    _maybe(element, "ceiling", area.ceiling)
