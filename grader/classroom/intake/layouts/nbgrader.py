"""nbgrader: `submitted/<student>/<assignment>/...` with a `timestamp.txt` beside the files."""

from __future__ import annotations

from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import LeftOut, Tree
from grader.classroom.students import student
from grader.errors import Refused

_STAMP = "timestamp.txt"
_MAX_STAMP_BYTES = 4096
_LEAST_SHARE = 0.5
# What nbgrader itself puts beside `submitted` in a course's folder.
_COURSE_FOLDERS = frozenset(("submitted", "source", "release", "autograded", "feedback"))


def _recognises(tree: Tree) -> bool:
    """Whether most students have a time stamp where nbgrader puts it, or nearly all lies in a `submitted` folder.

    One student can put a folder or a stamp of any name into their own work; that must not decide for the class.
    """
    start = _start_of(tree)
    students = {file.parts[start] for file in tree.files if len(file.parts) > start + 1}
    stamped = {file.parts[start] for file in tree.files if len(file.parts) == start + 3 and file.name == _STAMP}
    return bool(students) and (start == 1 or len(stamped) >= _LEAST_SHARE * len(students))


def _start_of(tree: Tree) -> int:
    """How many folders stand above the students' ones: a course folder has `submitted`."""
    inside = {file.parts[1] for file in tree.files if file.parts[0] == "submitted" and len(file.parts) >= 4}
    beside = {file.parts[0] for file in tree.files if len(file.parts) > 1} - _COURSE_FOLDERS
    return 1 if inside and len(inside) >= _LEAST_SHARE * len(inside | beside) else 0


def _read(tree: Tree) -> Reading:
    """The folder's name is the student; each assignment's time stamp dates its files."""
    start = _start_of(tree)
    stamps = _stamps_of(tree, start)
    handed: list[Handed] = []
    left_out: list[LeftOut] = []
    for file in tree.files:
        parts = file.parts
        if start and parts[0] != "submitted":
            left_out.append(LeftOut(file.path, "lies outside submitted/"))
        elif len(parts) < start + 3:
            left_out.append(LeftOut(file.path, "lies in no assignment's folder"))
        elif file.name != _STAMP:
            owner = student(parts[start], name=parts[start])
            when = stamps.get(parts[: start + 2], "")
            handed.append(Handed((owner,), file.path, "/".join(parts[start + 2 :]), stamp=when))
    return Reading(tuple(handed), tuple(left_out))


def _stamps_of(tree: Tree, start: int) -> dict[tuple[str, ...], str]:
    """When each student's assignment was handed in."""
    stamps: dict[tuple[str, ...], str] = {}
    for file in tree.files:
        if file.name != _STAMP or len(file.parts) != start + 3:
            continue
        try:
            text = tree.read(file.path, _MAX_STAMP_BYTES).decode("utf-8", "replace")
        except Refused:
            continue
        stamps[file.parts[:-1]] = text.strip()
    return stamps


LAYOUT = Layout("nbgrader's submitted folder", _recognises, _read)
