<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="zh_CN">
<context>
    <name>ActForm</name>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>工作群</source>
        <translation>Work group</translation>
    </message>
    <message>
        <source>当面</source>
        <translation>In person</translation>
    </message>
    <message>
        <source>已解决</source>
        <translation>Solved</translation>
    </message>
    <message>
        <source>部分解决</source>
        <translation>Partly solved</translation>
    </message>
    <message>
        <source>未解决</source>
        <translation>Not solved</translation>
    </message>
    <message>
        <source>满意</source>
        <translation>Satisfied</translation>
    </message>
    <message>
        <source>基本满意</source>
        <translation>Fairly satisfied</translation>
    </message>
    <message>
        <source>不满意</source>
        <translation>Dissatisfied</translation>
    </message>
    <message>
        <source>派给哪个单位主办？</source>
        <translation>Which unit leads?</translation>
    </message>
    <message>
        <source>处置了什么，结果如何？</source>
        <translation>What was done, with what result?</translation>
    </message>
    <message>
        <source>为什么升级？</source>
        <translation>Why escalate?</translation>
    </message>
    <message>
        <source>现场核查的结果</source>
        <translation>Result of the check on site</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>为什么退单？</source>
        <translation>Why return it?</translation>
    </message>
    <message>
        <source>为什么不予受理？</source>
        <translation>Why is it not accepted?</translation>
    </message>
    <message>
        <source>现场核实：问题属实吗？</source>
        <translation>Verified on site: is it real?</translation>
    </message>
    <message>
        <source>按哪条立案条件立案？</source>
        <translation>Filed by which criterion?</translation>
    </message>
    <message>
        <source>怎样督办，要求是什么？</source>
        <translation>Supervise how, and what is required?</translation>
    </message>
    <message>
        <source>为什么解除督办？</source>
        <translation>Why end the supervision?</translation>
    </message>
    <message>
        <source>催办承办单位</source>
        <translation>Urge the handling unit</translation>
    </message>
    <message>
        <source>并入哪一件？</source>
        <translation>Merge into which case?</translation>
    </message>
    <message>
        <source>拆出哪一件？</source>
        <translation>Split off which case?</translation>
    </message>
    <message>
        <source>来电人怎么说？</source>
        <translation>What did the caller say?</translation>
    </message>
    <message>
        <source>结案条件如何达到？</source>
        <translation>How is the closing criterion met?</translation>
    </message>
    <message>
        <source>为什么重开？时限将重新计算</source>
        <translation>Why reopen it? Its limit will run anew</translation>
    </message>
    <message>
        <source>哪里没有做好？</source>
        <translation>What was not done well?</translation>
    </message>
    <message>
        <source>准予退单</source>
        <translation>Allow the return</translation>
    </message>
    <message>
        <source>为什么不准退单？</source>
        <translation>Why is the return refused?</translation>
    </message>
    <message>
        <source>延到什么时候，为什么？</source>
        <translation>Until when, and why?</translation>
    </message>
    <message>
        <source>代为签收</source>
        <translation>Sign on behalf</translation>
    </message>
    <message>
        <source>挂账多久，为什么？</source>
        <translation>Suspend for how long, and why?</translation>
    </message>
    <message>
        <source>恢复计时</source>
        <translation>Resume the clock</translation>
    </message>
    <message>
        <source>为什么作废？</source>
        <translation>Why is it void?</translation>
    </message>
    <message>
        <source>为什么接管？</source>
        <translation>Why take it over?</translation>
    </message>
    <message>
        <source>日常</source>
        <translation>Routine</translation>
    </message>
    <message>
        <source>挂牌</source>
        <translation>Listed</translation>
    </message>
    <message>
        <source>约谈</source>
        <translation>Summoned for talk</translation>
    </message>
    <message>
        <source>立案条件</source>
        <translation>Filing criterion</translation>
    </message>
    <message>
        <source>督办级别</source>
        <translation>Grade of supervision</translation>
    </message>
    <message>
        <source>回访谁</source>
        <translation>Who was called</translation>
    </message>
    <message>
        <source>拆出的案件</source>
        <translation>Case to split off</translation>
    </message>
    <message>
        <source>属实</source>
        <translation>Real</translation>
    </message>
    <message>
        <source>不属实</source>
        <translation>Not real</translation>
    </message>
    <message>
        <source>{action} · {case}</source>
        <translation>{action} · {case}</translation>
    </message>
    <message>
        <source>问题已解决，核查通过</source>
        <translation>Solved: check passed</translation>
    </message>
    <message>
        <source>没有解决，退回原单位返工</source>
        <translation>Not solved: back to the unit for rework</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>本件来电人</source>
        <translation>This case&apos;s caller</translation>
    </message>
</context>
<context>
    <name>Acting</name>
    <message>
        <source>请先在队列里选一件案件</source>
        <translation>Select a case in the queue first</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>It was not done: try again</translation>
    </message>
    <message>
        <source>{number} 已{action}</source>
        <translation>{number}: {action} done</translation>
    </message>
    <message>
        <source>撤销 Ctrl+Z</source>
        <translation>Undo Ctrl+Z</translation>
    </message>
    <message>
        <source>您的角色不能吹哨</source>
        <translation>Your role may not blow a whistle</translation>
    </message>
    <message>
        <source>请由街镇中心或区指挥中心吹哨</source>
        <translation>A street centre or the district centre blows the whistle</translation>
    </message>
    <message>
        <source>为案件 {number} 吹哨：{title}</source>
        <translation>Whistle for case {number}: {title}</translation>
    </message>
    <message>
        <source>请先在列表里选一次吹哨</source>
        <translation>Choose a whistle in the list first</translation>
    </message>
    <message>
        <source>正在提交，请稍候</source>
        <translation>Being submitted, one moment</translation>
    </message>
</context>
<context>
    <name>Action</name>
    <message>
        <source>受理</source>
        <translation>Accept</translation>
    </message>
    <message>
        <source>不予受理</source>
        <translation>Not accept</translation>
    </message>
    <message>
        <source>核实</source>
        <translation>Verify</translation>
    </message>
    <message>
        <source>立案</source>
        <translation>File</translation>
    </message>
    <message>
        <source>派单</source>
        <translation>Dispatch</translation>
    </message>
    <message>
        <source>签收</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>反馈</source>
        <translation>Feedback</translation>
    </message>
    <message>
        <source>升级</source>
        <translation>Escalate</translation>
    </message>
    <message>
        <source>督办</source>
        <translation>Supervise</translation>
    </message>
    <message>
        <source>解除督办</source>
        <translation>End supervision</translation>
    </message>
    <message>
        <source>催办</source>
        <translation>Urge</translation>
    </message>
    <message>
        <source>并案</source>
        <translation>Merge</translation>
    </message>
    <message>
        <source>拆案</source>
        <translation>Split</translation>
    </message>
    <message>
        <source>核查</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>回访</source>
        <translation>Follow up</translation>
    </message>
    <message>
        <source>结案</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>重开</source>
        <translation>Reopen</translation>
    </message>
    <message>
        <source>返工</source>
        <translation>Rework</translation>
    </message>
    <message>
        <source>准予退单</source>
        <translation>Allow the return</translation>
    </message>
    <message>
        <source>不准退单</source>
        <translation>Refuse return</translation>
    </message>
    <message>
        <source>挂账</source>
        <translation>Suspend</translation>
    </message>
    <message>
        <source>恢复</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>作废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>退单</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>延期</source>
        <translation>Extend</translation>
    </message>
    <message>
        <source>认领</source>
        <translation>Claim</translation>
    </message>
    <message>
        <source>接管</source>
        <translation>Take over</translation>
    </message>
    <message>
        <source>取消认领</source>
        <translation>Release</translation>
    </message>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
</context>
<context>
    <name>ActionRow</name>
    <message>
        <source>可办的事</source>
        <translation>What can be done</translation>
    </message>
</context>
<context>
    <name>ActionWhy</name>
    <message>
        <source>与服务的连接中断，恢复后可用</source>
        <translation>Service disconnected; available again once it is back</translation>
    </message>
    <message>
        <source>本件正在提交，请稍候</source>
        <translation>This case is being submitted: please wait</translation>
    </message>
    <message>
        <source>您已认领本件</source>
        <translation>You have claimed this case</translation>
    </message>
</context>
<context>
    <name>AdmissionsPart</name>
    <message>
        <source>只看名称含这些字的</source>
        <translation>Only names with these words</translation>
    </message>
    <message>
        <source>查找事项</source>
        <translation>Find a matter</translation>
    </message>
    <message>
        <source>大类</source>
        <translation>Main class</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>可派网格</source>
        <translation>May go to a grid</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>事项准入清单</source>
        <translation>Matter admission list</translation>
    </message>
    <message>
        <source>保存 Ctrl+S</source>
        <translation>Save Ctrl+S</translation>
    </message>
    <message>
        <source>放弃改动</source>
        <translation>Discard changes</translation>
    </message>
    <message>
        <source>不勾选的事项不能派给网格。清单没有写明的，视为可以。空格换勾选，F2 写说明。</source>
        <translation>What is not ticked may not be sent to a grid. What the list does not name may. Space ticks, F2 writes a note.</translation>
    </message>
    <message>
        <source>清单未写</source>
        <translation>not listed</translation>
    </message>
    <message>
        <source>还没有可选的类别：请先启用一份类别标准</source>
        <translation>No category can be chosen yet: put a category standard into use first</translation>
    </message>
    <message>
        <source>{n} 项</source>
        <translation>{n} matters</translation>
    </message>
    <message>
        <source>保存 {n} 项 Ctrl+S</source>
        <translation>Save {n} Ctrl+S</translation>
    </message>
    <message>
        <source>事项准入清单已保存</source>
        <translation>The matter admission list is saved</translation>
    </message>
    <message>
        <source>已被他人改动。现在显示的是最新情况，请看清后再改。</source>
        <translation>Somebody else has changed it. What you see is how it is now; look at it before you change it.</translation>
    </message>
</context>
<context>
    <name>AffectedForm</name>
    <message>
        <source>按现行日历，{n} 件在办案件的到期时间会变</source>
        <translation>By the calendar as it is now, {n} open cases would be due at another time</translation>
    </message>
    <message>
        <source>受影响的案件</source>
        <translation>Affected cases</translation>
    </message>
    <message>
        <source>勾选的案件按现行日历改，每件留一条带理由的记录；不勾选的保持原来的到期时间。</source>
        <translation>Ticked cases are changed to the calendar as it is now, each with a record and your reason; the others keep their due time.</translation>
    </message>
    <message>
        <source>改这些案件的到期时间</source>
        <translation>Change their due times</translation>
    </message>
    <message>
        <source>案件</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>时限</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>起算</source>
        <translation>Starts</translation>
    </message>
    <message>
        <source>原到期</source>
        <translation>Due before</translation>
    </message>
    <message>
        <source>新到期</source>
        <translation>Due now</translation>
    </message>
    <message>
        <source>相差</source>
        <translation>Difference</translation>
    </message>
    <message>
        <source>另有 {n} 件，改完这些再列出</source>
        <translation>{n} more are listed once these are done</translation>
    </message>
    <message>
        <source>{n} 件由人延期过，到期时间不动</source>
        <translation>{n} were extended by a person and stay as they are</translation>
    </message>
    <message>
        <source>无</source>
        <translation>none</translation>
    </message>
    <message>
        <source>{time} 未确认</source>
        <translation>{time} unconfirmed</translation>
    </message>
    <message>
        <source>原无到期</source>
        <translation>had none</translation>
    </message>
    <message>
        <source>时间不变</source>
        <translation>same time</translation>
    </message>
    <message>
        <source>{n} 天</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>{n} 小时</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} 分</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>晚 {t}</source>
        <translation>{t} later</translation>
    </message>
    <message>
        <source>早 {t}</source>
        <translation>{t} earlier</translation>
    </message>
    <message>
        <source>{n} 件在办案件还按以前的标准</source>
        <translation>Open cases by an earlier standard: {n}</translation>
    </message>
    <message>
        <source>勾选的案件改按使用中的标准里同一条立案条件，每件留一条带理由的记录；不勾选的保持原样。</source>
        <translation>Ticked cases move to the same filing criterion of the standard in use, each with a recorded reason; the others stay as they are.</translation>
    </message>
    <message>
        <source>改这些案件的标准</source>
        <translation>Move these cases</translation>
    </message>
</context>
<context>
    <name>AlertComposer</name>
    <message>
        <source>预警类型</source>
        <translation>Alert type</translation>
    </message>
    <message>
        <source>在地图上按哪一层级增减</source>
        <translation>Tier at which the map adds and removes areas</translation>
    </message>
    <message>
        <source>还没有选定区域，在地图上点选</source>
        <translation>No area yet: click on the map</translation>
    </message>
    <message>
        <source>按街镇增减</source>
        <translation>By street</translation>
    </message>
    <message>
        <source>按社区增减</source>
        <translation>By community</translation>
    </message>
    <message>
        <source>按网格增减</source>
        <translation>By grid</translation>
    </message>
    <message>
        <source>一键预警</source>
        <translation>One-key alert</translation>
    </message>
    <message>
        <source>影响范围</source>
        <translation>Area affected</translation>
    </message>
</context>
<context>
    <name>AlertPage</name>
    <message>
        <source>预警</source>
        <translation>Alerts</translation>
    </message>
    <message>
        <source>新建预警 F12</source>
        <translation>New alert F12</translation>
    </message>
    <message>
        <source>您的角色不能起草预警</source>
        <translation>Your role may not draft alerts</translation>
    </message>
    <message>
        <source>来自案件 {number} · {title}</source>
        <translation>From case {number} · {title}</translation>
    </message>
    <message>
        <source>还没有发布过预警。按 F12 新建一条，或在指挥页选中案件后按 F12</source>
        <translation>No alert has been issued yet. Press F12 to make one, or choose a case on the Operations page and press F12</translation>
    </message>
    <message>
        <source>另存 CAP 文件</source>
        <translation>Save CAP file</translation>
    </message>
    <message>
        <source>文件没有存下：{reason}</source>
        <translation>File not saved: {reason}</translation>
    </message>
    <message>
        <source>已存为 {name}</source>
        <translation>Saved as {name}</translation>
    </message>
    <message>
        <source>{time} 发布</source>
        <translation>issued {time}</translation>
    </message>
    <message>
        <source>已接受 {a}/{n}</source>
        <translation>accepted {a}/{n}</translation>
    </message>
    <message>
        <source>已送达 {d}/{n}</source>
        <translation>delivered {d}/{n}</translation>
    </message>
    <message>
        <source>已回执 {r}/{p} 人</source>
        <translation>answered {r}/{p}</translation>
    </message>
    <message>
        <source>生效中</source>
        <translation>In force</translation>
    </message>
    <message>
        <source>已解除</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>已更正撤回</source>
        <translation>Corrected and withdrawn</translation>
    </message>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>It was not done: try again</translation>
    </message>
</context>
<context>
    <name>AlertWords</name>
    <message>
        <source>〔{label}〕</source>
        <translation>[{label}]</translation>
    </message>
</context>
<context>
    <name>AppKeyForm</name>
    <message>
        <source>手机端密钥</source>
        <translation>Phone key</translation>
    </message>
    <message>
        <source>将生成一把新密钥；此人原有的密钥立即失效。</source>
        <translation>A new key will be made; an earlier key of this person ends at once.</translation>
    </message>
    <message>
        <source>密钥只显示这一次，关闭后无法再次查看；请现在复制并当面交给本人。</source>
        <translation>The key is shown this once and never again after closing. Copy it now and hand it over in person.</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Notice</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>复制密钥</source>
        <translation>Copy the key</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>生成密钥</source>
        <translation>Make a key</translation>
    </message>
    <message>
        <source>新密钥已生效，请在手机端填写。</source>
        <translation>The new key works now; enter it in the phone app.</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>已复制</source>
        <translation>Copied</translation>
    </message>
</context>
<context>
    <name>Arrivals</name>
    <message numerus="yes">
        <source>↑ 上方新到 %n 件</source>
        <translation>
            <numerusform>↑ %n new case above</numerusform>
            <numerusform>↑ %n new cases above</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AssistingInput</name>
    <message>
        <source>协办单位（可不选）</source>
        <translation>Assisting units (optional)</translation>
    </message>
    <message>
        <source>协办单位</source>
        <translation>Assisting units</translation>
    </message>
</context>
<context>
    <name>AtDesk</name>
    <message>
        <source>没有“{page}”这一页，或您的角色不能打开</source>
        <translation>There is no page “{page}”, or your role may not open it</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
    <message>
        <source>您的角色不能起草预警</source>
        <translation>Your role may not draft alerts</translation>
    </message>
    <message>
        <source>本席位只产生演练对象，数字只统计演练件</source>
        <translation>This seat makes exercise objects only; figures count exercise cases only</translation>
    </message>
    <message>
        <source>页面没有打开：程序内部出错，详情已写入日志</source>
        <translation>The page did not open: an internal error; details are in the log</translation>
    </message>
    <message>
        <source>新建案件</source>
        <translation>New case</translation>
    </message>
    <message>
        <source>查找全部案件</source>
        <translation>Find any case</translation>
    </message>
    <message>
        <source>一键预警</source>
        <translation>One-key alert</translation>
    </message>
    <message>
        <source>吹哨</source>
        <translation>Whistle</translation>
    </message>
    <message>
        <source>下一件</source>
        <translation>Next case</translation>
    </message>
    <message>
        <source>短语</source>
        <translation>Macros</translation>
    </message>
    <message>
        <source>按街镇和类别分组（再选取消）</source>
        <translation>Group by street and category (again: no groups)</translation>
    </message>
    <message>
        <source>地图移到另一个窗口（再选放回）</source>
        <translation>Map to another window (again: back)</translation>
    </message>
    <message>
        <source>分级响应移到另一个窗口（再选放回）</source>
        <translation>Tiers to another window (again: back)</translation>
    </message>
    <message>
        <source>换主题</source>
        <translation>Change theme</translation>
    </message>
    <message>
        <source>快捷键</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>席位</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>宣布事件</source>
        <translation>Declare an event</translation>
    </message>
</context>
<context>
    <name>AttachmentLine</name>
    <message>
        <source>添加附件…</source>
        <translation>Add files…</translation>
    </message>
    <message>
        <source>附件</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>JPEG、PNG 或 PDF，20 MB 以内；按 T，或把文件拖到这里</source>
        <translation>JPEG, PNG or PDF, up to 20 MB; press T, or drop files here</translation>
    </message>
    <message>
        <source>松开即添加</source>
        <translation>Drop to add</translation>
    </message>
</context>
<context>
    <name>AudiencePanel</name>
    <message>
        <source>责任人</source>
        <translation>Responsible people</translation>
    </message>
    <message>
        <source>可送达</source>
        <translation>Reachable</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>渠道与受众</source>
        <translation>Channels and audience</translation>
    </message>
    <message>
        <source>没有可用地址的 {count} 个：{names}</source>
        <translation>Without a usable address ({count}): {names}</translation>
    </message>
    <message>
        <source>更正与解除已随本条备好。更正：{text}</source>
        <translation>Correction and cancellation are ready with this alert. Correction: {text}</translation>
    </message>
</context>
<context>
    <name>BacktestForm</name>
    <message>
        <source>回测</source>
        <translation>Back-test</translation>
    </message>
    <message>
        <source>关闭 Esc</source>
        <translation>Close Esc</translation>
    </message>
</context>
<context>
    <name>BacktestWords</name>
    <message>
        <source>没有办理时限，不算超时</source>
        <translation>have no limit and are never overdue</translation>
    </message>
    <message>
        <source>在办，没有说明算到何时，不参加</source>
        <translation>are open and take no part: nobody said until when</translation>
    </message>
    <message>
        <source>晚于截至时间上报，不参加</source>
        <translation>were reported after the as-of time and take no part</translation>
    </message>
    <message>
        <source>起始层级没有适用的步骤</source>
        <translation>have no step at the tier where they began</translation>
    </message>
    <message>
        <source>{cases} 件案件中有 {up} 件会升级，共 {steps} 步；超时 {overdue} 件。</source>
        <translation>Of {cases} cases {up} would have gone up, in {steps} steps; {overdue} were overdue. </translation>
    </message>
    <message>
        <source>截至 {time}。</source>
        <translation>As of {time}.</translation>
    </message>
    <message>
        <source>在办案件不参加。</source>
        <translation>Open cases take no part.</translation>
    </message>
    <message>
        <source>中途停止，只是已走过的案件。</source>
        <translation>Stopped early: only the cases so far. </translation>
    </message>
    <message>
        <source>按规则</source>
        <translation>By rule</translation>
    </message>
    <message>
        <source>升到</source>
        <translation>Goes up to</translation>
    </message>
    <message>
        <source>接管单位</source>
        <translation>Unit that takes over</translation>
    </message>
    <message>
        <source>另外通知</source>
        <translation>Also told</translation>
    </message>
    <message>
        <source>超时时所在层级</source>
        <translation>Tier when overdue</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>，另有 {n} 个</source>
        <translation>, and {n} more</translation>
    </message>
    <message>
        <source>{label}：{words}</source>
        <translation>{label}: {words}</translation>
    </message>
    <message>
        <source>{n} 件{why}</source>
        <translation>{n} {why}</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
</context>
<context>
    <name>BehalfInput</name>
    <message>
        <source>代 {unit} 办理，请记下渠道和原话</source>
        <translation>On behalf of {unit}: record the channel and their words</translation>
    </message>
    <message>
        <source>渠道</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>原话</source>
        <translation>Their words</translation>
    </message>
    <message>
        <source>对方怎么说的</source>
        <translation>What did they say?</translation>
    </message>
    <message>
        <source>代办须记下对方原话</source>
        <translation>Acting on behalf needs their words</translation>
    </message>
</context>
<context>
    <name>BulkForm</name>
    <message>
        <source>{action} · 多件</source>
        <translation>{action} · several cases</translation>
    </message>
    <message>
        <source>不能办的案件和原因</source>
        <translation>Cases it cannot be done on, and why</translation>
    </message>
    <message>
        <source>进度</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message numerus="yes">
        <source>可以{action} %n 件</source>
        <translation>
            <numerusform>{action}: %n case can be done</numerusform>
            <numerusform>{action}: %n cases can be done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>不能办 %n 件</source>
        <translation>
            <numerusform>%n case cannot</numerusform>
            <numerusform>%n cases cannot</numerusform>
        </translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{numbers} 等</source>
        <translation>{numbers} and others</translation>
    </message>
    <message numerus="yes">
        <source>%n 件</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{action} %n 件</source>
        <translation>
            <numerusform>{action} %n case</numerusform>
            <numerusform>{action} %n cases</numerusform>
        </translation>
    </message>
    <message>
        <source>正在{action}…</source>
        <translation>{action}: under way…</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message numerus="yes">
        <source>办成 %n 件</source>
        <translation>
            <numerusform>%n case done</numerusform>
            <numerusform>%n cases done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>没有办成 %n 件</source>
        <translation>
            <numerusform>%n case refused</numerusform>
            <numerusform>%n cases refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>没有再办 %n 件</source>
        <translation>
            <numerusform>%n case left undone</numerusform>
            <numerusform>%n cases left undone</numerusform>
        </translation>
    </message>
    <message>
        <source>没有办成的案件和原因</source>
        <translation>Cases that were refused, and why</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>BulkLeadInput</name>
    <message>
        <source>主办单位</source>
        <translation>Lead unit</translation>
    </message>
    <message>
        <source>请先选定主办单位</source>
        <translation>Choose the lead unit first</translation>
    </message>
    <message numerus="yes">
        <source>各派给建议的单位（%n 件）</source>
        <translation>
            <numerusform>Each to its suggested unit (%n case)</numerusform>
            <numerusform>Each to its suggested unit (%n cases)</numerusform>
        </translation>
    </message>
    <message>
        <source>都派给同一个单位</source>
        <translation>All to one unit</translation>
    </message>
    <message>
        <source>建议的单位</source>
        <translation>Suggested units</translation>
    </message>
    <message>
        <source>没有建议，先不派</source>
        <translation>Nothing suggested, not dispatched</translation>
    </message>
    <message>
        <source>{numbers} 等</source>
        <translation>{numbers} and others</translation>
    </message>
    <message numerus="yes">
        <source>%n 件</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkRun</name>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>It was not done: try again</translation>
    </message>
</context>
<context>
    <name>CalendarPart</name>
    <message>
        <source>日历缺什么</source>
        <translation>What the calendar lacks</translation>
    </message>
    <message>
        <source>年份</source>
        <translation>Year</translation>
    </message>
    <message>
        <source>上下键换年份</source>
        <translation>Up and Down change the year</translation>
    </message>
    <message>
        <source>保存 Ctrl+S</source>
        <translation>Save Ctrl+S</translation>
    </message>
    <message>
        <source>放弃改动</source>
        <translation>Discard changes</translation>
    </message>
    <message>
        <source>导入 CSV…</source>
        <translation>Import CSV…</translation>
    </message>
    <message>
        <source>列：日期、休/班、说明</source>
        <translation>Columns: date, kind of day, note</translation>
    </message>
    <message>
        <source>工作时段尚未选定：以工作时、工作日计的时限不计算到期时间。</source>
        <translation>No working hours have been chosen: limits in working hours or working days get no due time.</translation>
    </message>
    <message>
        <source>工作日的计法（A 或 B）尚未选定：以工作日计的时限不计算到期时间。</source>
        <translation>How working days count (A or B) has not been chosen: limits in working days get no due time.</translation>
    </message>
    <message>
        <source>{year} 年的工作日历未录入或未确认：经过该年的到期时间均标为未确认。</source>
        <translation>The working calendar of {year} is not entered or not confirmed: due times that pass through it are marked unconfirmed.</translation>
    </message>
    <message>
        <source>{n} 件案件的到期时间会变…</source>
        <translation>{n} cases would be due at another time…</translation>
    </message>
    <message>
        <source>休 {rest} 天，班 {work} 天</source>
        <translation>{rest} days off, {work} days worked</translation>
    </message>
    <message>
        <source>本年还没有录入：经过本年的到期时间未确认</source>
        <translation>This year is not entered: due times that run through it are unconfirmed</translation>
    </message>
    <message>
        <source>已确认</source>
        <translation>Confirmed</translation>
    </message>
    <message>
        <source>未确认：经过本年的到期时间未确认</source>
        <translation>Unconfirmed: so are due times that run through it</translation>
    </message>
    <message>
        <source>这一年有没保存的改动：请先保存或放弃</source>
        <translation>This year has unsaved changes: save or discard them first</translation>
    </message>
    <message>
        <source>{year} 年工作日历已保存</source>
        <translation>The calendar of {year} is saved</translation>
    </message>
    <message>
        <source>已被他人改动。现在显示的是最新情况，请看清后再改。</source>
        <translation>Somebody else has changed it. What you see is how it is now; look at it before you change it.</translation>
    </message>
    <message>
        <source>工作时段和计法已保存</source>
        <translation>Working hours and counting rule are saved</translation>
    </message>
    <message>
        <source>导入工作日历</source>
        <translation>Import a working calendar</translation>
    </message>
    <message>
        <source>共 {rows} 行，采用 {n} 天：{years} 年。</source>
        <translation>{rows} rows, {n} days taken: {years}.</translation>
    </message>
    <message>
        <source>{years} 年的名单看来不全，仍未确认；核对后请勾选“已核对”并保存。</source>
        <translation>The list of {years} looks incomplete and stays unconfirmed; check it, tick that it was checked, and save.</translation>
    </message>
    <message>
        <source>工作日历导入结果</source>
        <translation>What the import did</translation>
    </message>
    <message>
        <source>{n} 件已被他人改动，没有改</source>
        <translation>{n} were changed by others meanwhile and left</translation>
    </message>
    <message>
        <source>已改 {n} 件案件的到期时间</source>
        <translation>Due times of {n} cases changed</translation>
    </message>
</context>
<context>
    <name>CaseChapters</name>
    <message>
        <source>经过</source>
        <translation>History</translation>
    </message>
    <message>
        <source>经手 {n}</source>
        <translation>Custody {n}</translation>
    </message>
    <message>
        <source>并案 {n}</source>
        <translation>Merged {n}</translation>
    </message>
    <message>
        <source>回访 {n}</source>
        <translation>Follow-ups {n}</translation>
    </message>
    <message>
        <source>{unit} 退单</source>
        <translation>returned by {unit}</translation>
    </message>
    <message>
        <source>返工</source>
        <translation>Reworks</translation>
    </message>
    <message>
        <source>层级 {tier} {t}</source>
        <translation>tier {tier} for {t}</translation>
    </message>
    <message>
        <source>承办 {t}</source>
        <translation>held {t}</translation>
    </message>
    <message>
        <source>规则 {rule}</source>
        <translation>rule {rule}</translation>
    </message>
    <message>
        <source>来自 {unit}</source>
        <translation>from {unit}</translation>
    </message>
    <message>
        <source>签收前 {t}</source>
        <translation>unsigned for {t}</translation>
    </message>
    <message>
        <source>一直未签收 {t}</source>
        <translation>still unsigned after {t}</translation>
    </message>
    <message>
        <source>并入本件</source>
        <translation>Merged into this</translation>
    </message>
    <message>
        <source>主案件</source>
        <translation>Parent</translation>
    </message>
    <message>
        <source>没有联系上</source>
        <translation>Not reached</translation>
    </message>
</context>
<context>
    <name>CaseColumn</name>
    <message>
        <source>环节</source>
        <translation>Step</translation>
    </message>
    <message>
        <source>层级</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>责任中心</source>
        <translation>Answerable centre</translation>
    </message>
    <message>
        <source>承办单位</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>紧急程度</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>办理时限</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>签收时间</source>
        <translation>Signed at</translation>
    </message>
    <message>
        <source>自动升级时间</source>
        <translation>Escalates at</translation>
    </message>
    <message>
        <source>挂账时间</source>
        <translation>Suspended at</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>督办</source>
        <translation>Supervised</translation>
    </message>
    <message>
        <source>退单次数</source>
        <translation>Returns</translation>
    </message>
    <message>
        <source>延期次数</source>
        <translation>Extensions</translation>
    </message>
    <message>
        <source>认领人</source>
        <translation>Claimed by</translation>
    </message>
    <message>
        <source>普</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>急</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>特急</source>
        <translation>Extra urgent</translation>
    </message>
    <message>
        <source>无</source>
        <translation>none</translation>
    </message>
