"""A category standard as a file: the real one imports whole, every bad row is named, contradictions are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.domain.problems import Refusal
from services.domain.standard import read_standard
from services.domain.tablefile import BYTES_MOST

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "类型,大类代码,大类,小类代码,小类,立案条件,结案条件,时限\n"
GOOD = "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,清理干净,4小时\n"


def test_the_standard_of_a_city_imports_whole(shared_data: Path) -> None:
    data = (shared_data / "case-standard-sample.csv").read_bytes()
    found = read_standard(data)
    assert (found.rows, len(found.criteria), found.refused, found.without_limit) == (519, 519, (), 0)
    assert found.limits == {"天": 412, "小时": 61, "紧急工作时": 42, "紧急工作日": 4}
    assert (found.bare("hour"), found.bare("day")) == (61, 412)
    assert len({row.category for row in found.criteria}) == 190
    assert [(row.kind, row.code, row.name) for row in found.classes if row.kind == "事件"] == [
        ("事件", "01", "市容环境"),
        ("事件", "02", "宣传广告"),
        ("事件", "03", "施工管理"),
        ("事件", "04", "街面秩序"),
        ("事件", "05", "突发事件"),
        ("事件", "06", "其他事件"),
    ]
    halt = next(row for row in found.criteria if row.limit is not None and row.limit.suffix)
    assert halt.limit is not None
    assert (halt.limit_text, halt.limit.number, halt.limit.unit_text) == ("1紧急工作时制止", 1, "紧急工作时")
    cover = [row.limit_text for row in found.criteria if row.category == "P0101"]
    assert cover == ["2紧急工作时", "4小时", "2天", "5天"]  # one subclass, several criteria, each with its own
    text = data.decode("utf-8")
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        again = read_standard(text.encode(encoding))
        assert again.criteria == found.criteria
        assert again.encoding == encoding.removesuffix("-sig")


def test_every_bad_row_is_named_and_the_good_ones_are_kept() -> None:
    rows = [
        GOOD,
        "事情,01,市容环境,10,暴露垃圾,甲,,4小时\n",
        "事件,1a,市容环境,10,暴露垃圾,甲,,4小时\n",
        "事件,01,市容环境,,暴露垃圾,甲,,4小时\n",
        "事件,01,,10,暴露垃圾,甲,,4小时\n",
        "事件,01,市容环境,10,暴露垃圾,,,4小时\n",
        "事件,01,市容环境,10,暴露垃圾,甲,,尽快\n",
        "事件,01,市容秩序,10,暴露垃圾,甲,,4小时\n",
        "事件,01,市容环境,10,积存垃圾,甲,,4小时\n",
        "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,,4小时\n",
        "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,,5天\n",
        "事件,01,市容环境,10\n",
        f"事件,01,市容环境,10,暴露垃圾,{'长' * 2001},,4小时\n",
        "事件,1,市容环境,7,沿街晾挂,有晾挂,,无时限\n",
        "事件,01,市容环境,08,擅自架设管线,有管线,,\n",
    ]
    found = read_standard((HEAD + "".join(rows)).encode())
    assert [(row.line, row.column) for row in found.refused] == [
        (3, "kind"),
        (4, "main_code"),
        (5, "sub_code"),
        (6, "main_name"),
        (7, "filing_criterion"),
        (8, "limit"),
        (9, "main_name"),
        (10, "sub_name"),
        (11, "filing_criterion"),
        (12, "limit"),
        (13, ""),
        (14, "filing_criterion"),
        (16, "limit"),
    ]
    assert all(row.reason for row in found.refused)
    assert "第 2 行" in found.refused[6].reason
    assert [(row.category, row.limit_text) for row in found.criteria] == [("E0110", "4小时"), ("E0107", "无时限")]
    assert (found.without_limit, found.padded) == (1, 1)


def test_cells_that_look_like_formulas_stay_text() -> None:
    found = read_standard((HEAD + '事件,01,市容环境,10,暴露垃圾,"=HYPERLINK(""http://x"",""y"")",+1,4小时\n').encode())
    assert found.criteria[0].filing == '=HYPERLINK("http://x","y")'
    assert found.criteria[0].closing == "+1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "field_bad"),
        (b"x" * (BYTES_MOST + 1), "too_large"),
        ((HEAD + GOOD * 20_001).encode(), "too_large"),
        ("类型,大类\n".encode(), "field_bad"),
        ((HEAD + '事件,"01').encode(), "field_bad"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "field_bad"),
        (("a," * 100 + "\n").encode(), "field_bad"),
    ],
)
def test_a_file_that_cannot_be_a_standard_is_refused_before_anything_is_read(data: bytes, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        read_standard(data)
