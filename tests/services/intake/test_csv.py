from __future__ import annotations

import csv
import gzip
from typing import TYPE_CHECKING

import pytest

from services.desk.sources import register_source
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.intake.csv_import import Job, Progress, import_csv, records, safe_cell
from services.intake.csv_mapping import CsvMapping, read_mapping
from services.store import cases as case_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fixtures.desks import Office

MAPPING = """
name = "试"
source = "12345"
zone = "Asia/Shanghai"
times = ["%Y-%m-%d %H:%M"]
unmapped_category = "refuse"
[columns]
number = "号"
title = "题"
reported_at = "时间"
text = ["文", "题"]
lon = "经度"
lat = "纬度"
category = "类别"
priority = "急"
status = "状态"
closed_at = "办结"
[status]
"在办" = "open"
"办结" = "closed"
[categories]
"占道" = "Y0501"
[priorities]
"特" = "特急"
"""
HEADER = "号,题,时间,文,经度,纬度,类别,急,状态,办结\n"
GOOD = "1,积水,2025-11-20 08:00,水深,113.361423,22.950619,占道,,在办,\n"


def mapping(text: str = MAPPING) -> CsvMapping:
    return read_mapping(text.encode())


def load(office: Office, tmp_path: Path, data: bytes | str, **options: object) -> tuple[Progress, list[dict[str, str]]]:
    path, rejects = tmp_path / "in.csv", tmp_path / "rejects.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    job = Job(mapping(), path, rejects, office.scope("", Role.SUPERVISOR))
    ended = import_csv(office.database, office.district, job, **options)  # type: ignore[arg-type]
    with rejects.open(encoding="utf-8-sig", newline="") as lines:
        return ended, list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ("2,,2025-11-20 08:00,,,,,,在办,", "title", "缺少"),
        (",题,2025-11-20 08:00,,,,,,在办,", "number", "缺少"),
        ("2,题,昨天,,,,,,在办,", "时间", "昨天"),
        ("2,题,2099-11-20 08:00,,,,,,在办,", "reported_at", "2099"),
        ("2,题,2025-11-20 08:00,,22.950619,113.361423,,,在办,", "lon", "写反"),
        ("2,题,2025-11-20 08:00,,nan,22.9,,,在办,", "lon", "坐标不可用"),
        ("2,题,2025-11-20 08:00,,东经,22.9,,,在办,", "经度", "东经"),
        ("2,题,2025-11-20 08:00,,121.5,31.2,,,在办,", "lon", "不在本区"),
        ("2,题,2025-11-20 08:00,,,,没有,,在办,", "类别", "没有"),
        ("2,题,2025-11-20 08:00,,,,,很急,在办,", "急", "很急"),
        ("2,题,2025-11-20 08:00,,,,,,飞了,", "状态", "飞了"),
        ("2,题,2025-11-20 08:00,,,", "", "6 列"),
    ],
)
def test_a_bad_row_is_listed_with_its_reason_and_the_good_are_kept(
    office: Office, tmp_path: Path, row: str, field: str, words: str
) -> None:
    ended, rejects = load(office, tmp_path, HEADER + GOOD + row + "\n" + GOOD.replace("1,", "3,", 1))
    assert (ended.accepted, ended.refused) == (2, 1)
    assert rejects[0]["行"] == "3"
    assert rejects[0]["字段"] == field
    assert words in rejects[0]["原因"]


def test_broken_bytes_spoil_their_own_line_only_and_are_named(office: Office, tmp_path: Path) -> None:
    bad = "2,坏".encode("gb18030") + b"\xff," + GOOD[4:].encode()
    ended, rejects = load(office, tmp_path, (HEADER + GOOD).encode() + bad + GOOD.replace("1,", "3,", 1).encode())
    assert (ended.accepted, ended.refused) == (2, 1)
    assert rejects[0]["原因"].startswith("第 3 行第 3 字节不是 utf-8 编码")


def test_tags_formulas_and_line_breaks_stay_plain_text(office: Office, tmp_path: Path) -> None:
    row = '9,"=HYPERLINK(""http://x"",""y"")",2025-11-20 08:00,"<b>粗</b>\n第二行",,,,,在办,\n'
    ended, _ = load(office, tmp_path, HEADER + row)
    assert ended.accepted == 1
    case = office.database.read(lambda conn: case_store.by_source(conn, "12345", "9"))
    assert case is not None
    assert case.title == '=HYPERLINK("http://x","y")'
    assert case.text.startswith("<b>粗</b>\n第二行")