</context>
<context>
    <name>CaseCriteria</name>
    <message>
        <source>不选立案条件（按类别的时限）</source>
        <translation>No filing criterion (the category&apos;s limit)</translation>
    </message>
    <message>
        <source>无时限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>立案条件没有取到。{why}</source>
        <translation>The filing criteria did not come. {why}</translation>
    </message>
</context>
<context>
    <name>CaseFiles</name>
    <message>
        <source>添加附件</source>
        <translation>Add files</translation>
    </message>
    <message>
        <source>照片和 PDF (*.jpg *.jpeg *.png *.pdf)</source>
        <translation>Photographs and PDF (*.jpg *.jpeg *.png *.pdf)</translation>
    </message>
    <message>
        <source>全部文件 (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>没有发出，可以再发</source>
        <translation>was not sent and can be sent again</translation>
    </message>
    <message>
        <source>已经送达，没有取消</source>
        <translation>had arrived already and was not cancelled</translation>
    </message>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>It was not done: try again</translation>
    </message>
    <message>
        <source>打开附件</source>
        <translation>Open a file</translation>
    </message>
    <message>
        <source>用本机的程序打开“{name}”？</source>
        <translation>Open “{name}” with a program of this computer?</translation>
    </message>
    <message>
        <source>{kind}，{size}。打开的是一份临时副本，离开席位时删去。</source>
        <translation>{kind}, {size}. A temporary copy is opened; it is deleted when you leave the seat.</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>没有地方放临时副本，请改用“另存为”</source>
        <translation>There is no room for a temporary copy: use “Save as”</translation>
    </message>
    <message>
        <source>另存为</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>附件没有存成：{reason}</source>
        <translation>The file was not saved: {reason}</translation>
    </message>
    <message>
        <source>已存为 {path}</source>
        <translation>Saved as {path}</translation>
    </message>
    <message>
        <source>本机没有能打开这种文件的程序，请改用“另存为”</source>
        <translation>No program here opens this kind of file: use “Save as”</translation>
    </message>
    <message>
        <source>取回中…</source>
        <translation>fetching…</translation>
    </message>
    <message>
        <source>没有发出</source>
        <translation>not sent</translation>
    </message>
    <message>
        <source>读取中…</source>
        <translation>reading…</translation>
    </message>
    <message>
        <source>正在取消…</source>
        <translation>cancelling…</translation>
    </message>
    <message>
        <source>提交中 {n}%</source>
        <translation>submitting {n}%</translation>
    </message>
    <message>
        <source>未确认</source>
        <translation>unconfirmed</translation>
    </message>
    <message>
        <source>提交中，等待处理</source>
        <translation>submitting, being processed</translation>
    </message>
    <message>
        <source>超过 20 MB，没有添加</source>
        <translation>is larger than 20 MB and was not added</translation>
    </message>
    <message>
        <source>读不了，没有添加：{reason}</source>
        <translation>cannot be read and was not added: {reason}</translation>
    </message>
    <message>
        <source>找不到</source>
        <translation>not found</translation>
    </message>
    <message>
        <source>这是文件夹</source>
        <translation>it is a folder</translation>
    </message>
    <message>
        <source>没有权限</source>
        <translation>no permission</translation>
    </message>
    <message>
        <source>只读</source>
        <translation>read-only</translation>
    </message>
    <message>
        <source>磁盘已满</source>
        <translation>the disk is full</translation>
    </message>
    <message>
        <source>JPEG 照片</source>
        <translation>JPEG photograph</translation>
    </message>
    <message>
        <source>PNG 图片</source>
        <translation>PNG picture</translation>
    </message>
    <message>
        <source>未知类型</source>
        <translation>Unknown type</translation>
    </message>
</context>
<context>
    <name>CaseHead</name>
    <message>
        <source>列出可能是同一件事的案件（Y）</source>
        <translation>List the cases that may be the same matter (Y)</translation>
    </message>
</context>
<context>
    <name>CaseMarks</name>
    <message>
        <source>日常督办</source>
        <translation>Supervised: routine</translation>
    </message>
    <message>
        <source>挂牌督办</source>
        <translation>Supervised: listed</translation>
    </message>
    <message>
        <source>约谈督办</source>
        <translation>Supervised: summoned</translation>
    </message>
    <message>
        <source>督办</source>
        <translation>Supervised</translation>
    </message>
    <message>
        <source>疑难</source>
        <translation>Hard</translation>
    </message>
    <message>
        <source>退单审批</source>
        <translation>Return asked</translation>
    </message>
    <message>
        <source>环节超时</source>
        <translation>Stage late</translation>
    </message>
    <message>
        <source>催办 {n}</source>
        <translation>Urged {n}</translation>
    </message>
    <message>
        <source>返工 {n}</source>
        <translation>Rework {n}</translation>
    </message>
    <message>
        <source>并案 {n}</source>
        <translation>Merged {n}</translation>
    </message>
    <message>
        <source>疑似重复</source>
        <translation>Possible duplicate</translation>
    </message>
    <message>
        <source>挂账</source>
        <translation>Suspended</translation>
    </message>
    <message>
        <source>挂账至 {time}</source>
        <translation>Suspended to {time}</translation>
    </message>
</context>
<context>
    <name>CaseMenu</name>
    <message>
        <source>在地图上看</source>
        <translation>Show on the map</translation>
    </message>
    <message>
        <source>复制为文字</source>
        <translation>Copy as text</translation>
    </message>
    <message>
        <source>查看个人信息…</source>
        <translation>View personal data…</translation>
    </message>
    <message>
        <source>从本件发预警</source>
        <translation>Alert from this case</translation>
    </message>
    <message>
        <source>已复制 {number}</source>
        <translation>{number} copied</translation>
    </message>
    <message>
        <source>移出所属事件</source>
        <translation>Take out of its event</translation>
    </message>
    <message>
        <source>与 {case} 不是同一件事</source>
        <translation>Not the same matter as {case}</translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>所选案件</source>
        <translation>Selected case</translation>
    </message>
    <message>
        <source>案件内容</source>
        <translation>Case text</translation>
    </message>
    <message>
        <source>提交备注</source>
        <translation>Submit note</translation>
    </message>
    <message>
        <source>在队列里选一件案件</source>
        <translation>Select a case in the queue</translation>
    </message>
    <message>
        <source>备注最多 {n} 字，现在 {m} 字</source>
        <translation>Notes hold {n} characters at most, now {m}</translation>
    </message>
</context>
<context>
    <name>CasePicker</name>
    <message>
        <source>另一件案件</source>
        <translation>The other case</translation>
    </message>
    <message>
        <source>编号尾数、事项或位置</source>
        <translation>Tail of the number, matter or place</translation>
    </message>
    <message>
        <source>候选案件</source>
        <translation>Cases to choose from</translation>
    </message>
    <message>
        <source>没有可选的案件，请换个说法查找</source>
        <translation>No case to choose; search in other words</translation>
    </message>
</context>
<context>
    <name>CaseSentences</name>
    <message>
        <source>{d} 天 {h} 小时</source>
        <translation>{d} d {h} h</translation>
    </message>
    <message>
        <source>{d} 天</source>
        <translation>{d} d</translation>
    </message>
    <message>
        <source>{h} 小时 {m} 分</source>
        <translation>{h} h {m} min</translation>
    </message>
    <message>
        <source>{h} 小时</source>
        <translation>{h} h</translation>
    </message>
    <message>
        <source>{m} 分</source>
        <translation>{m} min</translation>
    </message>
    <message>
        <source>挂账中，时限停计</source>
        <translation>Suspended on account, clock stopped</translation>
    </message>
    <message>
        <source>无时限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>超时 {t}</source>
        <translation>{t} overdue</translation>
    </message>
    <message>
        <source>剩余 {t}</source>
        <translation>{t} left</translation>
    </message>
    <message>
        <source>即将</source>
        <translation>about to be</translation>
    </message>
    <message>
        <source>{t}后</source>
        <translation>in {t}</translation>
    </message>
    <message>
        <source>{when}升级至{tier}</source>
        <translation>escalates to {tier} {when}</translation>
    </message>
    <message>
        <source>待签收</source>
        <translation>unsigned</translation>
    </message>
    <message>
        <source>{time} 起按规则 {rule} 在{tier}</source>
        <translation>At {tier} since {time} by rule {rule}</translation>
    </message>
    <message>
        <source>{time} 起在{tier}</source>
        <translation>At {tier} since {time}</translation>
    </message>
    <message>
        <source>{t}后按规则 {rule} 升级至{tier}</source>
        <translation>goes to {tier} in {t} by rule {rule}</translation>
    </message>
    <message>
        <source>{stops}可以停止</source>
        <translation>to stop that: {stops}</translation>
    </message>
    <message>
        <source>按规则 {rule}，{time} 升级至{tier}；{stops}可以停止</source>
        <translation>by rule {rule} to {tier} at {time}; {stops} stops that</translation>
    </message>
    <message>
        <source>或</source>
        <translation> or </translation>
    </message>
    <message>
        <source>按规则 {rule} 即将升级至{tier}</source>
        <translation>about to go to {tier} by rule {rule}</translation>
    </message>
    <message>
        <source>即将执行</source>
        <translation>any moment now</translation>
    </message>
    <message>
        <source>签收</source>
        <translation>signing</translation>
    </message>
    <message>
        <source>反馈</source>
        <translation>feedback</translation>
    </message>
    <message>
        <source>备注进展</source>
        <translation>a note on progress</translation>
    </message>
    <message>
        <source>说明理由延期</source>
        <translation>an extension with a reason</translation>
    </message>
    <message>
        <source>挂账期间不自动升级</source>
        <translation>does not go up by itself while suspended</translation>
    </message>
    <message>
        <source>已在最高层级</source>
        <translation>already at the top tier</translation>
    </message>
    <message>
        <source>已反馈，不再自动升级</source>
        <translation>fed back, does not go up by itself any more</translation>
    </message>
    <message>
        <source>没有适用的升级规则，只能由人升级</source>
        <translation>no escalation rule applies; only a person can escalate it</translation>
    </message>
    <message>
        <source>时限{limit}（规则 {rule}），自 {start} 起算，{how}</source>
        <translation>limit {limit} (rule {rule}) from {start}, {how}</translation>
    </message>
    <message>
        <source>停表 {n} 次共 {t}</source>
        <translation>clock stopped {n}× for {t}</translation>
    </message>
    <message>
        <source>延期 {n} 次</source>
        <translation>extended {n}×</translation>
    </message>
    <message>
        <source>到期时间算不出：请系统管理员选定工作时段和计法</source>
        <translation>due time cannot be reckoned: the system administrator has to choose working hours and counting rule</translation>
    </message>
    <message>
        <source>{due} 到期</source>
        <translation>due {due}</translation>
    </message>
    <message>
        <source>工作日历未确认，到期时间未确认</source>
        <translation>the working calendar is unconfirmed, and so is the due time</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>工作日，自起算时刻起按工作时间累计（计法 A）</source>
        <translation>working days, counted in working hours from the minute (rule A)</translation>
    </message>
    <message>
        <source>工作日，起算当日不计，末日下班时到期（计法 B）</source>
        <translation>working days, the first day not counted, due at close of the last (rule B)</translation>
    </message>
    <message>
        <source>工作日，计法未定</source>
        <translation>working days, counting rule undecided</translation>
    </message>
    <message>
        <source>昼夜连续计时</source>
        <translation>counted around the clock</translation>
    </message>
    <message>
        <source>紧急工作时，昼夜连续计时</source>
        <translation>urgent hours, counted around the clock</translation>
    </message>
    <message>
        <source>只计工作时间</source>
        <translation>counted in working hours only</translation>
    </message>
    <message>
        <source>没有适用的时限规则</source>
        <translation>no limit rule applies</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
    <message>
        <source>（代 {unit}，{channel}：{words}）</source>
        <translation> (on behalf of {unit}, {channel}: {words})</translation>
    </message>
    <message>
        <source>上报</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>附件</source>
        <translation>Attachment</translation>
    </message>
    <message>
        <source>查看个人信息</source>
        <translation>View personal data</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>归入事件</source>
        <translation>Taken into the event</translation>
    </message>
    <message>
        <source>移出事件</source>
        <translation>Taken out of the event</translation>
    </message>
    <message>
        <source>判为不重复</source>
        <translation>Told apart</translation>
    </message>
    <message>
        <source>无人可通知</source>
        <translation>Nobody to tell</translation>
    </message>
    <message>
        <source>环节超时</source>
        <translation>Stage limit passed</translation>
    </message>
    <message>
        <source>转用升级方案</source>
        <translation>Moved to another escalation policy</translation>
    </message>
    <message>
        <source>重算时限</source>
        <translation>Due time recounted</translation>
    </message>
    <message>
        <source>改按新标准</source>
        <translation>moved to the new standard</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>工作群</source>
        <translation>Work group</translation>
    </message>
    <message>
        <source>当面</source>
        <translation>In person</translation>
    </message>
    <message>
        <source>位置：{place}</source>
        <translation>Place: {place}</translation>
    </message>
    <message>
        <source>来源：{source}&#x3000;类别：{category}</source>
        <translation>Source: {source}  Category: {category}</translation>
    </message>
    <message>
        <source>状态：{state}&#x3000;层级：{tier}&#x3000;承办：{holder}</source>
        <translation>State: {state}  Tier: {tier}  Holder: {holder}</translation>
    </message>
    <message>
        <source>时限：{deadline}</source>
        <translation>Limit: {deadline}</translation>
    </message>
</context>
<context>
    <name>CategoriesForm</name>
    <message>
        <source>只限哪些类别</source>
        <translation>For which categories</translation>
    </message>
    <message>
        <source>查找类别</source>
        <translation>Find a category</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>确定</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>一个都不勾选，就是全部类别。</source>
        <translation>None ticked means every category.</translation>
    </message>
</context>
<context>
    <name>ChapterBar</name>
    <message>
        <source>案件的各部分</source>
        <translation>Parts of the case</translation>
    </message>
</context>
<context>
    <name>ChipButton</name>
    <message>
        <source>已选</source>
        <translation>on</translation>
    </message>
    <message>
        <source>未选</source>
        <translation>off</translation>
    </message>
</context>
<context>
    <name>ChipRow</name>
    <message>
        <source>筛选</source>
        <translation>Filters</translation>
    </message>
    <message>
        <source>图层开关</source>
        <translation>Map layers</translation>
    </message>
</context>
<context>
    <name>ChosenCase</name>
    <message>
        <source>请先在队列里选一件案件</source>
        <translation>Select a case in the queue first</translation>
    </message>
    <message>
        <source>本件已离开您的视野，仅供查阅</source>
        <translation>This case has left your sight: for reading only</translation>
    </message>
    <message>
        <source>案件详情没有取到</source>
        <translation>Case details did not arrive</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>您的角色不能添加附件</source>
        <translation>Your role cannot add files</translation>
    </message>
    <message>
        <source>主动发现</source>
        <translation>Proactive</translation>
    </message>
    <message>
        <source>承办 {unit}</source>
        <translation>Holder {unit}</translation>
    </message>
    <message>
        <source>{who} 在看</source>
        <translation>{who} is viewing</translation>
    </message>
    <message>
        <source>{who} 在办，久无动作</source>
        <translation>{who} has it, silent for long</translation>
    </message>
    <message>
        <source>{who} 在办</source>
        <translation>with {who}</translation>
    </message>
    <message>
        <source>提交中</source>
        <translation>Submitting</translation>
    </message>
    <message>
        <source>未确认</source>
        <translation>Unconfirmed</translation>
    </message>
    <message>
        <source>演示</source>
        <translation>Demo</translation>
    </message>
</context>
<context>
    <name>ComingUpPanel</name>
    <message>
        <source>即将升级</source>
        <translation>Escalating soon</translation>
    </message>
    <message>
        <source>没有即将升级的案件</source>
        <translation>No case is about to escalate</translation>
    </message>
</context>
<context>
    <name>ComingUpRow</name>
    <message>
        <source>升级</source>
        <translation>Escalate</translation>
    </message>
    <message>
        <source>提交中</source>
        <translation>Submitting</translation>
    </message>
    <message>
        <source>升级 {title}</source>
        <translation>Escalate {title}</translation>
    </message>
    <message>
        <source>{n}天</source>
        <translation>{n} d</translation>
    </message>
</context>
<context>
    <name>CompareForm</name>
    <message>
        <source>结案条件</source>
        <translation>Closing criterion</translation>
    </message>
    <message>
        <source>时限</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>时限读作</source>
        <translation>Limit read as</translation>
    </message>
    <message>
        <source>责任主体</source>
        <translation>Handler</translation>
    </message>
    <message>
        <source>监管主体</source>
        <translation>Authority</translation>
    </message>
    <message>
        <source>两个版本并排看</source>
        <translation>Two editions side by side</translation>
    </message>
    <message>
        <source>关闭 Esc</source>
        <translation>Close Esc</translation>
    </message>
</context>
<context>
    <name>Conductor</name>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>设置首位管理员</source>
        <translation>Set up the first administrator</translation>
    </message>
    <message>
        <source>本区还没有人员。请设置首位管理员的用户名和口令；口令由您自己定，系统没有预设口令。</source>
        <translation>This district has no people yet. Set the first administrator&apos;s user name and password; the password is yours, none is preset.</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>请用您本人的账号登录，所办事项都会记在您名下。</source>
        <translation>Sign in with your own account; what you do is recorded in your name.</translation>
    </message>
    <message>
        <source>页面没有打开：程序内部出错，详情已写入日志</source>
        <translation>The page did not open: an internal error; details are in the log</translation>
    </message>
    <message>
        <source>正在退出登录…</source>
        <translation>Signing out…</translation>
    </message>
</context>
<context>
    <name>ContactActing</name>
    <message>
        <source>已新增：{name}</source>
        <translation>Added: {name}</translation>
    </message>
    <message>
        <source>已保存：{name}</source>
        <translation>Saved: {name}</translation>
    </message>
    <message>
        <source>{name}改为副手</source>
        <translation>{name} is a deputy now</translation>
    </message>
    <message>
        <source>{name}改为正职</source>
        <translation>{name} is a principal now</translation>
    </message>
    <message>
        <source>已移出：{name}，按 Ctrl+Z 恢复</source>
        <translation>Removed: {name}; Ctrl+Z puts them back</translation>
    </message>
    <message>
        <source>已恢复：{name}</source>
        <translation>Put back: {name}</translation>
    </message>
    <message>
        <source>查看完整号码：{name}</source>
        <translation>Full numbers of {name}</translation>
    </message>
    <message>
        <source>用途、时间和查看人都会留在记录里。</source>
        <translation>Purpose, time and who looked are kept on record.</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>Show</translation>
    </message>
</context>
<context>
    <name>ContactEditor</name>
    <message>
        <source>查看完整号码… O</source>
        <translation>Full numbers… O</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Hint</translation>
    </message>
    <message>
        <source>保存 Ctrl+Enter</source>
        <translation>Save Ctrl+Enter</translation>
    </message>
    <message>
        <source>新增联系人</source>
        <translation>New contact</translation>
    </message>
    <message>
        <source>修改：{name}</source>
        <translation>Change: {name}</translation>
    </message>
    <message>
        <source>请填写姓名</source>
        <translation>Enter a name</translation>
    </message>
    <message>
        <source>每日时段应如 08:30-17:30；全天在岗请留空</source>
        <translation>Hours read like 08:30-17:30; leave empty for all day</translation>
    </message>
    <message>
        <source>时间应如 2026-10-01 08:00；不限请留空</source>
        <translation>Times read like 2026-10-01 08:00; leave empty for no limit</translation>
    </message>
    <message>
        <source>止时间应在起时间之后</source>
        <translation>The end must come after the start</translation>
    </message>
    <message>
        <source>用户名，没有可留空</source>
        <translation>Login, or empty</translation>
    </message>
    <message>
        <source>08:30-17:30，留空为全天</source>
        <translation>08:30-17:30, empty: all day</translation>
    </message>
    <message>
        <source>2026-10-01 08:00，留空为不限</source>
        <translation>2026-10-01 08:00, or empty</translation>
    </message>
    <message>
        <source>岗位</source>
        <translation>Slot</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>正副</source>
        <translation>Rank</translation>
    </message>
    <message>
        <source>账号</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>每日时段</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>到岗起</source>
        <translation>From</translation>
    </message>
    <message>
        <source>到岗止</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>已登记，您的角色不显示</source>
        <translation>There is one; not shown to your role</translation>
    </message>
    <message>
        <source>正职</source>
        <translation>Principal</translation>
    </message>
    <message>
        <source>{name}的副手</source>
        <translation>Deputy of {name}</translation>
    </message>
</context>
<context>
    <name>ContactFiles</name>
    <message>
        <source>导入通讯录</source>
        <translation>Import contacts</translation>
    </message>
    <message>
        <source>文件读不到：请确认它还在，并且没有被别的程序占用</source>
        <translation>The file cannot be read: make sure it is still there and no other program uses it</translation>
    </message>
    <message>
        <source>导出{unit}及下级的联系人。写明用途，导出完整号码；留空，号码遮盖。每次导出都有记录。</source>
        <translation>Exports the contacts of {unit} and below. With a purpose, full numbers; without one, numbers stay masked. Every export is on record.</translation>
    </message>
    <message>
        <source>导出通讯录</source>
        <translation>Export contacts</translation>
    </message>
    <message>
        <source>选择文件…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>通讯录.csv</source>
        <translation>contacts.csv</translation>
    </message>
    <message>
        <source>已导出到 {file}</source>
        <translation>Exported to {file}</translation>
    </message>
    <message>
        <source>文件写不进去：请换一个位置再导出</source>
        <translation>The file cannot be written: export to another place</translation>
    </message>
</context>
<context>
    <name>Contacts</name>
    <message>
        <source>岗位</source>
        <translation>Slot</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>顺序</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>同一岗位里先叫谁；副手排在正职之后</source>
        <translation>Who of a slot is called first; deputies come after their principal</translation>
    </message>
    <message>
        <source>联系方式</source>
        <translation>Reached by</translation>
    </message>
    <message>
        <source>值守</source>
        <translation>Duty</translation>
    </message>
    <message>
        <source>不在岗的不收预警，由在岗的副手代收</source>
        <translation>Who is off duty gets no alert; a deputy on duty gets it instead</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>网格长</source>
        <translation>Grid head</translation>
    </message>
    <message>
        <source>网格员</source>
        <translation>Grid worker</translation>
    </message>
    <message>
        <source>社区值班</source>
        <translation>Community duty</translation>
    </message>
    <message>
        <source>社区广播与屏幕</source>
        <translation>Community devices</translation>
    </message>
    <message>
        <source>街镇带班领导</source>
        <translation>Street leader</translation>
    </message>
    <message>
        <source>街镇值班</source>
        <translation>Street duty</translation>
    </message>
    <message>
        <source>街镇广播与屏幕</source>
        <translation>Street devices</translation>
    </message>
    <message>
        <source>区带班领导</source>
        <translation>District leader</translation>
    </message>
    <message>
        <source>区值班</source>
        <translation>District duty</translation>
    </message>
    <message>
        <source>区广播与屏幕</source>
        <translation>District devices</translation>
    </message>
    <message>
        <source>部门带班领导</source>
        <translation>Department leader</translation>
    </message>
    <message>
        <source>部门值班</source>
        <translation>Department duty</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>副手归属</source>
        <translation>Deputy of</translation>
    </message>
    <message>
        <source>到岗起</source>
        <translation>From</translation>
    </message>
    <message>
        <source>到岗止</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>缺 {n} 人</source>
        <translation>{n} vacant</translation>
    </message>
    <message>
        <source>应有 {needed} 人，现有 {have} 人</source>
        <translation>needs {needed}, has {have}</translation>
    </message>
    <message>
        <source>（空缺）</source>
        <translation>(vacant)</translation>
    </message>
    <message>
        <source>{begin} 至 {end}</source>
        <translation>{begin} to {end}</translation>
    </message>
    <message>
        <source>{begin} 起</source>
        <translation>from {begin}</translation>
    </message>
    <message>
        <source>至 {end}</source>
        <translation>until {end}</translation>
    </message>
    <message>
        <source>副手 {n}</source>
        <translation>Deputy {n}</translation>
    </message>
    <message>
        <source>{time} 移出</source>
        <translation>removed {time}</translation>
    </message>
    <message>
        <source>在岗</source>
        <translation>On duty</translation>
    </message>
    <message>
        <source>不在岗</source>
        <translation>Off duty</translation>
    </message>
    <message>
        <source>至少 {n} 人</source>
        <translation>at least {n}</translation>
    </message>
    <message>
        <source>至多 {n} 人</source>
        <translation>at most {n}</translation>
    </message>
    <message>
        <source>设备</source>
        <translation>device</translation>
    </message>
</context>
<context>
    <name>ContactsPage</name>
    <message>
        <source>联系人</source>
        <translation>Contacts</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>正在读取通讯录</source>
        <translation>Reading the contacts</translation>
    </message>
    <message>
        <source>新增 Insert</source>
        <translation>New Insert</translation>
    </message>
    <message>
        <source>导入…</source>
        <translation>Import…</translation>
    </message>
    <message>
        <source>导出…</source>
        <translation>Export…</translation>
    </message>
    <message>
        <source>上移 Alt+↑</source>
        <translation>Up Alt+↑</translation>
    </message>
    <message>
        <source>下移 Alt+↓</source>
        <translation>Down Alt+↓</translation>
    </message>
    <message>
        <source>正副 D</source>
        <translation>Rank D</translation>
    </message>
    <message>
        <source>移出 Del</source>
        <translation>Remove Del</translation>
    </message>
    <message>
        <source>恢复 Ctrl+Z</source>
        <translation>Undo Ctrl+Z</translation>
    </message>
    <message>
        <source>查找联系人</source>
        <translation>Find contacts</translation>
    </message>
    <message>
        <source>姓名、拼音、单位、岗位、整个号码  /</source>
        <translation>Name, pinyin, unit, slot, number  /</translation>
    </message>
    <message>
        <source>通讯录</source>
        <translation>Contacts</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>{n} 人</source>
        <translation>{n} people</translation>
    </message>
    <message>
        <source>缺 {n} 人</source>
        <translation>{n} vacant</translation>
    </message>
    <message>
        <source>截至 {time}</source>
        <translation>as of {time}</translation>
    </message>
    <message>
        <source>共 {total}，只列前 {shown}：请选下级单位，或查找</source>
        <translation>{total} in all, the first {shown} listed: choose a unit below, or search</translation>
    </message>
    <message>
        <source>该单位及下级没有缺岗</source>
        <translation>Nobody is missing here or below</translation>
    </message>
    <message>
        <source>没有移出的联系人</source>
        <translation>No removed contacts</translation>
    </message>
    <message>
        <source>没有找到；按 Esc 清除查找</source>
        <translation>Nothing found; Esc clears the search</translation>
    </message>
    <message>
        <source>还没有登记联系人：按 Insert 新增，或导入文件</source>
        <translation>No contacts yet: press Insert, or import a file</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>People</translation>
    </message>
    <message>
        <source>缺岗</source>
        <translation>Vacant</translation>
    </message>
    <message>
        <source>已移出</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>有未保存的内容：按 Ctrl+Enter 保存，或按 Esc 放弃</source>
        <translation>Something is not saved: Ctrl+Enter saves, Esc gives it up</translation>
    </message>
    <message>
        <source>{name}前面没有正职</source>
        <translation>No principal stands before {name}</translation>
    </message>
</context>
<context>
    <name>CriteriaView</name>
    <message>
        <source>查找立案条件</source>
        <translation>Find a filing criterion</translation>
    </message>
    <message>
        <source>查找大类、小类、立案条件、责任主体（/）</source>
        <translation>Find main class, subclass, criterion, handler (/)</translation>
    </message>
    <message>
        <source>大类</source>
        <translation>Main class</translation>
    </message>
    <message>
        <source>小类</source>
        <translation>Subclass</translation>
    </message>
    <message>
        <source>立案条件</source>
        <translation>Filing criterion</translation>
    </message>
    <message>
        <source>时限（原文）</source>
        <translation>Limit as printed</translation>
    </message>
    <message>
        <source>读作</source>
        <translation>Read as</translation>
    </message>
    <message>
        <source>结案条件</source>
        <translation>Closing criterion</translation>
    </message>
    <message>
        <source>所选立案条件</source>
        <translation>The chosen criterion</translation>
    </message>
    <message>
        <source>还没有标准：请导入一份 CSV</source>
        <translation>No standard yet: import a CSV</translation>
    </message>
    <message>
        <source>全部大类</source>
        <translation>All main classes</translation>
    </message>
    <message>
        <source>{n} 条</source>
        <translation>{n}</translation>
    </message>
    <message>
        <source>没有这样的立案条件</source>
        <translation>No such criterion</translation>
    </message>
    <message>
        <source>无时限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>前 {n} 条</source>
        <translation>First {n}</translation>
    </message>
    <message>
        <source>再取一些</source>
        <translation>More</translation>
    </message>
    <message>
        <source>立案：{words}</source>
        <translation>Filing: {words}</translation>
    </message>
    <message>
        <source>结案：{words}</source>
        <translation>Closing: {words}</translation>
    </message>
    <message>
        <source>时限原文：{words}</source>
        <translation>Limit as printed: {words}</translation>
    </message>
    <message>
        <source>读作：{words}</source>
        <translation>Read as: {words}</translation>
    </message>
    <message>
        <source>文件第 {n} 行</source>
        <translation>Line {n} of the file</translation>
    </message>
    <message>
        <source>责任主体：{words}</source>
        <translation>Handler: {words}</translation>
    </message>
    <message>
        <source>监管主体：{words}</source>
        <translation>Authority: {words}</translation>
    </message>
    <message>
        <source>依据：{words}</source>
        <translation>Basis: {words}</translation>
    </message>
</context>
<context>
    <name>DayBox</name>
    <message>
        <source>所选日期</source>
        <translation>Chosen day</translation>
    </message>
    <message>
        <source>按星期</source>
        <translation>By the week</translation>
    </message>
    <message>
        <source>休</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>班</source>
        <translation>Wk</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>说明，例如：国庆节调休</source>
        <translation>A note, such as: make-up day</translation>
    </message>
    <message>
        <source>本年已与官方放假安排核对</source>
        <translation>Checked against the official list</translation>
    </message>
    <message>
        <source>没有核对的年份，经过它的到期时间都标“未确认”</source>
        <translation>Due times that run through an unchecked year are marked unconfirmed</translation>
    </message>
    <message>
        <source>方向键选日期，空格换：按星期、休、班</source>
        <translation>Arrows choose a day; Space turns it: by the week, off, worked</translation>
    </message>
</context>
<context>
    <name>DeclareForm</name>
    <message>
        <source>宣布事件</source>
        <translation>Declare an event</translation>
    </message>
    <message>
        <source>宣布什么事件？</source>
        <translation>Which event is it?</translation>
    </message>
    <message>
        <source>宣布后，该地区这一类的新案件归入此事件；案件的缓急、时限不变，由人另定。</source>
        <translation>New cases of this category in this area will belong to it. Their priority and deadline stay as they are until a person changes them.</translation>
    </message>
    <message>
        <source>事件名称</source>
        <translation>Name of the event</translation>
    </message>
    <message>
        <source>事件名称，如“11·22 暴雨内涝”</source>
        <translation>Name, such as “22 November rainstorm”</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>全部类别</source>
        <translation>All categories</translation>
    </message>
    <message>
        <source>地区</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>宣布</source>
        <translation>Declare</translation>
    </message>
    <message>
        <source>同时归入已在办的案件</source>
        <translation>Take in open cases too</translation>
    </message>
    <message numerus="yes">
        <source>同时归入已在办的 %n 件</source>
        <translation>
            <numerusform>Take in %n open case too</numerusform>
            <numerusform>Take in %n open cases too</numerusform>
        </translation>
    </message>
    <message>
        <source>请写事件名称</source>
        <translation>Please name the event</translation>
    </message>
    <message>
        <source>请先选定地区</source>
        <translation>Please choose the area first</translation>
    </message>
</context>
<context>
    <name>DesignatedInput</name>
    <message>
        <source>指定承办（承办单位不得退单）</source>
        <translation>Designated (the unit may not return it)</translation>
    </message>
</context>
<context>
    <name>DraftKeeper</name>
    <message>
        <source>草稿没有存下：{reason}</source>
        <translation>Draft not saved: {reason}</translation>
    </message>
</context>
<context>
    <name>EarlierForm</name>
    <message>
        <source>无时限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>案件</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>立案条件</source>
        <translation>Filing criterion</translation>
    </message>
    <message>
        <source>原时限</source>
        <translation>Limit before</translation>
    </message>
    <message>
        <source>新时限</source>
        <translation>Limit now</translation>
    </message>
    <message>
        <source>原到期</source>
        <translation>Due before</translation>
    </message>
    <message>
        <source>新到期</source>
        <translation>Due now</translation>
    </message>
    <message>
        <source>另有 {n} 件，改完这些再列出</source>
        <translation>{n} more are listed once these are done</translation>
    </message>
    <message>
        <source>{n} 件的立案条件新标准里没有，保持原样</source>
        <translation>{n} go by a criterion that the new standard does not have and stay as they are</translation>
    </message>
    <message>
        <source>{n} 件由人延期过，保持原样</source>
        <translation>{n} were extended by a person and stay as they are</translation>
    </message>
    <message>
        <source>按以前标准的案件</source>
        <translation>Cases by an earlier standard</translation>
    </message>
</context>
<context>
    <name>Embedded</name>
    <message>
        <source>服务没有启动，也没有留下日志</source>
        <translation>the service did not start and left no log</translation>
    </message>
</context>
<context>
    <name>EscalationArrow</name>
    <message>
        <source>今日升级 +{n}</source>
        <translation>escalated today +{n}</translation>
    </message>
</context>
<context>
    <name>FeedLight</name>
    <message>
        <source>正常</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>迟到</source>
        <translation>late</translation>
    </message>
    <message>
        <source>中断</source>
        <translation>down</translation>
    </message>
    <message>
        <source>未启用</source>
        <translation>not in use</translation>
    </message>
</context>
<context>
    <name>FigureWord</name>
    <message>
        <source>在办</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>由该单位负责的在办案件</source>
        <translation>open cases this unit answers for</translation>
    </message>
    <message>
        <source>未签收</source>
        <translation>Unsigned</translation>
    </message>
    <message>
        <source>由该单位负责、承办单位尚未签收的在办案件（含待受理、待派单）</source>
        <translation>open cases this unit answers for that the handling unit has not signed for (waiting for acceptance and dispatch included)</translation>
    </message>
    <message>
        <source>30 分内到期</source>
        <translation>Due in 30 min</translation>
    </message>
    <message>
        <source>由该单位负责、30 分钟内到期的在办案件</source>
        <translation>open cases this unit answers for that are due within 30 minutes</translation>
    </message>
    <message>
        <source>挂账期间不计时</source>
        <translation>suspended cases, whose clock stands still</translation>
    </message>
    <message>
        <source>超时</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>由该单位负责、已过办理时限的在办案件</source>
        <translation>open cases this unit answers for that are past their limit</translation>
    </message>
    <message>
        <source>今日升入</source>
        <translation>Came up today</translation>
    </message>
    <message>
        <source>今日由下级升级到该单位的次数</source>
        <translation>how often a case went up to this unit today</translation>
    </message>
    <message>
        <source>今日升出</source>
        <translation>Went up today</translation>
    </message>
    <message>
        <source>今日由该单位升级到上级的次数</source>
        <translation>how often a case went up from this unit today</translation>
    </message>
    <message>
        <source>并入其他案件的不计</source>
        <translation>cases merged into others</translation>
    </message>
    <message>
        <source>收到</source>
        <translation>Received</translation>
    </message>
    <message>
        <source>期内转到该单位手中的次数：派单、退回、升级</source>
        <translation>how often a case came into the unit&apos;s hands in the period: dispatched, returned, escalated</translation>
    </message>
    <message>
        <source>上报时落到该单位的不计</source>
        <translation>what fell to the unit when reported</translation>
    </message>
    <message>
        <source>签收</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>期内收到的之中，该单位已签收的次数</source>
        <translation>of those received in the period, how often the unit signed</translation>
    </message>
    <message>
        <source>期内收到的之中，该单位尚未签收、案件仍在其手中的次数</source>
        <translation>of those received in the period, still in its hands and unsigned</translation>
    </message>
    <message>
        <source>已反馈或已结案的不计</source>
        <translation>fed back or closed ones</translation>
    </message>
    <message>
        <source>未签收时长</source>
        <translation>Unsigned time</translation>
    </message>
    <message>
        <source>期内收到的，自到手至签收、转走或现在的时长；列中位数与最长</source>
        <translation>of those received in the period, from receipt to signing, moving on or now; median and longest</translation>
    </message>
    <message>
        <source>挂账时间未扣除</source>
        <translation>nothing; time suspended is included</translation>
    </message>
    <message>
        <source>退单</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>期内该单位退回的次数，按理由分列</source>
        <translation>how often the unit returned a case in the period, by reason</translation>
    </message>
    <message>
        <source>返工</source>
        <translation>Reworks</translation>
    </message>
    <message>
        <source>期内该单位办理后被退回返工的次数</source>
        <translation>how often the unit&apos;s handling came back for rework in the period</translation>
    </message>
    <message>
        <source>被升级</source>
        <translation>Escalated away</translation>
    </message>
    <message>
        <source>期内在该单位手中、因升级转走的次数</source>
        <translation>how often a case left the unit&apos;s hands by escalation in the period</translation>
    </message>
    <message>
        <source>手中超时</source>
        <translation>Overdue in hand</translation>
    </message>
    <message>
        <source>期内到期、到期时在该单位手中且未反馈的件数；按现行的办理时限</source>
        <translation>cases that fell due in the period while in the unit&apos;s hands and not fed back, by their present limit</translation>
    </message>
    <message>
        <source>正在挂账的不计</source>
        <translation>cases now suspended</translation>
    </message>
    <message>
        <source>吹哨</source>
        <translation>Whistles</translation>
    </message>
    <message>
        <source>已发出的吹哨次数</source>
        <translation>whistles that were blown</translation>
    </message>
    <message>
        <source>进行中</source>
        <translation>Under way</translation>
    </message>
    <message>
        <source>已发出、尚未结束的吹哨次数</source>
        <translation>whistles that were blown and have not ended</translation>
    </message>
    <message>
        <source>按时报到</source>
        <translation>Arrived on time</translation>
    </message>
    <message>
        <source>在各自报到时间之前报到的单位次</source>
        <translation>arrivals of summoned units before the time each was given, of all that have arrived or whose time has passed</translation>
    </message>
    <message>
        <source>拒绝</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>拒绝报到、其后也未被指定到场的单位次</source>
        <translation>refusals of summoned units that were not named to come after all</translation>
    </message>
    <message>
        <source>解决问题</source>
        <translation>Problems solved</translation>
    </message>
    <message>
        <source>已解决的问题</source>
        <translation>problems solved, of all listed by whistles that were blown</translation>
    </message>
    <message>
        <source>未发出的与已撤回的不计</source>
        <translation>whistles not blown or withdrawn</translation>
    </message>
    <message>
        <source>拒绝的单位另计；未发出的与已撤回的不计</source>
        <translation>units that refused (counted apart); whistles not blown or withdrawn</translation>
    </message>
    <message>
        <source>口径：{what}</source>
        <translation>Not counted: {what}</translation>
    </message>
</context>
<context>
    <name>FileChip</name>
    <message>
        <source>另存为</source>
        <translation>Save as</translation>
    </message>
    <message>
        <source>再发</source>
        <translation>Send again</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>打开附件 {name}，{detail}</source>
        <translation>Open {name}, {detail}</translation>
    </message>
    <message>
        <source>另存 {name}</source>
        <translation>Save {name}</translation>
    </message>
    <message>
        <source>再发 {name}</source>
        <translation>Send {name} again</translation>
    </message>
    <message>
        <source>不再发送 {name}</source>
        <translation>Stop sending {name}</translation>
    </message>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
</context>
<context>
    <name>FilesInput</name>
    <message>
        <source>随附的附件</source>
        <translation>Attachments that go with it</translation>
    </message>
    <message>
        <source>随附的附件（先在案件里添加）</source>
        <translation>Attachments that go with it (add them to the case first)</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>来源</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>呼别</source>
        <translation>Call</translation>
    </message>
    <message>
        <source>诉求</source>
        <translation>Request</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>街镇</source>
        <translation>Street</translation>
    </message>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
    <message>
        <source>层级</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>承办单位</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>缓急</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>主动发现</source>
        <translation>Proactive</translation>
    </message>
    <message>
        <source>我的</source>
        <translation>Mine</translation>
    </message>
    <message>
        <source>点选筛选条件</source>
        <translation>Choose a filter</translation>
    </message>
    <message>
        <source>普</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>急</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>特急</source>
        <translation>Extra urgent</translation>
    </message>
    <message>
        <source>还有 {n} 项，请用筛选框</source>
        <translation>{n} more: use the filter field</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>编号的任意尾数、事项、位置、单位；含已结案件</source>
        <translation>Any tail of a number, matter, place, unit; closed cases too</translation>
    </message>
    <message>
        <source>查找全部案件</source>
        <translation>Find any case</translation>
    </message>
    <message>
        <source>再找 100 件</source>
        <translation>Find 100 more</translation>
    </message>
    <message>
        <source>输入编号、事项、位置或单位</source>
        <translation>Enter a number, matter, place or unit</translation>
    </message>
    <message>
        <source>查找</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>正在查找…</source>
        <translation>Searching…</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>没有找到</source>
        <translation>Nothing found</translation>
    </message>
    <message numerus="yes">
        <source>已列出 %n 件，新的在前</source>
        <translation>
            <numerusform>%n case listed, newest first</numerusform>
            <numerusform>%n cases listed, newest first</numerusform>
        </translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
</context>
<context>
    <name>Finder</name>
    <message>
        <source>案件号、地址、单位、人员、命令；拼音首字母也行</source>
        <translation>Case number, address, unit, person, command; pinyin initials work too</translation>
    </message>
    <message>
        <source>搜索</source>
        <translation>Search</translation>
    </message>
</context>
<context>
    <name>Finding</name>
    <message>
        <source>在办案件</source>
        <translation>Open cases</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>命令</source>
        <translation>Commands</translation>
    </message>
    <message>
        <source>没有找到“{query}”；已结案件请用 Ctrl+F</source>
        <translation>“{query}” not found; for closed cases use Ctrl+F</translation>
    </message>
</context>
<context>
    <name>Gathering</name>
    <message numerus="yes">
        <source>已把 %n 件在办案件归入“{name}”</source>
        <translation>
            <numerusform>%n open case taken into “{name}”</numerusform>
            <numerusform>%n open cases taken into “{name}”</numerusform>
        </translation>
    </message>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>It was not done; please try again</translation>
    </message>
    <message>
        <source>已移出事件</source>
        <translation>Taken out of the event</translation>
    </message>
</context>
<context>
    <name>GroupedRows</name>
    <message>
        <source>特急 {n} 件</source>
        <translation>{n} critical</translation>
    </message>
</context>
<context>
    <name>Handover</name>
    <message>
        <source>{n} 项操作还没有得到答复</source>
        <translation>{n} actions have had no answer yet</translation>
    </message>
    <message>
        <source>{n} 个表单还没有提交</source>
        <translation>{n} forms have not been submitted</translation>
    </message>
    <message>
        <source>{what}，换人后不再保留。</source>
        <translation>{what}; nothing of it is kept after the change of person.</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>换人</source>
        <translation>Change person</translation>
    </message>
    <message>
        <source>仍要换人</source>
        <translation>Change anyway</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>服务没有答复，刚才的登录没有注销，到时自行失效</source>
        <translation>The service did not answer; the former sign-in was not ended and will expire by itself</translation>
    </message>
</context>
<context>
    <name>HeldButton</name>
    <message>
        <source>演练 · </source>
        <translation>Exercise · </translation>
    </message>
    <message>
        <source>测试 · </source>
        <translation>Test · </translation>
    </message>
    <message>
        <source>按住空格键或鼠标 1.2 秒执行，松开即取消</source>
        <translation>Hold Space or the mouse for 1.2 s; let go to cancel</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>返回 Esc</source>
        <translation>Back Esc</translation>
    </message>
    <message>
        <source>帮助文件没有读到，请重新安装</source>
        <translation>The help file cannot be read: install Huying again</translation>
    </message>
</context>
<context>
    <name>HubLife</name>
    <message>
        <source>本机服务已重新启动</source>
        <translation>The local service has been restarted</translation>
    </message>
    <message>
        <source>本机服务没有启动：{reason}</source>
        <translation>The local service did not start: {reason}</translation>
    </message>
</context>
<context>
    <name>ImportForm</name>
    <message>
        <source>导入类别标准</source>
        <translation>Import a category standard</translation>
    </message>
    <message>
        <source>发布机关、文号、日期，或从哪里取得</source>
        <translation>Issued by, number, date, or where it came from</translation>
    </message>
    <message>
        <source>名称和版本</source>
        <translation>Name and version</translation>
    </message>
    <message>
        <source>出处</source>
        <translation>Origin</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>导入后是草案，不影响正在使用的标准；确认单位含义后才能启用。</source>
        <translation>It becomes a draft; the standard in use is not touched. It can be used once its units are confirmed.</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>导入通讯录</source>
        <translation>Import contacts</translation>
    </message>
    <message>
        <source>进度</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>正在导入…</source>
        <translation>Importing…</translation>
    </message>
    <message>
        <source>行</source>
        <translation>Line</translation>
    </message>
    <message>
        <source>列</source>
        <translation>Column</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>为什么没有采用</source>
        <translation>Why it was not taken</translation>
    </message>
    <message>
        <source>没有采用的行</source>
        <translation>Lines not taken</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>导入</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>已处理 {done}/{rows} 行</source>
        <translation>{done} of {rows} lines done</translation>
    </message>
    <message>
        <source>新增 {n}</source>
        <translation>{n} added</translation>
    </message>
    <message>
        <source>变更 {n}</source>
        <translation>{n} changed</translation>
    </message>
    <message>
        <source>未变 {n}</source>
        <translation>{n} the same</translation>
    </message>
    <message>
        <source>没有采用 {n}</source>
        <translation>{n} not taken</translation>
    </message>
    <message>
        <source>文件里这些列没有读取</source>
        <translation>Columns of the file that were not read</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>请写明名称和出处：以后要靠它们辨认版本</source>
        <translation>Give a name and an origin: editions are told apart by them</translation>
    </message>
</context>
<context>
    <name>IssueBar</name>
    <message>
        <source>离开</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>正在发布…</source>
        <translation>Issuing…</translation>
    </message>
    <message>
        <source>请先选择预警类型</source>
        <translation>Choose the alert type</translation>
    </message>
    <message>
        <source>请选择级别</source>
        <translation>Choose a level</translation>
    </message>
    <message>
        <source>请在地图上选定区域</source>
        <translation>Choose an area on the map</translation>
    </message>
    <message>
        <source>请填写：{fields}</source>
        <translation>Fill in: {fields}</translation>
    </message>
    <message>
        <source>正在核对内容和受众…</source>
        <translation>Checking text and audience…</translation>
    </message>
    <message>
        <source>还缺：{fields}</source>
        <translation>Missing: {fields}</translation>
    </message>
    <message>
        <source>所选范围内没有可以送达的人</source>
        <translation>Nobody can be reached in this area</translation>
    </message>
    <message>
        <source>按住 1.2 秒发布 · {kind}{level}预警 · {area} · {people} 人</source>
        <translation>Hold 1.2 s to issue · {kind} {level} alert · {area} · {people} people</translation>
    </message>
    <message>
        <source>责任人 {people} 名，其中 {left} 名在所选渠道上送不到</source>
        <translation>{people} people responsible, {left} of them out of reach on the channels chosen</translation>
    </message>
    <message>
        <source>松开即取消 · 发布后可一键更正、解除</source>
        <translation>Let go to cancel · once issued, one key corrects or cancels it</translation>
    </message>
    <message>
        <source>蓝色</source>
        <translation>Blue</translation>
    </message>
    <message>
        <source>黄色</source>
        <translation>Yellow</translation>
    </message>
    <message>
        <source>橙色</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>红色</source>
        <translation>Red</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>快捷键</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>按任意键关闭</source>
        <translation>Any key closes this</translation>
    </message>
</context>
<context>
    <name>KeycapButton</name>
    <message>
        <source>提交中</source>
        <translation>Submitting</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>案件</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>吹哨</source>
        <translation>Whistle</translation>
    </message>
    <message>
        <source>定位</source>
        <translation>Locate</translation>
    </message>
    <message>
        <source>下一件</source>
        <translation>Next case</translation>
    </message>
    <message>
        <source>短语</source>
        <translation>Macros</translation>
    </message>
    <message>
        <source>疑似重复</source>
        <translation>Possible duplicate</translation>
    </message>
    <message>
        <source>添加附件</source>
        <translation>Add files</translation>
    </message>
    <message>
        <source>更多操作</source>
        <translation>More actions</translation>
    </message>
    <message>
        <source>全局</source>
        <translation>Anywhere</translation>
    </message>
    <message>
        <source>新建案件</source>
        <translation>New case</translation>
    </message>
    <message>
        <source>查找全部案件</source>
        <translation>Find any case</translation>
    </message>
    <message>
        <source>一个框找一切</source>
        <translation>One box finds everything</translation>
    </message>
    <message>
        <source>一键预警</source>
        <translation>One-key alert</translation>
    </message>
    <message>
        <source>指挥</source>
        <translation>Operations</translation>
    </message>
    <message>
        <source>预警</source>
        <translation>Alerts</translation>
    </message>
    <message>
        <source>吹哨报到</source>
        <translation>Whistle &amp; report-in</translation>
    </message>
    <message>
        <source>换主题</source>
        <translation>Change theme</translation>
    </message>
    <message>
        <source>锁定席位</source>
        <translation>Lock the seat</translation>
    </message>
    <message>
        <source>全屏</source>
        <translation>Full screen</translation>
    </message>
    <message>
        <source>地图另开窗口、放回</source>
        <translation>Map to a window and back</translation>
    </message>
    <message>
        <source>分级响应另开窗口、放回</source>
        <translation>Tiers to a window and back</translation>
    </message>
    <message>
        <source>快捷键</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>其他页</source>
        <translation>Other pages</translation>
    </message>
    <message>
        <source>刷新（考核、席位）</source>
        <translation>Refresh (Appraisal, Seats)</translation>
    </message>
    <message>
        <source>上一级（分级）</source>
        <translation>One level up (Tiers)</translation>
    </message>
    <message>
        <source>已阅（通知）</source>
        <translation>Seen (Notices)</translation>
    </message>
    <message>
        <source>转交认领（席位）</source>
        <translation>Pass claims on (Seats)</translation>
    </message>
    <message>
        <source>复制表格或所选</source>
        <translation>Copy table or row</translation>
    </message>
    <message>
        <source>回到指挥</source>
        <translation>Back to Operations</translation>
    </message>
    <message>
        <source>地图</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>放大、缩小</source>
        <translation>Zoom in, out</translation>
    </message>
    <message>
        <source>移动</source>
        <translation>Move</translation>
    </message>
    <message>
        <source>回到全图</source>
        <translation>Whole map</translation>
    </message>
    <message>
        <source>下一件看得见的案件</source>
        <translation>Next visible case</translation>
    </message>
    <message>
        <source>回到队列</source>
        <translation>Back to the queue</translation>
    </message>
</context>
<context>
    <name>KindList</name>
    <message>
        <source>预警类型</source>
        <translation>Alert type</translation>
    </message>
    <message>
        <source>气象等预警 · 只可原文转发</source>
        <translation>Weather etc. · relay only</translation>
    </message>
    <message>
        <source>只向上报告，不提供公众预警</source>
        <translation>Upward reports · not public</translation>
    </message>
    <message>
        <source>本区自编</source>
        <translation>district&apos;s own</translation>
    </message>
</context>
<context>
    <name>LaterInput</name>
    <message>
        <source>原时限后 {n} 小时</source>
        <translation>{n} h after the present limit</translation>
    </message>
    <message>
        <source>延期到</source>
        <translation>Extended to</translation>
    </message>
</context>
<context>
    <name>LeadInput</name>
    <message>
        <source>主办单位</source>
        <translation>Lead unit</translation>
    </message>
    <message>
        <source>请先选定主办单位</source>
        <translation>Choose the lead unit first</translation>
    </message>
    <message>
        <source>事项准入清单规定“{category}”不得派往网格，请改派社区、街镇或部门</source>
        <translation>The matter admission list bars “{category}” from grids: dispatch it to a community, a street or a department</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>离开指挥台</source>
        <translation>Leave the console</translation>
    </message>
    <message>
        <source>还有 {timers} 个计时在走、{unsent} 条消息未发完、{alerts} 条预警生效。</source>
        <translation>Still running: timers {timers}, unsent messages {unsent}, alerts in force {alerts}.</translation>
    </message>
    <message>
        <source>本机服务可以在后台继续运行，到时照常升级和发送；停止则要到下次打开时才补办，并注明迟办。</source>
        <translation>The local service can go on in the background and escalate and send as due; stopped, it catches up at the next start and marks what was late.</translation>
    </message>
    <message>
        <source>后台继续运行</source>
        <translation>Go on in background</translation>
    </message>
    <message>
        <source>停止服务</source>
        <translation>Stop the service</translation>
    </message>
    <message>
        <source>不离开</source>
        <translation>Stay</translation>
    </message>
</context>
<context>
    <name>LedgerPage</name>
    <message>
        <source>近 24 小时</source>
        <translation>Last 24 hours</translation>
    </message>
    <message>
        <source>近 7 天</source>
        <translation>Last 7 days</translation>
    </message>
    <message>
        <source>近 30 天</source>
        <translation>Last 30 days</translation>
    </message>
    <message>
        <source>近 90 天</source>
        <translation>Last 90 days</translation>
    </message>
    <message>
        <source>近一年</source>
        <translation>Last year</translation>
    </message>
    <message>
        <source>期间</source>
        <translation>Period</translation>
    </message>
    <message>
        <source>刷新 F5</source>
        <translation>Refresh F5</translation>
    </message>
    <message>
        <source>经手台账</source>
        <translation>Custody ledger</translation>
    </message>
    <message>
        <source>正在载入…</source>
        <translation>Loading…</translation>
    </message>
    <message>
        <source>考核 · 经手台账</source>
        <translation>Appraisal · custody ledger</translation>
    </message>
    <message>
        <source>谁经手、多久没签收、退了几次：指向列名看定义；Enter 看该单位的在办案件，Ctrl+C 复制全表。</source>
        <translation>Who had what, how long unsigned, how often returned: point at a column for its definition; Enter shows the unit&apos;s open cases, Ctrl+C copies the table.</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>期内没有经手记录：派出的案件会记到这里，也可换一个期间</source>
        <translation>Nothing was handed over in the period: dispatched cases are recorded here; try another period</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
    <message>
        <source>自 {time} 起</source>
        <translation>since {time}</translation>
    </message>
    <message>
        <source>截至 {time}</source>
        <translation>as of {time}</translation>
    </message>
    <message>
        <source>{n} 个单位</source>
        <translation>{n} units</translation>
    </message>
    <message>
        <source>未签收中位</source>
        <translation>Unsigned median</translation>
    </message>
    <message>
        <source>未签收最长</source>
        <translation>Unsigned longest</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>部门</source>
        <translation>Department</translation>
    </message>
    <message>
        <source>期内收到 {n} 次之中</source>
        <translation>of {n} received in the period</translation>
    </message>
    <message>
        <source>未写代码</source>
        <translation>without a code</translation>
    </message>
</context>
<context>
    <name>LevelBar</name>
    <message>
        <source>四级 蓝</source>
        <translation>IV blue</translation>
    </message>
    <message>
        <source>三级 黄</source>
        <translation>III yellow</translation>
    </message>
    <message>
        <source>二级 橙</source>
        <translation>II orange</translation>
    </message>
    <message>
        <source>一级 红</source>
        <translation>I red</translation>
    </message>
    <message>
        <source>这类预警没有这一级</source>
        <translation>This alert type has no such level</translation>
    </message>
</context>
<context>
    <name>LiveAlertsPanel</name>
    <message>
        <source>生效预警</source>
        <translation>Alerts in force</translation>
    </message>
    <message>
        <source>没有生效的预警</source>
        <translation>No alert in force</translation>
    </message>
    <message>
        <source>转发</source>
        <translation>relayed</translation>
    </message>
    <message>
        <source>接受</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>送达</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>回执</source>
        <translation>Answered</translation>
    </message>
</context>
<context>
    <name>LiveDot</name>
    <message>
        <source>未连接</source>
        <translation>Not connected</translation>
    </message>
    <message>
        <source>连接</source>
        <translation>Connection</translation>
    </message>
    <message>
        <source>实时 {ms} ms</source>
        <translation>Live {ms} ms</translation>
    </message>
    <message>
        <source>实时</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>延迟 {ms} ms</source>
        <translation>Slow {ms} ms</translation>
    </message>
    <message>
        <source>已断开 · {since}</source>
        <translation>Disconnected · {since}</translation>
    </message>
    <message>
        <source>已断开</source>
        <translation>Disconnected</translation>
    </message>
</context>
<context>
    <name>MacroEditor</name>
    <message>
        <source>新建短语</source>
        <translation>New macro</translation>
    </message>
    <message>
        <source>修改短语</source>
        <translation>Change the macro</translation>
    </message>
    <message>
        <source>派给单位</source>
        <translation>Dispatch to</translation>
    </message>
    <message>
        <source>{group}（整个大类）</source>
        <translation>{group} (the whole class)</translation>
    </message>
    <message>
        <source>本单位：{unit}</source>
        <translation>My unit: {unit}</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>操作</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>请写名称</source>
        <translation>Write a name</translation>
    </message>
    <message>
        <source>请写内容，或选一个操作</source>
        <translation>Write the words, or choose an action</translation>
    </message>
    <message>
        <source>没有选定单位：请从候选单位中选一个，或清空由派单时再选</source>
        <translation>No unit is chosen: choose one of those listed, or clear the field to choose when dispatching</translation>
    </message>
    <message>
        <source>只填文字</source>
        <translation>Words only</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>全部类别</source>
        <translation>All categories</translation>
    </message>
    <message>
        <source>谁可以用</source>
        <translation>Who may use it</translation>
    </message>
    <message>
        <source>只有我</source>
        <translation>Only me</translation>
    </message>
    <message>
        <source>全区</source>
        <translation>The whole district</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Words</translation>
    </message>
    <message>
        <source>内容，可用字段：{fields}</source>
        <translation>Words; fields: {fields}</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
</context>
<context>
    <name>MacroPicker</name>
    <message>
        <source>短语</source>
        <translation>Macros</translation>
    </message>
    <message>
        <source>筛选短语</source>
        <translation>Filter macros</translation>
    </message>
    <message>
        <source>筛选；数字键直接选用</source>
        <translation>Filter; a digit takes a macro at once</translation>
    </message>
    <message>
        <source>新建…</source>
        <translation>New…</translation>
    </message>
    <message>
        <source>修改…</source>
        <translation>Change…</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Retire</translation>
    </message>
    <message>
        <source>文字</source>
        <translation>Words</translation>
    </message>
    <message>
        <source>没有短语；可以新建</source>
        <translation>No macros yet; write one</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>呼应</source>
        <translation>Huying</translation>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>案件</source>
        <translation>Cases</translation>
    </message>
    <message numerus="yes">
        <source>%n 件案件</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>超时 %n 件</source>
        <translation>
            <numerusform>%n overdue</numerusform>
            <numerusform>%n overdue</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MapSide</name>
    <message>
        <source>本件没有位置</source>
        <translation>This case has no place</translation>
    </message>
    <message>
        <source>边界由系统管理员用 huying district boundaries 导入，导入后请重新打开指挥台</source>
        <translation>Boundaries are imported by the system administrator with huying district boundaries; open the console again afterwards</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>全图 0</source>
        <translation>Whole map 0</translation>
    </message>
    <message>
        <source>地图</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>特急</source>
        <translation>Extra</translation>
    </message>
    <message>
        <source>急</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>普</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>超时</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>10 分内</source>
        <translation>≤ 10 min</translation>
    </message>
    <message>
        <source>30 分内</source>
        <translation>≤ 30 min</translation>
    </message>
    <message>
        <source>未到期</source>
        <translation>In time</translation>
    </message>
    <message>
        <source>无时限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>{n} km</source>
        <translation>{n} km</translation>
    </message>
    <message>
        <source>{n} m</source>
        <translation>{n} m</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
    <message>
        <source>案件</source>
        <translation>Cases</translation>
    </message>
    <message>
        <source>网格</source>
        <translation>Grid</translation>
    </message>
    <message>
        <source>社区</source>
        <translation>Community</translation>
    </message>
    <message>
        <source>预警区</source>
        <translation>Alerts</translation>
    </message>
    <message>
        <source>{n} 件没有位置</source>
        <translation>{n} without a place</translation>
    </message>
    <message>
        <source>{n} 件案件</source>
        <translation>Cases: {n}</translation>
    </message>
    <message>
        <source>未导入边界</source>
        <translation>No boundaries imported</translation>
    </message>
    <message>
        <source>导入边界</source>
        <translation>Import boundaries</translation>
    </message>
    <message>
        <source>未导入边界，只显示案件位置</source>
        <translation>No boundaries imported: only case positions are shown</translation>
    </message>
</context>
<context>
    <name>MeaningForm</name>
    <message>
        <source>标准里只写“小时”或“天”的时限，由读过原文的人确认按哪种时间计；理由里请写依据。</source>
        <translation>For limits that say only hours or days, somebody who read the text confirms in which time they run; say by which passage.</translation>
    </message>
    <message>
        <source>确认单位含义：{name}</source>
        <translation>Confirm the units: {name}</translation>
    </message>
    <message>
        <source>确认</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>请选定</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>单写的“{unit}”指</source>
        <translation>A bare “{unit}” means</translation>
    </message>
    <message>
        <source>请先选定单位的含义</source>
        <translation>Choose what the units mean first</translation>
    </message>
</context>
<context>
    <name>ModeBar</name>
    <message>
        <source>正式发布</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
    <message>
        <source>测试</source>
        <translation>Test</translation>
    </message>
</context>
<context>
    <name>NavBar</name>
    <message>
        <source>页面</source>
        <translation>Pages</translation>
    </message>
</context>
<context>
    <name>NavButton</name>
    <message numerus="yes">
        <source>%n 件待看</source>
        <translation>
            <numerusform>%n to look at</numerusform>
            <numerusform>%n to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NewCaseFlow</name>
    <message>
        <source>您的角色不能新建案件</source>
        <translation>Your role may not report cases</translation>
    </message>
    <message>
        <source>请在地图上点出位置，Esc 返回</source>
        <translation>Point out the place on the map; Esc goes back</translation>
    </message>
    <message>
        <source>已新建 {number}</source>
        <translation>{number} created</translation>
    </message>
    <message>
        <source>打开</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>It was not done: try again</translation>
    </message>
</context>
<context>
    <name>NewCaseForm</name>
    <message>
        <source>普</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>急</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>特急</source>
        <translation>Extra urgent</translation>
    </message>
    <message>
        <source>新建案件</source>
        <translation>New case</translation>
    </message>
    <message>
        <source>诉求或情况，第一句会成为标题</source>
        <translation>Request or situation; its first sentence becomes the title</translation>
    </message>
    <message>
        <source>路、门牌、地标</source>
        <translation>Road, number, landmark</translation>
    </message>
    <message>
        <source>在地图上选点</source>
        <translation>Choose on the map</translation>
    </message>
    <message>
        <source>所在网格、社区或街镇</source>
        <translation>Grid, community or street</translation>
    </message>
    <message>
        <source>未定</source>
        <translation>not set</translation>
    </message>
    <message>
        <source>主动发现</source>
        <translation>Proactive</translation>
    </message>
    <message>
        <source>由本区自己发现，不是群众反映</source>
        <translation>Found by the district itself, not reported by the public</translation>
    </message>
    <message>
        <source>已选点 {lon}, {lat}</source>
        <translation>Point {lon}, {lat}</translation>
    </message>
    <message>
        <source>所选类别已停用：请重新选择</source>
        <translation>The chosen category is no longer offered: choose another</translation>
    </message>
    <message>
        <source>来电人</source>
        <translation>Caller</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>来源</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>呼的种类</source>
        <translation>Kind of call</translation>
    </message>
    <message>
        <source>诉求种类</source>
        <translation>Kind of request</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>地点</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>区域</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>缓急</source>
        <translation>Priority</translation>
    </message>
    <message>
        <source>诉求或情况</source>
        <translation>Request or situation</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>提交 Ctrl+Enter</source>
        <translation>Submit Ctrl+Enter</translation>
    </message>
    <message>
        <source>请先写下诉求或情况</source>
        <translation>Write down the request or situation first</translation>
    </message>
</context>
<context>
    <name>NoPage</name>
    <message>
        <source>本账号不办案件，在本程序里没有页面；如需办案，请安全管理员为您设置角色。</source>
        <translation>This account works on no cases and has no page here; ask the security administrator for a role.</translation>
    </message>
    <message>
        <source>审计管理员不办案件：请在服务器上用 huying verify 核对审计链，加 --anchor 与另存的锚文件比对。</source>
        <translation>The audit administrator works on no cases: check the audit chain with huying verify on the server, and with --anchor against an anchor file kept elsewhere.</translation>
    </message>
    <message>
        <source>您的工作</source>
        <translation>Your work</translation>
    </message>
</context>
<context>
    <name>NoteInput</name>
    <message>
        <source>写备注… Ctrl+Enter 提交</source>
        <translation>Note… Ctrl+Enter submits</translation>
    </message>
    <message>
        <source>备注</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>NoticesPage</name>
    <message>
        <source>升级</source>
        <translation>Escalated</translation>
    </message>
    <message>
        <source>提醒</source>
        <translation>Reminder</translation>
    </message>
    <message>
        <source>无人可告知</source>
        <translation>Nobody to tell</translation>
    </message>
    <message>
        <source>环节超时</source>
        <translation>Stage overdue</translation>
    </message>
    <message>
        <source>巡查</source>
        <translation>Auditor</translation>
    </message>
    <message>
        <source>吹哨</source>
        <translation>Whistle</translation>
    </message>
    <message>
        <source>只看未阅</source>
        <translation>Unseen only</translation>
    </message>
    <message>
        <source>已阅 S</source>
        <translation>Seen S</translation>
    </message>
    <message>
        <source>全部已阅</source>
        <translation>All seen</translation>
    </message>
    <message>
        <source>通知</source>
        <translation>Notices</translation>
    </message>
    <message>
        <source>正在载入…</source>
        <translation>Loading…</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>未阅 {n} 条</source>
        <translation>{n} unseen</translation>
    </message>
    <message>
        <source>没有未阅的通知</source>
        <translation>No unseen notices</translation>
    </message>
    <message>
        <source>升级、环节超时、无人可告知和吹哨都通知到这里</source>
        <translation>escalations, late steps, nobody reached and whistles are told here</translation>
    </message>
    <message>
        <source>还没有通知</source>
        <translation>No notices yet</translation>
    </message>
    <message>
        <source>告知{role}</source>
        <translation>to the {role}</translation>
    </message>
    <message>
        <source>已阅</source>
        <translation>Seen</translation>
    </message>
    <message>
        <source>这条通知没有对应的案件</source>
        <translation>This notice belongs to no case</translation>
    </message>
</context>
<context>
    <name>NumberButton</name>
    <message>
        <source>未知</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>打开这个数字背后的案件</source>
        <translation>Open the cases behind this figure</translation>
    </message>
</context>
<context>
    <name>OperationsPage</name>
    <message>
        <source>地图</source>
        <translation>Map</translation>
    </message>
    <message>
        <source>分级响应</source>
        <translation>Response by tier</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
    <message>
        <source>移到另一个窗口（{key}）</source>
        <translation>Move to another window ({key})</translation>
    </message>
    <message>
        <source>自 {time} 起</source>
        <translation>since {time}</translation>
    </message>
</context>
<context>
    <name>OutcomeInput</name>
    <message>
        <source>已联系上来电人</source>
        <translation>The caller was reached</translation>
    </message>
    <message>
        <source>是否解决</source>
        <translation>Solved?</translation>
    </message>
    <message>
        <source>是否满意</source>
        <translation>Satisfied?</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>分级</source>
        <translation>Tiers</translation>
    </message>
    <message>
        <source>通知</source>
        <translation>Notices</translation>
    </message>
    <message>
        <source>查找</source>
        <translation>Find</translation>
    </message>
    <message>
        <source>吹哨</source>
        <translation>Whistle</translation>
    </message>
    <message>
        <source>考核</source>
        <translation>Appraisal</translation>
    </message>
    <message>
        <source>席位</source>
        <translation>Seats</translation>
    </message>
    <message>
        <source>通讯录</source>
        <translation>Contacts</translation>
    </message>
    <message>
        <source>系统</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>指挥</source>
        <translation>Operations</translation>
    </message>
    <message>
        <source>预警</source>
        <translation>Alerts</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>People</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
</context>
<context>
    <name>PanelWindow</name>
    <message>
        <source>放回主窗口</source>
        <translation>Back to the main window</translation>
    </message>
</context>
<context>
    <name>Part</name>
    <message>
        <source>问题</source>
        <translation>Trouble</translation>
    </message>
    <message>
        <source>文件读不到：请确认它还在，并且没有被别的程序占用</source>
        <translation>The file cannot be read: see that it is still there and that no other program holds it</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>正在载入…</source>
        <translation>Loading…</translation>
    </message>
</context>
<context>
    <name>PasswordForm</name>
    <message>
        <source>口令至少 10 个字符，同时含字母、数字和符号，不含用户名。</source>
        <translation>A password has at least 10 characters, with letters, digits and signs, and does not contain the user name.</translation>
    </message>
    <message>
        <source>重设口令</source>
        <translation>Set password</translation>
    </message>
    <message>
        <source>修改口令</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>原口令</source>
        <translation>Present password</translation>
    </message>
    <message>
        <source>确认是本人；连续 5 次不对将锁定</source>
        <translation>To make sure that it is you; 5 wrong ones in a row lock the account</translation>
    </message>
    <message>
        <source>新口令</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>再输一次</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Notice</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>设为新口令</source>
        <translation>Set password</translation>
    </message>
    <message>
        <source>设好后，您在各处的登录立即失效，须用新口令登录。</source>
        <translation>Once set, you are signed out everywhere at once and sign in with the new password.</translation>
    </message>
    <message>
        <source>设好后，此人在各处的登录立即失效，须用新口令登录。</source>
        <translation>Once set, this person is signed out everywhere at once and signs in with the new password.</translation>
    </message>
    <message>
        <source>请填写原口令</source>
        <translation>Enter the present password</translation>
    </message>
    <message>
        <source>请填写新口令</source>
        <translation>Enter a new password</translation>
    </message>
    <message>
        <source>两次输入的口令不一致</source>
        <translation>The two passwords differ</translation>
    </message>
</context>
<context>
    <name>PauseInput</name>
    <message>
        <source>挂账 {n} 天，到期自动恢复计时</source>
        <translation>Suspend for {n} days; the clock resumes by itself</translation>
    </message>
    <message>
        <source>挂账多久</source>
        <translation>How long</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>新增人员</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>解锁</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>重设口令</source>
        <translation>Set password</translation>
    </message>
    <message>
        <source>手机端密钥</source>
        <translation>Phone key</translation>
    </message>
    <message>
        <source>正在载入人员…</source>
        <translation>Loading people…</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>People</translation>
    </message>
    <message>
        <source>账号管理员只管账号，不办案件；请为坐席、街镇和部门逐人建立账号。</source>
        <translation>This account manages accounts and handles no cases. Set up one account for each person at a seat, street or department.</translation>
    </message>
    <message>
        <source>本账号不办案件，也不管账号。</source>
        <translation>This account handles no cases and manages no accounts.</translation>
    </message>
    <message>
        <source>用户名</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>角色</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>席位</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>启用账号</source>
        <translation>Enable account</translation>
    </message>
    <message>
        <source>停用账号</source>
        <translation>Disable account</translation>
    </message>
    <message>
        <source>该人员已被他人改动。现在显示的是最新情况，请看清后再改。</source>
        <translation>Somebody else changed this person. What is shown is how things are now; look, then change again.</translation>
    </message>
    <message>
        <source>已新增 {name}</source>
        <translation>{name} added</translation>
    </message>
    <message>
        <source>已保存</source>
        <translation>Saved</translation>
    </message>
    <message>
        <source>账号已停用，其登录已失效</source>
        <translation>Account disabled and signed out</translation>
    </message>
    <message>
        <source>账号已启用</source>
        <translation>Account enabled</translation>
    </message>
    <message>
        <source>已解锁，可以再次登录</source>
        <translation>Unlocked; they can sign in again</translation>
    </message>
    <message>
        <source>新口令已生效</source>
        <translation>The new password works now</translation>
    </message>
    <message>
        <source>口令已更改，请用新口令登录</source>
        <translation>Password changed; sign in with the new one</translation>
    </message>
    <message>
        <source>还没有人员</source>
        <translation>Nobody yet</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Disabled</translation>
    </message>
    <message>
        <source>锁定</source>
        <translation>Locked</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>PersonForm</name>
    <message>
        <source>单位</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>本人的角色和停用由另一位安全管理员办理。</source>
        <translation>Your own roles and access are another security administrator&apos;s to change.</translation>
    </message>
    <message>
        <source>提示</source>
        <translation>Notice</translation>
    </message>
    <message>
        <source>新增人员</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>新增</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>修改：{name}</source>
        <translation>Change: {name}</translation>
    </message>
    <message>
        <source>保存修改</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>请填写用户名</source>
        <translation>Enter a user name</translation>
    </message>
    <message>
        <source>请填写姓名</source>
        <translation>Enter a name</translation>
    </message>
    <message>
        <source>请至少选定一个角色</source>
        <translation>Choose at least one role</translation>
    </message>
    <message>
        <source>请选定单位</source>
        <translation>Choose a unit</translation>
    </message>
    <message>
        <source>请填写初始口令</source>
        <translation>Enter a first password</translation>
    </message>
    <message>
        <source>用户名</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>角色</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>席位</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>初始口令</source>
        <translation>First password</translation>
    </message>
</context>
<context>
    <name>PersonalForm</name>
    <message>
        <source>查看个人信息</source>
        <translation>View personal data</translation>
    </message>
    <message>
        <source>用途</source>
        <translation>Purpose</translation>
    </message>
    <message>
        <source>例如：回访、核实地址</source>
        <translation>For example: follow-up call, verifying the address</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>请写明用途；谁、何时、为何查看都会记入审计。</source>
        <translation>State the purpose; who viewed it, when and why goes into the audit log.</translation>
    </message>
    <message>
        <source>来电人</source>
        <translation>Caller</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>本件没有登记个人信息</source>
        <translation>This case holds no personal data</translation>
    </message>
</context>
<context>
    <name>Photos</name>
    <message>
        <source>选择照片</source>
        <translation>Choose a photo</translation>
    </message>
    <message>
        <source>照片 (*.jpg *.jpeg *.png)</source>
        <translation>Photos (*.jpg *.jpeg *.png)</translation>
    </message>
    <message>
        <source>另存照片</source>
        <translation>Save the photo as</translation>
    </message>
    <message>
        <source>照片没有存下：{reason}</source>
        <translation>The photo was not saved: {reason}</translation>
    </message>
    <message>
        <source>已存为 {name}</source>
        <translation>Saved as {name}</translation>
    </message>
</context>
<context>
    <name>Phrases</name>
    <message>
        <source>短语已保存</source>
        <translation>The macro is saved</translation>
    </message>
</context>
<context>
    <name>PoliciesPart</name>
    <message>
        <source>升级方案的版本</source>
        <translation>Versions of the tier policy</translation>
    </message>
    <message>
        <source>方案名称</source>
        <translation>Name of the policy</translation>
    </message>
    <message>
        <source>以此起草</source>
        <translation>Draft from this</translation>
    </message>
    <message>
        <source>保存草案 Ctrl+S</source>
        <translation>Save draft Ctrl+S</translation>
    </message>
    <message>
        <source>放弃改动</source>
        <translation>Discard changes</translation>
    </message>
    <message>
        <source>回测…</source>
        <translation>Back-test…</translation>
    </message>
    <message>
        <source>启用…</source>
        <translation>Put into use…</translation>
    </message>
    <message>
        <source>在办案件转用…</source>
        <translation>Move open cases…</translation>
    </message>
    <message>
        <source>还没有升级方案：没有任何案件会自动升级</source>
        <translation>No tier policy yet: no case goes up by itself</translation>
    </message>
    <message>
        <source>第 {n} 版 {name}</source>
        <translation>Version {n} {name}</translation>
    </message>
    <message>
        <source>在办 {n} 件</source>
        <translation>{n} open</translation>
    </message>
    <message>
        <source>草案有没保存的改动：请先保存或放弃</source>
        <translation>The draft has unsaved changes: save or discard them first</translation>
    </message>
    <message>
        <source>请先保存草案</source>
        <translation>Save the draft first</translation>
    </message>
    <message>
        <source>新草案，还没有保存；保存和启用之前可以先回测。</source>
        <translation>A new draft, not saved. Try it on past cases before you save or use it.</translation>
    </message>
    <message>
        <source>草案，不影响任何案件。启用后，新的案件按它升级；在办案件保持原来的版本。</source>
        <translation>A draft touches no case. In use, new cases go by it; open ones keep their version.</translation>
    </message>
    <message>
        <source>使用中的版本不能改：以此起草，回测后启用。现有 {n} 件在办案件按它升级。</source>
        <translation>A version in use is not changed: draft from it, try that, put it into use. {n} open cases go by it.</translation>
    </message>
    <message>
        <source>已停用。仍有 {n} 件在办案件按它升级。</source>
        <translation>Retired. {n} open cases still go by it.</translation>
    </message>
    <message>
        <source>{name}（修订）</source>
        <translation>{name} (revised)</translation>
    </message>
    <message>
        <source>草案已保存</source>
        <translation>The draft is saved</translation>
    </message>
    <message>
        <source>已被他人改动。现在显示的是最新情况，请看清后再改。</source>
        <translation>Somebody else has changed it. What you see is how it is now; look at it before you change it.</translation>
    </message>
    <message>
        <source>第 {n} 版“{name}”，{steps} 步。新的案件从现在起按它升级；在办案件保持原来的版本。</source>
        <translation>Version {n} “{name}”, {steps} steps. New cases go by it from now on; open ones keep their version.</translation>
    </message>
    <message>
        <source>启用升级方案</source>
        <translation>Put the tier policy into use</translation>
    </message>
    <message>
        <source>第 {n} 版升级方案已启用</source>
        <translation>Version {n} of the tier policy is in use</translation>
    </message>
    <message>
        <source>{n} 件在办案件还按以前的版本升级。转用后按使用中的版本，每件留一条带理由的记录。</source>
        <translation>{n} open cases still go by earlier versions. They would go by the one in use, each with a record and your reason.</translation>
    </message>
    <message>
        <source>在办案件转用使用中的版本</source>
        <translation>Move open cases to the version in use</translation>
    </message>
    <message>
        <source>转用</source>
        <translation>Move</translation>
    </message>
    <message>
        <source>已转用 {n} 件</source>
        <translation>{n} cases moved</translation>
    </message>
</context>
<context>
    <name>PolicyWords</name>
    <message>
        <source>疑难</source>
        <translation>Hard</translation>
    </message>
    <message>
        <source>环节超时</source>
        <translation>Late in a stage</translation>
    </message>
    <message>
        <source>普</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>急</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>特急</source>
        <translation>Very urgent</translation>
    </message>
    <message>
        <source>签收</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>反馈</source>
        <translation>Feedback</translation>
    </message>
    <message>
        <source>签收后的进展</source>
        <translation>Progress once signed</translation>
    </message>
    <message>
        <source>接管中心起，逐级向上最近的</source>
        <translation>The nearest from the centre that takes over upwards</translation>
    </message>
    <message>
        <source>接管的中心</source>
        <translation>The centre that takes over</translation>
    </message>
    <message>
        <source>原责任中心</source>
        <translation>The centre before</translation>
    </message>
    <message>
        <source>承办单位</source>
        <translation>The holding unit</translation>
    </message>
    <message>
        <source>区级</source>
        <translation>The district</translation>
    </message>
    <message>
        <source>草案</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>使用中</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>已停用</source>
        <translation>Retired</translation>
    </message>
    <message>
        <source>{n} 天</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>{n} 小时</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>{n} 分</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>{role}（{place}）</source>
        <translation>{role} ({place})</translation>
    </message>
    <message>
        <source>退单至少 {n} 次</source>
        <translation>returned at least {n}×</translation>
    </message>
    <message>
        <source>全部案件</source>
        <translation>All cases</translation>
    </message>
    <message>
        <source>到 {n}% 提醒</source>
        <translation>reminder at {n}%</translation>
    </message>
    <message>
        <source>再每 {t} 一次，至多 {n} 次</source>
        <translation>then every {t}, {n} at most</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>登录已失效</source>
        <translation>You are no longer signed in</translation>
    </message>
    <message>
        <source>请重新登录</source>
        <translation>Sign in again</translation>
    </message>
    <message>
        <source>用户名或口令不对</source>
        <translation>Wrong user name or password</translation>
    </message>
    <message>
        <source>请核对后再试；连续 5 次不对将锁定</source>
        <translation>Check them and try again; five wrong tries in a row lock the account</translation>
    </message>
    <message>
        <source>原口令不对</source>
        <translation>The present password is wrong</translation>
    </message>
    <message>
        <source>账号已锁定至 {until}</source>
        <translation>Account locked until {until}</translation>
    </message>
    <message>
        <source>请稍后再试或请安全管理员解锁</source>
        <translation>Try later or ask the security administrator to unlock it</translation>
    </message>
    <message>
        <source>席位因空闲已锁定</source>
        <translation>The seat was idle and has been locked</translation>
    </message>
    <message>
        <source>请输入口令解锁</source>
        <translation>Enter your password to unlock it</translation>
    </message>
    <message>
        <source>您的角色不能{action}</source>
        <translation>Your role may not do this: {action}</translation>
    </message>
    <message>
        <source>请由{roles}办理</source>
        <translation>Ask one of these roles: {roles}</translation>
    </message>
    <message>
        <source>没有找到该对象</source>
        <translation>Not found</translation>
    </message>
    <message>
        <source>请核对编号；不在辖区内的不显示</source>
        <translation>Check the number; what is outside your area is not shown</translation>
    </message>
    <message>
        <source>该案件已被他人改动</source>
        <translation>Somebody else has changed this case</translation>
    </message>
    <message>
        <source>请看清变化后重新提交</source>
        <translation>Look at the changes, then submit again</translation>
    </message>
    <message>
        <source>案件处于“{state}”，不能{action}</source>
        <translation>“{action}” is not possible at “{state}”</translation>
    </message>
    <message>
        <source>请先完成前面的环节</source>
        <translation>Finish the steps before it first</translation>
    </message>
    <message>
        <source>案件现由{holder}负责，不能代为{action}</source>
        <translation>{holder} answers for this case; “{action}” is theirs</translation>
    </message>
    <message>
        <source>请由负责单位办理，或注明代办的对象与方式</source>
        <translation>Leave it to that unit, or state on whose behalf and how</translation>
    </message>
    <message>
        <source>案件已由{who}认领</source>
        <translation>Claimed by {who}</translation>
    </message>
    <message>
        <source>请先接管再办理</source>
        <translation>Take the case over first</translation>
    </message>
    <message>
        <source>案件已在区级，不能再升级</source>
        <translation>The case is at district tier already and cannot be escalated</translation>
    </message>
    <message>
        <source>请在区级派单或督办</source>
        <translation>Dispatch or supervise it at the district</translation>
    </message>
    <message>
        <source>案件已由该单位承办</source>
        <translation>This unit holds the case already</translation>
    </message>
    <message>
        <source>请选择其他单位</source>
        <translation>Choose another unit</translation>
    </message>
    <message>
        <source>本区规定接单后不得退单</source>
        <translation>This district allows no return once a case is taken</translation>
    </message>
    <message>
        <source>如有异议请向区指挥中心说明</source>
        <translation>State any objection to the district command centre</translation>
    </message>
    <message>
        <source>本区的退单规定尚未录入，不能退单</source>
        <translation>This district&apos;s rule on returns is not entered yet: no returns</translation>
    </message>
    <message>
        <source>请系统管理员在区情配置中录入退单规定</source>
        <translation>Ask the system administrator to enter it in the district profile</translation>
    </message>
    <message>
        <source>已过 {minutes} 分钟退单时限</source>
        <translation>The {minutes} minutes for a return are over</translation>
    </message>
    <message>
        <source>请继续办理或申请延期</source>
        <translation>Go on handling it or ask for an extension</translation>
    </message>
    <message>
        <source>本件为指定承办，不得退单</source>
        <translation>This case was assigned by order and may not be returned</translation>
    </message>
    <message>
        <source>请办理；如有异议请向区指挥中心说明</source>
        <translation>Handle it; state any objection to the district command centre</translation>
    </message>
    <message>
        <source>本件没有办理时限，无需延期</source>
        <translation>This case has no limit and needs no extension</translation>
    </message>
    <message>
        <source>请先确定时限规则</source>
        <translation>Settle its limit rule first</translation>
    </message>
    <message>
        <source>案件已超时，不能再申请延期</source>
        <translation>The case is overdue: no extension any more</translation>
    </message>
    <message>
        <source>请尽快办理并说明原因</source>
        <translation>Handle it soon and state the reason</translation>
    </message>
    <message>
        <source>已延期 {count} 次，不能再延</source>
        <translation>Extended {count} times already: no further extension</translation>
    </message>
    <message>
        <source>请按期办理或请上级督办</source>
        <translation>Handle it in time or ask the tier above to supervise</translation>
    </message>
    <message>
        <source>本件已并入其他案件，不能{action}</source>
        <translation>This case is merged into another; {action} is not possible</translation>
    </message>
    <message>
        <source>请在主案件上办理，或先拆案</source>
        <translation>Work on the parent case, or split it off first</translation>
    </message>
    <message>
        <source>本件没有并案，无需拆案</source>
        <translation>Nothing is merged here to split</translation>
    </message>
    <message>
        <source>请核对案件编号</source>
        <translation>Check the case number</translation>
    </message>
    <message>
        <source>所选案件没有并入本件</source>
        <translation>The chosen case is not merged into this one</translation>
    </message>
    <message>
        <source>请从本件的并案清单中选择</source>
        <translation>Choose from this case&apos;s merged ones</translation>
    </message>
    <message>
        <source>本件已有 {count} 件并入，不能{action}</source>
        <translation>{count} cases are merged into this one; {action} is not possible</translation>
    </message>
    <message>
        <source>请先拆案，或改为把对方并入本件</source>
        <translation>Split them first, or merge the other one into this</translation>
    </message>
    <message>
        <source>案件不能并入自身</source>
        <translation>A case cannot be merged into itself</translation>
    </message>
    <message>
        <source>请选择另一件作为主案件</source>
        <translation>Choose another case as parent</translation>
    </message>
    <message>
        <source>主案件处于“{state}”，不能再并入</source>
        <translation>The parent is “{state}”; nothing can be merged into it any more</translation>
    </message>
    <message>
        <source>请选择在办的案件作为主案件</source>
        <translation>Choose an open case as parent</translation>
    </message>
    <message>
        <source>所选主案件已并入其他案件</source>
        <translation>The chosen parent is merged into another case</translation>
    </message>
    <message>
        <source>请并入它的主案件</source>
        <translation>Merge into its parent</translation>
    </message>
    <message>
        <source>正式、演练、测试案件不能互相并案</source>
        <translation>Live, exercise and test cases cannot be merged with each other</translation>
    </message>
    <message>
        <source>请选择同一模式的案件</source>
        <translation>Choose a case of the same mode</translation>
    </message>
    <message>
        <source>有 {count} 件并入的案件不在您的辖区，不能一并办理</source>
        <translation>{count} merged cases lie outside your area and cannot be dealt with along with this one</translation>
    </message>
    <message>
        <source>请由上级中心办理，或先拆案</source>
        <translation>Ask the centre above to do it, or split them off first</translation>
    </message>
    <message>
        <source>案件挂账中，时限停计，不能{action}</source>
        <translation>The case is suspended, its clock stands still; {action} is not possible</translation>
    </message>
    <message>
        <source>请先恢复</source>
        <translation>Resume it first</translation>
    </message>
    <message>
        <source>案件没有挂账，无需恢复</source>
        <translation>The case is not suspended</translation>
    </message>
    <message>
        <source>本件已挂账 {count} 次，不能再挂账</source>
        <translation>This case was suspended {count} times and cannot be again</translation>
    </message>
    <message>
        <source>挂账最长 {days} 天</source>
        <translation>A suspension lasts {days} days at most</translation>
    </message>
    <message>
        <source>请改早恢复时间</source>
        <translation>Choose an earlier end</translation>
    </message>
    <message>
        <source>案件由负责的中心自己办理，不能退单</source>
        <translation>The answerable centre holds the case itself; it cannot be returned</translation>
    </message>
    <message>
        <source>请改派其他单位，或升级</source>
        <translation>Dispatch it elsewhere, or escalate</translation>
    </message>
    <message>
        <source>已申请退单，正在等待批复</source>
        <translation>A return was asked for and awaits an answer</translation>
    </message>
    <message>
        <source>请等待，批复前计时照常</source>
        <translation>Please wait; the clock runs on until then</translation>
    </message>
    <message>
        <source>没有待批的退单申请</source>
        <translation>No return is waiting for an answer</translation>
    </message>
    <message>
        <source>指定承办由区指挥中心作出</source>
        <translation>Only the district centre designates a unit</translation>
    </message>
    <message>
        <source>请报区指挥中心指定，或直接派单</source>
        <translation>Ask the district centre to designate one, or dispatch the case</translation>
    </message>
    <message>
        <source>本件没有督办，无需解除</source>
        <translation>The case is not supervised</translation>
    </message>
    <message>
        <source>案件由本单位承办，不必催办</source>
        <translation>Your own unit holds the case</translation>
    </message>
    <message>
        <source>请直接办理</source>
        <translation>Work on it directly</translation>
    </message>
    <message>
        <source>本区规定先回访再结案</source>
        <translation>This district follows up before it closes</translation>
    </message>
    <message>
        <source>请先逐一回访来电人</source>
        <translation>Call every caller back first</translation>
    </message>
    <message>
        <source>结案已超过 {hours} 小时，不能重开</source>
        <translation>Closed more than {hours} hours ago: it cannot be reopened</translation>
    </message>
    <message>
        <source>请新建案件，并在备注里写明原案编号</source>
        <translation>Take a new case, and name the former one in a note</translation>
    </message>
    <message>
        <source>本件没有人认领</source>
        <translation>Nobody has claimed this case</translation>
    </message>
    <message>
        <source>请先认领</source>
        <translation>Claim it first</translation>
    </message>
    <message>
        <source>没有可以撤销的操作</source>
        <translation>Nothing can be undone</translation>
    </message>
    <message>
        <source>认领、备注、并案、挂账和未签收的派单可在 60 秒内撤销</source>
        <translation>A claim, note, merge, suspension or unsigned dispatch can be undone within 60 s</translation>
    </message>
    <message>
        <source>最近一次操作不是您办理的，不能撤销</source>
        <translation>The last deed was not yours and cannot be undone by you</translation>
    </message>
    <message>
        <source>请由办理人撤销，或用新的操作更正</source>
        <translation>Let its author undo it, or correct it by a new deed</translation>
    </message>
    <message>
        <source>附件不属于本件：{value}</source>
        <translation>Not an attachment of this case: {value}</translation>
    </message>
    <message>
        <source>请先把附件传到本件</source>
        <translation>Add the file to the case first</translation>
    </message>
    <message>
        <source>理由代码“{value}”不在本区目录中</source>
        <translation>Reason code “{value}” is not in this district&apos;s list</translation>
    </message>
    <message>
        <source>请从目录中选择，或写明理由</source>
        <translation>Choose from the list, or state the reason</translation>
    </message>
    <message>
        <source>第 {version} 版升级方案已启用过，不能再改</source>
        <translation>Version {version} of the policy was in use and cannot be changed</translation>
    </message>
    <message>
        <source>请以它为底另起草案</source>
        <translation>Start a draft from it</translation>
    </message>
    <message>
        <source>已有一次回测在进行</source>
        <translation>A back-test is running already</translation>
    </message>
    <message>
        <source>请等它结束或取消后再试</source>
        <translation>Wait for its end, or cancel it</translation>
    </message>
    <message>
        <source>超过 60 秒或已有他人办理，不能撤销</source>
        <translation>More than 60 seconds ago, or somebody has acted on it: it cannot be undone</translation>
    </message>
    <message>
        <source>请用新的操作更正</source>
        <translation>Correct it with a new action</translation>
    </message>
    <message>
        <source>缺少“{field}”</source>
        <translation>“{field}” is missing</translation>
    </message>
    <message>
        <source>请补充后再提交</source>
        <translation>Add it and submit again</translation>
    </message>
    <message>
        <source>“{field}”超过 {limit} 个字</source>
        <translation>“{field}” is longer than {limit} characters</translation>
    </message>
    <message>
        <source>请精简后再提交</source>
        <translation>Shorten it and submit again</translation>
    </message>
    <message>
        <source>“{field}”的值不可用：{value}</source>
        <translation>“{field}” cannot be used: {value}</translation>
    </message>
    <message>
        <source>{remedy}</source>
        <translation>{remedy}</translation>
    </message>
    <message>
        <source>提交的内容无法读取：{reason}</source>
        <translation>What was sent cannot be read: {reason}</translation>
    </message>
    <message>
        <source>请按接口说明检查格式与编码（UTF-8）</source>
        <translation>Check format and encoding (UTF-8) by the interface description</translation>
    </message>
    <message>
        <source>提交的内容超过 {limit}</source>
        <translation>What was sent is larger than {limit}</translation>
    </message>
    <message>
        <source>请拆分后再提交</source>
        <translation>Split it and submit again</translation>
    </message>
    <message>
        <source>类别“{value}”不在本区目录中</source>
        <translation>Category “{value}” is not in the district&apos;s catalogue</translation>
    </message>
    <message>
        <source>请从目录中选择，或先把它加入目录</source>
        <translation>Choose from the catalogue, or add it there first</translation>
    </message>
    <message>
        <source>没有单位“{value}”</source>
        <translation>No unit “{value}”</translation>
    </message>
    <message>
        <source>请从单位目录中选择</source>
        <translation>Choose from the units</translation>
    </message>
    <message>
        <source>没有可以接手的人员“{value}”</source>
        <translation>Nobody called “{value}” can take over</translation>
    </message>
    <message>
        <source>请从席位名单中选择</source>
        <translation>Please choose from the list of seats</translation>
    </message>
    <message>
        <source>来源“{value}”未登记</source>
        <translation>Source “{value}” is not registered</translation>
    </message>
    <message>
        <source>请先登记来源</source>
        <translation>Register the source first</translation>
    </message>
    <message>
        <source>经纬度似乎写反了：{value}</source>
        <translation>Longitude and latitude seem swapped: {value}</translation>
    </message>
    <message>
        <source>请改为经度 {lon}、纬度 {lat}</source>
        <translation>Use longitude {lon}, latitude {lat}</translation>
    </message>
    <message>
        <source>位置 {value} 不在本区范围内</source>
        <translation>Position {value} lies outside the district</translation>
    </message>
    <message>
        <source>请核对坐标与坐标系</source>
        <translation>Check the coordinates and their datum</translation>
    </message>
    <message>
        <source>坐标不可用：{value}</source>
        <translation>Unusable coordinates: {value}</translation>
    </message>
    <message>
        <source>经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间</source>
        <translation>Longitude runs from -180 to 180, latitude from -90 to 90</translation>
    </message>
    <message>
        <source>请填写{field}</source>
        <translation>Fill in “{field}”</translation>
    </message>
    <message>
        <source>写明情况后再提交</source>
        <translation>State the facts, then submit</translation>
    </message>
    <message>
        <source>预警中心完成之前，不发布正式预警</source>
        <translation>No live alerts before the alert centre is complete</translation>
    </message>
    <message>
        <source>请改用演练</source>
        <translation>Use an exercise</translation>
    </message>
    <message>
        <source>演示区只发演练，不发测试</source>
        <translation>A demo district sends exercises only, no tests</translation>
    </message>
    <message>
        <source>演练或测试案件不能发布正式预警</source>
        <translation>An exercise or test case issues no live alert</translation>
    </message>
    <message>
        <source>请改用演练或测试</source>
        <translation>Use an exercise or a test</translation>
    </message>
    <message>
        <source>预警缺少：{fields}</source>
        <translation>The alert lacks: {fields}</translation>
    </message>
    <message>
        <source>请补齐八项必备内容后再发布</source>
        <translation>Complete the eight mandatory items, then issue</translation>
    </message>
    <message>
        <source>{unit}的{slot}里已有“{person}”</source>
        <translation>“{person}” is in the slot {slot} of {unit} already</translation>
    </message>
    <message>
        <source>请修改那一位；确属同名的，请在姓名后加以区分</source>
        <translation>Change that one; for a namesake, add something to the name</translation>
    </message>
    <message>
        <source>{unit}的{slot}至多 {limit} 人</source>
        <translation>The slot {slot} of {unit} takes at most {limit}</translation>
    </message>
    <message>
        <source>请先移出原来的人，或登记为其副手</source>
        <translation>Remove who is there first, or enter a deputy</translation>
    </message>
    <message>
        <source>“{person}”还有 {count} 名副手</source>
        <translation>“{person}” still has {count} deputies</translation>
    </message>
    <message>
        <source>请先把副手改到别人名下，或一并移出</source>
        <translation>Give the deputies to somebody else first, or remove them too</translation>
    </message>
    <message>
        <source>所选范围内没有可以送达的对象</source>
        <translation>Nobody can be reached in this area</translation>
    </message>
    <message>
        <source>请增选区域，或先登记联系人</source>
        <translation>Add areas, or register contacts first</translation>
    </message>
    <message>
        <source>气象预警只能原文转发</source>
        <translation>Weather warnings are relayed word for word only</translation>
    </message>
    <message>
        <source>请选择转发</source>
        <translation>Choose to relay it</translation>
    </message>
    <message>
        <source>社会安全类事件只向上报告，不提供公众预警</source>
        <translation>Social-security incidents are reported upward only, without a public alert</translation>
    </message>
    <message>
        <source>请按要情上报</source>
        <translation>Report it as an urgent brief</translation>
    </message>
    <message>
        <source>吹哨处于“{state}”，不能{action}</source>
        <translation>The whistle is at “{state}”: {action} is not possible</translation>
    </message>
    <message>
        <source>这项内容已被他人改动</source>
        <translation>Somebody else has changed this</translation>
    </message>
    <message>
        <source>请刷新后重新提交</source>
        <translation>Refresh and submit it again</translation>
    </message>
    <message>
        <source>标准“{name}”中“{units}”的含义尚未确认</source>
        <translation>What “{units}” means in the standard “{name}” is not confirmed yet</translation>
    </message>
    <message>
        <source>请先确认是工作时还是自然时，再启用</source>
        <translation>Confirm first whether it is working time or natural time, then take it into use</translation>
    </message>
    <message>
        <source>标准“{name}”{state}，不能{action}</source>
        <translation>The standard “{name}” is {state}: {action} is not possible</translation>
    </message>
    <message>
        <source>请刷新后另选一版标准</source>
        <translation>Refresh and choose another edition</translation>
    </message>
    <message>
        <source>立案条件“{value}”不在使用中的标准里，或不属于所选类别</source>
        <translation>The filing criterion “{value}” is not in the standard in use, or not of the chosen category</translation>
    </message>
    <message>
        <source>请从所选小类的立案条件中选择</source>
        <translation>Choose one of the filing criteria of the chosen subclass</translation>
    </message>
    <message>
        <source>事项准入清单规定“{category}”不得派往网格</source>
        <translation>By the matter admission list “{category}” may not be sent to a grid</translation>
    </message>
    <message>
        <source>请改派社区、街镇或部门</source>
        <translation>Dispatch it to a community, a street or a department instead</translation>
    </message>
    <message>
        <source>这次吹哨已被他人改动</source>
        <translation>Somebody else has changed this whistle</translation>
    </message>
    <message>
        <source>这次吹哨由{unit}发起，不能代为{action}</source>
        <translation>{unit} blew this whistle: {action} is not yours to do</translation>
    </message>
    <message>
        <source>请由有关单位办理</source>
        <translation>Leave it to the unit concerned</translation>
    </message>
    <message>
        <source>没有选择被召单位</source>
        <translation>No unit is summoned</translation>
    </message>
    <message>
        <source>请至少选择一个单位</source>
        <translation>Choose at least one unit</translation>
    </message>
    <message>
        <source>该单位已在召集之列</source>
        <translation>The unit is summoned already</translation>
    </message>
    <message>
        <source>超过 {count} 个，不是一件事了</source>
        <translation>More than {count}: that is not one matter any more</translation>
    </message>
    <message>
        <source>请分成几次吹哨</source>
        <translation>Blow several whistles instead</translation>
    </message>
    <message>
        <source>该单位不在召集之列</source>
        <translation>The unit is not summoned</translation>
    </message>
    <message>
        <source>请从被召单位中选择</source>
        <translation>Choose one of the summoned units</translation>
    </message>
    <message>
        <source>该单位{state}，不能再报到或拒绝</source>
        <translation>The unit cannot report in or refuse any more: {state}</translation>
    </message>
    <message>
        <source>请核对单位</source>
        <translation>Check the unit</translation>
    </message>
    <message>
        <source>该单位由区指定，不得拒绝</source>
        <translation>The district named the unit: it may not refuse</translation>
    </message>
    <message>
        <source>请到场办理；如有异议请向区指挥中心说明</source>
        <translation>Go there; an objection goes to the district centre</translation>
    </message>
    <message>
        <source>拒绝的单位不足两个，尚不需区里指定</source>
        <translation>Fewer than two units refused: the district need not name one yet</translation>
    </message>
    <message>
        <source>请由街镇增召单位</source>
        <translation>The street summons another unit</translation>
    </message>
    <message>
        <source>第 {seq} 个问题没有或已解决</source>
        <translation>Problem {seq} is not there or is solved</translation>
    </message>
    <message>
        <source>请从未解决的问题中选择</source>
        <translation>Choose one that is not solved</translation>
    </message>
    <message>
        <source>该单位没有到场或已离场</source>
        <translation>The unit is not on site</translation>
    </message>
    <message>
        <source>请先报到</source>
        <translation>It reports in first</translation>
    </message>
    <message>
        <source>第 {seq} 个问题还没有解决，不能离场</source>
        <translation>Problem {seq} is not solved: the unit may not leave</translation>
    </message>
    <message>
        <source>事不完、人不撤；确需离场请由吹哨单位准予</source>
        <translation>Nobody leaves before the work is done; who blew the whistle may let a unit go</translation>
    </message>
    <message>
        <source>还有 {missing} 项互评没有完成，不能结束</source>
        <translation>{missing} ratings are missing: it cannot be closed</translation>
    </message>
    <message>
        <source>请先完成互评与区评</source>
        <translation>Complete the mutual ratings and the district&apos;s</translation>
    </message>
    <message>
        <source>本区未规定吹哨是否须领导批准</source>
        <translation>Whether a leader must approve whistles is not known of this district</translation>
    </message>
    <message>
        <source>请在吹哨时选择是否须批准</source>
        <translation>Say so when you blow the whistle</translation>
    </message>
    <message>
        <source>演练或测试不能吹正式的哨</source>
        <translation>An exercise or test blows no live whistle</translation>
    </message>
    <message>
        <source>{unit}不能吹哨</source>
        <translation>{unit} may not blow a whistle</translation>
    </message>
    <message>
        <source>请由街镇中心或区指挥中心吹哨</source>
        <translation>A street centre or the district centre blows the whistle</translation>
    </message>
    <message>
        <source>查看个人信息须填写用途</source>
        <translation>Viewing personal data needs a purpose</translation>
    </message>
    <message>
        <source>请写明用途，查看将被记录</source>
        <translation>State the purpose; the view is recorded</translation>
    </message>
    <message>
        <source>数据盘已满，本次没有保存</source>
        <translation>The data disk is full: this was not saved</translation>
    </message>
    <message>
        <source>请腾出空间后重试；已保存的内容没有丢失</source>
        <translation>Free some space and try again; nothing saved is lost</translation>
    </message>
    <message>
        <source>数据文件只读，本次没有保存</source>
        <translation>The data file is read-only: this was not saved</translation>
    </message>
    <message>
        <source>请检查数据目录的权限后重试</source>
        <translation>Check the permissions of the data folder and try again</translation>
    </message>
    <message>
        <source>数据库正忙，本次没有保存</source>
        <translation>The database is busy: this was not saved</translation>
    </message>
    <message>
        <source>请稍后重试</source>
        <translation>Try again later</translation>
    </message>
    <message>
        <source>数据库连接中断，不能确定是否已保存</source>
        <translation>The database was disconnected: it is not certain that this was saved</translation>
    </message>
    <message>
        <source>请按命令编号查询，不要直接重做</source>
        <translation>Ask by the command&apos;s id; do not simply repeat it</translation>
    </message>
    <message>
        <source>数据目录在网络共享盘上（{kind}），不能使用</source>
        <translation>The data folder lies on a network share ({kind}) and cannot be used</translation>
    </message>
    <message>
        <source>请把数据目录放到本机磁盘</source>
        <translation>Put the data folder on a local disk</translation>
    </message>
    <message>
        <source>{path} 不是数据文件或已损坏</source>
        <translation>{path} is no data file or is damaged</translation>
    </message>
    <message>
        <source>请换用备份，并保留原文件备查</source>
        <translation>Use a backup and keep the file for examination</translation>
    </message>
    <message>
        <source>数据由更新的版本写成，本版本不能打开</source>
        <translation>The data were written by a newer version; this one cannot open them</translation>
    </message>
    <message>
        <source>请升级程序，或换用旧版本的备份</source>
        <translation>Upgrade the program, or use a backup of the older version</translation>
    </message>
    <message>
        <source>升级前须先备份数据库 {path}</source>
        <translation>The database {path} must be backed up before the upgrade</translation>
    </message>
    <message>
        <source>请用数据库自带的工具备份后，确认已备份再升级</source>
        <translation>Back it up with the database&apos;s own tools, confirm, then upgrade</translation>
    </message>
    <message>
        <source>服务正在停止，本次没有保存</source>
        <translation>The service is stopping: this was not saved</translation>
    </message>
    <message>
        <source>本区尚未设置首位管理员</source>
        <translation>This district has no first administrator yet</translation>
    </message>
    <message>
        <source>请先设置首位管理员及口令</source>
        <translation>Set up the first administrator and a password</translation>
    </message>
    <message>
        <source>首位管理员已经设置</source>
        <translation>The first administrator is set up already</translation>
    </message>
    <message>
        <source>请由安全管理员添加人员</source>
        <translation>Ask the security administrator to add people</translation>
    </message>
    <message>
        <source>口令太弱：{reason}</source>
        <translation>Password too weak: {reason}</translation>
    </message>
    <message>
        <source>至少 10 个字符，含字母、数字、符号中的三类</source>
        <translation>At least 10 characters with three of: letters, digits, symbols</translation>
    </message>
    <message>
        <source>不支持的附件类型：{value}</source>
        <translation>Unsupported attachment type: {value}</translation>
    </message>
    <message>
        <source>请上传 JPEG、PNG 或 PDF</source>
        <translation>Upload JPEG, PNG or PDF</translation>
    </message>
    <message>
        <source>附件已损坏，无法读取</source>
        <translation>The attachment is damaged and cannot be read</translation>
    </message>
    <message>
        <source>请重新拍摄或另存后再上传</source>
        <translation>Take the picture again, or save it anew, and upload it</translation>
    </message>
    <message>
        <source>图片没有处理成，附件没有保存</source>
        <translation>The picture could not be processed: the attachment was not saved</translation>
    </message>
    <message>
        <source>请缩小图片后再上传</source>
        <translation>Make the picture smaller and upload it again</translation>
    </message>
    <message>
        <source>密钥 {path} 无法读取：{reason}</source>
        <translation>Key {path} cannot be read: {reason}</translation>
    </message>
    <message>
        <source>请检查 HUYING_KEY_FILE 及文件权限</source>
        <translation>Check HUYING_KEY_FILE and the file&apos;s permissions</translation>
    </message>
    <message>
        <source>数据由另一把密钥加密，现有密钥打不开</source>
        <translation>The data are encrypted with another key; this one does not open them</translation>
    </message>
    <message>
        <source>请使用原来的密钥文件</source>
        <translation>Use the original key file</translation>
    </message>
    <message>
        <source>服务内部出错，本次没有保存</source>
        <translation>Internal error of the service: this was not saved</translation>
    </message>
    <message>
        <source>请重试；若再次出现请把编号 {ref} 告诉管理员</source>
        <translation>Try again; if it recurs, give the administrator the reference {ref}</translation>
    </message>
    <message>
        <source>{sentence}。{remedy}。</source>
        <translation>{sentence}. {remedy}.</translation>
    </message>
</context>
<context>
    <name>ProblemWord</name>
    <message>
        <source>不是一张 PEM 证书</source>
        <translation>it is not one certificate in PEM</translation>
    </message>
    <message>
        <source>名称至多 60 个字，不能含有控制字符</source>
        <translation>Give at most 60 characters, without control characters</translation>
    </message>
    <message>
        <source>密钥种类或长度</source>
        <translation>its kind of key or its length</translation>
    </message>
    <message>
        <source>晚于原预警的失效时间</source>
        <translation>later than the relayed warning expires</translation>
    </message>
    <message>
        <source>更换签名密钥</source>
        <translation>replace the signing key</translation>
    </message>
    <message>
        <source>证书</source>
        <translation>Certificate</translation>
    </message>
    <message>
        <source>请另设一个代码，订阅方的模式不能改</source>
        <translation>Register another code; the mode of a reader never changes</translation>
    </message>
    <message>
        <source>请向来源方索取其签名证书</source>
        <translation>Ask the source for the certificate it signs with</translation>
    </message>
    <message>
        <source>请改到原预警失效之前</source>
        <translation>Choose a time before the relayed warning expires</translation>
    </message>
    <message>
        <source>请改正后再导出</source>
        <translation>Correct it and export it again</translation>
    </message>
    <message>
        <source>请来源方改正后重发</source>
        <translation>Ask the source to correct it and send it again</translation>
    </message>
    <message>
        <source>请清空警示事项和措施，原文照登</source>
        <translation>Empty warning and measures; its own words go out</translation>
    </message>
    <message>
        <source>请用 RSA 2048 位以上或椭圆曲线的证书</source>
        <translation>Use a certificate with RSA of 2048 bits or more, or an elliptic curve</translation>
    </message>
    <message>
        <source>请转发仍然有效的预警</source>
        <translation>Relay a warning that is still in force</translation>
    </message>
    <message>
        <source>转发不能改动原文</source>
        <translation>a relayed warning may not be reworded</translation>
    </message>
    <message>
        <source>转发的预警</source>
        <translation>Relayed warning</translation>
    </message>
    <message>
        <source>管理预警来源</source>
        <translation>manage the sources of warnings</translation>
    </message>
    <message>
        <source>管理预警订阅方</source>
        <translation>manage the readers of the feed</translation>
    </message>
    <message>
        <source>Apprise 不能核实结果，只用于演练和测试</source>
        <translation>Apprise cannot verify what it claims; it is for exercises and tests only</translation>
    </message>
    <message>
        <source>凭据过长或含有控制字符</source>
        <translation>the credential is too long or holds control characters</translation>
    </message>
    <message>
        <source>名称</source>
        <translation>name</translation>
    </message>
    <message>
        <source>名称不能含有控制字符</source>
        <translation>a name cannot hold control characters</translation>
    </message>
    <message>
        <source>模式</source>
        <translation>mode</translation>
    </message>
    <message>
        <source>每分钟条数</source>
        <translation>messages per minute</translation>
    </message>
    <message>
        <source>紧急预留</source>
        <translation>reserve for emergencies</translation>
    </message>
    <message>
        <source>请从渠道账户的种类中选择</source>
        <translation>choose one of the kinds of channel account</translation>
    </message>
    <message>
        <source>请先停用不用的账户</source>
        <translation>disable accounts that are not used first</translation>
    </message>
    <message>
        <source>请另设账户，模式、渠道和种类不能改</source>
        <translation>set up another account; mode, channel and kind cannot change</translation>
    </message>
    <message>
        <source>请填 0 到 90（百分比）</source>
        <translation>enter 0 to 90 (per cent)</translation>
    </message>
    <message>
        <source>请核对后重填</source>
        <translation>check it and enter it again</translation>
    </message>
    <message>
        <source>请核对地址的写法</source>
        <translation>check how the address is written</translation>
    </message>
    <message>
        <source>账户</source>
        <translation>account</translation>
    </message>
    <message>
        <source>适用地址</source>
        <translation>addresses it serves</translation>
    </message>
    <message>
        <source>修改通讯录</source>
        <translation>change the contacts</translation>
    </message>
    <message>
        <source>只能是同一单位同一岗位的正职的副手</source>
        <translation>a deputy stands in for a principal of the same unit and slot</translation>
    </message>
    <message>
        <source>导入通讯录</source>
        <translation>Import contacts</translation>
    </message>
    <message>
        <source>导出完整联系方式</source>
        <translation>export full numbers</translation>
    </message>
    <message>
        <source>导出通讯录</source>
        <translation>Export contacts</translation>
    </message>
    <message>
        <source>查看联系方式</source>
        <translation>see addresses</translation>
    </message>
    <message>
        <source>查看通讯录</source>
        <translation>see the contacts</translation>
    </message>
    <message>
        <source>止早于起</source>
        <translation>the end is before the start</translation>
    </message>
    <message>
        <source>请把止时间改到起时间之后</source>
        <translation>set the end after the start</translation>
    </message>
    <message>
        <source>请核对用户名，没有账号请留空</source>
        <translation>check the login; leave it empty where there is none</translation>
    </message>
    <message>
        <source>账号</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>请填 11 位手机号</source>
        <translation>enter a mobile number of 11 digits</translation>
    </message>
    <message>
        <source>请填 11 位手机号、带区号的座机或 3 到 8 位短号</source>
        <translation>enter a mobile number of 11 digits, a landline with its area code, or 3 to 8 digits</translation>
    </message>
    <message>
        <source>地址不能含空格、引号和尖括号，至多 128 个字符</source>
        <translation>an address holds no blanks, quotes or angle brackets, and at most 128 characters</translation>
    </message>
    <message>
        <source>应如 08:30-17:30；全天在岗请留空</source>
        <translation>write 08:30-17:30; leave empty for all day</translation>
    </message>
    <message>
        <source>每日时段</source>
        <translation>Hours</translation>
    </message>
    <message>
        <source>到岗时间</source>
        <translation>Time in place</translation>
    </message>
    <message>
        <source>岗位</source>
        <translation>Slot</translation>
    </message>
    <message>
        <source>副手</source>
        <translation>Deputy</translation>
    </message>
    <message>
        <source>为单位设置短语</source>
        <translation>set macros for a unit</translation>
    </message>
    <message>
        <source>事件名称</source>
        <translation>Name of the event</translation>
    </message>
    <message>
        <source>全区</source>
        <translation>Whole district</translation>
    </message>
    <message>
        <source>全区的短语由区指挥中心设置</source>
        <translation>macros of the whole district are set by the district&apos;s command centre</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>只有派单用到单位</source>
        <translation>only a dispatch takes units</translation>
    </message>
    <message>
        <source>名称和内容</source>
        <translation>Name and content</translation>
    </message>
    <message>
        <source>启用升级方案</source>
        <translation>put a tier policy into use</translation>
    </message>
    <message>
        <source>回测升级方案</source>
        <translation>back-test a tier policy</translation>
    </message>
    <message>
        <source>接管理由</source>
        <translation>Reason for taking over</translation>
    </message>
    <message>
        <source>操作</source>
        <translation>Action</translation>
    </message>
    <message>
        <source>查看事件</source>
        <translation>see events</translation>
    </message>
    <message>
        <source>查看分级响应</source>
        <translation>see the response by tier</translation>
    </message>
    <message>
        <source>查看升级方案</source>
        <translation>see tier policies</translation>
    </message>
    <message>
        <source>查看短语</source>
        <translation>see macros</translation>
    </message>
    <message>
        <source>短语</source>
        <translation>Macro</translation>
    </message>
    <message>
        <source>结束时间应晚于开始时间</source>
        <translation>the end must be after the start</translation>
    </message>
    <message>
        <source>请从操作中选择</source>
        <translation>choose one of the actions</translation>
    </message>
    <message>
        <source>请先停用不用的短语</source>
        <translation>take macros that are not needed out of use first</translation>
    </message>
    <message>
        <source>起草升级方案</source>
        <translation>draft a tier policy</translation>
    </message>
    <message>
        <source>转交理由</source>
        <translation>Reason for passing on</translation>
    </message>
    <message>
        <source>转交认领</source>
        <translation>pass claims on</translation>
    </message>
    <message>
        <source>转用升级方案</source>
        <translation>move cases to a tier policy</translation>
    </message>
    <message>
        <source>适用范围</source>
        <translation>Scope</translation>
    </message>
    <message>
        <source>不满意的原因</source>
        <translation>Why it is poor</translation>
    </message>
    <message>
        <source>报到时间须晚于现在</source>
        <translation>The time to arrive must lie ahead</translation>
    </message>
    <message>
        <source>查看照片</source>
        <translation>see photos</translation>
    </message>
    <message>
        <source>上传照片</source>
        <translation>add photos</translation>
    </message>
    <message>
        <source>查看吹哨</source>
        <translation>see whistles</translation>
    </message>
    <message>
        <source>要解决的问题</source>
        <translation>Problems to solve</translation>
    </message>
    <message>
        <source>请从理由目录中选择</source>
        <translation>Choose one of the listed reasons</translation>
    </message>
    <message>
        <source>批准人</source>
        <translation>Who approved</translation>
    </message>
    <message>
        <source>报到人</source>
        <translation>Who came</translation>
    </message>
    <message>
        <source>评价</source>
        <translation>Rating</translation>
    </message>
    <message>
        <source>报到时间</source>
        <translation>Arrive by</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>已报到</source>
        <translation>it has reported in</translation>
    </message>
    <message>
        <source>已离场</source>
        <translation>it has left</translation>
    </message>
    <message>
        <source>代报到</source>
        <translation>report in for another</translation>
    </message>
    <message>
        <source>代拒绝</source>
        <translation>refuse for another</translation>
    </message>
    <message>
        <source>代离场</source>
        <translation>leave for another</translation>
    </message>
    <message>
        <source>代评哨</source>
        <translation>rate for another</translation>
    </message>
    <message>
        <source>代批准</source>
        <translation>approve for another</translation>
    </message>
    <message>
        <source>代退回</source>
        <translation>send back for another</translation>
    </message>
    <message>
        <source>CAP 文件</source>
        <translation>CAP file</translation>
    </message>
    <message>
        <source>上传附件</source>
        <translation>upload attachments</translation>
    </message>
    <message>
        <source>不能包含用户名</source>
        <translation>it contains the user name</translation>
    </message>
    <message>
        <source>不是 UTF-8 编码</source>
        <translation>it is not UTF-8</translation>
    </message>
    <message>
        <source>三员分立：管理员不得兼任其他角色</source>
        <translation>Administrators hold no other role (separation of system, security and audit)</translation>
    </message>
    <message>
        <source>不能修改自己的角色，请由另一位安全管理员办理</source>
        <translation>You may not change your own roles: ask another security administrator</translation>
    </message>
    <message>
        <source>与签发时不一致</source>
        <translation>it differs from what was signed off</translation>
    </message>
    <message>
        <source>全文</source>
        <translation>the whole file</translation>
    </message>
    <message>
        <source>公众</source>
        <translation>the public</translation>
    </message>
    <message>
        <source>原口令</source>
        <translation>Present password</translation>
    </message>
    <message>
        <source>导入单位</source>
        <translation>import units</translation>
    </message>
    <message>
        <source>导入边界</source>
        <translation>Import boundaries</translation>
    </message>
    <message>
        <source>发布内容</source>
        <translation>Message text</translation>
    </message>
    <message>
        <source>备用文本</source>
        <translation>Prepared text</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>少于 32 字节</source>
        <translation>shorter than 32 bytes</translation>
    </message>
    <message>
        <source>已结束的预警请另行发布</source>
        <translation>This alert has ended: issue a new one</translation>
    </message>
    <message>
        <source>应与地址中的编号相同</source>
        <translation>Use the id of the address</translation>
    </message>
    <message>
        <source>应同时含字母、数字和符号</source>
        <translation>it needs letters, digits and symbols</translation>
    </message>
    <message>
        <source>延期后的时限须晚于原时限</source>
        <translation>The new limit must be later than the old one</translation>
    </message>
    <message>
        <source>一次最多查一年</source>
        <translation>a year at most at a time</translation>
    </message>
    <message>
        <source>另一案件</source>
        <translation>the other case</translation>
    </message>
    <message>
        <source>恢复时间须晚于现在</source>
        <translation>the time to resume must be later than now</translation>
    </message>
    <message>
        <source>截止时间</source>
        <translation>until when</translation>
    </message>
    <message>
        <source>是否解决</source>
        <translation>Solved?</translation>
    </message>
    <message>
        <source>督办级别</source>
        <translation>Grade of supervision</translation>
    </message>
    <message>
        <source>起始时间须早于截止时间</source>
        <translation>the start must be earlier than the end</translation>
    </message>
    <message>
        <source>查看经手台账</source>
        <translation>see the custody ledger</translation>
    </message>
    <message>
        <source>文件</source>
        <translation>File</translation>
    </message>
    <message>
        <source>无法写入</source>
        <translation>cannot be written</translation>
    </message>
    <message>
        <source>无法打开</source>
        <translation>cannot be opened</translation>
    </message>
    <message>
        <source>早于起始或发布时间</source>
        <translation>earlier than its start or issue</translation>
    </message>
    <message>
        <source>晚于当前时间，请核对时区</source>
        <translation>Later than now: check the time zone</translation>
    </message>
    <message>
        <source>有效期至</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>未知</source>
        <translation>unknown</translation>
    </message>
    <message>
        <source>本人</source>
        <translation>yourself</translation>
    </message>
    <message>
        <source>来源</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>正式预警不能带演练或测试标记</source>
        <translation>A live alert carries no exercise or test mark</translation>
    </message>
    <message>
        <source>没有内容</source>
        <translation>empty</translation>
    </message>
    <message>
        <source>没有这个字段</source>
        <translation>no such field</translation>
    </message>
    <message>
        <source>没有这个筛选条件</source>
        <translation>no such filter</translation>
    </message>
    <message>
        <source>渠道</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>演练内容不得否认是演练，请删去</source>
        <translation>An exercise may not deny being one: delete this</translation>
    </message>
    <message>
        <source>演练和测试只发给责任人和设备</source>
        <translation>Exercises and tests go to responsible people and devices only</translation>
    </message>
    <message>
        <source>演练字样</source>
        <translation>exercise mark</translation>
    </message>
    <message>
        <source>用户名</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Category</translation>
    </message>
    <message>
        <source>级别</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>范围</source>
        <translation>Area</translation>
    </message>
    <message>
        <source>表头</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>规定的大小</source>
        <translation>the size allowed</translation>
    </message>
    <message>
        <source>视图</source>
        <translation>View</translation>
    </message>
    <message>
        <source>视图名称</source>
        <translation>View name</translation>
    </message>
    <message>
        <source>角色</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>警示事项或措施</source>
        <translation>Warning or measures</translation>
    </message>
    <message>
        <source>该用户名已被使用，请换一个</source>
        <translation>This user name is taken: choose another</translation>
    </message>
    <message>
        <source>请从渠道列表中选择</source>
        <translation>Choose from the channel list</translation>
    </message>
    <message>
        <source>请从目录中选择</source>
        <translation>Choose from the catalogue</translation>
    </message>
    <message>
        <source>请从第一页重新查找</source>
        <translation>Search again from the first page</translation>
    </message>
    <message>
        <source>请从随附的区情配置中选择</source>
        <translation>Choose one of the district profiles supplied</translation>
    </message>
    <message>
        <source>请从预警类型中选择</source>
        <translation>Choose from the alert types</translation>
    </message>
    <message>
        <source>请停用并改用重新起草的更正</source>
        <translation>Drop it and draft a correction anew</translation>
    </message>
    <message>
        <source>请先删除不用的视图</source>
        <translation>Delete views you do not need first</translation>
    </message>
    <message>
        <source>请写明时区，如 +08:00</source>
        <translation>State the time zone, such as +08:00</translation>
    </message>
    <message>
        <source>请删去看不见的控制字符</source>
        <translation>Delete the invisible control characters</translation>
    </message>
    <message>
        <source>请去掉控制字符</source>
        <translation>Remove control characters</translation>
    </message>
    <message>
        <source>请在映射文件中写明正确的编码</source>
        <translation>State the right encoding in the mapping file</translation>
    </message>
    <message>
        <source>请填写数字</source>
        <translation>Enter a number</translation>
    </message>
    <message>
        <source>请把有效期改到发布之后</source>
        <translation>Set the expiry after the issue</translation>
    </message>
    <message>
        <source>请按接口说明改正</source>
        <translation>Correct it by the interface description</translation>
    </message>
    <message>
        <source>请按接口说明改正字段名</source>
        <translation>Correct the field name by the interface description</translation>
    </message>
    <message>
        <source>请改正后再发布</source>
        <translation>Correct it before issuing</translation>
    </message>
    <message>
        <source>请改选上一级单位</source>
        <translation>Choose units one tier up</translation>
    </message>
    <message>
        <source>请用 1 到 32 个字母、数字、- 或 _</source>
        <translation>Use 1 to 32 letters, digits, - or _</translation>
    </message>
    <message>
        <source>请用 1 到 64 个字符的编号</source>
        <translation>Use an id of 1 to 64 characters</translation>
    </message>
    <message>
        <source>请用 ISO 8601，如 2026-01-31T08:00:00+08:00</source>
        <translation>Use ISO 8601, such as 2026-01-31T08:00:00+08:00</translation>
    </message>
    <message>
        <source>请用 correction 或 all_clear</source>
        <translation>Use correction or all_clear</translation>
    </message>
    <message>
        <source>请用 wgs84、cgcs2000、gcj02 或 bd09</source>
        <translation>Use wgs84, cgcs2000, gcj02 or bd09</translation>
    </message>
    <message>
        <source>请用 特急、急 或 普</source>
        <translation>Use 特急, 急 or 普</translation>
    </message>
    <message>
        <source>请缩短有效期，到期前可以更新</source>
        <translation>Shorten the validity; it can be renewed before it ends</translation>
    </message>
    <message>
        <source>请缩短警示事项或措施</source>
        <translation>Shorten the warning or the measures</translation>
    </message>
    <message>
        <source>请选择有表头的 CSV 文件</source>
        <translation>Choose a CSV file with a header</translation>
    </message>
    <message>
        <source>超过 24 小时</source>
        <translation>longer than 24 hours</translation>
    </message>
    <message>
        <source>重复的字符太多</source>
        <translation>too many repeated characters</translation>
    </message>
    <message>
        <source>预警状态</source>
        <translation>Alert state</translation>
    </message>
    <message>
        <source>请用 2 到 32 个小写字母、数字或 . _ -</source>
        <translation>Use 2 to 32 lower-case letters, digits or . _ -</translation>
    </message>
    <message>
        <source>请在映射文件中写明该词的含义</source>
        <translation>State the meaning of this word in the mapping file</translation>
    </message>
    <message>
        <source>不足 {n} 个字符</source>
        <translation>fewer than {n} characters</translation>
    </message>
    <message>
        <source>已有 {n} 个</source>
        <translation>there are {n} already</translation>
    </message>
    <message>
        <source>{n} 个单位</source>
        <translation>{n} units</translation>
    </message>
    <message>
        <source>{n} 万像素</source>
        <translation>{n}0,000 pixels</translation>
    </message>
    <message>
        <source>起始时间</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>可能影响范围</source>
        <translation>Area affected</translation>
    </message>
    <message>
        <source>警示事项</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>应当采取的措施</source>
        <translation>Measures</translation>
    </message>
    <message>
        <source>发布单位</source>
        <translation>Issuer</translation>
    </message>
    <message>
        <source>发布时间</source>
        <translation>Time of issue</translation>
    </message>
    <message>
        <source>承办单位</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>情况说明</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>代办方式</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>对方原话</source>
        <translation>Their words</translation>
    </message>
    <message>
        <source>筛选条件</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>生效中</source>
        <translation>in force</translation>
    </message>
    <message>
        <source>已更正</source>
        <translation>corrected</translation>
    </message>
    <message>
        <source>已解除</source>
        <translation>cancelled</translation>
    </message>
    <message>
        <source>编写预警</source>
        <translation>draft alerts</translation>
    </message>
    <message>
        <source>查看预警</source>
        <translation>read alerts</translation>
    </message>
    <message>
        <source>查看案件</source>
        <translation>read cases</translation>
    </message>
    <message>
        <source>查看数据</source>
        <translation>read figures</translation>
    </message>
    <message>
        <source>查找案件</source>
        <translation>find cases</translation>
    </message>
    <message>
        <source>查看个人信息</source>
        <translation>view personal data</translation>
    </message>
    <message>
        <source>登记来源</source>
        <translation>register sources</translation>
    </message>
    <message>
        <source>查看人员</source>
        <translation>see people</translation>
    </message>
    <message>
        <source>添加人员</source>
        <translation>add people</translation>
    </message>
    <message>
        <source>重设口令</source>
        <translation>reset passwords</translation>
    </message>
    <message>
        <source>解锁账号</source>
        <translation>unlock accounts</translation>
    </message>
    <message>
        <source>发放手机端密钥</source>
        <translation>hand out phone keys</translation>
    </message>
    <message>
        <source>新建案件</source>
        <translation>report cases</translation>
    </message>
    <message>
        <source>发布预警</source>
        <translation>issue alerts</translation>
    </message>
    <message>
        <source>导入案件</source>
        <translation>import cases</translation>
    </message>
    <message>
        <source>更正或解除预警</source>
        <translation>correct or cancel alerts</translation>
    </message>
    <message>
        <source>代签收</source>
        <translation>sign on behalf</translation>
    </message>
    <message>
        <source>代核实</source>
        <translation>verify on behalf</translation>
    </message>
    <message>
        <source>代反馈</source>
        <translation>give feedback on behalf</translation>
    </message>
    <message>
        <source>代退单</source>
        <translation>return on behalf</translation>
    </message>
    <message>
        <source>代延期</source>
        <translation>extend on behalf</translation>
    </message>
    <message>
        <source>白色</source>
        <translation>White</translation>
    </message>
    <message>
        <source>蓝色</source>
        <translation>Blue</translation>
    </message>
    <message>
        <source>黄色</source>
        <translation>Yellow</translation>
    </message>
    <message>
        <source>橙色</source>
        <translation>Orange</translation>
    </message>
    <message>
        <source>红色</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 字节</source>
        <translation>{n} characters · {n}/{n} bytes</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 条</source>
        <translation>{n} characters · {n}/{n} parts</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 秒</source>
        <translation>{n} characters · {n}/{n} s</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 行</source>
        <translation>{n} characters · {n}/{n} lines</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 字节，超出</source>
        <translation>{n} characters · {n}/{n} bytes, too long</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 条，超出</source>
        <translation>{n} characters · {n}/{n} parts, too long</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 秒，超出</source>
        <translation>{n} characters · {n}/{n} s, too long</translation>
    </message>
    <message>
        <source>{n} 字 · {n}/{n} 行，超出</source>
        <translation>{n} characters · {n}/{n} lines, too long</translation>
    </message>
    <message>
        <source>地址格式不对</source>
        <translation>malformed address</translation>
    </message>
    <message>
        <source>所选渠道均无地址</source>
        <translation>no address in the channels chosen</translation>
    </message>
    <message>
        <source>未登记地址</source>
        <translation>no address registered</translation>
    </message>
    <message>
        <source>网关返回 {n}</source>
        <translation>gateway returned {n}</translation>
    </message>
    <message>
        <source>网关的回答里没有这条消息</source>
        <translation>the gateway&apos;s answer lacks this message</translation>
    </message>
    <message>
        <source>网关拒绝，未说明原因</source>
        <translation>refused by the gateway without a reason</translation>
    </message>
    <message>
        <source>网关繁忙</source>
        <translation>gateway busy</translation>
    </message>
    <message>
        <source>网关繁忙，请稍后再发</source>
        <translation>gateway busy: send later</translation>
    </message>
    <message>
        <source>网关的回答无法识别</source>
        <translation>the gateway&apos;s answer cannot be understood</translation>
    </message>
    <message>
        <source>到期未能送出</source>
        <translation>expired unsent</translation>
    </message>
    <message>
        <source>到期仍不知是否送出</source>
        <translation>expired, unknown whether sent</translation>
    </message>
    <message>
        <source>网关没有收到，须由值班人员决定是否重发</source>
        <translation>not received by the gateway: the duty operator decides on sending again</translation>
    </message>
    <message>
        <source>网关没有收到</source>
        <translation>not received by the gateway</translation>
    </message>
    <message>
        <source>网关没有说明这条消息的去向（{n}）</source>
        <translation>the gateway does not say where this message went ({n})</translation>
    </message>
    <message>
        <source>网关的回答无法读取</source>
        <translation>the gateway&apos;s answer cannot be read</translation>
    </message>
    <message>
        <source>与网关的连接中断</source>
        <translation>connection to the gateway broke off</translation>
    </message>
    <message>
        <source>网关的证书不可信</source>
        <translation>the gateway&apos;s certificate is not trusted</translation>
    </message>
    <message>
        <source>连不上网关</source>
        <translation>gateway out of reach</translation>
    </message>
    <message>
        <source>网关的回答超过 {n} KB</source>
        <translation>the gateway&apos;s answer exceeds {n} KB</translation>
    </message>
    <message>
        <source>网关没有按时回答</source>
        <translation>the gateway did not answer in time</translation>
    </message>
    <message>
        <source>网关要求转到别处（{n}），不予跟随</source>
        <translation>the gateway redirects ({n}): not followed</translation>
    </message>
    <message>
        <source>网关不认凭据</source>
        <translation>the gateway rejects the credentials</translation>
    </message>
    <message>
        <source>凭据与模式不符或无权发送</source>
        <translation>the credentials do not fit the mode or may not send</translation>
    </message>
    <message>
        <source>网关限流</source>
        <translation>the gateway limits the rate</translation>
    </message>
    <message>
        <source>网关暂停服务</source>
        <translation>gateway out of service</translation>
    </message>
    <message>
        <source>消息与渠道的模式不符，没有送出</source>
        <translation>message and channel differ in mode: not sent</translation>
    </message>
    <message>
        <source>是文本</source>
        <translation>it is text</translation>
    </message>
    <message>
        <source>是整数</source>
        <translation>it is an integer</translation>
    </message>
    <message>
        <source>是小数</source>
        <translation>it is a decimal number</translation>
    </message>
    <message>
        <source>是真假值</source>
        <translation>it is a truth value</translation>
    </message>
    <message>
        <source>是列表</source>
        <translation>it is a list</translation>
    </message>
    <message>
        <source>是对象</source>
        <translation>it is an object</translation>
    </message>
    <message>
        <source>是空值</source>
        <translation>it is null</translation>
    </message>
    <message>
        <source>应为文本</source>
        <translation>Use text</translation>
    </message>
    <message>
        <source>应为整数</source>
        <translation>Use an integer</translation>
    </message>
    <message>
        <source>应为数字</source>
        <translation>Use a number</translation>
    </message>
    <message>
        <source>应为 true 或 false</source>
        <translation>Use true or false</translation>
    </message>
    <message>
        <source>应为列表</source>
        <translation>Use a list</translation>
    </message>
    <message>
        <source>应为对象</source>
        <translation>Use an object</translation>
    </message>
    <message>
        <source>应不大于 {n}</source>
        <translation>Use at most {n}</translation>
    </message>
    <message>
        <source>应不小于 {n}</source>
        <translation>Use at least {n}</translation>
    </message>
    <message>
        <source>应小于 {n}</source>
        <translation>Use less than {n}</translation>
    </message>
    <message>
        <source>应大于 {n}</source>
        <translation>Use more than {n}</translation>
    </message>
    <message>
        <source>长度应不超过 {n}</source>
        <translation>Use a length of at most {n}</translation>
    </message>
    <message>
        <source>长度应不少于 {n}</source>
        <translation>Use a length of at least {n}</translation>
    </message>
    <message>
        <source>长度应为 {n}</source>
        <translation>Use a length of {n}</translation>
    </message>
    <message>
        <source>使用中</source>
        <translation>in use</translation>
    </message>
    <message>
        <source>草案</source>
        <translation>a draft</translation>
    </message>
    <message>
        <source>已停用</source>
        <translation>retired</translation>
    </message>
    <message>
        <source>启用</source>
        <translation>take into use</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>retire</translation>
    </message>
    <message>
        <source>启用标准</source>
        <translation>take a standard into use</translation>
    </message>
    <message>
        <source>停用标准</source>
        <translation>retire a standard</translation>
    </message>
    <message>
        <source>确认时限含义</source>
        <translation>confirm what limits mean</translation>
    </message>
    <message>
        <source>导入类别标准</source>
        <translation>import a category standard</translation>
    </message>
    <message>
        <source>修改工作日历</source>
        <translation>change the working calendar</translation>
    </message>
    <message>
        <source>导入工作日历</source>
        <translation>import the working calendar</translation>
    </message>
    <message>
        <source>修改工作时段与计法</source>
        <translation>change working hours and counting</translation>
    </message>
    <message>
        <source>修改事项准入清单</source>
        <translation>change the matter admission list</translation>
    </message>
    <message>
        <source>按工作日历重算时限</source>
        <translation>recount due times by the working calendar</translation>
    </message>
    <message>
        <source>按使用中的标准改在办案件</source>
        <translation>move open cases to the standard in use</translation>
    </message>
    <message>
        <source>区级系统管理员</source>
        <translation>the district&apos;s system administrator</translation>
    </message>
    <message>
        <source>小时、天</source>
        <translation>hours, days</translation>
    </message>
    <message>
        <source>小时</source>
        <translation>hours</translation>
    </message>
    <message>
        <source>天</source>
        <translation>days</translation>
    </message>
    <message>
        <source>同一天出现两次</source>
        <translation>the same day twice</translation>
    </message>
    <message>
        <source>请删去重复的一天</source>
        <translation>Remove the repeated day</translation>
    </message>
    <message>
        <source>没有一行可用</source>
        <translation>no row can be used</translation>
    </message>
    <message>
        <source>未定</source>
        <translation>undecided</translation>
    </message>
    <message>
        <source>请选定计法 A 或 B</source>
        <translation>Choose counting A or B</translation>
    </message>
    <message>
        <source>日期应如 2027-01-01</source>
        <translation>Dates look like 2027-01-01</translation>
    </message>
    <message>
        <source>这里只能写 {n} 年的日子</source>
        <translation>Only days of {n} belong here</translation>
    </message>
    <message>
        <source>年份应在 {n} 到 {n} 之间</source>
        <translation>Years run from {n} to {n}</translation>
    </message>
    <message>
        <source>这不是 CSV 文本文件，请另存为 CSV 后再导入</source>
        <translation>This is no CSV text file: save it as CSV and import it again</translation>
    </message>
    <message>
        <source>请检查该行的引号与逗号</source>
        <translation>Check the quotes and commas of that line</translation>
    </message>
    <message>
        <source>第 {n} 行引号没有结束</source>
        <translation>line {n}: a quote never ends</translation>
    </message>
    <message>
        <source>编码不明</source>
        <translation>unknown encoding</translation>
    </message>
    <message>
        <source>请另存为 UTF-8 或 GB 18030 编码的 CSV</source>
        <translation>Save it as CSV in UTF-8 or GB 18030</translation>
    </message>
    <message>
        <source>{n} 列</source>
        <translation>{n} columns</translation>
    </message>
    <message>
        <source>至多 {n} 列</source>
        <translation>at most {n} columns</translation>
    </message>
    <message>
        <source>{n} 行</source>
        <translation>{n} rows</translation>
    </message>
    <message>
        <source>同一列出现了两次，请删去一列</source>
        <translation>The same column is there twice: remove one</translation>
    </message>
    <message>
        <source>第一处</source>
        <translation>first place</translation>
    </message>
    <message>
        <source>没有数据行</source>
        <translation>no rows of data</translation>
    </message>
    <message>
        <source>缺少列</source>
        <translation>missing columns</translation>
    </message>
    <message>
        <source>应为 休 或 班</source>
        <translation>should be the Chinese sign for off or for worked</translation>
    </message>
    <message>
        <source>应为 部件 或 事件</source>
        <translation>should be the Chinese word for component or for event</translation>
    </message>
    <message>
        <source>代码应为两位数字，如 {n}</source>
        <translation>codes have two digits, as {n}</translation>
    </message>
    <message>
        <source>超过 {n} 个字，请精简</source>
        <translation>longer than {n} characters: shorten it</translation>
    </message>
    <message>
        <source>与第 {n} 行重复，已留前一行</source>
        <translation>repeats line {n}, which was kept</translation>
    </message>
    <message>
        <source>有 {n} 格，表头有 {n} 格，请检查逗号与引号</source>
        <translation>has {n} cells, the header has {n}: check commas and quotes</translation>
    </message>
    <message>
        <source>一天至多 {n} 个工作时段</source>
        <translation>a day has at most {n} working periods</translation>
    </message>
</context>
<context>
    <name>ProblemsInput</name>
    <message>
        <source>要解决的问题</source>
        <translation>Problems to solve</translation>
    </message>
    <message>
        <source>一个问题一条，回车添加</source>
        <translation>One problem each, Enter adds it</translation>
    </message>
    <message>
        <source>问题清单</source>
        <translation>List of problems</translation>
    </message>
    <message>
        <source>Del 删去</source>
        <translation>Del takes it out</translation>
    </message>
</context>
<context>
    <name>PurposeForm</name>
    <message>
        <source>用途</source>
        <translation>Purpose</translation>
    </message>
    <message>
        <source>用途，如“核对值班电话”</source>
        <translation>Purpose, such as “checking duty phones”</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>请写明用途</source>
        <translation>Enter a purpose</translation>
    </message>
</context>
<context>
    <name>QueueHeader</name>
    <message>
        <source>编号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>事项 / 位置</source>
        <translation>Matter / place</translation>
    </message>
    <message>
        <source>来源</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>层级</source>
        <translation>Tier</translation>
    </message>
    <message>
        <source>承办单位</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>剩余时限</source>
        <translation>Time left</translation>
    </message>
    <message>
        <source>队列表头</source>
        <translation>Queue header</translation>
    </message>
    <message>
        <source>按{column}降序</source>
        <translation>By {column}, descending</translation>
    </message>
    <message>
        <source>按{column}升序</source>
        <translation>By {column}, ascending</translation>
    </message>
</context>
<context>
    <name>QueuePane</name>
    <message>
        <source>筛选：编号、事项、位置、单位</source>
        <translation>Filter: no., place, unit</translation>
    </message>
    <message>
        <source>筛选队列</source>
        <translation>Filter the queue</translation>
    </message>
    <message>
        <source>待受理</source>
        <translation>To accept</translation>
    </message>
    <message>
        <source>待派单</source>
        <translation>To dispatch</translation>
    </message>
    <message>
        <source>处置中</source>
        <translation>Handling</translation>
    </message>
    <message>
        <source>待核查</source>
        <translation>To check</translation>
    </message>
    <message>
        <source>督办</source>
        <translation>Supervised</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>无时限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>待签收</source>
        <translation>To sign</translation>
    </message>
    <message>
        <source>挂账</source>
        <translation>Suspended</translation>
    </message>
    <message>
        <source>主动发现</source>
        <translation>Proactive</translation>
    </message>
    <message>
        <source>在办</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>30 分内到期</source>
        <translation>Due ≤ 30 min</translation>
    </message>
    <message>
        <source>超时</source>
        <translation>Overdue</translation>
    </message>
    <message>
        <source>今日升级</source>
        <translation>Escalated today</translation>
    </message>
    <message>
        <source>没有符合筛选条件的案件</source>
        <translation>No case matches the filter</translation>
    </message>
    <message>
        <source>现在没有在办案件</source>
        <translation>No open cases now</translation>
    </message>
    <message>
        <source>显示全部</source>
        <translation>Show all</translation>
    </message>
</context>
<context>
    <name>QueueRow</name>
    <message>
        <source>普</source>
        <translation>Ordinary</translation>
    </message>
    <message>
        <source>急</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>特急</source>
        <translation>Extra</translation>
    </message>
    <message>
        <source>无时限</source>
        <translation>No limit</translation>
    </message>
    <message>
        <source>{n}天</source>
        <translation>{n} d</translation>
    </message>
    <message>
        <source>提交中</source>
        <translation>Submitting</translation>
    </message>
    <message>
        <source>未确认</source>
        <translation>Unconfirmed</translation>
    </message>
    <message>
        <source>我在办</source>
        <translation>mine</translation>
    </message>
    <message>
        <source>{who} 久无动作</source>
        <translation>{who}: silent</translation>
    </message>
    <message>
        <source>{who} 在办</source>
        <translation>with {who}</translation>
    </message>
    <message>
        <source>{who} 在看</source>
        <translation>{who} is viewing</translation>
    </message>
    <message>
        <source>已展开</source>
        <translation>open</translation>
    </message>
    <message>
        <source>已收起</source>
        <translation>closed</translation>
    </message>
    <message>
        <source>{n} 件</source>
        <translation>{n} cases</translation>
    </message>
    <message>
        <source>超时 {time}</source>
        <translation>{time} overdue</translation>
    </message>
    <message>
        <source>剩余 {time}</source>
        <translation>{time} left</translation>
    </message>
</context>
<context>
    <name>QueueRows</name>
    <message>
        <source>他人</source>
        <translation>others</translation>
    </message>
    <message>
        <source>挂账</source>
        <translation>Suspended</translation>
    </message>
    <message>
        <source>{who} 等 {n} 人</source>
        <translation>{who} and others ({n})</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>案件队列</source>
        <translation>Case queue</translation>
    </message>
    <message numerus="yes">
        <source>%n 件</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>已选 %n 件</source>
        <translation>
            <numerusform>%n row chosen</numerusform>
            <numerusform>%n rows chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReachPanel</name>
    <message>
        <source>待发送</source>
        <translation>To send</translation>
    </message>
    <message>
        <source>发送中</source>
        <translation>Sending</translation>
    </message>
    <message>
        <source>已接受</source>
        <translation>Accepted</translation>
    </message>
    <message>
        <source>被拒</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>稍后重试</source>
        <translation>Retrying</translation>
    </message>
    <message>
        <source>结果不明</source>
        <translation>Unknown</translation>
    </message>
    <message>
        <source>已送达</source>
        <translation>Delivered</translation>
    </message>
    <message>
        <source>已回执</source>
        <translation>Answered</translation>
    </message>
    <message>
        <source>未能送达</source>
        <translation>Not delivered</translation>
    </message>
    <message>
        <source>已取消</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>预警</source>
        <translation>Alert</translation>
    </message>
    <message>
        <source>更新</source>
        <translation>Update</translation>
    </message>
    <message>
        <source>更正</source>
        <translation>Correction</translation>
    </message>
    <message>
        <source>解除</source>
        <translation>All-clear</translation>
    </message>
    <message>
        <source>还在发送</source>
        <translation>Still sending</translation>
    </message>
    <message>
        <source>尚未有结果、仍在发送或重试的地址数 / 全部地址数</source>
        <translation>Addresses without a result, sending or retrying / all addresses</translation>
    </message>
    <message>
        <source>网关已接受的地址数 / 全部地址数</source>
        <translation>Addresses accepted by the gateway / all addresses</translation>
    </message>
    <message>
        <source>网关回报送达的地址数 / 全部地址数</source>
        <translation>Addresses reported delivered / all addresses</translation>
    </message>
    <message>
        <source>有人回执的地址数 / 全部地址数</source>
        <translation>Addresses answered by a person / all addresses</translation>
    </message>
    <message>
        <source>发出后没有得到结果的地址数 / 全部地址数</source>
        <translation>Addresses without a result after sending / all addresses</translation>
    </message>
    <message>
        <source>被拒或到期仍未送达的地址数 / 全部地址数</source>
        <translation>Addresses refused or expired undelivered / all addresses</translation>
    </message>
    <message>
        <source>逐个对象的送达情况</source>
        <translation>Delivery to each addressee</translation>
    </message>
    <message>
        <source>发出更正</source>
        <translation>Issue correction</translation>
    </message>
    <message>
        <source>解除预警</source>
        <translation>Cancel alert</translation>
    </message>
    <message>
        <source>这条预警已经结束</source>
        <translation>This alert has ended</translation>
    </message>
    <message>
        <source>生效中</source>
        <translation>In force</translation>
    </message>
    <message>
        <source>已解除</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>已更正撤回</source>
        <translation>Corrected and withdrawn</translation>
    </message>
    <message>
        <source>{number} · {state} · {issued} 发布 · 有效至 {expires}</source>
        <translation>{number} · {state} · issued {issued} · valid until {expires}</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>责任人</source>
        <translation>Responsible people</translation>
    </message>
    <message>
        <source>渠道</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>次数</source>
        <translation>Tries</translation>
    </message>
    <message>
        <source>回执或原因</source>
        <translation>Answer or reason</translation>
    </message>
    <message>
        <source>返回</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>另存 CAP 文件</source>
        <translation>Save CAP file</translation>
    </message>
</context>
<context>
    <name>ReasonForm</name>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>理由会留在记录里</source>
        <translation>The reason stays in the record</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>请写明理由</source>
        <translation>Give a reason</translation>
    </message>
</context>
<context>
    <name>ReasonInput</name>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>请写明情况</source>
        <translation>State the facts</translation>
    </message>
</context>
<context>
    <name>ReassignForm</name>
    <message>
        <source>转交认领</source>
        <translation>Pass claims on</translation>
    </message>
    <message numerus="yes">
        <source>{who} 认领的 %n 件交给谁？</source>
        <translation>
            <numerusform>Who gets the %n case that {who} has claimed?</numerusform>
            <numerusform>Who gets the %n cases that {who} has claimed?</numerusform>
        </translation>
    </message>
    <message>
        <source>交给</source>
        <translation>To whom</translation>
    </message>
    <message>
        <source>全部放回，谁都可以认领</source>
        <translation>Nobody: give all back, free to claim</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>理由，如“离岗”“换班”</source>
        <translation>Reason, such as “away” or “end of shift”</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>转交</source>
        <translation>Pass on</translation>
    </message>
    <message>
        <source>请写理由</source>
        <translation>Please write the reason</translation>
    </message>
</context>
<context>
    <name>Reopening</name>
    <message>
        <source>又有新报 {number}：{title}</source>
        <translation>Reported again as {number}: {title}</translation>
    </message>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>That did not work, please try again</translation>
    </message>
    <message>
        <source>原案没有重开，{number} 没有并入，仍在队列里</source>
        <translation>The former case was not reopened; {number} was not merged and is still in the queue</translation>
    </message>
</context>
<context>
    <name>ReportForm</name>
    <message>
        <source>行</source>
        <translation>Line</translation>
    </message>
    <message>
        <source>列</source>
        <translation>Column</translation>
    </message>
    <message>
        <source>内容</source>
        <translation>Value</translation>
    </message>
    <message>
        <source>为什么没有采用</source>
        <translation>Why it was not taken</translation>
    </message>
    <message>
        <source>没有采用的行</source>
        <translation>Rows that were not taken</translation>
    </message>
    <message>
        <source>没有采用 {n} 行：</source>
        <translation>{n} rows were not taken:</translation>
    </message>
    <message>
        <source>每一行都采用了。</source>
        <translation>Every row was taken.</translation>
    </message>
    <message>
        <source>只列出前 {n} 行</source>
        <translation>Only the first {n} are listed</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>SaidInput</name>
    <message>
        <source>批准人</source>
        <translation>Who approved</translation>
    </message>
    <message>
        <source>对方姓名</source>
        <translation>Their name</translation>
    </message>
    <message>
        <source>代办方式</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>对方原话</source>
        <translation>Their words</translation>
    </message>
    <message>
        <source>请写明是谁批准的</source>
        <translation>Say who approved it</translation>
    </message>
    <message>
        <source>请记下对方的原话</source>
        <translation>Note their own words</translation>
    </message>
</context>
<context>
    <name>SavedViews</name>
    <message>
        <source>存为视图</source>
        <translation>Save as view</translation>
    </message>
    <message>
        <source>给视图改名</source>
        <translation>Rename the view</translation>
    </message>
    <message>
        <source>已删除视图“{name}”</source>
        <translation>View “{name}” deleted</translation>
    </message>
    <message>
        <source>撤销 Ctrl+Z</source>
        <translation>Undo Ctrl+Z</translation>
    </message>
    <message>
        <source>已恢复视图“{name}”</source>
        <translation>View “{name}” is back</translation>
    </message>
    <message>
        <source>视图名称</source>
        <translation>View name</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>搜索案件、地址、单位、拼音首字母…</source>
        <translation>Search cases, addresses, units, pinyin initials…</translation>
    </message>
    <message>
        <source>搜索</source>
        <translation>Search</translation>
    </message>
</context>
<context>
    <name>SeatLock</name>
    <message>
        <source>席位已锁定，请输入口令继续。</source>
        <translation>The seat is locked. Enter the password to go on.</translation>
    </message>
    <message>
        <source>席位已锁定</source>
        <translation>Seat locked</translation>
    </message>
    <message>
        <source>演示席位没有口令，可直接继续。</source>
        <translation>A demo seat has no password: just go on.</translation>
    </message>
    <message>
        <source>席位因空闲已锁定，请输入口令继续。</source>
        <translation>The seat was idle and has been locked. Enter your password to go on.</translation>
    </message>
</context>
<context>
    <name>SeatMenu</name>
    <message>
        <source>锁定席位</source>
        <translation>Lock the seat</translation>
    </message>
    <message>
        <source>换人 / 退出登录</source>
        <translation>Change person / sign out</translation>
    </message>
    <message>
        <source>修改口令</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>席位</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>演示席位自动登录，没有口令，不能换人</source>
        <translation>The demo seat signs in by itself, without a password: the person cannot be changed</translation>
    </message>
    <message>
        <source>口令已更改，请用新口令登录</source>
        <translation>Password changed; sign in with the new one</translation>
    </message>
</context>
<context>
    <name>SeatToggle</name>
    <message>
        <source>席位</source>
        <translation>Seat</translation>
    </message>
</context>
<context>
    <name>SeatsPage</name>
    <message>
        <source>席位</source>
        <translation>Seats</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>在岗</source>
        <translation>On duty</translation>
    </message>
    <message>
        <source>空闲</source>
        <translation>Idle</translation>
    </message>
    <message>
        <source>认领</source>
        <translation>Claims</translation>
    </message>
    <message>
        <source>正在看</source>
        <translation>Looking at</translation>
    </message>
    <message>
        <source>最近办理</source>
        <translation>Last action</translation>
    </message>
    <message>
        <source>转交认领… R</source>
        <translation>Pass claims on… R</translation>
    </message>
    <message>
        <source>正在读取席位</source>
        <translation>Reading the seats</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>没有可以办案的席位</source>
        <translation>No seats that may work on cases</translation>
    </message>
    <message>
        <source>在岗 {on}/{all}</source>
        <translation>{on}/{all} on duty</translation>
    </message>
    <message>
        <source>认领着 {n} 件</source>
        <translation>{n} claimed</translation>
    </message>
    <message>
        <source>截至 {time}</source>
        <translation>as of {time}</translation>
    </message>
    <message>
        <source>现在登录着的人，自何时起；锁定的席位仍算在岗</source>
        <translation>Who is signed in now, and since when; a locked seat is still on duty</translation>
    </message>
    <message>
        <source>距最近一次操作的时间；不足 2 分钟不计</source>
        <translation>Time since the last thing done; under 2 minutes is not shown</translation>
    </message>
    <message>
        <source>手上认领着的在办案件；人不在岗而有认领的标黄</source>
        <translation>Open cases claimed; yellow where the person is not on duty</translation>
    </message>
    <message>
        <source>案件面板上打开着的案件；只列您看得到的</source>
        <translation>The case open in the panel, if it is in your view</translation>
    </message>
    <message>
        <source>最近一次办了什么、哪一件、何时</source>
        <translation>What was done last, to which case, and when</translation>
    </message>
    <message>
        <source>未登录</source>
        <translation>Not signed in</translation>
    </message>
    <message>
        <source>{time} 起</source>
        <translation>since {time}</translation>
    </message>
    <message>
        <source>已锁定</source>
        <translation>locked</translation>
    </message>
    <message>
        <source>{n} 分钟</source>
        <translation>{n} min</translation>
    </message>
    <message>
        <source>最早 {time}</source>
        <translation>oldest {time}</translation>
    </message>
    <message>
        <source>人不在岗：按 R 把认领转交给别人，或全部放回</source>
        <translation>Not on duty: press R to pass the claims on, or give them all back</translation>
    </message>
    <message>
        <source>{n} 件</source>
        <translation>{n}</translation>
    </message>
    <message>
        <source>办理</source>
        <translation>Handled</translation>
    </message>
    <message>
        <source>{who} 没有认领案件</source>
        <translation>{who} has claimed no case</translation>
    </message>
    <message numerus="yes">
        <source>已转交 %n 件</source>
        <translation>
            <numerusform>%n case passed on</numerusform>
            <numerusform>%n cases passed on</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>界面设置没有存下：{reason}</source>
        <translation>Settings not saved: {reason}</translation>
    </message>
    <message>
        <source>界面设置读不出来，已用默认值：{reason}</source>
        <translation>Settings cannot be read, defaults are used: {reason}</translation>
    </message>
    <message>
        <source>界面设置文件已损坏，已用默认值</source>
        <translation>The settings file is damaged; defaults are used</translation>
    </message>
    <message>
        <source>界面设置文件已损坏，已用默认值；原文件保留为 {name}</source>
        <translation>The settings file is damaged; defaults are used, and it is kept as {name}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>工作日历</source>
        <translation>Calendar</translation>
    </message>
    <message>
        <source>类别标准</source>
        <translation>Standards</translation>
    </message>
    <message>
        <source>事项准入</source>
        <translation>Admission</translation>
    </message>
    <message>
        <source>升级方案</source>
        <translation>Tier policy</translation>
    </message>
    <message>
        <source>系统设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Alt+1 到 Alt+4</source>
        <translation>Alt+1 to Alt+4</translation>
    </message>
    <message>
        <source>系统</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>只能查看；由系统管理员修改。</source>
        <translation>To look at only; the system administrator changes it.</translation>
    </message>
</context>
<context>
    <name>SeveralBar</name>
    <message numerus="yes">
        <source>已选 %n 件，Esc 取消</source>
        <translation>
            <numerusform>%n chosen, Esc: back to one</numerusform>
            <numerusform>%n chosen, Esc: back to one</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SeveralCases</name>
    <message>
        <source>由承办单位办理，代办须逐件记下原话</source>
        <translation>To be done by the holder; on behalf of it each case needs its own words</translation>
    </message>
    <message>
        <source>选了多件时不能{action}，请按 Esc 回到一件</source>
        <translation>{action} is not for several cases; Esc goes back to one</translation>
    </message>
    <message numerus="yes">
        <source>{action} %n 件，全部办成</source>
        <translation>
            <numerusform>{action}: %n case, done</numerusform>
            <numerusform>{action}: %n cases, all done</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Shot</name>
    <message>
        <source>图片没有写成：{file}</source>
        <translation>The picture was not written: {file}</translation>
    </message>
    <message>
        <source>等待超时：案件或页面还没有备齐，图片是当时的样子</source>
        <translation>Waited too long: cases or page were not ready; the picture shows them as they were</translation>
    </message>
</context>
<context>
    <name>SignInForm</name>
    <message>
        <source>设置并登录</source>
        <translation>Set up and sign in</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>换人登录</source>
        <translation>Sign in as another</translation>
    </message>
    <message>
        <source>登录提示</source>
        <translation>Sign-in message</translation>
    </message>
    <message>
        <source>用户名</source>
        <translation>User name</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>再输一次</source>
        <translation>Repeat it</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>正在登录…</source>
        <translation>Signing in…</translation>
    </message>
    <message>
        <source>请填写用户名和口令</source>
        <translation>Enter user name and password</translation>
    </message>
    <message>
        <source>请填写姓名</source>
        <translation>Enter your name</translation>
    </message>
    <message>
        <source>两次输入的口令不一致</source>
        <translation>The two passwords differ</translation>
    </message>
</context>
<context>
    <name>Similar</name>
    <message>
        <source>文字相似 {share}%</source>
        <translation>words {share}% alike</translation>
    </message>
    <message>
        <source>相距 {metres} 米</source>
        <translation>{metres} m apart</translation>
    </message>
    <message>
        <source>门牌不同</source>
        <translation>other house number</translation>
    </message>
    <message>
        <source>{count} 天</source>
        <translation>{count} d</translation>
    </message>
    <message>
        <source>{count} 小时</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>{count} 分钟</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>相隔 {time}</source>
        <translation>{time} between</translation>
    </message>
    <message>
        <source>结案后 {time}，可考虑重开</source>
        <translation>{time} after it was closed: consider reopening</translation>
    </message>
</context>
<context>
    <name>SimilarCases</name>
    <message>
        <source>疑似重复 {count}</source>
        <translation>Possible duplicates: {count}</translation>
    </message>
    <message>
        <source>先重开再并入</source>
        <translation>reopened first, then merged into</translation>
    </message>
</context>
<context>
    <name>SimilarCasesForm</name>
    <message>
        <source>疑似重复</source>
        <translation>Possible duplicate</translation>
    </message>
    <message>
        <source>看这一件</source>
        <translation>Look at it</translation>
    </message>
    <message>
        <source>并入这一件</source>
        <translation>Merge into it</translation>
    </message>
    <message>
        <source>不是同一件事</source>
        <translation>Not the same matter</translation>
    </message>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>SimilarList</name>
    <message>
        <source>疑似重复</source>
        <translation>Possible duplicate</translation>
    </message>
    <message>
        <source>疑似重复的案件</source>
        <translation>Cases that may be the same matter</translation>
    </message>
    <message>
        <source>疑似重复 {count} 件</source>
        <translation>Possible duplicates: {count}</translation>
    </message>
    <message>
        <source>没有可能是同一件事的案件了</source>
        <translation>No case may be the same matter any more</translation>
    </message>
    <message>
        <source>Enter 或 M：提交，重开所选案件并入，来电人一并回访</source>
        <translation>Enter or M: submit, reopen the selected case and merge into it; both callers are called</translation>
    </message>
    <message>
        <source>并案先重开所选案件；来电人一并回访</source>
        <translation>Merging reopens the chosen case first; both callers are called back</translation>
    </message>
    <message>
        <source>Enter 或 M：提交并入所选案件，来电人一并回访</source>
        <translation>Enter or M: submit and merge into the marked case; this caller is called back as well</translation>
    </message>
    <message>
        <source>并案后本件随所选案件办理；来电人一并回访</source>
        <translation>Once merged, this case is handled with the chosen one; both callers are called back</translation>
    </message>
    <message>
        <source>写下事由和地点后，这里列出可能是同一件事的案件</source>
        <translation>Once matter and place are written down, cases that may be the same are listed here</translation>
    </message>
</context>
<context>
    <name>SimilarWindow</name>
    <message>
        <source>本件没有疑似重复的案件</source>
        <translation>This case has no possible duplicates</translation>
    </message>
</context>
<context>
    <name>StandardWords</name>
    <message>
        <source>草案</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>使用中</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>已停用</source>
        <translation>Retired</translation>
    </message>
    <message>
        <source>工作时间</source>
        <translation>working time</translation>
    </message>
    <message>
        <source>自然时间</source>
        <translation>natural time</translation>
    </message>
    <message>
        <source>未定</source>
        <translation>undecided</translation>
    </message>
    <message>
        <source>小时</source>
        <translation>hours</translation>
    </message>
    <message>
        <source>天</source>
        <translation>days</translation>
    </message>
    <message>
        <source>待确认：单写的{units}指什么时间</source>
        <translation>To confirm: what bare {units} mean</translation>
    </message>
    <message>
        <source>没有要确认的单位</source>
        <translation>No unit to confirm</translation>
    </message>
    <message>
        <source>小时按{hours}，天按{days}</source>
        <translation>Hours in {hours}, days in {days}</translation>
    </message>
</context>
<context>
    <name>StandardsPart</name>
    <message>
        <source>标准</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>条数</source>
        <translation>Criteria</translation>
    </message>
    <message>
        <source>小类</source>
        <translation>Subclass</translation>
    </message>
    <message>
        <source>导入时间</source>
        <translation>Imported</translation>
    </message>
    <message>
        <source>单位含义</source>
        <translation>Units</translation>
    </message>
    <message>
        <source>类别标准</source>
        <translation>Standards</translation>
    </message>
    <message>
        <source>导入 CSV…</source>
        <translation>Import CSV…</translation>
    </message>
    <message>
        <source>确认单位含义…</source>
        <translation>Confirm units…</translation>
    </message>
    <message>
        <source>启用…</source>
        <translation>Put into use…</translation>
    </message>
    <message>
        <source>停用…</source>
        <translation>Retire…</translation>
    </message>
    <message>
        <source>与使用中的比较…</source>
        <translation>Compare…</translation>
    </message>
    <message>
        <source>请先确认单位含义</source>
        <translation>Confirm the units first</translation>
    </message>
    <message numerus="yes">
        <source>%n 件在办案件还按以前的标准…</source>
        <translation>
            <numerusform>%n open case by an earlier standard…</numerusform>
            <numerusform>%n open cases by an earlier standard…</numerusform>
        </translation>
    </message>
    <message>
        <source>导入类别标准</source>
        <translation>Import a category standard</translation>
    </message>
    <message>
        <source>共 {rows} 行，采用 {criteria} 条立案条件、{subclasses} 个小类；编码 {encoding}。</source>
        <translation>{rows} rows, {criteria} criteria of {subclasses} subclasses taken; encoding {encoding}.</translation>
    </message>
    <message>
        <source>时限的单位：{units}；无时限 {n} 条。</source>
        <translation>Units of the limits: {units}; {n} without a limit.</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>类别标准导入结果</source>
        <translation>What the import did</translation>
    </message>
    <message>
        <source>启用后，新案件按它选类别和立案条件，原来使用的一份停用；在办案件保持原来的立案条件和时限。</source>
        <translation>New cases choose category and criterion from it, and the one in use is retired; open cases keep their criterion and limit.</translation>
    </message>
    <message>
        <source>启用 {name}</source>
        <translation>Put {name} into use</translation>
    </message>
    <message>
        <source>启用</source>
        <translation>Put into use</translation>
    </message>
    <message>
        <source>停用后，新案件不能再选它的类别；在办案件保持原来的立案条件和时限。</source>
        <translation>New cases can no longer choose its categories; open cases keep their criterion and limit.</translation>
    </message>
    <message>
        <source>停用 {name}</source>
        <translation>Retire {name}</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Retire</translation>
    </message>
    <message>
        <source>{name}：{meaning}</source>
        <translation>{name}: {meaning}</translation>
    </message>
    <message>
        <source>{name} 已启用</source>
        <translation>{name} is in use</translation>
    </message>
    <message>
        <source>{name} 已停用</source>
        <translation>{name} is retired</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>事项准入清单有 {n} 行在新标准里没有对应小类，没有带过来：{names}</source>
        <translation>{n} lines of the admission list found no subclass in the new standard and were left: {names}</translation>
    </message>
    <message>
        <source>已被他人改动。现在显示的是最新情况，请看清后再改。</source>
        <translation>Somebody else has changed it. What you see is how it is now; look at it before you change it.</translation>
    </message>
    <message>
        <source>{n} 件已被他人改动，没有改</source>
        <translation>{n} were changed by others meanwhile and left</translation>
    </message>
    <message numerus="yes">
        <source>已把 %n 件案件改按使用中的标准</source>
        <translation>
            <numerusform>%n case moved to the standard in use</numerusform>
            <numerusform>%n cases moved to the standard in use</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Standing</name>
    <message>
        <source>本机时钟与服务相差 {n} 秒，计时以服务为准</source>
        <translation>This computer&apos;s clock is {n} s off the service&apos;s; times follow the service</translation>
    </message>
    <message>
        <source>时钟</source>
        <translation>Clock</translation>
    </message>
    <message>
        <source>共 {total} 件在办，只显示最紧急的 {count} 件</source>
        <translation>{total} open cases; only the {count} most urgent are shown</translation>
    </message>
    <message>
        <source>部分</source>
        <translation>Partial</translation>
    </message>
    <message>
        <source>自 {time} 起没有新数据，页面显示的是当时的情况</source>
        <translation>No new data since {time}; the page shows things as they were then</translation>
    </message>
    <message>
        <source>已断开</source>
        <translation>Disconnected</translation>
    </message>
    <message>
        <source>立即重连</source>
        <translation>Reconnect now</translation>
    </message>
    <message>
        <source>服务</source>
        <translation>Service</translation>
    </message>
</context>
<context>
    <name>Starter</name>
    <message>
        <source>正在连接服务…</source>
        <translation>Connecting to the service…</translation>
    </message>
    <message>
        <source>正在启动本机服务…</source>
        <translation>Starting the local service…</translation>
    </message>
    <message>
        <source>正在登录演示席位…</source>
        <translation>Signing in to the demo seat…</translation>
    </message>
    <message>
        <source>正在载入区情和在办案件…</source>
        <translation>Loading the district and its open cases…</translation>
    </message>
    <message>
        <source>本机服务没有启动：{reason}</source>
        <translation>The local service did not start: {reason}</translation>
    </message>
    <message>
        <source>连接不上服务，请检查网络和地址</source>
        <translation>The service cannot be reached: check network and address</translation>
    </message>
</context>
<context>
    <name>StateOverlay</name>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>数据源</source>
        <translation>Data sources</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>办理步骤</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>已完成</source>
        <translation>done</translation>
    </message>
    <message>
        <source>进行中</source>
        <translation>in progress</translation>
    </message>
    <message>
        <source>未开始</source>
        <translation>not started</translation>
    </message>
</context>
<context>
    <name>StepForm</name>
    <message>
        <source> 分钟</source>
        <translation> min</translation>
    </message>
    <message>
        <source>上一级</source>
        <translation>one tier up</translation>
    </message>
    <message>
        <source> 次</source>
        <translation>×</translation>
    </message>
    <message>
        <source>规则编号</source>
        <translation>Rule</translation>
    </message>
    <message>
        <source>案件在</source>
        <translation>A case at</translation>
    </message>
    <message>
        <source>等的是</source>
        <translation>Waits for</translation>
    </message>
    <message>
        <source>至多等</source>
        <translation>At most</translation>
    </message>
    <message>
        <source>等不到就升到</source>
        <translation>Then goes up to</translation>
    </message>
    <message>
        <source>只限缓急</source>
        <translation>Only urgency</translation>
    </message>
    <message>
        <source>只限类别</source>
        <translation>Only categories</translation>
    </message>
    <message>
        <source>只限标记</source>
        <translation>Only marks</translation>
    </message>
    <message>
        <source>退单至少</source>
        <translation>Returned at least</translation>
    </message>
    <message>
        <source>另外通知</source>
        <translation>Also told</translation>
    </message>
    <message>
        <source>等到多少提醒</source>
        <translation>Reminder at</translation>
    </message>
    <message>
        <source>以后每隔</source>
        <translation>Then every</translation>
    </message>
    <message>
        <source>至多提醒</source>
        <translation>Reminders at most</translation>
    </message>
    <message>
        <source>占等待时间的百分之几；0 为不提醒</source>
        <translation>Per cent of the wait; 0 for none</translation>
    </message>
    <message>
        <source>0 为不论退过几次</source>
        <translation>0: however often it was returned</translation>
    </message>
    <message>
        <source>全部类别…</source>
        <translation>All categories…</translation>
    </message>
    <message>
        <source>{n} 类：{first}…</source>
        <translation>{n}: {first}…</translation>
    </message>
</context>
<context>
    <name>StepsView</name>
    <message>
        <source>规则</source>
        <translation>Rule</translation>
    </message>
    <message>
        <source>案件在</source>
        <translation>A case at</translation>
    </message>
    <message>
        <source>等什么、多久</source>
        <translation>Waits for, how long</translation>
    </message>
    <message>
        <source>升到</source>
        <translation>Goes up to</translation>
    </message>
    <message>
        <source>只限</source>
        <translation>Only</translation>
    </message>
    <message>
        <source>通知与提醒</source>
        <translation>Told, reminded</translation>
    </message>
    <message>
        <source>升级步骤</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>添一步</source>
        <translation>Add a step</translation>
    </message>
    <message>
        <source>删去</source>
        <translation>Take out</translation>
    </message>
    <message>
        <source>上移</source>
        <translation>Up</translation>
    </message>
    <message>
        <source>下移</source>
        <translation>Down</translation>
    </message>
    <message>
        <source>撤销</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>{what} {t}</source>
        <translation>{what} {t}</translation>
    </message>
    <message>
        <source>上一级</source>
        <translation>one tier up</translation>
    </message>
    <message>
        <source>；</source>
        <translation>; </translation>
    </message>
</context>
<context>
    <name>StormBar</name>
    <message>
        <source>宣布事件…</source>
        <translation>Declare an event…</translation>
    </message>
    <message>
        <source>结束事件</source>
        <translation>End the event</translation>
    </message>
    <message>
        <source>退出分组</source>
        <translation>Stop grouping</translation>
    </message>
    <message numerus="yes">
        <source>归入在办 %n 件</source>
        <translation>
            <numerusform>Take in %n open</numerusform>
            <numerusform>Take in %n open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StormDesk</name>
    <message numerus="yes">
        <source>{minutes} 分钟内新到 %n 件，队列已按街镇和类别分组</source>
        <translation>
            <numerusform>%n new case within {minutes} min: the queue is grouped by street and category</numerusform>
            <numerusform>%n new cases within {minutes} min: the queue is grouped by street and category</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>又有新案件，本轮已到 %n 件</source>
        <translation>
            <numerusform>More cases: %n so far</numerusform>
            <numerusform>More cases: %n so far</numerusform>
        </translation>
    </message>
    <message>
        <source>事件：{names}</source>
        <translation>Event: {names}</translation>
    </message>
    <message>
        <source>分组显示</source>
        <translation>Grouped</translation>
    </message>
    <message>
        <source>自 {time} 起</source>
        <translation>since {time}</translation>
    </message>
    <message numerus="yes">
        <source>{minutes} 分钟内新到 %n 件</source>
        <translation>
            <numerusform>%n new case within {minutes} min</numerusform>
            <numerusform>%n new cases within {minutes} min</numerusform>
        </translation>
    </message>
    <message>
        <source>手动分组</source>
        <translation>by hand</translation>
    </message>
    <message>
        <source>事件进行中</source>
        <translation>Event under way</translation>
    </message>
    <message>
        <source>已宣布事件，新案件将归入</source>
        <translation>The event is declared; new cases will belong to it</translation>
    </message>
    <message>
        <source>事件已结束</source>
        <translation>The event has ended</translation>
    </message>
    <message>
        <source>没有办成，请再试一次</source>
        <translation>It was not done, please try again</translation>
    </message>
</context>
<context>
    <name>TextInput</name>
    <message>
        <source>说明</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>写明情况，Ctrl+Enter 提交</source>
        <translation>State the facts; Ctrl+Enter submits</translation>
    </message>
    <message>
        <source>说明（可不填），Ctrl+Enter 提交</source>
        <translation>Account (optional); Ctrl+Enter submits</translation>
    </message>
    <message>
        <source>请写明情况</source>
        <translation>State the facts</translation>
    </message>
</context>
<context>
    <name>TickedForm</name>
    <message>
        <source>请至少勾选一件，或按 Esc 都保持原样</source>
        <translation>Tick at least one case, or press Esc to leave all as they are</translation>
    </message>
</context>
<context>
    <name>TierBoardPage</name>
    <message>
        <source>分级响应</source>
        <translation>Response by tier</translation>
    </message>
    <message>
        <source>上一级 Backspace</source>
        <translation>Up Backspace</translation>
    </message>
    <message>
        <source>看这个单位的案件</source>
        <translation>Show this unit&apos;s cases</translation>
    </message>
    <message>
        <source>各单位的数字</source>
        <translation>Numbers by unit</translation>
    </message>
    <message>
        <source>即将升级</source>
        <translation>Going up next</translation>
    </message>
    <message>
        <source>正在载入…</source>
        <translation>Loading…</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
    <message>
        <source>截至 {time}</source>
        <translation>as of {time}</translation>
    </message>
    <message>
        <source>分级响应 · {unit}</source>
        <translation>Tiers · {unit}</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>{name}（本级）</source>
        <translation>{name} (itself)</translation>
    </message>
    <message>
        <source>即将升级 {n} 件</source>
        <translation>{n} going up next</translation>
    </message>
    <message>
        <source>没有案件在等着升级</source>
        <translation>No case is waiting to go up</translation>
    </message>
    <message>
        <source>规则 {rule}：升级至{tier}</source>
        <translation>rule {rule}: escalates to {tier}</translation>
    </message>
    <message>
        <source>{n}天</source>
        <translation>{n} d</translation>
    </message>
</context>
<context>
    <name>TierCard</name>
    <message>
        <source>在办</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>30 分内到期</source>
        <translation>≤ 30 min</translation>
    </message>
    <message>
        <source>超时</source>
        <translation>Overdue</translation>
    </message>
</context>
<context>
    <name>TierPane</name>
    <message>
        <source>分级响应</source>
        <translation>Response by tier</translation>
    </message>
    <message>
        <source>移到另一个窗口（{key}）</source>
        <translation>Move to another window ({key})</translation>
    </message>
    <message>
        <source>截至 {time}</source>
        <translation>as of {time}</translation>
    </message>
    <message>
        <source>仅最紧急的部分</source>
        <translation>urgent part only</translation>
    </message>
    <message>
        <source>按剩余时间 · 共 {count} 件</source>
        <translation>by time left · {count} in all</translation>
    </message>
    <message numerus="yes">
        <source>%n 条</source>
        <translation>
            <numerusform>%n in all</numerusform>
            <numerusform>%n in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 次进行中</source>
        <translation>
            <numerusform>%n under way</numerusform>
            <numerusform>%n under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 个单位</source>
        <translation>
            <numerusform>%n unit</numerusform>
            <numerusform>%n units</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TierPanel</name>
    <message>
        <source>分级响应</source>
        <translation>Response by tier</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>办理记录</source>
        <translation>History</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>关闭</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>ToastStack</name>
    <message>
        <source>消息</source>
        <translation>Messages</translation>
    </message>
</context>
<context>
    <name>ToldBox</name>
    <message>
        <source>另外通知</source>
        <translation>Also told</translation>
    </message>
    <message>
        <source>Delete 去掉所选</source>
        <translation>Delete takes the chosen one out</translation>
    </message>
    <message>
        <source>通知什么角色</source>
        <translation>Which role is told</translation>
    </message>
    <message>
        <source>在哪个单位</source>
        <translation>At which unit</translation>
    </message>
    <message>
        <source>添加</source>
        <translation>Add</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>呼</source>
        <translation>H</translation>
    </message>
    <message>
        <source>席位：锁定、换人、修改口令</source>
        <translation>Seat: lock, change person, change password</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>一键预警 F12</source>
        <translation>Alert F12</translation>
    </message>
</context>
<context>
    <name>TornOff</name>
    <message>
        <source>已断开</source>
        <translation>Disconnected</translation>
    </message>
    <message>
        <source>立即重连</source>
        <translation>Reconnect now</translation>
    </message>
</context>
<context>
    <name>Trouble</name>
    <message>
        <source>连接不上服务</source>
        <translation>The service cannot be reached</translation>
    </message>
    <message>
        <source>请检查网络和服务地址，恢复后自动重连</source>
        <translation>Check network and address; it reconnects by itself</translation>
    </message>
    <message>
        <source>服务没有及时应答</source>
        <translation>The service did not answer in time</translation>
    </message>
    <message>
        <source>请稍候，正在核对结果</source>
        <translation>Please wait: the result is being verified</translation>
    </message>
    <message>
        <source>与服务的连接中断</source>
        <translation>The connection to the service broke off</translation>
    </message>
    <message>
        <source>请稍候，恢复后自动重连</source>
        <translation>Please wait: it reconnects by itself</translation>
    </message>
    <message>
        <source>服务的证书不可信</source>
        <translation>The service&apos;s certificate is not trusted</translation>
    </message>
    <message>
        <source>请联系系统管理员核对证书和本机时间</source>
        <translation>Ask the system administrator to verify the certificate and this computer&apos;s time</translation>
    </message>
    <message>
        <source>服务地址指向了别处</source>
        <translation>The service&apos;s address leads elsewhere</translation>
    </message>
    <message>
        <source>请联系系统管理员核对服务地址</source>
        <translation>Ask the system administrator to verify the address</translation>
    </message>
    <message>
        <source>服务的应答无法识别</source>
        <translation>The service&apos;s answer cannot be understood</translation>
    </message>
    <message>
        <source>请核对服务地址，以及两端的版本是否一致</source>
        <translation>Verify the address, and that both ends have the same version</translation>
    </message>
    <message>
        <source>服务的应答过大，已放弃读取</source>
        <translation>The service&apos;s answer is too large; reading was given up</translation>
    </message>
    <message>
        <source>请联系系统管理员</source>
        <translation>Ask the system administrator</translation>
    </message>
    <message>
        <source>程序正在退出</source>
        <translation>The program is closing</translation>
    </message>
    <message>
        <source>请重新启动程序</source>
        <translation>Start the program again</translation>
    </message>
    <message>
        <source>程序内部出错</source>
        <translation>Internal error</translation>
    </message>
    <message>
        <source>请重试；若再次出现请告诉系统管理员</source>
        <translation>Try again; if it recurs, tell the system administrator</translation>
    </message>
</context>
<context>
    <name>UnitPicker</name>
    <message>
        <source>名称、编码或拼音首字母</source>
        <translation>Name, code or pinyin initials</translation>
    </message>
    <message>
        <source>{name}：候选单位</source>
        <translation>{name}: candidates</translation>
    </message>
</context>
<context>
    <name>UnitTree</name>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>人</source>
        <translation>Staff</translation>
    </message>
    <message>
        <source>缺</source>
        <translation>Lack</translation>
    </message>
    <message>
        <source>本单位和下级单位还缺的人数</source>
        <translation>How many are missing at the unit and below</translation>
    </message>
</context>
<context>
    <name>UnitsInput</name>
    <message>
        <source>要召集的单位</source>
        <translation>Units to summon</translation>
    </message>
    <message>
        <source>已选单位，第一个主办</source>
        <translation>Chosen units, the first leads</translation>
    </message>
    <message>
        <source>Del 删去，Ctrl+↑ 改为主办</source>
        <translation>Del takes it out, Ctrl+↑ makes it lead</translation>
    </message>
    <message>
        <source>协办</source>
        <translation>assisting</translation>
    </message>
    <message>
        <source>主办</source>
        <translation>lead</translation>
    </message>
</context>
<context>
    <name>UseForm</name>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>启用 Ctrl+Enter</source>
        <translation>Put into use Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>ViewMenu</name>
    <message>
        <source>把当前筛选存为视图…</source>
        <translation>Save the current filter as a view…</translation>
    </message>
    <message>
        <source>改名…</source>
        <translation>Rename…</translation>
    </message>
    <message>
        <source>左移</source>
        <translation>Move left</translation>
    </message>
    <message>
        <source>右移</source>
        <translation>Move right</translation>
    </message>
    <message>
        <source>删除这个视图</source>
        <translation>Delete this view</translation>
    </message>
</context>
<context>
    <name>ViewTabs</name>
    <message>
        <source>案件视图</source>
        <translation>Case views</translation>
    </message>
    <message numerus="yes">
        <source>%n 件</source>
        <translation>
            <numerusform>%n case</numerusform>
            <numerusform>%n cases</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Whistle</name>
    <message>
        <source>草稿</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>待批准</source>
        <translation>Awaiting approval</translation>
    </message>
    <message>
        <source>已吹哨</source>
        <translation>Blown</translation>
    </message>
    <message>
        <source>报到中</source>
        <translation>Arriving</translation>
    </message>
    <message>
        <source>现场处置</source>
        <translation>On site</translation>
    </message>
    <message>
        <source>待评哨</source>
        <translation>To be rated</translation>
    </message>
    <message>
        <source>待结束</source>
        <translation>To be closed</translation>
    </message>
    <message>
        <source>已结束</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>已撤回</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>吹哨</source>
        <translation>Whistle</translation>
    </message>
    <message>
        <source>批准</source>
        <translation>Approve</translation>
    </message>
    <message>
        <source>退回</source>
        <translation>Send back</translation>
    </message>
    <message>
        <source>增召</source>
        <translation>Summon more</translation>
    </message>
    <message>
        <source>指定</source>
        <translation>Name a unit</translation>
    </message>
    <message>
        <source>报到</source>
        <translation>Report in</translation>
    </message>
    <message>
        <source>拒绝</source>
        <translation>Refuse</translation>
    </message>
    <message>
        <source>列问题</source>
        <translation>Add problem</translation>
    </message>
    <message>
        <source>问题解决</source>
        <translation>Solved</translation>
    </message>
    <message>
        <source>离场</source>
        <translation>Leave</translation>
    </message>
    <message>
        <source>准予离场</source>
        <translation>Let leave</translation>
    </message>
    <message>
        <source>评单位</source>
        <translation>Rate unit</translation>
    </message>
    <message>
        <source>评哨</source>
        <translation>Rate whistle</translation>
    </message>
    <message>
        <source>区评</source>
        <translation>Appraise</translation>
    </message>
    <message>
        <source>结束</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>撤回</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>记录</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>满意</source>
        <translation>Satisfied</translation>
    </message>
    <message>
        <source>基本满意</source>
        <translation>Fairly satisfied</translation>
    </message>
    <message>
        <source>不满意</source>
        <translation>Dissatisfied</translation>
    </message>
    <message>
        <source>群众诉求</source>
        <translation>Residents&apos; request</translation>
    </message>
    <message>
        <source>重点工作</source>
        <translation>Key task</translation>
    </message>
    <message>
        <source>综合执法</source>
        <translation>Joint enforcement</translation>
    </message>
    <message>
        <source>应急处置</source>
        <translation>Emergency</translation>
    </message>
    <message>
        <source>非本单位职责</source>
        <translation>not this unit&apos;s duty</translation>
    </message>
    <message>
        <source>不在本单位管辖范围</source>
        <translation>outside this unit&apos;s area</translation>
    </message>
    <message>
        <source>应由其他单位办理</source>
        <translation>for another unit</translation>
    </message>
    <message>
        <source>正在处置更紧急事项</source>
        <translation>busy with something more urgent</translation>
    </message>
    <message>
        <source>无可派人员</source>
        <translation>nobody to send</translation>
    </message>
    <message>
        <source>其他</source>
        <translation>other</translation>
    </message>
    <message>
        <source>吹哨 {value} 次</source>
        <translation>{value} whistles</translation>
    </message>
    <message>
        <source>进行中 {value} 次</source>
        <translation>{value} under way</translation>
    </message>
    <message>
        <source>按时报到 {value}/{of}</source>
        <translation>{value}/{of} arrived on time</translation>
    </message>
    <message>
        <source>拒绝 {value}</source>
        <translation>{value} refused</translation>
    </message>
    <message>
        <source>解决问题 {value}/{of}</source>
        <translation>{value}/{of} problems solved</translation>
    </message>
    <message>
        <source>通用类别，未核对本区规定</source>
        <translation>Generic kinds, not checked against this district&apos;s rules</translation>
    </message>
    <message>
        <source>报到 {time}</source>
        <translation>in {time}</translation>
    </message>
    <message>
        <source>已离场 {time}</source>
        <translation>left {time}</translation>
    </message>
    <message>
        <source>已报到 {time}</source>
        <translation>Reported in {time}</translation>
    </message>
    <message>
        <source>迟到</source>
        <translation>late</translation>
    </message>
    <message>
        <source>已拒绝</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>尚未通知</source>
        <translation>Not told yet</translation>
    </message>
    <message>
        <source>未报到</source>
        <translation>Not there</translation>
    </message>
    <message>
        <source>由区指定，未报到</source>
        <translation>Named by the district, not there</translation>
    </message>
    <message>
        <source>超 {time}</source>
        <translation>{time} late</translation>
    </message>
    <message>
        <source>剩 {time}</source>
        <translation>{time} left</translation>
    </message>
    <message>
        <source>{time} 前报到</source>
        <translation>due by {time}</translation>
    </message>
    <message>
        <source>没有等待报到的单位</source>
        <translation>nobody is waited for</translation>
    </message>
    <message>
        <source>已超 {time}</source>
        <translation>{time} over</translation>
    </message>
    <message>
        <source>报到 {come}/{all}</source>
        <translation>{come}/{all} there</translation>
    </message>
    <message>
        <source>已解决 {time}</source>
        <translation>solved {time}</translation>
    </message>
    <message>
        <source>未解决</source>
        <translation>Not solved</translation>
    </message>
    <message>
        <source>{by} 评 {of}：{mark}</source>
        <translation>{by} on {of}: {mark}</translation>
    </message>
    <message>
        <source>区评（一事一考）：{mark}</source>
        <translation>The district on the matter: {mark}</translation>
    </message>
    <message>
        <source>{by} 评哨：{mark}</source>
        <translation>{by} on the whistle: {mark}</translation>
    </message>
    <message>
        <source>主办</source>
        <translation>lead</translation>
    </message>
    <message>
        <source>协办</source>
        <translation>assisting</translation>
    </message>
    <message>
        <source>代办：{channel}，“{words}”</source>
        <translation>on their behalf: {channel}, “{words}”</translation>
    </message>
    <message>
        <source>{unit} {time} 吹哨</source>
        <translation>{unit}, {time}</translation>
    </message>
    <message>
        <source>吹哨单位</source>
        <translation>Blown by</translation>
    </message>
    <message>
        <source>种类</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>地点</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>街镇为何不能解决</source>
        <translation>Why the street cannot solve it</translation>
    </message>
    <message>
        <source>报到时间</source>
        <translation>Arrive by</translation>
    </message>
    <message>
        <source>与服务的连接中断，恢复后可用</source>
        <translation>Service disconnected; available again once it is back</translation>
    </message>
    <message>
        <source>没有单位可以{action}</source>
        <translation>{action}: no unit is left for it</translation>
    </message>
</context>
<context>
    <name>WhistleActForm</name>
    <message>
        <source>谁批准的，怎么说的？</source>
        <translation>Who approved it, in which words?</translation>
    </message>
    <message>
        <source>为什么退回？</source>
        <translation>Why is it sent back?</translation>
    </message>
    <message>
        <source>再召集哪个单位？</source>
        <translation>Which unit more?</translation>
    </message>
    <message>
        <source>指定哪个单位，为什么？</source>
        <translation>Which unit is named, and why?</translation>
    </message>
    <message>
        <source>哪个单位到了，来的是谁？</source>
        <translation>Which unit has come, and who?</translation>
    </message>
    <message>
        <source>哪个单位拒绝，为什么？</source>
        <translation>Which unit refuses, and why?</translation>
    </message>
    <message>
        <source>还有什么问题要解决？</source>
        <translation>What else is to be solved?</translation>
    </message>
    <message>
        <source>哪个问题解决了，怎样解决的？</source>
        <translation>Which problem is solved, and how?</translation>
    </message>
    <message>
        <source>哪个单位离场？</source>
        <translation>Which unit leaves?</translation>
    </message>
    <message>
        <source>为什么准予离场？</source>
        <translation>Why may it leave?</translation>
    </message>
    <message>
        <source>这个单位办得怎样？</source>
        <translation>How well did the unit do?</translation>
    </message>
    <message>
        <source>这个哨吹得准不准？</source>
        <translation>Was the whistle right?</translation>
    </message>
    <message>
        <source>一事一考：这件事办得怎样？</source>
        <translation>One matter, one appraisal: how well was it done?</translation>
    </message>
    <message>
        <source>结束这次吹哨</source>
        <translation>Close this whistle</translation>
    </message>
    <message>
        <source>为什么撤回？</source>
        <translation>Why is it withdrawn?</translation>
    </message>
    <message>
        <source>记录什么？</source>
        <translation>What is to be noted?</translation>
    </message>
    <message>
        <source>{action} · {whistle}</source>
        <translation>{action} · {whistle}</translation>
    </message>
    <message>
        <source>由主办单位负责</source>
        <translation>The lead unit</translation>
    </message>
    <message>
        <source>单位</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>协办</source>
        <translation>assisting</translation>
    </message>
    <message>
        <source>主办</source>
        <translation>lead</translation>
    </message>
    <message>
        <source>主办或协办</source>
        <translation>Lead or assisting</translation>
    </message>
    <message>
        <source>报到时间</source>
        <translation>Arrive by</translation>
    </message>
    <message>
        <source>报到人</source>
        <translation>Who came</translation>
    </message>
    <message>
        <source>问题</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>评价</source>
        <translation>Rating</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>写明情况，Ctrl+Enter 提交</source>
        <translation>State the facts; Ctrl+Enter submits</translation>
    </message>
    <message>
        <source>说明（可不填），Ctrl+Enter 提交</source>
        <translation>Account (optional); Ctrl+Enter submits</translation>
    </message>
    <message>
        <source>代领导办理，请写明是谁、怎么说的</source>
        <translation>On the leader&apos;s behalf: say who, and in which words</translation>
    </message>
    <message>
        <source>代该单位办理，请记下方式和原话</source>
        <translation>On the unit&apos;s behalf: note how and in which words</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>{action} Ctrl+Enter</source>
        <translation>{action} Ctrl+Enter</translation>
    </message>
    <message>
        <source>请先选定单位</source>
        <translation>Choose the unit first</translation>
    </message>
    <message>
        <source>没有可选的单位</source>
        <translation>There is no unit to choose</translation>
    </message>
    <message>
        <source>没有未解决的问题</source>
        <translation>No problem is open</translation>
    </message>
    <message>
        <source>请写明报到人</source>
        <translation>Say who came</translation>
    </message>
    <message>
        <source>请写明情况</source>
        <translation>State the facts</translation>
    </message>
</context>
<context>
    <name>WhistleForm</name>
    <message>
        <source>吹哨</source>
        <translation>Whistle</translation>
    </message>
    <message>
        <source>修改吹哨</source>
        <translation>Change the whistle</translation>
    </message>
    <message>
        <source>种类</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>吹哨单位</source>
        <translation>Blown by</translation>
    </message>
    <message>
        <source>缺什么权限、力量或设备</source>
        <translation>Which powers, people or equipment are missing</translation>
    </message>
    <message>
        <source>在地图上选点</source>
        <translation>Choose on the map</translation>
    </message>
    <message>
        <source>报到时间</source>
        <translation>Arrive by</translation>
    </message>
    <message>
        <source>须经街镇领导批准</source>
        <translation>Needs the street leader&apos;s approval</translation>
    </message>
    <message>
        <source>已选点 {lon}, {lat}</source>
        <translation>Point {lon}, {lat}</translation>
    </message>
    <message>
        <source>本区的规定</source>
        <translation>This district&apos;s rule</translation>
    </message>
    <message>
        <source>须经街镇领导批准（本区规定未知，请选择）</source>
        <translation>Needs the street leader&apos;s approval (this district&apos;s rule is not known: please choose)</translation>
    </message>
    <message>
        <source>事项</source>
        <translation>Matter</translation>
    </message>
    <message>
        <source>街镇为何不能解决</source>
        <translation>Why the street cannot solve it</translation>
    </message>
    <message>
        <source>地点</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>召集单位</source>
        <translation>Units to summon</translation>
    </message>
    <message>
        <source>要解决的问题</source>
        <translation>Problems to solve</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>存为草稿 Ctrl+S</source>
        <translation>Save as draft Ctrl+S</translation>
    </message>
    <message>
        <source>吹哨 Ctrl+Enter</source>
        <translation>Blow Ctrl+Enter</translation>
    </message>
    <message>
        <source>请写明事项</source>
        <translation>Say what it is about</translation>
    </message>
    <message>
        <source>请写明街镇为何不能解决</source>
        <translation>Say why the street cannot solve it</translation>
    </message>
    <message>
        <source>请至少召集一个单位</source>
        <translation>Summon at least one unit</translation>
    </message>
    <message>
        <source>请写明要解决的问题</source>
        <translation>Say what is to be solved</translation>
    </message>
    <message>
        <source>电话</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>工作群</source>
        <translation>Work group</translation>
    </message>
    <message>
        <source>对讲机</source>
        <translation>Radio</translation>
    </message>
    <message>
        <source>当面</source>
        <translation>In person</translation>
    </message>
    <message>
        <source>{n} 分钟内（{time} 前）</source>
        <translation>within {n} minutes (by {time})</translation>
    </message>
</context>
<context>
    <name>WhistlePage</name>
    <message>
        <source>吹哨</source>
        <translation>Whistle</translation>
    </message>
    <message>
        <source>吹哨 W</source>
        <translation>Blow W</translation>
    </message>
    <message>
        <source>复制 Ctrl+C</source>
        <translation>Copy Ctrl+C</translation>
    </message>
    <message>
        <source>吹哨报到</source>
        <translation>Whistle &amp; report-in</translation>
    </message>
    <message>
        <source>已复制</source>
        <translation>Copied</translation>
    </message>
    <message>
        <source>截至 {time}</source>
        <translation>as of {time}</translation>
    </message>
    <message>
        <source>待区指定</source>
        <translation>district to name a unit</translation>
    </message>
    <message>
        <source>正在载入吹哨…</source>
        <translation>Loading the whistles…</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>断开之前没有吹过哨</source>
        <translation>No whistle before the line went down</translation>
    </message>
    <message>
        <source>还没有吹过哨：街镇办不了的事，召集部门限时到场</source>
        <translation>No whistle yet: what a street cannot solve, departments are summoned to by a time</translation>
    </message>
</context>
<context>
    <name>WhistlePanel</name>
    <message>
        <source>吹哨报到</source>
        <translation>Whistle &amp; report-in</translation>
    </message>
    <message>
        <source>现在没有吹哨</source>
        <translation>No whistle now</translation>
    </message>
    <message>
        <source>查看吹哨</source>
        <translation>Show whistles</translation>
    </message>
</context>
<context>
    <name>WhistleView</name>
    <message>
        <source>处置记录</source>
        <translation>Handling record</translation>
    </message>
    <message>
        <source>吹哨详情</source>
        <translation>The whistle</translation>
    </message>
    <message>
        <source>{who} 批准</source>
        <translation>approved by {who}</translation>
    </message>
    <message>
        <source>须经街镇领导批准</source>
        <translation>Needs the street leader&apos;s approval</translation>
    </message>
    <message>
        <source>{unit} 吹哨</source>
        <translation>blown by {unit}</translation>
    </message>
    <message>
        <source>案件 {number}</source>
        <translation>Case {number}</translation>
    </message>
    <message>
        <source>街镇为何不能解决</source>
        <translation>Why the street cannot solve it</translation>
    </message>
    <message>
        <source>被召单位</source>
        <translation>Summoned units</translation>
    </message>
    <message>
        <source>两个单位拒绝，待区指挥中心指定</source>
        <translation>Two units refused: the district centre names one</translation>
    </message>
    <message>
        <source>问题 · 已解决 {solved}/{all}</source>
        <translation>Problems · {solved}/{all} solved</translation>
    </message>
    <message>
        <source>评哨（一事一考）</source>
        <translation>Ratings (one matter, one appraisal)</translation>
    </message>
    <message>
        <source>{time} 前</source>
        <translation>by {time}</translation>
    </message>
    <message>
        <source>区改派 {unit}</source>
        <translation>{unit} named instead</translation>
    </message>
    <message>
        <source>经吹哨单位准予</source>
        <translation>let go by who blew it</translation>
    </message>
    <message>
        <source>附照片</source>
        <translation>Add photo</translation>
    </message>
    <message>
        <source>待区评（一事一考）</source>
        <translation>The district has not appraised it</translation>
    </message>
    <message>
        <source>待 {by} 评 {of}</source>
        <translation>{by} has not rated {of}</translation>
    </message>
    <message>
        <source>待 {by} 评哨</source>
        <translation>{by} has not rated the whistle</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>待受理</source>
        <translation>To accept</translation>
    </message>
    <message>
        <source>待派单</source>
        <translation>To dispatch</translation>
    </message>
    <message>
        <source>已立案</source>
        <translation>Filed</translation>
    </message>
    <message>
        <source>待签收</source>
        <translation>To sign</translation>
    </message>
    <message>
        <source>处置中</source>
        <translation>Handling</translation>
    </message>
    <message>
        <source>待核查</source>
        <translation>To check</translation>
    </message>
    <message>
        <source>待结案</source>
        <translation>To close</translation>
    </message>
    <message>
        <source>已结案</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>不予受理</source>
        <translation>Not accepted</translation>
    </message>
    <message>
        <source>已作废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>坐席</source>
        <translation>Operator</translation>
    </message>
    <message>
        <source>值班长</source>
        <translation>Watch chief</translation>
    </message>
    <message>
        <source>指挥长</source>
        <translation>Commander</translation>
    </message>
    <message>
        <source>街镇中心</source>
        <translation>Street centre</translation>
    </message>
    <message>
        <source>社区</source>
        <translation>Community</translation>
    </message>
    <message>
        <source>网格长</source>
        <translation>Grid head</translation>
    </message>
    <message>
        <source>部门值班</source>
        <translation>Department duty</translation>
    </message>
    <message>
        <source>大屏</source>
        <translation>Wall</translation>
    </message>
    <message>
        <source>系统管理员</source>
        <translation>System administrator</translation>
    </message>
    <message>
        <source>安全管理员</source>
        <translation>Security administrator</translation>
    </message>
    <message>
        <source>审计管理员</source>
        <translation>Audit administrator</translation>
    </message>
    <message>
        <source>正式</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Exercise</translation>
    </message>
    <message>
        <source>测试</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>{label}：{value}</source>
        <translation>{label}: {value}</translation>
    </message>
</context>
<context>
    <name>WordsPane</name>
    <message>
        <source>模板</source>
        <translation>Template</translation>
    </message>
    <message>
        <source>警示事项</source>
        <translation>Warning</translation>
    </message>
    <message>
        <source>应当采取的措施</source>
        <translation>Measures</translation>
    </message>
    <message>
        <source>有效期</source>
        <translation>Validity</translation>
    </message>
    <message>
        <source>{n} 小时</source>
        <translation>{n} h</translation>
    </message>
    <message>
        <source>发布内容</source>
        <translation>Message text</translation>
    </message>
    <message>
        <source>发布内容 · 着色处为自动填写</source>
        <translation>Message text · coloured parts are filled in</translation>
    </message>
</context>
<context>
    <name>Working</name>
    <message>
        <source>这个视图里没有可以接着办的案件：都有人在办，或不归您办</source>
        <translation>Nothing to go on with in this view: somebody has each case, or it is not yours</translation>
    </message>
    <message>
        <source>{who} 接管了您认领的 {number} {title}</source>
        <translation>{who} took over {number} {title}, which you had claimed</translation>
    </message>
</context>
<context>
    <name>WorkingTimeBox</name>
    <message>
        <source>计法 A：按工作时间累计</source>
        <translation>Rule A: working time adds up</translation>
    </message>
    <message>
        <source>计法 B：起算当日不计，末日下班到期</source>
        <translation>Rule B: first day not counted, due at close of the last</translation>
    </message>
    <message>
        <source>工作时段与计法</source>
        <translation>Working hours and counting</translation>
    </message>
    <message>
        <source>工作时段</source>
        <translation>Working hours</translation>
    </message>
    <message>
        <source>工作日的计法</source>
        <translation>How working days count</translation>
    </message>
    <message>
        <source>尚未选定</source>
        <translation>Not chosen yet</translation>
    </message>
    <message>
        <source>保存时段与计法…</source>
        <translation>Save hours and rule…</translation>
    </message>
    <message>
        <source>依据：{origin}</source>
        <translation>By: {origin}</translation>
    </message>
    <message>
        <source>还没有人选定</source>
        <translation>Nobody has chosen yet</translation>
    </message>
    <message>
        <source>新的案件按此计时。在办案件的到期时间不会自己变：保存后会列出受影响的案件。</source>
        <translation>New cases are timed by it. Open cases keep their due time: those affected are listed once it is saved.</translation>
    </message>
    <message>
        <source>保存工作时段与计法</source>
        <translation>Save working hours and counting rule</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>请写明至少一个工作时段，如 08:30-12:00</source>
        <translation>Give at least one period, such as 08:30-12:00</translation>
    </message>
    <message>
        <source>工作时段应如 08:30-12:00、14:00-17:30：先后有序、互不重叠，至多 6 段</source>
        <translation>Periods are written 08:30-12:00, 14:00-17:30: in order, without overlap, 6 at most</translation>
    </message>
    <message>
        <source>请选定计法 A 或 B</source>
        <translation>Choose rule A or B</translation>
    </message>
</context>
<context>
    <name>YearView</name>
    <message>
        <source>全年日历</source>
        <translation>The year&apos;s calendar</translation>
    </message>
    <message>
        <source>休</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>班</source>
        <translation>Wk</translation>
    </message>
    <message>
        <source>周一</source>
        <translation>Mon</translation>
    </message>
    <message>
        <source>周二</source>
        <translation>Tue</translation>
    </message>
    <message>
        <source>周三</source>
        <translation>Wed</translation>
    </message>
    <message>
        <source>周四</source>
        <translation>Thu</translation>
    </message>
    <message>
        <source>周五</source>
        <translation>Fri</translation>
    </message>
    <message>
        <source>周六</source>
        <translation>Sat</translation>
    </message>
    <message>
        <source>周日</source>
        <translation>Sun</translation>
    </message>
    <message>
        <source>1 月</source>
        <translation>January</translation>
    </message>
    <message>
        <source>2 月</source>
        <translation>February</translation>
    </message>
    <message>
        <source>3 月</source>
        <translation>March</translation>
    </message>
    <message>
        <source>4 月</source>
        <translation>April</translation>
    </message>
    <message>
        <source>5 月</source>
        <translation>May</translation>
    </message>
    <message>
        <source>6 月</source>
        <translation>June</translation>
    </message>
    <message>
        <source>7 月</source>
        <translation>July</translation>
    </message>
    <message>
        <source>8 月</source>
        <translation>August</translation>
    </message>
    <message>
        <source>9 月</source>
        <translation>September</translation>
    </message>
    <message>
        <source>10 月</source>
        <translation>October</translation>
    </message>
    <message>
        <source>11 月</source>
        <translation>November</translation>
    </message>
    <message>
        <source>12 月</source>
        <translation>December</translation>
    </message>
    <message>
        <source>一</source>
        <translation>Mo</translation>
    </message>
    <message>
        <source>二</source>
        <translation>Tu</translation>
    </message>
    <message>
        <source>三</source>
        <translation>We</translation>
    </message>
    <message>
        <source>四</source>
        <translation>Th</translation>
    </message>
    <message>
        <source>五</source>
        <translation>Fr</translation>
    </message>
    <message>
        <source>六</source>
        <translation>Sa</translation>
    </message>
    <message>
        <source>日</source>
        <translation>Su</translation>
    </message>
</context>
<context>
    <name>_ChannelLine</name>
    <message>
        <source>{targets} 个地址 · {people} 人</source>
        <translation>{targets} addresses · {people} people</translation>
    </message>
</context>
<context>
    <name>_Comparing</name>
    <message>
        <source>左边的版本</source>
        <translation>Left edition</translation>
    </message>
    <message>
        <source>右边的版本</source>
        <translation>Right edition</translation>
    </message>
    <message>
        <source>查找条目</source>
        <translation>Find entries</translation>
    </message>
    <message>
        <source>查找小类、立案条件、左右的说法（/）</source>
        <translation>Find in subclasses, criteria and both sides (/)</translation>
    </message>
    <message>
        <source>只看不同 Alt+D</source>
        <translation>Differences only Alt+D</translation>
    </message>
    <message>
        <source>导出 CSV… Ctrl+S</source>
        <translation>Export CSV… Ctrl+S</translation>
    </message>
    <message>
        <source>导出列出的条目</source>
        <translation>Writes the entries that are listed</translation>
    </message>
    <message>
        <source>小类</source>
        <translation>Subclass</translation>
    </message>
    <message>
        <source>立案条件</source>
        <translation>Filing criterion</translation>
    </message>
    <message>
        <source>哪里不同</source>
        <translation>What differs</translation>
    </message>
    <message>
        <source>左</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>右</source>
        <translation>Right</translation>
    </message>
    <message>
        <source>不同之处</source>
        <translation>Differences</translation>
    </message>
    <message>
        <source>正在比较…</source>
        <translation>Comparing…</translation>
    </message>
    <message>
        <source>只在左边 {gone} 条，只在右边 {come} 条，说法不同 {changed} 条，相同 {same} 条；列出 {shown} 行</source>
        <translation>Left only {gone}, right only {come}, said differently {changed}, the same {same}; {shown} rows listed</translation>
    </message>
    <message>
        <source>没有这样的条目：请换几个字，或取消“只看不同”</source>
        <translation>No such entry: try other words, or show more than the differences</translation>
    </message>
    <message>
        <source>相同</source>
        <translation>The same</translation>
    </message>
    <message>
        <source>两个版本没有不同</source>
        <translation>The two editions do not differ</translation>
    </message>
    <message>
        <source>没有条目</source>
        <translation>No entries</translation>
    </message>
    <message>
        <source>导出比较结果</source>
        <translation>Export the comparison</translation>
    </message>
    <message>
        <source>代码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>已导出 {n} 行：{path}</source>
        <translation>{n} rows written: {path}</translation>
    </message>
    <message>
        <source>文件写不了：请换一个文件夹，或关闭正在使用它的程序</source>
        <translation>The file cannot be written: choose another folder, or close the program that holds it</translation>
    </message>
    <message>
        <source>只在左边</source>
        <translation>only left</translation>
    </message>
    <message>
        <source>只在右边</source>
        <translation>only right</translation>
    </message>
</context>
<context>
    <name>_Trying</name>
    <message>
        <source>从</source>
        <translation>From</translation>
    </message>
    <message>
        <source>到</source>
        <translation>to</translation>
    </message>
    <message>
        <source>在办案件按此刻算</source>
        <translation>Judge open cases as of now</translation>
    </message>
    <message>
        <source>不勾选：在办案件不参加，只计数</source>
        <translation>Not ticked: open cases take no part and are counted</translation>
    </message>
    <message>
        <source>回测</source>
        <translation>Back-test</translation>
    </message>
    <message>
        <source>停止</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>回测进度</source>
        <translation>How far the back-test is</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>When</translation>
    </message>
    <message>
        <source>案件</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>规则</source>
        <translation>Rule</translation>
    </message>
    <message>
        <source>升到</source>
        <translation>Goes up to</translation>
    </message>
    <message>
        <source>接管单位</source>
        <translation>Unit that takes over</translation>
    </message>
    <message>
        <source>另外通知</source>
        <translation>Also told</translation>
    </message>
    <message>
        <source>会升级的案件</source>
        <translation>Cases that would go up</translation>
    </message>
    <message>
        <source>上报时间从</source>
        <translation>Reported from</translation>
    </message>
    <message>
        <source>按这些步骤把过去的案件再走一遍，不改动任何案件。人会不会因此改变做法，谁也不知道。</source>
        <translation>Past cases live through these steps again; no case is changed. Whether people would have acted otherwise, nobody knows.</translation>
    </message>
    <message>
        <source>正在回测…</source>
        <translation>Trying…</translation>
    </message>
    <message>
        <source>已走 {n} 件…</source>
        <translation>{n} cases so far…</translation>
    </message>
    <message>
        <source>共 {total} 步，列出最早的 {n} 步；上面的计数是全部的</source>
        <translation>{total} steps, the earliest {n} listed; the counts above are of all</translation>
    </message>
</context>
</TS>
