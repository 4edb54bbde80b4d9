"""One measured number, beside its rival's in the same run."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Result:
    """A number and what it is held against.

    `bar` is the limit that `value` must keep: at most, or at least when `at_least`. `ratio_bar` is how many times
    better than `rival_value` it must be; both may be None: the number is then only shown.
    """

    name: str
    value: float
    unit: str
    rival: str | None = None
    rival_value: float | None = None
    bar: float | None = None
    at_least: bool = False
    ratio_bar: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better than the rival (above 1 is better), None without one."""
        if self.rival_value is None:
            return None
        better, worse = (self.rival_value, self.value) if self.at_least else (self.value, self.rival_value)
        return worse / better if better else float("inf")

    @property
    def ok(self) -> bool:
        """Whether every bar it has is kept."""
        kept = self.bar is None or (self.value >= self.bar if self.at_least else self.value <= self.bar)
        if self.ratio_bar is None:
            return kept
        return kept and self.ratio is not None and self.ratio >= self.ratio_bar

    def line(self) -> str:
        """Return the JSON line, numbers to four significant places."""
        bar: dict[str, float] | float | None = self.bar
        if self.ratio_bar is not None:
            bar = {"value": self.bar, "ratio": self.ratio_bar} if self.bar is not None else {"ratio": self.ratio_bar}
        row = {
            "name": self.name,
            "value": _rounded(self.value),
            "unit": self.unit,
            "rival": self.rival,
            "rival_value": _rounded(self.rival_value),
            "ratio": _rounded(self.ratio),
            "bar": bar,
            "ok": self.ok,
        }
        return json.dumps(row, ensure_ascii=False)


def middle(runs: Sequence[Result]) -> Result:
    """Return one result whose numbers are the medians over several runs of the same measurement."""
    rivals = [run.rival_value for run in runs if run.rival_value is not None]
    return replace(
        runs[0],
        value=median(run.value for run in runs),
        rival_value=median(rivals) if rivals else None,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
