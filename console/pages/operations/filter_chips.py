"""The chips over the queue: by which fields it is narrowed, with how many open cases each choice has now."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from console.board import Figures
from console.filters import RowFilter
from console.wording import Wording, labelled, listed
from services.api.district import CategoryRow, NamedCode
from services.domain.cases import Priority
from services.domain.tiers import Tier
from widgets.chips import Chip, ChipRow
from widgets.plain import one_line
from widgets.theme import Theme

_CHOICES_MOST = 120
_FIELDS = {
    "source": "sources",
    "call": "call_kinds",
    "request": "request_kinds",
    "category": "categories",
    "street": "areas",
    "tier": "tiers",
    "holder": "holders",
    "priority": "priorities",
}
"""Chips with choices: the field of the filter that each sets."""
_FOLDED = ("tier", "holder", "priority")
"""What a narrow queue keeps in one chip, as long as it narrows nothing."""
_NARROW_PX = 430


class FilterChips(ChipRow):
    """Keeps no filter of its own: it is given one, and asks for another."""

    wanted = Signal(object)
    """The RowFilter that should be shown."""

    def __init__(self, theme: Theme, wording: Wording, person_id: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._wording = wording
        self._person_id = person_id
        self._base = RowFilter()
        self._figures: Figures | None = None
        self._menu: QMenu | None = None
        self._choices: list[QAction] = []
        self.chosen.connect(self._on_chip)
        self.remove_requested.connect(self._clear)

    def show_filter(self, base: RowFilter) -> None:
        """Show what the queue is narrowed by."""
        self._base = base
        self._show()

    def show_figures(self, figures: Figures) -> None:
        """Take the numbers of this moment; those of an open menu follow."""
        self._figures = figures
        self._show()
        for action in self._choices:
            self._word(action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._show()

    _showing = False

    def _names(self) -> dict[str, str]:
        """Return the chips and what they are called; a field that the district does not have has none."""
        profile = self._wording.profile
        names = {
            "source": self.tr("来源"),
            "call": self.tr("呼别") if profile.call_kinds else "",
            "request": self.tr("诉求") if profile.request_kinds else "",
            "category": self.tr("类别"),
            "street": self.tr("街镇"),
            **self._foldable(),
            "proactive": self._counted(self.tr("主动发现"), "queue.proactive"),
            "mine": self.tr("我的"),
        }
        folded = self._folded()
        names["more"] = self.tr("更多") if folded else ""
        return {name: title for name, title in names.items() if title and name not in folded}

    def _foldable(self) -> dict[str, str]:
        return {"tier": self.tr("层级"), "holder": self.tr("承办单位"), "priority": self.tr("缓急")}

    def _folded(self) -> tuple[str, ...]:
        if self.width() >= _NARROW_PX:
            return ()
        return tuple(name for name in _FOLDED if not getattr(self._base, _FIELDS[name]))

    def _show(self) -> None:
        if self._showing:
            return  # chips that come or go change the height: told of again while they are being put in
        self._showing = True
        try:
            self._put_chips()
        finally:
            self._showing = False

    def _put_chips(self) -> None:
        base, wording = self._base, self._wording
        chosen = {
            "source": [wording.source(one) for one in base.sources],
            "call": [wording.call_kind(one) for one in base.call_kinds],
            "request": [wording.request_kind(one) for one in base.request_kinds],
            "category": [wording.category(one) for one in base.categories],
            "street": [wording.unit(path.rsplit("/", 1)[-1]) for path in base.areas],
            "tier": [wording.tier(Tier(one)) for one in base.tiers],
            "holder": [wording.unit(one) for one in base.holders],
            "priority": [self._priority_word(Priority(one)) for one in base.priorities],
        }
        switched = {"proactive": base.proactive, "mine": bool(base.claimed_by)}
        chips = []
        for name, title in self._names().items():
            words = listed(chosen.get(name, ()))
            on = bool(words) or switched.get(name, False)
            shown = labelled(title, words) if words else title
            chips.append(Chip(name, one_line(shown, 30), on, self.tr("点选筛选条件"), removable=on))
        self.set_chips(tuple(chips))

    def _counted(self, title: str, figure: str) -> str:
        count = self._count(figure)
        return title if count is None else f"{title} {count}"

    def _count(self, figure: str) -> int | None:
        return None if self._figures is None else self._figures.values.get(figure)

    def _priority_word(self, priority: Priority) -> str:
        return {
            Priority.ORDINARY: self.tr("普"),
            Priority.URGENT: self.tr("急"),
            Priority.EXTRA_URGENT: self.tr("特急"),
        }[priority]

    # ── what is asked for ───────────────────────────────────────────────────────────────────────────────────────────
    def _on_chip(self, name: str) -> None:
        base = self._base
        if name == "mine":
            self._ask(claimed_by="" if base.claimed_by else self._person_id)
        elif name == "proactive":
            self._ask(proactive=not base.proactive)
        else:
            self._open(name)

    def _open(self, name: str) -> None:
        menu = QMenu(self)
        self._choices = []
        choices = QActionGroup(menu)  # tells once of each, also of those in a menu below
        choices.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        choices.triggered.connect(self._on_option)
        if name == "more":
            titles = self._foldable()
            for field in self._folded():
                self._fill(menu.addMenu(titles[field]), field)
        else:
            self._fill(menu, name)
        for action in self._choices:
            choices.addAction(action)
        menu.aboutToHide.connect(self._on_menu_closed)
        self._menu = menu
        button = self.button(name)
        menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))

    def _fill(self, menu: QMenu, name: str) -> None:
        options = self._options(name)
        for value, label in options[:_CHOICES_MOST]:
            action = menu.addAction("")
            action.setCheckable(True)
            action.setChecked(value in getattr(self._base, _FIELDS[name]))
            action.setData((name, value, label))
            self._word(action)
            self._choices.append(action)
        if len(options) > _CHOICES_MOST:
            more = self.tr("还有 {n} 项，请用筛选框").format(n=len(options) - _CHOICES_MOST)
            menu.addAction(more).setEnabled(False)

    def _word(self, action: QAction) -> None:
        """Say a choice, and beside it how many open cases it has."""
        name, value, label = action.data()
        figure = f"tier.{Tier(value).name.lower()}.open" if name == "tier" else f"{name}.{value}"
        count = self._count(figure)
        words = one_line(label, 40).replace("&", "&&")
        action.setText(words if count is None else f"{words}\t{count}")

    def _on_menu_closed(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()  # after what was chosen in it has been told
            self._menu = None
        self._choices = []

    @Slot("QAction*")
    def _on_option(self, action: QAction) -> None:
        name, value, _ = action.data()
        values = getattr(self._base, _FIELDS[name])
        values = tuple(one for one in values if one != value) if value in values else (*values, value)
        self._ask(**{_FIELDS[name]: values})

    def _clear(self, name: str) -> None:
        if name == "mine":
            self._ask(claimed_by="")
        elif name == "proactive":
            self._ask(proactive=False)
        else:
            self._ask(**{_FIELDS[name]: ()})

    def _ask(self, **fields: object) -> None:
        self.wanted.emit(msgspec.structs.replace(self._base, **fields))

    def _options(self, name: str) -> list[tuple[object, str]]:
        profile, units = self._wording.profile, self._wording.units()
        codes: dict[str, tuple[NamedCode | CategoryRow, ...]] = {
            "source": profile.sources,
            "call": profile.call_kinds,
            "request": profile.request_kinds,
            "category": profile.categories,
        }
        if name in codes:
            return [(row.code, row.name) for row in codes[name]]
        if name == "street":
            return [(unit.path, unit.name) for unit in units if unit.tier is Tier.STREET]
        if name == "holder":
            return [(unit.id, unit.name) for unit in units if unit.tier is None]
        if name == "priority":
            return [(int(one), self._priority_word(one)) for one in sorted(Priority, reverse=True)]
        return [(int(tier), self._wording.tier(tier)) for tier in Tier]