def test_a_reject_never_becomes_a_formula(office: Office, tmp_path: Path) -> None:
    load(office, tmp_path, HEADER + '2,"=1+1",不是时间,,,,,,在办,\n')
    assert "'=1+1" in (tmp_path / "rejects.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [("=1", "'=1"), ("@x", "'@x"), ("  +x", "'  +x"), ("-118.24", "-118.24"), ("+86 1", "'+86 1"), ("文", "文")],
)
def test_safe_cells(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe


def test_a_compressed_file_with_a_byte_order_mark_twice(office: Office, tmp_path: Path) -> None:
    data = gzip.compress(b"\xef\xbb\xbf" + (HEADER + GOOD).encode())
    assert load(office, tmp_path, data)[0].accepted == 1
    again = load(office, tmp_path, data)[0]
    assert (again.accepted, again.repeated) == (0, 1)


def test_a_cancelled_import_keeps_what_was_committed(office: Office, tmp_path: Path) -> None:
    rows = "".join(GOOD.replace("1,", f"{n},", 1) for n in range(1, 1201))
    seen: list[Progress] = []
    ended, _ = load(office, tmp_path, HEADER + rows, progress=seen.append, cancelled=lambda: len(seen) >= 1)
    assert ended.cancelled
    assert not ended.finished
    assert ended.accepted == 500
    rest, _ = load(office, tmp_path, HEADER + rows)
    assert (rest.repeated, rest.accepted) == (500, 700)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "没有内容"),
        ("a,b\n1,2\n", "缺少列 号"),
        (b"\xff\xfe,b\n", "不是 utf-8"),
    ],
)
def test_a_file_without_a_usable_header_is_refused_as_a_whole(
    office: Office, tmp_path: Path, data: bytes | str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        load(office, tmp_path, data)


def test_the_right_and_the_source_are_asked_for(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(HEADER, "utf-8")
    job = Job(mapping(), path, tmp_path / "r.csv", office.operator)
    with pytest.raises(Refusal, match="no_right"):
        import_csv(office.database, office.district, job)
    unknown = mapping(MAPPING.replace('source = "12345"', 'source = "nobody"'))
    with pytest.raises(Refusal, match="unknown_source"):
        import_csv(
            office.database, office.district, Job(unknown, path, tmp_path / "r.csv", office.scope("", Role.SUPERVISOR))
        )
    admin = office.scope("", Role.SYSTEM_ADMIN)
    with pytest.raises(Refusal, match="field_bad"):
        office.database.write(lambda tx: register_source(tx, office.district, admin, "不行", "x"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('zone = "Asia/Shanghai"\n', ""), "时区"),
        (('zone = "Asia/Shanghai"', 'zone = "Mars/Base"'), "没有时区"),
        (('times = ["%Y-%m-%d %H:%M"]', "times = []"), "时间格式"),
        (('name = "试"', 'name = "试"\nencoding = "klingon"'), "没有编码"),
        (('number = "号"', 'numbr = "号"'), "numbr"),
        (('name = "试"', "name = ["), "TOML"),
    ],
)
def test_a_bad_mapping_says_where_and_what(change: tuple[str, str], words: str) -> None:
    with pytest.raises(Refusal) as caught:
        mapping(MAPPING.replace(*change))
    assert words in caught.value.problem.remedy


def test_local_times_get_their_zone_and_an_hour_that_never_was_is_refused() -> None:
    american = mapping(MAPPING.replace("Asia/Shanghai", "America/New_York"))
    row = dict.fromkeys(HEADER.strip().split(","), "")
    assert american.case(row | {"时间": "2015-07-01 12:00"}).reported_at == "2015-07-01T12:00:00-04:00"
    assert american.case(row | {"时间": "2015-11-01 01:30"}).reported_at == "2015-11-01T01:30:00-04:00"
    with pytest.raises(Refusal) as caught:
        american.case(row | {"时间": "2015-03-08 02:30"})
    assert "跳过了这一小时" in caught.value.problem.remedy


def test_an_open_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n" + '1,"open\n' + "2,x\n" * 60_000, "utf-8")
    with path.open("rb") as stream:
        found = list(records(stream, "utf-8", ","))
    assert any("无法按 CSV 读取" in line.trouble for line in found)
    assert found[-1].cells == ("2", "x")
