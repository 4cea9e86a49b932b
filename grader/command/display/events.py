"""What happens while an exercise is graded, as it happens: one JSON object a line, for `grade watch` and for editors."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from grader.check_declarations import declared_checks
from grader.command.display.board import worst_status
from grader.course import Course
from grader.errors import CourseFault
from grader.outcome import CheckOutcome, Grade, LoadFailure

if TYPE_CHECKING:
    from grader.kit.check_run import CheckRun


class Events:
    """Writes a line when the last check of a function has ended, and one for the grade."""

    def __init__(self, course: Course, exercise: str) -> None:
        self.course = course
        self.exercise, self.start_s = exercise, time.monotonic()
        self.open: Counter[str] | None = None
        self.ended: dict[str, list[CheckRun]] = {}

    def check_ended(self, run: CheckRun) -> None:
        """Note a check; it comes after the workers were forked, so that the checks may be read here."""
        if self.open is None:
            self.open = Counter(self._declared())
        function = run.function
        self.ended.setdefault(function, []).append(run)
        self.open[function] -= 1
        if self.open[function] == 0:
            status = worst_status({check.status for check in self.ended[function]})
            self.say("function", function=function, status=status.value)

    def _declared(self) -> list[str]:
        """The function of each check; none where the author's file does not say it in plain words."""
        try:
            return [check.function for check in declared_checks(self.course.checks_path(self.exercise))]
        except CourseFault:
            return []

    def graded(self, grade: Grade) -> None:
        """Write the grade, the report being what `--json` prints."""
        failure = asdict(grade.load_failure) if grade.load_failure else None
        self.say("grade", report=grade.to_json(), load_failure=failure)

    def say(self, event: str, **facts: Any) -> None:
        """Write one line."""
        elapsed_ms = round(1e3 * (time.monotonic() - self.start_s), 1)
        line = {"event": event, "exercise": self.exercise, "elapsed_ms": elapsed_ms, **facts}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def grade_from(event: dict[str, Any]) -> Grade:
    """The grade that a line holds."""
    report, failure = event["report"], event.get("load_failure")
    kept = ("exercise", "seed", "source_sha256", "isolation", "versions", "printed", "usage")
    return Grade(
        checks=tuple(map(CheckOutcome.from_json, report["checks"])),
        notices=tuple(report["notices"]),
        load_failure=LoadFailure(**failure) if failure else None,
        **{name: report[name] for name in kept},
    )
