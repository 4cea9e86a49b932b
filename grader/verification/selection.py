"""What of an exercise is to be proven: all of it, or some checks and functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.course import Course
from grader.errors import UsageProblem
from grader.text import nearest


@dataclass(frozen=True)
class Selection:
    """Names of checks and of functions; None stands for all of them.

    Attributes:
        checks: the checks to run.
        functions: the functions whose misconceptions and examples are put to them.
    """

    checks: frozenset[str] | None = None
    functions: frozenset[str] | None = None

    def has_check(self, name: str) -> bool:
        """Whether a check is selected."""
        return self.checks is None or name in self.checks

    def has_function(self, name: str) -> bool:
        """Whether a function is selected."""
        return self.functions is None or name in self.functions


EVERYTHING = Selection()


def selection_of(course: Course, exercise: str, checks: Sequence[str], functions: Sequence[str]) -> Selection:
    """What `--check` and `--function` select of one exercise.

    Raises:
        UsageProblem: it has no such check or function; the text lists the nearest names.
        CourseFault: its files cannot be read.
    """
    if not checks and not functions:
        return EVERYTHING
    known_checks, known_functions = course.check_names(exercise), course.functions(exercise)
    wanted = [name.removeprefix("check_") for name in checks]
    for kind, names, known in (("check", wanted, known_checks), ("function", functions, known_functions)):
        for name in names:
            if name not in known:
                raise UsageProblem(f"{exercise} has no {kind} {name!r}. Nearest: {nearest(name, known, 0.4)}.")
    of_checks = [name for name in known_functions if set(course.checks_of(exercise, name)) & set(wanted)]
    of_functions = [check for name in functions for check in course.checks_of(exercise, name)]
    return Selection(frozenset([*wanted, *of_functions]), frozenset([*functions, *of_checks]))
