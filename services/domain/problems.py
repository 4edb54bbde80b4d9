"""Refusals: what the program answers when it cannot do what was asked, in one sentence with the place and the remedy.

A refusal carries a code and parameters, so that a console can say it in its own language; the Chinese sentence travels
with it for every other client. The texts are a table (`SENTENCES`), and a test keeps the table and its users in step.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec


class Kind(StrEnum):
    """What sort of refusal it is; the hub answers each with one HTTP status."""

    INVALID = "invalid"  # 422: the request itself is wrong
    CONFLICT = "conflict"  # 409: somebody was faster, or the step does not fit
    FORBIDDEN = "forbidden"  # 403: the right is missing
    MISSING = "missing"  # 404: not there, or not yours to know of
    SIGNED_OUT = "signed_out"  # 401
    BUSY = "busy"  # 503: for now


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A refusal as it is sent: `code` names the sentence, `params` fill it, `field` names the place it is about.

    `changed` lists what is different now (column → value) where a newer version was in the way.
    """

    kind: Kind
    code: str
    sentence: str
    remedy: str = ""
    field: str = ""
    params: dict[str, str] = {}
    changed: dict[str, Any] = {}


SENTENCES: dict[str, tuple[Kind, str, str]] = {
    # each row: kind, sentence, remedy
    "signed_out": (Kind.SIGNED_OUT, "登录已失效", "请重新登录"),
    "wrong_password": (Kind.SIGNED_OUT, "用户名或口令不对", "请核对后再试；连续 5 次不对将锁定"),
    "old_password_wrong": (Kind.INVALID, "原口令不对", "请核对后再试；连续 5 次不对将锁定"),
    "locked_out": (Kind.SIGNED_OUT, "账号已锁定至 {until}", "请稍后再试或请安全管理员解锁"),
    "session_locked": (Kind.SIGNED_OUT, "席位因空闲已锁定", "请输入口令解锁"),
    "no_right": (Kind.FORBIDDEN, "您的角色不能{action}", "请由{roles}办理"),
    "not_found": (Kind.MISSING, "没有找到该对象", "请核对编号；不在辖区内的不显示"),
    "stale": (Kind.CONFLICT, "该案件已被他人改动", "请看清变化后重新提交"),
    "wrong_step": (Kind.CONFLICT, "案件处于“{state}”，不能{action}", "请先完成前面的环节"),
    "not_holder": (
        Kind.CONFLICT,
        "案件现由{holder}负责，不能代为{action}",
        "请由负责单位办理，或注明代办的对象与方式",
    ),
    "claimed": (Kind.CONFLICT, "案件已由{who}认领", "请先接管再办理"),
    "top_tier": (Kind.CONFLICT, "案件已在区级，不能再升级", "请在区级派单或督办"),
    "already_there": (Kind.CONFLICT, "案件已由该单位承办", "请选择其他单位"),
    "return_forbidden": (Kind.CONFLICT, "本区规定接单后不得退单", "如有异议请向区指挥中心说明"),
    "return_policy_unknown": (
        Kind.CONFLICT,
        "本区的退单规定尚未录入，不能退单",
        "请系统管理员在区情配置中录入退单规定",
    ),
    "return_too_late": (Kind.CONFLICT, "已过 {minutes} 分钟退单时限", "请继续办理或申请延期"),
    "return_designated": (Kind.CONFLICT, "本件为指定承办，不得退单", "请办理；如有异议请向区指挥中心说明"),
    "no_deadline": (Kind.CONFLICT, "本件没有办理时限，无需延期", "请先确定时限规则"),
    "extend_overdue": (Kind.CONFLICT, "案件已超时，不能再申请延期", "请尽快办理并说明原因"),
    "extend_too_often": (Kind.CONFLICT, "已延期 {count} 次，不能再延", "请按期办理或请上级督办"),
    "merged": (Kind.CONFLICT, "本件已并入其他案件，不能{action}", "请在主案件上办理，或先拆案"),
    "not_merged": (Kind.CONFLICT, "本件没有并案，无需拆案", "请核对案件编号"),
    "not_its_child": (Kind.CONFLICT, "所选案件没有并入本件", "请从本件的并案清单中选择"),
    "merge_has_children": (Kind.CONFLICT, "本件已有 {count} 件并入，不能{action}", "请先拆案，或改为把对方并入本件"),
    "merge_itself": (Kind.INVALID, "案件不能并入自身", "请选择另一件作为主案件"),
    "merge_into_closed": (Kind.CONFLICT, "主案件处于“{state}”，不能再并入", "请选择在办的案件作为主案件"),
    "merge_into_merged": (Kind.CONFLICT, "所选主案件已并入其他案件", "请并入它的主案件"),
    "merge_mode": (Kind.CONFLICT, "正式、演练、测试案件不能互相并案", "请选择同一模式的案件"),
    "merge_out_of_sight": (
        Kind.CONFLICT,
        "有 {count} 件并入的案件不在您的辖区，不能一并办理",
        "请由上级中心办理，或先拆案",
    ),
    "suspended": (Kind.CONFLICT, "案件挂账中，时限停计，不能{action}", "请先恢复"),
    "not_suspended": (Kind.CONFLICT, "案件没有挂账，无需恢复", "请核对案件编号"),
    "suspend_too_often": (Kind.CONFLICT, "本件已挂账 {count} 次，不能再挂账", "请继续办理或申请延期"),
    "suspend_too_long": (Kind.CONFLICT, "挂账最长 {days} 天", "请改早恢复时间"),
    "with_the_centre": (Kind.CONFLICT, "案件由负责的中心自己办理，不能退单", "请改派其他单位，或升级"),
    "return_asked": (Kind.CONFLICT, "已申请退单，正在等待批复", "请等待，批复前计时照常"),
    "return_not_asked": (Kind.CONFLICT, "没有待批的退单申请", "请核对案件编号"),
    "designate_district": (Kind.FORBIDDEN, "指定承办由区指挥中心作出", "请报区指挥中心指定，或直接派单"),
    "not_supervised": (Kind.CONFLICT, "本件没有督办，无需解除", "请核对案件编号"),
    "urge_own": (Kind.CONFLICT, "案件由本单位承办，不必催办", "请直接办理"),
    "follow_up_first": (Kind.CONFLICT, "本区规定先回访再结案", "请先逐一回访来电人"),
    "reopen_too_late": (Kind.CONFLICT, "结案已超过 {hours} 小时，不能重开", "请新建案件，并在备注里写明原案编号"),
    "not_claimed": (Kind.CONFLICT, "本件没有人认领", "请先认领"),
    "undo_nothing": (Kind.CONFLICT, "没有可以撤销的操作", "认领、备注、并案、挂账和未签收的派单可在 60 秒内撤销"),
    "undo_not_yours": (Kind.CONFLICT, "最近一次操作不是您办理的，不能撤销", "请由办理人撤销，或用新的操作更正"),
    "unknown_attachment": (Kind.INVALID, "附件不属于本件：{value}", "请先把附件传到本件"),
    "unknown_reason": (Kind.INVALID, "理由代码“{value}”不在本区目录中", "请从目录中选择，或写明理由"),
    "policy_fixed": (Kind.CONFLICT, "第 {version} 版升级方案已启用过，不能再改", "请以它为底另起草案"),
    "backtest_busy": (Kind.BUSY, "已有一次回测在进行", "请等它结束或取消后再试"),
    "undo_too_late": (Kind.CONFLICT, "超过 60 秒或已有他人办理，不能撤销", "请用新的操作更正"),
    "field_missing": (Kind.INVALID, "缺少“{field}”", "请补充后再提交"),
    "field_too_long": (Kind.INVALID, "“{field}”超过 {limit} 个字", "请精简后再提交"),
    "field_bad": (Kind.INVALID, "“{field}”的值不可用：{value}", "{remedy}"),
    "body_unreadable": (Kind.INVALID, "提交的内容无法读取：{reason}", "请按接口说明检查格式与编码（UTF-8）"),
    "too_large": (Kind.INVALID, "提交的内容超过 {limit}", "请拆分后再提交"),
    "unknown_category": (Kind.INVALID, "类别“{value}”不在本区目录中", "请从目录中选择，或先把它加入目录"),
    "unknown_unit": (Kind.INVALID, "没有单位“{value}”", "请从单位目录中选择"),
    "unknown_person": (Kind.INVALID, "没有可以接手的人员“{value}”", "请从席位名单中选择"),
    "unknown_source": (Kind.INVALID, "来源“{value}”未登记", "请先登记来源"),
    "swapped_lonlat": (Kind.INVALID, "经纬度似乎写反了：{value}", "请改为经度 {lon}、纬度 {lat}"),
    "outside_district": (Kind.INVALID, "位置 {value} 不在本区范围内", "请核对坐标与坐标系"),
    "bad_coordinate": (
        Kind.INVALID,
        "坐标不可用：{value}",
        "经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间",
    ),
    "text_required": (Kind.INVALID, "请填写{field}", "写明情况后再提交"),
    "live_refused": (Kind.CONFLICT, "预警中心完成之前，不发布正式预警", "请改用演练"),
    "demo_exercise_only": (Kind.CONFLICT, "演示区只发演练，不发测试", "请改用演练"),
    "mode_looser": (Kind.CONFLICT, "演练或测试案件不能发布正式预警", "请改用演练或测试"),
    "alert_incomplete": (Kind.INVALID, "预警缺少：{fields}", "请补齐八项必备内容后再发布"),
    "contact_there": (Kind.CONFLICT, "{unit}的{slot}里已有“{person}”", "请修改那一位；确属同名的，请在姓名后加以区分"),
    "contact_full": (Kind.CONFLICT, "{unit}的{slot}至多 {limit} 人", "请先移出原来的人，或登记为其副手"),
    "contact_has_deputies": (Kind.CONFLICT, "“{person}”还有 {count} 名副手", "请先把副手改到别人名下，或一并移出"),
    "alert_no_audience": (Kind.INVALID, "所选范围内没有可以送达的对象", "请增选区域，或先登记联系人"),
    "relay_only": (Kind.CONFLICT, "气象预警只能原文转发", "请选择转发"),
    "no_public_alert": (Kind.CONFLICT, "社会安全类事件只向上报告，不提供公众预警", "请按要情上报"),
    "whistle_step": (Kind.CONFLICT, "吹哨处于“{state}”，不能{action}", "请先完成前面的环节"),
    "record_stale": (Kind.CONFLICT, "这项内容已被他人改动", "请刷新后重新提交"),
    "standard_unconfirmed": (
        Kind.CONFLICT,
        "标准“{name}”中“{units}”的含义尚未确认",
        "请先确认是工作时还是自然时，再启用",
    ),
    "standard_state": (Kind.CONFLICT, "标准“{name}”{state}，不能{action}", "请刷新后另选一版标准"),
    "unknown_criterion": (
        Kind.INVALID,
        "立案条件“{value}”不在使用中的标准里，或不属于所选类别",
        "请从所选小类的立案条件中选择",
    ),
    "not_admitted": (Kind.CONFLICT, "事项准入清单规定“{category}”不得派往网格", "请改派社区、街镇或部门"),
    "whistle_stale": (Kind.CONFLICT, "这次吹哨已被他人改动", "请看清变化后重新提交"),
    "whistle_not_yours": (Kind.CONFLICT, "这次吹哨由{unit}发起，不能代为{action}", "请由有关单位办理"),
    "whistle_no_unit": (Kind.INVALID, "没有选择被召单位", "请至少选择一个单位"),
    "whistle_unit_there": (Kind.CONFLICT, "该单位已在召集之列", "请选择其他单位"),
    "whistle_too_many": (Kind.INVALID, "超过 {count} 个，不是一件事了", "请分成几次吹哨"),
    "whistle_not_summoned": (Kind.INVALID, "该单位不在召集之列", "请从被召单位中选择"),
    "whistle_not_coming": (Kind.CONFLICT, "该单位{state}，不能再报到或拒绝", "请核对单位"),
    "whistle_designated": (Kind.CONFLICT, "该单位由区指定，不得拒绝", "请到场办理；如有异议请向区指挥中心说明"),
    "whistle_no_assign": (Kind.CONFLICT, "拒绝的单位不足两个，尚不需区里指定", "请由街镇增召单位"),
    "whistle_no_problem": (Kind.CONFLICT, "第 {seq} 个问题没有或已解决", "请从未解决的问题中选择"),
    "whistle_not_there": (Kind.CONFLICT, "该单位没有到场或已离场", "请先报到"),
    "whistle_not_done": (
        Kind.CONFLICT,
        "第 {seq} 个问题还没有解决，不能离场",
        "事不完、人不撤；确需离场请由吹哨单位准予",
    ),
    "whistle_unrated": (Kind.CONFLICT, "还有 {missing} 项互评没有完成，不能结束", "请先完成互评与区评"),
    "whistle_approval_unknown": (Kind.INVALID, "本区未规定吹哨是否须领导批准", "请在吹哨时选择是否须批准"),
    "whistle_mode": (Kind.CONFLICT, "演练或测试不能吹正式的哨", "请改用演练或测试"),
    "whistle_no_blower": (Kind.CONFLICT, "{unit}不能吹哨", "请由街镇中心或区指挥中心吹哨"),
    "purpose_required": (Kind.INVALID, "查看个人信息须填写用途", "请写明用途，查看将被记录"),
    "disk_full": (Kind.BUSY, "数据盘已满，本次没有保存", "请腾出空间后重试；已保存的内容没有丢失"),
    "read_only": (Kind.BUSY, "数据文件只读，本次没有保存", "请检查数据目录的权限后重试"),
    "database_busy": (Kind.BUSY, "数据库正忙，本次没有保存", "请稍后重试"),
    "outcome_unknown": (Kind.BUSY, "数据库连接中断，不能确定是否已保存", "请按命令编号查询，不要直接重做"),
    "network_share": (Kind.BUSY, "数据目录在网络共享盘上（{kind}），不能使用", "请把数据目录放到本机磁盘"),
    "not_a_database": (Kind.BUSY, "{path} 不是数据文件或已损坏", "请换用备份，并保留原文件备查"),
    "newer_data": (Kind.BUSY, "数据由更新的版本写成，本版本不能打开", "请升级程序，或换用旧版本的备份"),
    "backup_needed": (Kind.BUSY, "升级前须先备份数据库 {path}", "请用数据库自带的工具备份后，确认已备份再升级"),
    "hub_stopping": (Kind.BUSY, "服务正在停止，本次没有保存", "请稍后重试"),
    "setup_needed": (Kind.CONFLICT, "本区尚未设置首位管理员", "请先设置首位管理员及口令"),
    "setup_done": (Kind.CONFLICT, "首位管理员已经设置", "请由安全管理员添加人员"),
    "weak_password": (Kind.INVALID, "口令太弱：{reason}", "至少 10 个字符，含字母、数字、符号中的三类"),
    "attachment_type": (Kind.INVALID, "不支持的附件类型：{value}", "请上传 JPEG、PNG 或 PDF"),
    "attachment_broken": (Kind.INVALID, "附件已损坏，无法读取", "请重新拍摄或另存后再上传"),
    "attachment_failed": (Kind.INVALID, "图片没有处理成，附件没有保存", "请缩小图片后再上传"),
    "key_unreadable": (Kind.BUSY, "密钥 {path} 无法读取：{reason}", "请检查 HUYING_KEY_FILE 及文件权限"),
    "key_wrong": (Kind.BUSY, "数据由另一把密钥加密，现有密钥打不开", "请使用原来的密钥文件"),
    "internal": (Kind.BUSY, "服务内部出错，本次没有保存", "请重试；若再次出现请把编号 {ref} 告诉管理员"),
}


class Refusal(Exception):
    """Raised by rules and desk functions; the hub turns it into its `problem`."""

    def __init__(self, code: str, *, field: str = "", changed: dict[str, Any] | None = None, **params: object) -> None:
        kind, sentence, remedy = SENTENCES[code]
        texts = {name: str(value) for name, value in params.items()}
        if field:
            texts.setdefault("field", field)
        self.problem = Problem(
            kind=kind,
            code=code,
            sentence=sentence.format_map(texts),
            remedy=remedy.format_map(texts),
            field=field,
            params=texts,
            changed=changed or {},
        )
        super().__init__(f"{code}: {self.problem.sentence}")
