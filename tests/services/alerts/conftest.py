"""What the alert tests share: the shipped book, the shipped schema, a draft that may go, contacts, stub gateways."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest

import resources
from services.alerts.audience import Contact
from services.alerts.book import AlertBook, load_book
from services.alerts.cap_compose import AreaUnit
from services.alerts.cap_parse import CapReader
from services.alerts.prepared import Names, Tools
from services.domain.alerts import AlertDraft, WarningLevel
from services.domain.modes import Mode

if TYPE_CHECKING:
    from services.domain.clock import Instant

NOW = 1_795_333_325_000  # 2026-11-22 15:42:05 +08:00
HOUR = 3_600_000
STREET = "d/440113007"


@pytest.fixture(scope="session")
def book() -> AlertBook:
    return load_book(resources.path("alerts"))


@pytest.fixture(scope="session")
def reader() -> CapReader:
    return CapReader(resources.path("cap/CAP-v1.2.xsd"))


@pytest.fixture(scope="session")
def tools(book: AlertBook, reader: CapReader) -> Tools:
    return Tools(book, reader, timezone(timedelta(hours=8)))


@pytest.fixture
def now() -> Instant:
    return NOW


@pytest.fixture
def draft() -> AlertDraft:
    return AlertDraft(
        mode=Mode.EXERCISE,
        kind="waterlogging",
        level=WarningLevel.YELLOW,
        start=NOW,
        expires=NOW + 2 * HOUR,
        area_text="广州市番禺区市桥街道下中路",
        units=(STREET,),
        polygons=(((113.36, 22.93), (113.38, 22.93), (113.38, 22.95)),),
        warning="下中路地下通道积水约41厘米。",
        measures="请市民及时绕行，切勿涉水通行；地下停车场业主请立即转移车辆。",
        issuer="番禺区城市运行指挥中心",
        channels=("wecom", "sms", "led", "cap"),
        case="c1",
    )


@pytest.fixture
def units() -> tuple[AreaUnit, ...]:
    return (AreaUnit(STREET, "440113007", "市桥街道"),)


@pytest.fixture
def names() -> Names:
    return Names(alert_id="a1", number="YL440113-20261122-0009", sender="440113.huying")


@pytest.fixture
def contacts() -> tuple[Contact, ...]:
    def one(number: int, unit: str, person: str, **channels: str) -> Contact:
        return Contact(id=f"p{number}", unit=unit, path=f"d/{unit}", slot="网格长", person=person, channels=channels)

    return (
        one(1, "440113007", "李明", wecom="liming", sms="138 0000 0001"),
        one(2, "440113007", "王芳", wecom="wangfang", sms="+86-13800000002"),
        one(3, "440113007", "赵强", sms="１３８００００００02"),  # shares 王芳's telephone, typed full-width
        one(4, "440113007", "街面大屏", led="LED-07"),
        one(5, "440113007", "上报接口", cap="city-platform"),
        one(6, "440113007", "陈静", sms="12345"),  # no mobile
        one(7, "440113007", "孙丽"),
        one(8, "440113008", "外街道的人", sms="13900000001"),
    )
