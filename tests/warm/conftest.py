"""A resident process of the tests' own, in a private folder; it is ended whatever a test does to it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from waiting import lives, until

from grader.command import warming
from grader.courses import built_in
from grader.warm import client, place

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, and a folder for sockets that no other test has."""
    runtime = tmp_path / "run"
    runtime.mkdir(0o700)
    for name, value in {
        "XDG_RUNTIME_DIR": str(runtime),
        "AUTOGRADUS_WARM": "1",
        "NO_COLOR": "1",
        "PYTHONPATH": str(ROOT),
    }.items():
        monkeypatch.setenv(name, value)
    folder = tmp_path / "course"
    (folder / "exercises").mkdir(parents=True)
    for name in built_in().names():
        (folder / "exercises" / f"{name}.py").write_bytes((ROOT / "solutions" / f"{name}.py").read_bytes())
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def resident(surroundings: Path) -> Iterator[int]:
    """A resident that stands by; its process id."""
    path = place.socket_path()
    client.start(path, warming.ENTRY)
    pid = int(until(lambda: client.ask(path, "status"))["pid"])
    yield pid
    # A command that went the cold way may have started another one meanwhile.
    for each in {pid, *started_with(str(path))}:
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    until(lambda: not lives(pid) and not started_with(str(path)))


def started_with(argument: str) -> list[int]:
    """Living processes that have the argument on their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and lives(int(entry.name)):
            with contextlib.suppress(OSError):
                if argument.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    return found


@pytest.fixture
def grade(surroundings: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a command in the workspace."""

    def start(*arguments: object, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "grader", *map(str, arguments)]
        env = {**os.environ, **environment}
        return subprocess.Popen(
            command, cwd=surroundings, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    return start


@pytest.fixture
def sleepy(surroundings: Path) -> None:
    """Makes binary_loss sleep, so that there is something to catch in the act."""
    file = surroundings / "exercises" / "exercise3.py"
    file.write_text(file.read_text() + "\nimport time\ndef binary_loss(p, y):\n    time.sleep(6)\n")
