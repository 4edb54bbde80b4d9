"""`huying verify`: walk the audit chain, and compare it with its anchor."""

from __future__ import annotations

from pathlib import Path

import msgspec

from services.hub.programs.common import FAILED, OK, WrongUse, say
from services.hub.programs.site import opened
from services.store.audit_log import read_heads, verify
from services.store.keys import load_master


def run(data_dir: Path, database: str, anchor: Path | None) -> int:
    """Say whether the chain holds, else which link is the first that does not. Return the exit code."""
    try:
        anchors = read_heads(anchor) if anchor is not None else []
    except msgspec.DecodeError as error:
        raise WrongUse(f"锚文件 {anchor} 无法读取：{error}") from error
    if not database and not (data_dir / "huying.sqlite").is_file():
        raise WrongUse(f"{data_dir} 里没有数据文件；请用 --data-dir 指明数据目录，或用 --database 指明数据库")
    with opened(data_dir, database) as site:
        key = load_master(data_dir).derive().heads
        verdict = site.database.read(lambda conn: verify(conn, anchors=anchors, key=key))
    if verdict.ok:
        say(
            f"审计链完整：{verdict.links} 环，与 {verdict.anchors} 个锚一致"
            if anchors
            else f"审计链完整：{verdict.links} 环"
        )
        return OK
    say(f"审计链不完整：{verdict.reason}")
    return FAILED
