"""An autograder for Gradescope: the archive to upload, and what runs in its container.

Gradescope unpacks the archive to `source/`, runs `setup.sh` once, and for each submission `run_autograder`, which finds
the files in `submission/` and leaves `results/results.json`. That file is written whole after every exercise. A fault
of ours leaves none: Gradescope then says that the autograder failed, and nobody gets 0 for it.
"""

from __future__ import annotations

import sys
import time
import zipfile
from collections.abc import Callable
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
    travelling,
)
from grader.classroom.autograders.gradescope_limits import kept_result, read_metadata
from grader.classroom.errors import ExportProblem
from grader.classroom.exports.gradescope import results_json
from grader.classroom.exports.wording import Scored
from grader.course import Course
from grader.files import write_whole
from grader.outcome import Grade

_SETUP = """#!/usr/bin/env bash
# Runs once, when Gradescope builds the container. Its default 768 MB are tight for torch: choose a larger container.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq python3 python3-venv
python=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  apt-get install -y -qq python3.11 python3.11-venv
  python=python3.11
fi
$python -m venv /autograder/venv
# The build for CPUs: a tenth of the other's size.
/autograder/venv/bin/pip install --no-cache-dir --index-url {index} torch torchvision
/autograder/venv/bin/pip install --no-cache-dir /autograder/source/{wheel}
"""
_RUN = """#!/usr/bin/env bash
exec /autograder/venv/bin/python -P -m grader.classroom.autograders.gradescope /autograder
"""
_EXECUTABLE = 0o100755 << 16


def write_autograder(target: Path, course: Course, assignment: Assignment, wheel: Path | None = None) -> None:
    """Write the archive to upload.

    Args:
        target: the zip file to make.
        course: whose exercises they are; the files of one that is not built in travel along.
        assignment: what is asked for.
        wheel: the package to install; None packs the one that runs here.
    """
    name, data = package_of(wheel)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for script, text in (("setup.sh", _SETUP.format(index=CPU_INDEX, wheel=name)), ("run_autograder", _RUN)):
            member = zipfile.ZipInfo(script)
            member.external_attr = _EXECUTABLE
            archive.writestr(member, text)
        archive.writestr(zipfile.ZipInfo(name), data)
        for path, content in travelling(course, assignment):
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)


def run(root: Path, grade: Callable[[str, Path, int], Grade]) -> int:
    """Grade what lies in `root/submission`; returns the exit code.

    Args:
        root: Gradescope's folder with `source`, `submission` and `results`.
        grade: grades one file of one exercise with a seed; raises OSError or ValueError when that fails.
    """
    assignment = read_assignment(root / "source")
    results = root / "results" / "results.json"
    results.unlink(missing_ok=True)
    submitted = read_metadata(root / "submission_metadata.json")
    refused = kept_result(submitted, assignment.most_submissions, assignment.cool_down_minutes)
    if refused is not None:
        _write_result(results, refused)
        return 0
    seed = seed_of(submitted.assignment, assignment)
    began_s = time.monotonic()
    made: list[Scored] = []
    try:
        for outcome in grades_of(root / "submission", assignment, seed, grade):
            made.append(Scored(outcome))
            took_s = time.monotonic() - began_s
            # Of an assignment of several exercises what is not graded yet is worth nothing yet.
            share = len(made) / len(assignment.exercises)
            points = submitted.points * share if submitted.points else None
            text = results_json(made, execution_time_s=took_s, points=points, visibility=assignment.visibility)
            _write_result(results, text)
    except (ExportProblem, OSError, KeyError, TypeError, ValueError) as fault:
        results.unlink(missing_ok=True)
        print(f"Not graded through a fault of the grader: {fault}")
        return 3
    return 0


def _write_result(path: Path, text: str) -> None:
    """Write a file whole or not at all: the platform may stop us at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)


if __name__ == "__main__":
    shipped = Path(sys.argv[1]) / "source" / COURSE_FOLDER
    sys.exit(run(Path(sys.argv[1]), partial(grade_in_a_process, shipped)))
