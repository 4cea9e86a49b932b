"""A class of any size, the same for the same size: right, wrong, hostile and broken submissions, one a student."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.courses import built_in

COURSE = built_in()

KINDS = 12
ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "import os\nos._exit(0)\n",
    "import sys\nsys.exit(0)\n",
    "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n",
    "import os\nfor fd in range(3, 64):\n    try:\n        os.write(fd, b'{\"score\": 100}\\n' * 9)\n    except OSError:\n        pass\n",
    "print('x' * 40_000_000)\n",
    "held = [bytearray(1 << 28) for _ in range(64)]\n",
    "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n",
    "import socket\nsocket.create_connection(('127.0.0.1', 9), timeout=1)\n",
    "import subprocess\nsubprocess.run(['sleep', '600'])\n",
    "open('/tmp/left-by-a-submission', 'w').write('x')\n",
    "while True:\n    pass\n",
)
BROKEN = ("def (\n", "", "import absent_package\n", "\ud83d".join(("x = '", "'\n")), "raise RuntimeError('boom')\n")


def exercises() -> list[str]:
    """Those that train on no images."""
    return [name for name in COURSE.names() if "mnist" not in COURSE.checks_path(name).read_text("utf-8").lower()]


def sources(size: int) -> Iterator[tuple[str, str, bytes]]:
    """(student, exercise, source) of a class; half right, a quarter wrong, the rest hostile, broken or untouched.

    No two sources are equal, so that each one has to be graded.
    """
    names = exercises()
    for number in range(size):
        exercise, turn = names[number % len(names)], number // len(names)
        student = f"s{number:06d}"
        yield student, exercise, source(exercise, turn) + f"\n# {student}\n".encode()


def kind_of(turn: int) -> int:
    """What sort of file the `turn`-th one is: below 6 right, below 9 wrong, 9 hostile, 10 broken, 11 untouched.

    The kinds are mixed, so that none comes all at once.
    """
    return turn * 5 % KINDS


def source(exercise: str, turn: int) -> bytes:
    """What the `turn`-th student of an exercise hands in."""
    solution = (ROOT / "solutions" / f"{exercise}.py").read_bytes()
    accepted = [path.read_bytes() for path in sorted((ROOT / "tests" / "accepted" / exercise).glob("*.py"))]
    rejected = [path.read_bytes() for path in sorted((ROOT / "tests" / "rejected" / exercise).glob("*.py"))]
    kind, round_ = kind_of(turn), turn // KINDS
    if kind < 6:
        return [solution, *accepted][turn % (1 + len(accepted))]
    if kind < 9:
        return rejected[turn % len(rejected)] if rejected else solution.replace(b" + ", b" - ")
    if kind == 9:
        hostile = HOSTILE[(round_ + turn) % len(HOSTILE)].encode()
        return hostile + solution if turn % 2 else solution + b"\n" + hostile
    if kind == 10:
        return BROKEN[turn % len(BROKEN)].encode("utf-8", "surrogatepass")
    return COURSE.stub_path(exercise).read_bytes()


def write_generated(folder: Path, size: int) -> Path:
    """The class as a folder a student."""
    for student, exercise, text in sources(size):
        (folder / student).mkdir(parents=True)
        (folder / student / f"{exercise}.py").write_bytes(text)
    return folder
