"""Accounts of the channels: set up, replaced and disabled by the system administrator; never readable back."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import msgspec

from services.alerts.audience import normalise
from services.api.channels import AccountRow, FieldRow, KindRow, RateRow
from services.desk import access
from services.domain.channels import KINDS, Kind, kept_secrets, limits_of, settled, spec_of
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import channels as store
from services.store.channels import StoredAccount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from services.api.channels import DisableAccount, PutAccount
    from services.desk.district import District
    from services.domain.channels import KindSpec
    from services.domain.rights import Scope
    from services.store.database import Tx

_TASK = "管理发送渠道的账户"
ACCOUNTS_MOST = 500
"""Accounts of a district (our rule)."""


def kinds(scope: Scope) -> list[KindRow]:
    """Return every provider there is an adapter for. Raises Refusal no_right."""
    access.need(scope, Right.SETTINGS, _TASK)
    return [_kind_row(spec) for spec in KINDS.values()]


def rows(conn: Connection, district: District, scope: Scope) -> list[AccountRow]:
    """Return every account, disabled ones too. Raises Refusal no_right."""
    access.need(scope, Right.SETTINGS, _TASK)
    return [_row(district, account) for account in store.every(conn)]


def put(tx: Tx, district: District, scope: Scope, given: PutAccount) -> AccountRow:
    """Set up an account (version 0), or change it. Secrets that are not given stay; those given replace.

    Where an account goes (its mode, channel and kind) never changes; where its address does, every secret has to be
    given anew, so that nobody can have a known secret sent to an address of their own.

    Raises Refusal no_right, not_found, record_stale, field_bad, field_missing.
    """
    access.need(scope, Right.SETTINGS, _TASK)
    spec = spec_of(given.kind)
    _check(district, spec, given)
    before = store.get(tx.conn, given.id)
    if (before is None) != (given.version == 0) or (before is not None and before.disabled_at is not None):
        raise Refusal("not_found")
    settings = settled(spec, given.settings)
    known: dict[str, str] = {}
    if before is None:
        if len(store.every(tx.conn)) >= ACCOUNTS_MOST:
            raise Refusal("field_bad", field="账户", value=f"已有 {ACCOUNTS_MOST} 个", remedy="请先停用不用的账户")
    else:
        _refuse_moved(before, given)
        known = store.opened(district.keys, before) if _same_place(before.settings, settings) else {}
    secrets = kept_secrets(spec, given.secrets, known)
    account = _account(tx, scope, given, settings, before)
    account = msgspec.structs.replace(account, sealed=store.seal(district.keys, account, secrets))
    if before is None:
        store.add(tx, account)
    elif not store.save(tx, account, given.version):
        raise Refusal("record_stale")
    details = _details(account) | {"from": scope.origin, "replaced": sorted(n for n, v in given.secrets.items() if v)}
    tx.audit(scope.person_id, "channel.put", account.id, details)
    tx.change("channel", account.id, account.version)
    return _row(district, account)


def disable(tx: Tx, district: District, scope: Scope, account_id: str, given: DisableAccount) -> AccountRow:
    """Take an account out of use for good; its secrets are forgotten. Raises no_right, not_found, record_stale."""
    access.need(scope, Right.SETTINGS, _TASK)
    before = store.get(tx.conn, account_id)
    if before is None or before.disabled_at is not None:
        raise Refusal("not_found")
    account = msgspec.structs.replace(
        before,
        version=before.version + 1,
        changed_at=tx.now,
        changed_by=scope.person_id,
        disabled_at=tx.now,
        sealed=store.seal(district.keys, before, {}),
    )
    if not store.save(tx, account, given.version):
        raise Refusal("record_stale")
    details = _details(account) | {"from": scope.origin, "reason": given.reason}
    tx.audit(scope.person_id, "channel.disable", account.id, details)
    tx.change("channel", account.id, account.version)
    return _row(district, account)


def _check(district: District, spec: KindSpec, given: PutAccount) -> None:
    district.book.channel(given.channel)
    if given.channel not in spec.channels:
        names = "、".join(spec.channels)
        raise Refusal("field_bad", field="渠道", value=given.channel[:32], remedy=f"{spec.name}可用于：{names}")
    if spec.kind is Kind.APPRISE and given.mode is Mode.LIVE:
        raise Refusal("field_bad", field="模式", value="live", remedy="Apprise 不能核实结果，只用于演练和测试")
    limits_of(spec, given.per_minute, given.reserve_percent)
    if any(unicodedata.category(char).startswith("C") for char in given.name):
        raise Refusal("field_bad", field="名称", value="…", remedy="名称不能含有控制字符")
    for address in given.serves:
        if normalise(given.channel, address) is None:
            raise Refusal("field_bad", field="适用地址", value=address[:64], remedy="请核对地址的写法")


def _refuse_moved(before: StoredAccount, given: PutAccount) -> None:
    if (before.mode, before.channel, before.kind) != (given.mode, given.channel, given.kind):
        raise Refusal("field_bad", field="模式", value=given.mode.value, remedy="请另设账户，模式、渠道和种类不能改")


def _same_place(before: dict[str, str], after: dict[str, str]) -> bool:
    """Tell whether secrets would go where they went: the same host, over the same encryption, checked the same way."""
    names = ("url", "host", "port", "tls", "ca_file", "user")
    return all(before.get(name, "") == after.get(name, "") for name in names)


def _account(
    tx: Tx, scope: Scope, given: PutAccount, settings: dict[str, str], before: StoredAccount | None
) -> StoredAccount:
    return StoredAccount(
        id=given.id,
        channel=given.channel,
        mode=given.mode,
        kind=given.kind,
        name=given.name.strip(),
        settings=settings,
        sealed=b"",
        serves=tuple(dict.fromkeys(_normal(given.channel, given.serves))),
        per_minute=given.per_minute,
        reserve_percent=given.reserve_percent,
        version=given.version + 1,
        made_at=before.made_at if before is not None else tx.now,
        made_by=before.made_by if before is not None else scope.person_id,
        changed_at=tx.now,
        changed_by=scope.person_id,
    )


def _normal(channel: str, addresses: Iterable[str]) -> Iterable[str]:
    return (found for address in addresses if (found := normalise(channel, address)) is not None)


def _details(account: StoredAccount) -> dict[str, object]:
    """Return what the audit keeps: where messages go, and no secret; the addresses it serves are counted only."""
    return {
        "channel": account.channel,
        "mode": account.mode.value,
        "kind": account.kind,
        "name": account.name,
        "settings": account.settings,
        "serves": len(account.serves),
        "per_minute": account.per_minute,
        "reserve_percent": account.reserve_percent,
        "version": account.version,
    }


def _row(district: District, account: StoredAccount) -> AccountRow:
    given = store.opened(district.keys, account)
    return AccountRow(
        id=account.id,
        channel=account.channel,
        mode=account.mode,
        kind=account.kind,
        name=account.name,
        settings=account.settings,
        secrets=tuple(sorted(given)),
        serves=account.serves,
        per_minute=account.per_minute,
        reserve_percent=account.reserve_percent,
        version=account.version,
        made_at=account.made_at,
        made_by=account.made_by,
        changed_at=account.changed_at,
        changed_by=account.changed_by,
        disabled_at=account.disabled_at,
    )


def _kind_row(spec: KindSpec) -> KindRow:
    fields = [(field, False) for field in spec.settings] + [(field, True) for field in spec.secrets]
    return KindRow(
        kind=spec.kind.value,
        name=spec.name,
        channels=spec.channels,
        fields=tuple(
            FieldRow(name=f.name, label=f.label, default=f.default, required=f.required, secret=secret)
            for f, secret in fields
        ),
        rates=tuple(RateRow(count=rate.count, per_s=rate.per_ms // 1000) for rate in spec.limits.rates),
        reserve_percent=spec.limits.reserve_percent,
        limit=spec.limit,
        unit=spec.unit,
        facts=spec.facts,
    )
