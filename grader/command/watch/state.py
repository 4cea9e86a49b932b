"""What `grade watch` knows and shows: the exercise, how its last check went, what was asked for by a key."""

from __future__ import annotations

import enum
import time
from dataclasses import dataclass, field
from pathlib import Path

from grader.command.learner import workspace
from grader.command.learner.submitted import Submitted
from grader.course import Course
from grader.outcome import Grade, Status
from grader.session.outline import changed, outline_of

_RECENT_S = 5.0
_URGENT_LIMIT = 20


class Page(enum.Enum):
    """What fills the screen."""

    RESULT = "result"
    LIST = "list"
    EVERYTHING = "everything"
    PROOF = "proof"
    HELP = "help"


# Pages that are read from their top, and may be longer than the screen.
LONG = (Page.EVERYTHING, Page.PROOF, Page.HELP)


@dataclass
class State:
    """One watched exercise.

    Attributes:
        course: where it is from.
        exercise: its name.
        given: what was graded, or is being graded; None when there is no file.
        grade: the last result; None before the first, and while the file is away.
        checking: whether a check is at work.
        saved_s: when the file was saved (wall clock), for the times that are shown.
        took_s: how long the last check took from the save on.
        ended: functions of the check at work that have ended, and how.
        said: a hint or a sentence below the result.
        first: functions that were changed by this save, and those that failed before it.
        notice: how saves are noticed when it is not by events.
        asks_to_reset: whether a question is open.
        outlasts: a sentence about the file itself, which the check that it brings about does not wipe away.
        chosen: the exercise under the list's cursor.
        search: what the list is narrowed to; None when nothing is being typed.
        scrolled: lines that a long page was moved up by.
    """

    course: Course
    exercise: str
    given: Submitted | None = None
    grade: Grade | None = None
    checking: bool = False
    saved_s: float = field(default_factory=time.time)
    took_s: float = 0.0
    ended: dict[str, Status] = field(default_factory=dict)
    said: str = ""
    first: tuple[str, ...] = ()
    notice: str = ""
    page: Page = Page.RESULT
    asks_to_reset: bool = False
    outlasts: str = ""
    chosen: str = ""
    search: str | None = None
    scrolled: int = 0

    @property
    def files(self) -> tuple[Path, Path]:
        """The files that may hold the answer: a Python file, a notebook."""
        folder = workspace.default_path()
        return folder / f"{self.exercise}.py", folder / f"{self.exercise}.ipynb"

    @property
    def elapsed_s(self) -> float:
        """Seconds since the save."""
        return max(0.0, time.time() - self.saved_s)

    @property
    def is_done(self) -> bool:
        """Whether the last result is a full score."""
        return self.grade is not None and not self.grade.at_fault and self.grade.score >= self.grade.max_score

    @property
    def listed(self) -> list[str]:
        """The exercises that the list shows."""
        wanted = (self.search or "").lower()
        return [name for name in self.course.names() if wanted in f"{name} {self.course.exercise_title(name)}".lower()]

    def urgent(self, given: Submitted) -> tuple[str, ...]:
        """What the learner waits for most in another version of the file: what is changed in it, what failed before."""
        before = changed(outline_of(self.given.source), outline_of(given.source)) if self.given else ()
        checks = self.grade.checks if self.grade else ()
        failed = (check.function for check in checks if check.status not in (Status.PASSED, Status.SKIPPED))
        return tuple(dict.fromkeys((*before, *failed)))[:_URGENT_LIMIT]

    def begin(self) -> None:
        """A save was seen: forget what a check before it said."""
        ages = [time.time() - file.stat().st_mtime for file in self.files if file.exists()]
        age_s = min(ages, default=0.0)
        self.saved_s = time.time() - (age_s if 0 <= age_s < _RECENT_S else 0.0)
        self.checking, self.ended, self.asks_to_reset = True, {}, False
        self.said, self.outlasts = self.outlasts, ""
        self.page = Page.RESULT if self.page is not Page.LIST else self.page
