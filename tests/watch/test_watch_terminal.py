"""`grade watch` as it is used: in a terminal with keys, and in a pipe; it ends with nothing left behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.courses import built_in

ROOT = Path(__file__).resolve().parents[2]
SOLUTION = (ROOT / "solutions" / "exercise3.py").read_text("utf-8")
WAIT_S = 300.0
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """exercise3 of a workspace."""
    (tmp_path / "exercises").mkdir()
    made = tmp_path / "exercises" / "exercise3.py"
    made.write_bytes(built_in().stub_path("exercise3").read_bytes())
    return made


def environment(file: Path) -> dict[str, str]:
    """Temporary folders of the watch's own, so that what is left behind is seen."""
    scratch = file.parents[1] / "tmp"
    scratch.mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(scratch), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}


def residents(file: Path) -> list[int]:
    """Living processes that were started with a path in the watch's temporary folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and str(file.parents[1] / "tmp").encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def until(holds: Callable[[], Any]) -> Any:
    """What becomes true, once it does."""
    deadline_s = time.monotonic() + WAIT_S
    while time.monotonic() < deadline_s:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it never came true")


class Terminal:
    """A terminal of 80 by 24 with `grade watch` in it."""

    def __init__(self, file: Path) -> None:
        self.keys, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        command = [sys.executable, "-m", "grader", "watch", "3"]
        env = {**environment(file), "NO_COLOR": "1"}
        self.process = subprocess.Popen(
            command, cwd=file.parents[1], env=env, stdin=inner, stdout=inner, stderr=inner, start_new_session=True
        )
        os.close(inner)
        self.seen = ""

    def shows(self, pattern: str) -> None:
        """Wait until the screen shows something, from now on."""
        deadline_s = time.monotonic() + WAIT_S
        while not re.search(pattern, self.seen):
            assert time.monotonic() < deadline_s, self.seen[-3000:]
            if select.select([self.keys], [], [], 0.2)[0]:
                self.seen += re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", os.read(self.keys, 65536).decode("utf-8", "replace"))
        self.seen = ""

    def types(self, text: str) -> None:
        """Press keys."""
        os.write(self.keys, text.encode())


@pytest.fixture
def terminal(file: Path) -> Iterator[Terminal]:
    """See `Terminal`."""
    made = Terminal(file)
    yield made
    made.process.kill()
    made.process.wait()
    os.close(made.keys)
    until(lambda: not residents(file))


def test_from_a_stub_through_mistakes_to_the_end(terminal: Terminal, file: Path) -> None:
    """A stub, a syntax error, an endless loop that is not waited for, a wrong answer, the right one; then q."""
    terminal.shows("Next: write sigmoid")
    file.write_text(SOLUTION.replace("def sigmoid(z: torch.Tensor) -> torch.Tensor:", "def sigmoid(z)"))
    terminal.shows("expected ':'")
    file.write_text(SOLUTION + "\n\ndef sigmoid(z):\n    while True:\n        pass\n")
    terminal.shows(r"checking exercise3 \.\.\.")
    file.write_text(SOLUTION + "\n\ndef accuracy(predicted, y):\n    return 2.0\n")
    terminal.shows("accuracy failed")
    terminal.types("h")
    terminal.shows("the check that fails demands")
    file.write_text(SOLUTION)
    terminal.shows("Score 100/100")
    terminal.types("d")
    terminal.shows("has proven")
    terminal.types("q")

    assert terminal.process.wait(60) == 0
    assert until(lambda: not residents(file))
    # torch makes a folder for its compiler when that is imported.
    left = {path.name for path in (file.parents[1] / "tmp").iterdir() if not path.name.startswith("torchinductor_")}
    assert left <= {"autogradus-users"}


def test_a_killed_warm_process_is_replaced(terminal: Terminal, file: Path) -> None:
    """The next save is checked as if nothing had been."""
    file.write_text(SOLUTION)
    terminal.shows("Score 100/100")
    for pid in residents(file):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    terminal.types("r")

    terminal.shows("Score 100/100")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_whatever_ends_it_nothing_is_left(number: signal.Signals, file: Path) -> None:
    """In the middle of a check; in a pipe it says one JSON object a line."""
    file.write_text(SOLUTION + "\nimport time\ndef sigmoid(z):\n    time.sleep(30)\n")
    command = [sys.executable, "-m", "grader", "watch", "exercise3", "--json"]
    process = subprocess.Popen(
        command, cwd=file.parents[1], env=environment(file), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    until(lambda: residents(file))
    process.send_signal(number)
    process.communicate(timeout=120)

    assert first["event"] == "saved"
    assert until(lambda: not residents(file))
