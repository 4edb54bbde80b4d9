"""The hub of a district with rules whose back-tests wait after each case until they are stopped, a minute at most.

So a test has all the time it wants to stop one; a period without cases is over at once.
"""

from __future__ import annotations

import pytest

from services.cli import main
from services.domain import backtest
from services.hub import backtests
from tests.journeys.ruled_hub import enter_rules

WAY_S = 60.0


def wait_after_each_case() -> None:
    """Let every back-test of this process wait."""
    patch = pytest.MonkeyPatch()
    patch.setattr(backtest, "EVERY", 1)
    patch.setattr(backtests, "WAY_S", WAY_S)


if __name__ == "__main__":
    enter_rules()
    wait_after_each_case()
    main()
