"""The one program `huying`: its help, its parts as somebody types them, and its faults in one sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from services.alerts.cap import CapTime, build
from services.alerts.signing import KeySigner, fingerprint, new_key
from services.desk.sources import source_of_key
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.domain.profile import Purpose
from services.hub.founding import make
from services.hub.settings import DATABASE_NAME
from services.store import audit_log, people
from services.store.database import open_database
from tests.services.alerts.test_cap_rules import GOOD
from tests.services.alerts.test_national import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fixtures.hub import RunningHub

ROOT = Path(__file__).parents[2]
COMMANDS = [
    "hub",
    "engine",
    "gateway",
    "replay",
    "rainstorm",
    "verify",
    "district make",
    "district boundaries",
    "district units",
    "district first-admin",
    "district people",
    "district source",
    "district standard import",
    "district standard list",
    "district standard confirm",
    "district standard use",
    "district standard retire",
    "district calendar import",
    "district calendar show",
    "district calendar rules",
    "district calendar seed",
    "district policy list",
    "district policy show",
    "district policy draft",
    "district policy backtest",
    "district policy use",
    "district channel kinds",
    "district channel list",
    "district channel put",
    "district channel disable",
    "district relay list",
    "district relay source",
    "district relay reader",
    "district relay disable",
    "district relay certificate",
    "district relay national",
    "intake csv",
    "intake post",
    "intake warning",
]


def huying(*arguments: str, timeout_s: float = 60.0) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(
        [sys.executable, "-m", "services.cli", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


@pytest.fixture(scope="module")
def haigang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a real district, made by the program; to be read only."""
    folder = tmp_path_factory.mktemp("haigang")
    done = huying("district", "make", "haigang", "--data-dir", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert "海港区（正式）" in done.stdout
    assert "尚缺" in done.stdout
    return folder


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_shows_an_example(command: str) -> None:
    done = huying(*command.split(), "--help")
    assert done.returncode == 0
    assert f"例：huying {command}".strip() in " ".join(done.stdout.split())


def test_help_of_the_services_loads_no_qt_and_no_hub() -> None:
    code = (
        "import sys, services.cli\n"
        "found = {'PySide6', 'litestar', 'sqlalchemy', 'numpy', 'shapely', 'uvicorn', 'requests'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(found)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("hub", "--data-dir", "{}"), "--listen"),
        (("hub", "--listen", "nowhere", "--data-dir", "{}"), "127.0.0.1:8700"),
        (("hub", "--listen", "127.0.0.1:0", "--profile", "atlantis", "--data-dir", "{}"), "atlantis"),
        (("verify", "--data-dir", "{}"), "没有数据文件"),
        (("district", "make", "atlantis", "--data-dir", "{}"), "atlantis"),
        (("rainstorm", "--per-minute", "0", "--data-dir", "{}"), "--per-minute"),
        (("intake", "csv", "{}/none.csv", "--mapping", "{}/none.toml", "--data-dir", "{}"), ""),
        (("intake", "post", "{}/none.json", "--hub", "http://127.0.0.1:9", "--key", "k"), "none.json"),
        (("engine", "--data-dir", "{}"), "管理员"),
    ],
)
def test_a_fault_of_use_is_one_sentence_and_code_2(tmp_path: Path, arguments: tuple[str, ...], part: str) -> None:
    done = huying(*(argument.replace("{}", str(tmp_path)) for argument in arguments))
    assert done.returncode == 2, done.stderr
    told = [line for line in done.stderr.splitlines() if " INFO " not in line]  # a server says what it does
    assert len(told) == 1, done.stderr
    assert part in told[0]


def test_a_real_district_has_nobody_in_it_and_no_password(haigang: Path) -> None:
    done = huying("district", "people", "--data-dir", str(haigang))
    assert (done.returncode, "首位管理员" in done.stderr) == (2, True)
    done = huying("district", "first-admin", "--login", "anquan", "--name", "张三", "--data-dir", str(haigang))
    assert (done.returncode, "终端" in done.stderr) == (2, True)
    clock = SystemClock()
    database = open_database(f"sqlite:///{haigang / 'huying.sqlite'}", clock, ids=TimeIds(clock))
    try:
        assert database.read(people.count) == 0
    finally:
        database.close()


