"""The sentences of refusals once more, where the translator's tools find them; a test keeps them those of the hub.

`services.domain.problems.SENTENCES` is the table of truth. It may not know of Qt, and lupdate reads literals only.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

TEXTS: dict[str, tuple[object, object]] = {
    # code: sentence, remedy (source text of the context "Problem")
    "signed_out": (QT_TRANSLATE_NOOP("Problem", "登录已失效"), QT_TRANSLATE_NOOP("Problem", "请重新登录")),
    "wrong_password": (
        QT_TRANSLATE_NOOP("Problem", "用户名或口令不对"),
        QT_TRANSLATE_NOOP("Problem", "请核对后再试；连续 5 次不对将锁定"),
    ),
    "old_password_wrong": (
        QT_TRANSLATE_NOOP("Problem", "原口令不对"),
        QT_TRANSLATE_NOOP("Problem", "请核对后再试；连续 5 次不对将锁定"),
    ),
    "locked_out": (
        QT_TRANSLATE_NOOP("Problem", "账号已锁定至 {until}"),
        QT_TRANSLATE_NOOP("Problem", "请稍后再试或请安全管理员解锁"),
    ),
    "session_locked": (
        QT_TRANSLATE_NOOP("Problem", "席位因空闲已锁定"),
        QT_TRANSLATE_NOOP("Problem", "请输入口令解锁"),
    ),
    "no_right": (QT_TRANSLATE_NOOP("Problem", "您的角色不能{action}"), QT_TRANSLATE_NOOP("Problem", "请由{roles}办理")),
    "not_found": (
        QT_TRANSLATE_NOOP("Problem", "没有找到该对象"),
        QT_TRANSLATE_NOOP("Problem", "请核对编号；不在辖区内的不显示"),
    ),
    "stale": (QT_TRANSLATE_NOOP("Problem", "该案件已被他人改动"), QT_TRANSLATE_NOOP("Problem", "请看清变化后重新提交")),
    "wrong_step": (
        QT_TRANSLATE_NOOP("Problem", "案件处于“{state}”，不能{action}"),
        QT_TRANSLATE_NOOP("Problem", "请先完成前面的环节"),
    ),
    "not_holder": (
        QT_TRANSLATE_NOOP("Problem", "案件现由{holder}负责，不能代为{action}"),
        QT_TRANSLATE_NOOP("Problem", "请由负责单位办理，或注明代办的对象与方式"),
    ),
    "claimed": (QT_TRANSLATE_NOOP("Problem", "案件已由{who}认领"), QT_TRANSLATE_NOOP("Problem", "请先接管再办理")),
    "top_tier": (
        QT_TRANSLATE_NOOP("Problem", "案件已在区级，不能再升级"),
        QT_TRANSLATE_NOOP("Problem", "请在区级派单或督办"),
    ),
    "already_there": (
        QT_TRANSLATE_NOOP("Problem", "案件已由该单位承办"),
        QT_TRANSLATE_NOOP("Problem", "请选择其他单位"),
    ),
    "return_forbidden": (
        QT_TRANSLATE_NOOP("Problem", "本区规定接单后不得退单"),
        QT_TRANSLATE_NOOP("Problem", "如有异议请向区指挥中心说明"),
    ),
    "return_policy_unknown": (
        QT_TRANSLATE_NOOP("Problem", "本区的退单规定尚未录入，不能退单"),
        QT_TRANSLATE_NOOP("Problem", "请系统管理员在区情配置中录入退单规定"),
    ),
    "return_too_late": (
        QT_TRANSLATE_NOOP("Problem", "已过 {minutes} 分钟退单时限"),
        QT_TRANSLATE_NOOP("Problem", "请继续办理或申请延期"),
    ),
    "return_designated": (
        QT_TRANSLATE_NOOP("Problem", "本件为指定承办，不得退单"),
        QT_TRANSLATE_NOOP("Problem", "请办理；如有异议请向区指挥中心说明"),
    ),
    "no_deadline": (
        QT_TRANSLATE_NOOP("Problem", "本件没有办理时限，无需延期"),
        QT_TRANSLATE_NOOP("Problem", "请先确定时限规则"),
    ),
    "extend_overdue": (
        QT_TRANSLATE_NOOP("Problem", "案件已超时，不能再申请延期"),
        QT_TRANSLATE_NOOP("Problem", "请尽快办理并说明原因"),
    ),
    "extend_too_often": (
        QT_TRANSLATE_NOOP("Problem", "已延期 {count} 次，不能再延"),
        QT_TRANSLATE_NOOP("Problem", "请按期办理或请上级督办"),
    ),
    "merged": (
        QT_TRANSLATE_NOOP("Problem", "本件已并入其他案件，不能{action}"),
        QT_TRANSLATE_NOOP("Problem", "请在主案件上办理，或先拆案"),
    ),
    "not_merged": (
        QT_TRANSLATE_NOOP("Problem", "本件没有并案，无需拆案"),
        QT_TRANSLATE_NOOP("Problem", "请核对案件编号"),
    ),
    "not_its_child": (
        QT_TRANSLATE_NOOP("Problem", "所选案件没有并入本件"),
        QT_TRANSLATE_NOOP("Problem", "请从本件的并案清单中选择"),
    ),
    "merge_has_children": (
        QT_TRANSLATE_NOOP("Problem", "本件已有 {count} 件并入，不能{action}"),
        QT_TRANSLATE_NOOP("Problem", "请先拆案，或改为把对方并入本件"),
    ),
    "merge_itself": (
        QT_TRANSLATE_NOOP("Problem", "案件不能并入自身"),
        QT_TRANSLATE_NOOP("Problem", "请选择另一件作为主案件"),
    ),
    "merge_into_closed": (
        QT_TRANSLATE_NOOP("Problem", "主案件处于“{state}”，不能再并入"),
        QT_TRANSLATE_NOOP("Problem", "请选择在办的案件作为主案件"),
    ),
    "merge_into_merged": (
        QT_TRANSLATE_NOOP("Problem", "所选主案件已并入其他案件"),
        QT_TRANSLATE_NOOP("Problem", "请并入它的主案件"),
    ),
    "merge_mode": (
        QT_TRANSLATE_NOOP("Problem", "正式、演练、测试案件不能互相并案"),
        QT_TRANSLATE_NOOP("Problem", "请选择同一模式的案件"),
    ),
    "merge_out_of_sight": (
        QT_TRANSLATE_NOOP("Problem", "有 {count} 件并入的案件不在您的辖区，不能一并办理"),
        QT_TRANSLATE_NOOP("Problem", "请由上级中心办理，或先拆案"),
    ),
    "suspended": (
        QT_TRANSLATE_NOOP("Problem", "案件挂账中，时限停计，不能{action}"),
        QT_TRANSLATE_NOOP("Problem", "请先恢复"),
    ),
    "not_suspended": (
        QT_TRANSLATE_NOOP("Problem", "案件没有挂账，无需恢复"),
        QT_TRANSLATE_NOOP("Problem", "请核对案件编号"),
    ),
    "suspend_too_often": (
        QT_TRANSLATE_NOOP("Problem", "本件已挂账 {count} 次，不能再挂账"),
        QT_TRANSLATE_NOOP("Problem", "请继续办理或申请延期"),
    ),
    "suspend_too_long": (
        QT_TRANSLATE_NOOP("Problem", "挂账最长 {days} 天"),
        QT_TRANSLATE_NOOP("Problem", "请改早恢复时间"),
    ),
    "with_the_centre": (
        QT_TRANSLATE_NOOP("Problem", "案件由负责的中心自己办理，不能退单"),
        QT_TRANSLATE_NOOP("Problem", "请改派其他单位，或升级"),
    ),
    "return_asked": (
        QT_TRANSLATE_NOOP("Problem", "已申请退单，正在等待批复"),
        QT_TRANSLATE_NOOP("Problem", "请等待，批复前计时照常"),
    ),
    "return_not_asked": (
        QT_TRANSLATE_NOOP("Problem", "没有待批的退单申请"),
        QT_TRANSLATE_NOOP("Problem", "请核对案件编号"),
    ),
    "designate_district": (
        QT_TRANSLATE_NOOP("Problem", "指定承办由区指挥中心作出"),
        QT_TRANSLATE_NOOP("Problem", "请报区指挥中心指定，或直接派单"),
    ),
    "not_supervised": (
        QT_TRANSLATE_NOOP("Problem", "本件没有督办，无需解除"),
        QT_TRANSLATE_NOOP("Problem", "请核对案件编号"),
    ),
    "urge_own": (
        QT_TRANSLATE_NOOP("Problem", "案件由本单位承办，不必催办"),
        QT_TRANSLATE_NOOP("Problem", "请直接办理"),
    ),
    "follow_up_first": (
        QT_TRANSLATE_NOOP("Problem", "本区规定先回访再结案"),
        QT_TRANSLATE_NOOP("Problem", "请先逐一回访来电人"),
    ),
    "reopen_too_late": (
        QT_TRANSLATE_NOOP("Problem", "结案已超过 {hours} 小时，不能重开"),
        QT_TRANSLATE_NOOP("Problem", "请新建案件，并在备注里写明原案编号"),
    ),
    "not_claimed": (QT_TRANSLATE_NOOP("Problem", "本件没有人认领"), QT_TRANSLATE_NOOP("Problem", "请先认领")),
    "undo_nothing": (
        QT_TRANSLATE_NOOP("Problem", "没有可以撤销的操作"),
        QT_TRANSLATE_NOOP("Problem", "认领、备注、并案、挂账和未签收的派单可在 60 秒内撤销"),
    ),
    "undo_not_yours": (
        QT_TRANSLATE_NOOP("Problem", "最近一次操作不是您办理的，不能撤销"),
        QT_TRANSLATE_NOOP("Problem", "请由办理人撤销，或用新的操作更正"),
    ),
    "unknown_attachment": (
        QT_TRANSLATE_NOOP("Problem", "附件不属于本件：{value}"),
        QT_TRANSLATE_NOOP("Problem", "请先把附件传到本件"),
    ),
    "unknown_reason": (
        QT_TRANSLATE_NOOP("Problem", "理由代码“{value}”不在本区目录中"),
        QT_TRANSLATE_NOOP("Problem", "请从目录中选择，或写明理由"),
    ),
    "policy_fixed": (
        QT_TRANSLATE_NOOP("Problem", "第 {version} 版升级方案已启用过，不能再改"),
        QT_TRANSLATE_NOOP("Problem", "请以它为底另起草案"),
    ),
    "backtest_busy": (
        QT_TRANSLATE_NOOP("Problem", "已有一次回测在进行"),
        QT_TRANSLATE_NOOP("Problem", "请等它结束或取消后再试"),
    ),
    "undo_too_late": (
        QT_TRANSLATE_NOOP("Problem", "超过 60 秒或已有他人办理，不能撤销"),
        QT_TRANSLATE_NOOP("Problem", "请用新的操作更正"),
    ),
    "field_missing": (QT_TRANSLATE_NOOP("Problem", "缺少“{field}”"), QT_TRANSLATE_NOOP("Problem", "请补充后再提交")),
    "field_too_long": (
        QT_TRANSLATE_NOOP("Problem", "“{field}”超过 {limit} 个字"),
        QT_TRANSLATE_NOOP("Problem", "请精简后再提交"),
    ),
    "field_bad": (
        QT_TRANSLATE_NOOP("Problem", "“{field}”的值不可用：{value}"),
        QT_TRANSLATE_NOOP("Problem", "{remedy}"),
    ),
    "body_unreadable": (
        QT_TRANSLATE_NOOP("Problem", "提交的内容无法读取：{reason}"),
        QT_TRANSLATE_NOOP("Problem", "请按接口说明检查格式与编码（UTF-8）"),
    ),
    "too_large": (
        QT_TRANSLATE_NOOP("Problem", "提交的内容超过 {limit}"),
        QT_TRANSLATE_NOOP("Problem", "请拆分后再提交"),
    ),
    "unknown_category": (
        QT_TRANSLATE_NOOP("Problem", "类别“{value}”不在本区目录中"),
        QT_TRANSLATE_NOOP("Problem", "请从目录中选择，或先把它加入目录"),
    ),
    "unknown_unit": (
        QT_TRANSLATE_NOOP("Problem", "没有单位“{value}”"),
        QT_TRANSLATE_NOOP("Problem", "请从单位目录中选择"),
    ),
    "unknown_person": (
        QT_TRANSLATE_NOOP("Problem", "没有可以接手的人员“{value}”"),
        QT_TRANSLATE_NOOP("Problem", "请从席位名单中选择"),
    ),
    "unknown_source": (
        QT_TRANSLATE_NOOP("Problem", "来源“{value}”未登记"),
        QT_TRANSLATE_NOOP("Problem", "请先登记来源"),
    ),
    "swapped_lonlat": (
        QT_TRANSLATE_NOOP("Problem", "经纬度似乎写反了：{value}"),
        QT_TRANSLATE_NOOP("Problem", "请改为经度 {lon}、纬度 {lat}"),
    ),
    "outside_district": (
        QT_TRANSLATE_NOOP("Problem", "位置 {value} 不在本区范围内"),
        QT_TRANSLATE_NOOP("Problem", "请核对坐标与坐标系"),
    ),
    "bad_coordinate": (
        QT_TRANSLATE_NOOP("Problem", "坐标不可用：{value}"),
        QT_TRANSLATE_NOOP("Problem", "经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间"),
    ),
    "text_required": (QT_TRANSLATE_NOOP("Problem", "请填写{field}"), QT_TRANSLATE_NOOP("Problem", "写明情况后再提交")),
    "live_refused": (
        QT_TRANSLATE_NOOP("Problem", "预警中心完成之前，不发布正式预警"),
        QT_TRANSLATE_NOOP("Problem", "请改用演练"),
    ),
    "demo_exercise_only": (
        QT_TRANSLATE_NOOP("Problem", "演示区只发演练，不发测试"),
        QT_TRANSLATE_NOOP("Problem", "请改用演练"),
    ),
    "mode_looser": (
        QT_TRANSLATE_NOOP("Problem", "演练或测试案件不能发布正式预警"),
        QT_TRANSLATE_NOOP("Problem", "请改用演练或测试"),
    ),
    "alert_incomplete": (
        QT_TRANSLATE_NOOP("Problem", "预警缺少：{fields}"),
        QT_TRANSLATE_NOOP("Problem", "请补齐八项必备内容后再发布"),
    ),
    "contact_there": (
        QT_TRANSLATE_NOOP("Problem", "{unit}的{slot}里已有“{person}”"),
        QT_TRANSLATE_NOOP("Problem", "请修改那一位；确属同名的，请在姓名后加以区分"),
    ),
    "contact_full": (
        QT_TRANSLATE_NOOP("Problem", "{unit}的{slot}至多 {limit} 人"),
        QT_TRANSLATE_NOOP("Problem", "请先移出原来的人，或登记为其副手"),
    ),
    "contact_has_deputies": (
        QT_TRANSLATE_NOOP("Problem", "“{person}”还有 {count} 名副手"),
        QT_TRANSLATE_NOOP("Problem", "请先把副手改到别人名下，或一并移出"),
    ),
    "alert_no_audience": (
        QT_TRANSLATE_NOOP("Problem", "所选范围内没有可以送达的对象"),
        QT_TRANSLATE_NOOP("Problem", "请增选区域，或先登记联系人"),
    ),
    "relay_only": (QT_TRANSLATE_NOOP("Problem", "气象预警只能原文转发"), QT_TRANSLATE_NOOP("Problem", "请选择转发")),
    "no_public_alert": (
        QT_TRANSLATE_NOOP("Problem", "社会安全类事件只向上报告，不提供公众预警"),
        QT_TRANSLATE_NOOP("Problem", "请按要情上报"),
    ),
    "whistle_step": (
        QT_TRANSLATE_NOOP("Problem", "吹哨处于“{state}”，不能{action}"),
        QT_TRANSLATE_NOOP("Problem", "请先完成前面的环节"),
    ),
    "record_stale": (
        QT_TRANSLATE_NOOP("Problem", "这项内容已被他人改动"),
        QT_TRANSLATE_NOOP("Problem", "请刷新后重新提交"),
    ),
    "standard_unconfirmed": (
        QT_TRANSLATE_NOOP("Problem", "标准“{name}”中“{units}”的含义尚未确认"),
        QT_TRANSLATE_NOOP("Problem", "请先确认是工作时还是自然时，再启用"),
    ),
    "standard_state": (
        QT_TRANSLATE_NOOP("Problem", "标准“{name}”{state}，不能{action}"),
        QT_TRANSLATE_NOOP("Problem", "请刷新后另选一版标准"),
    ),
    "unknown_criterion": (
        QT_TRANSLATE_NOOP("Problem", "立案条件“{value}”不在使用中的标准里，或不属于所选类别"),
        QT_TRANSLATE_NOOP("Problem", "请从所选小类的立案条件中选择"),
    ),
    "not_admitted": (
        QT_TRANSLATE_NOOP("Problem", "事项准入清单规定“{category}”不得派往网格"),
        QT_TRANSLATE_NOOP("Problem", "请改派社区、街镇或部门"),
    ),
    "whistle_stale": (
        QT_TRANSLATE_NOOP("Problem", "这次吹哨已被他人改动"),
        QT_TRANSLATE_NOOP("Problem", "请看清变化后重新提交"),
    ),
    "whistle_not_yours": (
        QT_TRANSLATE_NOOP("Problem", "这次吹哨由{unit}发起，不能代为{action}"),
        QT_TRANSLATE_NOOP("Problem", "请由有关单位办理"),
    ),
    "whistle_no_unit": (
        QT_TRANSLATE_NOOP("Problem", "没有选择被召单位"),
        QT_TRANSLATE_NOOP("Problem", "请至少选择一个单位"),
    ),
    "whistle_unit_there": (
        QT_TRANSLATE_NOOP("Problem", "该单位已在召集之列"),
        QT_TRANSLATE_NOOP("Problem", "请选择其他单位"),
    ),
    "whistle_too_many": (
        QT_TRANSLATE_NOOP("Problem", "超过 {count} 个，不是一件事了"),
        QT_TRANSLATE_NOOP("Problem", "请分成几次吹哨"),
    ),
    "whistle_not_summoned": (
        QT_TRANSLATE_NOOP("Problem", "该单位不在召集之列"),
        QT_TRANSLATE_NOOP("Problem", "请从被召单位中选择"),
    ),
    "whistle_not_coming": (
        QT_TRANSLATE_NOOP("Problem", "该单位{state}，不能再报到或拒绝"),
        QT_TRANSLATE_NOOP("Problem", "请核对单位"),
    ),
    "whistle_designated": (
        QT_TRANSLATE_NOOP("Problem", "该单位由区指定，不得拒绝"),
        QT_TRANSLATE_NOOP("Problem", "请到场办理；如有异议请向区指挥中心说明"),
    ),
    "whistle_no_assign": (
        QT_TRANSLATE_NOOP("Problem", "拒绝的单位不足两个，尚不需区里指定"),
        QT_TRANSLATE_NOOP("Problem", "请由街镇增召单位"),
    ),
    "whistle_no_problem": (
        QT_TRANSLATE_NOOP("Problem", "第 {seq} 个问题没有或已解决"),
        QT_TRANSLATE_NOOP("Problem", "请从未解决的问题中选择"),
    ),
    "whistle_not_there": (
        QT_TRANSLATE_NOOP("Problem", "该单位没有到场或已离场"),
        QT_TRANSLATE_NOOP("Problem", "请先报到"),
    ),
    "whistle_not_done": (
        QT_TRANSLATE_NOOP("Problem", "第 {seq} 个问题还没有解决，不能离场"),
        QT_TRANSLATE_NOOP("Problem", "事不完、人不撤；确需离场请由吹哨单位准予"),
    ),
    "whistle_unrated": (
        QT_TRANSLATE_NOOP("Problem", "还有 {missing} 项互评没有完成，不能结束"),
        QT_TRANSLATE_NOOP("Problem", "请先完成互评与区评"),
    ),
    "whistle_approval_unknown": (
        QT_TRANSLATE_NOOP("Problem", "本区未规定吹哨是否须领导批准"),
        QT_TRANSLATE_NOOP("Problem", "请在吹哨时选择是否须批准"),
    ),
    "whistle_mode": (
        QT_TRANSLATE_NOOP("Problem", "演练或测试不能吹正式的哨"),
        QT_TRANSLATE_NOOP("Problem", "请改用演练或测试"),
    ),
    "whistle_no_blower": (
        QT_TRANSLATE_NOOP("Problem", "{unit}不能吹哨"),
        QT_TRANSLATE_NOOP("Problem", "请由街镇中心或区指挥中心吹哨"),
    ),
    "purpose_required": (
        QT_TRANSLATE_NOOP("Problem", "查看个人信息须填写用途"),
        QT_TRANSLATE_NOOP("Problem", "请写明用途，查看将被记录"),
    ),
    "disk_full": (
        QT_TRANSLATE_NOOP("Problem", "数据盘已满，本次没有保存"),
        QT_TRANSLATE_NOOP("Problem", "请腾出空间后重试；已保存的内容没有丢失"),
    ),
    "read_only": (
        QT_TRANSLATE_NOOP("Problem", "数据文件只读，本次没有保存"),
        QT_TRANSLATE_NOOP("Problem", "请检查数据目录的权限后重试"),
    ),
    "database_busy": (
        QT_TRANSLATE_NOOP("Problem", "数据库正忙，本次没有保存"),
        QT_TRANSLATE_NOOP("Problem", "请稍后重试"),
    ),
    "outcome_unknown": (
        QT_TRANSLATE_NOOP("Problem", "数据库连接中断，不能确定是否已保存"),
        QT_TRANSLATE_NOOP("Problem", "请按命令编号查询，不要直接重做"),
    ),
    "network_share": (
        QT_TRANSLATE_NOOP("Problem", "数据目录在网络共享盘上（{kind}），不能使用"),
        QT_TRANSLATE_NOOP("Problem", "请把数据目录放到本机磁盘"),
    ),
    "not_a_database": (
        QT_TRANSLATE_NOOP("Problem", "{path} 不是数据文件或已损坏"),
        QT_TRANSLATE_NOOP("Problem", "请换用备份，并保留原文件备查"),
    ),
    "newer_data": (
        QT_TRANSLATE_NOOP("Problem", "数据由更新的版本写成，本版本不能打开"),
        QT_TRANSLATE_NOOP("Problem", "请升级程序，或换用旧版本的备份"),
    ),
    "backup_needed": (
        QT_TRANSLATE_NOOP("Problem", "升级前须先备份数据库 {path}"),
        QT_TRANSLATE_NOOP("Problem", "请用数据库自带的工具备份后，确认已备份再升级"),
    ),
    "hub_stopping": (
        QT_TRANSLATE_NOOP("Problem", "服务正在停止，本次没有保存"),
        QT_TRANSLATE_NOOP("Problem", "请稍后重试"),
    ),
    "setup_needed": (
        QT_TRANSLATE_NOOP("Problem", "本区尚未设置首位管理员"),
        QT_TRANSLATE_NOOP("Problem", "请先设置首位管理员及口令"),
    ),
    "setup_done": (
        QT_TRANSLATE_NOOP("Problem", "首位管理员已经设置"),
        QT_TRANSLATE_NOOP("Problem", "请由安全管理员添加人员"),
    ),
    "weak_password": (
        QT_TRANSLATE_NOOP("Problem", "口令太弱：{reason}"),
        QT_TRANSLATE_NOOP("Problem", "至少 10 个字符，含字母、数字、符号中的三类"),
    ),
    "attachment_type": (
        QT_TRANSLATE_NOOP("Problem", "不支持的附件类型：{value}"),
        QT_TRANSLATE_NOOP("Problem", "请上传 JPEG、PNG 或 PDF"),
    ),
    "attachment_broken": (
        QT_TRANSLATE_NOOP("Problem", "附件已损坏，无法读取"),
        QT_TRANSLATE_NOOP("Problem", "请重新拍摄或另存后再上传"),
    ),
    "attachment_failed": (
        QT_TRANSLATE_NOOP("Problem", "图片没有处理成，附件没有保存"),
        QT_TRANSLATE_NOOP("Problem", "请缩小图片后再上传"),
    ),
    "key_unreadable": (
        QT_TRANSLATE_NOOP("Problem", "密钥 {path} 无法读取：{reason}"),
        QT_TRANSLATE_NOOP("Problem", "请检查 HUYING_KEY_FILE 及文件权限"),
    ),
    "key_wrong": (
        QT_TRANSLATE_NOOP("Problem", "数据由另一把密钥加密，现有密钥打不开"),
        QT_TRANSLATE_NOOP("Problem", "请使用原来的密钥文件"),
    ),
    "internal": (
        QT_TRANSLATE_NOOP("Problem", "服务内部出错，本次没有保存"),
        QT_TRANSLATE_NOOP("Problem", "请重试；若再次出现请把编号 {ref} 告诉管理员"),
    ),
}
