"""Classroom 50: `result.json` as its runner takes it ("classroom50/result/v1"), from one student's outcomes.

Scores are whole numbers there. Who handed in is stamped by the runner; the links come from its environment.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.wording import Scored, title

_SCHEMA = "classroom50/result/v1"
# The runner's own field names, and the environment variables that hold them.
_FIELDS = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def result_json(grades: Sequence[Scored], environment: Mapping[str, str], now: datetime) -> str:
    """One student's grades as the text of `result.json`.

    Args:
        grades: what was graded.
        environment: the runner's, with CLASSROOM, ASSIGNMENT, SUBMISSION_TAG, COMMIT_URL and RELEASE_URL.
        now: the moment of grading, UTC.

    Raises:
        ExportProblem: a fault of the grader touched an outcome, or the runner's environment is not there.
    """
    faulty = [grade.exercise for grade in grades if grade.at_fault]
    if faulty or not grades:
        raise ExportProblem(f"Not graded: {', '.join(faulty) or 'nothing'}. Run the grader again.")
    review = environment.get("REVIEW_URL") or environment.get("COMMIT_URL", "")
    values = {field: environment.get(name, "") for field, name in _FIELDS.items()} | {"review": review}
    absent = sorted(_FIELDS[field] for field, value in values.items() if not value)
    if absent:
        raise ExportProblem(f"Classroom 50's runner sets {', '.join(absent)}, and here it is not set.")
    tests = [test for grade in grades for test in _tests(grade)]
    made = {
        "schema": _SCHEMA,
        **values,
        "datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(int(test["score"]) for test in tests),
        "max-score": sum(int(test["max-score"]) for test in tests),
        "tests": tests,
    }
    user = environment.get("USERNAME", "")
    return json.dumps(made | ({"usernames": [user]} if user else {}), indent=1) + "\n"


def _tests(grade: Scored) -> list[dict[str, str | int | bool]]:
    """The checks in whole points; rounding never moves the sum by a point or more."""
    tests: list[dict[str, str | int | bool]] = []
    points = most = 0.0
    for check in grade.checks:
        score, maximum = (
            round(total + part) - round(total) for total, part in ((points, check.points), (most, check.max_points))
        )
        points, most = points + check.points, most + check.max_points
        passed = check.points >= check.max_points
        name = f"{grade.exercise}: {title(check)}"
        tests.append({"test-name": name, "passed": passed, "score": score, "max-score": maximum})
    return tests
