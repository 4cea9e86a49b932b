"""`--github`: results as a step of GitHub Actions shows them: annotations, a step summary, outputs.

Whatever a learner wrote stands between markers that stop GitHub from obeying it, in one escaped line of an annotation,
or as text in an HTML table; outputs hold numbers alone, and one field in base64.
"""

from __future__ import annotations

import base64
import io
import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console

from grader.classroom.exports.github import annotation_commands, quoted_output, step_summary
from grader.classroom.exports.wording import Scored, said, title
from grader.command.learner.submitted import Submitted
from grader.errors import UsageProblem
from grader.outcome import Grade, Status

_COLUMNS = 100
# The outputs of a job have 1 MiB together.
_MOST_CHARACTERS = 500


def show(
    grades: Sequence[Grade], submissions: Sequence[Submitted], passed: bool, show_on: Callable[[Console], None]
) -> None:
    """Print the results for a step, and append to the files that GitHub names.

    Args:
        grades: what was graded.
        submissions: the submission of each grade.
        passed: whether the pass mark is reached.
        show_on: shows the results as they would stand on a terminal.

    Raises:
        UsageProblem: a file that GitHub names cannot be written.
    """
    screen = io.StringIO()
    show_on(Console(file=screen, width=_COLUMNS, highlight=False, soft_wrap=False))
    scored = [Scored(grade) for grade in grades]
    click.echo(quoted_output(screen.getvalue(), secrets.token_hex(16)), nl=False)
    click.echo(annotation_commands(scored, *_places(grades, submissions)), nl=False)
    _append("GITHUB_STEP_SUMMARY", step_summary(scored))
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in _outputs(grades, passed).items()))


def _places(
    grades: Sequence[Grade], submissions: Sequence[Submitted]
) -> tuple[Mapping[str, str], Mapping[tuple[str, str], int]]:
    """The path of each exercise's file in the repository, and the line in which each function begins."""
    root = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    files: dict[str, str] = {}
    lines: dict[tuple[str, str], int] = {}
    for grade, given in zip(grades, submissions, strict=True):
        path = given.path.resolve()
        if path.is_relative_to(root) and path.is_file():
            files[grade.exercise] = path.relative_to(root).as_posix()
            for function in {check.function for check in grade.checks}:
                line = given.line_of(function)
                if line is not None:
                    lines[grade.exercise, function] = line
    return files, lines


def _outputs(grades: Sequence[Grade], passed: bool) -> Mapping[str, str]:
    """Numbers, and the result as GitHub Classroom's reporter reads it."""
    score, best = sum(grade.score for grade in grades), sum(grade.max_score for grade in grades)
    percent = 100 * score / best if best else 0.0
    tests = [
        {
            "name": f"{grade.exercise}: {title(check)}",
            "status": "pass" if check.status is Status.PASSED else "fail",
            "score": check.points,
            "message": said(check)[:_MOST_CHARACTERS],
            "test_code": "",
            "filename": f"{grade.exercise}.py",
            "line_no": 0,
            "duration": 0,
        }
        for grade in grades
        for check in grade.checks
    ]
    status = "error" if any(grade.at_fault for grade in grades) else "pass" if passed else "fail"
    result = {"version": 1, "status": status, "max_score": best, "tests": tests}
    return {
        "score": f"{score:g}",
        "max-score": f"{best:g}",
        "percent": f"{percent:.2f}",
        "passed": str(passed).lower(),
        "result": base64.b64encode(json.dumps(result).encode()).decode(),
    }


def _append(variable: str, text: str) -> None:
    """Add to the file that an environment variable names; nothing where it names none, as on one's own machine."""
    name = os.environ.get(variable)
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        raise UsageProblem(f"{name}, which {variable} names, cannot be written: {error.strerror}.") from error
