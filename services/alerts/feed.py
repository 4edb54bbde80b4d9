"""The Atom feed (RFC 4287) of alerts in force: words for people, and a link to each signed CAP file for machines.

Links have no host, because the hub does not know by which name it is reached. The same alerts give the same bytes, so
that their hash serves as ETag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec
from lxml import etree

from services.alerts.cap import MIME_TYPE
from services.domain.clock import to_datetime
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.domain.clock import Instant

ATOM = "http://www.w3.org/2005/Atom"
MODE_ZH = {Mode.LIVE: "正式", Mode.EXERCISE: "演练", Mode.TEST: "测试"}


class FeedHead(msgspec.Struct, frozen=True, kw_only=True):
    """Whose feed it is, of which mode, when it last changed (ms), and how many alerts it leaves out at its end."""

    district_id: str
    name: str
    mode: Mode
    updated: Instant
    left_out: bool = False


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One alert: its CAP sender and identifier, its words, when it was first issued and last sent (ms), its path."""

    sender: str
    identifier: str
    title: str
    summary: str
    published: Instant
    updated: Instant
    path: str


def atom(head: FeedHead, entries: Iterable[FeedEntry]) -> bytes:
    """Return the feed as UTF-8 XML; every text is escaped by the writer."""
    mode = MODE_ZH[head.mode]
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", "zh-CN")
    _put(feed, "id", f"urn:x-huying:feed:{quote(head.district_id)}:{head.mode.value}")
    _put(feed, "title", f"{head.name}生效中的预警（{mode}）")
    if head.left_out:
        _put(feed, "subtitle", "生效中的预警过多，这里只列最新的")
    _put(feed, "updated", _time(head.updated))
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", type="application/atom+xml", href=path_of(head.mode))
    _put(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", head.name)
    for entry in entries:
        _entry(etree.SubElement(feed, f"{{{ATOM}}}entry"), entry, head.mode)
    made: bytes = etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def path_of(mode: Mode) -> str:
    """Return where a mode's feed is found at the hub."""
    return f"/feed/{mode.value}/alerts"


def _entry(element: etree._Element, entry: FeedEntry, mode: Mode) -> None:
    _put(element, "id", f"urn:x-huying:alert:{quote(entry.sender)}:{quote(entry.identifier)}")
    _put(element, "title", entry.title)
    _put(element, "published", _time(entry.published))
    _put(element, "updated", _time(entry.updated))
    etree.SubElement(element, f"{{{ATOM}}}category", term=mode.value, label=MODE_ZH[mode])
    etree.SubElement(element, f"{{{ATOM}}}link", rel="alternate", type=MIME_TYPE, href=entry.path)
    _put(element, "summary", entry.summary)


def _put(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{name}").text = text


def _time(at: Instant) -> str:
    return f"{to_datetime(at):%Y-%m-%dT%H:%M:%SZ}"
