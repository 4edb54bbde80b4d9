from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fixtures.stubs import Bench, Stub, running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running(Stub()) as server:
        yield server


@pytest.fixture
def bench(stub: Stub) -> Bench:
    return Bench(stub.port)
