"""Locked workers for the tests of the sandbox; each such test runs as root and as an ordinary user where it can."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from confinement import SECRET, Confinement  # noqa: E402  # a sibling file; the tests are no package


def open_confinement(user: str) -> Iterator[Confinement]:
    """A template of the tests' own, or a skip where this machine cannot lock a worker down."""
    if sys.platform != "linux":
        pytest.skip("the lockdown is for Linux")
    if user == "root" and os.geteuid() != 0:
        pytest.skip("not started as root")
    confinement = Confinement(user, {"AUTOGRADUS_TEST_TOKEN": SECRET[::-1]})
    if confinement.excuse:
        confinement.close()
        pytest.skip(confinement.excuse)
    yield confinement
    confinement.close()


@pytest.fixture(scope="session")
def confined_root() -> Iterator[Confinement]:
    """Locked workers started by root."""
    yield from open_confinement("root")


@pytest.fixture(scope="session")
def confined_user() -> Iterator[Confinement]:
    """Locked workers started by an ordinary user."""
    yield from open_confinement("user")


@pytest.fixture(params=["root", "user"])
def confined(request: pytest.FixtureRequest) -> Confinement:
    """Locked workers; the test runs once as root and once as an ordinary user."""
    confinement: Confinement = request.getfixturevalue(f"confined_{request.param}")
    return confinement


@pytest.fixture
def needs(confined: Confinement) -> "Needs":
    """Skips a test where the kernel does not give a layer."""
    return Needs(confined)


class Needs:
    """Call it with names of layers."""

    def __init__(self, confined: Confinement) -> None:
        """Of this confinement."""
        self.confined = confined

    def __call__(self, *layers: str) -> None:
        """Skip unless all of them are on."""

        def nothing() -> None:
            pass

        outcome = self.confined(nothing)
        for layer in layers:
            if layer not in outcome.on:
                reasons = [item["reason"] for item in outcome.missing if item["layer"] in (layer, "namespaces")]
                pytest.skip(f"no {layer} here: {reasons}")
