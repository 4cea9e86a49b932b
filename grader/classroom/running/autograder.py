"""An autograder for Gradescope: the archive to upload, and what runs in its container.

Gradescope unpacks the archive to `source/`, runs `setup.sh` once, and for each submission `run_autograder`, which finds
the files in `submission/` and leaves `results/results.json`. That file is written whole after every exercise. A fault
of ours leaves none: Gradescope then says that the autograder failed, and nobody gets 0 for it.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path

from grader.classroom.errors import ExportProblem
from grader.classroom.exports.gradescope import results_json
from grader.classroom.exports.wording import Scored
from grader.classroom.intake.choosing import Chosen, choose
from grader.classroom.intake.folders import read_folder
from grader.classroom.intake.hand_out import source_of_file
from grader.classroom.intake.layouts import Handed
from grader.classroom.intake.owners import Joined
from grader.classroom.intake.trees import Tree
from grader.classroom.students import Student
from grader.course import Course
from grader.courses import FILE
from grader.errors import Refused
from grader.files import write_whole
from grader.outcome import CheckOutcome, Grade, Status

_SETUP = """#!/usr/bin/env bash
# Runs once, when Gradescope builds the container. Its default 768 MB are tight for torch: choose a larger container,
# and pip's options for the CPU build of torch if the default one is too large.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq python3 python3-venv
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install --no-cache-dir {requirement}
"""
_RUN = """#!/usr/bin/env bash
exec /autograder/venv/bin/python -m grader.classroom.running.autograder /autograder
"""
_EXERCISES = "exercises.json"
_COURSE = "course"
_EXECUTABLE = 0o100755 << 16
_MAX_SCORE = 100.0


def write_autograder(target: Path, course: Course, exercises: Sequence[str], wheel: Path | None = None) -> None:
    """Write the archive to upload.

    Args:
        target: the zip file to make.
        course: whose exercises they are; the files of one that is not built in travel along.
        exercises: what the assignment asks for.
        wheel: the package to install; None installs this version by its name.
    """
    requirement = f"/autograder/source/{wheel.name}" if wheel else f"autogradus=={metadata.version('autogradus')}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("setup.sh", _SETUP.format(requirement=requirement)), ("run_autograder", _RUN)):
            member = zipfile.ZipInfo(name)
            member.external_attr = _EXECUTABLE
            archive.writestr(member, text)
        archive.writestr(zipfile.ZipInfo(_EXERCISES), json.dumps(list(exercises)))
        if wheel:
            archive.write(wheel, wheel.name)
        for path in _files_of(course, exercises):
            archive.write(path, f"{_COURSE}/{course.shown(path)}")


def _files_of(course: Course, exercises: Sequence[str]) -> list[Path]:
    """What another machine needs of a course that it has not got; nothing for the one that is built in.

    Raises:
        CourseFault: a file of an exercise is missing.
    """
    if not course.reference:
        return []
    course.require(*exercises)
    return [course.root / FILE, *(path for name in exercises for path in course.paths(name))]


def run(root: Path, grade: Callable[[str, Path], Grade]) -> int:
    """Grade what lies in `root/submission`; returns the exit code.

    Args:
        root: Gradescope's folder with `source`, `submission` and `results`.
        grade: grades one file of one exercise; raises OSError or ValueError when that fails.
    """
    exercises: list[str] = json.loads((root / "source" / _EXERCISES).read_text())
    results = root / "results" / "results.json"
    results.unlink(missing_ok=True)
    tree = read_folder(root / "submission")
    handed_in = {chosen.answer.exercise: chosen for chosen in _answers(tree, exercises)}
    began_s = time.monotonic()
    grades: list[Grade] = []
    for exercise in exercises:
        try:
            chosen = handed_in.get(exercise)
            grades.append(_graded(tree, chosen, grade) if chosen else _absent(exercise))
            text = results_json([Scored(made) for made in grades], execution_time_s=time.monotonic() - began_s)
        except (ExportProblem, OSError, KeyError, TypeError, ValueError) as fault:
            results.unlink(missing_ok=True)
            print(f"{exercise} was not graded through a fault of the grader: {fault}")
            return 3
        _write_result(results, text)
    return 0


def _answers(tree: Tree, exercises: Sequence[str]) -> Sequence[Chosen]:
    """The files of one submission that answer an exercise, the one that counts last."""
    owner = (Student("student"),)
    handed = tuple(Handed(owner, file.path, file.path) for file in tree.files)
    return choose(Joined(owner, handed, ()), exercises)[0]


def _graded(tree: Tree, chosen: Chosen, grade: Callable[[str, Path], Grade]) -> Grade:
    """Grade one file, from a folder in which nothing else lies."""
    exercise = chosen.answer.exercise
    try:
        source, notes = source_of_file(tree, chosen)
    except Refused as refusal:
        return _absent(exercise, f"{chosen.handed.inner} {refusal}.")
    with tempfile.TemporaryDirectory(prefix="autogradus-") as folder:
        file = Path(folder) / f"{exercise}.py"
        file.write_bytes(source)
        made = grade(exercise, file)
    return dataclasses.replace(made, notices=(*made.notices, *notes))


def _absent(exercise: str, message: str = "") -> Grade:
    """The grade of an exercise without a file that can be graded."""
    said = message or f"There is no {exercise}.py in what you handed in. Hand all files in together."
    sentence = f"{exercise} is handed in."
    check = CheckOutcome("handed_in", exercise, sentence, Status.NOT_STARTED, 0.0, _MAX_SCORE, said)
    return Grade(exercise, 0, (check,))


def _write_result(path: Path, text: str) -> None:
    """Write a file whole or not at all: the platform may stop us at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)


def _grade_in_a_process(exercise: str, file: Path, course: Path) -> Grade:
    """Grade with the `grade` command, which keeps torch and its workers out of this process."""
    command = [sys.executable, "-c", "from grader.command.main import main; main()", exercise, str(file), "--json"]
    command += ["--course", str(course)] if course.is_dir() else []
    ended = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
    return Grade.from_json(json.loads(ended.stdout))


if __name__ == "__main__":
    shipped = Path(sys.argv[1]) / "source" / _COURSE
    sys.exit(run(Path(sys.argv[1]), partial(_grade_in_a_process, course=shipped)))
