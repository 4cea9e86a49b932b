"""Whose fault it is that a check broke: ours, or that of a value which no untouched worker sends.

A probe is our own code, so its value has the form that the check expects, unless the learner's code took the worker
apart or returned something that the probe handed on. The broken check is run again against known wrong answers: when it
runs through with all of them, it is sound, and what the submission sent was not. Otherwise the fault stays ours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from grader.diagnosis.known import Misconception
from grader.diagnosis.recognition import Rerun
from grader.kit.check_run import CheckRun
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.session import wording

# What a check raises when a value is not of the form that it expects.
_BY_A_VALUE = (TypeError, AttributeError, LookupError, ValueError, RuntimeError, ArithmeticError)


def is_suspect(run: CheckRun) -> bool:
    """Whether the check broke in a way that a value can cause."""
    return isinstance(run.fault, _BY_A_VALUE)


def settle(run: CheckRun, known: Sequence[Misconception], rerun: Rerun) -> CheckRun:
    """The run as it was, or ended as an error of the submission's when the check runs through with known answers."""
    misconceptions = [misconception for misconception in known if misconception.replaces == run.function]
    if not is_suspect(run) or not misconceptions:
        return run
    if not all(_runs_through(run, misconception, rerun) for misconception in misconceptions):
        return run
    sentence = wording.unjudgeable(run.function, f"{type(run.fault).__name__}: {run.fault}")
    return dataclasses.replace(run, stopped=CheckStopped(Status.ERROR, sentence))


def _runs_through(run: CheckRun, misconception: Misconception, rerun: Rerun) -> bool:
    """Whether the check comes to a verdict about a known wrong answer."""
    try:
        return rerun(run, misconception).status is not Status.GRADER_ERROR
    except Exception:
        return False
