"""An autograder for Classroom 50: the folder to put at `autograders/<assignment>/`, and what runs on its runner.

The runner starts `autograder.py` in the student's checkout, with the rest of the folder beside it, and takes the
`result.json` that lies in the checkout afterwards. A fault of ours ends with an exit code other than 0, which is
infrastructure there: nobody gets 0 for it.
"""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from grader.classroom.autograders.assignment import (
    COURSE_FOLDER,
    CPU_INDEX,
    Assignment,
    grade_in_a_process,
    grades_of,
    package_of,
    read_assignment,
    seed_of,
    write_course,
)
from grader.classroom.errors import ExportProblem
from grader.classroom.exports.classroom50 import result_json
from grader.classroom.exports.github import step_summary
from grader.classroom.exports.wording import Scored
from grader.course import Course
from grader.files import write_whole
from grader.outcome import Grade

_ENTRY = '''"""Run by Classroom 50's runner in the student's checkout: installs the grader that lies beside it, and grades."""

import pathlib
import subprocess
import sys
import tempfile
import venv

HERE = pathlib.Path(__file__).resolve().parent
with tempfile.TemporaryDirectory() as folder:
    venv.create(folder, with_pip=True)
    python = pathlib.Path(folder) / "bin" / "python"
    install = [python, "-P", "-m", "pip", "install", "--quiet"]
    subprocess.run([*install, "--index-url", "{index}", "torch", "torchvision"], check=True)
    subprocess.run([*install, HERE / "{wheel}"], check=True)
    # -P: nothing in the student's checkout is imported instead of the grader.
    sys.exit(subprocess.run([python, "-P", "-m", "grader.classroom.autograders.classroom50", HERE], check=False).returncode)
'''


def write_classroom50(folder: Path, course: Course, assignment: Assignment, wheel: Path | None = None) -> None:
    """Write the folder: the entry, the package as a wheel, and what the assignment asks for."""
    name, data = package_of(wheel)
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / "autograder.py", _ENTRY.format(index=CPU_INDEX, wheel=name))
    (folder / name).write_bytes(data)
    write_course(folder, course, assignment)


def run(
    source: Path,
    checkout: Path,
    grade: Callable[[str, Path, int], Grade],
    environment: Mapping[str, str],
    now: datetime,
) -> int:
    """Grade a checkout; returns the exit code.

    Args:
        source: the folder that `write_classroom50` made.
        checkout: what the student pushed.
        grade: grades one file of one exercise with a seed; raises OSError or ValueError when that fails.
        environment: the runner's.
        now: the moment of grading, UTC.
    """
    assignment = read_assignment(source)
    result = checkout / "result.json"
    result.unlink(missing_ok=True)
    try:
        seed = seed_of(environment.get("ASSIGNMENT", ""), assignment)
        scored = [Scored(made) for made in grades_of(checkout, assignment, seed, grade)]
        write_whole(result, result_json(scored, environment, now))
    except (ExportProblem, OSError, KeyError, TypeError, ValueError) as fault:
        result.unlink(missing_ok=True)
        print("::stop-commands::" + (token := secrets.token_hex(16)))
        print(f"Not graded through a fault of the grader: {fault}\n::{token}::")
        return 3
    write_whole(checkout / "release-body.md", step_summary(scored))
    if environment.get("GITHUB_OUTPUT"):
        points, most = sum(entry.score for entry in scored), sum(entry.max_score for entry in scored)
        with Path(environment["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as stream:
            stream.write(
                f"status={'success' if points >= most else 'failure'}\nsummary={points:g} of {most:g} points\n"
            )
    return 0


if __name__ == "__main__":
    bundle = Path(sys.argv[1])
    sys.exit(
        run(bundle, Path.cwd(), partial(grade_in_a_process, bundle / COURSE_FOLDER), os.environ, datetime.now(UTC))
    )
