"""Two editions of a standard: what is found to differ."""

from __future__ import annotations

import msgspec

from console.pages.settings.differences import Difference, Kind, compared, csv_bytes
from services.api.catalogue import CriterionRow

ROW = CriterionRow(
    id="s1-1",
    line=2,
    category="s1-E0110",
    kind="E",
    main_name="市容环境",
    sub_name="暴露垃圾",
    filing="有暴露垃圾",
    closing="清理干净",
    limit_text="4小时",
    limit="4 小时（工作时）",
    handler="环卫",
    authority="城管",
)


def of(edition: str, **fields: object) -> CriterionRow:
    """Return the row as another edition has it."""
    values = {"category": f"{edition}-E0110"} | fields
    return msgspec.structs.replace(ROW, **values)


def test_the_same_criterion_of_two_editions_does_not_differ_though_its_ids_do() -> None:
    found = compared([ROW], [of("s2", id="s2-7", line=9)])
    assert [(one.kind, one.left, one.right) for one in found] == [(Kind.SAME, "4小时", "4小时")]


def test_each_field_that_is_said_differently_is_a_difference_of_its_own() -> None:
    found = compared([ROW], [of("s2", limit_text="2小时", handler="街道")])
    assert [(one.field, one.left, one.right) for one in found] == [
        ("limit_text", "4小时", "2小时"),
        ("handler", "环卫", "街道"),
    ]


def test_what_is_in_one_edition_only_is_told_with_its_side() -> None:
    found = compared([ROW], [of("s2", filing="大量暴露垃圾")])
    name = "市容环境 · 暴露垃圾"
    assert set(found) == {
        Difference(Kind.LEFT, "E0110", name, "有暴露垃圾", "", "有暴露垃圾", ""),
        Difference(Kind.RIGHT, "E0110", name, "大量暴露垃圾", "", "", "大量暴露垃圾"),
    }


def test_the_file_is_opened_as_chinese_and_no_cell_is_a_formula() -> None:
    data = csv_bytes([("代码", "左"), ("E0110", "=1+1"), ("E0111", '写着"两小时", 限时')])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines() == ["代码,左", "E0110,'=1+1", 'E0111,"写着""两小时"", 限时"']
