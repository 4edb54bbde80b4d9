"""`huying district`: making a real district, its units, boundaries, first administrator and people."""

from __future__ import annotations

import csv
import getpass
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from services.api.sessions import FirstAdmin
from services.desk import geography
from services.desk import people as desk_people
from services.desk.district import PROFILE
from services.desk.sources import register_source
from services.domain.problems import Refusal
from services.domain.profile import Purpose
from services.domain.rights import Role
from services.domain.tiers import Tier
from services.domain.units import Setting, Unit, UnitKind
from services.geo.boundaries import BoundaryError, Expected, import_boundaries
from services.geo.datum import Datum
from services.geo.names import initials
from services.hub.founding import begin, make
from services.hub.programs.common import FAILED, OK, WrongUse, say
from services.hub.programs.site import at_the_machine, opened
from services.store import people, settings, units

_DATUMS = {datum.name.lower().replace("_", ""): datum for datum in Datum}


def found(data_dir: Path, database: str, profile: str, *, demo: bool) -> int:
    """Make an empty database a district. Return the exit code. Raises Refusal setup_done, field_bad."""
    with opened(data_dir, database) as site:
        if there := site.database.read(lambda conn: settings.get(conn, PROFILE)):
            raise WrongUse(f"{data_dir} 已建成 {there}；请用另一个数据目录或空的数据库")
        make(site.database, profile, Purpose.DEMO if demo else Purpose.DISTRICT)
        begin(site.database, data_dir)
        district, _ = site.district()
        say(f"已建成 {district.profile.name}（{'演示' if demo else '正式'}），{len(district.units)} 个单位")
        for sentence in district.profile.unknown:
            say(f"尚缺：{sentence}")
    return OK


def give_source_key(data_dir: Path, database: str, name: str, label: str) -> int:
    """Register a source of cases with a new key, and say the key: it is kept as its hash only, so just this once."""
    key = secrets.token_urlsafe(32)
    with opened(data_dir, database) as site:
        district, _ = site.district()
        label = label or district.sources.get(name, "")
        scope = at_the_machine(district)
        site.database.write(lambda tx: register_source(tx, district, scope, name, label, key))
        known = name in district.sources
    say(f"来源 {name} 的密钥（只显示这一次，请存放妥当）：{key}")
    if not known:
        say("这是新的来源，正在运行的服务重启后才收它的案件")
    return OK


def list_units(data_dir: Path, database: str, file: Path | None) -> int:
    """Say how many units there are per tier; with a CSV file (code,name,parent[,lon,lat]) add those in it first."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        if file is not None:
            added = read_units(file, district.units)
            scope = at_the_machine(district)
            name = file.name
            site.database.write(lambda tx: geography.put_units(tx, district, scope, added, name))
            say(f"已写入 {len(added)} 个单位；正在运行的服务重启后生效")
        known = site.database.read(units.every)
    for tier in reversed(Tier):
        say(f"{district.tier_label(tier)}：{sum(unit.tier is tier for unit in known)}")
    say(f"部门：{sum(unit.tier is None for unit in known)}")
    return OK


def read_units(file: Path, known: Mapping[str, Unit]) -> list[Unit]:
    """Return the units of a CSV file, each one tier below its parent. Raises WrongUse naming the line."""
    there = dict(known)
    found_units: list[Unit] = []
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not {"code", "name", "parent"} <= set(rows.fieldnames or ()):
            raise WrongUse(f"{file} 的表头应有 code,name,parent，可有 lon,lat")
        for line, row in enumerate(rows, start=2):
            unit = _unit(there, row, f"{file} 第 {line} 行")
            there[unit.id] = unit
            found_units.append(unit)
    return found_units


def _unit(known: dict[str, Unit], row: dict[str, str], where: str) -> Unit:
    code, name = (row["code"] or "").strip(), (row["name"] or "").strip()
    parent = known.get((row["parent"] or "").strip())
    if not code or not name:
        raise WrongUse(f"{where}缺少代码或名称")
    if parent is None or parent.tier in (None, Tier.GRID):
        raise WrongUse(f"{where}的上级 {row['parent']} 不在单位目录中，或不能有下级")
    try:
        lon, lat = (float(row[axis]) if row.get(axis) else None for axis in ("lon", "lat"))
    except ValueError as error:
        raise WrongUse(f"{where}的坐标不是数") from error
    return Unit(
        id=code,
        code=code,
        name=name,
        kind=UnitKind.AREA,
        tier=Tier(int(parent.tier or 0) - 1),
        parent_id=parent.id,
        path=f"{parent.path}/{code}",
        lon=lon,
        lat=lat,
        initials=initials(name),
        setting=Setting.NONE,
    )


def boundaries(data_dir: Path, database: str, file: Path, datum: str) -> int:
    """Import boundaries from GeoJSON; report what matched and what is missing. Return 1 when nothing could be used."""
    named = _DATUMS.get(datum.lower().replace("-", "").replace("_", ""))
    if named is None:
        raise WrongUse(f"不认识坐标系“{datum}”；请用 {'、'.join(_DATUMS)}")
    with opened(data_dir, database) as site:
        district, _ = site.district()
        if district.demo:
            raise WrongUse("演示区的边界是画的，不能换；请先建成真实的区")
        areas = [unit for unit in district.units.values() if unit.tier is not None]
        try:
            report = import_boundaries(file.read_bytes(), [Expected(u.id, u.code, u.name) for u in areas], named)
        except BoundaryError as error:
            raise WrongUse(f"{file} 不能使用：{error}") from error
        pairs = [(unit_id, shape.wkb) for unit_id, shape in report.geometries().items()]
        scope = at_the_machine(district)
        site.database.write(lambda tx: geography.put_outlines(tx, district, scope, pairs, file.name, str(named)))
    for sentence in report.sentences():
        say(sentence)
    if pairs:
        say("正在运行的服务重启后生效")
    return OK if pairs else FAILED


def first_admin(data_dir: Path, database: str, login: str, name: str) -> int:
    """Ask for the first administrator's password on the terminal and make them. Return the exit code."""
    if not sys.stdin.isatty():
        raise WrongUse("口令只能在终端里输入；请在终端里运行，或在指挥台首次启动时设置")
    password = getpass.getpass("口令（至少 10 个字符，含字母、数字和符号）：")
    if getpass.getpass("再输一次：") != password:
        raise WrongUse("两次输入的口令不同，没有保存")
    with opened(data_dir, database) as site:
        district, _ = site.district()
        first = FirstAdmin(login=login, name=name, password=password)
        desk_people.first_admin(site.database, district, first, "命令行")
    say(f"首位管理员 {login} 已设置（安全管理员），可在指挥台登录后添加其他人员")
    return OK


def list_people(data_dir: Path, database: str) -> int:
    """List who may sign in, without any password. Return the exit code."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        found_people = site.database.read(people.every)
    if not found_people:
        raise Refusal("setup_needed")
    for person in found_people:
        roles = "、".join(role.zh for role in Role if role in person.roles)
        state = "（停用）" if person.disabled_at is not None else ""
        say(f"{person.login}\t{person.name}\t{district.units[person.unit_id].name}\t{roles}{state}")
    return OK
