"""Where each function of an exercise stands, and which one failure is the first that can be acted on."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from grader.command.learner.submitted import Submitted
from grader.outcome import CheckOutcome, Grade, Status

WORDS = {
    Status.NOT_STARTED: "not started",
    Status.TIMEOUT: "out of time",
    Status.OUT_OF_MEMORY: "out of memory",
    Status.GRADER_ERROR: "grader error",
}
# What colours a function's line, the gravest first.
_GRAVITY = (
    Status.GRADER_ERROR, Status.FAILED, Status.ERROR, Status.TIMEOUT, Status.OUT_OF_MEMORY, Status.PARTIAL,
    Status.NOT_STARTED, Status.SKIPPED,
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One function.

    Attributes:
        function: its name.
        checks: its outcomes.
        awaited: the function that it uses and that must be right first, or None.
        is_there: whether the file defines it; one that does not says so in words of its own.
    """

    function: str
    checks: tuple[CheckOutcome, ...]
    awaited: str | None = None
    is_there: bool = True

    @property
    def points(self) -> float:
        """Points given."""
        return sum(check.points for check in self.checks)

    @property
    def max_points(self) -> float:
        """Points to be had."""
        return sum(check.max_points for check in self.checks)

    @property
    def status(self) -> Status:
        """The gravest status of its checks."""
        return _worst(self.checks)

    @property
    def words(self) -> str:
        """How it stands: "passed", "waits for sigmoid", "2 of 4 failed"."""
        if self.awaited:
            return f"waits for {self.awaited}"
        if not self.is_there:
            return "not defined"
        wrong = [check for check in self.checks if check.status not in (Status.PASSED, Status.SKIPPED)]
        if not wrong or self.status in (Status.NOT_STARTED, Status.GRADER_ERROR):
            return WORDS.get(self.status, self.status.value)
        word = WORDS.get(self.status, self.status.value)
        return word if len(wrong) == len(self.checks) else f"{word} ({len(wrong)} of {len(self.checks)} checks)"

    @property
    def few_words(self) -> str:
        """The same for a narrow screen: "needs sigmoid", "failed 2 of 4"."""
        if self.awaited:
            return f"needs {self.awaited}"
        return self.words.replace(" (", " ").removesuffix(" checks)")


def _worst(checks: Sequence[CheckOutcome]) -> Status:
    """The gravest status of some checks."""
    return worst_status({check.status for check in checks})


def worst_status(statuses: Set[Status]) -> Status:
    """The gravest of some statuses."""
    return next((status for status in _GRAVITY if status in statuses), Status.PASSED)


def rows(grade: Grade, submitted: Submitted) -> list[Row]:
    """A row for each function, in the order of the checks; callers of a wrong function wait."""
    by_function: dict[str, list[CheckOutcome]] = {}
    for check in grade.checks:
        by_function.setdefault(check.function, []).append(check)
    table = [Row(function, tuple(checks)) for function, checks in by_function.items()]
    if grade.load_failure is not None:
        return table
    open_ones = [row.function for row in table if row.status is not Status.PASSED]
    return [
        row
        if row.function not in open_ones
        else Row(row.function, row.checks, _awaited(row, open_ones, submitted), _is_there(row, submitted))
        for row in table
    ]


def _is_there(row: Row, submitted: Submitted) -> bool:
    """False where nothing of a function could be called and its name is nowhere in the text."""
    word = re.compile(rf"\b{re.escape(row.function)}\b".encode())
    return row.status is not Status.ERROR or row.points > 0 or word.search(submitted.source.data) is not None


def _awaited(row: Row, open_ones: Sequence[str], submitted: Submitted) -> str | None:
    """The function at the root of a row's trouble; None for one that went wrong by itself or that nobody has written."""
    outline = submitted.outline
    went_wrong = {check.status for check in row.checks} - {Status.PASSED, Status.SKIPPED, Status.NOT_STARTED}
    if went_wrong or outline.is_stub(row.function):
        return None
    below = [name for name in open_ones if outline.uses(row.function, name) and not outline.uses(name, row.function)]
    return next((name for name in below if not any(outline.uses(name, deeper) for deeper in below)), None)


def first_open(board: Sequence[Row]) -> Row | None:
    """The function to work on: the first that failed by itself, else the first that is not started; None when done."""
    open_rows = [row for row in board if row.status is not Status.PASSED]
    by_itself = [row for row in open_rows if row.awaited is None]
    failed = [row for row in by_itself if row.status is not Status.NOT_STARTED]
    return next(iter(failed or by_itself or open_rows), None)


def first_failure(row: Row) -> CheckOutcome | None:
    """The check of a row that is told in full; None when none of it ran into anything."""
    wrong = [check for check in row.checks if check.status not in (Status.PASSED, Status.SKIPPED, Status.NOT_STARTED)]
    return next(iter(wrong or [check for check in row.checks if check.status is not Status.PASSED]), None)