def test_a_channels_account_takes_its_secret_from_the_standard_input_and_shows_it_never(tmp_path: Path) -> None:
    folder = ("--data-dir", str(tmp_path))
    assert huying("district", "make", "haigang", *folder).returncode == 0
    command = ["district", "channel", "put", "qun1", "--kind", "wecom_bot", "--channel", "wecom", "--mode", "live"]
    told = []
    for given in ("key=geheim-9f3a7c\n", "geheim-9f3a7c\n", "key=geheim-0b44d1\n"):
        done = subprocess.run(
            [sys.executable, "-m", "services.cli", *command, *folder],
            cwd=ROOT,
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        told.append((done.returncode, done.stdout + done.stderr))
    assert [code for code, _ in told] == [0, 2, 0]
    assert "第 2 版" in told[2][1]
    listed = huying("district", "channel", "list", *folder)
    assert "qun1\t正式\twecom\twecom_bot" in listed.stdout
    gone = huying("district", "channel", "disable", "qun1", "--reason", "换群", *folder)
    assert gone.returncode == 0
    again = huying("district", "channel", "list", *folder)
    assert "已停用\t凭据：无" in again.stdout
    assert "geheim" not in f"{told}{listed}{gone}{again}"


def test_a_district_is_made_once(haigang: Path) -> None:
    done = huying("district", "make", "haigang", "--data-dir", str(haigang))
    assert (done.returncode, "已建成" in done.stderr) == (2, True)


def test_units_and_boundaries_are_added_and_reported(tmp_path: Path) -> None:
    folder = str(tmp_path / "data")
    assert huying("district", "make", "panyu", "--data-dir", folder).returncode == 0
    grids = tmp_path / "grids.csv"
    grids.write_text("code,name,parent\n440113007003901,一号网格,440113007003\n", encoding="utf-8")
    done = huying("district", "units", str(grids), "--data-dir", folder)
    assert done.returncode == 0, done.stderr
    assert "网格：1" in done.stdout.replace("综合网格", "网格")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("code,name,parent\nx,y,none\n", encoding="utf-8")
    done = huying("district", "units", str(wrong), "--data-dir", folder)
    assert (done.returncode, "第 2 行" in done.stderr) == (2, True)
    ring = [[113.3, 22.9], [113.4, 22.9], [113.4, 23.0], [113.3, 22.9]]
    feature = {
        "type": "Feature",
        "properties": {"code": "440113007"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    shapes = tmp_path / "streets.geojson"
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    done = huying("district", "boundaries", str(shapes), "--datum", "wgs84", "--data-dir", folder)
    assert done.returncode == 0, done.stderr
    assert "已匹配 1 个" in done.stdout
    done = huying("district", "boundaries", str(shapes), "--datum", "mars", "--data-dir", folder)
    assert (done.returncode, "gcj02" in done.stderr) == (2, True)


def test_verify_names_a_cut_tail_by_its_anchor(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert huying("district", "make", "huangpu", "--data-dir", str(folder)).returncode == 0
    done = huying("verify", "--data-dir", str(folder))
    assert (done.returncode, "完整" in done.stdout) == (0, True)
    anchor = tmp_path / "heads.jsonl"
    head = audit_log.Head(seq=99, hash="0" * 64, at=1, seal="0")
    audit_log.write_head(anchor, head)
    done = huying("verify", "--data-dir", str(folder), "--anchor", str(anchor))
    assert (done.returncode, "签名" in done.stdout) == (1, True)


def test_a_file_of_cases_is_posted_to_a_hub(hub: RunningHub, tmp_path: Path) -> None:
    key = hub.register_source("patrol")
    file = tmp_path / "cases.json"
    item = {"number": "P-1", "title": "垃圾堆积", "reported_at": "2025-11-22T16:00:00+08:00", "area_code": "440113007"}
    file.write_text(json.dumps([item, item | {"number": "P-2", "category": "none"}]), encoding="utf-8")
    done = huying("intake", "post", str(file), "--hub", hub.url, "--key", key)
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("P-1 accepted")
    assert lines[1].startswith("P-2 refused")
    done = huying("intake", "post", str(file), "--hub", hub.url, "--key", "wrong")
    assert (done.returncode, "登录" in done.stderr) == (2, True)


@pytest.fixture
def engine(postgres_url: str, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Run an engine of its own on PostgreSQL."""
    made = huying("district", "make", "jianye", "--database", postgres_url, "--data-dir", str(tmp_path))
    assert made.returncode == 0, made.stderr
    command = [sys.executable, "-m", "services.cli", "engine", "--database", postgres_url, "--data-dir", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        yield process
        process.kill()


def test_the_engine_runs_by_itself_until_it_is_told_to_stop(engine: subprocess.Popen[str]) -> None:
    assert engine.stdout is not None
    assert "循环已启动" in engine.stdout.readline()
    os.kill(engine.pid, signal.SIGTERM)
    assert engine.wait(60) == 0


def test_a_source_gets_a_key_that_opens_the_intake(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert huying("district", "make", "jianye", "--data-dir", folder).returncode == 0
    done = huying("district", "source", "wgt", "--label", "网格通", "--data-dir", folder)
    assert (done.returncode, done.stderr) == (0, "")
    key = done.stdout.splitlines()[0].rsplit("：", 1)[1]
    clock = SystemClock()
    database = open_database(f"sqlite:///{tmp_path}/huying.sqlite", clock, ids=TimeIds(clock), data_dir=tmp_path)
    try:
        assert source_of_key(database, key) == "wgt"
        assert database.read(audit_log.verify).ok
    finally:
        database.close()


def test_a_warning_is_taken_from_a_file_by_its_sources_certificate(tmp_path: Path) -> None:
    folder = ("--data-dir", str(tmp_path / "data"))
    assert huying("district", "make", "haigang", *folder).returncode == 0
    told = huying("district", "relay", "certificate", *folder)
    assert "使用中" in told.stdout
    assert "BEGIN CERTIFICATE" in told.stdout
    now = SystemClock().now()
    bureau = KeySigner(*new_key("区气象局", now))
    pinned, file = tmp_path / "qx.pem", tmp_path / "rain.xml"
    pinned.write_text(bureau.certificate, encoding="ascii")
    registered = huying("district", "relay", "source", "qx", "--certificate", str(pinned), "--key", *folder)
    assert fingerprint(bureau.certificate) in registered.stdout
    assert "只显示这一次" in registered.stdout
    message = msgspec.structs.replace(GOOD, sent=CapTime(now - now % 1000))
    file.write_bytes(bureau.sign(build(message)))
    taken = huying("intake", "warning", str(file), "--source", "qx", *folder)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert taken.stdout.startswith("已收下：内涝黄色预警（qx")
    assert "以前已收到" in huying("intake", "warning", str(file), "--source", "qx", *folder).stdout
    file.write_bytes(build(message))
    unsigned = huying("intake", "warning", str(file), "--source", "qx", *folder)
    assert (unsigned.returncode, len(unsigned.stderr.splitlines())) == (2, 1)
    assert "没有签名" in unsigned.stderr
    assert "未登记" in huying("intake", "warning", str(file), "--source", "other", *folder).stderr
    key = huying("district", "relay", "reader", "shi", "--mode", "live", *folder)
    assert "只显示这一次" in key.stdout
    assert huying("district", "relay", "disable", "shi", "--reader", *folder).returncode == 0
    assert "shi" in huying("district", "relay", "list", *folder).stdout


def test_a_cap_file_is_written_in_the_national_profile_and_marked(tmp_path: Path) -> None:
    file, code = tmp_path / "rain.xml", ("--sender-code", "44011341600000")
    file.write_bytes(build(PUBLIC))
    done = huying("district", "relay", "national", str(file), *code)
    assert (done.returncode, done.stderr) == (0, "")
    assert "不得发送" in done.stdout
    assert (tmp_path / "44011341600000_20261122154205_11B03_ORANGE_ALERT.XML").exists()
    for content, part in ((build(GOOD), "Restricted"), (b"<html/>", "不是 CAP")):
        file.write_bytes(content)
        refused = huying("district", "relay", "national", str(file), *code)
        assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
        assert part in refused.stderr


def test_a_standard_and_a_calendar_from_files(tmp_path: Path) -> None:
    folder = tmp_path / "huangpu"
    at = ("--data-dir", str(folder))
    made = huying("district", "make", "huangpu", *at)
    assert made.returncode == 0, made.stderr
    file = tmp_path / "立案标准.csv"
    head = "类型,大类代码,大类,小类代码,小类,立案条件,时限"
    rows = ("事件,01,市容环境,10,暴露垃圾,有暴露垃圾,4小时", "事件,01,市容环境,10,暴露垃圾,看不懂,尽快")
    file.write_text("\n".join((head, *rows)), encoding="gb18030")
    done = huying("district", "standard", "import", str(file), "--origin", "市局", *at)
    assert "已导入 s1 立案标准" in done.stdout, done.stderr
    assert "第 3 行“limit”未采用：时限“尽快”不认识" in done.stdout
    early = huying("district", "standard", "use", "s1", "--reason", "发文", *at)
    assert (early.returncode, early.stderr.count("\n")) == (2, 1)
    assert "含义尚未确认" in early.stderr
    assert (
        huying("district", "standard", "confirm", "s1", "--hours", "working", "--reason", "说明", *at).returncode == 0
    )
    assert "使用中" in huying("district", "standard", "use", "s1", "--reason", "发文", *at).stdout
    wrong = huying("district", "standard", "use", "s9", "--reason", "发文", *at)
    assert "没有标准 s9；现有：s1" in wrong.stderr
    before = huying("district", "calendar", "show", *at).stdout
    assert "工作时段尚未选定" in before
    rules = ("--periods", "08:00-12:00,14:00-18:00", "--counting", "B", "--reason", "通知")
    assert "计法 B" in huying("district", "calendar", "rules", *rules, *at).stdout
    assert "工作时段尚未选定" not in huying("district", "calendar", "show", *at).stdout
    days = tmp_path / "2027.csv"
    days.write_text("日期,休班\n2027-01-01,休\n2027-02-30,休\n", encoding="utf-8")
    taken = huying("district", "calendar", "import", str(days), *at)
    assert "已写入 1 天" in taken.stdout
    assert "第 3 行“date”未采用" in taken.stdout
    assert "2027-01-01\t休" in huying("district", "calendar", "show", "2027", *at).stdout
    missing = huying("district", "calendar", "import", str(tmp_path / "nowhere.csv"), *at)
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)


STEPS_FILE = """
[[steps]]
rule_id = "N1"
tier = "grid"
awaits = "signing"
minutes = 20
"""


def test_a_tier_policy_is_drafted_and_used_on_the_command_line(tmp_path: Path) -> None:
    data, clock = tmp_path / "data", SystemClock()
    data.mkdir()
    database = open_database(f"sqlite:///{data / DATABASE_NAME}", clock, ids=TimeIds(clock), data_dir=data)
    make(database, "panyu", Purpose.DEMO)
    database.close()
    folder = ("--data-dir", str(data))
    file = tmp_path / "夜间.toml"
    file.write_text(STEPS_FILE, encoding="utf-8")
    drafted = huying("district", "policy", "draft", str(file), *folder)
    assert (drafted.returncode, drafted.stderr) == (0, "")
    assert "已存为第 2 版草案" in drafted.stdout
    used = huying("district", "policy", "use", "2", *folder)
    assert (used.returncode, used.stderr) == (0, "")
    assert "第 2 版已启用" in used.stdout
    listed = huying("district", "policy", "list", *folder).stdout
    assert "第 2 版\t使用中\t1 步" in listed
    assert "夜间" in listed
    again = huying("district", "policy", "use", "2", *folder)
    assert (again.returncode, again.stdout) == (2, "")
    assert len(again.stderr.strip().splitlines()) == 1
    absent = huying("district", "policy", "use", "9", *folder)
    assert absent.returncode == 2
    assert "没有第 9 版升级方案" in absent.stderr
    file.write_text(STEPS_FILE.replace("20", '"twenty"'), encoding="utf-8")
    wrong = huying("district", "policy", "draft", str(file), *folder)
    assert wrong.returncode == 2
    assert "steps[0].minutes 不对：应为整数，现为文本" in wrong.stderr
    file.write_text(STEPS_FILE.replace("grid", "village"), encoding="utf-8")
    refused = huying("district", "policy", "draft", str(file), *folder)
    assert refused.returncode == 2
    assert "没有这一层级" in refused.stderr
