"""Every check of a workspace as a test of pytest, at the line of the function it grades: `pytest -p grader.pytest_plugin`.

VS Code's Test Explorer and PyCharm list what pytest lists. This process neither loads a submission nor a check: at the
first test of an exercise another process grades all of its tests that were chosen, the warm one where it stands by.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

from grader.check_declarations import DeclaredCheck, declared_checks
from grader.command.display import screen
from grader.command.display.board import Row
from grader.command.learner import progress
from grader.command.learner.submitted import Submitted, submitted
from grader.course import Course
from grader.courses import find_course
from grader.errors import AutogradusError
from grader.fronts.asked import events, grade_of
from grader.grading.from_text import load_failure
from grader.outcome import CheckOutcome, Grade, Status

_VALUE_LINES = 20


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, Any, list[pytest.Collector]]:
    """An exercise's file is collected by its checks, and by nothing that would import it."""
    collectors: list[pytest.Collector] = yield
    course = _course(parent.config)
    if course is None or file_path.suffix != ".py" or file_path.stem not in course.names():
        return collectors
    return [ExerciseFile.from_parent(parent, path=file_path, course=course)]


def _course(config: pytest.Config) -> Course | None:
    """The workspace's course, found once; None when it cannot be found."""
    if _COURSE not in config.stash:
        try:
            config.stash[_COURSE] = find_course(progress.load().course)
        except AutogradusError:
            config.stash[_COURSE] = None
    return config.stash[_COURSE]


_COURSE = pytest.StashKey[Course | None]()


class ExerciseFile(pytest.File):
    """One exercise as a learner has written it."""

    def __init__(self, *, course: Course, **given: Any) -> None:
        super().__init__(**given)
        self.course, self.exercise = course, self.path.stem
        self.graded: _Graded | None = None

    def collect(self) -> Iterable[pytest.Collector]:
        """A group for each function; a file that is no Python is told of once, as an error of this file."""
        try:
            self.given = submitted(self.course, self.exercise, self.path)
            checks = declared_checks(self.course.checks_path(self.exercise))
        except AutogradusError as problem:
            raise self.CollectError(str(problem)) from None
        failure = load_failure(self.given.source)
        if failure is not None:
            raise self.CollectError("\n".join(_told_of(self.given, Grade(self.exercise, 0, (), load_failure=failure))))
        for function in dict.fromkeys(check.function for check in checks):
            own = tuple(check for check in checks if check.function == function)
            yield _FunctionGroup.from_parent(self, name=function, checks=own)

    def outcome_of(self, check: str) -> CheckOutcome:
        """How a check ended; the first call grades.

        Raises:
            AutogradusError: there is no grade.
        """
        if self.graded is None:
            self.graded = self._grade()
        return self.graded.outcomes[check]

    def _grade(self) -> _Graded:
        chosen = [item for item in self.session.items if isinstance(item, _CheckItem) and item.file is self]
        every = len(declared_checks(self.course.checks_path(self.exercise)))
        only = [] if len(chosen) == every else [word for item in chosen for word in ("--check", item.name)]
        course = ["--course", self.course.reference] if self.course.reference else []
        asked = [self.exercise, str(self.path), *only, *course]
        grade = next(grade for event in events(asked) if (grade := grade_of(event)) is not None)
        return _Graded(grade, {outcome.name: outcome for outcome in grade.checks})


@dataclass
class _Graded:
    """A grade and its checks by name; what holds for the whole file is told once."""

    grade: Grade
    outcomes: Mapping[str, CheckOutcome]
    is_told: bool = False


class _FunctionGroup(pytest.Class):
    """The checks of one function; as a class, so that every front shows and runs it as a group."""

    def __init__(self, *, checks: tuple[DeclaredCheck, ...], **given: Any) -> None:
        super().__init__(**given)
        self.checks = checks

    def _getobj(self) -> object:
        return type(self.name, (), {"__doc__": f"The checks of {self.name}."})

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the function stands."""
        file = self.parent
        line = file.given.line_of(self.name) if isinstance(file, ExerciseFile) else None
        return self.path, (line or 1) - 1, self.name

    def collect(self) -> Iterable[pytest.Item]:
        """An item for each check."""
        for check in self.checks:
            yield _CheckItem.from_parent(self, name=check.name, graded=check.function)


class _CheckItem(pytest.Item):
    """One check of the function `graded`."""

    def __init__(self, *, graded: str, **given: Any) -> None:
        super().__init__(**given)
        self.graded = graded
        self.outcome: CheckOutcome | None = None

    @property
    def file(self) -> ExerciseFile:
        """The exercise that it belongs to."""
        parent = self.getparent(ExerciseFile)
        assert parent is not None
        return parent

    def reportinfo(self) -> tuple[Path, int, str]:
        """At the function, so that editors put the sign beside it."""
        line = self.file.given.line_of(self.graded) or 1
        return self.path, line - 1, f"{self.graded}: {self.name}"

    def runtest(self) -> None:
        """Take the verdict. It is an AssertionError that editors show as a failure, not as a crash."""
        self.outcome = outcome = self.file.outcome_of(self.name)
        if outcome.status is Status.SKIPPED:
            pytest.skip(outcome.message)
        if outcome.status is not Status.PASSED:
            raise AssertionError(outcome.message)

    def repr_failure(  # type: ignore[override]  # pytest asks of it what `_Told` has
        self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None
    ) -> _Told:
        """What a learner reads: our words, no traceback."""
        if self.outcome is None:
            return _Told([str(excinfo.value)], _Crash(str(excinfo.value)))
        return _Told(self._lines(self.outcome), _Crash(self.outcome.message.partition("\n")[0]))

    def _lines(self, outcome: CheckOutcome) -> list[str]:
        graded, given = self.file.graded, self.file.given
        assert graded is not None
        first, graded.is_told = not graded.is_told, True
        if graded.grade.load_failure is not None:
            return _told_of(given, graded.grade) if first else ["As above: the file cannot be loaded."]
        console = _console()
        row = Row(self.graded, (outcome,))
        lines = screen.failure_lines(console, row, outcome, given)
        lines += screen.value_lines(console, outcome, _VALUE_LINES)
        lines += screen.printed_lines(console, graded.grade) if first else []
        lines.append(screen.replay_line(graded.grade, outcome, given))
        return [line.plain for line in lines]


@dataclass(frozen=True)
class _Crash:
    """What the summary at the end says of a failure."""

    message: str


@dataclass(frozen=True)
class _Told:
    """A failure as pytest prints it: the lines, and the short form of the summary."""

    lines: list[str]
    reprcrash: _Crash

    def toterminal(self, terminal: Any) -> None:
        """Write the lines."""
        for line in self.lines:
            terminal.line(line)

    def __str__(self) -> str:
        return "\n".join(self.lines)


def _told_of(given: Submitted, grade: Grade) -> list[str]:
    """A file that does not load: place, line, caret."""
    console = _console()
    assert grade.load_failure is not None
    lines: list[Text] = screen.load_lines(console, grade, grade.load_failure, given)
    return [line.plain for line in lines]


def _console() -> Console:
    """What lines are made for: as wide as the terminal, without colour."""
    return Console(file=io.StringIO(), width=shutil.get_terminal_size().columns, color_system=None)
