"""Two editions of a standard with 519 rows beside each other: searched, narrowed, walked by keys, kept as a file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.pages.settings.compare import CompareForm
from console.pages.settings.part import choose_row
from tests.journeys.settings.kit import cells, chosen_row, settings_of, standard_in_use

if TYPE_CHECKING:
    from pathlib import Path

    from console.pages.settings.compare import _Comparing
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


def changed(data: bytes) -> bytes:
    """Return the standard with one limit changed, one criterion taken out and one put in."""
    lines = data.decode("utf-8-sig").splitlines()
    at = next(index for index, line in enumerate(lines) if "2紧急工作时" in line)
    lines[at] = lines[at].replace("2紧急工作时", "3紧急工作时")
    del lines[300]
    head = next(csv.reader(lines[:1]))
    last = dict(zip(head, next(csv.reader(lines[-1:])), strict=True))
    last["filing_criterion"] = "=新增的立案条件"
    lines.append(",".join(f'"{last[name]}"' for name in head))
    return ("\n".join(lines) + "\n").encode()


def test_519_rows_are_searched_narrowed_walked_and_kept(
    admin: Console, keeper: Colleague, shared_data: Path, tmp_path: Path
) -> None:
    data = (shared_data / "case-standard-sample.csv").read_bytes()
    standard_in_use(keeper.client, data, "标准 2023")
    standard_in_use(keeper.client, changed(data), "标准 2024")
    page = settings_of(admin)
    page.show_part(1)
    part = page.standards
    admin.until(lambda: part.list.topLevelItemCount() == 2)
    choose_row(part.list, 1)
    part.compare.click()
    form = admin.dialog()
    assert isinstance(form, CompareForm)
    both = form.part
    admin.until(lambda: both.list.topLevelItemCount() > 0)
    rows = cells(both.list)
    assert 3 <= len(rows) <= 5  # a limit is told as printed and as read
    assert sum("紧急工作时" in row[3] and "紧急工作时" in row[4] for row in rows) >= 1
    assert "相同 517 条" in both.count.text()
    admin.shoot_of(form, "settings-compare")
    assert QApplication.focusWidget() is both.list
    QTest.keyClick(both.list, Qt.Key.Key_Down)
    assert chosen_row(both.list) == 1
    QTest.keyClick(both.list, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    admin.until(lambda: both.list.topLevelItemCount() >= 519)
    QTest.keyClick(both.list, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is both.words
    both.words.setText("井盖 缺失")
    assert 0 < both.list.topLevelItemCount() < 60
    assert all("井盖" in "".join(row) and "缺失" in "".join(row) for row in cells(both.list))
    admin.shoot_of(form, "settings-compare-all")
    both.words.setText("没有这样的字")
    assert both.list.topLevelItemCount() == 0
    assert not both.save.isEnabled()
    admin.shoot_of(form, "settings-compare-none")
    both.words.clear()
    both.only.setChecked(True)
    keep(admin, both, len(rows), tmp_path)
    QTest.keyClick(form, Qt.Key.Key_Escape)
    admin.no_dialog()


def keep(admin: Console, both: _Comparing, count: int, tmp_path: Path) -> None:
    """Export what is listed, then to where nothing can be written."""
    file = tmp_path / "比较.csv"
    both.export_file(str(file))
    admin.until(file.exists)
    admin.until(lambda: "已导出" in both.count.text())
    kept = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert len(kept) == count + 1
    assert any(row[2] == "'=新增的立案条件" for row in kept)
    both.export_file(str(tmp_path / "no" / "folder.csv"))
    admin.until(lambda: "文件写不了" in both.trouble.text())
