"""`huying district relay` and `huying intake warning`: who may bring warnings or read ours, and files by hand."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import resources
from services.alerts.cap_parse import MAX_BYTES, CapReader, CapRefused
from services.alerts.national import UNVERIFIED, national
from services.alerts.signing import fingerprint
from services.desk import relayed, relayed_sources, signing
from services.domain.clock import to_datetime
from services.domain.modes import Mode
from services.hub.programs.common import OK, WrongUse, say
from services.hub.programs.site import at_the_machine, opened
from services.store import relayed_keys

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32
_CERTIFICATE_MOST = 64 * 1024


def list_all(data_dir: Path, database: str) -> int:
    """List sources and readers. Return the exit code."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        sources = site.database.read(lambda conn: relayed_sources.sources(conn, scope))
        readers = site.database.read(lambda conn: relayed_sources.readers(conn, scope))
    for source in sources:
        state = "（停用）" if source.disabled_at is not None else "" if source.keyed else "（只收文件）"
        say(f"来源 {source.code}\t{source.name}{state}\t证书 {source.fingerprint}")
    for reader in readers:
        state = "（停用）" if reader.disabled_at is not None else ""
        say(f"订阅 {reader.code}\t{reader.name}{state}\t{reader.mode.value}")
    return OK


def put_source(data_dir: Path, database: str, code: str, name: str, certificate: Path, *, new_key: bool) -> int:
    """Register a source of warnings or change one, and say its new key, if asked for, once."""
    if certificate.stat().st_size > _CERTIFICATE_MOST:
        raise WrongUse(f"{certificate} 太大，不是证书")
    pem = certificate.read_text(encoding="ascii", errors="replace")
    key = secrets.token_urlsafe(KEY_BYTES) if new_key else None
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        row = site.database.write(
            lambda tx: relayed_sources.put_source(tx, scope, code, name=name, certificate=pem, key=key)
        )
    say(f"来源 {row.code} 的证书指纹：{row.fingerprint}；请与来源方当面或电话核对")
    if key:
        say(f"来源 {row.code} 的密钥（只显示这一次，请存放妥当）：{key}")
    return OK


def put_reader(data_dir: Path, database: str, code: str, name: str, mode: str) -> int:
    """Register a reader of the feed of one mode, or give one a new key, which is said once."""
    modes = {one.value: one for one in Mode}
    if mode not in modes:
        raise WrongUse(f"没有模式“{mode}”；请用 {'、'.join(modes)}")
    key = secrets.token_urlsafe(KEY_BYTES)
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        site.database.write(
            lambda tx: relayed_sources.put_reader(tx, scope, code, name=name, mode=modes[mode], key=key)
        )
    say(f"订阅方 {code} 的密钥（只显示这一次，请存放妥当）：{key}")
    return OK


def disable(data_dir: Path, database: str, code: str, *, reader: bool) -> int:
    """Disable a source, or a reader. Return the exit code."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        if reader:
            site.database.write(lambda tx: relayed_sources.disable_reader(tx, scope, code))
        else:
            site.database.write(lambda tx: relayed_sources.disable_source(tx, scope, code))
    say(f"已停用 {code}")
    return OK


def certificate(data_dir: Path, database: str, *, renew: bool) -> int:
    """Say the certificate with which receivers verify our files; `renew` makes a new key first."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        if renew:
            site.database.write(lambda tx: signing.renew(tx, district, scope))
        known = site.database.read(relayed_keys.every)
    for key in known:
        since = to_datetime(key.made_at, district.zone)
        state = "已停用" if key.retired_at is not None else "使用中"
        say(f"{state}，{since:%Y-%m-%d %H:%M} 起，指纹 {fingerprint(key.certificate)}")
    say(known[0].certificate.strip())
    return OK


def take(data_dir: Path, database: str, source: str, file: Path) -> int:
    """Take a CAP file of a registered source as a relayed warning. Return the exit code."""
    if file.stat().st_size > MAX_BYTES:
        raise WrongUse(f"{file} 超过 {MAX_BYTES // 1024 // 1024} MB，不予接收；请核对文件")
    with opened(data_dir, database) as site:
        district, _ = site.district()
        known = site.database.read(lambda conn: relayed.source_named(conn, source))
        taken = relayed.deliver(site.database, district, known, file.read_bytes(), "命令行")
    outcome = {"accepted": "已收下", "repeated": "以前已收到，没有改动"}[taken.outcome]
    say(f"{outcome}：{taken.row.headline or taken.row.event}（{taken.row.source}，{taken.row.sent}）")
    for remark in taken.row.remarks:
        say(f"注意：{remark}")
    for earlier in taken.ended:
        say(f"随之失效：{earlier}")
    return OK


def national_file(file: Path, sender_code: str) -> int:
    """Write a CAP 1.2 file in the national profile beside it, marked unverified. Return the exit code."""
    if file.stat().st_size > MAX_BYTES:
        raise WrongUse(f"{file} 超过 {MAX_BYTES // 1024 // 1024} MB；请核对文件")
    try:
        parsed = CapReader(resources.path("cap/CAP-v1.2.xsd")).parse(file.read_bytes())
    except CapRefused as error:
        raise WrongUse(f"{file} 不能使用：{error.sentence}") from error
    if parsed.alert is None:
        raise WrongUse(f"{file} 不能使用：{parsed.findings[0].sentence}")
    made = national(parsed.alert, sender_code)
    target = file.with_name(made.name)
    target.write_bytes(made.data)
    say(f"已写入 {target}；{UNVERIFIED}")
    return OK
