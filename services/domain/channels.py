"""The providers that can carry a channel: what an account of each must say, what it counts, how fast it may go. Data.

Every number says how far it can be trusted (`Fact`): `documented` by the provider in a text that was read, or
`unverified` (an excerpt, another program, memory), or `ours`. An administrator may set a lower rate per account.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from services.domain.channels_budget import Limits, Rate
from services.domain.clock import MINUTE_MS, SECOND_MS
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUE_MOST = 2_000
_MINUTE, _SECOND = MINUTE_MS, SECOND_MS


class Kind(StrEnum):
    """A provider that an adapter exists for."""

    WECOM_BOT = "wecom_bot"
    WECOM_APP = "wecom_app"
    DINGTALK_BOT = "dingtalk_bot"
    FEISHU_BOT = "feishu_bot"
    ALIYUN_SMS = "aliyun_sms"
    SMTP = "smtp"
    MQTT = "mqtt"
    CAP_PUSH = "cap_push"
    WEBHOOK = "webhook"
    GATEWAY = "gateway"
    APPRISE = "apprise"


class Standing(StrEnum):
    """How far a fact about a provider can be trusted."""

    DOCUMENTED = "documented"
    UNVERIFIED = "unverified"
    OURS = "ours"


class Field(msgspec.Struct, frozen=True):
    """A value that an account has: name, Chinese label, what stands for it when it is empty ("" and required: none)."""

    name: str
    label: str
    default: str = ""
    required: bool = True
    pattern: str = ""


class Fact(msgspec.Struct, frozen=True):
    """Something known of a provider, and how far."""

    text: str
    standing: Standing


class KindSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A provider: which channels it may carry, what its account says (`settings` shown, `secrets` never), its limits.

    `limit` of `unit` is what one message holds (0: nothing known). `ca`: whether an account may name a CA file.
    """

    kind: Kind
    name: str
    channels: tuple[str, ...]
    settings: tuple[Field, ...]
    secrets: tuple[Field, ...]
    limits: Limits
    limit: int = 0
    unit: str = "bytes"
    facts: tuple[Fact, ...] = ()


_URL = r"https?://[^\s?#@]+"
_HOST = r"[0-9A-Za-z.\-:\[\]]{1,253}"
_PORT = r"[0-9]{1,5}"


def _url(default: str = "") -> Field:
    return Field("url", "地址", default, pattern=_URL)


_CA = Field("ca_file", "信任的证书文件（内网）", required=False)
_D, _U, _O = Standing.DOCUMENTED, Standing.UNVERIFIED, Standing.OURS

