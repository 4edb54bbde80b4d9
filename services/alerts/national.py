"""A CAP 1.2 message in the national profile (GB/T 35965.1-2018), as far as its fields are established. UNVERIFIED.

The standard's own text was not at hand: names, values and the file's name are those that public software of the release
system shows. What could not be established is left out and named in the file: the form of `code` (means of release, a
required field) and of `resource`, and any namespace. Nobody may send such a file before somebody with the standard has
checked it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
from lxml import etree

from services.alerts.cap import close, number
from services.alerts.cap_parse import cap_time
from services.domain.clock import to_datetime
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from services.alerts.cap import CapAlert, CapArea, CapInfo, CapTime
    from services.domain.clock import Instant

UNVERIFIED = "未经标准原文核对（GB/T 35965.1-2018），不得发送；未含 code（发布手段）和 resource，其格式未能确认"
LEVELS = {"红色": "Red", "橙色": "Orange", "黄色": "Yellow", "蓝色": "Blue"}
_BEIJING = ZoneInfo("Asia/Shanghai")
_CODE = re.compile(r"\d{14}")
_EVENT = re.compile(r"1[1-4][A-Z]\d\d")
_TYPES = ("Alert", "Update", "Cancel")
_STATUSES = ("Actual", "Exercise", "Test", "Draft")
_CERTAINTY = {"Observed": "Observed", "Likely": "Likely", "Unlikely": "Unlikely"}
_FIELD = "国标格式"


class NationalFile(msgspec.Struct, frozen=True, kw_only=True):
    """A rendered file: its name, its XML in UTF-8."""

    name: str
    data: bytes


def national(alert: CapAlert, sender_code: str) -> NationalFile:
    """Return a message in the national profile; times are Beijing's. `sender_code`: 6+3+3+2 digits, the issuer's.

    Raises Refusal field_bad for what the profile has no established word for: another scope than Public, another type
    of message, no single content, no national event type, no time of effect, no division code.
    """
    if not _CODE.fullmatch(sender_code):
        raise _refused("发布单位编码应为 14 位数字")
    info = _content(alert)
    event = next((pair.value for pair in info.event_codes if _EVENT.fullmatch(pair.value)), "")
    if not event:
        raise _refused("没有国家事件类型编码（如 11B03）")
    colours = [LEVELS[pair.value] for pair in info.parameters if pair.value in LEVELS]
    level = colours[0] if colours else "Unknown"
    root = etree.Element("alert")
    root.append(etree.Comment(f" {UNVERIFIED} "))
    _head(root, alert, info, sender_code)
    _info(etree.SubElement(root, "info"), alert, info, event, level)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    identifier = _identifier(sender_code, alert.sent.at)
    return NationalFile(name=f"{identifier}_{event}_{level.upper()}_{alert.msg_type.upper()}.XML", data=data)


def _content(alert: CapAlert) -> CapInfo:
    if alert.scope != "Public":
        raise _refused(f"范围只确认有 Public（公开），这一份是 {alert.scope}")
    if alert.msg_type not in _TYPES or alert.status not in _STATUSES:
        raise _refused(f"没有与 {alert.msg_type}、{alert.status} 对应的写法")
    if len(alert.infos) != 1:
        raise _refused("应恰有一段内容（info）")
    info = alert.infos[0]
    if not any(area.geocodes for area in info.areas):
        raise _refused("区域没有区划代码（geocode）")
    if not info.description or not info.headline or not info.sender_name:
        raise _refused("缺少标题、正文或发布单位")
    return info


def _head(root: etree._Element, alert: CapAlert, info: CapInfo, sender_code: str) -> None:
    _put(root, "identifier", _identifier(sender_code, alert.sent.at))
    _put(root, "sender", info.sender_name)
    _put(root, "senderCode", sender_code)
    _put(root, "sendTime", _time(alert.sent))
    _put(root, "status", alert.status)
    _put(root, "msgType", alert.msg_type)
    _put(root, "scope", alert.scope)
    _put(root, "note", alert.note)
    first = cap_time(alert.references[0].split(",")[-1]) if alert.references else None
    if first is not None:
        _put(root, "references", _identifier(sender_code, first.at))


def _info(element: etree._Element, alert: CapAlert, info: CapInfo, event: str, level: str) -> None:
    _put(element, "language", info.language or "zh-CN")
    _put(element, "eventType", event)
    _put(element, "urgency", info.urgency)
    _put(element, "severity", level)
    _put(element, "certainty", _CERTAINTY.get(info.certainty, "Unknown"))
    _put(element, "effective", _time(info.effective or alert.sent))
    for name, time in (("onset", info.onset), ("expires", info.expires)):
        _put(element, name, _time(time) if time is not None else None)
    _put(element, "senderName", info.sender_name)
    _put(element, "headline", info.headline)
    _put(element, "description", info.description)
    _put(element, "instruction", info.instruction)
    _put(element, "web", info.web)
    for area in info.areas:
        _area(etree.SubElement(element, "area"), area)


def _area(element: etree._Element, area: CapArea) -> None:
    _put(element, "areaDesc", area.description)
    for geocode in area.geocodes:
        _put(element, "geocode", geocode.value)
    for ring in area.polygons:
        _put(element, "polygon", " ".join(f"{number(lat)},{number(lon)}" for lon, lat in close(ring)))
    for circle in area.circles:
        lon, lat = circle.centre
        _put(element, "circle", f"{number(lat)},{number(lon)} {number(circle.radius_km)}")


def _identifier(sender_code: str, sent: Instant) -> str:
    return f"{sender_code}_{to_datetime(sent, _BEIJING):%Y%m%d%H%M%S}"


def _time(time: CapTime) -> str:
    return f"{to_datetime(time.at, _BEIJING):%Y-%m-%d %H:%M:%S}+08:00"


def _put(parent: etree._Element, name: str, text: str | None) -> None:
    if text:
        etree.SubElement(parent, name).text = text


def _refused(sentence: str) -> Refusal:
    return Refusal("field_bad", field=_FIELD, value=sentence, remedy="请改正后再导出")
