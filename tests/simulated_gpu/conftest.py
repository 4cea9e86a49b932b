"""The process in which the simulated accelerator is installed, shared by all tests of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from simulated_worker import Worker


@pytest.fixture(scope="session")
def simulated_worker() -> Iterator[Worker]:
    """Runs the bodies of tests made by `installed`."""
    worker = Worker()
    yield worker
    worker.close()
