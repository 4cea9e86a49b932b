"""Runs of checks made by hand: no worker, no pytest, no exercise."""

from __future__ import annotations

from typing import Any

from grader.diagnosis.known import Misconception
from grader.kit.check_run import Check, CheckRun
from grader.kit.specs import CheckSpec
from grader.kit.stopped import CheckStopped, Evidence
from grader.kit.submission import Transcript
from grader.outcome import Status
from grader.sandbox.contract.limits import Limits
from grader.session.exchange import Failure, Reply, Request
from grader.session.outline import Outline, outline_of
from grader.source import SourceFile

PASSED = Reply(Status.PASSED, 1.0)


def reply(value: Any = None, **given: Any) -> Reply:
    """A reply with a value."""
    return Reply(Status.PASSED, value, **given)


def raised(kind: str = "RuntimeError", text: str = "", place: str = "f", code: str = "x @ w", **given: Any) -> Reply:
    """A reply of a call that raised, in one line of the learner's function `place`."""
    frames = ((3, place, code),) if place else ()
    return Reply(Status.ERROR, failure=Failure(kind, text=text, frames=frames, **given), sentence=f"f raised {kind}.")


def stopped(status: Status = Status.FAILED, message: str = "f must be 1; got 2.", **given: Any) -> CheckStopped:
    """How a check ended early."""
    return CheckStopped(status, message, **given)


def pair(expected: Any, got: Any, **given: Any) -> Evidence:
    """Two sides that differ."""
    return Evidence(expected=expected, got=got, has_pair=True, **given)


def run(
    name: str = "f_is_right",
    function: str = "f",
    ended: CheckStopped | None = None,
    replies: tuple[Reply, ...] = (PASSED,),
    args: tuple[Any, ...] = (),
    fault: Exception | None = None,
    probe: str | None = None,
    points: int = 4,
) -> CheckRun:
    """One run of one check."""
    transcript = Transcript(function, Limits(), 1)
    transcript.entries += [("cpu", Request(function, args, probe=probe), one) for one in replies]
    check = Check(name, CheckSpec(function, points), lambda: None, "It is right.")
    return CheckRun(check, transcript, ended, fault)


def misconception(name: str, *fails: str, replaces: str = "f", advice: str = "") -> Misconception:
    """A misconception that trips the checks named."""
    return Misconception(name, replaces, frozenset(fails), advice or f"You believed in {name}.")


def outline(text: str) -> Outline:
    """What a source text says."""
    return outline_of(SourceFile("made", text.encode(), "made.py"))
