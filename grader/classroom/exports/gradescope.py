"""Gradescope: `results.json` as its autograder documentation asks for it, from one student's outcomes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.wording import PASSED, at_fault, said, title


def results_json(outcomes: Sequence[Mapping[str, Any]], *, execution_time_s: float | None = None) -> str:
    """One student's outcomes as the text of `results.json`.

    Raises:
        ExportProblem: a fault of the grader touched an outcome; a file would then give 0 for it, no file makes
            Gradescope say that the autograder failed, which is the truth.
    """
    faulty = [str(outcome.get("exercise")) for outcome in outcomes if at_fault(outcome)]
    if faulty or not outcomes:
        raise ExportProblem(f"Not graded: {', '.join(faulty) or 'nothing'}. Run the grader again before exporting.")
    results: dict[str, Any] = {
        "score": round(sum(float(outcome["score"]) for outcome in outcomes), 4),
        "output": "\n".join(f"{o['exercise']}: {o['score']:g} of {o['max_score']:g} points" for o in outcomes),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        # The run's own output can hold anything that the learner printed.
        "stdout_visibility": "hidden",
        "tests": [entry for place, outcome in enumerate(outcomes, 1) for entry in tests(place, outcome)],
        "extra_data": {"seeds": {str(outcome["exercise"]): outcome["seed"] for outcome in outcomes}},
    }
    if execution_time_s is not None:
        results["execution_time"] = round(execution_time_s, 3)
    return json.dumps(results, indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def tests(place: int, outcome: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The checks of one outcome; part of the points is "failed" with a score, as Gradescope knows no third status."""
    return [
        {
            "name": f"{outcome['exercise']}: {title(check)}",
            "number": f"{place}.{number}",
            "score": float(check["points"]),
            "max_score": float(check["max_points"]),
            "status": "passed" if check["status"] == PASSED else "failed",
            "output": said(check),
        }
        for number, check in enumerate(outcome["checks"], 1)
    ]
