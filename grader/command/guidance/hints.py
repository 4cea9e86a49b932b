"""Hints for the function that a learner is at: first what the failing check says, then where to look, then nearly all."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from grader.command.guidance.overview import next_exercise
from grader.command.learner import progress
from grader.command.learner.progress import Progress
from grader.course import Course
from grader.errors import UsageProblem
from grader.outcome import Status
from grader.text import nearest, without_controls


def next_hint(course: Course, exercise: str | None, function: str | None) -> str:
    """The next hint; without names, for the function that the last `grade` told about.

    Raises:
        UsageProblem: no hints for that function; the text lists the nearest names.
    """
    known = progress.load()
    exercise = exercise or next_exercise(course.names(), known)
    if exercise is None:
        return "All exercises are done: there is nothing left to hint at."
    course.require(exercise)
    hints = course.hints(exercise)
    stuck = known.stuck_on.get(exercise, {})
    if function is None and _is_done(exercise, known):
        return f"All of {exercise} is right: there is nothing left to hint at. `grade hint {exercise} FUNCTION` all the same."
    function = function or _current_function(exercise, known, hints)
    if function not in hints:
        raise UsageProblem(f"{exercise} has no hints for {function!r}. Nearest: {nearest(function, hints)}.")
    said, given, is_last = _said(f"{exercise}.{function}", known.hints, _failing(function, stuck), hints[function])
    progress.save(dataclasses.replace(known, hints={**known.hints, **given}))
    more = "" if is_last else f"\nStill stuck? `grade hint {exercise} {function}` says more."
    return f"{function}: {said}{more}"


def _is_done(exercise: str, known: Progress) -> bool:
    """Whether the last result has every point, so that no function is the one at hand."""
    record = known.records.get(exercise)
    return record is not None and record.last.is_full and exercise not in known.stuck_on


def _said(
    key: str, given: Mapping[str, int], failing: str, levels: tuple[str, ...]
) -> tuple[str, Mapping[str, int], bool]:
    """The hint, what is remembered of it, and whether it is the last: a check that fails is spoken of first, each once."""
    failing_key = f"{key}: {failing}"
    if failing and failing_key not in given:
        return failing, {failing_key: 1}, False
    step = min(given.get(key, 0), len(levels) - 1)
    return levels[step], {key: step + 1}, step == len(levels) - 1


def _current_function(exercise: str, known: Progress, hints: Mapping[str, tuple[str, ...]]) -> str:
    """The function that the last screen told about, else the first that has points to win, else the first."""
    told = known.stuck_on.get(exercise, {}).get("function")
    if told in hints:
        return str(told)
    record = known.records.get(exercise)
    best = record.best.functions if record else {}
    return next((name for name in hints if not best.get(name)), next(iter(hints)))


def _failing(function: str, stuck: Mapping[str, str]) -> str:
    """Of the check that failed, its demand and its advice; an empty text where none did."""
    if stuck.get("function") != function or stuck.get("status") == Status.NOT_STARTED or not stuck.get("message"):
        return ""
    demand = f"the check that fails demands: {stuck.get('description', '')}"
    return without_controls(f"{demand}\n{stuck.get('advice') or stuck['message']}")
