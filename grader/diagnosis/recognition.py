"""Why a check failed: the learner's replies are compared with those of known wrong implementations.

Every misconception that may explain a function's failing checks is put through the same checks, in a twin worker of its
own, with the same inputs and seeds. It is named only when it explains all of them on values, and when it trips no check
that passed. Where the replies hold no number, several that fit name none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch

from grader.diagnosis.known import Misconception
from grader.diagnosis.sameness import same_run
from grader.kit.check_run import CheckRun
from grader.outcome import Status

NAMED_LIMIT = 2
_EXPLAINABLE = (Status.FAILED, Status.ERROR, Status.PARTIAL)
_CUT_SHORT = (Status.TIMEOUT, Status.OUT_OF_MEMORY)

Rerun = Callable[[CheckRun, Misconception], CheckRun]


def recognise(
    runs: Sequence[CheckRun], misconceptions: Sequence[Misconception], rerun: Rerun
) -> Mapping[str, tuple[Misconception, ...]]:
    """The misconceptions that explain each failed check, by the check's name.

    Args:
        runs: all checks that ran.
        misconceptions: all misconceptions of the exercise.
        rerun: runs a run's check against a misconception.
    """
    named: dict[str, tuple[Misconception, ...]] = {}
    for function in dict.fromkeys(run.function for run in runs):
        own = [run for run in runs if run.function == function]
        failing = [run for run in own if can_be_explained(run)]
        known = [misconception for misconception in misconceptions if misconception.replaces == function]
        fitting = _fitting(own, failing, known, rerun)
        if len(fitting) > 1 and not any(map(_holds_numbers, failing)):
            fitting = []
        named.update({run.name: tuple(fitting[:NAMED_LIMIT]) for run in failing if fitting})
    return named


def can_be_explained(run: CheckRun) -> bool:
    """Whether there is a mistake and something to compare it by."""
    return run.status in _EXPLAINABLE and bool(run.transcript.entries)


def _fitting(
    own: Sequence[CheckRun], failing: Sequence[CheckRun], known: Iterable[Misconception], rerun: Rerun
) -> list[Misconception]:
    """Misconceptions of a function that contradict none of its checks and explain each that failed."""
    if not failing:
        return []
    passed = [run for run in own if run.status is Status.PASSED]
    broken = {run.name for run in own if run.status in (*_EXPLAINABLE, *_CUT_SHORT)}

    def fits(entry: Misconception) -> bool:
        if not all(same_run(run, rerun(run, entry), entry) for run in failing):
            return False
        # It may pass what it trips with other inputs.
        return all(rerun(run, entry).status is Status.PASSED for run in passed if run.name in entry.fails)

    return [entry for entry in known if broken <= entry.fails and fits(entry)]


def _holds_numbers(run: CheckRun) -> bool:
    """Whether the replies can tell two mistakes apart: a verdict, a text or an exception cannot."""
    return any(_numeric(reply.value) or _numeric(reply.gradients) for _, _, reply in run.transcript.entries)


def _numeric(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_numeric, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_numeric, value))
    if isinstance(value, torch.Tensor):
        return value.dtype is not torch.bool and value.numel() > 0
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iufc" and value.size > 0
    return isinstance(value, int | float | complex | np.number) and not isinstance(value, bool)
