"""Trials with real data. What was accepted, flagged and refused also stands in resources/intake/README.md."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import func, select

import resources
from services.desk import questions
from services.desk.district import source_names
from services.desk.sources import register_source
from services.domain.rights import Role
from services.intake.csv_import import Job, Progress, import_csv
from services.intake.csv_mapping import read_mapping
from services.store import audit_log
from services.store.tables import cases

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from tests.fixtures.desks import Office

TRIALS = {
    "boston": ("boston-2015.csv.gz", (-71.06, 42.36), {"accepted": 24_208, "flagged": 43}),
    "los-angeles": ("los-angeles.csv.gz", (-118.24, 34.05), {"accepted": 12_170, "flagged": 15}),
    "zh-messages": ("citizen-messages-zh.csv", (113.36, 22.95), {"accepted": 299, "repeated": 1}),
}
FLAGS = {"boston": {"closed_before_opened": 43}, "los-angeles": {"closed_before_opened": 11, "closed_at_unknown": 4}}


def elsewhere(office: Office, source: str, lon: float, lat: float) -> Office:
    """Return the office in a district without boundaries around a point, with one more source registered."""
    admin = office.scope("", Role.SYSTEM_ADMIN)
    office.database.write(lambda tx: register_source(tx, office.district, admin, source, f"试导 {source}"))
    own = office.district.units[office.district.id]
    district = dataclasses.replace(
        office.district,
        units={own.id: msgspec.structs.replace(own, lon=lon, lat=lat)},
        sources=office.database.read(source_names),
        areas=None,
    )
    return dataclasses.replace(office, district=district)


def run(office: Office, name: str, path: Path, rejects: Path) -> tuple[Progress, list[Progress]]:
    mapping = read_mapping(resources.path(f"intake/{name}.toml").read_bytes())
    seen: list[Progress] = []
    scope = office.scope("", Role.SUPERVISOR)
    ended = import_csv(office.database, office.district, Job(mapping, path, rejects, scope), progress=seen.append)
    return ended, seen


def flags(conn: Connection) -> dict[str, int]:
    counted = select(cases.c.flags, func.count()).where(cases.c.flags != "").group_by(cases.c.flags)
    return {row[0]: row[1] for row in conn.execute(counted)}


def check(office: Office, name: str, path: Path, folder: Path) -> None:
    _, (lon, lat), expected = TRIALS[name]
    office = elsewhere(office, name, lon, lat)
    ended, seen = run(office, name, path, folder / "rejects.csv")
    counts = {kind: getattr(ended, kind) for kind in ("accepted", "flagged", "repeated", "refused")}
    assert counts == {"accepted": 0, "flagged": 0, "repeated": 0, "refused": 0} | expected
    assert ended.finished
    assert [step.rows for step in seen] == sorted(step.rows for step in seen)
    assert seen[-1].share == 1.0
    again, _ = run(office, name, path, folder / "again.csv")
    assert again.repeated == ended.rows, "the same file again adds nothing"
    assert office.database.read(flags) == FLAGS.get(name, {})
    assert office.database.read(audit_log.verify).ok


@pytest.mark.parametrize("name", ["los-angeles", "zh-messages"])
def test_a_published_file_on_both_engines(office: Office, shared_data: Path, tmp_path: Path, name: str) -> None:
    check(office, name, shared_data / "cases" / TRIALS[name][0], tmp_path)


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_boston(office: Office, shared_data: Path, tmp_path: Path) -> None:
    check(office, "boston", shared_data / "cases" / TRIALS["boston"][0], tmp_path)


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_real_messages_are_found_by_a_word_of_theirs(office: Office, shared_data: Path, tmp_path: Path) -> None:
    office = elsewhere(office, "zh-messages", 113.36, 22.95)
    run(office, "zh-messages", shared_data / "cases" / TRIALS["zh-messages"][0], tmp_path / "rejects.csv")
    page = office.database.read(lambda conn: questions.find(conn, office.operator, "医疗保险"))
    assert page.rows
    detail = office.database.read(
        lambda conn: questions.detail(conn, office.district, office.operator, page.rows[0].id)
    )
    assert detail.text.startswith("类别：")
    assert detail.personal["caller"].startswith("A*")
