"""Roots first: a function that calls a wrong, missing or slow one waits for it instead of failing beside it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from grader.diagnosis.known import Misconception
from grader.kit.check_run import CheckRun
from grader.kit.stopped import CheckStopped
from grader.outcome import Status
from grader.session.outline import Outline

Named = Mapping[str, tuple[Misconception, ...]]
_LOST = (Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.NOT_STARTED)
_TOLD = {Status.TIMEOUT: "ran out of time", Status.NOT_STARTED: "is not written yet"}


def slow_callee(function: str, runs: Iterable[CheckRun], outline: Outline) -> str | None:
    """Why a check of `function` is not tried: it calls a function that has run out of time; None when it is tried."""
    slow = [run.function for run in runs if run.status is Status.TIMEOUT and outline.uses(function, run.function)]
    return _sentence(function, slow[0], Status.TIMEOUT) if slow else None


def sure(named: Named, runs: Sequence[CheckRun], outline: Outline) -> Named:
    """The names, without those of functions that call one whose own mistake is known, or one that is right nowhere.

    A caller of a fit that ignores the rate replies as if it ignored the rate itself: the deeper mistake explains both.
    Where the deeper function is right in some check and its mistake unknown, the name is the caller's own.
    """
    functions = {run.name: run.function for run in runs}
    somewhere_right = {run.function for run in runs if run.status is Status.PASSED}
    known = {functions[check] for check in named}
    wrong = [function for function in _wrong_functions(runs) if function in known or function not in somewhere_right]
    return {check: names for check, names in named.items() if not _below(functions[check], wrong, outline)}


def waiting(runs: Sequence[CheckRun], named: Named, outline: Outline) -> Sequence[CheckRun]:
    """The runs; one that failed without a mistake of its own that is known, above a function that is wrong, waits."""
    wrong = _wrong_functions(runs)
    return [_waiting(run, wrong, named, outline) for run in runs]


def _waiting(run: CheckRun, wrong: Mapping[str, Status], named: Named, outline: Outline) -> CheckRun:
    unwritten = run.status is Status.NOT_STARTED and outline.is_stub(run.function)
    if run.stopped is None or run.status not in _LOST or unwritten or run.name in named or not _was_loaded(run):
        return run
    roots = _roots(run.function, wrong, outline)
    if not roots:
        return run
    message = _sentence(run.function, roots[0], wrong[roots[0]])
    stopped = CheckStopped(
        Status.SKIPPED, message, None, dataclasses.replace(run.stopped.evidence, so_far=run.stopped.message)
    )
    return dataclasses.replace(run, stopped=stopped)


def _wrong_functions(runs: Iterable[CheckRun]) -> Mapping[str, Status]:
    """Functions that their callers cannot build on, each with how it first ended."""
    wrong: dict[str, Status] = {}
    for run in runs:
        if _misleads_callers(run):
            wrong.setdefault(run.function, run.status)
    return wrong


def _misleads_callers(run: CheckRun) -> bool:
    """Whether the function gives another value than it should, or none: how it is written does not touch its callers."""
    if run.stopped is None or not _was_loaded(run):
        return False
    return run.status in _LOST and (run.status is not Status.FAILED or run.stopped.evidence.has_pair)


def _was_loaded(run: CheckRun) -> bool:
    """Whether the file ran as a module at all; if not, every function fails alike."""
    failures = [reply.failure for _, _, reply in run.transcript.entries]
    return not any(failure and failure.type == "NotLoaded" for failure in failures)


def _roots(function: str, wrong: Mapping[str, Status], outline: Outline) -> list[str]:
    """The wrong functions that `function` calls and that call no other wrong one themselves."""
    below = _below(function, wrong, outline)
    return [other for other in below if not any(outline.uses(other, deeper) for deeper in below)]


def _below(function: str, others: Iterable[str], outline: Outline) -> list[str]:
    """Those of the others that `function` calls and that do not call it."""
    return [other for other in others if outline.uses(function, other) and not outline.uses(other, function)]


def _sentence(function: str, root: str, status: Status) -> str:
    return f"{function} waits for {root}, which it calls and which {_TOLD.get(status, 'is not right yet')}: mend {root} first."
