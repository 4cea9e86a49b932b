"""Gradescope: `results.json` as its autograder documentation asks for it, from one student's outcomes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.wording import Scored, said, title
from grader.outcome import Status


def results_json(grades: Sequence[Scored], *, execution_time_s: float | None = None) -> str:
    """One student's grades as the text of `results.json`.

    Raises:
        ExportProblem: a fault of the grader touched an outcome; a file would then give 0 for it, no file makes
            Gradescope say that the autograder failed, which is the truth.
    """
    faulty = [grade.exercise for grade in grades if grade.at_fault]
    if faulty or not grades:
        raise ExportProblem(f"Not graded: {', '.join(faulty) or 'nothing'}. Run the grader again before exporting.")
    results: dict[str, Any] = {
        "score": round(sum(grade.score for grade in grades), 4),
        "output": "\n".join(grade.sentence for grade in grades),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        # The run's own output can hold anything that the learner printed.
        "stdout_visibility": "hidden",
        "tests": [entry for place, grade in enumerate(grades, 1) for entry in _tests(place, grade)],
        "extra_data": {"seeds": {scored.exercise: scored.grade.seed for scored in grades if scored.grade}},
    }
    if execution_time_s is not None:
        results["execution_time"] = round(execution_time_s, 3)
    return json.dumps(results, indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def _tests(place: int, grade: Scored) -> list[dict[str, Any]]:
    """The checks of one grade; part of the points is "failed" with a score, as Gradescope knows no third status."""
    return [
        {
            "name": f"{grade.exercise}: {title(check)}",
            "number": f"{place}.{number}",
            "score": check.points,
            "max_score": check.max_points,
            "status": "passed" if check.status is Status.PASSED else "failed",
            "output": said(check),
        }
        for number, check in enumerate(grade.checks, 1)
    ]
