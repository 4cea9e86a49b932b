"""Locked workers for the tests of the sandbox; each such test runs as root and as an ordinary user where it can."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from rooms import SECRET, Rooms  # noqa: E402  # a sibling file; the tests are no package


def open_rooms(user: str) -> Iterator[Rooms]:
    """A template of the tests' own, or a skip where this machine cannot lock a worker down."""
    if sys.platform != "linux":
        pytest.skip("the lockdown is for Linux")
    if user == "root" and os.geteuid() != 0:
        pytest.skip("not started as root")
    rooms = Rooms(user, {"AUTOGRADUS_TEST_TOKEN": SECRET[::-1]})
    if rooms.excuse:
        rooms.close()
        pytest.skip(rooms.excuse)
    yield rooms
    rooms.close()


@pytest.fixture(scope="session")
def root_room() -> Iterator[Rooms]:
    """Locked workers started by root."""
    yield from open_rooms("root")


@pytest.fixture(scope="session")
def user_room() -> Iterator[Rooms]:
    """Locked workers started by an ordinary user."""
    yield from open_rooms("user")


@pytest.fixture(params=["root", "user"])
def room(request: pytest.FixtureRequest) -> Rooms:
    """Locked workers; the test runs once as root and once as an ordinary user."""
    rooms: Rooms = request.getfixturevalue(f"{request.param}_room")
    return rooms


@pytest.fixture
def needs(room: Rooms) -> "Needs":
    """Skips a test where the kernel does not give a layer."""
    return Needs(room)


class Needs:
    """Call it with names of layers."""

    def __init__(self, room: Rooms) -> None:
        """Of these rooms."""
        self.room = room

    def __call__(self, *layers: str) -> None:
        """Skip unless all of them are on."""

        def nothing() -> None:
            pass

        outcome = self.room(nothing)
        for layer in layers:
            if layer not in outcome.on:
                reasons = [item["reason"] for item in outcome.missing if item["layer"] in (layer, "namespaces")]
                pytest.skip(f"no {layer} here: {reasons}")
