"""The sheet of keys (?): every key that works somewhere in the window, and what it does."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.actions import action_label
from console.deskpages import ENTRIES
from console.pages.operations.attachments import ATTACH_KEY
from console.pages.operations.offers import MORE_KEY
from console.pages.operations.similar_window import SIMILAR_KEY
from console.pages.operations.torn import MAP_KEY, TIERS_KEY
from console.pages.whistles.words import ACTIONS as ACTION_WORDS
from console.pages.whistles.words import say
from services.domain.actions import ACTIONS
from services.domain.whistles import WHISTLE_ACTIONS
from widgets.keysheet import KeyGroup, KeyLine


def key_groups() -> tuple[KeyGroup, ...]:
    """Return the keys by where they work, in the person's language."""
    translate = QCoreApplication.translate
    digits = "3456789"  # the pages after 指挥 and 预警; those with keys of other kinds stand below
    case = tuple(KeyLine(rule.key, action_label(rule.action)) for rule in ACTIONS.values())
    return (
        KeyGroup(
            translate("Keys", "案件"),
            (
                *case,
                KeyLine("W", translate("Keys", "吹哨")),
                KeyLine("L", translate("Keys", "定位")),
                KeyLine("J", translate("Keys", "下一件")),
                KeyLine("/", translate("Keys", "短语")),
                KeyLine(SIMILAR_KEY, translate("Keys", "疑似重复")),
                KeyLine(ATTACH_KEY, translate("Keys", "添加附件")),
                KeyLine(MORE_KEY, translate("Keys", "更多操作")),
            ),
        ),
        KeyGroup(
            translate("Keys", "全局"),
            (
                KeyLine("Ctrl+N", translate("Keys", "新建案件")),
                KeyLine("Ctrl+F", translate("Keys", "查找全部案件")),
                KeyLine("Ctrl+K", translate("Keys", "一个框找一切")),
                KeyLine("F12", translate("Keys", "一键预警")),
                KeyLine("Ctrl+1", translate("Keys", "指挥")),
                KeyLine("Ctrl+2", translate("Keys", "预警")),
                *(KeyLine(one.key, translate("Pages", one.title)) for one in ENTRIES if one.key[-1] in digits),
                KeyLine("Ctrl+Shift+T", translate("Keys", "换主题")),
                KeyLine("Ctrl+Shift+L", translate("Keys", "锁定席位")),
                KeyLine("F11", translate("Keys", "全屏")),
                KeyLine(MAP_KEY, translate("Keys", "地图另开窗口、放回")),
                KeyLine(TIERS_KEY, translate("Keys", "分级响应另开窗口、放回")),
                KeyLine("?", translate("Keys", "快捷键")),
                KeyLine("F1", translate("Keys", "帮助")),
            ),
        ),
        KeyGroup(
            translate("Keys", "吹哨报到"),
            tuple(KeyLine(rule.key, say(ACTION_WORDS[rule.action])) for rule in WHISTLE_ACTIONS.values()),
        ),
        KeyGroup(
            translate("Keys", "其他页"),
            (
                KeyLine("F5", translate("Keys", "刷新（考核、席位）")),
                KeyLine("Backspace", translate("Keys", "上一级（分级）")),
                KeyLine("S", translate("Keys", "已阅（通知）")),
                KeyLine("R", translate("Keys", "转交认领（席位）")),
                KeyLine("Ctrl+C", translate("Keys", "复制表格或所选")),
                KeyLine("Esc", translate("Keys", "回到指挥")),
            ),
        ),
        KeyGroup(
            translate("Keys", "地图"),
            (
                KeyLine("+ −", translate("Keys", "放大、缩小")),
                KeyLine("←↑↓→", translate("Keys", "移动")),
                KeyLine("0", translate("Keys", "回到全图")),
                KeyLine("Tab", translate("Keys", "下一件看得见的案件")),
                KeyLine("Esc", translate("Keys", "回到队列")),
            ),
        ),
    )
