"""`%%grade EXERCISE` grades the functions of a cell, `%grade EXERCISE` those of the session so far.

IPython is not imported before one of them is used: this file is loaded by `%load_ext grader`, inside of it.
"""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from grader.check_declarations import declared_checks
from grader.command.learner import progress
from grader.command.learner.submitted import Submitted, exercise_meant
from grader.course import Course
from grader.courses import find_course
from grader.errors import AutogradusError, UsageProblem
from grader.fronts import session
from grader.fronts.asked import events, grade_of, keep_warm
from grader.fronts.rich import AtWork, Result
from grader.outcome import Grade, Status
from grader.source import SourceFile

_USAGE = "Name the exercise, such as %grade EXERCISE; options of the shell's `grade EXERCISE` may follow it."
# What messages call a session; its cells are In[1], In[2], ...
_NOTEBOOK = Path("notebook")


def load(shell: Any) -> None:
    """Register `%grade` and `%%grade`."""

    def grade(line: str, cell: str | None = None) -> None:
        """Grade an exercise: `%%grade EXERCISE` the functions of this cell, `%grade EXERCISE` all so far."""
        _Magic(shell).run(line, cell)

    shell.register_magic_function(grade, "line_cell", "grade")


class _Magic:
    """One use of the magic."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell

    def run(self, line: str, cell: str | None) -> None:
        """Run the cell as a notebook does, then grade."""
        if cell is not None and self.shell.run_cell(cell, store_history=False).error_before_exec is not None:
            print("grade: the cell is no Python yet; nothing was graded.")
            return
        try:
            self.grade(line, cell)
        except AutogradusError as problem:
            print(f"grade: {problem}")

    def grade(self, line: str, cell: str | None) -> None:
        """Grade, and show what happens.

        Raises:
            AutogradusError: there is no such exercise, nothing to grade, or no grade.
        """
        words, course = shlex.split(line), find_course(progress.load().course)
        if not words:
            raise UsageProblem(_USAGE)
        exercise, _ = exercise_meant(course, words[0])
        only = [] if cell is None else _checks_of(course, exercise, session.names_defined(cell))
        data, notes = session.source_of(self._cells(line, cell), course.functions(exercise))
        given = Submitted(course, SourceFile(exercise, data, str(_NOTEBOOK)), _NOTEBOOK, False, notes)
        show = self._screen(course, exercise)
        with tempfile.TemporaryDirectory(prefix="autogradus-cell-") as folder:
            file = Path(folder) / f"{exercise}.py"
            file.write_bytes(data)
            course_option = ["--course", course.reference] if course.reference else []
            grade = _graded([exercise, str(file), *only, *words[1:], *course_option], show)
        show(Result(grade, given, partly=any(word.startswith("--check") for word in (*only, *words))))
        keep_warm()

    def _cells(self, line: str, cell: str | None) -> list[tuple[int, str]]:
        """The cells that were run, with their numbers, the one at work last."""
        cells = list(enumerate(self.shell.history_manager.input_hist_raw))[1:]
        if cell is not None and not (cells and cell.strip() in cells[-1][1]):
            cells.append((len(cells) + 1, f"%%grade {line}\n{cell}"))
        return cells

    def _screen(self, course: Course, exercise: str) -> Callable[[Any], None]:
        """Shows an object in place of the one before; where output cannot be taken back, only the last one."""
        display = import_module("IPython.display").display
        if not hasattr(self.shell, "kernel"):
            return lambda shown: None if isinstance(shown, AtWork) else display(shown)
        handle = display(AtWork(course, exercise, {}), display_id=True)
        return lambda shown: handle.update(shown)


def _graded(arguments: Sequence[str], show: Callable[[Any], None]) -> Grade:
    """The grade, with what happens shown until then."""
    course = find_course(progress.load().course)
    ended: dict[str, Status] = {}
    grade: Grade | None = None
    with closing(events(arguments)) as happening:
        for event in happening:
            grade = grade_of(event)
            if event["event"] == "function":
                ended[event["function"]] = Status(event["status"])
                show(AtWork(course, arguments[0], dict(ended)))
    assert grade is not None  # events raises where there is none
    return grade


def _checks_of(course: Course, exercise: str, functions: Sequence[str]) -> list[str]:
    """Options for the checks of the functions.

    Raises:
        UsageProblem: none of them is one of the exercise's.
    """
    declared = declared_checks(course.checks_path(exercise))
    wanted = [check.name for check in declared if check.function in functions]
    if not wanted:
        known = ", ".join(dict.fromkeys(check.function for check in declared))
        raise UsageProblem(f"This cell must define a function of {exercise}: {known}.")
    return [word for name in wanted for word in ("--check", name)]
