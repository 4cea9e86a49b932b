"""nbgrader: `submitted/<student>/<assignment>/...` with a `timestamp.txt` beside the files."""

from __future__ import annotations

from grader.classroom.intake.layouts.layout import Handed, Layout, Reading
from grader.classroom.intake.trees import LeftOut, Tree
from grader.classroom.students import student
from grader.classroom.times import utc_text
from grader.errors import Refused

_STAMP = "timestamp.txt"
_MAX_STAMP_BYTES = 4096


def _recognises(tree: Tree) -> bool:
    """Whether there is a `submitted` folder of the right depth, or a time stamp where nbgrader puts it."""
    below = _start_of(tree)
    return any(len(file.parts) == below + 3 and file.name == _STAMP for file in tree.files) or any(
        file.parts[0] == "submitted" and len(file.parts) >= 4 for file in tree.files
    )


def _start_of(tree: Tree) -> int:
    """How many folders stand above the students' ones: a course folder has `submitted`."""
    return 1 if any(file.parts[0] == "submitted" and len(file.parts) >= 4 for file in tree.files) else 0


def read(tree: Tree) -> Reading:
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
            when = stamps.get(parts[: start + 2])
            handed.append(Handed((owner,), file.path, "/".join(parts[start + 2 :]), submitted_at=when))
    return Reading(tuple(handed), tuple(left_out))


def _stamps_of(tree: Tree, start: int) -> dict[tuple[str, ...], str | None]:
    """When each student's assignment was handed in."""
    stamps: dict[tuple[str, ...], str | None] = {}
    for file in tree.files:
        if file.name != _STAMP or len(file.parts) != start + 3:
            continue
        try:
            text = tree.read(file.path, _MAX_STAMP_BYTES).decode("utf-8", "replace")
        except Refused:
            continue
        stamps[file.parts[:-1]] = utc_text(text)
    return stamps


LAYOUT = Layout("nbgrader's submitted folder", _recognises, read)
