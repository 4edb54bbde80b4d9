"""The words that the hub puts into its sentences: what a field is called, what is wrong with it, what to do, and why.

A refusal arrives as a code with parameters, an address of an alert with a reason: fixed Chinese texts, found again
here in the person's language. A number inside stands as ``{n}``. A test reads the refusals in the hub's source.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.wording import labelled

WORDS = (
    QT_TRANSLATE_NOOP("ProblemWord", "CAP 文件"),
    QT_TRANSLATE_NOOP("ProblemWord", "上传附件"),
    QT_TRANSLATE_NOOP("ProblemWord", "不能包含用户名"),
    QT_TRANSLATE_NOOP("ProblemWord", "不是 UTF-8 编码"),
    QT_TRANSLATE_NOOP("ProblemWord", "三员分立：管理员不得兼任其他角色"),
    QT_TRANSLATE_NOOP("ProblemWord", "不能修改自己的角色，请由另一位安全管理员办理"),
    QT_TRANSLATE_NOOP("ProblemWord", "与签发时不一致"),
    QT_TRANSLATE_NOOP("ProblemWord", "全文"),
    QT_TRANSLATE_NOOP("ProblemWord", "公众"),
    QT_TRANSLATE_NOOP("ProblemWord", "原口令"),
    QT_TRANSLATE_NOOP("ProblemWord", "导入单位"),
    QT_TRANSLATE_NOOP("ProblemWord", "导入边界"),
    QT_TRANSLATE_NOOP("ProblemWord", "发布内容"),
    QT_TRANSLATE_NOOP("ProblemWord", "备用文本"),
    QT_TRANSLATE_NOOP("ProblemWord", "姓名"),
    QT_TRANSLATE_NOOP("ProblemWord", "少于 32 字节"),
    QT_TRANSLATE_NOOP("ProblemWord", "已结束的预警请另行发布"),
    QT_TRANSLATE_NOOP("ProblemWord", "应与地址中的编号相同"),
    QT_TRANSLATE_NOOP("ProblemWord", "应同时含字母、数字和符号"),
    QT_TRANSLATE_NOOP("ProblemWord", "延期后的时限须晚于原时限"),
    QT_TRANSLATE_NOOP("ProblemWord", "文件"),
    QT_TRANSLATE_NOOP("ProblemWord", "无法写入"),
    QT_TRANSLATE_NOOP("ProblemWord", "无法打开"),
    QT_TRANSLATE_NOOP("ProblemWord", "早于起始或发布时间"),
    QT_TRANSLATE_NOOP("ProblemWord", "晚于当前时间，请核对时区"),
    QT_TRANSLATE_NOOP("ProblemWord", "有效期至"),
    QT_TRANSLATE_NOOP("ProblemWord", "未知"),
    QT_TRANSLATE_NOOP("ProblemWord", "本人"),
    QT_TRANSLATE_NOOP("ProblemWord", "来源"),
    QT_TRANSLATE_NOOP("ProblemWord", "正式预警不能带演练或测试标记"),
    QT_TRANSLATE_NOOP("ProblemWord", "没有内容"),
    QT_TRANSLATE_NOOP("ProblemWord", "没有这个字段"),
    QT_TRANSLATE_NOOP("ProblemWord", "没有这个筛选条件"),
    QT_TRANSLATE_NOOP("ProblemWord", "渠道"),
    QT_TRANSLATE_NOOP("ProblemWord", "演练内容不得否认是演练，请删去"),
    QT_TRANSLATE_NOOP("ProblemWord", "演练和测试只发给责任人和设备"),
    QT_TRANSLATE_NOOP("ProblemWord", "演练字样"),
    QT_TRANSLATE_NOOP("ProblemWord", "用户名"),
    QT_TRANSLATE_NOOP("ProblemWord", "类别"),
    QT_TRANSLATE_NOOP("ProblemWord", "级别"),
    QT_TRANSLATE_NOOP("ProblemWord", "范围"),
    QT_TRANSLATE_NOOP("ProblemWord", "表头"),
    QT_TRANSLATE_NOOP("ProblemWord", "规定的大小"),
    QT_TRANSLATE_NOOP("ProblemWord", "视图"),
    QT_TRANSLATE_NOOP("ProblemWord", "视图名称"),
    QT_TRANSLATE_NOOP("ProblemWord", "角色"),
    QT_TRANSLATE_NOOP("ProblemWord", "警示事项或措施"),
    QT_TRANSLATE_NOOP("ProblemWord", "该用户名已被使用，请换一个"),
    QT_TRANSLATE_NOOP("ProblemWord", "请从渠道列表中选择"),
    QT_TRANSLATE_NOOP("ProblemWord", "请从目录中选择"),
    QT_TRANSLATE_NOOP("ProblemWord", "请从第一页重新查找"),
    QT_TRANSLATE_NOOP("ProblemWord", "请从随附的区情配置中选择"),
    QT_TRANSLATE_NOOP("ProblemWord", "请从预警类型中选择"),
    QT_TRANSLATE_NOOP("ProblemWord", "请停用并改用重新起草的更正"),
    QT_TRANSLATE_NOOP("ProblemWord", "请先删除不用的视图"),
    QT_TRANSLATE_NOOP("ProblemWord", "请写明时区，如 +08:00"),
    QT_TRANSLATE_NOOP("ProblemWord", "请删去看不见的控制字符"),
    QT_TRANSLATE_NOOP("ProblemWord", "请去掉控制字符"),
    QT_TRANSLATE_NOOP("ProblemWord", "请在映射文件中写明正确的编码"),
    QT_TRANSLATE_NOOP("ProblemWord", "请填写数字"),
    QT_TRANSLATE_NOOP("ProblemWord", "请把有效期改到发布之后"),
    QT_TRANSLATE_NOOP("ProblemWord", "请按接口说明改正"),
    QT_TRANSLATE_NOOP("ProblemWord", "请按接口说明改正字段名"),
    QT_TRANSLATE_NOOP("ProblemWord", "请改正后再发布"),
    QT_TRANSLATE_NOOP("ProblemWord", "请改选上一级单位"),
    QT_TRANSLATE_NOOP("ProblemWord", "请用 1 到 32 个字母、数字、- 或 _"),
    QT_TRANSLATE_NOOP("ProblemWord", "请用 1 到 64 个字符的编号"),
    QT_TRANSLATE_NOOP("ProblemWord", "请用 ISO 8601，如 2026-01-31T08:00:00+08:00"),
    QT_TRANSLATE_NOOP("ProblemWord", "请用 correction 或 all_clear"),
    QT_TRANSLATE_NOOP("ProblemWord", "请用 wgs84、cgcs2000、gcj02 或 bd09"),
    QT_TRANSLATE_NOOP("ProblemWord", "请用 特急、急 或 普"),
    QT_TRANSLATE_NOOP("ProblemWord", "请缩短有效期，到期前可以更新"),
    QT_TRANSLATE_NOOP("ProblemWord", "请缩短警示事项或措施"),
    QT_TRANSLATE_NOOP("ProblemWord", "请选择有表头的 CSV 文件"),
    QT_TRANSLATE_NOOP("ProblemWord", "超过 24 小时"),
    QT_TRANSLATE_NOOP("ProblemWord", "重复的字符太多"),
    QT_TRANSLATE_NOOP("ProblemWord", "预警状态"),
    QT_TRANSLATE_NOOP("ProblemWord", "请用 2 到 32 个小写字母、数字或 . _ -"),
    QT_TRANSLATE_NOOP("ProblemWord", "请在映射文件中写明该词的含义"),
    QT_TRANSLATE_NOOP("ProblemWord", "不足 {n} 个字符"),
    QT_TRANSLATE_NOOP("ProblemWord", "已有 {n} 个"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 个单位"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 万像素"),
    QT_TRANSLATE_NOOP("ProblemWord", "起始时间"),
    QT_TRANSLATE_NOOP("ProblemWord", "可能影响范围"),
    QT_TRANSLATE_NOOP("ProblemWord", "警示事项"),
    QT_TRANSLATE_NOOP("ProblemWord", "应当采取的措施"),
    QT_TRANSLATE_NOOP("ProblemWord", "发布单位"),
    QT_TRANSLATE_NOOP("ProblemWord", "发布时间"),
    QT_TRANSLATE_NOOP("ProblemWord", "承办单位"),
    QT_TRANSLATE_NOOP("ProblemWord", "情况说明"),
    QT_TRANSLATE_NOOP("ProblemWord", "理由"),
    QT_TRANSLATE_NOOP("ProblemWord", "延至时间"),
    QT_TRANSLATE_NOOP("ProblemWord", "代办方式"),
    QT_TRANSLATE_NOOP("ProblemWord", "对方原话"),
    QT_TRANSLATE_NOOP("ProblemWord", "筛选条件"),
    QT_TRANSLATE_NOOP("ProblemWord", "生效中"),
    QT_TRANSLATE_NOOP("ProblemWord", "已更正"),
    QT_TRANSLATE_NOOP("ProblemWord", "已解除"),
    QT_TRANSLATE_NOOP("ProblemWord", "编写预警"),
    QT_TRANSLATE_NOOP("ProblemWord", "查看预警"),
    QT_TRANSLATE_NOOP("ProblemWord", "查看案件"),
    QT_TRANSLATE_NOOP("ProblemWord", "查看数据"),
    QT_TRANSLATE_NOOP("ProblemWord", "查找案件"),
    QT_TRANSLATE_NOOP("ProblemWord", "查看个人信息"),
    QT_TRANSLATE_NOOP("ProblemWord", "登记来源"),
    QT_TRANSLATE_NOOP("ProblemWord", "查看人员"),
    QT_TRANSLATE_NOOP("ProblemWord", "添加人员"),
    QT_TRANSLATE_NOOP("ProblemWord", "重设口令"),
    QT_TRANSLATE_NOOP("ProblemWord", "解锁账号"),
    QT_TRANSLATE_NOOP("ProblemWord", "发放手机端密钥"),
    QT_TRANSLATE_NOOP("ProblemWord", "新建案件"),
    QT_TRANSLATE_NOOP("ProblemWord", "发布预警"),
    QT_TRANSLATE_NOOP("ProblemWord", "导入案件"),
    QT_TRANSLATE_NOOP("ProblemWord", "更正或解除预警"),
    QT_TRANSLATE_NOOP("ProblemWord", "代签收"),
    QT_TRANSLATE_NOOP("ProblemWord", "代反馈"),
    QT_TRANSLATE_NOOP("ProblemWord", "代退单"),
    QT_TRANSLATE_NOOP("ProblemWord", "代延期"),
    QT_TRANSLATE_NOOP("ProblemWord", "白色"),
    QT_TRANSLATE_NOOP("ProblemWord", "蓝色"),
    QT_TRANSLATE_NOOP("ProblemWord", "黄色"),
    QT_TRANSLATE_NOOP("ProblemWord", "橙色"),
    QT_TRANSLATE_NOOP("ProblemWord", "红色"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 字节"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 条"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 秒"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 行"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 字节，超出"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 条，超出"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 秒，超出"),
    QT_TRANSLATE_NOOP("ProblemWord", "{n} 字 · {n}/{n} 行，超出"),
    QT_TRANSLATE_NOOP("ProblemWord", "地址格式不对"),
    QT_TRANSLATE_NOOP("ProblemWord", "所选渠道均无地址"),
    QT_TRANSLATE_NOOP("ProblemWord", "未登记地址"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关返回 {n}"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关的回答里没有这条消息"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关拒绝，未说明原因"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关繁忙"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关繁忙，请稍后再发"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关的回答无法识别"),
    QT_TRANSLATE_NOOP("ProblemWord", "到期未能送出"),
    QT_TRANSLATE_NOOP("ProblemWord", "到期仍不知是否送出"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关没有收到，须由值班人员决定是否重发"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关没有收到"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关没有说明这条消息的去向（{n}）"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关的回答无法读取"),
    QT_TRANSLATE_NOOP("ProblemWord", "与网关的连接中断"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关的证书不可信"),
    QT_TRANSLATE_NOOP("ProblemWord", "连不上网关"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关的回答超过 {n} KB"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关没有按时回答"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关要求转到别处（{n}），不予跟随"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关不认凭据"),
    QT_TRANSLATE_NOOP("ProblemWord", "凭据与模式不符或无权发送"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关限流"),
    QT_TRANSLATE_NOOP("ProblemWord", "网关暂停服务"),
    QT_TRANSLATE_NOOP("ProblemWord", "消息与渠道的模式不符，没有送出"),
)
_CONTEXT = "ProblemWord"
_NUMBER = re.compile(r"\d[\d,]*")


def translated(word: str) -> str:
    """Return a text of the hub in the person's language: a word, one with numbers, or "word：what it is about".

    What is not listed here comes back as it is.
    """
    found = _found(word)
    if found != word:
        return found
    head, colon, rest = word.partition("：")
    said = _found(head) if colon else head
    return labelled(said, translated(rest)) if said != head else word


def _found(word: str) -> str:
    found = QCoreApplication.translate(_CONTEXT, word)
    pattern = _NUMBER.sub("{n}", word)
    if found != word or pattern == word:
        return found
    found = QCoreApplication.translate(_CONTEXT, pattern)
    numbers = iter(_NUMBER.findall(word))
    return re.sub(r"\{n\}", lambda _place: next(numbers), found) if found != pattern else word