KINDS: dict[Kind, KindSpec] = {
    spec.kind: spec
    for spec in (
        KindSpec(
            kind=Kind.WECOM_BOT,
            name="企业微信群机器人",
            channels=("wecom",),
            settings=(_url("https://qyapi.weixin.qq.com"), Field("format", "格式", "text", pattern="text|markdown")),
            secrets=(Field("key", "机器人的 key"),),
            limits=Limits((Rate(20, _MINUTE),), 25),
            limit=2048,
            facts=(
                Fact("text 最长 2048 字节，markdown 最长 4096 字节（UTF-8）", _D),
                Fact("每个机器人每分钟 20 条", _U),
                Fact("拒收也是 HTTP 200，以 errcode 说明；45009 为超频，93000 为地址无效", _U),
            ),
        ),
        KindSpec(
            kind=Kind.WECOM_APP,
            name="企业微信应用",
            channels=("wecom",),
            settings=(
                _url("https://qyapi.weixin.qq.com"),
                Field("corp_id", "企业 ID"),
                Field("agent_id", "应用 ID", pattern=r"[0-9]{1,12}"),
            ),
            secrets=(Field("secret", "应用的 secret"),),
            limits=Limits((Rate(600, _MINUTE),), 20),
            limit=2048,
            facts=(
                Fact("不认识的收件人列在 invaliduser 中，errcode 仍为 0；全部无效为 81013", _D),
                Fact("access_token 有效 7200 秒，过期为 42001，无效为 40014", _U),
                Fact("每分钟 600 条", _O),
            ),
        ),
        KindSpec(
            kind=Kind.DINGTALK_BOT,
            name="钉钉群机器人",
            channels=("dingtalk",),
            settings=(_url("https://oapi.dingtalk.com"),),
            secrets=(Field("access_token", "机器人的 access_token"), Field("secret", "加签密钥（SEC 开头）")),
            limits=Limits((Rate(20, _MINUTE),), 25),
            limit=20_000,
            facts=(
                Fact("每分钟 20 条，超过则限流 10 分钟", _D),
                Fact("加签：HmacSHA256(密钥, 毫秒时间戳+换行+密钥)，时间相差不得超过 1 小时", _D),
                Fact("310000 为关键词、加签或 IP 不符；130101 为发送过快", _U),
                Fact("一条最长 20,000 字节", _U),
            ),
        ),
        KindSpec(
            kind=Kind.FEISHU_BOT,
            name="飞书群机器人",
            channels=("feishu",),
            settings=(_url("https://open.feishu.cn"),),
            secrets=(Field("hook", "机器人地址的最后一段"), Field("secret", "签名密钥")),
            limits=Limits((Rate(100, _MINUTE), Rate(5, _SECOND)), 20),
            limit=20_480,
            facts=(
                Fact("签名：以 秒时间戳+换行+密钥 为键，对空文 HmacSHA256", _D),
                Fact("每分钟 100 条、每秒 5 条；请求体 20 KB", _U),
                Fact("9499、11232 为超频（9499 见于 HTTP 400）；19021 签名、19022 IP、19024 关键词不符", _U),
            ),
        ),
        KindSpec(
            kind=Kind.ALIYUN_SMS,
            name="阿里云短信",
            channels=("sms",),
            settings=(
                _url("https://dysmsapi.aliyuncs.com"),
                Field("sign_name", "短信签名"),
                Field("template_code", "模板编号"),
                Field("variable", "模板中正文的变量名", "content", pattern=r"[A-Za-z0-9_]{1,32}"),
                Field("counting", "计费", "ucs2", pattern="ucs2|auto"),
            ),
            secrets=(Field("access_key_id", "AccessKey ID"), Field("access_key_secret", "AccessKey Secret")),
            limits=Limits((Rate(100, _SECOND),), 20),
            limit=5,
            unit="parts",
            facts=(
                Fact("签名算法 ACS3-HMAC-SHA256，样例的签名已复算一致", _D),
                Fact("按号码与日期查询明细；SendStatus 1 等待回执、2 失败、3 成功；没有幂等", _D),
                Fact("每秒 100 条", _O),
                Fact("一条 70 字，多条各 67 字，含签名；变量的长度限制未核实", _U),
            ),
        ),
        KindSpec(
            kind=Kind.SMTP,
            name="邮件（SMTP）",
            channels=("email",),
            settings=(
                Field("host", "邮件服务器", pattern=_HOST),
                Field("port", "端口", "587", pattern=_PORT),
                Field("tls", "加密", "starttls", pattern="starttls|ssl|none"),
                Field("user", "用户名", required=False),
                Field("from", "发件地址", pattern=r"[^\s<>@]+@[^\s<>@]+"),
                Field("subject", "主题", "呼应预警"),
                _CA,
            ),
            secrets=(Field("password", "口令", required=False),),
            limits=Limits((Rate(60, _MINUTE),), 20),
            limit=1_000_000,
            facts=(Fact("每个收件人一封；服务器收下即为受理，退信很晚才到", _D), Fact("每分钟 60 封", _O)),
        ),
        KindSpec(
            kind=Kind.MQTT,
            name="设备（MQTT）",
            channels=("device", "broadcast", "led"),
            settings=(
                Field("host", "代理", pattern=_HOST),
                Field("port", "端口", "8883", pattern=_PORT),
                Field("tls", "加密", "tls", pattern="tls|none"),
                Field("user", "用户名", required=False),
                Field("prefix", "主题前缀", "huying", pattern=r"[^\s+#$]{1,64}"),
                _CA,
            ),
            secrets=(Field("password", "口令", required=False),),
            limits=Limits((Rate(600, _MINUTE),), 20),
            limit=65_536,
            facts=(Fact("PUBACK 只说明代理收到；设备须在自己的主题上回执", _D), Fact("每分钟 600 条", _O)),
        ),
        KindSpec(
            kind=Kind.CAP_PUSH,
            name="CAP 上报",
            channels=("cap",),
            settings=(_url(), _CA),
            secrets=(Field("token", "令牌（Bearer）"),),
            limits=Limits((Rate(60, _MINUTE),), 20),
            limit=262_144,
            facts=(Fact("对方的应答没有统一标准：2xx 且正文未说拒收，视为受理", _O),),
        ),
        KindSpec(
            kind=Kind.WEBHOOK,
            name="通用接口（HMAC）",
            channels=("webhook", "wecom", "phone", "broadcast", "led", "device"),
            settings=(_url(), Field("answer", "应答", "status", pattern="status|any"), _CA),
            secrets=(Field("secret", "签名密钥"),),
            limits=Limits((Rate(600, _MINUTE),), 20),
            limit=65_536,
            facts=(Fact("我们自己的约定，见 services/alerts/channels/webhook.py", _O),),
        ),
        KindSpec(
            kind=Kind.GATEWAY,
            name="发送网关",
            channels=("wecom", "sms", "phone", "broadcast", "led", "cap", "dingtalk", "feishu", "email", "device"),
            settings=(_url(), _CA),
            secrets=(Field("key", "网关凭据"),),
            limits=Limits(),
            facts=(Fact("我们自己的约定，见 services/alerts/channels/gateway.py", _O),),
        ),
        KindSpec(
            kind=Kind.APPRISE,
            name="Apprise（未核实）",
            channels=("webhook", "email", "dingtalk", "feishu"),
            settings=(Field("title", "标题", "呼应预警"),),
            secrets=(Field("url", "Apprise 地址"),),
            limits=Limits((Rate(15, _MINUTE),), 25),
            limit=2048,
            facts=(Fact("其插件把 HTTP 200 当作成功，所以只记“已受理，未核实”", _D), Fact("每分钟 15 条", _O)),
        ),
    )
}


