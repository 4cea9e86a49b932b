"""An autograder for Gradescope: the archive to upload, and what runs in its container.

Gradescope unpacks the archive to `source/`, runs `setup.sh` once, and for each submission `run_autograder`, which finds
the files in `submission/` and leaves `results/results.json`. That file is written whole after every exercise. A fault
of ours leaves none: Gradescope then says that the autograder failed, and nobody gets 0 for it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
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
from grader.classroom.running.gradescope_limits import kept_result, read_metadata
from grader.classroom.running.own_wheel import own_wheel
from grader.classroom.students import Student
from grader.course import Course
from grader.courses import FILE
from grader.errors import Refused
from grader.files import write_whole
from grader.outcome import CheckOutcome, Grade, Status

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
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
exec /autograder/venv/bin/python -P -m grader.classroom.running.autograder /autograder
"""
_ASSIGNMENT = "assignment.json"
_COURSE = "course"
_EXECUTABLE = 0o100755 << 16
_MAX_SCORE = 100.0
_SEED_LIMIT = 1 << 32


@dataclass(frozen=True)
class Assignment:
    """What an assignment asks for, and what its students may see and do.

    Attributes:
        exercises: what is graded.
        visibility: when students see the result: "visible", "after_due_date", "after_published" or "hidden".
        most_submissions: how many are graded; None for any number.
        cool_down_minutes: how long after a graded one the next is.
    """

    exercises: tuple[str, ...]
    visibility: str = "visible"
    most_submissions: int | None = None
    cool_down_minutes: float = 0.0


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
        for path, content in _travelling(course, assignment):
            archive.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)


def package_of(wheel: Path | None) -> tuple[str, bytes]:
    """Name and bytes of the wheel that is given, else of one of the package that runs here."""
    return (wheel.name, wheel.read_bytes()) if wheel else own_wheel()


def write_course(folder: Path, course: Course, assignment: Assignment) -> None:
    """Write what the assignment asks for into a folder, and with it what another machine needs of the course."""
    for path, content in _travelling(course, assignment):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _travelling(course: Course, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """The assignment, and the files of a course that is not built in, by their path from the archive's top.

    Raises:
        CourseFault: a file of an exercise is missing.
    """
    yield _ASSIGNMENT, json.dumps(dataclasses.asdict(assignment)).encode()
    if course.reference:
        course.require(*assignment.exercises)
        of_exercises = (path for name in assignment.exercises for path in course.paths(name))
        for path in (course.root / FILE, *of_exercises):
            yield f"{_COURSE}/{course.shown(path)}", path.read_bytes()


def read_assignment(source: Path) -> Assignment:
    """The assignment as it was written into a folder."""
    fields = json.loads((source / _ASSIGNMENT).read_text("utf-8"))
    return Assignment(**{**fields, "exercises": tuple(fields["exercises"])})


def seed_of(assignment_id: str, assignment: Assignment) -> int:
    """The seed of one assignment: the same file gets the same score, however often it is handed in."""
    text = "\0".join((assignment_id, *assignment.exercises))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % _SEED_LIMIT


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
        for one in grades_of(root / "submission", assignment, seed, grade):
            made.append(Scored(one))
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


def grades_of(
    folder: Path, assignment: Assignment, seed: int, grade: Callable[[str, Path, int], Grade]
) -> Iterator[Grade]:
    """The grade of each exercise that is asked for, from what lies in a folder."""
    tree = read_folder(folder)
    handed_in = {chosen.answer.exercise: chosen for chosen in _answers(tree, assignment.exercises)}
    for exercise in assignment.exercises:
        chosen = handed_in.get(exercise)
        yield _graded(tree, chosen, seed, grade) if chosen else absent(exercise)


def _answers(tree: Tree, exercises: Sequence[str]) -> Sequence[Chosen]:
    """The files of one submission that answer an exercise, the one that counts last."""
    owner = (Student("student"),)
    handed = tuple(Handed(owner, file.path, file.path) for file in tree.files)
    return choose(Joined(owner, handed, ()), exercises)[0]


def _graded(tree: Tree, chosen: Chosen, seed: int, grade: Callable[[str, Path, int], Grade]) -> Grade:
    """Grade one file, from a folder in which nothing else lies."""
    exercise = chosen.answer.exercise
    try:
        source, notes = source_of_file(tree, chosen)
    except Refused as refusal:
        return absent(exercise, f"{chosen.handed.inner} {refusal}.")
    with tempfile.TemporaryDirectory(prefix="autogradus-") as folder:
        file = Path(folder) / f"{exercise}.py"
        file.write_bytes(source)
        made = grade(exercise, file, seed)
    return dataclasses.replace(made, notices=(*made.notices, *notes))


def absent(exercise: str, message: str = "") -> Grade:
    """The grade of an exercise without a file that can be graded."""
    said = message or f"There is no {exercise}.py in what you handed in. Hand all files in together."
    sentence = f"{exercise} is handed in."
    check = CheckOutcome("handed_in", exercise, sentence, Status.NOT_STARTED, 0.0, _MAX_SCORE, said)
    return Grade(exercise, 0, (check,))


def _write_result(path: Path, text: str) -> None:
    """Write a file whole or not at all: the platform may stop us at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text)


def grade_in_a_process(course: Path, exercise: str, file: Path, seed: int) -> Grade:
    """Grade with the `grade` command, which keeps torch and its workers out of this process."""
    # -P: what lies in the current folder, which may be a student's, is never imported.
    command = [
        sys.executable,
        "-P",
        "-c",
        "from grader.command.main import main; main()",
        exercise,
        str(file),
        "--json",
    ]
    command += ["--seed", str(seed), *(["--course", str(course)] if course.is_dir() else [])]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
    return Grade.from_json(json.loads(ended.stdout))


if __name__ == "__main__":
    shipped = Path(sys.argv[1]) / "source" / _COURSE
    sys.exit(run(Path(sys.argv[1]), partial(grade_in_a_process, shipped)))
