"""Gradescope: `results.json` as its autograder documentation asks for it, from one student's outcomes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.wording import Scored, said, title
from grader.outcome import Status


def results_json(
    grades: Sequence[Scored],
    *,
    execution_time_s: float | None = None,
    points: float | None = None,
    visibility: str = "visible",
) -> str:
    """One student's grades as the text of `results.json`.

    Args:
        grades: what was graded.
        execution_time_s: how long it took, wall time.
        points: what these exercises are worth on the platform, to which the scores are scaled; None leaves them.
        visibility: when students see it: "visible", "after_due_date", "after_published" or "hidden".

    Raises:
        ExportProblem: a fault of the grader touched an outcome; a file would then give 0 for it, no file makes
            Gradescope say that the autograder failed, which is the truth.
    """
    faulty = [grade.exercise for grade in grades if grade.at_fault]
    if faulty or not grades:
        raise ExportProblem(f"Not graded: {', '.join(faulty) or 'nothing'}. Run the grader again before exporting.")
    most = sum(grade.max_score for grade in grades)
    scale = points / most if points and most else 1.0
    results: dict[str, Any] = {
        "score": round(sum(grade.score for grade in grades) * scale, 4),
        "output": "\n".join(grade.sentence for grade in grades),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": visibility,
        # The run's own output can hold anything that the learner printed.
        "stdout_visibility": "hidden",
        "tests": [entry for index, grade in enumerate(grades, 1) for entry in _tests(index, grade, scale)],
        "extra_data": {"seeds": {scored.exercise: scored.grade.seed for scored in grades if scored.grade}},
    }
    if execution_time_s is not None:
        results["execution_time"] = round(execution_time_s, 3)
    return json.dumps(results, indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def _tests(index: int, grade: Scored, scale: float = 1.0) -> list[dict[str, Any]]:
    """The checks of one grade; part of the points is "failed" with a score, as Gradescope knows no third status."""
    checks = [
        {
            "name": f"{grade.exercise}: {title(check)}",
            "number": f"{index}.{number}",
            "score": round(check.points * scale, 4),
            "max_score": round(check.max_points * scale, 4),
            "status": "passed" if check.status is Status.PASSED else "failed",
            "output": said(check),
        }
        for number, check in enumerate(grade.checks, 1)
    ]
    rubric = grade.result.rubric if grade.result and not grade.result.override else ()
    return checks + [
        {
            "name": f"{grade.exercise}: {mark.criterion.title} (by hand)",
            "number": f"{index}.{number}",
            "score": round((mark.points or 0.0) * scale, 4),
            "max_score": round(mark.criterion.points * scale, 4),
            "status": "passed" if mark.points == mark.criterion.points else "failed",
            "output": mark.words or ("" if mark.points is not None else "No points given yet."),
        }
        for number, mark in enumerate(rubric, len(checks) + 1)
    ]
