"""Hints that open up one level at a call, and are remembered in the learner's folder."""

from __future__ import annotations

from grader.command import workspace
from grader.course import LEVELS, Course
from grader.errors import UsageProblem
from grader.text import nearest

NAMES = ("nudge", "where to look", "almost the answer")


def next_hint(course: Course, exercise: str, function: str | None) -> str:
    """The next hint for a function; without one, the functions that have hints.

    Raises:
        UsageProblem: no hints for that function; the text lists the nearest names.
        CourseFault: a file of the exercise is missing.
    """
    course.require(exercise)
    hints = course.hints(exercise)
    if function is None:
        return "\n".join([f"Hints of {exercise}:", *(f"  grade hint {exercise} {name}" for name in hints)])
    if function not in hints:
        raise UsageProblem(f"{exercise} has no hints for {function!r}. Nearest: {nearest(function, hints)}.")
    given = workspace.load_state().get("hints", {})
    seen = given.get(f"{exercise}.{function}", 0) if isinstance(given, dict) else 0
    level = min(seen, LEVELS - 1) if isinstance(seen, int) and seen >= 0 else 0
    workspace.update_state("hints", f"{exercise}.{function}", level + 1)
    last = " This is the last one." if level == LEVELS - 1 else ""
    return f"{function}, hint {level + 1} of {LEVELS} ({NAMES[level]}): {hints[function][level]}{last}"
