"""Reading CAP: hardened XML, the schema's verdict, older versions recognised, and a message as values where it can be.

Nothing from outside is executed, fetched or expanded: no DOCTYPE, no entities, no network, a size cap.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from lxml import etree

from services.alerts.cap import (
    NAMESPACE,
    CapAlert,
    CapArea,
    CapInfo,
    CapResource,
    CapTime,
    Circle,
    Named,
    Node,
)
from services.alerts.cap_rules import Finding, Severity
from services.domain.clock import from_datetime

if TYPE_CHECKING:
    from pathlib import Path

    from services.domain.alerts import LonLat, Ring

MAX_BYTES = 2 * 1024 * 1024
_VERSIONS = {
    NAMESPACE: "1.2",
    "urn:oasis:names:tc:emergency:cap:1.1": "1.1",
    "http://www.incident.com/cap/1.0": "1.0",
}
_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_XSD_ERRORS = 20
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")


class CapRefused(ValueError):
    """The bytes are no CAP message that may be looked at: code and one Chinese sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Readable(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a message of any version, as written, for showing it when it cannot be taken in as values.

    Of several languages the Chinese words are taken, else the first. `references` are the tokens as written.
    """

    identifier: str
    sender: str
    sent: str
    status: str
    msg_type: str
    event: str
    headline: str
    description: str
    instruction: str
    area: str
    sender_name: str = ""
    severity: str = ""
    expires: str = ""
    references: tuple[str, ...] = ()


class ParsedCap(msgspec.Struct, frozen=True, kw_only=True):
    """What was read. `valid` is the schema's verdict for version 1.2 and None for older ones, which are text only.

    `alert` is there only when valid. `signed` says that a signature element stands in it; nothing checked it here.
    """

    version: str
    valid: bool | None
    alert: CapAlert | None
    readable: Readable
    findings: tuple[Finding, ...]
    signed: bool


class CapReader:
    """Reads CAP messages with a schema compiled once. One object may serve several threads."""

    def __init__(self, schema: Path, max_bytes: int = MAX_BYTES) -> None:
        """Compile the schema file. Raises OSError or lxml's XMLSchemaParseError when it cannot be used."""
        self._schema = etree.XMLSchema(etree.parse(str(schema), hardened()))
        self._lock = Lock()
        self._max_bytes = max_bytes

    def parse(self, data: bytes) -> ParsedCap:
        """Read one message. Raises CapRefused for what is too large, no XML, with a DOCTYPE, or no CAP alert."""
        root = self._root(data)
        version = _VERSIONS.get(etree.QName(root).namespace or "")
        if version is None or etree.QName(root).localname != "alert":
            raise CapRefused("not_cap", "不是 CAP 消息：根元素不是 1.0、1.1 或 1.2 版的 alert")
        signed = root.find(_SIGNATURE) is not None
        readable = _readable(root)
        if version != "1.2":
            note = Finding(
                "old_version", Severity.WARNING, f"这是 CAP {version} 消息，只按文字转达，不作为 1.2 版处理", "alert"
            )
            return ParsedCap(
                version=version, valid=None, alert=None, readable=readable, findings=(note,), signed=signed
            )
        findings = self._verdict(root)
        alert: CapAlert | None = None
        valid = not findings
        if valid:
            reading = _Reading()
            alert = reading.alert(root)
            findings = tuple(reading.findings)
        return ParsedCap(version=version, valid=valid, alert=alert, readable=readable, findings=findings, signed=signed)

    def _root(self, data: bytes) -> Node:
        if len(data) > self._max_bytes:
            raise CapRefused("too_large", f"CAP 文件 {len(data):,} 字节，超过上限 {self._max_bytes:,} 字节")
        try:
            root = etree.fromstring(data, hardened())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise CapRefused("not_xml", f"不是可读的 XML：{_place(error)}") from error
        if root is None:
            raise CapRefused("not_xml", "不是可读的 XML：内容为空")
        if root.getroottree().docinfo.internalDTD is not None:
            raise CapRefused("doctype", "CAP 文件含有 DOCTYPE 声明，出于安全不予读取")
        return root

    def _verdict(self, root: Node) -> tuple[Finding, ...]:
        with self._lock:
            if self._schema.validate(root):
                return ()
            entries = list(self._schema.error_log)[:_XSD_ERRORS]
        return tuple(
            Finding("schema", Severity.ERROR, f"第 {entry.line} 行不符合 CAP 1.2：{_plain(entry.message)}", "alert")
            for entry in entries
        )


def hardened(*, keep: bool = False) -> Node:
    """Return a parser that fetches and expands nothing; comments and instructions stay only where a hash needs them."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=not keep,
        remove_pis=not keep,
    )


def _place(error: Exception) -> str:
    line = getattr(error, "lineno", None)
    return f"第 {line} 行出错" if line else "编码或格式有误"


def _plain(message: str) -> str:
    return message.replace(f"{{{NAMESPACE}}}", "")


def _text(element: Node) -> str:
    return (element.text or "").strip() if element is not None else ""


def _readable(root: Node) -> Readable:
    space = f"{{{etree.QName(root).namespace}}}"
    infos = root.findall(space + "info")
    chinese = (info for info in infos if _text(info.find(space + "language")).lower().startswith("zh"))
    info = next(chinese, infos[0] if infos else None)

    def of(parent: Node, name: str) -> str:
        return _text(parent.find(space + name)) if parent is not None else ""

    areas = info.findall(f"{space}area/{space}areaDesc") if info is not None else ()
    return Readable(
        identifier=of(root, "identifier"),
        sender=of(root, "sender"),
        sent=of(root, "sent"),
        status=of(root, "status"),
        msg_type=of(root, "msgType"),
        event=of(info, "event"),
        headline=of(info, "headline"),
        description=of(info, "description"),
        instruction=of(info, "instruction"),
        area="；".join(filter(None, map(_text, areas))),
        sender_name=of(info, "senderName"),
        severity=of(info, "severity"),
        expires=of(info, "expires"),
        references=tuple(of(root, "references").split()),
    )


class _Reading:
    """Turns a schema-valid tree into values and collects what could not be kept."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def alert(self, root: Node) -> CapAlert | None:
        """Return the message, or None when its `sent` cannot be placed in time."""
        infos = tuple(self._info(element) for element in _all(root, "info"))
        sent = self._time(root, "sent")
        if sent is None:
            return None
        return CapAlert(
            identifier=_need(root, "identifier"),
            sender=_need(root, "sender"),
            sent=sent,
            status=_need(root, "status"),
            msg_type=_need(root, "msgType"),
            source=_opt(root, "source"),
            scope=_need(root, "scope"),
            restriction=_opt(root, "restriction"),
            addresses=_opt(root, "addresses"),
            codes=_texts(root, "code"),
            note=_opt(root, "note"),
            references=tuple(_need(root, "references").split()),
            incidents=_opt(root, "incidents"),
            infos=infos,
        )

    def _info(self, element: Node) -> CapInfo:
        return CapInfo(
            language=_opt(element, "language"),
            categories=_texts(element, "category"),
            event=_need(element, "event"),
            response_types=_texts(element, "responseType"),
            urgency=_need(element, "urgency"),
            severity=_need(element, "severity"),
            certainty=_need(element, "certainty"),
            audience=_opt(element, "audience"),
            event_codes=_pairs(element, "eventCode"),
            effective=self._time(element, "effective"),
            onset=self._time(element, "onset"),
            expires=self._time(element, "expires"),
            sender_name=_opt(element, "senderName"),
            headline=_opt(element, "headline"),
            description=_opt(element, "description"),
            instruction=_opt(element, "instruction"),
            web=_opt(element, "web"),
            contact=_opt(element, "contact"),
            parameters=_pairs(element, "parameter"),
            resources=tuple(_resource(child) for child in _all(element, "resource")),
            areas=tuple(self._area(child) for child in _all(element, "area")),
        )

    def _area(self, element: Node) -> CapArea:
        name = _need(element, "areaDesc")
        rings = (self._ring(text, name) for text in _texts(element, "polygon"))
        circles = (self._circle(text, name) for text in _texts(element, "circle"))
        return CapArea(
            description=name,
            polygons=tuple(ring for ring in rings if ring is not None),
            circles=tuple(circle for circle in circles if circle is not None),
            geocodes=_pairs(element, "geocode"),
            altitude=_opt(element, "altitude"),
            ceiling=_opt(element, "ceiling"),
        )

    def _ring(self, text: str, name: str) -> Ring | None:
        points = [_point(token) for token in text.split()]
        kept = tuple(point for point in points if point is not None)
        if points and len(kept) == len(points):
            return kept
        self._lost("polygon_unreadable", f"区域“{name}”的多边形无法读取，应为“纬度,经度 纬度,经度 …”", "polygon")
        return None

    def _circle(self, text: str, name: str) -> Circle | None:
        tokens = text.split()
        centre = _point(tokens[0]) if len(tokens) == 2 else None
        radius = _float(tokens[1]) if len(tokens) == 2 else None
        if centre is None or radius is None:
            self._lost("circle_unreadable", f"区域“{name}”的圆无法读取，应为“纬度,经度 半径公里”", "circle")
            return None
        return Circle(centre, radius)

    def _time(self, element: Node, name: str) -> CapTime | None:
        text = _opt(element, name)
        if text is None:
            return None
        time = cap_time(text)
        if time is None:
            self._lost("time_unreadable", f"时间 {name}“{text}”无法读取，须带时区，如 2026-11-22T15:42:00+08:00", name)
        return time

    def _lost(self, code: str, sentence: str, place: str) -> None:
        self.findings.append(Finding(code, Severity.ERROR, sentence, place))


def cap_time(text: str) -> CapTime | None:
    """Return a time as CAP writes it (whole seconds, zone in hours and minutes), or None for anything else."""
    try:
        moment = datetime.fromisoformat(text if _ZONED.fullmatch(text) else "")
        offset = moment.utcoffset()
        minutes = round(offset.total_seconds() / 60) if offset else 0
        return CapTime(from_datetime(moment), minutes, plus_zero=not minutes and text.endswith("+00:00"))
    except (ValueError, OverflowError):
        return None


def _resource(element: Node) -> CapResource:
    return CapResource(
        description=_need(element, "resourceDesc"),
        mime_type=_need(element, "mimeType"),
        size=_opt(element, "size"),
        uri=_opt(element, "uri"),
        embedded=_opt(element, "derefUri"),
        digest=_opt(element, "digest"),
    )


def _all(element: Node, name: str) -> list[Node]:
    return list(element.findall(f"{{{NAMESPACE}}}{name}"))


def _need(element: Node, name: str) -> str:
    return _text(element.find(f"{{{NAMESPACE}}}{name}"))


def _opt(element: Node, name: str) -> str | None:
    return _need(element, name) or None


def _texts(element: Node, name: str) -> tuple[str, ...]:
    return tuple(_text(child) for child in _all(element, name))


def _pairs(element: Node, name: str) -> tuple[Named, ...]:
    return tuple(Named(_need(child, "valueName"), _need(child, "value")) for child in _all(element, name))


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _point(token: str) -> LonLat | None:
    """Return lon, lat from a token "lat,lon", or None."""
    pieces = token.split(",")
    if len(pieces) != 2:
        return None
    lat, lon = _float(pieces[0]), _float(pieces[1])
    return None if lat is None or lon is None else (lon, lat)