def spec_of(kind: str) -> KindSpec:
    """Return a provider by its code. Raises Refusal field_bad for one that there is no adapter for."""
    try:
        return KINDS[Kind(kind)]
    except ValueError:
        raise Refusal("field_bad", field="kind", value=kind[:32], remedy="请从渠道账户的种类中选择") from None


def settled(spec: KindSpec, given: Mapping[str, str]) -> dict[str, str]:
    """Return an account's settings with the defaults filled in. Raises Refusal field_bad, field_missing."""
    known = {field.name: field for field in spec.settings}
    _refuse_unknown(known, given)
    found = {name: given.get(name, "").strip() or field.default for name, field in known.items()}
    for name, field in known.items():
        _check(field, found[name])
    return {name: value for name, value in found.items() if value}


def kept_secrets(spec: KindSpec, given: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """Return an account's secrets: those given now, over those it had. Raises Refusal without ever naming a value."""
    known = {field.name: field for field in spec.secrets}
    _refuse_unknown(known, given)
    found = {name: given.get(name, "").strip() or before.get(name, "") for name in known}
    for name, field in known.items():
        if field.required and not found[name]:
            raise Refusal("field_missing", field=field.label)
        if len(found[name]) > VALUE_MOST or any(ord(char) < 32 for char in found[name]):
            raise Refusal("field_bad", field=field.label, value="…", remedy="凭据过长或含有控制字符")
    return {name: value for name, value in found.items() if value}


def limits_of(spec: KindSpec, per_minute: int | None, reserve_percent: int | None) -> Limits:
    """Return an account's limits: the provider's, with a lower rate and another reserve where they are given.

    Raises Refusal field_bad for a rate above the provider's own, or no rate at all.
    """
    rates = spec.limits.rates
    if per_minute is not None:
        most = next((rate.count for rate in rates if rate.per_ms == _MINUTE), None)
        if per_minute < 1 or (most is not None and per_minute > most):
            value, remedy = str(per_minute), f"请填 1 到 {most or '任意'}"
            raise Refusal("field_bad", field="每分钟条数", value=value, remedy=remedy)
        rates = (Rate(per_minute, _MINUTE), *(rate for rate in rates if rate.per_ms != _MINUTE))
    reserve = spec.limits.reserve_percent if reserve_percent is None else reserve_percent
    if not 0 <= reserve <= 90:
        raise Refusal("field_bad", field="紧急预留", value=str(reserve), remedy="请填 0 到 90（百分比）")
    return Limits(rates, reserve)


def _refuse_unknown(known: Mapping[str, Field], given: Mapping[str, str]) -> None:
    for name in given:
        if name not in known:
            names = "、".join(known)
            raise Refusal("field_bad", field="账户", value=name[:32], remedy=f"可填的项：{names}")


def _check(field: Field, value: str) -> None:
    if not value:
        if field.required:
            raise Refusal("field_missing", field=field.label)
        return
    bad = len(value) > VALUE_MOST or any(ord(char) < 32 for char in value)
    if bad or (field.pattern and not re.fullmatch(field.pattern, value)):
        # what was typed is not repeated: whoever pastes a robot's whole address here pastes its key with it
        raise Refusal("field_bad", field=field.label, value="…", remedy="请核对后重填")
