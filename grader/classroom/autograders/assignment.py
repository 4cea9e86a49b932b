"""What an assignment asks for, the files that travel to where it is graded, and grading what lies in a folder there."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.autograders.own_wheel import own_wheel
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
from grader.outcome import CheckOutcome, Grade, Status

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
_ASSIGNMENT_FILE = "assignment.json"
COURSE_FOLDER = "course"
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


def package_of(wheel: Path | None) -> tuple[str, bytes]:
    """Name and bytes of the wheel that is given, else of one of the package that runs here."""
    return (wheel.name, wheel.read_bytes()) if wheel else own_wheel()


def write_course(folder: Path, course: Course, assignment: Assignment) -> None:
    """Write what the assignment asks for into a folder, and with it what another machine needs of the course."""
    for path, content in travelling(course, assignment):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def travelling(course: Course, assignment: Assignment) -> Iterator[tuple[str, bytes]]:
    """The assignment, and the files of a course that is not built in, by their path from the archive's top.

    Raises:
        CourseFault: a file of an exercise is missing.
    """
    yield _ASSIGNMENT_FILE, json.dumps(dataclasses.asdict(assignment)).encode()
    if course.reference:
        course.require(*assignment.exercises)
        of_exercises = (path for name in assignment.exercises for path in course.paths(name))
        for path in (course.root / FILE, *of_exercises):
            yield f"{COURSE_FOLDER}/{course.shown(path)}", path.read_bytes()


def read_assignment(source: Path) -> Assignment:
    """The assignment as it was written into a folder."""
    fields = json.loads((source / _ASSIGNMENT_FILE).read_text("utf-8"))
    return Assignment(**{**fields, "exercises": tuple(fields["exercises"])})


def seed_of(assignment_id: str, assignment: Assignment) -> int:
    """The seed of one assignment: the same file gets the same score, however often it is handed in."""
    text = "\0".join((assignment_id, *assignment.exercises))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % _SEED_LIMIT


def grades_of(
    folder: Path, assignment: Assignment, seed: int, grade: Callable[[str, Path, int], Grade]
) -> Iterator[Grade]:
    """The grade of each exercise that is asked for, from what lies in a folder."""
    tree = read_folder(folder)
    handed_in = {chosen.answer.exercise: chosen for chosen in _answers(tree, assignment.exercises)}
    for exercise in assignment.exercises:
        chosen = handed_in.get(exercise)
        yield _graded(tree, chosen, seed, grade) if chosen else _absent(exercise)


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
        return _absent(exercise, f"{chosen.handed.inner} {refusal}.")
    with tempfile.TemporaryDirectory(prefix="autogradus-") as folder:
        file = Path(folder) / f"{exercise}.py"
        file.write_bytes(source)
        made = grade(exercise, file, seed)
    return dataclasses.replace(made, notices=(*made.notices, *notes))


def _absent(exercise: str, message: str = "") -> Grade:
    """The grade of an exercise without a file that can be graded."""
    said = message or f"There is no {exercise}.py in what you handed in. Hand all files in together."
    sentence = f"{exercise} is handed in."
    check = CheckOutcome("handed_in", exercise, sentence, Status.NOT_STARTED, 0.0, _MAX_SCORE, said)
    return Grade(exercise, 0, (check,))


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
