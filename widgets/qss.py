"""Palette and style sheet of the standard controls, made from a theme's tokens.

The application owns its palette (it does not follow the desktop's), so every platform looks the same. Kinds of a
control are dynamic properties: ``QPushButton[kind="primary"]``, ``QLabel[role="secondary"]``, ``[tone="red"]``.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from widgets.theme import BODY_PX, Themed, font_family

if TYPE_CHECKING:
    from widgets.theme import Theme

_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; font-family: "$family"; font-size: ${body}px; }
QMainWindow, QDialog, QWidget[surface="background"] { background: $background; }
QWidget[surface="surface"], QFrame[surface="surface"] { background: $surface; }
QFrame[surface="raised"] { background: $raised; border: 1px solid $line; border-radius: 6px; }
QFrame[surface="error"] { background: $raised; border: 1px solid $red; border-radius: 6px; }
QFrame[surface="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[surface="row"] { border: none; border-bottom: 1px solid $line; }
QFrame[surface="lastrow"] { border: none; }
QFrame[surface="row"]:hover, QFrame[surface="lastrow"]:hover { background: $hover; }
QFrame[surface="row"]:focus, QFrame[surface="lastrow"]:focus { background: $hover; border: 1px solid $accent; }
QLabel { background: transparent; }
QLabel[role="secondary"] { color: $text_2; font-size: 12px; }
QLabel[role="tertiary"] { color: $text_3; font-size: 12px; }
QLabel[role="title"] { font-size: 18px; font-weight: bold; }
QLabel[role="heading"] { font-size: 14px; font-weight: bold; }
QLabel[role="quiet"] { color: $text_2; }
QLabel[role="sentence"] { color: $text_2; font-size: 14px; }
QLabel[tone="red"] { color: $red_text; }
QLabel[tone="orange"] { color: $orange_text; }
QLabel[tone="yellow"] { color: $yellow_text; }
QLabel[tone="blue"] { color: $blue_text; }
QLabel[tone="ok"] { color: $ok_text; }
QLabel[tone="exercise"] { color: $exercise; }

QPushButton { background: $raised; color: $text; border: 1px solid $control_line; border-radius: 5px;
  padding: 4px 14px; min-height: 20px; }
QPushButton:hover { background: $hover; border-color: $accent; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border: 2px solid $accent; padding: 3px 13px; }
QPushButton:disabled { color: $text_3; background: $surface; border-color: $line; }
QPushButton[kind="primary"] { background: $primary_fill; color: $on_primary; border-color: $accent; }
QPushButton[kind="danger"] { background: $red_fill; color: $on_red; border-color: $red; }
QPushButton[kind="outline"] { background: transparent; color: $blue_text; border-color: $mark_line; padding: 2px 12px; }
QPushButton[kind="outline"]:hover { border-color: $accent; background: $hover; }
QPushButton[kind="outline"]:focus { padding: 1px 11px; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $text_2; padding: 2px 8px; }
QPushButton[kind="quiet"]:hover { color: $text; background: $hover; }
QPushButton[kind="quiet"]:focus { border: 2px solid $accent; padding: 1px 7px; }
QPushButton[kind="chapter"] { background: transparent; border: none; border-bottom: 2px solid transparent;
  color: $text_2; padding: 1px 6px; font-size: 12px; }
QPushButton[kind="chapter"]:checked { color: $text; border-bottom: 2px solid $accent; }
QPushButton[kind="chapter"]:hover { color: $text; }
QPushButton[kind="chapter"]:focus { border: 1px solid $accent; }
QPushButton[kind="link"] { background: transparent; border: none; color: $accent_text; padding: 0;
  text-align: left; }
QPushButton[kind="link"][weight="small"] { font-size: 12px; color: $text_2; }
QPushButton[kind="link"][weight="bold"] { font-weight: bold; color: $text; }
QPushButton[kind="link"]:hover { color: $accent_text; text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; }
QPushButton[kind]:disabled { color: $text_3; background: $surface; border: 1px solid $line; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateTimeEdit, QDateEdit, QTimeEdit {
  background: $background; color: $text; border: 1px solid $control_line; border-radius: 5px; padding: 4px 8px;
  selection-background-color: $primary_fill; selection-color: $on_primary; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QDateTimeEdit:focus, QDateEdit:focus, QTimeEdit:focus { border: 2px solid $accent; padding: 3px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {
  color: $text_3; background: $surface; border-color: $line; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $surface; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 1px solid $red; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $control_line; color: $text;
  selection-background-color: $selection; selection-color: $text; }
QComboBox { combobox-popup: 0; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button,
QDateTimeEdit::up-button, QDateTimeEdit::down-button { background: transparent; border: none; width: 18px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QDateTimeEdit::up-arrow { image: url("$up"); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QDateTimeEdit::down-arrow, QComboBox::down-arrow {
  image: url("$down"); width: 12px; height: 12px; }

QListView, QTreeView, QTableView, QTableWidget, QListWidget, QTreeWidget { background: $background; color: $text;
  border: 1px solid $line; padding: 1px; border-radius: 5px; alternate-background-color: $surface;
  gridline-color: $line; selection-background-color: $selection; selection-color: $text; }
QListWidget[surface="cards"], QListWidget[surface="cards"]:focus { background: transparent; border: none; padding: 0; }
QListWidget[surface="cards"]::item { padding: 0; }
QListView:focus, QTreeView:focus, QTableView:focus { border: 2px solid $accent; padding: 0; }
QListView::item, QTreeView::item, QTableView::item { padding: 4px 6px; }
QListView::item:hover, QTreeView::item:hover { background: $hover; }
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected { background: $selection; color: $text; }
QHeaderView::section { background: $surface; color: $text_2; border: none; border-bottom: 1px solid $line;
  padding: 5px 8px; font-size: 12px; }
QHeaderView { background: $surface; }
QTableCornerButton::section { background: $surface; border: none; }

QTabWidget::pane { border: 1px solid $line; border-radius: 5px; }
QTabBar::tab { background: transparent; color: $text_2; padding: 7px 14px; border: 1px solid transparent;
  border-top-left-radius: 5px; border-top-right-radius: 5px; }
QTabBar::tab:selected { background: $raised; color: $text; border-bottom: 2px solid $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { border: 1px solid $accent; }

QScrollBar:vertical { background: transparent; width: 9px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 9px; margin: 0; }
QScrollBar::handle { background: $control_line; border-radius: 3px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $mark_line; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; background: none; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[surface="none"] { background: transparent; }

QToolTip { background: $raised; color: $text; border: 1px solid $control_line; padding: 5px 8px; }
QMenu { background: $raised; color: $text; border: 1px solid $control_line; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 14px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $text_3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenuBar { background: $surface; }
QMenuBar::item:selected { background: $selection; }

QCheckBox, QRadioButton { spacing: 7px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid $control_line;
  background: $background; border-radius: 3px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked { background: $accent; border-color: $accent; }
QCheckBox::indicator:checked { image: url("$check"); }
QRadioButton::indicator:checked { image: url("$dot"); }
QListView::indicator, QTreeView::indicator { width: 14px; height: 14px; border: 1px solid $control_line;
  background: $background; border-radius: 3px; }
QListView::indicator:checked, QTreeView::indicator:checked { background: $accent; border-color: $accent;
  image: url("$check"); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid $accent; }
QCheckBox:focus, QRadioButton:focus { color: $accent_text; }
QCheckBox:disabled, QRadioButton:disabled { color: $text_3; }
QGroupBox { border: 1px solid $line; border-radius: 6px; margin-top: 10px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; color: $text_2; }
QProgressBar { background: $track; border: none; border-radius: 3px; height: 6px; color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $accent; }
QDockWidget { color: $text_2; }
QDockWidget::title { background: $surface; padding: 5px 10px; border-bottom: 1px solid $line; }
QFrame[part="topbar"] { background: $surface; border-bottom: 1px solid $line; }
QFrame[part="navbar"] { background: $surface; border-right: 1px solid $line; }
QFrame[part="statusline"] { background: $surface; border-top: 1px solid $line; }
QFrame[part="casepanel"] { background: $surface; border-top: 1px solid $line; }
QLabel[role="casetitle"] { font-size: 16px; font-weight: bold; }
QFrame[part="finder"] { background: $raised; border: 1px solid $accent; border-radius: 8px; }
QLineEdit[part="finder"], QLineEdit[part="finder"]:focus { background: transparent; border: none;
  border-bottom: 1px solid $line; border-radius: 0; font-size: 17px; padding: 11px 16px; }
QLabel[part="badge"] { background: $selection; color: $accent_text; border-radius: 6px; font-weight: bold;
  font-size: 14px; }
QLabel[part="clock"] { font-size: 20px; font-weight: bold; }
QLabel[role="shift"] { color: $text; font-size: 13px; }
QFrame[part="seats"] { border: 1px solid $control_line; border-radius: 6px; }
QPushButton[kind="seat"] { background: transparent; border: none; color: $text_2; padding: 4px 14px;
  border-radius: 5px; }
QPushButton[kind="seat"]:checked { background: $selection; color: $text; }
QPushButton[kind="seat"]:focus { border: 2px solid $accent; padding: 2px 12px; }
QPushButton[kind="alarm"] { background: $red_fill; color: $on_red; border: 1px solid $red; font-weight: bold;
  font-size: 16px; padding: 6px 18px; border-radius: 6px; }
QPushButton[kind="alarm"]:hover { border: 2px solid $on_red; padding: 5px 17px; }
QPushButton[kind="alarm"]:focus { border: 2px solid $text; padding: 5px 17px; }
QPushButton[kind="exercise"] { background: $exercise_fill; color: $on_exercise; border: 2px dashed $exercise;
  font-weight: bold; font-size: 16px; padding: 5px 16px; border-radius: 6px; }
QPushButton[kind="exercise"]:hover { border-style: solid; }
QPushButton[kind="exercise"]:focus { border: 2px solid $text; }
QToolButton { border: 2px solid transparent; border-radius: 5px; }
QToolButton:hover { background: $hover; }
QToolButton:focus { border-color: $accent; }
QPushButton[kind="alarm"]:disabled, QPushButton[kind="exercise"]:disabled { background: $surface; color: $text_3;
  border: 1px solid $line; }
QStatusBar { background: $surface; border-top: 1px solid $line; }
""")


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of all standard controls."""
    marks = {name: theme.icons.sheet_url(name, dark=theme.dark) for name in ("check", "dot", "up", "down")}
    return _SHEET.substitute(asdict(theme.tokens) | marks, family=font_family(), body=BODY_PX)


def palette(theme: Theme) -> QPalette:
    """Return the palette for what the style sheet does not reach (plain painting, native dialogs)."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: "background",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "background",
        QPalette.ColorRole.AlternateBase: "surface",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "red_text",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "text_3",
        QPalette.ColorRole.Highlight: "primary_fill",
        QPalette.ColorRole.HighlightedText: "on_primary",
        QPalette.ColorRole.Link: "accent_text",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Dark: "line",
        QPalette.ColorRole.Light: "raised",
    }
    for role, token in roles.items():
        made.setColor(role, theme.color(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text_3"))
    return made


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the whole application this theme: style, palette, font, sheet, and every ``Themed`` widget alive."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(theme.font())
    app.setStyleSheet(style_sheet(theme))
    for window in app.topLevelWidgets():
        retheme(window, theme)


def retheme(root: QWidget, theme: Theme) -> None:
    """Tell ``root`` and every widget below it that paints by itself."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, Themed):
            widget.set_theme(theme)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property the style sheet selects on, and restyle the widget when it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
