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
    function = function or _current_function(exercise, known, hints)
    if function not in hints:
        raise UsageProblem(f"{exercise} has no hints for {function!r}. Nearest: {nearest(function, hints)}.")
    ladder = _ladder(function, stuck, hints[function])
    key = f"{exercise}.{function}"
    step = min(known.hints.get(key, 0), len(ladder) - 1)
    progress.save(dataclasses.replace(known, hints={**known.hints, key: step + 1}))
    more = "" if step == len(ladder) - 1 else f"\nStill stuck? `grade hint {exercise} {function}` says more."
    return f"{function}: {ladder[step]}{more}"


def _current_function(exercise: str, known: Progress, hints: Mapping[str, tuple[str, ...]]) -> str:
    """The function that the last screen told about, else the first that has points to win, else the first."""
    told = known.stuck_on.get(exercise, {}).get("function")
    if told in hints:
        return str(told)
    record = known.records.get(exercise)
    best = record.best.functions if record else {}
    return next((name for name in hints if not best.get(name)), next(iter(hints)))


def _ladder(function: str, stuck: Mapping[str, str], levels: tuple[str, ...]) -> list[str]:
    """What is said step by step: of a check that failed, its demand and its advice come first."""
    if stuck.get("function") != function or stuck.get("status") == Status.NOT_STARTED or not stuck.get("message"):
        return list(levels)
    failing = f"the check that fails demands: {stuck.get('description', '')}"
    said = stuck.get("advice") or stuck["message"]
    return [without_controls(f"{failing}\n{said}"), *levels]
