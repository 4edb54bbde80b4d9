"""The language files hold every text of the source, whole, current and with the same placeholders on both sides."""

from __future__ import annotations

import ast
import importlib.util
import re
import shutil
import sys
import xml.etree.ElementTree as Xml
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
I18N = ROOT / "resources" / "i18n"
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]")
PLACEHOLDER = re.compile(r"\{\w*\}|%n|%\d")
MARKERS = {"tr", "translate", "QT_TRANSLATE_NOOP", "QT_TR_NOOP"}

TERMINAL = "said in the terminal, before any language is loaded"
NOT_MARKED = {
    "没有可用的显示：请在桌面里打开，或用 make run 在虚拟显示上打开": TERMINAL,
    "已有一个不带窗口的 Qt 程序在运行": TERMINAL,
    "窗口大小“": TERMINAL,
    "”无法识别，请写成 1920x1080 这样": TERMINAL,
    "数据目录 ": TERMINAL,
    " 不能使用：": TERMINAL,
    "正在连接服务…": "the Starter's own words, looked up in its context before it is loaded",
    "正在启动本机服务…": "the Starter's own words, looked up in its context before it is loaded",
    "[０-９Ａ-Ｚａ-ｚ\u3000]": "full-width letters that a filter folds",
    "０９": "full-width letters that a filter folds",
    "ＡＺ": "full-width letters that a filter folds",
    "ａｚ": "full-width letters that a filter folds",
    "。！？!?；;": "marks that end a sentence in what a person writes",
    "、": "the comma between words that the hub sends",
    "：": "the colon that the hub sends before a reason",
}
"""Chinese outside tr() and its like, and why: text → reason. Shown text never stands here alone."""

MARKS_OF_THE_HUB = {
    "、": {"console/problems.py"},
    "：": {"console/problem_words.py", "console/pages/alert/audience.py"},
}
"""Where a mark is read instead of shown."""

CODES_IN_CHINESE = {"请用 特急、急 或 普"}
"""Texts whose translation quotes Chinese words that have to be written as they are."""


@dataclass(frozen=True)
class Text:
    """One message of a .ts file."""

    context: str
    source: str
    numerus: bool
    state: str
    forms: tuple[str, ...]


@cache
def messages(file: Path) -> tuple[Text, ...]:
    """Return the messages of a .ts file of ours."""
    found = []
    for context in Xml.parse(file).getroot().iter("context"):  # noqa: S314 - our own file
        name = context.findtext("name", "")
        for message in context.iter("message"):
            made = message.find("translation")
            assert made is not None
            numerus = message.get("numerus") == "yes"
            forms = tuple(form.text or "" for form in made) if numerus else (made.text or "",)
            found.append(Text(name, message.findtext("source", ""), numerus, made.get("type", ""), forms))
    return tuple(found)


def languages() -> list[Path]:
    return sorted(I18N.glob("*.ts"))


@pytest.fixture(params=languages(), ids=lambda path: path.stem)
def language(request: pytest.FixtureRequest) -> Path:
    """Return each language's file in turn."""
    return Path(request.param)


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return what `make texts` runs."""
    folder = ROOT / ".dev"
    monkeypatch.syspath_prepend(str(folder))
    spec = importlib.util.spec_from_file_location("texts", folder / "texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    for name in ("bootstrap", "pip_wheel", "say", "system_needs"):
        sys.modules.pop(name, None)  # that of another checkout, which tests of the set-up left
    known = set(sys.modules)
    spec.loader.exec_module(module)
    for name in set(sys.modules) - known:
        del sys.modules[name]
    return module


def trees() -> Iterator[tuple[str, ast.Module]]:
    for room in ("console", "widgets"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (context, text) of what is marked for translation: tr() stands for the class around it."""
    for holder in ast.walk(tree):
        if isinstance(holder, ast.ClassDef):
            for node in ast.walk(holder):
                if isinstance(node, ast.Call) and called(node) == "tr" and node.args and literal(node.args[0]):
                    yield holder.name, literal(node.args[0])
        elif isinstance(holder, ast.Call) and called(holder) in {"translate", "QT_TRANSLATE_NOOP"}:
            context, text = (*(literal(one) for one in holder.args[:2]), "", "")[:2]
            if context and text:
                yield context, text


def unmarked(tree: ast.Module) -> list[str]:
    """Return the Chinese literals that stand outside tr() and its like; docstrings are none."""
    known: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(id(node.value))
        elif isinstance(node, ast.Call) and called(node) in MARKERS:
            known.update(id(one) for one in node.args)
    return [
        literal(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and id(node) not in known and CHINESE.search(literal(node))
    ]


def test_every_chinese_text_is_marked_for_translation() -> None:
    found = [
        f"{name}: {text}"
        for name, tree in trees()
        for text in unmarked(tree)
        if text not in NOT_MARKED or name not in MARKS_OF_THE_HUB.get(text, {name})
    ]
    assert not found, "Chinese outside tr(), translate() and QT_TRANSLATE_NOOP"


def test_every_marked_text_is_in_the_file_under_its_own_context(language: Path) -> None:
    held = {(text.context, text.source) for text in messages(language)}
    missing = {pair for _name, tree in trees() for pair in marked(tree)} - held
    assert not missing, "run `make texts` and translate what is new"


def test_a_class_that_counts_has_no_subclass() -> None:
    """PySide's tr() looks a counted text up in the object's own class only: in a subclass it would stay Chinese."""
    classes = [node for _name, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    bases = {getattr(base, "id", getattr(base, "attr", "")) for node in classes for base in node.bases}
    counting = {
        node.name
        for node in classes
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and called(call) == "tr" and call.args and "%n" in literal(call.args[0])
    }
    assert counting
    assert not counting & bases, "count with .format() instead"


def test_the_file_is_what_the_source_says_now(language: Path, texts: ModuleType, tmp_path: Path) -> None:
    copy = tmp_path / language.name
    shutil.copy(language, copy)
    texts.collect(copy)
    assert copy.read_bytes() == language.read_bytes(), "run `make texts` and translate what is new"


def test_what_the_program_loads_is_made_of_the_file(language: Path, texts: ModuleType, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    texts.compile_texts(language, made)
    assert made.read_bytes() == language.with_suffix(".qm").read_bytes(), "run `make texts`"


def test_everything_is_translated(language: Path) -> None:
    open_texts = [text for text in messages(language) if text.state or not all(form.strip() for form in text.forms)]
    assert not open_texts


def test_counted_texts_have_singular_and_plural(language: Path) -> None:
    assert all(len(text.forms) == (2 if text.numerus else 1) for text in messages(language))
    assert all(text.numerus == ("%n" in text.source) for text in messages(language))


def test_placeholders_are_the_same_on_both_sides(language: Path) -> None:
    wrong = [
        (text.source, form)
        for text in messages(language)
        for form in text.forms
        if sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(text.source))
    ]
    assert not wrong


def test_english_is_free_of_chinese() -> None:
    texts = messages(I18N / "huying_en.ts")
    assert not [t for t in texts if CHINESE.search("".join(t.forms)) and t.source not in CODES_IN_CHINESE]


def test_sentences_that_are_joined_have_no_full_stop_of_their_own() -> None:
    joined = [text for text in messages(I18N / "huying_en.ts") if text.context in {"Problem", "Trouble", "ProblemWord"}]
    assert joined
    assert not [
        text for text in joined if text.source != "{sentence}。{remedy}。" and text.forms[0].rstrip().endswith(".")
    ]
