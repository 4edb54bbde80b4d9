"""Shipped files are found by name, from wherever the program runs, and nothing outside is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import resources
from services.domain.tiers import Tier
from services.geo.divisions import DivisionKind, is_village, read_divisions, read_points, short_name
from services.geo.measure import distance_m

KEYS = ("panyu", "haigang", "jianye", "huangpu", "jiangnan")


def test_a_shipped_file_is_found_from_any_folder(tmp_path: Path) -> None:
    root = Path(resources.__file__).parents[1]
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import resources; print(resources.path('points.csv'))"
    found = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()).is_file()


def test_a_name_that_was_not_shipped_is_a_clear_error() -> None:
    with pytest.raises(FileNotFoundError, match=r"profiles/atlantis\.toml"):
        resources.path("profiles/atlantis.toml")


@pytest.mark.parametrize("name", ["", "../pyproject.toml", "/etc/passwd", "divisions/../../pyproject.toml"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="resources folder"):
        resources.path(name)


def test_resources_import_nothing_of_ours() -> None:
    code = (
        "import sys, resources; print([m for m in sys.modules if m.split('.')[0] in ('services','console','widgets')])"
    )
    root = Path(resources.__file__).parents[1]
    shown = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("key", "streets", "parks", "communities", "statistical"),
    [
        ("panyu", 16, 0, 275, 1),
        ("haigang", 18, 2, 388, 0),
        ("jianye", 6, 0, 64, 0),
        ("huangpu", 17, 0, 167, 0),
        ("jiangnan", 9, 2, 118, 2),
    ],
)
def test_division_lists_tell_real_units_from_parks_and_statistics(
    key: str, streets: int, parks: int, communities: int, statistical: int
) -> None:
    rows = read_divisions(resources.path(f"divisions/{key}.csv").read_text("utf-8"))
    counted = [(row.tier, row.kind) for row in rows]
    assert counted.count((Tier.STREET, DivisionKind.ADMINISTRATIVE)) == streets
    assert counted.count((Tier.STREET, DivisionKind.PARK)) == parks
    assert counted.count((Tier.COMMUNITY, DivisionKind.ADMINISTRATIVE)) == communities
    assert counted.count((Tier.COMMUNITY, DivisionKind.STATISTICAL)) == statistical


@pytest.mark.parametrize("key", KEYS)
def test_division_lists_carry_the_published_names_and_codes(key: str, shared_data: Path) -> None:
    ours = resources.path(f"divisions/{key}.csv").read_text("utf-8").splitlines()[1:]
    theirs = (shared_data / f"divisions-{key}.csv").read_text("utf-8").splitlines()[1:]
    assert [line.split(",")[:2] for line in ours] == [line.split(",")[:2] for line in theirs]


def test_points_are_the_published_ones_in_wgs84(shared_data: Path) -> None:
    ours = read_points(resources.path("points.csv").read_text("utf-8"))
    theirs = read_points((shared_data / "points.gcj02.csv").read_text("utf-8"))
    assert ours.keys() == theirs.keys()
    assert all(300 < distance_m(*ours[code], *theirs[code]) < 800 for code in ours)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("桥东社区居民委员会", "桥东社区"),
        ("金山谷社区居委会", "金山谷社区"),
        ("东郊村民委员会", "东郊村"),
        ("谢村村民委员会", "谢村"),
        ("石庄村委会", "石庄村"),
        ("福成居民委员会", "福成社区"),
        ("海悦公馆社区", "海悦公馆社区"),
        ("市桥街道", "市桥街道"),
    ],
)
def test_everyday_names(full: str, short: str) -> None:
    assert short_name(full) == short


def test_villages_are_known_by_their_code() -> None:
    assert is_village("440113007200")
    assert not is_village("440113007045")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("code,name\n1,x\n", "缺少列：kind、tier、parent"),
        ("code,name,kind,tier,parent\n44A,x,administrative,district,\n", "第 2 行：code"),
        ("code,name,kind,tier,parent\n44,,administrative,district,\n", "第 2 行：name"),
        ("code,name,kind,tier,parent\n44,x,admin,district,\n", "第 2 行：kind"),
        ("code,name,kind,tier,parent\n44,x,park,county,\n", "第 2 行：tier"),
        ("code,name,kind,tier,parent\n44,x,park,street,43\n", "第 2 行：上级 43"),
        ("code,name,kind,tier,parent\n44,x,park,street,\n44,y,park,street,\n", "第 3 行：代码 44 重复"),
    ],
)
def test_a_broken_list_names_the_line(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_divisions(text)
