"""One exercise graded by another process: by the warm one where it stands by, else by a new one. Imports no torch."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

from grader.command.display.events import grade_from
from grader.command.warming import ENTRY, SWITCH
from grader.errors import GraderFault
from grader.outcome import Grade
from grader.processes import python_command
from grader.warm import client, place
from grader.warm.client import Front

_ENTRY = "from grader.command.main import carry_out; carry_out(sys.argv[1:])"
_PATIENCE_S = 5.0
Event = Mapping[str, Any]


class _Unanswered(GraderFault):
    """The other process ended without a grade; the text is what it said."""


def events(arguments: Sequence[str]) -> Generator[Event, None, None]:
    """What happens while `grade ARGUMENTS` grades one exercise, as it happens; the last event is the grade.

    Leaving the iterator early ends the grading.

    Raises:
        Unanswered: there is no grade.
    """
    reader, writer = os.pipe2(os.O_CLOEXEC) if sys.platform == "linux" else os.pipe()
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    try:
        work = _started([*arguments, "--events"], (nothing, writer, writer))
    finally:
        os.close(writer)
        os.close(nothing)
    with contextlib.ExitStack() as leaving, open(reader, encoding="utf-8", errors="replace") as lines:
        leaving.callback(_end, work)
        yield from _read(lines)


def grade_of(event: Event) -> Grade | None:
    """The grade that an event brings, or None."""
    return grade_from(dict(event)) if event["event"] == "grade" else None


def keep_warm() -> None:
    """Let a warm process stand by for the next time, unless that is not wanted."""
    if _is_warm_wanted():
        with contextlib.suppress(place.NoPlace):
            if client.ask(place.socket_path(), "status") is None:
                client.start(place.socket_path(), ENTRY, _environment())


def _is_warm_wanted() -> bool:
    switch = os.environ.get(SWITCH, "")
    return sys.platform == "linux" and (switch == "1" or (switch != "0" and "CI" not in os.environ))


def _read(lines: Iterator[str]) -> Iterator[Event]:
    said: list[str] = []
    for line in lines:
        try:
            event = json.loads(line)
            kind = event["event"]
        except (ValueError, TypeError, KeyError):
            said.append(line.strip())
            continue
        yield event
        if kind == "grade":
            return
    raise _Unanswered(" ".join(filter(None, said[-5:])) or "the grading was ended from outside; run it again.")


def _started(arguments: Sequence[str], descriptors: tuple[int, int, int]) -> Front | subprocess.Popen[bytes]:
    """The process at work."""
    environment = _environment()
    if _is_warm_wanted():
        with contextlib.suppress(place.NoPlace):
            front = client.begin(place.socket_path(), arguments, descriptors, environment, guest=True)
            if front is not None:
                return front
    stdin, stdout, stderr = descriptors
    command = python_command(_ENTRY, *arguments, isolated=False)
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=environment)


def _environment() -> dict[str, str]:
    """The environment without what editors and kernels tell their own Python: a terminal's has none of it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST_", "COV_"))}


def _end(work: Front | subprocess.Popen[bytes]) -> None:
    """End it, whether it is done or not; a warm process ends the front of a client that has gone."""
    if isinstance(work, Front):
        work.stream.close()
        return
    if work.poll() is None:
        try:
            work.wait(0.5)
        except subprocess.TimeoutExpired:
            work.send_signal(signal.SIGINT)
    try:
        work.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        work.kill()
        work.wait()
