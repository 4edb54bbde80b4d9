"""For an account that has no page in this program: what it works with instead."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QVBoxLayout, QWidget

from services.domain.rights import Right
from widgets.plain import PlainLabel


class NoPage(QWidget):
    """One sentence."""

    def __init__(self, rights: Collection[Right], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "background")
        words = self.tr("本账号不办案件，在本程序里没有页面；如需办案，请安全管理员为您设置角色。")
        if Right.AUDIT in rights:
            words = self.tr(
                "审计管理员不办案件：请在服务器上用 huying verify 核对审计链，加 --anchor 与另存的锚文件比对。"
            )
        self.words = PlainLabel(words, self, role="sentence", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(PlainLabel(self.tr("您的工作"), self, role="title"))
        column.addWidget(self.words)
        column.addStretch()
