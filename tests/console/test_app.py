"""What the command line says to the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.app import Options, data_dir_of, hub_options, parse_size


def test_a_size_is_read() -> None:
    assert parse_size("1920x1080") == (1920, 1080)
    assert parse_size("") is None


@pytest.mark.parametrize("text", ["big", "1920", "x", "0x10", "-1x5", "99999x99999"])
def test_a_wrong_size_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse_size(text)


def test_a_demo_and_a_district_never_share_a_folder(tmp_path: Path) -> None:
    assert data_dir_of(Options(demo=True)) != data_dir_of(Options())
    assert data_dir_of(Options(data_dir=tmp_path)) == tmp_path


def test_the_embedded_hub_is_told_which_district_it_serves() -> None:
    assert hub_options(Options(profile="jianye")) == ("--profile", "jianye")
    assert "--demo" in hub_options(Options(demo=True))
