"""Whose fault it is that a check broke: ours, or that of a value which no untouched worker sends.

A probe is our own code, so its value has the form that the check expects, unless the learner's code took the worker
apart or returned something that the probe handed on. The broken check is run again against known wrong answers: when it
runs through with all of them, it is sound, and what the submission sent was not. Otherwise the fault stays ours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from grader.diagnosis.known import Misconception
from grader.diagnosis.recognition import Rerun, Trial
from grader.grading.checking import Finished
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.session import wording

# What a check raises when a value is not of the form that it expects.
BY_A_VALUE = ("TypeError", "AttributeError", "KeyError", "IndexError", "ValueError", "RuntimeError", "OverflowError")


def is_suspect(done: Finished) -> bool:
    """Whether the check broke in a way that a value can cause."""
    return done.fault is not None and done.fault.partition(":")[0] in BY_A_VALUE


def settle(done: Finished, known: Sequence[Misconception], rerun: Rerun) -> Finished:
    """The check as it was, or ended as an error of the submission's when the check runs through with known answers."""
    misconceptions = [misconception for misconception in known if misconception.replaces == done.check.spec.function]
    if (
        not is_suspect(done)
        or not misconceptions
        or not all(runs_through(done.trial, misconception, rerun) for misconception in misconceptions)
    ):
        return done
    stopped = CheckStopped(Status.ERROR, wording.unjudgeable(done.check.spec.function, str(done.fault)))
    trial = dataclasses.replace(done.trial, stopped=stopped)
    return dataclasses.replace(done, trial=trial)


def runs_through(trial: Trial, misconception: Misconception, rerun: Rerun) -> bool:
    """Whether the check comes to a verdict about a known wrong answer."""
    try:
        return rerun(trial, misconception).status is not Status.GRADER_ERROR
    except Exception:
        return False
